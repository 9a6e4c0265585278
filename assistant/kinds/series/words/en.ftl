series-plain = { $outcome }
series-what = { $outcome-named }
series-what-of = { $outcome-named } of { $unit }
series-what-of-several = { $outcome-named } of { $units } on average
series-event = { $treatment }
series-event-at = the event of { $start }
series-per = { $cadence ->
        [hour] an hour
        [day] a day
        [week] a week
        [month] a month
        [quarter] a quarter
        [year] a year
       *[period] a period
    }
series-span = { $number } { $cadence ->
        [hour] { $number-n ->
            [1] hour
           *[other] hours
        }
        [day] { $number-n ->
            [1] day
           *[other] days
        }
        [week] { $number-n ->
            [1] week
           *[other] weeks
        }
        [month] { $number-n ->
            [1] month
           *[other] months
        }
        [quarter] { $number-n ->
            [1] quarter
           *[other] quarters
        }
        [year] { $number-n ->
            [1] year
           *[other] years
        }
       *[period] { $number-n ->
            [1] period
           *[other] periods
        }
    }
series-effect-clear = With { $event }, { $what } came to { $observed } { $per } on average instead of about { $without-number }: { $effect-size } { $effect-sign ->
        [negative] lower
       *[positive] higher
    } than it would have been (95% interval of the difference: { $effect-low } to { $effect-high }).
series-effect-unclear = No clear effect of { $event } on { $what }: { $observed } { $per } were observed, and about { $without } would be expected without it; the difference of { $effect } (95% interval: { $effect-low } to { $effect-high }) includes none at all.
series-without-clear = Without { $event }, { $what } would have been about { $without } { $per } instead of { $observed-number } (plausible without it: { $without-low } to { $without-high }). That is a difference of { $effect } { $per } (95% interval: { $effect-low } to { $effect-high }).
series-without-unclear = Without { $event }, { $what } would have been about { $without } { $per }, with { $observed } observed. Anything from { $without-low } to { $without-high } is plausible without it, so no effect is clear: the difference is { $effect } (95% interval: { $effect-low } to { $effect-high }).
series-sum-clear = In total { $event } changed { $what } by { $total } over { $after } (95% interval: { $total-low } to { $total-high }).
series-sum-unclear = No clear total: over { $after } { $event } changed { $what } by { $total } (95% interval: { $total-low } to { $total-high }), which includes nothing at all.
series-relative = That is { $relative } (95% interval: { $relative-low } to { $relative-high }) of what it would have been.
series-total = Over the { $after } since the start it adds up to { $total } (95% interval: { $total-low } to { $total-high }).
series-built-steady = It took about { $full } until { $event } had its full effect on { $what } (95% interval: { $least } to { $most }).
series-built-growing = The effect of { $event } on { $what } was still growing when the data end, by { $late } { $per } (95% interval: { $late-low } to { $late-high }); the faster rise took about { $full } (95% interval: { $least } to { $most }).
series-built-fading = It took about { $full } until { $event } had its largest effect on { $what } (95% interval: { $least } to { $most }); after that it shrank by { $late-size } { $per }.
series-built-unclear = How long { $event } took to work on { $what } cannot be told: that needs a clear effect and some periods after the start.
series-lasted-steady = No sign that the effect of { $event } on { $what } wore off: after it was full, it changed by { $late } { $per } (95% interval: { $late-low } to { $late-high }), which includes no change.
series-lasted-growing = The effect of { $event } on { $what } did not wear off: it was still growing by { $late } { $per } when the data end (95% interval: { $late-low } to { $late-high }).
series-lasted-fading = Yes, the effect of { $event } on { $what } wears off: after about { $full } it shrank by { $late-size } { $per } (95% interval of the change: { $late-low } to { $late-high }).
series-shape = At the start of { $event }, the level of { $what } { $level-clear ->
        [yes] jumped by { $level }
       *[no] did not clearly jump ({ $level })
    } (95% interval: { $level-low } to { $level-high }), and its trend { $slope-clear ->
        [yes] changed by { $slope } { $per }
       *[no] did not clearly change ({ $slope } { $per })
    } (95% interval: { $slope-low } to { $slope-high }).
series-misfits = But the same method finds { $pretended } already before the start, where there was nothing: the number is not to be relied on.
series-disagrees = But another method (a model of the series on what the others have in common) gives { $other } (95% interval: { $other-low } to { $other-high }), so the number depends on the method.
series-untested = There is too little time before the start to test whether the method fits.
series-why-donors = What it would have been is an average of { $donors } others that never had it, weighted so that it moved as this one did over the { $before } before the start (most weight: { $largest }): synthetic difference-in-differences.
series-why-other = A model of the series on what the others have in common gives { $other } (95% interval: { $other-low } to { $other-high }).
series-why-structural = What it would have been continues the course of the { $before } before the start: its level, its trend where there is one, and how one period hangs on the last.
series-why-season = A season is part of it.
series-why-controls = It follows { $controls }, which the event cannot have moved.
series-why-alone = There is nothing to compare it with at the same time.
series-why-ended = Only the time up to the end of the event is used.
series-pretended-fits = Pretending that it had begun in { $pretended-at }, before it did, the method finds { $pretended } (95% interval: { $pretended-low } to { $pretended-high }), which includes none, as it should.
series-pretended-misfits = Pretending that it had begun in { $pretended-at }, before it did, the method finds { $pretended } (95% interval: { $pretended-low } to { $pretended-high }), and there should be none.
series-rank = Each of the others was taken for the treated one in turn: of { $units } it has rank { $rank } by how far it departs after the start against before.
series-caveat = The strongest caveat: it assumes that nothing else happened to { $what } at the start ({ $start }), and that the past would have gone on.
series-change = What would change the answer: something else that began at the same time, or a start at another date.
series-no-course = You ask what a series would have been, and no column of this table puts the rows in an order of time, one row a period (or a unit and period).
series-help-table = A table with a column of dates or period numbers and one row a period
series-when = You ask what an event did to { $outcome-named }. From which { $time } on, and for whom? No column switches on over time, and no text names the start.
series-never-treated = { $treatment-named } never starts within the data for { $units }, so there is no before and after to tell its effect on { $outcome-named } there.
series-help-unit = A unit in which it starts within the data
series-on-and-off = The event was switched on and off { $times } times; I continue a series only from one start.
series-help-average = Ask for the average effect, which compares all units and periods
series-several-starts = The event reached { $units } units, at { $starts } different times; I continue one series from one start.
series-help-name = Name one of the units ({ $units })
series-unit-gone = The treated unit has no rows left in the data that are used.
series-too-short = There are { $before } periods before the start and { $after } after it; at least { $fewest } before are needed to continue a series.
series-constant-before = The outcome never changes before the start, so nothing tells how it varies.
series-does-not-fit = The method does not fit this series: it finds { $pretended } already before the start, where there was nothing, which is as much as the { $effect } after it.
series-figure-lines = Line: observed. Dashed: as it would have been, with its 95% band.
series-why-said = The start ({ $start }) is taken from these words: “{ $sentence }”
series-figure-title = { $outcome }, observed and as it would have been
