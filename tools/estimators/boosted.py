"""Double machine learning for large tables: boosting that starts where the straight line ends.

Trees are spent on what the linear (logistic) fit leaves over, so that fifty rounds do; the columns are
binned once for all models; and each model is trained on at most 100,000 rows, since the error of a
prediction enters the effect only as a product with another one's. Needs no extra package, but is many times
faster with LightGBM (`pip install "askwhy[boost]"`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from tools.estimators.double_ml import Interactive
from tools.estimators.effect import Effect
from tools.estimators.interface import run_estimator
from tools.estimators.learners import OutOfFold
from tools.estimators.linear import Codes, Matrix, Vector
from tools.estimators.propensity import LOWEST
from tools.estimators.weighting import is_zero_one
from tools.types import Estimand, Estimate, Sample

ROUNDS = 50
TRAINED_ON = 100_000  # rows of one model
# Few rounds need long steps, and small trees of many rows keep those from following the noise.
TREES = {"num_leaves": 12, "learning_rate": 0.3, "max_bin": 255}
LEAF_ROWS = 200  # rows of a leaf at least, or this many leaves' worth of a small table
NEWTON_STEPS = 25
RIDGE = 1e-6  # on columns of unit variance: stops a logistic fit that separates


class BoostedInteractive(Interactive):
    """As `Interactive`, with one learner: boosting started from the linear or logistic fit.

    Assumptions, folds and intervals are those of `Interactive` (Chernozhukov et al. 2018, Econometrics
    Journal 21(1), section 5.1). Deterministic: one thread, folds and training rows by what the rows hold.
    """

    registry_name = "dml_boosted"
    method_name = "double machine learning, interactive, boosted from a linear start"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        found = super().effect(frame, low, high, target)
        return replace(found, details={**found.details, "trained_on": float(min(TRAINED_ON, found.rows))})

    def nuisances(
        self, columns: Matrix, fold: Codes, t: Vector, y: Vector, wanted: Sequence[int]
    ) -> tuple[OutOfFold, dict[int, OutOfFold]]:
        boosting = Boosting(columns, fold)
        chance = boosting.out_of_fold(t, np.ones(len(t), dtype=bool), chance=True)
        yes_no = is_zero_one(y)
        arms = {
            arm: OutOfFold(boosting.out_of_fold(y, t == arm, chance=yes_no), "boosting", {}) for arm in wanted
        }
        return OutOfFold(chance, "boosting", {}), arms


def boosted_interactive(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for two levels and many rows; see `BoostedInteractive`.

    Not among the registered estimators; `ESTIMATORS.register("dml_boosted")(boosted_interactive)` adds it.
    """
    return run_estimator(BoostedInteractive, sample, estimand)


class Boosting:
    """Out-of-fold predictions of several targets from the same columns (rows, k) and folds (rows,)."""

    def __init__(self, columns: Matrix, fold: Codes) -> None:
        self._columns = columns
        self._fold = fold
        spread = columns.std(axis=0)
        self._linear = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
        self._models = _LightGBM(columns) if find_spec("lightgbm") else _HistGradientBoosting(columns)

    def out_of_fold(self, target: Vector, allowed: np.ndarray, *, chance: bool) -> Vector:
        """Predictions (rows,) by models that have not seen the row, trained on the `allowed` rows (bool)."""
        values = np.empty(len(target))
        for number in range(int(self._fold.max()) + 1):
            here = np.flatnonzero(self._fold == number)
            train = _thinned(np.flatnonzero((self._fold != number) & allowed))
            if np.ptp(target[train]) == 0.0:
                values[here] = target[train][0]
                continue
            values[here] = self._predicted(target, train, here, chance)
        return values

    def _predicted(self, target: Vector, train: Codes, here: Codes, chance: bool) -> Vector:
        fit = _logistic if chance else _least_squares
        intercept, slopes = fit(self._linear[train], target[train])
        start = intercept + self._linear[train] @ slopes
        more = self._models.beyond(start, target, train, here, chance)
        score = intercept + self._linear[here] @ slopes + more
        return np.asarray(expit(score) if chance else score)


def _thinned(rows: Codes) -> Codes:
    """At most TRAINED_ON of the rows. The folds were dealt by hash, so every so-manyth row will do."""
    step = -(-len(rows) // TRAINED_ON)
    return rows[::step]


def _leaf_rows(train: Codes) -> int:
    return max(20, min(LEAF_ROWS, len(train) // LEAF_ROWS))


class _LightGBM:
    """Trees on top of a given score, from columns that are binned once."""

    def __init__(self, columns: Matrix) -> None:
        import lightgbm

        self._library: Any = lightgbm
        self._columns = np.ascontiguousarray(columns)
        rows = len(columns)
        look = np.arange(0, rows, max(1, rows // (4 * TRAINED_ON)))
        self._bins = lightgbm.Dataset(
            self._columns[look], params={"max_bin": TREES["max_bin"], "verbosity": -1, "num_threads": 1}
        ).construct()

    def beyond(self, start: Vector, target: Vector, train: Codes, here: Codes, chance: bool) -> Vector:
        """What trees add to the score for the rows `here`, trained on `train` from its scores `start`."""
        options = {
            **TREES,
            "min_data_in_leaf": _leaf_rows(train),
            "objective": "binary" if chance else "regression",
            "verbosity": -1,
            "num_threads": 1,
            "deterministic": True,
            "force_row_wise": True,
            "seed": 0,
            "boost_from_average": False,
        }
        data = self._library.Dataset(
            self._columns[train], target[train], init_score=start, reference=self._bins, params=options
        )
        trees = self._library.train(options, data, num_boost_round=ROUNDS)
        added = trees.predict(self._columns[here], raw_score=True, num_threads=1)
        return np.asarray(added, dtype=np.float64)


class _HistGradientBoosting:
    """The same with scikit-learn, on residuals: of a chance, those of one Newton step."""

    def __init__(self, columns: Matrix) -> None:
        self._columns = columns

    def beyond(self, start: Vector, target: Vector, train: Codes, here: Codes, chance: bool) -> Vector:
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits

        model = HistGradientBoostingRegressor(
            max_iter=ROUNDS,
            learning_rate=TREES["learning_rate"],
            max_leaf_nodes=TREES["num_leaves"],
            min_samples_leaf=_leaf_rows(train),
            early_stopping=False,
            random_state=0,
        )
        if chance:
            score = np.clip(expit(start), LOWEST, 1 - LOWEST)
            weights = score * (1 - score)
            wanted = (target[train] - score) / weights
        else:
            weights, wanted = np.ones(len(start)), target[train] - start
        # Small fits lose more than they win by threads, and ten times so on a busy machine.
        with threadpool_limits(limits=1):
            model.fit(self._columns[train], wanted, sample_weight=weights)
            return np.asarray(model.predict(self._columns[here]))


def _least_squares(columns: Matrix, target: Vector) -> tuple[float, Vector]:
    """Intercept and slopes, with a ridge too small to matter unless columns repeat each other."""
    middle = columns.mean(axis=0)
    about = columns - middle
    gram = about.T @ about + RIDGE * len(columns) * np.eye(columns.shape[1])
    slopes = np.linalg.solve(gram, about.T @ (target - target.mean()))
    return float(target.mean() - middle @ slopes), np.asarray(slopes)


def _logistic(columns: Matrix, labels: Vector) -> tuple[float, Vector]:
    """As `_least_squares`, by Newton steps; trees mend what a start lacks, so a rough end is near enough."""
    full = np.column_stack([np.ones(len(columns)), columns])
    share = float(np.clip(labels.mean(), 1e-6, 1 - 1e-6))
    point = np.zeros(full.shape[1])
    point[0] = np.log(share / (1 - share))
    for _ in range(NEWTON_STEPS):
        chance = expit(full @ point)
        weight = np.maximum(chance * (1 - chance), 1e-6)
        gradient = full.T @ (labels - chance) - RIDGE * len(full) * point
        information = (full * weight[:, None]).T @ full + RIDGE * len(full) * np.eye(len(point))
        step = np.linalg.solve(information, gradient)
        point += step * min(1.0, 4.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-4:
            break
    return float(point[0]), np.asarray(point[1:])
