group-of = { $conditions-names }
group-is = { $column } = { $value }
group-other = { $column } is not { $value }
group-below = { $column } is below { $value }
group-up-to = { $column } is at most { $value }
group-above = { $column } is above { $value }
group-from = { $column } is { $value } or more
group-sorted = part { $place } of { $parts }
group-inside = the group
group-outside = all others
group-timing-unknown = Nobody says that { $column-named } was there before the decision; if it came after, groups by it are no fair comparison.
group-after-treatment = { $column-named } came after { $treatment-named }, and what { $treatment } itself may have changed cannot sort the rows into groups: among those who ended up alike, treated and untreated are no longer comparable.
group-after-help = A column from before { $treatment-named } to split by
group-everybody-only = I can split the effect on everybody, not that on those who got it (or did not get it) alone.
group-not-usable = The rows cannot be split by { $column-named }: it has a single value, too many, or copies another column.
heterogeneity-no-column = No column tells who belongs to “{ $group }”, so the effect cannot be split by it.
heterogeneity-columns = The table could split by, for example, { $columns }
heterogeneity-nothing-to-tell-apart = No column from before the treatment tells the rows apart, so there are no groups in which to look for a larger effect.
heterogeneity-groups-clear = It is not the same for all: the effect of { $treatment-named } on { $outcome-named } is { $more-effect } (95% interval: { $more-effect-low } to { $more-effect-high }) where { $more }, against { $less-effect } (95% interval: { $less-effect-low } to { $less-effect-high }) where { $less }; they differ by { $lead } (95% interval: { $lead-low } to { $lead-high }).
heterogeneity-groups-unclear = No clear difference by { $modifier-named }: the effect of { $treatment-named } on { $outcome-named } is { $more-effect } (95% interval: { $more-effect-low } to { $more-effect-high }) where { $more } and { $less-effect } (95% interval: { $less-effect-low } to { $less-effect-high }) where { $less }; they differ by { $lead } (95% interval: { $lead-low } to { $lead-high }), so these rows do not tell the groups apart.
heterogeneity-along-clear = It depends on { $modifier-named }: the effect of { $treatment-named } on { $outcome-named } is { $at-start } (95% interval: { $at-start-low } to { $at-start-high }) at { $modifier } = { $start } and { $at-end } (95% interval: { $at-end-low } to { $at-end-high }) at { $end }, its lower and upper quartile: a change of { $change } (95% interval: { $change-low } to { $change-high }).
heterogeneity-along-unclear = No clear change with { $modifier-named }: the effect of { $treatment-named } on { $outcome-named } is { $at-start } (95% interval: { $at-start-low } to { $at-start-high }) at { $modifier } = { $start } and { $at-end } (95% interval: { $at-end-low } to { $at-end-high }) at { $end }, its lower and upper quartile; that differs by { $change } (95% interval: { $change-low } to { $change-high }), so these rows do not tell.
heterogeneity-each-group = Group by group, with intervals that hold for all at once: { $groups-list }.
heterogeneity-group = { $effect } (95% interval: { $effect-low } to { $effect-high }) where { $group } ({ $rows } rows)
heterogeneity-left-out = { $rows } rows are in no group: { $modifier } is not known there, or its level is too rare.
heterogeneity-most = Most where { $more }: there the effect of { $treatment-named } on { $outcome-named } is { $more-effect } (95% interval: { $more-effect-low } to { $more-effect-high }), against { $less-effect } (95% interval: { $less-effect-low } to { $less-effect-high }) where { $less }; they differ by { $lead } (95% interval: { $lead-low } to { $lead-high }).
heterogeneity-differs = The effect of { $treatment-named } on { $outcome-named } does differ, but no column by itself and no simple rule says for whom: it is { $strong } (95% interval: { $strong-low } to { $strong-high }) in the one of { $parts } parts that was predicted to respond most and { $weak } (95% interval: { $weak-low } to { $weak-high }) in the one predicted to respond least.
heterogeneity-told = One column at a time (corrected for looking at several), the effect differs by { $splits-list }.
heterogeneity-by-column = { $modifier }: { $more-effect } where { $more }, { $less-effect } where { $less }
heterogeneity-sorted = Of { $parts } equal parts by predicted effect, the one predicted to respond most shows { $strong }, the one predicted to respond least { $weak }: { $spread } apart (95% interval: { $spread-low } to { $spread-high }).
heterogeneity-average = On average over all it is { $average } (95% interval: { $average-low } to { $average-high }).
heterogeneity-none = I find no sign that the effect of { $treatment-named } on { $outcome-named } differs from one to another: it is { $average } (95% interval: { $average-low } to { $average-high }) on average, and those predicted to respond most and least differ by { $spread } (95% interval: { $spread-low } to { $spread-high }), no more than chance would bring.
heterogeneity-none-looked = I looked at { $columns }; a difference smaller than that interval, or by something that is no column, cannot be ruled out.
heterogeneity-tested = It was first tested whether effects differ at all ({ $p }); groups were chosen in some rows and measured in others, so that luck does not count twice.
heterogeneity-why = What is compared is { $treatment } = { $high } with { $low }, with { $covariates } held fixed.
heterogeneity-why-alone = What is compared is { $treatment } = { $high } with { $low }; chance decided who got which, and nothing is held fixed.
heterogeneity-caveat-backdoor = The strongest caveat: a cause of both { $treatment } and { $outcome } that is not in the data, or that matters more in one group than in another, could explain the difference.
heterogeneity-caveat-randomised = The strongest caveat: chance decided the treatment and not the groups: that they differ says for whom it works, not that belonging to the group is the reason.
heterogeneity-change = What would change the answer: another way to group the rows. Name a column to split by it, or ask for the effect on everybody.
group-p-below = p-value below { $bound }
group-p-is = p-value { $p }
heterogeneity-faint = Not for sure: the effect of { $treatment-named } on { $outcome-named } is { $average } (95% interval: { $average-low } to { $average-high }) on average, and those predicted to respond most and least differ by { $spread } (95% interval: { $spread-low } to { $spread-high }), but the tests of whether it differs at all do not say so together; take it for a hint to be checked in new rows.
