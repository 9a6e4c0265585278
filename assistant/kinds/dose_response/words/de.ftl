dose-response-clear =
    { $change-sign ->
        [negative] Geht { $treatment-named } von { $low } auf { $high }, so sinkt { $what } im Mittel von { $mean-low } auf { $mean-high }: um { $change-size } (95%-Intervall der Änderung: { $change-low } bis { $change-high }).
       *[positive] Geht { $treatment-named } von { $low } auf { $high }, so steigt { $what } im Mittel von { $mean-low } auf { $mean-high }: um { $change-size } (95%-Intervall der Änderung: { $change-low } bis { $change-high }).
    }
dose-response-unclear = Von einem Ende zum anderen zeigt sich keine klare Änderung: Geht { $treatment-named } von { $low } auf { $high }, so geht { $what } im Mittel von { $mean-low } auf { $mean-high }, eine Änderung von { $change } (95%-Intervall: { $change-low } bis { $change-high }), was auch gar keine einschließt.
dose-response-straight = { $alone ->
    [yes] Die
   *[no] die
 } Zeilen zeigen keinen Knick: Soweit sie es erkennen lassen, bewirkt jeder weitere Schritt von { $treatment } etwa so viel wie der vorige.
dose-response-none = { $alone ->
    [yes] Die
   *[no] die
 } Zeilen zeigen zwischen diesen Stufen nirgends eine klare Änderung.
dose-response-levels-off = { $alone ->
    [yes] Die
   *[no] die
 } Kurve flacht ab: Bei etwa { $bend } (95%-Intervall: { $bend-low } bis { $bend-high }) sind neun Zehntel der Änderung erreicht, und danach bewegt sie sich kaum noch.
dose-response-starts-late = { $alone ->
    [yes] Die
   *[no] die
 } Kurve bewegt sich zunächst kaum und { $direction ->
    [down] fällt
   *[up] steigt
 } dann: Die Änderung setzt bei etwa { $bend } ein (95%-Intervall: { $bend-low } bis { $bend-high }), wo ein Zehntel von ihr erreicht ist.
dose-response-step = { $alone ->
    [yes] Die
   *[no] die
 } Kurve bewegt sich an beiden Enden kaum; der größte Teil der Änderung liegt um { $bend } (95%-Intervall ihrer Mitte: { $bend-low } bis { $bend-high }).
dose-response-turns = { $alone ->
    [yes] Die
   *[no] die
 } Kurve kehrt um: Sie { $direction ->
    [trough] fällt
   *[peak] steigt
 } bis etwa { $bend } (95%-Intervall: { $bend-low } bis { $bend-high }), wo { $what } bei { $turning-mean } liegt, und { $direction ->
    [trough] steigt
   *[peak] fällt
 } dann.
dose-response-slower = { $alone ->
    [yes] Die
   *[no] die
 } Kurve { $direction ->
    [down] fällt
   *[up] steigt
 } bis zum Ende weiter, aber jeder weitere Schritt von { $treatment } bewirkt weniger als die davor.
dose-response-faster = { $alone ->
    [yes] Die
   *[no] die
 } Kurve { $direction ->
    [down] fällt
   *[up] steigt
 } immer steiler: Jeder weitere Schritt von { $treatment } bewirkt mehr als die davor.
dose-response-bent = { $alone ->
    [yes] Die
   *[no] die
 } Kurve ist nicht gerade, aber wo sie sich biegt, lassen diese Zeilen nicht erkennen.
dose-response-threshold-yes = Ja: { $shape }
dose-response-threshold-no = Kein Anzeichen für eine deutliche Schwelle: { $shape }
dose-response-threshold-unclear = Eine Schwelle ist nicht zu sehen: { $shape }
dose-response-level-off-yes = Ja, sie flacht ab: { $shape }
dose-response-level-off-no = Innerhalb der Daten ist kein Abflachen zu sehen: { $shape }
dose-response-level-off-unclear = Ob sie abflacht, lässt sich nicht sagen: { $shape }
dose-response-straight-yes = Eine Gerade passt: { $shape }
dose-response-straight-no = Es ist keine Gerade: { $shape }
dose-response-straight-unclear = Für eine Unterscheidung zwischen Gerade und Kurve ändert sich zu wenig: { $shape }
dose-response-ends = Die Daten geben die Kurve nur von { $least } bis { $most } her; darüber hinaus wird nichts behauptet.
dose-response-no-order = Die Stufen von { $treatment-named } haben keine Reihenfolge, also gibt es über ihnen keine Kurve.
dose-response-ask-best = Fragen Sie, welche Stufe von { $treatment } für { $outcome } am besten ist, oder vergleichen Sie zwei davon
dose-response-change = Was die Antwort ändern würde: eine Ursache von { $treatment }, die hier fehlt, oder Zeilen auf Stufen, die in diesen Daten selten sind. Für die beste Stufe fragen Sie, welcher Wert von { $treatment } am besten ist.
# Shared by the kinds about all levels of a treatment.
levels-outcome = { $outcome-named }
levels-revenue = der Umsatz ({ $treatment } × { $outcome })
levels-profit = der Gewinn (({ $treatment } − { $cost }) × { $outcome })
levels-cost-column = { $cost }
levels-cost-number = { $cost }
levels-level = { $level }
levels-point = { $mean } bei { $level } ({ $mean-low } bis { $mean-high })
levels-points = Hätten alle dieselbe Stufe von { $treatment }, so wäre { $what } im Mittel (in Klammern jeweils das 95%-Intervall): { $points-list }.
levels-how = Die Kurve ist doppelt robust geschätzt und nur dort gezeichnet, wo die Daten genug Zeilen haben.
levels-how-few = Das Mittel jeder Stufe ist doppelt robust geschätzt, über alle verwendeten Zeilen und nicht nur über die mit dieser Stufe.
levels-out-of-reach = Bei den seltenen Stufen ist der Zweifel größer: Rund { $share } der Zeilen haben, so wie sie sind, praktisch nie { $treatment } = { $level }.
levels-left-out = Ausgelassen, mit zu wenigen Zeilen für eine Aussage: { $levels-names }.
levels-no-cost = Für einen Gewinn muss bekannt sein, was ein Stück kostet, und keine Spalte handelt davon; { $price } und { $sold } allein ergeben den Umsatz.
levels-name-cost = Sagen Sie, was ein Stück kostet („jedes kostet uns ...“), oder fragen Sie nach dem Umsatz
levels-figure-alt = Das Mittel der Zielgröße auf jeder Stufe der Behandlung, mit dem 95%-Intervall jedes Punktes und der ganzen Kurve.
curve-too-few-rows = Es gibt { $rows } Zeilen; eine Kurve über alle Stufen braucht mindestens { $fewest }.
curve-no-range = Fast alle Zeilen haben dieselbe Stufe der Behandlung, also ist keine Kurve zu erkennen.
curve-determined = Die übrigen Spalten legen die Behandlung fast vollständig fest: Keine zwei gleichen Zeilen unterscheiden sich in ihr.
curve-one-level = Weniger als zwei Stufen haben mindestens { $fewest } Zeilen.
curve-too-many-levels = { $treatment } hat zu viele verschiedene Stufen ohne Reihenfolge, um sie zu vergleichen.
curve-outside = Die Daten enthalten nur Stufen von { $least } bis { $most } und keine von denen, nach denen Sie fragen.
levels-no-product = Sie fragen nach „{ $word }“; keine Spalte enthält das, und aus welchem Preis und welcher verkauften Menge es sich ergäbe, kann ich nicht erkennen.
levels-name-product = Nennen Sie die Spalte mit dem Preis und die mit der verkauften Menge, oder fügen Sie eine Spalte damit hinzu
levels-figure-title = { $what } nach { $treatment }
levels-figure-bands = Mittel auf jeder Stufe; 95%-Intervall jedes Punktes (dunkel) und aller (hell)
