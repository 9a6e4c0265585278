"""How the outcome changes over the levels of a treatment."""
