# What the kind is called where a person chooses between kinds, and in the list of kinds.
kind-superiority = how often a row of one group has more than a row of the other
superiority-clear = Of a row with { $groups-named } = { $high } and one with { $low }, drawn at random, the first has the higher { $outcome-named } in { $share } of the pairs (95% interval: { $share-low } to { $share-high }).
superiority-unclear = The rows do not tell it from even odds: of a row with { $groups-named } = { $high } and one with { $low }, the first has the higher { $outcome-named } in { $share } of the pairs (95% interval: { $share-low } to { $share-high }).
superiority-no-effect = This compares { $rows } rows as they are; it says nothing of what { $groups } does to { $outcome }.
superiority-too-few-rows = A group has fewer than { $fewest } rows.
superiority-two-groups = { $groups } does not have two groups. Name a column with two.
