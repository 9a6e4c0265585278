"""PCMCI: which columns of a time series lead which, with autocorrelation kept out of the way."""

from __future__ import annotations

from itertools import islice

import numpy as np
from scipy import stats

from tools.discovery.independence import MomentTest, correlations
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.errors import DataError
from tools.messages import Message, counted

__all__ = ["momentary_conditional_independence"]

SELECTION_LEVEL = 0.2  # of the first stage: it only has to drop what is clearly no cause
STRONGEST = 3  # causes of the leading column that the second stage holds fixed
REQUIRED = Message("discovery-required")

Lagged = tuple[int, int]  # (column, lag)


@DISCOVERERS.register("pcmci")
def momentary_conditional_independence(problem: Problem) -> Discovered:
    """PCMCI with partial correlations: lagged arrows between rows that follow one another in time.

    Runge et al. (2019), Science Advances 5(11). First each column's causes among the `lags` rows before are
    narrowed down (PC1), then each lagged pair is tested given the causes of both ends (MCI), corrected by
    Benjamini & Hochberg (1995). Assumes rows in time order at equal distances, linear effects, nothing
    unmeasured behind two columns, no effects within one row.
    """
    names, lags = problem.names, problem.lags
    values = _series(problem)
    if len(values) < 20 + 4 * lags:
        raise DataError(
            f"{len(values)} rows are too few to look {lags} rows back. Use fewer lags or a longer series."
        )
    test = _lagged_test(values, 2 * lags, names)
    place = {(i, lag): lag * len(names) + i for lag in range(2 * lags + 1) for i in range(len(names))}
    parents = [_selected(j, lags, place, test, problem) for j in range(len(names))]
    asked = [
        (i, lag, j)
        for j in range(len(names))
        for i in range(len(names))
        for lag in range(1, lags + 1)
        if not problem.background.forbids(names[i], names[j])
    ]
    questions = [_question(i, lag, j, parents, place) for i, lag, j in asked]
    p_values, strengths = test.p_values(questions), test.strengths(questions)
    found = stats.false_discovery_control(p_values, method="bh") <= problem.alpha
    links = [
        Link(names[i], names[j], "->", float(strength), lag=lag)
        for (i, lag, j), strength, kept in zip(asked, strengths, found, strict=True)
        if kept
    ]
    links += _required(problem, asked, strengths, {(link.cause, link.effect) for link in links})
    return Discovered(
        names,
        tuple(links),
        "pcmci",
        Message("discovery-test-lagged", {"lags": counted(lags), "rate": problem.level}),
        Message("discovery-assumes-pcmci"),
        test.rows,
    )


def _required(
    problem: Problem, asked: list[tuple[int, int, int]], strengths: np.ndarray, found: set[tuple[str, str]]
) -> list[Link]:
    """Required arrows that the tests leave out, each at the lag with the strongest association."""
    names, missing = problem.names, []
    for cause, effect in problem.background.required_places(names):
        if (names[cause], names[effect]) in found:
            continue
        strength, lag = max(
            (float(strength), lag)
            for (i, lag, j), strength in zip(asked, strengths, strict=True)
            if (i, j) == (cause, effect)
        )
        missing.append(Link(names[cause], names[effect], "->", strength, lag=lag, note=REQUIRED))
    return missing


def _series(problem: Problem) -> np.ndarray:
    for name in problem.frame.columns:
        if problem.frame[name].dtype.kind not in "iufb":
            raise DataError(
                f"Column {name!r} is no number; a time-lagged search needs numbers. Leave it out."
            )
    return np.asarray(problem.frame.to_numpy(dtype=np.float64))


def _lagged_test(values: np.ndarray, most: int, names: tuple[str, ...]) -> MomentTest:
    """A test over the columns as they are and as they were up to `most` rows before."""
    rows = len(values) - most
    lagged = np.hstack([values[most - lag : most - lag + rows] for lag in range(most + 1)])
    labels = tuple(f"{name}[t-{lag}]" for lag in range(most + 1) for name in names)
    blocks = tuple((i,) for i in range(len(labels)))
    return MomentTest(labels, rows, correlations(lagged), blocks)


def _selected(
    target: int, lags: int, place: dict[Lagged, int], test: MomentTest, problem: Problem
) -> list[Lagged]:
    """PC1: lagged columns that stay associated with the target given the strongest others, strongest
    first."""
    names = problem.names
    kept = [
        (i, lag)
        for lag in range(1, lags + 1)
        for i in range(len(names))
        if not problem.background.forbids(names[i], names[target])
    ]
    size = 0
    while kept and size <= len(kept) - 1:
        questions = [
            (
                place[one],
                place[target, 0],
                tuple(place[z] for z in islice((z for z in kept if z != one), size)),
            )
            for one in kept
        ]
        p_values, strengths = test.p_values(questions), test.strengths(questions)
        left = [
            (-strength, one)
            for one, p, strength in zip(kept, p_values, strengths, strict=True)
            if p <= SELECTION_LEVEL
        ]
        kept = [one for _, one in sorted(left)]
        size += 1
    return kept


def _question(
    i: int, lag: int, j: int, parents: list[list[Lagged]], place: dict[Lagged, int]
) -> tuple[int, int, tuple[int, ...]]:
    """The MCI test of column i, `lag` rows before, with column j now."""
    given = [one for one in parents[j] if one != (i, lag)]
    given += [(k, before + lag) for k, before in parents[i][:STRONGEST]]
    return place[i, lag], place[j, 0], tuple(sorted({place[one] for one in given if one != (i, lag)}))
