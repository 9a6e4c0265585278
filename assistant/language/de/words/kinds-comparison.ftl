comparison-which-options = Ich verstehe das als Vergleich zweier Möglichkeiten, kann aber nicht erkennen, welche Spalten oder Stufen gemeint sind. Welche beiden sollen verglichen werden, und für welche Zielgröße?
comparison-columns-clear =
    { $goal ->
        [lower] { $first-named } senkt { $outcome-named } stärker als { $second-named }: um { $lead-size } (95%-Intervall der Differenz: { $lead-low } bis { $lead-high }).
        [raise] { $first-named } erhöht { $outcome-named } stärker als { $second-named }: um { $lead-size } (95%-Intervall der Differenz: { $lead-low } bis { $lead-high }).
       *[none] { $outcome-named } liegt mit { $first-named } höher als mit { $second-named }: um { $lead-size } (95%-Intervall der Differenz: { $lead-low } bis { $lead-high }).
    }
comparison-columns-unclear = Kein klarer Sieger: { $first-named } und { $second-named } unterscheiden sich in der Wirkung auf { $outcome-named } um { $lead } (95%-Intervall: { $lead-low } bis { $lead-high }); das schließt ein, dass es gar keinen Unterschied gibt.
comparison-levels-clear =
    { $goal ->
        [lower] { $first } statt { $second } ({ $treatment-named }) senkt { $outcome-named }: um { $lead-size } (95%-Intervall der Differenz: { $lead-low } bis { $lead-high }).
       *[raise] { $first } statt { $second } ({ $treatment-named }) erhöht { $outcome-named }: um { $lead-size } (95%-Intervall der Differenz: { $lead-low } bis { $lead-high }).
    }
comparison-levels-unclear = Kein klarer Sieger: { $outcome-named } bei { $treatment-named } = { $first } und bei { $second } unterscheidet sich um { $lead } (95%-Intervall: { $lead-low } bis { $lead-high }); das schließt ein, dass es gar keinen Unterschied gibt.
comparison-option =
    { $kind ->
        [dose] { $option } ändert { $outcome } um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }) bei einem Anstieg um { $step }, vom unteren zum oberen Quartil.
       *[yes-no] { $option } allein ändert { $outcome } um { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }).
    }
comparison-table = Zusammen: der Mittelwert von { $outcome }, wenn alles andere bleibt, wie es ist: { $cells-list }.
comparison-cell = { $first-column } { $first } und { $second-column } { $second }: { $mean } ({ $rows } Zeilen)
comparison-why = Beide werden in denselben Zeilen verglichen; konstant gehalten: { $covariates }.
comparison-why-alone = Beide werden in denselben Zeilen verglichen; sonst wird nichts konstant gehalten.
comparison-caveat-backdoor = Der stärkste Vorbehalt: Was immer den einen das eine und den anderen das andere gab und nicht in den Daten steht, könnte den Unterschied erklären.
comparison-caveat-randomised = Der stärkste Vorbehalt: Das gilt für Menschen wie die im Versuch, solange nur wenige ausgeschieden sind und alle sich an die Zuteilung hielten.
comparison-change = Was die Antwort ändern würde: eine gemessene Ursache einer der beiden, die hier fehlt. Zu einer der beiden allein fragen Sie nach ihrer Wirkung.
