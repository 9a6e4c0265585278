"""What every check looks at: one estimate with its rows, prepared once and shared."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from tools.checks.linear import (
    Covariates,
    GroupRegression,
    LinearFit,
    encode,
    fit_linear,
    group_regression,
)
from tools.engine.effect import covariate_roles, regression
from tools.engine.one_pass import scan
from tools.engine.projection import centred
from tools.engine.rows import MAX_LEVELS
from tools.engine.statistics import Statistics
from tools.errors import EstimationError
from tools.estimators.interface import covariates_of
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes, design_matrix, number_column
from tools.estimators.propensity import propensity_scores
from tools.estimators.shared import once
from tools.messages import Message, Quantity, Quoted, Role, Scale, ScaleKind
from tools.types import Design, DesignKind, Estimand, Estimate, Sample

# ---------------- The chance of treatment given the covariates, as the overlap and balance checks use it


@dataclass(frozen=True)
class Weighting:
    """A two-level treatment with its propensities and the weights that make the arms comparable."""

    treated: Vector  # (rows,) 0.0 or 1.0
    propensity: Vector  # (rows,) as fitted, not clipped
    weights: Vector  # (rows,) for the population asked about, from clipped propensities


def weigh(treated: Vector, covariates: Matrix, estimand: str) -> Weighting:
    """Logistic propensities and inverse propensity weights (Rosenbaum & Rubin 1983; What If, ch. 12).

    `covariates` (rows, p), with an intercept as the first column or without.
    Raises EstimationError unless the treatment takes both levels.
    """
    if treated.min() == treated.max():
        raise EstimationError(Message("check-reason-one-treatment"))
    # A design matrix is handed on as it is, so that a propensity the estimators have fitted is found again.
    whole = covariates.shape[1] > 0 and bool((covariates[:, 0] == 1.0).all())
    columns = covariates if whole else np.column_stack([np.ones(len(treated)), covariates])
    scores = propensity_scores(columns, treated)
    chance = scores.values
    target = estimand.upper()
    if target == "ATT":
        weights = np.where(treated == 1, 1.0, chance / (1 - chance))
    elif target == "ATC":
        weights = np.where(treated == 1, (1 - chance) / chance, 1.0)
    elif target == "ATO":
        weights = np.where(treated == 1, 1 - chance, chance)
    else:
        weights = np.where(treated == 1, 1 / chance, 1 / (1 - chance))
    return Weighting(treated, scores.raw, weights)


def dose_weights(treatment: Vector, left: Vector) -> Vector:
    """Stabilised weights for a treatment with many levels (Robins, Hernan & Brumback 2000). (rows,)

    `left` is what the covariates leave of the treatment. The weights are normal densities of the treatment
    without and with the covariates; the largest 1% are cut back, since the normal has tails the data has not.
    """
    alone = -0.5 * ((treatment - treatment.mean()) / treatment.std()) ** 2 - np.log(treatment.std())
    given = -0.5 * (left / left.std()) ** 2 - np.log(left.std())
    weights = np.exp(np.clip(alone - given, -50, 50))
    return np.asarray(np.minimum(weights, np.quantile(weights, 0.99)))


# ---------------- An estimate with its rows


# ---------------- What the checks of a regression need, from the sums of one pass


ROUNDING = 1e-13  # of the outcome's variation: what is left below it cannot be told from nothing


def groups_from(statistics: Statistics) -> GroupRegression:
    """As `tools.checks.linear.group_regression`, to rounding, without going through the rows.

    Raises EstimationError where the regression cannot be computed or fits every row.
    """
    fit = regression(statistics)
    spread = np.diag(centred(statistics.total))
    (tt, ty), (_, yy) = statistics.projection.left
    if yy - ty * ty / tt <= ROUNDING * spread[-1]:
        raise EstimationError(Message("check-reason-exact-fit"))
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


# From here on the checks of a regression come from the one-pass engine, see `Setting.statistics`. In smaller
# samples each draw goes through the rows: shuffles are then the permutation test, exact for any outcome.
ONE_PASS_ROWS = 10_000


@dataclass(frozen=True)
class Slope:
    """The linear regression's effect per unit of treatment."""

    value: float
    std_error: float  # HC1, or clustered
    degrees_of_freedom: int


@dataclass(frozen=True)
class Setting:
    """One estimate under attack. Parts that several checks need are computed when first asked for."""

    sample: Sample  # rows in canonical order where draws are made, see `set_up`
    estimand: Estimand
    estimate: Estimate
    seed: int = 7

    @property
    def design(self) -> Design:
        return self.estimand.design

    @property
    def frame(self) -> pd.DataFrame:
        return self.sample.frame

    @property
    def contrast(self) -> float:
        """Treatment units between `low` and `high`."""
        return self.sample.high - self.sample.low

    @cached_property
    def covariate_names(self) -> tuple[str, ...]:
        """The adjustment set, with the columns that mark where a covariate was filled in."""
        return covariates_of(self.sample, self.estimand)

    @cached_property
    def covariates(self) -> Covariates:
        made, owners = encode(self.frame, self.covariate_names), self.sample.owners
        return replace(made, owners=tuple(owners.get(owner, owner) for owner in made.owners))

    @cached_property
    def treatment(self) -> Vector:
        name = self.sample.query.treatment
        if name is None:
            raise EstimationError(Message("check-reason-no-treatment"))
        return self.column(name, "treatment")

    @cached_property
    def outcome(self) -> Vector:
        return self.column(self.sample.query.outcome, "outcome")

    @cached_property
    def instruments(self) -> Matrix | None:
        """(rows, instruments), or None in a design without any."""
        if self.design.kind is not DesignKind.IV:
            return None
        return np.column_stack([self.column(name, "instrument") for name in self.design.instruments])

    @cached_property
    def clusters(self) -> Codes | None:
        """Codes 0..k-1 of the groups within which rows are not independent."""
        return cluster_codes(self.frame, self.design.cluster)

    @cached_property
    def linear(self) -> LinearFit:
        """The regression (or two-stage least squares) with the same treatment, outcome and covariates."""
        return fit_linear(
            self.covariates.matrix, self.treatment, self.outcome, self.instruments, self.clusters
        )

    @cached_property
    def statistics(self) -> Statistics | None:
        """Sums of one pass that every check of a regression draws on; None where it takes the rows.

        That is in small samples, with clusters (whose rows stay together in every draw), in other designs
        than `randomised` and `backdoor`, and where a covariate has more levels than the engine takes.
        """
        if not by_one_pass(self.sample, self.design):
            return None
        query = self.sample.query
        wide = (name for name in self.covariate_names if not _is_number(self.frame[name]))
        if query.treatment is None or any(self.frame[name].nunique() > MAX_LEVELS for name in wide):
            return None
        names = (query.treatment, query.outcome, *self.covariate_names)
        found = once(
            ("statistics", names, self.seed),
            lambda: scan(self.frame, names[0], names[1], names[2:], seed=self.seed),
            *(self.frame[name] for name in names),
        )
        owners = self.sample.owners
        return replace(found, layout=found.layout.owned_by(owners)) if owners else found

    @cached_property
    def slope(self) -> Slope:
        """The regression's effect with its robust error, from one pass or from the rows."""
        if self.statistics is None:
            return Slope(self.linear.value, self.linear.std_error, self.linear.degrees_of_freedom)
        fit = regression(self.statistics, hc1=True)
        return Slope(fit.value, fit.error, fit.degrees_of_freedom)

    @cached_property
    def groups(self) -> GroupRegression:
        """The same regression with each covariate's part in it."""
        if self.statistics is None:
            return group_regression(self.covariates, self.treatment, self.outcome)
        return groups_from(self.statistics)

    @property
    def varied(self) -> frozenset[str]:
        """Covariates that are not constant."""
        if self.statistics is None:
            return frozenset(self.covariates.names)
        return varied_covariates(self.statistics)

    @cached_property
    def linear_value(self) -> float:
        """The linear estimate for the contrast, in outcome units."""
        return self.slope.value * self.contrast

    @cached_property
    def is_linear(self) -> bool:
        """Is the estimate under attack this very regression?"""
        return abs(self.linear_value - self.estimate.value) <= 1e-6 * max(
            abs(self.estimate.value), self.estimate.std_error
        )

    @cached_property
    def weighting(self) -> Weighting:
        """Propensities and weights of a two-level treatment; EstimationError where there is one level."""
        columns = design_matrix(self.frame, self.covariate_names).values
        return weigh(self.treatment, columns, self.estimand.query.estimand)

    @property
    def method_note(self) -> tuple[Message, ...]:
        """Says which estimator the draws used, where it is not the one under attack."""
        if self.is_linear:
            return ()
        return (Message("check-stands-in", {"estimator": Quoted(self.estimate.estimator)}),)

    def amount(self, value: float) -> Quantity:
        """In the outcome's units."""
        return Quantity(float(value), scale=Scale(ScaleKind.OUTCOME, self.sample.unit))

    def column(self, name: str, role: str = "column") -> Vector:
        """One numeric column (rows,); EstimationError where it is not there or not a number."""
        return number_column(self.frame, name, Role(role.replace(" ", "_")))

    def generator(self, check: str) -> np.random.Generator:
        """A generator of its own for each check, so that a new check changes no other's draws."""
        return np.random.default_rng([self.seed, zlib.crc32(check.encode())])


def by_one_pass(sample: Sample, design: Design) -> bool:
    """Do the checks come from sums over all rows, and not from the rows?"""
    regression = design.kind in (DesignKind.RANDOMISED, DesignKind.BACKDOOR)
    return regression and design.cluster is None and sample.rows >= ONE_PASS_ROWS


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column.dtype))


def set_up(sample: Sample, estimand: Estimand, estimate: Estimate, *, seed: int = 7) -> Setting:
    """A setting whose rows are sorted by their content, so that draws do not depend on row order.

    The engine's do not anyhow, so that there the rows stay as they are.
    """
    if by_one_pass(sample, estimand.design):
        return Setting(sample, estimand, estimate, seed)
    keys = pd.util.hash_pandas_object(sample.frame, index=False).to_numpy()
    order = np.argsort(keys, kind="stable")
    frame = sample.frame.iloc[order].reset_index(drop=True)
    return Setting(replace(sample, frame=frame), estimand, estimate, seed)
