group-of = { $conditions-names }
group-is = { $column } = { $value }
group-other = { $column } nicht { $value } ist
group-below = { $column } unter { $value } liegt
group-up-to = { $column } höchstens { $value } ist
group-above = { $column } über { $value } liegt
group-from = { $column } mindestens { $value } ist
group-sorted = Teil { $place } von { $parts }
group-inside = die Gruppe
group-outside = alle anderen
group-timing-unknown = Niemand sagt, dass { $column-named } schon vor der Entscheidung da war; kam es danach, sind Gruppen danach kein fairer Vergleich.
group-after-treatment = { $column-named } kam nach { $treatment-named }, und was { $treatment } selbst verändert haben kann, darf die Zeilen nicht in Gruppen teilen: Unter denen, die am Ende gleich sind, sind Behandelte und Unbehandelte nicht mehr vergleichbar.
group-after-help = Eine Spalte aus der Zeit vor { $treatment-named }, nach der geteilt werden kann
group-everybody-only = Ich kann die Wirkung auf alle aufteilen, nicht allein die auf jene, die es bekamen (oder nicht bekamen).
group-not-usable = Nach { $column-named } lassen sich die Zeilen nicht teilen: Die Spalte hat einen einzigen Wert, zu viele, oder sie wiederholt eine andere.
heterogeneity-no-column = Keine Spalte sagt, wer zu „{ $group }“ gehört; die Wirkung lässt sich danach nicht aufteilen.
heterogeneity-columns = Teilen ließe sich zum Beispiel nach { $columns }
heterogeneity-nothing-to-tell-apart = Keine Spalte aus der Zeit vor der Behandlung unterscheidet die Zeilen; es gibt keine Gruppen, in denen nach einer größeren Wirkung zu suchen wäre.
heterogeneity-groups-clear = Es ist nicht für alle gleich: Die Wirkung von { $treatment-named } auf { $outcome-named } beträgt { $more-effect } (95%-Intervall: { $more-effect-low } bis { $more-effect-high }), wo { $more }, und { $less-effect } (95%-Intervall: { $less-effect-low } bis { $less-effect-high }), wo { $less }; der Unterschied ist { $lead } (95%-Intervall: { $lead-low } bis { $lead-high }).
heterogeneity-groups-unclear = Kein klarer Unterschied nach { $modifier-named }: Die Wirkung von { $treatment-named } auf { $outcome-named } beträgt { $more-effect } (95%-Intervall: { $more-effect-low } bis { $more-effect-high }), wo { $more }, und { $less-effect } (95%-Intervall: { $less-effect-low } bis { $less-effect-high }), wo { $less }; der Unterschied ist { $lead } (95%-Intervall: { $lead-low } bis { $lead-high }), diese Zeilen unterscheiden die Gruppen also nicht.
heterogeneity-along-clear = Es hängt von { $modifier-named } ab: Die Wirkung von { $treatment-named } auf { $outcome-named } beträgt { $at-start } (95%-Intervall: { $at-start-low } bis { $at-start-high }) bei { $modifier } = { $start } und { $at-end } (95%-Intervall: { $at-end-low } bis { $at-end-high }) bei { $end }, dem unteren und dem oberen Quartil: eine Änderung um { $change } (95%-Intervall: { $change-low } bis { $change-high }).
heterogeneity-along-unclear = Keine klare Änderung mit { $modifier-named }: Die Wirkung von { $treatment-named } auf { $outcome-named } beträgt { $at-start } (95%-Intervall: { $at-start-low } bis { $at-start-high }) bei { $modifier } = { $start } und { $at-end } (95%-Intervall: { $at-end-low } bis { $at-end-high }) bei { $end }, dem unteren und dem oberen Quartil; der Unterschied ist { $change } (95%-Intervall: { $change-low } bis { $change-high }), diese Zeilen sagen es also nicht.
heterogeneity-each-group = Gruppe für Gruppe, mit Intervallen, die alle zugleich gelten: { $groups-list }.
heterogeneity-group = { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }), wo { $group } ({ $rows } Zeilen)
heterogeneity-left-out = { $rows } Zeilen sind in keiner Gruppe: { $modifier } ist dort nicht bekannt oder die Stufe zu selten.
heterogeneity-most = Am meisten, wo { $more }: Dort beträgt die Wirkung von { $treatment-named } auf { $outcome-named } { $more-effect } (95%-Intervall: { $more-effect-low } bis { $more-effect-high }), dagegen { $less-effect } (95%-Intervall: { $less-effect-low } bis { $less-effect-high }), wo { $less }; der Unterschied ist { $lead } (95%-Intervall: { $lead-low } bis { $lead-high }).
heterogeneity-differs = Die Wirkung von { $treatment-named } auf { $outcome-named } ist verschieden, aber keine Spalte allein und keine einfache Regel sagt, bei wem: Sie beträgt { $strong } (95%-Intervall: { $strong-low } bis { $strong-high }) in dem von { $parts } Teilen, für den die größte Wirkung vorhergesagt war, und { $weak } (95%-Intervall: { $weak-low } bis { $weak-high }) in dem mit der kleinsten.
heterogeneity-told = Spalte für Spalte (korrigiert dafür, dass es mehrere sind) unterscheidet sich die Wirkung nach { $splits-list }.
heterogeneity-by-column = { $modifier }: { $more-effect }, wo { $more }, { $less-effect }, wo { $less }
heterogeneity-sorted = Von { $parts } gleichen Teilen nach vorhergesagter Wirkung zeigt der mit der größten { $strong }, der mit der kleinsten { $weak }: { $spread } Abstand (95%-Intervall: { $spread-low } bis { $spread-high }).
heterogeneity-average = Im Mittel über alle beträgt sie { $average } (95%-Intervall: { $average-low } bis { $average-high }).
heterogeneity-none = Ich finde kein Anzeichen dafür, dass die Wirkung von { $treatment-named } auf { $outcome-named } sich unterscheidet: Sie beträgt im Mittel { $average } (95%-Intervall: { $average-low } bis { $average-high }), und die mit der größten und der kleinsten vorhergesagten Wirkung liegen { $spread } auseinander (95%-Intervall: { $spread-low } bis { $spread-high }), nicht mehr, als der Zufall brächte.
heterogeneity-none-looked = Angesehen habe ich { $columns }; ein kleinerer Unterschied als dieses Intervall oder einer nach etwas, das keine Spalte ist, lässt sich nicht ausschließen.
heterogeneity-tested = Zuerst wurde geprüft, ob sich die Wirkungen überhaupt unterscheiden ({ $p }); Gruppen wurden in den einen Zeilen gewählt und in anderen gemessen, damit Glück nicht doppelt zählt.
heterogeneity-why = Verglichen wird { $treatment } = { $high } mit { $low }; konstant gehalten: { $covariates }.
heterogeneity-why-alone = Verglichen wird { $treatment } = { $high } mit { $low }; der Zufall entschied, wer was bekam, und nichts wird konstant gehalten.
heterogeneity-caveat-backdoor = Der wichtigste Vorbehalt: Eine Ursache von { $treatment } und { $outcome }, die nicht in den Daten ist oder in einer Gruppe mehr zählt als in der anderen, könnte den Unterschied erklären.
heterogeneity-caveat-randomised = Der wichtigste Vorbehalt: Der Zufall entschied über die Behandlung, nicht über die Gruppen: Der Unterschied sagt, bei wem es wirkt, nicht, dass die Zugehörigkeit der Grund ist.
heterogeneity-change = Was die Antwort ändern würde: eine andere Einteilung der Zeilen. Nennen Sie eine Spalte, nach der geteilt werden soll, oder fragen Sie nach der Wirkung auf alle.
group-p-below = p-Wert unter { $bound }
group-p-is = p-Wert { $p }
heterogeneity-faint = Nicht sicher: Die Wirkung von { $treatment-named } auf { $outcome-named } beträgt im Mittel { $average } (95%-Intervall: { $average-low } bis { $average-high }), und die mit der größten und der kleinsten vorhergesagten Wirkung liegen { $spread } auseinander (95%-Intervall: { $spread-low } bis { $spread-high }), aber die Prüfungen, ob sie sich überhaupt unterscheidet, sagen es zusammen nicht; nehmen Sie es als Hinweis, der an neuen Zeilen zu prüfen ist.
