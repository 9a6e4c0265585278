"""Out-of-fold predictions: boosted trees on what a smooth start leaves over, as many as pay.

The columns are binned once for all models. Trees are added while the rows held out are predicted better, so a
straight world costs ten of them and a crooked one two hundred. With neither package's trees of any use what
is left is the start. Needs numpy, scipy and LightGBM or scikit-learn: an answer's script has it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.special import expit

from tools.estimators.curves import (
    Single,
    Terms,
    least_squares_starts,
    log_loss,
    logistic_starts,
    make_terms,
    thinned,
)
from tools.estimators.linear import Codes, Matrix, Vector

TRAINED_ON = 200_000  # rows of one model's trees, at most
# Every 10 rounds the rows held out are looked at: without a gain of 1 in 10,000 it ends.
MOST_ROUNDS, EVERY, GAIN = 200, 10, 1e-4
LEAVES, STEP, BINS = 16, 0.2, 255
LEAF_ROWS = 100  # rows of a leaf at least, or fewer in a small table
EDGE = 1e-12  # chances are kept this far from 0 and 1 before they become scores


@dataclass(frozen=True)
class Target:
    """What is predicted, and which rows may train a model of it and count in its loss."""

    values: Vector  # (rows,)
    allowed: np.ndarray  # (rows,), bool
    chance: bool  # 0 or 1, and a chance is predicted


@dataclass(frozen=True)
class Predicted:
    """Predictions of each row by models that have not seen it."""

    values: Vector  # (rows,), a chance or a mean
    rounds: float  # trees of a model, averaged over folds
    loss_of_start: float  # mean squared error, or log loss of a chance, on rows held out
    loss: float


@dataclass(frozen=True)
class Task:
    """One model's trees: where they start and what they are held against."""

    train: Codes  # row numbers
    here: Codes  # row numbers to predict
    own: Codes  # positions in `here` that the loss is counted on
    start: Vector  # scores of `train`
    start_here: Vector  # scores of `here`
    target: Vector  # of all rows
    chance: bool

    def loss(self, scores: Vector) -> float:
        labels = self.target[self.here[self.own]]
        if self.chance:
            return log_loss(scores[self.own], labels)
        return float(np.mean((labels - scores[self.own]) ** 2))


class Boosting:
    """Predictions of several targets from columns (rows, k) and folds (rows,), in one thread.

    The rows' order decides the training rows; give them in an order of their own contents. `trees` is
    "lightgbm", "scikit-learn", or None for the first that is installed.
    """

    def __init__(self, columns: Matrix, fold: Codes, smallest: int, trees: str | None = None) -> None:
        self._columns, self._fold = np.ascontiguousarray(columns), fold
        self._folds = [np.flatnonzero(fold == number) for number in range(int(fold.max()) + 1)]
        self._terms: Terms = make_terms(self._columns, smallest)
        name = trees or ("lightgbm" if find_spec("lightgbm") else "scikit-learn")
        self._rounds: Callable[[Task, int], Iterator[Vector]]
        self._rounds = (
            _LightGBM(self._columns, self._folds).rounds
            if name == "lightgbm"
            else _HistGradientBoosting(self._columns).rounds
        )

    def out_of_fold(self, targets: Sequence[Target]) -> list[Predicted]:
        """Predictions of every target for all rows."""
        points = [self._start(target) for target in targets]
        # One pass for all targets: making the terms costs more than using them.
        scores = self._terms.scores(self._columns, np.concatenate(points, axis=1))
        count = len(self._folds)
        each = np.split(scores, np.arange(1, len(targets)) * count, axis=1)
        return [self._predicted(target, own) for target, own in zip(targets, each, strict=True)]

    def _start(self, target: Target) -> Matrix:
        groups = [rows[target.allowed[rows]] for rows in self._folds]
        fit = logistic_starts if target.chance else least_squares_starts
        return fit(self._terms, self._columns, target.values, groups)

    def _predicted(self, target: Target, scores: Single) -> Predicted:
        """Trees on top of each fold's scores (rows, folds)."""
        if np.ptp(target.values[target.allowed]) == 0.0:
            return Predicted(np.full(len(scores), target.values[target.allowed][0]), 0.0, 0.0, 0.0)
        found, rounds, before, after = np.empty(len(scores)), [], [], []
        for number, here in enumerate(self._folds):
            train = thinned(np.flatnonzero((self._fold != number) & target.allowed), TRAINED_ON)
            own, start = np.flatnonzero(target.allowed[here]), scores[:, number].astype(np.float64)
            task = Task(train, here, own, start[train], start[here], target.values, target.chance)
            best, took, losses = self._best(task, number)
            # Bends and products run on beyond the rows they were fitted to: no outcome is expected where none
            # was seen (Gruber & van der Laan 2010, Int. J. Biostatistics 6(1), 26).
            seen = target.values[train]
            found[here] = best if target.chance else np.clip(best, seen.min(), seen.max())
            rounds.append(took)
            before.append(losses[0])
            after.append(losses[1])
        values = np.asarray(expit(found)) if target.chance else found
        return Predicted(values, *(float(np.mean(each)) for each in (rounds, before, after)))

    def _best(self, task: Task, number: int) -> tuple[Vector, int, tuple[float, float]]:
        """The scores of the round that predicts the rows held out best, how many rounds, losses."""
        best, took, without = task.start_here, 0, task.loss(task.start_here)
        lowest = without
        for look, scores in enumerate(self._rounds(task, number), start=1):
            loss = task.loss(scores)
            if loss >= lowest * (1 - GAIN):
                break
            best, took, lowest = scores, look * EVERY, loss
        return best, took, (without, lowest)


def _leaf_rows(train: Codes) -> int:
    return max(20, min(LEAF_ROWS, len(train) // 200))


class _LightGBM:
    """Trees on top of a given score, from columns that are binned once."""

    def __init__(self, columns: Matrix, folds: list[Codes]) -> None:
        import lightgbm

        self._library: Any = lightgbm
        self._options = {
            "num_leaves": LEAVES,
            "learning_rate": STEP,
            "max_bin": BINS,
            "bin_construct_sample_cnt": 50_000,
            "metric": "none",
            "verbosity": -1,
            "num_threads": 1,
            "deterministic": True,
            "force_col_wise": True,
            "seed": 0,
            "boost_from_average": False,
        }
        single = columns.astype(np.float32)
        self._all = self._library.Dataset(single, np.zeros(len(columns)), params=self._options).construct()
        self._folds = [self._all.subset(rows).construct() for rows in folds]

    def rounds(self, task: Task, number: int) -> Iterator[Vector]:
        """Scores of `task.here` after every so many trees."""
        options = {
            **self._options,
            "min_data_in_leaf": _leaf_rows(task.train),
            "objective": "binary" if task.chance else "regression",
        }
        data = self._all.subset(task.train).construct()
        data.set_label(task.target[task.train])
        data.set_init_score(task.start)
        held = self._folds[number]
        held.set_label(task.target[task.here])
        held.set_init_score(task.start_here)
        model = self._library.Booster(options, data)
        # As rows held out their scores are kept up to date from the bins, far quicker than by predicting.
        model.add_valid(held, "held")
        seen: dict[str, Vector] = {}

        def look(values: Vector, _: Any) -> tuple[str, float, bool]:
            seen["values"] = np.array(values)
            return "seen", 0.0, True

        for round_number in range(1, MOST_ROUNDS + 1):
            if model.update():
                return
            if round_number % EVERY == 0:
                model.eval_valid(look)
                yield _log_odds(seen["values"]) if task.chance else seen["values"]


def _log_odds(chance: Vector) -> Vector:
    kept = np.clip(chance, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)))


class _HistGradientBoosting:
    """The same with scikit-learn, on residuals: of a chance, those of one Newton step."""

    def __init__(self, columns: Matrix) -> None:
        self._columns = columns

    def rounds(self, task: Task, number: int) -> Iterator[Vector]:
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits

        model = HistGradientBoostingRegressor(
            learning_rate=STEP,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=_leaf_rows(task.train),
            early_stopping=False,
            warm_start=True,
            random_state=0,
        )
        labels = task.target[task.train]
        if task.chance:
            score = np.clip(expit(task.start), 0.01, 0.99)
            weights = score * (1 - score)
            wanted = (labels - score) / weights
        else:
            weights, wanted = np.ones(len(labels)), labels - task.start
        # Small fits lose more than they win by threads, and ten times so on a busy machine.
        with threadpool_limits(limits=1):
            for round_number in range(EVERY, MOST_ROUNDS + 1, EVERY):
                model.set_params(max_iter=round_number)
                model.fit(self._columns[task.train], wanted, sample_weight=weights)
                yield task.start_here + model.predict(self._columns[task.here])
