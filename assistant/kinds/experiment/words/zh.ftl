experiment-nothing = { "" }
experiment-metric = { $column-named }
experiment-ratio = 每单位 { $below } 的 { $above }
experiment-arm = { $column } = { $level }
experiment-count = { $rows }（{ $arm }）
experiment-equal = 各组一样大
experiment-share = { $share }
experiment-shares = 按 { $shares-names } 分
experiment-relative = ，相当于对照组的 { $relative }（95% 区间：{ $relative-low } 到 { $relative-high }）
experiment-of-control = ，即对照组的 { $share }
experiment-days = ，按目前的速度约 { $days } 天

experiment-invalid = 这项测试目前无效，不能宣布赢家：各组{ $of ->
    [groups] 群数
   *[rows] 行数
 }为 { $counts-names }，而计划是{ $planned }（样本比例不平衡，卡方检验 p { $p-p }）。
experiment-short = 缺的是 { $segment } = { $level } 时 { $arm } 的行：{ $rows } 行，应约为 { $expected } 行；其余各行符合计划（p { $rest-p }）。请先查明那里丢了什么，再看任何结果。
experiment-short-unknown = 没有测试之前的列能显示缺的是谁的行；请检查分配、记录和过滤。
experiment-plan-presumed = 没有说明计划的比例；我按各组一样大来判断。如果不是，请告诉我。
experiment-unbalanced = 这项测试目前无效，不能宣布赢家：{ $arms } 各组在测试之前的差别超过抽签所能造成的（联合检验 p { $p-p }，最大差别 { $worst } 个标准差）。
experiment-bounds = 如果缺的都是 { $arm } 的行，对 { $outcome } 的影响在 { $bounds-low } 到 { $bounds-high } 之间（Lee 界限及其 95% 区间），直接的差别不能作为估计。

experiment-valid = 这项测试看来有效：各组{ $of ->
    [groups] 群数
   *[rows] 行数
 }为 { $counts-names }，符合{ $planned }的计划（卡方检验 p { $p-p }，样本比例正常）。
experiment-valid-rows = 各组行数为 { $counts-names }；行不是逐一抽签分配的，行数说明不了分配。
experiment-balanced = 测试之前各组的差别不超过抽签所能造成的（联合检验 p { $p-p }）。

experiment-result = { $verdict ->
    [better] 在 { $metric } 上，{ $arm } 好于 { $control }：{ $arm-mean } 对 { $control-mean }，变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）{ $relative }。
    [worse] 在 { $metric } 上，{ $arm } 不如 { $control }：{ $arm-mean } 对 { $control-mean }，变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）{ $relative }。
   *[unclear] 在 { $metric } 上没有明确的差别：{ $arm } 为 { $arm-mean }，{ $control } 为 { $control-mean }，变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）{ $relative }。
 }
experiment-result-relative = 与 { $control } 相比，{ $arm } 使 { $metric } 变化 { $lift }（95% 区间：{ $lift-low } 到 { $lift-high }），{ $verdict ->
    [better] 明确更好
    [worse] 明确更差
   *[unclear] 没有明确的差别
 }：{ $arm-mean } 对 { $control-mean }，变化 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）。
experiment-decision-ship = 可以上线 { $arm }：在 { $better-names } 上明确更好{ $watched ->
    [yes] ，所监测的指标没有明确变差
   *[no] { "" }
 }。
experiment-decision-trade-off = { $arm } 并非全胜：在 { $better-names } 上明确更好，在 { $worse-names } 上明确更差。权衡之前不要上线。
experiment-decision-do-not-ship = 不要上线 { $arm }：在 { $worse-names } 上明确更差。
experiment-decision-wait = 再等等：这些数据还分不出 { $arm } 与 { $control }。如果影响真如现在看到的那么大，约再有 { $more } 行就能显示出来（五次测试中有四次）。
experiment-decision-nothing = 仅凭这些数据不要上线 { $arm }：它与 { $control } 分不出来，而 { $detectable } 或更大的影响很可能（五次测试中有四次）已被看到。
experiment-decision-lost = 仅凭这些数据不要上线 { $arm }：在有结果的人中看来有差别，但某一组缺失的结果就可能造成全部差别。
experiment-item = { $arm } 的 { $metric } { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }{ $verdict ->
    [better] ；明确更好
    [worse] ；明确更差
   *[unclear] ；不明确
 }）
experiment-others = 其他比较：{ $items-list }。
experiment-watched = 监测是否变差的指标：{ $items-list }。

experiment-yet-yes = 是的：{ $metric } 的差别显著，不论看过多少次；随时都成立的区间为 { $any-low } 到 { $any-high }，不包括零。
experiment-yet-planned = 只有这就是计划的结束时间才算：{ $metric } 的通常 95% 区间（{ $effect-low } 到 { $effect-high }）不包括零，但随时都成立的区间（{ $any-low } 到 { $any-high }）包括零。
experiment-yet-no = 还没有：在 { $metric } 上，按全部比较校正后的通常 95% 区间和随时都成立的区间（{ $any-low } 到 { $any-high }）都分不出各组。
experiment-detectable = 有 { $rows } 行时，这项测试在五次测试中有四次能发现的对 { $metric } 的最小影响是 { $detectable }{ $of-control }；更小的多半看不到。
experiment-need-none = 为此不必再跑：{ $metric } 已经分出 { $arm } 与 { $control }。请按计划停止，而不是因为看起来好就停。
experiment-need-asked-more = 约再需 { $more } 行（共 { $needed } 行）{ $days }：这样能在五次测试中有四次发现对 { $metric } 的 { $target } 的影响。
experiment-need-asked-enough = 不必再跑：现有 { $rows } 行能在五次测试中有四次发现对 { $metric } 的 { $target } 的影响（{ $needed } 行即可）。
experiment-need-seen-more = 约再需 { $more } 行（共 { $needed } 行）{ $days }，前提是对 { $metric } 的影响真如现在看到的那么大（{ $target }，五次测试中有四次）。
experiment-need-seen-enough = 如果对 { $metric } 的影响真如现在看到的那么大（{ $target }），现有 { $rows } 行应能在五次测试中有四次显示；按全部比较校正后没有显示。
experiment-need-guess = 现在看到的影响不宜作为依据；最好说出值得在意的最小影响（“要看出百分之二的提升还要多久？”）。这些行能发现 { $detectable } 或更大的影响。

experiment-plan-unknown = 没有说明计划的比例。{ $counts-names } 不是等分，但符合 { $control } 占 { $share } 的计划；如果计划是等分，这项测试无效（样本比例不平衡），以上不算数。
experiment-taken-for = 表中没有叫“{ $words }”的；我把它当作 { $arms } 所试的东西。如果是别的，这就不是它的答案。
experiment-random-unknown = 没有说明 { $arms } 是随机决定的；我按随机来解读。如果是人或情况决定的，这就不是影响。
experiment-losses = { $arm } 有 { $lost } 的行缺少 { $metric }，{ $control } 有 { $lost-control }（p { $lost-p-p }），留下来的未必可比。
experiment-loss-bounds = 对在任何一组都会留下的人，影响在 { $bounds-low } 到 { $bounds-high } 之间（Lee 界限及其 95% 区间）。
experiment-complied = 并非都按分配去做：{ $taken-named } 在 { $arm } 为 { $share }，在 { $control } 为 { $in-control }。上面的变化是分配本身的；对因为分配才接受的人，影响为 { $moved }（95% 区间：{ $moved-low } 到 { $moved-high }），前提是分配没有别的途径起作用。
experiment-capped = { $metric } 的离散主要来自少数很大的值；没有截去任何值。若把高于 { $cap } 的值（最高的 1%）都定为它，变化为 { $capped }（95% 区间：{ $capped-low } 到 { $capped-high }）。

experiment-cuped = 用测试之前的 { $before-named } 去掉了噪声（CUPED）：方差减少 { $saved }。不用它时变化为 { $plain }（95% 区间：{ $plain-low } 到 { $plain-high }）。
experiment-no-cuped = 问到了 CUPED，但没有使用：没有说明是测试之前的列与 { $metric } 相配。
experiment-ratio-how = { $metric } 在每组中是一个总和除以另一个总和，误差用 delta 方法；分母为零的行只计入分子。
experiment-holm = p 值已按 { $comparisons } 项比较校正（Holm）；第一项的 p 为 { $p-p }。
experiment-clusters = { $cluster } 相同的行属于一起（{ $groups } 组），误差已考虑这一点。
experiment-metrics-presumed = 没有说明由哪个指标决定；我看了 { $metrics }。说出一个，就只按它回答。
experiment-caveat = 最大的保留：这只适用于与测试对象相似的人和测试的这段时间；新鲜感会消退，接触过两组的人会使差别模糊。
experiment-control-presumed = 没有词说明哪组是对照；我取了 { $control }。
experiment-goal-more = 以多为好：{ $metrics }。
experiment-goal-less = 以少为好：{ $metrics }。
experiment-change = 什么会改变答案：由另一个指标决定、另一个计划比例、另一些行。请说出来再问。
experiment-change-invalid = 什么会改变答案：如果计划的比例不同，或找回缺的行。也可以像没有抽签的数据那样，问一个按之前的情况调整过的影响。

experiment-no-arms = 表中没有列说明测试的分组：没有列说是随机分配的，也没有列有对照和处理这样的取值。
experiment-help-arms = 一列说明每行属于哪个组
experiment-help-random = 一句话说明哪一列是随机决定的
experiment-not-random = { $arms } 不是测试：描述说明它是另外形成的（{ $said }）。当作实验来解读会误导。
experiment-help-adjusted = 问 { $arms } 对某个结果的影响：那样会按不同之处调整
experiment-unknown = 没有列是关于“{ $words }”的，所以无法就此回答。
experiment-columns = 表中有 { $columns }
experiment-which-arms = 有几列都可能是测试的分组。您指哪一列？
experiment-which-metric = 按哪一列来看这项测试？
experiment-too-few-rows = 有一组只有 { $rows } 行；这么少说明不了什么。
experiment-arm-empty = 这些行中 { $arms } 有一组是空的。
experiment-nothing-below = 比率的分母在某一组中总和为零。
experiment-no-variation = 结果在每一行都相同，无从比较。
experiment-no-share = 平均值不大于零，无法按其百分比来计划。请用结果自己的单位说明要发现多大的影响。

experiment-size-asked = 两个等分组约共需 { $needed } 行{ $days }，能在五次测试中有四次发现对 { $outcome-named } 的 { $target } 的影响。
experiment-size-usual = 这取决于要发现多小的影响：平均值的二十分之一（{ $outcome-named } 的 { $target }）约需 { $needed } 行、两个等分组{ $days }，五次测试中有四次。说出值得在意的最小影响，就按它来算。
experiment-size-table = 与表中同样多的行（{ $rows }）分成两个等分组，能发现 { $detectable } 或更大的影响。
experiment-size-how = 根据这里 { $outcome } 的平均值 { $mean } 及其离散程度计算，双侧，通常水平。
experiment-size-caveat = 最大的保留：假定测试对象与表中的人相似、逐一抽签分配，并只在计划的结束时看一次。提前看、多个指标或流失都需要更多。
experiment-size-change = 什么会改变答案：要发现的影响不同，或有一列测试之前的数据与结果相配（CUPED 需要的行更少）。
experiment-figure-row = { $metric }：{ $arm }
experiment-figure-percent = 与对照相比的变化，%
experiment-figure-errors = 与对照相比的变化，以标准误计
