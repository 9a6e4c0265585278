columns-counted = 所调整的 { $columns-n } 列
