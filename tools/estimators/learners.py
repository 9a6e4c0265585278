"""Cross-fitted predictions: folds that do not depend on the rows' order, and a learner chosen by its loss.

The rule of choice: of a straight learner (ridge regression, its penalty by leave-one-out; logistic regression
for a chance) and boosted trees, for every target the one with the lower mean squared error (log loss for a
chance) over the rows of all folds, each predicted by a model that has not seen it; the straight one at a tie.
The estimate has no part in it. Cross-fitting is DML2 of Chernozhukov et al. (2018), Econometrics Journal
21(1), definition 3.2; a choice between few learners by their loss out of fold costs nothing to first order
(van der Laan, Polley & Hubbard 2007, Stat. Appl. Genet. Mol. Biol. 6(1), 25).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tools.engine.threads import one_thread
from tools.estimators.linear import Codes, Matrix, Vector
from tools.parallel import each

Marks = np.ndarray[Any, np.dtype[np.uint64]]

MANY_ROWS = 5000  # from here on three folds leave enough rows for training
FOLDS, FEWER_FOLDS = 5, 3
BOOSTING = {"max_iter": 60, "max_depth": 3, "learning_rate": 0.15, "min_samples_leaf": 10}
PENALTIES = (0.1, 1.0, 10.0, 100.0, 1000.0)  # of ridge, on columns of unit variance
LEARNERS = ("linear", "boosting")


@dataclass(frozen=True)
class OutOfFold:
    """Predictions of each row by a model that has not seen it."""

    values: Vector  # (rows,)
    learner: str  # "linear" or "boosting"; "start" where boosting had nothing to add to its start
    losses: dict[str, float]  # mean squared error, or log loss of a chance
    rounds: float | None = None  # trees of a model, where their number was chosen


def row_marks(*columns: Matrix | Vector) -> Marks:
    """A number for every row of columns, (rows,) or (rows, k), by what stands in it and not by its place."""
    marks = np.empty(len(columns[0]), dtype=np.uint64)
    for at in range(0, len(marks), 65_536):  # as many rows at a time as a cache holds
        table = np.column_stack([part[at : at + 65_536] for part in columns])
        marks[at : at + 65_536] = pd.util.hash_pandas_object(pd.DataFrame(table + 0.0), index=False)
    return marks


def fold_numbers(columns: Matrix, treatment: Vector, clusters: Codes | None = None) -> Codes:
    """As `fold_numbers_of` for columns (rows, k), with the usual number of folds."""
    return fold_numbers_of(row_marks(columns), treatment, clusters, usual_folds(len(treatment)))


def usual_folds(rows: int) -> int:
    """5, and 3 from 5,000 rows on."""
    return FEWER_FOLDS if rows >= MANY_ROWS else FOLDS


def fold_numbers_of(marks: Marks, treatment: Vector, clusters: Codes | None, count: int) -> Codes:
    """One of `count` folds for every row (rows,), by what stands in the row and not by where it stands.

    Rows with equal treatment are spread evenly over the folds; with clusters, whole clusters are. Equal rows
    may be in different folds.
    """
    if clusters is not None:
        together = np.zeros(int(clusters.max()) + 1, dtype=np.uint64)
        np.add.at(together, clusters, marks)  # a sum, so that the order inside a cluster does not matter
        return dealt(np.argsort(together, kind="stable"), count)[clusters]
    return dealt(np.lexsort((marks, treatment)), count)


def dealt(order: Codes, count: int) -> Codes:
    """Folds (rows,) dealt like cards to rows in this order."""
    fold = np.empty(len(order), dtype=np.int64)
    fold[order] = np.arange(len(order)) % count
    return fold


def out_of_fold(
    columns: Matrix, target: Vector, fold: Codes, trained_on: np.ndarray | None = None, chance: bool = False
) -> OutOfFold:
    """Predictions of `target` (rows,) from columns (rows, k), by the learner with the lower loss.

    `trained_on` (rows, bool) are the rows that may train a model and that its loss is counted on; predictions
    are for all rows. `chance`: the target is 0 or 1 and a chance is predicted.
    """
    allowed = np.ones(len(target), dtype=bool) if trained_on is None else trained_on
    found = {name: _predictions(name, columns, target, fold, allowed, chance) for name in LEARNERS}
    losses = {name: _loss(target[allowed], values[allowed], chance) for name, values in found.items()}
    best = min(LEARNERS, key=lambda name: losses[name])
    return OutOfFold(found[best], best, losses)


def _predictions(
    learner: str, columns: Matrix, target: Vector, fold: Codes, allowed: np.ndarray, chance: bool
) -> Vector:
    def pieces() -> Iterator[tuple[str, Matrix, Vector, Matrix, bool]]:
        for number in range(int(fold.max()) + 1):
            here, train = fold == number, (fold != number) & allowed
            yield learner, columns[train], target[train], columns[here], chance

    values = np.empty(len(target))
    for number, found in enumerate(each(_predicted, pieces())):
        values[fold == number] = found
    return values


def _predicted(learner: str, known: Matrix, target: Vector, wanted: Matrix, chance: bool) -> Vector:
    """Predictions for the rows `wanted` by a model of the rows `known`."""
    if chance and np.ptp(target) == 0.0:
        return np.full(len(wanted), target[0])
    # Small fits lose more than they win by threads, and ten times so on a busy machine.
    unfitted = make_learner(learner, chance)
    with one_thread("blas", "openmp"):
        model = unfitted.fit(known, target)
        return np.asarray(model.predict_proba(wanted)[:, 1] if chance else model.predict(wanted))


def make_learner(learner: str, chance: bool) -> Any:
    """A scikit-learn model: ridge or logistic regression on standardised columns, or gradient boosting."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LogisticRegression, RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if learner == "linear":
        linear = LogisticRegression(max_iter=1000, tol=1e-8) if chance else RidgeCV(PENALTIES)
        return make_pipeline(StandardScaler(), linear)
    boosting = HistGradientBoostingClassifier if chance else HistGradientBoostingRegressor
    return boosting(**BOOSTING, early_stopping=False, random_state=0)


def _loss(target: Vector, values: Vector, chance: bool) -> float:
    if not chance:
        return float(np.mean((target - values) ** 2))
    kept = np.clip(values, 1e-6, 1 - 1e-6)
    return float(-np.mean(target * np.log(kept) + (1 - target) * np.log(1 - kept)))


# ---------------- The lines that give the same predictions without us


LEARNING_COLUMNS_LINES = """\
x = np.hstack([pd.get_dummies(frame[[n]], drop_first=True, dtype=float).to_numpy() for n in adjustment_set])
y = frame[outcome].to_numpy(dtype=float)
clusters = None if cluster is None else pd.factorize(frame[cluster])[0]
"""


LEARNING_LINES = '''\
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits


def dealt(order, count):
    fold = np.empty(len(order), dtype=int)
    fold[order] = np.arange(len(order)) % count
    return fold


def fold_numbers(t):
    """Folds by what stands in the rows, not by their order; whole clusters stay together."""
    count = 3 if len(t) >= 5000 else 5
    table = pd.DataFrame(np.column_stack([t, y, x]) + 0.0)
    marks = pd.util.hash_pandas_object(table, index=False).to_numpy(dtype=np.uint64)
    if clusters is None:
        return dealt(np.lexsort((marks, t)), count)
    together = np.zeros(clusters.max() + 1, dtype=np.uint64)
    np.add.at(together, clusters, marks)
    return dealt(np.argsort(together, kind="stable"), count)[clusters]


def out_of_fold(target, fold, rows, chance):
    """Predictions of rows by models that have not seen them, from the learner with the lower loss."""
    boosting = HistGradientBoostingClassifier if chance else HistGradientBoostingRegressor
    options = dict(max_iter=60, max_depth=3, learning_rate=0.15, min_samples_leaf=10)
    best = np.inf
    for learner in ("linear", "boosting"):
        values = np.empty(len(target))
        for number in np.unique(fold):
            here, train = fold == number, (fold != number) & rows
            if chance and np.ptp(target[train]) == 0:
                values[here] = target[train][0]
                continue
            if learner == "boosting":
                model = boosting(**options, early_stopping=False, random_state=0)
            elif chance:
                model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, tol=1e-8))
            else:
                model = make_pipeline(StandardScaler(), RidgeCV((0.1, 1.0, 10.0, 100.0, 1000.0)))
            with threadpool_limits(limits=1):
                model.fit(x[train], target[train])
                values[here] = model.predict_proba(x[here])[:, 1] if chance else model.predict(x[here])
        if chance:
            kept = np.clip(values[rows], 1e-6, 1 - 1e-6)
            loss = -np.mean(target[rows] * np.log(kept) + (1 - target[rows]) * np.log(1 - kept))
        else:
            loss = np.mean((target[rows] - values[rows]) ** 2)
        if loss < best:
            best, chosen = loss, values
    return chosen


def is_zero_one(values):
    return np.array_equal(np.unique(values), [0.0, 1.0])


everybody = np.ones(len(y), dtype=bool)
'''
