# Was jeder Schritt ergab, für alle, die beim Ablauf zusehen (assistant/prose/steps.py).

steps-no-effect = In der Frage wurde keine Wirkung gefunden.
steps-cutoff = dem Schwellenwert
steps-cutoff-in = dem Schwellenwert in { $column }
steps-reading = Wirkung von { $treatment } auf { $outcome }
steps-reading-levels = { $reading }, von { $low } zu { $high }
steps-reading-where = { $reading }, beschränkt auf { $condition }
steps-plan = { $reading }. Sicherheit { $confidence }.
steps-asks-back = Zuerst kommt eine Rückfrage.
steps-change = Eine Änderung der letzten Frage: { $part } { $columns }.
steps-part-population = Population
steps-part-everybody = alle
steps-part-estimand = Schätzziel
steps-part-contrast = Vergleich
steps-part-outcome = Zielgröße
steps-part-treatment = Behandlung
steps-part-leave-out = weglassen
steps-part-adjust = bereinigen
steps-part-design = Design
steps-part-estimator = Schätzverfahren
steps-part-reading = Lesart
steps-view = Ein Blick zurück auf die letzte Antwort.
steps-undo = Zurück zur Antwort vor der letzten Änderung.
steps-unclear = Nicht klar genug; zuerst kommt eine Rückfrage.
steps-no-documents = Es wurden keine Dokumente übergeben.
steps-documents = Zitierbar: { $passages-n ->
    [one] { $passages } Textstelle
   *[other] { $passages } Textstellen
 } in { $documents-n ->
    [one] { $documents } Dokument
   *[other] { $documents } Dokumenten
 }.
steps-parts = { $parts-list }.
steps-arrows = { $arrows-n ->
    [one] { $arrows } Pfeil
   *[other] { $arrows } Pfeile
 }
steps-cited = { $passages-n ->
    [one] { $passages } Textstelle zitiert
   *[other] { $passages } Textstellen zitiert
 }
steps-disagree = Anzahl der Pfeile, bei denen sich die Quellen widersprechen: { $conflicts }
steps-not-measured = nicht gemessen: { $causes }
steps-rows-used = { $used } von { $total-n ->
    [one] { $total } Zeile
   *[other] { $total } Zeilen
 } verwendet
steps-rows-dropped = { $rows } weggelassen: { $reason }
steps-estimate = { $effect }, 95%-Intervall { $effect-low } bis { $effect-high-number }. { $estimator }.
steps-checks = { $passed } von { $run-n ->
    [one] { $run } Prüfung
   *[other] { $run } Prüfungen
 } bestanden
steps-checks-failed = nicht bestanden: { $failed-names }
steps-written-by = Geschrieben mit { $model }; jede Zahl im Text ist berechnet.
steps-written = Ohne Sprachmodell geschrieben; jede Zahl im Text ist berechnet.
steps-randomised = Die Behandlung wurde durch Zufall bestimmt
steps-iv = Über das Instrument { $instruments }
steps-frontdoor = Über den Mediator { $mediators }
steps-did = Durch den Vergleich von vorher und nachher neben einer Vergleichsgruppe (Zeit: { $time })
steps-rdd = Durch den Vergleich beider Seiten des Schwellenwerts in { $column }
steps-held = { $design }; konstant gehalten: { $covariates }.
steps-not-held = { $design }.
steps-backdoor = Konstant gehalten: { $covariates }.
steps-nothing-held = Nichts wird konstant gehalten.

# Wie jeder Schritt heißt, während er läuft.

step-plan = die Frage verstehen
step-knowledge = nachschlagen
step-graph = den Graphen zeichnen
step-estimand = ist die Wirkung identifizierbar?
step-data = die Zeilen vorbereiten
step-estimate = schätzen
step-checks = die Schätzung auf die Probe stellen
step-explanation = schreiben
