# What a person's graph asks for and no regression can hold fixed (assistant/graphs/arrows.py).

evidence-not-held-identifier = { $column } is a cause in your graph but is not held fixed: it names rows or units and carries no quantity.
evidence-not-held-constant = { $column } is a cause in your graph but is not held fixed: it never varies.
evidence-not-held-text = { $column } is a cause in your graph but is not held fixed: it is free text, and nothing says that it was written before the treatment.
