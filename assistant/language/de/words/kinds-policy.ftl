policy-rule = Wählen Sie { $treated } der { $rows } Zeilen ({ $share }) für { $treatment-named }: Das bringt insgesamt { $total } (95%-Intervall: { $total-low } bis { $total-high }) gegenüber niemandem, gerechnet nach { $outcome-named }.
policy-lot = Es kommt kaum darauf an, wer: { $treatment-named } für { $treated } der { $rows } Zeilen bringt insgesamt { $total } (95%-Intervall: { $total-low } bis { $total-high }) gegenüber niemandem, gerechnet nach { $outcome-named }, und die Auswahl nach vorhergesagtem Gewinn ist nicht nachweislich besser als das Los (Unterschied { $over-lot }, 95%-Intervall: { $over-lot-low } bis { $over-lot-high }).
policy-everybody = Alle: { $treatment-named } für alle { $rows } Zeilen bringt { $everybody } je Zeile (95%-Intervall: { $everybody-low } bis { $everybody-high }) gegenüber niemandem, gerechnet nach { $outcome-named }.
policy-nobody = Niemand: { $treatment-named } für alle brächte { $everybody } je Zeile (95%-Intervall: { $everybody-low } bis { $everybody-high }) gegenüber niemandem, gerechnet nach { $outcome-named }, und keine Auswahl lohnt sich nachweislich.
policy-unclear = Diese Zeilen sagen nicht, ob { $treatment-named } sich bei irgendjemandem lohnt: Für alle bringt es { $everybody } je Zeile (95%-Intervall: { $everybody-low } bis { $everybody-high }) gegenüber niemandem, gerechnet nach { $outcome-named }; für die { $treated } Zeilen mit dem größten vorhergesagten Gewinn { $per-row } je Zeile der Tabelle (95%-Intervall: { $per-row-low } bis { $per-row-high }).
policy-who = In Worten sind es meist jene, wo { $groups-list }.
policy-against-lot = Gegenüber ebenso vielen durch das Los sind das insgesamt { $over-lot } mehr (95%-Intervall: { $over-lot-low } bis { $over-lot-high }).
policy-against-everybody = Gegenüber allen ist der Unterschied { $over-everybody } je Zeile (95%-Intervall: { $over-everybody-low } bis { $over-everybody-high }).
policy-choosing-adds-nothing = Wer nach der Vorhersage nichts gewinnt, wegzulassen, bringt nicht nachweislich mehr: { $over-everybody } je Zeile (95%-Intervall: { $over-everybody-low } bis { $over-everybody-high }).
policy-sorted = Von { $parts } gleichen Teilen nach vorhergesagtem Gewinn beträgt die Wirkung auf { $outcome } { $best } (95%-Intervall: { $best-low } bis { $best-high }) in dem mit dem größten und { $worst } (95%-Intervall: { $worst-low } bis { $worst-high }) im letzten.
policy-list = Die Liste der gewählten Zeilen steht im Ergebnis (result) der Antwort.
policy-group-group = Nur jene, wo { $group }: { $treatment-named } bei ihnen bringt { $gain-inside } je Zeile der Tabelle (95%-Intervall: { $gain-inside-low } bis { $gain-inside-high }), und was die anderen hinzubrächten, ist nicht klar: { $gain-outside } (95%-Intervall: { $gain-outside-low } bis { $gain-outside-high }).
policy-group-only-group = Nur jene, wo { $group }: { $treatment-named } bei ihnen bringt { $gain-inside } je Zeile der Tabelle (95%-Intervall: { $gain-inside-low } bis { $gain-inside-high }), und die anderen dazuzunehmen kostete { $gain-outside } (95%-Intervall: { $gain-outside-low } bis { $gain-outside-high }).
policy-group-everybody = Alle: Jene, wo { $group }, gewinnen durch { $treatment-named }, und die anderen bringen { $gain-outside } je Zeile der Tabelle hinzu (95%-Intervall: { $gain-outside-low } bis { $gain-outside-high }).
policy-group-others = Nicht nur jene, wo { $group }: Dass { $treatment-named } sich lohnt, zeigt sich bei den anderen, wo { $others }: { $gain-outside } je Zeile der Tabelle (95%-Intervall: { $gain-outside-low } bis { $gain-outside-high }).
policy-group-nobody = Niemand: { $treatment-named } bringt weniger als nichts, wo { $group } ({ $gain-inside } je Zeile der Tabelle), und bei den anderen ({ $gain-outside }).
policy-group-unclear = Diese Zeilen sagen es nicht: { $treatment-named } bringt { $gain-inside } je Zeile der Tabelle (95%-Intervall: { $gain-inside-low } bis { $gain-inside-high }) bei jenen, wo { $group }, und { $gain-outside } (95%-Intervall: { $gain-outside-low } bis { $gain-outside-high }) bei den anderen.
policy-group-effects = Die Wirkung auf { $outcome-named } beträgt { $inside } (95%-Intervall: { $inside-low } bis { $inside-high }), wo { $group }, und { $outside } (95%-Intervall: { $outside-low } bis { $outside-high }), wo { $others }.
policy-group-gains = Für alle zusammen bringt es { $everybody } je Zeile (95%-Intervall: { $everybody-low } bis { $everybody-high }).
policy-goal-assumed =
    { $goal ->
        [lower] Ich habe angenommen, dass weniger { $outcome } besser ist; die Frage sagt es nicht.
       *[raise] Ich habe angenommen, dass mehr { $outcome } besser ist; die Frage sagt es nicht.
    }
policy-priced = Gerechnet mit { $cost }{ $unit } für jede Zeile, die es bekommt, und { $worth }{ $unit } für eins mehr von { $outcome }.
policy-no-worth = Die Kosten von { $cost }{ $unit } sind nicht eingerechnet: Sagen Sie, was eins mehr von { $outcome } wert ist.
policy-no-cost = Das Budget von { $budget }{ $unit } ist nicht eingerechnet: Sagen Sie, was jedes Stück kostet.
policy-tested = Was eine Regel bringt, wurde in Zeilen gemessen, die ihr Modell nicht kannte.
policy-change = Was die Antwort ändern würde: andere Kosten, ein anderer Wert oder andere Plätze, oder neue Zeilen, in denen die Wirkung sich verändert hat.
policy-not-everybody = Nicht alle: { $treatment-named } für alle brächte { $everybody } je Zeile (95%-Intervall: { $everybody-low } bis { $everybody-high }) gegenüber niemandem, gerechnet nach { $outcome-named }; für die { $treated } Zeilen mit dem größten vorhergesagten Gewinn bringt es insgesamt { $total } (95%-Intervall: { $total-low } bis { $total-high }), dass es sich bei ihnen lohnt, ist also nicht gezeigt.
