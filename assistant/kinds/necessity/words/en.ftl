necessity-because-partly = In part: of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, about { $point } (95% interval: { $point-low } to { $point-high }) would have had { $outcome } = { $turned } with { $treatment } = { $other }, so for them it was the reason; the others would have been the same anyway.
necessity-because-unclear = It cannot be told: of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, about { $point } (95% interval: { $point-low } to { $point-high }) would have had { $outcome } = { $turned } with { $treatment } = { $other }, which may be none.
necessity-because-against = No: with { $treatment } = { $other } rather than { $own }, rows like these would have had { $outcome } = { $was } not less but more often, { $otherwise } instead of { $seen }, so { $treatment } = { $own } works against it on average.
necessity-anyway-partly = Some of them would: of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, about { $anyway } (95% interval: { $anyway-low } to { $anyway-high }) would have had it anyway with { $treatment } = { $other }; for about { $point } it was the reason.
necessity-anyway-unclear = Perhaps all of them: of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, about { $anyway } (95% interval: { $anyway-low } to { $anyway-high }) would have had it anyway with { $treatment } = { $other }.
necessity-anyway-against = Yes, on average: with { $treatment } = { $other } rather than { $own }, rows like these would have had { $outcome } = { $was } even more often, { $otherwise } instead of { $seen }.
necessity-share-partly = About { $point } (95% interval: { $point-low } to { $point-high }): of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, about { $number } would have had { $outcome } = { $turned } with { $treatment } = { $other }.
necessity-share-unclear = About { $point } (95% interval: { $point-low } to { $point-high }), which may be none: of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }, that is how many would have had { $outcome } = { $turned } with { $treatment } = { $other }.
necessity-share-against = None on balance: with { $treatment } = { $other } rather than { $own }, rows like these would have had { $outcome } = { $was } more often, { $otherwise } instead of { $seen }.
necessity-total-partly = About { $point } (95% interval: { $point-low } to { $point-high }) of { $outcome-named } in the { $cases } rows with { $treatment } = { $own } is due to that: { $number } in all (95% interval: { $number-low } to { $number-high }). With { $treatment } = { $other } they would have had { $otherwise } on average rather than { $seen }.
necessity-total-unclear = It cannot be told how much of { $outcome-named } in the { $cases } rows with { $treatment } = { $own } is due to that: about { $point } (95% interval: { $point-low } to { $point-high }), which may be nothing. With { $treatment } = { $other } they would have had { $otherwise } on average rather than { $seen }.
necessity-total-against = None of { $outcome-named } in the { $cases } rows with { $treatment } = { $own } is due to that, on balance: with { $treatment } = { $other } they would have had { $otherwise } on average rather than { $seen }.
necessity-bounds = That supposes that { $treatment } never works the other way for anybody; without supposing it, the chance that it was the reason for one of them lies between { $lowest } and { $highest } (with the doubt about both, 95%: { $bounds-low } to { $bounds-high }).
necessity-seen = Among the rows with { $treatment } = { $own }, { $seen } have { $outcome } = { $was } (95% interval: { $seen-low } to { $seen-high }); with { $treatment } = { $other } the same rows would have had it in { $otherwise } of cases (95% interval: { $otherwise-low } to { $otherwise-high }).
necessity-both = Of all rows, at least { $both } are such that { $outcome } follows { $treatment } both ways (95% interval: { $both-low } to { $both-high }).
necessity-contradicted = That it never works the other way is contradicted by the data: it does among rows that differ by { $column-named }. Hold to the bounds.
necessity-not-contradicted = Nothing in the data contradicts that it never works the other way, which does not prove it.
necessity-hinges = This hinges on { $columns }, held fixed here though nothing says that it was there before { $treatment }: without it, it is { $without } (95% interval: { $without-low } to { $without-high }).
necessity-held = Rows with { $treatment } = { $other } are made comparable by { $covariates }, so that what made people differ before is not counted.
necessity-alone = Chance decided { $treatment }, so the two arms are compared as they are.
necessity-nothing = Nothing is held fixed: no column was there before that could explain both.
necessity-caveat-one = For a single case nobody can see what it would have done otherwise; these are shares of all such cases.
necessity-caveat-backdoor = The strongest caveat: a cause of both { $treatment } and { $outcome } that is not in the data would shift the share.
necessity-caveat-randomised = Chance decided { $treatment }, so nothing unmeasured biases the comparison; the range between the bounds is left even in an experiment.
necessity-change = What would change the answer: other cases (those without it, or those spared), or a column by which rows react differently.
necessity-too-few = Only { $rows } rows are such cases, or hardly any are the other way: too few to say what share of them it was the reason for.
necessity-no-total = The outcome is nothing on average in those rows, so no share of it is due to anything.
necessity-no-levels = { $treatment-named } is a number and not something that is there or not, so “because of it” has no other side to compare with.
necessity-no-event = { $outcome-named } is neither yes or no nor a total of things, so there are no cases that may be due to { $treatment }.
necessity-help-levels = A column that says yes or no, for instance { $treatment } above a limit of yours
necessity-help-event = Recode { $outcome } as yes or no: what counts as having happened
necessity-help-average = Ask how much { $treatment } changes { $outcome } on average
necessity-figure-point = due to it, if it never works the other way
necessity-figure-bounds = possible without supposing that
necessity-figure-axis = share of the cases, %
necessity-depends = That depends on when { $columns } { $columns-n ->
        [one] was
       *[other] were
    } measured, which nothing says. Held fixed, it was the reason for about { $point } (95% interval: { $point-low } to { $point-high }) of the { $cases } rows with { $treatment } = { $own } and { $outcome } = { $was }; not held fixed, for about { $without } (95% interval: { $without-low } to { $without-high }).
