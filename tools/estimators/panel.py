"""Reads the shape of a difference-in-differences table: periods, units, groups and who is treated when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.interface import Script, covariates_of
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes, number_column
from tools.estimators.regression import varying
from tools.estimators.scripts import BASIS_LINES, LAST_COEFFICIENT_LINES, assign, covariate_lines
from tools.messages import Column, Columns, Message, Role, counted, exact
from tools.types import Estimand, Estimate, Sample

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
FEW_TREATED = 5
BEFORE_WORDS = r"^(?:before|pre|baseline|first|old)"
AFTER_WORDS = r"^(?:after|post|follow|second|new|end)"
MOST_LEVELS = 200  # a covariate with more levels than this is not tried as the group


@dataclass(frozen=True)
class Panel:
    """One table in time. Row arrays are (rows,); periods are 0..T-1 in time order."""

    outcome: Vector
    treatment: Vector  # as in the table
    treated_now: Vector  # the treatment where it is in force: 0 before it starts
    period: Codes
    periods: int
    unit: Codes | None
    post: Flags | None  # after the one start of treatment; None with several starts
    switches: bool  # the treatment column itself changes over time within units
    group: Vector | None  # who is (ever) treated, constant in time; None when the table does not show it
    group_column: str | None = None  # the covariate that shows the group, where a covariate does
    staggered: bool = False  # an on/off treatment that starts at several times and is never taken back
    warnings: tuple[Message, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.outcome)

    def first_treated(self) -> Codes:
        """For each unit the first period with treatment, T when never (units,)."""
        if self.unit is None:
            raise EstimationError(Message("estimation-no-unit"))
        first = np.full(int(self.unit.max()) + 1, self.periods, dtype=np.int64)
        on = self.treated_now > 0
        np.minimum.at(first, self.unit[on], self.period[on])
        return first

    def few_treated_units(self) -> tuple[Message, ...]:
        """A warning when too few units are treated for clustered intervals (Conley & Taber 2011)."""
        if self.unit is None:
            return ()
        treated = len(np.unique(self.unit[self.treated_now > self.treated_now.min()]))
        if treated >= FEW_TREATED:
            return ()
        return (
            Message(
                "estimation-few-treated-units",
                {"treated": counted(treated), "units": counted(int(self.unit.max()) + 1)},
            ),
        )


def read_panel(
    frame: pd.DataFrame,
    treatment_name: str,
    outcome_name: str,
    time_name: str | None,
    unit_name: str | None,
    cutoff: float | None,
    covariates: tuple[str, ...],
) -> Panel:
    """Works out the shape from the data.

    The treatment column may be the group (constant in time: then two periods, or `cutoff` as the first
    treated period, say when it starts), or a policy indicator that switches on. Raises EstimationError when
    the table does not show when treatment starts.
    """
    if time_name is None:
        raise EstimationError(Message("estimation-did-needs-period"))
    if time_name not in frame.columns:
        raise EstimationError(
            Message("estimation-not-in-sample", {"role": Role.TIME, "column": Column(time_name)})
        )
    treatment = varying(number_column(frame, treatment_name, Role.TREATMENT), treatment_name)
    outcome = number_column(frame, outcome_name, Role.OUTCOME)
    period, values = _periods(frame[time_name], time_name)
    unit = cluster_codes(frame, unit_name)
    if unit is not None and int(unit.max()) + 1 == len(unit):
        unit = None  # every row is another unit: repeated cross sections, nobody is followed
    # The shape is read with 0 for "no treatment", whatever the column's own lowest level is.
    panel = Panel(outcome, treatment, treatment, period, len(values), unit, None, False, None)
    if _switches(treatment, period, unit):
        return _switching(panel, frame, covariates)
    return _fixed_group(panel, values, time_name, treatment_name, cutoff)


def period_order(frame: pd.DataFrame, name: str) -> tuple[Codes, Vector]:
    """Each row's period as 0..T-1 in time order (rows,), and the periods as numbers (years for dates)."""
    if name not in frame.columns:
        raise EstimationError(
            Message("estimation-not-in-sample", {"role": Role.TIME, "column": Column(name)})
        )
    return _periods(frame[name], name)


def _periods(column: pd.Series, name: str) -> tuple[Codes, Vector]:
    """Codes in time order and, per code, a number to compare with a cutoff (calendar year for dates)."""
    found, labels = pd.factorize(column)
    if (found < 0).any():
        raise EstimationError(
            Message(
                "estimation-missing-values",
                {"role": Role.TIME, "column": Column(name), "rows": counted(int((found < 0).sum()))},
            )
        )
    if len(labels) < 2:
        raise EstimationError(Message("estimation-one-period", {"time": Column(name)}))
    values = _time_values(column, pd.Series(list(labels)), name)
    order = np.argsort(values, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[found], values[order]


def _time_values(column: pd.Series, labels: pd.Series, name: str) -> Vector:
    """A number for each label that puts them in time order; alphabetical order is never taken for it."""
    if pd.api.types.is_datetime64_any_dtype(labels):
        return _calendar_years(labels)
    if isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered:
        return np.asarray(column.cat.categories.get_indexer(labels), dtype=np.float64)
    numbers = pd.to_numeric(labels, errors="coerce").to_numpy(dtype=np.float64)
    if np.isfinite(numbers).all():
        return np.asarray(numbers, dtype=np.float64)
    words = labels.astype(str).str.strip().str.casefold()
    after = words.str.contains(AFTER_WORDS).to_numpy()
    before = words.str.contains(BEFORE_WORDS).to_numpy()
    if len(words) == 2 and after.sum() == before.sum() == 1 and not (after & before).any():
        return np.asarray(after, dtype=np.float64)
    dates = pd.to_datetime(words.where(words.str.contains(r"\d{4}-\d{1,2}")), errors="coerce")
    if dates.notna().all():
        return _calendar_years(dates)
    raise EstimationError(
        Message(
            "estimation-period-order", {"time": Column(name), "periods": Columns(tuple(map(str, labels[:3])))}
        )
    )


def _calendar_years(dates: pd.Series) -> Vector:
    return np.asarray(dates.dt.year + (dates.dt.day_of_year - 1) / 366.0, dtype=np.float64)


def _switches(treatment: Vector, period: Codes, unit: Codes | None) -> bool:
    """Does the treatment column change over time, as a policy indicator does and a group label does not?"""
    if unit is not None:
        cell = unit * (int(period.max()) + 1) + period
        if not _varies_within(treatment, cell):
            return _varies_within(treatment, unit)
    # Without units, or with persons inside units: a group is there in the first period already.
    return bool(np.ptp(treatment[period == 0]) == 0.0)


def _varies_within(values: Vector, codes: Codes) -> bool:
    _, cells = np.unique(codes, return_inverse=True)
    lowest = np.full(int(cells.max()) + 1, np.inf)
    highest = np.full(int(cells.max()) + 1, -np.inf)
    np.minimum.at(lowest, cells, values)
    np.maximum.at(highest, cells, values)
    return bool((highest > lowest).any())


def _fixed_group(
    panel: Panel, values: Vector, time_name: str, treatment_name: str, cutoff: float | None
) -> Panel:
    if cutoff is not None:
        after = values >= cutoff
        if after.all() or not after.any():
            raise EstimationError(
                Message(
                    "estimation-start-outside",
                    {
                        "start": exact(cutoff),
                        "time": Column(time_name),
                        "first": exact(values.min()),
                        "last": exact(values.max()),
                    },
                )
            )
        post = after[panel.period]
    elif panel.periods == 2:
        post = panel.period == 1
    else:
        raise EstimationError(
            Message(
                "estimation-start-not-shown",
                {
                    "treatment": Column(treatment_name),
                    "periods": counted(panel.periods),
                    "time": Column(time_name),
                },
            )
        )
    if np.ptp(panel.treatment[post]) == 0.0 or np.ptp(panel.treatment[~post]) == 0.0:
        raise EstimationError(
            Message("estimation-no-comparison-group", {"treatment": Column(treatment_name)})
        )
    return replace(panel, post=post, treated_now=panel.treatment * post, group=panel.treatment)


def _switching(panel: Panel, frame: pd.DataFrame, covariates: tuple[str, ...]) -> Panel:
    on = panel.treatment > panel.treatment.min()
    if panel.unit is not None:
        shape = replace(panel, treated_now=on.astype(np.float64))
        starts = np.unique(shape.first_treated())
        starts = starts[starts < panel.periods]
        absorbing = not _switches_off(on, panel)
        if len(starts) == 1 and absorbing:
            post = panel.period >= starts[0]
            ever: Vector = (shape.first_treated() < panel.periods)[panel.unit].astype(np.float64)
            return replace(panel, switches=True, post=post, group=ever)
        on_or_off = len(np.unique(panel.treatment)) == 2
        return replace(panel, switches=True, staggered=absorbing and on_or_off and len(starts) > 1)
    warnings: tuple[Message, ...] = ()
    start = int(panel.period[on].min())
    post = panel.period >= start
    name = _find_group(on, post, frame, covariates)
    group: Vector | None = None
    if name is not None:
        levels = frame.loc[post & on, name].unique()
        group = frame[name].isin(levels).to_numpy(dtype=np.float64)
    else:
        warnings += (Message("estimation-no-group-before"),)
    return replace(
        panel,
        switches=True,
        post=post,
        group=group,
        group_column=name,
        warnings=warnings,
    )


def _switches_off(on: Flags, panel: Panel) -> bool:
    """Is any unit untreated again after its first treated period?"""
    assert panel.unit is not None
    first = np.full(int(panel.unit.max()) + 1, panel.periods, dtype=np.int64)
    np.minimum.at(first, panel.unit[on], panel.period[on])
    return bool((~on & (panel.period > first[panel.unit])).any())


def _find_group(on: Flags, post: Flags, frame: pd.DataFrame, covariates: tuple[str, ...]) -> str | None:
    """A covariate whose level decides who is treated once treatment has started."""
    for name in covariates:
        codes, levels = pd.factorize(frame[name])
        if not 2 <= len(levels) <= MOST_LEVELS or (codes < 0).any():
            continue
        rows = np.bincount(codes[post], minlength=len(levels))
        treated = np.bincount(codes[post & on], minlength=len(levels))
        if ((treated == 0) | (treated == rows)).all() and 0 < (treated > 0).sum() < len(levels):
            return name
    return None


def period_dummies(panel: Panel) -> Matrix:
    """One column for each period but the first (rows, T-1)."""
    return np.asarray(panel.period[:, None] == np.arange(1, panel.periods)[None, :], dtype=np.float64)


def within(columns: Matrix, codes: Codes) -> Matrix:
    """Columns (rows, k) less their mean in each unit."""
    count = np.bincount(codes)
    sums = np.column_stack([np.bincount(codes, columns[:, j]) for j in range(columns.shape[1])])
    return np.asarray(columns - (sums / count[:, None])[codes], dtype=np.float64)


# ---------------- The head of a script for a design in time


def in_time(used: str) -> Script:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        return _panel(sample, estimand, used)

    return parts


def _panel(sample: Sample, estimand: Estimand, used: str) -> tuple[str, ...]:
    """The columns of a design in time: `group`, `treated_now` and the periods after the start."""
    query, design = estimand.query, estimand.design
    own = {design.time, design.unit, query.treatment, query.outcome}
    covariates = tuple(name for name in covariates_of(sample, estimand) if name not in own)
    panel = read_panel(
        sample.frame,
        str(query.treatment),
        query.outcome,
        design.time,
        design.unit,
        design.cutoff,
        covariates_of(sample, estimand),
    )
    lines = assign(time=design.time, unit=design.unit)
    if panel.post is not None:
        lines += "periods_after = " + period_labels(sample.frame[str(design.time)][panel.post]) + "\n"
    lines += _group_lines(panel, design.unit) + _treated_now_lines(panel)
    return (lines, covariate_lines(covariates), BASIS_LINES, LAST_COEFFICIENT_LINES, used)


def period_labels(column: pd.Series) -> str:
    labels = column.drop_duplicates().sort_values()
    if pd.api.types.is_datetime64_any_dtype(column):
        return f"pd.to_datetime({[str(label) for label in labels]!r})"
    return repr(labels.tolist())


def _group_lines(panel: Panel, unit: str | None) -> str:
    if not panel.switches:
        return "group = frame[treatment].to_numpy()\n"
    if panel.group is not None and unit is not None:
        return 'group = frame.groupby(unit)[treatment].transform("max").to_numpy()\n'
    if panel.group_column is not None:
        return (
            assign(group_column=panel.group_column)
            + "on = frame[treatment] > frame[treatment].min()\n"
            + "group = frame[group_column].isin(frame.loc[on, group_column]).to_numpy().astype(float)\n"
        )
    return "group = np.zeros(len(frame))\n"


def _treated_now_lines(panel: Panel) -> str:
    if panel.switches:
        return "treated_now = frame[treatment].to_numpy()\n"
    return "treated_now = frame[treatment].to_numpy() * frame[time].isin(periods_after).to_numpy()\n"
