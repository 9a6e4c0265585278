### Eine identifizierte Wirkung, und eine, die es nicht ist.

## Formeln: was berechnet wird. Die Symbole sind in jeder Sprache dieselben.

formula-difference = { $difference }
formula-adjusted = E über { "{" }{ $covariates }{ "}" } von { $difference }
formula-among-level = E über { "{" }{ $covariates }{ "}" } unter { $level } von { $difference }
formula-overlap = E über { "{" }{ $covariates }{ "}" }, gewichtet mit der Wahrscheinlichkeit der jeweils anderen Stufe, von { $difference }
formula-ratio = (Änderung von { $outcome } mit { $instruments }) / (Änderung von { $treatment } mit { $instruments })
formula-front-door = (Wirkung von { $treatment } auf { $mediators }), weitergetragen durch (Wirkung von { $mediators } auf { $outcome }, { $treatment } konstant gehalten)
formula-trend-over = (Änderung von { $outcome } über { $time }, wo { $treatment } eingeführt wurde) - (dieselbe Änderung, wo nicht)
formula-trend = (Änderung von { $outcome } von vorher zu nachher, wo { $treatment } eingeführt wurde) - (dieselbe Änderung, wo nicht)
formula-jump = (E[{ $outcome }] knapp über { $place }) - (E[{ $outcome }] knapp darunter)
formula-jump-ratio = ((E[{ $outcome }] knapp über { $place }) - (E[{ $outcome }] knapp darunter)) / ((E[{ $treatment }] knapp darüber) - (E[{ $treatment }] knapp darunter))
formula-holding = { $formula }, { $covariates } konstant gehalten
formula-among = { $formula }, unter Zeilen mit { $conditions }
formula-dowhy = { $formula } (DoWhy: { $dowhy })

## Annahmen.

assumption-no-common-cause = Nichts, ob gemessen oder nicht, beeinflusst sowohl { $treatment } als auch { $outcome }.
assumption-no-interference = Der Wert von { $outcome } in einer Zeile hängt nur vom Wert von { $treatment } in dieser Zeile ab, nicht von dem in anderen Zeilen.
assumption-nothing-besides = Nichts außer { $held } beeinflusst sowohl { $treatment } als auch { $outcome }.
assumption-not-affected =
    { $held-n ->
        [one] { $held } wird von { $treatment } nicht beeinflusst.
       *[other] { $held } werden von { $treatment } nicht beeinflusst.
    }
assumption-overlap = Unter Zeilen, die sich in { $held } gleichen, gibt es verschiedene Werte von { $treatment } (Überlappung).
assumption-random =
    { $held-n ->
        [0] { $treatment } wurde zufällig zugeteilt: Die Gruppen unterscheiden sich nur durch Zufall.
       *[other] { $treatment } wurde zufällig zugeteilt, oder zufällig unter Zeilen, die sich in { $held } gleichen: Die Gruppen unterscheiden sich nur durch Zufall.
    }
assumption-recorded = Ob ein Wert von { $outcome } erfasst ist, hängt nicht von { $treatment } ab.
assumption-relevance =
    { $held-n ->
        [0] { $treatment } wird von { $instruments } bewegt (Relevanz).
       *[other] { $treatment } wird von { $instruments } bewegt, und zwar unter Zeilen, die sich in { $held } gleichen (Relevanz).
    }
assumption-exclusion =
    { $held-n ->
        [0] { $outcome } wird von { $instruments } nur über { $treatment } beeinflusst (Ausschluss).
       *[other] { $outcome } wird von { $instruments } unter Zeilen, die sich in { $held } gleichen, nur über { $treatment } beeinflusst (Ausschluss).
    }
assumption-as-good-as-random =
    { $held-n ->
        [0] { $instruments } und { $outcome } haben keine gemeinsame Ursache (so gut wie zufällig).
       *[other] { $instruments } und { $outcome } haben unter Zeilen, die sich in { $held } gleichen, keine gemeinsame Ursache (so gut wie zufällig).
    }
assumption-monotonicity = { $treatment } wird von { $instruments } bei allen in dieselbe Richtung bewegt (Monotonie); die Wirkung ist die in den Zeilen, deren Wert von { $treatment } sich dadurch ändert.
assumption-whole-effect = Die gesamte Wirkung von { $treatment } auf { $outcome } läuft über { $mediators }.
assumption-first-link =
    { $held-n ->
        [0] Nichts beeinflusst sowohl { $treatment } als auch { $mediators }.
       *[other] Nichts beeinflusst unter Zeilen, die sich in { $held } gleichen, sowohl { $treatment } als auch { $mediators }.
    }
assumption-second-link =
    { $held-n ->
        [0] Nichts außer { $treatment } beeinflusst sowohl { $mediators } als auch { $outcome }.
       *[other] Nichts außer { $treatment } beeinflusst unter Zeilen, die sich in { $held } gleichen, sowohl { $mediators } als auch { $outcome }.
    }
assumption-mediator-varies = Unter Zeilen mit demselben Wert von { $treatment } gibt es verschiedene Werte von { $mediators } (Überlappung).
assumption-parallel-trends =
    { $held-n ->
        [0] Ohne { $treatment } hätte sich { $outcome } in der behandelten Gruppe ebenso stark verändert wie in der anderen (parallele Trends).
       *[other] Ohne { $treatment } hätte sich { $outcome } unter denen, die sich in { $held } gleichen, in der behandelten Gruppe ebenso stark verändert wie in der anderen (parallele Trends).
    }
assumption-no-anticipation = { $outcome } reagierte nicht auf { $treatment }, bevor die Behandlung begann (keine Vorwegnahme).
assumption-nothing-else-changed = Nichts anderes, was { $outcome } beeinflusst, hat sich zu dieser Zeit in nur einer der Gruppen verändert.
assumption-stable-groups = Wer zu welcher Gruppe gehört, hat sich durch die Behandlung nicht verändert.
assumption-continuity = Ohne die Behandlung würde { $outcome } bei { $place } glatt weiterlaufen (Stetigkeit).
assumption-no-manipulation = Niemand konnte sich selbst knapp jenseits von { $place } einordnen (keine Manipulation).
assumption-nothing-else-at-cutoff = Bei { $place } ändert sich sonst nichts.
assumption-near-cutoff = Die Wirkung gilt für Zeilen nahe { $place }, nicht für alle.
assumption-cutoff-moves-treatment = Wird { $place } überschritten, ändert sich { $treatment }, und zwar bei allen in dieselbe Richtung.

## Was am vorgeschlagenen Design geändert wurde, und warum.

left-out-in-question = { $column } bleibt außen vor: Die Spalte ist Teil der Frage.
left-out-not-measured = { $column } bleibt außen vor: Dafür gibt es keine Messung.
left-out-affected = { $column } bleibt außen vor: { $treatment } wirkt darauf.
left-out-mediator = { $column } bleibt außen vor: { $treatment } wirkt darauf, und es konstant zu halten würde einen Teil der Wirkung entfernen.
left-out-consequence = { $column } bleibt außen vor: { $treatment } wirkt darauf, und es konstant zu halten kann einen Zusammenhang schaffen, der nicht kausal ist.
left-out-collider = { $column } bleibt außen vor: Dadurch würde ein Pfad geöffnet, der sonst geschlossen ist (ein Collider).
left-out-spoils-instrument = { $column } bleibt außen vor: Es konstant zu halten würde das Instrument ungültig machen.
left-out-no-instrument = { $column } bleibt außen vor: Im Graphen wird { $treatment } davon nicht bewegt, oder { $outcome } wird davon auch auf anderem Weg beeinflusst.
left-out-spoils-front-door = { $column } bleibt außen vor: Dadurch wären die Vordertür-Bedingungen verletzt.
held-fixed-too = Ebenfalls konstant gehalten: { $columns }, denn sonst wäre ein Teil des Zusammenhangs zwischen { $treatment } und { $outcome } nicht die Wirkung.
other-mediators = Mit { $proposed } sind die Vordertür-Bedingungen im Graphen nicht erfüllt, wohl aber mit { $instead }.
strategy-switched =
    Der Graph stützt hier nicht das Vorgehen mit { $proposed ->
         [backdoor] konstant gehaltenen Spalten
         [iv] einem Instrument
        *[other] der Vordertür (einem Mediator)
    }, wohl aber das Vorgehen mit { $used ->
         [backdoor] konstant gehaltenen Spalten
         [iv] einem Instrument
        *[other] der Vordertür (einem Mediator)
    }; dieses wird stattdessen verwendet.

## Warum eine Wirkung nicht identifiziert ist, und was helfen würde.

refusal-no-path = Kein Pfad: Der Graph hat keine Kette von Pfeilen von { $treatment } zu { $outcome }; damit behauptet er, dass { $treatment } überhaupt keine Wirkung auf { $outcome } hat.
refusal-path-turned = Er hat eine von { $outcome } zu { $treatment }.
refusal-nothing-identifies = { $treatment } und { $outcome } sind durch mehr verbunden als durch die Wirkung des einen auf das andere, und keine gemessene Spalte kann beides trennen: Keine Auswahl von Spalten schließt jede Hintertür, keine Spalte ist ein gültiges Instrument, und kein Mediator erfüllt die Vordertür-Bedingungen.
refusal-longer-formula = Der Graph bestimmt die Wirkung zwar durch eine längere Formel (der ID-Algorithmus findet sie), aber AskWhy berechnet Wirkungen nur auf diese drei Arten.
refusal-out-of-time = Bei der Suche nach Instrumenten und Mediatoren ist die Zeit abgelaufen.
help-add-arrow = Fügen Sie den Pfeil { $treatment } -> { $outcome } (oder die Schritte dazwischen) hinzu, falls es eine Wirkung geben kann.
help-add-arrow-and-turn = Fügen Sie den Pfeil { $treatment } -> { $outcome } (oder die Schritte dazwischen) hinzu, falls es eine Wirkung geben kann, und entfernen Sie die Pfeile, die von { $outcome } zu { $treatment } führen.
help-measure =
    { $causes-n ->
        [one] Messen Sie { $causes }, und halten Sie diese Größe konstant.
       *[other] Messen Sie { $causes }, und halten Sie diese Größen konstant.
    }
help-instrument = Ein Instrument: etwas, das { $treatment } bewegt und { $outcome } nur auf diesem Weg beeinflusst.
help-mediator = Ein Mediator, über den die gesamte Wirkung von { $treatment } auf { $outcome } läuft und der mit keinem von beiden eine ungemessene Ursache teilt.
help-experiment = Ein Experiment: { $treatment } zufällig zuteilen.
