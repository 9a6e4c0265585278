check-without-extremes-name = 极端结果
check-without-extremes-asks = 效应是否取决于少数结果极端的行？
check-without-extremes-blind = 分不清是记错了，还是少见但真实。
check-without-extremes-found = 去掉两端各 { $share } 的行后，效应为 { $effect-figure }；在估计区间之内即为通过
