"""Why did it change, or why is this row odd: a change traced along the graph to where it arose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.kinds.attribution.asking import ask, plan
from assistant.kinds.attribution.figure import draw_parts
from assistant.kinds.attribution.prose import say
from assistant.kinds.attribution.slots import NAME, SLOTS
from assistant.kinds.attribution.structure import Structure, structure_of
from assistant.kinds.attribution.windows import rows_of, time_column
from assistant.kinds.interface import KINDS, Need, QuestionKind, Work
from assistant.prose.quantities import outcome_scale
from tools.effects.attribution import (
    Attribution,
    Contribution,
    Place,
    attribute_change,
    plain_change,
    shifts_of,
)
from tools.errors import EstimationError
from tools.graphs import ancestors, descendants
from tools.messages import Column, Message
from tools.types import ColumnKind, Condition, DataProfile, Design, DesignKind, Estimand

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.types import GraphProposal, Plan

__all__ = ["ATTRIBUTION"]

_MOST_ROWS = 200_000  # of the rows compared with, beyond which every so manieth is used


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query, profile = plan.query, setting.profile
    assert query is not None
    outcome = query.outcome
    asked_of: tuple[Condition, ...] = tuple(plan.slots.get("asked") or ())
    usual_of: tuple[Condition, ...] = tuple(plan.slots.get("usual") or ())
    clock = time_column(profile, setting.table)
    says_which = {c.column for c in (*asked_of, *usual_of)} | ({clock} if clock else set())
    with recorder.step("graph"):
        structure = structure_of(setting, says_which)
    nodes = [name for name in structure.graph.nodes if name != outcome]
    columns = [outcome, *nodes]
    with recorder.step("data"):
        wanted = list(dict.fromkeys([*columns, *says_which]))
        frame = setting.table.frame(wanted)
        if clock is not None:
            frame = frame.sort_values(clock, kind="stable")
        asked, usual = _rows(frame, asked_of, usual_of, plan.slots.get("row"))
        values = {name: _numbers(frame[name], profile, name) for name in columns}
        above = ancestors(structure.graph, outcome) if outcome in structure.graph.nodes else frozenset()
        complete = np.ones(len(frame), dtype=bool)
        for name in (outcome, *above):
            complete &= ~np.isnan(values[name]).any(axis=1)
        gaps = int(((asked | usual) & ~complete).sum())
        asked, usual = asked & complete, _thinned(usual & complete)
        if not asked.any():
            raise EstimationError(Message("attribution-no-rows", {"outcome": Column(outcome)}))
    with recorder.step("estimate"):
        found = _attributed(values, structure, outcome, asked, usual, profile, clock is not None)
        found = replace(
            found, shifts=_shifts(values, structure, outcome, asked, usual, clock is not None, found)
        )
    dropped = ((Message("attribution-dropped-gaps"), gaps),) if gaps else ()
    return Work(
        result=found,
        query=replace(query, kind=NAME),
        design=Design(DesignKind.NONE),
        rows_total=profile.rows,
        dropped=dropped,
        unit=profile[outcome].unit,
        warnings=profile.warnings,
        beside={"graph": structure.graph},
    )


def _rows(
    frame: pd.DataFrame, asked_of: tuple[Condition, ...], usual_of: tuple[Condition, ...], row: Any
) -> tuple[Any, Any]:
    """The rows asked about and those compared with. Raises `EstimationError` where there are none."""
    asked = frame.index.to_numpy() == int(row) - 1 if row is not None else rows_of(asked_of, frame)
    usual = rows_of(usual_of, frame) & ~asked if usual_of else ~asked
    if not asked.any() or not usual.any():
        raise EstimationError(Message("attribution-no-rows"))
    return asked, usual


def _thinned(usual: Any) -> Any:
    count = int(usual.sum())
    if count <= _MOST_ROWS:
        return usual
    kept = np.zeros(len(usual), dtype=bool)
    kept[np.flatnonzero(usual)[:: int(np.ceil(count / _MOST_ROWS))]] = True
    return kept


def _numbers(column: pd.Series, profile: DataProfile, name: str) -> Any:
    """(n, 1) numbers, or an indicator of each level of a category but the most frequent; NaN: missing."""
    about = profile[name]
    if about.kind is ColumnKind.BINARY and not pd.api.types.is_numeric_dtype(column):
        names = sorted({str(v) for v in column.dropna()})
        return column.map(lambda v: np.nan if pd.isna(v) else float(str(v) == names[-1])).to_numpy(float)[
            :, None
        ]
    if about.kind is ColumnKind.CATEGORY:
        levels = [level for level, _ in about.levels][1:]
        text = column.astype(str)
        table = np.column_stack(
            [(text == str(level)).to_numpy(float) for level in levels] or [np.zeros(len(column))]
        )
        table[column.isna().to_numpy()] = np.nan
        return table
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)[:, None]


def _attributed(
    values: Mapping[str, Any],
    structure: Structure,
    outcome: str,
    asked: Any,
    usual: Any,
    profile: DataProfile,
    ordered: bool,
) -> Attribution:
    scale = outcome_scale(profile, outcome, profile[outcome].unit)
    parents = structure.parents()
    about: dict[str, Any] = {
        "usual": usual,
        "asked": asked,
        "outcome": outcome,
        "scale": scale,
        "ordered": ordered,
    }
    if not parents.get(outcome):
        return plain_change(values=values, **about)
    return attribute_change(values=values, parents=parents, **about)


def _shifts(
    values: Mapping[str, Any],
    structure: Structure,
    outcome: str,
    asked: Any,
    usual: Any,
    ordered: bool,
    found: Attribution,
) -> Any:
    """The columns that changed and are no causes: consequences, and those that nothing places."""
    graph = structure.graph
    placed = {name for edge in graph.edges for name in (edge.cause, edge.effect)}
    after = descendants(graph, outcome) if outcome in graph.nodes else frozenset()
    causes = {c.name for c in found.contributions} | {outcome}
    places = {
        name: Place.CONSEQUENCE if name in after else Place.UNPLACED
        for name in values
        if name not in causes and (name in after or name not in placed or not found.contributions)
    }
    filled = {
        name: np.where(np.isnan(v), np.nanmean(v[usual], axis=0), v)
        for name, v in values.items()
        if name in places
    }
    return shifts_of(values=filled, places=places, usual=usual, asked=asked, ordered=ordered)


# ---------------- JSON


def _part(found: Contribution) -> dict[str, Any]:
    return {
        "column": found.name,
        "origin": str(found.origin),
        "part": found.part.value,
        "ci_95": list(found.part.ci_95 or ()),
        "before": found.before,
        "after": found.after,
        "beyond_its_causes": found.own,
        "clear": found.clear,
        "path": list(found.path),
    }


def _values(found: Attribution) -> dict[str, Any]:
    return {
        "verdict": str(found.verdict),
        "causes": [cause.name for cause in found.causes],
        "parts": [_part(each) for each in found.contributions],
        "also_changed": [
            {
                "column": s.name,
                "place": str(s.place),
                "before": s.before,
                "after": s.after,
                "standard_deviations": s.size,
            }
            for s in found.shifts
        ],
        "rows": found.rows,
        "usual_rows": found.usual_rows,
    }


_LIST: Mapping[str, Any] = {"type": "array"}


def _no_identification(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> None:
    """The graph is read when the rows are: a change is traced along it, and no effect is identified."""
    return


ATTRIBUTION = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset(DesignKind),
    ask=ask,
    plan=plan,
    identify=_no_identification,
    estimate=estimate,
    say=say,
    figures={"parts": draw_parts},
    result_schema={
        "verdict": {"type": "string"},
        "causes": _LIST,
        "parts": _LIST,
        "also_changed": _LIST,
        "rows": {"type": "integer"},
        "usual_rows": {"type": "integer"},
    },
    result_values=_values,
)
KINDS.register(NAME)(ATTRIBUTION)
