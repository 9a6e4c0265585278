"""What follows from premises in words: no table is looked at."""
