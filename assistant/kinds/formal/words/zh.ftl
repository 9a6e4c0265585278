# 由文字前提推出的结论：先答案，后推导。
formal-yes = 是。{ $because }
formal-no = 否。{ $because }
formal-unknown = 由这些前提无法得知。{ $because }
formal-effect = { $value-sign ->
    [positive] “{ $cause }”相比“{ $cause-not }”使“{ $effect }”的概率提高{ $value-size }（{ $value-plain }）。
    [negative] “{ $cause }”相比“{ $cause-not }”使“{ $effect }”的概率降低{ $value-size }（{ $value-plain }）。
   *[zero] “{ $cause }”相比“{ $cause-not }”不改变“{ $effect }”的概率（效应为{ $value-plain }）。
 }
formal-do = 若让所有人都“{ $cause }”，“{ $effect }”的概率为{ $value }（{ $value-plain }）。
formal-treated = { $value-sign ->
    [positive] 在“{ $cause }”者中，“{ $effect }”的概率比他们若“{ $cause-not }”时高{ $value-size }（{ $value-plain }）。
    [negative] 在“{ $cause }”者中，“{ $effect }”的概率比他们若“{ $cause-not }”时低{ $value-size }（{ $value-plain }）。
   *[zero] 在“{ $cause }”者中，“{ $effect }”的概率与他们若“{ $cause-not }”时相同（差为{ $value-plain }）。
 }
formal-direct = { $value-sign ->
    [positive] 除去经由{ $through }的部分，“{ $cause }”使“{ $effect }”的概率提高{ $value-size }（{ $value-plain }）。
    [negative] 除去经由{ $through }的部分，“{ $cause }”使“{ $effect }”的概率降低{ $value-size }（{ $value-plain }）。
   *[zero] 除去经由{ $through }的部分，“{ $cause }”不改变“{ $effect }”的概率（直接效应为{ $value-plain }）。
 }
formal-indirect = { $value-sign ->
    [positive] 经由{ $through }，“{ $cause }”使“{ $effect }”的概率提高{ $value-size }（{ $value-plain }）。
    [negative] 经由{ $through }，“{ $cause }”使“{ $effect }”的概率降低{ $value-size }（{ $value-plain }）。
   *[zero] 经由{ $through }，“{ $cause }”不改变“{ $effect }”的概率（间接效应为{ $value-plain }）。
 }
formal-probability = { $given-count-n ->
    [0] “{ $effect }”的概率为{ $value }（{ $value-plain }）。
   *[other] 在“{ $given }”的条件下，“{ $effect }”的概率为{ $value }（{ $value-plain }）。
 }
formal-difference = { $value-sign ->
    [positive] { $given-count-n ->
        [0] 看到“{ $cause }”时，“{ $effect }”的概率比没看到时高{ $value-size }（{ $value-plain }）。
       *[other] 在“{ $given }”的条件下，看到“{ $cause }”时，“{ $effect }”的概率比没看到时高{ $value-size }（{ $value-plain }）。
    }
    [negative] { $given-count-n ->
        [0] 看到“{ $cause }”时，“{ $effect }”的概率比没看到时低{ $value-size }（{ $value-plain }）。
       *[other] 在“{ $given }”的条件下，看到“{ $cause }”时，“{ $effect }”的概率比没看到时低{ $value-size }（{ $value-plain }）。
    }
   *[zero] 无论是否看到“{ $cause }”，“{ $effect }”的概率都一样（差为{ $value-plain }）。
 }
formal-bounds = 效应在{ $lower-bound }与{ $upper-bound }之间（{ $lower-bound-plain }到{ $upper-bound-plain }），前提再无更多信息：可能有未观测的因素同时影响“{ $cause }”和“{ $effect }”。
formal-bounds-instrument = 效应在{ $lower-bound }与{ $upper-bound }之间（{ $lower-bound-plain }到{ $upper-bound-plain }）；用工具变量{ $names }推不出更窄的界。
formal-selected-none = 没有箭头从{ $cause }通向{ $effect }。“{ $given }”是二者的共同结果，在按它选出的人中，二者相关，却并非一个影响另一个。
formal-selected-effect = 箭头从{ $cause }通向{ $effect }；但在按“{ $given }”选出的人中的关联不能衡量这一效应。
formal-method-within = 按{ $names }分组比较才对：{ $names }同时影响二者，分组就堵住了{ $cause }与{ $effect }之间的后门。
formal-method-whole = 整体比较就对：没有什么同时影响{ $cause }和{ $effect }。
formal-method-whole-late = 整体比较才对：{ $names }在{ $cause }之后或是共同结果，在它的取值内比较会造成偏差。
formal-method-neither = 两种方法都得不到{ $cause }对{ $effect }的效应。
formal-would-yes = 按这些规则，若“{ $cause }”，则“{ $effect }”会成立。
formal-would-no = 按这些规则，若“{ $cause }”，则“{ $effect }”不会成立。
formal-would-unknown = 按这些规则，若“{ $cause }”，在与所见相符的{ $graphs }种情形中有{ $holding }种“{ $effect }”会成立。
formal-identifiable-yes = { $cause }对{ $effect }的效应可以由观测到的分布算出。
formal-identifiable-no = { $path-count-n ->
    [0] 无论数字如何，{ $cause }对{ $effect }的效应都不能由观测到的分布算出。
   *[other] 无论数字如何，{ $cause }对{ $effect }的效应都不能由观测到的分布算出：未观测的共同原因使这条路径敞开：{ $paths }。
 }
formal-adjust-for = 应调整{ $names }：这样就堵住了{ $cause }与{ $effect }之间的所有后门路径。
formal-adjust-for-nothing = 什么都不用调整：{ $cause }与{ $effect }之间没有敞开的后门路径。
formal-adjust-also = 同样可行：{ $others-names }。
formal-names = { $names }
formal-adjust-never = 没有一组观测到的变量能堵住{ $cause }与{ $effect }之间的所有后门路径：{ $paths }。
formal-adjust-frontdoor = 没有一组观测到的变量能堵住{ $cause }与{ $effect }之间的所有后门路径（{ $paths }）；但可以经由{ $names }算出效应（前门）。
formal-set-enough = 调整{ $names }就堵住了{ $cause }与{ $effect }之间的所有后门路径。
formal-set-late = { $names }在{ $cause }之后，调整它会去掉或扭曲所问的效应。
formal-set-hidden = { $names }没有被观测到。
formal-set-open = 调整{ $names }之后，这条路径仍然敞开：{ $paths }。
formal-separated = 按箭头，{ $cause }与{ $effect }独立。
formal-separated-given = 按箭头，给定{ $names }时{ $cause }与{ $effect }独立。
formal-connected = 按箭头，{ $cause }与{ $effect }不独立（相关）。
formal-connected-given = 按箭头，给定{ $names }时{ $cause }与{ $effect }不独立（相关）。
formal-necessary = 在两者都出现的情形中，“{ $cause }”是“{ $effect }”所必需的概率是 { $value }（{ $value-plain }）。
formal-necessary-bounds = 在两者都出现的情形中，“{ $cause }”是“{ $effect }”所必需的概率在 { $lower-bound } 与 { $upper-bound } 之间（{ $lower-bound-plain } 到 { $upper-bound-plain }）；前提没有说得更多。
formal-sufficient = 在两者都没出现的情形中，“{ $cause }”足以带来“{ $effect }”的概率是 { $value }（{ $value-plain }）。
formal-sufficient-bounds = 在两者都没出现的情形中，“{ $cause }”足以带来“{ $effect }”的概率在 { $lower-bound } 与 { $upper-bound } 之间（{ $lower-bound-plain } 到 { $upper-bound-plain }）；前提没有说得更多。
formal-necessary-and-sufficient = 有“{ $cause }”时出现“{ $effect }”而没有时不出现的概率是 { $value }（{ $value-plain }）。
formal-necessary-and-sufficient-bounds = 有“{ $cause }”时出现“{ $effect }”而没有时不出现的概率在 { $lower-bound } 与 { $upper-bound } 之间（{ $lower-bound-plain } 到 { $upper-bound-plain }）；前提没有说得更多。
formal-reaches = 箭头从 { $cause } 通向 { $effect }，所以改变 { $cause } 会影响 { $effect }。
formal-reaches-given = 固定 { $names } 之后，仍有箭头从 { $cause } 经别的路径通向 { $effect }。
formal-reaches-not = 没有箭头从 { $cause } 直接或间接通向 { $effect }。
formal-reaches-not-given = 固定 { $names } 之后，{ $cause } 没有任何路径可以影响 { $effect }。
formal-confounder-yes = { $names }同时影响{ $cause }和{ $effect }，因此是混杂因素。
formal-confounder-no = { $names }并不同时影响{ $cause }并经另一条路影响{ $effect }。
formal-mediator-yes = { $names }位于从{ $cause }到{ $effect }的路上。
formal-mediator-no = { $names }不在从{ $cause }到{ $effect }的路上。
formal-collider-yes = { $names }是{ $cause }与{ $effect }的共同结果。
formal-collider-no = { $names }不是{ $cause }与{ $effect }的共同结果。
formal-instrument-yes = { $names }与{ $cause }相关，且只经由它与{ $effect }相关。
formal-instrument-no = { $names }不是{ $cause }与{ $effect }的工具变量：它与{ $cause }无关，或另有途径到达{ $effect }。
formal-claim-direct-cause = 在恰有这些关系的{ $graphs }个因果图中，“{ $cause }直接导致{ $effect }”在{ $holding }个中成立。
formal-claim-cause = 在恰有这些关系的{ $graphs }个因果图中，“{ $cause }导致{ $effect }”在{ $holding }个中成立。
formal-claim-indirect-cause = 在恰有这些关系的{ $graphs }个因果图中，“{ $cause }只通过其他变量导致{ $effect }”在{ $holding }个中成立。
formal-claim-common-cause = 在恰有这些关系的{ $graphs }个因果图中，“有变量同时直接导致{ $cause }和{ $effect }”在{ $holding }个中成立。
formal-claim-common-effect = 在恰有这些关系的{ $graphs }个因果图中，“{ $cause }和{ $effect }共同直接导致某个变量”在{ $holding }个中成立。
formal-claim-against = 例如在这个图中不成立：{ $against }。
formal-claim-all = 有这些关系的图中没有一个使它不成立。

formal-read = { $facts-n ->
    [0] 读到的箭头：{ $arrows }。
   *[other] 读到的箭头：{ $arrows }；以及{ $facts }个概率。
 }
formal-derivation = 推导：{ $lines-list }。
formal-line = { $formula }
formal-way-given = 干预下的概率已经给出。
formal-way-no-path = 没有箭头（直接或经由其他变量）从{ $cause }通向{ $effect }，所以没有效应。
formal-way-as-seen = 没有什么同时影响{ $cause }和{ $effect }，所以看到的差就是效应。
formal-way-backdoor = { $names }堵住了所有后门路径，所以在它的取值内比较，再加权平均。
formal-way-frontdoor = 效应经由{ $names }，而未观测的因素不干扰它（前门）。
formal-way-do-calculus = 由do演算的规则推出。
formal-way-instrument = { $names }改变{ $cause }，并只经由它影响{ $effect }：两个变化之比就是效应。
formal-way-mediation = { $names-n ->
    [0] 由中介公式算出。
   *[other] 在{ $names }的取值内用中介公式，再加权平均。
 }
formal-way-seen = 由给出的概率推出。
formal-caveat = 这是由我读到的前提推出的，与任何表格无关；箭头对到哪里，它才对到哪里。
formal-caveat-claim = 这里假定没有遗漏共同原因，而且所有的独立关系都已说出。
formal-caveat-no-graph = 没有给出箭头，所以没有把任何变量当作独立。
formal-caveat-model = 前提由语言模型读出；已核对每一条都在您的问题里，但请再看一遍。
formal-caveat-instrument = 这是被{ $names }改变的人中的效应，前提是它不会使任何人朝相反方向改变；对所有人未必成立。
formal-change = 如果我读错了箭头或数字，请把那条前提单独用一句话再说一遍。
formal-not-read = 未读懂：{ $unread }。您的问题自带前提，而没读懂的前提可能改变答案。请把每个箭头（“X导致Y”）、每个数字（“P(Y=1|X=1) = ...”）和问题各写成一句，或选用语言模型。
formal-not-read-whole = 未读懂：单句都明白，但不清楚问的是哪些变量、它们之间有什么关系。请说明什么导致什么（“X导致Y”）、每个数字（“P(Y=1|X=1) = ...”）以及问的是哪两者，各写成一句，或选用语言模型。
formal-lacking = 算不出来：前提没有给出、也推不出{ $needed }。请给出这些概率再问。
formal-contradiction = 没有因果图具有这些关系：它们互相矛盾，或背后有未观测的因素。
formal-at-odds = 前提互相矛盾：不可能如其所说。
formal-too-many = 具有这些关系的因果图太多，无法逐一查看。请少问几个变量。
formal-not-identified = 由这些前提无法得知：可能有未观测的因素同时影响两边，这条路径敞开：{ $paths }。
formal-would-help = 给定未观测原因时的概率、干预下的概率，或原因与结果的联合概率会有帮助。
