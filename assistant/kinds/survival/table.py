"""The table with a time and an event in numbers, whatever way it holds them: codes, words, or two dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.kinds.survival.columns import Ending, unit_of
from tools.data.fields import TIME
from tools.messages import Column, Message, Quantity, Quoted, Scale, ScaleKind, counted
from tools.types import ColumnKind, ColumnProfile, DataProfile

if TYPE_CHECKING:
    import pandas as pd

    from tools.data import Table

__all__ = ["TimedTable", "timed_table", "waiting_column"]

WAITED = 0.95  # share of the treated that have a time of treatment, and of the others that have none


@dataclass(frozen=True)
class TimedTable:
    """The columns that are needed, the time and the event among them as numbers."""

    table: Table
    profile: DataProfile
    event: str  # the column of codes: 0 not seen to end, 1 the event, 2 another event
    unit: str | None
    notes: tuple[Message, ...] = ()


def timed_table(table: Table, profile: DataProfile, ending: Ending, columns: Sequence[str]) -> TimedTable:
    """The `columns` of the table with time and event; rows whose time is negative have none."""
    import numpy as np

    from tools.data.sources import open_table

    names = [name for name in dict.fromkeys((*ending.columns, *columns)) if name in table.columns]
    frame = table.frame(names)
    event = ending.event or _free_name(table)
    notes: list[Message] = []
    codes = _codes(frame, ending)
    time: pd.Series
    if table.field(ending.time).kind == TIME and ending.start is not None:
        start, end = frame[ending.start], frame[ending.time]
        if ending.event is None:
            codes = end.notna().astype(float)
        last = max(start.max(), end.max())
        time = (end.fillna(last) - start).dt.total_seconds() / 86_400
        if ending.event is None:
            notes.append(_until(last, ending))
    else:
        time = frame[ending.time].astype(float)
    negative = int((time < 0).sum())
    if negative:
        notes.append(Message("survival-negative", {"time": Column(ending.time), "rows": counted(negative)}))
    frame[ending.time] = time.where(time >= 0).astype(float)
    frame[event] = codes.astype(float)
    frame = frame.replace({ending.time: {np.inf: np.nan}})
    if ending.start is not None:
        frame = frame.drop(columns=ending.start)
    unit, _ = unit_of(profile[ending.time])
    made = _profile(profile, ending, event, unit)
    return TimedTable(open_table(frame, name=table.source), made, event, unit, tuple(notes))


def _until(last: Any, ending: Ending) -> Message:
    return Message("survival-until", {"end": Column(ending.time), "date": Quoted(str(last.date()))})


def _codes(frame: pd.DataFrame, ending: Ending) -> pd.Series:
    import numpy as np
    import pandas as pd

    if ending.event is None:
        return pd.Series(np.ones(len(frame)), index=frame.index)
    known = {_key(level): float(code) for level, code in ending.codes}
    return frame[ending.event].map(
        lambda value: known.get(_key(value), np.nan) if value is not None else np.nan
    )


def _key(value: Any) -> Any:
    """1, 1.0 and True are one level."""
    if isinstance(value, str):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _free_name(table: Table) -> str:
    name = "event"
    while name in table.columns:
        name += "*"
    return name


def _profile(profile: DataProfile, ending: Ending, event: str, unit: str | None) -> DataProfile:
    """The columns as they now are."""
    time = replace(profile[ending.time], kind=ColumnKind.NUMBER, unit=unit)
    own = profile.get(event) or ColumnProfile(event, ColumnKind.BINARY, profile.rows, 0, 2)
    made = {ending.time: time, event: replace(own, kind=ColumnKind.COUNT)}
    kept = [made.pop(column.name, column) for column in profile.columns]
    return replace(profile, columns=(*kept, *made.values()))


def waiting_column(
    table: Table, profile: DataProfile, ending: Ending, treatment: str, high: Any
) -> tuple[str, Quantity] | None:
    """A column that says when the treatment began: the treated have it, the others not.

    Returned with the greatest wait where it begins after the beginning, so that the treated had to last
    until then (immortal time).
    """
    import pandas as pd

    free = [
        c
        for c in profile.columns
        if c.name not in {treatment, *ending.columns}
        and c.kind in (ColumnKind.NUMBER, ColumnKind.COUNT, ColumnKind.TIME)
        and 0 < c.missing < c.rows
    ]
    known = [level for level, _ in profile[treatment].levels] if high is None else [high]
    pairs = [(column, level) for column in free for level in known[:2]]
    for column, level in pairs:
        frame = table.frame([treatment, column.name, *ending.columns])
        treated = frame[treatment].map(_key) == _key(level)
        present = frame[column.name].notna()
        if not treated.any() or treated.all():
            continue
        if present[treated].mean() < WAITED or present[~treated].mean() > 1 - WAITED:
            continue
        values = frame.loc[treated & present, column.name]
        if table.field(column.name).kind == TIME:
            if ending.start is None:
                continue
            waits = (values - frame.loc[values.index, ending.start]).dt.total_seconds() / 86_400
            times = frame[ending.time].loc[values.index] - frame.loc[values.index, ending.start]
            times = times.dt.total_seconds() / 86_400
        elif table.field(ending.time).kind == TIME:
            continue
        else:
            waits, times = values.astype(float), frame.loc[values.index, ending.time].astype(float)
        within = (waits <= times) | pd.isna(times)
        # A dose lies below the time only by chance: most must, some must have waited.
        if within.mean() >= WAITED and (waits > 0).mean() > 0.5 and waits.min() >= 0:
            from assistant.kinds.survival.columns import says, words_of

            if says("waiting", words_of(column)):
                return column.name, Quantity(
                    float(waits.max()), scale=Scale(ScaleKind.TIME, unit_of(column)[0])
                )
    return None
