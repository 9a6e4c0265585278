# 从数据中寻找因果图：所依据的检验、所作的假定与附注（tools/discovery）。

## 独立性检验。

independence-g-squared = G 平方检验（计数）
independence-partial-correlation = 偏相关
independence-normal-scores = 正态得分的偏相关
independence-likelihood-ratio = 数值与指示变量的似然比

## 方法所依据的检验或得分。

discovery-test-at-level = { $test }，显著性水平 { $level }
discovery-test-lagged = 偏相关，最多回看 { $lags } 行，错误发现率 { $rate }
discovery-test-bdeu = BDeu 得分
discovery-test-bic = BIC 得分
discovery-test-residuals = 残差的独立性
discovery-test-least-squares = 无环约束下的最小二乘

## 方法所作的假定。

discovery-assumes-pc = 没有未测量的共同原因，没有环，也没有相互抵消的效应。
discovery-assumes-fci = 没有环，哪些行进入表格没有选择性，也没有相互抵消的效应。
discovery-assumes-ges-levels = 没有未测量的共同原因，没有环；各种水平组合都有足够的行。
discovery-assumes-ges-numbers = 没有未测量的共同原因，没有环；效应是线性的，噪声服从正态分布。
discovery-assumes-lingam = 效应是线性的，噪声不服从正态分布，没有未测量的共同原因，没有环。
discovery-assumes-notears = 效应是线性的，各列按自身单位计的噪声方差相等，没有未测量的共同原因。
discovery-assumes-pcmci = 各行按时间先后等距排列，效应是线性的，没有未测量的共同原因，同一行之内没有效应。

## 连线两端的含义：前一列、这里的文字、后一列。

discovery-mark-arrow = 导致
discovery-mark-undirected = 直接关联着（方向未知）
discovery-mark-both-ways = 的某个未测量的原因也影响
discovery-mark-arrow-or-both-ways = 可能影响、或因未测量的共同原因而关联着、但不受其影响的是
discovery-mark-open = 因任一方向的因果或未测量的共同原因而关联着

## 对某条连线以及对整体的附注。

discovery-both-directions = 数据对两个方向都有支持
discovery-required = 背景知识要求有这个箭头；检验没有显示出效应
discovery-unstable = 不稳定：多数重抽样的结果与此不同
discovery-also-unstable = { $note }；不稳定：多数重抽样的结果与此不同
discovery-no-resample-varied = 没有一次重抽样能让每一列都有变化。
discovery-apart-by-background = { $one } 与 { $other }：按得分相连，按背景知识不相连。
discovery-turned-by-background = { $cause } -> { $effect }：依据背景知识；得分所示的方向相反。
