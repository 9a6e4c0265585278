"""Simulated worlds of known truth that are asked in words, through the whole path."""
