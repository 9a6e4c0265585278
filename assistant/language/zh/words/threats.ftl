# 说明文字中不利于这个数字的话（assistant/designs/threats），以及表中看得出的流失。

threat-selection-reason = 但说明中讲到为什么有些人得到它：“{ $quotation }”。已固定的列都不知是否记录了这个原因，所以 { $outcome } 的差别可能有一部分来自这个原因，而不是 { $treatment } 的效应。
threat-hidden-cause = 但说明中提到没有任何一列记录的因素：“{ $quotation }”。它无法固定，所以它对 { $outcome } 的作用混进了 { $treatment } 的效应。
threat-selected-rows = 但这些行是按后来的结果挑选的：“{ $quotation }”。只在这些行中比较，得到的不是 { $treatment } 对所有人的效应。
threat-case-control = 但这些行是按结果抽取的：“{ $quotation }”。{ $outcome } 在这里有多常见由抽样决定，所以差值不是表外的风险差；可以比较的是优势比。
threat-outcome-first = 但 { $outcome } 似乎是在 { $treatment } 之前测量的：“{ $quotation }”。先发生的不可能是后发生的结果。
threat-derived-treatment = 但 { $treatment } 似乎是由 { $outcome } 得出的：“{ $quotation }”。那么差别是人为造成的，不是效应。
threat-immortal-time = 但受处理者必须撑到能够接受处理：“{ $quotation }”。即使 { $treatment } 毫无作用，这段时间也算在它头上（不死时间）：真实效应很可能更小。
threat-same-time-change = 但同一处还有别的变化：“{ $quotation }”。这个数字是两者合起来的效应，数据说不出其中多少来自 { $treatment }。
threat-prior-trends = 但此前趋势就不同：“{ $quotation }”。本来就会继续的变化被算作 { $treatment } 的效应。
threat-anticipation = 但开始之前就有了反应：“{ $quotation }”。{ $treatment } 的部分效应发生在开始之前而没有计入，或者之前的时期不是公平的比较。
threat-instrument-direct = 但推动 { $treatment } 的因素还以别的方式起作用：“{ $quotation }”。那一部分被算作 { $treatment } 对 { $outcome } 的效应。
threat-interference = 但一行的处理也影响到别的行：“{ $quotation }”。未受处理者并不能显示没有人有 { $treatment } 时 { $outcome } 会怎样（溢出）。
threat-measurement-error = 但有一列测量有误差：“{ $quotation }”。固定它只能去掉它所代表的一部分。
threat-attrition = 但最后缺了一些人：“{ $quotation }”。如果谁缺失取决于 { $treatment } 和 { $outcome }，留下的人就不可比（流失）。
threat-reverse-causation = 但说明中讲到方向也可能相反：“{ $quotation }”。那么这个数字有一部分是 { $outcome } 对 { $treatment } 的作用（反向因果）。
threat-m-bias = { $column } 不固定：“{ $quotation }”。固定两个隐藏原因的共同结果，会通过它们把 { $treatment } 和 { $outcome } 连起来（M 偏倚）。
threat-collider = { $column } 不固定：“{ $quotation }”。固定 { $treatment } 和 { $outcome } 的共同结果会造成并非效应的关联（对撞变量）。
threat-consequence-of-outcome = { $column } 不固定：“{ $quotation }”。固定 { $outcome } 的结果会去掉一部分效应。

threat-treated-worse = 得到它的人本来状况就较差，所以 { $treatment } 在这里很可能显得比实际更差。
threat-treated-better = 得到它的人本来状况就较好，所以 { $treatment } 在这里很可能显得比实际更好。
threat-probably-larger = 真实效应很可能比这个数字更大（离零更远）。
threat-probably-smaller = 真实效应很可能比这个数字更小（离零更近）。
threat-beyond-up = 真实效应很可能高于这个数字：调整使直接比较的结果上升，但还没有到位。
threat-beyond-down = 真实效应很可能低于这个数字：调整使直接比较的结果下降，但还没有到位。

## 完全没有数字

threat-stops-outcome-first = { $outcome } 是在 { $treatment } 之前测量的：“{ $quotation }”。先发生的不可能是后发生的结果。
threat-stops-derived-treatment = { $treatment } 是由 { $outcome } 得出的：“{ $quotation }”，而且在表中 { $outcome } 的一个值就把两组分开。差别是人为造成的，不是效应。
threat-stops-immortal-time = 受处理者必须撑到能够接受处理：“{ $quotation }”。比较把这段时间白白算给 { $treatment }（不死时间），即使它毫无作用也会显得更好。
threat-stops-reverse-causation = { $outcome } 也会推动 { $treatment }：“{ $quotation }”（反向因果）。单凭比较说不出关联有多少朝哪个方向。
threat-help-outcome-first = 在 { $treatment } 之后测量的 { $outcome } 一列。
threat-help-derived-treatment = 不用 { $outcome } 得出的 { $treatment } 记录。
threat-help-immortal-time = 每一行开始有 { $treatment } 的日期，使之前的时间算作未受处理。
threat-help-reverse-causation = 早于 { $outcome } 的 { $treatment }，或者出于与 { $outcome } 无关的原因推动 { $treatment } 的因素。

## 表中看得出的流失

prose-checks-passed-told = 能做的 { $total } 项检查通过了 { $passed } 项，但没有一项能看出上面所说的问题。

check-arm-sizes-name = 各组大小
check-arm-sizes-asks = 实验各组的大小是否与抽取相符？
check-arm-sizes-blind = 两组相同的流失。
check-arm-sizes-found = { $share } 的行 { $treatment } = { $high }，应为 { $expected }（p { $p-p }，样本比例失衡）。抽取之后有行丢失或变动，所以两组不一定还相似。
check-arm-sizes-fine = { $share } 的行 { $treatment } = { $high }，与 { $expected } 的抽取相符（p { $p-p }）。
check-missing-outcomes-name = 结果缺失
check-missing-outcomes-asks = 结果是否在一组比另一组更常缺失？
check-missing-outcomes-blind = 同样频繁而原因不同的流失。
check-missing-outcomes-found = { $treatment } = { $high } 的行中 { $treated } 缺少 { $outcome }，其他行中为 { $untreated }（p { $p-p }），所以留下的人可能不可比。
check-missing-outcomes-bounds = 无论缺的是谁，对在两组中都会留下的人的效应在 { $bounds-low } 与 { $bounds-high } 之间（Lee 界及其 95% 区间）。
check-missing-outcomes-fine = { $treatment } = { $high } 的行中 { $treated } 缺少 { $outcome }，其他行中为 { $untreated }（p { $p-p }）。
threat-unseen-share = { $share } 的行缺失 { $outcome }，已被去掉：答案只关于其余的行；只有当缺失的行与取值相同的已知行相似时，才对所有行成立。
threat-unseen-reason = 仅凭这些数据无法确定 { $treatment } 对所有人的 { $outcome } 的效应：{ $share } 的行缺失 { $outcome }，而且缺失的原因取决于 { $outcome } 本身：“{ $quotation }”。
threat-unseen-range-higher = 如果缺失的值比同类已知的行高出零到一个标准差（{ $delta }），效应在 { $bounds-low } 与 { $bounds-high } 之间，区间已包含这一点。
threat-unseen-range-lower = 如果缺失的值比同类已知的行低零到一个标准差（{ $delta }），效应在 { $bounds-low } 与 { $bounds-high } 之间，区间已包含这一点。
threat-unseen-range-either = 如果缺失的值比同类已知的行最多高或低一个标准差（{ $delta }），效应在 { $bounds-low } 与 { $bounds-high } 之间，区间已包含这一点。
threat-unseen-tip = 如果其中一组缺失的值与同类已知的行相差 { $tip }（{ $ratio } 个标准差），就不再有效应。
threat-unseen-tip-all = 如果缺失的值与同类已知的行相差 { $tip }（{ $ratio } 个标准差），就不再有效应。
threat-unseen-yes = 是的，缺失的 { $outcome } 可能改变答案。
threat-unseen-no = 不太可能：缺失的 { $outcome } 要相差超过一个标准差才会改变答案。
threat-unseen-weighted = 加权使已知的行代表缺失的行后，回归的结果是 { $weighted }，而不是 { $plain }。
threat-unclear = 但说明中有一句话表明这些组不宜直接比较：“{ $quotation }”。{ $outcome } 的部分差异可能来自于此，而不是来自 { $treatment }。
