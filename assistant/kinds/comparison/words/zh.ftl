comparison-which-options = 我理解您想比较两个选项，但看不出是哪两列或哪两个取值。请问比较哪两个，结果看哪一列？
comparison-columns-clear =
    { $goal ->
        [lower] { $first-named } 比 { $second-named } 更能降低 { $outcome-named }：多降 { $lead-size }（差值的 95% 区间：{ $lead-low } 到 { $lead-high }）。
        [raise] { $first-named } 比 { $second-named } 更能提高 { $outcome-named }：多升 { $lead-size }（差值的 95% 区间：{ $lead-low } 到 { $lead-high }）。
       *[none] 采用 { $first-named } 时 { $outcome-named } 比采用 { $second-named } 时更高：高 { $lead-size }（差值的 95% 区间：{ $lead-low } 到 { $lead-high }）。
    }
comparison-columns-unclear = 分不出高下：{ $first-named } 与 { $second-named } 对 { $outcome-named } 的作用相差 { $lead }（95% 区间：{ $lead-low } 到 { $lead-high }），其中包括没有差别。
comparison-levels-clear =
    { $goal ->
        [lower] { $treatment-named } 取 { $first } 而不是 { $second }，会降低 { $outcome-named }：降低 { $lead-size }（差值的 95% 区间：{ $lead-low } 到 { $lead-high }）。
       *[raise] { $treatment-named } 取 { $first } 而不是 { $second }，会提高 { $outcome-named }：提高 { $lead-size }（差值的 95% 区间：{ $lead-low } 到 { $lead-high }）。
    }
comparison-levels-unclear = 分不出高下：{ $treatment-named } 为 { $first } 与为 { $second } 时，{ $outcome-named } 相差 { $lead }（95% 区间：{ $lead-low } 到 { $lead-high }），其中包括没有差别。
comparison-option =
    { $kind ->
        [dose] { $option } 从下四分位数升到上四分位数（增加 { $step }）时，{ $outcome } 变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）。
       *[yes-no] 只有 { $option } 时，{ $outcome } 变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）。
    }
comparison-table = 合在一起看，其他条件不变时 { $outcome } 的平均值：{ $cells-list }。
comparison-cell = { $first-column } 为 { $first }、{ $second-column } 为 { $second }：{ $mean }（{ $rows } 行）
comparison-why = 两者在同样的行里比较，并固定了 { $covariates }。
comparison-why-alone = 两者在同样的行里比较，没有固定其他任何列。
comparison-caveat-backdoor = 最大的保留：让一些行得到这个、另一些行得到那个的原因，如果不在数据里，也可能解释这一差别。
comparison-caveat-randomised = 最大的保留：这只适用于与试验对象相似的人，而且要求很少有人中途退出、各人都按分配执行。
comparison-change = 什么会改变答案：其中一个的某个原因被测量过却不在这里。只想知道其中一个的作用，请直接问它的效应。
