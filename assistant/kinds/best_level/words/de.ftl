best-level-inside = { $what } ist bei etwa { $treatment-named } = { $best } am { $goal ->
    [lower] niedrigsten
   *[higher] höchsten
 } (95%-Intervall der besten Stufe: { $best-low } bis { $best-high }): im Mittel { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }), klar { $goal ->
    [lower] niedriger
   *[higher] höher
 } als an beiden Enden der Daten.
best-level-one = Am besten für { $what } ist { $treatment-named } = { $level }: im Mittel { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }), klar { $goal ->
    [lower] niedriger
   *[higher] höher
 } als auf jeder anderen Stufe, alle zugleich verglichen.
best-level-several = Eine einzige beste Stufe ist nicht zu erkennen: { $what } ist bei { $treatment-named } = { $level } am { $goal ->
    [lower] niedrigsten
   *[higher] höchsten
 }, im Mittel { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }), aber nicht klar besser als bei { $others-names }, alle zugleich verglichen.
best-level-high-edge = Innerhalb der Daten liegt keine beste Stufe: Je höher { $treatment-named }, desto { $goal ->
    [lower] niedriger
   *[higher] höher
 } { $what }, bis zur höchsten Stufe, von der die Daten genug haben, { $level }; dort liegt es im Mittel bei { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }). Ob es darüber so weitergeht, lassen diese Zeilen nicht erkennen.
best-level-low-edge = Innerhalb der Daten liegt keine beste Stufe: Je niedriger { $treatment-named }, desto { $goal ->
    [lower] niedriger
   *[higher] höher
 } { $what }, bis hinunter zur niedrigsten Stufe, von der die Daten genug haben, { $level }; dort liegt es im Mittel bei { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }). Ob es darunter so weitergeht, lassen diese Zeilen nicht erkennen.
best-level-level-high = Eine einzige beste Stufe ist nicht zu erkennen: Ab etwa { $treatment-named } = { $from } ist bis { $to } keine Stufe klar besser als eine andere. { $what } ist bei etwa { $level } am { $goal ->
    [lower] niedrigsten
   *[higher] höchsten
 }: im Mittel { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }).
best-level-level-low = Eine einzige beste Stufe ist nicht zu erkennen: Von { $from } bis etwa { $treatment-named } = { $to } ist keine Stufe klar besser als eine andere. { $what } ist bei etwa { $level } am { $goal ->
    [lower] niedrigsten
   *[higher] höchsten
 }: im Mittel { $mean } (95%-Intervall: { $mean-low } bis { $mean-high }).
best-level-none = Keine Stufe von { $treatment-named } ist für { $what } klar besser als die anderen: Die Unterschiede zwischen { $least } und { $most } sind nicht größer, als der Zufall sie hervorbringt.
best-level-beside-clear = Bei { $at } wäre es stattdessen um { $loss-size } { $loss-sign ->
    [negative] niedriger
   *[positive] höher
 } (95%-Intervall des Unterschieds: { $loss-low } bis { $loss-high }).
best-level-beside-unclear = Bei { $at } ist kein klarer Unterschied zu erkennen: { $loss } (95%-Intervall: { $loss-low } bis { $loss-high }).
best-level-usual-clear = Beim in diesen Daten Üblichen, { $at } (dem Median), wäre es um { $loss-size } { $loss-sign ->
    [negative] niedriger
   *[positive] höher
 } (95%-Intervall des Unterschieds: { $loss-low } bis { $loss-high }).
best-level-usual-unclear = Das in diesen Daten Übliche, { $at } (der Median), ist nicht klar schlechter: Der Unterschied beträgt { $loss } (95%-Intervall: { $loss-low } bis { $loss-high }).
best-level-less-is-better = Ich habe angenommen, dass weniger { $outcome } besser ist; sagen Sie es, wenn Sie mehr wollen.
best-level-open = Sie haben nicht gesagt, ob mehr oder weniger { $outcome } besser ist; ich habe mehr angenommen. Am niedrigsten ist es bei { $other }.
best-level-change = Was die Antwort ändern würde: eine Ursache von { $treatment } und { $outcome } zugleich, die hier fehlt, was eine Stufe kostet (das ist hier nicht eingerechnet), oder Zeilen auf Stufen, die in diesen Daten selten sind.
