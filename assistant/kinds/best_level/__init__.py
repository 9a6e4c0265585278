"""Which level of a treatment is best for an outcome."""
