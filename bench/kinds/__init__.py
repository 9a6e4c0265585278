"""The questions that the router of kinds is trained on, and how well it tells them apart."""
