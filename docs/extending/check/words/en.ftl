check-without-extremes-name = extreme outcomes
check-without-extremes-asks = Does the effect rest on a few rows with extreme outcomes?
check-without-extremes-blind = Cannot tell a wrong record from a rare and real one.
check-without-extremes-found = Without the outermost { $share } of the rows at each end the effect is { $effect-figure }; it passes within the estimate's interval
