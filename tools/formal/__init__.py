"""Reasoning from premises alone: graphs, discrete models and equivalence classes; no table anywhere."""
