"""Group-time effects: every cohort in every period against units that are not treated yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.differences import MOST_LAGS, PanelEstimator, panel_options, with_wild_interval
from tools.estimators.interface import ESTIMATORS, Effect, run_estimator, scaled
from tools.estimators.linear import Codes, Matrix, Vector, design_matrix, orthonormal_basis
from tools.estimators.panel import Panel, in_time
from tools.estimators.propensity import propensity_scores
from tools.estimators.wild_bootstrap import FEW
from tools.messages import Message, counted
from tools.types import Estimand, EstimandKind, Estimate, Sample

# ---------------- One cohort's change against that of units not treated yet, adjusted for covariates: doubly


@dataclass(frozen=True)
class Gain:
    """A cohort's mean change less what its change would have been."""

    value: float
    influence: Vector  # (units,): each unit's pull on the value, of mean 0


def plain_gain(change: Vector, cohort: np.ndarray) -> Gain:
    """Difference of mean changes; change (units,), cohort (units,) of bool.

    Deviations are scaled so that their squares add up to the unbiased variances of two means.
    """
    influence = np.zeros(len(change))
    means = []
    for members, sign in ((cohort, 1.0), (~cohort, -1.0)):
        count = int(members.sum())
        means.append(float(change[members].mean()))
        scale = np.sqrt(count / max(count - 1, 1))
        influence[members] = sign * scale * (change[members] - means[-1]) * len(change) / count
    return Gain(means[0] - means[1], influence)


def adjusted_gain(change: Vector, cohort: np.ndarray, covariates: Matrix) -> Gain:
    """The same among units alike in covariates (units, 1 + p), the intercept first.

    A linear model of the others' change and a logit of being in the cohort; right if either model is.
    Sant'Anna & Zhao (2020), J. Econometrics 219(1), equation 3.1 with the influence function of its Theorem
    A.1 for panels (least squares and maximum likelihood: the "traditional" doubly robust estimator); the
    weights of the others add up to one, as there and in Callaway & Sant'Anna (2021), equation 2.4. Raises
    EstimationError where the units are too few for the covariates.
    """
    units = len(change)
    basis = orthonormal_basis(covariates).q * np.sqrt(units)
    treated = cohort.astype(np.float64)
    if int((~cohort).sum()) <= basis.shape[1]:
        raise EstimationError(
            Message(
                "estimation-too-few-untreated-units",
                {"units": counted(int((~cohort).sum())), "columns": counted(basis.shape[1] - 1)},
            )
        )
    propensity = propensity_scores(basis, treated)
    chance = propensity.values
    others = 1 - treated
    own = orthonormal_basis(basis[~cohort])
    slopes = np.zeros(basis.shape[1])
    slopes[list(own.kept)] = np.linalg.solve(own.r, own.q.T @ change[~cohort])
    left = change - basis @ slopes
    weight = others * chance / (1 - chance)
    gain, misfit = float(treated @ left / treated.sum()), float(weight @ left / weight.sum())
    # Each unit's pull on both fitted models, and the models' pull on the gain.
    outcome_inverse = np.linalg.pinv((basis * others[:, None]).T @ basis / units, hermitian=True)
    on_slopes = (basis * (others * left)[:, None]) @ outcome_inverse
    information = (basis * (chance * (1 - chance))[:, None]).T @ basis / units
    on_logit = (basis * (treated - propensity.raw)[:, None]) @ np.linalg.pinv(information, hermitian=True)
    from_cohort = treated * (left - gain) - on_slopes @ (basis * treated[:, None]).mean(axis=0)
    tilted = weight * (left - misfit)
    from_others = tilted + on_logit @ (basis * tilted[:, None]).mean(axis=0)
    from_others -= on_slopes @ (basis * weight[:, None]).mean(axis=0)
    influence = from_cohort / treated.mean() - from_others / weight.mean()
    # Both models took a column each of what the units say, and the cohort's mean one of its units.
    count = float(treated.sum())
    spent = min(2 * basis.shape[1], units - 1)
    scale = units / (units - spent) * count / max(count - 1.0, 1.0)
    return Gain(gain - misfit, np.sqrt(scale) * influence)


@dataclass(frozen=True)
class Averaged:
    """The average over cohorts and periods."""

    value: float
    pull: Vector  # (units,) each unit's pull on the value; the squares add up to its variance
    by_lag: dict[str, float]
    cells: int
    sizes: Vector  # (units,) the part of `pull` that comes from the cohorts' sizes


class GroupTime(PanelEstimator):
    """Change of a cohort since the period before its start, less that of units not treated yet, averaged.

    The average is over treated unit-periods (the "simple" aggregate, an ATT). Assumes parallel trends of each
    cohort and the units not yet treated, among units with the same covariates where there are any (as they
    were in the period before the start), and no effect before the start. Units seen in every period only.
    Clustered interval from the influence function, with Welch's degrees of freedom, and by the wild cluster
    bootstrap with fewer than 30 clusters. Callaway & Sant'Anna (2021), J. Econometrics 225(2), equations 2.8
    (with covariates 2.4, doubly robust) and 3.9, with not-yet-treated controls.
    """

    registry_name = "group_time"
    method_name = "group-time difference in differences"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        if panel.unit is None or len(np.unique(panel.treated_now)) != 2:
            raise EstimationError(Message("estimation-group-time-needs-units"))
        outcome, whole = balanced(panel, panel.unit)
        start = panel.first_treated()[whole]
        covariates = _covariate_table(panel, design_matrix(frame, self.covariates).values, whole)
        found = _simple(outcome, start, covariates)
        clusters = self.clusters(frame)
        assert clusters is not None  # the unit, if nothing else is named
        of_unit = np.zeros(int(panel.unit.max()) + 1, dtype=np.int64)
        of_unit[panel.unit] = clusters
        codes = np.unique(of_unit[whole], return_inverse=True)[1]
        sums = np.bincount(codes, found.pull)
        change = (high - low) / float(np.ptp(panel.treated_now))
        value, std_error = scaled(change, found.value, float(np.sqrt(sums @ sums)))
        lost = int(panel.unit.max()) + 1 - len(whole)
        details = {
            "units": float(len(whole)),
            "units_left_out": float(lost),
            "periods": float(panel.periods),
            "clusters": float(len(sums)),
            "group_time_effects": float(found.cells),
            "covariate_columns": float(covariates.shape[2] - 1),
            **found.by_lag,
        }
        warnings = panel.warnings + panel.few_treated_units()
        if lost:
            warnings += (Message("estimation-units-left-out", {"units": counted(lost)}),)
        degrees = float(len(sums) - 1)
        if len(sums) == len(whole):
            degrees = min(degrees, _satterthwaite(found.pull, start))
        usual = Effect(value, std_error, len(whole) * panel.periods, degrees, details, warnings)
        if len(sums) >= FEW:
            return usual
        return with_wild_interval(usual, *_pulls(outcome, start, covariates, codes))


def _covariate_table(panel: Panel, columns: Matrix, whole: Codes) -> np.ndarray:
    """Covariates (rows, k) of the units `whole` by period (units, periods, k)."""
    assert panel.unit is not None
    table = np.zeros((int(panel.unit.max()) + 1, panel.periods, columns.shape[1]))
    table[panel.unit, panel.period] = columns
    return np.asarray(table[whole])


def _pulls(outcome: Matrix, start: Codes, covariates: np.ndarray, clusters: Codes) -> tuple[Vector, Matrix]:
    """The average (G,) and every cluster's score (G, G) with one cluster's deviations as the outcome.

    Deviations are those from the cohorts' means.
    """
    _, cohort = np.unique(start, return_inverse=True)
    means = np.column_stack([np.bincount(cohort, column) for column in outcome.T])
    deviations = outcome - (means / np.bincount(cohort)[:, None])[cohort]
    count = int(clusters.max()) + 1
    moves, pulls = np.empty(count), np.empty((count, count))
    for cluster in range(count):
        own = np.where((clusters == cluster)[:, None], deviations, 0.0)
        found = _simple(own, start, covariates)
        moves[cluster] = found.value
        pulls[:, cluster] = np.bincount(clusters, found.pull - found.sizes)
    return moves, pulls


def balanced(panel: Panel, unit: Codes) -> tuple[Matrix, Codes]:
    """Outcomes (units, periods) of the units seen once in every period, and the positions of those units."""
    shape = (int(unit.max()) + 1, panel.periods)
    count = np.zeros(shape)
    np.add.at(count, (unit, panel.period), 1.0)
    whole = np.flatnonzero((count == 1).all(axis=1))
    if len(whole) < 2:
        raise EstimationError(Message("estimation-no-whole-units"))
    table = np.full(shape, np.nan)
    table[unit, panel.period] = panel.outcome
    return table[whole], whole


def _satterthwaite(influence: Vector, start: Codes) -> float:
    """Degrees of freedom of a variance that adds up cohorts of few units: Welch (1947), Biometrika 34."""
    groups = [influence[start == cohort] for cohort in np.unique(start)]
    parts = [(float(group @ group), len(group) - 1) for group in groups if len(group) > 1]
    spent = sum(part**2 / count for part, count in parts)
    return max(1.0, sum(part for part, _ in parts) ** 2 / spent) if spent > 0 else 1.0


def _simple(outcome: Matrix, start: Codes, covariates: np.ndarray) -> Averaged:
    """The average over treated cells; covariates (units, periods, 1 + p)."""
    periods = outcome.shape[1]
    total, weight = 0.0, 0.0
    cells: list[tuple[int, int, float]] = []
    pull = np.zeros(len(outcome))
    for cohort in np.unique(start[(start > 0) & (start < periods)]):
        mine = start == cohort
        size = float(mine.sum())
        for period in range(int(cohort), periods):
            used = np.flatnonzero(mine | (start > period))
            if len(used) == size:
                continue
            change = outcome[used, period] - outcome[used, cohort - 1]
            if covariates.shape[2] > 1:
                gain = adjusted_gain(change, mine[used], covariates[used, cohort - 1])
            else:
                gain = plain_gain(change, mine[used])
            # Weighted by the cohort's size, a treated unit's own change counts once.
            pull[used] += size * gain.influence / len(used)
            cells.append((int(cohort), period, gain.value))
            total += gain.value * size
            weight += size
    if not cells:
        raise EstimationError(Message("estimation-no-cohort"))
    value = total / weight
    sizes = np.zeros(len(outcome))
    for cohort, _, own in cells:
        sizes[start == cohort] += own - value  # the cohorts' sizes are estimated too
    return Averaged(value, (pull + sizes) / weight, _means_by_lag(cells, start), len(cells), sizes / weight)


def _means_by_lag(cells: list[tuple[int, int, float]], start: Codes) -> dict[str, float]:
    """Mean effect by periods since the start; cells are (cohort, period, effect)."""
    lags: dict[str, float] = {}
    for lag in sorted({period - cohort for cohort, period, _ in cells})[: MOST_LAGS + 1]:
        same = [
            (gain, float((start == cohort).sum())) for cohort, period, gain in cells if period - cohort == lag
        ]
        lags[f"event_{lag}"] = sum(gain * size for gain, size in same) / sum(size for _, size in same)
    return lags


# ---------------- The lines that give the same number without us


GROUP_TIME_LINES = """\
on = treated_now > treated_now.min()
table = pd.DataFrame({"unit": frame[unit], "period": frame[time], "y": frame[outcome], "on": on})
wide = table.pivot(index="unit", columns="period", values="y").dropna()
periods = {period: place for place, period in enumerate(sorted(table["period"].unique()))}
starts = table[table["on"]].groupby("unit")["period"].min().map(periods)
starts = starts.reindex(wide.index).fillna(len(periods)).to_numpy()
y = wide[list(periods)].to_numpy()
place = {name: number for number, name in enumerate(wide.index)}
x = np.zeros((len(wide), len(periods), 1 + covariates.shape[1]))
for row, (name, period) in enumerate(zip(table["unit"], table["period"])):
    if name in place:
        x[place[name], periods[period]] = [1.0, *covariates[row]]


def gain_of(change, mine, x):
    # Doubly robust: the others' change by least squares, the chance of being in the cohort by logit.
    if x.shape[1] == 1:
        return change[mine].mean() - change[~mine].mean()
    import statsmodels.api as sm

    left = change - x @ np.linalg.lstsq(x[~mine], change[~mine], rcond=None)[0]
    logit = sm.GLM(mine.astype(float), x, sm.families.Binomial()).fit(tol=1e-14)
    chance = np.clip(logit.fittedvalues, 0.01, 0.99)
    return left[mine].mean() - np.average(left[~mine], weights=(chance / (1 - chance))[~mine])


gains, sizes = [], []
for start in np.unique(starts[(starts > 0) & (starts < len(periods))]).astype(int):
    for period in range(start, len(periods)):
        waiting = starts > period
        if waiting.any():
            used = (starts == start) | waiting
            change = y[used, period] - y[used, start - 1]
            gains.append(gain_of(change, (starts == start)[used], x[used, start - 1]))
            sizes.append((starts == start).sum())
effect = np.average(gains, weights=sizes) * (high - low) / np.ptp(treated_now)
"""


@ESTIMATORS.register("group_time", script=in_time(GROUP_TIME_LINES), estimands=(EstimandKind.ATT,))
def group_time(sample: Sample, estimand: Estimand) -> Estimate:
    """Cohorts against units not yet treated; see `GroupTime`."""
    return run_estimator(GroupTime, sample, estimand, **panel_options(estimand))
