"""What the documents are asked about a graph: each column, and each arrow that the answer rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tools.knowledge.search import Lookup, mentions
from tools.knowledge.statements import column_synonyms
from tools.types import DataProfile, Edge, Passage, Query

__all__ = ["Found", "Search", "about_column", "ends", "mentioning", "passages_for"]

# what to look for -> for each the passages that mention what they must, best first
Search = Callable[[Sequence[Lookup]], Sequence[Sequence[Passage]]]

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """Passages by the column that they mention, and by the arrow that was asked about; best first."""

    by_column: Mapping[str, tuple[Passage, ...]]
    by_arrow: Mapping[Arrow, tuple[Passage, ...]]
    words: Mapping[str, tuple[str, ...]]  # each column's name and what its codebook calls it

    @property
    def all(self) -> tuple[Passage, ...]:
        """Every passage once: those about columns first."""
        found = [*self.by_column.values(), *self.by_arrow.values()]
        return tuple({passage.id: passage for passages in found for passage in passages}.values())

    def best(self, edge: Edge, treatment: str | None) -> Passage | None:
        """The passage to quote for an arrow: one that mentions both ends, else what describes its column."""
        about, other = ends(edge, treatment)
        for passage in self.by_arrow.get((edge.cause, edge.effect), ())[:1]:
            if any(mentions(passage.text, word) for word in self.words.get(other, (other,))):
                return passage
        return next(iter(self.by_column.get(about, ())), None)


def ends(edge: Edge, treatment: str | None) -> Arrow:
    """The arrow's own column, and its other end: the treatment's own arrows are about what they point at."""
    return (edge.effect, edge.cause) if edge.cause == treatment else (edge.cause, edge.effect)


def passages_for(
    columns: Iterable[str],
    edges: Iterable[Edge],
    query: Query | None,
    profile: DataProfile,
    search: Search,
) -> Found:
    """One search a column ("what is it?") and one an arrow into treatment or outcome ("does A affect B?").

    All of them go to `search` together, so that their queries are embedded at once.
    """
    names = tuple(dict.fromkeys(columns))
    treatment, outcome = (query.treatment, query.outcome) if query else (None, None)
    asked = [edge for edge in edges if edge.effect in (treatment, outcome)]
    synonyms = column_synonyms(profile)
    words = {name: (name, *synonyms.get(name, ())) for name in names}
    lookups = [about_column(profile, name) for name in names]
    lookups += [_about_arrow(*ends(edge, treatment), words) for edge in asked]
    found = [tuple(passages) for passages in search(lookups)]
    arrows = [(edge.cause, edge.effect) for edge in asked]
    return Found(
        dict(zip(names, found, strict=False)), dict(zip(arrows, found[len(names) :], strict=True)), words
    )


def about_column(profile: DataProfile, name: str) -> Lookup:
    """What the documents say that a column is."""
    column = profile.get(name)
    return Lookup(f"{name} {(column and column.description) or ''}".strip(), (name,))


def _about_arrow(about: str, other: str, words: Mapping[str, tuple[str, ...]]) -> Lookup:
    """What they say about two columns; only the columns' own words are asked for, in whatever language."""
    both = (" ".join(words.get(name, (name,))[:2]) for name in (about, other))
    return Lookup(", ".join(both), (about,), words.get(other, (other,)))


def mentioning(passages: Iterable[Passage], lookup: Lookup) -> list[Passage]:
    """The passages that mention every name that they must."""
    return [p for p in passages if all(mentions(p.text, name) for name in lookup.must_mention)]
