# Wörter, aus denen andere Meldungen bestehen. Alle Rollen sind weiblich: „die { role-word }“ passt immer.
as-given = { $text }
role-word = { $role ->
    [treatment] Behandlung
    [outcome] Zielgröße
    [covariate] Kovariate
    [instrument] Instrumentvariable
    [assignment] Zuteilung
    [mediator] Mediatorvariable
    [running_variable] Laufvariable
    [time] Periodenspalte
    [unit] Einheitenspalte
    [cluster] Clusterspalte
   *[column] Spalte
}
