"""Work that the estimators and checks of one answer have in common, done once.

    with shared_work():
        estimate = estimate_effect(sample, estimand)
        checks = run_checks(sample, estimand, estimate)

An answer tries several estimators on the same rows, and its checks look at them again: without this a
million rows are made orthogonal twenty times and the same propensity is fitted eight times. Results are kept
by where their inputs lie in memory, and only inside the `with`; outside nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import numpy as np
import pandas as pd

Made = TypeVar("Made")
Array = np.ndarray[Any, Any]


class _Kept:
    """What one answer has made so far."""

    def __init__(self) -> None:
        self.made: dict[Hashable, tuple[Any, Any]] = {}  # by place of the inputs, with the inputs
        self.common: set[Hashable] = set()  # places of arrays that several estimators work on


_KEPT: ContextVar[_Kept | None] = ContextVar("_KEPT", default=None)


@contextmanager
def shared_work() -> Iterator[None]:
    """Inside, `once` keeps what it makes; all of it is let go at the end."""
    if _KEPT.get() is not None:
        yield
        return
    token = _KEPT.set(_Kept())
    try:
        yield
    finally:
        _KEPT.reset(token)


def once(
    what: Hashable,
    make: Callable[[], Made],
    *inputs: Array | pd.Series,
    common: Callable[[Made], Array] | None = None,
) -> Made:
    """`make()`, or what it gave for the same `what` and the same inputs before. Nobody may write into either.

    Inputs are columns of a frame, or arrays that an earlier call named as `common`, which several estimators
    work on. With other arrays it is made anew, so that the parts of one estimator are not kept for all.
    """
    kept = _KEPT.get()
    if kept is None or not inputs:  # without inputs nothing tells one set of rows from another
        return make()
    places = [_place(values) for values in inputs]
    arrays = (place for values, place in zip(inputs, places, strict=True) if isinstance(values, np.ndarray))
    if None in places or not kept.common.issuperset(arrays):
        return make()
    key = (what, *places)
    if key not in kept.made:
        # The inputs are held, so that no others can come to lie where they are.
        kept.made[key] = (make(), inputs)
        if common is not None:
            array = common(kept.made[key][0])
            array.flags.writeable = False  # a write would change every later estimate
            kept.common.add(_place(array))
    made: Made = kept.made[key][0]
    return made


def _place(values: Array | pd.Series) -> Hashable | None:
    """Where the values lie in memory, and as what; None where they have no place that stays."""
    if isinstance(values, pd.Series):
        if isinstance(values.dtype, pd.CategoricalDtype):
            # Codes mean nothing without their levels.
            return _place(values.array.codes), tuple(values.array.categories)
        if not isinstance(values.dtype, np.dtype):
            return None
        values = values.to_numpy()
    return values.__array_interface__["data"][0], values.shape, values.strides, values.dtype.str
