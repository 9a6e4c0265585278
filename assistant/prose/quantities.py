"""The figures of an answer as quantities: the outcome's scale, and as many digits as the error supports."""

from __future__ import annotations

from tools.messages import Quantity, Scale, ScaleKind
from tools.types import ColumnKind, DataProfile, Estimate

__all__ = ["count", "effect_on", "figure", "is_share", "level_number", "outcome_scale", "share"]


def is_share(profile: DataProfile, outcome: str) -> bool:
    """A yes/no outcome: its effect is a difference of shares, said in percentage points."""
    column = profile[outcome]
    return column.kind is ColumnKind.BINARY and column.unit is None


def outcome_scale(profile: DataProfile, outcome: str, unit: str | None) -> Scale:
    """On which scale an effect on the outcome is said."""
    return Scale(ScaleKind.POINTS) if is_share(profile, outcome) else Scale(ScaleKind.OUTCOME, unit)


def effect_on(scale: Scale, estimate: Estimate) -> Quantity:
    return Quantity(estimate.value, estimate.ci_95, estimate.std_error, scale)


def figure(scale: Scale, value: float, estimate: Estimate) -> Quantity:
    """Another value on the outcome's scale, with the digits that the estimate's error supports."""
    return Quantity(value, None, estimate.std_error, scale)


def share(value: float, decimals: int = 0) -> Quantity:
    """0.183 -> 18%"""
    return Quantity(value, scale=Scale(ScaleKind.SHARE), decimals=decimals)


def level_number(value: str | float | bool | None) -> str:
    """A level of a column as people write it.

    >>> level_number(12.0), level_number("north")
    ('12', 'north')
    """
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def count(number: int) -> Quantity:
    return Quantity(float(number), scale=Scale(ScaleKind.COUNT))
