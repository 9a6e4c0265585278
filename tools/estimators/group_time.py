"""Group-time effects: every cohort in every period against units that are not treated yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.differences import FEW_CLUSTERS, PanelEstimator, panel_options
from tools.estimators.effect import Effect, scaled
from tools.estimators.event_study import MOST_LAGS
from tools.estimators.interface import ESTIMATORS, run_estimator
from tools.estimators.linear import Codes, Matrix, Vector
from tools.estimators.panel import Panel
from tools.types import Estimand, Estimate, Sample


class GroupTime(PanelEstimator):
    """Change of a cohort since the period before its start, less that of units not treated yet, averaged.

    The average is over treated unit-periods (the "simple" aggregate, an ATT). Assumes parallel trends of each
    cohort and the units not yet treated, and no effect before the start; takes no covariates. Units seen in
    every period only. Clustered interval from the influence function, with Welch's degrees of freedom.
    Callaway & Sant'Anna (2021), J. Econometrics 225(2), equations 2.8 and 3.9, with not-yet-treated controls.
    """

    registry_name = "group_time"
    method_name = "group-time difference in differences"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        if panel.unit is None or len(np.unique(panel.treated_now)) != 2:
            raise EstimationError(
                "Group-time effects follow units over time into a treatment that is on or off. Pass "
                "unit=..., or use two_way_fixed_effects."
            )
        outcome, whole = balanced(panel, panel.unit)
        start = panel.first_treated()[whole]
        value, influence, by_lag, cells = _simple(outcome, start)
        clusters = self.clusters(frame)
        assert clusters is not None  # the unit, if nothing else is named
        of_unit = np.zeros(int(panel.unit.max()) + 1, dtype=np.int64)
        of_unit[panel.unit] = clusters
        codes = np.unique(of_unit[whole], return_inverse=True)[1]
        sums = np.bincount(codes, influence)
        change = (high - low) / float(np.ptp(panel.treated_now))
        scaled_value, std_error = scaled(change, value, float(np.sqrt(sums @ sums)))
        lost = int(panel.unit.max()) + 1 - len(whole)
        details = {
            "units": float(len(whole)),
            "units_left_out": float(lost),
            "periods": float(panel.periods),
            "clusters": float(len(sums)),
            "group_time_effects": float(cells),
            **by_lag,
        }
        warnings = panel.warnings + panel.few_treated_units()
        if lost:
            warnings += (f"{lost} units are left out because they are not seen in every period.",)
        if self.covariates:
            warnings += ("Group-time effects are not adjusted for the covariates.",)
        if len(sums) < FEW_CLUSTERS:
            warnings += (f"There are only {len(sums)} clusters: the interval is likely too narrow.",)
        rows = len(whole) * panel.periods
        degrees = float(len(sums) - 1)
        if len(sums) == len(whole):
            degrees = min(degrees, _satterthwaite(influence, start))
        return Effect(scaled_value, std_error, rows, degrees, details, warnings)


def balanced(panel: Panel, unit: Codes) -> tuple[Matrix, Codes]:
    """Outcomes (units, periods) of the units seen once in every period, and the positions of those units."""
    shape = (int(unit.max()) + 1, panel.periods)
    count = np.zeros(shape)
    np.add.at(count, (unit, panel.period), 1.0)
    whole = np.flatnonzero((count == 1).all(axis=1))
    if len(whole) < 2:
        raise EstimationError(
            "Fewer than two units are seen once in every period, so cohorts cannot be followed. Use "
            "imputation or two_way_fixed_effects."
        )
    table = np.full(shape, np.nan)
    table[unit, panel.period] = panel.outcome
    return table[whole], whole


def _satterthwaite(influence: Vector, start: Codes) -> float:
    """Degrees of freedom of a variance that adds up cohorts of few units: Welch (1947), Biometrika 34."""
    groups = [influence[start == cohort] for cohort in np.unique(start)]
    parts = [(float(group @ group), len(group) - 1) for group in groups if len(group) > 1]
    spent = sum(part**2 / count for part, count in parts)
    return max(1.0, sum(part for part, _ in parts) ** 2 / spent) if spent > 0 else 1.0


def _simple(outcome: Matrix, start: Codes) -> tuple[float, Vector, dict[str, float], int]:
    """The average over treated cells, each unit's influence on it, means by lag, and the number of cells."""
    periods = outcome.shape[1]
    total, weight, cells = 0.0, 0.0, []
    influence = np.zeros(len(outcome))
    for cohort in np.unique(start[(start > 0) & (start < periods)]):
        mine = start == cohort
        for period in range(int(cohort), periods):
            controls = start > period
            if not controls.any():
                continue
            change = outcome[:, period] - outcome[:, cohort - 1]
            gain = float(change[mine].mean() - change[controls].mean())
            # Weighted by the cohort's size, a treated unit's own change counts once.
            influence[mine] += change[mine] - change[mine].mean()
            influence[controls] -= mine.sum() * (change[controls] - change[controls].mean()) / controls.sum()
            cells.append((int(cohort), period, gain))
            total += gain * mine.sum()
            weight += float(mine.sum())
    if not cells:
        raise EstimationError(
            "No cohort has both a period before its start and units that are not treated yet. Add untreated "
            "units, or use two_way_fixed_effects."
        )
    value = total / weight
    for cohort, _, gain in cells:
        influence[start == cohort] += gain - value  # the cohorts' sizes are estimated too
    lags: dict[str, float] = {}
    for lag in sorted({period - cohort for cohort, period, _ in cells})[: MOST_LAGS + 1]:
        same = [
            (gain, float((start == cohort).sum())) for cohort, period, gain in cells if period - cohort == lag
        ]
        lags[f"event_{lag}"] = sum(gain * size for gain, size in same) / sum(size for _, size in same)
    return value, influence / weight, lags, len(cells)


@ESTIMATORS.register("group_time")
def group_time(sample: Sample, estimand: Estimand) -> Estimate:
    """Cohorts against units not yet treated; see `GroupTime`."""
    return run_estimator(GroupTime, sample, estimand, **panel_options(estimand))
