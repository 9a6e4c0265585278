number-not-available = 无法得出
number-unbounded = 没有界限
number-points = { $points } 个百分点
# 他人所说，原样转述。
verbatim = { $text }
