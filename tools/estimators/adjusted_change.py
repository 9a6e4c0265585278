"""One cohort's change against that of units not treated yet, adjusted for covariates: doubly robust."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.errors import EstimationError
from tools.estimators.linear import Matrix, Vector, orthonormal_basis
from tools.estimators.propensity import propensity_scores


@dataclass(frozen=True)
class Gain:
    """A cohort's mean change less what its change would have been."""

    value: float
    influence: Vector  # (units,): each unit's pull on the value, of mean 0


def plain_gain(change: Vector, cohort: np.ndarray) -> Gain:
    """Difference of mean changes; change (units,), cohort (units,) of bool.

    Deviations are scaled so that their squares add up to the unbiased variances of two means.
    """
    influence = np.zeros(len(change))
    means = []
    for members, sign in ((cohort, 1.0), (~cohort, -1.0)):
        count = int(members.sum())
        means.append(float(change[members].mean()))
        scale = np.sqrt(count / max(count - 1, 1))
        influence[members] = sign * scale * (change[members] - means[-1]) * len(change) / count
    return Gain(means[0] - means[1], influence)


def adjusted_gain(change: Vector, cohort: np.ndarray, covariates: Matrix) -> Gain:
    """The same among units alike in covariates (units, 1 + p), the intercept first.

    A linear model of the others' change and a logit of being in the cohort; right if either model is.
    Sant'Anna & Zhao (2020), J. Econometrics 219(1), equation 3.1 with the influence function of its Theorem
    A.1 for panels (least squares and maximum likelihood: the "traditional" doubly robust estimator); the
    weights of the others add up to one, as there and in Callaway & Sant'Anna (2021), equation 2.4. Raises
    EstimationError where the units are too few for the covariates.
    """
    units = len(change)
    basis = orthonormal_basis(covariates).q * np.sqrt(units)
    treated = cohort.astype(np.float64)
    if int((~cohort).sum()) <= basis.shape[1]:
        raise EstimationError(
            f"{int((~cohort).sum())} units that are not treated yet cannot "
            f"carry {basis.shape[1] - 1} covariates. Use fewer covariates, or imputation."
        )
    propensity = propensity_scores(basis, treated)
    chance = propensity.values
    others = 1 - treated
    own = orthonormal_basis(basis[~cohort])
    slopes = np.zeros(basis.shape[1])
    slopes[list(own.kept)] = np.linalg.solve(own.r, own.q.T @ change[~cohort])
    left = change - basis @ slopes
    weight = others * chance / (1 - chance)
    gain, misfit = float(treated @ left / treated.sum()), float(weight @ left / weight.sum())
    # Each unit's pull on both fitted models, and the models' pull on the gain.
    outcome_inverse = np.linalg.pinv((basis * others[:, None]).T @ basis / units, hermitian=True)
    on_slopes = (basis * (others * left)[:, None]) @ outcome_inverse
    information = (basis * (chance * (1 - chance))[:, None]).T @ basis / units
    on_logit = (basis * (treated - propensity.raw)[:, None]) @ np.linalg.pinv(information, hermitian=True)
    from_cohort = treated * (left - gain) - on_slopes @ (basis * treated[:, None]).mean(axis=0)
    tilted = weight * (left - misfit)
    from_others = tilted + on_logit @ (basis * tilted[:, None]).mean(axis=0)
    from_others -= on_slopes @ (basis * weight[:, None]).mean(axis=0)
    influence = from_cohort / treated.mean() - from_others / weight.mean()
    # Both models took a column each of what the units say, and the cohort's mean one of its units.
    count = float(treated.sum())
    spent = min(2 * basis.shape[1], units - 1)
    scale = units / (units - spent) * count / max(count - 1.0, 1.0)
    return Gain(gain - misfit, np.sqrt(scale) * influence)
