sustained-clear =
    { $difference-sign ->
        [negative] Lower: had everybody had { $treatment } in all { $periods } periods instead of in none, { $outcome-named } would be { $difference-size } lower on average
       *[positive] Higher: had everybody had { $treatment } in all { $periods } periods instead of in none, { $outcome-named } would be { $difference-size } higher on average
    } (95% interval of the change: { $difference-low } to { $difference-high }): { $always } instead of { $never }.
sustained-unclear = No clear difference: had everybody had { $treatment } in all { $periods } periods instead of in none, { $outcome-named } would change by { $difference } on average (95% interval: { $difference-low } to { $difference-high }), which includes nothing at all: { $always } against { $never }.
sustained-disagree = Do not rely on it alone: by weights alone the change is { $weighted } (95% interval: { $weighted-low } to { $weighted-high }), by predictions alone { $formula }. They should agree, so one of the models is off.
sustained-followers = It rests on { $rows-always } of { $rows } rows that had it in every period and { $rows-never } that had it in none, and on what the others show until they leave either way.
sustained-pushed = For some, what came before all but decided on { $columns }: nobody like them took the other way, and there the answer is a model's guess.
sustained-later = { $covariates } { $covariates-n ->
        [one] was
       *[other] were
    } measured between the periods: an earlier treatment may have moved { $covariates-n ->
        [one] it, and it
       *[other] them, and they
    } may decide on a later one. So each period is compared given the past of that period alone.
sustained-beginning = { $covariates } { $covariates-n ->
        [one] is
       *[other] are
    } held fixed from the beginning.
sustained-nothing-held = Nothing but the earlier treatment is held fixed: no other column was there to act on both.
sustained-beside = Two other ways agree: weights alone give { $weighted } (95% interval: { $weighted-low } to { $weighted-high }; largest weight { $largest }), predictions alone { $formula }.
sustained-single = A single regression that holds everything fixed at once gives { $single }; it is wrong here, since it takes away what the treatment does through what it moves.
sustained-caveat = The strongest caveat: in each period, what decided on the treatment and acts on { $outcome } has to be in the table. A reason that nobody wrote down would carry over from period to period.
sustained-caveat-order = I took what carries the number of a period as known before the treatment of that period; if it was measured afterwards, say so in the description, since the answer changes.
sustained-caveat-timing = Nobody says that { $columns } { $columns-n ->
        [one] was
       *[other] were
    } there before the first period.
sustained-left-out = Not used, since it came after the last treatment: { $columns }.
sustained-change = What would change the answer: a missing reason for going on or stopping, and more rows that went on, or stayed out, throughout.
sustained-no-periods = You ask about a treatment that goes on over several periods, and I find no treatment column that repeats: one for each period, or a row for each unit and period.
sustained-help-periods = A yes/no column of the treatment for each period, its number in the name, or a row for each unit and period with both columns; and what was known before each period
sustained-other-regime = You ask about another course than always or never, such as stopping or starting on the way. I can only compare treating in every period with treating in none.
sustained-help-regime = Ask what would happen if everybody had it in every period instead of in none
sustained-one-period = { $treatment-named } stands in one period only, so there is no going on to compare.
sustained-not-binary = I compare always with never, and { $treatment-named } is not a yes/no column in every period.
sustained-too-few-rows = { $rows } rows are too few to follow a treatment over periods.
sustained-few-always = Only { $rows } rows had the treatment in all { $periods } periods, and { $needed } are needed: what would have happened then cannot be told from this table.
sustained-few-never = Only { $rows } rows had the treatment in none of the { $periods } periods, and { $needed } are needed: what would have happened then cannot be told from this table.
sustained-no-positivity = Those who kept to one way through all { $periods } periods are so unlike the rest that they count for only { $rows } rows: what would have happened to everybody cannot be told from them.
sustained-figure-alt = The difference of always and never by three ways, and by a single regression.
sustained-figure-title = In every period instead of in none
sustained-figure-both = Both together (the answer)
sustained-figure-weighted = Weights alone
sustained-figure-formula = Predictions alone
sustained-figure-single = Single regression (wrong where the treatment moves what decides it later)
sustained-uncounted = Only { $periods } periods of { $treatment } count: { $outcome } carries the number of the next one, so it may have been measured before that treatment. If it was measured at the end of its period, say so in the description.
sustained-which-outcome = You ask about { $treatment } that goes on, and name nothing that it should change. Which column is it?
sustained-choice = What would happen to { $outcome } if everyone always had { $treatment }, compared with never?
