"""What every check looks at: one estimate with its rows, prepared once and shared."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from tools.checks.linear import Covariates, LinearFit, encode, fit_linear
from tools.checks.propensity import Weighting, weigh
from tools.errors import EstimationError
from tools.estimators.interface import covariates_of
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes, number_column
from tools.types import Design, DesignKind, Estimand, Estimate, Sample


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
        return encode(self.frame, self.covariate_names)

    @cached_property
    def treatment(self) -> Vector:
        name = self.sample.query.treatment
        if name is None:
            raise EstimationError("This design has no treatment column.")
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
    def linear_value(self) -> float:
        """The linear estimate for the contrast, in outcome units."""
        return self.linear.value * self.contrast

    @cached_property
    def is_linear(self) -> bool:
        """Is the estimate under attack this very regression?"""
        return abs(self.linear_value - self.estimate.value) <= 1e-6 * max(
            abs(self.estimate.value), self.estimate.std_error
        )

    @cached_property
    def weighting(self) -> Weighting:
        """Propensities and weights of a two-level treatment; EstimationError where there is one level."""
        return weigh(self.treatment, self.covariates.matrix, self.estimand.query.estimand)

    @property
    def method_note(self) -> str:
        """Says which estimator the draws used, where it is not the one under attack."""
        if self.is_linear:
            return ""
        done_with = "the linear regression on the same columns"
        return f" (Done with {done_with}, which stands in for {self.estimate.estimator}.)"

    def column(self, name: str, role: str = "column") -> Vector:
        """One numeric column (rows,); EstimationError where it is not there or not a number."""
        return number_column(self.frame, name, role)

    def generator(self, check: str) -> np.random.Generator:
        """A generator of its own for each check, so that a new check changes no other's draws."""
        return np.random.default_rng([self.seed, zlib.crc32(check.encode())])


def set_up(sample: Sample, estimand: Estimand, estimate: Estimate, *, seed: int = 7) -> Setting:
    """A setting whose rows are sorted by their content, so that draws do not depend on row order."""
    keys = pd.util.hash_pandas_object(sample.frame, index=False).to_numpy()
    order = np.argsort(keys, kind="stable")
    frame = sample.frame.iloc[order].reset_index(drop=True)
    return Setting(replace(sample, frame=frame), estimand, estimate, seed)
