# The answer about an average effect (assistant/prose/average_effect.py), part by part.

prose-among = with { $condition }
prose-direction = { $effect-sign ->
    [positive] higher
   *[other] lower
 }
prose-who-everyone = If everyone { $population } had { $treatment-named } = { $high } instead of { $low }
prose-who-treated = For those { $population } who had { $treatment-named } = { $high }, compared with what { $low } would have given them
prose-who-untreated = For those { $population } who had { $treatment-named } = { $low }, had they had { $high }
prose-who-overlap = For those { $population } who could have gone either way, had they all had { $treatment-named } = { $high } instead of { $low }
prose-who-compliers = For those { $population } whose { $treatment-named } is moved by { $instruments }, going from { $low } to { $high }
prose-who-cutoff = For those { $population } right at the cutoff ({ $running-variable } = { $cutoff }), being treated rather than not ({ $treatment-named })
prose-who-trend = For those { $population } who got { $treatment-named } = { $high }, compared with where the trend of the others would have taken them
prose-result-clear = { $who }, { $outcome-named } would be { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 } on average (95% interval: { $effect-low } to { $effect-high }).
prose-result-unclear = { $who }, the best estimate is that { $outcome-named } would be { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 } on average, but the 95% interval runs from { $effect-low } to { $effect-high } and includes zero: this data cannot tell the effect from no effect.
prose-result-unbounded = { $who }, the best estimate is that { $outcome-named } would be { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 } on average, but the data puts no bound on how wrong that may be: the instrument is too weak for a useful interval.
prose-raw = The plain comparison, with nothing adjusted, gives { $unadjusted }; the analysis moves it by { $shift }.
prose-raw-same = The plain comparison, with nothing adjusted, gives about the same ({ $unadjusted }).
prose-why-backdoor = Adjusted for { $covariates }: each was there before { $treatment } and may influence both it and { $outcome }, so leaving them alone would mix their effect into the answer.
prose-why-adjusted = Adjusted for { $covariates }, which may influence both { $treatment } and { $outcome }, so leaving them alone would mix their effect into the answer.
prose-timing-told = Said to have been there before { $treatment }: { $columns }.
prose-timing-assumed = Nobody says so of { $columns }, but such { $columns-n ->
    [one] a column is
   *[other] columns are
 } usually settled earlier, so I took { $columns-n ->
    [one] it
   *[other] them
 } to have been there before { $treatment }.
prose-timing-unknown = Nothing says when { $columns } { $columns-n ->
    [one] was measured; I took it
   *[other] were measured; I took them
 } to have been there before { $treatment }.
prose-graph-by-person = Your graph decided what is held fixed and what is not.
prose-hinges-on = This hinges on { $columns }: nothing says whether { $columns-n ->
    [one] it was measured before { $treatment }. With it held fixed the effect is { $held }; without it
   *[other] they were measured before { $treatment }. With them held fixed the effect is { $held }; without them
 }, { $without } (95% interval: { $without-low } to { $without-high }). { $question }
prose-not-held = { $columns } { $columns-n ->
    [one] is not held fixed, as it looks
   *[other] are not held fixed, as they look
 } like another form or a consequence of { $outcome }; nothing says for sure. If { $columns-n ->
    [one] it was
   *[other] they were
 } there before { $treatment }, holding { $columns-n ->
    [one] it
   *[other] them
 } fixed would be right, and the effect would be { $with } (95% interval: { $with-low } to { $with-high }).
prose-not-weighted = The effect is that of the rows and is not weighted with { $column }. Weighted to the population it stands for, linear regression gives { $with } (95% interval: { $with-low } to { $with-high }).
prose-not-weighted-alone = The effect is that of the rows: it is not weighted with { $column }, and may differ in the population.
prose-hinge-question = { $columns-n ->
    [one] Was { $columns }
   *[other] Were { $columns }
 } measured before { $treatment }?
prose-why-nothing = Nothing was adjusted for: the graph has no common cause of { $treatment } and { $outcome } among the columns.
prose-why-randomised = { $treatment } was assigned at random, so the groups differ only by chance; adjusting for { $covariates } only makes the comparison more precise.
prose-why-randomised-alone = { $treatment } was assigned at random, so the groups differ only by chance and nothing needs adjusting.
prose-why-iv = What moves { $treatment } here is { $instruments }, which should reach { $outcome } only through it: a stand-in for a lottery, even where other causes of { $treatment } were not measured.
prose-why-frontdoor = The effect is traced from { $treatment } to { $mediators } and from there to { $outcome }; this holds even if a common cause of { $treatment } and { $outcome } was not measured.
prose-why-did = The change over time of those who got { $treatment } is compared with the change of those who did not, which cancels whatever stays the same in each group.
prose-why-rdd = Just below and just above { $running-variable } = { $cutoff } people are alike except for { $treatment }, so the jump of { $outcome } there is its effect.
prose-why-also = Also adjusted for { $covariates }.
prose-left-out = Left out on purpose: { $left-out }, because they came after { $treatment } or are copies of it or of { $outcome }.
prose-checks-passed = All { $total } checks that could be run passed.
prose-checks-passed-one = The only check that could be run passed.
prose-checks-none = No check could be run.
prose-checks-failed = { $passed } of { $total } checks passed. Failed: { $failed-names }. { $detail }
prose-checks-failed-one = The only check that could be run failed: { $failed-names }. { $detail }
prose-caveat-backdoor = The strongest caveat: a cause of both { $treatment } and { $outcome } that is not in the data could explain the result. It would have to account for { $robustness } of what is left unexplained in each to bring the estimate to zero. { $benchmark }
prose-caveat-backdoor-plain = The strongest caveat: a cause of both { $treatment } and { $outcome } that is not in the data could explain the result, and no check can rule that out.
prose-caveat-randomised = The strongest caveat: this holds for people like those in the trial, as long as few dropped out and each did what they were assigned.
prose-caveat-iv = The strongest caveat: nothing in the data can prove that { $outcome } hears of { $instruments } only through { $treatment }, and the answer is about those who respond to it, not about everyone.
prose-caveat-frontdoor = The strongest caveat: if { $treatment } reaches { $outcome } by a way that passes by { $mediators }, or something unmeasured drives both { $mediators } and { $outcome }, the answer is off.
prose-caveat-did = The strongest caveat: it assumes that without { $treatment } both groups would have moved in parallel.
prose-caveat-rdd = The strongest caveat: it is about people near the cutoff only, and it fails if they could steer which side they land on.
prose-change-backdoor = What would change the answer: a measured common cause that is missing here, or a graph that you know better than I do; remove or add an arrow and ask again.
prose-change-randomised = What would change the answer: signs that assignment was not random after all, or another group of people.
prose-change-iv = What would change the answer: a reason to think that { $outcome } depends on { $instruments } directly.
prose-change-frontdoor = What would change the answer: another pathway from { $treatment } to { $outcome }.
prose-change-did = What would change the answer: something else that happened to one group at the same time.
prose-change-rdd = What would change the answer: something else that switches at the same cutoff.
prose-other-reading = I took the question to be about the effect of { $treatment } on { $outcome }; it could also mean the effect of { $other-treatment } on { $other-outcome }, so name the columns if that is what you meant.
prose-not-filtered = Your question is only about some people or rows, by { $columns }; I could not tell which, so this number is about everybody in the data. Name the level or the bound, and I will limit it.
prose-data-doubt = Before you use this number: { $doubts }
prose-ask-curve = A straight line does not fit here, so this number is an average over steps that do not all do the same: ask how { $outcome } changes over the whole range of { $treatment } for the curve.
