# Questions back to the person about the question (assistant/planning/plan.py).

ask-back-which-effect = Which effect do you mean?
ask-back-which-levels = { $column } has { $count } levels; which two should be compared?
ask-back-outside = { $column } runs from { $least } to { $most } in the data, which say nothing about { $asked }; which change within that range do you mean?
ask-back-which-columns = Which column would be changed, and which should respond?
ask-back-no-column = No column of the table is about { $parts }.
ask-back-columns-there-are = a column that measures it; the table has { $columns }

# Beside the answer, where a language model read or wrote something (assistant/planning/model, assistant/prose/model.py).

remark-pair-ours = The model read the question as { $theirs }, but the question's own words match { $ours }, so { $ours } is what was estimated.
remark-pair-ask = The words of the question point to { $ours }, and the model reads it as { $theirs }. Which do you mean?
remark-pair-theirs = The words of the question alone do not settle which columns are meant; the model read it as { $theirs }. Check that this is what you asked.
remark-missing-ask = No column seems to be about { $parts }; the model takes the question to mean { $theirs }. Is that what you mean?
remark-missing-ours = The model finds no column about { $parts }; the words of the question match { $ours }, which is what was estimated.
remark-contrast = The model would compare { $theirs }; the question does not say so in words, so that comparison was not taken over.
remark-population = The model would limit the answer to { $theirs }; the question does not say so in words, so it was not limited.
remark-design-data = The model took this for { $theirs }, which the data does not bear out ({ $reason }); the answer uses { $ours }.
remark-design-weaker = The model would only adjust for earlier common causes; the description speaks of { $ours } and the data bears it out, so that is used.
remark-late = The model takes { $columns } to come after { $treatment }. The description does not say so, so the answer still adjusts for it; leave it out if you know that the model is right.
remark-unmeasured = According to the model these may matter and are not in the table: { $columns }.
remark-fallback = The model could not be used, so the offline planner answered. { $reason }
remark-prose = The model's wording did not hold against the results, so the standard wording is used.
remark-unwritten = The model could not be asked for a wording, so the standard wording is used. { $reason }
remark-randomised = a randomised experiment
remark-backdoor = adjustment for earlier common causes
remark-iv = an instrument
remark-frontdoor = a front door through a mediator
remark-did = a comparison of groups before and after
remark-rdd = a cutoff
remark-none = something that allows no answer
remark-design-unsaid = The model took this for { $theirs }. The data would allow it ({ $reason }), but no sentence of the description says so, so the answer uses { $ours }.
remark-design-outweighed = The model took this for { $theirs }, which is possible too; more speaks for { $ours }, which the answer uses.
remark-pair-over = The model read the question as { $theirs }, and that is what was estimated; its words alone could also mean { $ours }. Name the columns if you meant those.
remark-population-theirs = The question could also be read as limited to { $ours }; the model takes it to be about everybody, so it was not limited. Ask about "only" those if you mean them.
remark-orders = A text in the data or its description gives orders to whoever reads it, so the model could not overrule what the words of your question say.
remark-design-denied = The model took this for { $theirs }, but the text itself says otherwise ({ $reason }); the answer uses { $ours }.
remark-design-columns = The model took this for { $theirs }, by columns that the question is about or that are not there; the answer uses { $ours }.
remark-design-vetoed = This could also be taken for { $ours }; the model takes it for { $theirs }, which the answer uses.
remark-instrument = That { $columns } reaches { $outcome } only through { $treatment } is what the model takes from the description; no sentence says so and no data can show it. If it is not so, this number is wrong: say in the description that it is no instrument.
remark-left-out = On the model's word { $columns } is not held fixed: it takes it to come after { $treatment }, or to be no common cause, and nothing in the description speaks against that. Name it in the columns to adjust for if you know better.
