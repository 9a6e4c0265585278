"""Whom a question is about, as a model reads it: each condition is held against the words that it quotes.

A model that is trusted says whom the question is about *and* whom it is not: naming the town where a charge
came in is no wish to leave out every other town, though a level of a column is named.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.language import say
from assistant.language.registry import until_registered
from assistant.planning.model.claims import Claims
from assistant.planning.reading.clauses import normalise, set_population_apart
from assistant.planning.reading.contrast import level_names
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.numbers import figures
from assistant.planning.reading.population import read_population
from assistant.planning.reading.text import is_chinese, is_stopword, stem, tokens
from assistant.types import Evidence, Understanding
from tools.text.names import name_words
from tools.text.sentences import CJK
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile, EstimandKind, Level

__all__ = ["is_said", "own_level", "settle_population", "short"]

_NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)
_RANGE = re.compile(r"(?<=\d)\s*[-\u2010-\u2015]\s*(?=\d)")  # "1946-2010" holds no minus
_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_SHARED = 2  # other columns whose words may hold a word that tells a flag apart


def settle_population(
    question: str, own: Understanding, claims: Claims, profile: DataProfile, trusted: bool
) -> tuple[Understanding, tuple[str, ...]]:
    """Whom the answer is about, and remarks on what was not taken over; `own.readings` are settled.

    A condition of the model counts when the question's words that it quotes say it. Where the model is
    `trusted` it goes before what we read, and what we take for a limit and it does not is dropped, unless
    the words set it apart ("among ...").
    """
    treatment, outcome = own.readings[0].treatment, own.readings[0].outcome
    claimed: list[Condition] = []
    remarks: list[str] = []
    for condition, quotation in claims.population:
        if condition.column == treatment and trusted and _on_treated(condition, quotation, claims, profile):
            own = _of_the_treated(own, condition, profile[condition.column])
        elif condition.column not in (treatment, outcome) and _grounded(
            condition, quotation, claims, profile
        ):
            claimed.append(_on_scale(condition, profile[condition.column]))
        elif condition not in own.population:
            said = _condition_text(condition)
            remarks.append(say(own.language, "remark-population", theirs=said))
    if not trusted:
        read = {condition.column for condition in own.population}
        added = [condition for condition in claimed if condition.column not in read]
        return replace(own, population=(*own.population, *added)), tuple(remarks)
    spoken_of = {condition.column for condition, _ in claims.population}
    settled = {condition.column for condition in claimed}
    apart = _set_apart(question, own, profile)
    kept: list[Condition] = []
    for condition in own.population:
        if condition.column in settled:
            continue
        if condition.column in spoken_of or condition in apart:
            kept.append(condition)
        else:
            remarks.append(say(own.language, "remark-population-theirs", ours=_condition_text(condition)))
    population = (*kept, *claimed)
    return _limited_to(own, population, spoken_of), tuple(remarks)


def _limited_to(
    own: Understanding, population: tuple[Condition, ...], spoken_of: Collection[str]
) -> Understanding:
    """With this population, and without the evidence for what no longer limits it."""
    gone = tuple(f"means {condition}" for condition in own.population if condition not in population)
    evidence = tuple(e for e in own.evidence if not (e.about == "population" and e.text.endswith(gone)))
    told = [Evidence("population", f"the model limits it to {c}", 1.0) for c in population]
    told = [e for e, c in zip(told, population, strict=True) if c not in own.population]
    unread = tuple(name for name in own.not_filtered if name in spoken_of)
    applied = {condition.column for condition in population}
    return replace(
        own,
        population=population,
        evidence=(*evidence, *told),
        not_filtered=tuple(name for name in unread if name not in applied),
    )


def _set_apart(question: str, own: Understanding, profile: DataProfile) -> frozenset[Condition]:
    """Our conditions that stand in words which say whom it is about: "among women", "nur bei Rauchern"."""
    apart = set_population_apart(normalise(question, own.language), own.language)[1]
    if not apart:
        return frozenset()
    names = {condition.column for condition in own.population}
    columns = tuple(column for column in profile.columns if column.name in names)
    return frozenset(read_population(apart, apart, replace(profile, columns=columns), set(), names)[0])


def _on_treated(condition: Condition, quotation: str, claims: Claims, profile: DataProfile) -> bool:
    """ "The children who got it": a level of the treatment, in words of their own."""
    column = profile[condition.column]
    named = {level for level, _ in column.levels}
    return (
        condition.operator == "=="
        and column.distinct == 2
        and own_level(condition.value, column) in named
        and not _rests_on(quotation, claims.treatment_words)
    )


def _of_the_treated(own: Understanding, condition: Condition, column: ColumnProfile) -> Understanding:
    """The effect on those who got the treatment, or on those who did not, instead of on everybody."""
    if own.estimand is not EstimandKind.ATE:
        return own
    treated = own.high if own.high is not None else max((level for level, _ in column.levels), key=str)
    got = own_level(condition.value, column) == treated
    return replace(own, estimand=EstimandKind.ATT if got else EstimandKind.ATC)


# ---------------------------------------------------------------- is it said?


def _grounded(condition: Condition, quotation: str, claims: Claims, profile: DataProfile) -> bool:
    """The quoted words must say the condition, and must not be those that the reading rests on."""
    if _rests_on(quotation, claims.treatment_words) or _rests_on(quotation, claims.outcome_words):
        return False
    column = profile[condition.column]
    wanted = _on_scale(condition, column)
    words = _RANGE.sub(" to ", quotation)
    ours = read_population(
        words.lower(), words.lower(), replace(profile, columns=(column,)), set(), (column.name,)
    )[0]
    if ours and ours[0].value == wanted.value:
        return ours[0] == wanted  # the value and which side of it
    if is_said(wanted.value, words, column):
        return True
    return condition.operator == "==" and _names_flag(wanted.value, quotation, column, profile)


def _rests_on(quotation: str, words: str) -> bool:
    """Does the quotation hold every word of substance of those that mean the treatment or the outcome?

    "Women" in "the course for women" leaves the course; "the course" leaves nothing.
    """
    mine = set(_substance(words))
    return bool(mine) and mine <= set(_substance(quotation))


def _substance(text: str) -> list[str]:
    """Stems of the words that are no function words; of Chinese, pairs of characters."""
    found: list[str] = []
    for run in _RUN.findall(text.casefold()):
        if is_chinese(run):
            found += [run[place : place + 2] for place in range(max(1, len(run) - 1))]
        elif not is_stopword(run):
            found.append(stem(run))
    return found


def _names_flag(value: Level, quotation: str, column: ColumnProfile, profile: DataProfile) -> bool:
    """Do the words name a 0/1 column: "widowed people" for `widowed` == 1, "non-smokers" for `smoker` == 0?

    By a word of its name or meaning that at most two other columns share.
    """
    if {level for level, _ in column.levels} != {0, 1} or value not in (0, 1):
        return False
    said = set(_substance(quotation))
    shared = [_own_words(other) for other in profile.columns if other.name != column.name]
    telling = {
        word for word in said & _own_words(column) if sum(word in words for words in shared) <= _SHARED
    }
    denied = any(pattern.search(quotation) for pattern in _negations())
    return bool(telling) and denied is (value == 0)


def _own_words(column: ColumnProfile) -> set[str]:
    meaning = column.meaning or column.description or ""
    return set(_substance(" ".join((*name_words(column.name), meaning))))


@until_registered
def _negations() -> tuple[re.Pattern[str], ...]:
    patterns = load_cues("model_claims")["negated"]["patterns"]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def is_said(level: Level | None, text: str, column: ColumnProfile) -> bool:
    """Does the text name the level: its label, its text, or the figure?"""
    if level is None:
        return True
    figure = isinstance(level, int | float) and not isinstance(level, bool)
    if figure and column.kind in _NUMBERS:
        return float(level) in figures(text)
    said = f" {' '.join(map(stem, tokens(text)))} "
    names = [label for label, named in level_names(column) if named == level]
    return any(f" {' '.join(map(stem, tokens(name)))} " in said or name in text for name in names)


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
    if isinstance(value, str) and column.kind in _NUMBERS:
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _on_scale(condition: Condition, column: ColumnProfile) -> Condition:
    level = own_level(condition.value, column)
    return condition if level is None else replace(condition, value=level)


def _condition_text(condition: Condition) -> str:
    return f"{condition.column} {condition.operator} {short(condition.value)}"


def short(value: Level | None) -> str:
    """A level in at most forty letters."""
    return "?" if value is None else str(value)[:40]
