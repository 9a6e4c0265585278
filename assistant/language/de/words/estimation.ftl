# Was ein Schätzverfahren sagt: warum es gewählt wurde, was zu seiner Zahl zu wissen ist und warum es keine gibt.

## Warum dieses Verfahren

choice-not-all-complied = Die Zuteilung erfolgte zufällig, und nicht alle hielten sich daran: Die Wirkung gilt für die, die sich daran hielten; daneben steht die Wirkung des Angebots.
choice-several-arms = Ein Experiment mit mehreren Gruppen.
choice-small-blocks = Ein Experiment in Paaren oder kleinen Blöcken.
choice-experiment-covariates = Ein Experiment mit Kovariaten.
choice-experiment-alone = Ein Experiment ohne Kovariaten.
choice-many-levels = Die Behandlung hat mehr als zwei Ausprägungen.
choice-nothing-adjusted = Es wird um nichts bereinigt, also sind alle Verfahren die Differenz der Mittelwerte.
choice-overlap-population = Gefragt ist nach der Überlappungspopulation.
choice-overlap = Zwei Ausprägungen, genug Zeilen in beiden, und sie überlappen sich.
choice-few-rows = Die kleinere Gruppe hat { $rows } Zeilen für { $parameters } Parameter (weniger als { $least } je Parameter), daher stammt die Schätzung aus der linearen Regression.
choice-groups-apart = Allein { $covariates-quoted } trennt die beiden Gruppen von '{ $treatment }', sodass niemand in der einen jemandem in der anderen gleicht: Die Schätzung stammt aus der linearen Regression und stützt sich auf deren Geraden. Prüfen Sie, ob diese Kovariate zu den Kontrollspalten gehört.
choice-hardly-overlap = { $share } der Zeilen haben eine Behandlungswahrscheinlichkeit unter { $low } oder über { $high }: Die Gruppen überlappen sich kaum, daher stammt die Schätzung aus der linearen Regression und stützt sich auf deren Geraden.
choice-few-clusters = Es gibt { $clusters } Cluster, für die nur die lineare Regression ein Intervall hat, das hält.
choice-thin-levels = { $share } der Zeilen liegen bei Werten von '{ $column }', bei denen eine Gruppe kaum Zeilen hat; daher stammt die Schätzung aus der linearen Regression, die innerhalb jedes Werts vergleicht.
choice-instrument = Ein Instrument ist angegeben.
choice-mediators = Mediatoren sind angegeben.
choice-one-unit = Eine Einheit wird behandelt, nach einer langen Reihe von Perioden ohne Behandlung: Sie wird mit einem gewichteten Durchschnitt der anderen verglichen.
choice-group-and-period = Die Behandlungsspalte ist die Gruppe, und die Periode sagt, wann die Behandlung beginnt.
choice-switches-on = Die Behandlung setzt irgendwann ein; keine Einheit wird verfolgt.
choice-different-times = Die Einheiten beginnen die Behandlung zu verschiedenen Zeiten und behalten sie bei.
choice-changes-within = Die Behandlung ändert sich innerhalb der Einheiten.
choice-cutoff = Ein Schwellenwert ist angegeben.

## Was zu der Zahl zu wissen ist

estimation-other-failed = { $estimator } wurde daneben versucht und ließ sich nicht berechnen: { $reason }
estimation-complete-rows = Die Zeilen ohne Lücken allein ({ $rows }) ergeben { $complete } statt { $estimate }: Welche der beiden Zahlen stimmt, hängt davon ab, warum die Werte fehlen.
estimation-no-script = Zum Verfahren '{ $estimator }' gibt es kein Skript, also keinen Code, der seine Zahl reproduziert.
estimation-repeated-covariates = Weggelassen, weil andere Kovariaten sie bereits festlegen: { $columns-quoted }.
estimation-curved = Die Zielgröße folgt in '{ $treatment }' keiner Geraden (p = { $p } für einen quadratischen Term): Die Wirkung hängt davon ab, wo die Änderung beginnt.
estimation-clipped = { $clipped } von { $rows } Zeilen haben bei ihren Kovariaten eine Behandlungswahrscheinlichkeit unter { $low } oder über { $high }; sie wurde auf diese Grenzen gesetzt. Für diese Zeilen gibt es kaum jemanden zum Vergleich.
estimation-trimmed = { $estimator }: { $lost } von { $rows } Zeilen haben eine Behandlungswahrscheinlichkeit unter { $low } oder über { $high } und bleiben außen vor; die Wirkung gilt also nur für die übrigen.
estimation-strata-left-out = { $estimator }: { $rows } Zeilen liegen in Schichten mit weniger als zwei Zeilen einer Gruppe und bleiben außen vor.
estimation-unmatched = { $estimator }: { $rows } Zeilen haben in der anderen Gruppe niemanden, der ihnen gleicht, und bleiben außen vor; die Wirkung gilt also nur für die übrigen.
estimation-blocks-left-out = { $rows } Zeilen bleiben außen vor: Ihr Block enthält nur Zeilen einer Gruppe.
estimation-few-for-boosting = { $rows } Zeilen sind wenig für { $estimator }: Die Modelle enden früh und lassen einen Teil der Störgrößen wirksam. Ab { $fewest } Zeilen ist das Verfahren in seinem Element; darunter verwenden Sie dml_interactive oder dml_partially_linear.
estimation-few-clusters = Es gibt nur { $clusters } Cluster, selbst für einen Bootstrap zu wenig: Das Intervall ist wahrscheinlich zu schmal.
estimation-no-limits = Es gibt nur { $clusters } Cluster: So wenige sagen nicht, wie weit die Schätzung danebenliegen kann; sie hat daher kein Intervall.
estimation-wild-bootstrap = Es gibt nur { $clusters } Cluster, zu wenig für das übliche Intervall: Dieses Intervall und der p-Wert stammen aus dem Wild-Cluster-Bootstrap.
estimation-clusters-not-counted = Das Intervall behandelt die Zeilen als unabhängig: Die Cluster '{ $cluster }' berücksichtigt es nicht.
estimation-few-treated-units = Nur { $treated } von { $units } Einheiten sind behandelt: Das Intervall rechnet, als wären es viele, und ist wahrscheinlich zu schmal.
estimation-no-group-before = Keine Spalte sagt, welche Zeilen vor Beginn der Behandlung zur behandelten Gruppe gehören; Unterschiede, die es vorher schon gab, werden daher nicht herausgerechnet. Ergänzen Sie die Gruppen- oder die Einheitenspalte.
estimation-units-left-out = { $units } Einheiten bleiben außen vor, weil sie nicht in jeder Periode vorkommen.
estimation-not-imputed = { $rows } behandelte Zeilen bleiben außen vor: Keine unbehandelte Zeile derselben Einheit oder keine derselben Periode zeigt, wie sie ausgefallen wären.
estimation-synthetic-misfit = Kein Durchschnitt der unbehandelten Einheiten folgt der behandelten vor dem Beginn gut (Wurzel der mittleren quadrierten Abweichung { $gap }): Ein Teil der Wirkung kann diese Abweichung sein.
estimation-synthetic-no-covariates = Eine synthetische Kontrolle gleicht die früheren Werte der Zielgröße ab und lässt die Kovariaten weg.
estimation-weak-instrument = Das Instrument ist schwach: Das F der ersten Stufe ist { $f }, unter { $weak }. Das Intervall ist das von Anderson-Rubin, dem die Schwäche nichts anhat. { $bounds }
estimation-instruments-contradict = Die Instrumente widersprechen einander bei jeder Wirkung: Mindestens eines ist nicht gültig.
estimation-bounds-gap = Es hat keine Grenzen: Nur Wirkungen zwischen { $low } und { $high } sind ausgeschlossen.
estimation-bounds-none = Es hat keine Grenzen: Die Daten schließen gar keine Wirkung aus.
estimation-bounds-one-side = Es ist nach einer Seite offen.
estimation-weak-jump = Die Behandlungswahrscheinlichkeit springt am Schwellenwert kaum (F = { $f }, unter { $weak }): Das Verhältnis ist unzuverlässig.
estimation-discrete-running = Die Laufvariable hat nur { $values } verschiedene Werte: Die Gerade dazwischen muss man glauben (Kolesar & Rothe 2018).

## Warum es keine gibt: die Spalten

estimation-not-in-sample = Die { role-word } '{ $column }' fehlt in der Stichprobe. Nehmen Sie sie in die gelesenen Spalten auf.
estimation-not-numbers = Die { role-word } '{ $column }' enthält Werte vom Typ { $type }, keine Zahlen. Kodieren Sie die Ausprägungen als 0 und 1 oder vergleichen Sie zwei davon.
estimation-missing-or-infinite = Die { role-word } '{ $column }' hat { $rows } fehlende oder unendliche Werte. Entfernen oder füllen Sie zuerst diese Zeilen.
estimation-missing-values = Die { role-word } '{ $column }' hat { $rows } fehlende Werte. Entfernen oder füllen Sie zuerst diese Zeilen.
estimation-too-many-levels = Die Kovariate '{ $covariate }' hat mehr als { $levels } Ausprägungen. Fassen Sie Ausprägungen zusammen oder lassen Sie sie weg.
estimation-no-rows = { $source } enthält keine Zeilen zum Einlesen.
estimation-no-complete-row = Jeder Zeile von { $source } fehlt in einer der Spalten ein Wert. Lassen Sie die leerste Spalte weg.
estimation-too-many-columns = { $columns } Spalten (Ausprägungen mitgezählt) sind zu viele für einen Durchgang. Lassen Sie Kovariaten weg oder fassen Sie Ausprägungen der Kategorie mit den meisten zusammen.
estimation-no-subgroups = Diese Statistiken haben keine Untergruppen. Lesen Sie neu ein mit by=... für die Spalte, nach der gruppiert wird.
estimation-rows-not-at-hand = Diese Statistiken kamen ohne ihre Zeilen; was einen zweiten Durchgang durch die Daten braucht, lässt sich also nicht berechnen. Lesen Sie die Tabelle neu ein.

## Warum es keine gibt: zu wenig zu vergleichen

estimation-same-everywhere = Die Behandlung '{ $treatment }' ist in jeder Zeile { $level }, es lässt sich also nichts vergleichen. Wählen Sie eine Spalte, die variiert, oder eine größere Population.
estimation-same-everywhere-unnamed = Die Behandlung ist in jeder Zeile gleich, es lässt sich also nichts vergleichen.
estimation-covariates-explain = Die Kovariaten erklären die Behandlung vollständig, es bleibt also nichts zu vergleichen. Nehmen Sie die Kovariate heraus, die sie wiederholt.
estimation-determined = Die Behandlung '{ $treatment }' ist durch { $covariates-quoted }{ $covariates-n ->
    [one] {""}
   *[other] {" "}zusammen
} vollständig festgelegt: Zeilen, die darin gleich sind, haben dieselbe Behandlung; ihre Wirkung lässt sich also nicht abgrenzen.
estimation-collinear = { $determined } Lassen Sie weg, was die Behandlung wiederholt, oder nennen Sie ein anderes Design.
estimation-not-by-chance = { $determined } Dann wurde sie nicht zufällig zugeteilt. Lassen Sie die Kovariate weg, die sie wiederholt.
estimation-follows-from-covariates = Die Behandlung '{ $treatment }' folgt nahezu exakt aus den Kovariaten; ihre Wirkung lässt sich also nicht abgrenzen. Lassen Sie die Kovariate weg, die sie wiederholt.
estimation-too-few-rows = { $rows } Zeilen sind zu wenig für { $columns } Spalten. Verwenden Sie weniger Kovariaten oder mehr Zeilen.
estimation-too-few-rows-at-level = Nur { $rows } Zeilen haben eine der Ausprägungen der Behandlung, zu wenig für { $columns } Kovariatenspalten. Verwenden Sie { $instead } oder weniger Kovariaten.
estimation-too-few-for-cross-fitting = { $rows } Zeilen sind zu wenig für Cross-Fitting; nötig sind { $needed }. Verwenden Sie linear_regression.
estimation-single-row = Eine Gruppe hat nur eine Zeile, ihre Streuung ist also unbekannt. Je Gruppe sind zwei Zeilen nötig.
estimation-one-cluster = Alle Zeilen liegen in einem Cluster, es gibt also keinen Standardfehler. Lassen Sie den Cluster weg.
estimation-levels-not-there = Keine Zeilen haben bei '{ $treatment }' den Wert { $low } oder keine den Wert { $high }. Wählen Sie zwei Ausprägungen, die vorkommen.
estimation-nobody-at-level = Keine Zeile hat bei '{ $treatment }' den Wert { $level }, es gibt also niemanden, über den gemittelt werden könnte. Fragen Sie nach dem ATE.
estimation-nobody-near = Niemand in der anderen Gruppe ist nah genug für einen Match. Verwenden Sie einen größeren Caliper oder linear_regression.
estimation-trimmed-away = Weniger als zwei Zeilen einer Gruppe haben eine Behandlungswahrscheinlichkeit zwischen { $low } und { $high }. Verwenden Sie linear_regression, und vertrauen Sie der Zahl nicht zu sehr.
estimation-no-stratum = Keine Schicht hat zwei Zeilen aus beiden Gruppen; Gleiches lässt sich also nicht mit Gleichem vergleichen. Verwenden Sie linear_regression.
estimation-no-block-with-both = Keine zwei Blöcke enthalten Zeilen beider Gruppen; in ihnen lässt sich also nichts vergleichen.

## Warum es keine gibt: das Verfahren passt nicht

estimation-no-estimator = Für das Design '{ $design }' gibt es kein Verfahren. Wählen Sie eines von: { $known }.
estimation-one-treatment = Nötig ist eine Behandlung, nicht { $treatments }. Fragen Sie jeweils nach einer Spalte.
estimation-two-levels-only = { $estimator } vergleicht zwei Ausprägungen, aber '{ $treatment }' hat noch andere als { $low } und { $high }. Verwenden Sie { $instead }, oder behalten Sie nur die Zeilen mit diesen beiden Ausprägungen.
estimation-weighting-two-levels = Gewichtung vergleicht Behandlung 1 mit 0, aber '{ $treatment }' nimmt andere Werte an oder nur einen. Verwenden Sie die Regression, oder behalten Sie nur die Zeilen mit zwei Ausprägungen.
estimation-needs-zero-one = logit braucht eine Zielgröße aus 0 und 1, aber '{ $outcome }' hat andere Werte. Verwenden Sie linear_regression.
estimation-needs-counts = { $estimator } braucht als Zielgröße Anzahlen, aber '{ $outcome }' ist irgendwo negativ oder überall 0. Verwenden Sie linear_regression.
estimation-no-best-fit = Das Modell { $model } hat keine beste Anpassung: Die Behandlung und die Kovariaten sagen manche Werte der Zielgröße perfekt vorher. Lassen Sie die Kovariate weg, die das tut, oder verwenden Sie linear_regression.
estimation-no-covariate-to-learn = Es gibt keine Kovariate, aus der gelernt werden könnte. Nennen Sie die Kontrollspalten, oder verwenden Sie linear_regression.
estimation-no-covariate-to-match = Es gibt keine Kovariate für ein Matching. Nennen Sie die Kontrollspalten, oder verwenden Sie linear_regression.
estimation-no-clustered-interval = { $estimator } hat kein Intervall für Zeilen, die innerhalb von '{ $cluster }' voneinander abhängen. Verwenden Sie linear_regression oder aipw.
estimation-blocks-need = Differenzen innerhalb von Blöcken brauchen eine Behandlung mit zwei Ausprägungen, Kategorien, die sagen, welche Zeilen zusammen zugeteilt wurden, und keine Cluster. Verwenden Sie lin_regression.
estimation-no-assignment = Eine Intention-to-treat-Analyse braucht eine Zuteilungsspalte. Nennen Sie sie als instruments=[...].
estimation-not-fitted = Es gibt nichts, woraus geschätzt werden könnte. Rufen Sie zuerst fit(data) auf.
estimation-not-estimated = Noch wurde keine Wirkung geschätzt. Rufen Sie zuerst estimate_effect auf.
estimation-target-units = target_units muss 'ate', 'att' oder 'atc' sein; für andere Gruppen filtern Sie die Zeilen.

## Warum es keine gibt: Instrumente, Mediatoren, Schwellenwerte

estimation-no-instrument = Kein Instrument ist angegeben. Übergeben Sie instruments=[...], oder ein anderes Design.
estimation-instruments-do-not-vary = Sind die Kovariaten gegeben, variiert nichts mehr an den Instrumenten { $instruments-quoted }. Lassen Sie die Kovariate weg, die das Instrument wiederholt.
estimation-instrument-does-not-move = Das Instrument bewegt '{ $treatment }' in dieser Stichprobe überhaupt nicht, es überträgt also keine Wirkung. Wählen Sie ein anderes Instrument oder Design.
estimation-no-mediator = Kein Mediator ist angegeben. Übergeben Sie mediators=[...], oder ein anderes Design.
estimation-mediator-determined = Der Mediator { $mediators-quoted } ist durch die Behandlung, die Kovariaten oder die anderen Mediatoren vollständig festgelegt; sein eigener Pfad ist also nicht zu sehen. Lassen Sie ihn weg.
estimation-no-running-variable = Keine Laufvariable ist angegeben. Übergeben Sie running_variable=..., oder ein anderes Design.
estimation-no-cutoff = Der Schwellenwert von '{ $running }' ist nicht bekannt. Übergeben Sie cutoff=..., den Wert, bei dem sich die Behandlung ändert.
estimation-few-below-cutoff = Nur { $rows } Zeilen liegen unter dem Schwellenwert { $cutoff } von '{ $running }' (nötig sind { $needed }). Prüfen Sie den Schwellenwert.
estimation-few-above-cutoff = Nur { $rows } Zeilen liegen auf oder über dem Schwellenwert { $cutoff } von '{ $running }' (nötig sind { $needed }). Prüfen Sie den Schwellenwert.
estimation-no-jump = Die Behandlung '{ $treatment }' ändert sich am Schwellenwert nicht, es gibt also nichts zu vergleichen. Prüfen Sie den Schwellenwert und die Behandlungsspalte.
estimation-too-few-running-values = Im Abstand von { $width } um den Schwellenwert hat die Laufvariable zu wenig verschiedene Werte für ein lokales Polynom vom Grad { $degree }. Verwenden Sie eine größere Bandbreite oder ein gröberes Design.

## Warum es keine gibt: vorher und nachher

estimation-did-needs-treatment = Eine Differenz von Differenzen braucht eine Behandlungsspalte. Übergeben Sie treatment=....
estimation-did-needs-period = Eine Differenz von Differenzen braucht eine Periodenspalte. Übergeben Sie time=....
estimation-series-needs-period = Eine unterbrochene Zeitreihe braucht eine Periodenspalte. Übergeben Sie time=....
estimation-one-period = Die Periodenspalte '{ $time }' hat nur einen Wert. Nötig sind ein Vorher und ein Nachher.
estimation-period-order = Die Reihenfolge der Perioden in '{ $time }' ({ $periods-quoted }, ...) ist nicht klar. Geben Sie sie als Zahlen oder Datumswerte an.
estimation-no-unit = Keine Einheitenspalte ist angegeben, die Startzeitpunkte sind also unbekannt. Übergeben Sie unit=....
estimation-start-outside = Der Beginn { $start } liegt nicht innerhalb der Perioden von '{ $time }' ({ $first } bis { $last }). Geben Sie die erste behandelte Periode als cutoff=... an.
estimation-start-not-shown = '{ $treatment }' ist in allen { $periods } Perioden von '{ $time }' gleich; die Daten zeigen also nicht, wann die Behandlung beginnt. Geben Sie die erste behandelte Periode als cutoff=... an oder eine Behandlungsspalte, die irgendwann einsetzt.
estimation-no-comparison-group = '{ $treatment }' variiert vor dem Beginn nicht oder nach dem Beginn nicht, es gibt also keine Vergleichsgruppe. Ergänzen Sie die unbehandelten Zeilen oder wählen Sie ein anderes Design.
estimation-no-single-start = Die Tabelle hat keinen einheitlichen Beginn mit einer behandelten und einer unbehandelten Gruppe; der Vergleich zwei mal zwei passt also nicht. Verwenden Sie two_way_fixed_effects.
estimation-empty-cell = Eine der vier Zellen (Gruppe mal Periode) ist leer, es gibt also keine Differenz von Differenzen. Prüfen Sie die Perioden- und die Behandlungsspalte.
estimation-determined-by-unit-and-period = Die Behandlung '{ $treatment }' ist durch Einheit und Periode vollständig festgelegt, es bleibt also kein Vergleich. Nötig sind Zeilen, die in derselben Periode unbehandelt sind.
estimation-imputation-needs-units = Die Imputation verfolgt Einheiten über die Zeit. Übergeben Sie unit=..., oder verwenden Sie two_way_fixed_effects.
estimation-imputation-needs-on-off = Die Imputation braucht eine Behandlung, die an oder aus ist. Verwenden Sie two_way_fixed_effects.
estimation-nothing-to-impute-from = Zu keiner behandelten Zeile gibt es unbehandelte Zeilen ihrer Einheit und ihrer Periode, mit denen sie sich vergleichen ließe.
estimation-group-time-needs-units = Gruppen-Zeit-Wirkungen verfolgen Einheiten über die Zeit bis in eine Behandlung, die an oder aus ist. Übergeben Sie unit=..., oder verwenden Sie two_way_fixed_effects.
estimation-too-few-untreated-units = { $units } noch nicht behandelte Einheiten können { $columns } Kovariaten nicht tragen. Verwenden Sie weniger Kovariaten oder imputation.
estimation-no-whole-units = Weniger als zwei Einheiten kommen in jeder Periode genau einmal vor; Kohorten lassen sich also nicht verfolgen. Verwenden Sie imputation oder two_way_fixed_effects.
estimation-no-cohort = Keine Kohorte hat sowohl eine Periode vor ihrem Beginn als auch Einheiten, die noch nicht behandelt sind. Ergänzen Sie unbehandelte Einheiten, oder verwenden Sie two_way_fixed_effects.
estimation-synthetic-needs = Eine synthetische Kontrolle braucht eine behandelte Einheit, { $before } Perioden vor deren Beginn und { $donors } nie behandelte Einheiten, alle in jeder Periode vorhanden: Hier gibt es { $treated } behandelte und { $untreated } unbehandelte Einheiten. Verwenden Sie two_way_fixed_effects oder imputation.
estimation-synthetic-needs-units = Eine synthetische Kontrolle verfolgt Einheiten über die Zeit bis in eine Behandlung, die an oder aus ist. Übergeben Sie unit=..., oder verwenden Sie two_way_fixed_effects.
estimation-series-no-start = '{ $treatment }' zeigt keinen einheitlichen Beginn mit { $before } Perioden davor und { $after } danach. Geben Sie die erste behandelte Periode als cutoff=... an, oder nennen Sie ein anderes Design.
estimation-too-few-periods = { $periods } Perioden können eine Gerade vorher, eine Gerade nachher und die Kovariaten nicht tragen. Verwenden Sie weniger Kovariaten oder mehr Perioden.
estimand-people = { $estimand ->
    [ATT] den Behandelten (ATT)
    [ATC] den Unbehandelten (ATC)
    [ATO] den Personen mit Chancen auf beides (ATO)
    [LATE] den durch ein Instrument Bewegten (LATE)
   *[other] allen
}
estimation-not-two-groups = Die Wirkung bei { estimand-people } setzt eine Behandlung mit zwei Ausprägungen voraus, und '{ $treatment }' hat mehr. Fragen Sie nach allen, oder behalten Sie nur die Zeilen mit zwei der Ausprägungen.
estimation-not-of-those = Dieses Design verrät die Wirkung bei { estimand-people } nicht. Lassen Sie diese Angabe weg, um die Wirkung zu erhalten, die es liefert, oder nennen Sie ein anderes Design.
estimation-no-compliers = Die Wirkung bei denen, die ein Instrument bewegt (LATE), setzt ein Instrument voraus. Nennen Sie es, oder fragen Sie nach allen.
