number-not-available = 无法得出
number-unbounded = 没有界限
number-unlimited = 无限
number-undefined = 不是数字
number-points = { $points } 个百分点
