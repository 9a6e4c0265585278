effects-too-few-pairs = Only { $rows } rows have both columns; { $fewest } are needed to say how they go together.
effects-never-varies = { $column } has the same value in every row, so nothing goes with it.
effects-level-of-one-row = One level of { $column } has fewer than two rows, which gives no interval.
effects-levels-like-rows = { $column } has nearly as many levels as rows, so its groups cannot be compared.
effects-options-determined = The options cannot be told apart: in these rows one is determined by the other and by the columns held fixed.
effects-same-dose = Most rows have the same dose of one option, so its steps cannot be compared with those of the other.
