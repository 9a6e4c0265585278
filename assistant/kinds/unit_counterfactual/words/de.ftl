unit-number-higher = { $who }: { $outcome-named } hätte etwa { $would } betragen (95%-Intervall: { $would-low } bis { $would-high }), wenn { $treatment } { $to } statt { $own } gewesen wäre. Tatsächlich waren es { $fact }, das sind also { $change } mehr.
unit-number-lower = { $who }: { $outcome-named } hätte etwa { $would } betragen (95%-Intervall: { $would-low } bis { $would-high }), wenn { $treatment } { $to } statt { $own } gewesen wäre. Tatsächlich waren es { $fact }, das sind also { $change-size } weniger.
unit-number-same = { $who }: { $outcome-named } hätte etwa { $would } betragen (95%-Intervall: { $would-low } bis { $would-high }), wenn { $treatment } { $to } statt { $own } gewesen wäre. Tatsächlich waren es { $fact }, was in diesem Intervall liegt: keine klare Änderung.
unit-already = { $who } hatte { $treatment } = { $own }; wonach Sie fragen, ist also geschehen. Hier ist es umgekehrt.
unit-carried = Übernommen wird das Eigene: Mit { $treatment } = { $own } lag der Wert { $above-size } { $above-sign ->
        [negative] unter
       *[positive] über
    } dem Mittel von Zeilen wie dieser, und das bleibt. Bei allen zusammen ändert derselbe Schritt { $outcome } im Mittel um { $average } (95%-Intervall: { $average-low } bis { $average-high }).
unit-likes = Zeilen wie diese mit { $treatment } = { $to } haben im Mittel { $likes }, und 95% von ihnen liegen zwischen { $likes-low } und { $likes-high }: Mehr ist nicht bekannt, wenn nichts Eigenes übernommen wird.
unit-spread = Zeilen mit { $treatment } = { $to } streuen { $times }-mal so stark wie die anderen; das Eigene könnte also mitwachsen oder schrumpfen. Das Intervall enthält beides.
unit-chance-yes = { $who }: wahrscheinlich ja, { $outcome-named } wäre { $event } gewesen, wenn { $treatment } { $to } statt { $own } gewesen wäre. Gewiss ist es für eine einzelne Zeile nie: Die Wahrscheinlichkeit liegt zwischen { $lowest } und { $highest } (mit dem Zweifel an beiden, 95%: { $between-low } bis { $between-high }). Tatsächlich: { $was }.
unit-chance-no = { $who }: wahrscheinlich nicht, { $outcome-named } wäre kaum { $event } gewesen, wenn { $treatment } { $to } statt { $own } gewesen wäre. Gewiss ist es für eine einzelne Zeile nie: Die Wahrscheinlichkeit liegt zwischen { $lowest } und { $highest } (mit dem Zweifel an beiden, 95%: { $between-low } bis { $between-high }). Tatsächlich: { $was }.
unit-chance-open = { $who }: Ob { $outcome-named } { $event } gewesen wäre, wenn { $treatment } { $to } statt { $own } gewesen wäre, lässt sich nicht sagen. Die Wahrscheinlichkeit liegt irgendwo zwischen { $lowest } und { $highest } (mit dem Zweifel an beiden, 95%: { $between-low } bis { $between-high }). Tatsächlich: { $was }.
unit-point = Wirkt { $treatment } nie entgegen dem, was es bei Zeilen wie dieser im Mittel tut, so ist die Wahrscheinlichkeit { $point } (95%-Intervall: { $point-low } bis { $point-high }); zeigen kann das keine Zeile allein.
unit-bounds = Von Zeilen wie dieser sind { $kept } { $event } mit { $treatment } = { $own } (95%-Intervall: { $kept-low } bis { $kept-high }) und { $otherwise } mit { $to } (95%-Intervall: { $otherwise-low } bis { $otherwise-high }). Was diese Zeile mit dem einen tat, sagt nur zum Teil, was sie mit dem anderen getan hätte.
unit-hinges = Das hängt an { $columns }, hier konstant gehalten, obwohl nichts sagt, dass es vor { $treatment } da war: Ohne das ist die Antwort { $without } (95%-Intervall: { $without-low } bis { $without-high }).
unit-held = „Wie diese“ heißt hier: gleich in { $covariates }. Was { $treatment } auf seinem Weg verändert, bewegt sich mit.
unit-held-nothing = Nichts wird konstant gehalten: Keine Spalte war vorher da, die Zeilen gleich macht. Was { $treatment } auf seinem Weg verändert, bewegt sich mit.
unit-assumes = Angenommen wird, dass das Unerklärte dieser Zeile gleich geblieben wäre und dass die Wirkung sich nur nach den genannten Spalten unterscheidet. Eine Zeile kann die sein, die anders reagiert, und ihre eigenen Daten könnten das nicht zeigen.
unit-assumes-chance = Diese Grenzen gelten, was auch immer die Behandlung bei wem bewirkt; sie beruhen auf den Wahrscheinlichkeiten für Zeilen wie diese, aus einem logistischen Modell mit { $covariates-n ->
        [0] nichts weiter darin
       *[other] { $covariates }
    }.
unit-unlike = Kaum eine Zeile wie diese hatte beide Stufen von { $treatment }; die Antwort beruht mehr auf der Form des Modells als auf Zeilen.
unit-caveat-backdoor = Der wichtigste Vorbehalt: Eine Ursache von { $treatment } und { $outcome }, die nicht in den Daten ist, würde die Antwort verschieben.
unit-caveat-randomised = Der Zufall entschied über { $treatment }; im Mittel verzerrt also nichts Ungemessenes. Wie diese Zeile vom Mittel abweicht, beruht auf den genannten Spalten.
unit-change = Was die Antwort ändern würde: eine andere Zeile, eine andere Stufe, oder eine Spalte, nach der sich die Wirkung unterscheidet und die hier fehlt.
unit-which-row = Sie fragen nach einer einzelnen Zeile, und ich weiß nicht, nach welcher. { $help }.
unit-several-rows = „{ $said }“ sind { $rows } Zeilen der Tabelle. Welche meinen Sie? { $help }.
unit-several-like = { $rows } Zeilen sind so, wie Sie sagen. Welche meinen Sie? { $help }.
unit-none-like = Keine Zeile der Tabelle ist so, wie Sie sagen. { $help }.
unit-no-row = Keine Zeile der Tabelle ist nach { $key } „{ $said }“.
unit-no-number = „{ $said }“ gibt es nicht: Die Tabelle hat { $rows } Zeilen.
unit-no-cell = „{ $said }“ hat keinen Wert von { $column-named }, und was gewesen wäre, wird aus dem errechnet, was war.
unit-row-dropped = „{ $said }“ fehlt ein nötiger Wert; die Zeile ist nicht unter denen, die verwendet wurden.
unit-same-level = „{ $said }“ hatte schon { $treatment } = { $own }: Wonach Sie fragen, ist geschehen.
unit-which-level = Auf welche Stufe soll { $treatment-named } dafür gesetzt werden?
unit-one-at-a-time = Sie fragen nach mehreren Zeilen zugleich. Ich antworte für eine Zeile auf einmal.
unit-help-one = Fragen Sie nach einer davon, zum Beispiel { $row }
unit-help-key = Nennen Sie sie nach { $key-named }
unit-help-number = Nennen Sie ihre Nummer, von 1 an gezählt: „Zeile 1“
unit-row-number = Zeile { $n }
unit-who-key = { $key } { $said }
unit-who-number = Zeile { $said }
unit-too-few-events = Nur { $rows } Zeilen haben das seltenere Ergebnis, zu wenige, um zu sagen, wie wahrscheinlich es bei einer Zeile wie dieser war.
unit-figure-fact = was war
unit-figure-would = was gewesen wäre
unit-figure-likes = Zeilen wie diese (95% davon)
unit-figure-kept = Zeilen wie diese, behandelt wie sie
unit-figure-otherwise = Zeilen wie diese, anders behandelt
unit-figure-between = diese Zeile: Die Wahrscheinlichkeit liegt hierin
