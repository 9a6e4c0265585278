# 就问题向提问者的反问（assistant/planning/plan.py）。

ask-back-which-effect = 您问的是哪一个因果关系？
ask-back-which-levels = { $column } 有 { $count } 个水平，要比较哪两个？
ask-back-outside = 数据中 { $column } 的范围是 { $least } 到 { $most }，无法回答 { $asked } 的情形；您想问这个范围内的哪种变化？
ask-back-which-columns = 请说明：改变哪一列，会影响哪一列？
ask-back-no-column = 表中没有一列与{ $parts }有关。
ask-back-columns-there-are = 有这方面的一列；现有的列是：{ $columns }

# 语言模型参与理解或撰写时，附在回答旁的说明（assistant/planning/model、assistant/prose/model.py）。

remark-pair-ours = 模型把问题读作 { $theirs }，但问题本身的词与 { $ours } 相符，因此估计的是 { $ours }。
remark-pair-ask = 问题的词指向 { $ours }，而模型读作 { $theirs }。您指的是哪一个？
remark-pair-theirs = 仅凭问题的词无法确定所指的列；模型读作 { $theirs }。请确认这是否是您要问的。
remark-missing-ask = 似乎没有一列与{ $parts }有关；模型认为问题指的是 { $theirs }。是这样吗？
remark-missing-ours = 模型认为没有一列与{ $parts }有关；问题的词与 { $ours } 相符，估计的就是它。
remark-contrast = 模型想比较 { $theirs }；问题没有这样说，因此没有采用。
remark-population = 模型想把回答限于 { $theirs }；问题没有这样说，因此没有限定。
remark-design-data = 模型认为这是{ $theirs }，但数据不支持（{ $reason }）；回答采用{ $ours }。
remark-design-weaker = 模型只想对先前的共同原因作调整；说明中提到{ $ours }，数据也支持，因此采用它。
remark-late = 模型认为 { $columns } 晚于 { $treatment }。说明中没有这样写，因此仍对它作了调整；如果您知道模型是对的，请将它排除。
remark-unmeasured = 模型认为以下因素可能有影响而表中没有：{ $columns }。
remark-fallback = 模型无法使用，改由离线规划器回答。{ $reason }
remark-prose = 模型的措辞与结果不符，因此采用标准措辞。
remark-unwritten = 无法请模型撰写措辞，因此采用标准措辞。{ $reason }
remark-randomised = 随机试验
remark-backdoor = 对先前共同原因的调整
remark-iv = 工具变量
remark-frontdoor = 经由中介的前门
remark-did = 前后各组的比较
remark-rdd = 断点
remark-none = 无法回答的情形
remark-design-unsaid = 模型认为这是{ $theirs }。数据并不反对（{ $reason }），但说明中没有一句话这样写，因此回答采用{ $ours }。
remark-design-outweighed = 模型认为这是{ $theirs }，这也有可能；但更多迹象支持{ $ours }，回答采用它。
remark-pair-over = 模型把问题读作 { $theirs }，估计的就是它；仅凭问题的词，也可能指 { $ours }。如果您指的是后者，请直接写出列名。
remark-population-theirs = 这个问题也可以读作只针对 { $ours }；模型认为它针对所有人，因此没有限定。如果您只想问这些人，请写明“只”。
remark-orders = 数据或其说明中有一段文字在对读者发号施令，因此模型不能推翻您问题本身的词。
remark-design-denied = 模型认为这是{ $theirs }，但文字本身否认了这一点（{ $reason }）；回答采用{ $ours }。
remark-design-columns = 模型认为这是{ $theirs }，但所用的列正是问题所问的列，或并不存在；回答采用{ $ours }。
remark-design-vetoed = 这也可以看作{ $ours }；模型认为是{ $theirs }，回答采用后者。
remark-instrument = { $columns } 只通过 { $treatment } 影响 { $outcome }，这是模型从说明中得出的；没有一句话这样写，数据也无法证明。如果并非如此，这个数字就是错的：请在说明中写明它不是工具变量。
remark-left-out = 依模型所言，没有固定 { $columns }：模型认为它晚于 { $treatment }，或不是共同原因，而说明中没有与此相反的内容。如果您知道不是这样，请把它列入要调整的列。
