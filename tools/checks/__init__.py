"""Attempts to break an estimate, and what they cannot see.

Passing every check never means that an effect is causal: each says what it is blind to, and `sensitivity`
says how strong a hidden confounder would have to be.
"""

from __future__ import annotations

# The order of these imports is the order of the battery: each module registers its checks.
from tools.checks import balance as _balance  # noqa: F401  isort: skip
from tools.checks import refits as _refits  # noqa: F401  isort: skip
from tools.checks import sensitivity as _sensitivity  # noqa: F401  isort: skip
from tools.checks import instruments as _instruments  # noqa: F401  isort: skip
from tools.checks import trends as _trends  # noqa: F401  isort: skip
from tools.checks import mediation as _mediation  # noqa: F401  isort: skip
from tools.checks import discontinuity as _discontinuity  # noqa: F401  isort: skip
from tools.checks.balance import balance_table, overlap_table
from tools.checks.battery import CHECKS, CheckRule, Finding, check, run_checks
from tools.checks.rosenbaum import rosenbaum_bounds
from tools.checks.sensitivity import contour_table, sensitivity, specification_curve

__all__ = [
    "CHECKS",
    "CheckRule",
    "Finding",
    "balance_table",
    "check",
    "contour_table",
    "overlap_table",
    "rosenbaum_bounds",
    "run_checks",
    "sensitivity",
    "specification_curve",
]
