design-dice-denied = 文中否认 { $treatment } 由掷骰子决定（“{ $quotation }”），因此不当作实验。
