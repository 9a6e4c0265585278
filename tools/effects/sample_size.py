"""How large a test has to be before it begins, from rows in which nothing is tested yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.effects.arms import rows_needed, smallest_detectable
from tools.errors import EstimationError
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["SampleSize", "sample_size"]

Array = NDArray[np.float64]
_USUAL = 0.05  # of the mean, where nobody says how large an effect is to be found


@dataclass(frozen=True)
class SampleSize:
    """Two equal arms, 80% power, 5% two-sided (Cohen 1988; `statsmodels.stats.power`)."""

    mean: Quantity
    spread: Quantity  # standard deviation
    target: Quantity  # the effect that is to be found
    asked: bool  # did somebody say how large it is?
    rows_needed: Quantity  # in both arms together
    rows: Quantity  # in the table
    detectable: Quantity  # with the rows of the table
    days: Quantity | None = None

    headline = "rows_needed"

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {
            "mean": self.mean,
            "spread": self.spread,
            "target": self.target,
            "rows_needed": self.rows_needed,
            "rows": self.rows,
            "detectable": self.detectable,
        }
        return found | ({"days": self.days} if self.days is not None else {})


def sample_size(
    values: Array, scale: Scale, target: float | None, *, relative: bool, rows_a_day: float | None
) -> SampleSize:
    """`values` (n,) of the metric without a test; `target` in outcome units or a share of the mean.

    Raises EstimationError where the metric does not vary, or its mean gives a share no meaning.
    """
    known = values[np.isfinite(values)]
    sd = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    mean = float(known.mean()) if len(known) else 0.0
    if sd == 0:
        raise EstimationError(Message("experiment-no-variation"))
    if mean <= 0 and (relative or target is None):
        raise EstimationError(Message("experiment-no-share"))
    effect = _USUAL * mean if target is None else target * mean if relative else target
    error = sd / np.sqrt(len(known))
    one = Scale(ScaleKind.SHARE) if scale.kind is ScaleKind.POINTS else scale
    wanted = float(np.ceil(rows_needed(effect, sd) / 2) * 2)
    found: dict[str, Any] = {
        "mean": Quantity(mean, None, error, one),
        "spread": Quantity(sd, None, error, Scale() if scale.kind is ScaleKind.POINTS else scale),
        "target": Quantity(effect, None, effect / 20, scale),
        "detectable": Quantity(smallest_detectable(2 * error), None, error, scale),
        "days": None if not rows_a_day else counted(float(np.ceil(wanted / rows_a_day))),
    }
    return SampleSize(
        asked=target is not None, rows_needed=counted(wanted), rows=counted(len(known)), **found
    )
