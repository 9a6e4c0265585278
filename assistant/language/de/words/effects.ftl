effects-too-few-pairs = Nur { $rows } Zeilen haben Werte in beiden Spalten; { $fewest } sind nötig, um zu sagen, wie sie zusammenhängen.
effects-never-varies = { $column } hat in jeder Zeile denselben Wert; deshalb kann nichts damit zusammenhängen.
effects-level-of-one-row = Eine Ausprägung von { $column } hat weniger als zwei Zeilen; daraus ergibt sich kein Intervall.
effects-levels-like-rows = { $column } hat fast so viele Ausprägungen, wie es Zeilen gibt; deshalb lassen sich die Gruppen nicht vergleichen.
effects-options-determined = Die Optionen lassen sich nicht auseinanderhalten: In diesen Zeilen ist die eine durch die andere und durch die konstant gehaltenen Spalten bestimmt.
effects-same-dose = Bei einer der Optionen haben die meisten Zeilen dieselbe Dosis; deshalb lassen sich ihre Schritte nicht mit denen der anderen vergleichen.
