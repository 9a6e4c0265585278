"""Which column acts on which, as a description or a person says it: the graph that a change is traced along.

A service that calls another waits for it, so what is slow below is slow above; requests go the other way.
Words that no column has are kept apart and told: they are never taken for a column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.language import language, languages
from assistant.planning.reading.text import is_chinese, is_stopword, stem, tokens
from tools.errors import GraphError
from tools.graphs import build_graph
from tools.text.names import name_words
from tools.text.sentences import cut_sentences
from tools.types import CausalGraph, ColumnKind, DataProfile, Edge, EdgeSource

if TYPE_CHECKING:
    from assistant.pipeline import Setting

__all__ = ["Structure", "described_structure", "structure_of", "usable_columns"]

_NO_METRIC = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
MOST_LEVELS = 10
_MOST_TEXT = 40_000  # characters of a description that are read
LONGEST_CLAUSE = 1_000  # characters; a longer one draws no arrow
_ENOUGH = 0.5  # share of a phrase's telling words that a column has to have
_CONFIDENCE = 0.85


@dataclass(frozen=True)
class Structure:
    """Arrows among the columns, and names in the description that act on a column and are none."""

    graph: CausalGraph
    by_person: bool = False
    unknown: tuple[str, ...] = ()  # "weather", which the description names as a cause and no column holds
    edges_dropped: tuple[Edge, ...] = ()  # would have closed a circle

    def parents(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for edge in self.graph.edges:
            found[edge.effect] = (*found.get(edge.effect, ()), edge.cause)
        return found


def usable_columns(profile: DataProfile) -> tuple[str, ...]:
    """The columns that can be a part of a mechanism: numbers, yes/no, and categories with few levels."""
    return tuple(
        column.name
        for column in profile.columns
        if column.kind not in _NO_METRIC
        and not (column.kind is ColumnKind.CATEGORY and column.distinct > MOST_LEVELS)
    )


def structure_of(setting: Setting, leave_out: Collection[str]) -> Structure:
    """The person's graph where there is one, else what the description says; the person's edits on top.

    `leave_out`: the columns that say when or where a row is, which are no parts of it.
    """
    profile = setting.profile
    usable = [name for name in usable_columns(profile) if name not in leave_out]
    if setting.user_graph is not None:
        graph = setting.editor.rebase(setting.user_graph, None)
        return Structure(_within(graph, usable), by_person=True)
    structure = described_structure(profile, usable)
    if setting.editor.edits:
        edited = setting.editor.rebase(structure.graph, None)
        return Structure(_within(edited, usable), by_person=True, unknown=structure.unknown)
    return structure


def described_structure(profile: DataProfile, usable: Sequence[str]) -> Structure:
    """The arrows among `usable` that the description states."""
    read = _Reading(profile, usable)
    return _acyclic(usable, read.edges(), tuple(read.unknown))


def _within(graph: CausalGraph, usable: Sequence[str]) -> CausalGraph:
    """The arrows among the columns that can be used."""
    kept = [name for name in graph.nodes if name in usable]
    edges = [e for e in graph.edges if e.cause in kept and e.effect in kept]
    return build_graph(kept, edges)


def _acyclic(nodes: Sequence[str], edges: Sequence[Edge], unknown: tuple[str, ...]) -> Structure:
    """The arrows in the order in which they are said, less those that would close a circle."""
    graph, dropped = build_graph(nodes, ()), []
    for edge in edges:
        try:
            graph = build_graph(nodes, (*graph.edges, edge))
        except GraphError:
            dropped.append(edge)
    return Structure(graph, False, unknown, tuple(dropped))


# ---------------- The description, sentence by sentence


@dataclass(frozen=True)
class _Words:
    """What a language calls things; see cues/attribution.toml."""

    code: str
    cues: Mapping[str, Any]

    def patterns(self, name: str) -> Iterator[re.Pattern[str]]:
        for pattern in self.cues.get(name, ()):
            yield re.compile(pattern, re.IGNORECASE)


@dataclass
class _Reading:
    profile: DataProfile
    usable: Sequence[str]
    unknown: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {name: _stems(" ".join(name_words(name))) for name in self.usable}
        self._texts = {
            name: self._names[name] | _stems(_what_it_is(self.profile[name].description or ""))
            for name in self.usable
        }
        counts: dict[str, int] = {}
        for words in self._texts.values():
            for word in words:
                counts[word] = counts.get(word, 0) + 1
        self._rarity = {word: 1 / count for word, count in counts.items()}

    def edges(self) -> list[Edge]:
        found: dict[tuple[str, str], Edge] = {}
        for subject, sentence in self._sentences():
            for cause, effect in self._arrows(subject, sentence):
                if cause != effect and (cause, effect) not in found:
                    source = EdgeSource("document", sentence.strip())
                    found[cause, effect] = Edge(cause, effect, _CONFIDENCE, (source,))
        return list(found.values())

    def _sentences(self) -> Iterator[tuple[str | None, str]]:
        """The sentences of the description and the column whose line each stands in."""
        for column in self.profile.columns:
            for sentence in cut_sentences(column.description or ""):
                for clause in re.split(r"[;；]|, (?=it )", sentence):
                    yield column.name, clause
        own = re.compile(
            r"^\W*(?:"
            + "|".join(re.escape(c.name) for c in self.profile.columns)
            + r")\W*?[:：=(]|^\W*[-*]\s*`?\w+`?\s*:"
        )
        prose = "\n".join(
            line for line in self.profile.description[:_MOST_TEXT].splitlines() if not own.match(line)
        )
        for sentence in cut_sentences(prose):
            for clause in re.split(r"[;；]|(?<=\w): ", " ".join(sentence.split())):
                yield None, clause

    def _arrows(self, subject: str | None, clause: str) -> Iterator[tuple[str, str]]:
        # Brackets hold translations and units.
        clause = re.sub(r"\([^)]*\)|（[^）]*）", " ", clause)
        if len(clause) > LONGEST_CLAUSE:
            return
        codes = [code for code in languages() if _unspaced(code) is is_chinese(clause)]
        for code in codes:
            cues = language(code).cues("attribution")
            if not cues or re.search(cues["denied"], clause, re.IGNORECASE):
                continue
            words = _Words(code, cues)
            found = list(self._drawn(clause, words)) or list(self._stated(subject, clause, words))
            if found:
                yield from found
                return

    def _drawn(self, clause: str, words: _Words) -> Iterator[tuple[str, str]]:
        """ "a -> b -> c": who calls whom where the words around speak of calls, else what acts on what."""
        places = re.split(words.cues["arrow"], clause)
        if len(places) < 2:
            return
        calls = self._calls(words)
        for before, after in pairwise(places):
            for left in self._items(before.split(":")[-1], words):
                for right in self._items(after, words):
                    named = self._exact(left), self._exact(right)
                    if named[0] and named[1] and not calls:
                        yield named[0], named[1]
                    elif calls:
                        yield from self._called(left, right, words)
                    else:
                        for cause in self._columns(left, words):
                            for effect in self._columns(right, words):
                                yield cause, effect

    def _stated(self, subject: str | None, clause: str, words: _Words) -> Iterator[tuple[str, str]]:
        for name in ("calls", "called"):
            for pattern in words.patterns(name):
                for match in pattern.finditer(clause):
                    for caller in self._items(match["caller"], words, subject):
                        for callee in self._items(match["callees"], words):
                            yield from self._called(caller, callee, words)
        for name in ("follows", "spared", "acts"):
            any_found = False
            for pattern in words.patterns(name):
                for match in pattern.finditer(clause):
                    effects = self._subjects(match["effect"], words, subject if name != "acts" else None)
                    causes = self._subjects(match["causes"], words, subject if name == "acts" else None)
                    if (
                        name == "follows"
                        and subject is None
                        and not (effects and causes)
                        and self._calls(words)
                    ):
                        # Parts of a system with several columns each: "the cart depends on the database".
                        for caller in self._items(match["effect"], words):
                            for callee in self._items(match["causes"], words):
                                yield from self._called(caller, callee, words)
                    for effect in effects:
                        for cause in causes:
                            any_found = True
                            yield cause, effect
            if any_found and name == "follows":
                return

    def _calls(self, words: _Words) -> bool:
        return re.search(words.cues["call_talk"], self.profile.description, re.IGNORECASE) is not None

    def _items(self, phrase: str, words: _Words, subject: str | None = None) -> list[str]:
        items = [
            item.strip(" .,;:，。'\"`") for item in re.split(words.cues["and"], phrase, flags=re.IGNORECASE)
        ]
        if subject is not None and re.match(words.cues["pronouns"], items[0], re.IGNORECASE):
            items[0] = subject
        return [item for item in items if item]

    def _subjects(self, phrase: str, words: _Words, subject: str | None) -> list[str]:
        """Columns named in a phrase; the column whose line it is where a pronoun or nothing stands there."""
        items = re.split(words.cues["and"], phrase.strip(), flags=re.IGNORECASE)
        last = items[-1].strip() if items else ""
        if subject is not None and (
            not phrase.strip() or re.match(words.cues["pronouns"], last, re.IGNORECASE)
        ):
            return [subject] if subject in self.usable else []
        found = [name for item in self._items(phrase, words) for name in self._columns(item, words)]
        if subject is not None and subject in self.usable:
            # In a column's own line what stands before the verb is about that column, or is another by name.
            named = [each for each in map(self._exact, self._items(phrase, words)) if each is not None]
            return named or [subject]
        return list(dict.fromkeys(found))

    # ------------------------------------------------ a phrase's columns

    def _exact(self, item: str) -> str | None:
        folded = item.strip(" `'\"").casefold()
        for name in self.usable:
            if folded in (name.casefold(), name.casefold().replace("_", " ")):
                return name
        return None

    def _columns(self, item: str, words: _Words) -> list[str]:
        """The one column that the words name; none where two fit as well."""
        exact = self._exact(item)
        if exact is not None:
            return [exact]
        scores = self._scores(item, words)
        if not scores:
            self._not_there(item, words)
            return []
        best = max(scores.values())
        first = [name for name, score in scores.items() if score > best - 1e-9]
        return first if len(first) == 1 else []

    def _scores(self, item: str, words: _Words) -> dict[str, float]:
        if _unspaced(words.code):
            return self._chinese(item)
        wanted = _stems(item) - {stem(word) for word in words.cues["idle"]}
        if not wanted:
            return {}
        scores = {}
        for name in self.usable:
            shared = wanted & self._texts[name]
            in_name = wanted & self._names[name]
            if len(shared) < _ENOUGH * len(wanted) or not shared:
                continue
            scores[name] = sum(self._rarity[word] for word in shared) + 2 * len(in_name) / len(wanted)
        return scores

    def _chinese(self, item: str) -> dict[str, float]:
        """By the characters that stand together in both."""
        scores = {}
        for name in self.usable:
            text = self.profile[name].meaning or self.profile[name].description or name
            grams = {item[i : i + 2] for i in range(len(item) - 1)}
            shared = sum(gram in text for gram in grams)
            if name.casefold() in item.casefold():
                scores[name] = 10.0
            elif grams and shared >= _ENOUGH * len(grams):
                scores[name] = shared / len(grams) + 1 / (2 + len(text))
        return scores

    def _not_there(self, item: str, words: _Words) -> None:
        telling = [w for w in tokens(item) if not is_stopword(w) and w not in words.cues["idle"]]
        if 0 < len(telling) <= 3 and len(item) <= 40:
            self.unknown.setdefault(item)

    # ------------------------------------------------ calls between parts of a system

    def _about(self, part: str, words: _Words) -> list[str]:
        """All columns about a part: "the database" has a load and a latency."""
        exact = self._exact(part)
        if _unspaced(words.code):
            scores = self._chinese(part)
            own = [exact] if exact else list(scores)
            return own
        wanted = (_stems(" ".join(name_words(part))) if exact else _stems(part)) - {
            stem(w) for w in words.cues["idle"]
        }
        if exact is not None:
            metrics = {word for word in wanted if self._shared_by_many(word)}
            wanted = wanted - metrics or wanted
        named = [name for name in self.usable if wanted and wanted <= self._names[name]]
        if not named:
            named = [name for name in self.usable if wanted and wanted <= self._texts[name]]
        if not named:
            self._not_there(part, words)
        return named

    def _shared_by_many(self, word: str) -> bool:
        return sum(word in name for name in self._names.values()) >= 2

    def _called(self, caller: str, callee: str, words: _Words) -> Iterator[tuple[str, str]]:
        """What the callee's columns do to the caller's of the same measure."""
        load = {
            stem(word) for code in languages() for word in language(code).cues("attribution").get("load", ())
        }
        above, below = self._about(caller, words), self._about(callee, words)
        if len(above) == 1 and len(below) == 1:
            is_load = bool((self._names[above[0]] & load) and (self._names[below[0]] & load))
            yield (above[0], below[0]) if is_load else (below[0], above[0])
            return
        for one in above:
            for other in below:
                if one == other:
                    continue
                shared = {w for w in self._names[one] & self._names[other] if self._shared_by_many(w)}
                shared -= _stems(caller) | _stems(callee)
                if shared:
                    yield (one, other) if shared & load else (other, one)


def _unspaced(code: str) -> bool:
    """Is the language written without spaces between its words?"""
    return not language(code).between_sentences


def _what_it_is(description: str) -> str:
    """The words that say what a column is, less those that say what it depends on."""
    return re.split(r"[;；]", description)[0]


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(text.replace("_", " ")) if not is_stopword(word))
