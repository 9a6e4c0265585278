"""A test as a whole."""
