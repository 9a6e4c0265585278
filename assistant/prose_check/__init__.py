"""Texts of any origin (a template, a language model) against the result that they are about.

`check_prose` says in words what is wrong with a text; it knows nothing of how it was made. What may be said
is `ProseFacts`; the word lists are in `cues/prose_check.toml`.
"""

from assistant.prose_check.check import check_prose
from assistant.prose_check.facts import ProseFacts, answer_facts, prose_facts, sample_facts

__all__ = ["ProseFacts", "answer_facts", "check_prose", "prose_facts", "sample_facts"]
