# Wie Zellen gelesen wurden und was an ihnen auffällt: das Datenkonto.

cells-cell = '{ $cell }'
cells-code = { $code }
cells-one = 1
cells-totals = Die letzte Zeile der Tabelle ('{ $line }') fasst die anderen zusammen und bleibt außen vor.
cells-numbers = '{ $column }' ist als Text wie '{ $example }' geschrieben und wird als Zahl gelesen ({ $rows } Zellen).
cells-thousands-unsure = In '{ $column }' sagt nichts, ob das Zeichen in '{ $example }' Tausender trennt oder Dezimalstellen. Wurde es falsch gelesen, ist das Ergebnis falsch: Schreiben Sie die Zahlen ohne dieses Zeichen.
cells-bounds = { $rows-n ->
    [one] Eine Zelle von '{ $column }' ist eine Grenze ('{ $example }') und wird als die Grenze selbst gelesen: Der wahre Wert liegt jenseits davon.
   *[other] { $rows } Zellen von '{ $column }' sind Grenzen wie '{ $example }' und werden als die Grenze selbst gelesen: Die wahren Werte liegen jenseits davon.
}
cells-no-numbers = { $rows-n ->
    [one] Eine Zelle von '{ $column }' ist keine Zahl ({ $examples-names }) und zählt als fehlend.
   *[other] { $rows } Zellen von '{ $column }' sind keine Zahlen ({ $examples-names }) und zählen als fehlend.
}
cells-mostly-numbers = Die meisten Zellen von '{ $column }' sind Zahlen und viele sind keine ({ $examples-names }); die Spalte bleibt deshalb Text und kann nicht als Größe konstant gehalten werden: Bereinigen Sie sie, wenn es auf sie ankommt.
cells-dates = '{ $column }' wird als Datum gelesen, geschrieben in { $styles ->
    [one] einer eigenen Form
   *[other] { $styles } Formen
}.
cells-no-dates = { $rows } Zellen von '{ $column }' sind kein Datum ({ $examples-names }) und zählen als fehlend.
cells-dates-unsure = Nichts in '{ $column }' sagt, ob in seinen Datumsangaben der Tag oder der Monat vorn steht.
cells-mark = '{ $column }' enthält '{ $mark }' oder nichts: Das wird als Ja und Nein gelesen, und die { $rows } leeren Zellen zählen als Nein.
cells-yes-no = '{ $column }' schreibt seine Antworten auf mehrere Arten: { $rows } Zellen ({ $written-names }) werden als { $levels-names } gelesen.
cells-spellings = '{ $column }' schreibt manche Ausprägungen auf mehrere Arten: { $rows } Zellen ({ $written-names }) unterscheiden sich nur in Großschreibung oder Leerzeichen und werden wie üblich geschrieben gelesen.
cells-missing-words = { $rows-n ->
    [one] Eine Zelle von '{ $column }' sagt, dass es keinen Wert gibt ({ $examples-names }), und zählt als fehlend.
   *[other] { $rows } Zellen von '{ $column }' sagen, dass es keinen Wert gibt ({ $examples-names }), und zählen als fehlend.
}
cells-code-told = { $rows } Zellen von '{ $column }' enthalten { $codes-names }; laut Beschreibung ist das kein Wert: Sie zählen als fehlend.
cells-code-seen = { $rows } Zellen von '{ $column }' enthalten genau { $codes-names }, weit entfernt von allen anderen Werten ({ $least } bis { $most }): Das wird als Code für fehlend gelesen.
cells-code-suspected = { $rows } Zellen von '{ $column }' enthalten genau { $codes-names }, abseits der anderen Werte ({ $least } bis { $most }). Ist das ein Code für fehlend, ist das Ergebnis falsch: Sagen Sie es in der Beschreibung, etwa '{ $column }: { $codes-names } = fehlt'.
cells-unit-up = { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) sind { $factor }-mal kleiner als die anderen ({ $least } bis { $most }), wie in einer anderen Einheit: Sie werden mit { $factor } malgenommen.
cells-unit-down = { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) sind { $factor }-mal größer als die anderen ({ $least } bis { $most }), wie in einer anderen Einheit: Sie werden durch { $factor } geteilt.
cells-unit-suspected = '{ $column }' sieht nach zwei Einheiten in einer Spalte aus: { $rows } Werte liegen zwischen { $odd-least } und { $odd-most }, die anderen zwischen { $least } und { $most }. Sind die Einheiten gemischt, ist das Ergebnis falsch.
cells-thousands-up = { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) haben ihre Tausender verloren: Ein Zeichen zwischen Tausendern wurde als Dezimalzeichen gelesen, neben ganzen Zahlen ({ $least } bis { $most }). Sie werden mit { $factor } malgenommen.
cells-typing-up = { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) sind { $factor }-mal kleiner als die anderen ({ $least } bis { $most }), wie Tippfehler: Sie werden mit { $factor } malgenommen.
cells-typing-down = { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) sind { $factor }-mal größer als die anderen ({ $least } bis { $most }), wie Tippfehler: Sie werden durch { $factor } geteilt.
cells-typing-suspected = { $rows-n ->
    [one] Ein Wert von '{ $column }' ({ $odd-most }) ist
   *[other] { $rows } Werte von '{ $column }' ({ $odd-least } bis { $odd-most }) sind
} extrem: Alle anderen liegen zwischen { $least } und { $most }. Sind es Tippfehler oder eine andere Einheit, ist das Ergebnis falsch.
cells-date-treatment = '{ $column }' ist ein Datum und in { $rows } Zeilen leer: Verglichen wird, ein Datum zu haben, mit keinem, und leer wird als nie gelesen.
cells-filled-mean = { $rows } Lücken in '{ $column }' sind mit dem Mittelwert gefüllt.
cells-filled-level = { $rows } Lücken in '{ $column }' sind mit der häufigsten Ausprägung gefüllt.
cells-filled-draws = { $rows } Lücken in '{ $column }' sind mehrmals durch Modelle der anderen Spalten gefüllt.
