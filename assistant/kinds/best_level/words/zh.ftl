best-level-inside = { $treatment-named } 大约为 { $best } 时（最佳水平的 95% 区间：{ $best-low } 到 { $best-high }），{ $what } { $goal ->
    [lower] 最低
   *[higher] 最高
 }：平均 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }），明显{ $goal ->
    [lower] 低
   *[higher] 高
 }于数据两端。
best-level-one = 对 { $what } 来说，最好的 { $treatment-named } 是 { $level }：平均 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }），同时比较所有水平，明显{ $goal ->
    [lower] 低
   *[higher] 高
 }于其他每一个。
best-level-several = 看不出唯一的最佳水平：{ $treatment-named } 为 { $level } 时 { $what } { $goal ->
    [lower] 最低
   *[higher] 最高
 }，平均 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }），但同时比较所有水平，它并不明显好于 { $others-names }。
best-level-high-edge = 数据范围内没有最佳水平：{ $treatment-named } 越高，{ $what } 越{ $goal ->
    [lower] 低
   *[higher] 高
 }，一直到数据足够多的最高水平 { $level }，那里平均为 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }）。再往上是否如此，这些数据看不出来。
best-level-low-edge = 数据范围内没有最佳水平：{ $treatment-named } 越低，{ $what } 越{ $goal ->
    [lower] 低
   *[higher] 高
 }，一直到数据足够多的最低水平 { $level }，那里平均为 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }）。再往下是否如此，这些数据看不出来。
best-level-level-high = 看不出唯一的最佳水平：{ $treatment-named } 大约从 { $from } 起直到 { $to }，没有哪个水平明显更好。{ $what } 在大约 { $level } 时{ $goal ->
    [lower] 最低
   *[higher] 最高
 }：平均 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }）。
best-level-level-low = 看不出唯一的最佳水平：{ $treatment-named } 从 { $from } 到大约 { $to }，没有哪个水平明显更好。{ $what } 在大约 { $level } 时{ $goal ->
    [lower] 最低
   *[higher] 最高
 }：平均 { $mean }（95% 区间：{ $mean-low } 到 { $mean-high }）。
best-level-none = { $treatment-named } 没有哪个水平对 { $what } 明显更好：{ $least } 与 { $most } 之间的差别不超过偶然会有的程度。
best-level-beside-clear = 若改为 { $at }，会{ $loss-sign ->
    [negative] 低
   *[positive] 高
 } { $loss-size }（差值的 95% 区间：{ $loss-low } 到 { $loss-high }）。
best-level-beside-unclear = 若改为 { $at }，看不出明显差别： { $loss }（95% 区间：{ $loss-low } 到 { $loss-high }）。
best-level-usual-clear = 与数据中常见的 { $at }（中位数）相比，在那里会{ $loss-sign ->
    [negative] 低
   *[positive] 高
 } { $loss-size }（差值的 95% 区间：{ $loss-low } 到 { $loss-high }）。
best-level-usual-unclear = 数据中常见的 { $at }（中位数）并不明显更差：相差 { $loss }（95% 区间：{ $loss-low } 到 { $loss-high }）。
best-level-less-is-better = 我认为 { $outcome } 越少越好；如果您想要更多，请告诉我。
best-level-open = 您没有说 { $outcome } 是多好还是少好；我按越多越好处理。它在 { $other } 时最低。
best-level-change = 什么会改变答案：这里缺少的、同时影响 { $treatment } 和 { $outcome } 的原因，各水平本身的代价（这里没有计入），或者在这些数据里少见的水平上有更多的行。
