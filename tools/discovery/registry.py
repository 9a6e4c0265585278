"""The registry of discovery methods, what each is given, and the call that runs one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tools.discovery.background import Background
from tools.discovery.independence import IndependenceTest, complete_rows, independence_test
from tools.discovery.partial_graph import Discovered, Link
from tools.engine.threads import one_thread
from tools.errors import DataError, OptionError
from tools.messages import Message, Quantity, as_given, exact
from tools.registry import Registry

__all__ = ["DISCOVERERS", "UNSTABLE", "Problem", "discover", "drawn_rows", "with_support"]

# ---------------- Bootstrap support: in how many resamples does each link come out the same?


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
        return replace(found, notes=(*found.notes, Message("discovery-no-resample-varied")))
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
        before = {"note": as_given(note)} if note else {}
        note = Message("discovery-also-unstable" if note else "discovery-unstable", before)
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


@dataclass(frozen=True)
class Problem:
    """What a method is given. `frame` has complete rows only; nobody writes to it."""

    frame: Any  # pandas.DataFrame
    test: IndependenceTest
    background: Background = field(default_factory=Background)
    alpha: float = 0.05  # level of the tests, for methods that use tests
    seed: int = 7
    most: int | None = None  # largest number of columns held fixed at once; None: no bound
    lags: int = 3  # rows to look back, for time series

    @property
    def names(self) -> tuple[str, ...]:
        return self.test.names

    @property
    def level(self) -> Quantity:
        """`alpha` as it is said, to six digits."""
        return exact(float(f"{self.alpha:g}"))

    @property
    def tested(self) -> Message:
        """The independence test and its level, for methods that use tests."""
        return Message("discovery-test-at-level", {"test": as_given(self.test.label), "level": self.level})


DISCOVERERS: Registry[Callable[[Problem], Discovered]] = Registry("discovery method")


def discover(
    frame: Any,
    method: str = "pc",
    *,
    background: Background | None = None,
    alpha: float = 0.05,
    test: str = "auto",
    most: int | None = None,
    lags: int = 3,
    seed: int = 7,
    resamples: int = 0,
) -> Discovered:
    """Links between the columns of `frame` (rows, columns), as far as the data can tell.

    `method` is a name of `DISCOVERERS`; `test` one of `tools.discovery.independence.KINDS`; with `resamples`
    each link gets the share of that many bootstrap samples in which it comes out the same.

    What is found informs a graph and never proves it: every method rests on assumptions that the data do
    not show, named in the result.

    Raises:
        DataError: fewer than two columns, a column without variation, or fewer than 20 complete rows.
        OptionError: an unknown method, a level outside 0..1, or data that the method cannot take.
        GraphError: background knowledge about columns that are not there.
    """
    if not 0 < alpha < 1:
        raise OptionError(f"alpha={alpha} is no level of a test. Use a number between 0 and 1, such as 0.05.")
    if frame.shape[1] < 2:
        raise DataError("Discovery needs at least two columns. Name more of them.")
    run = DISCOVERERS[method]
    # One thread: the matrices are small, and waiting for one another costs threads more than they gain.
    with one_thread():
        tested = independence_test(frame, test)
        if tested.rows < len(frame):
            frame = complete_rows(frame).reset_index(drop=True)
        problem = Problem(frame, tested, background or Background(), alpha, seed, most, lags)
        problem.background.check(problem.names)
        found = run(problem)
        if resamples:
            from tools.discovery.registry import with_support

            found = with_support(found, run, problem, test, resamples)
    return found
