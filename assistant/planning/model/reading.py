"""Two readers of one question, words and model: where they agree, which one counts, what is asked back.

Sure words win over the model: measured on some 200 questions, a pair that the words give with confidence is
nearly always right, and then no text that talks the model into another question can change the answer. Unsure
words give way to a model that quotes the question. In between the person is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.language import say
from assistant.planning.model.claims import Claims
from assistant.planning.plan import ASK_BELOW, reading_text
from assistant.planning.reading.clauses import normalise, set_population_apart
from assistant.planning.reading.contrast import level_names, read_contrast
from assistant.planning.reading.numbers import figures
from assistant.planning.reading.population import read_population
from assistant.planning.reading.text import stem, tokens
from assistant.types import Evidence, Reading, Understanding
from tools.messages import Message, Quoted
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile, Level, NeedsClarification

SURE = 0.7  # confidence from which on the words are not put in question by a model
_AGREED = 0.999  # the most that two readers together can be sure
_MOST = 0.9  # the most that a model alone can be sure


@dataclass(frozen=True)
class Settled:
    """The question as it will be answered."""

    understanding: Understanding
    remarks: tuple[str, ...]
    ask: NeedsClarification | None = None


def settle(question: str, own: Understanding, claims: Claims, profile: DataProfile, unsure: bool) -> Settled:
    """One understanding of two. `unsure`: the words alone would have led to a question back or a refusal."""
    if claims.outcome is None:
        return _unread(own, claims, unsure)
    theirs = Reading(claims.treatment, claims.outcome, min(claims.confidence, _MOST))
    ours = own.readings[0] if own.readings else None
    if ours is not None and _agree(ours, theirs, claims):
        return _agreed(question, own, ours, theirs, claims, profile)
    pair = {"theirs": reading_text(theirs), "ours": reading_text(ours) if ours else ""}
    if own.missing and ours is not None:
        parts = ", ".join(f"“{part}”" for part in own.missing)
        asked = Message("remark-missing-ask", {"parts": Quoted(parts), "theirs": Quoted(pair["theirs"])})
        return Settled(own, (), NeedsClarification(asked, (pair["theirs"],)))
    if unsure or ours is None:
        if theirs.confidence < ASK_BELOW:
            return _unread(own, claims, True)
        taken = _with_reading(question, own, theirs, claims, profile)
        return replace(taken, remarks=(say(own.language, "remark-pair-theirs", **pair), *taken.remarks))
    if ours.confidence >= SURE or theirs.confidence < ASK_BELOW:
        kept = replace(own, readings=_ordered(ours, (theirs, *own.readings[1:])))
        return Settled(kept, (say(own.language, "remark-pair-ours", **pair),))
    which = Message("remark-pair-ask", {name: Quoted(text) for name, text in pair.items()})
    both = NeedsClarification(which, (pair["ours"], pair["theirs"]))
    return Settled(replace(own, readings=_ordered(ours, (theirs, *own.readings[1:]))), (), both)


def _agree(ours: Reading, theirs: Reading, claims: Claims) -> bool:
    if ours.outcome != theirs.outcome:
        return False
    # A cutoff may be named by its running variable or by being past it.
    cutoff = claims.design.running_variable
    return ours.treatment == theirs.treatment or (
        cutoff is not None and {ours.treatment, theirs.treatment} <= {None, cutoff}
    )


def _agreed(
    question: str, own: Understanding, ours: Reading, theirs: Reading, claims: Claims, profile: DataProfile
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
    own, more = _limits(question, replace(own, missing=()), claims, profile)
    return Settled(own, (*remarks, *more))


def _with_reading(
    question: str, own: Understanding, theirs: Reading, claims: Claims, profile: DataProfile
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
    read, remarks = _limits(question, read, claims, profile)
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
    question: str, own: Understanding, claims: Claims, profile: DataProfile
) -> tuple[Understanding, tuple[str, ...]]:
    """What the model adds to contrast and population, as far as the question says it in words."""
    remarks: list[str] = []
    treatment = own.readings[0].treatment
    silent = own.low is None and own.high is None and own.step is None and own.relative_step is None
    if treatment is not None and (claims.low is not None or claims.high is not None):
        low, high = (own_level(value, profile[treatment]) for value in (claims.low, claims.high))
        if (
            silent
            and is_said(low, question, profile[treatment])
            and is_said(high, question, profile[treatment])
        ):
            own = replace(own, low=low, high=high)
        elif not _usual(low, high, profile[treatment]) and silent:
            remarks.append(say(own.language, "remark-contrast", theirs=_contrast_text(claims)))
    known = {condition.column for condition in own.population}
    kept = list(own.population)
    for condition, quotation in claims.population:
        if condition.column in known:
            continue
        free = condition.column not in (treatment, own.readings[0].outcome)
        if free and _grounded(condition, quotation, claims, profile[condition.column]):
            kept.append(_on_scale(condition, profile[condition.column]))
        else:
            remarks.append(say(own.language, "remark-population", theirs=_condition_text(condition, profile)))
    return replace(own, population=tuple(kept)), tuple(remarks)


def is_said(level: Level | None, question: str, column: ColumnProfile) -> bool:
    """Does the question name the level: its label, its text, or the figure?"""
    if level is None:
        return True
    figure = isinstance(level, int | float) and not isinstance(level, bool)
    if figure and column.kind in (ColumnKind.NUMBER, ColumnKind.COUNT):
        return float(level) in figures(question)
    said = f" {' '.join(map(stem, tokens(question)))} "
    names = [label for label, named in level_names(column) if named == level]
    return any(f" {' '.join(map(stem, tokens(name)))} " in said or name in question for name in names)


def _usual(low: Level | None, high: Level | None, column: ColumnProfile) -> bool:
    """From the lower to the higher of two levels: what would be compared anyway."""
    levels = sorted(str(level) for level, _ in column.levels)
    return (
        len(levels) == 2
        and (low is None or str(low) == levels[0])
        and (high is None or str(high) == levels[1])
    )


def _grounded(condition: Condition, quotation: str, claims: Claims, column: ColumnProfile) -> bool:
    """The quoted words must say the value, and must not be those that the reading rests on."""
    taken = set(tokens(claims.treatment_words)) | set(tokens(claims.outcome_words))
    if set(tokens(quotation)) & taken:
        return False
    return is_said(own_level(condition.value, column), quotation, column)


def own_level(value: Level | None, column: ColumnProfile) -> Level | None:
    """The column's own level that the model wrote, perhaps as text ("1" for 1, "yes" for a label of 1)."""
    if value is None:
        return None
    for level, _ in column.levels:
        if str(level).casefold() == str(value).casefold():
            return level
    for level, label in column.level_labels:
        if label.casefold() == str(value).casefold():
            return level
    if isinstance(value, str) and column.kind in (ColumnKind.NUMBER, ColumnKind.COUNT):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _on_scale(condition: Condition, column: ColumnProfile) -> Condition:
    level = own_level(condition.value, column)
    return condition if level is None else replace(condition, value=level)


def _contrast_text(claims: Claims) -> str:
    return f"{_short(claims.low)} → {_short(claims.high)}"


def _condition_text(condition: Condition, profile: DataProfile) -> str:
    return f"{condition.column} {condition.operator} {_short(condition.value)}"


def _short(value: Level | None) -> str:
    return "?" if value is None else str(value)[:40]
