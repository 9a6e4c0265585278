"""Ranking by words: BM25, and its fusion with the ranking by meaning.

Ours, because bm25s takes three seconds to import where numba is installed and rank-bm25 is no longer kept; a
test compares the scores with bm25s's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from math import log
from typing import TYPE_CHECKING, TypeVar

from tools.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WordIndex", "fuse"]

_TERM_SATURATION = 1.5  # k1: how soon a repeated word stops to count
_LENGTH_PENALTY = 0.75  # b: 1 divides by length in full, 0 not at all
_RANK_OFFSET = 60  # as in the paper; makes first and second place worth nearly the same

Key = TypeVar("Key", bound=Hashable)


class WordIndex:
    """Texts by their words; scores are BM25 as Lucene has it.

    Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", equation 3.15, with
    the logarithm of 1 + odds as inverse document frequency, which is never negative.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._count = len(texts)
        places: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, list[int]] = defaultdict(list)
        lengths = np.zeros(self._count)
        for row, text in enumerate(texts):
            words = terms(text)
            lengths[row] = len(words)
            for word, count in Counter(words).items():
                places[word].append(row)
                counts[word].append(count)
        mean = lengths.mean() if self._count and lengths.any() else 1.0
        self._penalty = _TERM_SATURATION * (1 - _LENGTH_PENALTY + _LENGTH_PENALTY * lengths / mean)
        self._rows = {word: np.array(rows) for word, rows in places.items()}
        self._counts = {word: np.array(numbers, dtype=float) for word, numbers in counts.items()}

    def scores(self, query: str) -> NDArray[np.float64]:
        """One score a text, shape (texts,); 0 where a text has no word of the query."""
        import numpy as np

        total = np.zeros(self._count)
        for word, times in Counter(terms(query)).items():
            rows = self._rows.get(word)
            if rows is None:
                continue
            rarity = log(1 + (self._count - len(rows) + 0.5) / (len(rows) + 0.5))
            counts = self._counts[word]
            total[rows] += times * rarity * counts / (counts + self._penalty[rows])
        return total


def fuse(rankings: Sequence[Sequence[Key]], weights: Sequence[float]) -> dict[Key, float]:
    """Reciprocal rank fusion: what stands high in several rankings comes first; only ranks count.

    Cormack, Clarke & Buettcher (2009), SIGIR.
    """
    fused: dict[Key, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking):
            fused[key] = fused.get(key, 0.0) + weight / (_RANK_OFFSET + rank + 1)
    return fused
