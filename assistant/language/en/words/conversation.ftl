# The conversation after an answer: what was changed, views of the answer, questions back (assistant/conversation).

conversation-unclear = I cannot tell whether that is a change to the last question, a question about the answer, or a new question. Say it in other words, or name a cause and an effect.
conversation-what-of-column = What should I do with { $column }?
conversation-after-treatment = { $column } was settled after { $treatment }, so adjusting for it would take part of the effect away. Shall I adjust for it all the same?
conversation-anyway = adjust for { $column } anyway
conversation-leave-as-is = leave it as it is
conversation-leave-out-choice = leave { $column } out
conversation-adjust-choice = adjust for { $column }
conversation-why-choice = why did you adjust for { $column }?
conversation-sure-choice = how sure are you?
conversation-wrong-choice = what could be wrong?
conversation-no-effect = The last answer was no average effect, so I cannot look at it in that way. What it says, and what it does not, stands in the answer itself.
conversation-nothing-yet = The last answer gave no number, so there is nothing to say about it in that way yet.
conversation-nothing-to-undo = There is no earlier answer to go back to.
conversation-one-only = There is only one answer so far; change something and ask me to compare then.
conversation-undone = Back to the answer before the last change.
conversation-estimator-failed = That estimate cannot be made here: { $reason }
conversation-changed-population = The same question, now only for those with { $change }.
conversation-changed-everybody = The same question, now for everybody.
conversation-changed-estimand = The same question, now about another group: { $change }.
conversation-changed-contrast = The same question, with another comparison for { $treatment }: { $change }.
conversation-changed-outcome = The same cause, with another outcome: { $outcome }.
conversation-changed-treatment = The same outcome, with another cause: { $treatment }.
conversation-changed-leave-out = The same question, with { $column } left out of the adjustment as you asked; if it is a common cause, its influence is now mixed into the number.
conversation-changed-adjust = The same question, adjusted for { $column } as well.
conversation-changed-adjust-late = The same question, adjusted for { $column } as you asked, although that was settled after the cause: part of the effect may be taken away by it.
conversation-changed-design = The same question, under the assumption that you made: { $design }. The data cannot prove it.
conversation-changed-estimator = The same question, estimated by { $estimator }.
conversation-why-adjusted = I adjusted for { $column }: it was there before { $treatment } and may influence both { $treatment } and { $outcome }, so leaving it alone would mix its influence into the answer. { $reason }
conversation-why-adjusted-precision = I adjusted for { $column } only to make the comparison more precise; { $treatment } was assigned at random, so it is not needed to avoid bias. { $reason }
conversation-balance = The groups differed in it by { $before } standard deviations before the adjustment and by { $after } after it.
conversation-why-not-late = I did not adjust for { $column }: it was settled after { $treatment }, and adjusting for a consequence takes part of the effect away or makes up a connection. { $reason }
conversation-why-not-copy = I did not adjust for { $column }: it is a copy or another form of a column that is already used. { $reason }
conversation-why-not-other = I did not adjust for { $column }. { $reason }
conversation-why-treatment = { $column } is the cause that you asked about, so it is compared and not adjusted for.
conversation-why-outcome = { $column } is the outcome that you asked about, so it is compared and not adjusted for.
conversation-why-design-column = { $column } is part of the design of the comparison. { $reason }
conversation-why-all = I adjusted for { $covariates }. Each was there before { $treatment } and may influence both it and { $outcome }.
conversation-why-none = I adjusted for nothing.
conversation-sure-clear = The 95% interval runs from { $effect-low } to { $effect-high } and leaves out zero: chance alone hardly explains the result.
conversation-sure-unclear = The 95% interval runs from { $effect-low } to { $effect-high } and includes zero: this data cannot tell the effect from no effect.
conversation-sure-unbounded = The data puts no bound on the error of the estimate: I am not sure of it at all.
conversation-sure-scope = The interval covers chance only. It says nothing about causes that were not measured.
conversation-check-passed = Passed: { $checks-list }.
conversation-check-failed = Failed: { $checks-list }.
conversation-check-not-run = Could not be run: { $checks-list }.
conversation-code = This script gives the number again, without AskWhy:
conversation-no-code = There is no script, because there is no number.
conversation-manager-clear = In short{ $limited ->
    [some] {" "}(those with { $condition })
   *[everybody] {""}
 }: if { $treatment-named } went from { $low } to { $high }, { $outcome-named } would on average be { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 }. Given chance, anything from { $effect-low } to { $effect-high } fits the data.
conversation-manager-unclear = In short{ $limited ->
    [some] {" "}(those with { $condition })
   *[everybody] {""}
 }: this data cannot tell whether { $treatment-named } makes a difference to { $outcome-named }. The best guess is { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 }, but anything from { $effect-low } to { $effect-high } fits the data.
conversation-manager-unbounded = In short{ $limited ->
    [some] {" "}(those with { $condition })
   *[everybody] {""}
 }: this data cannot say how much { $treatment-named } matters for { $outcome-named }.
conversation-manager-cutoff = In short{ $limited ->
    [some] {" "}(those with { $condition })
   *[everybody] {""}
 }: right at the threshold, { $outcome-named } is { $effect-size } { $effect-sign ->
    [positive] higher
   *[other] lower
 } on average. Given chance, anything from { $effect-low } to { $effect-high } fits the data.
conversation-manager-passed = The tests that I ran on the result raised no alarm.
conversation-manager-failed = Some tests on the result raised an alarm ({ $failed-names }), so treat it with care.
conversation-manager-caveat = The comparison is fair only if nothing important that drives both is missing from the data.
conversation-manager-random = The comparison is fair because { $treatment } was assigned at random.
conversation-rows = The estimate uses { $rows } of { $total } rows.
conversation-dropped = Left out: { $dropped-list }.
conversation-no-sources = No document was given that speaks of these arrows; they come from the columns, their timing and your question.
conversation-graph = The arrows that the answer assumes: { $arrows }.
conversation-estimates = Other estimates of the same effect: { $estimates-list }.
conversation-estimates-none = No other estimator was tried.
conversation-compare = First: { $first }. Then: { $second }.
conversation-compare-same = Both questions were answered with the same number.
conversation-compare-overlap = The two intervals overlap, so the data does not clearly tell the two apart.
conversation-compare-apart = The two intervals do not overlap.
conversation-untestable = What the answer rests on and the data cannot test: { $assumptions-list }.
conversation-blind = What the checks cannot see: { $blind-list }.
conversation-sources = From the documents: { $sources-list }.
conversation-source = “{ $text }” ({ $document }, { $place })
conversation-sentences = { $said }
conversation-check-outcome = { $check } ({ $found-list })
conversation-dropped-reason = { $reason }: { $rows }
conversation-headline = The answer uses { $estimator }: { $effect } ({ $effect-low } to { $effect-high }).
conversation-estimate-line = { $estimator } gives { $effect } ({ $effect-low } to { $effect-high })
conversation-compare-line = { $question }: { $effect } ({ $effect-low } to { $effect-high })
conversation-compare-none = { $question }: { conversation-nothing-yet }

# An agent's request, where the model's own text could not be used (assistant/agent.py).

agent-plainly = What was found:
agent-nothing = Nothing was estimated, so there is no finding to report.
