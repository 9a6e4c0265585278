# Was die Beschreibung gegen die Zahl sagt (assistant/designs/threats), und was die Tabelle an Verlusten zeigt.

threat-selection-reason = Aber die Beschreibung sagt, warum manche es bekamen: “{ $quotation }”. Von keiner konstant gehaltenen Spalte ist bekannt, dass sie diesen Grund festhält; ein Teil des Unterschieds bei { $outcome } kann also von ihm kommen und nicht von { $treatment }.
threat-hidden-cause = Aber die Beschreibung spricht von etwas, das in keiner Spalte steht: “{ $quotation }”. Es lässt sich nicht konstant halten, und sein Anteil an { $outcome } vermischt sich mit der Wirkung von { $treatment }.
threat-selected-rows = Aber die Zeilen wurden danach ausgewählt, was herauskam: “{ $quotation }”. Ein Vergleich nur unter diesen Zeilen ist nicht die Wirkung von { $treatment } auf alle.
threat-case-control = Aber die Zeilen wurden nach dem Ergebnis gezogen: “{ $quotation }”. Wie häufig { $outcome } hier ist, hat die Ziehung festgelegt; ein Unterschied darin ist kein Unterschied im Risiko außerhalb dieser Tabelle. Chancen (Odds) lassen sich vergleichen.
threat-outcome-first = Aber { $outcome } scheint vor { $treatment } gemessen worden zu sein: “{ $quotation }”. Was zuerst kam, kann keine Wirkung des Späteren sein.
threat-derived-treatment = Aber { $treatment } scheint aus { $outcome } gebildet zu sein: “{ $quotation }”. Dann ist der Unterschied eingebaut und keine Wirkung.
threat-immortal-time = Aber die Behandelten mussten lange genug durchhalten, um behandelt zu werden: “{ $quotation }”. Diese Zeit zählt für { $treatment }, auch wenn es nichts bewirkt (immortal time): Die wahre Wirkung ist wahrscheinlich kleiner.
threat-same-time-change = Aber an derselben Stelle änderte sich noch etwas: “{ $quotation }”. Diese Zahl ist die Wirkung von beidem zusammen, und die Daten sagen nicht, wie viel davon { $treatment } ist.
threat-prior-trends = Aber die Trends waren schon vorher verschieden: “{ $quotation }”. Was ohnehin weitergegangen wäre, zählt hier als Wirkung von { $treatment }.
threat-anticipation = Aber es wurde schon vor dem Beginn reagiert: “{ $quotation }”. Ein Teil der Wirkung von { $treatment } liegt vor dem Beginn und fehlt hier, oder die Zeit davor ist kein fairer Vergleich.
threat-instrument-direct = Aber was { $treatment } bewegt, wirkt auch auf anderem Weg: “{ $quotation }”. Dieser Teil zählt hier als Wirkung von { $treatment } auf { $outcome }.
threat-interference = Aber die Behandlung der einen erreichte auch andere: “{ $quotation }”. Die Unbehandelten zeigen nicht, wie { $outcome } wäre, wenn niemand { $treatment } hätte (Übertragung).
threat-measurement-error = Aber eine Spalte ist ungenau gemessen: “{ $quotation }”. Sie konstant zu halten entfernt nur einen Teil dessen, wofür sie steht.
threat-attrition = Aber am Ende fehlen einige: “{ $quotation }”. Wenn von { $treatment } und { $outcome } abhängt, wer fehlt, sind die Verbliebenen nicht vergleichbar (Ausfälle).
threat-reverse-causation = Aber die Beschreibung sagt, dass es auch umgekehrt läuft: “{ $quotation }”. Ein Teil dieser Zahl ist dann die Wirkung von { $outcome } auf { $treatment } (umgekehrte Verursachung).
threat-m-bias = { $column } bleibt außen vor: “{ $quotation }”. Eine Folge zweier verborgener Ursachen konstant zu halten würde { $treatment } und { $outcome } über sie verbinden (M-Bias).
threat-collider = { $column } bleibt außen vor: “{ $quotation }”. Eine gemeinsame Folge von { $treatment } und { $outcome } konstant zu halten würde einen Zusammenhang schaffen, der keine Wirkung ist (ein Collider).
threat-consequence-of-outcome = { $column } bleibt außen vor: “{ $quotation }”. Eine Folge von { $outcome } konstant zu halten würde einen Teil der Wirkung wegnehmen.

threat-treated-worse = Wer es bekam, stand von vornherein schlechter da; { $treatment } sieht hier also wahrscheinlich schlechter aus, als es ist.
threat-treated-better = Wer es bekam, stand von vornherein besser da; { $treatment } sieht hier also wahrscheinlich besser aus, als es ist.
threat-probably-larger = Die wahre Wirkung ist wahrscheinlich größer (weiter von null) als diese Zahl.
threat-probably-smaller = Die wahre Wirkung ist wahrscheinlich kleiner (näher an null) als diese Zahl.
threat-beyond-up = Die wahre Wirkung liegt wahrscheinlich höher als diese Zahl: Die Bereinigung hat den bloßen Vergleich nach oben verschoben, und nicht den ganzen Weg.
threat-beyond-down = Die wahre Wirkung liegt wahrscheinlich niedriger als diese Zahl: Die Bereinigung hat den bloßen Vergleich nach unten verschoben, und nicht den ganzen Weg.

## Gar keine Zahl

threat-stops-outcome-first = { $outcome } wurde vor { $treatment } gemessen: “{ $quotation }”. Was zuerst kam, kann keine Wirkung des Späteren sein.
threat-stops-derived-treatment = { $treatment } ist aus { $outcome } gebildet: “{ $quotation }”, und in der Tabelle trennt ein Wert von { $outcome } die beiden Gruppen. Der Unterschied ist eingebaut und keine Wirkung.
threat-stops-immortal-time = Wer behandelt wurde, musste lange genug durchhalten, um behandelt zu werden: “{ $quotation }”. Der Vergleich schenkt { $treatment } diese Zeit (immortal time) und ließe es besser aussehen, selbst wenn es nichts bewirkte.
threat-stops-reverse-causation = { $outcome } bewegt auch { $treatment }: “{ $quotation }” (umgekehrte Verursachung). Wie viel des Zusammenhangs in welche Richtung läuft, sagt ein Vergleich nicht.
threat-help-outcome-first = Eine Spalte für { $outcome }, die nach { $treatment } gemessen wurde.
threat-help-derived-treatment = Eine Angabe zu { $treatment }, in der { $outcome } nicht steckt.
threat-help-immortal-time = Das Datum, ab dem jede Zeile { $treatment } hatte, damit die Zeit davor als unbehandelt zählt.
threat-help-reverse-causation = { $treatment } zu einer früheren Zeit als { $outcome }, oder etwas, das { $treatment } aus Gründen bewegte, die mit { $outcome } nichts zu tun haben.

## Was die Tabelle an Verlusten zeigt

prose-checks-passed-told = { $passed } von { $total } möglichen Prüfungen wurden bestanden, aber keine von ihnen kann sehen, was oben steht.

check-arm-sizes-name = Größe der Gruppen
check-arm-sizes-asks = Sind die Gruppen des Experiments so groß, wie die Ziehung sie macht?
check-arm-sizes-blind = Verluste, die in beiden Gruppen gleich sind.
check-arm-sizes-found = { $share } der Zeilen haben { $treatment } = { $high }, es sollten { $expected } sein (p { $p-p }, falsches Verhältnis der Gruppen). Nach der Ziehung gingen Zeilen verloren oder wechselten, also müssen die Gruppen nicht mehr gleich sein.
check-arm-sizes-fine = { $share } der Zeilen haben { $treatment } = { $high }, wie es eine Ziehung mit { $expected } ergibt (p { $p-p }).
check-missing-outcomes-name = fehlende Ergebnisse
check-missing-outcomes-asks = Fehlt das Ergebnis in einer Gruppe häufiger als in der anderen?
check-missing-outcomes-blind = Verluste, die gleich häufig sind und doch verschiedene Gründe haben.
check-missing-outcomes-found = { $outcome } fehlt bei { $treated } der Zeilen mit { $treatment } = { $high } und bei { $untreated } der anderen (p { $p-p }), die Verbliebenen sind also womöglich nicht vergleichbar.
check-missing-outcomes-bounds = Wer auch fehlt: Die Wirkung auf jene, die in beiden Gruppen geblieben wären, liegt zwischen { $bounds-low } und { $bounds-high } (Lee-Schranken mit ihrem 95%-Intervall).
check-missing-outcomes-fine = { $outcome } fehlt bei { $treated } der Zeilen mit { $treatment } = { $high } und bei { $untreated } der anderen (p { $p-p }).
threat-unseen-share = { $outcome } fehlt bei { $share } der Zeilen, die weggelassen sind: Die Antwort gilt für die anderen, und für alle nur, wenn die fehlenden den vorhandenen mit gleichen Werten gleichen.
threat-unseen-reason = Die Wirkung von { $treatment } auf { $outcome } bei allen ist ohne Weiteres nicht bestimmbar: { $outcome } fehlt bei { $share } der Zeilen, und aus einem Grund, der an { $outcome } selbst hängt: “{ $quotation }”.
threat-unseen-range-higher = Liegen die fehlenden zwischen gleichauf und einer Standardabweichung ({ $delta }) über vorhandenen Zeilen ihrer Art, liegt die Wirkung zwischen { $bounds-low } und { $bounds-high }; das Intervall schließt das ein.
threat-unseen-range-lower = Liegen die fehlenden zwischen gleichauf und einer Standardabweichung ({ $delta }) unter vorhandenen Zeilen ihrer Art, liegt die Wirkung zwischen { $bounds-low } und { $bounds-high }; das Intervall schließt das ein.
threat-unseen-range-either = Liegen die fehlenden bis zu einer Standardabweichung ({ $delta }) über oder unter vorhandenen Zeilen ihrer Art, liegt die Wirkung zwischen { $bounds-low } und { $bounds-high }; das Intervall schließt das ein.
threat-unseen-tip = Keine Wirkung bliebe, wenn die fehlenden einer Gruppe um { $tip } von vorhandenen Zeilen ihrer Art abwichen, { $ratio } Standardabweichungen.
threat-unseen-tip-all = Keine Wirkung bliebe, wenn die fehlenden um { $tip } von vorhandenen Zeilen ihrer Art abwichen, { $ratio } Standardabweichungen.
threat-unseen-yes = Ja, was bei { $outcome } fehlt, könnte die Antwort ändern.
threat-unseen-no = Nein, was bei { $outcome } fehlt, könnte die Antwort kaum ändern: Es müsste um mehr als eine Standardabweichung abweichen.
threat-unseen-weighted = So gewichtet, dass die vorhandenen für die fehlenden stehen, ergibt die Regression { $weighted } statt { $plain }.
threat-unclear = Aber die Beschreibung sagt etwas, das dagegen spricht, diese Gruppen so zu vergleichen: “{ $quotation }”. Ein Teil des Unterschieds in { $outcome } kann daher kommen und nicht von { $treatment }.
