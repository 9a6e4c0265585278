attribution-because-period = 因为{ $said }{ $cause-moved ->
        [mix] { $cause-named }的构成发生了变化
        [up] { $cause-named }从 { $cause-before } 升到 { $cause-after }
       *[down] { $cause-named }从 { $cause-before } 降到 { $cause-after }
    }：{ $outcome-named }{ $moved-sign ->
        [negative] 下降
       *[other] 上升
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-because-groups = 因为 { $group } 的{ $cause-moved ->
        [mix] { $cause-named }构成不同
        [up] { $cause-named }更高
       *[down] { $cause-named }更低
    }（{ $cause-after }，{ $others } 为 { $cause-before }）：那里{ $outcome-named }{ $moved-sign ->
        [negative] 低出
       *[other] 高出
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-because-row = 因为{ $cause-moved ->
        [mix] { $cause-named }不同寻常
       *[other] { $cause-named }为 { $cause-after }，而通常是 { $cause-before }
    }（{ $said }）：{ $outcome-named }比通常{ $moved-sign ->
        [negative] 低
       *[other] 高
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-because-partly-period = 只有一部分是因为{ $said }{ $cause-moved ->
        [mix] { $cause-named }的构成发生了变化
        [up] { $cause-named }从 { $cause-before } 升到 { $cause-after }
       *[down] { $cause-named }从 { $cause-before } 降到 { $cause-after }
    }：{ $outcome-named }{ $moved-sign ->
        [negative] 下降
       *[other] 上升
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }），另有 { $unexplained } 是这里测量的任何东西都解释不了的。
attribution-because-partly-groups = 只有一部分是因为 { $group } 的{ $cause-moved ->
        [mix] { $cause-named }构成不同
        [up] { $cause-named }更高
       *[down] { $cause-named }更低
    }（{ $cause-after }，{ $others } 为 { $cause-before }）：那里{ $outcome-named }{ $moved-sign ->
        [negative] 低出
       *[other] 高出
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }），另有 { $unexplained } 是这里测量的任何东西都解释不了的。
attribution-because-partly-row = 只有一部分是因为{ $cause-moved ->
        [mix] { $cause-named }不同寻常
       *[other] { $cause-named }为 { $cause-after }，而通常是 { $cause-before }
    }（{ $said }）：{ $outcome-named }比通常{ $moved-sign ->
        [negative] 低
       *[other] 高
    }的 { $change } 中，它解释了 { $part }（合理范围：{ $part-low } 到 { $part-high }），另有 { $unexplained } 是这里测量的任何东西都解释不了的。
attribution-unexplained = 测量到的原因都解释不了：{ $outcome-named }{ $comparison ->
        [period] { $said }{ $moved-sign ->
            [negative] 下降
           *[other] 上升
        }
       *[other] 在那里比通常{ $moved-sign ->
            [negative] 低
           *[other] 高
        }
    }的 { $change } 中，{ $unexplained } 产生于 { $outcome } 自身，或产生于没有测量的东西（合理范围：{ $unexplained-low } 到 { $unexplained-high }）。
attribution-no-change = 没有明显的变化需要解释：{ $outcome-named }在所问的行（{ $asked }）中是 { $after }，在与之比较的行中是 { $before }，相差 { $moved }（95% 区间：{ $moved-low } 到 { $moved-high }），属于通常的范围。
attribution-no-graph = 没有任何说明指出这些列中哪一列影响{ $outcome-named }，所以我不指名原因：它在所问的行中{ $moved-sign ->
        [negative] 更低
       *[other] 更高
    }（{ $after }，而不是 { $before }），能说的只有还有什么发生了变化。
attribution-changed-by-order = 超出通常范围的列，按开始的先后：{ $shifts-list }。
attribution-changed-by-size = 超出通常范围的列，最不寻常的在前：{ $shifts-list }。
attribution-nothing-else-changed = 没有其他列超出通常范围。
attribution-shift = { $cause }（{ $cause-moved ->
        [mix] 构成不同
       *[other] { $cause-before } 到 { $cause-after }
    }）
attribution-premise = 实际上{ $outcome-named }{ $moved-sign ->
        [negative] 下降
       *[other] 上升
    }了，从 { $before } 到 { $after }。
attribution-chosen = 问题没有指明是哪一列，我取了{ $outcome-named }；如果指的是别的列，请指明。
attribution-way = 从 { $cause } 经由 { $way } 影响到 { $outcome }。
attribution-mechanism = { $cause } 自身发生了变化：比影响它的因素所能解释的{ $beyond-way ->
        [up] 高
       *[down] 低
    } { $beyond }。
attribution-also-input = 还有{ $cause-named }，{ $cause-moved ->
        [mix] 构成不同
       *[other] 是 { $cause-after } 而不是 { $cause-before }
    }：占其中 { $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-also-mechanism = 还有{ $cause-named }自身，比影响它的因素所能解释的{ $beyond-way ->
        [up] 高
       *[down] 低
    } { $beyond }：占其中 { $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-against = { $cause-named }起了相反的作用：{ $part }（合理范围：{ $part-low } 到 { $part-high }）。
attribution-small = { $columns } 合计：{ $small }。
attribution-rest = 未能解释、产生于 { $outcome } 自身或未测量之物的部分：{ $unexplained }（合理范围：{ $unexplained-low } 到 { $unexplained-high }）。各部分之和为 { $change }。
attribution-cleared = 已查看而不能解释它的列：{ $columns }。
attribution-compared = 比较：{ $rows } 行（{ $asked }）与另外 { $usual-rows } 行（{ $usual }）。
attribution-sources = 这条路径的依据：{ $texts-names }。
attribution-quoted = “{ $text }”
attribution-row = 第 { $row } 行
attribution-where = （{ $rows }）
attribution-all-others = 所有其他行
attribution-the-others = 其他行
attribution-caveat = 最主要的保留：只有箭头正确，并且没有未测量的东西同时影响某个原因和 { $outcome } 时才成立；它说明变化产生于这些列中的哪一处，而不说明那一列为什么变化。
attribution-caveat-unplaced = { $columns } 也明显变化了，但没有说明它在图中的位置：如果它影响 { $outcome }，它的部分就在未解释的里面，或者被算到别的列上。
attribution-consequences = { $columns } 也变化了，但在 { $outcome } 之后：是结果，不是原因。
attribution-caveat-unknown = 描述还提到了没有任何列记录的东西（{ $words }）；它起了什么作用，这里看不到。
attribution-caveat-single = 这是单个情形：区间表示通常的情况了解得多准，而不表示单个情形还可能有什么不同。
attribution-caveat-few = { $rows } 行很少：区间是粗略的。
attribution-caveat-no-graph = 最先变化的不因此就是原因，而原因也可能不在表中。
attribution-change = 什么会改变答案：缺少的或错误的箭头。请说明什么影响什么（“A 取决于 B 和 C”），再问一次。
attribution-change-graph = 怎样才能回答：在描述中说明什么影响什么（“{ $outcome } 取决于……”“A 调用 B”），或者画出图。
attribution-too-few = 用来比较的 { $rows } 行太少，看不出什么是通常的；需要 { $needed } 行。
attribution-no-rows = 没有可比较的行：所问的行或与之比较的行不在表中，或者有空缺。
attribution-dropped-gaps = 图中某列有空缺的行
attribution-no-time = 您问的是“{ $words }”，而表中没有说明每一行是什么时候的列。
attribution-not-in-time = 您问的是“{ $words }”，而{ $time-named }中没有这样的行。
attribution-no-such-row = 您问的是“{ $words }”，而表中没有这一行。
attribution-help-row = 用行号或标识列中的内容指明这一行
attribution-help-time = 添加一列每一行的日期或时间，或者说出要比较的两个组
attribution-no-comparison = 要说明{ $outcome-named }为什么变化，需要两个时段或两个组，而这张表都没有。
attribution-no-quantity = { $outcome-named }有多个无序的取值，它的变化不是一个可以分摊的数。
attribution-help-recode = 为您关心的取值做一个是/否列
attribution-which-outcome = 要解释哪一列的变化？
attribution-choice-outcome = 为什么{ $said } { $outcome } 变化了？
attribution-since-when = 与什么时候相比，或与谁相比？您问的是{ $outcome-named }为什么这样。
attribution-choice-last = 为什么{ $stretch } { $outcome } 变化了？
attribution-choice-groups = { $one }和{ $other }之间 { $outcome } 的差异是什么原因？
attribution-last-minute = 最近一分钟
attribution-last-hour = 最近一小时
attribution-last-day = 最近一天
attribution-last-week = 最近一周
attribution-last-month = 最近一个月
attribution-last-year = 最近一年
attribution-figure-part = { $cause }
attribution-figure-rest = 未解释
attribution-figure-change = 全部变化
