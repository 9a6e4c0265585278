dose-response-clear =
    { $change-sign ->
        [negative] { $treatment-named } 从 { $low } 变到 { $high } 时，{ $what } 平均从 { $mean-low } 降到 { $mean-high }：下降 { $change-size }（变化的 95% 区间：{ $change-low } 到 { $change-high }）。
       *[positive] { $treatment-named } 从 { $low } 变到 { $high } 时，{ $what } 平均从 { $mean-low } 升到 { $mean-high }：上升 { $change-size }（变化的 95% 区间：{ $change-low } 到 { $change-high }）。
    }
dose-response-unclear = 从一端到另一端看不出明显变化：{ $treatment-named } 从 { $low } 变到 { $high } 时，{ $what } 平均从 { $mean-low } 变到 { $mean-high }，变化 { $change }（95% 区间：{ $change-low } 到 { $change-high }），其中包括毫无变化。
dose-response-straight = { $alone ->
   *[yes] 数据
 }看不出弯曲：就目前所见，{ $treatment } 每再增加一步，作用与前一步差不多。
dose-response-none = { $alone ->
   *[yes] 在这些水平之间
 }，数据看不出任何明显变化。
dose-response-levels-off = { $alone ->
   *[yes] 曲线
 }会走平：大约到 { $bend }（95% 区间：{ $bend-low } 到 { $bend-high }）时已完成全部变化的九成，此后几乎不再变动。
dose-response-starts-late = { $alone ->
   *[yes] 曲线
 }起初几乎不动，随后{ $direction ->
    [down] 下降
   *[up] 上升
 }：变化大约从 { $bend } 开始（95% 区间：{ $bend-low } 到 { $bend-high }），在那里完成全部变化的一成。
dose-response-step = { $alone ->
   *[yes] 曲线
 }在两端几乎不动，大部分变化发生在 { $bend } 附近（其中点的 95% 区间：{ $bend-low } 到 { $bend-high }）。
dose-response-turns = { $alone ->
   *[yes] 曲线
 }有转折：先{ $direction ->
    [trough] 下降
   *[peak] 上升
 }，到大约 { $bend }（95% 区间：{ $bend-low } 到 { $bend-high }）为止，那里 { $what } 为 { $turning-mean }，之后{ $direction ->
    [trough] 上升
   *[peak] 下降
 }。
dose-response-slower = { $alone ->
   *[yes] 曲线
 }一直{ $direction ->
    [down] 下降
   *[up] 上升
 }到末端，但 { $treatment } 每再增加一步，作用都比之前小。
dose-response-faster = { $alone ->
   *[yes] 曲线
 }{ $direction ->
    [down] 下降
   *[up] 上升
 }得越来越快：{ $treatment } 每再增加一步，作用都比之前大。
dose-response-bent = { $alone ->
   *[yes] 曲线
 }不是直线，但这些数据看不出弯在哪里。
dose-response-threshold-yes = 有：{ $shape }
dose-response-threshold-no = 看不出明显的门槛：{ $shape }
dose-response-threshold-unclear = 看不到门槛：{ $shape }
dose-response-level-off-yes = 是的，会走平：{ $shape }
dose-response-level-off-no = 在数据范围内看不到走平：{ $shape }
dose-response-level-off-unclear = 看不出是否走平：{ $shape }
dose-response-straight-yes = 直线就合适：{ $shape }
dose-response-straight-no = 不是直线：{ $shape }
dose-response-straight-unclear = 变化太小，分不出是直线还是曲线：{ $shape }
dose-response-ends = 数据只能说明从 { $least } 到 { $most } 的曲线；超出此范围不作任何判断。
dose-response-no-order = { $treatment-named } 的各个取值没有顺序，因此没有曲线可画。
dose-response-ask-best = 请问 { $treatment } 的哪个取值对 { $outcome } 最好，或者比较其中两个
dose-response-change = 什么会改变答案：这里缺少的 { $treatment } 的某个原因，或者在这些数据里很少见的水平上有更多的行。想知道最佳水平，请问 { $treatment } 取多少最好。
# Shared by the kinds about all levels of a treatment.
levels-outcome = { $outcome-named }
levels-revenue = 收入（{ $treatment } × { $outcome }）
levels-profit = 利润（({ $treatment } − { $cost }) × { $outcome }）
levels-cost-column = { $cost }
levels-cost-number = { $cost }
levels-level = { $level }
levels-point = { $level } 时为 { $mean }（{ $mean-low } 到 { $mean-high }）
levels-points = 如果所有人的 { $treatment } 都相同，{ $what } 的平均值会是（括号内为各自的 95% 区间）：{ $points-list }。
levels-how = 曲线为双重稳健估计，只画在数据行数足够的范围内。
levels-how-few = 每个水平的平均值都是针对所用全部行的双重稳健估计，而不只是有该水平的行。
levels-out-of-reach = 在少见的水平上不确定性更大：大约 { $share } 的行按其自身情况几乎不会有 { $treatment } = { $level }。
levels-left-out = 行数太少而未计入：{ $levels-names }。
levels-no-cost = 计算利润需要知道每件的成本，而没有一列与此有关；只凭 { $price } 和 { $sold } 可以得到收入。
levels-name-cost = 请说明每件的成本（“每件成本是……”），或者改问收入
levels-figure-alt = 处理的每个水平上结果的平均值，以及每一点和整条曲线的 95% 区间。
curve-too-few-rows = 只有 { $rows } 行，而覆盖所有水平的曲线至少需要 { $fewest } 行。
curve-no-range = 几乎所有行的处理水平都相同，因此看不出曲线。
curve-determined = 其他各列几乎完全决定了处理：没有两行情况相同而处理不同。
curve-one-level = 至少有 { $fewest } 行的水平不到两个。
curve-too-many-levels = { $treatment } 的取值太多且没有顺序，无法逐一比较。
curve-outside = 数据只包含从 { $least } 到 { $most } 的水平，不包含您所问的水平。
levels-no-product = 您问的是“{ $word }”，没有一列是它，我也看不出可以由哪个价格和哪个销售数量算出它。
levels-name-product = 请说明哪一列是价格、哪一列是销售数量，或者加上一列
levels-figure-title = { $what } 随 { $treatment } 的变化
levels-figure-bands = 各水平的平均值；每一点（深色）和整体（浅色）的 95% 区间
