# 用户的图中要求调整、但回归无法调整的列（assistant/graphs/arrows.py）。

evidence-not-held-identifier = 您的图把 { $column } 画作原因，但没有调整它：它只是编号，不含数量。
evidence-not-held-constant = 您的图把 { $column } 画作原因，但没有调整它：它只有一个取值。
evidence-not-held-text = 您的图把 { $column } 画作原因，但没有调整它：它是自由文本，而且没有资料说明它写于处理之前。
