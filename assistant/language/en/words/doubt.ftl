# How far to trust an answer: a line behind the number, and a word before a shaky one.

doubt-lead-shaky = Shaky:
doubt-lead-do-not-use = Do not rely on this number:
doubt-solid = How far to trust this: solid. In simulations { $holds } of such answers held the truth. Most against it: { $signs-names }.
doubt-solid-plain = How far to trust this: solid. In simulations { $holds } of such answers held the truth.
doubt-fair = How far to trust this: fair. In simulations { $holds } of such answers held the truth. Most against it: { $signs-names }.
doubt-fair-plain = How far to trust this: fair. In simulations { $holds } of such answers held the truth.
doubt-shaky = How far to trust this: not far. In simulations only { $holds } of such answers held the truth. Most against it: { $signs-names }.
doubt-shaky-plain = How far to trust this: not far. In simulations only { $holds } of such answers held the truth.
doubt-do-not-use = How far to trust this: not at all. In simulations only { $holds } of such answers held the truth. Most against it: { $signs-names }.
doubt-do-not-use-plain = How far to trust this: not at all. In simulations only { $holds } of such answers held the truth.

doubt-sign-adjustment = nobody was assigned at random
doubt-sign-nothing-held = nothing could be held fixed
doubt-sign-natural = it rests on a design that stands in for an experiment
doubt-sign-told = what the description says against it
doubt-sign-losses = whom the groups lost
doubt-sign-overlap = the groups hardly overlap
doubt-sign-stage = the instrument is weak
doubt-sign-failed = a check that failed
doubt-sign-failed-more = several checks that failed
doubt-sign-hinges = the number hinges on when a column was measured
doubt-sign-timing = nothing says when what is held fixed was measured
doubt-sign-fragile = a weak hidden cause could explain it
doubt-sign-reading = the question may mean other columns
doubt-sign-rows-lost = many rows could not be used
doubt-sign-few-rows = there are few rows
doubt-sign-cells = odd values in the cells
doubt-sign-copies = rows that copy one another
