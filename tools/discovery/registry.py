"""The registry of discovery methods, what each is given, and the call that runs one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.discovery.background import Background
from tools.discovery.partial_graph import Discovered
from tools.engine.threads import one_thread
from tools.errors import DataError, OptionError
from tools.independence import IndependenceTest, complete_rows, independence_test
from tools.registry import Registry

__all__ = ["DISCOVERERS", "Problem", "discover"]


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

    `method` is a name of `DISCOVERERS`; `test` one of `tools.independence.choice.KINDS`; with `resamples`
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
            from tools.discovery.stability import with_support

            found = with_support(found, run, problem, test, resamples)
    return found
