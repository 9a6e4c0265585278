# What a search for a graph in the data goes by, takes for granted and remarks on (tools/discovery).

## Tests of independence.

independence-g-squared = G-squared (counts)
independence-partial-correlation = partial correlation
independence-normal-scores = partial correlation of normal scores
independence-likelihood-ratio = likelihood ratio of numbers and indicators

## What a method goes by.

discovery-test-at-level = { $test }, level { $level }
discovery-test-lagged = partial correlation, up to { $lags } rows back, false discovery rate { $rate }
discovery-test-bdeu = BDeu score
discovery-test-bic = BIC score
discovery-test-residuals = independence of residuals
discovery-test-least-squares = least squares without cycles

## What a method takes for granted.

discovery-assumes-pc = No unmeasured common causes, no cycles, and no effects that cancel each other out.
discovery-assumes-fci = No cycles, no selection into the table, and no effects that cancel each other out.
discovery-assumes-ges-levels = No unmeasured common causes and no cycles; enough rows for every combination of levels.
discovery-assumes-ges-numbers = No unmeasured common causes and no cycles; linear effects with Gaussian noise.
discovery-assumes-lingam = Linear effects, noise that is not Gaussian, no unmeasured common causes, no cycles.
discovery-assumes-notears = Linear effects, noise of equal variance in every column's own units, no unmeasured common causes.
discovery-assumes-pcmci = Rows in time order at equal distances, linear effects, no unmeasured common causes, no effects within a row.

## What the two ends of a link say: one column, these words, the other column.

discovery-mark-arrow = causes
discovery-mark-undirected = is directly linked, in an unknown direction, with
discovery-mark-both-ways = shares an unmeasured common cause with
discovery-mark-arrow-or-both-ways = does not follow from, and may cause or share an unmeasured cause with,
discovery-mark-open = is linked, by a cause in either direction or an unmeasured one, with

## Remarks on a link, and on the whole.

discovery-both-directions = the data speak for both directions
discovery-required = required by background knowledge; the tests show no effect
discovery-unstable = unstable: most resamples say otherwise
discovery-also-unstable = { $note }; unstable: most resamples say otherwise
discovery-no-resample-varied = No resample had variation in every column.
discovery-apart-by-background = { $one } and { $other }: linked by the score, apart by background knowledge.
discovery-turned-by-background = { $cause } -> { $effect }: by background knowledge; the score points the other way.
