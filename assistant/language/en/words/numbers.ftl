number-not-available = not available
number-unbounded = unbounded
number-points = { $points } percentage points
