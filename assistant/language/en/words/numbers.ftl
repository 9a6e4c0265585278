number-not-available = not available
number-unbounded = unbounded
number-points = { $points } percentage points
# What somebody else said, as it is.
verbatim = { $text }
