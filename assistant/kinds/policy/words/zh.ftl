policy-rule = 在 { $rows } 行中选 { $treated } 行（{ $share }）给予 { $treatment-named }：与谁都不给相比，按 { $outcome-named } 计总共带来 { $total }（95% 区间：{ $total-low } 到 { $total-high }）。
policy-lot = 选谁差别不大：在 { $rows } 行中给 { $treated } 行 { $treatment-named }，与谁都不给相比，按 { $outcome-named } 计总共带来 { $total }（95% 区间：{ $total-low } 到 { $total-high }）；按预测收益挑选并未显示比抽签更好（相差 { $over-lot }，95% 区间：{ $over-lot-low } 到 { $over-lot-high }）。
policy-everybody = 所有人：把 { $treatment-named } 给全部 { $rows } 行，与谁都不给相比，按 { $outcome-named } 计每行带来 { $everybody }（95% 区间：{ $everybody-low } 到 { $everybody-high }）。
policy-nobody = 谁都不给：把 { $treatment-named } 给所有人，与谁都不给相比，按 { $outcome-named } 计每行带来 { $everybody }（95% 区间：{ $everybody-low } 到 { $everybody-high }），也没有哪种挑选显示是值得的。
policy-unclear = 这些行说明不了 { $treatment-named } 是否值得给任何人：给所有人，与谁都不给相比，按 { $outcome-named } 计每行带来 { $everybody }（95% 区间：{ $everybody-low } 到 { $everybody-high }）；给预测收益最大的 { $treated } 行，平均到表中每行为 { $per-row }（95% 区间：{ $per-row-low } 到 { $per-row-high }）。
policy-who = 用话来说，他们大多是：{ $groups-list }。
policy-against-lot = 与抽签选出同样多的行相比，总共多 { $over-lot }（95% 区间：{ $over-lot-low } 到 { $over-lot-high }）。
policy-against-everybody = 与给所有人相比，每行相差 { $over-everybody }（95% 区间：{ $over-everybody-low } 到 { $over-everybody-high }）。
policy-choosing-adds-nothing = 不给预测没有收益的人，并未显示能带来更多：每行 { $over-everybody }（95% 区间：{ $over-everybody-low } 到 { $over-everybody-high }）。
policy-sorted = 按预测收益分成 { $parts } 等份，对 { $outcome } 的效果在收益最大的一份为 { $best }（95% 区间：{ $best-low } 到 { $best-high }），在最后一份为 { $worst }（95% 区间：{ $worst-low } 到 { $worst-high }）。
policy-list = 所选各行的名单在答案的 result 中。
policy-group-group = 只给 { $group } 的人：给他们 { $treatment-named }，平均到表中每行带来 { $gain-inside }（95% 区间：{ $gain-inside-low } 到 { $gain-inside-high }），而再给其他人会增加多少并不明确：{ $gain-outside }（95% 区间：{ $gain-outside-low } 到 { $gain-outside-high }）。
policy-group-only-group = 只给 { $group } 的人：给他们 { $treatment-named }，平均到表中每行带来 { $gain-inside }（95% 区间：{ $gain-inside-low } 到 { $gain-inside-high }），再给其他人则会损失：{ $gain-outside }（95% 区间：{ $gain-outside-low } 到 { $gain-outside-high }）。
policy-group-everybody = 所有人：{ $group } 的人从 { $treatment-named } 获益，再给其他人，平均到表中每行增加 { $gain-outside }（95% 区间：{ $gain-outside-low } 到 { $gain-outside-high }）。
policy-group-others = 不应只给 { $group } 的人：显示值得给 { $treatment-named } 的是其他人，即 { $others }：平均到表中每行 { $gain-outside }（95% 区间：{ $gain-outside-low } 到 { $gain-outside-high }）。
policy-group-nobody = 谁都不给：{ $treatment-named } 在 { $group } 处（平均到表中每行 { $gain-inside }）和其他人处（{ $gain-outside }）都得不偿失。
policy-group-unclear = 这些行说明不了：{ $treatment-named } 在 { $group } 处平均到表中每行带来 { $gain-inside }（95% 区间：{ $gain-inside-low } 到 { $gain-inside-high }），在其他人处带来 { $gain-outside }（95% 区间：{ $gain-outside-low } 到 { $gain-outside-high }）。
policy-group-effects = 对 { $outcome-named } 的效果在 { $group } 处为 { $inside }（95% 区间：{ $inside-low } 到 { $inside-high }），在 { $others } 处为 { $outside }（95% 区间：{ $outside-low } 到 { $outside-high }）。
policy-group-gains = 给所有人，每行总共带来 { $everybody }（95% 区间：{ $everybody-low } 到 { $everybody-high }）。
policy-goal-assumed =
    { $goal ->
        [lower] 我认为 { $outcome } 越少越好，问题中没有说明。
       *[raise] 我认为 { $outcome } 越多越好，问题中没有说明。
    }
policy-priced = 计算时，每给一行花费 { $cost }{ $unit }，{ $outcome } 每增加一个单位值 { $worth }{ $unit }。
policy-no-worth = 没有计入 { $cost }{ $unit } 的成本：请说明 { $outcome } 每增加一个单位值多少。
policy-no-cost = 没有计入 { $budget }{ $unit } 的预算：请说明每一份的成本。
policy-tested = 规则带来多少，是在其模型未见过的行上测量的。
policy-change = 什么会改变答案：不同的成本、价值或名额，或者效果已经变化的新数据。
policy-not-everybody = 不应给所有人：把 { $treatment-named } 给所有人，与谁都不给相比，按 { $outcome-named } 计每行带来 { $everybody }（95% 区间：{ $everybody-low } 到 { $everybody-high }）；给预测收益最大的 { $treated } 行总共带来 { $total }（95% 区间：{ $total-low } 到 { $total-high }），因此并未显示对他们是值得的。
