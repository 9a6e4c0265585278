"""The specification curve: the estimate under every reasonable choice of covariates and estimator.

The check judges the estimators that were tried with the same columns; the curve adds smaller adjustment sets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.setting import Setting
from tools.checks.wording import figure, interval, percent
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.types import DesignKind, Estimand, Estimate, Sample

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
    purpose="Do other sound ways of estimating it from the same columns give the same answer?",
    cannot_detect=(
        "Whatever all the methods share: a hidden confounder, a wrong graph or wrong rows mislead every one "
        "of them alike."
    ),
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
        return cannot_run("the estimate has no bounds to hold the others against.")
    agree = float(np.mean([not _disagrees(headline, rival) for rival in rivals]))
    furthest = max(rivals, key=lambda rival: abs(rival.value - headline.value))
    values = [rival.value for rival in rivals]
    others = f"{len(rivals)} other estimators" if len(rivals) > 1 else "One other estimator"
    spread = interval(min(values), max(values)) if len(rivals) > 1 else figure(furthest.value)
    return Finding(
        agree == 1.0,
        agree,
        f"{others} gave {spread}, against {figure(headline.value)} from {headline.estimator}. Furthest "
        f"away: {furthest.estimator}, {figure(furthest.value)} (95% interval "
        f"{interval(*furthest.ci_95)}). Rule: none may lie outside the answer's 95% interval while the "
        f"answer lies outside its own, unless they are within {percent(IMMATERIAL)} of each other.",
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
        raise EstimationError(f"The design {str(kind)!r} has no adjustment set to vary.")
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
    for count, dropped in enumerate(without):
        if count < MOST_SETS or len(dropped) == len(names):
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
