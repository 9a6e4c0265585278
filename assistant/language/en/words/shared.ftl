columns-counted = the { $columns-n } columns adjusted for
