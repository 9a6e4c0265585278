"""Regression discontinuity, sharp and fuzzy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.interface import ESTIMATORS, Effect, EffectEstimator, covariates_of, run_estimator
from tools.estimators.linear import Vector, design_matrix, number_column
from tools.estimators.local_polynomial import (
    Bandwidths,
    Cut,
    Jump,
    choose_bandwidths,
    discrete_warning,
    estimate_jump,
    upper_side,
    without_covariates,
)
from tools.estimators.scripts import BASIS_LINES, assign, covariate_lines
from tools.messages import Column, Message, Role, counted, exact, pure
from tools.types import Estimand, EstimandKind, Estimate, Sample

FEWEST_ROWS = 20  # on each side of the cutoff
WEAK_JUMP = 10.0  # squared t of the treatment's own jump, as a first-stage F


class RegressionDiscontinuity(EffectEstimator):
    """Jump of the outcome at the cutoff; fuzzy: divided by the jump of the treatment.

    Assumes that everything else is continuous at the cutoff and that nobody can place himself exactly. Local
    linear, triangular kernel, bandwidth that minimises mean squared error, value from the plain fit and
    interval from the robust bias-corrected one: Calonico, Cattaneo & Titiunik (2014), Econometrica 82(6).
    Covariates only add precision: Calonico et al. (2019), REStat 101(3). Fuzzy: Hahn, Todd & van der Klaauw
    (2001).
    """

    registry_name = "regression_discontinuity"
    method_name = "local linear regression discontinuity"
    bandwidth_factor = 1.0

    def __init__(
        self,
        identified_estimand: Any,
        *,
        running_variable: str | None = None,
        cutoff: float | None = None,
        bandwidth: float | None = None,
        adjustment_set: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(identified_estimand, adjustment_set=adjustment_set, **options)
        self.running_variable, self.cutoff, self.bandwidth = running_variable, cutoff, bandwidth

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        cut = self._cut(frame)
        outcome = cut.outcome
        widths = self._widths(cut, outcome)
        details: dict[str, float] = {}
        warnings = discrete_warning(cut)
        if self.cluster is not None:
            warnings += (Message("estimation-clusters-not-counted", {"cluster": Column(self.cluster)}),)
        if cut.covariates.shape[1]:
            details["covariate_bandwidth"] = widths.width
            outcome = without_covariates(cut, outcome, widths.width)
            widths = self._widths(cut, outcome)
        jump = estimate_jump(*cut.sides(outcome), widths.width, widths.bias_width)
        if cut.treatment is None:
            first, factor = 1.0, 1.0
        elif cut.treatment_is_sharp:
            first = float(cut.treatment[cut.above][0] - cut.treatment[~cut.above][0])
            factor = (high - low) / first
        else:
            jump, first, widths, found = self._fuzzy(cut, outcome, widths)
            details["treatment_jump_f"] = found
            if found < WEAK_JUMP:
                warnings += (
                    Message("estimation-weak-jump", {"f": pure(found, 1), "weak": exact(WEAK_JUMP)}),
                )
            factor = high - low  # the ratio is per unit of treatment already
        details |= {
            "bandwidth": widths.width,
            "bias_bandwidth": widths.bias_width,
            "rows_below": float(jump.rows_below),
            "rows_above": float(jump.rows_above),
            "treatment_jump": first,
            "std_error_conventional": abs(factor) * jump.std_error,
            "bias_corrected": factor * jump.bias_corrected,
        }
        return _robust_effect(jump, factor, details, warnings)

    def _fuzzy(self, cut: Cut, outcome: Vector, widths: Bandwidths) -> tuple[Jump, float, Bandwidths, float]:
        """Ratio of jumps, the treatment's own jump, the bandwidths and the treatment's F.

        Linearised: the jump of (outcome - ratio * treatment) / (jump of treatment) carries the ratio's spread
        and bias; the ratio is added back to it.
        """
        assert cut.treatment is not None
        first, strength = self._treatment_jump(cut, widths)
        ratio = estimate_jump(*cut.sides(outcome), widths.width, widths.bias_width).conventional / first
        widths = self._widths(cut, (outcome - ratio * cut.treatment) / first)
        first, strength = self._treatment_jump(cut, widths)
        ratio = estimate_jump(*cut.sides(outcome), widths.width, widths.bias_width).conventional / first
        around = (outcome - ratio * cut.treatment) / first
        jump = estimate_jump(*cut.sides(around), widths.width, widths.bias_width)
        shifted = replace(
            jump, conventional=jump.conventional + ratio, bias_corrected=jump.bias_corrected + ratio
        )
        return shifted, first, widths, strength

    def _treatment_jump(self, cut: Cut, widths: Bandwidths) -> tuple[float, float]:
        assert cut.treatment is not None
        jump = estimate_jump(*cut.sides(cut.treatment), widths.width, widths.bias_width)
        if abs(jump.conventional) < 1e-10:
            raise _no_jump(self.treatment)
        strength = np.inf if jump.std_error == 0.0 else (jump.conventional / jump.std_error) ** 2
        return jump.conventional, float(min(strength, 1e12))

    def _widths(self, cut: Cut, values: Vector) -> Bandwidths:
        if self.bandwidth is not None:
            return Bandwidths(self.bandwidth, self.bandwidth)
        chosen = choose_bandwidths(*cut.sides(values))
        return Bandwidths(chosen.width * self.bandwidth_factor, chosen.bias_width * self.bandwidth_factor)

    def _cut(self, frame: pd.DataFrame) -> Cut:
        if self.running_variable is None:
            raise EstimationError(Message("estimation-no-running-variable"))
        if self.cutoff is None:
            raise EstimationError(Message("estimation-no-cutoff", {"running": Column(self.running_variable)}))
        running = number_column(frame, self.running_variable, Role.RUNNING_VARIABLE)
        names = list(self._target_estimand.treatment_variable)
        own = not names or names[0] == self.running_variable
        treatment = None if own else number_column(frame, str(names[0]), Role.TREATMENT)
        if treatment is not None and np.ptp(treatment) == 0.0:
            raise EstimationError(
                Message(
                    "estimation-same-everywhere",
                    {"treatment": Column(str(names[0])), "level": exact(float(treatment[0]))},
                )
            )
        above = upper_side(running, treatment, self.cutoff)
        for beside, rows in (
            ("estimation-few-below-cutoff", int((~above).sum())),
            ("estimation-few-above-cutoff", int(above.sum())),
        ):
            if rows < FEWEST_ROWS:
                raise EstimationError(
                    Message(
                        beside,
                        {
                            "rows": counted(rows),
                            "running": Column(self.running_variable),
                            "cutoff": exact(self.cutoff),
                            "needed": counted(FEWEST_ROWS),
                        },
                    )
                )
        order = np.argsort(running, kind="stable")
        covariates = design_matrix(frame, self._covariates(), intercept=False).values
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        return Cut(
            running[order] - self.cutoff,
            above[order],
            outcome[order],
            None if treatment is None else treatment[order],
            covariates[order],
        )

    def _covariates(self) -> tuple[str, ...]:
        own = {self.running_variable, self.outcome, *self._target_estimand.treatment_variable}
        return tuple(name for name in self.adjustment_set if name not in own)


class HalfBandwidth(RegressionDiscontinuity):
    """The same at half the bandwidth: less bias, more noise. Agreement of both speaks for the estimate.

    Half and twice the bandwidth: Imbens & Lemieux (2008), J. Econometrics 142(2).
    """

    registry_name = "regression_discontinuity_half_bandwidth"
    bandwidth_factor = 0.5


class DoubleBandwidth(RegressionDiscontinuity):
    """The same at twice the bandwidth: more bias, less noise (Imbens & Lemieux 2008)."""

    registry_name = "regression_discontinuity_double_bandwidth"
    bandwidth_factor = 2.0


def _no_jump(name: str) -> EstimationError:
    return EstimationError(Message("estimation-no-jump", {"treatment": Column(name)}))


def _robust_effect(
    jump: Jump, factor: float, details: dict[str, float], warnings: tuple[Message, ...]
) -> Effect:
    """Value from the plain fit; interval and p-value around the bias-corrected one."""
    centre, error = factor * jump.bias_corrected, abs(factor) * jump.robust_error

    def interval(level: float) -> tuple[float, float]:
        half = float(stats.norm.ppf(0.5 + level / 2)) * error
        return centre - half, centre + half

    p_value = float(2 * stats.norm.sf(abs(centre) / error)) if error > 0 else float(centre == 0.0)
    return Effect(
        value=factor * jump.conventional,
        std_error=error,
        rows=jump.rows_below + jump.rows_above,
        details=details,
        warnings=warnings,
        special_interval=interval,
        special_p_value=p_value,
    )


def cutoff_options(sample: Sample, estimand: Estimand) -> dict[str, Any]:
    """The design's running variable and cutoff, as options of a `RegressionDiscontinuity`."""
    design = estimand.design
    return {
        "running_variable": design.running_variable,
        "cutoff": design.cutoff,
        "adjustment_set": covariates_of(sample, estimand),
    }


# ---------------- The lines that give the same number without us


DISCONTINUITY_LINES = '''\
x = frame[running_variable].to_numpy(dtype=float) - cutoff
above = x >= 0 if cutoff_is_above else x > 0


def weighted_fit(columns, values, width):
    root = np.sqrt(np.maximum(0.0, 1.0 - np.abs(x) / width))
    near = root > 0
    return np.linalg.lstsq((columns * root[:, None])[near], (values * root)[near], rcond=None)[0]


line = np.column_stack([np.ones(len(x)), x])
sides = np.hstack([line * above[:, None], line * ~above[:, None]])


def jump(values):
    """Local linear fit on both sides with a triangular kernel: value above less value below at the cutoff."""
    coefficients = weighted_fit(sides, values, bandwidth)
    return coefficients[0] - coefficients[2]


y = frame[outcome].to_numpy(dtype=float)
if adjustment_set:
    _, keep = basis(np.hstack([ones, covariates]))
    covariates = covariates[:, keep[1:]]
    y = y - covariates @ weighted_fit(np.hstack([sides, covariates]), y, covariate_bandwidth)[4:]
effect = jump(y)
if treatment is not None:
    effect = effect / jump(frame[treatment].to_numpy(dtype=float)) * (high - low)
'''


def _discontinuity(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    query, design = estimand.query, estimand.design
    running = number_column(sample.frame, str(design.running_variable), Role.RUNNING_VARIABLE)
    cutoff = float(design.cutoff or 0.0)
    names = (query.treatment, query.outcome, design.running_variable)
    treatment = None
    head = ""
    if query.treatment == design.running_variable:
        head = assign(treatment=None)
    elif query.treatment is not None:
        treatment = number_column(sample.frame, query.treatment, Role.TREATMENT)
    above = upper_side(running, treatment, cutoff)
    at_cutoff = running == cutoff
    head += assign(
        running_variable=design.running_variable,
        cutoff=cutoff,
        cutoff_is_above=bool(above[at_cutoff].all()),
        bandwidth=estimate.details["bandwidth"],
        covariate_bandwidth=estimate.details.get("covariate_bandwidth"),
    )
    covariates = tuple(name for name in covariates_of(sample, estimand) if name not in names)
    return (head, covariate_lines(covariates), BASIS_LINES, DISCONTINUITY_LINES)


@ESTIMATORS.register("regression_discontinuity", script=_discontinuity, estimands=(EstimandKind.LATE,))
def regression_discontinuity(sample: Sample, estimand: Estimand) -> Estimate:
    """Jump at the cutoff; see `RegressionDiscontinuity`."""
    return run_estimator(RegressionDiscontinuity, sample, estimand, **cutoff_options(sample, estimand))


@ESTIMATORS.register(
    "regression_discontinuity_half_bandwidth", script=_discontinuity, estimands=(EstimandKind.LATE,)
)
def half_bandwidth(sample: Sample, estimand: Estimand) -> Estimate:
    """Jump at the cutoff at half the bandwidth; see `HalfBandwidth`."""
    return run_estimator(HalfBandwidth, sample, estimand, **cutoff_options(sample, estimand))


@ESTIMATORS.register(
    "regression_discontinuity_double_bandwidth", script=_discontinuity, estimands=(EstimandKind.LATE,)
)
def double_bandwidth(sample: Sample, estimand: Estimand) -> Estimate:
    """Jump at the cutoff at twice the bandwidth; see `DoubleBandwidth`."""
    return run_estimator(DoubleBandwidth, sample, estimand, **cutoff_options(sample, estimand))
