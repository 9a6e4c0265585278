# What the description says against the number (assistant/designs/threats), and what the table shows of losses.

threat-selection-reason = But the description says why some got it: “{ $quotation }”. No column held fixed is known to record that reason, so part of the difference in { $outcome } may be the reason's and not the effect of { $treatment }.
threat-hidden-cause = But the description speaks of something that is in no column: “{ $quotation }”. It cannot be held fixed, so its part in { $outcome } is mixed into the effect of { $treatment }.
threat-selected-rows = But the rows were selected by what came of it: “{ $quotation }”. A comparison among those rows alone is not the effect of { $treatment } on everybody.
threat-case-control = But the rows were sampled by the outcome: “{ $quotation }”. How common { $outcome } is here was set by the sampling, so a difference in it is no difference in risk outside this table; odds can be compared.
threat-outcome-first = But { $outcome } seems to have been measured before { $treatment }: “{ $quotation }”. What came first cannot be an effect of what came later.
threat-derived-treatment = But { $treatment } seems to be made from { $outcome }: “{ $quotation }”. Then the difference is built in and no effect.
threat-immortal-time = But the treated had to last long enough to be treated: “{ $quotation }”. That time counts in favour of { $treatment } even if it does nothing (immortal time): the true effect is probably smaller.
threat-same-time-change = But something else changed at the same point: “{ $quotation }”. This number is the effect of both together, and the data cannot tell how much of it is { $treatment }.
threat-prior-trends = But the trends were different before: “{ $quotation }”. What would have gone on anyway is counted as the effect of { $treatment }.
threat-anticipation = But people reacted before it began: “{ $quotation }”. Part of the effect of { $treatment } lies before the start and is missing here, or the time before is no fair comparison.
threat-instrument-direct = But what moves { $treatment } also acts in another way: “{ $quotation }”. That part is counted as the effect of { $treatment } on { $outcome }.
threat-interference = But one row's treatment also reached others: “{ $quotation }”. The untreated do not show what { $outcome } would be if nobody had { $treatment } (spill-over).
threat-measurement-error = But a column is measured with error: “{ $quotation }”. Holding it fixed removes only part of what it stands for.
threat-attrition = But some are missing at the end: “{ $quotation }”. If who is missing depends on { $treatment } and on { $outcome }, those who are left are not comparable (attrition).
threat-reverse-causation = But the description says that it also runs the other way: “{ $quotation }”. Part of this number is then the effect of { $outcome } on { $treatment } (reverse causation).
threat-m-bias = { $column } is left out: “{ $quotation }”. To hold a consequence of two hidden causes fixed would link { $treatment } and { $outcome } through them (M-bias).
threat-collider = { $column } is left out: “{ $quotation }”. To hold a common consequence of { $treatment } and { $outcome } fixed would create a link that is no effect (a collider).
threat-consequence-of-outcome = { $column } is left out: “{ $quotation }”. To hold a consequence of { $outcome } fixed would take away part of the effect.

threat-treated-worse = Those who got it were worse off to begin with, so { $treatment } probably looks worse here than it is.
threat-treated-better = Those who got it were better off to begin with, so { $treatment } probably looks better here than it is.
threat-probably-larger = The true effect is probably larger (further from zero) than this number.
threat-probably-smaller = The true effect is probably smaller (closer to zero) than this number.
threat-beyond-up = The true effect is probably higher than this number: adjusting moved it up from the plain comparison, and not all the way.
threat-beyond-down = The true effect is probably lower than this number: adjusting moved it down from the plain comparison, and not all the way.

## No number at all

threat-stops-outcome-first = { $outcome } was measured before { $treatment }: “{ $quotation }”. What came first cannot be an effect of what came later.
threat-stops-derived-treatment = { $treatment } is made from { $outcome }: “{ $quotation }”, and in the table one value of { $outcome } parts the two groups. The difference is built in and no effect.
threat-stops-immortal-time = Whoever was treated had to last long enough to be treated: “{ $quotation }”. The comparison gives { $treatment } that time for free (immortal time), and would make it look better than it is even if it did nothing.
threat-stops-reverse-causation = { $outcome } also moves { $treatment }: “{ $quotation }” (reverse causation). Which way how much of the link runs cannot be told from a comparison.
threat-help-outcome-first = A column of { $outcome } that was measured after { $treatment }.
threat-help-derived-treatment = A record of { $treatment } that does not use { $outcome }.
threat-help-immortal-time = The date from which each row had { $treatment }, so that the time before it counts as untreated.
threat-help-reverse-causation = { $treatment } at an earlier time than { $outcome }, or something that moved { $treatment } for reasons that have nothing to do with { $outcome }.

## What the table shows of losses

prose-checks-passed-told = { $passed } of { $total } checks that could be run passed, but none of them can see what is said above.

check-arm-sizes-name = sizes of the groups
check-arm-sizes-asks = Are the groups of the experiment as large as the draw makes them?
check-arm-sizes-blind = Losses that are alike in both groups.
check-arm-sizes-found = { $share } of the rows have { $treatment } = { $high }, where { $expected } should (p { $p-p }, sample-ratio mismatch). Rows were lost or moved after the draw, so the groups need not be alike any more.
check-arm-sizes-fine = { $share } of the rows have { $treatment } = { $high }, as a draw with { $expected } gives (p { $p-p }).
check-missing-outcomes-name = missing outcomes
check-missing-outcomes-asks = Is the outcome missing more often in one group than in the other?
check-missing-outcomes-blind = Losses that are equally frequent and still for different reasons.
check-missing-outcomes-found = { $outcome } is missing for { $treated } of the rows with { $treatment } = { $high } and for { $untreated } of the others (p { $p-p }), so those who are left may not be comparable.
check-missing-outcomes-bounds = Whoever the missing are, the effect on those who would have stayed in either group lies between { $bounds-low } and { $bounds-high } (Lee bounds with their 95% interval).
check-missing-outcomes-fine = { $outcome } is missing for { $treated } of the rows with { $treatment } = { $high } and for { $untreated } of the others (p { $p-p }).
threat-unseen-share = { $outcome } is missing for { $share } of the rows, which are left out: the answer is about the others, and right for all only if those missing are like seen rows with the same values.
threat-unseen-reason = The effect of { $treatment } on { $outcome } for everybody is not identified without more: { $outcome } is missing for { $share } of the rows, and for a reason that hangs on { $outcome } itself: “{ $quotation }”.
threat-unseen-range-higher = If the missing are between equal to and one standard deviation ({ $delta }) higher than seen rows like them, the effect lies between { $bounds-low } and { $bounds-high }, which the interval takes in.
threat-unseen-range-lower = If the missing are between equal to and one standard deviation ({ $delta }) lower than seen rows like them, the effect lies between { $bounds-low } and { $bounds-high }, which the interval takes in.
threat-unseen-range-either = If the missing are up to one standard deviation ({ $delta }) higher or lower than seen rows like them, the effect lies between { $bounds-low } and { $bounds-high }, which the interval takes in.
threat-unseen-tip = There would be no effect left if the missing of one group were { $tip } off from seen rows like them, { $ratio } standard deviations.
threat-unseen-tip-all = There would be no effect left if the missing were { $tip } off from seen rows like them, { $ratio } standard deviations.
threat-unseen-yes = Yes, what is missing of { $outcome } could change the answer.
threat-unseen-no = No, what is missing of { $outcome } could hardly change the answer: it would have to differ by more than a standard deviation.
threat-unseen-weighted = Weighted so that those who were seen stand for those who were not, the regression gives { $weighted } instead of { $plain }.
threat-unclear = But the description says something that speaks against comparing these groups as they are: “{ $quotation }”. Part of the difference in { $outcome } may come from that and not from { $treatment }.
