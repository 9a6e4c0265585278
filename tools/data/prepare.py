"""`prepare`: the rows and columns that one estimate uses, coded, complete and guarded."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tools.data.coding import code_design_column, code_outcome, code_treatment, keep_contrast
from tools.data.covariates import choose_covariates, code_covariate, code_unit, complete_covariates
from tools.data.fields import BOOL, NUMBER, TEXT, TIME
from tools.data.image_covariates import Images
from tools.data.levels import level_text, match_level
from tools.data.table import Table
from tools.data.text_covariates import component_source, expand_texts
from tools.data.work import Work
from tools.errors import DataError, EstimationError
from tools.messages import Column, Columns, Message, Quoted, Role, counted, exact, pure
from tools.types import Condition, DataProfile, Design, DesignKind, Level, Query, Sample

# ---------------- Conditions of a population -> the rows that meet them


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


# ---------------- Samples on which an estimator would give a number that means nothing are refused here, or


_ARM_FLOOR = 3  # rows in each arm, or on each side of a cutoff
_ARM_FEW = 20
_FREE_ROWS_FLOOR = 3  # rows beyond the number of parameters
_ROWS_PER_PARAMETER_FEW = 5
_DUPLICATES_MANY = 0.5
_SINGLE_FEW = 0.05  # share of the distinct rows that occur once, in a table of copies at most
_DISTINCT_FEW = 20
_UNEVEN = 1e-4  # p-value below which steps between levels count as uneven
_FEW_LEVELS = 8


def check_roles(query: Query, design: Design) -> None:
    """Refuse a question whose treatment is its outcome, or a design that lacks what it is made of.

    Raises:
        DataError: with what to change.
    """
    if query.treatment == query.outcome:
        raise DataError(
            f"{query.outcome!r} is both the treatment and the outcome. Name two different columns."
        )
    if query.treatment is None and (design.kind is not DesignKind.RDD or design.running_variable is None):
        raise DataError("There is no treatment column. Only a regression discontinuity can do without one.")
    if design.kind is DesignKind.RDD and (design.running_variable is None or design.cutoff is None):
        raise DataError("A regression discontinuity needs a running variable and a cutoff. Name both.")
    if design.kind is DesignKind.IV and not design.instruments:
        raise DataError("An instrumental-variable design needs an instrument. Name its column.")
    if design.kind is DesignKind.FRONTDOOR and not design.mediators:
        raise DataError("A front-door design needs a mediator. Name its column.")


def check_sample(frame: pd.DataFrame, query: Query, design: Design, covariates: list[str]) -> list[Message]:
    """Refuse what cannot be estimated; return warnings about what can, but badly.

    Raises:
        EstimationError: no variation, too few rows in an arm or for the number of parameters.
    """
    warnings: list[Message] = []
    _check_varies(frame, query.outcome, Role.OUTCOME)
    for name in design.instruments:
        _check_varies(frame, name, Role.INSTRUMENT)
    for name in design.mediators:
        _check_varies(frame, name, Role.MEDIATOR)
    if design.running_variable is not None and design.cutoff is not None:
        warnings += _check_sides(frame, design.running_variable, design.cutoff)
    if query.treatment is not None:
        _check_varies(frame, query.treatment, Role.TREATMENT)
        warnings += _check_arms(frame, query.treatment)
        _check_not_same(frame, query.treatment, query.outcome)
    return warnings + _check_size(frame, covariates, design)


def _check_varies(frame: pd.DataFrame, name: str, role: Role) -> None:
    values = frame[name].to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise EstimationError(Message("data-still-missing", {"role": role, "column": Column(name)}))
    spread = float(np.ptp(values)) if len(values) else 0.0
    # Rounding noise around one value is no variation: regression on it gives numbers like 6.8e12.
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max(initial=0.0))):
        raise EstimationError(
            Message(
                "data-does-not-vary",
                {
                    "role": role,
                    "column": Column(name),
                    "value": exact(float(values[0]) if len(values) else math.nan),
                    "rows": counted(len(values)),
                },
            )
        )


def _check_arms(frame: pd.DataFrame, treatment: str) -> list[Message]:
    values = frame[treatment]
    if not set(values.unique()) <= {0.0, 1.0}:
        return []
    counts = {arm: int((values == arm).sum()) for arm in (0.0, 1.0)}
    fewest = min(counts.values())
    if fewest < _ARM_FLOOR:
        raise EstimationError(
            Message(
                "data-few-in-arm",
                {
                    "fewest": counted(fewest),
                    "rows": counted(len(frame)),
                    "treatment": Column(treatment),
                    "needed": counted(_ARM_FLOOR),
                },
            )
        )
    if fewest < _ARM_FEW:
        return [
            Message(
                "data-small-arm",
                {"fewest": counted(fewest), "rows": counted(len(frame)), "treatment": Column(treatment)},
            )
        ]
    return []


def _check_sides(frame: pd.DataFrame, running: str, cutoff: float) -> list[Message]:
    above = int((frame[running] >= cutoff).sum())
    fewest = min(above, len(frame) - above)
    if fewest < _ARM_FLOOR:
        least, most = float(frame[running].min()), float(frame[running].max())
        raise EstimationError(
            Message(
                "data-few-beside-cutoff",
                {
                    "fewest": counted(fewest),
                    "running": Column(running),
                    "cutoff": exact(cutoff),
                    "least": exact(least),
                    "most": exact(most),
                },
            )
        )
    if fewest < _ARM_FEW:
        return [
            Message(
                "data-small-side",
                {"fewest": counted(fewest), "running": Column(running), "cutoff": exact(cutoff)},
            )
        ]
    return []


def _check_not_same(frame: pd.DataFrame, treatment: str, outcome: str) -> None:
    first, second = frame[treatment].to_numpy(dtype=float), frame[outcome].to_numpy(dtype=float)
    if len(frame) > 2 and abs(float(np.corrcoef(first, second)[0, 1])) > 1.0 - 1e-12:
        raise EstimationError(
            Message("data-same-information", {"treatment": Column(treatment), "outcome": Column(outcome)})
        )


def _check_size(frame: pd.DataFrame, covariates: list[str], design: Design) -> list[Message]:
    rows = len(frame)
    parameters = 2 + sum(_columns(frame[name]) for name in covariates)
    if rows < parameters + _FREE_ROWS_FLOOR:
        raise EstimationError(
            Message(
                "data-few-rows-for-parameters",
                {
                    "rows": counted(rows),
                    "parameters": counted(parameters),
                    "covariates": counted(len(covariates)),
                },
            )
        )
    if rows < _ROWS_PER_PARAMETER_FEW * parameters:
        return [
            Message("data-rows-for-parameters", {"rows": counted(rows), "parameters": counted(parameters)})
        ]
    if rows < 30:
        return [Message("data-few-rows", {"rows": counted(rows)})]
    return []


def _columns(values: pd.Series) -> int:
    return max(1, values.nunique() - 1) if isinstance(values.dtype, pd.CategoricalDtype) else 1


def duplicate_warning(work: Work) -> Message | None:
    """Rows copied many times leave the estimate as it is and make its interval too narrow."""
    rows, repeated = work.profile.rows, work.profile.duplicate_rows
    if repeated < _DUPLICATES_MANY * rows:
        return None
    # Tables of a few 0/1 columns repeat by nature; copying leaves hardly any row that stands alone.
    _, times = np.unique(work.table.row_hashes, return_counts=True)
    if float((times == 1).mean()) > _SINGLE_FEW or len(times) < _DISTINCT_FEW:
        return None
    return Message("data-copies", {"repeated": counted(repeated), "rows": counted(rows)})


def uneven_steps(frame: pd.DataFrame, treatment: str, outcome: str) -> Message | None:
    """Warn when the outcome does not move in even steps over a treatment with a few numeric levels.

    Lack-of-fit F test of a straight line against one mean a level (Draper & Smith 1998, section 2.1). Levels
    coded 0, 1, 2 are the usual reason.
    """
    values, outcomes = frame[treatment].to_numpy(dtype=float), frame[outcome].to_numpy(dtype=float)
    levels, codes = np.unique(values, return_inverse=True)
    counts = np.bincount(codes)
    if not 3 <= len(levels) <= _FEW_LEVELS or len(values) < 30 or counts.min() < 5:
        return None
    means = np.bincount(codes, outcomes) / counts
    within = float(((outcomes - means[codes]) ** 2).sum())
    line = np.polyval(np.polyfit(levels, means, 1, w=np.sqrt(counts)), levels)
    lack = float((counts * (means - line) ** 2).sum())
    free = len(values) - len(levels)
    if within <= 0 or stats.f.sf(lack / (len(levels) - 2) / (within / free), len(levels) - 2, free) > _UNEVEN:
        return None
    steps = tuple(
        Message("data-level-mean", {"level": exact(level), "mean": pure(mean)})
        for level, mean in zip(levels, means, strict=True)
    )
    return Message(
        "data-uneven-steps", {"treatment": Column(treatment), "outcome": Column(outcome), "steps": steps}
    )


_LEVELS_ADJUSTED = 50


def prepare(
    table: Table, profile: DataProfile, query: Query, design: Design, images: Images | None = None
) -> Sample:
    """Load the columns of `query` and `design`, keep the rows that count, and code them as numbers.

    In this order: the population, the two levels compared, complete cases on treatment, outcome and design
    columns, then covariates (useless ones left out, gaps dropped or filled, levels made categories). Every
    row
    lost is counted in `Sample.dropped`, every choice is in `Sample.warnings`, every step is in
    `Sample.preparation`. `images` tells how covariates that are paths of pictures are encoded.

    Raises:
        DataError: a column, level or value that is not there; no rows; more than two levels without a
        contrast.
        OptionError: pictures without an encoder, or one that cannot be loaded.
        EstimationError: no variation, or too few rows for any estimate.
    """
    check_roles(query, design)
    roles = _roles(query, design)
    covariates = [name for name in dict.fromkeys(design.adjustment_set) if name not in roles]
    conditions = [condition.column for condition in query.population]
    needed = list(dict.fromkeys((*roles, *covariates, *conditions)))
    work = Work(table, profile, _load(table, needed), images=images)
    rows_total = len(work.frame)

    keep_population(work, query.population)
    levels = keep_contrast(work, query)
    for role, names in _grouped(roles).items():
        work.keep_present(names, Message("data-missing", {"role": role, "columns": Columns(tuple(names))}))
    if work.frame.empty:
        raise DataError(
            f"No row of {table.source} has {', '.join(map(repr, roles))} all present. "
            "Choose columns that were measured in the same rows."
        )
    contrast = code_treatment(work, query, levels)
    code_outcome(work, query.outcome)
    _code_roles(work, query, design)

    meant = expand_texts(work, covariates)
    covariates = choose_covariates(work, query, [name for name in meant if component_source(name) is None])
    complete_covariates(work, covariates)
    for name in covariates:
        code_covariate(work, name)
    covariates = _still_useful(work, covariates) + _adjusted_roles(work, roles, design)
    covariates += [name for name in meant if component_source(name) is not None]

    design = replace(design, adjustment_set=tuple(covariates))
    _arrange(work, [*roles, *covariates])
    work.warnings += check_sample(work.frame, query, design, covariates)
    for message in _soft_warnings(work, query, levels is not None):
        work.warn(message)
    return Sample(
        frame=work.frame,
        query=replace(query, low=contrast.low_level, high=contrast.high_level),
        design=design,
        low=contrast.low,
        high=contrast.high,
        rows_total=rows_total,
        dropped=tuple(work.dropped),
        unit=profile[query.outcome].unit,
        warnings=tuple(work.warnings),
        imputed=tuple(name for name in work.imputed if name in covariates),
        preparation=tuple(work.lines),
    )


def _roles(query: Query, design: Design) -> dict[str, Role]:
    """Column -> role, for all but the covariates; the first role counts."""
    pairs = [
        (query.treatment, Role.TREATMENT),
        (query.outcome, Role.OUTCOME),
        *((name, Role.INSTRUMENT) for name in design.instruments),
        *((name, Role.MEDIATOR) for name in design.mediators),
        (design.running_variable, Role.RUNNING_VARIABLE),
        (design.time, Role.TIME),
        (design.unit, Role.UNIT),
        (design.cluster, Role.CLUSTER),
    ]
    roles: dict[str, Role] = {}
    for name, role in pairs:
        if name is not None:
            roles.setdefault(name, role)
    return roles


def _grouped(roles: dict[str, Role]) -> dict[Role, list[str]]:
    grouped: dict[Role, list[str]] = {}
    for name, role in roles.items():
        grouped.setdefault(role, []).append(name)
    return grouped


def _load(table: Table, columns: list[str]) -> object:
    """Numbers and true/false as float64, text as object with NaN, times as datetime64."""
    frame = table.frame(columns)
    for name in columns:
        kind = table.field(name).kind
        if kind == NUMBER:
            frame[name] = frame[name].astype(float)
        elif kind == BOOL:
            frame[name] = frame[name].map({True: 1.0, False: 0.0}).astype(float)
        elif kind == TEXT:
            frame[name] = frame[name].where(frame[name].notna(), np.nan).astype(object)
    return frame


def _code_roles(work: Work, query: Query, design: Design) -> None:
    for name, role in _roles(query, design).items():
        if role in (Role.INSTRUMENT, Role.MEDIATOR, Role.RUNNING_VARIABLE, Role.TIME):
            code_design_column(work, name, role)
        elif role in (Role.UNIT, Role.CLUSTER):
            code_unit(work, name)


def _still_useful(work: Work, covariates: list[str]) -> list[str]:
    """Dropping rows may have left a covariate with one value."""
    kept = []
    for name in covariates:
        if work.frame[name].nunique() > 1:
            kept.append(name)
        else:
            work.leave_out(name, Message("data-same-in-every-row"))
    return kept


def _adjusted_roles(work: Work, roles: dict[str, Role], design: Design) -> list[str]:
    """Units, clusters and periods that are adjusted for as well, when they have few enough levels."""
    both = [name for name in design.adjustment_set if roles.get(name) in (Role.UNIT, Role.CLUSTER, Role.TIME)]
    kept = [name for name in both if 1 < work.frame[name].nunique() <= _LEVELS_ADJUSTED]
    for name in both:
        if name not in kept:
            levels = counted(work.frame[name].nunique())
            work.warn(Message("data-too-many-levels", {"column": Column(name), "levels": levels}))
    return kept


def _arrange(work: Work, columns: list[str]) -> None:
    """Columns in source order, each "(missing)" column after its own; a fresh index."""
    order = []
    for name in work.table.columns:
        if name in columns:
            order.append(name)
            markers = [c for c in work.frame.columns if c not in work.table.columns]
            order += [c for c in markers if c.rstrip("*") == f"{name} (missing)"]
    order += [c for c in columns if component_source(c) is not None]
    work.frame = work.frame[order].reset_index(drop=True)
    work.lines.append(f"frame = frame[{order!r}].reset_index(drop=True)")


def _soft_warnings(work: Work, query: Query, two_levels: bool) -> list[Message]:
    found = [duplicate_warning(work)]
    if query.treatment is not None and not two_levels:
        found.append(uneven_steps(work.frame, query.treatment, query.outcome))
    return [message for message in found if message is not None]


@dataclass(frozen=True)
class CompleteRows:
    """Rows in which every column of a few has a value; nothing is recoded."""

    frame: pd.DataFrame
    rows_total: int  # rows in the source
    dropped: tuple[tuple[Message, int], ...]  # (reason, rows), in the order they were dropped
    warnings: tuple[Message, ...] = ()
    preparation: tuple[str, ...] = ()  # the steps from the table to `frame` as lines of pandas


def complete_rows(
    table: Table, profile: DataProfile, columns: Sequence[str], population: tuple[Condition, ...] = ()
) -> CompleteRows:
    """The columns as they are, in the rows of the population that have them all.

    Raises DataError for a column that is not there, or when no row is left.
    """
    conditions = [condition.column for condition in population]
    needed = list(dict.fromkeys((*columns, *conditions)))
    work = Work(table, profile, _load(table, needed))
    total = len(work.frame)
    keep_population(work, population)
    for name in columns:
        work.keep_present([name], Message("data-missing-column", {"column": Column(name)}))
    if work.frame.empty:
        raise DataError(
            f"No row of {table.source} has {', '.join(map(repr, columns))} all present. "
            "Choose columns that were measured in the same rows."
        )
    frame = work.frame[list(columns)].reset_index(drop=True)
    return CompleteRows(frame, total, tuple(work.dropped), tuple(work.warnings), tuple(work.lines))
