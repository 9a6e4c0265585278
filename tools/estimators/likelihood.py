"""Maximum likelihood of generalised linear models: logit, Poisson and negative binomial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special
from scipy.optimize import minimize_scalar

from tools.errors import EstimationError
from tools.estimators.linear import Basis, Matrix, Vector, orthonormal_basis

STEPS = 100
LIMIT = 30.0  # a linear predictor beyond this means a fitted chance of 0 or 1, or a count of e^30
DISPERSION = (-10.0, 5.0)  # log of the negative binomial's dispersion is looked for between these


@dataclass(frozen=True)
class Family:
    """One outcome distribution with its usual link; all arrays are (rows,)."""

    name: str
    mean: Callable[[Vector], Vector]  # of the linear predictor
    slope: Callable[[Vector], Vector]  # derivative of the mean by the linear predictor
    score: Callable[[Vector, Vector], Vector]  # (outcome, linear predictor) -> derivative of log likelihood
    weight: Callable[[Vector], Vector]  # expected information about the linear predictor
    likelihood: Callable[[Vector, Vector], float]  # (outcome, linear predictor) -> log likelihood
    start: Callable[[Vector], float]  # the constant to start from


@dataclass(frozen=True)
class LikelihoodFit:
    """A fitted model; columns left out for collinearity have coefficient 0."""

    coefficients: Vector  # (columns,)
    linear: Vector  # (rows,) linear predictor
    influence: Matrix  # (rows, columns): each row's pull on the coefficients, adding up to (0, ..., 0)
    basis: Basis
    log_likelihood: float


def _log_link_start(outcome: Vector) -> float:
    return float(np.log(max(outcome.mean(), 1e-6)))


def _logit_start(outcome: Vector) -> float:
    return float(special.logit(min(max(outcome.mean(), 1e-6), 1 - 1e-6)))


LOGIT = Family(
    "logit",
    mean=special.expit,
    slope=lambda eta: special.expit(eta) * special.expit(-eta),
    score=lambda y, eta: y - special.expit(eta),
    weight=lambda eta: special.expit(eta) * special.expit(-eta),
    likelihood=lambda y, eta: float(y @ eta - np.logaddexp(0.0, eta).sum()),
    start=_logit_start,
)

POISSON = Family(
    "poisson",
    mean=np.exp,
    slope=np.exp,
    score=lambda y, eta: y - np.exp(eta),
    weight=np.exp,
    likelihood=lambda y, eta: float(y @ eta - np.exp(eta).sum() - special.gammaln(y + 1).sum()),
    start=_log_link_start,
)


def negative_binomial_family(dispersion: float) -> Family:
    """Variance mu + dispersion * mu^2 (NB2) with a log link; Cameron & Trivedi (2013), section 3.3."""
    size = 1.0 / dispersion

    def likelihood(y: Vector, eta: Vector) -> float:
        # Written with log1p: mu / size is tiny when the counts are all but Poisson's.
        ahead = y @ (eta - np.log(size)) - ((y + size) * np.log1p(np.exp(eta) / size)).sum()
        constant = special.gammaln(y + size) - special.gammaln(size) - special.gammaln(y + 1)
        return float(ahead + constant.sum())

    return Family(
        "negative binomial",
        mean=np.exp,
        slope=np.exp,
        score=lambda y, eta: (y - np.exp(eta)) / (1.0 + dispersion * np.exp(eta)),
        weight=lambda eta: np.exp(eta) / (1.0 + dispersion * np.exp(eta)),
        likelihood=likelihood,
        start=_log_link_start,
    )


def fit_likelihood(
    columns: Matrix,
    outcome: Vector,
    family: Family,
    basis: Basis | None = None,
    start: Vector | None = None,
) -> LikelihoodFit:
    """Maximum likelihood by Fisher scoring with halved steps, on columns (rows, k) that hold an intercept.

    `start` (rows,) is a linear predictor to start from. McCullagh & Nelder (1989), section 2.5. Raises
    EstimationError with fewer rows than columns, or where the columns predict the outcome perfectly, so that
    no maximum exists.
    """
    basis = basis or orthonormal_basis(columns)
    rows = len(outcome)
    if rows <= basis.rank:
        raise EstimationError(
            f"{rows} rows cannot carry a {family.name} model with {basis.rank} columns. Use fewer covariates."
        )
    scaled = basis.q * np.sqrt(rows)  # columns of mean square 1, so that steps are comparable
    start = np.full(rows, family.start(outcome)) if start is None else start
    found = scaled.T @ start / rows
    best = family.likelihood(outcome, scaled @ found)
    for _ in range(STEPS):
        eta = scaled @ found
        information = scaled.T @ (scaled * family.weight(eta)[:, None])
        step = _solve(information, scaled.T @ family.score(outcome, eta), family)
        if float(np.abs(step).max()) < 1e-10:
            break
        size = 1.0
        while size > 1e-4:
            eta = scaled @ (found + size * step)
            reached = family.likelihood(outcome, eta) if float(eta.max()) < 10 * LIMIT else -np.inf
            if reached >= best - 1e-11 * abs(best):
                break
            size /= 2
        else:
            break  # uphill by so little that rounding hides it
        found, best = found + size * step, reached
    eta = scaled @ found
    if float(np.abs(eta).max()) > LIMIT:
        raise _separated(family)
    information = scaled.T @ (scaled * family.weight(eta)[:, None])
    # From the scaled basis back to the columns: columns[:, kept] = q r.
    back = np.linalg.inv(basis.r) * np.sqrt(rows)
    pull = (scaled * family.score(outcome, eta)[:, None]) @ np.linalg.inv(information) @ back.T
    kept = list(basis.kept)
    coefficients, influence = np.zeros(columns.shape[1]), np.zeros(columns.shape)
    coefficients[kept], influence[:, kept] = back @ found, pull
    return LikelihoodFit(coefficients, eta, influence, basis, best)


def fit_negative_binomial(columns: Matrix, outcome: Vector) -> tuple[LikelihoodFit, Family, float]:
    """The negative binomial model with the dispersion that makes the data most likely, and that dispersion.

    The dispersion comes from the profile likelihood; coefficients and dispersion are orthogonal (Lawless
    1987, Canadian Journal of Statistics 15(3)), so its own error does not widen the coefficients'.
    """
    basis = orthonormal_basis(columns)
    start = fit_likelihood(columns, outcome, POISSON, basis).linear

    def loss(log_dispersion: float) -> float:
        family = negative_binomial_family(float(np.exp(log_dispersion)))
        return -fit_likelihood(columns, outcome, family, basis, start).log_likelihood

    best = minimize_scalar(loss, bounds=DISPERSION, method="bounded", options={"xatol": 1e-7})
    dispersion = float(np.exp(best.x))
    family = negative_binomial_family(dispersion)
    return fit_likelihood(columns, outcome, family, basis, start), family, dispersion


def _solve(information: Matrix, gradient: Vector, family: Family) -> Vector:
    try:
        return np.asarray(np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError:
        raise _separated(family) from None


def _separated(family: Family) -> EstimationError:
    return EstimationError(
        f"The {family.name} model has no best fit: the treatment and the covariates predict some outcomes "
        "perfectly. Leave out the covariate that does, or use linear_regression."
    )
