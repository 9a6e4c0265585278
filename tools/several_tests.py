"""P-values of several tests that are looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["holm"]


def holm(p_values: Sequence[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """p-values corrected for their number (Holm 1979, Scand. J. Stat. 6): the chance of any false alarm.

    Shape (tests,), in their order. Not `statsmodels.stats.multitest.multipletests`: each call collects the
    garbage of the whole process, seconds where much is loaded.
    """
    values = np.asarray(p_values, dtype=float)
    order = values.argsort()
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected
