"""Two readers of one question, words and model: where they agree, which one counts, what is asked back.

A model that quotes the question and is sure wins over what we make of its words: of 36 such disagreements
over published studies it was right in 35. Two things it cannot overrule. A column that the question names
literally is meant; and where the data hold a text that gives orders (`assistant.planning.model.orders`),
what the model says may be what it was told, so that our reading stands where it is sure. The answer names
the reading that was not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.language import say
from assistant.planning.model.claims import Claims
from assistant.planning.model.population import is_said, own_level, settle_population, short
from assistant.planning.offline import SURE_DIVISION
from assistant.planning.plan import ASK_BELOW, LIKELY, reading_text
from assistant.planning.reading.asked import what_is_asked, without_tail
from assistant.planning.reading.clauses import normalise, set_population_apart, split_question
from assistant.planning.reading.contrast import read_contrast
from assistant.planning.reading.population import read_population
from assistant.planning.reading.text import is_chinese, is_stopword
from assistant.types import Evidence, Reading, Understanding
from tools.messages import Message, Quoted
from tools.text.names import name_words
from tools.types import ColumnProfile, DataProfile, Level, NeedsClarification

SURE = 0.7  # confidence from which on the words are not put in question by a model that is not trusted
TRUSTED = 0.75  # confidence of its own from which on a model's reading of a question that it quotes is taken
_AGREED = 0.999  # the most that two readers together can be sure
_MOST = 0.9  # the most that a model alone can be sure


@dataclass(frozen=True)
class Settled:
    """The question as it will be answered."""

    understanding: Understanding
    remarks: tuple[str, ...]
    ask: NeedsClarification | None = None
    other: Reading | None = None  # ours, where the model's was taken and ours is likely too


def is_trusted(claims: Claims, orders: bool) -> bool:
    """Is the model sure, and is there nothing in the data that may have told it what to say?"""
    return claims.confidence >= TRUSTED and not orders


def settle(
    question: str,
    own: Understanding,
    claims: Claims,
    profile: DataProfile,
    unsure: bool,
    orders: bool = False,
) -> Settled:
    """One understanding of two. `unsure`: the words alone would have led to a question back or a refusal;
    `orders`: the data hold a text that gives orders.
    """
    trusted = is_trusted(claims, orders)
    if claims.outcome is None:
        return _unread(own, claims, unsure)
    theirs = Reading(claims.treatment, claims.outcome, min(claims.confidence, _MOST))
    ours = own.readings[0] if own.readings else None
    if ours is not None and _agree(ours, theirs, claims):
        return _agreed(question, own, ours, theirs, claims, profile, trusted)
    pair = {"theirs": reading_text(theirs), "ours": reading_text(ours) if ours else ""}
    if own.missing and ours is not None:
        parts = ", ".join(f"“{part}”" for part in own.missing)
        asked = Message("remark-missing-ask", {"parts": Quoted(parts), "theirs": Quoted(pair["theirs"])})
        return Settled(own, (), NeedsClarification(asked, (pair["theirs"],)))
    wins = trusted and not (ours and names_other_columns(question, own.language, ours, theirs))
    if wins or unsure or ours is None:
        if orders and ours is not None:
            return Settled(own, (), _which(pair))
        if orders or theirs.confidence < ASK_BELOW:
            return _unread(own, claims, True)
        taken = _with_reading(question, own, theirs, claims, profile, trusted)
        told = "remark-pair-theirs" if unsure or ours is None else "remark-pair-over"
        other = ours if ours is not None and ours.treatment and ours.confidence >= LIKELY else None
        return replace(taken, remarks=(say(own.language, told, **pair), *taken.remarks), other=other)
    if ours.confidence >= SURE or theirs.confidence < ASK_BELOW:
        kept = replace(own, readings=_ordered(ours, (theirs, *own.readings[1:])))
        return Settled(kept, (say(own.language, "remark-pair-ours", **pair),))
    return Settled(replace(own, readings=_ordered(ours, (theirs, *own.readings[1:]))), (), _which(pair))


def _which(pair: dict[str, str]) -> NeedsClarification:
    asked = Message("remark-pair-ask", {name: Quoted(text) for name, text in pair.items()})
    return NeedsClarification(asked, (pair["ours"], pair["theirs"]))


# ---------------------------------------------------------------- named literally


def names_other_columns(question: str, language: str, ours: Reading, theirs: Reading) -> bool:
    """Does the question name a column of ours literally, in its own place, where theirs has none that it
    names?

    In every way that the question is surely divided: one that leaves the name out puts it in doubt.
    """
    asked = without_tail(what_is_asked(question))
    sure = [split for split in split_question(asked, language) if split.weight >= SURE_DIVISION]
    causes, effects = [s.cause for s in sure] or [asked], [s.effect for s in sure] or [asked]
    sides = ((causes, ours.treatment, theirs.treatment), (effects, ours.outcome, theirs.outcome))
    return any(
        mine != other
        and all(is_named(clause, mine) for clause in clauses)
        and not any(is_named(clause, other) for clause in clauses)
        for clauses, mine, other in sides
    )


def is_named(text: str, column: str | None) -> bool:
    """Does the text name the column itself, wherever its name stands?

    It does not where the name only tells apart something else: "nuclear plants" for a column `nuclear`.
    """
    words = name_words(column or "")
    if not words:
        return False
    if is_chinese(words[0]):
        return "".join(words) in "".join(text.split())
    name = r"[\s_-]*".join(map(re.escape, words))
    mentions = list(re.finditer(rf"(?<![^\W_])(?:{name})(?![^\W_])(?:[\s_-]+([^\W_]+))?", text.casefold()))
    return bool(mentions) and all(match[1] is None or is_stopword(match[1]) for match in mentions)


def _agree(ours: Reading, theirs: Reading, claims: Claims) -> bool:
    if ours.outcome != theirs.outcome:
        return False
    # A cutoff may be named by its running variable or by being past it.
    cutoff = claims.design.running_variable
    return ours.treatment == theirs.treatment or (
        cutoff is not None and {ours.treatment, theirs.treatment} <= {None, cutoff}
    )


def _agreed(
    question: str,
    own: Understanding,
    ours: Reading,
    theirs: Reading,
    claims: Claims,
    profile: DataProfile,
    trusted: bool,
) -> Settled:
    doubt = (1 - ours.confidence) * (1 - theirs.confidence)
    best = replace(ours, confidence=min(_AGREED, 1 - doubt))
    both = Evidence("question", f"words and model agree on {reading_text(ours)}", theirs.confidence)
    own = replace(own, readings=(best, *_faint(best, own.readings[1:])), evidence=(*own.evidence, both))
    if own.missing and claims.missing:
        return Settled(own, ())  # both say that a part of the question has no column: refused as ever
    remarks: tuple[str, ...] = ()
    if claims.missing:
        parts = ", ".join(f"“{part}”" for part in claims.missing)
        remarks = (say(own.language, "remark-missing-ours", parts=parts, ours=reading_text(ours)),)
    own, more = _limits(question, replace(own, missing=()), claims, profile, trusted)
    return Settled(own, (*remarks, *more))


def _with_reading(
    question: str, own: Understanding, theirs: Reading, claims: Claims, profile: DataProfile, trusted: bool
) -> Settled:
    """The model's pair, with contrast and population read from the question for its columns."""
    low = high = step = relative = None
    evidence = [
        Evidence("treatment", f"the model takes '{claims.treatment_words}' to mean {theirs.treatment}", 1.0),
        Evidence("outcome", f"the model takes '{claims.outcome_words}' to mean {theirs.outcome}", 1.0),
    ]
    if theirs.treatment is not None:
        contrast = read_contrast(question, claims.treatment_words, profile[theirs.treatment])
        low, high, step, relative = contrast.low, contrast.high, contrast.step, contrast.relative_step
        evidence += contrast.evidence
    apart = set_population_apart(normalise(question, own.language), own.language)[1]
    taken = {name for name in (theirs.treatment, theirs.outcome) if name is not None}
    population, about = read_population(question, apart, profile, taken)
    read = replace(
        own,
        readings=_ordered(theirs, own.readings),
        low=low,
        high=high,
        step=step,
        relative_step=relative,
        population=population,
        evidence=(*evidence, *about),
        missing=(),
    )
    read, remarks = _limits(question, read, claims, profile, trusted)
    return Settled(read, remarks)


def _unread(own: Understanding, claims: Claims, unsure: bool) -> Settled:
    """The model does not know which columns are meant: the words decide, or the person is asked."""
    if not unsure and claims.missing and own.readings:
        parts = ", ".join(f"“{part}”" for part in claims.missing)
        return Settled(
            own, (say(own.language, "remark-missing-ours", parts=parts, ours=reading_text(own.readings[0])),)
        )
    if unsure and claims.missing and not own.missing:
        return Settled(replace(own, missing=claims.missing), ())
    return Settled(own, ())


def _ordered(best: Reading, others: tuple[Reading, ...]) -> tuple[Reading, ...]:
    rest = [r for r in others if (r.treatment, r.outcome) != (best.treatment, best.outcome)]
    return (best, *_faint(best, tuple(rest)))


def _faint(best: Reading, others: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """What is left of the confidence, shared among the other readings; none comes near the best."""
    total = sum(other.confidence for other in others)
    left = min(1.0 - best.confidence, 0.5 * best.confidence)
    scale = min(1.0, left / total) if total else 0.0
    return tuple(replace(other, confidence=other.confidence * scale) for other in others)


# ---------------------------------------------------------------- contrast and population


def _limits(
    question: str, own: Understanding, claims: Claims, profile: DataProfile, trusted: bool
) -> tuple[Understanding, tuple[str, ...]]:
    """What the model adds to contrast and population, as far as the question says it in words."""
    remarks: tuple[str, ...] = ()
    treatment = own.readings[0].treatment
    silent = own.low is None and own.high is None and own.step is None and own.relative_step is None
    if treatment is not None and silent and (claims.low is not None or claims.high is not None):
        column = profile[treatment]
        low, high = (own_level(value, column) for value in (claims.low, claims.high))
        if is_said(low, question, column) and is_said(high, question, column):
            own = replace(own, low=low, high=high)
        elif not _usual(low, high, column):
            remarks = (say(own.language, "remark-contrast", theirs=_contrast_text(claims)),)
    own, more = settle_population(question, own, claims, profile, trusted)
    return own, (*remarks, *more)


def _usual(low: Level | None, high: Level | None, column: ColumnProfile) -> bool:
    """From the lower to the higher of two levels: what would be compared anyway."""
    levels = sorted(str(level) for level, _ in column.levels)
    return (
        len(levels) == 2
        and (low is None or str(low) == levels[0])
        and (high is None or str(high) == levels[1])
    )


def _contrast_text(claims: Claims) -> str:
    return f"{short(claims.low)} → {short(claims.high)}"
