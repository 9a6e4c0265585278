series-plain = { $outcome }
series-what = { $outcome-named }
series-what-of = { $outcome-named } von { $unit }
series-what-of-several = { $outcome-named } von { $units } im Mittel
series-event = { $treatment }
series-event-at = dem Ereignis von { $start }
series-per = { $cadence ->
        [hour] je Stunde
        [day] je Tag
        [week] je Woche
        [month] je Monat
        [quarter] je Quartal
        [year] je Jahr
       *[period] je Periode
    }
series-span = { $number } { $cadence ->
        [hour] { $number-n ->
            [1] Stunde
           *[other] Stunden
        }
        [day] { $number-n ->
            [1] Tag
           *[other] Tage
        }
        [week] { $number-n ->
            [1] Woche
           *[other] Wochen
        }
        [month] { $number-n ->
            [1] Monat
           *[other] Monate
        }
        [quarter] { $number-n ->
            [1] Quartal
           *[other] Quartale
        }
        [year] { $number-n ->
            [1] Jahr
           *[other] Jahre
        }
       *[period] { $number-n ->
            [1] Periode
           *[other] Perioden
        }
    }
series-effect-clear = Mit { $event } kam { $what } im Mittel auf { $observed } { $per } statt etwa { $without-number }: { $effect-size } { $effect-sign ->
        [negative] weniger
       *[positive] mehr
    } als ohne (95%-Intervall des Unterschieds: { $effect-low } bis { $effect-high }).
series-effect-unclear = Keine klare Wirkung von { $event } auf { $what }: Beobachtet wurden { $observed } { $per }, ohne sie wären etwa { $without } zu erwarten; der Unterschied von { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }) schließt auch gar keinen ein.
series-without-clear = Ohne { $event } hätte { $what } etwa { $without } { $per } betragen statt { $observed-number } (ohne sie plausibel: { $without-low } bis { $without-high }). Das ist ein Unterschied von { $effect } { $per } (95%-Intervall: { $effect-low } bis { $effect-high }).
series-without-unclear = Ohne { $event } hätte { $what } etwa { $without } { $per } betragen; beobachtet wurden { $observed }. Ohne sie ist alles von { $without-low } bis { $without-high } plausibel, eine Wirkung ist also nicht klar: Der Unterschied beträgt { $effect } (95%-Intervall: { $effect-low } bis { $effect-high }).
series-sum-clear = Insgesamt hat { $event } { $what } über { $after } um { $total } geändert (95%-Intervall: { $total-low } bis { $total-high }).
series-sum-unclear = Keine klare Summe: Über { $after } hat { $event } { $what } um { $total } geändert (95%-Intervall: { $total-low } bis { $total-high }), was auch gar nichts einschließt.
series-relative = Das sind { $relative } (95%-Intervall: { $relative-low } bis { $relative-high }) dessen, was es ohne gewesen wäre.
series-total = Über die Zeit seit dem Beginn ({ $after }) summiert es sich auf { $total } (95%-Intervall: { $total-low } bis { $total-high }).
series-built-steady = Bis zur vollen Wirkung von { $event } auf { $what } dauerte es etwa { $full } (95%-Intervall: { $least } bis { $most }).
series-built-growing = Die Wirkung von { $event } auf { $what } wuchs am Ende der Daten noch um { $late } { $per } (95%-Intervall: { $late-low } bis { $late-high }); der schnellere Anstieg dauerte etwa { $full } (95%-Intervall: { $least } bis { $most }).
series-built-fading = Bis zur größten Wirkung von { $event } auf { $what } dauerte es etwa { $full } (95%-Intervall: { $least } bis { $most }); danach nahm sie um { $late-size } { $per } ab.
series-built-unclear = Wie lange { $event } brauchte, um auf { $what } zu wirken, lässt sich nicht sagen: Dazu braucht es eine klare Wirkung und einige Perioden nach dem Beginn.
series-lasted-steady = Kein Anzeichen, dass die Wirkung von { $event } auf { $what } nachließ: Nachdem sie voll war, änderte sie sich um { $late } { $per } (95%-Intervall: { $late-low } bis { $late-high }), was auch gar keine Änderung einschließt.
series-lasted-growing = Die Wirkung von { $event } auf { $what } ließ nicht nach: Am Ende der Daten wuchs sie noch um { $late } { $per } (95%-Intervall: { $late-low } bis { $late-high }).
series-lasted-fading = Ja, die Wirkung von { $event } auf { $what } lässt nach: Nach etwa { $full } nahm sie um { $late-size } { $per } ab (95%-Intervall der Änderung: { $late-low } bis { $late-high }).
series-shape = Mit dem Beginn von { $event } ist das Niveau von { $what } { $level-clear ->
        [yes] um { $level } gesprungen
       *[no] nicht klar gesprungen ({ $level })
    } (95%-Intervall: { $level-low } bis { $level-high }), und der Trend hat sich { $slope-clear ->
        [yes] um { $slope } { $per } geändert
       *[no] nicht klar geändert ({ $slope } { $per })
    } (95%-Intervall: { $slope-low } bis { $slope-high }).
series-misfits = Aber dasselbe Verfahren findet { $pretended } schon vor dem Beginn, als noch nichts war: Auf die Zahl ist kein Verlass.
series-disagrees = Aber ein anderes Verfahren (ein Modell der Reihe auf dem, was die anderen gemeinsam haben) ergibt { $other } (95%-Intervall: { $other-low } bis { $other-high }); die Zahl hängt also vom Verfahren ab.
series-untested = Vor dem Beginn liegt zu wenig Zeit, um zu prüfen, ob das Verfahren passt.
series-why-donors = Was ohne gewesen wäre, ist ein Mittel von { $donors } anderen, die es nie hatten, so gewichtet, dass es sich vor dem Beginn ({ $before }) bewegte wie hier (größtes Gewicht: { $largest }): synthetische Differenz der Differenzen.
series-why-other = Ein Modell der Reihe auf dem, was die anderen gemeinsam haben, ergibt { $other } (95%-Intervall: { $other-low } bis { $other-high }).
series-why-structural = Was ohne gewesen wäre, setzt den Verlauf vor dem Beginn fort ({ $before }): das Niveau, einen Trend, wo es einen gibt, und wie eine Periode an der vorigen hängt.
series-why-season = Eine Saison gehört dazu.
series-why-controls = Es folgt { $controls }, was das Ereignis nicht bewegt haben kann.
series-why-alone = Es gibt nichts, womit es zur selben Zeit verglichen werden könnte.
series-why-ended = Verwendet wird nur die Zeit bis zum Ende des Ereignisses.
series-pretended-fits = Tut man so, als hätte es schon vorher begonnen, in { $pretended-at }, findet das Verfahren { $pretended } (95%-Intervall: { $pretended-low } bis { $pretended-high }), was auch gar nichts einschließt, wie es sein soll.
series-pretended-misfits = Tut man so, als hätte es schon vorher begonnen, in { $pretended-at }, findet das Verfahren { $pretended } (95%-Intervall: { $pretended-low } bis { $pretended-high }); da sollte nichts sein.
series-rank = Jede der anderen Einheiten wurde der Reihe nach für die behandelte genommen: Von { $units } hat sie Rang { $rank } darin, wie weit sie nach dem Beginn gegenüber vorher abweicht.
series-caveat = Der stärkste Vorbehalt: Es wird angenommen, dass zum Beginn ({ $start }) nichts anderes auf { $what } wirkte und die Vergangenheit sich fortgesetzt hätte.
series-change = Was die Antwort ändern würde: etwas anderes, das zur selben Zeit begann, oder ein Beginn zu einem anderen Datum.
series-no-course = Sie fragen, wie eine Reihe verlaufen wäre, und keine Spalte dieser Tabelle bringt die Zeilen in eine zeitliche Reihenfolge, eine Zeile je Periode (oder je Einheit und Periode).
series-help-table = Eine Tabelle mit einer Spalte für Daten oder Periodennummern und einer Zeile je Periode
series-when = Sie fragen, was ein Ereignis an { $outcome-named } geändert hat. Ab welchem { $time }, und für wen? Keine Spalte schaltet sich im Lauf der Zeit ein, und kein Text nennt den Beginn.
series-never-treated = { $treatment-named } beginnt in den Daten für { $units } nie, es gibt dort also kein Vorher und Nachher, um die Wirkung auf { $outcome-named } zu erkennen.
series-help-unit = Eine Einheit, in der es innerhalb der Daten beginnt
series-on-and-off = Das Ereignis wurde { $times } Mal ein- und ausgeschaltet; ich setze eine Reihe nur von einem Beginn an fort.
series-help-average = Fragen Sie nach der mittleren Wirkung; sie vergleicht alle Einheiten und Perioden
series-several-starts = Das Ereignis erreichte { $units } Einheiten zu { $starts } verschiedenen Zeiten; ich setze eine Reihe von einem Beginn an fort.
series-help-name = Nennen Sie eine der Einheiten ({ $units })
series-unit-gone = Von der behandelten Einheit ist in den verwendeten Daten keine Zeile übrig.
series-too-short = Vor dem Beginn liegen { $before } Perioden und danach { $after }; um eine Reihe fortzusetzen, sind mindestens { $fewest } davor nötig.
series-constant-before = Die Zielgröße ändert sich vor dem Beginn nie; nichts sagt also, wie sie schwankt.
series-does-not-fit = Das Verfahren passt nicht zu dieser Reihe: Es findet { $pretended } schon vor dem Beginn, als noch nichts war, und damit so viel wie die { $effect } danach.
series-figure-lines = Linie: beobachtet. Gestrichelt: wie es ohne gewesen wäre, mit 95%-Band.
series-why-said = Der Beginn ({ $start }) stammt aus diesen Worten: „{ $sentence }“
series-figure-title = { $outcome }, beobachtet und wie es ohne gewesen wäre
