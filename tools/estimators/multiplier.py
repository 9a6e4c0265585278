"""The multiplier bootstrap: an interval from the influence of each row, with no model fitted again."""

from __future__ import annotations

from typing import Any

import numpy as np

from tools.estimators.linear import Codes, Vector

DRAWS = 999
MOST_BLOCKS = 4096  # more rows than this are drawn in blocks: the spread is then known within 1 in 90
SEED = 20_260_101
# Mammen (1993), Annals of Statistics 21(1): mean 0, variance 1 and third moment 1, so that skewness is kept.
HIGH, LOW = (1 + np.sqrt(5)) / 2, (1 - np.sqrt(5)) / 2
CHANCE_OF_LOW = (np.sqrt(5) + 1) / (2 * np.sqrt(5))


def multiplier_draws(influence: Vector, groups: Codes | np.ndarray[Any, np.dtype[np.uint64]]) -> Vector:
    """Draws (999,) of the estimate's error, in outcome units.

    `influence` (rows,) is each row's share of the error: its sum is 0 and the square root of its sum of
    squares the standard error. `groups` (rows,) are clusters from 0 on, or any marks of the rows; the rows of
    a group, or of a block of groups where they are many, get one multiplier. Chernozhukov, Chetverikov & Kato
    (2013), Annals of Statistics 41(6); as in Bach et al. (2024), Journal of Statistical Software 108(3),
    section 4. Deterministic, and independent of the rows' order up to rounding.
    """
    marks = np.asarray(groups)
    if marks.dtype == np.uint64:
        blocks = (
            (marks % np.uint64(MOST_BLOCKS)).astype(np.int64)
            if len(marks) > MOST_BLOCKS
            else np.argsort(np.argsort(marks, kind="stable"), kind="stable")
        )
    else:
        blocks = marks.astype(np.int64) % MOST_BLOCKS
    sums = np.bincount(blocks, influence)
    random = np.random.default_rng(SEED)
    draws = np.empty(DRAWS)
    for number in range(DRAWS):
        draws[number] = np.where(random.random(len(sums)) < CHANCE_OF_LOW, LOW, HIGH) @ sums
    return draws
