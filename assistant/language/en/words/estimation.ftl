# What an estimator says: why it was chosen, what to know of its figure, and why there is none.

## Why this estimator

choice-not-all-complied = Assignment was by chance and not all complied: the effect is that among those who did, and the effect of the offer stands beside it.
choice-several-arms = An experiment with several arms.
choice-small-blocks = An experiment in pairs or small blocks.
choice-experiment-covariates = An experiment with covariates.
choice-experiment-alone = An experiment without covariates.
choice-many-levels = The treatment has more than two levels.
choice-nothing-adjusted = Nothing is adjusted for, so all estimators are the difference in means.
choice-overlap-population = The overlap population is asked about.
choice-overlap = Two levels, enough rows in both, and they overlap.
choice-few-rows = The smaller group has { $rows } rows for { $parameters } parameters (fewer than { $least } each), so the estimate is linear regression's.
choice-groups-apart = { $covariates-quoted } alone tells the two groups of '{ $treatment }' apart, so nobody in one is like anybody in the other: the estimate is linear regression's and leans on its straight lines. Ask whether this covariate belongs in the adjustment set.
choice-hardly-overlap = { $share } of the rows have a chance of treatment below { $low } or above { $high }: the groups hardly overlap, so the estimate is linear regression's and leans on its straight lines.
choice-few-clusters = There are { $clusters } clusters, for which only linear regression has an interval that holds.
choice-thin-levels = { $share } of the rows are at values of '{ $column }' at which one group has hardly any rows, so the estimate is linear regression's, which compares within each value.
choice-instrument = An instrument is named.
choice-mediators = Mediators are named.
choice-one-unit = One unit is treated, after a long run of periods without: it is held against a weighted average of the others.
choice-group-and-period = The treatment column is the group, and the period says when treatment starts.
choice-switches-on = The treatment switches on; no unit is followed.
choice-different-times = Units start treatment at different times and keep it.
choice-changes-within = The treatment changes within units.
choice-cutoff = A cutoff is named.

## What to know of the figure

estimation-other-failed = { $estimator } was tried beside it and could not be computed: { $reason }
estimation-complete-rows = The rows without gaps alone ({ $rows }) give { $complete } instead of { $estimate }: which of the two is right hangs on why the values are missing.
estimation-no-script = The estimator '{ $estimator }' has no script, so no code reproduces its number.
estimation-repeated-covariates = Left out because other covariates already determine them: { $columns-quoted }.
estimation-curved = The outcome does not follow a straight line in '{ $treatment }' (p = { $p } for a squared term): the effect depends on where the change starts.
estimation-clipped = { $clipped } of { $rows } rows have a chance of treatment below { $low } or above { $high }, given the covariates; it was set to those limits. For them there is hardly anyone to compare with.
estimation-trimmed = { $estimator }: { $lost } of { $rows } rows have a chance of treatment below { $low } or above { $high } and are left out, so its effect is that of the others.
estimation-strata-left-out = { $estimator }: { $rows } rows are in strata with fewer than two rows of a group and are left out.
estimation-unmatched = { $estimator }: { $rows } rows have nobody like them in the other group and are left out, so its effect is that of the others.
estimation-blocks-left-out = { $rows } rows are left out: their block has rows of one arm only.
estimation-few-for-boosting = { $rows } rows are few for { $estimator }: its models end early and leave some confounding in. From { $fewest } rows on it is at home; below, use dml_interactive or dml_partially_linear.
estimation-few-clusters = There are only { $clusters } clusters, too few even for a bootstrap: the interval is likely too narrow.
estimation-no-limits = There are only { $clusters } clusters, too few even for a bootstrap: nothing in them tells how far the estimate may be off, so it has no interval.
estimation-wild-bootstrap = There are only { $clusters } clusters, too few for the usual interval: this one and the p-value are the wild cluster bootstrap's.
estimation-clusters-not-counted = The interval takes rows as independent: it does not count the clusters '{ $cluster }'.
estimation-few-treated-units = Only { $treated } of { $units } units are treated: the interval counts them as many and is likely too narrow.
estimation-no-group-before = No column says which rows belong to the treated group before treatment starts, so differences that were there before are not taken out. Add the group or the unit column.
estimation-units-left-out = { $units } units are left out because they are not seen in every period.
estimation-not-imputed = { $rows } treated rows are left out: no untreated row of the same unit, or none in the same period, shows what they would have been.
estimation-synthetic-misfit = No average of the untreated units follows the treated one well before the start (root mean squared gap { $gap }): part of the effect may be that misfit.
estimation-synthetic-no-covariates = A synthetic control matches the earlier outcomes and leaves the covariates out.
estimation-weak-instrument = The instrument is weak: first-stage F is { $f }, below { $weak }. The interval is Anderson-Rubin's, which weakness does not spoil. { $bounds }
estimation-instruments-contradict = The instruments contradict one another at every effect: at least one is not valid.
estimation-bounds-gap = It has no bounds: only effects between { $low } and { $high } are ruled out.
estimation-bounds-none = It has no bounds: the data rule out no effect at all.
estimation-bounds-one-side = It is open on one side.
estimation-weak-jump = The chance of treatment hardly jumps at the cutoff (F = { $f }, below { $weak }): the ratio is unreliable.
estimation-discrete-running = The running variable has only { $values } different values: the line between them is taken on trust (Kolesar & Rothe 2018).

## Why there is none: the columns

estimation-not-in-sample = The { role-word } '{ $column }' is not in the sample. Add it to the columns that are read.
estimation-not-numbers = The { role-word } '{ $column }' holds { $type } values, not numbers. Code its levels as 0 and 1 or compare two of them.
estimation-missing-or-infinite = The { role-word } '{ $column }' has { $rows } missing or infinite values. Drop or fill those rows first.
estimation-missing-values = The { role-word } '{ $column }' has { $rows } missing values. Drop or fill those rows first.
estimation-too-many-levels = The covariate '{ $covariate }' has more than { $levels } levels. Group its levels or leave it out.
estimation-no-rows = { $source } has no rows to scan.
estimation-no-complete-row = Every row of { $source } has a missing value in one of the columns. Leave out the emptiest column.
estimation-too-many-columns = { $columns } columns (levels counted) are too many for one pass. Leave out covariates or group the levels of the widest category.
estimation-no-subgroups = These statistics have no subgroups. Scan with by=... the column to group by.
estimation-rows-not-at-hand = These statistics came without their rows, so nothing that needs a second pass over the data can be computed. Scan the table again.

## Why there is none: too little to compare

estimation-same-everywhere = The treatment '{ $treatment }' is { $level } in every row, so nothing can be compared. Choose a column that varies or a wider population.
estimation-same-everywhere-unnamed = The treatment is the same in every row, so nothing can be compared.
estimation-covariates-explain = The covariates explain the treatment completely, so nothing is left to compare. Take out the covariate that copies it.
estimation-determined = The treatment '{ $treatment }' is fully determined by { $covariates-quoted }{ $covariates-n ->
    [one] {""}
   *[other] {" "}together
}: rows that are alike there have the same treatment, so its effect cannot be told apart.
estimation-collinear = { $determined } Leave out what repeats the treatment, or name another design.
estimation-not-by-chance = { $determined } It was not assigned by chance then. Leave out the covariate that repeats it.
estimation-follows-from-covariates = The treatment '{ $treatment }' follows from the covariates all but exactly, so its effect cannot be told apart. Leave out the covariate that repeats it.
estimation-too-few-rows = { $rows } rows are too few for { $columns } columns. Use fewer covariates or more rows.
estimation-too-few-rows-at-level = Only { $rows } rows are at one level of the treatment, too few for { $columns } covariate columns. Use { $instead } or fewer covariates.
estimation-too-few-for-cross-fitting = { $rows } rows are too few for cross-fitting; { $needed } are needed. Use linear_regression.
estimation-single-row = A group has a single row, so its spread is unknown. Two rows a group are needed.
estimation-one-cluster = All rows are in one cluster, so no standard error exists. Leave out the cluster.
estimation-levels-not-there = No rows have '{ $treatment }' at { $low } or none at { $high }. Choose two levels that are there.
estimation-nobody-at-level = No row has '{ $treatment }' at { $level }, so there is nobody to average over. Ask for the ATE.
estimation-nobody-near = Nobody in the other group is near enough to be a match. Use a wider caliper or linear_regression.
estimation-trimmed-away = Fewer than two rows of a group have a chance of treatment between { $low } and { $high }. Use linear_regression, and do not trust it far.
estimation-no-stratum = No stratum has two rows of both groups, so like cannot be compared with like. Use linear_regression.
estimation-no-block-with-both = No two blocks hold rows of both arms, so nothing can be compared in them.

## Why there is none: this estimator does not suit

estimation-no-estimator = The design '{ $design }' has no estimator. Choose one of: { $known }.
estimation-one-treatment = One treatment is needed, not { $treatments }. Ask about one column at a time.
estimation-two-levels-only = { $estimator } compares two levels, but '{ $treatment }' has others than { $low } and { $high }. Use { $instead }, or keep the rows with those two levels.
estimation-weighting-two-levels = Weighting compares treatment 1 with 0, but '{ $treatment }' takes other values or only one. Use the regression, or keep the rows with two levels.
estimation-needs-zero-one = logit needs an outcome of 0 and 1, but '{ $outcome }' has other values. Use linear_regression.
estimation-needs-counts = { $estimator } needs an outcome of counts, but '{ $outcome }' is negative somewhere or 0 everywhere. Use linear_regression.
estimation-no-best-fit = The { $model } model has no best fit: the treatment and the covariates predict some outcomes perfectly. Leave out the covariate that does, or use linear_regression.
estimation-no-covariate-to-learn = There is no covariate to learn from. Name the adjustment set, or use linear_regression.
estimation-no-covariate-to-match = There is no covariate to match on. Name the adjustment set, or use linear_regression.
estimation-no-clustered-interval = { $estimator } has no interval for rows that are dependent within '{ $cluster }'. Use linear_regression or aipw.
estimation-blocks-need = Differences within blocks need a treatment with two levels, categories that say which rows were dealt out together, and no clusters. Use lin_regression.
estimation-no-assignment = An intention to treat needs one assignment column. Name it as instruments=[...].
estimation-not-fitted = There is nothing to estimate from. Call fit(data) first.
estimation-not-estimated = No effect has been estimated yet. Call estimate_effect first.
estimation-target-units = target_units must be 'ate', 'att' or 'atc'; filter the rows for other groups.

## Why there is none: instruments, mediators, cutoffs

estimation-no-instrument = No instrument is named. Pass instruments=[...], or another design.
estimation-instruments-do-not-vary = The instruments { $instruments-quoted } do not vary once the covariates are given. Leave out the covariate that repeats the instrument.
estimation-instrument-does-not-move = The instrument does not move '{ $treatment }' at all in this sample, so it carries no effect. Choose another instrument or design.
estimation-no-mediator = No mediator is named. Pass mediators=[...], or another design.
estimation-mediator-determined = The mediator { $mediators-quoted } is fully determined by the treatment, the covariates or the other mediators, so its own path cannot be seen. Leave it out.
estimation-no-running-variable = No running variable is named. Pass running_variable=..., or another design.
estimation-no-cutoff = The cutoff of '{ $running }' is not known. Pass cutoff=..., the value at which the treatment changes.
estimation-few-below-cutoff = Only { $rows } rows are below the cutoff { $cutoff } of '{ $running }' ({ $needed } are needed). Check the cutoff.
estimation-few-above-cutoff = Only { $rows } rows are at or above the cutoff { $cutoff } of '{ $running }' ({ $needed } are needed). Check the cutoff.
estimation-no-jump = The treatment '{ $treatment }' does not change at the cutoff, so there is nothing to compare. Check the cutoff and the treatment column.
estimation-too-few-running-values = Too few different values of the running variable within { $width } of the cutoff for a local polynomial of degree { $degree }. Use a wider bandwidth or a coarser design.

## Why there is none: before and after

estimation-did-needs-treatment = A difference in differences needs a treatment column. Pass treatment=....
estimation-did-needs-period = A difference in differences needs a period column. Pass time=....
estimation-series-needs-period = An interrupted series needs a period column. Pass time=....
estimation-one-period = The period column '{ $time }' has one value. A before and an after are needed.
estimation-period-order = The order of the periods in '{ $time }' ({ $periods-quoted }, ...) is not clear. Give them as numbers or dates.
estimation-no-unit = No unit column is named, so adoption dates are unknown. Pass unit=....
estimation-start-outside = The start { $start } is not inside the periods of '{ $time }' ({ $first } to { $last }). Give the first treated period as cutoff=....
estimation-start-not-shown = '{ $treatment }' is the same in all { $periods } periods of '{ $time }', so the data do not show when treatment starts. Give the first treated period as cutoff=..., or a treatment column that switches on.
estimation-no-comparison-group = '{ $treatment }' does not vary before or does not vary after the start, so there is no comparison group. Add the untreated rows or choose another design.
estimation-no-single-start = The table has no single start with a treated and an untreated group, so two by two does not apply. Use two_way_fixed_effects.
estimation-empty-cell = One of the four cells (group by period) is empty, so there is no difference in differences. Check the period and the treatment column.
estimation-determined-by-unit-and-period = The treatment '{ $treatment }' is fully determined by unit and period, so no comparison is left. Rows that are untreated in the same period are needed.
estimation-imputation-needs-units = Imputation follows units over time. Pass unit=..., or use two_way_fixed_effects.
estimation-imputation-needs-on-off = Imputation needs a treatment that is on or off. Use two_way_fixed_effects.
estimation-nothing-to-impute-from = No treated row has an untreated row of its unit and period to be compared with.
estimation-group-time-needs-units = Group-time effects follow units over time into a treatment that is on or off. Pass unit=..., or use two_way_fixed_effects.
estimation-too-few-untreated-units = { $units } units that are not treated yet cannot carry { $columns } covariates. Use fewer covariates, or imputation.
estimation-no-whole-units = Fewer than two units are seen once in every period, so cohorts cannot be followed. Use imputation or two_way_fixed_effects.
estimation-no-cohort = No cohort has both a period before its start and units that are not treated yet. Add untreated units, or use two_way_fixed_effects.
estimation-synthetic-needs = A synthetic control needs one treated unit, { $before } periods before its start and { $donors } units that are never treated, all seen in every period: here are { $treated } treated and { $untreated } untreated units. Use two_way_fixed_effects or imputation.
estimation-synthetic-needs-units = A synthetic control follows units over time into a treatment that is on or off. Pass unit=..., or use two_way_fixed_effects.
estimation-series-no-start = '{ $treatment }' shows no single start with { $before } periods before it and { $after } after. Give the first treated period as cutoff=..., or name another design.
estimation-too-few-periods = { $periods } periods cannot carry a line before, a line after and the covariates. Use fewer covariates or more periods.
estimand-people = { $estimand ->
    [ATT] those who got the treatment (ATT)
    [ATC] those who did not get the treatment (ATC)
    [ATO] those who could have gone either way (ATO)
    [LATE] those whom an instrument moves (LATE)
   *[other] everybody
}
estimation-not-two-groups = The effect among { estimand-people } needs a treatment with two levels, and '{ $treatment }' has more. Ask about everybody, or keep the rows with two of its levels.
estimation-not-of-those = This design does not tell the effect among { estimand-people }. Leave that out to get the effect that it tells, or name another design.
estimation-no-compliers = The effect among those whom an instrument moves (LATE) needs an instrument. Name it, or ask about everybody.
