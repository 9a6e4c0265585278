# What each check is called.

check-overlap-name = overlap
check-balance-name = balance
check-placebo-treatment-name = placebo treatment
check-placebo-outcome-name = placebo outcome
check-random-common-cause-name = random common cause
check-subset-stability-name = subset stability
check-leave-one-covariate-out-name = leave one covariate out
check-specification-curve-name = specification curve
check-first-stage-name = first stage
check-over-identification-name = over identification
check-instrument-balance-name = instrument balance
check-placebo-instrument-name = placebo instrument
check-treatment-moves-mediator-name = treatment moves mediator
check-mediator-moves-outcome-name = mediator moves outcome
check-pre-trend-name = pre trend
check-placebo-period-name = placebo period
check-density-name = density
check-covariate-continuity-name = covariate continuity
check-placebo-cutoffs-name = placebo cutoffs
check-bandwidth-name = bandwidth
check-graph-against-data-name = graph against data
