# 平均效应的回答（assistant/prose/average_effect.py），按部分排列。

prose-among = （限于 { $condition }）
prose-direction = { $effect-sign ->
    [positive] 升高
   *[other] 降低
 }
prose-who-everyone = 如果所有人{ $population }的 { $treatment-named } 是 { $high } 而不是 { $low }
prose-who-treated = 对于 { $treatment-named } = { $high } 的人{ $population }，与他们若是 { $low } 相比
prose-who-untreated = 对于 { $treatment-named } = { $low } 的人{ $population }，如果他们改为 { $high }
prose-who-overlap = 对于两种情况都有可能的人{ $population }，如果他们的 { $treatment-named } 都是 { $high } 而不是 { $low }
prose-who-compliers = 对于 { $treatment-named } 会受 { $instruments } 影响的人{ $population }，从 { $low } 变为 { $high }
prose-who-cutoff = 对于恰好处在断点（{ $running-variable } = { $cutoff }）附近的人{ $population }，接受处理与不接受（{ $treatment-named }）相比
prose-who-trend = 对于 { $treatment-named } = { $high } 的人{ $population }，与其他人的趋势所推算的水平相比
prose-result-clear = { $who }，{ $outcome-named } 平均会{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }（95% 区间：{ $effect-low } 到 { $effect-high }）。
prose-result-unclear = { $who }，最佳估计是 { $outcome-named } 平均会{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }，但 95% 区间从 { $effect-low } 到 { $effect-high }，包含零：这份数据无法把这个效应与“没有效应”区分开。
prose-result-unbounded = { $who }，最佳估计是 { $outcome-named } 平均会{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }，但数据无法给出误差的界限：工具变量太弱，得不到有用的区间。
prose-raw = 不作任何调整的直接比较得到 { $unadjusted }；分析使它变动了 { $shift }。
prose-raw-same = 不作任何调整的直接比较得到的结果差不多（{ $unadjusted }）。
prose-why-backdoor = 已调整 { $covariates }：它们都发生在 { $treatment } 之前，并可能同时影响 { $treatment } 和 { $outcome }，不处理就会把它们的影响混进答案。
prose-why-adjusted = 已调整 { $covariates }：它们可能同时影响 { $treatment } 和 { $outcome }，不处理就会把它们的影响混进答案。
prose-timing-told = 资料说明在 { $treatment } 之前就有的：{ $columns }。
prose-timing-assumed = 没有资料说明 { $columns } 是何时测量的，但这类变量通常早已确定，因此我当作在 { $treatment } 之前。
prose-timing-unknown = 没有任何资料说明 { $columns } 是何时测量的；我当作在 { $treatment } 之前。
prose-graph-by-person = 调整什么、不调整什么，由您的图决定。
prose-hinges-on = 这个结果取决于 { $columns }：没有资料说明其是否在 { $treatment } 之前测量。调整时效应为 { $held }；不调整时为 { $without }（95% 区间：{ $without-low } 到 { $without-high }）。{ $question }
prose-not-held = 没有调整 { $columns }：它看起来像 { $outcome } 的另一种形式或后果，但没有资料能确定。如果它在 { $treatment } 之前就有，就应当调整，此时效应为 { $with }（95% 区间：{ $with-low } 到 { $with-high }）。
prose-not-weighted = 该效应是就这些行而言的，没有用 { $column } 加权。按它所代表的总体加权后，线性回归给出 { $with }（95% 区间：{ $with-low } 到 { $with-high }）。
prose-not-weighted-alone = 该效应是就这些行而言的：没有用 { $column } 加权，在总体中可能不同。
prose-hinge-question = { $columns } 是在 { $treatment } 之前测量的吗？
prose-why-nothing = 没有调整任何变量：图中各列里没有 { $treatment } 与 { $outcome } 的共同原因。
prose-why-randomised = { $treatment } 是随机分配的，两组只因偶然而不同；{ $covariates } 只是让比较更精确。
prose-why-randomised-alone = { $treatment } 是随机分配的，两组只因偶然而不同，无需调整。
prose-why-iv = { $instruments } 会推动 { $treatment }，但应当只通过它影响 { $outcome }，因此即使有未测量的原因，它也能起到抽签的作用。
prose-why-frontdoor = 效应沿 { $mediators } 追踪：{ $treatment } 改变它，它再改变 { $outcome }；即使二者有未测量的共同原因也成立。
prose-why-did = 把得到 { $treatment } 的一组随时间的变化与未得到的一组的变化相比，从而消去各组中不变的差异。
prose-why-rdd = 在 { $running-variable } = { $cutoff } 的两侧，人们除 { $treatment } 外相似，因此 { $outcome } 在那里的跳跃就是它的效应。
prose-why-also = 另外还调整了 { $covariates }。
prose-left-out = 有意不调整：{ $left-out }，因为它们发生在 { $treatment } 之后，或只是它或 { $outcome } 的副本。
prose-checks-passed = 能运行的 { $total } 项检验全部通过。
prose-checks-passed-one = 唯一能运行的检验通过。
prose-checks-none = 没有能运行的检验。
prose-checks-failed = { $total } 项检验中 { $passed } 项通过。未通过：{ $failed-names }。{ $detail }
prose-checks-failed-one = 唯一能运行的检验未通过：{ $failed-names }。{ $detail }
prose-caveat-backdoor = 最主要的保留：数据之外若有同时影响 { $treatment } 与 { $outcome } 的原因，可能解释这一结果。它需要解释两者各自剩余变异的 { $robustness }，才会使估计变为零。{ $benchmark }
prose-caveat-backdoor-plain = 最主要的保留：数据之外若有同时影响 { $treatment } 与 { $outcome } 的原因，可能解释这一结果，任何检验都无法排除。
prose-caveat-randomised = 最主要的保留：结论适用于与试验参与者相似的人，并且要求退出者少、每个人都按分配执行。
prose-caveat-iv = 最主要的保留：数据无法证明 { $instruments } 只通过 { $treatment } 影响 { $outcome }；并且答案只针对会受其影响的人，而不是所有人。
prose-caveat-frontdoor = 最主要的保留：如果 { $treatment } 还通过 { $mediators } 以外的途径影响 { $outcome }，或有未测量的因素同时影响 { $mediators } 与 { $outcome }，答案就会有偏差。
prose-caveat-did = 最主要的保留：它假定若没有 { $treatment }，两组会平行变化。
prose-caveat-rdd = 最主要的保留：它只针对断点附近的人；如果人们能操纵自己落在哪一侧，它就不成立。
prose-change-backdoor = 什么会改变答案：这里缺少的、可以测量的共同原因，或您更了解的因果图；增删箭头后可以再问一次。
prose-change-randomised = 什么会改变答案：有迹象表明分配并非随机，或换一群人。
prose-change-iv = 什么会改变答案：有理由认为 { $instruments } 直接影响 { $outcome }。
prose-change-frontdoor = 什么会改变答案：从 { $treatment } 到 { $outcome } 的另一条途径。
prose-change-did = 什么会改变答案：同一时间只影响其中一组的其他事件。
prose-change-rdd = 什么会改变答案：在同一断点上同时变化的其他因素。
prose-other-reading = 这里把问题理解为 { $treatment } 对 { $outcome } 的影响；它也可能指 { $other-treatment } 对 { $other-outcome } 的影响，如果您指的是后者，请直接写出列名。
prose-not-filtered = 您的问题似乎只针对一部分人或行（按 { $columns } 划分）；这里没能看出是哪些，所以上面的数字是针对全部数据的。请说明是哪一类或什么范围，我会据此限定。
prose-data-doubt = 使用这个数字之前请注意：{ $doubts }
prose-ask-curve = 这里直线并不合适，所以这个数字是作用不尽相同的各步的平均：想看曲线，请问 { $outcome } 在 { $treatment } 的整个范围内怎么变。
