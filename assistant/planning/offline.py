"""The planner that needs no language model: it reads the question by cues, words and sentence vectors.

`understand` says which columns a question is about, the contrast, the population and the language. It knows
nothing of study designs: `assistant.planning.design` takes it from there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.designs.rdd import names_a_rule
from assistant.planning.reading.clauses import normalise, set_population_apart, split_question
from assistant.planning.reading.contrast import Contrast, read_contrast
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.evidence import cause_without_column, explain_pair, missing_parts
from assistant.planning.reading.matching import (
    Pair,
    Table,
    confidences,
    match_clauses,
    rank_pairs,
    read_table,
)
from assistant.planning.reading.population import read_estimand, read_population
from assistant.planning.reading.text import language_of
from assistant.types import Evidence, Reading, Understanding
from tools.types import DataProfile, EstimandKind

if TYPE_CHECKING:
    from tools.text.embedding import Embedder

__all__ = ["understand"]

_READINGS = 5  # alternatives that are handed on, best first
_PAST_A_CUTOFF = 0.4  # share of the confidence that goes to "no column: being past a cutoff"
_FAINT = 0.1  # confidence is scaled down so far when a part of the question is missing or matches nothing


def understand(question: str, profile: DataProfile, embedder: Embedder | None = None) -> Understanding:
    """Match the question to columns.

    Readings come best first with calibrated confidences that add up to at most 1; `missing` holds the parts
    of the question that no column speaks of, and then the readings are faint. A question that cannot be read
    at all has no readings; nothing is raised for it. `embedder` defaults to the multilingual sentence
    encoder, on which the confidences are calibrated.
    """
    language = language_of(question)
    splits = split_question(question, language)
    if len(profile.columns) < 2 or not splits[-1].cause:
        return Understanding((), None, None, (), EstimandKind.ATE, language, (), missing=(question.strip(),))
    embedder = embedder or _default_embedder()
    table = read_table(profile, embedder)
    clauses = match_clauses(splits, table, embedder)
    pairs = rank_pairs(splits, clauses, table, rule=names_a_rule(profile))
    best = pairs[0]
    missing = missing_parts(best, clauses, table)
    treatment = None if best.treatment is None else table.texts[best.treatment].column
    contrast = read_contrast(question, best.split.cause, treatment) if treatment else Contrast()
    apart = set_population_apart(normalise(question, language), language)[1]
    taken = {table.texts[best.outcome].column.name, *([treatment.name] if treatment else [])}
    absent = cause_without_column(best, clauses, table) == "described"
    verdict = asks_for_a_verdict(question)
    faint = bool(missing) or verdict or asks_for_causes(question)
    population, about_population = read_population(question, apart, profile, taken)
    readings = _readings(pairs, table, _FAINT if faint else 1.0, absent)
    return Understanding(
        readings=_effects_of_named(readings) if verdict else readings,
        low=contrast.low,
        high=contrast.high,
        population=population,
        estimand=read_estimand(question),
        language=language,
        evidence=(
            *explain_pair(best, clauses, table),
            *_absence(best, absent),
            *contrast.evidence,
            *about_population,
        ),
        missing=missing,
        step=contrast.step,
        relative_step=contrast.relative_step,
    )


def asks_for_causes(question: str) -> bool:
    """ "What drives sales?" names no treatment: any reading of it is a guess."""
    return _is_like(question, "patterns")


def asks_for_a_verdict(question: str) -> bool:
    """ "Is the drug any good?" names no outcome: any reading of it is a guess."""
    return _is_like(question, "verdicts")


def _is_like(question: str, kind: str) -> bool:
    patterns = load_cues("reading_open")[kind]
    return any(re.search(pattern, question.strip(), re.IGNORECASE) for pattern in patterns)


def _effects_of_named(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The same pairs as effects of the one column that is named: the one that most of them share."""
    pairs = [(r.treatment, r.outcome, r.confidence) for r in readings if r.treatment and r.outcome]
    weights: dict[str, float] = defaultdict(float)
    for treatment, outcome, confidence in pairs:
        weights[treatment] += confidence
        weights[outcome] += confidence
    if not weights:
        return readings
    named = max(weights, key=lambda name: weights[name])
    responding: dict[str, float] = defaultdict(float)
    for treatment, outcome, confidence in pairs:
        if named in (treatment, outcome):
            responding[outcome if treatment == named else treatment] += confidence
    ranked = sorted(responding.items(), key=lambda pair: -pair[1])
    return tuple(Reading(named, outcome, confidence) for outcome, confidence in ranked)


def _readings(pairs: list[Pair], table: Table, share: float, absent: bool) -> tuple[Reading, ...]:
    """Best first; where no column holds the cause, being past a cutoff (treatment None) is a reading too."""
    names = [text.column.name for text in table.texts]
    sure = [share * confidence for confidence in confidences(pairs)]
    scale = 1.0 - _PAST_A_CUTOFF if absent else 1.0
    readings = [
        Reading(
            None if pair.treatment is None else names[pair.treatment], names[pair.outcome], scale * confidence
        )
        for pair, confidence in zip(pairs[:_READINGS], sure, strict=False)
    ]
    if absent and all(reading.treatment for reading in readings):
        same = sum(c for pair, c in zip(pairs, sure, strict=True) if pair.outcome == pairs[0].outcome)
        readings.insert(
            1, Reading(None, names[pairs[0].outcome], min(readings[0].confidence, _PAST_A_CUTOFF * same))
        )
    return tuple(readings)


def _absence(best: Pair, absent: bool) -> tuple[Evidence, ...]:
    if not absent:
        return ()
    words = f"no column holds '{best.split.cause}', but the description speaks of it"
    return (Evidence("treatment", f"{words}: a cutoff or a date may define it", 0.0),)


def _default_embedder() -> Embedder:
    from tools.text.embedding import (
        UniversalSentenceEmbedder,
    )  # numpy and the weights: only when a question is read

    return UniversalSentenceEmbedder()
