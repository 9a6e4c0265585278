"""What a description says against the obvious number: read, tied to columns, and what follows from it."""
