unit-number-higher = { $who }：如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 大约会是 { $would }（95% 区间：{ $would-low } 到 { $would-high }）。实际是 { $fact }，也就是会高出 { $change }。
unit-number-lower = { $who }：如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 大约会是 { $would }（95% 区间：{ $would-low } 到 { $would-high }）。实际是 { $fact }，也就是会低 { $change-size }。
unit-number-same = { $who }：如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 大约会是 { $would }（95% 区间：{ $would-low } 到 { $would-high }）。实际是 { $fact }，在该区间之内：没有明确的变化。
unit-already = { $who } 的 { $treatment } 本来就是 { $own }，所以您问的就是实际发生的；这里给出相反的情形。
unit-carried = 保留下来的是它自己的部分：在 { $treatment } = { $own } 时，它比同类各行的平均{ $above-sign ->
        [negative] 低
       *[positive] 高
    } { $above-size }，这一点保持不变。对所有人，同样的变化平均使 { $outcome } 改变 { $average }（95% 区间：{ $average-low } 到 { $average-high }）。
unit-likes = 与它同类而 { $treatment } = { $to } 的各行平均为 { $likes }，其中 95% 在 { $likes-low } 到 { $likes-high } 之间：如果不保留它自己的部分，所知道的只有这个范围。
unit-spread = { $treatment } = { $to } 的各行的离散程度是其余各行的 { $times } 倍，因此它自己的部分可能随之变大或变小；区间包含了这两种情形。
unit-chance-yes = { $who }：很可能会，如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 会是 { $event }。对单独一行没有十足的把握：概率在 { $lowest } 到 { $highest } 之间（计入两端的不确定性，95%：{ $between-low } 到 { $between-high }）。实际是 { $was }。
unit-chance-no = { $who }：很可能不会，如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 大概不会是 { $event }。对单独一行没有十足的把握：概率在 { $lowest } 到 { $highest } 之间（计入两端的不确定性，95%：{ $between-low } 到 { $between-high }）。实际是 { $was }。
unit-chance-open = { $who }：无法判断如果 { $treatment } 是 { $to } 而不是 { $own }，{ $outcome-named } 会不会是 { $event }。概率可能在 { $lowest } 到 { $highest } 之间的任何位置（计入两端的不确定性，95%：{ $between-low } 到 { $between-high }）。实际是 { $was }。
unit-point = 如果 { $treatment } 对这类行从不起与平均相反的作用，概率为 { $point }（95% 区间：{ $point-low } 到 { $point-high }）；单独一行的数据无法证明这一点。
unit-bounds = 与它同类的行中，{ $treatment } = { $own } 时有 { $kept } 是 { $event }（95% 区间：{ $kept-low } 到 { $kept-high }），{ $to } 时有 { $otherwise }（95% 区间：{ $otherwise-low } 到 { $otherwise-high }）。它在一种情形下的结果只能部分说明它在另一种情形下会怎样。
unit-hinges = 这取决于 { $columns }：这里固定了它，但没有资料说明它在 { $treatment } 之前就已存在；不固定它，答案是 { $without }（95% 区间：{ $without-low } 到 { $without-high }）。
unit-held = 这里“同类”是指：{ $covariates } 相同。{ $treatment } 在途中改变的东西随之变化。
unit-held-nothing = 没有固定任何列：没有事先存在、能说明各行是否同类的列。{ $treatment } 在途中改变的东西随之变化。
unit-assumes = 这里假定该行未被解释的部分保持不变，并且效果只因上述各列而不同。某一行可能恰好反应不同，而它自己的数据无法显示这一点。
unit-assumes-chance = 无论处理对谁起什么作用，这些界限都成立；它们依据的是同类各行的概率，来自一个逻辑回归模型，其中{ $covariates-n ->
        [0] 没有其他列
       *[other] 有 { $covariates }
    }。
unit-unlike = 几乎没有同类的行在 { $treatment } 的两种水平上都出现过，因此答案更多取决于模型的形状而不是数据。
unit-caveat-backdoor = 最需要保留之处：数据中没有的、同时影响 { $treatment } 与 { $outcome } 的原因会使答案偏移。
unit-caveat-randomised = { $treatment } 由随机决定，平均而言没有未测量的偏差；该行与平均的差别依据上述各列。
unit-change = 什么会改变答案：另一行、另一水平，或一个使效果不同而这里没有的列。
unit-which-row = 您问的是某一行，但我不知道是哪一行。{ $help }。
unit-several-rows = “{ $said }”对应表中的 { $rows } 行。您指的是哪一行？{ $help }。
unit-several-like = 有 { $rows } 行符合您的说法。您指的是哪一行？{ $help }。
unit-none-like = 表中没有一行符合您的说法。{ $help }。
unit-no-row = 按 { $key }，表中没有“{ $said }”这一行。
unit-no-number = 没有“{ $said }”：该表有 { $rows } 行。
unit-no-cell = “{ $said }”没有 { $column-named } 的值，而会怎样是从实际怎样推算的。
unit-row-dropped = “{ $said }”缺少所需的值，因此不在所用的行之中。
unit-same-level = “{ $said }”的 { $treatment } 本来就是 { $own }：您问的就是实际发生的。
unit-which-level = 要把它的 { $treatment-named } 设为什么水平？
unit-one-at-a-time = 您一次问了几行。我一次只回答一行。
unit-help-one = 请问其中一行，例如 { $row }
unit-help-key = 请用 { $key-named } 指明
unit-help-number = 请用从 1 起的行号指明：“第 1 行”
unit-row-number = 第 { $n } 行
unit-who-key = { $key } { $said }
unit-who-number = 第 { $said } 行
unit-too-few-events = 只有 { $rows } 行是较少见的结果，太少，无法说明这样的一行有多大可能。
unit-figure-fact = 实际
unit-figure-would = 本来会是
unit-figure-likes = 同类各行（其中 95%）
unit-figure-kept = 同类各行，处理与它相同
unit-figure-otherwise = 同类各行，处理不同
unit-figure-between = 该行：概率在此范围内
