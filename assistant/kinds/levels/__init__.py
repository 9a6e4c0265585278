"""What the kinds about all levels of a treatment share: no kind itself."""
