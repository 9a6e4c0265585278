"""Differences in differences: two by two, and two-way fixed effects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.interface import ESTIMATORS, Effect, EffectEstimator, Interval, run_estimator, scaled
from tools.estimators.linear import (
    Codes,
    LeastSquares,
    Matrix,
    Vector,
    cluster_codes,
    design_matrix,
    least_squares,
    orthonormal_basis,
    usual_covariance,
)
from tools.estimators.panel import Panel, in_time, period_dummies, read_panel, within
from tools.estimators.wild_bootstrap import FEW, FEWEST, wild_bootstrap, wild_t, without_limits
from tools.messages import Column, Message, counted
from tools.types import Estimand, EstimandKind, Estimate, Sample

# ---------------- Effects by time since the start of treatment, and a test for trends that differed before i


MOST_LEADS = 4
MOST_LAGS = 10


def lead_details(panel: Panel, covariates: Matrix, clusters: Codes) -> dict[str, float]:
    """Coefficients of the periods just before the start, from untreated rows only, and their joint p-value.

    `covariates` (rows, k) have no intercept. Periods further back, and units that are never treated, are
    what the leads are held against. Borusyak, Jaravel & Spiess (2024), Test 1: treated rows stay out, so that
    effects which differ cannot pass for a trend. {} when no unit has two untreated periods before its start.
    """
    if panel.unit is None:
        return {}
    start = panel.first_treated()[panel.unit]
    distance = np.where(start < panel.periods, panel.period - start, -panel.periods - 1)
    untreated = panel.treated_now == panel.treated_now.min()
    seen = np.unique(distance[untreated & (distance < 0) & (distance > -panel.periods - 1)])
    leads = [int(lead) for lead in seen[::-1][: min(MOST_LEADS, len(seen) - 1)]]
    if not leads:
        return {}
    flags = np.column_stack([distance == lead for lead in leads]).astype(np.float64)
    columns = np.column_stack([period_dummies(panel), covariates, flags])[untreated]
    units = np.unique(panel.unit[untreated], return_inverse=True)[1]
    both = within(np.column_stack([columns, panel.outcome[untreated]]), units)
    columns, outcome = np.where(np.abs(both[:, :-1]) > 1e-9, both[:, :-1], 0.0), both[:, -1]
    groups = np.unique(clusters[untreated], return_inverse=True)[1]
    basis = orthonormal_basis(columns)
    places = [columns.shape[1] - len(leads) + j for j in range(len(leads))]
    if set(places) & set(basis.left_out) or len(outcome) <= basis.rank + 1 or groups.max() < 1:
        return {}
    fit = least_squares(columns, outcome, clusters=groups, basis=basis, absorbed=1)
    details = {
        "pretrend_p": _joint_p(fit.coefficients[places], fit.covariance[np.ix_(places, places)], groups)
    }
    for lead, place in zip(leads, places, strict=True):
        details[f"event_{lead}"] = float(fit.coefficients[place])
        details[f"event_{lead}_std_error"] = fit.std_error(place)
    return details


def _joint_p(values: Vector, covariance: Matrix, groups: Codes) -> float:
    """F test of all zero, with as many degrees of freedom below as clusters less one."""
    rank = np.linalg.matrix_rank(covariance)
    if rank == 0:
        return 1.0
    wald = float(values @ np.linalg.pinv(covariance) @ values) / rank
    return float(stats.f.sf(wald, rank, int(groups.max())))


def lag_details(panel: Panel, effects: Vector, kept: Codes) -> dict[str, float]:
    """Mean effect by periods since the start (0 is the first treated one); effects (kept,) of rows `kept`."""
    if panel.unit is None:
        return {}
    since = panel.period[kept] - panel.first_treated()[panel.unit][kept]
    return {
        f"event_{int(lag)}": float(effects[since == lag].mean()) for lag in np.unique(since)[: MOST_LAGS + 1]
    }


def negative_weights(columns: Matrix, treated: Vector) -> dict[str, float]:
    """How two-way fixed effects weights the treated rows' own effects: the last of columns (rows, k).

    The share of treated rows with a negative weight, and what those weights add up to (all add up to 1).
    de Chaisemartin & D'Haultfoeuille (2020), American Economic Review 110(9), Theorem 1.
    """
    left = orthonormal_basis(columns[:, :-1]).residuals(columns[:, -1])
    own = left[treated > treated.min()]
    negative = own < -1e-9 * float(np.abs(left).max())
    return {
        "negative_weight_share": float(negative.mean()),
        "negative_weight_sum": float(own[negative].sum() / own.sum()),
    }


FEW_CLUSTERS = 20  # Cameron, Gelbach & Miller (2008): below this clustered intervals are too narrow


class PanelEstimator(EffectEstimator):
    """Base of the estimators in time: `time`, `unit` and `cutoff` (the first treated period) are options."""

    def __init__(
        self,
        identified_estimand: Any,
        *,
        time: str | None = None,
        unit: str | None = None,
        cutoff: float | None = None,
        **options: Any,
    ) -> None:
        super().__init__(identified_estimand, **options)
        self.time, self.unit, self.cutoff = time, unit, cutoff

    def panel(self, frame: pd.DataFrame) -> Panel:
        return read_panel(
            frame, self.treatment, self.outcome, self.time, self.unit, self.cutoff, self.covariates
        )

    @property
    def covariates(self) -> tuple[str, ...]:
        """The adjustment set without the columns that the design itself holds."""
        own = {self.time, self.unit, self.treatment, self.outcome}
        return tuple(name for name in self.adjustment_set if name not in own)

    def clusters(self, frame: pd.DataFrame) -> Codes | None:
        """The named cluster, else the unit: errors of one unit at two times are not independent."""
        return cluster_codes(frame, self.cluster or self.unit)

    def leads(self, frame: pd.DataFrame, panel: Panel, clusters: Codes | None) -> dict[str, float]:
        """Coefficients before the start and the test for different trends, where units are followed."""
        if panel.unit is None or clusters is None or len(np.unique(panel.treated_now)) != 2:
            return {}
        return lead_details(panel, design_matrix(frame, self.covariates).values[:, 1:], clusters)

    def finish(
        self,
        fit: LeastSquares,
        columns: Matrix,
        outcome: Vector,
        change: float,
        panel: Panel,
        clusters: Codes | None,
        extra: dict[str, float],
    ) -> Effect:
        """Value, spread and the details that every design in time reports; the effect is the last column's.

        With fewer than 30 clusters p-value and interval are the wild cluster bootstrap's.
        """
        position = columns.shape[1] - 1
        value, std_error = scaled(change, float(fit.coefficients[position]), fit.std_error(position))
        details = {"periods": float(panel.periods), "degrees_of_freedom": fit.degrees_of_freedom, **extra}
        details["treated_rows"] = float((panel.treated_now > panel.treated_now.min()).sum())
        warnings = panel.warnings
        if fit.clusters is not None:
            details["clusters"] = float(fit.clusters)
            warnings += panel.few_treated_units()
            wild = None
            if clusters is not None and fit.clusters < FEW:
                wild = wild_bootstrap(columns, outcome, clusters, fit.std_error(position))
            interval = None if wild is None else wild.interval(0.95)
            if wild is not None and interval is not None:
                details["wild_bootstrap_p"] = wild.p_value()
                if fit.clusters < FEW_CLUSTERS:
                    warnings += (Message("estimation-wild-bootstrap", {"clusters": counted(fit.clusters)}),)
                details["clustered_low"], details["clustered_high"] = _usual_limits(value, std_error, fit)
                return Effect(
                    value, std_error, panel.rows, fit.degrees_of_freedom, details, warnings,
                    special_interval=lambda level: wild.scaled_interval(level, change),
                    special_p_value=details["wild_bootstrap_p"],
                )  # fmt: skip
            usual = Effect(value, std_error, panel.rows, fit.degrees_of_freedom, details, warnings)
            if fit.clusters < FEWEST:
                return without_limits(usual, fit.clusters)
            if fit.clusters < FEW_CLUSTERS:
                few = Message("estimation-few-clusters", {"clusters": counted(fit.clusters)})
                return replace(usual, warnings=(*warnings, few))
            return usual
        return Effect(value, std_error, panel.rows, fit.degrees_of_freedom, details, warnings)


class DifferenceInDifferences(PanelEstimator):
    """Change of the treated group less change of the other group, with covariates beside.

    Assumes that without treatment both groups would have changed alike (parallel trends). Panels and repeated
    cross sections. Clustered by unit where one is named (CR1), HC1 otherwise. Card & Krueger (1994); Angrist
    & Pischke (2009), Mostly Harmless Econometrics, section 5.2.
    """

    registry_name = "difference_in_differences"
    method_name = "difference in differences"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        if panel.post is None or panel.group is None:
            raise EstimationError(Message("estimation-no-single-start"))
        covariates = design_matrix(frame, self.covariates).values
        post = panel.post.astype(np.float64)
        columns = np.column_stack([covariates, panel.group, post, panel.group * post])
        basis = orthonormal_basis(columns)
        last = columns.shape[1] - 1
        if last in basis.left_out:
            raise EstimationError(Message("estimation-empty-cell"))
        clusters = self.clusters(frame)
        fit = least_squares(
            columns,
            panel.outcome,
            covariance=usual_covariance(panel.rows),
            clusters=clusters,
            basis=basis,
        )
        extra = _cell_means(panel) if len(np.unique(panel.group)) == 2 else {}
        extra |= self.leads(frame, panel, clusters)
        return self.finish(fit, columns, panel.outcome, high - low, panel, clusters, extra)


class TwoWayFixedEffects(PanelEstimator):
    """Outcome on treatment with an effect for every unit and every period, and covariates.

    Assumes parallel trends; with several starts of treatment and effects that differ it mixes in comparisons
    of late with early adopters, with negative weights (Goodman-Bacon 2021, J. Econometrics 225(2)). Without a
    unit column the group takes the units' place. Clustered by unit (CR1). Wooldridge (2010), section 10.5.
    """

    registry_name = "two_way_fixed_effects"
    method_name = "two-way fixed effects"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        covariates = design_matrix(frame, self.covariates)
        dummies = period_dummies(panel)
        clusters = self.clusters(frame)
        blocks = [covariates.values, dummies]
        if panel.unit is None and panel.group is not None:
            blocks.append(panel.group[:, None])
        columns = np.column_stack([*blocks, panel.treated_now])
        outcome = panel.outcome
        absorbed = 0
        if panel.unit is not None:
            both = within(np.column_stack([columns[:, 1:], outcome]), panel.unit)
            columns, outcome = both[:, :-1], both[:, -1]
            absorbed = absorbed_effects(panel.unit, clusters)
        basis = orthonormal_basis(_without_noise(columns))
        last = columns.shape[1] - 1
        if last in basis.left_out:
            raise EstimationError(
                Message("estimation-determined-by-unit-and-period", {"treatment": Column(self.treatment)})
            )
        fit = least_squares(
            columns,
            outcome,
            covariance=usual_covariance(panel.rows),
            clusters=clusters,
            basis=basis,
            absorbed=absorbed,
        )
        extra: dict[str, float] = {}
        if panel.unit is not None:
            extra["units"] = float(panel.unit.max() + 1)
            starts = panel.first_treated()
            extra["adoption_dates"] = float(len(np.unique(starts[starts < panel.periods])))
            if len(np.unique(panel.treated_now)) == 2:
                extra |= negative_weights(columns, panel.treated_now)
            extra |= self.leads(frame, panel, clusters)
        # The bootstrap keeps unit effects only where whole units are in a cluster.
        nested = clusters if panel.unit is None or absorbed == 1 else None
        return self.finish(fit, columns, outcome, high - low, panel, nested, extra)


def with_wild_interval(usual: Effect, moves: Vector, pulls: Matrix) -> Effect:
    """The same effect with the wild cluster bootstrap's interval and p-value; `moves`, `pulls`: `wild_t`."""
    clusters = len(pulls)
    drawn = wild_t(usual.value, usual.std_error, moves, pulls)
    if drawn is None:
        return without_limits(usual, clusters)
    warnings = usual.warnings
    if clusters < FEW_CLUSTERS:
        warnings += (Message("estimation-wild-bootstrap", {"clusters": counted(clusters)}),)
    low, high = usual.interval()
    details = {
        **usual.details,
        "wild_bootstrap_p": drawn.p_value,
        "clustered_low": low,
        "clustered_high": high,
    }
    return replace(
        usual, details=details, warnings=warnings, special_interval=drawn.interval,
        special_p_value=drawn.p_value,
    )  # fmt: skip


def _usual_limits(value: float, std_error: float, fit: LeastSquares) -> Interval:
    """The clustered t interval, for the details when another is reported."""
    return Effect(value, std_error, 0, fit.degrees_of_freedom).interval()


def absorbed_effects(unit: Codes, clusters: Codes | None) -> int:
    """Fixed effects to count as estimated: 1 (the constant) when units are nested in clusters, else all.

    Nested effects do not use up the clusters' degrees of freedom; Stata's xtreg and reghdfe count so too.
    """
    count = int(unit.max()) + 1
    if clusters is None:
        return count
    pairs = len(np.unique(unit * (int(clusters.max()) + 1) + clusters))
    return 1 if pairs == count else count


def _without_noise(columns: Matrix) -> Matrix:
    """Columns that do not change within units, whose demeaned values are rounding noise, as exact zeros."""
    size = np.abs(columns).max(axis=0, initial=0.0)
    return np.where(size > 1e-9, columns, 0.0)


def _cell_means(panel: Panel) -> dict[str, float]:
    """Mean outcome in the four cells, for the reader."""
    assert panel.group is not None and panel.post is not None
    treated = panel.group == panel.group.max()
    return {
        f"mean_{who}_{when}": float(panel.outcome[group & time].mean())
        for who, group in (("treated", treated), ("untreated", ~treated))
        for when, time in (("before", ~panel.post), ("after", panel.post))
        if (group & time).any()
    }


def panel_options(estimand: Estimand) -> dict[str, Any]:
    """The design's time columns, as options of a `PanelEstimator`."""
    design = estimand.design
    return {"time": design.time, "unit": design.unit, "cutoff": design.cutoff}


# ---------------- The lines that give the same number without us


TWO_BY_TWO_LINES = """\
post = frame[time].isin(periods_after).to_numpy().astype(float)
columns = np.hstack([ones, covariates, np.column_stack([group, post, group * post])])
effect = last_coefficient(columns, frame[outcome].to_numpy(dtype=float)) * (high - low)
"""


@ESTIMATORS.register(
    "difference_in_differences", script=in_time(TWO_BY_TWO_LINES), estimands=(EstimandKind.ATT,)
)
def difference_in_differences(sample: Sample, estimand: Estimand) -> Estimate:
    """Two by two; see `DifferenceInDifferences`."""
    return run_estimator(DifferenceInDifferences, sample, estimand, **panel_options(estimand))


FIXED_EFFECTS_LINES = """\
periods = pd.get_dummies(frame[time].astype("category"), drop_first=True, dtype=float).to_numpy()
columns = np.column_stack([covariates, periods, group, treated_now, frame[outcome].to_numpy(dtype=float)])
columns = columns - columns.mean(axis=0)
if unit is not None:
    columns = columns - pd.DataFrame(columns).groupby(frame[unit].to_numpy()).transform("mean").to_numpy()
    columns = np.where(np.abs(columns).max(axis=0) > 1e-9, columns, 0.0)
effect = last_coefficient(columns[:, :-1], columns[:, -1]) * (high - low)
"""


@ESTIMATORS.register(
    "two_way_fixed_effects", script=in_time(FIXED_EFFECTS_LINES), estimands=(EstimandKind.ATT,)
)
def two_way_fixed_effects(sample: Sample, estimand: Estimand) -> Estimate:
    """Unit and period effects; see `TwoWayFixedEffects`."""
    return run_estimator(TwoWayFixedEffects, sample, estimand, **panel_options(estimand))
