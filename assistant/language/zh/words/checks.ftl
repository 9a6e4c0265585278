### 检验：名称、所问、看不到的；结果与规则。

check-overlap-name = 重叠
check-overlap-asks = 对每一类行，是否既有接受处理的、也有未接受处理的可比案例？
check-overlap-blind = 数据之外的特征上的重叠不足；以及表中的小角落：那里所有行的处理都相同，而平均值看上去却是混合的。
check-overlap-found = 给定协变量，接受处理的概率从 { $least-percent } 到 { $most-percent }：{ $outside-percent } 的行在 { $low-percent } 到 { $high-percent } 之外，{ $alone-percent } 的行在另一组中没有相似者。加权之后，{ $treated } 行受处理者相当于 { $treated_worth-figure } 行，{ $untreated } 行未受处理者相当于 { $untreated_worth-figure } 行。
check-overlap-rule = 规则：两者都不超过 { $allowed-percent }，且任何一组都不少于其行数的十分之一。
check-overlap-dose-found = 协变量之外还剩处理方差的 { $kept-percent } 可供学习，相当于 { $rows } 行中的 { $worth-figure } 行。
check-overlap-dose-rule = 规则：至少 { $kept-percent } 的方差和 { $worth-figure } 行。

check-balance-name = 平衡
check-balance-asks = 被比较的各组在每个已测量的特征上是否相似？
check-balance-blind = 未测量或未调整的特征上的差异，以及平均值之外的差异（离散程度，或特征的组合）。
check-balance-difference = 最大的标准化差异在加权前为 { $before-figure }（{ $before_name }），加权后为 { $after-figure }（{ $after_name }）。
check-balance-correlation = 与处理最大的标准化相关在加权前为 { $before-figure }（{ $before_name }），加权后为 { $after-figure }（{ $after_name }）。
check-balance-still = 仍不平衡：{ $names-commas }。
check-balance-rule = 规则：加权后不超过 { $limit-n }。
check-balance-arms = 两组之间最大的标准化差异为 { $before-figure }（{ $before_name }）；对全部 { $tested-n } 个特征的联合检验 p = { $p-figure }。
check-balance-arms-rule = 规则：p 至少为 { $limit-n }，因为公平的抽签也会留下小的差异。

check-placebo-treatment-name = 安慰剂处理
check-placebo-treatment-asks = 如果把处理随机分给各行，效应会消失吗？
check-placebo-treatment-blind = 隐藏的混杂因素，以及调整了处理与结果共同导致的东西：打乱切断了与处理的一切联系，所以无论它们是否存在，安慰剂检验都会通过。
check-placebo-treatment-found = 把处理打乱 { $draws-n } 次，估计平均为 { $mean-figure }（中间 95%：{ $low-figure } 到 { $high-figure }），真实的为 { $real-figure }；{ $draws-n } 次中有 { $reached-n } 次同样大。

check-placebo-outcome-name = 安慰剂结果
check-placebo-outcome-asks = 处理是否“改变”了处理之前的结果？这是不可能的。
check-placebo-outcome-blind = 在早先那次测量之后才起作用的混杂因素；而且，如果两组当时就有差异，调整早先的测量可能已经弥补了它。
check-placebo-outcome-found = 对处理之前测量的 { $earlier }，估计的效应为 { $effect-figure }（95% 区间 { $low-figure } 到 { $high-figure }；对其余协变量的线性回归）。
check-placebo-outcome-rule = 规则：区间必须包含 0。

check-random-common-cause-name = 随机共同原因
check-random-common-cause-asks = 再调整一个凭空编造的随机特征，估计会保持不变吗？
check-random-common-cause-blind = 真正隐藏的混杂因素：编造的特征只是噪声，估计不变只说明计算稳定，并不说明没有遗漏重要的东西。
check-random-common-cause-found = 加入随机协变量 { $draws-n } 次，平均得到 { $mean-figure }，不加时为 { $without-figure }；95% 的情形变动不超过 { $moved-figure }。
check-random-common-cause-rule = 规则：不超过半个标准误（{ $allowed-figure }）。

check-subset-stability-name = 子样本稳定性
check-subset-stability-asks = 随机抽取部分行，除偶然波动外，会得到同样的答案吗？
check-subset-stability-blind = 所有行共有的偏差：隐藏的混杂因素或对撞因素在每个子样本中也都存在。重复多次的行，或同一家庭、同一企业的行被当作互不相关，也不会被发现。
check-subset-stability-found = 随机抽取 { $part-percent } 的行，共 { $draws-n } 次，得到 { $low-figure } 到 { $high-figure }（中间 95%），全部行为 { $whole-figure }；其中 { $agree-percent } 在抽样误差（±{ $margin-figure }）之内与之一致。

check-leave-one-covariate-out-name = 逐一去掉协变量
check-leave-one-covariate-out-asks = 结论是否只靠调整某一个协变量才成立？
check-leave-one-covariate-out-blind = 数据之外的协变量；而且，使估计变动很大的协变量既可能是应当调整的混杂因素，也可能不是：数字本身无法区分。
check-leave-one-covariate-out-found = 略去 { $covariate } 使估计变动最大：从 { $from-figure } 到 { $to-figure }。
check-leave-one-covariate-out-rule = 规则：明显不为零的效应，在略去 { $covariates-n } 个协变量中的任何一个时都不能变号。

check-specification-curve-name = 设定曲线
check-specification-curve-asks = 用同样的列，其他合理的估计方法会得到同样的答案吗？
check-specification-curve-blind = 所有方法共有的问题：隐藏的混杂因素、错误的图或错误的行会让每种方法同样出错。
check-specification-curve-found =
    { $others-n ->
        [1] 另一种估计方法得到 { $least-figure }，{ $estimator } 为 { $answer-figure }。
       *[other] 另外 { $others-n } 种估计方法得到 { $least-figure } 到 { $most-figure }，{ $estimator } 为 { $answer-figure }。
    }
check-specification-curve-furthest = 相差最远的是 { $estimator }：{ $value-figure }（95% 区间 { $low-figure } 到 { $high-figure }）。
check-specification-curve-rule = 规则：任何一种都不能既落在答案的 95% 区间之外，又使答案落在它自己的区间之外，除非两者相差不超过 { $near-percent }。

check-first-stage-name = 第一阶段
check-first-stage-asks = 工具变量对处理的推动是否足以从中得到结论？
check-first-stage-blind = 工具变量是否经由处理以外的途径影响结果，或与结果有共同原因：强的工具变量也可能是无效的。
check-first-stage-found = 第一阶段的 F 统计量为 { $f-figure }。
check-first-stage-rule = 规则：大于 { $limit-n }。
check-first-stage-strong = 它也超过更严格的标准 { $bar-n }。
check-first-stage-fair = 它低于更严格的标准 { $bar-n }，因此可能有一些偏差。
check-first-stage-weak = 估计会偏向受混杂影响的比较，而它通常的区间过窄。

check-over-identification-name = 过度识别
check-over-identification-asks = 各个工具变量单独使用时，得到的效应是否一致？
check-over-identification-blind = 以同样方式无效的工具变量会一致地给出同一个错误答案；而当各工具变量推动的人效应不同时，它们也可能毫无过错地不一致。
check-over-identification-found = 检验全部 { $instruments-n } 个工具变量是否给出相同的效应：p = { $p-figure }。

check-instrument-balance-name = 工具变量的平衡
check-instrument-balance-asks = 工具变量取不同值的行，在已测量的特征上是否相似？
check-instrument-balance-blind = 随工具变量而来的未测量差异。已测量的差异已被调整，因此未通过只是一个提示：工具变量可能不如随机分配那样好，并不证明估计是错的。
check-instrument-balance-found = { $instrument } 不同取值之间最大的标准化差异为 { $size-figure }（{ $covariate }）。
check-instrument-balance-over = 超出界限：{ $names-commas }。

check-placebo-instrument-name = 安慰剂工具变量
check-placebo-instrument-asks = 如果把工具变量随机分给各行，它与结果的联系会消失吗？
check-placebo-instrument-blind = 经由其他途径影响结果、或与结果有共同原因的工具变量：打乱也切断了这些联系，所以无论它们是否存在，检验都会通过。
check-placebo-instrument-found = 把工具变量打乱 { $draws-n } 次，它对结果的效应（按它推动处理的每一单位）平均为 { $mean-figure }（中间 95%：{ $low-figure } 到 { $high-figure }），真实的为 { $real-figure }；{ $draws-n } 次中有 { $reached-n } 次同样大。

check-pre-trend-name = 先前趋势
check-pre-trend-asks = 在处理之前，受处理组与对照组是否平行变化？
check-pre-trend-blind = 在处理开始之后才分开的走势，以及小到这么多行还看不出的趋势：先前平行并不证明之后也平行。
check-pre-trend-found = 在处理之前的 { $periods-n } 个时期，受处理者偏离其他人走势最多 { $size-figure }（联合检验 p = { $p-figure }）。

check-placebo-period-name = 安慰剂时期
check-placebo-period-asks = 如果假装处理更早开始，它的“效应”是否为零？
check-placebo-period-blind = 在处理开始之后才分开的走势，以及小到这么多行还看不出的趋势：先前平行并不证明之后也平行。
check-placebo-period-found = 假装它提早 { $early-n } 个时期开始，则真正开始之前的“效应”为 { $effect-figure }（95% 区间 { $low-figure } 到 { $high-figure }，p = { $p-figure }）。

check-treatment-moves-mediator-name = 处理推动中介
check-treatment-moves-mediator-asks = 处理是否推动了据说承载其效应的每一个中介？
check-treatment-moves-mediator-blind = 处理与中介的隐藏共同原因，它会让并不存在的联系看上去真实。
check-treatment-moves-mediator-found = 从处理到中介最弱的一环是到 { $mediator }：F = { $f-figure }。
check-treatment-moves-mediator-rule = 规则：与工具变量一样大于 { $limit-n }，否则几乎没有效应可以传递。

check-mediator-moves-outcome-name = 中介推动结果
check-mediator-moves-outcome-asks = 在处理相同的行中，每一个中介是否都推动结果？
check-mediator-moves-outcome-blind = 中介与结果的隐藏共同原因，以及处理不经中介的那部分效应：前门调整会漏掉这一部分，而数据中没有任何迹象。
check-mediator-moves-outcome-found = 从中介到结果最弱的一环来自 { $mediator }：t = { $t-figure }。
check-mediator-moves-outcome-rule = 规则：超出 ±{ $limit-n }。

check-density-name = 断点处的密度
check-density-asks = 行是否在断点的一侧堆积，好像人们选择了自己落在哪一侧？
check-density-blind = 同时向两个方向的挑选，它使两侧的数目保持相当；以及人数虽少、却在要紧方面不同的人的挑选。
check-density-found = 断点上方的行数是下方的 { $times-figure } 倍（无跳跃的 p = { $p-figure }）。

check-covariate-continuity-name = 协变量的连续性
check-covariate-continuity-asks = 断点无法改变的特征，是否平滑地越过断点？
check-covariate-continuity-blind = 未测量的特征上的跳跃。
check-covariate-continuity-found = 最明显的跳跃是 { $covariate } 的：{ $size-figure } 个标准差，p = { $p-figure }（已考虑 { $tries-n } 次尝试）。

check-placebo-cutoffs-name = 安慰剂断点
check-placebo-cutoffs-asks = 在什么都没有发生的地方，结果会跳跃吗？
check-placebo-cutoffs-blind = 只在真正的断点处发生的事情，例如采用同一界限的另一条规则。
check-placebo-cutoffs-found = 在 { $tries-n } 个安慰剂断点中，最明显的跳跃是 { $place-figure } 处的 { $size-figure }（p = { $p-figure }，已考虑 { $tries-n } 次尝试）。

check-bandwidth-name = 窗口宽度
check-bandwidth-asks = 答案是否取决于断点附近所用窗口的宽窄？
check-bandwidth-blind = 在每个窗口中都相同的偏差，例如在断点处的挑选。
check-bandwidth-found = 窗口减半时估计为 { $narrow-figure }，加倍时为 { $wide-figure }，原为 { $answer-figure }（95% 区间 { $low-figure } 到 { $high-figure }）。
check-bandwidth-rule = 规则：两者都在较窄窗口的 1.96 个标准误之内。

check-graph-against-data-name = 因果图与数据
check-graph-against-data-asks = 您的因果图所主张的独立性，在数据中是否成立？
check-graph-against-data-blind = 独立性相同而方向不同的图同样能通过；画满所有箭头的图什么也没有主张。相互抵消的效应，以及没有任何相关的联系，都看不出来。
check-graph-against-data-rule = 规则：不得有任何一条校正后 p 低于 0.05 且强度达到 { $strength-n } 或以上。

check-rule-p = 规则：p 至少为 { $limit-n }。
check-rule-at-most = 规则：不超过 { $limit-n }。
check-rule-at-least = 规则：至少 { $limit-n }。
check-rule-at-least-share = 规则：至少 { $limit-percent }。
check-rule-nothing-inside = 规则：零必须落在中间 95% 之内。
check-stands-in = （用相同列的线性回归代替 { $estimator } 完成。）
check-not-run = 未能运行：{ $reason }

## 检验为何未能运行。

check-reason-no-covariate-varies = 没有一个协变量有变化。
check-reason-one-treatment = 所有行的处理都相同，因此没有两组可以比较。
check-reason-no-treatment = 这一设计没有处理列。
check-reason-explained-completely = 协变量完全解释了处理（或某个工具变量），没有剩下可以比较的。请去掉与它重复的协变量。
check-reason-exact-fit = 回归与每一行都完全吻合，因此没有误差可以对照。
check-reason-few-rows = { $rows-n } 行对 { $columns-n } 列来说太少。
check-reason-hardly-more-rows = 行数几乎不比协变量多。
check-reason-too-few-to-leave = { $rows-n } 行太少，无法略去一部分。
check-reason-no-subset-estimate = 在大多数抽取 { $part-percent } 的行的子样本中得不到估计。
check-reason-shuffled-treatment = 协变量连打乱后的处理都能解释。
check-reason-shuffled-instrument = 协变量连打乱后的工具变量都能解释。
check-reason-no-earlier-outcome = 没有协变量在处理之前测量过结果。
check-reason-not-registered = 估计方法“{ $estimator }”没有登记，因此无法再次运行。
check-reason-no-bounds = 该估计没有界限可供其他方法对照。
check-reason-nothing-to-vary = 设计“{ $design }”没有可以变动的调整集。
check-reason-few-pairs = 只找到 { $pairs-n } 对匹配；需要 { $needed-n } 对。
check-reason-one-instrument = 只有一个工具变量，没有可以对照的第二种意见。
check-reason-instruments-repeat = 各工具变量互相重复。
check-reason-no-cutoff = 设计没有给出驱动变量或断点。
check-reason-thin-side = 断点的一侧不足 { $fewest-n } 行。
check-reason-running-constant = 驱动变量几乎没有变化。
check-reason-few-values-on-a-side = 驱动变量在断点的一侧取值太少。
check-reason-few-values-near = 驱动变量在断点附近取值太少。
check-reason-hardly-any-rows = 断点处几乎没有行。
check-reason-no-placebo-cutoff = 断点的两侧都没有足够的行来设安慰剂断点。
check-reason-no-row-before = 受处理组没有处理之前的行。
check-reason-no-group = 没有列说明在处理开始之前哪些行属于受处理组。请加上单位列或分组列。
check-reason-nothing-before = 处理之前的时期没有剩下可以比较的。
check-reason-few-rows-before = 处理之前的行太少，无法检验。
check-reason-constant-before = 处理之前的结果除组别与时期之外没有变化。
check-reason-few-units = 单位或聚类太少，无法做联合检验。
check-reason-one-period-no-trend = 处理之前只有一个时期，看不到先前的趋势。
check-reason-one-period-no-start = 处理之前只有一个时期，无法假装更早开始。
check-reason-not-seen-twice = 没有受处理组在处理之前被观测过两次。

## 隐藏的混杂因素需要多强。

sensitivity-benchmark = 与 { $covariate } 同样强的隐藏混杂因素会使估计从 { $from-figure } 变为 { $to-figure }。
sensitivity-benchmark-in-regression = 与 { $covariate } 同样强的隐藏混杂因素会使估计从 { $from-figure } 变为 { $to-figure }（在相同列的线性回归中）。

## 因果图与数据对照。

graph-claims-nothing = 图没有主张任何这些列可以反驳的独立性。
graph-claims-fit = 图所主张的 { $claims-n } 个独立性都与数据相符。
graph-claims-contradicted = 在图所主张的 { $claims-n } 个独立性中，数据反驳了 { $violated-n } 个。
claim-contradicted =
    { $given-n ->
        [0] { $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因。
       *[other] 固定 { $given } 之后，{ $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因。
    }
claim-contradicted-either-arrow =
    { $given-n ->
        [0] { $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因；任一方向的箭头都会使矛盾从 { $before-n } 个变为 { $after-n } 个。
       *[other] 固定 { $given } 之后，{ $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因；任一方向的箭头都会使矛盾从 { $before-n } 个变为 { $after-n } 个。
    }
claim-contradicted-arrow =
    { $given-n ->
        [0] { $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因；{ $arrow } 会使矛盾从 { $before-n } 个变为 { $after-n } 个。
       *[other] 固定 { $given } 之后，{ $one } 与 { $other } 有关联（强度 { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }，校正后的 p { $p-p }），而图说它们没有：请在两者之间加一个箭头或一个共同原因；{ $arrow } 会使矛盾从 { $before-n } 个变为 { $after-n } 个。
    }
graph-test-says-little = 这一检验说明不了什么：{ NUMBER($equivalent-n, style: "percent") } 的打乱名称的图主张同样的独立性。
graph-no-better-than-chance = { $claims-n } 条局部主张中有 { $violated-n } 条在 { NUMBER($level-n, style: "percent") } 水平上不成立；{ $shuffled-n } 个打乱名称的图中有 { NUMBER($as_good-n, style: "percent") } 同样好：不比偶然更好，因此该图被拒绝。
graph-better-than-chance = { $claims-n } 条局部主张中有 { $violated-n } 条在 { NUMBER($level-n, style: "percent") } 水平上不成立；{ $shuffled-n } 个打乱名称的图中有 { NUMBER($as_good-n, style: "percent") } 同样好：好于偶然。
graph-untested = 未检验：{ $columns }。
