"""The contrast: from which level of the treatment to which, as far as the question says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.planning.reading.cues import compiled, load_cues
from assistant.planning.reading.numbers import number, with_numbers
from assistant.planning.reading.text import stem, tokens
from assistant.types import Evidence
from tools.types import ColumnKind, ColumnProfile, Level

_NUMBER_KINDS = (ColumnKind.NUMBER, ColumnKind.COUNT)


@dataclass(frozen=True)
class Contrast:
    """What the question says about the change; everything None when it says nothing."""

    low: Level | None = None
    high: Level | None = None
    step: float | None = None
    relative_step: float | None = None
    evidence: tuple[Evidence, ...] = ()


def read_contrast(question: str, cause: str, treatment: ColumnProfile) -> Contrast:
    """The contrast; levels are looked for in the whole question, changes in the cause clause."""
    text, clause = question.lower(), cause.lower()
    if treatment.kind in _NUMBER_KINDS:
        return _from_to(text, treatment) or _relative(clause) or _step(clause, treatment) or Contrast()
    return _levels(text, treatment) or _everyone(text, treatment) or Contrast()


def _from_to(text: str, treatment: ColumnProfile) -> Contrast | None:
    cues = load_cues("reading_contrast")["from_to"]
    for pattern in cues["patterns"]:
        match = re.search(with_numbers(pattern["text"]), text)
        if match is None:
            continue
        first, second = (number(group) for group in match.groups())
        low, high = (second, first) if pattern.get("high_first") else (first, second)
        if _plausible(low, treatment) and _plausible(high, treatment):
            said = Evidence("contrast", f"'{match[0].strip()}': from {low:g} to {high:g}", 1.0)
            return Contrast(low=low, high=high, evidence=(said,))
    return None


def _relative(clause: str) -> Contrast | None:
    cues = load_cues("reading_contrast")["relative"]
    for word, share in cues["words"].items():
        if word in clause:
            return Contrast(relative_step=share, evidence=(_change(word, share),))
    for word, share in cues["shares"].items():
        if word in clause:
            return Contrast(
                relative_step=_sign(clause) * share, evidence=(_change(word, _sign(clause) * share),)
            )
    for pattern in cues["patterns"]:
        match = re.search(with_numbers(pattern.replace("PERCENT", cues["percent"])), clause)
        if match:
            share = _sign(clause) * number(match[1]) / 100
            return Contrast(relative_step=share, evidence=(_change(match[0].strip(), share),))
    return None


def _change(words: str, share: float) -> Evidence:
    return Evidence("contrast", f"'{words}': a change of {share:+.0%}", 1.0)


def _step(clause: str, treatment: ColumnProfile) -> Contrast | None:
    cues = load_cues("reading_contrast")["step"]
    for pattern in cues["patterns"]:
        match = compiled(with_numbers(pattern)).search(clause)
        if match is None:
            continue
        size = number(match[1]) if match[1] else 1.0
        points = compiled(with_numbers(f"FIG ?(?:{cues['points']})")).search(clause)
        if points and treatment.maximum is not None and treatment.maximum <= 1.0:
            size = number(points[1]) / 100  # percentage points of a share
        step = size if size < 0 else _sign(clause) * size
        said = Evidence("contrast", f"'{match[0].strip()}': a change of {step:+g}", 1.0)
        return Contrast(step=step, evidence=(said,))
    return None


def _levels(text: str, treatment: ColumnProfile) -> Contrast | None:
    """Levels that the question names; the one after "rather than" is what it is compared with."""
    before, after, sure = _around_versus(text)
    named_first, named_second = (
        levels_named(before, treatment),
        levels_named(after, treatment) if after else [],
    )
    high = next(iter(named_first), None)
    low = next((level for level in named_second if level != high), None)
    if low is None and after:
        low = _no_treatment(after, treatment)
        if low is None and sure and treatment.distinct > 2:
            return None  # with what it is compared is said, and not understood
    if high is None or (low is None and len(named_first) != 1):
        return None
    if low is None and treatment.distinct == 2:
        low = next((level for level, _ in treatment.levels if level != high), None)
    said = f"the question names the level {high!r}" + (f", compared with {low!r}" if low is not None else "")
    return Contrast(low=low, high=high, evidence=(Evidence("contrast", said, 1.0),))


def _no_treatment(text: str, treatment: ColumnProfile) -> Level | None:
    """ "Compared with no dose": the one level that is called "none", "placebo"."""
    words = load_cues("reading_contrast")["untreated"]["words"]
    said = set(tokens(text))
    if not any(word in said if word.isascii() else word in text for word in words):
        return None
    fitting: list[Level] = [
        level for level, _ in treatment.levels if isinstance(level, str) and level.strip().lower() in words
    ]
    fitting += [level for level, label in treatment.level_labels if label.strip().lower() in words]
    return fitting[0] if len(set(fitting)) == 1 else None


def _around_versus(text: str) -> tuple[str, str, bool]:
    """What stands before and after a word of comparison, and whether that word can be nothing else."""
    cues = load_cues("reading_contrast")["versus"]
    for word in cues["words"]:
        place = text.find(f" {word} ") if word.isascii() else text.find(word)
        if place >= 0:
            return text[:place], text[place + len(word) :], word not in cues["doubtful"]
    return text, "", False


def levels_named(text: str, column: ColumnProfile) -> list[Level]:
    """Levels whose label stands in the text, longest label first."""
    said = f" {' '.join(map(stem, tokens(text)))} "
    found = []
    for label, level in level_names(column):
        key = " ".join(map(stem, tokens(label)))
        if (key and f" {key} " in said) or (not key and label and label in text):
            found.append((len(label), level))
    return [level for _, level in sorted(found, key=lambda item: -item[0])]


def level_names(column: ColumnProfile) -> list[tuple[str, Level]]:
    """(words, level) for the levels that have words; one-letter codes have none."""
    named = [(label, level) for level, label in column.level_labels]
    named += [(level, level) for level, _ in column.levels if isinstance(level, str)]
    return [(label.lower(), level) for label, level in named if len(label) > 2 or not label.isascii()]


def _everyone(text: str, treatment: ColumnProfile) -> Contrast | None:
    """ "If nobody smoked": from the level 1 to the level 0; "if everybody did": the other way."""
    if {level for level, _ in treatment.levels} != {0, 1}:
        return None
    cues = load_cues("reading_contrast")["everyone"]
    for word, (low, high) in [(w, (1, 0)) for w in cues["none"]] + [(w, (0, 1)) for w in cues["all"]]:
        if (word in text) if not word.isascii() else re.search(rf"\b{word}\b", text):
            return Contrast(
                low=low, high=high, evidence=(Evidence("contrast", f"'{word}': from {low} to {high}", 1.0),)
            )
    return None


def _plausible(value: float, column: ColumnProfile) -> bool:
    """Within the column's range or not far from it: 1946 to 2010 are no prices."""
    if column.minimum is None or column.maximum is None:
        return True
    span = column.maximum - column.minimum
    return column.minimum - span <= value <= column.maximum + span


def _sign(clause: str) -> int:
    words = load_cues("reading_contrast")["step"]["negative"]
    return (
        -1
        if any(word in clause if not word.isascii() else re.search(rf"\b{word}\b", clause) for word in words)
        else 1
    )
