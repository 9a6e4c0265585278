"""The skeleton of PC from a correlation matrix, all tests of one level at once.

Which pairs stay adjacent is decided by the same tests as in the order-independent PC of Colombo & Maathuis
(2014, JMLR 15): at level d every pair is tested given each d neighbours of either end, as they stood
when the level began. Here one conditioning set is inverted once for all pairs that share its end, and all
sets
of a level are inverted together, so Python runs per level instead of per test.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import sqrt, tanh

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from tools.independence.interface import Codes, Matrix

Adjacency = npt.NDArray[np.bool_]
Separators = dict[tuple[int, int], tuple[int, ...]]  # (x, y) with x < y -> what separated them

MOST_ENTRIES = 4_000_000  # numbers held at once; larger levels are taken in pieces


def gaussian_skeleton(
    correlation: Matrix,
    rows: int,
    alpha: float,
    *,
    most: int | None = None,
    candidates: Adjacency | None = None,
    kept: Adjacency | None = None,
    tiers: Codes | None = None,
) -> tuple[Adjacency, Separators]:
    """Which pairs stay adjacent, and a separating set for each pair that was parted by some column.

    `correlation` is (p, p). `most` bounds the size of the conditioning sets. Pairs outside `candidates`
    start apart; pairs in `kept` are never parted. With `tiers`, nothing later than both ends is held fixed.
    Pairs that are independent as they are have no entry among the separators.
    """
    adjacent = np.abs(correlation) > _threshold(rows, 0, alpha)
    if candidates is not None:
        adjacent &= candidates
    if kept is not None:
        adjacent |= kept
    np.fill_diagonal(adjacent, False)
    separators: Separators = {}
    size = 1
    while most is None or size <= most:
        degree = adjacent.sum(axis=1)
        if degree.max(initial=0) <= size:
            break
        limit = _threshold(rows, size, alpha) ** 2
        parted = _level(correlation, adjacent, degree, size, limit, kept, tiers, separators)
        for x, y in parted:
            adjacent[x, y] = adjacent[y, x] = False
        size += 1
    return adjacent, separators


@cache
def _critical(alpha: float) -> float:
    return -float(ndtri(alpha / 2))


def _threshold(rows: int, size: int, alpha: float) -> float:
    """The partial correlation at which Fisher's z has the p-value `alpha`."""
    left = rows - size - 3
    return tanh(_critical(alpha) / sqrt(left)) if left > 0 else 1.0


def _level(
    correlation: Matrix,
    adjacent: Adjacency,
    degree: Codes,
    size: int,
    limit: float,
    kept: Adjacency | None,
    tiers: Codes | None,
    separators: Separators,
) -> list[tuple[int, int]]:
    """The pairs that some set of `size` neighbours separates; their most convincing set is noted."""
    nodes = len(degree)
    found: list[tuple[Codes, Matrix, Codes]] = []  # pairs as one number, squared correlations, sets
    for ends, sets, others in _pieces(adjacent, degree, size):
        ratio = _squared_correlations(correlation, ends, sets, others)
        ratio[others == sets[:, :1]] = 2.0  # padding
        if kept is not None or tiers is not None:
            _rule_out(ratio, sets, others, ends, kept, tiers)
        rows, columns = (ratio <= limit).nonzero()
        one, other = ends[rows], others[rows, columns]
        pairs = np.minimum(one, other) * nodes + np.maximum(one, other)
        found.append((pairs, ratio[rows, columns], sets[rows]))
    pairs, ratios, parting = (np.concatenate(parts) for parts in zip(*found, strict=True))
    # The last of equal keys stays in a dictionary, so the most convincing set comes last.
    order = (-ratios).argsort(kind="stable")
    best = dict(zip(pairs[order].tolist(), parting[order].tolist(), strict=True))
    parted = {divmod(pair, nodes): tuple(chosen) for pair, chosen in best.items()}
    separators.update(parted)
    return list(parted)


def _pieces(adjacent: Adjacency, degree: Codes, size: int) -> Iterator[tuple[Codes, Codes, Codes]]:
    """(ends (m,), sets (m, size), others (m, width)): each end with each set of its neighbours.

    `others` are the neighbours that the set leaves, to be tested at once; where there are fewer than
    `width`, the first member of the set fills the place.
    """
    by_degree: dict[int, list[int]] = {}
    for node, count in enumerate(degree.tolist()):
        if count > size:
            by_degree.setdefault(count, []).append(node)
    width = max(by_degree) - size
    neighbours = adjacent.nonzero()[1]
    starts = (degree.cumsum() - degree).tolist()
    ends: list[Codes] = []
    pairs: list[Codes] = []
    held = 0
    for count, nodes in by_degree.items():
        split = _splits(count, size, width)
        mine = np.array([neighbours[starts[node] : starts[node] + count] for node in nodes])
        step = max(1, MOST_ENTRIES // (len(nodes) * (size + 1) * (size + width)))
        for start in range(0, len(split), step):
            part = split[start : start + step]
            ends.append(np.array(nodes, dtype=np.intp).repeat(len(part)))
            pairs.append(mine.take(part, axis=1).reshape(-1, size + width))
            held += pairs[-1].size
            if held * (size + 1) > MOST_ENTRIES:
                yield _joined(ends, pairs, size)
                ends, pairs, held = [], [], 0
    if ends:
        yield _joined(ends, pairs, size)


def _joined(ends: list[Codes], pairs: list[Codes], size: int) -> tuple[Codes, Codes, Codes]:
    both = np.concatenate(pairs)
    return np.concatenate(ends), both[:, :size], both[:, size:]


@cache
def _splits(count: int, size: int, width: int) -> Codes:
    """Each way to take `size` of 0..count-1, then what is left; (ways, size + width), padded."""
    chosen = np.array(list(combinations(range(count), size)), dtype=np.intp).reshape(-1, size)
    # combinations() of the complement's size come in exactly the opposite order.
    left = np.array(list(combinations(range(count), count - size)), dtype=np.intp)[::-1]
    padding = np.repeat(chosen[:, :1], width - left.shape[1], axis=1)
    return np.hstack([chosen, left, padding])


def _squared_correlations(correlation: Matrix, ends: Codes, sets: Codes, others: Codes) -> Matrix:
    """Squared partial correlation of each end with each of its `others`, given its set; (m, width)."""
    column = ends[:, None]
    direct = correlation[column, others]
    if sets.shape[1] == 1:
        with_end = correlation[ends, sets[:, 0]][:, None]
        with_others = correlation[sets, others]
        covariance = direct - with_end * with_others
        scale = (1.0 - with_end * with_end) * (1.0 - with_others * with_others)
        return np.asarray(covariance * covariance / np.maximum(scale, 1e-300))
    if sets.shape[1] == 2:
        return _given_two(correlation, ends, sets, others, direct)
    inverse = np.linalg.inv(correlation[sets[:, :, None], sets[:, None, :]])
    with_end = correlation[column, sets]  # (m, size)
    with_others = correlation[sets[:, :, None], others[:, None, :]]  # (m, size, width)
    weights = (with_end[:, None, :] @ inverse)[:, 0]
    covariance = direct - (weights[:, None, :] @ with_others)[:, 0]
    left_of_end = 1.0 - (weights * with_end).sum(axis=1)
    left_of_others = 1.0 - ((inverse @ with_others) * with_others).sum(axis=1)
    return np.asarray(covariance * covariance / np.maximum(left_of_end[:, None] * left_of_others, 1e-300))


def _given_two(correlation: Matrix, ends: Codes, sets: Codes, others: Codes, direct: Matrix) -> Matrix:
    """The same with the inverse of two by two written out: most tests of a sparse graph are of this kind."""
    first, second = sets[:, :1], sets[:, 1:]
    inner = correlation[first, second]
    end_first, end_second = correlation[ends[:, None], first], correlation[ends[:, None], second]
    other_first, other_second = correlation[first, others], correlation[second, others]
    scale = 1.0 - inner * inner
    weight_first = (end_first - inner * end_second) / scale
    weight_second = (end_second - inner * end_first) / scale
    covariance = direct - weight_first * other_first - weight_second * other_second
    left_of_end = 1.0 - weight_first * end_first - weight_second * end_second
    across = other_second - inner * other_first
    left_of_others = 1.0 - other_first * other_first - across * across / scale
    return np.asarray(covariance * covariance / np.maximum(left_of_end * left_of_others, 1e-300))


def _rule_out(
    ratio: Matrix, sets: Codes, others: Codes, ends: Codes, kept: Adjacency | None, tiers: Codes | None
) -> None:
    """Raise to 2, beyond any limit, what background knowledge forbids to test."""
    if kept is not None:
        ratio[kept[ends[:, None], others]] = 2.0
    if tiers is not None:
        latest = np.maximum(tiers[ends][:, None], tiers[others])
        ratio[tiers[sets].max(axis=1)[:, None] > latest] = 2.0
