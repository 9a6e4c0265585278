# Wie weit einer Antwort zu trauen ist: eine Zeile hinter der Zahl, und ein Wort vor einer wackligen.

doubt-lead-shaky = Wacklig:
doubt-lead-do-not-use = Bitte nicht auf diese Zahl bauen:
doubt-solid = Wie weit man dem trauen kann: fest. In Simulationen trafen { $holds } solcher Antworten die Wahrheit. Am meisten spricht dagegen: { $signs-names }.
doubt-solid-plain = Wie weit man dem trauen kann: fest. In Simulationen trafen { $holds } solcher Antworten die Wahrheit.
doubt-fair = Wie weit man dem trauen kann: ziemlich. In Simulationen trafen { $holds } solcher Antworten die Wahrheit. Am meisten spricht dagegen: { $signs-names }.
doubt-fair-plain = Wie weit man dem trauen kann: ziemlich. In Simulationen trafen { $holds } solcher Antworten die Wahrheit.
doubt-shaky = Wie weit man dem trauen kann: nicht weit. In Simulationen trafen nur { $holds } solcher Antworten die Wahrheit. Am meisten spricht dagegen: { $signs-names }.
doubt-shaky-plain = Wie weit man dem trauen kann: nicht weit. In Simulationen trafen nur { $holds } solcher Antworten die Wahrheit.
doubt-do-not-use = Wie weit man dem trauen kann: gar nicht. In Simulationen trafen nur { $holds } solcher Antworten die Wahrheit. Am meisten spricht dagegen: { $signs-names }.
doubt-do-not-use-plain = Wie weit man dem trauen kann: gar nicht. In Simulationen trafen nur { $holds } solcher Antworten die Wahrheit.

doubt-sign-adjustment = niemand wurde zufällig zugeteilt
doubt-sign-nothing-held = nichts ließ sich festhalten
doubt-sign-natural = der Aufbau ersetzt nur ein Experiment
doubt-sign-told = was die Beschreibung dagegen sagt
doubt-sign-losses = wen die Gruppen verloren haben
doubt-sign-overlap = die Gruppen überschneiden sich kaum
doubt-sign-stage = das Instrument ist schwach
doubt-sign-failed = eine Prüfung, die nicht bestanden wurde
doubt-sign-failed-more = mehrere Prüfungen, die nicht bestanden wurden
doubt-sign-hinges = die Zahl hängt daran, wann eine Spalte gemessen wurde
doubt-sign-timing = nichts sagt, wann das Festgehaltene gemessen wurde
doubt-sign-fragile = eine schwache verborgene Ursache könnte es erklären
doubt-sign-reading = die Frage kann andere Spalten meinen
doubt-sign-rows-lost = viele Zeilen waren nicht zu gebrauchen
doubt-sign-few-rows = es sind wenige Zeilen
doubt-sign-cells = seltsame Werte in den Zellen
doubt-sign-copies = Zeilen, die einander gleichen
