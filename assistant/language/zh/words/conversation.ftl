# 回答之后的对话：改了什么、换一种说法、反问（assistant/conversation）。

conversation-unclear = 我分不清这是对上一个问题的修改、对答案的提问，还是一个新问题。请换一种说法，或者说出原因和结果。
conversation-what-of-column = 您想拿 { $column } 做什么？
conversation-after-treatment = { $column } 是在 { $treatment } 之后才确定的，调整它会去掉一部分效应。仍然要调整吗？
conversation-anyway = 仍然调整 { $column }
conversation-leave-as-is = 保持不变
conversation-leave-out-choice = 不调整 { $column }
conversation-adjust-choice = 也调整 { $column }
conversation-why-choice = 为什么调整 { $column }
conversation-sure-choice = 你有多大把握？
conversation-wrong-choice = 可能有什么问题？
conversation-no-effect = 上一个回答不是平均效应，因此不能这样来看。它说明了什么、没有说明什么，都写在回答本身里。
conversation-nothing-yet = 上一个回答没有给出数字，所以还没有什么可以这样说的。
conversation-nothing-to-undo = 没有更早的回答可以返回。
conversation-one-only = 目前只有一个回答；请先改变一点什么，再让我比较。
conversation-undone = 已回到上次修改之前的回答。
conversation-estimator-failed = 这里无法作出这种估计：{ $reason }
conversation-changed-population = 同样的问题，现在只看 { $change } 的人。
conversation-changed-everybody = 同样的问题，现在看所有人。
conversation-changed-estimand = 同样的问题，现在看另一群人：{ $change }。
conversation-changed-contrast = 同样的问题，{ $treatment } 换了一种对比：{ $change }。
conversation-changed-outcome = 同样的原因，换了一个结果：{ $outcome }。
conversation-changed-treatment = 同样的结果，换了一个原因：{ $treatment }。
conversation-changed-leave-out = 同样的问题，按您的要求不再调整 { $column }；如果它是共同原因，它的影响现在就混在数字里了。
conversation-changed-adjust = 同样的问题，另外也调整了 { $column }。
conversation-changed-adjust-late = 同样的问题，按您的要求也调整了 { $column }，尽管它在原因之后才确定：一部分效应可能因此被去掉。
conversation-changed-design = 同样的问题，采用您的假定：{ $design }。数据无法证明这一假定。
conversation-changed-estimator = 同样的问题，用 { $estimator } 估计。
conversation-why-adjusted = 我调整了 { $column }：它在 { $treatment } 之前就有，并可能同时影响 { $treatment } 和 { $outcome }，不处理就会把它的影响混进答案。
conversation-why-adjusted-precision = 我调整 { $column } 只是为了让比较更精确；{ $treatment } 是随机分配的，不调整它也不会有偏差。
conversation-balance = 两组在它上面的差异，调整前是 { $before } 个标准差，调整后是 { $after } 个。
conversation-why-not-late = 我没有调整 { $column }：它在 { $treatment } 之后才确定，调整后果会去掉一部分效应，或者造出并不存在的联系。
conversation-why-not-copy = 我没有调整 { $column }：它是另一列的副本或另一种写法。
conversation-why-not-other = 我没有调整 { $column }。
conversation-why-treatment = { $column } 就是您问的原因，所以它是被比较的，而不是被调整的。
conversation-why-outcome = { $column } 就是您问的结果，所以它是被比较的，而不是被调整的。
conversation-why-design-column = { $column } 是比较设计的一部分。
conversation-why-all = 我调整了 { $covariates }。它们都在 { $treatment } 之前就有，并可能同时影响它和 { $outcome }。
conversation-why-none = 我没有调整任何变量。
conversation-sure-clear = 95% 区间从 { $effect-low } 到 { $effect-high }，不包含零：单凭偶然很难解释这个结果。
conversation-sure-unclear = 95% 区间从 { $effect-low } 到 { $effect-high }，包含零：这份数据无法把这个效应与“没有效应”区分开。
conversation-sure-unbounded = 数据无法给出误差的界限：我对它没有把握。
conversation-sure-scope = 区间只考虑偶然误差，并不涉及没有测量的原因。
conversation-check-passed = 通过：{ $checks-list }。
conversation-check-failed = 未通过：{ $checks-list }。
conversation-check-not-run = 无法运行：{ $checks-list }。
conversation-code = 下面的脚本不需要 AskWhy 就能再次得到这个数字：
conversation-no-code = 没有脚本，因为没有数字。
conversation-manager-clear = 简单地说{ $limited ->
    [some] （限于 { $condition }）
   *[everybody] {""}
 }：如果 { $treatment-named } 从 { $low } 变为 { $high }，{ $outcome-named } 平均会{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }。考虑到偶然误差，从 { $effect-low } 到 { $effect-high } 都与数据相符。
conversation-manager-unclear = 简单地说{ $limited ->
    [some] （限于 { $condition }）
   *[everybody] {""}
 }：这份数据无法判断 { $treatment-named } 对 { $outcome-named } 是否有影响。最佳猜测是{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }，但从 { $effect-low } 到 { $effect-high } 都与数据相符。
conversation-manager-unbounded = 简单地说{ $limited ->
    [some] （限于 { $condition }）
   *[everybody] {""}
 }：这份数据无法说明 { $treatment-named } 对 { $outcome-named } 有多重要。
conversation-manager-cutoff = 简单地说{ $limited ->
    [some] （限于 { $condition }）
   *[everybody] {""}
 }：恰好在断点处，{ $outcome-named } 平均会{ $effect-sign ->
    [positive] 升高
   *[other] 降低
 } { $effect-size }。考虑到偶然误差，从 { $effect-low } 到 { $effect-high } 都与数据相符。
conversation-manager-passed = 对结果所做的检验没有发现问题。
conversation-manager-failed = 有些检验发现了问题（{ $failed-names }），请谨慎对待。
conversation-manager-caveat = 只有在数据没有漏掉同时影响两者的重要因素时，这种比较才公平。
conversation-manager-random = 这种比较是公平的，因为 { $treatment } 是随机分配的。
conversation-rows = 估计用了 { $total } 行中的 { $rows } 行。
conversation-dropped = 没有用到的：{ $dropped-list }。
conversation-no-sources = 没有文件谈到这些箭头；它们来自各列、列的时间先后和您的问题。
conversation-graph = 答案所假定的箭头：{ $arrows }。
conversation-estimates = 同一效应的其他估计：{ $estimates-list }。
conversation-estimates-none = 没有尝试其他估计方法。
conversation-compare = 先前：{ $first }。之后：{ $second }。
conversation-compare-same = 两个问题得到的数字相同。
conversation-compare-overlap = 两个区间有重叠，数据没有明确地区分两者。
conversation-compare-apart = 两个区间没有重叠。
conversation-untestable = 答案依赖、而数据无法检验的假定：{ $assumptions-list }。
conversation-blind = 这些检验看不到的：{ $blind-list }。
conversation-sources = 来自文件：{ $sources-list }。
conversation-source = “{ $text }” ({ $document }, { $place })
conversation-sentences = { $said }
conversation-check-outcome = { $check }（{ $found-list }）
conversation-dropped-reason = { $reason }: { $rows }
conversation-headline = 答案用的是 { $estimator }：{ $effect }（{ $effect-low } 到 { $effect-high }）。
conversation-estimate-line = { $estimator } 得到 { $effect }（{ $effect-low } 到 { $effect-high }）
conversation-compare-line = { $question }：{ $effect }（{ $effect-low } 到 { $effect-high }）
conversation-compare-none = { $question }: { conversation-nothing-yet }

# 智能体的请求中，模型自己的文字不能采用时（assistant/agent.py）。

agent-plainly = 得到的结果：
agent-nothing = 没有作任何估计，因此没有可以报告的结果。
