"""Which columns the description lists as covariates, confounders or controls."""

from __future__ import annotations

import re

from assistant.designs.study import Study
from assistant.designs.text import find_word
from assistant.timing import timing_grammar


def listed_covariates(study: Study) -> dict[str, str]:
    """Columns that a sentence of the description calls covariates, confounders or controls, with the
    sentence.
    """
    found: dict[str, str] = {}
    words = timing_grammar().words
    for sentence in study.sentences:
        match = words["listed"].search(sentence)
        if not match:
            continue
        tail = sentence[match.start() :]
        stop = words["not_covariate"].search(tail)
        tail = tail[: stop.start()] if stop else tail
        for name in (*_mentioned(study, tail), *_ranges(study, tail)):
            if name not in (study.treatment, study.outcome):
                found.setdefault(name, sentence[:200])
    return found


def _mentioned(study: Study, text: str) -> list[str]:
    return [n for n in study.profile.names if len(n) > 1 and find_word(text, n) >= 0]


def _ranges(study: Study, text: str) -> list[str]:
    """`x1-x25` and `x0 to x16` name every column between."""
    names: list[str] = []
    for stem, first, last in re.findall(
        r"\b([A-Za-z_]+?)(\d+)\s*(?:-|–|to|through|至|到)\s*\1?(\d+)\b", text
    ):
        wanted = {f"{stem}{i}" for i in range(int(first), min(int(last), int(first) + 500) + 1)}
        names += [n for n in study.profile.names if n in wanted]
    return names
