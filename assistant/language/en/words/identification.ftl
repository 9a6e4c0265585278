### An identified effect, and one that is not.

## Formulas: what is computed. Symbols are the same in every language.

formula-difference = { $difference }
formula-adjusted = E over { "{" }{ $covariates }{ "}" } of { $difference }
formula-among-level = E over { "{" }{ $covariates }{ "}" } among { $level } of { $difference }
formula-overlap = E over { "{" }{ $covariates }{ "}" } weighted by the chance of the other level of { $difference }
formula-ratio = (change in { $outcome } with { $instruments }) / (change in { $treatment } with { $instruments })
formula-front-door = (effect of { $treatment } on { $mediators }) carried on by (effect of { $mediators } on { $outcome }, { $treatment } held fixed)
formula-trend-over = (change in { $outcome } over { $time } where { $treatment } came in) - (the same change where it did not)
formula-trend = (change in { $outcome } from before to after where { $treatment } came in) - (the same change where it did not)
formula-jump = (E[{ $outcome }] just above { $place }) - (E[{ $outcome }] just below)
formula-jump-ratio = ((E[{ $outcome }] just above { $place }) - (E[{ $outcome }] just below)) / ((E[{ $treatment }] just above) - (E[{ $treatment }] just below))
formula-holding = { $formula }, holding { $covariates } fixed
formula-among = { $formula }, among rows with { $conditions }
formula-dowhy = { $formula } (DoWhy: { $dowhy })

## Assumptions.

assumption-no-common-cause = Nothing, measured or not, affects both { $treatment } and { $outcome }.
assumption-no-interference = { $outcome } of one row depends on that row's { $treatment } only, not on other rows'.
assumption-nothing-besides = Nothing besides { $held } affects both { $treatment } and { $outcome }.
assumption-not-affected =
    { $held-n ->
        [one] { $held } is not affected by { $treatment }.
       *[other] { $held } are not affected by { $treatment }.
    }
assumption-overlap = Rows alike in { $held } include different values of { $treatment } (overlap).
assumption-random =
    { $held-n ->
        [0] { $treatment } was assigned at random: the groups differ only by chance.
       *[other] { $treatment } was assigned at random, or at random among rows alike in { $held }: the groups differ only by chance.
    }
assumption-recorded = Whether { $outcome } is recorded does not depend on { $treatment }.
assumption-relevance =
    { $held-n ->
        [0] { $instruments } moves { $treatment } (relevance).
       *[other] { $instruments } moves { $treatment }, among rows alike in { $held } (relevance).
    }
assumption-exclusion =
    { $held-n ->
        [0] { $instruments } reaches { $outcome } only through { $treatment } (exclusion).
       *[other] { $instruments } reaches { $outcome } only through { $treatment }, among rows alike in { $held } (exclusion).
    }
assumption-as-good-as-random =
    { $held-n ->
        [0] { $instruments } and { $outcome } have no common cause (as good as random).
       *[other] { $instruments } and { $outcome } have no common cause, among rows alike in { $held } (as good as random).
    }
assumption-monotonicity = { $instruments } pushes { $treatment } in the same direction for everybody (monotonicity); the effect is that of the rows whose { $treatment } it changes.
assumption-whole-effect = The whole effect of { $treatment } on { $outcome } goes through { $mediators }.
assumption-first-link =
    { $held-n ->
        [0] Nothing affects both { $treatment } and { $mediators }.
       *[other] Nothing affects both { $treatment } and { $mediators } among rows alike in { $held }.
    }
assumption-second-link =
    { $held-n ->
        [0] Nothing but { $treatment } affects both { $mediators } and { $outcome }.
       *[other] Nothing but { $treatment } affects both { $mediators } and { $outcome } among rows alike in { $held }.
    }
assumption-mediator-varies = { $mediators } varies among rows with the same { $treatment } (overlap).
assumption-parallel-trends =
    { $held-n ->
        [0] Without { $treatment }, { $outcome } would have changed by as much in the treated group as in the other (parallel trends).
       *[other] Without { $treatment }, { $outcome } would have changed by as much in the treated group as in the other, among those alike in { $held } (parallel trends).
    }
assumption-no-anticipation = { $outcome } did not react to { $treatment } before it began (no anticipation).
assumption-nothing-else-changed = Nothing else that affects { $outcome } changed for just one group at that time.
assumption-stable-groups = Who is in which group did not change because of the treatment.
assumption-continuity = Without the treatment, { $outcome } would run on smoothly through { $place } (continuity).
assumption-no-manipulation = Nobody could place themselves just past { $place } (no manipulation).
assumption-nothing-else-at-cutoff = Nothing else changes at { $place }.
assumption-near-cutoff = The effect is that for rows near { $place }, not for all.
assumption-cutoff-moves-treatment = Passing { $place } changes { $treatment }, in the same direction for everybody.

## What was changed about the proposed design, and why.

left-out-in-question = { $column } is left out: it is part of the question.
left-out-not-measured = { $column } is left out: it is not measured.
left-out-affected = { $column } is left out: { $treatment } affects it.
left-out-mediator = { $column } is left out: { $treatment } affects it, and holding it fixed would remove part of the effect.
left-out-consequence = { $column } is left out: { $treatment } affects it, and holding it fixed can create a link that is not causal.
left-out-collider = { $column } is left out: it would open a path that is closed without it (a collider).
left-out-spoils-instrument = { $column } is left out: holding it fixed would make the instrument invalid.
left-out-no-instrument = { $column } is left out: in the graph it does not move { $treatment }, or reaches { $outcome } by another way too.
left-out-spoils-front-door = { $column } is left out: it would break the front-door conditions.
held-fixed-too = { $columns } held fixed too: otherwise part of the link between { $treatment } and { $outcome } would not be the effect.
other-mediators = { $proposed } does not meet the front-door conditions in the graph; { $instead } does.
strategy-switched =
    The graph does not support { $proposed ->
         [backdoor] holding columns fixed
         [iv] an instrument
        *[other] the front door (a mediator)
    } here; it does support { $used ->
         [backdoor] holding columns fixed
         [iv] an instrument
        *[other] the front door (a mediator)
    }, which is used instead.

## Why an effect is not identified, and what would help.

refusal-no-path = No path: the graph has no chain of arrows from { $treatment } to { $outcome }, which claims that { $treatment } has no effect on { $outcome } at all.
refusal-path-turned = It has one from { $outcome } to { $treatment }.
refusal-nothing-identifies = { $treatment } and { $outcome } are linked by more than the effect of one on the other, and no measured column can separate the two: no set of columns closes every back door, no column is a valid instrument, and no mediator meets the front-door conditions.
refusal-longer-formula = The graph does determine the effect by a longer formula (the ID algorithm finds it), but AskWhy computes effects in these three ways only.
refusal-out-of-time = The search for instruments and mediators ran out of time.
help-add-arrow = Add the arrow { $treatment } -> { $outcome } (or the steps between) if there may be an effect.
help-add-arrow-and-turn = Add the arrow { $treatment } -> { $outcome } (or the steps between) if there may be an effect, and remove those that lead from { $outcome } to { $treatment }.
help-measure =
    { $causes-n ->
        [one] Measure { $causes }, and hold it fixed.
       *[other] Measure { $causes }, and hold them fixed.
    }
help-instrument = An instrument: something that moves { $treatment } and reaches { $outcome } only through it.
help-mediator = A mediator that carries the whole effect of { $treatment } on { $outcome } and shares no unmeasured cause with either.
help-experiment = An experiment: assign { $treatment } at random.
