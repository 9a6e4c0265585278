survival-event-level = „{ $label }“
survival-event-column = zum Ende in { $column-named }
survival-level = { $level }
survival-time-clear =
    { $time-sign ->
        [negative] Kürzer: Mit { $treatment-named } bei { $high } dauert es { $time-size } weniger bis { $event } als bei { $low }
       *[positive] Länger: Mit { $treatment-named } bei { $high } dauert es { $time-size } mehr bis { $event } als bei { $low }
    } (95%-Intervall des Unterschieds: { $time-low } bis { $time-high }), im Mittel { $time-high-arm } statt { $time-low-arm }, gezählt über die ersten { $horizon }.
survival-time-unclear = Kein klarer Unterschied: Bis { $event } dauert es im Mittel { $time-high-arm } mit { $treatment-named } bei { $high } und { $time-low-arm } bei { $low }, gezählt über die ersten { $horizon }; der Unterschied ist { $time } (95%-Intervall: { $time-low } bis { $time-high }), was auch gar keinen einschließt.
survival-time-any-clear =
    { $time-sign ->
        [negative] Kürzer: Mit { $treatment-named } bei { $high } dauert es { $time-size } weniger bis zum ersten von { $any-names } als bei { $low }
       *[positive] Länger: Mit { $treatment-named } bei { $high } dauert es { $time-size } mehr bis zum ersten von { $any-names } als bei { $low }
    } (95%-Intervall des Unterschieds: { $time-low } bis { $time-high }), im Mittel { $time-high-arm } statt { $time-low-arm }, gezählt über die ersten { $horizon }.
survival-time-any-unclear = Kein klarer Unterschied: Bis zum ersten von { $any-names } dauert es im Mittel { $time-high-arm } mit { $treatment-named } bei { $high } und { $time-low-arm } bei { $low }, gezählt über die ersten { $horizon }; der Unterschied ist { $time } (95%-Intervall: { $time-low } bis { $time-high }), was auch gar keinen einschließt.
survival-share-clear =
    { $share-sign ->
        [negative] Weniger: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } noch nicht eingetreten
       *[positive] Mehr: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } noch nicht eingetreten
    }, ein Unterschied von { $share } (95%-Intervall: { $share-low } bis { $share-high }).
survival-share-unclear = Kein klarer Unterschied: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } noch nicht eingetreten, ein Unterschied von { $share } (95%-Intervall: { $share-low } bis { $share-high }), was auch gar keinen einschließt.
survival-incidence-clear =
    { $share-sign ->
        [negative] Seltener: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } zuerst eingetreten
       *[positive] Häufiger: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } zuerst eingetreten
    }, ein Unterschied von { $share } (95%-Intervall: { $share-low } bis { $share-high }).
survival-incidence-unclear = Kein klarer Unterschied: Bis { $horizon } ist { $event } bei { $share-high-arm } mit { $treatment-named } = { $high } und bei { $share-low-arm } mit { $low } zuerst eingetreten, ein Unterschied von { $share } (95%-Intervall: { $share-low } bis { $share-high }), was auch gar keinen einschließt.
survival-beside-incidence = Bis { $horizon } ist { $event } bei { $share-high-arm } ({ $high }) und bei { $share-low-arm } ({ $low }) zuerst eingetreten: { $share } (95%-Intervall: { $share-low } bis { $share-high }).
survival-beside-time-any = Bis zu irgendeinem Ende ({ $any-names }) sind das im Mittel { $time } über die ersten { $horizon } (95%-Intervall: { $time-low } bis { $time-high }).
survival-beside-share = Bis { $horizon } ist es bei { $share-high-arm } ({ $high }) und bei { $share-low-arm } ({ $low }) noch nicht eingetreten: { $share } (95%-Intervall: { $share-low } bis { $share-high }).
survival-beside-time = Über die ersten { $horizon } sind das im Mittel { $time } bis dahin (95%-Intervall: { $time-low } bis { $time-high }).
survival-horizon-chosen = Sie nennen keine Zeit; ich vergleiche bis { $horizon }, so lange wurden in beiden Gruppen genug Zeilen beobachtet. Über später ist nichts gesagt.
survival-late-start = Vorsicht: { $early } derer mit { $low } waren vor { $earliest } am Ende, und mit { $high } niemand. Wenn { $treatment } nur bekommen kann, wer so lange durchhält, schenkt der Vergleich diese Zeit (unsterbliche Zeit).
survival-hinges = Das hängt an { $columns }, hier festgehalten, obwohl nichts sagt, dass es vor { $treatment } da war: Ohne ist der Unterschied { $without } (95%-Intervall: { $without-low } bis { $without-high }).
survival-counted = Von { $rows-high } Zeilen mit { $high } wurde bei { $events-high } dieses Ende beobachtet, von { $rows-low } mit { $low } bei { $events-low }; jede andere zählt so lange, wie sie beobachtet wurde, und gilt nicht als beendet.
survival-held = { $covariates } { $covariates-n ->
        [one] wird
       *[other] werden
    } festgehalten: für die Behandlung, für das Ende und dafür, wer aus dem Blick geriet.
survival-held-chance = Über { $treatment } hat der Zufall entschieden, also muss nichts festgehalten werden.
survival-held-nothing = Nichts wird festgehalten: Keine Spalte war vorher da, die auf beides wirken könnte.
survival-ratio = Das Hazard-Verhältnis ist { $ratio } (95%-Intervall: { $ratio-low } bis { $ratio-high }): In jedem Moment haben die noch Übrigen mit { $high } so viel Mal die Rate derer mit { $low }. Es vergleicht, wer jeweils noch übrig ist, und ist daher kein Unterschied der Zeiten oder Anteile.
survival-ratio-changing = Das Hazard-Verhältnis ist { $ratio } (95%-Intervall: { $ratio-low } bis { $ratio-high }), doch es ändert sich hier mit der Zeit, so dass eine Zahl für alle Momente wenig sagt; halten Sie sich an Zeiten und Anteile.
survival-by-custom = Nichts sagt, was die Werte von { $column } bedeuten; ich habe { $level } als das Ende genommen und den anderen als noch laufend. Ist es umgekehrt, so ist es auch die Antwort.
survival-caveat-competing = { $competing } Zeilen hatten zuerst ein anderes Ende ({ $others-names }), nach dem dieses nicht mehr kommen kann; gesagt ist also, wie oft es zuerst kommt, und eine Behandlung, die das andere Ende beschleunigt, lässt es seltener aussehen.
survival-caveat-lost = Der stärkste Vorbehalt: Wer aus dem Blick geriet, muss den noch Beobachteten gleichen, die im Festgehaltenen gleich sind, und nichts Ungemessenes darf { $treatment } und das Ende zugleich treiben. Wer ausscheidet, weil das Ende naht, verfälscht die Antwort.
survival-caveat-lost-randomised = Der stärkste Vorbehalt: Wer aus dem Blick geriet, muss den noch Beobachteten gleichen, die im Festgehaltenen gleich sind. Der Zufall entschied über { $treatment }, nicht darüber, wer ausscheidet; wer ausscheidet, weil das Ende naht, verfälscht die Antwort.
survival-change = Was die Antwort ändern würde: warum Zeilen aus dem Blick gerieten, wo das mit dem Ende zu tun hat; und beide Gruppen länger zu beobachten.
survival-until = Wo { $end } leer ist, nehme ich an, dass es am { $date }, dem letzten Datum der Tabelle, noch lief.
survival-negative = { $rows } Zeilen haben in { $time } eine negative Zeit und werden nicht benutzt.
survival-no-column = Sie fragen, wie lange es dauert, bis etwas geschieht, und keine Spalte enthält eine Zeit bis zu einem Ereignis.
survival-help-columns = Eine Spalte mit der Zeit bis zum Ereignis oder zum letzten Blick und eine, die sagt, ob es bis dahin geschehen war (oder das Datum von Beginn und Ende)
survival-all-ended = Sie fragen nach { $outcome-named }, und keine Spalte sagt, ob es zu Ende war oder noch lief, als die Daten erhoben wurden. Sind alle zu Ende? Wenn nicht, sind ihre Zeiten zu kurz, und ich brauche eine Spalte, die es sagt.
survival-choice-all-ended = Wie wirkt { $treatment } auf den Durchschnitt von { $outcome }? Alle sind zu Ende
survival-which-event = { $event-named } kennt mehrere Enden. Welches meinen Sie?
survival-choice-event = { $question } ({ $level })
survival-too-few-rows = Nur { $rows } Zeilen einer Gruppe haben eine Zeit; nötig sind { $needed }, um Zeiten bis zu einem Ereignis zu vergleichen.
survival-too-few-events = Nur bei { $rows } Zeilen einer Gruppe wurde das Ende beobachtet; nötig sind { $needed }. Längere Beobachtung würde helfen.
survival-beyond = Nur { $rows } Zeilen einer Gruppe wurden bis { $named } beobachtet, also lässt sich über diese Zeit nichts sagen. Bis { $longest } sind es genug; fragen Sie danach.
survival-no-time = Keine Gruppe wurde überhaupt eine Zeit lang beobachtet.
survival-two-levels = Ich vergleiche Zeiten bis zu einem Ereignis zwischen zwei Gruppen, und { $treatment-named } hat mehr Stufen. Nennen Sie zwei davon, oder teilen Sie sie an einem Wert.
survival-immortal = { $wait-named } sagt, wann { $treatment-named } begann, bis zu { $longest } nach dem Beginn. Wer behandelt wurde, musste bis dahin durchhalten; diese Zeit spricht für die Behandlung, auch wenn sie nichts bewirkt (unsterbliche Zeit), und ich nenne keine Zahl. Zählen Sie alle ab einem festen Tag, mit { $treatment } wie an diesem Tag, oder geben Sie je eine Zeile für jeden Abschnitt mit und ohne.
survival-figure-alt = Der Anteil, bei dem es noch nicht eingetreten ist, nach Zeit und Gruppe, und wie viele Zeilen noch beobachtet werden.
survival-figure-title = Bei wem es noch nicht eingetreten ist
survival-figure-subtitle = Adjustiert; Bänder: 95%-Intervall zu jeder Zeit; darunter: noch beobachtete Zeilen
survival-figure-axis = Prozent
survival-which-column = Mehrere Spalten könnten sagen, ob es zu Ende war: { $columns }. Welche meinen Sie?
survival-choice-column = { $question } ({ $column })
