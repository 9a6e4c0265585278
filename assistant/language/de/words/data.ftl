# Was über die Tabelle gesagt wird und über die Zeilen, die eine Schätzung verwendet.

## Die Tabelle als Ganzes

data-tiny = Es gibt nur { $rows } Zeilen: Intervalle sind breit und nur grob.
data-repeated-rows = { $repeated } von { $rows } Zeilen wiederholen eine frühere Zeile in jeder Spalte. Sind es Kopien und keine eigenen Beobachtungen, entfernen Sie sie: Sie machen Intervalle zu schmal.
data-constant-columns = In jeder Zeile derselbe Wert, also ohne Nutzen: { $columns-quoted }.
data-mostly-missing = Fehlt in mehr als der Hälfte der Zeilen: { $columns-quoted }.
data-first-sheet = { $source } hat { $sheets } Tabellenblätter; nur das erste, '{ $first }', wird gelesen.
data-read-as = Es gibt keine Spalte '{ $text }': Gelesen wird sie als '{ $column }'.
data-read-as-term = Es gibt keine Spalte '{ $text }': Gelesen wird sie als der Term { $terms-quoted }.

## Weggelassene Zeilen

data-outside-population = außerhalb der Population ({ $condition })
data-missing = { $role ->
    [time] Zeitangabe
    [unit] Einheit
    [cluster] Cluster
   *[other] { role-word }
} fehlt ({ $columns-commas })
data-missing-in-covariate = Wert einer Kovariate fehlt ({ $columns-commas })
data-neither-level = { $column } ist weder { $low } noch { $high }

## Weggelassene Kovariaten

data-apart-from-treatment = es sind { $levels } Gruppen, und { $treatment } hängt mit ihnen nicht zusammen
data-left-out = '{ $column }' bleibt bei der Bereinigung außen vor: { $why }.
data-same-in-every-row = die Spalte hat in jeder verwendeten Zeile denselben Wert
data-missing-in-every-row = die Spalte fehlt in jeder verwendeten Zeile
data-missing-in-share = die Spalte fehlt in { $share } der Zeilen
data-labels-rows = die Spalte kennzeichnet Zeilen oder Einheiten und misst nichts
data-free-text = die Spalte ist Text mit { $values } verschiedenen Werten in { $rows } Zeilen
data-copy = { $role ->
    [covariate] die Spalte ist eine Kopie von '{ $original }'
   *[other] die Spalte ist eine Kopie der { role-word } '{ $original }'
}
data-other-units = { $role ->
    [covariate] die Spalte ist '{ $original }' in anderen Einheiten
   *[other] die Spalte ist die { role-word } '{ $original }' in anderen Einheiten
}
data-separates = jede Ausprägung enthält nur Zeilen mit einem Wert von '{ $treatment }', innerhalb einer Ausprägung lässt sich also nichts vergleichen; was sich zwischen den Ausprägungen unterscheidet, bleibt in der Schätzung
data-too-many-levels = Um '{ $column }' wird nicht bereinigt: Die Spalte hat { $levels } Ausprägungen.

## Wie Spalten gelesen und gefüllt wurden

data-gaps-filled = Nur mit vollständigen Zeilen gingen { $share } der Zeilen verloren. Lücken in { $columns-commas } werden mit dem Mittelwert oder der häufigsten Ausprägung gefüllt und durch eine Spalte '(missing)' markiert; haben die Lücken eigene Gründe, bleibt eine gewisse Verzerrung.
data-gaps-dropped = Lücken in { $columns-commas }: Die { $share } der Zeilen, die eine haben, bleiben weg, und die Antwort gilt für die anderen. Das ist richtig, solange nicht { $outcome } selbst oder was es sonst bewegt entschieden hat, wer eine Lücke hat; nichts in den Zeilen spricht dafür.
data-gaps-drawn = Nur mit vollständigen Zeilen gingen { $share } der Zeilen verloren. Lücken in { $columns-commas } werden { $draws }-mal durch Modelle der anderen Spalten gefüllt, Behandlung und Zielgröße darunter, und die Ergebnisse zusammengefasst; haben die Lücken eigene Gründe, bleibt eine gewisse Verzerrung.
data-gaps-tied = Lücken in { $columns-commas }: Die { $share } der Zeilen, die eine haben, unterscheiden sich in { $outcome } von den anderen. Füllen ist richtig, wenn { $outcome } oder die anderen Spalten entschieden haben, wer eine Lücke hat; waren es die fehlenden Werte selbst, sind vollständige Zeilen richtig, und dies fast. Fragen Sie, warum die Werte fehlen.
data-rare-levels = { $levels } seltene Ausprägungen von '{ $column }' sind als '{ $other }' zusammengefasst.
data-held-in-forms = Geraden passen nicht zum Anteil von { $columns-commas }: konstant gehalten als Kurven, Ausprägung für Ausprägung oder mit ihrem Produkt.
data-held-by-means = '{ $column }' hat { $levels } Ausprägungen, mehr als diese Zeilen mit je einer Spalte tragen: Die Spalte wird über die Mittelwerte der Behandlung und der anderen Spalten innerhalb ihrer Ausprägungen konstant gehalten.
data-outcome-counted = Die Zielgröße '{ $outcome }' zählt als 1 für { $high } und als 0 für { $low }: Die Wirkung ist eine Differenz von Anteilen.
data-outcome-counted-by-alphabet = Die Zielgröße '{ $outcome }' zählt als 1 für { $high } und als 0 für { $low } (in alphabetischer Reihenfolge: nichts sagt, was gemeint ist): Die Wirkung ist eine Differenz von Anteilen.
data-outcome-codes = Die Zielgröße '{ $outcome }' sieht nach Codes von Ausprägungen aus; ihr Durchschnitt hat womöglich keine Bedeutung.
data-outcome-label = Die Zielgröße '{ $outcome }' sieht nach einer Zeilenkennung aus, nicht nach einer Messung.
data-coded-by-alphabet = Die { role-word } '{ $column }' ist mit 0 für { $low } und 1 für { $high } kodiert (alphabetische Reihenfolge).
data-two-values = '{ $column }' nimmt nur die Werte { $low } und { $high } an; andere Werte beruhen auf einer Geraden durch die beiden.
data-compared-by-alphabet = '{ $column }' wird von '{ $low }' zu '{ $high }' verglichen, in alphabetischer Reihenfolge: Sagen Sie, was was ist, falls Sie es umgekehrt meinen.
data-extrapolated = { $value } liegt außerhalb des beobachteten Bereichs von '{ $column }' ({ $least } bis { $most }): Die Antwort ist extrapoliert.
data-extrapolated-both = { $low } und { $high } liegen außerhalb des beobachteten Bereichs von '{ $column }' ({ $least } bis { $most }): Die Antwort ist extrapoliert.
data-uneven-steps = '{ $treatment }' wird als Größe mit gleichmäßigen Schritten gelesen, aber der Mittelwert von '{ $outcome }' bewegt sich nicht gleichmäßig ({ $steps-list }). Sind dies Codes von Ausprägungen, fragen Sie nach zweien davon oder kodieren Sie die Spalte als Text um.
data-level-mean = { $level }: { $mean }
data-meaning-before = Bereinigt wird um die Bedeutung von '{ $column }'; was der Encoder davon nicht sieht, bleibt bestehen.
data-meaning-after = '{ $column }' wurde nach der Behandlung { $what ->
    [picture] aufgenommen
   *[text] geschrieben
}: Der Inhalt kann die Wirkung der Behandlung tragen, und eine Bereinigung darum nimmt dann einen Teil der Wirkung weg. Lassen Sie die Spalte weg, sofern Sie es nicht besser wissen.
data-meaning-unknown = { $what ->
    [picture] Bereinigt wird um die Bedeutung von '{ $column }'. Das ist nur richtig, wenn das Bild vor der Behandlung aufgenommen wurde: Ein später aufgenommenes Bild ist keine Störgröße und kann die Wirkung tragen.
   *[text] Bereinigt wird um die Bedeutung von '{ $column }'. Das ist nur richtig, wenn der Text vor der Behandlung geschrieben wurde: Ein später geschriebener Text ist keine Störgröße und kann die Wirkung tragen.
}

## Stichproben, die eine grobe Antwort geben

data-copies = { $repeated } von { $rows } Zeilen wiederholen exakt eine frühere Zeile. Sind es Kopien, ist das Intervall zu schmal: Entfernen Sie sie, oder nennen Sie die Spalte, die sagt, welche Zeilen zusammengehören.
data-small-arm = Nur { $fewest } von { $rows } Zeilen gehören zur kleineren Gruppe von '{ $treatment }': Das Intervall ist grob.
data-small-side = Nur { $fewest } Zeilen liegen auf einer Seite von '{ $running }' = { $cutoff }: Das Intervall ist grob.
data-rows-for-parameters = Es gibt nur { $rows } Zeilen für { $parameters } Parameter: Die Schätzung stützt sich auf das Modell.
data-few-rows = Es gibt nur { $rows } Zeilen: Das Intervall ist grob.

## Stichproben, die keine geben

data-treatment-missing = Die Behandlung '{ $treatment }' fehlt in jeder Zeile. Wählen Sie eine andere Spalte oder Population.
data-treatment-same = Die Behandlung '{ $treatment }' ist in jeder verwendeten Zeile { $level }, es lässt sich also nichts vergleichen. Wählen Sie eine andere Behandlung oder eine größere Population.
data-does-not-vary = Die { role-word } '{ $column }' ist in allen { $rows } verwendeten Zeilen { $value }; ihr Anteil an einer Wirkung ist also nicht zu sehen. Wählen Sie eine andere { role-word } oder eine größere Population.
data-still-missing = Die { role-word } '{ $column }' hat noch immer fehlende oder unendliche Werte. Bitte melden Sie das.
data-few-in-arm = Nur { $fewest } von { $rows } Zeilen gehören zu einer Gruppe von '{ $treatment }'; nötig sind mindestens { $needed }. Verwenden Sie eine größere Population oder mehr Daten.
data-few-beside-cutoff = Nur { $fewest } Zeilen liegen auf einer Seite von '{ $running }' = { $cutoff } (die Werte reichen von { $least } bis { $most }). Prüfen Sie den Schwellenwert und seine Einheit.
data-same-information = '{ $treatment }' und '{ $outcome }' enthalten in jeder Zeile dieselbe Information; eine Wirkung lässt sich also nicht von der Definition unterscheiden. Wählen Sie eine andere Zielgröße oder eine andere Behandlung.
data-few-rows-for-parameters = { $rows } Zeilen sind zu wenig für { $parameters } Parameter ({ $covariates } Kovariaten). Bereinigen Sie um weniger Spalten, verwenden Sie eine größere Population oder mehr Daten.
data-missing-column = { $column } fehlt
