experiment-nothing = { "" }
experiment-metric = { $column-named }
experiment-ratio = { $above } per { $below }
experiment-arm = { $column } = { $level }
experiment-count = { $rows } ({ $arm })
experiment-equal = arms of the same size
experiment-share = { $share }
experiment-shares = a split of { $shares-names }
experiment-relative = , which is { $relative } of control (95% interval: { $relative-low } to { $relative-high })
experiment-of-control = , { $share } of control
experiment-days = , about { $days } days at the pace so far

experiment-invalid = The test is not valid as it stands, and no winner can be declared: the { $of ->
    [groups] groups
   *[rows] rows
 } of the arms are { $counts-names } where { $planned } were planned (sample ratio mismatch, chi-square p { $p-p }).
experiment-short = What is missing are rows of { $arm } where { $segment } = { $level }: { $rows } instead of about { $expected }; all other rows fit the plan (p { $rest-p }). Find out what drops them there before anything else is read.
experiment-short-unknown = No column from before the test shows whose rows are missing; look at how arms are assigned, logged and filtered.
experiment-plan-presumed = Nobody says what split was planned; I presumed arms of the same size. If another one was, say so.
experiment-unbalanced = The test is not valid as it stands, and no winner can be declared: what was there before differs more between the arms of { $arms } than a draw leaves it (joint p { $p-p }, largest difference { $worst } standard deviations).
experiment-bounds = If all missing rows are those of { $arm }, the effect on { $outcome } lies somewhere between { $bounds-low } and { $bounds-high } (Lee's bounds with their 95% interval), and the plain difference is no estimate of it.

experiment-valid = The test looks valid: the { $of ->
    [groups] groups
   *[rows] rows
 } of the arms are { $counts-names }, as { $planned } give (chi-square p { $p-p }, no sample ratio mismatch).
experiment-valid-rows = The rows of the arms are { $counts-names }; they were not drawn one by one, so their numbers say nothing about the draw.
experiment-balanced = What was there before does not differ more between the arms than a draw leaves it (joint p { $p-p }).

experiment-result = { $verdict ->
    [better] { $arm } did better than { $control } on { $metric }: { $arm-mean } against { $control-mean }, a change of { $effect } (95% interval: { $effect-low } to { $effect-high }){ $relative }.
    [worse] { $arm } did worse than { $control } on { $metric }: { $arm-mean } against { $control-mean }, a change of { $effect } (95% interval: { $effect-low } to { $effect-high }){ $relative }.
   *[unclear] No clear difference on { $metric }: { $arm-mean } with { $arm } against { $control-mean } with { $control }, a change of { $effect } (95% interval: { $effect-low } to { $effect-high }){ $relative }.
 }
experiment-result-relative = { $arm } changed { $metric } by { $lift } relative to { $control } (95% interval: { $lift-low } to { $lift-high }), { $verdict ->
    [better] clearly better
    [worse] clearly worse
   *[unclear] which is no clear difference
 }: { $arm-mean } against { $control-mean }, a change of { $effect } (95% interval: { $effect-low } to { $effect-high }).
experiment-decision-ship = Ship { $arm }: it is clearly better on { $better-names }{ $watched ->
    [yes] , and nothing that was watched got clearly worse
   *[no] { "" }
 }.
experiment-decision-trade-off = { $arm } is no plain win: clearly better on { $better-names }, clearly worse on { $worse-names }. Do not ship it before somebody has weighed the one against the other.
experiment-decision-do-not-ship = Do not ship { $arm }: it is clearly worse on { $worse-names }.
experiment-decision-wait = Wait: these rows do not tell { $arm } from { $control }. If the effect is as large as it looks now, about { $more } more rows would show it (in four of five tests).
experiment-decision-nothing = Do not ship { $arm } on this evidence: it is not told from { $control }, and an effect of { $detectable } or more would very likely (in four of five tests) have been seen.
experiment-decision-lost = Do not ship { $arm } on this evidence: it looks better or worse among those whose outcome is there, but what is missing in one arm could have made all of that.
experiment-item = { $metric } with { $arm } { $effect } (95% interval: { $effect-low } to { $effect-high }{ $verdict ->
    [better] ; clearly better
    [worse] ; clearly worse
   *[unclear] ; not clear
 })
experiment-others = Other comparisons: { $items-list }.
experiment-watched = Watched so that it does not get worse: { $items-list }.

experiment-yet-yes = Yes: the difference on { $metric } is significant, however often you have looked; an interval that holds at every look runs from { $any-low } to { $any-high } and leaves out zero.
experiment-yet-planned = Only if this is the end that was planned: on { $metric } the usual 95% interval ({ $effect-low } to { $effect-high }) leaves out zero, but one that holds at every look ({ $any-low } to { $any-high }) does not.
experiment-yet-no = Not yet: on { $metric } neither the usual 95% interval, corrected for all comparisons, nor one that holds at every look ({ $any-low } to { $any-high }) tells the arms apart.
experiment-detectable = With { $rows } rows, the smallest effect on { $metric } that this test finds in four of five tests is { $detectable }{ $of-control }; smaller ones it mostly misses.
experiment-need-none = No longer for this: { $metric } already tells { $arm } from { $control }. Stop where the plan says, not because it looks good.
experiment-need-asked-more = About { $more } more rows ({ $needed } in all){ $days }: so many find an effect of { $target } on { $metric } in four of five tests.
experiment-need-asked-enough = No longer: the { $rows } rows there are find an effect of { $target } on { $metric } in four of five tests ({ $needed } would do).
experiment-need-seen-more = About { $more } more rows ({ $needed } in all){ $days }, if the effect on { $metric } is as large as it looks now ({ $target }, in four of five tests).
experiment-need-seen-enough = The { $rows } rows there are should have told an effect on { $metric } as large as it looks now ({ $target }) in four of five tests; corrected for all comparisons they do not.
experiment-need-guess = The effect as it looks now is a poor guide; better name the smallest effect that would matter (“how long for a lift of two percent?”). These rows find { $detectable } or more.

experiment-plan-unknown = Nobody says what split was planned. { $counts-names } are no equal arms, but fit a plan with { $share } in { $control }; if equal arms were planned, the test is not valid (sample ratio mismatch) and this is void.
experiment-taken-for = Nothing in the table is called “{ $words }”; I took it for what { $arms } tried. If it is something else, this is no answer for it.
experiment-random-unknown = Nobody says that chance decided { $arms }; I read the test as if it had. If people or circumstances chose, this is no effect.
experiment-losses = { $metric } is missing in { $lost } of the rows of { $arm } and in { $lost-control } of { $control } (p { $lost-p-p }), so those who are left need not be alike.
experiment-loss-bounds = For those who would have stayed in either arm the effect lies between { $bounds-low } and { $bounds-high } (Lee's bounds with their 95% interval).
experiment-complied = Not all did as drawn: { $taken-named } is { $share } in { $arm } and { $in-control } in { $control }. The change above is that of the offer; among those who took it because of the offer it is { $moved } (95% interval: { $moved-low } to { $moved-high }), if the offer acts through nothing else.
experiment-capped = A few very large values make up much of the spread of { $metric }; nothing was cut. With values above { $cap } (the highest 1%) set to that, the change is { $capped } (95% interval: { $capped-low } to { $capped-high }).

experiment-cuped = { $before-named }, from before the test, was used to take noise out (CUPED): { $saved } of the variance is gone. Without it the change is { $plain } (95% interval: { $plain-low } to { $plain-high }).
experiment-no-cuped = CUPED was asked for and not used: no column that is said to be from before the test goes with { $metric }.
experiment-ratio-how = { $metric } is one sum over the other in each arm, its error by the delta method; rows with none below count with their amount above.
experiment-holm = P-values are corrected for { $comparisons } comparisons (Holm); that of the first is { $p-p }.
experiment-clusters = Rows with the same { $cluster } belong together ({ $groups } groups), and errors allow for it.
experiment-metrics-presumed = Nobody says which metric decides; I looked at { $metrics }. Name one to be answered on it alone.
experiment-caveat = The strongest caveat: this holds for people like those in the test and for as long as it ran; what is new may wear off, and people who met both arms would blur them.
experiment-control-presumed = No word says which arm is control; I took { $control }.
experiment-goal-more = More is taken for better: { $metrics }.
experiment-goal-less = Less is taken for better: { $metrics }.
experiment-change = What would change the answer: another metric that decides, another planned split, other rows. Name it and ask again.
experiment-change-invalid = What would change the answer: the split that was planned, if it was another one, or the rows that are missing. An effect that is adjusted for what was there before can be asked for, as of data that were never drawn.

experiment-no-arms = No column of the table tells the arms of a test: none is said to be assigned at random, and none has levels like control and treatment.
experiment-help-arms = A column that says which arm each row was in
experiment-help-random = A sentence that says which column chance decided
experiment-not-random = { $arms } is no test: the description says how it came about otherwise ({ $said }). Reading it out as an experiment would mislead.
experiment-help-adjusted = Ask for the effect of { $arms } on an outcome: it is then adjusted for what differs
experiment-unknown = No column is about “{ $words }”, so I cannot answer for it.
experiment-columns = The table has { $columns }
experiment-which-arms = Several columns could be the arms of the test. Which one do you mean?
experiment-which-metric = On which column should the test be read?
experiment-too-few-rows = An arm has only { $rows } rows; from so few nothing can be told.
experiment-arm-empty = In these rows an arm of { $arms } is empty.
experiment-nothing-below = What the ratio is per adds up to nothing in an arm.
experiment-no-variation = The outcome is the same in every row, so there is nothing to compare.
experiment-no-share = The mean is not above zero, so no percentage of it can be planned for. Say how large an effect is to be found in the outcome's own unit.

experiment-size-asked = About { $needed } rows in two equal arms{ $days } find an effect of { $target } on { $outcome-named } in four of five tests.
experiment-size-usual = That hangs on how small an effect is to be found: a change of a twentieth of the mean ({ $target } on { $outcome-named }) takes about { $needed } rows in two equal arms{ $days } in four of five tests. Name the smallest effect that matters for a figure of your own.
experiment-size-table = As many rows as the table has ({ $rows }), in two equal arms, find { $detectable } or more.
experiment-size-how = Reckoned from the mean of { $outcome } here, { $mean }, and its spread, two-sided at the usual level.
experiment-size-caveat = The strongest caveat: it takes the people of the test to be like those of this table, drawn one by one, and one look at the planned end. Looking earlier, several metrics or losses take more.
experiment-size-change = What would change the answer: another effect that is to be found, or a column from before the test that goes with the outcome (CUPED needs fewer rows).
experiment-figure-row = { $metric }: { $arm }
experiment-figure-percent = Change against control, %
experiment-figure-errors = Change against control, in standard errors
