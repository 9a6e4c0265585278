"""How figures are written in the result sentences of the checks."""

from __future__ import annotations

import math
from collections.abc import Sequence


def figure(value: float) -> str:
    """Three significant digits, no exponent for everyday sizes: 3.46, 0.0213, 1,520."""
    if not math.isfinite(value):
        return "unlimited" if value > 0 else "not a number"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e7 or size < 1e-4:
        return f"{value:.2e}"
    decimals = max(0, 2 - math.floor(math.log10(size)))
    return f"{value:,.{decimals}f}"


def percent(share: float) -> str:
    """A share of one as a percentage: 0.139 -> 13.9%, 0.8 -> 80%."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def interval(low: float, high: float) -> str:
    return f"{figure(low)} to {figure(high)}"


def listing(names: Sequence[str], limit: int = 4) -> str:
    """`a, b, c and 3 more`."""
    shown = ", ".join(names[:limit])
    return shown + (f" and {len(names) - limit} more" if len(names) > limit else "")
