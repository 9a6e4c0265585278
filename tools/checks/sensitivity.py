"""How strong would a hidden confounder have to be to explain the estimate away?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import GroupRegression, group_regression
from tools.checks.quantities import count, share
from tools.checks.rosenbaum import rosenbaum_details
from tools.checks.setting import Setting
from tools.effects.hidden_confounder import benchmark_strength, bias, e_value, partial_r2, robustness_value
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.messages import Column, Message, Quoted
from tools.types import DesignKind, Estimand, Estimate, Sample, Sensitivity

# ---------------- The specification curve: the estimate under every reasonable choice of covariates and esti


ADJUSTED = (DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.IV, DesignKind.DID)
# Every subset of this many covariates is 64 regressions; of more, the whole set and those without one or two.
MOST_IN_ALL_SUBSETS = 6
MOST_SETS = 128
BY_REGRESSION = {
    DesignKind.RANDOMISED: "linear_regression",
    DesignKind.BACKDOOR: "linear_regression",
    DesignKind.IV: "two_stage_least_squares",
    DesignKind.DID: "two_way_fixed_effects",
}

# A gap that is clear beyond chance but this small a share of the effect changes nothing that anybody does.
IMMATERIAL = 0.1


@check(
    "specification_curve",
    # A discontinuity has its own: the other estimates are those at other bandwidths.
    designs=(*ADJUSTED, DesignKind.FRONTDOOR),
    applies=lambda setting: bool(_rivals(setting)),
)
def estimators_agree(setting: Setting) -> Finding:
    """Each estimate is held against the headline; the intervals decide, since rivals are noisy too.

    A rival disagrees where neither estimate lies in the other's 95% interval. Simonsohn, Simmons & Nelson
    (2020), Nature Human Behaviour 4, show the curve; the rule is ours.
    """
    headline, rivals = setting.estimate, _rivals(setting)
    if not math.isfinite(headline.std_error):
        return cannot_run(Message("check-reason-no-bounds"))
    agree = float(np.mean([not _disagrees(headline, rival) for rival in rivals]))
    furthest = max(rivals, key=lambda rival: abs(rival.value - headline.value))
    values = [rival.value for rival in rivals]
    return Finding(
        agree == 1.0,
        agree,
        (
            Message(
                "check-specification-curve-found",
                {
                    "others": count(len(rivals)),
                    "least": setting.amount(min(values)),
                    "most": setting.amount(max(values)),
                    "answer": setting.amount(headline.value),
                    "estimator": Quoted(headline.estimator),
                },
            ),
            Message(
                "check-specification-curve-furthest",
                {
                    "estimator": Quoted(furthest.estimator),
                    "value": setting.amount(furthest.value),
                    "low": setting.amount(furthest.ci_95[0]),
                    "high": setting.amount(furthest.ci_95[1]),
                },
            ),
            Message("check-specification-curve-rule", {"near": share(IMMATERIAL)}),
        ),
    )


def _rivals(setting: Setting) -> tuple[Estimate, ...]:
    """The alternatives that estimate what the headline does."""
    headline, design = setting.estimate, setting.design
    others_population = {"overlap_weights"}  # of those who could have gone either way
    if design.kind is DesignKind.RANDOMISED and design.instruments:
        return ()  # the effect of the offer and that of taking it up are two questions
    if headline.estimator in others_population or headline.estimator == "level_contrast":
        return ()  # beside a contrast of two levels stand slopes over all of them
    return tuple(
        other
        for other in headline.alternatives
        if other.estimator not in others_population and all(map(math.isfinite, (other.value, *other.ci_95)))
    )


def _disagrees(headline: Estimate, rival: Estimate) -> bool:
    def inside(value: float, bounds: tuple[float, float]) -> bool:
        return bounds[0] <= value <= bounds[1]

    apart = abs(rival.value - headline.value) > IMMATERIAL * abs(headline.value)
    return apart and not inside(rival.value, headline.ci_95) and not inside(headline.value, rival.ci_95)


def specification_curve(sample: Sample, estimand: Estimand, estimate: Estimate) -> pd.DataFrame:
    """Estimates over adjustment sets and estimators, smallest first.

    Columns `estimator`, `adjustment_set` (tuple), `left_out` (tuple), `value`, `low`, `high` (95%; outcome
    units). The headline and all alternatives stand with the whole set; the design's regression with its
    subsets: all of them up to six covariates, else without none, one, two or all. What a sceptic looks for is
    whether one choice carries the conclusion; sets that leave out a confounder are wrong, not alternatives.
    Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4. Raises EstimationError for a design without
    an adjustment set.
    """
    kind = estimand.design.kind
    if kind not in ADJUSTED:
        raise EstimationError(Message("check-reason-nothing-to-vary", {"design": Quoted(str(kind))}))
    whole = estimand.design.adjustment_set
    rows = [_row(found.estimator, whole, whole, found) for found in (estimate, *estimate.alternatives)]
    done = {(found.estimator, whole) for found in (estimate, *estimate.alternatives)}
    for names in adjustment_sets(whole):
        if (BY_REGRESSION[kind], names) in done:
            continue
        smaller = replace(estimand, design=replace(estimand.design, adjustment_set=names))
        try:
            found = ESTIMATORS[BY_REGRESSION[kind]](replace(sample, design=smaller.design), smaller)
        except EstimationError:
            continue  # a set that determines the treatment, say, has no estimate to stand in the curve
        rows.append(_row(BY_REGRESSION[kind], names, whole, found))
    return pd.DataFrame(rows).sort_values("value", kind="stable").reset_index(drop=True)


def adjustment_sets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Subsets of the covariates, each in their order: the whole set first, the empty one last."""
    sizes = range(len(names) + 1) if len(names) <= MOST_IN_ALL_SUBSETS else (0, 1, 2, len(names))
    without = (dropped for size in sizes for dropped in combinations(names, size))
    for tried, dropped in enumerate(without):
        if tried < MOST_SETS or len(dropped) == len(names):
            yield tuple(name for name in names if name not in dropped)


def _row(
    estimator: str, names: tuple[str, ...], whole: tuple[str, ...], found: Estimate
) -> dict[str, object]:
    low, high = found.ci_95
    return {
        "estimator": estimator,
        "adjustment_set": names,
        "left_out": tuple(name for name in whole if name not in names),
        "value": found.value,
        "low": low,
        "high": high,
    }


def specification_summary(setting: Setting, effects_without: dict[str, float]) -> dict[str, float]:
    """The curve's ends without refitting: the answer's estimates, and each covariate left out.

    `effects_without`: the regression's effect (outcome units) without each covariate. `specifications`
    counts them, `specifications_same_sign` is the share with the headline's sign.
    """
    estimate = setting.estimate
    values = [estimate.value, *(other.value for other in estimate.alternatives), *effects_without.values()]
    return {
        "specifications": float(len(values)),
        "specification_lowest": float(min(values)),
        "specification_median": float(np.median(values)),
        "specification_highest": float(max(values)),
        "specifications_same_sign": float(np.mean(np.sign(values) == np.sign(estimate.value))),
    }


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
        benchmark = Message(
            "sensitivity-benchmark" if setting.is_linear else "sensitivity-benchmark-in-regression",
            {"covariate": Column(name), "from": setting.amount(value), "to": setting.amount(moved)},
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
