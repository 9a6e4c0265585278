number-not-available = not available
number-unbounded = unbounded
number-unlimited = unlimited
number-undefined = not a number
number-points = { $points } percentage points
