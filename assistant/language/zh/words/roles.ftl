# 其他句子所用的词。
as-given = { $text }
role-word = { $role ->
    [treatment] 处理
    [outcome] 结果
    [covariate] 协变量
    [instrument] 工具变量
    [assignment] 分配
    [mediator] 中介变量
    [running_variable] 驱动变量
    [time] 时期列
    [unit] 单位列
    [cluster] 聚类列
   *[column] 列
}
