dose-response-clear =
    { $change-sign ->
        [negative] As { $treatment-named } goes from { $low } to { $high }, { $what } falls on average from { $mean-low } to { $mean-high }: by { $change-size } (95% interval of the change: { $change-low } to { $change-high }).
       *[positive] As { $treatment-named } goes from { $low } to { $high }, { $what } rises on average from { $mean-low } to { $mean-high }: by { $change-size } (95% interval of the change: { $change-low } to { $change-high }).
    }
dose-response-unclear = From one end to the other there is no clear change: as { $treatment-named } goes from { $low } to { $high }, { $what } goes on average from { $mean-low } to { $mean-high }, a change of { $change } (95% interval: { $change-low } to { $change-high }), which includes none at all.
dose-response-straight = { $alone ->
    [yes] The
   *[no] the
 } rows show no bend: as far as they can tell, each further step of { $treatment } does about as much as the one before.
dose-response-none = { $alone ->
    [yes] The
   *[no] the
 } rows show no clear change anywhere between these levels.
dose-response-levels-off = { $alone ->
    [yes] The
   *[no] the
 } curve levels off: at about { $bend } (95% interval: { $bend-low } to { $bend-high }) nine tenths of the change are reached, and beyond it hardly moves.
dose-response-starts-late = { $alone ->
    [yes] The
   *[no] the
 } curve hardly moves at first and then { $direction ->
    [down] falls
   *[up] rises
 }: the change sets in at about { $bend } (95% interval: { $bend-low } to { $bend-high }), where a tenth of it is reached.
dose-response-step = { $alone ->
    [yes] The
   *[no] the
 } curve hardly moves at either end; most of the change comes around { $bend } (95% interval of its middle: { $bend-low } to { $bend-high }).
dose-response-turns = { $alone ->
    [yes] The
   *[no] the
 } curve turns: it { $direction ->
    [trough] falls
   *[peak] rises
 } up to about { $bend } (95% interval: { $bend-low } to { $bend-high }), where { $what } is { $turning-mean }, and then { $direction ->
    [trough] rises
   *[peak] falls
 }.
dose-response-slower = { $alone ->
    [yes] The
   *[no] the
 } curve goes on { $direction ->
    [down] falling
   *[up] rising
 } to the end, but each further step of { $treatment } does less than the ones before.
dose-response-faster = { $alone ->
    [yes] The
   *[no] the
 } curve { $direction ->
    [down] falls
   *[up] rises
 } ever more steeply: each further step of { $treatment } does more than the ones before.
dose-response-bent = { $alone ->
    [yes] The
   *[no] the
 } curve is not straight, but where it bends cannot be told from these rows.
dose-response-threshold-yes = Yes: { $shape }
dose-response-threshold-no = No sign of a clear-cut threshold: { $shape }
dose-response-threshold-unclear = No threshold can be seen: { $shape }
dose-response-level-off-yes = Yes, it levels off: { $shape }
dose-response-level-off-no = No levelling off can be seen within the data: { $shape }
dose-response-level-off-unclear = Whether it levels off cannot be told: { $shape }
dose-response-straight-yes = A straight line fits: { $shape }
dose-response-straight-no = It is not a straight line: { $shape }
dose-response-straight-unclear = There is too little change to tell a straight line from a bent one: { $shape }
dose-response-ends = The data tell the curve only from { $least } to { $most }; beyond that nothing is claimed.
dose-response-no-order = The levels of { $treatment-named } have no order, so there is no curve to draw over them.
dose-response-ask-best = Ask which level of { $treatment } is best for { $outcome }, or compare two of them
dose-response-change = What would change the answer: a cause of { $treatment } that is missing here, or rows at levels that are rare in these data. For the best level, ask which { $treatment } is best.
# Shared by the kinds about all levels of a treatment.
levels-outcome = { $outcome-named }
levels-revenue = revenue ({ $treatment } × { $outcome })
levels-profit = profit (({ $treatment } − { $cost }) × { $outcome })
levels-cost-column = { $cost }
levels-cost-number = { $cost }
levels-level = { $level }
levels-point = { $mean } at { $level } ({ $mean-low } to { $mean-high })
levels-points = If everybody had the same level of { $treatment }, the mean of { $what } would be (95% interval of each in brackets): { $points-list }.
levels-how = The curve is a doubly robust estimate and is drawn only where the data have enough rows.
levels-how-few = Each level's mean is a doubly robust estimate over all rows used, not only over those that have the level.
levels-out-of-reach = Doubt is larger at the rare levels: about { $share } of the rows, being as they are, practically never have { $treatment } = { $level }.
levels-left-out = Left out, with too few rows to tell: { $levels-names }.
levels-no-cost = A profit needs what one unit costs, and no column is about that; { $price } and { $sold } alone give the revenue.
levels-name-cost = Say what one unit costs ("each costs us ..."), or ask for the revenue
levels-figure-alt = The mean outcome at each level of the treatment, with the 95% interval of each point and of the whole curve.
curve-too-few-rows = There are { $rows } rows, and a curve over all levels needs at least { $fewest }.
curve-no-range = Nearly all rows have the same level of the treatment, so there is no curve to tell.
curve-determined = The other columns determine the treatment almost entirely: no two rows that are alike differ in it.
curve-one-level = Fewer than two levels have at least { $fewest } rows.
curve-too-many-levels = { $treatment } has too many different levels, without an order, to be compared.
curve-outside = The data hold levels from { $least } to { $most } only, and none of those that you ask about.
levels-no-product = You ask for { $word }, which no column holds, and I cannot tell from which price and which number sold it could be worked out.
levels-name-product = Name the column of the price and the column of what is sold, or add a column with it
levels-figure-title = { $what } by { $treatment }
levels-figure-bands = Mean at each level; 95% interval of each point (dark) and of all (light)
