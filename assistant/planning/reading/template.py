"""A line of the cue grammar, tried on a question in linear time.

`does {cause} [really] <change> {effect}` is read word by word (sign by sign where nothing stands between
words). A set of places in the text is an integer with a bit a place: whether the rest of a template fits is
worked out from its end for all places at once, and only then is a division chosen, from the front. A regular
expression for the same line goes back and forth over every division, about the cube of the length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Template", "Text"]

_PIECE = re.compile(
    r"\{(?P<slot>\w+)(?::(?P<start>\w+))?\}|<(?P<list>\w+)>|(?P<mark>[()\[\]|^])|(?P<word>[^\s{}<>()\[\]|^]+)"
)
_UNNAMED = "skip"  # the slot whose words nobody asks for


class Text:
    """A normalised text as the units that templates are made of: words, or signs where `spaced` is False."""

    def __init__(self, text: str, spaced: bool = True) -> None:
        self.units: Sequence[str] = text.split() if spaced else "".join(text.split())
        self.blank = " " if spaced else ""
        self.spaced = spaced
        self._at: dict[str, int] = {}
        for place, unit in enumerate(self.units):
            self._at[unit] = self._at.get(unit, 0) | 1 << place
        self._lists: dict[int, tuple[tuple[int, int], ...]] = {}

    def places_of(self, phrases: Phrases) -> tuple[tuple[int, int], ...]:
        """(units, places where they start) of each phrase that the text holds, in the order of the list."""
        known = self._lists.get(id(phrases))
        if known is None:
            found = ((len(phrase), self._start(phrase)) for phrase in phrases.all_of(self.spaced))
            known = self._lists[id(phrases)] = tuple((size, places) for size, places in found if places)
        return known

    def _start(self, phrase: Sequence[str]) -> int:
        places = -1
        for shift, unit in enumerate(phrase):
            places &= self._at.get(unit, 0) >> shift
            if not places:
                return 0
        return places

    def between(self, start: int, end: int) -> str:
        return self.blank.join(self.units[start:end])


class Phrases:
    """Words that may stand at a place, longest first; shared by all templates that name the same list."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = tuple(sorted(entries, key=len, reverse=True))

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(entry.split()) for entry in self._entries)

    @cached_property
    def _signs(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple("".join(entry.split())) for entry in self._entries)

    def all_of(self, spaced: bool) -> tuple[tuple[str, ...], ...]:
        return self._words if spaced else self._signs


@dataclass(frozen=True)
class _Slot:
    name: str
    shortest: bool  # as short as possible, else as long as possible
    opens: Phrases | None = None  # what it starts with


@dataclass(frozen=True)
class _Either:
    """One of several sequences; with an empty one last, a sequence that may be left out."""

    branches: tuple[tuple[_Node, ...], ...]


_Node = Phrases | _Slot | _Either


class Template:
    """One line of the grammar. `shortest` says whether its first slot is as short or as long as possible."""

    def __init__(self, line: str, lists: Mapping[str, Phrases], shortest: bool) -> None:
        self.at_start = line.startswith("^")
        lazy = iter([shortest, *[not shortest] * 5])
        # A sequence's branches so far, innermost last; the sign says how the bracket began.
        open_: list[tuple[str, list[list[_Node]]]] = [("", [[]])]
        for piece in _PIECE.finditer(line):
            here = open_[-1][1]
            if piece["start"]:
                here[-1].append(_Slot(piece["slot"], False, lists[piece["start"]]))
            elif piece["slot"]:
                here[-1].append(_Slot(piece["slot"], next(lazy)))
            elif piece["list"]:
                here[-1].append(lists[piece["list"]])
            elif piece["word"]:
                here[-1].append(Phrases([piece["word"]]))
            elif piece["mark"] in "([":
                open_.append((piece["mark"], [[]]))
            elif piece["mark"] == "|":
                here.append([])
            elif piece["mark"] in ")]":
                sign, branches = open_.pop()
                closed = [tuple(branch) for branch in branches] + ([()] if sign == "[" else [])
                open_[-1][1][-1].append(_Either(tuple(closed)))
        self._nodes: tuple[_Node, ...] = tuple(open_[0][1][0])
        self.slots = frozenset(re.findall(r"\{(\w+)", line)) - {_UNNAMED}

    def fit(self, text: Text) -> dict[str, str] | None:
        """The words in each slot; the template runs from its first fit to the end of the text."""
        end = len(text.units)
        starts = _before(self._nodes, 1 << end, text)
        if self.at_start:
            starts &= 1
        if not starts:
            return None
        slots: dict[str, str] = {}
        _walk(self._nodes, _lowest(starts), 1 << end, text, slots)
        return slots


def _before(nodes: Sequence[_Node], after: int, text: Text) -> int:
    """The places from which the nodes lead to one of the places `after`."""
    for node in reversed(nodes):
        if not after:
            return 0
        after = _before_one(node, after, text)
    return after


def _before_one(node: _Node, after: int, text: Text) -> int:
    if isinstance(node, Phrases):
        return _phrases_before(node, after, text)
    if isinstance(node, _Either):
        found = 0
        for branch in node.branches:
            found |= _before(branch, after, text)
        return found
    if node.opens is not None:
        return _phrases_before(node.opens, after | _any_before(after), text)
    return _any_before(after)


def _phrases_before(phrases: Phrases, after: int, text: Text) -> int:
    found = 0
    for size, places in text.places_of(phrases):
        found |= places & (after >> size)
    return found


def _any_before(after: int) -> int:
    """Every place that lies at least one unit before one of these."""
    return (1 << (after.bit_length() - 1)) - 1 if after else 0


def _walk(nodes: Sequence[_Node], place: int, after: int, text: Text, slots: dict[str, str]) -> int:
    """Through the nodes from `place` to one of the places `after`, which can be done; where it comes out."""
    for index, node in enumerate(nodes):
        goals = _before(nodes[index + 1 :], after, text)
        if isinstance(node, _Either):
            here = 1 << place
            branch = next(b for b in node.branches if _before(b, goals, text) & here)
            place = _walk(branch, place, goals, text, slots)
            continue
        if isinstance(node, Phrases):
            place = _past(node, place, goals, text)
            continue
        start = place
        if node.opens is not None:
            place = _past(node.opens, place, goals | _any_before(goals), text)
            beyond = goals >> (place + 1)
            place += _lowest(beyond) + 1 if beyond else 0
        else:
            beyond = goals >> (place + 1)
            place += 1 + (_lowest(beyond) if node.shortest else beyond.bit_length() - 1)
        if node.name != _UNNAMED:
            slots[node.name] = text.between(start, place)
    return place


def _past(phrases: Phrases, place: int, goals: int, text: Text) -> int:
    here = 1 << place
    sizes = (size for size, places in text.places_of(phrases) if places & here)
    return place + next(size for size in sizes if goals >> (place + size) & 1)


def _lowest(places: int) -> int:
    return (places & -places).bit_length() - 1
