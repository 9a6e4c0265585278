"""Where a sentence speaks of which column: by the column's names word for word, else by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tools.sentences import CJK
from tools.terms import stem

__all__ = ["ColumnWords", "Mention"]


@dataclass(frozen=True)
class Mention:
    """A column's name, or one of its synonyms, in a sentence."""

    start: int  # characters from the sentence's beginning
    end: int
    column: str
    certainty: float = 1.0  # 1 word for word, else the cosine of the nearest phrase


_WORD = re.compile(rf"[^\W_{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
# What a name may leave out: "number of rooms", "rooms".
_EMPTY = frozenset({"the", "a", "an", "of", "in", "at", "to", "for", "per", "s", "is", "are", "be"})


def _tokens(text: str) -> list[tuple[int, int, str]]:
    return [
        (found.start(), found.end(), stem(found[0]))
        for found in _WORD.finditer(text)
        if found[0].casefold() not in _EMPTY
    ]


def _spelt_out(name: str) -> str:
    """`hourlyWage_2` as "hourly Wage 2"."""
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").replace(".", " ").split())


@dataclass(frozen=True)
class ColumnWords:
    """Columns with the words that stand for each; made once, used for every sentence."""

    phrases: Mapping[str, tuple[str, ...]]  # column -> its name and synonyms
    _by_stem: Mapping[str, list[tuple[tuple[str, ...], str]]] = field(repr=False)
    _chinese: tuple[tuple[str, str], ...] = field(repr=False)
    _exact: tuple[tuple[re.Pattern[str], str], ...] = field(repr=False)

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[str]]) -> ColumnWords:
        """`columns` names each column's synonyms; the column's own name is always one of its words."""
        phrases = {name: tuple(dict.fromkeys((name, *words))) for name, words in columns.items()}
        owners: dict[tuple[str, ...], set[str]] = {}
        chinese: dict[str, set[str]] = {}
        exact: list[tuple[re.Pattern[str], str]] = []
        for name, words in phrases.items():
            for phrase in words:
                if _CHINESE.search(phrase):
                    chinese.setdefault(phrase.strip(), set()).add(name)
                    continue
                stems = tuple(token for _, _, token in _tokens(_spelt_out(phrase)))
                if len("".join(stems)) >= 2:
                    owners.setdefault(stems, set()).add(name)
            # A name of one or two letters is a word only as it is written, or it would be any "a" or "in".
            edge = r"(?<![\w`])`?" if len(name) > 1 else "`"
            exact.append((re.compile(f"{edge}{re.escape(name)}(?:`|(?!\\w))"), name))
        by_stem: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for stems, names in owners.items():
            if len(names) == 1 and stems[0]:  # words that could mean two columns name neither
                by_stem.setdefault(stems[0], []).append((stems, next(iter(names))))
        for entries in by_stem.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        pairs = [(phrase, next(iter(names))) for phrase, names in chinese.items() if len(names) == 1]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return cls(phrases, by_stem, tuple(pairs), tuple(exact))

    def mentions(self, sentence: str) -> list[Mention]:
        """The columns that `sentence` names, in order of place; the longest names win, none overlap."""
        found = [*self._named(sentence), *self._western(sentence), *self._eastern(sentence)]
        found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
        kept: list[Mention] = []
        for mention in found:
            if all(mention.end <= other.start or mention.start >= other.end for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def _named(self, sentence: str) -> Iterable[Mention]:
        for pattern, name in self._exact:
            if len(name) > 2 or f"`{name}`" in sentence:
                yield from (Mention(hit.start(), hit.end(), name) for hit in pattern.finditer(sentence))

    def _western(self, sentence: str) -> Iterable[Mention]:
        tokens = _tokens(sentence)
        for at, (start, _, first) in enumerate(tokens):
            for stems, name in self._by_stem.get(first, ()):
                span = tokens[at : at + len(stems)]
                if tuple(token for _, _, token in span) == stems:
                    yield Mention(start, span[-1][1], name)
                    break

    def _eastern(self, sentence: str) -> Iterable[Mention]:
        for phrase, name in self._chinese:
            start = sentence.find(phrase)
            while start >= 0:
                yield Mention(start, start + len(phrase), name)
                start = sentence.find(phrase, start + len(phrase))
