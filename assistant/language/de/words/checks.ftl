### Prüfungen: wie jede heißt, was sie fragt und was sie nicht erkennen kann; was sie fand, und ihre Regel.

check-overlap-name = Überlappung
check-overlap-asks = Gibt es für jede Art von Zeile vergleichbare Fälle mit und ohne Behandlung?
check-overlap-blind = Fehlende Überlappung bei Merkmalen, die nicht in den Daten stehen, und kleine Ecken der Tabelle, in denen jede Zeile dieselbe Behandlung hat, obwohl der Durchschnitt dort gemischt aussieht.
check-overlap-found = Die Wahrscheinlichkeit der Behandlung bei gegebenen Kovariaten reicht von { $least-percent } bis { $most-percent }: { $outside-percent } der Zeilen liegen außerhalb von { $low-percent } bis { $high-percent }, und { $alone-percent } haben in der anderen Gruppe niemanden, der ihnen ähnelt. Nach der Gewichtung zählen die { $treated } behandelten Zeilen so viel wie { $treated_worth-figure } und die { $untreated } unbehandelten so viel wie { $untreated_worth-figure }.
check-overlap-rule = Regel: jeweils höchstens { $allowed-percent }, und keine Gruppe zählt weniger als ein Zehntel ihrer Zeilen.
check-overlap-dose-found = Die Kovariaten lassen { $kept-percent } der Varianz der Behandlung übrig, aus denen sich lernen lässt; getragen werden sie von so viel wie { $worth-figure } von { $rows } Zeilen.
check-overlap-dose-rule = Regel: mindestens { $kept-percent } der Varianz und { $worth-figure } Zeilen.

check-balance-name = Ausgewogenheit
check-balance-asks = Gleichen sich die verglichenen Gruppen in jedem gemessenen Merkmal?
check-balance-blind = Unterschiede in Merkmalen, die nicht gemessen wurden oder um die nicht bereinigt wurde, und Unterschiede jenseits der Durchschnitte (in der Streuung oder in Kombinationen von Merkmalen).
check-balance-difference = Die größte standardisierte Differenz ist { $before-figure } vor der Gewichtung ({ $before_name }) und { $after-figure } danach ({ $after_name }).
check-balance-correlation = Die größte standardisierte Korrelation mit der Behandlung ist { $before-figure } vor der Gewichtung ({ $before_name }) und { $after-figure } danach ({ $after_name }).
check-balance-still = Noch nicht ausgewogen: { $names-commas }.
check-balance-rule = Regel: höchstens { $limit-n } nach der Gewichtung.
check-balance-arms = Die größte standardisierte Differenz zwischen den Gruppen ist { $before-figure } ({ $before_name }); ein gemeinsamer Test aller { $tested-n } Merkmale ergibt p = { $p-figure }.
check-balance-arms-rule = Regel: p von mindestens { $limit-n }, denn auch eine faire Auslosung hinterlässt kleine Unterschiede.

check-placebo-treatment-name = Placebo-Behandlung
check-placebo-treatment-asks = Verschwindet die Wirkung, wenn die Behandlung zufällig unter den Zeilen verteilt wird?
check-placebo-treatment-blind = Verborgene Störgrößen, und die Bereinigung um etwas, das von Behandlung und Zielgröße gemeinsam verursacht wird: Das Mischen kappt jede Verbindung zur Behandlung, sodass das Placebo besteht, ob es sie gibt oder nicht.
check-placebo-treatment-found = Bei { $draws-n }-mal zufällig gemischter Behandlung war der Schätzwert im Mittel { $mean-figure } (mittlere 95%: { $low-figure } bis { $high-figure }), gegenüber { $real-figure } bei der echten; { $reached-n } von { $draws-n } waren ebenso groß.

check-placebo-outcome-name = Placebo-Zielgröße
check-placebo-outcome-asks = „Verändert“ die Behandlung die Zielgröße, wie sie vor der Behandlung war, was sie nicht getan haben kann?
check-placebo-outcome-blind = Eine Störgröße, die erst nach der früheren Messung ins Spiel kam; und falls sich die beiden Gruppen damals unterschieden, kann die Bereinigung um die frühere Messung das bereits behoben haben.
check-placebo-outcome-found = Auf { $earlier }, gemessen vor der Behandlung, beträgt die geschätzte Wirkung { $effect-figure } (95%-Intervall { $low-figure } bis { $high-figure }; lineare Regression auf die übrigen Kovariaten).
check-placebo-outcome-rule = Regel: Das Intervall muss 0 einschließen.

check-random-common-cause-name = Zufällige gemeinsame Ursache
check-random-common-cause-asks = Bleibt der Schätzwert stehen, wenn zusätzlich um ein erfundenes zufälliges Merkmal bereinigt wird?
check-random-common-cause-blind = Echte verborgene Störgrößen: Das erfundene Merkmal ist reines Rauschen; bleibt der Schätzwert stehen, heißt das nur, dass die Rechnung stabil ist, nicht, dass nichts Wichtiges fehlt.
check-random-common-cause-found = Eine { $draws-n }-mal hinzugefügte zufällige Kovariate ergab im Mittel { $mean-figure }, gegenüber { $without-figure } ohne sie; in 95% der Ziehungen bewegte sich der Schätzwert um höchstens { $moved-figure }.
check-random-common-cause-rule = Regel: höchstens ein halber Standardfehler ({ $allowed-figure }).

check-subset-stability-name = Stabilität in Teilmengen
check-subset-stability-asks = Ergeben zufällige Teilmengen der Zeilen, vom Zufall abgesehen, dieselbe Antwort?
check-subset-stability-blind = Jede Verzerrung, die allen Zeilen gemeinsam ist: Eine verborgene Störgröße oder ein Collider steckt auch in jeder Teilmenge. Mehrfach kopierte Zeilen, oder Zeilen einer Familie oder Firma, die wie unabhängige behandelt werden, bleiben ebenfalls unbemerkt.
check-subset-stability-found = { $draws-n } zufällige Teilmengen mit { $part-percent } der Zeilen ergaben { $low-figure } bis { $high-figure } (mittlere 95%), gegenüber { $whole-figure } auf allen Zeilen; { $agree-percent } davon stimmen damit innerhalb des Stichprobenfehlers überein (plus oder minus { $margin-figure }).

check-leave-one-covariate-out-name = Weglassen je einer Kovariate
check-leave-one-covariate-out-asks = Hängt die Schlussfolgerung an der Bereinigung um eine einzige Kovariate?
check-leave-one-covariate-out-blind = Kovariaten, die nicht in den Daten stehen; und eine Kovariate, die den Schätzwert stark bewegt, kann eine Störgröße sein, die hineingehört, oder etwas, das nicht hineingehört: Die Zahlen können nicht sagen, was davon zutrifft.
check-leave-one-covariate-out-found = Am stärksten bewegt sich der Schätzwert ohne { $covariate }: von { $from-figure } auf { $to-figure }.
check-leave-one-covariate-out-rule = Regel: Eine Wirkung, die sich klar von 0 unterscheidet, darf ihr Vorzeichen nicht wechseln, wenn irgendeine der { $covariates-n } Kovariaten weggelassen wird.

check-specification-curve-name = Spezifikationskurve
check-specification-curve-asks = Ergeben andere solide Wege, die Wirkung aus denselben Spalten zu schätzen, dieselbe Antwort?
check-specification-curve-blind = Alles, was die Verfahren gemeinsam haben: Eine verborgene Störgröße, ein falscher Graph oder falsche Zeilen führen jedes von ihnen gleichermaßen in die Irre.
check-specification-curve-found =
    { $others-n ->
        [1] Ein anderes Schätzverfahren ergab { $least-figure }, gegenüber { $answer-figure } (Verfahren der Antwort: { $estimator }).
       *[other] { $others-n } andere Schätzverfahren ergaben { $least-figure } bis { $most-figure }, gegenüber { $answer-figure } (Verfahren der Antwort: { $estimator }).
    }
check-specification-curve-furthest = Am weitesten entfernt: { $estimator }, { $value-figure } (95%-Intervall { $low-figure } bis { $high-figure }).
check-specification-curve-rule = Regel: Kein Verfahren darf außerhalb des 95%-Intervalls der Antwort liegen, während die Antwort außerhalb seines eigenen liegt, es sei denn, beide weichen um höchstens { $near-percent } voneinander ab.

check-first-stage-name = Erste Stufe
check-first-stage-asks = Bewegt das Instrument die Behandlung stark genug, um daraus zu lernen?
check-first-stage-blind = Ob das Instrument die Zielgröße auf einem anderen Weg als über die Behandlung erreicht oder Ursachen mit ihr teilt: Auch ein starkes Instrument kann ungültig sein.
check-first-stage-found = Die F-Statistik der ersten Stufe ist { $f-figure }.
check-first-stage-rule = Regel: über { $limit-n }.
check-first-stage-strong = Sie liegt auch über { $bar-n }, einer strengeren Schwelle.
check-first-stage-fair = Sie liegt unter { $bar-n }, einer strengeren Schwelle; etwas Verzerrung ist also möglich.
check-first-stage-weak = Der Schätzwert neigt zum durch Störgrößen verfälschten Vergleich hin, und sein übliches Intervall ist zu schmal.

check-over-identification-name = Überidentifikation
check-over-identification-asks = Stimmen die Instrumente, jedes für sich verwendet, in der Wirkung überein?
check-over-identification-blind = Instrumente, die auf dieselbe Weise ungültig sind und in derselben falschen Antwort übereinstimmen; und sie können ohne Fehler voneinander abweichen, wenn sich die Wirkung zwischen den Menschen unterscheidet, die jedes von ihnen bewegt.
check-over-identification-found = Der Test, ob alle { $instruments-n } Instrumente dieselbe Wirkung ergeben, hat p = { $p-figure }.

check-instrument-balance-name = Ausgewogenheit des Instruments
check-instrument-balance-asks = Gleichen sich Zeilen mit verschiedenen Werten des Instruments in den gemessenen Merkmalen?
check-instrument-balance-blind = Ungemessene Unterschiede, die mit dem Instrument einhergehen. Um gemessene wird bereinigt; ein Durchfallen ist deshalb ein Hinweis, dass das Instrument nicht so gut wie zufällig ist, kein Beweis, dass der Schätzwert falsch ist.
check-instrument-balance-found = Die größte standardisierte Differenz über die Werte von { $instrument } hinweg ist { $size-figure } ({ $covariate }).
check-instrument-balance-over = Über der Grenze: { $names-commas }.

check-placebo-instrument-name = Placebo-Instrument
check-placebo-instrument-asks = Verschwindet der Zusammenhang des Instruments mit der Zielgröße, wenn das Instrument zufällig unter den Zeilen verteilt wird?
check-placebo-instrument-blind = Ein Instrument, das die Zielgröße auf einem anderen Weg erreicht oder Ursachen mit ihr teilt: Das Mischen kappt auch diese Verbindungen, sodass das Placebo besteht, ob es sie gibt oder nicht.
check-placebo-instrument-found = Bei { $draws-n }-mal zufällig gemischtem Instrument war seine Wirkung auf die Zielgröße (je Einheit, um die es die Behandlung bewegt) im Mittel { $mean-figure } (mittlere 95%: { $low-figure } bis { $high-figure }), gegenüber { $real-figure } beim echten; { $reached-n } von { $draws-n } waren ebenso groß.

check-pre-trend-name = Vortrend
check-pre-trend-asks = Bewegten sich die Behandelten und die Unbehandelten vor der Behandlung parallel?
check-pre-trend-blind = Verläufe, die sich erst mit Beginn der Behandlung trennen, und Trends, die zu klein sind, um sich bei so vielen Zeilen zu zeigen: Parallel davor ist kein Beweis für parallel danach.
check-pre-trend-found = Über { $periods-n } Perioden vor der Behandlung wichen die Behandelten vom Verlauf der anderen um höchstens { $size-figure } ab (gemeinsamer Test p = { $p-figure }).

check-placebo-period-name = Placebo-Periode
check-placebo-period-asks = Wenn man so tut, als hätte die Behandlung früher begonnen, ist ihre „Wirkung“ dann null?
check-placebo-period-blind = Verläufe, die sich erst mit Beginn der Behandlung trennen, und Trends, die zu klein sind, um sich bei so vielen Zeilen zu zeigen: Parallel davor ist kein Beweis für parallel danach.
check-placebo-period-found =
    { $early-n ->
        [one] Tut man so, als hätte sie 1 Periode früher begonnen, beträgt die „Wirkung“ vor dem echten Beginn { $effect-figure } (95%-Intervall { $low-figure } bis { $high-figure }, p = { $p-figure }).
       *[other] Tut man so, als hätte sie { $early-n } Perioden früher begonnen, beträgt die „Wirkung“ vor dem echten Beginn { $effect-figure } (95%-Intervall { $low-figure } bis { $high-figure }, p = { $p-figure }).
    }

check-treatment-moves-mediator-name = Behandlung bewegt Mediator
check-treatment-moves-mediator-asks = Bewegt die Behandlung jeden Mediator, über den ihre Wirkung laufen soll?
check-treatment-moves-mediator-blind = Eine verborgene Ursache von Behandlung und Mediator, die diese Verbindung echt aussehen lässt, obwohl sie es nicht ist.
check-treatment-moves-mediator-found = Die schwächste Verbindung von der Behandlung zu einem Mediator ist die zu { $mediator }: F = { $f-figure }.
check-treatment-moves-mediator-rule = Regel: über { $limit-n }, wie bei einem Instrument, sonst gibt es kaum eine Wirkung weiterzugeben.

check-mediator-moves-outcome-name = Mediator bewegt Zielgröße
check-mediator-moves-outcome-asks = Bewegt jeder Mediator die Zielgröße unter Zeilen mit derselben Behandlung?
check-mediator-moves-outcome-blind = Eine verborgene Ursache von Mediator und Zielgröße, und eine Wirkung der Behandlung, die nicht über die Mediatoren läuft: Die Vordertür-Bereinigung übersieht diesen Teil, und nichts in den Daten zeigt ihn.
check-mediator-moves-outcome-found = Die schwächste Verbindung von einem Mediator zur Zielgröße ist die von { $mediator }: t = { $t-figure }.
check-mediator-moves-outcome-rule = Regel: jenseits von plus oder minus { $limit-n }.

check-density-name = Dichte
check-density-asks = Häufen sich Zeilen auf einer Seite des Schwellenwerts, als hätten Menschen ihre Seite gewählt?
check-density-blind = Sortieren in beide Richtungen zugleich, das die Anzahlen gleich lässt, und Sortieren durch wenige Menschen, die sich in wichtigen Dingen unterscheiden.
check-density-found = Knapp über dem Schwellenwert gibt es { $times-figure }-mal so viele Zeilen wie knapp darunter (p = { $p-figure } für keinen Sprung).

check-covariate-continuity-name = Stetigkeit der Kovariaten
check-covariate-continuity-asks = Laufen Merkmale, die der Schwellenwert nicht ändern kann, glatt darüber hinweg?
check-covariate-continuity-blind = Ein Sprung in Merkmalen, die nicht gemessen wurden.
check-covariate-continuity-found = Der deutlichste Sprung ist der von { $covariate }: { $size-figure } Standardabweichungen, p = { $p-figure } unter Berücksichtigung von { $tries-n } Versuchen.

check-placebo-cutoffs-name = Placebo-Schwellenwerte
check-placebo-cutoffs-asks = Springt die Zielgröße an Stellen, an denen nichts geschieht?
check-placebo-cutoffs-blind = Alles, was nur am echten Schwellenwert geschieht, etwa eine andere Regel mit derselben Grenze.
check-placebo-cutoffs-found = Von { $tries-n } Placebo-Schwellenwerten ist der deutlichste Sprung { $size-figure } bei { $place-figure } (p = { $p-figure }, unter Berücksichtigung von { $tries-n } Versuchen).

check-bandwidth-name = Fensterbreite
check-bandwidth-asks = Hängt die Antwort davon ab, wie breit das verwendete Fenster um den Schwellenwert ist?
check-bandwidth-blind = Verzerrung, die in jedem Fenster dieselbe ist, etwa Sortieren am Schwellenwert.
check-bandwidth-found = Mit dem halben Fenster ist der Schätzwert { $narrow-figure }, mit dem doppelten Fenster { $wide-figure }, gegenüber { $answer-figure } (95%-Intervall { $low-figure } bis { $high-figure }).
check-bandwidth-rule = Regel: beide innerhalb von 1,96 Standardfehlern des schmaleren Fensters.

check-graph-against-data-name = Graph gegen Daten
check-graph-against-data-asks = Gelten die Unabhängigkeiten, die Ihr Graph behauptet, in den Daten?
check-graph-against-data-blind = Ein Graph mit denselben Unabhängigkeiten, aber anderen Richtungen besteht ebenso gut, und ein Graph mit allen Pfeilen behauptet nichts. Wirkungen, die sich aufheben, und Verbindungen ohne jede Korrelation bleiben ungesehen.
check-graph-against-data-rule = Regel: keine mit korrigiertem p unter 0,05 und einer Stärke von { $strength-n } oder mehr.

check-rule-p = Regel: p von mindestens { $limit-n }.
check-rule-at-most = Regel: höchstens { $limit-n }.
check-rule-at-least = Regel: mindestens { $limit-n }.
check-rule-at-least-share = Regel: mindestens { $limit-percent }.
check-rule-nothing-inside = Regel: Gar keine Wirkung (0) muss innerhalb der mittleren 95% liegen.
check-stands-in = (Durchgeführt mit der linearen Regression auf denselben Spalten, stellvertretend für: { $estimator }.)
check-not-run = Nicht durchführbar: { $reason }

## Warum eine Prüfung nicht durchgeführt werden konnte.

check-reason-no-covariate-varies = Keine Kovariate variiert.
check-reason-one-treatment = Alle Zeilen haben dieselbe Behandlung; es gibt also keine zwei Gruppen zum Vergleichen.
check-reason-no-treatment = Dieses Design hat keine Behandlungsspalte.
check-reason-explained-completely = Die Kovariaten erklären die Behandlung (oder ein Instrument) vollständig; es bleibt also nichts zu vergleichen. Nehmen Sie die Kovariate heraus, die eine Kopie davon ist.
check-reason-exact-fit = Die Regression passt auf jede Zeile genau; es gibt also keinen Fehler, mit dem sich vergleichen ließe.
check-reason-few-rows = { $rows-n } Zeilen sind zu wenige für { $columns-n } Spalten.
check-reason-hardly-more-rows = Es gibt kaum mehr Zeilen als Kovariaten.
check-reason-too-few-to-leave = { $rows-n } Zeilen sind zu wenige, um einige wegzulassen.
check-reason-no-subset-estimate = Auf den meisten Teilmengen mit { $part-percent } der Zeilen gibt es keinen Schätzwert.
check-reason-shuffled-treatment = Die Kovariaten erklären sogar eine gemischte Behandlung.
check-reason-shuffled-instrument = Die Kovariaten erklären sogar ein gemischtes Instrument.
check-reason-no-earlier-outcome = Keine Kovariate misst die Zielgröße vor der Behandlung.
check-reason-not-registered = Das Schätzverfahren '{ $estimator }' ist nicht registriert und kann deshalb nicht noch einmal laufen.
check-reason-no-bounds = Der Schätzwert hat keine Grenzen, an denen sich die anderen messen ließen.
check-reason-nothing-to-vary = Das Design '{ $design }' hat keine Auswahl von Kontrollspalten, die sich verändern ließe.
check-reason-few-pairs = Es finden sich nur { $pairs-n } passende Paare; { $needed-n } sind nötig.
check-reason-one-instrument = Bei einem einzigen Instrument gibt es keine zweite Meinung zum Vergleich.
check-reason-instruments-repeat = Die Instrumente wiederholen einander.
check-reason-no-cutoff = Das Design nennt keine Laufvariable oder keinen Schwellenwert.
check-reason-thin-side = Auf einer Seite des Schwellenwerts liegen weniger als { $fewest-n } Zeilen.
check-reason-running-constant = Die Laufvariable variiert kaum.
check-reason-few-values-on-a-side = Die Laufvariable hat auf einer Seite des Schwellenwerts zu wenige Werte.
check-reason-few-values-near = Die Laufvariable hat nahe am Schwellenwert zu wenige Werte.
check-reason-hardly-any-rows = Direkt am Schwellenwert gibt es kaum Zeilen.
check-reason-no-placebo-cutoff = Keine Seite des Schwellenwerts hat genug Zeilen für einen Placebo-Schwellenwert.
check-reason-no-row-before = Von der behandelten Gruppe gibt es keine Zeile aus der Zeit vor ihrer Behandlung.
check-reason-no-group = Keine Spalte sagt, welche Zeilen vor Beginn der Behandlung zur behandelten Gruppe gehören. Fügen Sie die Einheiten- oder die Gruppenspalte hinzu.
check-reason-nothing-before = Die Perioden vor der Behandlung lassen nichts zu vergleichen übrig.
check-reason-few-rows-before = Vor der Behandlung gibt es zu wenige Zeilen für einen Test.
check-reason-constant-before = Die Zielgröße variiert vor der Behandlung nicht über Gruppen und Perioden hinaus.
check-reason-few-units = Es gibt zu wenige Einheiten oder Cluster für einen gemeinsamen Test.
check-reason-one-period-no-trend = Vor der Behandlung gibt es nur eine Periode; ein früherer Trend ist also nicht zu sehen.
check-reason-one-period-no-start = Vor der Behandlung gibt es nur eine Periode; ein früherer Beginn lässt sich also nicht vortäuschen.
check-reason-not-seen-twice = Keine behandelte Gruppe wurde vor ihrer Behandlung zweimal beobachtet.

## Wie stark eine verborgene Störgröße sein müsste.

sensitivity-benchmark = Eine verborgene Störgröße, so stark wie { $covariate }, würde den Schätzwert von { $from-figure } auf { $to-figure } bewegen.
sensitivity-benchmark-in-regression = Eine verborgene Störgröße, so stark wie { $covariate }, würde den Schätzwert von { $from-figure } auf { $to-figure } bewegen (in der linearen Regression mit denselben Spalten).

## Ein Graph, an einer Tabelle gemessen.

graph-claims-nothing = Der Graph behauptet keine Unabhängigkeit, der diese Spalten widersprechen könnten.
graph-claims-fit = Alle { $claims-n } Unabhängigkeiten, die der Graph behauptet, passen zu den Daten.
graph-claims-contradicted = Die Daten widersprechen { $violated-n } der { $claims-n } Unabhängigkeiten, die der Graph behauptet.
claim-contradicted =
    { $given-n ->
        [0] { $one } und { $other } hängen zusammen (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu.
        [one] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten wird (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu.
       *[other] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten werden (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu.
    }
claim-contradicted-either-arrow =
    { $given-n ->
        [0] { $one } und { $other } hängen zusammen (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit einem Pfeil in der einen oder der anderen Richtung ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
        [one] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten wird (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit einem Pfeil in der einen oder der anderen Richtung ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
       *[other] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten werden (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit einem Pfeil in der einen oder der anderen Richtung ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
    }
claim-contradicted-arrow =
    { $given-n ->
        [0] { $one } und { $other } hängen zusammen (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit { $arrow } ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
        [one] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten wird (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit { $arrow } ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
       *[other] { $one } und { $other } hängen zusammen, sobald { $given } konstant gehalten werden (Stärke { NUMBER($strength-n, minimumFractionDigits: 2, maximumFractionDigits: 2) }, korrigiertes p { $p-p }); der Graph sagt, dass es nicht so ist: Fügen Sie einen Pfeil zwischen beiden oder eine gemeinsame Ursache hinzu; mit { $arrow } ändert sich die Zahl der Widersprüche von { $before-n } auf { $after-n }.
    }
graph-test-says-little = Der Test sagt wenig: { NUMBER($equivalent-n, style: "percent") } der Graphen mit vertauschten Namen behaupten dieselben Unabhängigkeiten.
graph-no-better-than-chance = { $violated-n } von { $claims-n } lokalen Behauptungen scheitern auf dem Niveau von { NUMBER($level-n, style: "percent") }; { NUMBER($as_good-n, style: "percent") } von { $shuffled-n } Graphen mit vertauschten Namen sind ebenso gut: nicht besser als der Zufall, deshalb wird der Graph verworfen.
graph-better-than-chance = { $violated-n } von { $claims-n } lokalen Behauptungen scheitern auf dem Niveau von { NUMBER($level-n, style: "percent") }; { NUMBER($as_good-n, style: "percent") } von { $shuffled-n } Graphen mit vertauschten Namen sind ebenso gut: besser als der Zufall.
graph-untested = Nicht geprüft: { $columns }.
