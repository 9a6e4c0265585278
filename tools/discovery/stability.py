"""Bootstrap support: in how many resamples does each link come out the same?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import Problem
from tools.errors import DataError
from tools.independence import independence_test

__all__ = ["UNSTABLE", "drawn_rows", "with_support"]

UNSTABLE = 0.5  # links with less support are called unstable
WINDOWS = 10  # of a series looked back over, in one block of a resample


def with_support(
    found: Discovered, run: Callable[[Problem], Discovered], problem: Problem, test: str, resamples: int
) -> Discovered:
    """`found` with the support of each link (Friedman, Goldszmidt & Wyner 1999, "Data analysis with
    Bayesian networks: a bootstrap approach"), unstable ones noted as such.

    A time series is resampled in blocks, so that a row keeps the rows before it.
    """
    rng = np.random.default_rng(problem.seed)
    seen: Counter[tuple[str, str, str, int]] = Counter()
    drawn = 0
    for _ in range(resamples):
        looked_back = problem.lags if any(link.lag for link in found.links) else 0
        rows = drawn_rows(rng, len(problem.frame), looked_back)
        sample = problem.frame.iloc[rows].reset_index(drop=True)
        try:
            again = run(replace(problem, frame=sample, test=independence_test(sample, test)))
        except DataError:
            continue  # a rare level is missing from this draw, so a column does not vary
        drawn += 1
        seen.update(_key(link) for link in again.links)
    if not drawn:
        return replace(found, notes=(*found.notes, "No resample had variation in every column."))
    links = tuple(_supported(link, seen[_key(link)] / drawn) for link in found.links)
    return replace(found, links=links)


def _key(link: Link) -> tuple[str, str, str, int]:
    ends = (link.cause, link.effect)
    if link.mark in ("--", "<->", "o-o"):
        ends = (min(ends), max(ends))
    return (*ends, link.mark, link.lag)


def _supported(link: Link, support: float) -> Link:
    note = link.note
    if support < UNSTABLE:
        note = "; ".join(part for part in (note, "unstable: most resamples say otherwise") if part)
    return link._replace(support=support, note=note)


def drawn_rows(rng: np.random.Generator, rows: int, looked_back: int) -> np.ndarray:
    """Rows of one bootstrap sample; in blocks where a row is read together with earlier ones.

    Blocks of at least `WINDOWS` times what is looked back, so that few rows have a stranger before them.
    """
    if not looked_back:
        return rng.integers(0, rows, rows)
    length = min(max(round(rows ** (1 / 3)), WINDOWS * looked_back), rows)
    starts = rng.integers(0, rows - length + 1, -(-rows // length))
    return np.asarray((starts[:, None] + np.arange(length)).ravel()[:rows])
