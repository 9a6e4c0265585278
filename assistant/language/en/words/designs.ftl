# Why a study design was turned down, and what would have to be said for one.

design-could-be-iv =
    { $column } could be an instrument if it reaches { $outcome } only through { $treatment }: if so, say so in the description.
design-left-out-iv =
    { $columns } { $columns-n ->
        [one] moves
       *[other] move
    } the treatment and the text calls { $columns-n ->
        [one] it an instrument, so it is
       *[other] them instruments, so they are
    } not adjusted for: that would amplify hidden confounding.
design-instrument-denied =
    { $column } was not used as an instrument, because the text says that it is none: “{ $quotation }”.
design-instrument-besides =
    { $column } was not used as an instrument, because the text says that it acts on { $outcome } in another way: “{ $quotation }”.
design-instrument-weak =
    { $column } was not used as an instrument, because it hardly moves { $treatment }: its first-stage F is { $f }, and { $least } is the least that is needed.
design-not-random-denied =
    { $treatment } is not taken to be assigned at random: “{ $quotation }”.
design-not-random-chosen =
    { $treatment } is not taken to be assigned at random, because the text also says how else it came about: “{ $quotation }”.
design-not-random-other =
    What the text says was assigned at random is { $other }, not { $treatment }: “{ $quotation }”.
design-not-random-unnamed =
    The text speaks of random assignment (“{ $quotation }”), but does not say that it was { $treatment } that was assigned: if so, say so in the description.
design-unbalanced =
    { $treatment } is said to be assigned at random, but what was there before differs more between its groups than chance explains (joint p = { $p }, largest difference { $worst } standard deviations), so the answer adjusts for it instead.
design-no-jump =
    The text names a cutoff, but { $treatment } does not jump where { $running } passes { $cutoff }.
design-rule-unsaid =
    { $treatment } changes where { $running } passes { $cutoff }: if that is the rule by which it was given, say so in the description, and rows just above and just below are compared.

## Rows that belong together

design-clusters-decided = Within each value of { $column }, { $treatment } is the same in all rows: the interval counts { $groups } groups, not { $rows } rows.
design-clusters-repeated = Several rows belong to the same { $column }: the interval counts { $groups } groups, not { $rows } rows.
design-clusters-few = Rows of the same { $column } belong together, and { $groups } groups are too few to tell how much groups differ: the interval counts rows and is too narrow. What else differs between so few groups cannot be told from the effect.
