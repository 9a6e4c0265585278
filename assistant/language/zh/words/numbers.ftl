number-not-available = 无法得出
number-unbounded = 没有界限
number-unlimited = 无限
number-undefined = 不是数字
number-points = { $points } 个百分点
# 他人所说，原样转述。
verbatim = { $text }
columns-counted = 所调整的 { $columns-n } 列
in-sentences = { $said }
