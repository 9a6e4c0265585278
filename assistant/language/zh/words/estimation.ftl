# 估计方法的说明：为什么选它，对其数字要知道什么，以及为什么得不出数字。

## 为什么用这种方法

choice-not-all-complied = 分配是随机的，但并非所有人都照做：这是照做者的效应，旁边列出“被分配”本身的效应。
choice-several-arms = 有多个组的实验。
choice-small-blocks = 配对或小区组的实验。
choice-experiment-covariates = 有协变量的实验。
choice-experiment-alone = 没有协变量的实验。
choice-many-levels = 处理有两个以上的取值。
choice-nothing-adjusted = 没有对任何列进行调整，因此所有方法都是均值之差。
choice-overlap-population = 问的是重叠人群。
choice-overlap = 处理有两个取值，两组都有足够的行，并且相互重叠。
choice-few-rows = 较小的一组有 { $rows } 行，对应 { $parameters } 个参数（每个参数不足 { $least } 行），因此采用线性回归的估计。
choice-groups-apart = 仅凭 { $covariates } 就能把 { $treatment } 的两组分开，因此一组中没有人与另一组的任何人相似：采用线性回归的估计，它依赖于直线的假设。请考虑这一协变量是否应当列入调整集。
choice-hardly-overlap = { $share } 的行接受处理的概率低于 { $low } 或高于 { $high }：两组几乎不重叠，因此采用线性回归的估计，它依赖于直线的假设。
choice-few-clusters = 只有 { $clusters } 个聚类，此时只有线性回归的区间可靠。
choice-thin-levels = { $share } 的行所在的“{ $column }”取值中，有一组几乎没有行，因此采用线性回归的估计，它在每个取值内部进行比较。
choice-instrument = 指定了工具变量。
choice-mediators = 指定了中介变量。
choice-one-unit = 只有一个单位受处理，此前有很长一段未受处理的时期：把它与其他单位的加权平均相比。
choice-group-and-period = 处理列就是组别，时期说明处理何时开始。
choice-switches-on = 处理在某时开始；没有跟踪单位。
choice-different-times = 各单位在不同时间开始处理，并一直保持。
choice-changes-within = 处理在单位之内变化。
choice-cutoff = 指定了断点。

## 对这个数字要知道什么

estimation-other-failed = 同时尝试了 { $estimator }，但无法计算：{ $reason }
estimation-complete-rows = 只用没有缺失的 { $rows } 行，结果是 { $complete }，而不是 { $estimate }：哪一个对，取决于这些值为何缺失。
estimation-no-script = 估计方法“{ $estimator }”没有附带脚本，所以没有能重现这个数字的代码。
estimation-repeated-covariates = 因已由其他协变量决定而略去：{ $columns-commas }。
estimation-curved = 结果与 { $treatment } 的关系不是直线（平方项的 p = { $p }）：效应取决于变化从何处开始。
estimation-clipped = 给定协变量，{ $rows } 行中有 { $clipped } 行接受处理的概率低于 { $low } 或高于 { $high }；已设为这些界限。对它们几乎没有可比的对象。
estimation-trimmed = { $estimator }：{ $rows } 行中有 { $lost } 行接受处理的概率低于 { $low } 或高于 { $high }，已略去，因此它的效应是其余各行的效应。
estimation-strata-left-out = { $estimator }：有 { $rows } 行所在的层中某一组不足两行，已略去。
estimation-unmatched = { $estimator }：有 { $rows } 行在另一组中没有相似者，已略去，因此它的效应是其余各行的效应。
estimation-blocks-left-out = 略去 { $rows } 行：它们的区组中只有一组的行。
estimation-few-for-boosting = { $rows } 行对 { $estimator } 来说偏少：它的模型过早停止，会留下一些混杂。{ $fewest } 行以上才适合用它；行数较少时请用 dml_interactive 或 dml_partially_linear。
estimation-few-clusters = 只有 { $clusters } 个聚类，连自助法也嫌太少：区间很可能过窄。
estimation-no-limits = 只有 { $clusters } 个聚类：这么少的聚类无法说明估计可能偏差多少，因此没有区间。
estimation-wild-bootstrap = 只有 { $clusters } 个聚类，对通常的区间来说太少：这里的区间和 p 值来自 wild 聚类自助法。
estimation-clusters-not-counted = 区间把各行视为独立：没有考虑聚类 { $cluster }。
estimation-few-treated-units = { $units } 个单位中只有 { $treated } 个受处理：区间按数量众多来计算，很可能过窄。
estimation-no-group-before = 没有一列说明处理开始之前哪些行属于受处理组，因此没有除去当时已有的差异。请补充组别列或单位列。
estimation-units-left-out = 略去 { $units } 个单位，因为它们并非每个时期都有观测。
estimation-not-imputed = 略去 { $rows } 行受处理的行：没有同一单位或同一时期的未受处理的行，来说明它们原本会是怎样。
estimation-synthetic-misfit = 未受处理单位的任何平均，在开始之前都不能很好地贴合受处理的单位（均方根差距 { $gap }）：效应中可能有一部分就是这种不贴合。
estimation-synthetic-no-covariates = 合成控制匹配的是此前的结果，不使用协变量。
estimation-weak-instrument = 工具变量较弱：第一阶段的 F 为 { $f }，低于 { $weak }。这里用的是 Anderson-Rubin 区间，它不受弱工具变量的影响。{ $bounds }
estimation-instruments-contradict = 各工具变量在任何效应值上都相互矛盾：至少有一个无效。
estimation-bounds-gap = 该区间没有界限：只排除了 { $low } 到 { $high } 之间的效应。
estimation-bounds-none = 该区间没有界限：数据不排除任何效应。
estimation-bounds-one-side = 该区间有一侧没有界限。
estimation-weak-jump = 接受处理的概率在断点处几乎没有跳跃（F = { $f }，低于 { $weak }）：这个比值不可靠。
estimation-discrete-running = 驱动变量只有 { $values } 个不同的取值：其间的直线只能凭信任接受（Kolesar & Rothe 2018）。

## 为什么得不出：列的问题

estimation-not-in-sample = { role-word } { $column } 不在样本中。请把它加入要读取的列。
estimation-not-numbers = { role-word } { $column } 的值是 { $type }，不是数字。请把它的类别编码为 0 和 1，或比较其中两个。
estimation-missing-or-infinite = { role-word } { $column } 有 { $rows } 个缺失或无穷的值。请先删除或填补这些行。
estimation-missing-values = { role-word } { $column } 有 { $rows } 个缺失值。请先删除或填补这些行。
estimation-too-many-levels = 协变量 { $covariate } 的类别超过 { $levels } 个。请合并它的类别，或略去它。
estimation-no-rows = { $source } 没有可读取的行。
estimation-no-complete-row = { $source } 的每一行都在某一列中有缺失值。请略去缺失最多的一列。
estimation-too-many-columns = { $columns } 列（含各类别）对一次读取来说太多。请略去一些协变量，或合并类别最多的那一列的类别。
estimation-no-subgroups = 这些统计量没有分组。请用 by=... 指定分组的列重新读取。
estimation-rows-not-at-hand = 这些统计量不带原来的行，因此需要再次读取数据的计算都无法进行。请重新读取数据表。

## 为什么得不出：可比的太少

estimation-same-everywhere = 处理 { $treatment } 在每一行都是 { $level }，因此无从比较。请选择有变化的列或更大的人群。
estimation-same-everywhere-unnamed = 处理在每一行都相同，因此无从比较。
estimation-covariates-explain = 协变量完全解释了处理，因此没有剩下可比较的。请去掉与它重复的协变量。
estimation-determined = 处理 { $treatment } 完全由 { $covariates } { $covariates-n ->
    [one] {""}
   *[other] 共同
}决定：在这些列上相似的行处理也相同，因此无法分辨它的效应。
estimation-collinear = { $determined }请略去与处理重复的列，或指定另一种设计。
estimation-not-by-chance = { $determined }那么它就不是随机分配的。请略去与它重复的协变量。
estimation-follows-from-covariates = 处理 { $treatment } 几乎完全由协变量决定，因此无法分辨它的效应。请略去与它重复的协变量。
estimation-too-few-rows = { $rows } 行对 { $columns } 列来说太少。请减少协变量或增加行数。
estimation-too-few-rows-at-level = 处理的某一取值只有 { $rows } 行，对 { $columns } 列协变量来说太少。请用 { $instead } 或减少协变量。
estimation-too-few-for-cross-fitting = { $rows } 行对交叉拟合来说太少；需要 { $needed } 行。请用 linear_regression。
estimation-single-row = 有一组只有一行，因此不知道它的离散程度。每组需要两行。
estimation-one-cluster = 所有行都在同一个聚类中，因此没有标准误。请去掉聚类。
estimation-levels-not-there = 没有 { $treatment } 为 { $low } 的行，或没有 { $high } 的行。请选择存在的两个取值。
estimation-nobody-at-level = 没有 { $treatment } 为 { $level } 的行，因此没有可以求平均的人。请改问 ATE。
estimation-nobody-near = 另一组中没有人足够接近，无法匹配。请放宽卡钳值，或用 linear_regression。
estimation-trimmed-away = 有一组中接受处理的概率在 { $low } 与 { $high } 之间的不足两行。请用 linear_regression，但不要过于相信它。
estimation-no-stratum = 没有一层中两组都有两行，因此无法将相似者相比。请用 linear_regression。
estimation-no-block-with-both = 没有两个区组同时含有两组的行，因此无法在其中比较。

## 为什么得不出：这种方法不适用

estimation-no-estimator = 设计 { $design } 没有对应的估计方法。请选择其中之一：{ $known }。
estimation-one-treatment = 需要一个处理，而不是 { $treatments } 个。请一次只问一列。
estimation-two-levels-only = { $estimator } 比较两个取值，但 { $treatment } 除 { $low } 和 { $high } 外还有其他取值。请用 { $instead }，或只保留这两个取值的行。
estimation-weighting-two-levels = 加权比较的是处理 1 与 0，但 { $treatment } 有其他取值或只有一个取值。请用回归，或只保留两个取值的行。
estimation-needs-zero-one = logit 需要取值为 0 和 1 的结果，但 { $outcome } 有其他取值。请用 linear_regression。
estimation-needs-counts = { $estimator } 需要计数的结果，但 { $outcome } 有负值或全部为 0。请用 linear_regression。
estimation-no-best-fit = { $model } 模型没有最佳拟合：处理和协变量完全预测了某些结果。请略去造成这一点的协变量，或用 linear_regression。
estimation-no-covariate-to-learn = 没有可供学习的协变量。请指定调整集，或用 linear_regression。
estimation-no-covariate-to-match = 没有可供匹配的协变量。请指定调整集，或用 linear_regression。
estimation-no-clustered-interval = 对于在 { $cluster } 之内相互依赖的行，{ $estimator } 没有区间。请用 linear_regression 或 aipw。
estimation-blocks-need = 区组内的差异要求处理有两个取值、有类别说明哪些行是一起分配的，并且没有聚类。请用 lin_regression。
estimation-no-assignment = 意向性分析需要一列分配。请用 instruments=[...] 指定。
estimation-not-fitted = 没有可供估计的数据。请先调用 fit(data)。
estimation-not-estimated = 尚未估计任何效应。请先调用 estimate_effect。
estimation-target-units = target_units 必须是 'ate'、'att' 或 'atc'；其他人群请先筛选行。

## 为什么得不出：工具变量、中介变量、断点

estimation-no-instrument = 没有指定工具变量。请给出 instruments=[...]，或另一种设计。
estimation-instruments-do-not-vary = 给定协变量之后，工具变量 { $instruments } 没有变化。请略去与工具变量重复的协变量。
estimation-instrument-does-not-move = 在这个样本中工具变量完全不推动 { $treatment }，因此不携带任何效应。请选择另一个工具变量或另一种设计。
estimation-no-mediator = 没有指定中介变量。请给出 mediators=[...]，或另一种设计。
estimation-mediator-determined = 中介变量 { $mediators } 完全由处理、协变量或其他中介变量决定，因此看不出它自己的路径。请略去它。
estimation-no-running-variable = 没有指定驱动变量。请给出 running_variable=...，或另一种设计。
estimation-no-cutoff = 不知道 { $running } 的断点。请给出 cutoff=...，即处理发生改变的取值。
estimation-few-below-cutoff = { $running } 的断点 { $cutoff } 之下只有 { $rows } 行（需要 { $needed } 行）。请检查断点。
estimation-few-above-cutoff = { $running } 的断点 { $cutoff } 处及以上只有 { $rows } 行（需要 { $needed } 行）。请检查断点。
estimation-no-jump = 处理 { $treatment } 在断点处没有改变，因此无从比较。请检查断点和处理列。
estimation-too-few-running-values = 断点两侧 { $width } 之内，驱动变量的不同取值太少，不足以拟合 { $degree } 次局部多项式。请放宽带宽，或用更粗的设计。

## 为什么得不出：之前与之后

estimation-did-needs-treatment = 双重差分需要处理列。请给出 treatment=...。
estimation-did-needs-period = 双重差分需要时期列。请给出 time=...。
estimation-series-needs-period = 中断时间序列需要时期列。请给出 time=...。
estimation-one-period = 时期列 { $time } 只有一个值。需要有之前和之后。
estimation-period-order = { $time } 中各时期的顺序（{ $periods-commas }……）不清楚。请用数字或日期表示。
estimation-no-unit = 没有指定单位列，因此不知道各单位何时开始。请给出 unit=...。
estimation-start-outside = 开始时间 { $start } 不在 { $time } 的时期之内（{ $first } 到 { $last }）。请用 cutoff=... 给出第一个受处理的时期。
estimation-start-not-shown = { $treatment } 在 { $time } 的全部 { $periods } 个时期中都相同，因此数据没有显示处理何时开始。请用 cutoff=... 给出第一个受处理的时期，或给出一个会开启的处理列。
estimation-no-comparison-group = { $treatment } 在开始之前或之后没有变化，因此没有对照组。请加入未受处理的行，或选择另一种设计。
estimation-no-single-start = 表中没有带受处理组和未受处理组的唯一开始时间，因此两组两期的方法不适用。请用 two_way_fixed_effects。
estimation-empty-cell = 四个格子（组别乘时期）中有一个是空的，因此没有双重差分。请检查时期列和处理列。
estimation-determined-by-unit-and-period = 处理 { $treatment } 完全由单位和时期决定，因此没有剩下可比较的。需要同一时期未受处理的行。
estimation-imputation-needs-units = 插补法要随时间跟踪单位。请给出 unit=...，或用 two_way_fixed_effects。
estimation-imputation-needs-on-off = 插补法需要只有开和关的处理。请用 two_way_fixed_effects。
estimation-nothing-to-impute-from = 没有一个受处理的行能找到同单位、同时期的未受处理的行来比较。
estimation-group-time-needs-units = 组别-时期效应要随时间跟踪单位进入只有开和关的处理。请给出 unit=...，或用 two_way_fixed_effects。
estimation-too-few-untreated-units = { $units } 个尚未受处理的单位不足以容纳 { $columns } 个协变量。请减少协变量，或用 imputation。
estimation-no-whole-units = 每个时期都恰有一次观测的单位不足两个，因此无法跟踪各批次。请用 imputation 或 two_way_fixed_effects。
estimation-no-cohort = 没有一个批次既有开始之前的时期，又有尚未受处理的单位。请加入未受处理的单位，或用 two_way_fixed_effects。
estimation-synthetic-needs = 合成控制需要一个受处理的单位、开始之前的 { $before } 个时期和 { $donors } 个从未受处理的单位，并且每个时期都有观测：这里有 { $treated } 个受处理的单位和 { $untreated } 个未受处理的单位。请用 two_way_fixed_effects 或 imputation。
estimation-synthetic-needs-units = 合成控制要随时间跟踪单位进入只有开和关的处理。请给出 unit=...，或用 two_way_fixed_effects。
estimation-series-no-start = { $treatment } 没有显示唯一的开始时间（之前 { $before } 个时期，之后 { $after } 个时期）。请用 cutoff=... 给出第一个受处理的时期，或指定另一种设计。
estimation-too-few-periods = { $periods } 个时期不足以容纳之前的直线、之后的直线和协变量。请减少协变量或增加时期。
estimand-people = { $estimand ->
    [ATT] 接受了处理的人（ATT）
    [ATC] 没有接受处理的人（ATC）
    [ATO] 两种情况都可能的人（ATO）
    [LATE] 被工具变量推动的人（LATE）
   *[other] 所有人
}
estimation-not-two-groups = 要知道{ estimand-people }的效应，处理必须只有两个水平，而 { $treatment } 有更多水平。请改问所有人，或只保留其中两个水平的行。
estimation-not-of-those = 这种设计无法给出{ estimand-people }的效应。请不要限定人群，以得到该设计能给出的效应，或指定另一种设计。
estimation-no-compliers = 被工具变量推动的人的效应（LATE）需要一个工具变量。请指明它，或改问所有人。
