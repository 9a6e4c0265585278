# How cells were read, and what looks odd in them: the data account.

cells-cell = '{ $cell }'
cells-code = { $code }
cells-one = 1
cells-totals = The last line of the table ('{ $line }') sums up the others and is left out.
cells-numbers = '{ $column }' is written as text such as '{ $example }' and is read as numbers ({ $rows } cells).
cells-thousands-unsure = In '{ $column }' nothing tells whether the mark in '{ $example }' groups thousands or marks decimals. If it was read the wrong way, the result is wrong: write the numbers without it.
cells-bounds = { $rows-n ->
    [one] One cell of '{ $column }' is a bound ('{ $example }') and is read as the bound itself: the true value lies beyond it.
   *[other] { $rows } cells of '{ $column }' are bounds such as '{ $example }' and are read as the bound itself: the true values lie beyond it.
}
cells-no-numbers = { $rows-n ->
    [one] One cell of '{ $column }' is no number ({ $examples-names }) and counts as missing.
   *[other] { $rows } cells of '{ $column }' are no numbers ({ $examples-names }) and count as missing.
}
cells-mostly-numbers = Most cells of '{ $column }' are numbers and many are not ({ $examples-names }), so it is kept as text and cannot be held fixed as a quantity: clean it if it matters.
cells-dates = '{ $column }' is read as dates, written in { $styles ->
    [one] a style of its own
   *[other] { $styles } styles
}.
cells-no-dates = { $rows } cells of '{ $column }' are no dates ({ $examples-names }) and count as missing.
cells-dates-unsure = Nothing in '{ $column }' tells whether the day or the month comes first in its dates.
cells-mark = '{ $column }' holds '{ $mark }' or nothing: it is read as yes and no, and the { $rows } empty cells count as no.
cells-yes-no = '{ $column }' spells its answers in several ways: { $rows } cells ({ $written-names }) are read as { $levels-names }.
cells-spellings = '{ $column }' spells some levels in several ways: { $rows } cells ({ $written-names }) differ only in capitals or blanks and are read as the usual spelling.
cells-missing-words = { $rows-n ->
    [one] One cell of '{ $column }' says that there is no value ({ $examples-names }) and counts as missing.
   *[other] { $rows } cells of '{ $column }' say that there is no value ({ $examples-names }) and count as missing.
}
cells-code-told = { $rows } cells of '{ $column }' hold { $codes-names }, which the description says is no value: they count as missing.
cells-code-seen = { $rows } cells of '{ $column }' hold exactly { $codes-names }, far from all other values ({ $least } to { $most }): this is read as a code for missing.
cells-code-suspected = { $rows } cells of '{ $column }' hold exactly { $codes-names }, apart from the other values ({ $least } to { $most }). If this is a code for missing, the result is wrong: say so in the description, as in '{ $column }: { $codes-names } = missing'.
cells-unit-up = { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) are { $factor } times smaller than the others ({ $least } to { $most }), as in another unit: they are multiplied by { $factor }.
cells-unit-down = { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) are { $factor } times larger than the others ({ $least } to { $most }), as in another unit: they are divided by { $factor }.
cells-unit-suspected = '{ $column }' looks like two units in one column: { $rows } values lie between { $odd-least } and { $odd-most }, the others between { $least } and { $most }. If they are mixed units, the result is wrong.
cells-thousands-up = { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) lost their thousands: a mark between thousands was read as a decimal mark, beside whole numbers ({ $least } to { $most }). They are multiplied by { $factor }.
cells-typing-up = { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) are { $factor } times smaller than the others ({ $least } to { $most }), like typing errors: they are multiplied by { $factor }.
cells-typing-down = { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) are { $factor } times larger than the others ({ $least } to { $most }), like typing errors: they are divided by { $factor }.
cells-typing-suspected = { $rows-n ->
    [one] One value of '{ $column }' ({ $odd-most }) is
   *[other] { $rows } values of '{ $column }' ({ $odd-least } to { $odd-most }) are
} extreme: all others lie between { $least } and { $most }. If they are typing errors or another unit, the result is wrong.
cells-date-treatment = '{ $column }' is a date and is empty in { $rows } rows: having a date is compared with having none, and empty is read as never.
cells-filled-mean = { $rows } gaps in '{ $column }' are filled with its mean.
cells-filled-level = { $rows } gaps in '{ $column }' are filled with its most frequent level.
cells-filled-draws = { $rows } gaps in '{ $column }' are filled several times by models of the other columns.
