columns-counted = { $columns-n } Kontrollspalten
