"""Conditions of a population -> the rows that meet them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pandas as pd

from tools.data.fields import BOOL, NUMBER, TIME
from tools.data.levels import level_text, match_level
from tools.data.work import Work
from tools.errors import DataError
from tools.messages import Message, Quoted
from tools.types import Condition, Level

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def keep_population(work: Work, conditions: tuple[Condition, ...]) -> None:
    """Keep the rows that meet every condition. A missing value meets none.

    Raises:
        DataError: an operator or value does not suit the column, or no row is left.
    """
    for condition in conditions:
        mask, code = _mask(work, condition)
        if not mask.any():
            raise DataError(
                f"No row meets {str(condition)!r}. {_available(work, condition.column)} Change the condition."
            )
        work.keep(
            mask,
            Message("data-outside-population", {"condition": Quoted(str(condition))}),
            f"frame = frame[{code}]",
        )


def _mask(work: Work, condition: Condition) -> tuple[pd.Series, str]:
    compare = _OPERATORS.get(condition.operator)
    if compare is None:
        raise DataError(f"{condition.operator!r} is not a comparison. Use one of {', '.join(_OPERATORS)}.")
    name = condition.column
    kind = work.table.field(name).kind
    values, shown = work.frame[name], f"frame[{name!r}]"
    if kind == TIME:
        return _time_mask(values, shown, condition, compare)
    wanted = _wanted(work, condition)
    if kind in (NUMBER, BOOL):
        number = float(wanted)
        present = values.notna()
        if condition.operator == "!=":
            return (values != number) & present, f"({shown} != {number!r}) & {shown}.notna()"
        return compare(values, number), f"{shown} {condition.operator} {number!r}"
    if condition.operator == "==":
        return values == wanted, f"{shown} == {wanted!r}"
    if condition.operator == "!=":
        return (values != wanted) & values.notna(), f"({shown} != {wanted!r}) & {shown}.notna()"
    raise DataError(
        f"Column {name!r} holds text, so {condition.operator!r} has no meaning in {str(condition)!r}. Use "
        f"== or !=."
    )


def _wanted(work: Work, condition: Condition) -> Level:
    """The value on the column's scale: a level where one is meant, else a number."""
    column = work.column(condition.column)
    kind = work.table.field(condition.column).kind
    levels: list[Level] = [level for level, _ in column.levels]
    if kind not in (NUMBER, BOOL) and not levels:
        levels = list(dict.fromkeys(work.frame[condition.column].dropna()))
    level = match_level(condition.value, levels, column.level_labels)
    if level is not None:
        return level
    if kind in (NUMBER, BOOL):
        try:
            return float(condition.value)
        except ValueError:
            pass
    if condition.operator in ("==", "!=") or kind in (NUMBER, BOOL):
        raise DataError(
            f"Column {condition.column!r} has no level {condition.value!r}. "
            f"{_available(work, condition.column)} Use one of these in {str(condition)!r}."
        )
    return condition.value


def _time_mask(
    values: pd.Series, shown: str, condition: Condition, compare: Callable[[Any, Any], Any]
) -> tuple[pd.Series, str]:
    try:
        moment = pd.Timestamp(condition.value)
    except (ValueError, TypeError):
        raise DataError(
            f"{condition.value!r} in {str(condition)!r} is not a date. Write it as 2024-03-31."
        ) from None
    if moment.tzinfo is not None:
        moment = moment.tz_convert("UTC").tz_localize(None)
    mask = compare(values, moment) & values.notna()
    return mask, f"({shown} {condition.operator} pd.Timestamp({str(moment)!r})) & {shown}.notna()"


def _available(work: Work, name: str) -> str:
    column = work.column(name)
    if column.levels:
        some = ", ".join(level_text(level, column) for level, _ in column.levels[:12])
        more = ", ..." if len(column.levels) > 12 else ""
        return f"{name!r} has the levels {some}{more}."
    if column.minimum is not None:
        return f"{name!r} runs from {column.minimum:g} to {column.maximum:g}."
    return f"{name!r} has {column.distinct} distinct values."
