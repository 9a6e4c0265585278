"""Estimates under several draws of the gaps, as one: Rubin's rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes
from tools.messages import Message, Quantity, Scale, ScaleKind, counted
from tools.types import Estimand, Estimate, Sample


@dataclass(frozen=True)
class Pooled:
    """Rubin (1987); degrees of freedom of Barnard & Rubin (1999), Biometrika 86(4)."""

    value: float
    std_error: float
    degrees_of_freedom: float
    missing_information: float  # share of the variance that the gaps make, 0..1


def pool(values: Sequence[float], std_errors: Sequence[float], freedom: float = np.inf) -> Pooled:
    """A number (draws,) with its standard errors (draws,) under each draw of the gaps.

    `freedom` are the degrees of freedom that it would have without gaps.
    """
    draws = len(values)
    within = float(np.mean(np.square(std_errors)))
    between = (1.0 + 1.0 / draws) * float(np.var(values, ddof=1)) if draws > 1 else 0.0
    total = within + between
    share = between / total if total > 0.0 else 0.0
    seen = freedom * (1.0 - share)
    if np.isfinite(freedom):
        seen *= (freedom + 1.0) / (freedom + 3.0)
    drawn = (draws - 1) / share**2 if share > 0.0 else np.inf
    left = seen if np.isinf(drawn) else drawn if np.isinf(seen) else drawn * seen / (drawn + seen)
    return Pooled(float(np.mean(values)), float(np.sqrt(total)), float(left), share)


def pooled_estimate(
    compute: Callable[[Sample, Estimand], Estimate],
    sample: Sample,
    estimand: Estimand,
    *,
    beside_complete: bool = True,
) -> Estimate:
    """What `compute` finds, pooled over the draws of the gaps where there are several.

    `details` then hold `gap_draws`, `missing_information` (a share), and `complete_rows_value` and
    `complete_rows_std_error`, the same from the rows without such gaps alone; where the two differ by more
    than a standard error a warning says both. Raises EstimationError as `compute` does.
    """
    samples = sample.drawn
    found = [compute(one, estimand) for one in samples]
    if len(found) == 1:
        return found[0]
    first = found[0]
    freedom = _freedom(sample, estimand, first)
    pooled = pool([one.value for one in found], [one.std_error for one in found], freedom)
    low, high = _half_widths(found, freedom)
    factor = float(stats.t.ppf(0.975, pooled.degrees_of_freedom)) * pooled.std_error
    statistic = abs(pooled.value) / (pooled.std_error * max(low, high)) if pooled.std_error > 0.0 else np.inf
    details = {
        name: float(np.mean([one.details.get(name, np.nan) for one in found])) for name in first.details
    }
    details |= {"gap_draws": float(len(found)), "missing_information": pooled.missing_information}
    warnings = tuple(dict.fromkeys(message for one in found for message in one.warnings))
    estimate = replace(
        first,
        value=pooled.value,
        std_error=pooled.std_error,
        ci_95=(pooled.value - low * factor, pooled.value + high * factor),
        p_value=float(2 * stats.t.sf(statistic, pooled.degrees_of_freedom)),
        details=details,
        warnings=warnings,
    )
    return _beside_complete_rows(compute, sample, estimand, estimate) if beside_complete else estimate


def _freedom(sample: Sample, estimand: Estimand, estimate: Estimate) -> float:
    clusters = cluster_codes(sample.frame, estimand.design.cluster)
    if clusters is not None:
        return float(clusters.max())
    return max(1.0, estimate.rows_used - len(estimand.design.adjustment_set) - 2.0)


def _half_widths(found: Sequence[Estimate], freedom: float) -> tuple[float, float]:
    """Below and above the value, in those of t with so many degrees of freedom: 1 but for intervals of
    another kind."""
    usual = float(stats.t.ppf(0.975, freedom))
    sides = [
        (
            (one.value - one.ci_95[0]) / (usual * one.std_error),
            (one.ci_95[1] - one.value) / (usual * one.std_error),
        )
        for one in found
        if one.std_error > 0.0
    ]
    if not sides:
        return 1.0, 1.0
    low, high = np.mean(sides, axis=0)
    return float(low), float(high)


def _beside_complete_rows(
    compute: Callable[[Sample, Estimand], Estimate], sample: Sample, estimand: Estimand, estimate: Estimate
) -> Estimate:
    try:
        complete = compute(sample.complete, estimand)
    except EstimationError:
        return estimate
    details = {
        **estimate.details,
        "complete_rows_value": complete.value,
        "complete_rows_std_error": complete.std_error,
    }
    warnings = estimate.warnings
    if abs(complete.value - estimate.value) > estimate.std_error:
        scale = Scale(ScaleKind.OUTCOME, sample.unit)
        said = Message(
            "estimation-complete-rows",
            {
                "complete": Quantity(complete.value, complete.ci_95, complete.std_error, scale),
                "estimate": Quantity(estimate.value, estimate.ci_95, estimate.std_error, scale),
                "rows": counted(complete.rows_used),
            },
        )
        warnings = (said, *warnings)
    return replace(estimate, details=details, warnings=warnings)
