# Warum ein Studiendesign nicht genommen wurde, und was man für ein anderes sagen müsste.

design-could-be-iv =
    { $column } könnte ein Instrument sein, falls { $outcome } davon nur über { $treatment } beeinflusst wird: Wenn das so ist, schreiben Sie es in die Beschreibung.
design-left-out-iv =
    { $columns } { $columns-n ->
        [one] bewegt
       *[other] bewegen
    } die Behandlung, und der Text nennt { $columns-n ->
        [one] diese Spalte ein Instrument; um sie
       *[other] diese Spalten Instrumente; um sie
    } wird deshalb nicht bereinigt: Das würde verborgene Störeinflüsse verstärken.
design-instrument-denied =
    { $column } wurde nicht als Instrument verwendet, weil der Text sagt, dass es keines ist: “{ $quotation }”.
design-instrument-besides =
    { $column } wurde nicht als Instrument verwendet, weil der Text sagt, dass { $outcome } davon auch auf anderem Weg beeinflusst wird: “{ $quotation }”.
design-instrument-weak =
    { $column } wurde nicht als Instrument verwendet, weil { $treatment } davon kaum bewegt wird: Das F der ersten Stufe ist { $f }, nötig ist mindestens { $least }.
design-not-random-denied =
    Es wird nicht angenommen, dass { $treatment } zufällig zugeteilt wurde: “{ $quotation }”.
design-not-random-chosen =
    Es wird nicht angenommen, dass { $treatment } zufällig zugeteilt wurde, weil der Text auch sagt, wie es sonst dazu kam: “{ $quotation }”.
design-not-random-other =
    Zufällig zugeteilt wurde laut Text { $other }, nicht { $treatment }: “{ $quotation }”.
design-not-random-unnamed =
    Der Text spricht von zufälliger Zuteilung (“{ $quotation }”), sagt aber nicht, dass { $treatment } zugeteilt wurde: Wenn das so ist, schreiben Sie es in die Beschreibung.
design-unbalanced =
    { $treatment } soll zufällig zugeteilt worden sein, aber was schon vorher bestand, unterscheidet sich zwischen den Gruppen stärker, als es der Zufall erklärt (gemeinsames p = { $p }, größter Unterschied { $worst } Standardabweichungen); deshalb bereinigt die Antwort stattdessen darum.
design-no-jump =
    Der Text nennt einen Schwellenwert, aber { $treatment } springt nicht dort, wo { $running } den Wert { $cutoff } überschreitet.
design-rule-unsaid =
    { $treatment } ändert sich dort, wo { $running } den Wert { $cutoff } überschreitet: Wenn das die Regel ist, nach der die Behandlung vergeben wurde, schreiben Sie es in die Beschreibung; dann werden die Zeilen knapp darüber und knapp darunter verglichen.

## Zeilen, die zusammengehören

design-clusters-decided = Innerhalb jedes Werts von { $column } ist { $treatment } in allen Zeilen gleich: Das Intervall zählt { $groups } Gruppen und nicht { $rows } Zeilen.
design-clusters-repeated = Mehrere Zeilen gehören zum selben Wert von { $column }: Das Intervall zählt { $groups } Gruppen und nicht { $rows } Zeilen.
design-clusters-few = Zeilen mit demselben Wert von { $column } gehören zusammen, und { $groups } Gruppen sind zu wenige, um zu sehen, wie sehr sich Gruppen unterscheiden: Das Intervall zählt Zeilen und ist zu schmal. Was sich zwischen so wenigen Gruppen sonst noch unterscheidet, lässt sich von der Wirkung nicht trennen.
