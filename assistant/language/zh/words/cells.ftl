# 单元格是怎样读取的、其中有什么可疑之处：数据账目。

cells-cell = “{ $cell }”
cells-code = { $code }
cells-one = 1
cells-totals = 表的最后一行（“{ $line }”）是其他各行的汇总，不予采用。
cells-numbers = { $column } 写成“{ $example }”这样的文字，按数字读取（{ $rows } 个单元格）。
cells-thousands-unsure = { $column } 中没有什么能说明“{ $example }”里的符号是千位分隔符还是小数点。如果读错了，结果就是错的：请写成不带该符号的数字。
cells-bounds = { $column } 有 { $rows } 个单元格是“{ $example }”这样的界限，按界限本身读取：真实的值在界限之外。
cells-no-numbers = { $column } 有 { $rows } 个单元格不是数字（{ $examples-names }），按缺失处理。
cells-mostly-numbers = { $column } 的单元格大多是数字，但有许多不是（{ $examples-names }），因此保留为文字，无法作为数量加以固定：如果它重要，请先清理。
cells-dates = { $column } 按日期读取，写法有 { $styles } 种。
cells-no-dates = { $column } 有 { $rows } 个单元格不是日期（{ $examples-names }），按缺失处理。
cells-dates-unsure = { $column } 中没有什么能说明其中的日期是日在前还是月在前。
cells-mark = { $column } 只有“{ $mark }”或为空：按是与否读取，{ $rows } 个空单元格算作否。
cells-yes-no = { $column } 的回答有多种写法：{ $rows } 个单元格（{ $written-names }）按{ $levels-names }读取。
cells-spellings = { $column } 的某些取值有多种写法：{ $rows } 个单元格（{ $written-names }）只在大小写或空格上不同，按常用写法读取。
cells-missing-words = { $column } 有 { $rows } 个单元格写明没有值（{ $examples-names }），按缺失处理。
cells-code-told = { $column } 有 { $rows } 个单元格是 { $codes-names }，说明文字称其表示没有值：按缺失处理。
cells-code-seen = { $column } 有 { $rows } 个单元格恰好是 { $codes-names }，远离其他所有的值（{ $least } 到 { $most }）：读作缺失代码。
cells-code-suspected = { $column } 有 { $rows } 个单元格恰好是 { $codes-names }，与其他的值（{ $least } 到 { $most }）相隔。如果这是缺失代码，结果就是错的：请在说明中写明，例如“{ $column }：{ $codes-names } = 缺失”。
cells-unit-up = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）比其他的值（{ $least } 到 { $most }）小 { $factor } 倍，像是用了另一种单位：已乘以 { $factor }。
cells-unit-down = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）比其他的值（{ $least } 到 { $most }）大 { $factor } 倍，像是用了另一种单位：已除以 { $factor }。
cells-unit-suspected = { $column } 看起来一列里混有两种单位：{ $rows } 个值在 { $odd-least } 到 { $odd-most } 之间，其他的在 { $least } 到 { $most } 之间。如果单位混用，结果就是错的。
cells-thousands-up = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）丢了千位：千位之间的符号被读成了小数点，而旁边是整数（{ $least } 到 { $most }）。已乘以 { $factor }。
cells-typing-up = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）比其他的值（{ $least } 到 { $most }）小 { $factor } 倍，像是录入错误：已乘以 { $factor }。
cells-typing-down = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）比其他的值（{ $least } 到 { $most }）大 { $factor } 倍，像是录入错误：已除以 { $factor }。
cells-typing-suspected = { $column } 有 { $rows } 个值（{ $odd-least } 到 { $odd-most }）是极端值：其他的都在 { $least } 到 { $most } 之间。如果是录入错误或另一种单位，结果就是错的。
cells-date-treatment = { $column } 是日期，在 { $rows } 行中为空：比较的是有日期与没有日期，空白读作从未。
cells-filled-mean = { $column } 的 { $rows } 处缺失以其均值填补。
cells-filled-level = { $column } 的 { $rows } 处缺失以其最常见的取值填补。
cells-filled-draws = { $column } 的 { $rows } 处缺失由其他各列的模型填补多次。
