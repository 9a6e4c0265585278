"""Logit, Poisson and negative binomial regression, with the effect on the outcome's own scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy import special
from scipy.optimize import minimize_scalar

from tools.errors import EstimationError
from tools.estimators.determined import collinear_treatment
from tools.estimators.interface import (
    EITHER_GROUP,
    ESTIMATORS,
    Effect,
    EffectEstimator,
    Script,
    run_estimator,
)
from tools.estimators.linear import (
    Basis,
    Codes,
    Matrix,
    Vector,
    cluster_codes,
    cluster_sums,
    design_matrix,
    number_column,
    orthonormal_basis,
)
from tools.estimators.regression import left_out_warning, varying
from tools.estimators.scripts import assign, with_basis
from tools.messages import Column, Message, Quoted, Role, counted, exact
from tools.types import Estimand, Estimate, Sample

# ---------------- Maximum likelihood of generalised linear models: logit, Poisson and negative binomial


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
            Message("estimation-too-few-rows", {"rows": counted(rows), "columns": counted(basis.rank)})
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
    return EstimationError(Message("estimation-no-best-fit", {"model": Quoted(family.name)}))


Fitted = tuple[LikelihoodFit, Family, dict[str, float]]


class GeneralisedLinear(EffectEstimator):
    """Base: the model's mean with everyone at high less its mean with everyone at low (standardisation).

    Assumes no unmeasured common cause and the model's shape. "att" and "atc" average over the rows at high
    and at low. The interval is robust (HC1, clustered with a cluster column) and counts that the covariates
    are a sample too; `std_error_delta` in the details is the delta method's, which takes them as fixed. The
    coefficient stands in the details. Hernan & Robins, What If, ch. 13; Terza (2016), Health Services
    Research 51(3); Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section 2.2.5.
    """

    ratio_name: ClassVar[str]

    def fitted(self, columns: Matrix, outcome: Vector) -> Fitted:
        """The model on columns (rows, k) and further details."""
        raise NotImplementedError

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = design_matrix(frame, self.adjustment_set)
        columns = np.column_stack([covariates.values, treatment])
        last = columns.shape[1] - 1
        fit, family, extra = self.fitted(columns, outcome)
        if last in fit.basis.left_out:
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        asked = _asked_rows(treatment, low, high, target, self.treatment)
        clusters = cluster_codes(frame, self.cluster)
        slope = float(fit.coefficients[last])
        rest = fit.linear - slope * treatment
        at_high, at_low = rest + slope * high, rest + slope * low
        gains = family.mean(at_high) - family.mean(at_low)
        value = float(gains[asked].mean())
        gradient = _mean_gradient(family, columns, at_high, high, asked)
        gradient -= _mean_gradient(family, columns, at_low, low, asked)
        by_coefficients = fit.influence @ gradient
        by_rows = np.where(asked, gains - value, 0.0) / asked.sum()
        rank = fit.basis.rank
        variance, degrees = robust_variance(by_coefficients + by_rows, rank, clusters)
        fixed, _ = robust_variance(by_coefficients, rank, clusters)
        own, _ = robust_variance(fit.influence[:, last], rank, clusters)
        derivative = slope * float(family.slope(fit.linear)[asked].mean())
        details = {
            "coefficient": slope,
            "coefficient_std_error": float(np.sqrt(own)),
            self.ratio_name: float(np.exp(slope * (high - low))),
            "average_derivative": derivative,
            "std_error_delta": float(np.sqrt(fixed)),
            "log_likelihood": fit.log_likelihood,
            **extra,
        }
        if clusters is not None:
            details["clusters"] = float(clusters.max() + 1)
        warnings = left_out_warning(covariates, fit.basis.left_out)
        return Effect(value, float(np.sqrt(variance)), len(outcome), degrees, details, warnings)


def _asked_rows(treatment: Vector, low: float, high: float, target: str, name: str) -> np.ndarray:
    """The rows over which the effect is averaged (rows,) of bool."""
    asked = {"att": treatment == high, "atc": treatment == low}.get(target)
    if asked is None:
        return np.ones(len(treatment), dtype=bool)
    if not asked.any():
        level = high if target == "att" else low
        raise EstimationError(
            Message("estimation-nobody-at-level", {"treatment": Column(name), "level": exact(level)})
        )
    return np.asarray(asked)


def _mean_gradient(
    family: Family, columns: Matrix, linear: Vector, level: float, asked: np.ndarray
) -> Vector:
    """Derivative by the coefficients of the mean outcome with everyone at `level` (columns,)."""
    slopes = family.slope(linear) * asked / asked.sum()
    gradient = slopes @ columns
    gradient[-1] = slopes.sum() * level
    return np.asarray(gradient)


def robust_variance(influence: Vector, rank: int, clusters: Codes | None) -> tuple[float, float]:
    """Variance of a sum of influences (rows,), HC1 or CR1, and the degrees of freedom of its t."""
    rows = len(influence)
    if clusters is None:
        return float(influence @ influence) * rows / (rows - rank), float(rows - rank)
    sums = cluster_sums(influence[:, None], clusters)[:, 0]
    count = len(sums)
    return float(sums @ sums) * count / (count - 1) * (rows - 1) / (rows - rank), float(count - 1)


class LogitRegression(GeneralisedLinear):
    """Risk difference from a logistic regression of a 0/1 outcome; the odds ratio is in the details.

    McCullagh & Nelder (1989), Generalized Linear Models, ch. 4; Wooldridge, Introductory Econometrics,
    section 17.1.
    """

    registry_name = "logit"
    method_name = "logistic regression, standardised"
    ratio_name = "odds_ratio"

    def fitted(self, columns: Matrix, outcome: Vector) -> Fitted:
        if not np.array_equal(np.unique(outcome), (0.0, 1.0)):
            raise EstimationError(Message("estimation-needs-zero-one", {"outcome": Column(self.outcome)}))
        return fit_likelihood(columns, outcome, LOGIT), LOGIT, {}


class PoissonRegression(GeneralisedLinear):
    """Difference in expected counts from a Poisson regression; the rate ratio is in the details.

    With the robust interval only the mean's shape has to be right, not the Poisson variance (Gourieroux,
    Monfort & Trognon 1984, Econometrica 52(3)).
    """

    registry_name = "poisson"
    method_name = "Poisson regression, standardised"
    ratio_name = "rate_ratio"

    def fitted(self, columns: Matrix, outcome: Vector) -> Fitted:
        _refuse_negative(outcome, self.outcome, self.registry_name)
        fit = fit_likelihood(columns, outcome, POISSON)
        mean = np.exp(fit.linear)
        # Pearson's: 1 when the variance is the mean.
        spread = float(((outcome - mean) ** 2 / mean).sum()) / (len(outcome) - fit.basis.rank)
        return fit, POISSON, {"overdispersion": spread}


class NegativeBinomialRegression(GeneralisedLinear):
    """As `PoissonRegression`, for counts that vary more than their mean: variance mu + alpha mu^2 (NB2).

    Cameron & Trivedi (2013), Regression Analysis of Count Data, section 3.3.
    """

    registry_name = "negative_binomial"
    method_name = "negative binomial regression, standardised"
    ratio_name = "rate_ratio"

    def fitted(self, columns: Matrix, outcome: Vector) -> Fitted:
        _refuse_negative(outcome, self.outcome, self.registry_name)
        fit, family, dispersion = fit_negative_binomial(columns, outcome)
        return fit, family, {"dispersion": dispersion}


def _refuse_negative(outcome: Vector, name: str, estimator: str) -> None:
    if outcome.min() < 0 or not outcome.any():
        raise EstimationError(
            Message("estimation-needs-counts", {"estimator": Quoted(estimator), "outcome": Column(name)})
        )


def outcome_family(outcome: Vector) -> tuple[str, ...]:
    """The generalised linear estimators that fit the outcome's kind.

    `logit` for 0/1; `poisson` and `negative_binomial` for whole numbers from 0 with more than two levels.
    """
    if ((outcome == 0) | (outcome == 1)).all():
        return ("logit",) if np.ptp(outcome) > 0 else ()
    if outcome.min() == 0 and not (outcome % 1).any():
        return ("poisson", "negative_binomial")
    return ()


# ---------------- The lines that give the same number without us


MODEL_COLUMNS_LINES = """\
import statsmodels.api as sm

x = frame[treatment].to_numpy(dtype=float)
y = frame[outcome].to_numpy(dtype=float)
_, keep = basis(np.hstack([ones, covariates]))
columns = np.hstack([np.hstack([ones, covariates])[:, keep], x[:, None]])
"""

GENERALISED_LINEAR_LINES = """\
model = sm.GLM(y, columns, family=getattr(sm.families, family)()).fit(maxiter=200, tol=1e-13)
"""

NEGATIVE_BINOMIAL_LINES = """\
# On columns of like size, so that the search converges whatever the units are.
q, r = np.linalg.qr(columns)
start = sm.GLM(y, q * len(y) ** 0.5, family=sm.families.Poisson()).fit().params
model = sm.NegativeBinomial(y, q * len(y) ** 0.5).fit(
    start_params=np.append(start, 0.5), method="newton", maxiter=200, disp=0
)
model = sm.GLM(y, columns, family=sm.families.NegativeBinomial(alpha=model.params[-1])).fit(
    maxiter=200, tol=1e-13
)
"""

STANDARDISED_LINES = '''\
def mean_with(level):
    """Expected outcome of each row with its treatment at this level."""
    return model.predict(np.hstack([columns[:, :-1], np.full((len(y), 1), level)]))


asked = {"att": x == high, "atc": x == low}.get(target, np.ones(len(x), dtype=bool))
effect = (mean_with(high) - mean_with(low))[asked].mean()
'''


def _generalised_linear(family: str) -> Script:
    """A script for a generalised linear model, by statsmodels' name of the family."""

    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        fitted = NEGATIVE_BINOMIAL_LINES if family == "NegativeBinomial" else GENERALISED_LINEAR_LINES
        return with_basis(MODEL_COLUMNS_LINES, assign(family=family), fitted, STANDARDISED_LINES)(
            sample, estimand, estimate
        )

    return parts


@ESTIMATORS.register("logit", script=_generalised_linear("Binomial"), estimands=EITHER_GROUP)
def logit(sample: Sample, estimand: Estimand) -> Estimate:
    """Risk difference by logistic regression; see `LogitRegression`."""
    return run_estimator(LogitRegression, sample, estimand)


@ESTIMATORS.register("poisson", script=_generalised_linear("Poisson"), estimands=EITHER_GROUP)
def poisson(sample: Sample, estimand: Estimand) -> Estimate:
    """Difference in expected counts by Poisson regression; see `PoissonRegression`."""
    return run_estimator(PoissonRegression, sample, estimand)


@ESTIMATORS.register(
    "negative_binomial", script=_generalised_linear("NegativeBinomial"), estimands=EITHER_GROUP
)
def negative_binomial(sample: Sample, estimand: Estimand) -> Estimate:
    """Difference in expected counts by negative binomial regression; see `NegativeBinomialRegression`."""
    return run_estimator(NegativeBinomialRegression, sample, estimand)
