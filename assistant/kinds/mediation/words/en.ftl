mediation-both = Partly: { $treatment-named } changes { $outcome-named } by { $indirect } through { $mediators } (95% interval: { $indirect-low } to { $indirect-high }) and by { $direct } directly, that is any other way (95% interval: { $direct-low } to { $direct-high }).
mediation-through = Through { $mediators }, as far as this data can tell: that way { $treatment-named } changes { $outcome-named } by { $indirect } (95% interval: { $indirect-low } to { $indirect-high }); directly, that is any other way, by { $direct } (95% interval: { $direct-low } to { $direct-high }), which includes nothing at all.
mediation-direct = No clear sign that it goes through { $mediators }: that way { $treatment-named } changes { $outcome-named } by { $indirect } (95% interval: { $indirect-low } to { $indirect-high }), which includes nothing at all; directly, that is any other way, by { $direct } (95% interval: { $direct-low } to { $direct-high }).
mediation-opposed = Two ways that pull against each other: { $treatment-named } changes { $outcome-named } by { $indirect } through { $mediators } (95% interval: { $indirect-low } to { $indirect-high }) and by { $direct } directly, that is any other way (95% interval: { $direct-low } to { $direct-high }).
mediation-blurred = It cannot be told how much goes through { $mediators }: that way { $treatment-named } changes { $outcome-named } by { $indirect } (95% interval: { $indirect-low } to { $indirect-high }), directly, that is any other way, by { $direct } (95% interval: { $direct-low } to { $direct-high }); each interval includes nothing at all.
mediation-nothing = There is no clear effect of { $treatment-named } on { $outcome-named } that could go through { $mediators }: that way it is { $indirect } (95% interval: { $indirect-low } to { $indirect-high }), directly, that is any other way, { $direct } (95% interval: { $direct-low } to { $direct-high }).
mediation-total = Both together are the total effect of { $treatment } from { $low } to { $high }: { $total } (95% interval: { $total-low } to { $total-high }).
mediation-share = The share that goes through { $mediators } is { $share } (95% interval: { $share-low } to { $share-high }).
mediation-no-share = A share of it cannot be given: the total is too uncertain to be divided.
mediation-opposed-no-share = A share of it would mislead, since the two ways have opposite signs.
mediation-moved = { $treatment } changes { $mediator-named } by { $moved } (95% interval: { $moved-low } to { $moved-high }).
mediation-held = { $covariates } { $covariates-n ->
        [one] is
       *[other] are
    } held fixed, for the treatment and for the step from there to the outcome.
mediation-held-nothing = Nothing is held fixed: no column was there before that could act on more than one of them.
mediation-together = What goes through any of { $mediators } counts together; which of them it was cannot be told without knowing which came first.
mediation-extrapolated = Hardly any row with the treatment looks like those without it in { $mediators }, so the split rests on the shape of the regression there.
mediation-caveat-unmeasured = The strongest caveat: something unmeasured that changes both { $mediators } and { $outcome }. If it explained { $robustness } of what is left of each, it could account for the whole part that goes through. Even a randomised treatment does not rule that out.
mediation-caveat-order = Nobody says that { $unplaced } came after { $treatment } and before { $outcome }; if not, the split is wrong.
mediation-caveat-others = { $others } also came after the treatment and may lie on the other ways, or act on both { $mediators } and { $outcome }; then the split is off.
mediation-change = What would change the answer: a measured common cause of { $mediators } and { $outcome } that is missing here, or a trial that changes { $mediators } itself.
mediation-which = You ask which way the effect of { $treatment-named } on { $outcome-named } goes. Through which column?
mediation-choice = How much of the effect of { $treatment } on { $outcome } goes through { $mediator }?
mediation-no-candidate = You ask which way the effect of { $treatment-named } on { $outcome-named } goes, and no column is known to come between the two.
mediation-no-column = You ask how much of the effect goes through “{ $words }”, and no column of this table holds that.
mediation-help-measure = Measure it after the treatment and before the outcome, and add it as a column
mediation-help-when = If a column was measured between them, say so in the description
mediation-came-before = { $mediator-named } was there before { $treatment-named }, so the effect cannot go through it; it can only have been there for whatever the treatment did.
mediation-help-later = A measurement of it after the treatment and before the outcome
mediation-help-for-whom = To learn whether the effect differs by it, ask for whom it works
mediation-is-copy = { $mediator-named } is another form of the treatment or of the outcome, so it is no step between them.
mediation-many-levels = { $mediator-named } has several unordered levels; I can only follow an effect through numbers and yes/no columns.
mediation-help-recode = Recode it, for instance as 0/1 for the level you care about
mediation-too-few-rows = { $rows } rows are too few to split an effect into its ways.
mediation-determined = The treatment (with what is held fixed) determines the mediator completely, so its own part cannot be told apart.
mediation-hinges = This hinges on { $columns }, held fixed here though nothing says that it was there before { $treatment }: without it, { $without-indirect } goes through { $mediators } (95% interval: { $without-indirect-low } to { $without-indirect-high }) and { $without-direct } directly (95% interval: { $without-direct-low } to { $without-direct-high }).
