sustained-clear =
    { $difference-sign ->
        [negative] 更低：如果所有人在全部 { $periods } 个时期都有 { $treatment }，而不是一个时期都没有，{ $outcome-named } 平均会低 { $difference-size }
       *[positive] 更高：如果所有人在全部 { $periods } 个时期都有 { $treatment }，而不是一个时期都没有，{ $outcome-named } 平均会高 { $difference-size }
    }（变化的 95% 区间：{ $difference-low } 到 { $difference-high }）：{ $always } 而不是 { $never }。
sustained-unclear = 没有明显差异：如果所有人在全部 { $periods } 个时期都有 { $treatment }，而不是一个时期都没有，{ $outcome-named } 平均变化 { $difference }（95% 区间：{ $difference-low } 到 { $difference-high }），其中包括毫无变化：{ $always } 对 { $never }。
sustained-disagree = 不要只依赖它：只用加权得到 { $weighted }（95% 区间：{ $weighted-low } 到 { $weighted-high }），只用预测得到 { $formula }。它们本应一致，所以其中有一个模型不对。
sustained-followers = 依据是 { $rows } 行中每个时期都有的 { $rows-always } 行和每个时期都没有的 { $rows-never } 行，以及其余各行在偏离之前所显示的情况。
sustained-pushed = 对一部分来说，之前的情况几乎决定了 { $columns }：没有与他们相似的人走另一条路，那里的答案只是模型的推测。
sustained-later = { $covariates } 是在各时期之间测量的：之前的处理可能改变了它，它又可能决定之后的处理。所以每个时期都只在该时期的过去相同的条件下比较。
sustained-beginning = 从一开始保持不变的有：{ $covariates }。
sustained-nothing-held = 除之前的处理外没有保持任何列不变：没有别的列可能同时影响两者。
sustained-beside = 另外两种方法与此一致：只用加权得到 { $weighted }（95% 区间：{ $weighted-low } 到 { $weighted-high }；最大权重 { $largest }），只用预测得到 { $formula }。
sustained-single = 一次把所有列都保持不变的单个回归得到 { $single }；它在这里是错的，因为它去掉了处理通过它所改变的东西起的作用。
sustained-caveat = 最需注意的一点：在每个时期，凡是决定了处理又影响 { $outcome } 的，都必须在表里。没有记录的原因会从一个时期带到下一个时期。
sustained-caveat-order = 我把带有某一时期编号的列当作在该时期处理之前就已知道；如果是之后测量的，请在说明中写明，因为答案会改变。
sustained-caveat-timing = 没有说明 { $columns } 在第一个时期之前就有。
sustained-left-out = 没有使用（在最后一次处理之后才有）：{ $columns }。
sustained-change = 什么会改变答案：继续或停止的原因中缺少的那些，以及更多始终坚持或始终没有的行。
sustained-no-periods = 您问的是持续多个时期的处理，而我没有找到重复出现的处理列：每个时期一列，或者每个单位每个时期一行。
sustained-help-periods = 每个时期一列处理的是/否列，名称中带有编号，或者每个单位每个时期一行并有这两列；以及每个时期之前所知道的情况
sustained-other-regime = 您问的是始终或从不之外的做法，例如中途停止或开始。我只能比较每个时期都处理和一个时期都不处理。
sustained-help-regime = 可以问：如果所有人在每个时期都有，而不是一个时期都没有，会怎样
sustained-one-period = { $treatment-named } 只有一个时期，所以没有持续可以比较。
sustained-not-binary = 我比较始终和从不，而 { $treatment-named } 并非在每个时期都是是/否列。
sustained-too-few-rows = { $rows } 行太少，无法追踪多个时期的处理。
sustained-few-always = 只有 { $rows } 行在全部 { $periods } 个时期都有处理，而需要 { $needed } 行：那样会怎样，无法从这张表得知。
sustained-few-never = 只有 { $rows } 行在 { $periods } 个时期都没有处理，而需要 { $needed } 行：那样会怎样，无法从这张表得知。
sustained-no-positivity = 在全部 { $periods } 个时期都坚持一种做法的人与其余的人相差太大，只相当于 { $rows } 行：无法由此得知所有人会怎样。
sustained-figure-alt = 始终与从不之差：三种方法，以及单个回归。
sustained-figure-title = 每个时期都有，而不是都没有
sustained-figure-both = 两者结合（答案）
sustained-figure-weighted = 只用加权
sustained-figure-formula = 只用预测
sustained-figure-single = 单个回归（处理会改变之后决定它的东西时是错的）
sustained-uncounted = 只计入 { $treatment } 的 { $periods } 个时期：{ $outcome } 带有下一时期的编号，所以可能在那次处理之前就已测量。如果它是在该时期结束时测量的，请在说明中写明。
sustained-which-outcome = 您问的是持续的 { $treatment }，而没有说它改变的是什么。是哪一列？
sustained-choice = 如果所有人一直都有{ $treatment }，而不是从不，{ $outcome }会怎样？
