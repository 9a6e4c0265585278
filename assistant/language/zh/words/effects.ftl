effects-too-few-pairs = 只有 { $rows } 行同时有这两列；至少需要 { $fewest } 行才能说它们是否有关。
effects-never-varies = { $column } 在每一行都相同，因此没有什么会随它变化。
effects-level-of-one-row = { $column } 的一个取值不足两行，得不出区间。
effects-levels-like-rows = { $column } 的取值几乎和行数一样多，无法比较各组。
effects-options-determined = 无法区分这些选项：在这些行里，一个选项由另一个以及所控制的列决定。
effects-same-dose = 大多数行在其中一个选项上剂量相同，无法与另一个选项的变化相比较。
