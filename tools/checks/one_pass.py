"""What the checks of a regression need, from the sums of one pass."""

from __future__ import annotations

import numpy as np

from tools.checks.linear import GroupRegression
from tools.engine.covariates import covariate_roles
from tools.engine.effect import regression
from tools.engine.projection import centred
from tools.engine.statistics import Statistics
from tools.errors import EstimationError

ROUNDING = 1e-13  # of the outcome's variation: what is left below it cannot be told from nothing


def groups_from(statistics: Statistics) -> GroupRegression:
    """As `tools.checks.linear.group_regression`, to rounding, without going through the rows.

    Raises EstimationError where the regression cannot be computed or fits every row.
    """
    fit = regression(statistics)
    spread = np.diag(centred(statistics.total))
    (tt, ty), (_, yy) = statistics.projection.left
    if yy - ty * ty / tt <= ROUNDING * spread[-1]:
        raise EstimationError("The regression fits every row exactly, so there is no error to compare with.")
    varied = varied_covariates(statistics)
    roles = [role for role in covariate_roles(statistics) if role.name in varied]
    return GroupRegression(
        fit.value,
        fit.std_error,
        fit.degrees_of_freedom,
        {role.name: role.effect_without for role in roles},
        {role.name: role.r2_with_outcome for role in roles},
        {role.name: role.r2_with_treatment for role in roles},
    )


def varied_covariates(statistics: Statistics) -> frozenset[str]:
    """Covariates that are not constant: only they have a part in the regression."""
    spread, squares = np.diag(centred(statistics.total)), np.diag(statistics.total)
    owners = statistics.layout.owners
    return frozenset(
        owners[j] for j in range(1, len(owners) - 2) if spread[j] > 1e-12 * max(squares[j], 1e-300)
    )
