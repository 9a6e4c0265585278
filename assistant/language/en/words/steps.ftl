# What each step found, for those who watch the steps happen (assistant/prose/steps.py).

steps-no-effect = No effect was found in the question.
steps-cutoff = the cutoff
steps-cutoff-in = the cutoff in { $column }
steps-reading = Effect of { $treatment } on { $outcome }
steps-reading-levels = { $reading }, from { $low } to { $high }
steps-reading-where = { $reading }, where { $condition }
steps-plan = { $reading }. Confidence { $confidence }.
steps-asks-back = A question back comes first.
steps-change = A change of the last question: { $part } { $columns }.
steps-part-population = population
steps-part-everybody = everybody
steps-part-estimand = estimand
steps-part-contrast = contrast
steps-part-outcome = outcome
steps-part-treatment = treatment
steps-part-leave-out = leave out
steps-part-adjust = adjust
steps-part-design = design
steps-part-estimator = estimator
steps-part-reading = reading
steps-view = A look back at the last answer.
steps-undo = Back to the answer before the last change.
steps-unclear = Not clear enough; a question back comes first.
steps-no-documents = No documents were given.
steps-documents = { $passages-n ->
    [one] { $passages } passage
   *[other] { $passages } passages
 } in { $documents-n ->
    [one] { $documents } document
   *[other] { $documents } documents
 } can be cited.
steps-parts = { $parts-list }.
steps-arrows = { $arrows-n ->
    [one] { $arrows } arrow
   *[other] { $arrows } arrows
 }
steps-cited = { $passages-n ->
    [one] { $passages } passage cited
   *[other] { $passages } passages cited
 }
steps-disagree = sources disagree about { $conflicts }
steps-not-measured = not measured: { $causes }
steps-rows-used = { $used } of { $total-n ->
    [one] { $total } row
   *[other] { $total } rows
 } used
steps-rows-dropped = { $rows } dropped: { $reason }
steps-estimate = { $effect }, 95% interval { $effect-low } to { $effect-high-number }. { $estimator }.
steps-checks = { $passed } of { $run-n ->
    [one] { $run } check
   *[other] { $run } checks
 } passed
steps-checks-failed = failed: { $failed-names }
steps-written-by = Written with { $model }; every number in the text is a computed one.
steps-written = Written without a language model; every number in the text is a computed one.
steps-randomised = The treatment was set by chance
steps-iv = By the instrument { $instruments }
steps-frontdoor = Through the mediator { $mediators }
steps-did = By before and after beside a comparison group (time: { $time })
steps-rdd = By both sides of the cutoff in { $column }
steps-held = { $design }, holding fixed { $covariates }.
steps-not-held = { $design }.
steps-backdoor = By holding fixed { $covariates }.
steps-nothing-held = By holding fixed nothing.

# What each step is called while it runs.

step-plan = understanding the question
step-knowledge = looking things up
step-graph = drawing the graph
step-estimand = can it be identified?
step-data = preparing the rows
step-estimate = estimating
step-checks = attacking the estimate
step-explanation = writing
