sustained-clear =
    { $difference-sign ->
        [negative] Niedriger: Hätten alle { $treatment } in allen { $periods } Perioden statt in keiner, wäre { $outcome-named } im Mittel { $difference-size } niedriger
       *[positive] Höher: Hätten alle { $treatment } in allen { $periods } Perioden statt in keiner, wäre { $outcome-named } im Mittel { $difference-size } höher
    } (95%-Intervall der Änderung: { $difference-low } bis { $difference-high }): { $always } statt { $never }.
sustained-unclear = Kein klarer Unterschied: Hätten alle { $treatment } in allen { $periods } Perioden statt in keiner, änderte sich { $outcome-named } im Mittel um { $difference } (95%-Intervall: { $difference-low } bis { $difference-high }), was auch gar nichts einschließt: { $always } gegen { $never }.
sustained-disagree = Verlassen Sie sich nicht allein darauf: Gewichte allein ergeben { $weighted } (95%-Intervall: { $weighted-low } bis { $weighted-high }), Vorhersagen allein { $formula }. Sie sollten übereinstimmen; also ist eines der Modelle falsch.
sustained-followers = Das stützt sich auf { $rows-always } von { $rows } Zeilen, die es in jeder Periode hatten, auf { $rows-never }, die es in keiner hatten, und auf das, was die übrigen zeigen, bis sie abweichen.
sustained-pushed = Bei einigen entschied das Vorherige fast allein über { $columns }: Niemand wie sie ging den anderen Weg, dort rät ein Modell.
sustained-later = { $covariates } { $covariates-n ->
        [one] wurde
       *[other] wurden
    } zwischen den Perioden gemessen: Eine frühere Behandlung kann das bewegt haben, und es kann über eine spätere entscheiden. Darum wird jede Periode bei gleicher Vergangenheit dieser Periode verglichen.
sustained-beginning = { $covariates } { $covariates-n ->
        [one] wird
       *[other] werden
    } vom Beginn her festgehalten.
sustained-nothing-held = Nichts als die frühere Behandlung wird festgehalten: Keine andere Spalte war da, die auf beides wirken könnte.
sustained-beside = Zwei andere Wege stimmen überein: Gewichte allein ergeben { $weighted } (95%-Intervall: { $weighted-low } bis { $weighted-high }; größtes Gewicht { $largest }), Vorhersagen allein { $formula }.
sustained-single = Eine einzige Regression, die alles zugleich festhält, ergibt { $single }; sie ist hier falsch, denn sie nimmt weg, was die Behandlung über das bewirkt, was sie bewegt.
sustained-caveat = Der stärkste Vorbehalt: In jeder Periode muss in der Tabelle stehen, was über die Behandlung entschied und auf { $outcome } wirkt. Ein Grund, den niemand aufschrieb, trüge von Periode zu Periode weiter.
sustained-caveat-order = Was die Nummer einer Periode trägt, nehme ich als vor der Behandlung dieser Periode bekannt; wurde es danach gemessen, sagen Sie es in der Beschreibung, denn die Antwort ändert sich.
sustained-caveat-timing = Niemand sagt, dass { $columns } vor der ersten Periode da { $columns-n ->
        [one] war
       *[other] waren
    }.
sustained-left-out = Nicht benutzt, weil es nach der letzten Behandlung kam: { $columns }.
sustained-change = Was die Antwort ändern würde: ein fehlender Grund für Weitermachen oder Aufhören, und mehr Zeilen, die durchgehend dabei oder draußen blieben.
sustained-no-periods = Sie fragen nach einer Behandlung über mehrere Perioden, und ich finde keine Behandlungsspalte, die sich wiederholt: je Periode eine, oder je Einheit und Periode eine Zeile.
sustained-help-periods = Eine Ja/Nein-Spalte der Behandlung je Periode, deren Nummer im Namen steht, oder eine Zeile je Einheit und Periode mit beiden Spalten; und was vor jeder Periode bekannt war
sustained-other-regime = Sie fragen nach einem anderen Verlauf als immer oder nie, etwa aufzuhören oder unterwegs anzufangen. Ich kann nur Behandeln in jeder Periode mit Behandeln in keiner vergleichen.
sustained-help-regime = Fragen Sie, was geschähe, wenn alle es in jeder Periode statt in keiner hätten
sustained-one-period = { $treatment-named } steht nur in einer Periode, also gibt es kein Weitermachen zu vergleichen.
sustained-not-binary = Ich vergleiche immer mit nie, und { $treatment-named } ist nicht in jeder Periode eine Ja/Nein-Spalte.
sustained-too-few-rows = { $rows } Zeilen sind zu wenige, um eine Behandlung über Perioden zu verfolgen.
sustained-few-always = Nur { $rows } Zeilen hatten die Behandlung in allen { $periods } Perioden, nötig sind { $needed }: Was dann geschehen wäre, lässt sich aus dieser Tabelle nicht sagen.
sustained-few-never = Nur { $rows } Zeilen hatten die Behandlung in keiner der { $periods } Perioden, nötig sind { $needed }: Was dann geschehen wäre, lässt sich aus dieser Tabelle nicht sagen.
sustained-no-positivity = Wer durch alle { $periods } Perioden bei einem Weg blieb, ist den übrigen so unähnlich, dass er nur für { $rows } Zeilen zählt: Was mit allen geschehen wäre, lässt sich daraus nicht sagen.
sustained-figure-alt = Der Unterschied von immer und nie auf drei Wegen und durch eine einzige Regression.
sustained-figure-title = In jeder Periode statt in keiner
sustained-figure-both = Beides zusammen (die Antwort)
sustained-figure-weighted = Gewichte allein
sustained-figure-formula = Vorhersagen allein
sustained-figure-single = Einzige Regression (falsch, wo die Behandlung bewegt, was später über sie entscheidet)
sustained-uncounted = Nur { $periods } Perioden von { $treatment } zählen: { $outcome } trägt die Nummer der nächsten und kann also vor jener Behandlung gemessen sein. Wurde es am Ende seiner Periode gemessen, sagen Sie es in der Beschreibung.
sustained-which-outcome = Sie fragen nach anhaltendem { $treatment } und nicht, was es ändern soll. Welche Spalte ist es?
sustained-choice = Was geschähe mit { $outcome }, wenn alle immer { $treatment } hätten statt nie?
