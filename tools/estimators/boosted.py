"""Double machine learning for large tables: boosting that starts where straight lines and curves end.

Each model is a regression on lines, bends and products (`curves`: penalty and terms by the loss on the rows
held out), fitted on at most 100,000 rows of a fold and arm, and trees on what that leaves over (`trees`),
trained on at most 200,000 rows, as many trees as pay on the rows held out (none where the world is smooth).
Needs no extra package, but is several times faster with LightGBM (`pip install "askwhy[boost]"`). One thread;
about 1 second per 100,000 rows and ten columns in a smooth world, less per row in a large table, and up to
three times that in a crooked one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.estimators.double_ml import (
    CrossFitted,
    CrossFitting,
    Interactive,
    PartiallyLinear,
)
from tools.estimators.effect import Effect
from tools.estimators.interface import ESTIMATORS, run_estimator
from tools.estimators.learners import OutOfFold
from tools.estimators.linear import Vector
from tools.estimators.trees import Boosting, Target
from tools.estimators.weighting import is_zero_one
from tools.types import Estimand, Estimate, Sample

FEWEST = 10_000  # rows
LARGE = 50_000


class _Boosted(CrossFitted):
    """What both boosted estimators share: two folds in large tables, and the models."""

    trees: str | None = None  # "lightgbm", "scikit-learn", or None for the first that is installed

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        found = super().effect(frame, low, high, target)
        if found.rows >= FEWEST:
            return found
        few = (
            f"{found.rows} rows are few for {self.registry_name}: its models end early and leave some "
            f"confounding in. From {FEWEST:,} rows on it is at home; below, use dml_interactive or "
            "dml_partially_linear."
        )
        return replace(found, warnings=(*found.warnings, few))

    def folds(self, rows: int) -> int:
        """In how many folds so many rows are split: half of a large table is enough to learn from."""
        return 2 if rows >= LARGE else 5

    def _learned(self, given: CrossFitting, targets: Sequence[Target]) -> list[OutOfFold]:
        # In an order of the rows' own, so that the order they came in changes nothing.
        order = np.argsort(given.marks, kind="stable")
        fold = given.fold[order]
        smallest = min(int(target.allowed.sum()) for target in targets) // int(fold.max() + 1)
        with threadpool_limits(limits=1):
            boosting = Boosting(given.columns.take(order, axis=0), fold, smallest, self.trees)
            sorted_targets = [Target(t.values[order], t.allowed[order], t.chance) for t in targets]
            predicted = boosting.out_of_fold(sorted_targets)
        found = []
        for each in predicted:
            back = np.empty(len(order))
            back[order] = each.values
            losses = {"start": each.loss_of_start, "boosting": each.loss}
            learner = "boosting" if each.rounds > 0 else "start"
            found.append(OutOfFold(back, learner, losses, each.rounds))
        return found


class BoostedInteractive(_Boosted, Interactive):
    """As `Interactive`, with boosting from a smooth start; effects may differ between rows.

    Assumptions and intervals are those of `Interactive` (Chernozhukov et al. 2018, Econometrics Journal
    21(1), section 5.1). The start and the number of trees (none to 200) are chosen by the loss out of fold.
    Deterministic: one thread, folds and training rows by what the rows hold.
    """

    registry_name = "dml_boosted"
    method_name = "double machine learning, interactive, boosted from a smooth start"

    def nuisances(
        self, given: CrossFitting, t: Vector, y: Vector, wanted: Sequence[int]
    ) -> tuple[OutOfFold, dict[int, OutOfFold]]:
        yes_no = is_zero_one(y)
        targets = [Target(y, t == arm, yes_no) for arm in wanted]
        *arms, chance = self._learned(given, [*targets, Target(t, np.ones(len(t), dtype=bool), True)])
        return chance, dict(zip(wanted, arms, strict=True))


class BoostedPartiallyLinear(_Boosted, PartiallyLinear):
    """As `PartiallyLinear`, with boosting from a smooth start: for treatments that are quantities.

    Assumptions and intervals are those of `PartiallyLinear` (Chernozhukov et al. 2018, section 4.1).
    """

    registry_name = "dml_boosted_partially_linear"
    method_name = "double machine learning, partially linear, boosted from a smooth start"

    def nuisances(
        self, given: CrossFitting, treatment: Vector, outcome: Vector
    ) -> tuple[OutOfFold, OutOfFold]:
        everybody = np.ones(len(outcome), dtype=bool)
        of_treatment = Target(treatment, everybody, is_zero_one(treatment))
        first, second = self._learned(given, [Target(outcome, everybody, False), of_treatment])
        return first, second


@ESTIMATORS.register("dml_boosted")
def boosted_interactive(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for two levels and many rows; see `BoostedInteractive`."""
    return run_estimator(BoostedInteractive, sample, estimand)


@ESTIMATORS.register("dml_boosted_partially_linear")
def boosted_partially_linear(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for any treatment and many rows; see `BoostedPartiallyLinear`."""
    return run_estimator(BoostedPartiallyLinear, sample, estimand)
