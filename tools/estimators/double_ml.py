"""Double machine learning: flexible models of outcome and treatment, each row predicted without itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.effect import Effect, scaled
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import ESTIMATORS, EffectEstimator, run_estimator
from tools.estimators.learners import OutOfFold, fold_numbers, out_of_fold
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes, design_matrix, number_column
from tools.estimators.propensity import LOWEST
from tools.estimators.regression import varying
from tools.estimators.weighting import is_zero_one
from tools.types import Estimand, Estimate, Sample

FEWEST = 100  # rows below which a fold is too small to choose a learner
DETERMINED = 1e-6  # share of the treatment's variance left over that counts as nothing


class PartiallyLinear(EffectEstimator):
    """Slope of what is left of the outcome on what is left of the treatment, after flexible predictions.

    Assumes no unmeasured common cause and an effect that is linear in the treatment and the same for all
    (else an average weighted by the treatment's conditional variance). Ridge (logistic for a 0/1 treatment)
    or gradient boosting, whichever predicts unseen rows better; 5 folds, 3 from 5,000 rows on.
    Robinson (1988), Econometrica 56(4); Chernozhukov et al. (2018), Econometrics Journal 21(1), section 4.1.
    """

    registry_name = "dml_partially_linear"
    method_name = "double machine learning, partially linear"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment, outcome, columns, clusters = _columns(self, frame)
        fold = fold_numbers(np.column_stack([treatment, outcome, columns]), treatment, clusters)
        of_outcome = out_of_fold(columns, outcome, fold)
        of_treatment = out_of_fold(columns, treatment, fold, chance=is_zero_one(treatment))
        t, y = treatment - of_treatment.values, outcome - of_outcome.values
        size = float(t @ t)
        if size <= DETERMINED * float(((treatment - treatment.mean()) ** 2).sum()):
            raise EstimationError(
                f"The treatment {self.treatment!r} follows from the covariates all but exactly, so its "
                "effect cannot be told apart. Leave out the covariate that repeats it."
            )
        slope = float(t @ y) / size
        variance, degrees = robust_variance(t * (y - slope * t) / size, 1, clusters)
        value, std_error = scaled(high - low, slope, float(np.sqrt(variance)))
        details = {
            **_about("outcome", of_outcome),
            **_about("treatment", of_treatment),
            "folds": float(fold.max() + 1),
            "treatment_explained": 1.0 - size / float(((treatment - treatment.mean()) ** 2).sum()),
            "covariate_columns": float(columns.shape[1]),
        }
        return Effect(value, std_error, len(outcome), degrees, details)


class Interactive(EffectEstimator):
    """As AIPW with flexible models, each row's predictions made by models that have not seen it.

    For a treatment with two levels; effects may differ between rows. Assumes no unmeasured common cause and
    overlap; chances are kept between 0.01 and 0.99. Learners and folds as in `PartiallyLinear`.
    Chernozhukov et al. (2018), Econometrics Journal 21(1), section 5.1.
    """

    registry_name = "dml_interactive"
    method_name = "double machine learning, interactive"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment, y, columns, clusters = _columns(self, frame)
        if not np.isin(treatment, (low, high)).all() or low == high:
            raise EstimationError(
                f"{self.registry_name} compares two levels, but {self.treatment!r} has others than {low:g} "
                f"and {high:g}. Use dml_partially_linear, or keep the rows with those two levels."
            )
        t = (treatment == high).astype(np.float64)
        fold = fold_numbers(np.column_stack([t, y, columns]), t, clusters)
        wanted = [arm for arm in (0, 1) if (target, arm) not in {("att", 1), ("atc", 0)}]
        chance, arms = self.nuisances(columns, fold, t, y, wanted)
        e = np.clip(chance.values, LOWEST, 1 - LOWEST)
        value, influence = _augmented(t, y, e, arms, target)
        variance, degrees = robust_variance(influence / len(y), 1, clusters)
        clipped = int((e != chance.values).sum())
        details = {"folds": float(fold.max() + 1), **_about("treatment", chance)}
        for arm, model in arms.items():
            details |= _about("outcome_high" if arm else "outcome_low", model)
        details |= {"propensity_clipped_rows": float(clipped), "covariate_columns": float(columns.shape[1])}
        return Effect(value, float(np.sqrt(variance)), len(y), degrees, details)

    def nuisances(
        self, columns: Matrix, fold: Codes, t: Vector, y: Vector, wanted: Sequence[int]
    ) -> tuple[OutOfFold, dict[int, OutOfFold]]:
        """Each row's chance of the treatment, and its outcome in each wanted arm, by models of other rows."""
        yes_no = is_zero_one(y)
        arms = {arm: out_of_fold(columns, y, fold, t == arm, yes_no) for arm in wanted}
        return out_of_fold(columns, t, fold, chance=True), arms


def _augmented(
    t: Vector, y: Vector, e: Vector, arms: dict[int, OutOfFold], target: str
) -> tuple[float, Vector]:
    """The value and each row's influence on it (rows,), with mean 0."""
    if target == "att":
        gap = y - arms[0].values
        terms, share = t * gap - (1 - t) * e / (1 - e) * gap, t
    elif target == "atc":
        gap = arms[1].values - y
        terms, share = (1 - t) * gap - t * (1 - e) / e * gap, 1 - t
    else:
        treated, control = arms[1].values, arms[0].values
        terms = treated - control + t * (y - treated) / e - (1 - t) * (y - control) / (1 - e)
        share = np.ones_like(t)
    value = float(terms.sum() / share.sum())
    return value, np.asarray((terms - share * value) / share.mean())


def _columns(estimator: EffectEstimator, frame: pd.DataFrame) -> tuple[Vector, Vector, Matrix, Codes | None]:
    """Treatment, outcome, covariates (rows, p) and clusters."""
    treatment = varying(number_column(frame, estimator.treatment, "treatment"), estimator.treatment)
    outcome = number_column(frame, estimator.outcome, "outcome")
    columns = design_matrix(frame, estimator.adjustment_set, intercept=False).values
    if len(outcome) < FEWEST:
        raise EstimationError(
            f"{len(outcome)} rows are too few for cross-fitting; {FEWEST} are needed. Use linear_regression."
        )
    if columns.shape[1] == 0:
        raise EstimationError(
            "There is no covariate to learn from. Name the adjustment set, or use linear_regression."
        )
    return treatment, outcome, columns, cluster_codes(frame, estimator.cluster)


def _about(what: str, found: OutOfFold) -> dict[str, float]:
    """The losses out of fold, and whether boosting was chosen (1) or the linear learner (0)."""
    losses = {f"{what}_loss_{name}": loss for name, loss in found.losses.items()}
    return {**losses, f"{what}_by_boosting": float(found.learner == "boosting")}


@ESTIMATORS.register("dml_partially_linear")
def partially_linear(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for any treatment; see `PartiallyLinear`."""
    return run_estimator(PartiallyLinear, sample, estimand)


@ESTIMATORS.register("dml_interactive")
def interactive(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for two levels; see `Interactive`."""
    return run_estimator(Interactive, sample, estimand)
