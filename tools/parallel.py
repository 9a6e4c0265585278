"""Independent pieces of work: here, or on the workers of a Dask cluster.

    with on_workers("tcp://scheduler:8786"):
        estimate_effect(sample, estimand)        # folds and re-estimates go to the workers

Only work that takes seconds a piece is handed out: models fitted fold by fold, estimates repeated on other
rows. The pieces are the same wherever they run, so the results are too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Result = TypeVar("Result")

_CLIENT: ContextVar[Any | None] = ContextVar("_CLIENT", default=None)


@contextmanager
def on_workers(address: str | None) -> Iterator[None]:
    """Inside, `each` runs on the workers of the Dask scheduler at `address`; None: here.

    Raises OptionError where the scheduler does not answer or has no workers, see `tools.engine.cluster`.
    """
    if address is None:
        yield
        return
    from tools.engine.cluster import connect

    with connect(address) as client:
        token = _CLIENT.set(client)
        try:
            yield
        finally:
            _CLIENT.reset(token)


def each(function: Callable[..., Result], pieces: Iterable[tuple[Any, ...]]) -> list[Result]:
    """`function(*piece)` for every piece, in order.

    On workers the function has to be one of a module that they have too; its exception is raised here.
    """
    client = _CLIENT.get()
    if client is None:
        return [function(*piece) for piece in pieces]
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="dask", client=client):
        return list(Parallel()(delayed(function)(*piece) for piece in pieces))
