"""Which column holds the arms of a test, which of its levels is control, and how they were to be split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.designs import randomised
from assistant.designs.statements import Spoken, may_be_assigned
from assistant.designs.text import name_words, split_sentences
from assistant.kinds.experiment.asked import found_in
from assistant.kinds.interface import Asked
from assistant.planning.design import make_study
from assistant.planning.reading.contrast import levels_named
from assistant.planning.timing import place_columns
from assistant.types import Reading
from tools.data.levels import order_levels
from tools.effects.arms import sample_ratio
from tools.types import ColumnProfile, DataProfile, Design, DesignKind, Level, Timing

__all__ = ["Arms", "Planned", "arm_columns", "arms_of", "level_asked", "planned_shares"]

MOST_ARMS = 8
_LIKELY = 2.0  # points from which on a column is taken for the arms
_FITS = 0.001  # p from which on counts agree with a split
# Splits that people plan, where nobody says which: the larger share.
_USUAL = (2 / 3, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Arms:
    """The arms of a test, control first."""

    column: str
    levels: tuple[Level, ...]
    control_said: bool  # does a word say which is control?
    random: bool  # does the description say that chance decided?
    against: str = ""  # the sentence that says that it did not

    @property
    def control(self) -> Level:
        return self.levels[0]


@dataclass(frozen=True)
class Planned:
    """The split that was planned, in the arms' order."""

    shares: tuple[float, ...]
    said: bool  # else equal arms are presumed
    unless: float | None = None  # a share of control that fits where equal arms do not, said by nobody


# ---------------- The column


def arm_columns(asked: Asked) -> list[tuple[float, Arms]]:
    """Columns that may hold the arms with their points, the likeliest first."""
    found = []
    for column in asked.profile.columns:
        if not 2 <= column.distinct <= MOST_ARMS or len(column.levels) != column.distinct:
            continue
        points, arms = _points(column, asked)
        if points >= _LIKELY:
            found.append((points, arms))
    return sorted(found, key=lambda each: -each[0])


def _points(column: ColumnProfile, asked: Asked) -> tuple[float, Arms]:
    """How much speaks for the column: chance is said to decide it, its name, its levels' names."""
    profile = asked.profile
    other = next((c.name for c in reversed(profile.columns) if c.name != column.name), column.name)
    study = make_study("", Reading(column.name, other, 1.0), profile, asked.table)
    if not may_be_assigned(study, column):
        return 0.0, Arms(column.name, (), False, False)
    spoken: Spoken = randomised.spoken(study, Design(DesignKind.RANDOMISED))
    # "drawn at random by pen" in a column's own words needs no more: no sample is meant by it.
    said = spoken.points > 0 or _drawn(column)
    levels, control_said = _ordered(column, profile)
    words = [_words_of(level, column) for level in levels]
    name = name_words(column.name)
    points = 3.0 * said
    points += (
        2.0 * any(_is(word, "control") for word in words) * any(not _is(word, "control") for word in words)
    )
    points += 2.0 * (_are_letters(levels) and any(True for _ in found_in(name, "description", "arm")))
    points += 1.5 * any(True for _ in found_in(name, "description", "arm"))
    early = make_study("", Reading(None, other, 1.0), profile, asked.table)
    if not said and place_columns(early)[column.name].timing is Timing.BEFORE:
        points = 0.0
    against = ""
    if spoken.against and not said and spoken.evidence and _speaks_against(spoken):
        against = spoken.against
    yes_no = {_folded(word) for word in words} <= {
        "0",
        "1",
        "yes",
        "no",
        "true",
        "false",
        "ja",
        "nein",
        "是",
        "否",
    }
    if yes_no and not said:
        points -= 2.0  # nearly any yes/no column has a level "no"
    return points, Arms(column.name, levels, control_said, said, against)


def _drawn(column: ColumnProfile) -> bool:
    text = column.description or ""
    chance, denied = (any(True for _ in found_in(text, "description", name)) for name in ("chance", "denied"))
    return chance and not denied


def _speaks_against(spoken: Spoken) -> bool:
    return spoken.told is not None and spoken.told.id in (
        "design-not-random-denied",
        "design-not-random-chosen",
    )


def arms_of(name: str, asked_profile: DataProfile, asked: Asked | None = None) -> Arms:
    """The arms of a column that somebody named."""
    column = asked_profile[name]
    levels, said = _ordered(column, asked_profile)
    if asked is None:
        return Arms(name, levels, said, False)
    return replace(_points(column, asked)[1], levels=levels, control_said=said)


# ---------------- Control


def _ordered(column: ColumnProfile, profile: DataProfile) -> tuple[tuple[Level, ...], bool]:
    """The levels with control first, and whether a word says so."""
    levels = sorted((level for level, _ in column.levels), key=lambda level: (str(type(level)), level))
    words = {level: _words_of(level, column) for level in levels}
    # In "A, B, C" no letter stands for control.
    series = "a" in {_folded(_plain(level)) for level in levels}
    controls = [] if series else [level for level in levels if _is(words[level], "control")]
    if not controls:
        controls = [level for level in levels if _called_control(level, profile.description)]
    if len(controls) > 1:  # "no offer" beside "no visit" says nothing; "control" beside "old" does
        controls = [
            level for level in controls if words[level].startswith(("contr", "ctrl", "kontroll", "对照"))
        ]
    if len(controls) == 1:
        return (controls[0], *(level for level in levels if level != controls[0])), True
    if len(levels) == 2:
        low, high, _ = order_levels(levels[0], levels[1], column.level_labels)
        zero_one = {_folded(str(level)) for level in levels} <= {"0", "1", "0.0", "1.0", "false", "true"}
        treated = [level for level in levels if _is(words[level], "treated")]
        return (low, high), zero_one or treated == [high]
    return tuple(levels), False


def _called_control(level: Level, description: str) -> bool:
    """ "A (control)", "A is the control", "control (A)", "A = old page": in the words around the level."""
    name = re.escape(_plain(level))
    word = r"(?:control|kontroll\w*|placebo|old|alt\w*|existing|current|对照|旧|原)"
    is_the = r"\s*(?:\(|=|:|is|was|are|were|ist|war|sah\w*|saw|got|为|是|：)\s*(?:the |die |an? |eine )?"
    joined = rf"(?<!\w){name}(?!\w){is_the}{word}"
    behind = rf"{word}\w*(?: group| arm| gruppe|组)?\s*(?:\(|=|:)\s*{name}(?!\w)"
    return bool(re.search(f"{joined}|{behind}", description, re.IGNORECASE))


def _plain(level: Level) -> str:
    return f"{level:g}" if isinstance(level, float) else str(level)


def _words_of(level: Level, column: ColumnProfile) -> str:
    """A level's own label, else itself, as words."""
    label = next((text for value, text in column.level_labels if value == level), None)
    return name_words(label or _plain(level)).strip()


def _is(words: str, what: str) -> bool:
    return any(True for _ in found_in(words, "description", what))


def _folded(text: str) -> str:
    return text.casefold().strip()


def _are_letters(levels: Sequence[Level]) -> bool:
    names = [_folded(str(level)) for level in levels]
    return all(len(name) == 1 and name.isalpha() for name in names) or all(
        re.fullmatch(r"[a-z]+[ _-]?[a-d1-9]", name) for name in names
    )


def level_asked(question: str, column: ColumnProfile, levels: Sequence[Level]) -> Level | None:
    """The arm that the question names: by its label, or by its letter ("did B win?")."""
    named = [level for level in levels_named(question.lower(), column) if level in levels[1:]]
    if len(named) == 1:
        return named[0]
    letters = []
    for level in levels[1:]:
        last = re.search(r"(?:^|[ _-])([A-Za-z0-9])$", _plain(level))
        if last and re.search(rf"(?<![\w/]){re.escape(last[1])}(?![\w/'])", question):
            letters.append(level)
    return letters[0] if len(letters) == 1 else None


# ---------------- The split


def planned_shares(arms: Arms, counts: Sequence[int], profile: DataProfile) -> Planned:
    """The shares that the description speaks of, else equal ones; `counts` in the arms' order.

    "80/20" and "a tenth was held out" do not say in all words which arm is which: the way round that the
    counts are nearer to is taken.
    """
    size = len(arms.levels)
    equal = tuple([1 / size] * size)
    sentences = [
        sentence
        for sentence in split_sentences(profile.description)
        if any(True for _ in found_in(sentence, "description", "drawn"))
    ]
    for sentence in sentences:
        if any(True for _ in found_in(sentence, "description", "equal")):
            return Planned(equal, True)
    if size == 2:
        for sentence in sentences:
            for share in _shares_in(sentence):
                return Planned(_nearer(share, counts), True)
    if size == 2 and sample_ratio(counts, equal)[1] < _FITS:
        for usual in _USUAL:
            shares = _nearer(usual, counts)
            if sample_ratio(counts, shares)[1] >= _FITS:
                return Planned(shares, False, shares[0])
    return Planned(equal, False)


def _shares_in(sentence: str) -> list[float]:
    found = []
    for match in found_in(sentence, "description", "split"):
        one, other = int(match["one"]), int(match["other"])
        if one + other == 100 or (1 <= one <= 20 and 1 <= other <= 20):
            found.append(one / (one + other))
    for match in found_in(sentence, "description", "share"):
        found.append(float(match["share"].replace(",", ".")) / 100)
    return [share for share in found if 0 < share < 1]


def _nearer(share: float, counts: Sequence[int]) -> tuple[float, float]:
    """(control, other) so that the larger share is the larger arm's."""
    large, small = max(share, 1 - share), min(share, 1 - share)
    return (large, small) if counts[0] >= counts[1] else (small, large)
