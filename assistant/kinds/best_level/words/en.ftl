best-level-inside = { $what } is { $goal ->
    [lower] lowest
   *[higher] highest
 } at about { $treatment-named } = { $best } (95% interval of the best level: { $best-low } to { $best-high }): on average { $mean } there (95% interval: { $mean-low } to { $mean-high }), clearly { $goal ->
    [lower] lower
   *[higher] higher
 } than at either end of the data.
best-level-one = The best { $treatment-named } for { $what } is { $level }: on average { $mean } (95% interval: { $mean-low } to { $mean-high }), clearly { $goal ->
    [lower] lower
   *[higher] higher
 } than at each other level, all compared at once.
best-level-several = No single best level can be told: { $what } is { $goal ->
    [lower] lowest
   *[higher] highest
 } at { $treatment-named } = { $level }, on average { $mean } (95% interval: { $mean-low } to { $mean-high }), but it is not clearly better than { $others-names }, all compared at once.
best-level-high-edge = No best level lies within the data: the higher { $treatment-named }, the { $goal ->
    [lower] lower
   *[higher] higher
 } { $what }, up to the highest level that the data have enough of, { $level }, where it is on average { $mean } (95% interval: { $mean-low } to { $mean-high }). Whether it goes on beyond cannot be told from these rows.
best-level-low-edge = No best level lies within the data: the lower { $treatment-named }, the { $goal ->
    [lower] lower
   *[higher] higher
 } { $what }, down to the lowest level that the data have enough of, { $level }, where it is on average { $mean } (95% interval: { $mean-low } to { $mean-high }). Whether it goes on below cannot be told from these rows.
best-level-level-high = No single best level can be told: from about { $treatment-named } = { $from } on, up to { $to }, no level is clearly better than another. { $what } is { $goal ->
    [lower] lowest
   *[higher] highest
 } at about { $level }: on average { $mean } (95% interval: { $mean-low } to { $mean-high }).
best-level-level-low = No single best level can be told: up to about { $treatment-named } = { $to }, from { $from } on, no level is clearly better than another. { $what } is { $goal ->
    [lower] lowest
   *[higher] highest
 } at about { $level }: on average { $mean } (95% interval: { $mean-low } to { $mean-high }).
best-level-none = No level of { $treatment-named } is clearly better for { $what } than the others: the differences between { $least } and { $most } are no larger than chance would give.
best-level-beside-clear = At { $at } instead it would be { $loss-sign ->
    [negative] { $loss-size } lower
   *[positive] { $loss-size } higher
 } (95% interval of the difference: { $loss-low } to { $loss-high }).
best-level-beside-unclear = At { $at } instead the difference cannot be told from none: { $loss } (95% interval: { $loss-low } to { $loss-high }).
best-level-usual-clear = At what is usual in these data, { $at } (the median), it would be { $loss-sign ->
    [negative] { $loss-size } lower
   *[positive] { $loss-size } higher
 } (95% interval of the difference: { $loss-low } to { $loss-high }).
best-level-usual-unclear = What is usual in these data, { $at } (the median), is not clearly worse: the difference is { $loss } (95% interval: { $loss-low } to { $loss-high }).
best-level-less-is-better = I took less of { $outcome } to be better; say so if you want more of it.
best-level-open = You did not say whether more or less of { $outcome } is better; I took more. It is lowest at { $other }.
best-level-change = What would change the answer: a cause of both { $treatment } and { $outcome } that is missing here, what a level costs (which these figures leave out), or rows at levels that are rare in these data.
