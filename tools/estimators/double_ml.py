"""Double machine learning: flexible models of outcome and treatment, each row predicted without itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.errors import EstimationError, OptionError
from tools.estimators import curves, trees
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import (
    EITHER_GROUP,
    ESTIMATORS,
    Effect,
    EffectEstimator,
    Script,
    covariates_of,
    run_estimator,
    target_units,
)
from tools.estimators.learners import (
    LEARNING_COLUMNS_LINES,
    LEARNING_LINES,
    Marks,
    OutOfFold,
    dealt,
    fold_numbers_of,
    out_of_fold,
    row_marks,
    usual_folds,
)
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes, design_matrix, number_column
from tools.estimators.propensity import LOWEST
from tools.estimators.regression import varying
from tools.estimators.scripts import assign
from tools.estimators.trees import Boosting, Target
from tools.estimators.weighting import is_zero_one
from tools.messages import Column, Message, Quoted, Role, counted, exact
from tools.types import Estimand, Estimate, Sample

# ---------------- The multiplier bootstrap: an interval from the influence of each row, with no model fitted


DRAWS = 999
MOST_BLOCKS = 4096  # more rows than this are drawn in blocks: the spread is then known within 1 in 90
SEED = 20_260_101
# Mammen (1993), Annals of Statistics 21(1): mean 0, variance 1 and third moment 1, so that skewness is kept.
HIGH, LOW = (1 + np.sqrt(5)) / 2, (1 - np.sqrt(5)) / 2
CHANCE_OF_LOW = (np.sqrt(5) + 1) / (2 * np.sqrt(5))


def multiplier_draws(influence: Vector, groups: Codes | np.ndarray[Any, np.dtype[np.uint64]]) -> Vector:
    """Draws (999,) of the estimate's error, in outcome units.

    `influence` (rows,) is each row's share of the error: its sum is 0 and the square root of its sum of
    squares the standard error. `groups` (rows,) are clusters from 0 on, or any marks of the rows; the rows of
    a group, or of a block of groups where they are many, get one multiplier. Chernozhukov, Chetverikov & Kato
    (2013), Annals of Statistics 41(6); as in Bach et al. (2024), Journal of Statistical Software 108(3),
    section 4. Deterministic, and independent of the rows' order up to rounding.
    """
    marks = np.asarray(groups)
    if marks.dtype == np.uint64:
        blocks = (
            (marks % np.uint64(MOST_BLOCKS)).astype(np.int64)
            if len(marks) > MOST_BLOCKS
            else np.argsort(np.argsort(marks, kind="stable"), kind="stable")
        )
    else:
        blocks = marks.astype(np.int64) % MOST_BLOCKS
    sums = np.bincount(blocks, influence)
    random = np.random.default_rng(SEED)
    draws = np.empty(DRAWS)
    for number in range(DRAWS):
        draws[number] = np.where(random.random(len(sums)) < CHANCE_OF_LOW, LOW, HIGH) @ sums
    return draws


FEWEST = 100  # rows below which a fold is too small to choose a learner
INTERVALS = ("influence", "multiplier")
DETERMINED = 1e-6  # share of the treatment's variance left over that counts as nothing


@dataclass(frozen=True)
class CrossFitting:
    """What every model learns from."""

    columns: Matrix  # (rows, k)
    fold: Codes  # (rows,)
    marks: Marks  # (rows,), by what stands in the row


class CrossFitted(EffectEstimator):
    """`interval`: "influence" (normal, from the influence function) or "multiplier" (bootstrap of it)."""

    def __init__(self, identified_estimand: Any, *, interval: str = "influence", **options: Any) -> None:
        super().__init__(identified_estimand, **options)
        if interval not in INTERVALS:
            raise OptionError(f"interval={interval!r} is unknown. Choose one of: {', '.join(INTERVALS)}.")
        self.interval = interval

    def folds(self, rows: int) -> int:
        """In how many folds so many rows are split."""
        return usual_folds(rows)


class PartiallyLinear(CrossFitted):
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
        given = _cross_fitting(columns, treatment, outcome, clusters, self.folds(len(outcome)))
        of_outcome, of_treatment = self.nuisances(given, treatment, outcome)
        t, y = treatment - of_treatment.values, outcome - of_outcome.values
        size = float(t @ t)
        if size <= DETERMINED * float(((treatment - treatment.mean()) ** 2).sum()):
            raise EstimationError(
                Message("estimation-follows-from-covariates", {"treatment": Column(self.treatment)})
            )
        slope = float(t @ y) / size
        influence = t * (y - slope * t) / size * (high - low)
        variance, degrees = robust_variance(influence, 1, clusters)
        value, std_error = slope * (high - low), float(np.sqrt(variance))
        details = {
            **_about("outcome", of_outcome),
            **_about("treatment", of_treatment),
            "folds": float(given.fold.max() + 1),
            "treatment_explained": 1.0 - size / float(((treatment - treatment.mean()) ** 2).sum()),
            "covariate_columns": float(columns.shape[1]),
        }
        groups = given.marks if clusters is None else clusters
        return _effect(self.interval, value, std_error, degrees, details, influence, groups)

    def nuisances(
        self, given: CrossFitting, treatment: Vector, outcome: Vector
    ) -> tuple[OutOfFold, OutOfFold]:
        """Each row's outcome and treatment, by models of other rows."""
        of_treatment = out_of_fold(given.columns, treatment, given.fold, chance=is_zero_one(treatment))
        return out_of_fold(given.columns, outcome, given.fold), of_treatment


class Interactive(CrossFitted):
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
                Message(
                    "estimation-two-levels-only",
                    {
                        "estimator": Quoted(self.registry_name),
                        "treatment": Column(self.treatment),
                        "low": exact(low),
                        "high": exact(high),
                        "instead": Quoted("dml_partially_linear"),
                    },
                )
            )
        t = (treatment == high).astype(np.float64)
        given = _cross_fitting(columns, t, y, clusters, self.folds(len(y)))
        wanted = [arm for arm in (0, 1) if (target, arm) not in {("att", 1), ("atc", 0)}]
        chance, arms = self.nuisances(given, t, y, wanted)
        e = np.clip(chance.values, LOWEST, 1 - LOWEST)
        value, influence = _augmented(t, y, e, arms, target)
        influence /= len(y)
        variance, degrees = robust_variance(influence, 1, clusters)
        clipped = int((e != chance.values).sum())
        details = {"folds": float(given.fold.max() + 1), **_about("treatment", chance)}
        for arm, model in arms.items():
            details |= _about("outcome_high" if arm else "outcome_low", model)
        details |= {"propensity_clipped_rows": float(clipped), "covariate_columns": float(columns.shape[1])}
        std_error, groups = float(np.sqrt(variance)), given.marks if clusters is None else clusters
        return _effect(self.interval, value, std_error, degrees, details, influence, groups)

    def nuisances(
        self, given: CrossFitting, t: Vector, y: Vector, wanted: Sequence[int]
    ) -> tuple[OutOfFold, dict[int, OutOfFold]]:
        """Each row's chance of the treatment, and its outcome in each wanted arm, by models of other rows."""
        yes_no = is_zero_one(y)
        columns, fold = given.columns, given.fold
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
    treatment = varying(number_column(frame, estimator.treatment, Role.TREATMENT), estimator.treatment)
    outcome = number_column(frame, estimator.outcome, Role.OUTCOME)
    columns = design_matrix(frame, estimator.adjustment_set, intercept=False).values
    if len(outcome) < FEWEST:
        raise EstimationError(
            Message(
                "estimation-too-few-for-cross-fitting",
                {"rows": counted(len(outcome)), "needed": counted(FEWEST)},
            )
        )
    if columns.shape[1] == 0:
        raise EstimationError(Message("estimation-no-covariate-to-learn"))
    return treatment, outcome, columns, cluster_codes(frame, estimator.cluster)


def _cross_fitting(
    columns: Matrix, treatment: Vector, outcome: Vector, clusters: Codes | None, folds: int
) -> CrossFitting:
    marks = row_marks(treatment, outcome, columns)
    return CrossFitting(columns, fold_numbers_of(marks, treatment, clusters, folds), marks)


def _effect(
    interval: str,
    value: float,
    std_error: float,
    degrees: float,
    details: dict[str, float],
    influence: Vector,
    groups: Codes | Marks,
) -> Effect:
    """With the multiplier bootstrap's 95% limits among the details, and as the interval where asked for."""
    draws = multiplier_draws(influence, groups)

    def limits(level: float) -> tuple[float, float]:
        # Reflected (the basic bootstrap), so that a skewed influence leans the interval the right way.
        low, high = np.quantile(draws, (0.5 - level / 2, 0.5 + level / 2))
        return value - float(high), value - float(low)

    low, high = limits(0.95)
    more = {**details, "multiplier_low": low, "multiplier_high": high}
    special = limits if interval == "multiplier" else None
    return Effect(value, std_error, len(influence), degrees, more, special_interval=special)


def _about(what: str, found: OutOfFold) -> dict[str, float]:
    """The losses out of fold, and whether boosting was chosen (1) or the linear learner (0)."""
    losses = {f"{what}_loss_{name}": loss for name, loss in found.losses.items()}
    if found.rounds is not None:
        losses[f"{what}_rounds"] = found.rounds
    return {**losses, f"{what}_by_boosting": float(found.learner == "boosting")}


# ---------------- The lines that give the same number without us


PARTIALLY_LINEAR_LINES = """\
t = frame[treatment].to_numpy(dtype=float)
fold = fold_numbers(t)
left_of_outcome = y - out_of_fold(y, fold, everybody, False)
left_of_treatment = t - out_of_fold(t, fold, everybody, is_zero_one(t))
effect = (left_of_treatment @ left_of_outcome) / (left_of_treatment @ left_of_treatment) * (high - low)
"""

INTERACTIVE_LINES = """\
t = (frame[treatment].to_numpy(dtype=float) == high).astype(float)
fold = fold_numbers(t)
e = np.clip(out_of_fold(t, fold, everybody, True), 0.01, 0.99)
if target == "att":
    gap = y - out_of_fold(y, fold, t == 0, is_zero_one(y))
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = out_of_fold(y, fold, t == 1, is_zero_one(y)) - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    with_it = out_of_fold(y, fold, t == 1, is_zero_one(y))
    without = out_of_fold(y, fold, t == 0, is_zero_one(y))
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
"""


def _double_ml(used: str) -> Script:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        names = list(covariates_of(sample, estimand))
        head = assign(target=target_units(estimand), adjustment_set=names, cluster=estimand.design.cluster)
        return (head, LEARNING_COLUMNS_LINES, LEARNING_LINES, used)

    return parts


@ESTIMATORS.register("dml_partially_linear", script=_double_ml(PARTIALLY_LINEAR_LINES))
def partially_linear(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for any treatment; see `PartiallyLinear`."""
    return run_estimator(PartiallyLinear, sample, estimand)


@ESTIMATORS.register("dml_interactive", script=_double_ml(INTERACTIVE_LINES), estimands=EITHER_GROUP)
def interactive(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for two levels; see `Interactive`."""
    return run_estimator(Interactive, sample, estimand)


# ---------------- Double machine learning for large tables: boosting that starts where straight lines and cu


FEWEST_ROWS = 10_000  # rows
LARGE = 50_000


class _Boosted(CrossFitted):
    """What both boosted estimators share: two folds in large tables, and the models."""

    trees: str | None = None  # "lightgbm", "scikit-learn", or None for the first that is installed

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        found = super().effect(frame, low, high, target)
        if found.rows >= FEWEST_ROWS:
            return found
        few = Message(
            "estimation-few-for-boosting",
            {
                "rows": counted(found.rows),
                "estimator": Quoted(self.registry_name),
                "fewest": counted(FEWEST_ROWS),
            },
        )
        return replace(found, warnings=(*found.warnings, few))

    def folds(self, rows: int) -> int:
        """In how many folds so many rows are split: half of a large table is enough to learn from."""
        return 2 if rows >= LARGE else 5

    def _learned(self, given: CrossFitting, targets: Sequence[Target]) -> list[OutOfFold]:
        # In an order of the rows' own, so that the order they came in changes nothing.
        order = np.argsort(given.marks, kind="stable")
        fold = given.fold[order]
        smallest = min(int(target.allowed.sum()) for target in targets) // int(fold.max() + 1)
        with threadpool_limits(limits=1):
            boosting = Boosting(given.columns.take(order, axis=0), fold, smallest, self.trees)
            sorted_targets = [Target(t.values[order], t.allowed[order], t.chance) for t in targets]
            predicted = boosting.out_of_fold(sorted_targets)
        found = []
        for each in predicted:
            back = np.empty(len(order))
            back[order] = each.values
            losses = {"start": each.loss_of_start, "boosting": each.loss}
            learner = "boosting" if each.rounds > 0 else "start"
            found.append(OutOfFold(back, learner, losses, each.rounds))
        return found


class BoostedInteractive(_Boosted, Interactive):
    """As `Interactive`, with boosting from a smooth start; effects may differ between rows.

    Assumptions and intervals are those of `Interactive` (Chernozhukov et al. 2018, Econometrics Journal
    21(1), section 5.1). The start and the number of trees (none to 200) are chosen by the loss out of fold.
    Deterministic: one thread, folds and training rows by what the rows hold.
    """

    registry_name = "dml_boosted"
    method_name = "double machine learning, interactive, boosted from a smooth start"

    def nuisances(
        self, given: CrossFitting, t: Vector, y: Vector, wanted: Sequence[int]
    ) -> tuple[OutOfFold, dict[int, OutOfFold]]:
        yes_no = is_zero_one(y)
        targets = [Target(y, t == arm, yes_no) for arm in wanted]
        *arms, chance = self._learned(given, [*targets, Target(t, np.ones(len(t), dtype=bool), True)])
        return chance, dict(zip(wanted, arms, strict=True))


class BoostedPartiallyLinear(_Boosted, PartiallyLinear):
    """As `PartiallyLinear`, with boosting from a smooth start: for treatments that are quantities.

    Assumptions and intervals are those of `PartiallyLinear` (Chernozhukov et al. 2018, section 4.1).
    """

    registry_name = "dml_boosted_partially_linear"
    method_name = "double machine learning, partially linear, boosted from a smooth start"

    def nuisances(
        self, given: CrossFitting, treatment: Vector, outcome: Vector
    ) -> tuple[OutOfFold, OutOfFold]:
        everybody = np.ones(len(outcome), dtype=bool)
        of_treatment = Target(treatment, everybody, is_zero_one(treatment))
        first, second = self._learned(given, [Target(outcome, everybody, False), of_treatment])
        return first, second


# The effect from out-of-fold predictions, as above but with the boosted models.
BOOSTED_FOLDS_LINES = """\
from threadpoolctl import threadpool_limits


def is_zero_one(values):
    return np.array_equal(np.unique(values), [0.0, 1.0])


def out_of_fold(t, targets):
    marks = row_marks(t, y, x)
    fold, order = fold_numbers_of(marks, t, clusters, folds), np.argsort(marks, kind="stable")
    smallest = min(int(allowed.sum()) for _, allowed, _ in targets) // int(fold.max() + 1)
    with threadpool_limits(limits=1):
        boosting = Boosting(x[order], fold[order], smallest)
        found = boosting.out_of_fold([Target(v[order], a[order], c) for v, a, c in targets])
    return [each.values[np.argsort(order)] for each in found]


everybody = np.ones(len(y), dtype=bool)
"""

BOOSTED_PARTIALLY_LINEAR_LINES = """\
t = frame[treatment].to_numpy(dtype=float)
of_outcome, of_treatment = out_of_fold(t, [(y, everybody, False), (t, everybody, is_zero_one(t))])
left = t - of_treatment
effect = (left @ (y - of_outcome)) / (left @ left) * (high - low)
"""

BOOSTED_INTERACTIVE_LINES = """\
t = (frame[treatment].to_numpy(dtype=float) == high).astype(float)
arms = [arm for arm in (0, 1) if (target, arm) not in {("att", 1), ("atc", 0)}]
targets = [(y, t == arm, is_zero_one(y)) for arm in arms] + [(t, everybody, True)]
*outcomes, e = out_of_fold(t, targets)
e = np.clip(e, 0.01, 0.99)
if target == "att":
    gap = y - outcomes[0]
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = outcomes[0] - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    without, with_it = outcomes
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
"""


def _boosted(used: str) -> Script:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        head, columns, *_ = _double_ml(used)(sample, estimand, estimate)
        head += assign(folds=int(estimate.details["folds"]))
        return (head, columns, boosted_models(), BOOSTED_FOLDS_LINES, used)

    return parts


def boosted_models() -> str:
    """The models themselves: our own modules' text, which needs numpy, scipy and a boosting library only."""
    head = "Vector = Matrix = Codes = Marks = np.ndarray\n"
    folds = "\n\n".join(inspect.getsource(function) for function in (dealt, row_marks, fold_numbers_of))
    return "\n\n".join([head, folds, _alone(curves), _alone(trees)])


def _alone(module: ModuleType) -> str:
    """A module's text without its docstring, the future and what it imports from us."""
    source = inspect.getsource(module)
    lines = source.splitlines()
    for number, node in enumerate(ast.parse(source).body):
        ours = isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in {"tools", "__future__"}
        if number == 0 or ours:
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return "\n".join(lines).strip() + "\n"


@ESTIMATORS.register("dml_boosted", script=_boosted(BOOSTED_INTERACTIVE_LINES), estimands=EITHER_GROUP)
def boosted_interactive(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for two levels and many rows; see `BoostedInteractive`."""
    return run_estimator(BoostedInteractive, sample, estimand)


@ESTIMATORS.register("dml_boosted_partially_linear", script=_boosted(BOOSTED_PARTIALLY_LINEAR_LINES))
def boosted_partially_linear(sample: Sample, estimand: Estimand) -> Estimate:
    """Double machine learning for any treatment and many rows; see `BoostedPartiallyLinear`."""
    return run_estimator(BoostedPartiallyLinear, sample, estimand)
