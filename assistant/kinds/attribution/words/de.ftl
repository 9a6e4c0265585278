attribution-because-period = Weil { $cause-moved ->
        [mix] sich die Zusammensetzung von { $cause-named } { $said } geändert hat
        [up] { $cause-named } { $said } von { $cause-before } auf { $cause-after } gestiegen ist
       *[down] { $cause-named } { $said } von { $cause-before } auf { $cause-after } gefallen ist
    }: Das erklärt { $part } der { $change }, um die { $outcome-named } { $moved-sign ->
        [negative] gefallen
       *[other] gestiegen
    } ist (plausibel: { $part-low } bis { $part-high }).
attribution-because-groups = Weil { $cause-moved ->
        [mix] die Zusammensetzung von { $cause-named } eine andere ist
        [up] { $cause-named } höher ist
       *[down] { $cause-named } niedriger ist
    }, für { $group } ({ $cause-after }) gegenüber { $others } ({ $cause-before }): Das erklärt { $part } der { $change }, um die { $outcome-named } dort { $moved-sign ->
        [negative] niedriger
       *[other] höher
    } ist (plausibel: { $part-low } bis { $part-high }).
attribution-because-row = Weil { $cause-moved ->
        [mix] { $cause-named } ein ungewöhnlicher Fall war
       *[other] { $cause-named } bei { $cause-after } lag, wo { $cause-before } üblich ist
    } ({ $said }): Das erklärt { $part } der { $change }, um die { $outcome-named } { $moved-sign ->
        [negative] niedriger
       *[other] höher
    } war als üblich (plausibel: { $part-low } bis { $part-high }).
attribution-because-partly-period = Nur zum Teil, weil { $cause-moved ->
        [mix] sich die Zusammensetzung von { $cause-named } { $said } geändert hat
        [up] { $cause-named } { $said } von { $cause-before } auf { $cause-after } gestiegen ist
       *[down] { $cause-named } { $said } von { $cause-before } auf { $cause-after } gefallen ist
    }: Das erklärt { $part } der { $change }, um die { $outcome-named } { $moved-sign ->
        [negative] gefallen
       *[other] gestiegen
    } ist (plausibel: { $part-low } bis { $part-high }), und { $unexplained } erklärt nichts, was hier gemessen ist.
attribution-because-partly-groups = Nur zum Teil, weil { $cause-moved ->
        [mix] die Zusammensetzung von { $cause-named } eine andere ist
        [up] { $cause-named } höher ist
       *[down] { $cause-named } niedriger ist
    }, für { $group } ({ $cause-after }) gegenüber { $others } ({ $cause-before }): Das erklärt { $part } der { $change }, um die { $outcome-named } dort { $moved-sign ->
        [negative] niedriger
       *[other] höher
    } ist (plausibel: { $part-low } bis { $part-high }), und { $unexplained } erklärt nichts, was hier gemessen ist.
attribution-because-partly-row = Nur zum Teil, weil { $cause-moved ->
        [mix] { $cause-named } ein ungewöhnlicher Fall war
       *[other] { $cause-named } bei { $cause-after } lag, wo { $cause-before } üblich ist
    } ({ $said }): Das erklärt { $part } der { $change }, um die { $outcome-named } { $moved-sign ->
        [negative] niedriger
       *[other] höher
    } war als üblich (plausibel: { $part-low } bis { $part-high }), und { $unexplained } erklärt nichts, was hier gemessen ist.
attribution-unexplained = Keine der gemessenen Ursachen erklärt es: Von den { $change }, um die { $outcome-named } { $comparison ->
        [period] { $said } { $moved-sign ->
            [negative] gefallen
           *[other] gestiegen
        } ist
       *[other] dort { $moved-sign ->
            [negative] niedriger
           *[other] höher
        } ist als üblich
    }, sind { $unexplained } in { $outcome } selbst entstanden oder in etwas, das nicht gemessen ist (plausibel: { $unexplained-low } bis { $unexplained-high }).
attribution-no-change = Es gibt keine klare Änderung, die zu erklären wäre: { $outcome-named } liegt in den Zeilen, nach denen Sie fragen ({ $asked }), bei { $after } und in denen, mit denen verglichen wird, bei { $before }; der Unterschied von { $moved } (95%-Intervall: { $moved-low } bis { $moved-high }) liegt im Rahmen des Üblichen.
attribution-no-graph = Nichts sagt, welche dieser Spalten auf { $outcome-named } wirkt, deshalb nenne ich keine Ursache: Der Wert ist { $moved-sign ->
        [negative] niedriger
       *[other] höher
    } in den Zeilen, nach denen Sie fragen ({ $after } statt { $before }), und sagen lässt sich nur, was sich sonst geändert hat.
attribution-changed-by-order = Außerhalb ihres üblichen Bereichs, in der Reihenfolge, in der das begann: { $shifts-list }.
attribution-changed-by-size = Außerhalb ihres üblichen Bereichs, das Ungewöhnlichste zuerst: { $shifts-list }.
attribution-nothing-else-changed = Keine andere Spalte hat ihren üblichen Bereich verlassen.
attribution-shift = { $cause } ({ $cause-moved ->
        [mix] andere Zusammensetzung
       *[other] { $cause-before } auf { $cause-after }
    })
attribution-premise = Tatsächlich ist { $outcome-named } { $moved-sign ->
        [negative] gefallen
       *[other] gestiegen
    }, von { $before } auf { $after }.
attribution-chosen = Eine Spalte dafür war nicht genannt, deshalb habe ich { $outcome-named } genommen; nennen Sie eine andere, wenn Sie diese meinten.
attribution-way = Von { $cause } gelangte es über { $way } zu { $outcome }.
attribution-mechanism = { $cause } selbst hat sich geändert: Der Wert ist um { $beyond } { $beyond-way ->
        [up] höher
       *[down] niedriger
    }, als das erklärt, was darauf wirkt.
attribution-also-input = Dazu { $cause-named }, { $cause-moved ->
        [mix] in anderer Zusammensetzung
       *[other] { $cause-after } statt { $cause-before }
    }: { $part } davon (plausibel: { $part-low } bis { $part-high }).
attribution-also-mechanism = Dazu { $cause-named } selbst, um { $beyond } { $beyond-way ->
        [up] höher
       *[down] niedriger
    }, als das erklärt, was darauf wirkt: { $part } davon (plausibel: { $part-low } bis { $part-high }).
attribution-against = { $cause-named } wirkte in die andere Richtung: { $part } (plausibel: { $part-low } bis { $part-high }).
attribution-small = { $columns-n ->
        [one] { $columns }: { $small }.
       *[other] { $columns } zusammen: { $small }.
    }
attribution-rest = Nicht erklärt, in { $outcome } selbst oder in etwas nicht Gemessenem entstanden: { $unexplained } (plausibel: { $unexplained-low } bis { $unexplained-high }). Alle Teile ergeben zusammen { $change }.
attribution-cleared = Was geprüft wurde und es nicht erklärt: { $columns }.
attribution-compared = Verglichen: { $rows } { $rows-n ->
        [one] Zeile
       *[other] Zeilen
    } ({ $asked }) mit { $usual-rows } anderen ({ $usual }).
attribution-sources = Dass dies ein Weg ist, steht hier: { $texts-names }.
attribution-quoted = „{ $text }“
attribution-row = Zeile { $row }
attribution-where = ({ $rows })
attribution-all-others = alle anderen
attribution-the-others = die anderen
attribution-caveat = Der stärkste Vorbehalt: Das gilt, wenn die Pfeile stimmen und nichts nicht Gemessenes eine Ursache und { $outcome } zugleich bewegt hat; es sagt, wo unter diesen Spalten die Änderung entstanden ist, nicht warum sich jene Spalte geändert hat.
attribution-caveat-unplaced = Auch { $columns } { $columns-n ->
        [one] hat
       *[other] haben
    } sich klar geändert, und nichts sagt, wo im Graphen { $columns-n ->
        [one] sie steht
       *[other] sie stehen
    }: Wirkt davon etwas auf { $outcome }, so steckt der Teil im nicht Erklärten oder wird anderen zugerechnet.
attribution-consequences = Auch { $columns } { $columns-n ->
        [one] hat sich geändert und kommt
       *[other] haben sich geändert und kommen
    } nach { $outcome }: eine Folge, keine Ursache.
attribution-caveat-unknown = Die Beschreibung nennt auch, was keine Spalte enthält ({ $words }); was das getan hat, ist hier nicht zu sehen.
attribution-caveat-single = Es ist ein einzelner Fall: Das Intervall sagt, wie gut der übliche Gang bekannt ist, nicht worin sich ein einzelner Fall sonst unterscheiden mag.
attribution-caveat-few = { $rows } Zeilen sind wenige: Das Intervall ist grob.
attribution-caveat-no-graph = Was sich zuerst geändert hat, ist deshalb noch nicht die Ursache, und die Ursache kann in der Tabelle fehlen.
attribution-change = Was die Antwort ändern würde: ein Pfeil, der fehlt oder falsch ist. Sagen Sie, was worauf wirkt („A hängt von B und C ab“), und fragen Sie noch einmal.
attribution-change-graph = Was es beantwortbar macht: Sagen Sie in der Beschreibung, was worauf wirkt („{ $outcome } hängt von ... ab“, „A ruft B auf“), oder zeichnen Sie den Graphen.
attribution-too-few = { $rows } Zeilen zum Vergleich sind zu wenige, um zu sagen, was üblich ist; es braucht { $needed }.
attribution-no-rows = Es bleibt keine Zeile zum Vergleichen: Die Zeilen, nach denen Sie fragen, oder die, mit denen verglichen wird, stehen nicht in der Tabelle oder haben Lücken.
attribution-dropped-gaps = Zeilen mit einer Lücke in einer Spalte des Graphen
attribution-no-time = Sie fragen nach „{ $words }“, und keine Spalte dieser Tabelle sagt, von wann eine Zeile ist.
attribution-not-in-time = Sie fragen nach „{ $words }“, und { $time-named } hat keine solchen Zeilen.
attribution-no-such-row = Sie fragen nach „{ $words }“, und diese Tabelle hat keine solche Zeile.
attribution-help-row = Nennen Sie die Zeile mit ihrer Nummer oder mit dem, was in ihrer Kennung steht
attribution-help-time = Fügen Sie eine Spalte mit Datum oder Zeit jeder Zeile hinzu, oder nennen Sie zwei Gruppen zum Vergleich
attribution-no-comparison = Um zu sagen, warum sich { $outcome-named } geändert hat, brauche ich zwei Zeiten oder zwei Gruppen, und diese Tabelle hat weder das eine noch das andere.
attribution-no-quantity = { $outcome-named } hat mehrere ungeordnete Stufen, die Änderung ist also nicht eine Zahl, die sich aufteilen ließe.
attribution-help-recode = Machen Sie eine Ja/Nein-Spalte aus der Stufe, um die es Ihnen geht
attribution-which-outcome = Die Änderung welcher Spalte soll erklärt werden?
attribution-choice-outcome = Warum hat sich { $outcome } { $said } geändert?
attribution-since-when = Verglichen mit wann oder mit wem? Sie fragen, warum { $outcome-named } so ist.
attribution-choice-last = Warum hat sich { $outcome } { $stretch } geändert?
attribution-choice-groups = Was erklärt den Unterschied in { $outcome } zwischen { $one } und { $other }?
attribution-last-minute = in der letzten Minute
attribution-last-hour = in der letzten Stunde
attribution-last-day = am letzten Tag
attribution-last-week = in der letzten Woche
attribution-last-month = im letzten Monat
attribution-last-year = im letzten Jahr
attribution-figure-part = { $cause }
attribution-figure-rest = nicht erklärt
attribution-figure-change = die ganze Änderung
