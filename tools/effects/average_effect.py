"""The average effect of one treatment on one outcome, as named quantities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tools.messages import Quantity, Scale, ScaleKind
from tools.types import DesignKind, Estimand, EstimandKind, Estimate, Sample

__all__ = ["AverageEffect", "relative_effect"]


@dataclass(frozen=True)
class AverageEffect:
    """Change in the outcome when the treatment goes from "from" to "to"."""

    estimate: Estimate
    unit: str | None  # of the outcome
    share: bool  # a yes/no outcome: its effect is a difference of shares

    headline = "effect"

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """`effect`, `unadjusted`, and where they have a meaning `relative_effect` and `baseline`."""
        estimate, details = self.estimate, self.estimate.details
        scale = Scale(ScaleKind.POINTS) if self.share else Scale(ScaleKind.OUTCOME, self.unit)
        error = estimate.std_error if math.isfinite(estimate.std_error) else None
        found = {"effect": Quantity(estimate.value, estimate.ci_95, error, scale)}
        if estimate.unadjusted is not None:
            found["unadjusted"] = Quantity(estimate.unadjusted, None, error, scale)
        if "relative_percent" in details:
            limits = (details["relative_percent_lower"] / 100, details["relative_percent_upper"] / 100)
            found["relative_effect"] = Quantity(
                details["relative_percent"] / 100, limits, None, Scale(ScaleKind.SHARE)
            )
        if "baseline_mean" in details:
            base = Scale(ScaleKind.SHARE) if self.share else scale
            found["baseline"] = Quantity(details["baseline_mean"], None, error, base)
        return found


# ---------------- As a percentage of where the outcome would be without the change


# Elsewhere the effect is that of people (the moved, those at the cutoff) whose baseline is not in the table.
_EVERYBODY = (DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.FRONTDOOR)


def relative_effect(sample: Sample, estimand: Estimand, estimate: Estimate) -> dict[str, float]:
    """The effect and its limits in percent of the baseline, and the baseline in outcome units.

    The baseline is the mean outcome had everybody of the effect's population been at `low`: their mean
    outcome less the effect on those who were not. For effects on the treated (ATT) and on the untreated
    (ATC) that is exact; for the average effect it takes the effect as alike in both arms. The limits take the
    baseline as known, so they are slightly too narrow (Hernán & Robins, What If, section 1.3, on relative
    and absolute contrasts).

    Returns:
        `baseline_mean`, `relative_percent`, `relative_percent_lower`, `relative_percent_upper`; nothing where
        a percentage has no meaning: an outcome that can be negative or a baseline that is not above zero.
    """
    query, kind = estimand.query, estimand.design.kind
    if query.estimand == EstimandKind.ATO:
        return {}  # the overlap population's own baseline is no mean of these rows
    if kind not in _EVERYBODY or query.treatment is None or sample.high == sample.low:
        return {}
    outcome = sample.frame[query.outcome].astype("float64")
    if not outcome.min() >= 0:
        return {}
    moved = (sample.frame[query.treatment].astype("float64") - sample.low) / (sample.high - sample.low)
    if query.estimand == EstimandKind.ATC and sample.binary_treatment:
        baseline = float(outcome[moved == 0].mean())
    elif query.estimand == EstimandKind.ATT and sample.binary_treatment:
        baseline = float(outcome[moved == 1].mean()) - estimate.value
    else:
        baseline = float(outcome.mean() - estimate.value * moved.mean())
    if not (math.isfinite(baseline) and baseline > 0):
        return {}
    lower, upper = estimate.ci_95
    return {
        "baseline_mean": baseline,
        "relative_percent": 100 * estimate.value / baseline,
        "relative_percent_lower": 100 * lower / baseline,
        "relative_percent_upper": 100 * upper / baseline,
    }
