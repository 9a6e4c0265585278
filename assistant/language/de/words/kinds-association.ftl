association-correlation-clear =
    { $strength-sign ->
        [negative] Ja: { $first-named } und { $second-named } hängen zusammen: Wo das eine höher ist, ist das andere meist niedriger.
       *[positive] Ja: { $first-named } und { $second-named } hängen zusammen: Wo das eine höher ist, ist meist auch das andere höher.
    } Die Korrelation beträgt { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }).
association-correlation-unclear = Kein klarer Zusammenhang zwischen { $first-named } und { $second-named }: Die Korrelation beträgt { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }); das schließt ein, dass es gar keinen gibt.
association-rank = Allein nach Rängen, denen Ausreißer nichts anhaben können, beträgt sie { $rank-correlation }, aus { $rows } Zeilen.
association-difference-of-means-clear =
    { $strength-sign ->
        [negative] Ja: { $first-named } und { $second-named } hängen zusammen: Bei { $high } liegt der Mittelwert von { $second } um { $strength-size } niedriger als bei { $low }
       *[positive] Ja: { $first-named } und { $second-named } hängen zusammen: Bei { $high } liegt der Mittelwert von { $second } um { $strength-size } höher als bei { $low }
    } (95%-Intervall der Differenz: { $strength-low } bis { $strength-high }).
association-difference-of-means-unclear = Kein klarer Zusammenhang zwischen { $first-named } und { $second-named }: Die Mittelwerte von { $second } bei { $high } und bei { $low } unterscheiden sich um { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }); das schließt ein, dass es gar keinen Unterschied gibt.
association-difference-of-shares-clear =
    { $strength-sign ->
        [negative] Ja: { $first-named } und { $second-named } hängen zusammen: { $second } ist { $present } in { $share-high } der Zeilen mit { $first } = { $high } und in { $share-low } der Zeilen mit { $low },
       *[positive] Ja: { $first-named } und { $second-named } hängen zusammen: { $second } ist { $present } in { $share-high } der Zeilen mit { $first } = { $high } und in { $share-low } der Zeilen mit { $low },
    } eine Differenz von { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }).
association-difference-of-shares-unclear = Kein klarer Zusammenhang zwischen { $first-named } und { $second-named }: { $second } ist { $present } in { $share-high } der Zeilen mit { $first } = { $high } und in { $share-low } der Zeilen mit { $low }, eine Differenz von { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }); das schließt ein, dass es gar keine gibt.
association-correlation-ratio-clear = Ja: { $first-named } und { $second-named } hängen zusammen: Die Gruppen machen { $strength } der Unterschiede zwischen den Zeilen aus.
association-correlation-ratio-unclear = Kein klarer Zusammenhang zwischen { $first-named } und { $second-named }: Die Gruppen machen { $strength } der Unterschiede zwischen den Zeilen aus, nicht mehr, als der Zufall es täte.
association-cramers-v-clear = Ja: { $first-named } und { $second-named } hängen zusammen: Die Stärke des Zusammenhangs (Cramérs V, von gar keinem bis zu vollständigem) beträgt { $strength }.
association-cramers-v-unclear = Kein klarer Zusammenhang zwischen { $first-named } und { $second-named }: Cramérs V beträgt { $strength }, nicht mehr, als der Zufall ergäbe.
association-no-effect = Das besagt, dass sie zusammenhängen, nicht, dass das eine das andere ändert: Auch was auf beide wirkt, oder eine Auswahl dessen, wer in der Tabelle steht, lässt Spalten zusammenhängen.
association-ask-effect = Um zu erfahren, was eine Änderung bewirken würde, fragen Sie nach der Wirkung, zum Beispiel: Was würde mit { $second } geschehen, wenn sich { $first } änderte?
association-correlation-faint = Kein nennenswerter Zusammenhang: { $first-named } und { $second-named } hängen zusammen, aber so schwach, dass das eine fast nichts über das andere sagt. Die Korrelation beträgt { $strength } (95%-Intervall: { $strength-low } bis { $strength-high }).
association-correlation-ratio-faint = Kein nennenswerter Zusammenhang: { $first-named } und { $second-named } hängen zusammen, aber die Gruppen machen nur { $strength } der Unterschiede zwischen den Zeilen aus.
association-cramers-v-faint = Kein nennenswerter Zusammenhang: { $first-named } und { $second-named } hängen zusammen, aber schwach: Cramérs V beträgt { $strength }.
