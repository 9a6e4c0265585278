"""Structure from data: which columns are linked, and in which direction, as far as data alone can tell.

    found = discover(frame, "pc", background=Background.in_order(["age"], ["smoking"], ["weight"]))
    found.directed

`Assistant.discover` has the same in words. What is discovered informs a graph; it never overrules the
person who knows where the data came from.
"""

from __future__ import annotations

# Each module registers its methods.
from tools.discovery import ancestral as _ancestral  # noqa: F401
from tools.discovery import constraint as _constraint  # noqa: F401
from tools.discovery import functional as _functional  # noqa: F401
from tools.discovery import time_lagged as _time_lagged  # noqa: F401
from tools.discovery.background import Background, tiers_by_timing
from tools.discovery.partial_graph import MARKS, Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem, discover

__all__ = [
    "DISCOVERERS",
    "MARKS",
    "Background",
    "Discovered",
    "Link",
    "Problem",
    "discover",
    "tiers_by_timing",
]
