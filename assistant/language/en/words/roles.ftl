# Words that other messages are made of.
as-given = { $text }
role-word = { $role ->
    [treatment] treatment
    [outcome] outcome
    [covariate] covariate
    [instrument] instrument
    [assignment] assignment
    [mediator] mediator
    [running_variable] running variable
    [time] period column
    [unit] unit column
    [cluster] cluster column
   *[column] column
}
