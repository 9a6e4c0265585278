"""What a series would have been without an event."""
