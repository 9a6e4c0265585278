necessity-because-partly = Zum Teil: Von den { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }) mit { $treatment } = { $other } dann { $outcome } = { $turned } gehabt; bei ihnen lag es daran, bei den anderen wäre es auch so gekommen.
necessity-because-unclear = Das lässt sich nicht sagen: Von den { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }) mit { $treatment } = { $other } dann { $outcome } = { $turned } gehabt, vielleicht auch gar keine.
necessity-because-against = Nein: Mit { $treatment } = { $other } statt { $own } hätten solche Zeilen { $outcome } = { $was } nicht seltener, sondern öfter gehabt, { $otherwise } statt { $seen }; { $treatment } = { $own } wirkt dem im Mittel also entgegen.
necessity-anyway-partly = Ein Teil ja: Von den { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten etwa { $anyway } (95%-Intervall: { $anyway-low } bis { $anyway-high }) es mit { $treatment } = { $other } ohnehin gehabt; bei etwa { $point } lag es daran.
necessity-anyway-unclear = Vielleicht alle: Von den { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten etwa { $anyway } (95%-Intervall: { $anyway-low } bis { $anyway-high }) es mit { $treatment } = { $other } ohnehin gehabt.
necessity-anyway-against = Ja, im Mittel: Mit { $treatment } = { $other } statt { $own } hätten solche Zeilen { $outcome } = { $was } noch öfter gehabt, { $otherwise } statt { $seen }.
necessity-share-partly = Etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }): Von den { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten etwa { $number } mit { $treatment } = { $other } dann { $outcome } = { $turned } gehabt.
necessity-share-unclear = Etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }), vielleicht auch keine: So viele der { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } hätten mit { $treatment } = { $other } dann { $outcome } = { $turned } gehabt.
necessity-share-against = Unter dem Strich keine: Mit { $treatment } = { $other } statt { $own } hätten solche Zeilen { $outcome } = { $was } öfter gehabt, { $otherwise } statt { $seen }.
necessity-total-partly = Etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }) von { $outcome-named } in den { $cases } Zeilen mit { $treatment } = { $own } gehen darauf zurück: insgesamt { $number } (95%-Intervall: { $number-low } bis { $number-high }). Mit { $treatment } = { $other } wären es im Mittel { $otherwise } statt { $seen } gewesen.
necessity-total-unclear = Wie viel von { $outcome-named } in den { $cases } Zeilen mit { $treatment } = { $own } darauf zurückgeht, lässt sich nicht sagen: etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }), vielleicht auch nichts. Mit { $treatment } = { $other } wären es im Mittel { $otherwise } statt { $seen } gewesen.
necessity-total-against = Unter dem Strich nichts von { $outcome-named } in den { $cases } Zeilen mit { $treatment } = { $own } geht darauf zurück: Mit { $treatment } = { $other } wären es im Mittel { $otherwise } statt { $seen } gewesen.
necessity-bounds = Das setzt voraus, dass { $treatment } bei niemandem umgekehrt wirkt; ohne diese Annahme liegt die Wahrscheinlichkeit, dass es bei einem von ihnen daran lag, zwischen { $lowest } und { $highest } (mit dem Zweifel an beiden, 95%: { $bounds-low } bis { $bounds-high }).
necessity-seen = Von den Zeilen mit { $treatment } = { $own } haben { $seen } { $outcome } = { $was } (95%-Intervall: { $seen-low } bis { $seen-high }); mit { $treatment } = { $other } wären es bei denselben Zeilen { $otherwise } gewesen (95%-Intervall: { $otherwise-low } bis { $otherwise-high }).
necessity-both = Von allen Zeilen sind mindestens { $both } so, dass { $outcome } in beide Richtungen { $treatment } folgt (95%-Intervall: { $both-low } bis { $both-high }).
necessity-contradicted = Dass es nie umgekehrt wirkt, widerlegen die Daten: Es tut es bei Zeilen, die sich in { $column-named } unterscheiden. Halten Sie sich an die Grenzen.
necessity-not-contradicted = Nichts in den Daten widerspricht dem, dass es nie umgekehrt wirkt; bewiesen ist es damit nicht.
necessity-hinges = Das hängt an { $columns }, hier konstant gehalten, obwohl nichts sagt, dass es vor { $treatment } da war: Ohne das sind es { $without } (95%-Intervall: { $without-low } bis { $without-high }).
necessity-held = Vergleichbar werden die Zeilen mit { $treatment } = { $other } durch { $covariates }; was vorher schon verschieden war, zählt also nicht mit.
necessity-alone = Der Zufall entschied über { $treatment }; beide Gruppen werden verglichen, wie sie sind.
necessity-nothing = Nichts wird konstant gehalten: Keine Spalte war vorher da, die beides erklären könnte.
necessity-caveat-one = Bei einem einzelnen Fall kann niemand sehen, was er sonst getan hätte; das sind Anteile aller solchen Fälle.
necessity-caveat-backdoor = Der wichtigste Vorbehalt: Eine Ursache von { $treatment } und { $outcome }, die nicht in den Daten ist, würde den Anteil verschieben.
necessity-caveat-randomised = Der Zufall entschied über { $treatment }, nichts Ungemessenes verzerrt also den Vergleich; der Abstand zwischen den Grenzen bleibt auch in einem Versuch.
necessity-change = Was die Antwort ändern würde: andere Fälle (die ohne es, oder die Verschonten), oder eine Spalte, nach der Zeilen verschieden reagieren.
necessity-too-few = Nur { $rows } Zeilen sind solche Fälle, oder fast alle: zu wenige, um zu sagen, bei welchem Anteil es daran lag.
necessity-no-total = Das Ergebnis ist in diesen Zeilen im Mittel null; kein Anteil davon geht auf etwas zurück.
necessity-no-levels = { $treatment-named } ist eine Zahl und nichts, was da ist oder nicht; „daran“ hat also keine andere Seite zum Vergleich.
necessity-no-event = { $outcome-named } ist weder ja oder nein noch eine Summe von Dingen; es gibt keine Fälle, die an { $treatment } liegen könnten.
necessity-help-levels = Eine Spalte mit ja oder nein, zum Beispiel { $treatment } über einer Grenze von Ihnen
necessity-help-event = { $outcome } als ja oder nein umschreiben: was als geschehen gilt
necessity-help-average = Fragen Sie, wie stark { $treatment } { $outcome } im Mittel verändert
necessity-figure-point = liegt daran, wenn es nie umgekehrt wirkt
necessity-figure-bounds = möglich ohne diese Annahme
necessity-figure-axis = Anteil der Fälle, %
necessity-depends = Das hängt davon ab, wann { $columns } gemessen wurde, was nirgends steht. Konstant gehalten lag es bei etwa { $point } (95%-Intervall: { $point-low } bis { $point-high }) der { $cases } Zeilen mit { $treatment } = { $own } und { $outcome } = { $was } daran; nicht konstant gehalten bei etwa { $without } (95%-Intervall: { $without-low } bis { $without-high }).
