"""The skeleton of PC from a correlation matrix, all tests of one level at once.

Which pairs stay adjacent is decided by the same tests as in the order-independent PC of Colombo & Maathuis
(2014, JMLR 15): at level d every pair is tested given each d neighbours of either end, as they stood
when the level began. Instead of test by test, each column is regressed on each d + 1 of its neighbours: the
t statistics of one regression are the partial correlations with each neighbour given the d others. All
regressions of a level are solved together, so Python runs per level instead of per test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations, islice
from math import comb, sqrt, tanh
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from tools.discovery.independence import Codes, Matrix, Vector

Adjacency = npt.NDArray[np.bool_]
Separators = dict[tuple[int, int], tuple[int, ...]]  # (x, y) with x < y -> what separated them

MOST_ENTRIES = 1_000_000  # numbers in one array; larger levels are taken in pieces
DETERMINED = 1e-9  # share of variance left: with less, the given columns determine this one
RIDGE = 1e-11  # on what is inverted, so that copies of a column do no harm
UNTESTED = 2.0  # beyond any squared correlation
ONE_ON, TWO_ON = np.array([1, 2, 0]), np.array([2, 0, 1])  # the other two of three


class Known(NamedTuple):
    """Background knowledge as arrays; None where there is none."""

    kept: Adjacency | None = None  # (p, p) pairs that are never parted
    tiers: Codes | None = None  # (p,) nothing later than both ends of a pair is held fixed


class Parted(NamedTuple):
    """Pairs that some set separates, one test a column."""

    one: Codes
    other: Codes
    given: Codes  # (size, tests)
    ratio: Vector  # squared partial correlation


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
    Pairs that are independent as they are have no entry among the separators. Where the given columns
    determine an end, the test says nothing and the pair stays.
    """
    adjacent = np.abs(correlation) > _threshold(rows, 0, alpha)
    if candidates is not None:
        adjacent &= candidates
    if kept is not None:
        adjacent |= kept
    adjacent.ravel()[:: len(adjacent) + 1] = False
    known, separators = Known(kept, tiers), Separators()
    size, changed = 1, True
    while most is None or size <= most:
        if changed:
            links = adjacent.nonzero()
            degree = np.bincount(links[0])
            highest = int(degree.max(initial=0))
        if highest <= size:
            break
        limit = _threshold(rows, size, alpha) ** 2
        if size == 1:
            found = list(_given_one(correlation, adjacent, limit, known))
        else:
            found = [
                parted
                for ends, sets in _regressions(degree, links[1], size + 1)
                if (parted := _given_several(correlation, ends, sets, limit, known)) is not None
            ]
        changed = bool(found)
        if changed:
            _part(adjacent, separators, found)
        size += 1
    return adjacent, separators


@cache
def _critical(alpha: float) -> float:
    return -float(ndtri(alpha / 2))


def _threshold(rows: int, size: int, alpha: float) -> float:
    """The partial correlation at which Fisher's z has the p-value `alpha`."""
    left = rows - size - 3
    return tanh(_critical(alpha) / sqrt(left)) if left > 0 else 1.0


def _part(adjacent: Adjacency, separators: Separators, found: list[Parted]) -> None:
    """Take the pairs apart and note the most convincing set of each."""
    one, other, given, ratio = (
        found[0]
        if len(found) == 1
        else (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
    )
    adjacent[one, other] = adjacent[other, one] = False
    low, high = np.minimum(one, other), np.maximum(one, other)
    if len(given) > 1:
        # A pair may have several sets. The last of equal keys stays in a dictionary, so the most
        # convincing one comes last.
        order = (-ratio).argsort(kind="stable")
        low, high, given = low.take(order), high.take(order), given.take(order, axis=1)
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    separators.update(zip(pairs, zip(*given.tolist(), strict=True), strict=True))


# ---------------------------------------------------------------- one column held fixed


def _given_one(correlation: Matrix, adjacent: Adjacency, limit: float, known: Known) -> Iterator[Parted]:
    """Every adjacent pair given each neighbour of either end: whole rows of the matrix at once."""
    open_pairs = adjacent if known.kept is None else adjacent & ~known.kept
    all_ends, all_others = (open_pairs & _upper(len(adjacent))).nonzero()
    left = 1.0 - correlation * correlation
    step = max(1, MOST_ENTRIES // len(adjacent))
    for start in range(0, len(all_ends), step):
        ends, others = all_ends[start : start + step], all_others[start : start + step]
        covariance = correlation.take(ends, axis=0) * correlation.take(others, axis=0)
        covariance -= correlation[ends, others][:, None]
        scale = left.take(ends, axis=0) * left.take(others, axis=0)
        # A column leaves nothing of itself, so the ends drop out of the columns to hold fixed.
        usable = (adjacent.take(ends, axis=0) | adjacent.take(others, axis=0)) & (scale > DETERMINED)
        if known.tiers is not None:
            usable &= known.tiers <= np.maximum(known.tiers[ends], known.tiers[others])[:, None]
        ratio = np.where(usable, covariance * covariance / np.maximum(scale, DETERMINED), UNTESTED)
        given = ratio.argmin(axis=1)
        smallest = ratio[np.arange(len(given)), given]
        hit = (smallest <= limit).nonzero()[0]
        yield Parted(ends[hit], others[hit], given[None, hit], smallest[hit])


@lru_cache(maxsize=16)
def _upper(columns: int) -> Adjacency:
    return np.triu(np.ones((columns, columns), dtype=bool), 1)


# ---------------------------------------------------------------- more columns


def _regressions(degree: Codes, neighbours: Codes, width: int) -> Iterator[tuple[Codes, Codes]]:
    """(ends (m,), sets (width, m)): each column with each `width` of its neighbours, in pieces.

    `neighbours` are those of the first column, then of the second, ...; `degree` says how many each has.
    """
    starts = degree.cumsum() - degree
    most = max(1, MOST_ENTRIES // width**2)

    def joined() -> tuple[Codes, Codes]:
        ends = np.array(nodes).repeat(ways)
        return ends, neighbours.take(np.concatenate(tables, axis=1) + starts.take(ends))

    nodes: list[int] = []
    tables: list[Codes] = []
    ways: list[int] = []
    held = 0
    for node, count in enumerate(degree.tolist()):
        for table in _choices(count, width, most) if count >= width else ():
            nodes.append(node)
            tables.append(table)
            ways.append(table.shape[1])
            held += ways[-1]
            if held >= most:
                yield joined()
                nodes, tables, ways, held = [], [], [], 0
    if held:
        yield joined()


def _choices(count: int, width: int, most: int) -> Iterable[Codes]:
    """Each way to take `width` of 0..count-1, at most `most` a piece; (width, ways)."""
    if comb(count, width) <= most:
        return (_all_choices(count, width),)
    chosen = combinations(range(count), width)
    return (np.array(part, dtype=np.intp).T for part in iter(lambda: list(islice(chosen, most)), []))


@lru_cache(maxsize=512)
def _all_choices(count: int, width: int) -> Codes:
    return np.array(list(combinations(range(count), width)), dtype=np.intp).T


def _given_several(
    correlation: Matrix, ends: Codes, sets: Codes, limit: float, known: Known
) -> Parted | None:
    """The pairs of an end and a member of its set that the rest of the set separates; None: no such pair."""
    solve = _three_regressors if len(sets) == 3 else _regressors
    squared, scale, precision, whole = solve(correlation, ends, sets)
    place, test = (squared <= limit * scale).nonzero()
    if not len(place):
        return None
    one, other = ends[test], sets[place, test]
    given = sets[_others_of(len(sets))[:, place], test]
    squared, scale, precise, whole = (
        squared[place, test],
        scale[place, test],
        precision[place, test],
        whole[test],
    )
    usable = (whole > DETERMINED * precise) & (scale > DETERMINED * whole * precise)
    if known.kept is not None:
        usable &= ~known.kept[one, other]
    if known.tiers is not None:
        usable &= known.tiers[given].max(axis=0) <= np.maximum(known.tiers[one], known.tiers[other])
    if usable.all():
        return Parted(one, other, given, squared / scale)
    return Parted(one[usable], other[usable], given[:, usable], squared[usable] / scale[usable])


@cache
def _others_of(width: int) -> Codes:
    """(width - 1, width): the places beside each place."""
    return np.array([[other for other in range(width) if other != place] for place in range(width)]).T


@cache
def _ridge(size: int) -> Matrix:
    return RIDGE * np.eye(size)


Solved = tuple[Matrix, Matrix, Matrix, Vector]


def _regressors(correlation: Matrix, ends: Codes, sets: Codes) -> Solved:
    """Regressions of each end on its set, by the inverse of the correlations of both.

    (squared (width, m), scale (width, m), precision (width, m), whole (m,)): `squared / scale` is the squared
    partial correlation with each member, `whole / precision` the variance of the member that the others of
    the set leave, and `scale / (whole * precision)` that of the end, out of 1.
    """
    columns = np.concatenate([ends[None], sets]).T
    matrices = correlation.take(columns[:, :, None] * len(correlation) + columns[:, None, :])
    matrices += _ridge(columns.shape[1])
    inverse: Matrix = np.asarray(np.linalg.inv(matrices), dtype=np.float64)
    slopes, diagonal = inverse[:, 0, 1:].T, inverse.diagonal(axis1=1, axis2=2).T
    squared = slopes * slopes
    scale = diagonal[0] * diagonal[1:]
    return squared, scale, scale - squared, diagonal[0]


def _three_regressors(correlation: Matrix, ends: Codes, sets: Codes) -> Solved:
    """The same with the inverse of the set's correlations written out: most regressions are of this kind.

    Everything is multiplied by their determinant, which is the last value and cancels in the ratios.
    """
    next_on, last = sets.take(ONE_ON, axis=0), sets.take(TWO_ON, axis=0)
    with_end = correlation.take(ends * len(correlation) + sets)
    apart = correlation.take(next_on * len(correlation) + last)  # between the other two
    minors = 1.0 - apart * apart
    cofactors = apart.take(ONE_ON, axis=0) * apart.take(TWO_ON, axis=0) - apart  # of the other two
    determinant = minors[0] + apart[1] * cofactors[1] + apart[2] * cofactors[2]
    slopes = minors * with_end
    slopes += cofactors.take(TWO_ON, axis=0) * with_end.take(ONE_ON, axis=0)
    slopes += cofactors.take(ONE_ON, axis=0) * with_end.take(TWO_ON, axis=0)
    left = determinant - (slopes * with_end).sum(axis=0)
    squared = slopes * slopes
    return squared, left * minors + squared, minors, determinant
