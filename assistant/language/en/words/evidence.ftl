# What a person's graph asks for and no regression can hold fixed (assistant/graphs/arrows.py).

evidence-not-held-identifier = { $column } is a cause in your graph but is not held fixed: it names rows or units and carries no quantity.
evidence-not-held-constant = { $column } is a cause in your graph but is not held fixed: it never varies.
evidence-not-held-dates = { $column } is a cause in your graph but is not held fixed: dates would first have to be made into a number or a few groups.
evidence-not-held-text = { $column } is a cause in your graph but is not held fixed: it is free text, and nothing says that it was written before the treatment.
evidence-not-held-levels = { $column } is a cause in your graph but is not held fixed: it has too many levels for these rows. Group them to use it.
