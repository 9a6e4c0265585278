group-of = { $conditions-names }
group-is = { $column } = { $value }
group-other = { $column } 不是 { $value }
group-below = { $column } 低于 { $value }
group-up-to = { $column } 不超过 { $value }
group-above = { $column } 高于 { $value }
group-from = { $column } 不低于 { $value }
group-sorted = { $parts } 份中的第 { $place } 份
group-inside = 该组
group-outside = 其余各行
group-timing-unknown = 没有资料说明 { $column-named } 在决定之前就已存在；如果它在之后才出现，按它分组就不是公平的比较。
group-after-treatment = { $column-named } 出现在 { $treatment-named } 之后；{ $treatment } 本身可能改变的东西不能用来分组：在结果相同的人当中，受处理者与未受处理者已不可比。
group-after-help = 一个在 { $treatment-named } 之前的、可用来分组的列
group-everybody-only = 我只能拆分对所有人的效果，不能只拆分对接受者（或未接受者）的效果。
group-not-usable = 无法按 { $column-named } 拆分各行：它只有一个值、取值太多，或只是另一列的复本。
heterogeneity-no-column = 没有任何列说明谁属于“{ $group }”，因此无法按它拆分效果。
heterogeneity-columns = 表中可用来拆分的列例如 { $columns }
heterogeneity-nothing-to-tell-apart = 没有处理之前的列能把各行区分开，因此没有可供寻找更大效果的组。
heterogeneity-groups-clear = 并非对所有人都一样：在 { $more } 处，{ $treatment-named } 对 { $outcome-named } 的效果为 { $more-effect }（95% 区间：{ $more-effect-low } 到 { $more-effect-high }），而在 { $less } 处为 { $less-effect }（95% 区间：{ $less-effect-low } 到 { $less-effect-high }）；两者相差 { $lead }（95% 区间：{ $lead-low } 到 { $lead-high }）。
heterogeneity-groups-unclear = 按 { $modifier-named } 看不出明确的差别：在 { $more } 处，{ $treatment-named } 对 { $outcome-named } 的效果为 { $more-effect }（95% 区间：{ $more-effect-low } 到 { $more-effect-high }），在 { $less } 处为 { $less-effect }（95% 区间：{ $less-effect-low } 到 { $less-effect-high }）；两者相差 { $lead }（95% 区间：{ $lead-low } 到 { $lead-high }），这些行分不出各组的高低。
heterogeneity-along-clear = 这取决于 { $modifier-named }：在 { $modifier } = { $start } 时，{ $treatment-named } 对 { $outcome-named } 的效果为 { $at-start }（95% 区间：{ $at-start-low } 到 { $at-start-high }），在 { $end } 时为 { $at-end }（95% 区间：{ $at-end-low } 到 { $at-end-high }）（分别为下、上四分位数）：变化 { $change }（95% 区间：{ $change-low } 到 { $change-high }）。
heterogeneity-along-unclear = 看不出效果随 { $modifier-named } 有明确变化：在 { $modifier } = { $start } 时，{ $treatment-named } 对 { $outcome-named } 的效果为 { $at-start }（95% 区间：{ $at-start-low } 到 { $at-start-high }），在 { $end } 时为 { $at-end }（95% 区间：{ $at-end-low } 到 { $at-end-high }）（分别为下、上四分位数）；相差 { $change }（95% 区间：{ $change-low } 到 { $change-high }），这些行说明不了。
heterogeneity-each-group = 各组如下（区间同时成立）：{ $groups-list }。
heterogeneity-group = 在 { $group } 处为 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }；{ $rows } 行）
heterogeneity-left-out = 有 { $rows } 行不属于任何组：{ $modifier } 未知，或其水平太少见。
heterogeneity-most = 效果最大的是 { $more } 处：{ $treatment-named } 对 { $outcome-named } 的效果为 { $more-effect }（95% 区间：{ $more-effect-low } 到 { $more-effect-high }），而在 { $less } 处为 { $less-effect }（95% 区间：{ $less-effect-low } 到 { $less-effect-high }）；两者相差 { $lead }（95% 区间：{ $lead-low } 到 { $lead-high }）。
heterogeneity-differs = { $treatment-named } 对 { $outcome-named } 的效果确实有差别，但没有哪一列、也没有简单的规则能说明对谁更大：在 { $parts } 份中，预测反应最大的一份为 { $strong }（95% 区间：{ $strong-low } 到 { $strong-high }），预测反应最小的一份为 { $weak }（95% 区间：{ $weak-low } 到 { $weak-high }）。
heterogeneity-told = 逐列来看（已对多重比较作校正），效果因以下各列而不同：{ $splits-list }。
heterogeneity-by-column = { $modifier }：在 { $more } 处为 { $more-effect }，在 { $less } 处为 { $less-effect }
heterogeneity-sorted = 按预测的效果分成 { $parts } 等份，预测反应最大的一份为 { $strong }，最小的一份为 { $weak }：相差 { $spread }（95% 区间：{ $spread-low } 到 { $spread-high }）。
heterogeneity-average = 对所有人平均为 { $average }（95% 区间：{ $average-low } 到 { $average-high }）。
heterogeneity-none = 没有迹象表明 { $treatment-named } 对 { $outcome-named } 的效果因人而异：平均为 { $average }（95% 区间：{ $average-low } 到 { $average-high }），预测反应最大与最小的各行相差 { $spread }（95% 区间：{ $spread-low } 到 { $spread-high }），不超出偶然所能带来的差别。
heterogeneity-none-looked = 我查看了 { $columns }；比该区间更小的差别，或因表中没有的东西造成的差别，不能排除。
heterogeneity-tested = 首先检验了效果是否有差别（{ $p }）；分组由一部分行决定，效果在另一部分行上测量，因此运气不会被算两次。
heterogeneity-why = 比较的是 { $treatment } = { $high } 与 { $low }，并固定了 { $covariates }。
heterogeneity-why-alone = 比较的是 { $treatment } = { $high } 与 { $low }；谁得到哪一个由随机决定，没有固定其他任何列。
heterogeneity-caveat-backdoor = 最需要保留之处：数据中没有的、同时影响 { $treatment } 与 { $outcome } 的原因，或在某一组中更重要的原因，可能解释这一差别。
heterogeneity-caveat-randomised = 最需要保留之处：随机决定的是处理而不是分组：差别说明对谁有效，并不说明属于该组就是原因。
heterogeneity-change = 什么会改变答案：换一种分组方式。说出一列即可按它拆分，也可以问对所有人的效果。
group-p-below = p 值低于 { $bound }
group-p-is = p 值为 { $p }
heterogeneity-faint = 尚不能肯定：{ $treatment-named } 对 { $outcome-named } 的效果平均为 { $average }（95% 区间：{ $average-low } 到 { $average-high }），预测反应最大与最小的各行相差 { $spread }（95% 区间：{ $spread-low } 到 { $spread-high }），但检验效果是否有差别的各项合起来并不支持；只能当作有待新数据核实的线索。
