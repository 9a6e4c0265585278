# Wonach eine Suche nach einem Graphen in den Daten geht, was sie voraussetzt und anmerkt (tools/discovery).

## Unabhängigkeitstests.

independence-g-squared = G-Quadrat (Häufigkeiten)
independence-partial-correlation = partielle Korrelation
independence-normal-scores = partielle Korrelation der normalisierten Ränge
independence-likelihood-ratio = Likelihood-Quotient aus Zahlen und Indikatoren

## Wonach ein Verfahren geht.

discovery-test-at-level = { $test }, Niveau { $level }
discovery-test-lagged =
    partielle Korrelation, bis zu { $lags-n ->
        [one] { $lags } Zeile
       *[other] { $lags } Zeilen
    } zurück, Falschentdeckungsrate { $rate }
discovery-test-bdeu = BDeu-Score
discovery-test-bic = BIC-Score
discovery-test-residuals = Unabhängigkeit der Residuen
discovery-test-least-squares = kleinste Quadrate ohne Zyklen

## Was ein Verfahren voraussetzt.

discovery-assumes-pc = Keine ungemessenen gemeinsamen Ursachen, keine Zyklen und keine Wirkungen, die sich gegenseitig aufheben.
discovery-assumes-fci = Keine Zyklen, keine Selektion in die Tabelle und keine Wirkungen, die sich gegenseitig aufheben.
discovery-assumes-ges-levels = Keine ungemessenen gemeinsamen Ursachen und keine Zyklen; genügend Zeilen für jede Kombination von Ausprägungen.
discovery-assumes-ges-numbers = Keine ungemessenen gemeinsamen Ursachen und keine Zyklen; lineare Wirkungen mit normalverteiltem Rauschen.
discovery-assumes-lingam = Lineare Wirkungen, Rauschen, das nicht normalverteilt ist, keine ungemessenen gemeinsamen Ursachen, keine Zyklen.
discovery-assumes-notears = Lineare Wirkungen, Rauschen von gleicher Varianz in den Einheiten, die jede Spalte hat, keine ungemessenen gemeinsamen Ursachen.
discovery-assumes-pcmci = Zeilen in zeitlicher Folge mit gleichen Abständen, lineare Wirkungen, keine ungemessenen gemeinsamen Ursachen, keine Wirkungen innerhalb einer Zeile.

## Was die beiden Enden einer Verbindung sagen: die eine Spalte, diese Worte, die andere Spalte.

discovery-mark-arrow = verursacht
discovery-mark-undirected = hängt direkt, in unbekannter Richtung, zusammen mit
discovery-mark-both-ways = hat eine ungemessene gemeinsame Ursache mit
discovery-mark-arrow-or-both-ways = ist keine Folge, vielleicht aber eine Ursache von oder teilt eine ungemessene Ursache mit
discovery-mark-open = hängt, durch eine Ursache in der einen oder anderen Richtung oder eine ungemessene, zusammen mit

## Anmerkungen zu einer Verbindung und zum Ganzen.

discovery-both-directions = die Daten sprechen für beide Richtungen
discovery-required = vom Vorwissen verlangt; die Tests zeigen keine Wirkung
discovery-unstable = instabil: Die meisten neu gezogenen Stichproben sagen etwas anderes
discovery-also-unstable = { $note }; instabil: Die meisten neu gezogenen Stichproben sagen etwas anderes
discovery-no-resample-varied = In keiner neu gezogenen Stichprobe variierte jede Spalte.
discovery-apart-by-background = { $one } und { $other }: nach dem Score verbunden, nach dem Vorwissen nicht.
discovery-turned-by-background = { $cause } -> { $effect }: nach dem Vorwissen; der Score zeigt in die andere Richtung.
