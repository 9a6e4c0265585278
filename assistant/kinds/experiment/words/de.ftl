experiment-nothing = { "" }
experiment-metric = { $column-named }
experiment-ratio = { $above } pro { $below }
experiment-arm = { $column } = { $level }
experiment-count = { $rows } ({ $arm })
experiment-equal = gleich große Arme
experiment-share = { $share }
experiment-shares = eine Aufteilung von { $shares-names }
experiment-relative = , das sind { $relative } der Kontrolle (95%-Intervall: { $relative-low } bis { $relative-high })
experiment-of-control = , { $share } der Kontrolle
experiment-days = , etwa { $days } Tage beim bisherigen Tempo

experiment-invalid = Der Test ist so nicht gültig, und ein Sieger lässt sich nicht nennen: die { $of ->
    [groups] Gruppen
   *[rows] Zeilen
 } der Arme sind { $counts-names }, wo { $planned } geplant waren (Sample Ratio Mismatch, Chi-Quadrat p { $p-p }).
experiment-short = Es fehlen Zeilen von { $arm }, wo { $segment } = { $level }: { $rows } statt etwa { $expected }; alle anderen Zeilen passen zum Plan (p { $rest-p }). Zuerst ist zu klären, was dort verloren geht.
experiment-short-unknown = Keine Spalte aus der Zeit vor dem Test zeigt, wessen Zeilen fehlen; zu prüfen sind Zuteilung, Aufzeichnung und Filter.
experiment-plan-presumed = Niemand sagt, welche Aufteilung geplant war; ich habe gleich große Arme angenommen. War es eine andere, bitte sagen.
experiment-unbalanced = Der Test ist so nicht gültig, und ein Sieger lässt sich nicht nennen: was vorher da war, unterscheidet sich zwischen den Armen von { $arms } stärker, als eine Auslosung es lässt (gemeinsames p { $p-p }, größter Unterschied { $worst } Standardabweichungen).
experiment-bounds = Fehlen nur Zeilen von { $arm }, so liegt die Wirkung auf { $outcome } irgendwo zwischen { $bounds-low } und { $bounds-high } (Schranken von Lee mit ihrem 95%-Intervall); der bloße Unterschied schätzt sie nicht.

experiment-valid = Der Test sieht gültig aus: die { $of ->
    [groups] Gruppen
   *[rows] Zeilen
 } der Arme sind { $counts-names }, wie { $planned } sie ergeben (Chi-Quadrat p { $p-p }, kein Sample Ratio Mismatch).
experiment-valid-rows = Die Zeilen der Arme sind { $counts-names }; sie wurden nicht einzeln ausgelost, ihre Zahl sagt über die Auslosung nichts.
experiment-balanced = Was vorher da war, unterscheidet sich zwischen den Armen nicht stärker, als eine Auslosung es lässt (gemeinsames p { $p-p }).

experiment-result = { $verdict ->
    [better] { $arm } war bei { $metric } besser als { $control }: { $arm-mean } gegen { $control-mean }, eine Änderung um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }){ $relative }.
    [worse] { $arm } war bei { $metric } schlechter als { $control }: { $arm-mean } gegen { $control-mean }, eine Änderung um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }){ $relative }.
   *[unclear] Kein klarer Unterschied bei { $metric }: { $arm-mean } mit { $arm } gegen { $control-mean } mit { $control }, eine Änderung um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }){ $relative }.
 }
experiment-result-relative = { $arm } hat { $metric } gegenüber { $control } um { $lift } geändert (95%-Intervall: { $lift-low } bis { $lift-high }), { $verdict ->
    [better] klar besser
    [worse] klar schlechter
   *[unclear] kein klarer Unterschied
 }: { $arm-mean } gegen { $control-mean }, eine Änderung um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }).
experiment-decision-ship = { $arm } einführen: klar besser bei { $better-names }{ $watched ->
    [yes] , und nichts von dem, was beobachtet wurde, ist klar schlechter geworden
   *[no] { "" }
 }.
experiment-decision-trade-off = { $arm } ist kein klarer Gewinn: klar besser bei { $better-names }, klar schlechter bei { $worse-names }. Nicht einführen, bevor jemand das eine gegen das andere abgewogen hat.
experiment-decision-do-not-ship = { $arm } nicht einführen: klar schlechter bei { $worse-names }.
experiment-decision-wait = Warten: diese Zeilen unterscheiden { $arm } nicht von { $control }. Ist die Wirkung so groß, wie sie jetzt aussieht, würden etwa { $more } weitere Zeilen sie zeigen (in vier von fünf Tests).
experiment-decision-nothing = { $arm } auf dieser Grundlage nicht einführen: von { $control } nicht zu unterscheiden, und eine Wirkung von { $detectable } oder mehr wäre sehr wahrscheinlich (in vier von fünf Tests) aufgefallen.
experiment-decision-lost = { $arm } auf dieser Grundlage nicht einführen: bei denen, deren Ergebnis da ist, sieht es anders aus, aber was in einem Arm fehlt, könnte das ganz bewirkt haben.
experiment-item = { $metric } mit { $arm } { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }{ $verdict ->
    [better] ; klar besser
    [worse] ; klar schlechter
   *[unclear] ; nicht klar
 })
experiment-others = Weitere Vergleiche: { $items-list }.
experiment-watched = Beobachtet, damit es nicht schlechter wird: { $items-list }.

experiment-yet-yes = Ja: der Unterschied bei { $metric } ist signifikant, wie oft auch nachgesehen wurde; ein Intervall, das bei jedem Nachsehen gilt, reicht von { $any-low } bis { $any-high } und schließt null aus.
experiment-yet-planned = Nur wenn dies das geplante Ende ist: bei { $metric } schließt das übliche 95%-Intervall ({ $effect-low } bis { $effect-high }) null aus, eines, das bei jedem Nachsehen gilt ({ $any-low } bis { $any-high }), aber nicht.
experiment-yet-no = Noch nicht: bei { $metric } unterscheidet weder das übliche 95%-Intervall, für alle Vergleiche korrigiert, noch eines, das bei jedem Nachsehen gilt ({ $any-low } bis { $any-high }), die Arme.
experiment-detectable = Mit { $rows } Zeilen ist die kleinste Wirkung auf { $metric }, die dieser Test in vier von fünf Tests findet, { $detectable }{ $of-control }; kleinere übersieht er meist.
experiment-need-none = Dafür nicht länger: { $metric } unterscheidet { $arm } schon von { $control }. Aufgehört wird, wo der Plan es sagt, nicht weil es gut aussieht.
experiment-need-asked-more = Etwa { $more } weitere Zeilen ({ $needed } im Ganzen){ $days }: so viele finden eine Wirkung von { $target } auf { $metric } in vier von fünf Tests.
experiment-need-asked-enough = Nicht länger: die { $rows } Zeilen finden eine Wirkung von { $target } auf { $metric } in vier von fünf Tests ({ $needed } würden genügen).
experiment-need-seen-more = Etwa { $more } weitere Zeilen ({ $needed } im Ganzen){ $days }, wenn die Wirkung auf { $metric } so groß ist, wie sie jetzt aussieht ({ $target }, in vier von fünf Tests).
experiment-need-seen-enough = Die { $rows } Zeilen hätten eine Wirkung auf { $metric }, so groß wie sie jetzt aussieht ({ $target }), in vier von fünf Tests zeigen sollen; für alle Vergleiche korrigiert tun sie es nicht.
experiment-need-guess = Die Wirkung, wie sie jetzt aussieht, ist ein schlechter Maßstab; besser die kleinste nennen, auf die es ankäme („wie lange für zwei Prozent mehr?“). Diese Zeilen finden { $detectable } oder mehr.

experiment-plan-unknown = Niemand sagt, welche Aufteilung geplant war. { $counts-names } sind keine gleich großen Arme, passen aber zu einem Plan mit { $share } in { $control }; waren gleich große geplant, ist der Test nicht gültig (Sample Ratio Mismatch) und dies hinfällig.
experiment-taken-for = Nichts in der Tabelle heißt „{ $words }“; ich habe es für das genommen, was { $arms } erprobt. Ist es etwas anderes, ist dies keine Antwort darauf.
experiment-random-unknown = Niemand sagt, dass der Zufall über { $arms } entschied; ich habe den Test so gelesen. Haben Menschen oder Umstände gewählt, ist dies keine Wirkung.
experiment-losses = { $metric } fehlt in { $lost } der Zeilen von { $arm } und in { $lost-control } von { $control } (p { $lost-p-p }); wer übrig ist, muss nicht vergleichbar sein.
experiment-loss-bounds = Für die, die in jedem Arm geblieben wären, liegt die Wirkung zwischen { $bounds-low } und { $bounds-high } (Schranken von Lee mit ihrem 95%-Intervall).
experiment-complied = Nicht alle taten, was ausgelost war: { $taken-named } ist { $share } in { $arm } und { $in-control } in { $control }. Die Änderung oben ist die des Angebots; bei denen, die es wegen des Angebots annahmen, ist sie { $moved } (95%-Intervall: { $moved-low } bis { $moved-high }), wenn das Angebot durch nichts anderes wirkt.
experiment-capped = Wenige sehr große Werte machen viel der Streuung von { $metric } aus; gekürzt wurde nichts. Werden Werte über { $cap } (das höchste 1%) darauf gesetzt, ist die Änderung { $capped } (95%-Intervall: { $capped-low } bis { $capped-high }).

experiment-cuped = { $before-named }, von vor dem Test, hat Rauschen herausgenommen (CUPED): { $saved } der Varianz sind weg. Ohne es ist die Änderung { $plain } (95%-Intervall: { $plain-low } bis { $plain-high }).
experiment-no-cuped = CUPED war gewünscht und wurde nicht benutzt: keine Spalte, von der gesagt wird, dass sie von vor dem Test ist, gehört zu { $metric }.
experiment-ratio-how = { $metric } ist in jedem Arm die eine Summe durch die andere, der Fehler nach der Delta-Methode; Zeilen ohne etwas im Nenner zählen mit ihrem Betrag im Zähler.
experiment-holm = Die p-Werte sind für { $comparisons } Vergleiche korrigiert (Holm); der des ersten ist { $p-p }.
experiment-clusters = Zeilen mit gleichem { $cluster } gehören zusammen ({ $groups } Gruppen); die Fehler tragen dem Rechnung.
experiment-metrics-presumed = Niemand sagt, welche Metrik entscheidet; ich habe { $metrics } angesehen. Wird eine genannt, antworte ich auf sie allein.
experiment-caveat = Der stärkste Vorbehalt: dies gilt für Menschen wie die im Test und für die Zeit, die er lief; Neues kann sich abnutzen, und wer beide Arme traf, verwischt sie.
experiment-control-presumed = Kein Wort sagt, welcher Arm die Kontrolle ist; ich habe { $control } genommen.
experiment-goal-more = Mehr gilt als besser: { $metrics }.
experiment-goal-less = Weniger gilt als besser: { $metrics }.
experiment-change = Was die Antwort ändern würde: eine andere Metrik, die entscheidet, eine andere geplante Aufteilung, andere Zeilen. Nennen und noch einmal fragen.
experiment-change-invalid = Was die Antwort ändern würde: die geplante Aufteilung, wenn es eine andere war, oder die fehlenden Zeilen. Nach einer Wirkung, die um das Vorherige bereinigt ist, kann gefragt werden, wie bei Daten ohne Auslosung.

experiment-no-arms = Keine Spalte der Tabelle nennt die Arme eines Tests: von keiner wird gesagt, dass sie ausgelost war, und keine hat Stufen wie Kontrolle und Behandlung.
experiment-help-arms = Eine Spalte, die sagt, in welchem Arm jede Zeile war
experiment-help-random = Ein Satz, der sagt, über welche Spalte der Zufall entschied
experiment-not-random = { $arms } ist kein Test: die Beschreibung sagt, dass es anders zustande kam ({ $said }). Es als Experiment auszuwerten führte in die Irre.
experiment-help-adjusted = Nach der Wirkung von { $arms } auf ein Ergebnis fragen: sie wird dann um das bereinigt, was sich unterscheidet
experiment-unknown = Keine Spalte handelt von „{ $words }“, dafür kann ich also nicht antworten.
experiment-columns = Die Tabelle hat { $columns }
experiment-which-arms = Mehrere Spalten könnten die Arme des Tests sein. Welche ist gemeint?
experiment-which-metric = An welcher Spalte soll der Test abgelesen werden?
experiment-too-few-rows = Ein Arm hat nur { $rows } Zeilen; aus so wenigen lässt sich nichts sagen.
experiment-arm-empty = In diesen Zeilen ist ein Arm von { $arms } leer.
experiment-nothing-below = Der Nenner des Verhältnisses ist in einem Arm zusammen null.
experiment-no-variation = Das Ergebnis ist in jeder Zeile gleich, es gibt nichts zu vergleichen.
experiment-no-share = Der Mittelwert liegt nicht über null, ein Prozentsatz davon lässt sich nicht planen. Bitte sagen, wie groß die zu findende Wirkung in der Einheit des Ergebnisses ist.

experiment-size-asked = Etwa { $needed } Zeilen in zwei gleichen Armen{ $days } finden eine Wirkung von { $target } auf { $outcome-named } in vier von fünf Tests.
experiment-size-usual = Das hängt davon ab, wie klein die zu findende Wirkung ist: eine Änderung um ein Zwanzigstel des Mittels ({ $target } bei { $outcome-named }) braucht etwa { $needed } Zeilen in zwei gleichen Armen{ $days } in vier von fünf Tests. Wird die kleinste Wirkung genannt, auf die es ankommt, rechne ich mit ihr.
experiment-size-table = So viele Zeilen, wie die Tabelle hat ({ $rows }), finden in zwei gleichen Armen { $detectable } oder mehr.
experiment-size-how = Gerechnet aus dem Mittel von { $outcome } hier, { $mean }, und seiner Streuung, zweiseitig auf dem üblichen Niveau.
experiment-size-caveat = Der stärkste Vorbehalt: es nimmt an, dass die Menschen des Tests denen dieser Tabelle gleichen, einzeln ausgelost werden und einmal, am geplanten Ende, nachgesehen wird. Früheres Nachsehen, mehrere Metriken oder Verluste brauchen mehr.
experiment-size-change = Was die Antwort ändern würde: eine andere zu findende Wirkung, oder eine Spalte von vor dem Test, die mit dem Ergebnis geht (CUPED braucht weniger Zeilen).
experiment-figure-row = { $metric }: { $arm }
experiment-figure-percent = Änderung gegenüber der Kontrolle, %
experiment-figure-errors = Änderung gegenüber der Kontrolle, in Standardfehlern
