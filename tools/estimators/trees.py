"""Out-of-fold predictions: boosted trees on what a smooth start leaves over, as many as pay.

A model's trees learn from at most 200,000 rows; only those are binned, and every row held out is predicted.
Beside the columns they see the products of two that the start leans on most. Trees are added while rows held
out are predicted better, so a straight world costs ten of them and a crooked one a hundred; where none is of
use what is left is the start. Needs numpy, scipy and LightGBM or scikit-learn: an answer's script has it as
it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any, Protocol

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

TRAINED_ON = 200_000  # rows of one fold that train trees, at most; the rows held out are all predicted
LOOKED_AT = 50_000  # rows held out whose loss says how many trees pay, at most
# Every 10 rounds the rows held out are looked at: without a gain of 1 in 10,000 it ends.
MOST_ROUNDS, EVERY, GAIN = 200, 10, 1e-4
FEWEST_LEAVES, LEAVES, ROWS_PER_LEAF = 8, 31, 1000  # large trees learn a small table by heart in ten rounds
STEP, BINS = 0.2, 255
LEAF_ROWS = 100  # rows of a leaf at least, or fewer in a small table


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
    """One model's trees: what they learn from, where they start and what they are held against."""

    known: Single  # (rows, m), columns and products
    look: Single  # (rows held out, m)
    start: Vector  # scores of `known`
    start_of_look: Vector
    target: Vector  # of `known`
    labels: Vector  # of `look`
    chance: bool

    def loss(self, scores: Vector) -> float:
        return log_loss(scores, self.labels) if self.chance else float(np.mean((self.labels - scores) ** 2))


class Trees(Protocol):
    """Trees of one task, grown a few at a time."""

    def grow(self) -> Vector | None:
        """Scores of `Task.look` with 10 trees more; None where no leaf can be parted any more."""

    def added(self, rounds: int, columns: Single) -> Vector:
        """What the first so many trees add to the scores of rows like those of `Task.known`."""


class Boosting:
    """Predictions of several targets from columns (rows, k) and folds (rows,), in one thread.

    The rows' order decides the training rows; give them in an order of their own contents. `trees` is
    "lightgbm", "scikit-learn", or None for the first that is installed.
    """

    def __init__(self, columns: Matrix, fold: Codes, smallest: int, trees: str | None = None) -> None:
        self._columns = np.ascontiguousarray(columns)
        self._single, self._fold = self._columns.astype(np.float32), fold
        self._folds = [np.flatnonzero(fold == number) for number in range(int(fold.max()) + 1)]
        self._terms: Terms = make_terms(self._columns, smallest)
        name = trees or ("lightgbm" if find_spec("lightgbm") else "scikit-learn")
        self._trees: Callable[[Task], Trees] = _LightGBM if name == "lightgbm" else _HistGradientBoosting

    def out_of_fold(self, targets: Sequence[Target]) -> list[Predicted]:
        """Predictions of every target for all rows."""
        points = [self._start(target) for target in targets]
        # One pass for all targets: making the terms costs more than using them.
        scores = self._terms.scores(self._columns, np.concatenate(points, axis=1))
        count = len(self._folds)
        each = np.split(scores, np.arange(1, len(targets)) * count, axis=1)
        return [self._predicted(*one) for one in zip(targets, points, each, strict=True)]

    def _start(self, target: Target) -> Matrix:
        groups = [rows[target.allowed[rows]] for rows in self._folds]
        fit = logistic_starts if target.chance else least_squares_starts
        return fit(self._terms, self._columns, target.values, groups)

    def _predicted(self, target: Target, points: Matrix, scores: Single) -> Predicted:
        """Trees on top of each fold's scores (rows, folds), which have the coefficients `points`."""
        if np.ptp(target.values[target.allowed]) == 0.0:
            return Predicted(np.full(len(scores), target.values[target.allowed][0]), 0.0, 0.0, 0.0)
        found, rounds, before, after = np.empty(len(scores)), [], [], []
        scale = 1.0 if target.chance else float(target.values[target.allowed].std())
        for number, here in enumerate(self._folds):
            train = thinned(np.flatnonzero((self._fold != number) & target.allowed), TRAINED_ON)
            look = thinned(here[target.allowed[here]], LOOKED_AT)
            start = scores[:, number].astype(np.float64)
            pairs = self._terms.leading_products(points[:, number] / scale)
            seen, labels = target.values[train], target.values[look]
            task = Task(
                self._with_products(train, pairs),
                self._with_products(look, pairs),
                start[train],
                start[look],
                seen,
                labels,
                target.chance,
            )
            trees, took, losses = self._best(task)
            own = start[here]
            if took:
                own += trees.added(took, self._with_products(here, pairs))
            # Bends and products run on beyond the rows they were fitted to: no outcome is expected where none
            # was seen (Gruber & van der Laan 2010, Int. J. Biostatistics 6(1), 26).
            found[here] = own if target.chance else np.clip(own, seen.min(), seen.max())
            rounds.append(took)
            before.append(losses[0])
            after.append(losses[1])
        values = np.asarray(expit(found)) if target.chance else found
        return Predicted(values, *(float(np.mean(each)) for each in (rounds, before, after)))

    def _with_products(self, rows: Codes, pairs: Codes) -> Single:
        """The columns of some rows and some products of two: an edge along a diagonal is one cut of these."""
        count = self._single.shape[1]
        found = np.empty((len(rows), count + len(pairs)), dtype=np.float32)
        found[:, :count] = self._single.take(rows, axis=0)
        for number, pair in enumerate(pairs, start=count):
            found[:, number] = self._terms.product(self._columns, rows, int(pair))
        return found

    def _best(self, task: Task) -> tuple[Trees, int, tuple[float, float]]:
        """Trees, how many rounds of them predict the rows held out best, and the losses without and with."""
        trees, took, without = self._trees(task), 0, task.loss(task.start_of_look)
        lowest = without
        for rounds in range(EVERY, MOST_ROUNDS + 1, EVERY):
            scores = trees.grow()
            if scores is None:
                break
            loss = task.loss(scores)
            if loss >= lowest * (1 - GAIN):
                break
            took, lowest = rounds, loss
        return trees, took, (without, lowest)


def _leaves(rows: int) -> int:
    return max(FEWEST_LEAVES, min(LEAVES, rows // ROWS_PER_LEAF))


def _leaf_rows(rows: int) -> int:
    return max(20, min(LEAF_ROWS, rows // 200))


class _LightGBM:
    """Trees on top of a given score."""

    def __init__(self, task: Task) -> None:
        import lightgbm

        options = {
            "num_leaves": _leaves(len(task.known)),
            "learning_rate": STEP,
            "max_bin": BINS,
            "bin_construct_sample_cnt": 20_000,
            "min_data_in_leaf": _leaf_rows(len(task.known)),
            "objective": "binary" if task.chance else "regression",
            "metric": "none",
            "verbosity": -1,
            "num_threads": 1,
            "deterministic": True,
            "force_col_wise": True,
            "seed": 0,
            "boost_from_average": False,
        }
        table = lightgbm.Dataset(task.known, task.target, init_score=task.start, params=options)
        self._model: Any = lightgbm.Booster(options, table)
        self._look, self._scores, self._rounds = task.look, task.start_of_look.copy(), 0

    def grow(self) -> Vector | None:
        for _ in range(EVERY):
            if self._model.update():
                return None
        self._scores += self._sum(self._rounds, EVERY, self._look)
        self._rounds += EVERY
        return self._scores

    def added(self, rounds: int, columns: Single) -> Vector:
        return self._sum(0, rounds, columns)

    def _sum(self, first: int, count: int, columns: Single) -> Vector:
        found = self._model.predict(columns, first, count, raw_score=True, num_threads=1)
        return np.asarray(found, dtype=np.float64)


class _HistGradientBoosting:
    """The same with scikit-learn, on residuals: of a chance, those of one Newton step."""

    def __init__(self, task: Task) -> None:
        from sklearn.ensemble import HistGradientBoostingRegressor

        self._model = HistGradientBoostingRegressor(
            learning_rate=STEP,
            max_iter=0,
            max_leaf_nodes=_leaves(len(task.known)),
            min_samples_leaf=_leaf_rows(len(task.known)),
            early_stopping=False,
            warm_start=True,
            random_state=0,
        )
        # With weights scikit-learn takes seconds to place its bins, every time anew: it gets codes of ours.
        self._cuts = [
            np.unique(np.quantile(column, np.linspace(0, 1, BINS)[1:-1])) for column in task.known.T
        ]
        self._known, self._look, self._start = self._codes(task.known), task.look, task.start_of_look
        if task.chance:
            score = np.clip(expit(task.start), 0.01, 0.99)
            self._weights = score * (1 - score)
            self._wanted = (task.target - score) / self._weights
        else:
            self._weights, self._wanted = np.ones(len(task.target)), task.target - task.start

    def _codes(self, columns: Single) -> Single:
        codes = [np.searchsorted(cuts, own) for cuts, own in zip(self._cuts, columns.T, strict=True)]
        return np.column_stack(codes).astype(np.float32)

    def grow(self) -> Vector | None:
        from threadpoolctl import threadpool_limits

        self._model.set_params(max_iter=self._model.max_iter + EVERY)
        # Small fits lose more than they win by threads, and ten times so on a busy machine.
        with threadpool_limits(limits=1):
            self._model.fit(self._known, self._wanted, sample_weight=self._weights)
        return np.asarray(self._start + self._model.predict(self._codes(self._look)))

    def added(self, rounds: int, columns: Single) -> Vector:
        after = self._model.staged_predict(self._codes(columns))  # rounds by rounds
        return np.asarray(next(islice(after, rounds - 1, None)))
