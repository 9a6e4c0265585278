"""The kinds of question: one folder each, and the router that tells them apart."""
