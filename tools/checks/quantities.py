"""The quantities that fill the messages of the checks."""

from __future__ import annotations

from tools.messages import Quantity, Scale, ScaleKind

__all__ = ["count", "figure", "share"]


def figure(value: float) -> Quantity:
    """A pure number: a statistic, a p-value, a limit of a rule."""
    return Quantity(float(value))


def share(value: float) -> Quantity:
    """A share of a whole, 0..1."""
    return Quantity(float(value), scale=Scale(ScaleKind.SHARE))


def count(number: int) -> Quantity:
    """Whole things: rows, draws, covariates."""
    return Quantity(int(number), scale=Scale(ScaleKind.COUNT))
