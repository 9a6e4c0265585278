# Was der Graph einer Person verlangt und keine Regression konstant halten kann (assistant/graphs/arrows.py).

evidence-not-held-identifier = { $column } ist in Ihrem Graphen eine Ursache, wird aber nicht konstant gehalten: Die Spalte benennt Zeilen oder Einheiten und enthält keine Größe.
evidence-not-held-constant = { $column } ist in Ihrem Graphen eine Ursache, wird aber nicht konstant gehalten: Der Wert ist überall derselbe.
evidence-not-held-text = { $column } ist in Ihrem Graphen eine Ursache, wird aber nicht konstant gehalten: Die Spalte enthält freien Text, und nichts besagt, dass er vor der Behandlung geschrieben wurde.
