# Die Antwort zu einer durchschnittlichen Wirkung (assistant/prose/average_effect.py), Teil für Teil.

prose-among = (mit { $condition })
prose-direction = { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }
prose-who-everyone = Wenn bei allen { $population } { $treatment-named } = { $high } statt { $low } wäre
prose-who-treated = Bei denen { $population } mit { $treatment-named } = { $high }, verglichen mit dem, was { $low } ihnen gebracht hätte
prose-who-untreated = Bei denen { $population } mit { $treatment-named } = { $low }, hätte für sie { $high } gegolten
prose-who-overlap = Bei denen { $population } mit Chancen auf beides, hätte für alle { $treatment-named } = { $high } statt { $low } gegolten
prose-who-compliers = Bei denen { $population } mit einem Wert von { $treatment-named }, der sich durch { $instruments } bewegen lässt, beim Wechsel von { $low } zu { $high }
prose-who-cutoff = Bei denen { $population } direkt am Schwellenwert ({ $running-variable } = { $cutoff }), mit statt ohne Behandlung ({ $treatment-named })
prose-who-trend = Bei denen { $population } mit { $treatment-named } = { $high }, verglichen mit dem, wohin der Trend der übrigen sie geführt hätte
prose-result-clear = { $who }, wäre der Wert von { $outcome-named } im Durchschnitt um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 } (95%-Intervall: { $effect-low } bis { $effect-high }).
prose-result-unclear = { $who }, wäre der Wert von { $outcome-named } nach bester Schätzung im Durchschnitt um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }, aber das 95%-Intervall reicht von { $effect-low } bis { $effect-high } und schließt die Null ein: Diese Daten können die Wirkung nicht von keiner Wirkung unterscheiden.
prose-result-unbounded = { $who }, wäre der Wert von { $outcome-named } nach bester Schätzung im Durchschnitt um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }, aber die Daten setzen keine Grenze dafür, wie falsch das sein kann: Das Instrument ist zu schwach für ein brauchbares Intervall.
prose-raw = Der einfache Vergleich, ohne jede Bereinigung, ergibt { $unadjusted }; die Analyse verschiebt das um { $shift }.
prose-raw-same = Der einfache Vergleich, ohne jede Bereinigung, ergibt ungefähr dasselbe ({ $unadjusted }).
prose-why-backdoor = Bereinigt wurde um { $covariates }: Alles davon stand schon vor { $treatment } fest und kann sowohl { $treatment } als auch { $outcome } beeinflussen; bliebe es unberücksichtigt, mischte sich sein Einfluss in die Antwort.
prose-why-adjusted = Bereinigt wurde um { $covariates }, was sowohl { $treatment } als auch { $outcome } beeinflussen kann; bliebe es unberücksichtigt, mischte sich sein Einfluss in die Antwort.
prose-timing-told = Stand laut Angabe schon vor { $treatment } fest: { $columns }.
prose-timing-assumed = Von { $columns } sagt das niemand, aber { $columns-n ->
    [one] eine solche Größe steht
   *[other] solche Größen stehen
 } gewöhnlich früher fest; daher nehme ich an, dass { $columns-n ->
    [one] sie
   *[other] jede davon
 } schon vor { $treatment } feststand.
prose-timing-unknown = Nichts sagt, wann { $columns } gemessen { $columns-n ->
    [one] wurde; ich nehme an, dass das
   *[other] wurden; ich nehme an, dass das jeweils
 } schon vor { $treatment } feststand.
prose-graph-by-person = Ihr Graph hat entschieden, was konstant gehalten wird und was nicht.
prose-hinges-on = Dies hängt an { $columns }: Nichts sagt, ob { $columns-n ->
    [one] diese Spalte vor { $treatment } gemessen wurde. Wird sie konstant gehalten, ist die Wirkung { $held }; ohne sie
   *[other] diese Spalten vor { $treatment } gemessen wurden. Werden sie konstant gehalten, ist die Wirkung { $held }; ohne sie
 } { $without } (95%-Intervall: { $without-low } bis { $without-high }). { $question }
prose-not-held = { $columns } { $columns-n ->
    [one] wird nicht konstant gehalten, weil die Spalte
   *[other] werden nicht konstant gehalten, weil die Spalten
 } wie eine andere Form oder eine Folge von { $outcome } { $columns-n ->
    [one] aussieht
   *[other] aussehen
 }; sicher sagt das nichts. { $columns-n ->
    [one] Stand sie
   *[other] Standen sie
 } schon vor { $treatment } fest, wäre Konstanthalten richtig, und die Wirkung wäre { $with } (95%-Intervall: { $with-low } bis { $with-high }).
prose-not-weighted = Die Wirkung gilt für die Zeilen und ist nicht mit { $column } gewichtet. Auf die Grundgesamtheit gewichtet ergibt die lineare Regression { $with } (95%-Intervall: { $with-low } bis { $with-high }).
prose-not-weighted-alone = Die Wirkung gilt für die Zeilen: Sie ist nicht mit { $column } gewichtet und kann in der Grundgesamtheit anders sein.
prose-hinge-question = { $columns-n ->
    [one] Wurde { $columns }
   *[other] Wurden { $columns }
 } vor { $treatment } gemessen?
prose-why-nothing = Es wurde um nichts bereinigt: Der Graph hat unter den Spalten keine gemeinsame Ursache von { $treatment } und { $outcome }.
prose-why-randomised = { $treatment } wurde zufällig zugeteilt, die Gruppen unterscheiden sich also nur durch Zufall; die Bereinigung um { $covariates } macht den Vergleich nur genauer.
prose-why-randomised-alone = { $treatment } wurde zufällig zugeteilt, die Gruppen unterscheiden sich also nur durch Zufall, und es muss um nichts bereinigt werden.
prose-why-iv = Was { $treatment } hier bewegt, ist { $instruments }, und das sollte { $outcome } nur auf diesem Weg erreichen: ein Ersatz für eine Verlosung, selbst wenn andere Ursachen von { $treatment } nicht gemessen wurden.
prose-why-frontdoor = Die Wirkung wird von { $treatment } zu { $mediators } und von dort zu { $outcome } verfolgt; das gilt auch, wenn eine gemeinsame Ursache von { $treatment } und { $outcome } nicht gemessen wurde.
prose-why-did = Die zeitliche Veränderung bei denen mit { $treatment } wird mit der Veränderung bei denen ohne verglichen; das hebt auf, was in jeder Gruppe gleich bleibt.
prose-why-rdd = Knapp unter und knapp über { $running-variable } = { $cutoff } gleichen sich die Menschen bis auf { $treatment }; der Sprung von { $outcome } an dieser Stelle ist also die Wirkung davon.
prose-why-also = Außerdem wurde um { $covariates } bereinigt.
prose-left-out = Absichtlich weggelassen: { $left-out }, weil es nach { $treatment } kam oder eine Kopie davon oder von { $outcome } ist.
prose-checks-passed = Alle { $total } Prüfungen, die möglich waren, wurden bestanden.
prose-checks-passed-one = Die einzige Prüfung, die möglich war, wurde bestanden.
prose-checks-none = Keine Prüfung war möglich.
prose-checks-failed = { $passed } von { $total } Prüfungen wurden bestanden. Nicht bestanden: { $failed-names }. { $detail }
prose-checks-failed-one = Die einzige Prüfung, die möglich war, wurde nicht bestanden: { $failed-names }. { $detail }
prose-caveat-backdoor = Der stärkste Vorbehalt: Eine Ursache von { $treatment } und { $outcome } zugleich, die nicht in den Daten steht, könnte das Ergebnis erklären. Sie müsste { $robustness } dessen ausmachen, was an beiden jeweils unerklärt bleibt, um die Schätzung auf null zu bringen. { $benchmark }
prose-caveat-backdoor-plain = Der stärkste Vorbehalt: Eine Ursache von { $treatment } und { $outcome } zugleich, die nicht in den Daten steht, könnte das Ergebnis erklären, und keine Prüfung kann das ausschließen.
prose-caveat-randomised = Der stärkste Vorbehalt: Dies gilt für Menschen wie die im Versuch, solange wenige ausgestiegen sind und alle taten, was ihnen zugeteilt war.
prose-caveat-iv = Der stärkste Vorbehalt: Nichts in den Daten kann beweisen, dass { $instruments } nur über { $treatment } auf { $outcome } wirkt, und die Antwort gilt für die, die darauf reagieren, nicht für alle.
prose-caveat-frontdoor = Der stärkste Vorbehalt: Erreicht { $treatment } die Zielgröße { $outcome } auf einem Weg, der an { $mediators } vorbeiführt, oder treibt etwas Ungemessenes sowohl { $mediators } als auch { $outcome } an, dann stimmt die Antwort nicht.
prose-caveat-did = Der stärkste Vorbehalt: Angenommen wird, dass sich ohne { $treatment } beide Gruppen parallel entwickelt hätten.
prose-caveat-rdd = Der stärkste Vorbehalt: Es geht nur um Menschen nahe am Schwellenwert, und das Ergebnis gilt nicht, wenn sie steuern konnten, auf welcher Seite sie landen.
prose-change-backdoor = Was die Antwort ändern würde: eine gemessene gemeinsame Ursache, die hier fehlt, oder ein Graph, den Sie besser kennen als ich; entfernen oder ergänzen Sie einen Pfeil und fragen Sie noch einmal.
prose-change-randomised = Was die Antwort ändern würde: Anzeichen dafür, dass die Zuteilung doch nicht zufällig war, oder eine andere Gruppe von Menschen.
prose-change-iv = Was die Antwort ändern würde: ein Grund zu der Annahme, dass { $outcome } direkt von { $instruments } abhängt.
prose-change-frontdoor = Was die Antwort ändern würde: ein weiterer Weg von { $treatment } zu { $outcome }.
prose-change-did = Was die Antwort ändern würde: etwas anderes, das zur selben Zeit einer der Gruppen widerfahren ist.
prose-change-rdd = Was die Antwort ändern würde: etwas anderes, das am selben Schwellenwert umschaltet.
prose-other-reading = Ich habe die Frage als Frage nach der Wirkung von { $treatment } auf { $outcome } verstanden; gemeint sein könnte auch die Wirkung von { $other-treatment } auf { $other-outcome }. Nennen Sie die Spalten, falls Sie das meinten.
prose-not-filtered = Ihre Frage betrifft nur einen Teil der Zeilen, nach { $columns }; welchen, war nicht zu erkennen, deshalb gilt die Zahl für alle in den Daten. Nennen Sie die Gruppe oder die Grenze, dann schränke ich es ein.
prose-data-doubt = Bevor Sie diese Zahl verwenden: { $doubts }
prose-ask-curve = Eine Gerade passt hier nicht, diese Zahl ist also ein Mittel über Schritte, die nicht alle dasselbe bewirken: Fragen Sie, wie { $outcome } über den ganzen Bereich von { $treatment } verläuft, und Sie erhalten die Kurve.
