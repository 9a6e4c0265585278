policy-rule = Choose { $treated } of the { $rows } rows ({ $share }) for { $treatment-named }: that brings { $total } in all (95% interval: { $total-low } to { $total-high }) against giving it to nobody, reckoned by { $outcome-named }.
policy-lot = It hardly matters whom: { $treatment-named } for { $treated } of the { $rows } rows brings { $total } in all (95% interval: { $total-low } to { $total-high }) against giving it to nobody, reckoned by { $outcome-named }, and choosing them by predicted gain is not shown to beat drawing lots (a difference of { $over-lot }, 95% interval: { $over-lot-low } to { $over-lot-high }).
policy-everybody = Everybody: giving { $treatment-named } to all { $rows } rows brings { $everybody } per row (95% interval: { $everybody-low } to { $everybody-high }) against giving it to nobody, reckoned by { $outcome-named }.
policy-nobody = Nobody: giving { $treatment-named } to all would bring { $everybody } per row (95% interval: { $everybody-low } to { $everybody-high }) against giving it to nobody, reckoned by { $outcome-named }, and no choice of rows is shown to be worth it.
policy-unclear = These rows do not tell whether { $treatment-named } is worth giving to anybody: to all, it brings { $everybody } per row (95% interval: { $everybody-low } to { $everybody-high }) against nobody, reckoned by { $outcome-named }; to the { $treated } rows predicted to gain most, { $per-row } per row of the table (95% interval: { $per-row-low } to { $per-row-high }).
policy-who = In words, they are mostly those where { $groups-list }.
policy-against-lot = Against as many drawn by lot that is { $over-lot } more in all (95% interval: { $over-lot-low } to { $over-lot-high }).
policy-against-everybody = Against giving it to everybody it differs by { $over-everybody } per row (95% interval: { $over-everybody-low } to { $over-everybody-high }).
policy-choosing-adds-nothing = Leaving out those predicted to gain nothing is not shown to bring more: { $over-everybody } per row (95% interval: { $over-everybody-low } to { $over-everybody-high }).
policy-sorted = Of { $parts } equal parts by predicted gain, the effect on { $outcome } is { $best } (95% interval: { $best-low } to { $best-high }) in the one that gains most and { $worst } (95% interval: { $worst-low } to { $worst-high }) in the last.
policy-list = The list of the chosen rows stands in the answer's result.
policy-group-group = Only those where { $group }: giving { $treatment-named } to them brings { $gain-inside } per row of the table (95% interval: { $gain-inside-low } to { $gain-inside-high }), and what the others would add is not clear: { $gain-outside } (95% interval: { $gain-outside-low } to { $gain-outside-high }).
policy-group-only-group = Only those where { $group }: giving { $treatment-named } to them brings { $gain-inside } per row of the table (95% interval: { $gain-inside-low } to { $gain-inside-high }), and giving it to the others too would cost { $gain-outside } (95% interval: { $gain-outside-low } to { $gain-outside-high }).
policy-group-everybody = Everybody: those where { $group } gain from { $treatment-named }, and giving it to the others adds { $gain-outside } per row of the table (95% interval: { $gain-outside-low } to { $gain-outside-high }).
policy-group-others = Not only those where { $group }: that { $treatment-named } is worth it is shown for the others, where { $others }: { $gain-outside } per row of the table (95% interval: { $gain-outside-low } to { $gain-outside-high }).
policy-group-nobody = Nobody: { $treatment-named } brings less than nothing where { $group } ({ $gain-inside } per row of the table) and for the others ({ $gain-outside }).
policy-group-unclear = These rows do not tell: { $treatment-named } brings { $gain-inside } per row of the table (95% interval: { $gain-inside-low } to { $gain-inside-high }) by those where { $group }, and { $gain-outside } (95% interval: { $gain-outside-low } to { $gain-outside-high }) by the others.
policy-group-effects = The effect on { $outcome-named } is { $inside } (95% interval: { $inside-low } to { $inside-high }) where { $group } and { $outside } (95% interval: { $outside-low } to { $outside-high }) where { $others }.
policy-group-gains = For everybody together it brings { $everybody } per row (95% interval: { $everybody-low } to { $everybody-high }).
policy-goal-assumed =
    { $goal ->
        [lower] I took less of { $outcome } to be better, which the question does not say.
       *[raise] I took more of { $outcome } to be better, which the question does not say.
    }
policy-priced = Reckoned with { $cost }{ $unit } for each row that gets it and { $worth }{ $unit } for one more of { $outcome }.
policy-no-worth = The cost of { $cost }{ $unit } is not reckoned with: say what one more of { $outcome } is worth.
policy-no-cost = The budget of { $budget }{ $unit } is not reckoned with: say what each one costs.
policy-tested = What a rule brings was measured in rows that its model had not seen.
policy-change = What would change the answer: another cost, worth or number of places, or fresh rows in which the effect has moved on.
policy-not-everybody = Not everybody: giving { $treatment-named } to all would bring { $everybody } per row (95% interval: { $everybody-low } to { $everybody-high }) against giving it to nobody, reckoned by { $outcome-named }; to the { $treated } rows predicted to gain most it brings { $total } in all (95% interval: { $total-low } to { $total-high }), so that it is worth it for them is not shown.
