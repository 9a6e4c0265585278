# Was aus Prämissen in Worten folgt: erst die Antwort, dann die Herleitung.
formal-yes = Ja. { $because }
formal-no = Nein. { $because }
formal-unknown = Das lässt sich aus diesen Prämissen nicht wissen. { $because }
formal-effect = { $value-sign ->
    [positive] „{ $cause }“ erhöht die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }), verglichen mit „{ $cause-not }“.
    [negative] „{ $cause }“ senkt die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }), verglichen mit „{ $cause-not }“.
   *[zero] „{ $cause }“ ändert die Wahrscheinlichkeit von „{ $effect }“ nicht (die Wirkung ist { $value-plain }), verglichen mit „{ $cause-not }“.
 }
formal-do = Würde „{ $cause }“ bei allen herbeigeführt, wäre die Wahrscheinlichkeit von „{ $effect }“ { $value } ({ $value-plain }).
formal-treated = { $value-sign ->
    [positive] Unter denen mit „{ $cause }“ ist die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }) höher, als sie mit „{ $cause-not }“ wäre.
    [negative] Unter denen mit „{ $cause }“ ist die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }) niedriger, als sie mit „{ $cause-not }“ wäre.
   *[zero] Unter denen mit „{ $cause }“ ist die Wahrscheinlichkeit von „{ $effect }“ so groß, wie sie auch mit „{ $cause-not }“ wäre (der Unterschied ist { $value-plain }).
 }
formal-direct = { $value-sign ->
    [positive] Abgesehen von dem, was über { $through } läuft, erhöht „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }).
    [negative] Abgesehen von dem, was über { $through } läuft, senkt „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }).
   *[zero] Abgesehen von dem, was über { $through } läuft, ändert „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ nicht (die direkte Wirkung ist { $value-plain }).
 }
formal-indirect = { $value-sign ->
    [positive] Über { $through } erhöht „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }).
    [negative] Über { $through } senkt „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ um { $value-size } ({ $value-plain }).
   *[zero] Über { $through } ändert „{ $cause }“ die Wahrscheinlichkeit von „{ $effect }“ nicht (die indirekte Wirkung ist { $value-plain }).
 }
formal-probability = { $given-count-n ->
    [0] Die Wahrscheinlichkeit von „{ $effect }“ ist { $value } ({ $value-plain }).
   *[other] Gegeben „{ $given }“ ist die Wahrscheinlichkeit von „{ $effect }“ { $value } ({ $value-plain }).
 }
formal-difference = { $value-sign ->
    [positive] „{ $effect }“ ist um { $value-size } ({ $value-plain }) wahrscheinlicher, wo „{ $cause }“ beobachtet wird, als wo nicht{ $given-count-n ->
        [0] .
       *[other] , gegeben „{ $given }“.
    }
    [negative] „{ $effect }“ ist um { $value-size } ({ $value-plain }) weniger wahrscheinlich, wo „{ $cause }“ beobachtet wird, als wo nicht{ $given-count-n ->
        [0] .
       *[other] , gegeben „{ $given }“.
    }
   *[zero] „{ $effect }“ ist gleich wahrscheinlich, ob „{ $cause }“ beobachtet wird oder nicht (der Unterschied ist { $value-plain }).
 }
formal-bounds = Die Wirkung liegt zwischen { $lower-bound } und { $upper-bound } ({ $lower-bound-plain } bis { $upper-bound-plain }), und mehr sagen die Prämissen nicht: etwas Unbeobachtetes kann auf „{ $cause }“ und auf „{ $effect }“ wirken.
formal-bounds-instrument = Die Wirkung liegt zwischen { $lower-bound } und { $upper-bound } ({ $lower-bound-plain } bis { $upper-bound-plain }); mit dem Instrument { $names } folgen keine engeren Grenzen.
formal-selected-none = Kein Pfeil führt von { $cause } zu { $effect }. Unter denen, die nach „{ $given }“ ausgewählt sind, worauf beide wirken, gehen die zwei zusammen, ohne dass eines auf das andere wirkt.
formal-selected-effect = Die Pfeile führen von { $cause } zu { $effect }; doch der Zusammenhang unter denen, die nach „{ $given }“ ausgewählt sind, ist kein Maß für diese Wirkung.
formal-method-within = Der Vergleich getrennt nach { $names } ist richtig: { $names } wirkt auf beide und schließt die Hintertür zwischen { $cause } und { $effect }.
formal-method-whole = Der Vergleich im Ganzen ist richtig: nichts wirkt auf { $cause } und { $effect } zugleich.
formal-method-whole-late = Der Vergleich im Ganzen ist richtig: { $names } kommt nach { $cause } oder ist eine gemeinsame Wirkung, und ein Vergleich innerhalb seiner Werte würde verfälschen.
formal-method-neither = Keine der beiden Methoden ergibt die Wirkung von { $cause } auf { $effect }.
formal-would-yes = Nach diesen Regeln träte „{ $effect }“ mit „{ $cause }“ ein.
formal-would-no = Nach diesen Regeln träte „{ $effect }“ mit „{ $cause }“ nicht ein.
formal-would-unknown = Nach diesen Regeln träte „{ $effect }“ mit „{ $cause }“ in { $holding } der { $graphs } Fälle ein, die zum Beobachteten passen.
formal-identifiable-yes = Die Wirkung von { $cause } auf { $effect } lässt sich aus dem Beobachteten berechnen.
formal-identifiable-no = Die Wirkung von { $cause } auf { $effect } lässt sich aus dem Beobachteten nicht berechnen, welche Zahlen auch vorliegen{ $path-count-n ->
    [0] .
   *[other] : eine unbeobachtete gemeinsame Ursache lässt dies offen: { $paths }.
 }
formal-adjust-for = Zu adjustieren ist für { $names }: das schließt jeden Hintertürpfad zwischen { $cause } und { $effect }.
formal-adjust-for-nothing = Für nichts ist zu adjustieren: kein Hintertürpfad zwischen { $cause } und { $effect } ist offen.
formal-adjust-also = Ebenso gut: { $others-names }.
formal-names = { $names }
formal-adjust-never = Keine Menge beobachteter Variablen schließt jeden Hintertürpfad zwischen { $cause } und { $effect }: { $paths }.
formal-adjust-frontdoor = Keine Menge beobachteter Variablen schließt jeden Hintertürpfad zwischen { $cause } und { $effect } ({ $paths }); doch über { $names } lässt sich die Wirkung berechnen (Vordertür).
formal-set-enough = Für { $names } zu adjustieren schließt jeden Hintertürpfad zwischen { $cause } und { $effect }.
formal-set-late = { $names } kommt nach { $cause }; dafür zu adjustieren nähme weg oder verzerrte, wonach gefragt ist.
formal-set-hidden = { $names } ist nicht beobachtet.
formal-set-open = Ist für { $names } adjustiert, bleibt dies offen: { $paths }.
formal-separated = Nach den Pfeilen sind { $cause } und { $effect } unabhängig.
formal-separated-given = Nach den Pfeilen sind { $cause } und { $effect } unabhängig, gegeben { $names }.
formal-connected = Nach den Pfeilen sind { $cause } und { $effect } abhängig.
formal-connected-given = Nach den Pfeilen sind { $cause } und { $effect } abhängig, gegeben { $names }.
formal-necessary = Die Wahrscheinlichkeit, dass „{ $cause }“ für „{ $effect }“ nötig war, wo beides war, ist { $value } ({ $value-plain }).
formal-necessary-bounds = Die Wahrscheinlichkeit, dass „{ $cause }“ für „{ $effect }“ nötig war, wo beides war, liegt zwischen { $lower-bound } und { $upper-bound } ({ $lower-bound-plain } bis { $upper-bound-plain }); mehr sagen die Prämissen nicht.
formal-sufficient = Die Wahrscheinlichkeit, dass „{ $cause }“ für „{ $effect }“ genügt hätte, wo keines von beiden war, ist { $value } ({ $value-plain }).
formal-sufficient-bounds = Die Wahrscheinlichkeit, dass „{ $cause }“ für „{ $effect }“ genügt hätte, wo keines von beiden war, liegt zwischen { $lower-bound } und { $upper-bound } ({ $lower-bound-plain } bis { $upper-bound-plain }); mehr sagen die Prämissen nicht.
formal-necessary-and-sufficient = Die Wahrscheinlichkeit, dass „{ $effect }“ mit „{ $cause }“ eintritt und ohne nicht, ist { $value } ({ $value-plain }).
formal-necessary-and-sufficient-bounds = Die Wahrscheinlichkeit, dass „{ $effect }“ mit „{ $cause }“ eintritt und ohne nicht, liegt zwischen { $lower-bound } und { $upper-bound } ({ $lower-bound-plain } bis { $upper-bound-plain }); mehr sagen die Prämissen nicht.
formal-reaches = Pfeile führen von { $cause } zu { $effect }, also wirkt eine Änderung von { $cause } auf { $effect }.
formal-reaches-given = Auch bei festgehaltenem { $names } führen Pfeile auf einem anderen Weg von { $cause } zu { $effect }.
formal-reaches-not = Kein Pfeil führt von { $cause } zu { $effect }, weder direkt noch über anderes.
formal-reaches-not-given = Bei festgehaltenem { $names } bleibt kein Weg, auf dem { $cause } auf { $effect } wirkt.
formal-confounder-yes = { $names } wirkt auf { $cause } und auf { $effect } und ist so ein Störfaktor.
formal-confounder-no = { $names } wirkt nicht zugleich auf { $cause } und auf anderem Weg auf { $effect }.
formal-mediator-yes = { $names } liegt auf einem Weg von { $cause } zu { $effect }.
formal-mediator-no = { $names } liegt auf keinem Weg von { $cause } zu { $effect }.
formal-collider-yes = { $names } ist eine gemeinsame Wirkung von { $cause } und { $effect }.
formal-collider-no = { $names } ist keine gemeinsame Wirkung von { $cause } und { $effect }.
formal-instrument-yes = { $names } geht mit { $cause } zusammen, und mit { $effect } nur darüber.
formal-instrument-no = { $names } ist kein Instrument für { $cause } und { $effect }: es geht nicht mit { $cause } zusammen oder erreicht { $effect } auch anders.
formal-claim-direct-cause = Dass { $cause } direkt { $effect } verursacht, gilt in { $holding } der { $graphs } kausalen Graphen mit genau diesen Beziehungen.
formal-claim-cause = Dass { $cause } { $effect } verursacht, gilt in { $holding } der { $graphs } kausalen Graphen mit genau diesen Beziehungen.
formal-claim-indirect-cause = Dass { $cause } nur über anderes { $effect } verursacht, gilt in { $holding } der { $graphs } kausalen Graphen mit genau diesen Beziehungen.
formal-claim-common-cause = Dass etwas { $cause } und { $effect } beide direkt verursacht, gilt in { $holding } der { $graphs } kausalen Graphen mit genau diesen Beziehungen.
formal-claim-common-effect = Dass { $cause } und { $effect } beide etwas direkt verursachen, gilt in { $holding } der { $graphs } kausalen Graphen mit genau diesen Beziehungen.
formal-claim-against = In diesem gilt es zum Beispiel nicht: { $against }.
formal-claim-all = Es gibt keinen Graphen mit diesen Beziehungen, in dem es nicht gilt.

formal-read = { $facts-n ->
    [0] Diese Pfeile habe ich gelesen: { $arrows }.
   *[other] Diese Pfeile habe ich gelesen: { $arrows }; und { $facts } Wahrscheinlichkeiten.
 }
formal-derivation = Schritt für Schritt: { $lines-list }.
formal-line = { $formula }
formal-way-given = Die Wahrscheinlichkeiten unter dem Eingriff sind gegeben.
formal-way-no-path = Kein Pfeil führt von { $cause } zu { $effect }, weder direkt noch über anderes; also gibt es keine Wirkung.
formal-way-as-seen = Nichts wirkt auf { $cause } und { $effect } zugleich; also ist das Beobachtete die Wirkung.
formal-way-backdoor = { $names } schließt jeden Hintertürpfad; also wird innerhalb seiner Werte verglichen und darüber gemittelt.
formal-way-frontdoor = Die Wirkung läuft über { $names }, was nichts Unbeobachtetes stört (Vordertür).
formal-way-do-calculus = Es folgt nach den Regeln des do-Kalküls.
formal-way-instrument = { $names } bewegt { $cause } und wirkt nur darüber auf { $effect }: das Verhältnis der beiden Änderungen ist die Wirkung.
formal-way-mediation = { $names-n ->
    [0] Es ergibt sich aus der Mediationsformel.
   *[other] Es ergibt sich aus der Mediationsformel, innerhalb der Werte von { $names } und darüber gemittelt.
 }
formal-way-seen = Es folgt aus den gegebenen Wahrscheinlichkeiten.
formal-caveat = Das folgt aus den Prämissen, wie ich sie gelesen habe, und sagt nichts über eine Tabelle; es gilt nur so weit wie die Pfeile.
formal-caveat-claim = Dabei ist angenommen, dass keine gemeinsame Ursache fehlt und dass jede Unabhängigkeit genannt ist.
formal-caveat-no-graph = Es sind keine Pfeile genannt; also ist nichts für unabhängig genommen.
formal-caveat-model = Ein Sprachmodell hat die Prämissen gelesen; geprüft ist, dass jede in Ihrer Frage steht, doch sehen Sie sie noch einmal an.
formal-caveat-instrument = Das ist die Wirkung bei denen, die { $names } bewegt, wenn es niemanden in die andere Richtung bewegt; für alle muss sie nicht gelten.
formal-change = Wenn ich einen Pfeil oder eine Zahl falsch gelesen habe, sagen Sie die Prämisse noch einmal in einem eigenen Satz.
formal-not-read = Nicht gelesen: { $unread }. Ihre Frage bringt ihre eigenen Prämissen mit, und eine, die ich nicht verstehe, könnte die Antwort ändern. Schreiben Sie jeden Pfeil („X verursacht Y“), jede Zahl („P(Y=1|X=1) = ...“) und die Frage als eigenen Satz, oder wählen Sie ein Sprachmodell.
formal-not-read-whole = Nicht gelesen: Die einzelnen Sätze verstehe ich, aber nicht, um welche Größen es geht oder wie sie zusammenhängen. Sagen Sie, was was verursacht („X verursacht Y“), jede Zahl („P(Y=1|X=1) = ...“) und was von welchen beiden gefragt ist, je in einem eigenen Satz, oder wählen Sie ein Sprachmodell.
formal-lacking = Das lässt sich nicht berechnen: die Prämissen geben nicht an und aus ihnen folgt nicht: { $needed }. Geben Sie diese Wahrscheinlichkeiten an und fragen Sie noch einmal.
formal-contradiction = Kein kausaler Graph hat diese Beziehungen: sie widersprechen einander, oder etwas Unbeobachtetes steht dahinter.
formal-at-odds = Die Prämissen widersprechen einander: nichts kann so sein, wie sie sagen.
formal-too-many = Zu viele kausale Graphen haben diese Beziehungen, um jeden anzusehen. Fragen Sie nach weniger Variablen.
formal-not-identified = Das lässt sich aus diesen Prämissen nicht wissen: etwas Unbeobachtetes kann auf beide Seiten wirken, und dies bleibt offen: { $paths }.
formal-would-help = Es hülfen die Wahrscheinlichkeiten bei gegebener unbeobachteter Ursache, die unter dem Eingriff oder die von Ursache und Wirkung zusammen.
