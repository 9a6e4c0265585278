kind-superiority = 一组中的一行有多大几率高于另一组中的一行
superiority-clear = 随机各取一行，{ $groups-named } 为 { $high } 的一行，其 { $outcome-named } 高于 { $low } 的一行的几率为 { $share }（95% 区间：{ $share-low } 至 { $share-high }）。
superiority-unclear = 数据分不出高下：{ $groups-named } 为 { $high } 的一行，其 { $outcome-named } 高于 { $low } 的一行的几率为 { $share }（95% 区间：{ $share-low } 至 { $share-high }）。
superiority-no-effect = 这里只是照原样比较 { $rows } 行，并不说明 { $groups } 对 { $outcome } 有什么作用。
superiority-too-few-rows = 有一组不足 { $fewest } 行。
superiority-two-groups = { $groups } 不是两组。请换一个有两组的列。
