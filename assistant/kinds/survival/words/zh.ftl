survival-event-level = “{ $label }”
survival-event-column = { $column-named } 中的结束
survival-level = { $level }
survival-time-clear =
    { $time-sign ->
        [negative] 更短：{ $treatment-named } 为 { $high } 时，到{ $event }的时间比 { $low } 时少 { $time-size }
       *[positive] 更长：{ $treatment-named } 为 { $high } 时，到{ $event }的时间比 { $low } 时多 { $time-size }
    }（差异的 95% 区间：{ $time-low } 到 { $time-high }），在前 { $horizon } 内平均为 { $time-high-arm } 而不是 { $time-low-arm }。
survival-time-unclear = 没有明显差异：在前 { $horizon } 内，{ $treatment-named } 为 { $high } 时到{ $event }平均 { $time-high-arm }，为 { $low } 时 { $time-low-arm }；差异为 { $time }（95% 区间：{ $time-low } 到 { $time-high }），其中包括毫无差异。
survival-time-any-clear =
    { $time-sign ->
        [negative] 更短：{ $treatment-named } 为 { $high } 时，到最先发生的{ $any-names }的时间比 { $low } 时少 { $time-size }
       *[positive] 更长：{ $treatment-named } 为 { $high } 时，到最先发生的{ $any-names }的时间比 { $low } 时多 { $time-size }
    }（差异的 95% 区间：{ $time-low } 到 { $time-high }），在前 { $horizon } 内平均为 { $time-high-arm } 而不是 { $time-low-arm }。
survival-time-any-unclear = 没有明显差异：在前 { $horizon } 内，{ $treatment-named } 为 { $high } 时到最先发生的{ $any-names }平均 { $time-high-arm }，为 { $low } 时 { $time-low-arm }；差异为 { $time }（95% 区间：{ $time-low } 到 { $time-high }），其中包括毫无差异。
survival-share-clear =
    { $share-sign ->
        [negative] 更少：到 { $horizon } 为止尚未发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }
       *[positive] 更多：到 { $horizon } 为止尚未发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }
    }，相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }）。
survival-share-unclear = 没有明显差异：到 { $horizon } 为止尚未发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }，相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }），其中包括毫无差异。
survival-incidence-clear =
    { $share-sign ->
        [negative] 更少见：到 { $horizon } 为止首先发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }
       *[positive] 更常见：到 { $horizon } 为止首先发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }
    }，相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }）。
survival-incidence-unclear = 没有明显差异：到 { $horizon } 为止首先发生{ $event }的，{ $treatment-named } 为 { $high } 时占 { $share-high-arm }，为 { $low } 时占 { $share-low-arm }，相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }），其中包括毫无差异。
survival-beside-incidence = 到 { $horizon } 为止，首先发生{ $event }的，{ $high } 有 { $share-high-arm }，{ $low } 有 { $share-low-arm }：相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }）。
survival-beside-time-any = 到任一结束（{ $any-names }）的时间，在前 { $horizon } 内平均相差 { $time }（95% 区间：{ $time-low } 到 { $time-high }）。
survival-beside-share = 到 { $horizon } 为止，{ $high } 有 { $share-high-arm }、{ $low } 有 { $share-low-arm } 尚未发生：相差 { $share }（95% 区间：{ $share-low } 到 { $share-high }）。
survival-beside-time = 在前 { $horizon } 内，到它发生的时间平均相差 { $time }（95% 区间：{ $time-low } 到 { $time-high }）。
survival-horizon-chosen = 您没有说明时间，所以我比较到 { $horizon } 为止，在此之前两组都有足够多的行被观察；之后的情况没有说。
survival-late-start = 请注意：{ $low } 的人有 { $early } 在 { $earliest } 之前就已结束，而 { $high } 的没有一个。如果只有坚持到那时的人才能得到 { $treatment }，这一比较就白白给了他们这段时间（永生时间）。
survival-hinges = 这取决于 { $columns }：这里保持它不变，但没有说明它在 { $treatment } 之前就有；不保持它不变时，差异为 { $without }（95% 区间：{ $without-low } 到 { $without-high }）。
survival-counted = { $high } 的 { $rows-high } 行中观察到 { $events-high } 行这样结束，{ $low } 的 { $rows-low } 行中有 { $events-low } 行；其余各行按被观察的时间计算，不当作已经结束。
survival-held = 保持不变的有：{ $covariates }，用于处理、结束以及谁失去联系。
survival-held-chance = { $treatment } 由随机决定，所以不需要保持什么不变。
survival-held-nothing = 没有保持任何列不变：事先没有可能同时影响两者的列。
survival-ratio = 风险比为 { $ratio }（95% 区间：{ $ratio-low } 到 { $ratio-high }）：在任一时刻，{ $high } 中还在的人的发生率是 { $low } 的这么多倍。它比较的是每一时刻剩下的人，所以不是时间或比例的差异。
survival-ratio-changing = 风险比为 { $ratio }（95% 区间：{ $ratio-low } 到 { $ratio-high }），但它在这里随时间变化，用一个数代表所有时刻意义不大；请看时间和比例。
survival-by-custom = 没有说明 { $column } 的取值是什么意思；我把 { $level } 当作结束，另一个当作仍在进行。如果相反，答案也相反。
survival-caveat-competing = 有 { $competing } 行先有了别的结束（{ $others-names }），此后这一结束不会再发生；所以这里说的是它首先发生的比例，加快别的结束的处理会使它看起来更少见。
survival-caveat-lost = 最需注意的一点：失去联系的人必须与仍被观察、且在保持不变的方面相同的人相似，也不能有未测量的因素同时影响 { $treatment } 和结束。如果人们因为快要结束而退出，答案就会有偏差。
survival-caveat-lost-randomised = 最需注意的一点：失去联系的人必须与仍被观察、且在保持不变的方面相同的人相似。{ $treatment } 由随机决定，谁退出却不是；如果人们因为快要结束而退出，答案就会有偏差。
survival-change = 什么会改变答案：各行为何失去联系（如果与结束有关）；以及对两组观察更久。
survival-until = { $end } 为空的，我当作到表中最后的日期 { $date } 仍在进行。
survival-negative = 有 { $rows } 行的 { $time } 为负，没有使用。
survival-no-column = 您问的是要多久某件事才会发生，而没有任何一列记录到事件发生的时间。
survival-help-columns = 一列记录到事件发生或最后一次观察的时间，另一列说明那时是否已经发生（或开始和结束的日期）
survival-all-ended = 您问的是 { $outcome-named }，而没有一列说明取数时是已经结束还是仍在进行。都已经结束了吗？如果有的没有，它们的时间就偏短，我需要一列来说明。
survival-choice-all-ended = { $treatment } 对 { $outcome } 平均值的影响是多少？全部已经结束
survival-which-event = { $event-named } 有几种结束。您指的是哪一种？
survival-choice-event = { $question }（{ $level }）
survival-too-few-rows = 有一组只有 { $rows } 行有时间，而比较到事件的时间需要 { $needed } 行。
survival-too-few-events = 有一组只观察到 { $rows } 行结束，而需要 { $needed } 行；观察更久会有帮助。
survival-beyond = 有一组只有 { $rows } 行观察到 { $named }，所以无法说明那个时间的情况。到 { $longest } 为止足够；请问那个时间。
survival-no-time = 没有一组被观察过任何时间。
survival-two-levels = 我在两组之间比较到事件的时间，而 { $treatment-named } 有更多取值。请说明其中两个，或按一个值分开。
survival-immortal = { $wait-named } 说明了 { $treatment-named } 何时开始，最晚在开始后 { $longest }。得到处理的人必须坚持到那时，所以即使处理毫无作用，这段时间也会算作它的好处（永生时间），我不给出数字。请从一个固定的日子起计算所有人，以当天的 { $treatment } 为准，或者把有处理和没有处理的时间段各列一行。
survival-figure-alt = 各组尚未发生的比例随时间的变化，以及仍被观察的行数。
survival-figure-title = 尚未发生的比例
survival-figure-subtitle = 已调整；色带：各时点的 95% 区间；下方：仍被观察的行数
survival-figure-axis = 百分比
survival-which-column = 有几列都可能说明是否已经结束：{ $columns }。您指的是哪一列？
survival-choice-column = { $question }（{ $column }）
