attribution-because-period = Because { $cause-moved ->
        [mix] the mix of { $cause-named } changed
        [up] { $cause-named } rose from { $cause-before } to { $cause-after }
       *[down] { $cause-named } fell from { $cause-before } to { $cause-after }
    } { $said }: it explains { $part } of the { $change } by which { $outcome-named } { $moved-sign ->
        [negative] fell
       *[other] rose
    } (plausible: { $part-low } to { $part-high }).
attribution-because-groups = Because { $cause-moved ->
        [mix] the mix of { $cause-named } is another
        [up] { $cause-named } is higher
       *[down] { $cause-named } is lower
    } for { $group } ({ $cause-after }) than for { $others } ({ $cause-before }): it explains { $part } of the { $change } by which { $outcome-named } is { $moved-sign ->
        [negative] lower
       *[other] higher
    } there (plausible: { $part-low } to { $part-high }).
attribution-because-row = Because { $cause-moved ->
        [mix] { $cause-named } is an unusual one
       *[other] { $cause-named } was { $cause-after }, where { $cause-before } is usual
    } ({ $said }): it explains { $part } of the { $change } by which { $outcome-named } was { $moved-sign ->
        [negative] lower
       *[other] higher
    } than usual (plausible: { $part-low } to { $part-high }).
attribution-because-partly-period = Only partly because { $cause-moved ->
        [mix] the mix of { $cause-named } changed
        [up] { $cause-named } rose from { $cause-before } to { $cause-after }
       *[down] { $cause-named } fell from { $cause-before } to { $cause-after }
    } { $said }: that explains { $part } of the { $change } by which { $outcome-named } { $moved-sign ->
        [negative] fell
       *[other] rose
    } (plausible: { $part-low } to { $part-high }), and { $unexplained } is not explained by anything measured here.
attribution-because-partly-groups = Only partly because { $cause-moved ->
        [mix] the mix of { $cause-named } is another
        [up] { $cause-named } is higher
       *[down] { $cause-named } is lower
    } for { $group } ({ $cause-after }) than for { $others } ({ $cause-before }): that explains { $part } of the { $change } by which { $outcome-named } is { $moved-sign ->
        [negative] lower
       *[other] higher
    } there (plausible: { $part-low } to { $part-high }), and { $unexplained } is not explained by anything measured here.
attribution-because-partly-row = Only partly because { $cause-moved ->
        [mix] { $cause-named } is an unusual one
       *[other] { $cause-named } was { $cause-after }, where { $cause-before } is usual
    } ({ $said }): that explains { $part } of the { $change } by which { $outcome-named } was { $moved-sign ->
        [negative] lower
       *[other] higher
    } than usual (plausible: { $part-low } to { $part-high }), and { $unexplained } is not explained by anything measured here.
attribution-unexplained = None of the measured causes explains it: of the { $change } by which { $outcome-named } { $comparison ->
        [period] { $moved-sign ->
            [negative] fell
           *[other] rose
        } { $said }
       *[other] is { $moved-sign ->
            [negative] lower
           *[other] higher
        } there than usual
    }, { $unexplained } arose in { $outcome } itself or in something that is not measured (plausible: { $unexplained-low } to { $unexplained-high }).
attribution-no-change = There is no clear change to explain: { $outcome-named } is { $after } in the rows asked about ({ $asked }) and { $before } in those they are compared with, a difference of { $moved } (95% interval: { $moved-low } to { $moved-high }), which is within what is usual.
attribution-no-graph = Nothing says which of these columns acts on { $outcome-named }, so I name no cause: it { $moved-sign ->
        [negative] is lower
       *[other] is higher
    } in the rows asked about ({ $after } instead of { $before }), and all that can be told is what else changed.
attribution-changed-by-order = Out of their ordinary, in the order in which that began: { $shifts-list }.
attribution-changed-by-size = Out of their ordinary, the most unusual first: { $shifts-list }.
attribution-nothing-else-changed = No other column left its ordinary.
attribution-shift = { $cause } ({ $cause-moved ->
        [mix] another mix
       *[other] { $cause-before } to { $cause-after }
    })
attribution-premise = In fact { $outcome-named } { $moved-sign ->
        [negative] fell
       *[other] rose
    }, from { $before } to { $after }.
attribution-chosen = No column was named for it, so I took { $outcome-named }; name another one if you meant that.
attribution-way = From { $cause } it reached { $outcome } through { $way }.
attribution-mechanism = { $cause } itself changed: it is { $beyond } { $beyond-way ->
        [up] higher
       *[down] lower
    } than what acts on it accounts for.
attribution-also-input = Also { $cause-named }, { $cause-moved ->
        [mix] whose mix is another
       *[other] { $cause-after } instead of { $cause-before }
    }: { $part } of it (plausible: { $part-low } to { $part-high }).
attribution-also-mechanism = Also { $cause-named } itself, which is { $beyond } { $beyond-way ->
        [up] higher
       *[down] lower
    } than what acts on it accounts for: { $part } of it (plausible: { $part-low } to { $part-high }).
attribution-against = { $cause-named } pulled the other way: { $part } (plausible: { $part-low } to { $part-high }).
attribution-small = { $columns-n ->
        [one] { $columns }: { $small }.
       *[other] { $columns } together: { $small }.
    }
attribution-rest = Unexplained, arisen in { $outcome } itself or in something that is not measured: { $unexplained } (plausible: { $unexplained-low } to { $unexplained-high }). All parts add up to { $change }.
attribution-cleared = What was looked at and does not account for it: { $columns }.
attribution-compared = Compared: { $rows } { $rows-n ->
        [one] row
       *[other] rows
    } ({ $asked }) with { $usual-rows } others ({ $usual }).
attribution-sources = That this is a way is said here: { $texts-names }.
attribution-quoted = “{ $text }”
attribution-row = row { $row }
attribution-where = ({ $rows })
attribution-all-others = all others
attribution-the-others = the others
attribution-caveat = The strongest caveat: this holds if the arrows are right and nothing unmeasured moved a cause and { $outcome } together; it says where the change arose among these columns, not why that column changed.
attribution-caveat-unplaced = { $columns } changed clearly too, and nothing says where { $columns-n ->
        [one] it stands
       *[other] they stand
    }: if it acts on { $outcome }, its part lies in what is unexplained, or is laid on others.
attribution-consequences = { $columns } changed too and { $columns-n ->
        [one] comes
       *[other] come
    } after { $outcome }: a consequence, no cause.
attribution-caveat-unknown = The description also names what no column holds ({ $words }); what that did cannot be seen here.
attribution-caveat-single = It is one case: the interval tells how well the usual course is known, not by what else a single case may differ.
attribution-caveat-few = { $rows } rows are few: the interval is rough.
attribution-caveat-no-graph = What changed first is not for that reason the cause, and what is a cause may be missing from the table.
attribution-change = What would change the answer: an arrow that is missing or wrong. Say what acts on what (“A depends on B and C”), and ask again.
attribution-change-graph = What would make it answerable: say in the description what acts on what (“{ $outcome } depends on ...”, “A calls B”), or draw the graph.
attribution-too-few = { $rows } rows to compare with are too few to tell what is usual; it takes { $needed }.
attribution-no-rows = No row is left to compare: the rows asked about, or those they are compared with, are not in the table or have gaps.
attribution-dropped-gaps = rows with a gap in a column of the graph
attribution-no-time = You ask about “{ $words }”, and no column of this table says when a row is from.
attribution-not-in-time = You ask about “{ $words }”, and { $time-named } has no such rows.
attribution-no-such-row = You ask about “{ $words }”, and this table has no such row.
attribution-help-row = Name the row by its number or by what stands in its identifier
attribution-help-time = Add a column with the date or time of each row, or name two groups to compare
attribution-no-comparison = To say why { $outcome-named } changed I need two times or two groups, and this table has neither.
attribution-no-quantity = { $outcome-named } has several unordered levels, so its change is not one number that could be shared out.
attribution-help-recode = Make a yes/no column of the level that you care about
attribution-which-outcome = Which column's change is to be explained?
attribution-choice-outcome = Why did { $outcome } change { $said }?
attribution-since-when = Compared with when, or with whom? You ask why { $outcome-named } is as it is.
attribution-choice-last = Why did { $outcome } change { $stretch }?
attribution-choice-groups = What explains the difference in { $outcome } between { $one } and { $other }?
attribution-last-minute = in the last minute
attribution-last-hour = in the last hour
attribution-last-day = in the last day
attribution-last-week = in the last week
attribution-last-month = in the last month
attribution-last-year = in the last year
attribution-figure-part = { $cause }
attribution-figure-rest = unexplained
attribution-figure-change = the whole change
