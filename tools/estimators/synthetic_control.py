"""Synthetic control: one treated unit against a weighted average of untreated ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import nnls

from tools.errors import EstimationError
from tools.estimators.differences import MOST_LAGS, PanelEstimator, panel_options
from tools.estimators.group_time import balanced
from tools.estimators.interface import ESTIMATORS, Effect, run_estimator, scaled
from tools.estimators.linear import Codes, Matrix, Vector
from tools.estimators.panel import Panel, in_time
from tools.messages import Message, counted, pure
from tools.types import Estimand, EstimandKind, Estimate, Sample

FEWEST_DONORS, FEWEST_BEFORE = 3, 3
# From here on a weighted average can be told from luck: Abadie (2021), J. Economic Literature 59(2), section
# 5, asks for many periods before the treatment, and 1/(donors + 1) is the smallest p that a ranking can give.
LONG_BEFORE, MANY_DONORS = 8, 8
# A misfit before the start that is less than this share of the placebos' median tells of more donors than
# periods, not of so little noise (mean squared errors).
LEAST_MISFIT = 0.25
SMALLEST_SHOWN = 0.005  # weight


@dataclass(frozen=True)
class Synthetic:
    """One unit beside its synthetic self."""

    weights: Vector  # (donors,) not negative, they add up to 1
    gap: Vector  # (periods,) outcome less that of the weighted donors
    start: int  # first treated period

    @property
    def effect(self) -> float:
        """Mean gap from the start on."""
        return float(self.gap[self.start :].mean())

    @property
    def mse_before(self) -> float:
        return float((self.gap[: self.start] ** 2).mean())

    @property
    def rmspe_ratio(self) -> float:
        """Root mean squared gap after the start over that before."""
        after = float((self.gap[self.start :] ** 2).mean())
        return float(np.sqrt(after / max(self.mse_before, 1e-300)))


class SyntheticControl(PanelEstimator):
    """The treated unit's mean gap, from the start on, to the donors' average that tracks it best before.

    Weights are not negative, add up to one and minimise the squared gap over all periods before the start;
    with all of those outcomes matched, covariates have no say (Kaul, Kloessner, Pfeifer & Schieler 2022,
    JBES 40(3)), so they are left out. Assumes that what moves the treated unit moves its donors alike, that
    nothing else happened to either at the start, and no spill-over. The p-value is the rank of the treated
    unit's ratio of post to pre root mean squared gaps when every donor is taken for treated in turn: Abadie,
    Diamond & Hainmueller (2010), JASA 105(490).

    The interval holds every mean effect that ranks among the placebos' own, each divided by its root mean
    squared gap before the start, since an average tracks one unit better than another: Firpo & Possebom
    (2018), J. Causal Inference 6(2), section 4. It is exact if the treated unit could have been any of them:
    with 23 donors, of which the largest gap is the limit, it covers 23 times in 24. Where the treated unit
    lies among its donors better than they do among one another, it is wider than need be. The standard error
    is the root mean square of the scaled placebos (Arkhangelsky et al. 2021, American Economic Review
    111(12), algorithm 4, with the scale of Ferman & Pinto 2019, REStat 101(3)); with fewer than 19 donors,
    too few to rank at 95%, it makes the interval by Student's t with as many degrees of freedom.
    """

    registry_name = "synthetic_control"
    method_name = "synthetic control"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        if panel.unit is None or len(np.unique(panel.treated_now)) != 2:
            raise EstimationError(Message("estimation-synthetic-needs-units"))
        outcome, whole = balanced(panel, panel.unit)
        treated, donors, start = roles_of_units(panel, whole)
        own = synthetic(outcome[treated], outcome[donors], start)
        placebos = placebo_gaps(outcome[donors], start)
        rank = 1 + sum(placebo.rmspe_ratio >= own.rmspe_ratio for placebo in placebos)
        scale, luck = scaled_placebos(own, placebos)
        change = (high - low) / float(np.ptp(panel.treated_now))
        value, unit = scaled(change, own.effect, scale)
        names = [str(name) for name in pd.factorize(frame[str(self.unit)])[1]]
        details = {
            "donors": float(len(donors)),
            "donors_with_weight": float((own.weights > SMALLEST_SHOWN).sum()),
            "periods_before": float(start),
            "periods_after": float(outcome.shape[1] - start),
            "rmspe_before": float(np.sqrt(own.mse_before)),
            "rmspe_ratio": own.rmspe_ratio,
            "placebo_rank": float(rank),
            "placebo_p": rank / (len(placebos) + 1),
            "placebos_in_interval": float(len(placebos)),
        }
        for place in np.argsort(-own.weights):
            if own.weights[place] > SMALLEST_SHOWN:
                details[f"weight_{names[whole[donors[place]]]}"] = float(own.weights[place])
        for lag, gap in enumerate(own.gap[start:][: MOST_LAGS + 1]):
            details[f"event_{lag}"] = float(gap)
        warnings = panel.warnings + _doubts(own, outcome[treated], self.covariates)
        lost = int(panel.unit.max()) + 1 - len(whole)
        if lost:
            warnings += (Message("estimation-units-left-out", {"units": counted(lost)}),)
        rows = len(whole) * outcome.shape[1]
        ranked = partial(ranked_interval, value, unit, luck)
        return Effect(
            value, unit * root_mean_square(luck), rows, float(len(luck)), details, warnings,
            special_interval=ranked, special_p_value=details["placebo_p"],
        )  # fmt: skip


def roles_of_units(panel: Panel, whole: Codes) -> tuple[int, Codes, int]:
    """Among the units `whole`: the treated one's place, the donors' places, and the first treated period.

    Raises EstimationError unless exactly one unit is treated, after enough periods, beside enough donors.
    """
    first = panel.first_treated()[whole]
    treated = np.flatnonzero(first < panel.periods)
    donors = np.flatnonzero(first == panel.periods)
    if len(treated) != 1 or len(donors) < FEWEST_DONORS or first[treated[0]] < FEWEST_BEFORE:
        raise EstimationError(
            Message(
                "estimation-synthetic-needs",
                {
                    "before": counted(FEWEST_BEFORE),
                    "donors": counted(FEWEST_DONORS),
                    "treated": counted(len(treated)),
                    "untreated": counted(len(donors)),
                },
            )
        )
    return int(treated[0]), donors, int(first[treated[0]])


def suits_synthetic_control(panel: Panel) -> bool:
    """One treated unit with a long run of periods before its start, and donors enough to rank it among."""
    if panel.unit is None or len(np.unique(panel.treated_now)) != 2:
        return False
    first = panel.first_treated()
    started = first[first < panel.periods]
    never = int((first == panel.periods).sum())
    return len(started) == 1 and int(started[0]) >= LONG_BEFORE and never >= MANY_DONORS


def synthetic(own: Vector, donors: Matrix, start: int) -> Synthetic:
    """Weights of donors (donors, periods) that track own (periods,) before `start`."""
    weights = simplex_weights(own[:start], donors[:, :start])
    return Synthetic(weights, np.asarray(own - weights @ donors), start)


def placebo_gaps(donors: Matrix, start: int) -> list[Synthetic]:
    """Each donor against the other donors, as if it were the treated unit."""
    return [synthetic(donors[place], np.delete(donors, place, axis=0), start) for place in range(len(donors))]


def scaled_placebos(own: Synthetic, placebos: list[Synthetic]) -> tuple[float, Vector]:
    """The treated unit's misfit (outcome units), and every placebo's absolute effect over its own (donors,).

    Misfits are root mean squared gaps before the start, not taken for smaller than half of the placebos'
    median. All are 0 where no placebo ever leaves its synthetic self.
    """
    squared = np.array([placebo.mse_before for placebo in placebos])
    least = LEAST_MISFIT * float(np.median(squared))
    if least == 0.0:
        least = float(np.mean([placebo.effect**2 for placebo in placebos])) or 1.0
    effects = np.abs([placebo.effect for placebo in placebos])
    scale = float(np.sqrt(max(own.mse_before, least)))
    return scale, np.asarray(effects / np.sqrt(np.maximum(squared, least)))


def ranked_interval(value: float, unit: float, luck: Vector, level: float) -> tuple[float, float]:
    """The effects that leave the treated unit, of misfit `unit`, within the placebos' `luck` (donors,)."""
    rank = int(np.ceil(level * (len(luck) + 1) - 1e-9))
    if rank <= len(luck):
        half = unit * float(np.sort(luck)[rank - 1])
    else:
        half = unit * root_mean_square(luck) * float(stats.t.ppf(0.5 + level / 2, len(luck)))
    return value - half, value + half


def root_mean_square(values: Vector) -> float:
    return float(np.sqrt((values**2).mean()))


def simplex_weights(own: Vector, donors: Matrix) -> Vector:
    """Weights (donors,) >= 0 that add up to 1 and minimise the squared gap of own (periods,).

    Non-negative least squares on the gaps to each donor and a row of ones: its solution is the wanted one up
    to scale, since the gap of the weighted donors is the weighted gap (Haskell & Hanson 1981, Mathematical
    Programming 21).
    """
    gaps = (own[None, :] - donors).T  # (periods, donors)
    scale = float(np.abs(gaps).max()) or 1.0
    solution, _ = nnls(np.vstack([gaps / scale, np.ones(len(donors))]), np.append(np.zeros(len(own)), 1.0))
    return np.asarray(solution / solution.sum())


def _doubts(own: Synthetic, outcome: Vector, covariates: tuple[str, ...]) -> tuple[Message, ...]:
    """Warnings about a poor fit before the start, and about what is not adjusted for."""
    found: tuple[Message, ...] = ()
    before = outcome[: own.start]
    if own.mse_before > 0.1 * float(before.var()) and own.mse_before > 1e-8 * float((before**2).mean()):
        found += (Message("estimation-synthetic-misfit", {"gap": pure(float(np.sqrt(own.mse_before)))}),)
    if covariates:
        found += (Message("estimation-synthetic-no-covariates"),)
    return found


# ---------------- The lines that give the same number without us


SYNTHETIC_CONTROL_LINES = """\
from scipy.optimize import nnls

on = treated_now > treated_now.min()
table = pd.DataFrame({"unit": frame[unit], "period": frame[time], "y": frame[outcome], "on": on})
wide = table.pivot(index="unit", columns="period", values="y").dropna()
ever = table[table["on"]].groupby("unit")["period"].min().reindex(wide.index)
before = np.array([period < ever.min() for period in wide.columns])
own, donors = wide[ever.notna()].to_numpy()[0], wide[ever.isna()].to_numpy()
gaps = (own - donors).T[before]
target = np.append(np.zeros(len(gaps)), 1.0)
weights, _ = nnls(np.vstack([gaps / np.abs(gaps).max(), np.ones(len(donors))]), target)
gap = own - (weights / weights.sum()) @ donors
effect = gap[~before].mean() * (high - low) / np.ptp(treated_now)
"""


@ESTIMATORS.register(
    "synthetic_control", script=in_time(SYNTHETIC_CONTROL_LINES), estimands=(EstimandKind.ATT,)
)
def synthetic_control(sample: Sample, estimand: Estimand) -> Estimate:
    """One treated unit against weighted donors; see `SyntheticControl`."""
    return run_estimator(SyntheticControl, sample, estimand, **panel_options(estimand))
