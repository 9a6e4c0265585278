# Rückfragen an die Person zu ihrer Frage (assistant/planning/plan.py).

ask-back-which-effect = Welche Wirkung meinen Sie?
ask-back-which-levels = { $column } hat { $count } Ausprägungen; welche zwei sollen verglichen werden?
ask-back-outside = { $column } reicht in den Daten von { $least } bis { $most }; über { $asked } sagen sie nichts. Welche Änderung innerhalb dieses Bereichs meinen Sie?
ask-back-which-columns = Welche Spalte würde verändert, und welche soll darauf reagieren?
ask-back-no-column = Keine Spalte der Tabelle handelt von { $parts }.
ask-back-columns-there-are = eine Spalte, die das misst; die Tabelle hat { $columns }

# Neben der Antwort, wo ein Sprachmodell etwas gelesen oder geschrieben hat (assistant/planning/model, assistant/prose/model.py).

remark-pair-ours = Das Modell las die Frage als { $theirs }, aber die Worte der Frage selbst passen zu { $ours }; geschätzt wurde daher { $ours }.
remark-pair-ask = Die Worte der Frage deuten auf { $ours }, und das Modell liest sie als { $theirs }. Was meinen Sie?
remark-pair-theirs = Die Worte der Frage allein legen nicht fest, welche Spalten gemeint sind; das Modell las sie als { $theirs }. Prüfen Sie, ob Sie das gefragt haben.
remark-missing-ask = Keine Spalte scheint von { $parts } zu handeln; das Modell versteht die Frage als { $theirs }. Meinen Sie das?
remark-missing-ours = Das Modell findet keine Spalte zu { $parts }; die Worte der Frage passen zu { $ours }, und das wurde geschätzt.
remark-contrast = Das Modell würde { $theirs } vergleichen; die Frage sagt das nicht in Worten, daher wurde dieser Vergleich nicht übernommen.
remark-population = Das Modell würde die Antwort auf { $theirs } beschränken; die Frage sagt das nicht in Worten, daher wurde sie nicht beschränkt.
remark-design-data = Das Modell hielt dies für { $theirs }, was die Daten nicht bestätigen ({ $reason }); die Antwort verwendet { $ours }.
remark-design-weaker = Das Modell würde nur um frühere gemeinsame Ursachen bereinigen; die Beschreibung nennt { $ours }, und die Daten bestätigen das, daher wird so vorgegangen.
remark-late = Das Modell meint, dass { $columns } nach { $treatment } kommt. Die Beschreibung sagt das nicht, daher bereinigt die Antwort weiterhin darum; lassen Sie es weg, wenn Sie wissen, dass das Modell recht hat.
remark-unmeasured = Dem Modell zufolge könnte Folgendes eine Rolle spielen und steht nicht in der Tabelle: { $columns }.
remark-fallback = Das Modell war nicht verfügbar, daher hat der Offline-Planer geantwortet. { $reason }
remark-prose = Die Formulierung des Modells hielt dem Abgleich mit den Ergebnissen nicht stand, daher steht hier die Standardformulierung.
remark-unwritten = Das Modell konnte nicht um eine Formulierung gebeten werden, daher steht hier die Standardformulierung. { $reason }
remark-randomised = ein randomisiertes Experiment
remark-backdoor = eine Bereinigung um frühere gemeinsame Ursachen
remark-iv = ein Instrument
remark-frontdoor = eine Vordertür über einen Mediator
remark-did = einen Vergleich von Gruppen vorher und nachher
remark-rdd = einen Schwellenwert
remark-none = etwas, das keine Antwort erlaubt
remark-design-unsaid = Das Modell hielt dies für { $theirs }. Die Daten ließen das zu ({ $reason }), aber kein Satz der Beschreibung sagt es; daher verwendet die Antwort { $ours }.
remark-design-outweighed = Das Modell hielt dies für { $theirs }, was auch möglich ist; mehr spricht für { $ours }, und das verwendet die Antwort.
remark-pair-over = Das Modell las die Frage als { $theirs }, und das wurde geschätzt; ihre Worte allein könnten auch { $ours } meinen. Nennen Sie die Spalten, falls Sie das meinten.
remark-population-theirs = Die Frage ließe sich auch als beschränkt auf { $ours } lesen; das Modell versteht sie als Frage nach allen, daher wurde sie nicht beschränkt. Fragen Sie nach „nur“ diesen, wenn Sie sie meinen.
remark-orders = Ein Text in den Daten oder ihrer Beschreibung gibt dem, der ihn liest, Anweisungen; daher konnte das Modell nicht überstimmen, was die Worte Ihrer Frage sagen.
remark-design-denied = Das Modell hielt dies für { $theirs }, aber der Text selbst sagt etwas anderes ({ $reason }); die Antwort verwendet { $ours }.
remark-design-columns = Das Modell hielt dies für { $theirs }, mit Spalten, nach denen die Frage selbst fragt oder die es nicht gibt; die Antwort verwendet { $ours }.
remark-design-vetoed = Man könnte dies auch für { $ours } halten; das Modell hält es für { $theirs }, und das verwendet die Antwort.
remark-instrument = Dass { $columns } nur über { $treatment } auf { $outcome } wirkt, entnimmt das Modell der Beschreibung; kein Satz sagt es, und Daten können es nicht zeigen. Trifft es nicht zu, ist diese Zahl falsch: Schreiben Sie dann in die Beschreibung, dass es kein Instrument ist.
remark-left-out = Auf das Wort des Modells hin wird { $columns } nicht festgehalten: Es meint, dass es nach { $treatment } kommt oder keine gemeinsame Ursache ist, und in der Beschreibung spricht nichts dagegen. Nennen Sie es unter den Spalten, um die bereinigt wird, wenn Sie es besser wissen.
