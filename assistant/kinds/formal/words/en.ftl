# What follows from premises in words: the answer first, then how it follows.
formal-yes = Yes. { $because }
formal-no = No. { $because }
formal-unknown = That cannot be known from these premises. { $because }
formal-effect = { $value-sign ->
    [positive] "{ $cause }" raises the probability of "{ $effect }" by { $value-size } ({ $value-plain }), against "{ $cause-not }".
    [negative] "{ $cause }" lowers the probability of "{ $effect }" by { $value-size } ({ $value-plain }), against "{ $cause-not }".
   *[zero] "{ $cause }" does not change the probability of "{ $effect }" (the effect is { $value-plain }), against "{ $cause-not }".
 }
formal-do = With "{ $cause }" brought about for everybody, the probability of "{ $effect }" is { $value } ({ $value-plain }).
formal-treated = { $value-sign ->
    [positive] Among those with "{ $cause }", the probability of "{ $effect }" is { $value-size } ({ $value-plain }) higher than it would be with "{ $cause-not }".
    [negative] Among those with "{ $cause }", the probability of "{ $effect }" is { $value-size } ({ $value-plain }) lower than it would be with "{ $cause-not }".
   *[zero] Among those with "{ $cause }", the probability of "{ $effect }" is what it would be with "{ $cause-not }" too (the difference is { $value-plain }).
 }
formal-direct = { $value-sign ->
    [positive] Apart from what goes through { $through }, "{ $cause }" raises the probability of "{ $effect }" by { $value-size } ({ $value-plain }).
    [negative] Apart from what goes through { $through }, "{ $cause }" lowers the probability of "{ $effect }" by { $value-size } ({ $value-plain }).
   *[zero] Apart from what goes through { $through }, "{ $cause }" does not change the probability of "{ $effect }" (the direct effect is { $value-plain }).
 }
formal-indirect = { $value-sign ->
    [positive] Through { $through }, "{ $cause }" raises the probability of "{ $effect }" by { $value-size } ({ $value-plain }).
    [negative] Through { $through }, "{ $cause }" lowers the probability of "{ $effect }" by { $value-size } ({ $value-plain }).
   *[zero] Through { $through }, "{ $cause }" does not change the probability of "{ $effect }" (the indirect effect is { $value-plain }).
 }
formal-probability = { $given-count-n ->
    [0] The probability of "{ $effect }" is { $value } ({ $value-plain }).
   *[other] Given "{ $given }", the probability of "{ $effect }" is { $value } ({ $value-plain }).
 }
formal-difference = { $value-sign ->
    [positive] "{ $effect }" is { $value-size } ({ $value-plain }) more probable where "{ $cause }" is seen than where it is not{ $given-count-n ->
        [0] .
       *[other] , given "{ $given }".
    }
    [negative] "{ $effect }" is { $value-size } ({ $value-plain }) less probable where "{ $cause }" is seen than where it is not{ $given-count-n ->
        [0] .
       *[other] , given "{ $given }".
    }
   *[zero] "{ $effect }" is equally probable whether "{ $cause }" is seen or not (the difference is { $value-plain }).
 }
formal-bounds = The effect lies between { $lower-bound } and { $upper-bound } ({ $lower-bound-plain } to { $upper-bound-plain }), and the premises say no more: something unobserved may act on both "{ $cause }" and "{ $effect }".
formal-bounds-instrument = The effect lies between { $lower-bound } and { $upper-bound } ({ $lower-bound-plain } to { $upper-bound-plain }); with the instrument { $names } no closer bounds follow.
formal-selected-none = No arrow leads from { $cause } to { $effect }. Among those selected by "{ $given }", which both act on, the two go together without any effect of one on the other.
formal-selected-effect = The arrows lead from { $cause } to { $effect }; but the link among those selected by "{ $given }" is no measure of that effect.
formal-method-within = Comparing case by case according to { $names } is right: { $names } acts on both, and closes the back door between { $cause } and { $effect }.
formal-method-whole = Comparing as a whole is right: nothing acts on both { $cause } and { $effect }.
formal-method-whole-late = Comparing as a whole is right: { $names } comes after { $cause } or is a common effect, and comparing within its values would spoil the comparison.
formal-method-neither = Neither method gives the effect of { $cause } on { $effect }.
formal-would-yes = Under these rules "{ $effect }" would be so with "{ $cause }".
formal-would-no = Under these rules "{ $effect }" would not be so with "{ $cause }".
formal-would-unknown = Under these rules "{ $effect }" would be so with "{ $cause }" in { $holding } of the { $graphs } settings that agree with what was seen.
formal-identifiable-yes = The effect of { $cause } on { $effect } can be computed from what is observed.
formal-identifiable-no = The effect of { $cause } on { $effect } cannot be computed from what is observed, whatever the numbers are{ $path-count-n ->
    [0] .
   *[other] : an unobserved common cause leaves this open: { $paths }.
 }
formal-adjust-for = Adjust for { $names }: that closes every back-door path between { $cause } and { $effect }.
formal-adjust-for-nothing = Adjust for nothing: no back-door path between { $cause } and { $effect } is open.
formal-adjust-also = As good: { $others-names }.
formal-names = { $names }
formal-adjust-never = No set of observed variables closes every back-door path between { $cause } and { $effect }: { $paths }.
formal-adjust-frontdoor = No set of observed variables closes every back-door path between { $cause } and { $effect } ({ $paths }); but the effect can be computed through { $names } (front door).
formal-set-enough = Adjusting for { $names } closes every back-door path between { $cause } and { $effect }.
formal-set-late = { $names } comes after { $cause }, and adjusting for it would take away or distort what is asked about.
formal-set-hidden = { $names } is not observed.
formal-set-open = With { $names } adjusted for this stays open: { $paths }.
formal-separated = By the arrows { $cause } and { $effect } are independent.
formal-separated-given = By the arrows { $cause } and { $effect } are independent given { $names }.
formal-connected = By the arrows { $cause } and { $effect } are dependent.
formal-connected-given = By the arrows { $cause } and { $effect } are dependent given { $names }.
formal-necessary = The probability that "{ $cause }" was needed for "{ $effect }", where both were, is { $value } ({ $value-plain }).
formal-necessary-bounds = The probability that "{ $cause }" was needed for "{ $effect }", where both were, lies between { $lower-bound } and { $upper-bound } ({ $lower-bound-plain } to { $upper-bound-plain }); the premises say no more.
formal-sufficient = The probability that "{ $cause }" would have been enough for "{ $effect }", where neither was, is { $value } ({ $value-plain }).
formal-sufficient-bounds = The probability that "{ $cause }" would have been enough for "{ $effect }", where neither was, lies between { $lower-bound } and { $upper-bound } ({ $lower-bound-plain } to { $upper-bound-plain }); the premises say no more.
formal-necessary-and-sufficient = The probability that "{ $effect }" comes with "{ $cause }" and not without it is { $value } ({ $value-plain }).
formal-necessary-and-sufficient-bounds = The probability that "{ $effect }" comes with "{ $cause }" and not without it lies between { $lower-bound } and { $upper-bound } ({ $lower-bound-plain } to { $upper-bound-plain }); the premises say no more.
formal-reaches = The arrows lead from { $cause } to { $effect }, so a change of { $cause } reaches { $effect }.
formal-reaches-given = With { $names } held fixed the arrows still lead from { $cause } to { $effect } on another way.
formal-reaches-not = No arrow leads from { $cause } to { $effect }, directly or through others.
formal-reaches-not-given = With { $names } held fixed no way is left on which { $cause } acts on { $effect }.
formal-confounder-yes = { $names } acts on both { $cause } and { $effect }, so it confounds the two.
formal-confounder-no = { $names } does not act on both { $cause } and, on another way, { $effect }.
formal-mediator-yes = { $names } lies on a way from { $cause } to { $effect }.
formal-mediator-no = { $names } does not lie on a way from { $cause } to { $effect }.
formal-collider-yes = { $names } is a common effect of { $cause } and { $effect }.
formal-collider-no = { $names } is not a common effect of { $cause } and { $effect }.
formal-instrument-yes = { $names } goes with { $cause }, and with { $effect } only through it.
formal-instrument-no = { $names } is no instrument for { $cause } and { $effect }: it does not go with { $cause }, or reaches { $effect } otherwise too.
formal-claim-direct-cause = That { $cause } directly causes { $effect } holds in { $holding } of the { $graphs } causal graphs that have exactly these relations.
formal-claim-cause = That { $cause } causes { $effect } holds in { $holding } of the { $graphs } causal graphs that have exactly these relations.
formal-claim-indirect-cause = That { $cause } causes { $effect } only through something else holds in { $holding } of the { $graphs } causal graphs that have exactly these relations.
formal-claim-common-cause = That something directly causes both { $cause } and { $effect } holds in { $holding } of the { $graphs } causal graphs that have exactly these relations.
formal-claim-common-effect = That { $cause } and { $effect } both directly cause something holds in { $holding } of the { $graphs } causal graphs that have exactly these relations.
formal-claim-against = It does not hold in this one, for instance: { $against }.
formal-claim-all = There is no graph with these relations in which it does not hold.

formal-read = { $facts-n ->
    [0] I read these arrows: { $arrows }.
   *[other] I read these arrows: { $arrows }; and { $facts } probabilities.
 }
formal-derivation = Step by step: { $lines-list }.
formal-line = { $formula }
formal-way-given = The probabilities under intervention are given.
formal-way-no-path = No arrow leads from { $cause } to { $effect }, directly or through others, so there is no effect.
formal-way-as-seen = Nothing acts on both { $cause } and { $effect }, so what is seen is the effect.
formal-way-backdoor = { $names } closes every back-door path, so the comparison is made within its values and averaged over them.
formal-way-frontdoor = The effect goes through { $names }, which nothing unobserved disturbs (front door).
formal-way-do-calculus = It follows by the rules of do-calculus.
formal-way-instrument = { $names } moves { $cause } and acts on { $effect } only through it: the ratio of the two changes is the effect.
formal-way-mediation = { $names-n ->
    [0] The mediation formula gives it.
   *[other] The mediation formula gives it, within the values of { $names } and averaged over them.
 }
formal-way-seen = It follows from the given probabilities.
formal-caveat = This follows from the premises as I read them, and says nothing about any table; it is true only as far as the arrows are.
formal-caveat-claim = This takes it that no common cause is left out, and that every independence there is has been said.
formal-caveat-no-graph = No arrows were given, so nothing was taken to be independent.
formal-caveat-model = A language model read the premises; each was checked to stand in your question, but look at them once more.
formal-caveat-instrument = This is the effect among those whom { $names } moves, if it moves nobody the other way; for everybody it need not hold.
formal-change = If I read an arrow or a number wrongly, say the premise again in a sentence of its own.
formal-not-read = Not read: { $unread }. Your question brings its own premises, and a premise that I do not understand could change the answer. Write each arrow ("X causes Y"), each number ("P(Y=1|X=1) = ...") and the question as a sentence of its own, or choose a language model.
formal-not-read-whole = Not read: I understand the single sentences, but not which variables the question is about or how they hang together. Say what causes what ("X causes Y"), each number ("P(Y=1|X=1) = ...") and what is asked of which two, each in a sentence of its own, or choose a language model.
formal-lacking = That cannot be computed: the premises do not give, and do not imply, { $needed }. Give these probabilities and ask again.
formal-contradiction = No causal graph has these relations: they contradict one another, or something unobserved is behind them.
formal-at-odds = The premises are at odds with one another: nothing can be as they say.
formal-too-many = Too many causal graphs have these relations to look at each of them. Ask about fewer variables.
formal-not-identified = That cannot be known from these premises: something unobserved may act on both sides, and this stays open: { $paths }.
formal-would-help = The probabilities given the unobserved cause, those under intervention, or those of cause and effect together would help.
