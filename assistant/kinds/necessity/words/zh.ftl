necessity-because-partly = 部分是：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $point }（95% 区间：{ $point-low } 到 { $point-high }）在 { $treatment } = { $other } 时 { $outcome } 本会是 { $turned }，对它们来说这就是原因；其余的无论如何都会如此。
necessity-because-unclear = 无法断定：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $point }（95% 区间：{ $point-low } 到 { $point-high }）在 { $treatment } = { $other } 时 { $outcome } 本会是 { $turned }，也可能一个也没有。
necessity-because-against = 不是：如果 { $treatment } 是 { $other } 而不是 { $own }，这些行出现 { $outcome } = { $was } 的不是更少而是更多，为 { $otherwise } 而不是 { $seen }，所以平均而言 { $treatment } = { $own } 起的是相反的作用。
necessity-anyway-partly = 一部分会：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $anyway }（95% 区间：{ $anyway-low } 到 { $anyway-high }）在 { $treatment } = { $other } 时也会如此；对约 { $point } 来说它就是原因。
necessity-anyway-unclear = 也许全部都会：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $anyway }（95% 区间：{ $anyway-low } 到 { $anyway-high }）在 { $treatment } = { $other } 时也会如此。
necessity-anyway-against = 平均而言会：如果 { $treatment } 是 { $other } 而不是 { $own }，这些行出现 { $outcome } = { $was } 的还会更多，为 { $otherwise } 而不是 { $seen }。
necessity-share-partly = 约 { $point }（95% 区间：{ $point-low } 到 { $point-high }）：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $number } 行在 { $treatment } = { $other } 时 { $outcome } 本会是 { $turned }。
necessity-share-unclear = 约 { $point }（95% 区间：{ $point-low } 到 { $point-high }），也可能没有：在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，有这么多在 { $treatment } = { $other } 时 { $outcome } 本会是 { $turned }。
necessity-share-against = 总的来说没有：如果 { $treatment } 是 { $other } 而不是 { $own }，这些行出现 { $outcome } = { $was } 的会更多，为 { $otherwise } 而不是 { $seen }。
necessity-total-partly = 在 { $treatment } = { $own } 的 { $cases } 行中，{ $outcome-named } 约有 { $point }（95% 区间：{ $point-low } 到 { $point-high }）归因于此：共 { $number }（95% 区间：{ $number-low } 到 { $number-high }）。如果 { $treatment } 是 { $other }，平均会是 { $otherwise } 而不是 { $seen }。
necessity-total-unclear = 无法断定在 { $treatment } = { $own } 的 { $cases } 行中 { $outcome-named } 有多少归因于此：约 { $point }（95% 区间：{ $point-low } 到 { $point-high }），也可能没有。如果 { $treatment } 是 { $other }，平均会是 { $otherwise } 而不是 { $seen }。
necessity-total-against = 总的来说，在 { $treatment } = { $own } 的 { $cases } 行中，{ $outcome-named } 没有任何部分归因于此：如果 { $treatment } 是 { $other }，平均会是 { $otherwise } 而不是 { $seen }。
necessity-bounds = 这里假定 { $treatment } 对任何人都不起相反的作用；不作此假定，它是其中一例的原因的概率在 { $lowest } 到 { $highest } 之间（计入两端的不确定性，95%：{ $bounds-low } 到 { $bounds-high }）。
necessity-seen = 在 { $treatment } = { $own } 的行中，{ $seen } 的 { $outcome } = { $was }（95% 区间：{ $seen-low } 到 { $seen-high }）；如果 { $treatment } 是 { $other }，同样这些行会有 { $otherwise }（95% 区间：{ $otherwise-low } 到 { $otherwise-high }）。
necessity-both = 在所有行中，至少有 { $both } 的 { $outcome } 在两个方向上都随 { $treatment } 而变（95% 区间：{ $both-low } 到 { $both-high }）。
necessity-contradicted = “从不起相反作用”与数据矛盾：在按 { $column-named } 区分的行中它起了相反作用。请以界限为准。
necessity-not-contradicted = 数据中没有什么与“从不起相反作用”矛盾，但这并不能证明它。
necessity-hinges = 这取决于 { $columns }：这里固定了它，但没有资料说明它在 { $treatment } 之前就已存在；不固定它则为 { $without }（95% 区间：{ $without-low } 到 { $without-high }）。
necessity-held = 通过 { $covariates } 使 { $treatment } = { $other } 的行可比，因此先前就有的差别不计在内。
necessity-alone = { $treatment } 由随机决定，两组直接相比。
necessity-nothing = 没有固定任何列：没有事先存在、能同时解释两者的列。
necessity-caveat-one = 对单独一例，没有人能看到它在另一种情形下会怎样；这些是所有此类情形中的比例。
necessity-caveat-backdoor = 最需要保留之处：数据中没有的、同时影响 { $treatment } 与 { $outcome } 的原因会使这一比例偏移。
necessity-caveat-randomised = { $treatment } 由随机决定，没有未测量的因素使比较有偏；但即使在实验中，两个界限之间的范围仍然存在。
necessity-change = 什么会改变答案：另外的情形（没有它的，或幸免的），或一个使各行反应不同的列。
necessity-too-few = 只有 { $rows } 行是这样的情形，或者几乎全部都是：太少，无法说明它是其中多大比例的原因。
necessity-no-total = 在这些行中结果平均为零，没有任何部分可以归因。
necessity-no-levels = { $treatment-named } 是一个数，而不是有或没有的东西，因此“因为它”没有可比的另一面。
necessity-no-event = { $outcome-named } 既不是“是/否”，也不是某种总量，因此没有可归因于 { $treatment } 的情形。
necessity-help-levels = 一个“是/否”的列，例如 { $treatment } 是否超过您给的界限
necessity-help-event = 把 { $outcome } 重新编码为“是/否”：什么算是发生了
necessity-help-average = 问 { $treatment } 平均使 { $outcome } 改变多少
necessity-figure-point = 归因于它（如果它从不起相反作用）
necessity-figure-bounds = 不作此假定时可能的范围
necessity-figure-axis = 占这些情形的比例，%
necessity-depends = 这取决于 { $columns } 是何时测量的，而资料没有说明。固定它时，在 { $treatment } = { $own } 且 { $outcome } = { $was } 的 { $cases } 行中，约有 { $point }（95% 区间：{ $point-low } 到 { $point-high }）是因为它；不固定它时约为 { $without }（95% 区间：{ $without-low } 到 { $without-high }）。
