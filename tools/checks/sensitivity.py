"""How strong would a hidden confounder have to be to explain the estimate away?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.checks.linear import GroupRegression, group_regression
from tools.checks.rosenbaum import rosenbaum_details
from tools.checks.setting import Setting
from tools.checks.specifications import specification_summary
from tools.checks.wording import figure
from tools.errors import EstimationError
from tools.hidden_confounder import benchmark_strength, bias, e_value, partial_r2, robustness_value
from tools.types import DesignKind, Estimand, Estimate, Sample, Sensitivity

REGRESSION = (DesignKind.RANDOMISED, DesignKind.BACKDOOR)


def risk_ratio(setting: Setting, effect: float) -> float | None:
    """An effect in outcome units on the scale of a risk ratio; None where there is no such ratio.

    A 0/1 outcome: the risk at `high` over the risk at `low`, the latter from the mean risk less the effect.
    Any other: exp(0.91 d) with d the effect in standard deviations of the outcome (VanderWeele & Ding 2017,
    table 2, after Chinn 2000).
    """
    outcome = setting.outcome
    if set(np.unique(outcome)) <= {0.0, 1.0}:
        # The baseline comes from the headline effect, also for a confidence limit: it is one population.
        above_low = (setting.treatment.mean() - setting.sample.low) / setting.contrast
        baseline = float(outcome.mean() - setting.estimate.value * above_low)
        return (baseline + effect) / baseline if baseline > 0 and baseline + effect > 0 else None
    spread = float(outcome.std(ddof=1))
    return math.exp(0.91 * effect / spread) if spread > 0 else None


def sensitivity(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sensitivity:
    """Robustness value with benchmarks (Cinelli & Hazlett 2020) and E-value (VanderWeele & Ding 2017).

    Both speak about confounders of treatment and outcome, so other designs than `randomised` and `backdoor`
    get none, but for `iv`, where the robustness value is about confounders of instrument and outcome (the
    reduced form; Cinelli & Hazlett 2025, Biometrika). The robustness value is that of the linear
    regression with the same columns. The details hold the specification curve's ends and, where matching was
    tried, Rosenbaum's gamma. Never raises for statistical reasons: what cannot be had is None.
    """
    kind = estimand.design.kind
    if kind not in (*REGRESSION, DesignKind.IV):
        return Sensitivity(None, None)
    setting = Setting(sample, estimand, estimate)
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            return _of_instrument(setting) if kind is DesignKind.IV else _of_treatment(setting)
    except (EstimationError, np.linalg.LinAlgError):
        return Sensitivity(None, None)


def _of_treatment(setting: Setting) -> Sensitivity:
    regression = setting.groups
    value = regression.value * setting.contrast
    error = regression.std_error * abs(setting.contrast)
    without = {name: value * setting.contrast for name, value in regression.effects_without.items()}
    details = _details(regression) | {"regression_estimate": value, "regression_std_error": error}
    details |= specification_summary(setting, without) | rosenbaum_details(setting)
    strongest = _strongest(regression)
    benchmark = None
    if strongest:
        name, (with_treatment, with_outcome) = strongest
        moved = value - math.copysign(
            bias(error, regression.degrees_of_freedom, with_treatment, with_outcome), value
        )
        details |= {
            "benchmark_r2_treatment": with_treatment,
            "benchmark_r2_outcome": with_outcome,
            "benchmark_from": value,
            "benchmark_to": moved,
        }
        where = "" if setting.is_linear else " (in the linear regression with the same columns)"
        benchmark = (
            f"A hidden confounder as strong as {name} would move the estimate from {figure(value)} to "
            f"{figure(moved)}{where}."
        )
    ratio = risk_ratio(setting, setting.estimate.value)
    strength = limit = None
    if ratio is not None:
        details["risk_ratio"] = ratio
        strength, limit = e_value(ratio), _e_value_of_limit(setting)
    return Sensitivity(details["robustness_value"], benchmark, strength, limit, details)


def _e_value_of_limit(setting: Setting) -> float | None:
    low, high = setting.estimate.ci_95
    if low <= 0 <= high:
        return 1.0  # no confounder at all is needed: the interval holds "no effect" already
    nearer = risk_ratio(setting, low if low > 0 else high)
    return None if nearer is None else e_value(nearer)


def _of_instrument(setting: Setting) -> Sensitivity:
    fit = setting.linear
    # With several instruments, their combination that predicts the treatment best stands for all.
    weights = np.linalg.lstsq(fit.instruments, fit.treatment, rcond=None)[0]
    combined = np.column_stack([setting.column(n) for n in setting.design.instruments]) @ weights
    regression = group_regression(setting.covariates, combined, setting.outcome)
    return Sensitivity(
        _details(regression)["robustness_value"], None, details=_details(regression) | {"reduced_form": 1.0}
    )


def _details(regression: GroupRegression) -> dict[str, float]:
    t_value, freedom = regression.t_value, regression.degrees_of_freedom
    return {
        "robustness_value": robustness_value(t_value, freedom),
        "robustness_value_limit": robustness_value(t_value, freedom, alpha=0.05),
        "partial_r2": partial_r2(t_value, freedom),
        "t_value": t_value,
        "degrees_of_freedom": float(freedom),
    }


def _strongest(regression: GroupRegression) -> tuple[str, tuple[float, float]] | None:
    """The covariate whose equal would bias the estimate most, with the strengths of that equal."""
    strengths = {
        name: benchmark_strength(regression.r2_with_treatment[name], regression.r2_with_outcome[name])
        for name in regression.effects_without
        if not name.endswith(" (missing)")
    }
    if not strengths:
        return None
    name = max(strengths, key=lambda n: bias(1.0, 1.0, *strengths[n]))
    return name, strengths[name]


def contour_table(
    sample: Sample, estimand: Estimand, estimate: Estimate, *, steps: int = 40, limit: float = 0.4
) -> pd.DataFrame:
    """Estimates under hidden confounders of every strength, for a contour figure.

    Columns `r2_treatment`, `r2_outcome` (0 to `limit`) and `estimate` (outcome units, moved towards and past
    zero). Raises EstimationError where the regression cannot be computed.
    """
    setting = Setting(sample, estimand, estimate)
    regression = setting.groups
    value, error = regression.value * setting.contrast, regression.std_error * abs(setting.contrast)
    grid = np.linspace(0.0, limit, steps + 1)
    pairs = [(float(d), float(y)) for d in grid for y in grid]
    moved = [value - math.copysign(bias(error, regression.degrees_of_freedom, d, y), value) for d, y in pairs]
    return pd.DataFrame(pairs, columns=["r2_treatment", "r2_outcome"]).assign(estimate=moved)
