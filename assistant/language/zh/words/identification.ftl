### 能识别的效应，以及不能识别的效应。

## 公式：所计算的量。符号在各语言中相同。

formula-difference = { $difference }
formula-adjusted = 对 { "{" }{ $covariates }{ "}" } 取期望：{ $difference }
formula-among-level = 在 { $level } 中对 { "{" }{ $covariates }{ "}" } 取期望：{ $difference }
formula-overlap = 以取另一水平的概率加权，对 { "{" }{ $covariates }{ "}" } 取期望：{ $difference }
formula-ratio = （{ $outcome } 随 { $instruments } 的变化）/（{ $treatment } 随 { $instruments } 的变化）
formula-front-door = （{ $treatment } 对 { $mediators } 的效应）再经（{ $treatment } 固定时 { $mediators } 对 { $outcome } 的效应）传递
formula-trend-over = （引入 { $treatment } 之处 { $outcome } 随 { $time } 的变化）-（未引入之处的同一变化）
formula-trend = （引入 { $treatment } 之处 { $outcome } 从之前到之后的变化）-（未引入之处的同一变化）
formula-jump = （{ $place } 上方附近的 E[{ $outcome }]）-（下方附近的 E[{ $outcome }]）
formula-jump-ratio = （（{ $place } 上方附近的 E[{ $outcome }]）-（下方附近的 E[{ $outcome }]））/（（上方附近的 E[{ $treatment }]）-（下方附近的 E[{ $treatment }]））
formula-holding = { $formula }，固定 { $covariates }
formula-among = { $formula }，限于 { $conditions } 的行
formula-dowhy = { $formula }（DoWhy：{ $dowhy }）

## 假定。

assumption-no-common-cause = 没有任何因素（无论是否测量）同时影响 { $treatment } 和 { $outcome }。
assumption-no-interference = 一行的 { $outcome } 只取决于该行的 { $treatment }，与其他行的无关。
assumption-nothing-besides = 除 { $held } 之外，没有因素同时影响 { $treatment } 和 { $outcome }。
assumption-not-affected = { $held } 不受 { $treatment } 影响。
assumption-overlap = 在 { $held } 相似的行中，{ $treatment } 有不同的取值（重叠）。
assumption-random =
    { $held-n ->
        [0] { $treatment } 是随机分配的：各组只因偶然而不同。
       *[other] { $treatment } 是随机分配的，或在 { $held } 相似的行中随机分配：各组只因偶然而不同。
    }
assumption-recorded = { $outcome } 是否被记录与 { $treatment } 无关。
assumption-relevance =
    { $held-n ->
        [0] { $instruments } 推动 { $treatment }（相关性）。
       *[other] 在 { $held } 相似的行中，{ $instruments } 推动 { $treatment }（相关性）。
    }
assumption-exclusion =
    { $held-n ->
        [0] { $instruments } 只通过 { $treatment } 影响 { $outcome }（排他性）。
       *[other] 在 { $held } 相似的行中，{ $instruments } 只通过 { $treatment } 影响 { $outcome }（排他性）。
    }
assumption-as-good-as-random =
    { $held-n ->
        [0] { $instruments } 与 { $outcome } 没有共同原因（如同随机）。
       *[other] 在 { $held } 相似的行中，{ $instruments } 与 { $outcome } 没有共同原因（如同随机）。
    }
assumption-monotonicity = { $instruments } 对所有人都朝同一方向推动 { $treatment }（单调性）；效应是其 { $treatment } 因此改变的那些行的效应。
assumption-whole-effect = { $treatment } 对 { $outcome } 的全部效应都经过 { $mediators }。
assumption-first-link =
    { $held-n ->
        [0] 没有因素同时影响 { $treatment } 和 { $mediators }。
       *[other] 在 { $held } 相似的行中，没有因素同时影响 { $treatment } 和 { $mediators }。
    }
assumption-second-link =
    { $held-n ->
        [0] 除 { $treatment } 之外，没有因素同时影响 { $mediators } 和 { $outcome }。
       *[other] 在 { $held } 相似的行中，除 { $treatment } 之外没有因素同时影响 { $mediators } 和 { $outcome }。
    }
assumption-mediator-varies = 在 { $treatment } 相同的行中，{ $mediators } 有变化（重叠）。
assumption-parallel-trends =
    { $held-n ->
        [0] 若没有 { $treatment }，受处理组的 { $outcome } 会与另一组变化得一样多（平行趋势）。
       *[other] 若没有 { $treatment }，在 { $held } 相似者中，受处理组的 { $outcome } 会与另一组变化得一样多（平行趋势）。
    }
assumption-no-anticipation = { $outcome } 在 { $treatment } 开始之前没有反应（无预期效应）。
assumption-nothing-else-changed = 当时没有其他影响 { $outcome } 的因素只在一组中发生变化。
assumption-stable-groups = 各组的成员没有因处理而改变。
assumption-continuity = 若没有处理，{ $outcome } 会平滑地越过 { $place }（连续性）。
assumption-no-manipulation = 没有人能使自己恰好越过 { $place }（无操纵）。
assumption-nothing-else-at-cutoff = 在 { $place } 处没有其他变化。
assumption-near-cutoff = 这是 { $place } 附近的行的效应，而不是所有行的。
assumption-cutoff-moves-treatment = 越过 { $place } 会使所有人的 { $treatment } 朝同一方向改变。

## 对所提设计的修改及其原因。

left-out-in-question = 未使用 { $column }：它是问题的一部分。
left-out-not-measured = 未使用 { $column }：它没有被测量。
left-out-affected = 未使用 { $column }：{ $treatment } 会影响它。
left-out-mediator = 未使用 { $column }：{ $treatment } 会影响它，固定它会去掉一部分效应。
left-out-consequence = 未使用 { $column }：{ $treatment } 会影响它，固定它可能造成并非因果的联系。
left-out-collider = 未使用 { $column }：它会打开一条原本关闭的路径（对撞因素）。
left-out-spoils-instrument = 未使用 { $column }：固定它会使工具变量失效。
left-out-no-instrument = 未使用 { $column }：在图中它不推动 { $treatment }，或者还经其他途径影响 { $outcome }。
left-out-spoils-front-door = 未使用 { $column }：它会破坏前门条件。
held-fixed-too = 还固定了 { $columns }：否则 { $treatment } 与 { $outcome } 之间的联系有一部分不是效应。
other-mediators = { $proposed } 在图中不满足前门条件；{ $instead } 满足。
strategy-switched =
    图不支持{ $proposed ->
         [backdoor] 固定若干列的做法
         [iv] 工具变量
        *[other] 前门（中介）
    }；它支持{ $used ->
         [backdoor] 固定若干列的做法
         [iv] 工具变量
        *[other] 前门（中介）
    }，因此改用后者。

## 效应为何无法识别，以及什么会有帮助。

refusal-no-path = 没有路径：图中没有从 { $treatment } 到 { $outcome } 的箭头链，这等于主张 { $treatment } 对 { $outcome } 完全没有效应。
refusal-path-turned = 图中有一条从 { $outcome } 到 { $treatment } 的。
refusal-nothing-identifies = { $treatment } 与 { $outcome } 之间的联系不只是一方对另一方的效应，而没有任何测量过的列能把两者分开：没有一组列能关闭所有后门，没有一列是有效的工具变量，也没有中介满足前门条件。
refusal-longer-formula = 这张图确实能以一个更长的公式确定效应（ID 算法能找到它），但 AskWhy 只用这三种方式计算效应。
refusal-out-of-time = 寻找工具变量和中介的时间已用完。
help-add-arrow = 如果可能有效应，请加上箭头 { $treatment } -> { $outcome }（或其间的各步）。
help-add-arrow-and-turn = 如果可能有效应，请加上箭头 { $treatment } -> { $outcome }（或其间的各步），并去掉从 { $outcome } 通向 { $treatment } 的箭头。
help-measure = 测量 { $causes }，并将其固定。
help-instrument = 一个工具变量：推动 { $treatment }、并且只通过它影响 { $outcome } 的因素。
help-mediator = 一个中介：承载 { $treatment } 对 { $outcome } 的全部效应，且与两者都没有未测量的共同原因。
help-experiment = 一次实验：随机分配 { $treatment }。
