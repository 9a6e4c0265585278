design-dice-denied = The text denies that dice decided { $treatment } (“{ $quotation }”), so it is not taken for an experiment.
