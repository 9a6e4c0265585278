"""Sentences that say something against a plain comparison, and the net that is fitted on them."""
