"""Each row's part in an effect, by cross-fitting: what heterogeneity and policy average, project and rank.

A group's effect is `sum(change) / sum(weight)` over its rows. With two levels of the treatment the change is
the doubly robust score (Robins, Rotnitzky & Zhao 1994, JASA 89(427)) and the weight 1; for a treatment that
is a quantity they are the products of residuals of Robinson (1988), Econometrica 56(4), as in the R-learner
(Nie & Wager 2021, Biometrika 108(2)). Averages over groups and projections on columns inherit the
orthogonality of the scores (Semenova & Chernozhukov 2021, Econometrics Journal 24(2)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tools.engine.threads import one_thread
from tools.errors import EstimationError
from tools.estimators.learners import (
    FOLDS,
    LEARNERS,
    Marks,
    fold_numbers_of,
    make_learner,
    out_of_fold,
    row_marks,
)
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums
from tools.estimators.propensity import LOWEST
from tools.estimators.weighting import is_zero_one
from tools.messages import Message, Quantity, Scale, counted

__all__ = [
    "FEWEST_ROWS",
    "Fit",
    "Predicted",
    "Scores",
    "cross_fitted_scores",
    "group_effects",
    "predicted_effects",
    "projection",
    "quantity",
    "simultaneous_reach",
]

FEWEST_ROWS = 100  # below, a fold is too small to learn from
MOST_CLIPPED = 0.05  # share of rows with a chance of the treatment outside [0.01, 0.99]: no overlap
DETERMINED = 1e-6  # share of the treatment's variance left over that counts as nothing
DRAWS, SEED = 20_000, 20_260_101


@dataclass(frozen=True)
class Scores:
    """What each row says of the effect; all (rows,)."""

    change: Vector  # outcome units for the whole contrast, times the weight
    weight: Vector  # >= 0; 1 where the treatment has two levels
    outcome: Vector  # outcome units
    fold: Codes
    marks: Marks  # by what stands in the row: orders ties without regard to the rows' order
    clusters: Codes | None
    clipped: int = 0  # rows whose chance of the treatment was kept from 0 or 1

    @property
    def rows(self) -> int:
        return len(self.change)

    def of(self, rows: np.ndarray) -> Scores:
        """The scores of some rows (rows,) of bool."""
        clusters = None if self.clusters is None else np.unique(self.clusters[rows], return_inverse=True)[1]
        return Scores(
            self.change[rows],
            self.weight[rows],
            self.outcome[rows],
            self.fold[rows],
            self.marks[rows],
            clusters,
            self.clipped,
        )

    def without_fold_means(self, values: Vector) -> Vector:
        """Values (rows,) less their weighted mean in each fold, which a model of its own predicts."""
        count = int(self.fold.max()) + 1
        sums = np.bincount(self.fold, self.weight * values, minlength=count)
        total = np.maximum(np.bincount(self.fold, self.weight, minlength=count), 1e-300)
        return np.asarray(values - (sums / total)[self.fold])


def cross_fitted_scores(
    *,
    outcome: Vector,
    treatment: Vector,
    low: float,
    high: float,
    covariates: Matrix,
    confounders: Matrix,
    clusters: Codes | None = None,
) -> Scores:
    """Scores for moving the treatment from `low` to `high`.

    `covariates` (rows, p) predict the outcome; `confounders` (rows, q), some or all of them, the treatment.
    Without confounders chance alone decided, at the same odds for all. Missing values are not allowed.
    Raises EstimationError with fewer than 100 rows, and where covariates decide who gets the treatment.
    """
    n = len(outcome)
    if n < FEWEST_ROWS:
        raise EstimationError(
            Message(
                "estimation-too-few-for-cross-fitting", {"rows": counted(n), "needed": counted(FEWEST_ROWS)}
            )
        )
    two_levels = bool(np.isin(treatment, (low, high)).all())
    t = (treatment == high).astype(np.float64) if two_levels else treatment
    marks = row_marks(t, outcome, covariates)
    fold = fold_numbers_of(marks, t, clusters, FOLDS)
    if not two_levels:
        return _of_quantity(outcome, t, high - low, covariates, confounders, fold, marks, clusters)
    everybody_the_same = np.full(n, t.mean())
    chance = (
        out_of_fold(confounders, t, fold, chance=True).values if confounders.shape[1] else everybody_the_same
    )
    e = np.clip(chance, LOWEST, 1 - LOWEST)
    clipped = int((e != chance).sum())
    if clipped > MOST_CLIPPED * n:
        raise EstimationError(Message("effects-no-overlap", {"rows": counted(clipped)}))
    treated, untreated = (_predicted_outcome(covariates, outcome, fold, t == arm) for arm in (1, 0))
    change = treated - untreated + t * (outcome - treated) / e - (1 - t) * (outcome - untreated) / (1 - e)
    return Scores(change, np.ones(n), outcome, fold, marks, clusters, clipped)


def _predicted_outcome(covariates: Matrix, outcome: Vector, fold: Codes, allowed: np.ndarray) -> Vector:
    """Out of fold, from the rows of one arm; their mean where there is nothing to predict from."""
    if covariates.shape[1]:
        return out_of_fold(covariates, outcome, fold, allowed, is_zero_one(outcome)).values
    values = np.empty(len(outcome))
    for number in range(int(fold.max()) + 1):
        values[fold == number] = outcome[(fold != number) & allowed].mean()
    return values


def _of_quantity(
    outcome: Vector,
    treatment: Vector,
    step: float,
    covariates: Matrix,
    confounders: Matrix,
    fold: Codes,
    marks: Marks,
    clusters: Codes | None,
) -> Scores:
    """A treatment with more than two levels, its effect a slope in each row."""
    everybody = np.ones(len(outcome), dtype=bool)
    expected = _predicted_outcome(confounders, treatment, fold, everybody)
    left = treatment - expected
    if left @ left <= DETERMINED * float(((treatment - treatment.mean()) ** 2).sum()):
        raise EstimationError(Message("effects-treatment-determined"))
    rest = outcome - _predicted_outcome(covariates, outcome, fold, everybody)
    return Scores(left * rest * step, left**2, outcome, fold, marks, clusters)


# ---------------- Groups and projections


@dataclass(frozen=True)
class Fit:
    """Estimates (k,) with their joint covariance (k, k), and the degrees of freedom of their t."""

    values: Vector
    covariance: Matrix
    degrees_of_freedom: float

    def contrast(self, weights: Vector) -> tuple[float, float]:
        """Value and standard error of a combination, weights (k,)."""
        variance = float(weights @ self.covariance @ weights)
        return float(weights @ self.values), math.sqrt(max(variance, 0.0))

    def p_equal(self) -> float:
        """p-value of "all k are the same" (Wald, with the F distribution)."""
        k = len(self.values)
        contrast = np.eye(k - 1, k) - np.eye(k - 1, k, 1)
        gaps = contrast @ self.values
        spread = contrast @ self.covariance @ contrast.T
        statistic = float(gaps @ np.linalg.pinv(spread) @ gaps) / (k - 1)
        return float(stats.f.sf(statistic, k - 1, self.degrees_of_freedom))


def _meat(influence: Matrix, clusters: Codes | None) -> tuple[Matrix, float]:
    """Covariance of sums of influences (rows, k), and the number of independent pieces."""
    parts = influence if clusters is None else cluster_sums(influence, clusters)
    return np.asarray(parts.T @ parts), float(len(parts))


def group_effects(scores: Scores, member: Matrix) -> Fit:
    """Effects in groups given as columns of 0 and 1 (rows, k); they may overlap and need not hold all rows.

    Raises EstimationError for a group with fewer than two rows.
    """
    rows = member.sum(axis=0)
    if rows.min() < 2:
        raise EstimationError(Message("effects-empty-group"))
    size = member.T @ scores.weight
    values = member.T @ scores.change / size
    influence = member * (scores.change[:, None] - scores.weight[:, None] * values) / size
    influence *= np.sqrt(rows / (rows - 1))
    covariance, pieces = _meat(influence, scores.clusters)
    clustered = scores.clusters is not None
    if clustered:
        covariance = covariance * pieces / (pieces - 1)
    return Fit(values, covariance, pieces - 1 if clustered else float(rows.min() - 1))


def projection(scores: Scores, columns: Matrix) -> Fit:
    """Best linear projection of the effect on columns (rows, k), an intercept among them if wanted; HC1."""
    gram = columns.T @ (scores.weight[:, None] * columns)
    bread = np.linalg.pinv(gram)
    values = bread @ (columns.T @ scores.change)
    residuals = scores.change - scores.weight * (columns @ values)
    influence = (columns * residuals[:, None]) @ bread
    covariance, pieces = _meat(influence, scores.clusters)
    n, k = columns.shape
    scale = n / (n - k) if scores.clusters is None else pieces / (pieces - 1)
    return Fit(values, covariance * scale, n - k if scores.clusters is None else pieces - 1)


def simultaneous_reach(covariance: Matrix, degrees_of_freedom: float, level: float = 0.95) -> float:
    """How many standard errors an interval reaches so that all of them hold at once.

    By draws of the largest of the joint t (Hothorn, Bretz & Westfall 2008, Biometrical Journal 50(3)).
    """
    spread = np.sqrt(np.diag(covariance))
    kept = spread > 0
    if not kept.any():
        return 0.0
    correlation = covariance[np.ix_(kept, kept)] / np.outer(spread[kept], spread[kept])
    random = np.random.default_rng(SEED)
    roots = np.linalg.eigh(correlation)
    root = roots.eigenvectors * np.sqrt(np.clip(roots.eigenvalues, 0.0, None))
    draws = random.standard_normal((DRAWS, len(correlation))) @ root.T
    if math.isfinite(degrees_of_freedom):
        draws /= np.sqrt(random.chisquare(degrees_of_freedom, DRAWS) / degrees_of_freedom)[:, None]
    return float(np.quantile(np.abs(draws).max(axis=1), level))


def quantity(
    value: float, error: float, scale: Scale, degrees: float, reach: float | None = None
) -> Quantity:
    """With a 95% interval of the t distribution, or one that reaches so many standard errors."""
    far = float(stats.t.ppf(0.975, degrees)) if reach is None else reach
    return Quantity(value, (value - far * error, value + far * error), error, scale)


# ---------------- The effect of each row, predicted by models of other rows


@dataclass(frozen=True)
class Predicted:
    """Effects predicted from columns, in outcome units; both (rows,)."""

    honest: Vector  # by a model of the folds before the row's own: 0 in the first fold
    tested: np.ndarray  # bool: not in the first fold
    final: Vector  # by one model of all rows: for ranking them, never for testing


def predicted_effects(scores: Scores, columns: Matrix) -> Predicted:
    """Effects predicted from columns (rows, k) by ridge regression or shallow boosting of the scores.

    The DR-learner of Kennedy (2023), Electronic Journal of Statistics 17(2); with weights the R-learner. Each
    fold is predicted by models of the folds before it alone, and its learner is the one with the lower loss
    in those. With models of all other folds every pair of rows would count twice, and a test would find
    heterogeneity too often: Wager (2024), arXiv 2405.05534, Sequential validation of treatment heterogeneity.
    """
    honest, tested = np.zeros(scores.rows), scores.fold > 0
    target = scores.change / np.maximum(scores.weight, 1e-12)
    losses = np.zeros(len(LEARNERS))

    def fitted(train: np.ndarray, wanted: np.ndarray) -> list[Vector]:
        weight = scores.weight[train]
        return [_fitted(name, columns[train], target[train], weight, columns[wanted]) for name in LEARNERS]

    if not columns.shape[1]:
        return Predicted(honest, tested, honest)
    for number in range(1, int(scores.fold.max()) + 1):
        here = scores.fold == number
        found = fitted(scores.fold < number, here)
        honest[here] = found[int(np.argmin(losses))]
        losses += [float(scores.weight[here] @ (target[here] - values) ** 2) for values in found]
    everybody = np.ones(scores.rows, dtype=bool)
    learner = LEARNERS[int(np.argmin(losses))]
    final = _fitted(learner, columns, target, scores.weight, columns[everybody])
    return Predicted(honest, tested, final)


def _fitted(learner: str, known: Matrix, target: Vector, weight: Vector, wanted: Matrix) -> Vector:
    model = make_learner(learner, chance=False)
    with one_thread("blas", "openmp"):
        if learner == "linear":
            model.fit(known, target, ridgecv__sample_weight=weight)
        else:
            model.fit(known, target, sample_weight=weight)
        return np.asarray(model.predict(wanted), dtype=np.float64)
