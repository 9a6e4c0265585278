survival-event-level = “{ $label }”
survival-event-column = the end in { $column-named }
survival-level = { $level }
survival-time-clear =
    { $time-sign ->
        [negative] Shorter: with { $treatment-named } at { $high } it takes { $time-size } less until { $event } than at { $low }
       *[positive] Longer: with { $treatment-named } at { $high } it takes { $time-size } more until { $event } than at { $low }
    } (95% interval of the difference: { $time-low } to { $time-high }), { $time-high-arm } instead of { $time-low-arm } on average over the first { $horizon }.
survival-time-unclear = No clear difference: until { $event } it takes { $time-high-arm } on average with { $treatment-named } at { $high } and { $time-low-arm } at { $low }, over the first { $horizon }; the difference is { $time } (95% interval: { $time-low } to { $time-high }), which includes none at all.
survival-time-any-clear =
    { $time-sign ->
        [negative] Shorter: with { $treatment-named } at { $high } it takes { $time-size } less until the first of { $any-names } than at { $low }
       *[positive] Longer: with { $treatment-named } at { $high } it takes { $time-size } more until the first of { $any-names } than at { $low }
    } (95% interval of the difference: { $time-low } to { $time-high }), { $time-high-arm } instead of { $time-low-arm } on average over the first { $horizon }.
survival-time-any-unclear = No clear difference: until the first of { $any-names } it takes { $time-high-arm } on average with { $treatment-named } at { $high } and { $time-low-arm } at { $low }, over the first { $horizon }; the difference is { $time } (95% interval: { $time-low } to { $time-high }), which includes none at all.
survival-share-clear =
    { $share-sign ->
        [negative] Fewer: by { $horizon }, { $event } has not yet come for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }
       *[positive] More: by { $horizon }, { $event } has not yet come for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }
    }, a difference of { $share } (95% interval: { $share-low } to { $share-high }).
survival-share-unclear = No clear difference: by { $horizon }, { $event } has not yet come for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }, a difference of { $share } (95% interval: { $share-low } to { $share-high }), which includes none at all.
survival-incidence-clear =
    { $share-sign ->
        [negative] Rarer: by { $horizon }, { $event } has come first for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }
       *[positive] More often: by { $horizon }, { $event } has come first for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }
    }, a difference of { $share } (95% interval: { $share-low } to { $share-high }).
survival-incidence-unclear = No clear difference: by { $horizon }, { $event } has come first for { $share-high-arm } with { $treatment-named } at { $high } and for { $share-low-arm } at { $low }, a difference of { $share } (95% interval: { $share-low } to { $share-high }), which includes none at all.
survival-beside-incidence = By { $horizon }, { $event } has come first for { $share-high-arm } at { $high } and for { $share-low-arm } at { $low }: { $share } (95% interval: { $share-low } to { $share-high }).
survival-beside-time-any = Until any of the ends ({ $any-names }) that is { $time } on average over the first { $horizon } (95% interval: { $time-low } to { $time-high }).
survival-beside-share = By { $horizon }, it has not yet come for { $share-high-arm } at { $high } and for { $share-low-arm } at { $low }: { $share } (95% interval: { $share-low } to { $share-high }).
survival-beside-time = Over the first { $horizon } that is { $time } on average until it happens (95% interval: { $time-low } to { $time-high }).
survival-horizon-chosen = You named no time, so I compare up to { $horizon }, until which enough rows of both groups were watched; nothing is said of what comes later.
survival-late-start = Be careful: { $early } of those at { $low } were over before { $earliest }, and nobody at { $high } was. If { $treatment } can only be had by those who last that long, this comparison gives them the time until then for free (immortal time).
survival-hinges = This hinges on { $columns }, held fixed here though nothing says that it was there before { $treatment }: without it, the difference is { $without } (95% interval: { $without-low } to { $without-high }).
survival-counted = Of { $rows-high } rows at { $high }, { $events-high } were seen to end so, and of { $rows-low } at { $low }, { $events-low }; each of the others counts for as long as it was watched, and is not taken for one that ended.
survival-held = { $covariates } { $covariates-n ->
        [one] is
       *[other] are
    } held fixed: for the treatment, for the end and for who was lost from sight.
survival-held-chance = Chance decided on { $treatment }, so nothing needs to be held fixed.
survival-held-nothing = Nothing is held fixed: no column was there before that could act on both.
survival-ratio = The hazard ratio is { $ratio } (95% interval: { $ratio-low } to { $ratio-high }): at any moment, those at { $high } who are still in have so many times the rate of those at { $low }. It compares who is left at each moment, so it is no difference in time or share.
survival-ratio-changing = The hazard ratio is { $ratio } (95% interval: { $ratio-low } to { $ratio-high }), but it changes over time here, so that one number for all moments says little; go by the times and shares.
survival-by-custom = Nothing says what the values of { $column } mean; I took { $level } for the end, and the other for rows still under way. If it is the other way round, the answer is too.
survival-caveat-competing = { $competing } rows had another end first ({ $others-names }), after which this one can no longer come; so this is how often it comes first, and a treatment that hastens the other end makes it look rarer.
survival-caveat-lost = The strongest caveat: those lost from sight must be like those still watched who are alike in what is held fixed, and nothing unmeasured may drive both { $treatment } and the end. If people drop out because they are about to reach the end, the answer is off.
survival-caveat-lost-randomised = The strongest caveat: those lost from sight must be like those still watched who are alike in what is held fixed. Chance decided on { $treatment }, not on who drops out; if people drop out because they are about to reach the end, the answer is off.
survival-change = What would change the answer: why rows were lost from sight, where that has to do with the end; and following both groups longer.
survival-until = Where { $end } is empty, I take it as still under way on { $date }, the last date in the table.
survival-negative = { $rows } rows have a negative time in { $time } and are not used.
survival-no-column = You ask how long it takes until something happens, and no column holds a time until an event.
survival-help-columns = A column with the time until the event or until the last look, and one that says whether it had happened by then (or the dates of the beginning and the end)
survival-all-ended = You ask about { $outcome-named }, and no column says whether it had ended or was still under way when the data were taken. Have all ended? If some had not, their times are too short and I need a column that says which.
survival-choice-all-ended = What is the effect of { $treatment } on the average { $outcome }? All have ended
survival-which-event = { $event-named } has several ends. Which one do you mean?
survival-choice-event = { $question } ({ $level })
survival-too-few-rows = Only { $rows } rows of one group have a time, and { $needed } are needed to compare times until an event.
survival-too-few-events = Only { $rows } rows of one group were seen to end, and { $needed } are needed; longer follow-up would help.
survival-beyond = Only { $rows } rows of one group were watched until { $named }, so nothing can be told of that time. Up to { $longest } there are enough; ask for that.
survival-no-time = No group was watched for any time at all.
survival-two-levels = I compare times until an event between two groups, and { $treatment-named } has more levels. Name two of them, or split it at a value.
survival-immortal = { $wait-named } says when { $treatment-named } began, up to { $longest } after the beginning. Whoever was treated had to last until then, so that time counts in favour of the treatment even if it does nothing (immortal time), and I give no number. Count everybody from a fixed day on, with { $treatment } as it was on that day, or give one row for each stretch of time with and without it.
survival-figure-alt = The share to whom it has not happened, by time and group, and how many rows are still watched.
survival-figure-title = To whom it has not happened yet
survival-figure-subtitle = Adjusted; bands: 95% interval at each time; below: rows still watched
survival-figure-axis = Percent
survival-which-column = Several columns could say whether it had ended: { $columns }. Which one do you mean?
survival-choice-column = { $question } ({ $column })
