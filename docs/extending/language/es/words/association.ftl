# The words of each message id, with the slots of `assistant/language/en/words/` and of the kinds' own words.
# An excerpt: what one answer needs. What has no words here is said in English.
association-correlation-clear =
    { $strength-sign ->
        [negative] Sí: { $first-named } y { $second-named } van juntos: donde uno es más alto, el otro suele ser más bajo.
       *[positive] Sí: { $first-named } y { $second-named } van juntos: donde uno es más alto, el otro suele serlo también.
    } Su correlación es { $strength } (intervalo del 95%: de { $strength-low } a { $strength-high }).
association-rank = Solo por rangos, que no se dejan llevar por valores extremos, es { $rank-correlation }, con { $rows } filas.
association-no-effect = Esto dice que están relacionados, no que uno cambie al otro: también van juntas dos columnas cuando algo influye en ambas.
association-ask-effect = Para saber qué haría un cambio, pregunta por el efecto: ¿qué pasaría con { $second } si cambiara { $first }?
kind-association = si dos columnas van juntas, sin hablar de causas
