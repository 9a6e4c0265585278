association-correlation-clear =
    { $strength-sign ->
        [negative] Yes: { $first-named } and { $second-named } go together: where one is higher, the other tends to be lower.
       *[positive] Yes: { $first-named } and { $second-named } go together: where one is higher, the other tends to be higher.
    } Their correlation is { $strength } (95% interval: { $strength-low } to { $strength-high }).
association-correlation-unclear = No clear association between { $first-named } and { $second-named }: their correlation is { $strength } (95% interval: { $strength-low } to { $strength-high }), which includes none at all.
association-rank = By ranks alone, which outliers cannot sway, it is { $rank-correlation }, from { $rows } rows.
association-difference-of-means-clear =
    { $strength-sign ->
        [negative] Yes: { $first-named } and { $second-named } go together: at { $high } the average of { $second } is { $strength-size } lower than at { $low }
       *[positive] Yes: { $first-named } and { $second-named } go together: at { $high } the average of { $second } is { $strength-size } higher than at { $low }
    } (95% interval of the difference: { $strength-low } to { $strength-high }).
association-difference-of-means-unclear = No clear association between { $first-named } and { $second-named }: the averages of { $second } at { $high } and at { $low } differ by { $strength } (95% interval: { $strength-low } to { $strength-high }), which includes no difference at all.
association-difference-of-shares-clear =
    { $strength-sign ->
        [negative] Yes: { $first-named } and { $second-named } go together: { $second } is { $present } in { $share-high } of the rows at { $first } = { $high } and in { $share-low } of those at { $low },
       *[positive] Yes: { $first-named } and { $second-named } go together: { $second } is { $present } in { $share-high } of the rows at { $first } = { $high } and in { $share-low } of those at { $low },
    } a difference of { $strength } (95% interval: { $strength-low } to { $strength-high }).
association-difference-of-shares-unclear = No clear association between { $first-named } and { $second-named }: { $second } is { $present } in { $share-high } of the rows at { $first } = { $high } and in { $share-low } of those at { $low }, a difference of { $strength } (95% interval: { $strength-low } to { $strength-high }), which includes none at all.
association-correlation-ratio-clear = Yes: { $first-named } and { $second-named } go together: the groups account for { $strength } of the differences between the rows.
association-correlation-ratio-unclear = No clear association between { $first-named } and { $second-named }: the groups account for { $strength } of the differences between the rows, no more than chance would.
association-cramers-v-clear = Yes: { $first-named } and { $second-named } are related: their association (Cramér's V, from none at all to complete) is { $strength }.
association-cramers-v-unclear = No clear association between { $first-named } and { $second-named }: Cramér's V is { $strength }, no more than chance would give.
association-no-effect = This says that they are related, not that one changes the other: whatever influences both, or a choice of who is in the table, makes columns go together as well.
association-ask-effect = To learn what changing one would do, ask for the effect, for instance: What would happen to { $second } if { $first } changed?
association-correlation-faint = No relation worth mentioning: { $first-named } and { $second-named } go together, but so faintly that one tells next to nothing about the other. Their correlation is { $strength } (95% interval: { $strength-low } to { $strength-high }).
association-correlation-ratio-faint = No relation worth mentioning: { $first-named } and { $second-named } go together, but the groups account for only { $strength } of the differences between the rows.
association-cramers-v-faint = No relation worth mentioning: { $first-named } and { $second-named } go together, but faintly: Cramér's V is { $strength }.
