"""The chance of treatment given the covariates, by logistic regression, and what it says about overlap."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from scipy.special import expit

from tools.estimators.linear import Matrix, Vector, orthonormal_basis, weighted_products
from tools.estimators.shared import once
from tools.messages import Message, counted, exact

LOWEST = 0.01  # propensities are kept between LOWEST and 1 - LOWEST
# On an orthonormal basis scaled to unit variance: too small to move a fit, enough to stop one that separates.
RIDGE = 1e-8
STEPS = 60


@dataclass(frozen=True)
class LogisticFit:
    """A fitted logistic regression."""

    probabilities: Vector  # (rows,)
    basis: Matrix  # (rows, rank): the columns it was fitted on, orthogonal, each of length sqrt(rows)
    coefficients: Vector  # (rank,), on `basis`
    converged: bool


@dataclass(frozen=True)
class Propensity:
    """Chances of treatment, kept away from 0 and 1."""

    values: Vector  # (rows,), between LOWEST and 1 - LOWEST
    raw: Vector  # (rows,), as fitted
    basis: Matrix
    clipped: int  # rows whose chance was moved

    @property
    def clipped_share(self) -> float:
        return self.clipped / len(self.values)

    def warnings(self) -> tuple[Message, ...]:
        if not self.clipped:
            return ()
        return (
            Message(
                "estimation-clipped",
                {
                    "clipped": counted(self.clipped),
                    "rows": counted(len(self.values)),
                    "low": exact(LOWEST),
                    "high": exact(1 - LOWEST),
                },
            ),
        )


def logistic_regression(columns: Matrix, labels: Vector) -> LogisticFit:
    """Maximum likelihood by Newton steps with halving, labels 0/1 (rows,), columns (rows, k) with intercept.

    McCullagh & Nelder (1989), section 2.5. Collinear columns are left out. With perfect separation the tiny
    ridge stops the coefficients near +-25 instead of letting them grow for ever.
    """
    basis = orthonormal_basis(columns).q * np.sqrt(len(labels))
    coefficients = np.zeros(basis.shape[1])
    # Start at the overall share: with few events zero is far away.
    share = min(max(float(labels.mean()), 1e-6), 1 - 1e-6)
    coefficients = np.linalg.lstsq(
        basis[:1000], np.full(len(basis[:1000]), np.log(share / (1 - share))), rcond=None
    )[0]
    loss = _loss(basis, labels, coefficients)
    converged = False
    for _ in range(STEPS):
        probabilities = expit(basis @ coefficients)
        gradient = basis.T @ (labels - probabilities) - RIDGE * coefficients
        weight = probabilities * (1 - probabilities)
        hessian = weighted_products(basis, weight) + RIDGE * np.eye(basis.shape[1])
        step = np.linalg.solve(hessian, gradient)
        if np.abs(step).max() < 1e-10:
            converged = True
            break
        size = 1.0
        while size > 1e-6:
            candidate = coefficients + size * step
            new_loss = _loss(basis, labels, candidate)
            if new_loss <= loss + 1e-12 * abs(loss):
                break
            size /= 2
        coefficients, loss = candidate, new_loss
    return LogisticFit(expit(basis @ coefficients), basis, coefficients, converged)


def _loss(basis: Matrix, labels: Vector, coefficients: Vector) -> float:
    score = basis @ coefficients
    likelihood = np.logaddexp(0.0, score).sum() - labels @ score
    return float(likelihood + 0.5 * RIDGE * coefficients @ coefficients)


def propensity_scores(columns: Matrix, treatment: Vector) -> Propensity:
    """Chance of treatment 1 for each row given `columns` (rows, k), clipped at 0.01 and 0.99."""
    # The treatment is made anew by every estimator: it counts by its values.
    digest = blake2b(np.packbits(treatment == 1).tobytes(), digest_size=16).digest()
    return once(("propensity", digest), lambda: _propensity_scores(columns, treatment), columns)


def _propensity_scores(columns: Matrix, treatment: Vector) -> Propensity:
    fit = logistic_regression(columns, treatment)
    values = np.clip(fit.probabilities, LOWEST, 1 - LOWEST)
    clipped = int((values != fit.probabilities).sum())
    return Propensity(values, fit.probabilities, fit.basis, clipped)


def effective_sample_size(weights: Vector) -> float:
    """Kish (1965): (sum w)^2 / sum w^2, rows."""
    total = float(weights.sum())
    return total * total / float(weights @ weights)


# ---------------- The lines that give the same chances without us


PROPENSITY_LINES = '''\
import statsmodels.api as sm

t = (frame[treatment].to_numpy() == high).astype(float)
y = frame[outcome].to_numpy(dtype=float)
columns = np.hstack([ones, covariates])


def logistic(labels, rows):
    """Chances from a logistic regression fitted on some rows, for all rows."""
    _, keep = basis(columns[rows])
    fit = sm.GLM(labels[rows], columns[rows][:, keep], family=sm.families.Binomial())
    return fit.fit(maxiter=100, tol=1e-13).predict(columns[:, keep])


everybody = np.ones(len(frame), dtype=bool)
e = np.clip(logistic(t, everybody), 0.01, 0.99)  # the chance of treatment
'''
