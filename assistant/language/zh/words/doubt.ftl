# 答案可信到什么程度：数字后面的一行，以及不可靠时放在前面的一个词。

doubt-lead-shaky = 不太可靠：
doubt-lead-do-not-use = 请不要依据这个数字：
doubt-solid = 可信程度：高。在模拟中，这类答案有 { $holds } 包含真值。最主要的疑点：{ $signs-names }。
doubt-solid-plain = 可信程度：高。在模拟中，这类答案有 { $holds } 包含真值。
doubt-fair = 可信程度：中等。在模拟中，这类答案有 { $holds } 包含真值。最主要的疑点：{ $signs-names }。
doubt-fair-plain = 可信程度：中等。在模拟中，这类答案有 { $holds } 包含真值。
doubt-shaky = 可信程度：低。在模拟中，这类答案只有 { $holds } 包含真值。最主要的疑点：{ $signs-names }。
doubt-shaky-plain = 可信程度：低。在模拟中，这类答案只有 { $holds } 包含真值。
doubt-do-not-use = 可信程度：不可信。在模拟中，这类答案只有 { $holds } 包含真值。最主要的疑点：{ $signs-names }。
doubt-do-not-use-plain = 可信程度：不可信。在模拟中，这类答案只有 { $holds } 包含真值。

doubt-sign-adjustment = 没有随机分配
doubt-sign-nothing-held = 没有可以控制的变量
doubt-sign-natural = 它依赖一种代替实验的设计
doubt-sign-told = 描述中有对它不利的说法
doubt-sign-losses = 各组流失的人
doubt-sign-overlap = 两组几乎没有重叠
doubt-sign-stage = 工具变量很弱
doubt-sign-failed = 有一项检验没有通过
doubt-sign-failed-more = 有几项检验没有通过
doubt-sign-hinges = 结果取决于某一列是何时测量的
doubt-sign-timing = 没有说明被控制的变量是何时测量的
doubt-sign-fragile = 一个较弱的隐藏原因就可能解释它
doubt-sign-reading = 问题可能指的是别的列
doubt-sign-rows-lost = 许多行无法使用
doubt-sign-few-rows = 行数很少
doubt-sign-cells = 单元格里有奇怪的值
doubt-sign-copies = 有互相重复的行
