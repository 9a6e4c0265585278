# 某种研究设计为何未被采用，以及需要说明什么才能采用。

design-could-be-iv =
    如果 { $column } 只通过 { $treatment } 影响 { $outcome }，它可以作为工具变量：若是如此，请在说明中写明。
design-left-out-iv =
    { $columns } 推动处理，说明中称之为工具变量，因此不对它作调整：否则会放大隐藏的混杂。
design-instrument-denied =
    没有把 { $column } 用作工具变量，因为说明中写明它不是：“{ $quotation }”。
design-instrument-besides =
    没有把 { $column } 用作工具变量，因为说明中写明它还以其他方式影响 { $outcome }：“{ $quotation }”。
design-instrument-weak =
    没有把 { $column } 用作工具变量，因为它几乎不推动 { $treatment }：第一阶段的 F 为 { $f }，至少需要 { $least }。
design-not-random-denied =
    不把 { $treatment } 视为随机分配：“{ $quotation }”。
design-not-random-chosen =
    不把 { $treatment } 视为随机分配，因为说明中还写了它的其他由来：“{ $quotation }”。
design-not-random-other =
    说明中随机分配的是 { $other }，而不是 { $treatment }：“{ $quotation }”。
design-not-random-unnamed =
    说明中提到随机分配（“{ $quotation }”），但没有写明随机分配的是 { $treatment }：若是如此，请在说明中写明。
design-unbalanced =
    说明中称 { $treatment } 是随机分配的，但各组在此之前的差异超出偶然所能解释的范围（联合检验 p = { $p }，最大差异为 { $worst } 个标准差），因此改为对其作调整。
design-no-jump =
    说明中提到一个界限，但 { $treatment } 在 { $running } 越过 { $cutoff } 处没有跳变。
design-rule-unsaid =
    { $treatment } 在 { $running } 越过 { $cutoff } 处改变：如果这就是分配它的规则，请在说明中写明，届时将比较界限两侧邻近的行。

## 属于一起的行

design-clusters-decided = 在 { $column } 的每个取值内，{ $treatment } 在所有行中都相同：区间按 { $groups } 个组计算，而不是按 { $rows } 行。
design-clusters-repeated = 多行属于同一个 { $column }：区间按 { $groups } 个组计算，而不是按 { $rows } 行。
design-clusters-few = { $column } 相同的行属于一起，而 { $groups } 个组太少，看不出各组相差多少：区间按行计算，过窄。这么少的组之间的其他差异也无法与效应分开。
