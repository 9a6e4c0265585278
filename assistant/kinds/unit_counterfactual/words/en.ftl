unit-number-higher = { $who }: { $outcome-named } would have been about { $would } (95% interval: { $would-low } to { $would-high }) if { $treatment } had been { $to } rather than { $own }. It was { $fact }, so that is { $change } more.
unit-number-lower = { $who }: { $outcome-named } would have been about { $would } (95% interval: { $would-low } to { $would-high }) if { $treatment } had been { $to } rather than { $own }. It was { $fact }, so that is { $change-size } less.
unit-number-same = { $who }: { $outcome-named } would have been about { $would } (95% interval: { $would-low } to { $would-high }) if { $treatment } had been { $to } rather than { $own }. It was { $fact }, which that interval includes: no clear change.
unit-already = { $who } did have { $treatment } = { $own }, so what you ask for is what happened; this is the other way round.
unit-carried = What is carried over is what is its own: with { $treatment } = { $own } it was { $above-size } { $above-sign ->
        [negative] below
       *[positive] above
    } what rows like it have on average, and it keeps that. For everybody the same step changes { $outcome } by { $average } on average (95% interval: { $average-low } to { $average-high }).
unit-likes = Rows like it with { $treatment } = { $to } have { $likes } on average, and 95% of them lie between { $likes-low } and { $likes-high }: that range is all that is known if nothing of its own is carried over.
unit-spread = Rows with { $treatment } = { $to } are { $times } times as spread out as the others, so what is its own might grow or shrink with it; the interval holds both.
unit-chance-yes = { $who }: probably yes, { $outcome-named } would have been { $event } if { $treatment } had been { $to } rather than { $own }. For one row there is no certainty: the chance lies between { $lowest } and { $highest } (with the doubt about both, 95%: { $between-low } to { $between-high }). It was { $was }.
unit-chance-no = { $who }: probably not, { $outcome-named } would hardly have been { $event } if { $treatment } had been { $to } rather than { $own }. For one row there is no certainty: the chance lies between { $lowest } and { $highest } (with the doubt about both, 95%: { $between-low } to { $between-high }). It was { $was }.
unit-chance-open = { $who }: it cannot be told whether { $outcome-named } would have been { $event } if { $treatment } had been { $to } rather than { $own }. The chance lies anywhere between { $lowest } and { $highest } (with the doubt about both, 95%: { $between-low } to { $between-high }). It was { $was }.
unit-point = If { $treatment } never works against what it does to rows like this on average, the chance is { $point } (95% interval: { $point-low } to { $point-high }); no data of one row can show that.
unit-bounds = Of rows like it { $kept } are { $event } with { $treatment } = { $own } (95% interval: { $kept-low } to { $kept-high }) and { $otherwise } with { $to } (95% interval: { $otherwise-low } to { $otherwise-high }). What this row did with the one says only in part what it would have done with the other.
unit-hinges = This hinges on { $columns }, held fixed here though nothing says that it was there before { $treatment }: without it the answer is { $without } (95% interval: { $without-low } to { $without-high }).
unit-held = To be like it means here: the same { $covariates }. What { $treatment } changes on its way moves with it.
unit-held-nothing = Nothing is held fixed: no column was there before that makes rows alike. What { $treatment } changes on its way moves with it.
unit-assumes = It is assumed that what is unexplained of this row would have stayed the same, and that the effect differs between rows only by the columns named. A row can be the one that reacts otherwise, and no data of that row could show it.
unit-assumes-chance = These bounds hold whatever the treatment does to whom; they rest on the chances for rows like this, which come from a logistic model with { $covariates-n ->
        [0] nothing else in it
       *[other] { $covariates }
    }.
unit-unlike = Hardly any row like this one had { $treatment } at both levels, so the answer rests on the shape of the model more than on rows.
unit-caveat-backdoor = The strongest caveat: a cause of both { $treatment } and { $outcome } that is not in the data would shift the answer.
unit-caveat-randomised = Chance decided { $treatment }, so nothing unmeasured biases the effect on average; how this row differs from the average rests on the columns named.
unit-change = What would change the answer: another row, another level, or a column by which the effect differs that is not held here.
unit-which-row = You ask about one row, and I do not know which. { $help }.
unit-several-rows = “{ $said }” is { $rows } rows of the table. Which one do you mean? { $help }.
unit-several-like = { $rows } rows are as you say. Which one do you mean? { $help }.
unit-none-like = No row of the table is as you say. { $help }.
unit-no-row = No row of the table is “{ $said }” by { $key }.
unit-no-number = There is no “{ $said }”: the table has { $rows } rows.
unit-no-cell = “{ $said }” has no value of { $column-named }, and what would have been is reckoned from what was.
unit-row-dropped = “{ $said }” lacks a value that is needed, so its row is not among those that were used.
unit-same-level = “{ $said }” had { $treatment } = { $own } as it was: what you ask for is what happened.
unit-which-level = To which level should { $treatment-named } be set for it?
unit-one-at-a-time = You ask about several rows at once. I answer for one row at a time.
unit-help-one = Ask for one of them, for instance { $row }
unit-help-key = Name it by { $key-named }
unit-help-number = Name it by its number, counted from 1: “row 1”
unit-row-number = row { $n }
unit-who-key = { $key } { $said }
unit-who-number = Row { $said }
unit-too-few-events = Only { $rows } rows have the rarer outcome, too few to say how likely it was for a row like this one.
unit-figure-fact = what was
unit-figure-would = what would have been
unit-figure-likes = rows like it (95% of them)
unit-figure-kept = rows like it, as it was treated
unit-figure-otherwise = rows like it, treated otherwise
unit-figure-between = this row: the chance lies in here
