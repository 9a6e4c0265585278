comparison-which-options = I read this as a comparison of two options, but I cannot tell which columns or levels they are. Which two should be compared, and for which outcome?
comparison-columns-clear =
    { $goal ->
        [lower] { $first-named } lowers { $outcome-named } more than { $second-named }: by { $lead-size } (95% interval of the difference: { $lead-low } to { $lead-high }).
        [raise] { $first-named } raises { $outcome-named } more than { $second-named }: by { $lead-size } (95% interval of the difference: { $lead-low } to { $lead-high }).
       *[none] { $outcome-named } ends up higher with { $first-named } than with { $second-named }: by { $lead-size } (95% interval of the difference: { $lead-low } to { $lead-high }).
    }
comparison-columns-unclear = No clear winner: { $first-named } and { $second-named } differ in what they do to { $outcome-named } by { $lead } (95% interval: { $lead-low } to { $lead-high }), which includes no difference at all.
comparison-levels-clear =
    { $goal ->
        [lower] { $first } rather than { $second } ({ $treatment-named }) lowers { $outcome-named }: by { $lead-size } (95% interval of the difference: { $lead-low } to { $lead-high }).
       *[raise] { $first } rather than { $second } ({ $treatment-named }) raises { $outcome-named }: by { $lead-size } (95% interval of the difference: { $lead-low } to { $lead-high }).
    }
comparison-levels-unclear = No clear winner: { $outcome-named } at { $treatment-named } = { $first } and at { $second } differs by { $lead } (95% interval: { $lead-low } to { $lead-high }), which includes no difference at all.
comparison-option =
    { $kind ->
        [dose] { $option } changes { $outcome } by { $effect } (95% interval: { $effect-low } to { $effect-high }) when it goes up by { $step }, from its lower to its upper quartile.
       *[yes-no] { $option } alone changes { $outcome } by { $effect } (95% interval: { $effect-low } to { $effect-high }).
    }
comparison-table = Together, the mean of { $outcome } with everything else as it is: { $cells-list }.
comparison-cell = { $first-column } { $first } and { $second-column } { $second }: { $mean } ({ $rows } rows)
comparison-why = Both are compared in the same rows, with { $covariates } held fixed.
comparison-why-alone = Both are compared in the same rows; nothing else is held fixed.
comparison-caveat-backdoor = The strongest caveat: whatever made some get the one and others the other, and is not in the data, could explain the difference.
comparison-caveat-randomised = The strongest caveat: this holds for people like those in the trial, as long as few dropped out and each did what they were assigned.
comparison-change = What would change the answer: a measured cause of one of them that is missing here. For one of them alone, ask for its effect.
