"""The skeleton of PC for any independence test, level by level; Gaussian data take the quick way."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from tools.discovery.background import Background
from tools.discovery.gaussian_skeleton import Adjacency, Separators, gaussian_skeleton
from tools.discovery.independence import Codes, IndependenceTest, MomentTest, Question

__all__ = ["find_skeleton"]

AT_ONCE = 50_000  # questions put together; bounds the memory
MOST_GIVEN = 4  # columns that are held fixed for a pair that is known not to be linked


def find_skeleton(
    test: IndependenceTest, alpha: float, background: Background, most: int | None = None
) -> tuple[Adjacency, Separators]:
    """Which pairs stay adjacent, and what separated the others (see `gaussian_skeleton`)."""
    names = test.names
    candidates = None
    if not background.empty:
        allowed = background.allowed(names)
        candidates = np.asarray(allowed | allowed.T)
    kept, tiers = background.kept(names), background.tier_codes(names)
    if isinstance(test, MomentTest) and test.gaussian:
        adjacent, separators = gaussian_skeleton(
            test.correlation, test.rows, alpha, most=most, candidates=candidates, kept=kept, tiers=tiers
        )
    else:
        adjacent, separators = _by_questions(test, alpha, most, candidates, kept, tiers)
    if candidates is not None:
        separators = {**separators, **_of_unasked(test, alpha, most, candidates, adjacent)}
    return adjacent, separators


def _of_unasked(
    test: IndependenceTest, alpha: float, most: int | None, candidates: Adjacency, adjacent: Adjacency
) -> Separators:
    """What separates the pairs that are known not to be linked, of which the search asked nothing.

    Their common neighbours would else pass for colliders. What the data cannot part keeps every common
    neighbour as its separator, so that nothing is concluded from it.
    """
    found: Separators = {}
    ends = zip(*(part.tolist() for part in np.triu(~candidates, 1).nonzero()), strict=True)
    for x, y in ends:
        common = np.nonzero(adjacent[x] & adjacent[y])[0].tolist()
        if not common:
            continue
        around = {
            tuple(z for z in np.nonzero(adjacent[end])[0].tolist() if z not in (x, y)) for end in (x, y)
        }
        found[x, y] = tuple(common)
        largest = max(map(len, around)) if most is None else most
        for size in range(min(largest, MOST_GIVEN) + 1):
            asked = list(dict.fromkeys(
                (x, y, given) for near in sorted(around) for given in combinations(near, size)
            ))[:AT_ONCE]  # fmt: skip
            if not asked:
                continue
            p_values = test.p_values(asked)
            best = int(np.argmax(np.where(p_values < 1.0, p_values, 0.0)))
            if alpha < p_values[best] < 1.0:
                found[x, y] = asked[best][2]
                break
    return found


def _by_questions(
    test: IndependenceTest,
    alpha: float,
    most: int | None,
    candidates: Adjacency | None,
    kept: Adjacency | None,
    tiers: Codes | None,
) -> tuple[Adjacency, Separators]:
    count = len(test.names)
    adjacent = ~np.eye(count, dtype=bool) if candidates is None else candidates.copy()
    if kept is not None:
        adjacent |= kept
    separators: Separators = {}
    size = 0
    while (most is None or size <= most) and adjacent.sum(axis=1).max(initial=0) > size:
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        questions = _questions(adjacent, size, kept, tiers)
        for start in range(0, len(questions), AT_ONCE):
            part = questions[start : start + AT_ONCE]
            for (x, y, given), p in zip(part, test.p_values(part).tolist(), strict=True):
                # Exactly 1: the given columns determine one end, so the test says nothing.
                if alpha < p < 1.0 and p > best.get((x, y), (alpha, ()))[0]:
                    best[x, y] = (p, given)
        for (x, y), (_, given) in best.items():
            adjacent[x, y] = adjacent[y, x] = False
            separators[x, y] = given
        size += 1
    return adjacent, separators


def _questions(adjacent: Adjacency, size: int, kept: Adjacency | None, tiers: Codes | None) -> list[Question]:
    neighbours = [np.nonzero(row)[0].tolist() for row in adjacent]
    questions: dict[Question, None] = {}
    for x, around in enumerate(neighbours):
        for y in around:
            if y < x or (kept is not None and kept[x, y]):
                continue
            for end, other in ((x, y), (y, x)):
                usable = [z for z in neighbours[end] if z != other]
                if tiers is not None:
                    usable = [z for z in usable if tiers[z] <= max(tiers[x], tiers[y])]
                questions |= dict.fromkeys((x, y, given) for given in combinations(usable, size))
    return list(questions)
