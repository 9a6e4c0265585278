series-plain = { $outcome }
series-what = { $outcome-named }
series-what-of = { $unit }的{ $outcome-named }
series-what-of-several = { $units }平均的{ $outcome-named }
series-event = { $treatment }
series-event-at = { $start }开始的事件
series-per = { $cadence ->
        [hour] 每小时
        [day] 每天
        [week] 每周
        [month] 每月
        [quarter] 每季度
        [year] 每年
       *[period] 每期
    }
series-span = { $number } { $cadence ->
        [hour] 小时
        [day] 天
        [week] 周
        [month] 个月
        [quarter] 个季度
        [year] 年
       *[period] 期
    }
series-effect-clear = 有了 { $event }，{ $what }平均{ $per }比没有时{ $effect-sign ->
        [negative] 低
       *[positive] 高
    } { $effect-size }（95% 区间：{ $effect-low } 到 { $effect-high }）：实际为 { $observed }，否则约为 { $without }。
series-effect-unclear = 看不出 { $event } 对{ $what }有明确效果：{ $per }实际为 { $observed }，没有它时预计约为 { $without }；相差 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }），其中包括毫无差别。
series-without-clear = 如果没有 { $event }，{ $what }{ $per }约为 { $without }，而实际为 { $observed }（没有它时的合理范围：{ $without-low } 到 { $without-high }）。两者{ $per }相差 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）。
series-without-unclear = 如果没有 { $event }，{ $what }{ $per }约为 { $without }，实际为 { $observed }。没有它时从 { $without-low } 到 { $without-high } 都合理，所以看不出明确效果：相差 { $effect }（95% 区间：{ $effect-low } 到 { $effect-high }）。
series-sum-clear = { $after }内 { $event } 使{ $what }累计变化 { $total }（95% 区间：{ $total-low } 到 { $total-high }）。
series-sum-unclear = 累计效果不明确：{ $after }内 { $event } 使{ $what }变化 { $total }（95% 区间：{ $total-low } 到 { $total-high }），其中包括毫无变化。
series-relative = 相当于没有它时的 { $relative }（95% 区间：{ $relative-low } 到 { $relative-high }）。
series-total = 自开始以来的 { $after }内累计为 { $total }（95% 区间：{ $total-low } 到 { $total-high }）。
series-built-steady = { $event } 大约用了 { $full } 才对{ $what }完全见效（95% 区间：{ $least } 到 { $most }）。
series-built-growing = 到数据结束时，{ $event } 对{ $what }的效果仍在增大，{ $per } { $late }（95% 区间：{ $late-low } 到 { $late-high }）；较快的上升大约用了 { $full }（95% 区间：{ $least } 到 { $most }）。
series-built-fading = { $event } 大约用了 { $full } 才对{ $what }达到最大效果（95% 区间：{ $least } 到 { $most }）；此后{ $per }减小 { $late-size }。
series-built-unclear = 无法说明 { $event } 多久才对{ $what }见效：这需要明确的效果，以及开始之后若干期的数据。
series-lasted-steady = 没有迹象表明 { $event } 对{ $what }的效果在消退：完全见效之后，{ $per }变化 { $late }（95% 区间：{ $late-low } 到 { $late-high }），其中包括没有变化。
series-lasted-growing = { $event } 对{ $what }的效果没有消退：到数据结束时{ $per }仍增大 { $late }（95% 区间：{ $late-low } 到 { $late-high }）。
series-lasted-fading = 是的，{ $event } 对{ $what }的效果在消退：约 { $full }之后{ $per }减小 { $late-size }（变化的 95% 区间：{ $late-low } 到 { $late-high }）。
series-shape = { $event } 开始时，{ $what }的水平{ $level-clear ->
        [yes] 跳变了 { $level }
       *[no] 没有明确跳变（{ $level }）
    }（95% 区间：{ $level-low } 到 { $level-high }），其趋势{ $slope-clear ->
        [yes] { $per }改变了 { $slope }
       *[no] 没有明确改变（{ $per } { $slope }）
    }（95% 区间：{ $slope-low } 到 { $slope-high }）。
series-misfits = 但同一方法在开始之前、本来什么都没有的时候就得出 { $pretended }：这个数字不可靠。
series-disagrees = 但另一种方法（用其他单位的共同变动为该序列建模）得出 { $other }（95% 区间：{ $other-low } 到 { $other-high }），所以这个数字取决于方法。
series-untested = 开始之前的时间太短，无法检验该方法是否合适。
series-why-donors = 没有它时的值是 { $donors } 个从未有过它的其他单位的加权平均，权重使其在开始之前的 { $before }里与该单位同步变动（权重最大：{ $largest }）：合成双重差分。
series-why-other = 用其他单位的共同变动为该序列建模，得出 { $other }（95% 区间：{ $other-low } 到 { $other-high }）。
series-why-structural = 没有它时的值延续了开始之前 { $before }的走势：水平、可能存在的趋势，以及一期对上一期的依赖。
series-why-season = 其中包括季节性。
series-why-controls = 它随 { $controls } 变动，而事件不可能改变这些。
series-why-alone = 没有同一时期可与之比较的对象。
series-why-ended = 只使用了事件结束之前的时间。
series-pretended-fits = 假装它在实际开始之前的 { $pretended-at } 就已开始，该方法得出 { $pretended }（95% 区间：{ $pretended-low } 到 { $pretended-high }），包括没有效果，正应如此。
series-pretended-misfits = 假装它在实际开始之前的 { $pretended-at } 就已开始，该方法得出 { $pretended }（95% 区间：{ $pretended-low } 到 { $pretended-high }），而本不应有任何效果。
series-rank = 依次把其他每个单位当作受处理单位：按开始之后与之前的偏离之比，它在 { $units } 个中排第 { $rank }。
series-caveat = 最需要保留之处：这里假定在开始时（{ $start }）没有别的事情影响{ $what }，并且过去的走势会延续下去。
series-change = 什么会改变答案：同时开始的其他事情，或另一个开始时间。
series-no-course = 您问的是一条序列本来会怎样，而表中没有任何列能按时间排列各行（每期一行，或每个单位每期一行）。
series-help-table = 一张带日期或期号列、每期一行的表
series-when = 您问的是某个事件对 { $outcome-named } 的影响。它从哪个 { $time } 开始、涉及谁？没有任何列随时间由关变开，也没有文字说明开始时间。
series-never-treated = 对 { $units } 来说，{ $treatment-named } 在数据期间内从未开始，所以没有前后可用来判断它对 { $outcome-named } 的效果。
series-help-unit = 一个在数据期间内开始的单位
series-on-and-off = 该事件开关了 { $times } 次；我只能从一个开始时间推算序列。
series-help-average = 改问平均效果，它比较所有单位和时期
series-several-starts = 该事件涉及 { $units } 个单位，开始于 { $starts } 个不同时间；我只能从一个开始时间推算一条序列。
series-help-name = 说出其中一个单位（{ $units }）
series-unit-gone = 受处理的单位在所用数据中没有剩余的行。
series-too-short = 开始之前有 { $before } 期，之后有 { $after } 期；推算序列至少需要之前 { $fewest } 期。
series-constant-before = 结果在开始之前从不变化，因此无从得知它如何波动。
series-does-not-fit = 该方法不适合这条序列：在开始之前、本来什么都没有的时候就得出 { $pretended }，与之后的 { $effect } 一样大。
series-figure-lines = 实线：实际值。虚线：没有它时的值及其 95% 范围。
series-why-said = 开始时间（{ $start }）取自这句话：“{ $sentence }”
series-figure-title = { $outcome }：实际值与没有事件时的值
