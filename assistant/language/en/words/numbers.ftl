number-not-available = not available
number-unbounded = unbounded
number-unlimited = unlimited
number-undefined = not a number
number-points = { $points } percentage points
# What somebody else said, as it is.
verbatim = { $text }
columns-counted = the { $columns-n } columns adjusted for
in-sentences = { $said }
