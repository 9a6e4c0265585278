### Checks: what each is called, asks and cannot detect; what it found, and its rule.

check-overlap-name = overlap
check-overlap-asks = Are there comparable cases with and without the treatment for every kind of row?
check-overlap-blind = Lack of overlap in characteristics that are not in the data, and small corners of the table where every row has the same treatment although the average there looks mixed.
check-overlap-found = The chance of treatment given the covariates runs from { $least-percent } to { $most-percent }: { $outside-percent } of the rows are outside { $low-percent } to { $high-percent } and { $alone-percent } have nobody like them in the other group. After weighting, the { $treated } treated rows count as { $treated_worth-figure } and the { $untreated } untreated ones as { $untreated_worth-figure }.
check-overlap-rule = Rule: at most { $allowed-percent } of each, and no group worth less than a tenth of its rows.
check-overlap-dose-found = The covariates leave { $kept-percent } of the treatment's variance to learn from, carried by the equivalent of { $worth-figure } of { $rows } rows.
check-overlap-dose-rule = Rule: at least { $kept-percent } of the variance and { $worth-figure } rows.

check-balance-name = balance
check-balance-asks = Are the groups that are compared alike in every measured characteristic?
check-balance-blind = Differences in characteristics that were not measured or not adjusted for, and differences beyond the averages (in spread, or in combinations of characteristics).
check-balance-difference = The largest standardised difference is { $before-figure } before weighting ({ $before_name }) and { $after-figure } after it ({ $after_name }).
check-balance-correlation = The largest standardised correlation with the treatment is { $before-figure } before weighting ({ $before_name }) and { $after-figure } after it ({ $after_name }).
check-balance-still = Still unbalanced: { $names-commas }.
check-balance-rule = Rule: at most { $limit-n } after weighting.
check-balance-arms = The largest standardised difference between the arms is { $before-figure } ({ $before_name }); a joint test of all { $tested-n } characteristics gives p = { $p-figure }.
check-balance-arms-rule = Rule: p of at least { $limit-n }, since a fair draw leaves small differences.

check-placebo-treatment-name = placebo treatment
check-placebo-treatment-asks = If the treatment is dealt out at random among the rows, does the effect vanish?
check-placebo-treatment-blind = Hidden confounders, and adjusting for something that the treatment and the outcome both cause: shuffling cuts every link to the treatment, so the placebo passes whether or not they are there.
check-placebo-treatment-found = With the treatment shuffled { $draws-n } times, the estimate was { $mean-figure } on average (middle 95%: { $low-figure } to { $high-figure }), against { $real-figure } for the real one; { $reached-n } of { $draws-n } were as large.

check-placebo-outcome-name = placebo outcome
check-placebo-outcome-asks = Does the treatment 'change' the outcome as it was before the treatment, which it cannot have?
check-placebo-outcome-blind = A confounder that came into play only after the earlier measurement; and if the two groups did differ then, adjusting for the earlier measurement may already have mended it.
check-placebo-outcome-found = On { $earlier }, measured before the treatment, the estimated effect is { $effect-figure } (95% interval { $low-figure } to { $high-figure }; linear regression on the other covariates).
check-placebo-outcome-rule = Rule: the interval has to include 0.

check-random-common-cause-name = random common cause
check-random-common-cause-asks = Does the estimate stay put when a made-up random characteristic is adjusted for as well?
check-random-common-cause-blind = Real hidden confounders: the made-up one is pure noise, so staying put says only that the calculation is steady, not that nothing important is missing.
check-random-common-cause-found = Adding a random covariate { $draws-n } times gave { $mean-figure } on average, against { $without-figure } without it; in 95% of the draws it moved by { $moved-figure } or less.
check-random-common-cause-rule = Rule: at most half a standard error ({ $allowed-figure }).

check-subset-stability-name = subset stability
check-subset-stability-asks = Do random subsets of the rows give the same answer, but for chance?
check-subset-stability-blind = Any bias that all rows share: a hidden confounder or a collider is in every subset too. Rows copied several times, or rows of one family or firm treated as if unrelated, stay unnoticed as well.
check-subset-stability-found = { $draws-n } random subsets of { $part-percent } of the rows gave { $low-figure } to { $high-figure } (middle 95%), against { $whole-figure } on all rows; { $agree-percent } of them agree with it within sampling error (plus or minus { $margin-figure }).

check-leave-one-covariate-out-name = leave one covariate out
check-leave-one-covariate-out-asks = Does the conclusion rest on adjusting for one single covariate?
check-leave-one-covariate-out-blind = Covariates that are not in the data; and a covariate that moves the estimate a lot may be either a confounder that belongs in or something that does not: the numbers cannot tell which.
check-leave-one-covariate-out-found = Leaving out { $covariate } moves the estimate most: from { $from-figure } to { $to-figure }.
check-leave-one-covariate-out-rule = Rule: an effect that is clearly different from 0 must not change its sign when any one of the { $covariates-n } covariates is left out.

check-specification-curve-name = specification curve
check-specification-curve-asks = Do other sound ways of estimating it from the same columns give the same answer?
check-specification-curve-blind = Whatever all the methods share: a hidden confounder, a wrong graph or wrong rows mislead every one of them alike.
check-specification-curve-found =
    { $others-n ->
        [1] One other estimator gave { $least-figure }, against { $answer-figure } from { $estimator }.
       *[other] { $others-n } other estimators gave { $least-figure } to { $most-figure }, against { $answer-figure } from { $estimator }.
    }
check-specification-curve-furthest = Furthest away: { $estimator }, { $value-figure } (95% interval { $low-figure } to { $high-figure }).
check-specification-curve-rule = Rule: none may lie outside the answer's 95% interval while the answer lies outside its own, unless they are within { $near-percent } of each other.

check-first-stage-name = first stage
check-first-stage-asks = Does the instrument move the treatment enough to learn from?
check-first-stage-blind = Whether the instrument reaches the outcome by another way than the treatment, or shares causes with it: a strong instrument can be an invalid one.
check-first-stage-found = The first-stage F statistic is { $f-figure }.
check-first-stage-rule = Rule: above { $limit-n }.
check-first-stage-strong = It is also above { $bar-n }, a stricter bar.
check-first-stage-fair = It is below { $bar-n }, a stricter bar, so some bias is possible.
check-first-stage-weak = The estimate leans towards the confounded comparison and its usual interval is too narrow.

check-over-identification-name = over identification
check-over-identification-asks = Do the instruments, each used alone, agree on the effect?
check-over-identification-blind = Instruments that are invalid in the same way, which agree on the same wrong answer; and they may disagree without a fault when the effect differs between the people each of them moves.
check-over-identification-found = The test that all { $instruments-n } instruments give the same effect has p = { $p-figure }.

check-instrument-balance-name = instrument balance
check-instrument-balance-asks = Are rows with different values of the instrument alike in the measured characteristics?
check-instrument-balance-blind = Unmeasured differences that come with the instrument. Measured ones are adjusted for, so a failure is a hint that the instrument is not as good as random, not a proof that the estimate is wrong.
check-instrument-balance-found = The largest standardised difference across { $instrument } is { $size-figure } ({ $covariate }).
check-instrument-balance-over = Over the limit: { $names-commas }.

check-placebo-instrument-name = placebo instrument
check-placebo-instrument-asks = If the instrument is dealt out at random among the rows, does its link to the outcome vanish?
check-placebo-instrument-blind = An instrument that reaches the outcome by another way, or that shares causes with it: shuffling cuts those links too, so the placebo passes whether or not they are there.
check-placebo-instrument-found = With the instrument shuffled { $draws-n } times, its effect on the outcome (per unit that it moves the treatment) was { $mean-figure } on average (middle 95%: { $low-figure } to { $high-figure }), against { $real-figure } for the real one; { $reached-n } of { $draws-n } were as large.

check-pre-trend-name = pre trend
check-pre-trend-asks = Did the treated and the untreated move in parallel before the treatment?
check-pre-trend-blind = Paths that part company only once the treatment starts, and trends too small for this many rows to show: parallel before is no proof of parallel after.
check-pre-trend-found = Over { $periods-n } periods before the treatment the treated strayed from the path of the others by at most { $size-figure } (joint test p = { $p-figure }).

check-placebo-period-name = placebo period
check-placebo-period-asks = If the treatment is pretended to have begun earlier, is its 'effect' then nothing?
check-placebo-period-blind = Paths that part company only once the treatment starts, and trends too small for this many rows to show: parallel before is no proof of parallel after.
check-placebo-period-found =
    { $early-n ->
        [one] Pretending that it began 1 period early, the 'effect' before the real start is { $effect-figure } (95% interval { $low-figure } to { $high-figure }, p = { $p-figure }).
       *[other] Pretending that it began { $early-n } periods early, the 'effect' before the real start is { $effect-figure } (95% interval { $low-figure } to { $high-figure }, p = { $p-figure }).
    }

check-treatment-moves-mediator-name = treatment moves mediator
check-treatment-moves-mediator-asks = Does the treatment move every mediator through which its effect is said to run?
check-treatment-moves-mediator-blind = A hidden cause of treatment and mediator, which makes this link look real when it is not.
check-treatment-moves-mediator-found = The weakest link from treatment to mediator is to { $mediator }: F = { $f-figure }.
check-treatment-moves-mediator-rule = Rule: above { $limit-n }, as for an instrument, or there is little effect to pass on.

check-mediator-moves-outcome-name = mediator moves outcome
check-mediator-moves-outcome-asks = Does every mediator move the outcome among rows with the same treatment?
check-mediator-moves-outcome-blind = A hidden cause of mediator and outcome, and an effect of the treatment that does not run through the mediators: front-door adjustment misses that part, and nothing in the data shows it.
check-mediator-moves-outcome-found = The weakest link from mediator to outcome is from { $mediator }: t = { $t-figure }.
check-mediator-moves-outcome-rule = Rule: beyond plus or minus { $limit-n }.

check-density-name = density
check-density-asks = Do rows pile up on one side of the cutoff, as if people had chosen their side?
check-density-blind = Sorting in both directions at once, which leaves the counts even, and sorting by people who differ in ways that matter while being few.
check-density-found = Just above the cutoff there are { $times-figure } times as many rows as just below (p = { $p-figure } for no jump).

check-covariate-continuity-name = covariate continuity
check-covariate-continuity-asks = Do characteristics that the cutoff cannot change run smoothly across it?
check-covariate-continuity-blind = A jump in characteristics that were not measured.
check-covariate-continuity-found = The clearest jump is that of { $covariate }: { $size-figure } standard deviations, p = { $p-figure } allowing for { $tries-n } tries.

check-placebo-cutoffs-name = placebo cutoffs
check-placebo-cutoffs-asks = Does the outcome jump at places where nothing happens?
check-placebo-cutoffs-blind = Anything that happens at the true cutoff only, such as another rule with the same limit.
check-placebo-cutoffs-found = Of { $tries-n } placebo cutoffs the clearest jump is { $size-figure } at { $place-figure } (p = { $p-figure }, allowing for { $tries-n } tries).

check-bandwidth-name = bandwidth
check-bandwidth-asks = Does the answer depend on how wide a window around the cutoff is used?
check-bandwidth-blind = Bias that is the same in every window, such as sorting at the cutoff.
check-bandwidth-found = With half the window the estimate is { $narrow-figure }, with twice the window { $wide-figure }, against { $answer-figure } (95% interval { $low-figure } to { $high-figure }).
check-bandwidth-rule = Rule: both within 1.96 standard errors of the narrower window.

check-graph-against-data-name = graph against data
check-graph-against-data-asks = Do the independences that your graph claims hold in the data?
check-graph-against-data-blind = A graph with the same independences but other directions passes just as well, and a graph with every arrow claims nothing. Effects that cancel out and links without any correlation go unseen.
check-graph-against-data-rule = Rule: none at corrected p below 0.05 with a strength of { $strength-n } or more.

check-rule-p = Rule: p of at least { $limit-n }.
check-rule-at-most = Rule: at most { $limit-n }.
check-rule-at-least = Rule: at least { $limit-n }.
check-rule-at-least-share = Rule: at least { $limit-percent }.
check-rule-nothing-inside = Rule: nothing at all (0) has to lie inside the middle 95%.
check-stands-in = (Done with the linear regression on the same columns, which stands in for { $estimator }.)
check-not-run = Could not be run: { $reason }

## Why a check could not be run.

check-reason-no-covariate-varies = no covariate varies.
check-reason-one-treatment = All rows have the same treatment, so there are no two groups to compare.
check-reason-no-treatment = This design has no treatment column.
check-reason-explained-completely = The covariates explain the treatment (or an instrument) completely, so nothing is left to compare. Take out the covariate that copies it.
check-reason-exact-fit = The regression fits every row exactly, so there is no error to compare with.
check-reason-few-rows = { $rows-n } rows are too few for { $columns-n } columns.
check-reason-hardly-more-rows = there are hardly more rows than covariates.
check-reason-too-few-to-leave = { $rows-n } rows are too few to leave some out.
check-reason-no-subset-estimate = on most subsets of { $part-percent } of the rows there is no estimate.
check-reason-shuffled-treatment = the covariates explain even a shuffled treatment.
check-reason-shuffled-instrument = the covariates explain even a shuffled instrument.
check-reason-no-earlier-outcome = no covariate measures the outcome before the treatment.
check-reason-not-registered = The estimator '{ $estimator }' is not registered, so it cannot be run again.
check-reason-no-bounds = the estimate has no bounds to hold the others against.
check-reason-nothing-to-vary = The design '{ $design }' has no adjustment set to vary.
check-reason-few-pairs = Only { $pairs-n } matched pairs are found; { $needed-n } are needed.
check-reason-one-instrument = with one instrument there is no second opinion to compare it with.
check-reason-instruments-repeat = the instruments repeat one another.
check-reason-no-cutoff = The design names no running variable or no cutoff.
check-reason-thin-side = Fewer than { $fewest-n } rows lie on one side of the cutoff.
check-reason-running-constant = the running variable hardly varies.
check-reason-few-values-on-a-side = the running variable has too few values on one side of the cutoff.
check-reason-few-values-near = the running variable has too few values near the cutoff.
check-reason-hardly-any-rows = there are hardly any rows right at the cutoff.
check-reason-no-placebo-cutoff = neither side of the cutoff has enough rows for a placebo cutoff.
check-reason-no-row-before = There is no row of the treated group from before its treatment.
check-reason-no-group = No column says which rows belong to the treated group before the treatment starts. Add the unit or the group column.
check-reason-nothing-before = The periods before the treatment leave nothing to compare.
check-reason-few-rows-before = There are too few rows before the treatment for a test.
check-reason-constant-before = The outcome does not vary before the treatment beyond groups and periods.
check-reason-few-units = There are too few units or clusters for a joint test.
check-reason-one-period-no-trend = there is only one period before the treatment, so no earlier trend can be seen.
check-reason-one-period-no-start = there is only one period before the treatment, so no earlier start can be pretended.
check-reason-not-seen-twice = no treated group was seen twice before its treatment.

## How strong a hidden confounder would have to be.

sensitivity-benchmark = A hidden confounder as strong as { $covariate } would move the estimate from { $from-figure } to { $to-figure }.
sensitivity-benchmark-in-regression = A hidden confounder as strong as { $covariate } would move the estimate from { $from-figure } to { $to-figure } (in the linear regression with the same columns).

## A graph held against a table.

graph-claims-nothing = The graph claims no independence that these columns could contradict.
graph-claims-fit = All { $claims-n } independences that the graph claims fit the data.
graph-claims-contradicted = The data contradict { $violated-n } of the { $claims-n } independences that the graph claims.
claim-contradicted =
    { $given-n ->
        [0] { $one } and { $other } are associated (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause.
        [one] { $one } and { $other } are associated once { $given } is held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause.
       *[other] { $one } and { $other } are associated once { $given } are held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause.
    }
claim-contradicted-either-arrow =
    { $given-n ->
        [0] { $one } and { $other } are associated (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; an arrow in either direction takes the contradictions from { $before-n } to { $after-n }.
        [one] { $one } and { $other } are associated once { $given } is held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; an arrow in either direction takes the contradictions from { $before-n } to { $after-n }.
       *[other] { $one } and { $other } are associated once { $given } are held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; an arrow in either direction takes the contradictions from { $before-n } to { $after-n }.
    }
claim-contradicted-arrow =
    { $given-n ->
        [0] { $one } and { $other } are associated (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; { $arrow } takes the contradictions from { $before-n } to { $after-n }.
        [one] { $one } and { $other } are associated once { $given } is held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; { $arrow } takes the contradictions from { $before-n } to { $after-n }.
       *[other] { $one } and { $other } are associated once { $given } are held fixed (strength { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, corrected p { $p-p }); the graph says they are not: add an arrow between them or a common cause; { $arrow } takes the contradictions from { $before-n } to { $after-n }.
    }
graph-test-says-little = The test says little: { NUMBER($equivalent-n, style: "percent") } of the graphs with shuffled names claim the same independences.
graph-no-better-than-chance = { $violated-n } of { $claims-n } local claims fail at the { NUMBER($level-n, style: "percent") } level; { NUMBER($as_good-n, style: "percent") } of { $shuffled-n } graphs with shuffled names do as well: no better than chance, so the graph is rejected.
graph-better-than-chance = { $violated-n } of { $claims-n } local claims fail at the { NUMBER($level-n, style: "percent") } level; { NUMBER($as_good-n, style: "percent") } of { $shuffled-n } graphs with shuffled names do as well: better than chance.
graph-untested = Not tested: { $columns }.
