association-correlation-clear =
    { $strength-sign ->
        [negative] 有关：{ $first-named } 与 { $second-named } 相关，一个较高时，另一个往往较低。
       *[positive] 有关：{ $first-named } 与 { $second-named } 相关，一个较高时，另一个往往也较高。
    }相关系数为 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }）。
association-correlation-unclear = 看不出 { $first-named } 与 { $second-named } 有明确的关联：相关系数为 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }），其中包括毫无关联。
association-rank = 只看名次（不受极端值影响）时为 { $rank-correlation }，共 { $rows } 行。
association-difference-of-means-clear =
    { $strength-sign ->
        [negative] 有关：{ $first-named } 与 { $second-named } 相关，{ $first } 为 { $high } 时 { $second } 的平均值比为 { $low } 时低 { $strength-size }
       *[positive] 有关：{ $first-named } 与 { $second-named } 相关，{ $first } 为 { $high } 时 { $second } 的平均值比为 { $low } 时高 { $strength-size }
    }（差值的 95% 区间：{ $strength-low } 到 { $strength-high }）。
association-difference-of-means-unclear = 看不出 { $first-named } 与 { $second-named } 有明确的关联：{ $first } 为 { $high } 与为 { $low } 时，{ $second } 的平均值相差 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }），其中包括没有差别。
association-difference-of-shares-clear =
    { $strength-sign ->
        [negative] 有关：{ $first-named } 与 { $second-named } 相关，{ $first } 为 { $high } 的行中 { $second } 是 { $present } 的占 { $share-high }，为 { $low } 的行中占 { $share-low }，
       *[positive] 有关：{ $first-named } 与 { $second-named } 相关，{ $first } 为 { $high } 的行中 { $second } 是 { $present } 的占 { $share-high }，为 { $low } 的行中占 { $share-low }，
    }相差 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }）。
association-difference-of-shares-unclear = 看不出 { $first-named } 与 { $second-named } 有明确的关联：{ $first } 为 { $high } 的行中 { $second } 是 { $present } 的占 { $share-high }，为 { $low } 的行中占 { $share-low }，相差 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }），其中包括没有差别。
association-correlation-ratio-clear = 有关：{ $first-named } 与 { $second-named } 相关，各组之间的差别占各行差异的 { $strength }。
association-correlation-ratio-unclear = 看不出 { $first-named } 与 { $second-named } 有明确的关联：各组之间的差别只占各行差异的 { $strength }，与偶然无异。
association-cramers-v-clear = 有关：{ $first-named } 与 { $second-named } 相关，关联强度（克莱姆 V，从毫无关联到完全对应）为 { $strength }。
association-cramers-v-unclear = 看不出 { $first-named } 与 { $second-named } 有明确的关联：克莱姆 V 为 { $strength }，与偶然无异。
association-no-effect = 这只说明两者有关，并不说明一个会改变另一个：同时影响两者的因素，或者哪些行进入了表格，都会让两列一起变化。
association-ask-effect = 想知道改变其中一个会怎样，请直接问效应，例如：如果 { $first } 改变，{ $second } 会怎样？
association-correlation-faint = 没有值得一提的关联：{ $first-named } 与 { $second-named } 虽有关联，却微弱到知道一个几乎说明不了另一个。相关系数为 { $strength }（95% 区间：{ $strength-low } 到 { $strength-high }）。
association-correlation-ratio-faint = 没有值得一提的关联：{ $first-named } 与 { $second-named } 虽有关联，但各组之间的差别只占各行差异的 { $strength }。
association-cramers-v-faint = 没有值得一提的关联：{ $first-named } 与 { $second-named } 虽有关联，但很微弱：克莱姆 V 为 { $strength }。
