"""How probable it is that a cause was needed, or enough: bounds from the two risks under intervention.

Tian & Pearl (2000), "Probabilities of causation", for a treatment without confounding: P(y_x) = P(y | x).
"""

from __future__ import annotations

__all__ = ["enough", "needed", "needed_and_enough"]


def needed_and_enough(treated: float, untreated: float, monotone: bool = False) -> tuple[float, float]:
    """Bounds, 0..1, of P(the outcome with the cause, and not without it), from the two risks."""
    low = max(0.0, treated - untreated)
    return (low, low) if monotone else (low, min(treated, 1 - untreated))


def needed(treated: float, untreated: float, monotone: bool = False) -> tuple[float, float]:
    """Bounds of P(no outcome without the cause | both were). ZeroDivisionError at a treated risk of 0."""
    low, high = needed_and_enough(treated, untreated, monotone)
    return low / treated, high / treated


def enough(treated: float, untreated: float, monotone: bool = False) -> tuple[float, float]:
    """Bounds of P(the outcome with the cause | neither was). ZeroDivisionError at an untreated risk of 1."""
    low, high = needed_and_enough(treated, untreated, monotone)
    return low / (1 - untreated), high / (1 - untreated)
