# 各项检验的名称。

check-overlap-name = 重叠
check-balance-name = 平衡
check-placebo-treatment-name = 安慰剂处理
check-placebo-outcome-name = 安慰剂结果
check-random-common-cause-name = 随机共同原因
check-subset-stability-name = 子样本稳定性
check-leave-one-covariate-out-name = 逐一去掉协变量
check-specification-curve-name = 设定曲线
check-first-stage-name = 第一阶段
check-over-identification-name = 过度识别
check-instrument-balance-name = 工具变量的平衡
check-placebo-instrument-name = 安慰剂工具变量
check-treatment-moves-mediator-name = 处理推动中介
check-mediator-moves-outcome-name = 中介推动结果
check-pre-trend-name = 先前趋势
check-placebo-period-name = 安慰剂时期
check-density-name = 断点处的密度
check-covariate-continuity-name = 协变量的连续性
check-placebo-cutoffs-name = 安慰剂断点
check-bandwidth-name = 窗口宽度
check-graph-against-data-name = 因果图与数据
