"""The average effect of one treatment on one outcome, as named quantities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tools.messages import Quantity, Scale, ScaleKind
from tools.types import Estimate

__all__ = ["AverageEffect"]


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
