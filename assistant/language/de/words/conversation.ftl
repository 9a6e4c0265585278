# Das Gespräch nach einer Antwort: was geändert wurde, Ansichten der Antwort, Rückfragen (assistant/conversation).

conversation-unclear = Ich kann nicht erkennen, ob das eine Änderung der letzten Frage, eine Frage zur Antwort oder eine neue Frage ist. Sagen Sie es mit anderen Worten, oder nennen Sie eine Ursache und eine Wirkung.
conversation-what-of-column = Was soll ich mit { $column } tun?
conversation-after-treatment = Der Wert von { $column } stand erst nach { $treatment } fest; darum zu bereinigen nähme einen Teil der Wirkung weg. Soll ich trotzdem darum bereinigen?
conversation-anyway = trotzdem um { $column } bereinigen
conversation-leave-as-is = so lassen, wie es ist
conversation-leave-out-choice = { $column } weglassen
conversation-adjust-choice = um { $column } bereinigen
conversation-why-choice = warum haben Sie um { $column } bereinigt?
conversation-sure-choice = wie sicher sind Sie?
conversation-wrong-choice = was könnte falsch sein?
conversation-no-effect = Die letzte Antwort war keine durchschnittliche Wirkung, deshalb lässt sie sich so nicht betrachten. Was sie sagt und was nicht, steht in der Antwort selbst.
conversation-nothing-yet = Die letzte Antwort ergab keine Zahl; darum lässt sich auf diese Weise noch nichts über sie sagen.
conversation-nothing-to-undo = Es gibt keine frühere Antwort, zu der es zurückgehen könnte.
conversation-one-only = Bisher gibt es nur eine Antwort; ändern Sie etwas und bitten Sie mich dann um den Vergleich.
conversation-undone = Zurück zur Antwort vor der letzten Änderung.
conversation-estimator-failed = Diese Schätzung ist hier nicht möglich: { $reason }
conversation-changed-population = Dieselbe Frage, jetzt nur für diejenigen mit { $change }.
conversation-changed-everybody = Dieselbe Frage, jetzt für alle.
conversation-changed-estimand = Dieselbe Frage, jetzt für eine andere Gruppe: { $change }.
conversation-changed-contrast = Dieselbe Frage, mit einem anderen Vergleich für { $treatment }: { $change }.
conversation-changed-outcome = Dieselbe Ursache, mit einer anderen Zielgröße: { $outcome }.
conversation-changed-treatment = Dieselbe Zielgröße, mit einer anderen Ursache: { $treatment }.
conversation-changed-leave-out = Dieselbe Frage, wie gewünscht ohne Bereinigung um { $column }; falls es sich um eine gemeinsame Ursache handelt, ist deren Einfluss jetzt in die Zahl gemischt.
conversation-changed-adjust = Dieselbe Frage, zusätzlich um { $column } bereinigt.
conversation-changed-adjust-late = Dieselbe Frage, wie gewünscht um { $column } bereinigt, obwohl dieser Wert erst nach der Ursache feststand: Ein Teil der Wirkung kann dadurch weggenommen sein.
conversation-changed-design = Dieselbe Frage, unter Ihrer Annahme: { $design }. Die Daten können sie nicht beweisen.
conversation-changed-estimator = Dieselbe Frage, geschätzt mit dem Verfahren { $estimator }.
conversation-why-adjusted = Ich habe um { $column } bereinigt: Der Wert stand vor { $treatment } fest und kann sowohl { $treatment } als auch { $outcome } beeinflussen; ohne Bereinigung mischte sich dieser Einfluss in die Antwort. { $reason }
conversation-why-adjusted-precision = Ich habe um { $column } nur bereinigt, um den Vergleich genauer zu machen; { $treatment } wurde zufällig zugeteilt, daher ist es nicht nötig, um Verzerrung zu vermeiden. { $reason }
conversation-balance = Die Gruppen unterschieden sich darin vor der Bereinigung um { $before } Standardabweichungen und danach um { $after }.
conversation-why-not-late = Ich habe nicht um { $column } bereinigt: Der Wert stand erst nach { $treatment } fest, und um eine Folge zu bereinigen nimmt einen Teil der Wirkung weg oder täuscht einen Zusammenhang vor. { $reason }
conversation-why-not-copy = Ich habe nicht um { $column } bereinigt: Das ist eine Kopie oder andere Form einer Spalte, die schon verwendet wird. { $reason }
conversation-why-not-other = Ich habe nicht um { $column } bereinigt. { $reason }
conversation-why-treatment = { $column } ist die Ursache, nach der Sie gefragt haben; sie wird verglichen, nicht zur Bereinigung verwendet.
conversation-why-outcome = { $column } ist die Zielgröße, nach der Sie gefragt haben; sie wird verglichen, nicht zur Bereinigung verwendet.
conversation-why-design-column = { $column } gehört zum Design des Vergleichs. { $reason }
conversation-why-all = Ich habe um { $covariates } bereinigt. All das lag vor { $treatment } und kann sowohl darauf als auch auf { $outcome } wirken.
conversation-why-none = Ich habe um nichts bereinigt.
conversation-sure-clear = Das 95%-Intervall reicht von { $effect-low } bis { $effect-high } und enthält die Null nicht: Zufall allein erklärt das Ergebnis kaum.
conversation-sure-unclear = Das 95%-Intervall reicht von { $effect-low } bis { $effect-high } und enthält die Null: Diese Daten können die Wirkung nicht von keiner Wirkung unterscheiden.
conversation-sure-unbounded = Die Daten begrenzen den Fehler der Schätzung nicht: Ich bin mir ihrer überhaupt nicht sicher.
conversation-sure-scope = Das Intervall erfasst nur den Zufall. Über Ursachen, die nicht gemessen wurden, sagt es nichts.
conversation-check-passed = Bestanden: { $checks-list }.
conversation-check-failed = Nicht bestanden: { $checks-list }.
conversation-check-not-run = Nicht ausführbar: { $checks-list }.
conversation-code = Dieses Skript ergibt die Zahl noch einmal, ohne AskWhy:
conversation-no-code = Es gibt kein Skript, weil es keine Zahl gibt.
conversation-manager-clear = Kurz gesagt{ $limited ->
    [some] {" "}(nur bei { $condition })
   *[everybody] {""}
 }: Wenn sich { $treatment-named } von { $low } auf { $high } änderte, läge { $outcome-named } im Mittel um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }. Berücksichtigt man den Zufall, passt alles von { $effect-low } bis { $effect-high } zu den Daten.
conversation-manager-unclear = Kurz gesagt{ $limited ->
    [some] {" "}(nur bei { $condition })
   *[everybody] {""}
 }: Diese Daten können nicht sagen, ob { $treatment-named } einen Unterschied für { $outcome-named } macht. Am ehesten läge der Wert um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }, aber alles von { $effect-low } bis { $effect-high } passt zu den Daten.
conversation-manager-unbounded = Kurz gesagt{ $limited ->
    [some] {" "}(nur bei { $condition })
   *[everybody] {""}
 }: Diese Daten können nicht sagen, wie wichtig { $treatment-named } für { $outcome-named } ist.
conversation-manager-cutoff = Kurz gesagt{ $limited ->
    [some] {" "}(nur bei { $condition })
   *[everybody] {""}
 }: Direkt am Schwellenwert liegt { $outcome-named } im Mittel um { $effect-size } { $effect-sign ->
    [positive] höher
   *[other] niedriger
 }. Berücksichtigt man den Zufall, passt alles von { $effect-low } bis { $effect-high } zu den Daten.
conversation-manager-passed = Die Prüfungen, die ich am Ergebnis vorgenommen habe, schlugen nicht an.
conversation-manager-failed = Einige Prüfungen des Ergebnisses schlugen an ({ $failed-names }); behandeln Sie es daher mit Vorsicht.
conversation-manager-caveat = Der Vergleich ist nur dann fair, wenn in den Daten nichts Wichtiges fehlt, das beide beeinflusst.
conversation-manager-random = Der Vergleich ist fair, weil { $treatment } zufällig zugeteilt wurde.
conversation-rows = Die Schätzung verwendet { $rows } von { $total } Zeilen.
conversation-dropped = Weggelassen: { $dropped-list }.
conversation-no-sources = Es wurde kein Dokument gegeben, das von diesen Pfeilen spricht; sie kommen aus den Spalten, deren zeitlicher Folge und Ihrer Frage.
conversation-graph = Die Pfeile, die die Antwort annimmt: { $arrows }.
conversation-estimates = Andere Schätzungen derselben Wirkung: { $estimates-list }.
conversation-estimates-none = Es wurde kein anderes Schätzverfahren versucht.
conversation-compare = Zuerst: { $first }. Danach: { $second }.
conversation-compare-same = Beide Fragen wurden mit derselben Zahl beantwortet.
conversation-compare-overlap = Die beiden Intervalle überlappen sich; die Daten unterscheiden die beiden also nicht klar.
conversation-compare-apart = Die beiden Intervalle überlappen sich nicht.
conversation-untestable = Worauf die Antwort beruht und was die Daten nicht prüfen können: { $assumptions-list }.
conversation-blind = Was die Prüfungen nicht sehen können: { $blind-list }.
conversation-sources = Aus den Dokumenten: { $sources-list }.
conversation-source = “{ $text }” ({ $document }, { $place })
conversation-sentences = { $said }
conversation-check-outcome = { $check } ({ $found-list })
conversation-dropped-reason = { $reason }: { $rows }
conversation-headline = Die Antwort verwendet { $estimator }: { $effect } ({ $effect-low } bis { $effect-high }).
conversation-estimate-line = { $estimator } ergibt { $effect } ({ $effect-low } bis { $effect-high })
conversation-compare-line = { $question }: { $effect } ({ $effect-low } bis { $effect-high })
conversation-compare-none = { $question }: { conversation-nothing-yet }

# Der Auftrag eines Agenten, wenn der eigene Text des Modells nicht verwendbar war (assistant/agent.py).

agent-plainly = Was gefunden wurde:
agent-nothing = Es wurde nichts geschätzt; darum gibt es kein Ergebnis zu berichten.
