"""Experiments in blocks: rows are dealt out within each block, down to matched pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.interface import (
    EITHER_GROUP,
    ESTIMATORS,
    Effect,
    EffectEstimator,
    covariates_of,
    run_estimator,
    scaled,
    target_units,
)
from tools.estimators.linear import Codes, Vector, number_column
from tools.estimators.regression import varying
from tools.estimators.scripts import assign
from tools.messages import Message, Role, counted
from tools.types import Estimand, Estimate, Sample


class BlockedDifference(EffectEstimator):
    """Difference in means within each block, averaged over blocks by their rows.

    Blocks are the joint levels of the covariates, which must all be categories. Assumes that within a block
    treatment was assigned by chance; the chance may differ between blocks. With two rows or more in both arms
    of every block the variance is Neyman's within blocks: Imbens & Rubin (2015), Causal Inference for
    Statistics, section 9.5; with matched pairs or single rows it is that between the blocks' differences,
    which is on the safe side: their section 10.5, and Fogarty (2018), JRSS B 80(5), for unequal blocks.
    """

    registry_name = "blocked_difference"
    method_name = "difference in means within blocks"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        levels = np.unique(treatment)
        block = block_codes(frame, self.adjustment_set)
        if len(levels) != 2 or block is None or self.cluster is not None:
            raise EstimationError(Message("estimation-blocks-need"))
        treated = treatment == levels[1]
        rows = np.column_stack([_counts(block, ~treated), _counts(block, treated)]).astype(np.float64)
        whole = (rows > 0).all(axis=1)
        if whole.sum() < 1 or (whole.sum() < 2 and rows[whole].min() < 2):
            raise EstimationError(Message("estimation-no-block-with-both"))
        sums = np.column_stack([_sums(block, outcome, ~treated), _sums(block, outcome, treated)])
        used = rows[whole]
        gains = sums[whole, 1] / used[:, 1] - sums[whole, 0] / used[:, 0]
        size = _block_weights(used, target)
        share = size / size.sum()
        value = float(share @ gains)
        if used.min() >= 2:
            spread = np.column_stack([_spread(block, outcome, ~treated), _spread(block, outcome, treated)])
            variance = float(share**2 @ (spread[whole] / used).sum(axis=1))
            degrees = float(used.sum() - 2 * len(used))
        else:
            parts = len(gains) * share * gains
            variance = float(((parts - parts.mean()) ** 2).sum()) / (len(gains) - 1) / len(gains)
            degrees = float(len(gains) - 1)
        change = (high - low) / float(levels[1] - levels[0])
        scaled_value, std_error = scaled(change, value, float(np.sqrt(variance)))
        details = {
            "blocks": float(len(gains)),
            "blocks_without_both_arms": float((~whole).sum()),
            "smallest_arm_in_a_block": float(used.min()),
        }
        warnings: tuple[Message, ...] = ()
        if not whole.all():
            lost = int(rows[~whole].sum())
            warnings = (Message("estimation-blocks-left-out", {"rows": counted(lost)}),)
        return Effect(scaled_value, std_error, int(used.sum()), degrees, details, warnings)


def block_codes(frame: pd.DataFrame, names: tuple[str, ...]) -> Codes | None:
    """Joint levels of the columns as 0..B-1 (rows,); None without columns, or when one is a quantity."""
    if not names or any(pd.api.types.is_numeric_dtype(frame[name]) for name in names):
        return None
    codes = frame.groupby(list(names), observed=True, sort=False).ngroup()
    return np.asarray(codes, dtype=np.int64)


def has_single_rows(sample: Sample, estimand: Estimand) -> bool:
    """Are the covariates blocks that all hold both arms, some with one row of an arm (as pairs have)?

    There a regression with a column for every block has nothing left to measure its error by.
    """
    block = block_codes(sample.frame, covariates_of(sample, estimand))
    if block is None or not sample.binary_treatment or estimand.design.cluster is not None:
        return False
    treated = sample.frame[estimand.query.treatment].to_numpy(dtype=np.float64) == sample.high
    rows = np.column_stack([_counts(block, ~treated), _counts(block, treated)])
    return len(rows) > 1 and int(rows.min()) == 1


def _block_weights(rows: np.ndarray, target: str) -> Vector:
    """Rows that count in each block: all, those treated, or those not."""
    if target == "att":
        return np.asarray(rows[:, 1])
    return np.asarray(rows[:, 0] if target == "atc" else rows.sum(axis=1))


def _counts(block: Codes, kept: np.ndarray) -> Codes:
    return np.bincount(block[kept], minlength=int(block.max()) + 1)


def _sums(block: Codes, values: Vector, kept: np.ndarray) -> Vector:
    sums = np.bincount(block[kept], values[kept], minlength=int(block.max()) + 1)
    return np.asarray(sums, dtype=np.float64)


def _spread(block: Codes, values: Vector, kept: np.ndarray) -> Vector:
    """Sample variance of values in each block (blocks,)."""
    rows = np.maximum(_counts(block, kept), 1)
    centred = values - (_sums(block, values, kept) / rows)[block]
    return np.asarray(_sums(block, centred**2, kept) / np.maximum(rows - 1, 1))


# ---------------- The lines that give the same number without us


BLOCKED_DIFFERENCE_LINES = """\
t = frame[treatment].to_numpy(dtype=float) == frame[treatment].max()
table = pd.DataFrame({"t": t, "y": frame[outcome].to_numpy(dtype=float)})
table["block"] = frame.groupby(adjustment_set, observed=True, sort=False).ngroup().to_numpy()
means = table.groupby(["block", "t"])["y"].mean().unstack().dropna()
rows = table.groupby(["block", "t"])["y"].count().unstack().loc[means.index]
count = {"att": rows[True], "atc": rows[False]}.get(target, rows[True] + rows[False])
effect = np.average(means[True] - means[False], weights=count) * (high - low)
effect = effect / np.ptp(frame[treatment].to_numpy(dtype=float))
"""


def _blocked(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    names = list(covariates_of(sample, estimand))
    return (assign(target=target_units(estimand), adjustment_set=names), BLOCKED_DIFFERENCE_LINES)


@ESTIMATORS.register("blocked_difference", script=_blocked, estimands=EITHER_GROUP)
def blocked_difference(sample: Sample, estimand: Estimand) -> Estimate:
    """Differences within blocks; see `BlockedDifference`."""
    return run_estimator(BlockedDifference, sample, estimand)
