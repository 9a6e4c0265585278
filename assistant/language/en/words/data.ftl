# What is said of the table and of the rows that one estimate uses.

## The table as a whole

data-tiny = There are only { $rows } rows: intervals are wide and only rough.
data-repeated-rows = { $repeated } of { $rows } rows repeat an earlier row in every column. If they are copies and not separate observations, remove them: they make intervals too narrow.
data-constant-columns = The same value in every row, so of no use: { $columns-quoted }.
data-mostly-missing = Missing in more than half of the rows: { $columns-quoted }.
data-first-sheet = { $source } has { $sheets } sheets; only the first, '{ $first }', is read.
data-read-as = There is no column '{ $text }': it is read as '{ $column }'.
data-read-as-term = There is no column '{ $text }': it is read as the term { $terms-quoted }.

## Rows that were left out

data-outside-population = outside the population ({ $condition })
data-missing = { $role ->
    [time] time
    [unit] unit
    [cluster] cluster
   *[other] { role-word }
} is missing ({ $columns-commas })
data-missing-in-covariate = missing in a covariate ({ $columns-commas })
data-neither-level = { $column } is neither { $low } nor { $high }

## Covariates that were left out

data-apart-from-treatment = it has { $levels } levels, and { $treatment } goes with none of them
data-left-out = '{ $column }' is left out of the adjustment: { $why }.
data-same-in-every-row = it has the same value in every row used
data-missing-in-every-row = it is missing in every row used
data-missing-in-share = it is missing in { $share } of the rows
data-labels-rows = it labels rows or units and measures nothing
data-free-text = it is text with { $values } different values in { $rows } rows
data-copy = { $role ->
    [covariate] it is a copy of '{ $original }'
   *[other] it is a copy of the { role-word } '{ $original }'
}
data-other-units = { $role ->
    [covariate] it is '{ $original }' in other units
   *[other] it is the { role-word } '{ $original }' in other units
}
data-separates = each of its levels holds rows of one '{ $treatment }' only, so nothing can be compared within a level; what differs between its levels stays in the estimate
data-too-many-levels = '{ $column }' is not adjusted for: it has { $levels } levels.

## How columns were read and filled

data-gaps-filled = Complete rows alone would lose { $share } of the rows. Gaps in { $columns-commas } are filled with the mean or most frequent level and marked by a '(missing)' column; if gaps have reasons of their own, some bias stays.
data-gaps-dropped = Gaps in { $columns-commas }: the { $share } of the rows that have one are left out, and the answer is about the others. That is right unless { $outcome } itself, or what else moves it, decided who has a gap; nothing in the rows speaks for that.
data-gaps-drawn = Complete rows alone would lose { $share } of the rows. Gaps in { $columns-commas } are filled { $draws } times by models of the other columns, treatment and outcome among them, and the results are pooled; if gaps have reasons of their own, some bias stays.
data-gaps-tied = Gaps in { $columns-commas }: the { $share } of the rows that have one differ in { $outcome } from the others. Filling the gaps is right if { $outcome } or the other columns decided who has one; if the missing values themselves did, complete rows are right and this is nearly so. Ask why the values are missing.
data-rare-levels = { $levels } rare levels of '{ $column }' are put together as '{ $other }'.
data-held-in-forms = Straight lines do not fit the part of { $columns-commas }: held fixed as curves, level by level or with their product.
data-held-by-means = '{ $column }' has { $levels } levels, more than these rows bear a column each for: it is held fixed by the means of the treatment and the other columns within its levels.
data-outcome-counted = The outcome '{ $outcome }' is counted as 1 for { $high } and 0 for { $low }: the effect is a difference in shares.
data-outcome-counted-by-alphabet = The outcome '{ $outcome }' is counted as 1 for { $high } and 0 for { $low } (in alphabetical order: nothing says which one is meant): the effect is a difference in shares.
data-outcome-codes = The outcome '{ $outcome }' looks like codes of levels; its average may have no meaning.
data-outcome-label = The outcome '{ $outcome }' looks like a row label, not a measurement.
data-coded-by-alphabet = The { role-word } '{ $column }' is coded 0 for { $low } and 1 for { $high } (alphabetical order).
data-two-values = '{ $column }' takes only the values { $low } and { $high }; other values rest on a straight line through the two.
data-compared-by-alphabet = '{ $column }' is compared from '{ $low }' to '{ $high }', in alphabetical order: say which is which if you mean the other way round.
data-extrapolated = { $value } lies outside the observed range of '{ $column }' ({ $least } to { $most }): the answer is extrapolated.
data-extrapolated-both = { $low } and { $high } lies outside the observed range of '{ $column }' ({ $least } to { $most }): the answer is extrapolated.
data-uneven-steps = '{ $treatment }' is read as a quantity with even steps, but the mean of '{ $outcome }' does not move evenly ({ $steps-list }). If these are codes of levels, ask for two of them or recode the column as text.
data-level-mean = { $level }: { $mean }
data-meaning-before = '{ $column }' is adjusted for by its meaning; what the encoder does not see of it stays.
data-meaning-after = '{ $column }' was { $what ->
    [picture] taken
   *[text] written
} after the treatment: it may carry the treatment's effect, and adjusting for it then takes part of the effect away. Leave it out unless you know better.
data-meaning-unknown = { $what ->
    [picture] '{ $column }' is adjusted for by its meaning. That is right only if it was taken before the treatment: a picture taken afterwards is no confounder, and may carry the effect.
   *[text] '{ $column }' is adjusted for by its meaning. That is right only if it was written before the treatment: a text written afterwards is no confounder, and may carry the effect.
}

## Samples that give a rough answer

data-copies = { $repeated } of { $rows } rows repeat an earlier row exactly. If they are copies, the interval is too narrow: remove them, or name the column that says which rows belong together.
data-small-arm = Only { $fewest } of { $rows } rows are in the smaller arm of '{ $treatment }': the interval is rough.
data-small-side = Only { $fewest } rows lie on one side of '{ $running }' = { $cutoff }: the interval is rough.
data-rows-for-parameters = There are only { $rows } rows for { $parameters } parameters: the estimate leans on the model.
data-few-rows = There are only { $rows } rows: the interval is rough.

## Samples that give none

data-treatment-missing = The treatment '{ $treatment }' is missing in every row. Choose another column or population.
data-treatment-same = The treatment '{ $treatment }' is { $level } in every row used, so nothing can be compared. Choose another treatment or a wider population.
data-does-not-vary = The { role-word } '{ $column }' is { $value } in all { $rows } rows used, so its part in an effect cannot be seen. Choose another { role-word } or a wider population.
data-still-missing = The { role-word } '{ $column }' still has missing or infinite values. Please report this.
data-few-in-arm = Only { $fewest } of { $rows } rows are in one arm of '{ $treatment }'; at least { $needed } are needed. Use a wider population or more data.
data-few-beside-cutoff = Only { $fewest } rows lie on one side of '{ $running }' = { $cutoff } (it runs from { $least } to { $most }). Check the cutoff and its unit.
data-same-information = '{ $treatment }' and '{ $outcome }' hold the same information in every row, so no effect can be told from the definition. Choose another outcome or treatment.
data-few-rows-for-parameters = { $rows } rows are too few for { $parameters } parameters ({ $covariates } covariates). Adjust for fewer columns, use a wider population or more data.
data-missing-column = { $column } is missing
