"""What one estimator found, before it becomes an `Estimate`: value, spread, and how to make its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from tools.messages import Message
from tools.types import Estimate

Interval = tuple[float, float]


@dataclass(frozen=True)
class Effect:
    """Change in the outcome when the treatment goes from low to high."""

    value: float  # outcome units
    std_error: float  # outcome units
    rows: int
    degrees_of_freedom: float = np.inf  # of the t distribution; infinite: normal
    details: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()
    special_interval: Callable[[float], Interval] | None = None  # level -> limits, when not value +- t * SE
    special_p_value: float | None = None

    def interval(self, level: float = 0.95) -> Interval:
        """Confidence limits at `level`, in outcome units."""
        if self.special_interval is not None:
            return self.special_interval(level)
        half = float(stats.t.ppf(0.5 + level / 2, self.degrees_of_freedom)) * self.std_error
        return self.value - half, self.value + half

    @property
    def p_value(self) -> float:
        """Two-sided p-value of no effect."""
        if self.special_p_value is not None:
            return self.special_p_value
        if self.std_error == 0.0:
            return 1.0 if self.value == 0.0 else 0.0
        return float(2 * stats.t.sf(abs(self.value) / self.std_error, self.degrees_of_freedom))

    def to_estimate(self, estimator: str) -> Estimate:
        return Estimate(
            value=float(self.value),
            std_error=float(self.std_error),
            ci_95=self.interval(),
            p_value=self.p_value,
            estimator=estimator,
            rows_used=self.rows,
            details={name: float(number) for name, number in self.details.items()},
            warnings=self.warnings,
        )


def scaled(change: float, value: float, std_error: float) -> tuple[float, float]:
    """A slope and its standard error for a change of `change` in the treatment."""
    return value * change, std_error * abs(change)
