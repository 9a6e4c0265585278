"""Benchmarks against peers: `make bench`. Not part of the product and never installed."""
