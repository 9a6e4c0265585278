"""Conditions on columns that say which rows a group has, and values as they stand in rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.estimators.linear import Vector
from tools.types import Condition

__all__ = ["cuts", "rows_meeting", "short_between", "whole", "written"]


def rows_meeting(modifiers: pd.DataFrame, conditions: Sequence[Condition]) -> np.ndarray:
    """The rows (rows,) of bool that meet all conditions; one without a value meets none."""
    found = np.ones(len(modifiers), dtype=bool)
    for condition in conditions:
        values = modifiers[condition.column]
        if condition.operator in ("==", "!="):
            same = (values.map(written, na_action="ignore") == written(condition.value)).to_numpy(dtype=bool)
            found &= same if condition.operator == "==" else ~same & values.notna().to_numpy()
            continue
        numbers, bound = values.to_numpy(dtype=np.float64), float(condition.value)
        found &= {
            "<": numbers < bound,
            "<=": numbers <= bound,
            ">": numbers > bound,
            ">=": numbers >= bound,
        }[condition.operator]
    return found


def cuts(values: Vector, parts: int) -> list[float]:
    """Values that part a column into about equally many rows: a row with the value is in the upper part."""
    ordered = np.unique(values)
    edges: list[float] = []
    for share in np.arange(1, parts) / parts:
        edge = float(np.quantile(values, share))
        above = ordered[ordered > edge] if (values < edge).mean() < share / 2 else ordered[ordered >= edge]
        below = ordered[ordered < above[0]] if len(above) else ordered[:0]
        if len(above) and len(below):
            edges.append(float(short_between(float(below[-1]), float(above[0]))))
    return sorted(set(edges))


def short_between(low: float, high: float) -> int | float:
    """The shortest number in (low, high].

    >>> short_between(59.0, 60.0), short_between(0.1234, 0.1311)
    (60, 0.13)
    """
    middle = (low + high) / 2
    for digits in range(-math.floor(math.log10(max(abs(low), abs(high), 1e-300))) - 1, 17):
        for number in (round(middle, digits), round(high, digits)):
            if low < number <= high:
                return whole(number)
    return whole(high)


def written(level: object) -> str:
    """A level as the rows have it: 3.0 as "3"."""
    return f"{level:.15g}" if isinstance(level, float | np.floating) else str(level)


def whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
