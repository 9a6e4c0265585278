# 关于数据表以及一次估计所用各行的说明。

## 整张表

data-tiny = 只有 { $rows } 行：区间较宽，只是粗略的。
data-repeated-rows = { $rows } 行中有 { $repeated } 行与前面某行在每一列都相同。如果它们是副本而不是独立的观测，请删除：它们会使区间过窄。
data-constant-columns = 每一行的值都相同，因此没有用处：{ $columns-commas }。
data-mostly-missing = 超过一半的行缺失：{ $columns-commas }。
data-first-sheet = { $source } 有 { $sheets } 个工作表；只读取第一个（“{ $first }”）。
data-read-as = 没有“{ $text }”这一列：按 { $column } 读取。
data-read-as-term = 没有“{ $text }”这一列：按公式项 { $terms-commas } 读取。

## 略去的行

data-outside-population = 不在人群之内（{ $condition }）
data-missing = { $role ->
    [time] 时期
    [unit] 单位
    [cluster] 聚类
   *[other] { role-word }
}缺失（{ $columns-commas }）
data-missing-in-covariate = 协变量缺失（{ $columns-commas }）
data-neither-level = { $column } 既不是 { $low } 也不是 { $high }

## 略去的协变量

data-apart-from-treatment = 它有 { $levels } 个水平，而 { $treatment } 与它们无关
data-left-out = 调整时略去 { $column }：{ $why }。
data-same-in-every-row = 它在所用的每一行中取值都相同
data-missing-in-every-row = 它在所用的每一行中都缺失
data-missing-in-share = 它在 { $share } 的行中缺失
data-labels-rows = 它只是行或单位的标识，不测量任何东西
data-free-text = 它是文本，{ $rows } 行中有 { $values } 个不同的取值
data-copy = { $role ->
    [covariate] 它是 { $original } 的副本
   *[other] 它是{ role-word } { $original } 的副本
}
data-other-units = { $role ->
    [covariate] 它就是 { $original }，只是单位不同
   *[other] 它就是{ role-word } { $original }，只是单位不同
}
data-separates = 它的每个类别只含 { $treatment } 一种取值的行，因此类别之内无从比较；类别之间的差异仍留在估计中
data-too-many-levels = 没有对 { $column } 进行调整：它有 { $levels } 个类别。

## 各列如何读取与填补

data-gaps-filled = 只用完整的行会损失 { $share } 的行。{ $columns-commas } 的缺失以平均值或最常见的类别填补，并用“(missing)”列标出；如果缺失自有原因，仍会留下一些偏差。
data-gaps-dropped = { $columns-commas } 有缺失：去掉了有缺失的 { $share } 的行，答案只关于其余的行。只要缺失不是由 { $outcome } 本身或影响它的其他因素决定的，这样做就是对的；数据中没有这样的迹象。
data-gaps-drawn = 只用完整的行会损失 { $share } 的行。{ $columns-commas } 的缺失由其他各列（包括处理和结果）的模型填补 { $draws } 次，再把结果合并；如果缺失自有原因，仍会留下一些偏差。
data-gaps-tied = { $columns-commas } 有缺失：有缺失的 { $share } 的行，其 { $outcome } 与其余的行不同。如果是 { $outcome } 或其他列决定了谁有缺失，填补就是对的；如果缺失来自缺失值本身，只用完整的行才对，而填补的结果也接近正确。请弄清这些值为何缺失。
data-rare-levels = { $column } 的 { $levels } 个少见类别合并为“{ $other }”。
data-held-in-forms = 直线不能描述 { $columns-commas } 的作用：它们以曲线、逐个类别或乘积的形式被调整。
data-held-by-means = '{ $column }' 有 { $levels } 个类别，这些行不足以让每个类别各占一列：改用各类别内处理变量和其他列的均值来调整它。
data-outcome-counted = 结果 { $outcome } 的计法是：{ $high } 为 1，{ $low } 为 0；效应是比例之差。
data-outcome-counted-by-alphabet = 结果 { $outcome } 的计法是：{ $high } 为 1，{ $low } 为 0（按字母顺序：没有说明指的是哪一个）；效应是比例之差。
data-outcome-codes = 结果 { $outcome } 看起来是类别的代码；它的平均值可能没有意义。
data-outcome-label = 结果 { $outcome } 看起来是行的标识，而不是测量值。
data-coded-by-alphabet = { role-word } { $column } 的编码是：{ $low } 为 0，{ $high } 为 1（按字母顺序）。
data-two-values = { $column } 只取 { $low } 和 { $high } 两个值；其他取值依据的是穿过这两点的直线。
data-compared-by-alphabet = { $column } 的比较是从“{ $low }”到“{ $high }”（按字母顺序）：如果您的意思相反，请说明哪个是哪个。
data-extrapolated = { $value } 在 { $column } 的观测范围（{ $least } 到 { $most }）之外：答案是外推得来的。
data-extrapolated-both = { $low } 和 { $high } 在 { $column } 的观测范围（{ $least } 到 { $most }）之外：答案是外推得来的。
data-uneven-steps = { $treatment } 按等距的数量读取，但 { $outcome } 的平均值并不均匀变化（{ $steps-list }）。如果这些是类别的代码，请指定其中两个，或把该列改为文本。
data-level-mean = { $level }：{ $mean }
data-meaning-before = 对 { $column } 按其含义进行调整；编码器看不到的部分仍然留下。
data-meaning-after = { $column } { $what ->
    [picture] 拍摄
   *[text] 写
}于处理之后：它可能带有处理的效应，对它调整会去掉一部分效应。除非您另有把握，请略去它。
data-meaning-unknown = { $what ->
    [picture] 对 { $column } 按其含义进行调整。只有当它在处理之前拍摄时才正确：之后拍摄的图片不是混杂因素，还可能带有效应。
   *[text] 对 { $column } 按其含义进行调整。只有当它在处理之前写下时才正确：之后写下的文字不是混杂因素，还可能带有效应。
}

## 只能给出粗略答案的样本

data-copies = { $rows } 行中有 { $repeated } 行与前面某行完全相同。如果它们是副本，区间就过窄：请删除它们，或指出哪一列说明哪些行属于一起。
data-small-arm = { $rows } 行中只有 { $fewest } 行在 { $treatment } 的较小一组：区间是粗略的。
data-small-side = 只有 { $fewest } 行在 { $running } = { $cutoff } 的一侧：区间是粗略的。
data-rows-for-parameters = 只有 { $rows } 行，却有 { $parameters } 个参数：估计很依赖模型。
data-few-rows = 只有 { $rows } 行：区间是粗略的。

## 无法给出答案的样本

data-treatment-missing = 处理 { $treatment } 在每一行都缺失。请选择另一列或另一个人群。
data-treatment-same = 处理 { $treatment } 在所用的每一行都是 { $level }，因此无从比较。请选择另一个处理或更大的人群。
data-does-not-vary = { role-word } { $column } 在所用的全部 { $rows } 行中都是 { $value }，因此看不出它在效应中的作用。请选择另一个{ role-word }或更大的人群。
data-still-missing = { role-word } { $column } 仍有缺失或无穷的值。请报告此问题。
data-few-in-arm = { $rows } 行中只有 { $fewest } 行在 { $treatment } 的一组；至少需要 { $needed } 行。请用更大的人群或更多的数据。
data-few-beside-cutoff = 只有 { $fewest } 行在 { $running } = { $cutoff } 的一侧（它的范围是 { $least } 到 { $most }）。请检查断点及其单位。
data-same-information = { $treatment } 和 { $outcome } 在每一行都含有相同的信息，因此无法把效应与定义区分开。请选择另一个结果或处理。
data-few-rows-for-parameters = { $rows } 行对 { $parameters } 个参数（{ $covariates } 个协变量）来说太少。请减少要调整的列，用更大的人群或更多的数据。
data-missing-column = { $column } 缺失
