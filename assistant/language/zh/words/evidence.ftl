# 用户的图中要求调整、但回归无法调整的列（assistant/graphs/arrows.py）。

evidence-not-held-identifier = 您的图把 { $column } 画作原因，但没有调整它：它只是编号，不含数量。
evidence-not-held-constant = 您的图把 { $column } 画作原因，但没有调整它：它只有一个取值。
evidence-not-held-dates = 您的图把 { $column } 画作原因，但没有调整它：日期要先变成数字或少数几组。
evidence-not-held-text = 您的图把 { $column } 画作原因，但没有调整它：它是自由文本，而且没有资料说明它写于处理之前。
evidence-not-held-levels = 您的图把 { $column } 画作原因，但没有调整它：对这些数据来说取值太多，请先合并成少数几类。
