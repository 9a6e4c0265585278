"""Numbers on two scales in one column: grams and kilograms, shares and percents, `1.195` for 1,195, slips.

All of these are values that a power of ten takes to where the others are. They are put right only where the
two groups lie apart with nothing between them and the one, times the factor, covers the other; else it is
said. The groups are told apart by the widest gap between the logarithms of the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scales", "Slip", "two_scales"]

Array = NDArray[np.float64]

_FACTORS = (10.0, 100.0, 1000.0, 1e6)
_LEAST_ROWS = 20
_VARIED = 8  # different values in each group; a few doses or prices may lie as far apart as they like
_LEAST_GROUP = 0.01  # of the rows; fewer are slips, not another unit
_MOST_SLIPS = 0.02
_NEAR = 0.12  # decimal logarithms: the groups' middles are a factor apart, within 30%
_NEAR_TOLD = 0.3
_EMPTY = 0.5  # decimal logarithms between the groups in which hardly a value lies
_OFF = 6.0  # standard deviations of the logarithms, by the 95th percentile, from which a value is far off
_TIGHT = 0.35  # the same in decimal logarithms up to which a far value cannot be a tail
_CROWDED = 15  # times as many values up to 1 as from 1 to 2: no one distribution of percents has that


class Slip(StrEnum):
    """Why some values are a power of ten away from the others."""

    UNIT = "unit"  # another unit, in many rows
    SHARE = "share"  # shares of one beside percents
    THOUSANDS = "thousands"  # a mark of thousands was read as a decimal mark
    TYPING = "typing"  # a few values


@dataclass(frozen=True)
class Scales:
    """Some values of a column are a power of ten away from the others."""

    slip: Slip
    factor: float  # that takes the odd values to the others: 1000, 0.001
    below: float | None  # values under it are the odd ones; None: those above `above`
    above: float | None
    rows: int  # of the odd values
    odd: tuple[float, float]  # their range
    rest: tuple[float, float]
    sure: bool


def two_scales(values: Array, *, told: bool = False) -> Scales | None:
    """The odd values of a column that is positive but for zeros, or None. `values`: shape (rows,), NaN too.

    `told`: the words about the column speak of two units, so that less is enough to be sure.
    """
    present = values[np.isfinite(values) & (values != 0)]
    if len(present) < _LEAST_ROWS or float(present.min()) < 0:
        return None
    low, high = float(present.min()), float(present.max())
    if high < 8 * low:
        return None
    return _thousands(present) or _slips(present) or _groups(np.sort(present), told)


def _thousands(present: Array) -> Scales | None:
    """`1.195` for 1,195 beside 986: parts of a thousand below, whole numbers from 1 to 999 above."""
    whole = present == np.floor(present)
    parts, wholes = present[~whole], present[whole]
    if len(parts) < 3 or len(wholes) < 3 or float(parts.min()) < 1 or float(wholes.max()) > 999:
        return None
    scaled = parts * 1000
    if np.abs(scaled - np.round(scaled)).max() > 1e-6 * 1000:
        return None
    # A thousand with zeros at its end lost them: one in ten has two decimals at most.
    full = float(np.mean(np.abs(np.round(scaled) % 10) > 0))
    border = float(np.sqrt(np.median(parts) * np.median(wholes)))
    apart = float(np.median(wholes)) > 20 * float(np.median(parts))
    if full < 0.75 or not apart or not float(parts.max()) < border or np.mean(wholes < border) > 0.05:
        return None
    odd = present[present < border]
    rest = present[present >= border]
    return Scales(Slip.THOUSANDS, 1000.0, border, None, len(odd), _range(odd), _range(rest), sure=True)


def _slips(present: Array) -> Scales | None:
    """A few values a hundred or a thousand times the rest, where the rest lies close together."""
    logs = np.log10(present)
    middle, low, high = (float(q) for q in np.quantile(logs, [0.5, 0.05, 0.95]))
    above = logs - middle > max(_OFF * (high - middle) / 1.645, 0.9)
    under = middle - logs > max(_OFF * (middle - low) / 1.645, 0.9)
    far = above if above.any() else under
    few = int(far.sum())
    if not 0 < few <= max(1, _MOST_SLIPS * len(present)):
        return None
    rest, odd = present[~far], present[far]
    if len(np.unique(rest)) < _VARIED:
        return None
    up = bool(above.any())
    spread = (high - middle if up else middle - low) / 1.645
    gap = np.log10(odd.min() / rest.max()) if up else np.log10(rest.min() / odd.max())
    if gap < _EMPTY:
        return None
    edge = float(np.sqrt(odd.min() * rest.max()) if up else np.sqrt(rest.min() * odd.max()))
    inside = (float(np.quantile(rest, 0.005)), float(np.quantile(rest, 0.995)))
    fits = []
    for factor in _FACTORS[1:3]:
        moved = odd / factor if up else odd * factor
        if bool(((moved >= inside[0]) & (moved <= inside[1])).all()):
            fits.append(1 / factor if up else factor)
    # One value may be what it says. Near nought, small values are a tail in logarithms alone.
    apart = up or (gap >= 1 and float(rest.min()) >= 10**middle / 4)
    sure = len(fits) == 1 and spread <= _TIGHT and few > 1 and apart
    if not sure and (gap < 1 or not up):
        return None
    factor = fits[0] if fits else (0.001 if up else 1000.0)
    below, over = (None, edge) if up else (edge, None)
    return Scales(Slip.TYPING, factor, below, over, few, _range(odd), _range(rest), sure)


def _groups(ordered: Array, told: bool) -> Scales | None:
    """Two groups with next to nothing between them, in logarithms."""
    found = _shares(ordered, told)
    if found is not None:
        return found
    logs = np.log10(ordered)
    least = max(3, int(np.ceil(_LEAST_GROUP * len(logs))))
    if len(logs) < 2 * least:
        return None
    gaps = np.diff(logs)[least - 1 : len(logs) - least]
    place = int(gaps.argmax()) + least
    gap = float(logs[place] - logs[place - 1])
    if gap < _EMPTY:
        return None
    below, above = logs[:place], logs[place:]
    if min(len(np.unique(below)), len(np.unique(above))) < _VARIED:
        return None
    step = float(np.median(above) - np.median(below))
    power = min((float(np.log10(f)) for f in _FACTORS[1:]), key=lambda p: abs(p - step))
    spreads = [float(np.subtract(*np.quantile(group, [0.9, 0.1]))) for group in (below, above)]
    alike = max(spreads) < 2.5 * max(min(spreads), 1e-9) if max(spreads) > 0.02 else True
    near = abs(step - power)
    if near >= _NEAR_TOLD:
        return None
    sure = alike and near < (_NEAR_TOLD if told else _NEAR)
    edge = float(np.sqrt(ordered[place - 1] * ordered[place]))
    small = len(below) <= len(above)
    odd, rest = (ordered[:place], ordered[place:]) if small else (ordered[place:], ordered[:place])
    factor = float(f"{10**power if small else 10**-power:.6g}")
    ranges = (_range(odd), _range(rest))
    if small:
        return Scales(Slip.UNIT, factor, edge, None, len(odd), ranges[0], ranges[1], sure)
    return Scales(Slip.UNIT, factor, None, edge, len(odd), ranges[0], ranges[1], sure)


def _shares(ordered: Array, told: bool) -> Scales | None:
    """Shares of one beside percents: the groups may touch, but none of the one lies above 1."""
    place = int(np.searchsorted(ordered, 1.0, side="right"))
    low, high = ordered[:place], ordered[place:]
    if ordered[-1] > 100 or min(len(low), len(high)) < max(5, 2 * _LEAST_GROUP * len(ordered)):
        return None
    if min(len(np.unique(low)), len(np.unique(high))) < _VARIED:
        return None
    if bool((low == np.floor(low)).all()) or len(low) <= _CROWDED * int((high <= 2).sum()):
        return None
    off = abs(float(np.log10(np.median(high) / np.median(low))) - 2)
    if off >= _NEAR_TOLD:
        return None
    sure = off < (_NEAR_TOLD if told else _NEAR)
    edge = float(np.sqrt(low[-1] * high[0]))
    edge = edge if low[-1] < edge else float(high[0])
    if len(low) <= len(high):
        return Scales(Slip.SHARE, 100.0, edge, None, len(low), _range(low), _range(high), sure)
    return Scales(Slip.SHARE, 0.01, None, edge, len(high), _range(high), _range(low), sure)


def _range(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())
