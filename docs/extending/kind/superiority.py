"""How often a row of one group has more of something than a row of the other: the probability of superiority.

Also called the common-language effect size, or the area under the curve. McGraw & Wong (1992), Psychological
Bulletin 111(2); standard error by DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44(3).

In the tree this is `tools/effects/superiority.py`: arrays in, a frozen result out, no sentence in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from tools.errors import EstimationError
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

Array = np.ndarray[Any, np.dtype[np.float64]]
FEWEST = 10  # rows in each group


@dataclass(frozen=True)
class Superiority:
    """The share of pairs in which the first group's row has more, half of the ties counted."""

    quantities: Mapping[str, Quantity]

    headline = "share"

    @property
    def clear(self) -> bool:
        """Do the rows tell it from even odds?"""
        low, high = self.quantities["share"].ci_95 or (0.0, 1.0)
        return low > 0.5 or high < 0.5


def superiority(*, first: Array, second: Array) -> Superiority:
    """`first` (n,) and `second` (m,): the outcome in the two groups, nothing missing, rows independent.

    Raises EstimationError with fewer than ten rows in a group.
    """
    n, m = len(first), len(second)
    if min(n, m) < FEWEST:
        raise EstimationError(Message("superiority-too-few-rows", {"fewest": counted(FEWEST)}))
    # Ranks give each row's share of the other group that it beats, in n log n steps and not n times m.
    ranks = stats.rankdata(np.concatenate([first, second]))
    beats = (ranks[:n] - stats.rankdata(first)) / m
    beaten = 1 - (ranks[n:] - stats.rankdata(second)) / n
    value = float(beats.mean())
    error = float(np.sqrt(beats.var(ddof=1) / n + beaten.var(ddof=1) / m))
    limits = (max(0.0, value - 1.96 * error), min(1.0, value + 1.96 * error))
    return Superiority(
        {
            "share": Quantity(value, limits, error, Scale(ScaleKind.SHARE)),
            "rows": counted(n + m),
        }
    )
