"""The planner that needs no language model: it reads the question by cues, words and sentence vectors.

`understand` says which columns a question is about, the contrast, the population and the language. It knows
nothing of study designs: `assistant.planning.design` takes it from there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.designs.rdd import names_a_rule
from assistant.language.registry import language_of
from assistant.planning.reading.asked import what_is_asked
from assistant.planning.reading.clauses import normalise, set_population_apart, split_question
from assistant.planning.reading.columns import ColumnText
from assistant.planning.reading.contrast import Contrast, read_contrast
from assistant.planning.reading.cues import compiled, load_cues
from assistant.planning.reading.matching import (
    ClauseMatch,
    Pair,
    Table,
    confidences,
    designation,
    match_clauses,
    rank_pairs,
    read_table,
)
from assistant.planning.reading.population import read_estimand, read_population
from assistant.planning.reading.text import is_chinese
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
    question = what_is_asked(question)
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
    return any(compiled(pattern, re.IGNORECASE).search(question.strip()) for pattern in patterns)


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


# ---------------- Why a reading was chosen, with quotations; and what of the question no column speaks of


# A clause is missing from the data when its best column shares fewer words with it and means nothing like it:
# (words, cosine). Bare names are so short that little can be said of what they do not mean;
# the same holds between Chinese questions and English columns.
MISSING_DESCRIBED, MISSING_BARE = (0.25, 0.36), (0.1, 0.22)
SURE_DIVISION = 0.7  # weight of a pattern that tells a clause from the rest
_LONGEST = 90  # characters of a description that are quoted


def explain_pair(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> tuple[Evidence, ...]:
    """How the question was divided, and what spoke for the treatment and the outcome."""
    split = pair.split
    divided = Evidence(
        "question",
        f"read as cause '{split.cause}' and effect '{split.effect}' ({split.pattern})",
        split.weight,
    )
    sides = (("treatment", split.cause, pair.treatment), ("outcome", split.effect, pair.outcome))
    return (
        divided,
        *(
            _explain_side(role, clauses[clause], place, table) if place is not None else _rule(clause)
            for role, clause, place in sides
        ),
    )


def _rule(cause: str) -> Evidence:
    said = f"no column holds '{cause}', but the description names a rule with a cutoff that may define it"
    return Evidence("treatment", said, 0.0)


def _explain_side(role: str, clause: ClauseMatch, place: int, table: Table) -> Evidence:
    match, text = clause.matches[place], table.texts[place]
    strength = clause.log_odds[role][place]
    if match.score > 0:
        words = f"'{match.clause_word}'"
        if match.clause_word != match.column_word:
            words += f" stands for '{match.column_word}'"
        return Evidence(role, f"{words} in {_quote(text)}", strength)
    meaning = f"'{clause.clause}' is closest in meaning (cosine {clause.cosines[place]:.2f})"
    return Evidence(role, f"{meaning} to {_quote(text)}", strength)


def _quote(text: ColumnText) -> str:
    said = text.description if len(text.description) <= _LONGEST else text.description[:_LONGEST] + "..."
    return f"{text.column.name}: {said}" if said else text.column.name


def missing_parts(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> tuple[str, ...]:
    """The clauses that no column speaks of: neither in words nor in meaning.

    A cause that the description speaks of is not missing: it may be defined by a cutoff or a date, and a
    column that the table itself calls the treatment may stand for it.
    """
    if pair.split.weight < SURE_DIVISION:
        return ()  # divided by guess: nothing can be said about its parts
    parts = []
    if cause_without_column(pair, clauses, table) == "missing":
        parts.append(pair.split.cause)
    if _is_missing(clauses[pair.split.effect], table):
        parts.append(pair.split.effect)
    return tuple(parts)


def cause_without_column(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> str:
    """ "missing", "described" when only the description's prose speaks of the cause, else ""."""
    cause = clauses[pair.split.cause]
    if pair.split.weight < SURE_DIVISION or not _is_missing(cause, table):
        return ""
    if pair.treatment is None or designation(table.texts[pair.treatment], "treatment") > 0:
        return ""
    asked = {mark for word in cause.words for mark in word.marks}
    return "described" if asked & table.prose else "missing"


def _is_missing(clause: ClauseMatch, table: Table) -> bool:
    described = sum(bool(text.description) for text in table.texts)
    told = 2 * described >= len(table.texts) and not is_chinese(clause.clause)
    words, meaning = MISSING_DESCRIBED if told else MISSING_BARE
    return max(match.score for match in clause.matches) < words and max(clause.cosines) < meaning
