# An answer without a number: why, what stays open, what would help (assistant/prose/render.py).

refusal-unclear = I am not sure enough what you mean to put a number on it.
refusal-no-number = I cannot answer that from this data, so I will not give a number.
refusal-choices = Choose one: { $choices-names }
refusal-open-paths = What stays open: { $paths-list }
refusal-would-help = What would help: { $help-list }
