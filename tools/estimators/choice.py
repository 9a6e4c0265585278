"""Which estimator answers: by the design, the treatment's kind, the rows and the overlap; never by a result.

| design, and what the data show | headline | beside it |
|---|---|---|
| randomised, one instrument (the assignment) | `two_stage_least_squares` (CACE) | `intention_to_treat` |
| randomised, 3 to 12 levels | `level_contrast` | `lin_regression` or `difference_in_means` (a slope) |
| randomised in blocks, some with one row of an arm (pairs) | `blocked_difference` | `difference_in_means` |
| randomised, covariates | `lin_regression` | `difference_in_means` |
| randomised, none | `difference_in_means` | - |
| backdoor, more than two levels | `linear_regression` | `level_contrast` with 3 to 12 levels |
| backdoor, two levels, no covariates | `linear_regression` | - |
| backdoor, two levels, the overlap population (ATO) | `overlap_weights` | `linear_regression`, `aipw`, \
`ipw` |
| backdoor, two levels | `aipw` | `linear_regression`, `ipw`, `overlap_weights`, `stratification`; up to \
50,000 rows without clusters `propensity_matching` |
| ... under 5 rows a parameter in an arm, or poor overlap | `linear_regression` | `aipw`, `ipw`, \
`overlap_weights` |
| ... thin levels of a covariate, or under 30 clusters | `linear_regression` | `aipw`, `ipw`, \
`overlap_weights` |
| iv | `two_stage_least_squares` | `liml` with several instruments |
| frontdoor | `frontdoor` | `frontdoor_doubly_robust` with two levels |
| did, one treated unit, 8 or more periods before and 8 or more untreated units | `synthetic_control` | \
`two_way_fixed_effects`, `difference_in_differences` |
| did, the treatment column is the group | `difference_in_differences` | `two_way_fixed_effects` |
| did, it switches on once, for all alike | `two_way_fixed_effects` | `difference_in_differences` |
| did, it goes on and off | `two_way_fixed_effects` | - |
| did, it starts at several times and stays | `imputation` | `two_way_fixed_effects`, `group_time` |
| rdd | `regression_discontinuity` | the same at half and at twice the bandwidth |

Beside every headline of `randomised` with covariates and of `backdoor` with covariates or with more than two
levels: `logit` for a 0/1 outcome, `poisson` and `negative_binomial` for whole numbers from 0.

Beside every headline of `backdoor` with covariates and 2,000 to 10,000 rows: `dml_interactive` for two
levels, `dml_partially_linear` for more. From there to 1,000,000 rows (100,000 without LightGBM, which is
several times faster): `dml_boosted` and `dml_boosted_partially_linear`. With ten covariates they cost about 1
second per 100,000 rows, and up to three times that where the world is crooked.

Another group's effect than everybody's (ATT, ATC, ATO, LATE) is computed by an estimator that can, or
refused: where the headline above cannot, `lin_regression` takes its place for two groups,
`difference_in_means` without covariates and `overlap_weights` for the ATO; beside an ATT or ATC stand only
those that compute it.

Poor overlap: more than 5% of the rows have a propensity outside [0.01, 0.99]. Thin levels: more than 5% of
the rows are at levels of a covariate at which an arm has under 10 rows; a mean of each arm at each level is
then too rough to weight by, while a regression compares within the levels whatever their size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.blocks import has_single_rows
from tools.estimators.determined import separating_covariates
from tools.estimators.generalised_linear import outcome_family
from tools.estimators.interface import ESTIMATORS, covariates_of
from tools.estimators.linear import design_matrix, number_column, orthonormal_basis
from tools.estimators.panel import read_panel
from tools.estimators.propensity import LOWEST, propensity_scores
from tools.estimators.synthetic_control import suits_synthetic_control
from tools.estimators.wild_bootstrap import FEW
from tools.messages import Column, Columns, Message, Quoted, Role, counted, exact, share_of
from tools.types import DesignKind, Estimand, EstimandKind, Sample

# In each arm, for AIPW to fit its models: Vittinghoff & McCulloch (2007), Am. J. Epidemiology 165(6), find
# nothing wrong from five on. One slope for all, the alternative, is off wherever effects differ.
ROWS_PER_PARAMETER = 5
ROWS_PER_LEVEL = 10  # at both levels, for comparing them directly
MOST_LEVELS = 12  # levels of a treatment for which two of them are also compared directly
MOST_MATCHED = 50_000  # rows up to which matching is quick
# Double machine learning is tried from here on: below, its folds are too small for its learners to help.
FEWEST_LEARNED = 2_000
FEWEST_BOOSTED = 20_000  # nearer to the truth and sooner done; below, its start is too free
MOST_BOOSTED, MOST_WITHOUT_LIGHTGBM = 1_000_000, 100_000  # beyond, an answer would wait for it
MOST_THIN = 0.05  # share of rows at thin levels that still counts as enough at each
MOST_CLIPPED = 0.05  # share of rows with a propensity outside [0.01, 0.99] that still counts as fair overlap


@dataclass(frozen=True)
class Choice:
    """The estimators to run, the headline first, and why."""

    headline: str
    alternatives: tuple[str, ...]
    reason: Message
    worth_a_warning: bool = False  # the usual choice was not possible


def choose_estimator(sample: Sample, estimand: Estimand) -> Choice:
    """The estimators for this design and sample. Raises EstimationError for a design without estimators."""
    kind = estimand.design.kind
    if kind not in RULES:
        raise EstimationError(
            Message("estimation-no-estimator", {"design": kind, "known": Quoted(", ".join(map(str, RULES)))})
        )
    choice = RULES[kind](sample, estimand)
    if estimand.query.estimand == EstimandKind.ATE:
        return choice
    return _of_the_population(choice, sample, estimand)


def computes(name: str, sample: Sample, estimand: Estimand) -> bool:
    """Does the estimator of this name compute the effect among those who are asked about?"""
    asked, whose = estimand.query.estimand, ESTIMATORS[name].estimands
    if asked == EstimandKind.ATE:
        # It may be that nobody was named; then a design's own population is what it tells.
        return whose != {EstimandKind.ATO}
    if asked == EstimandKind.ATT and EstimandKind.LATE in whose and _only_with_offer(sample, estimand):
        return True
    return asked in whose


def _only_with_offer(sample: Sample, estimand: Estimand) -> bool:
    """Was nobody treated without the offer, so that all of the treated are compliers?

    Bloom (1984), Evaluation Review 8(2).
    """
    names = estimand.design.instruments
    if len(names) != 1 or not sample.binary_treatment:
        return False
    offer = sample.frame[names[0]].to_numpy(dtype=np.float64)
    treated = sample.frame[str(estimand.query.treatment)].to_numpy(dtype=np.float64)
    levels = np.unique(offer)
    return len(levels) == 2 and min(treated[offer == level].max() for level in levels) == 0.0


def _of_the_population(choice: Choice, sample: Sample, estimand: Estimand) -> Choice:
    """The same choice among the estimators that compute the effect of those who are asked about.

    Raises EstimationError where none does.
    """
    query, headline = estimand.query, choice.headline
    if not computes(headline, sample, estimand):
        if estimand.design.kind not in TWO_GROUPS or estimand.design.instruments:
            raise EstimationError(Message("estimation-not-of-those", {"estimand": query.estimand}))
        if query.estimand == EstimandKind.LATE:
            raise EstimationError(Message("estimation-no-compliers"))
        if not sample.binary_treatment:
            treatment = Column(str(query.treatment))
            raise EstimationError(
                Message("estimation-not-two-groups", {"estimand": query.estimand, "treatment": treatment})
            )
        if not covariates_of(sample, estimand):
            headline = "difference_in_means"
        else:
            # A line for each group, averaged over those who are asked about, where one line would not do.
            headline = "overlap_weights" if query.estimand == EstimandKind.ATO else "lin_regression"
    others = choice.alternatives
    if query.estimand != EstimandKind.ATO:  # beside which the average over everybody is told on purpose
        others = tuple(name for name in others if computes(name, sample, estimand))
    return replace(choice, headline=headline, alternatives=tuple(n for n in others if n != headline))


def _randomised(sample: Sample, estimand: Estimand) -> Choice:
    design = estimand.design
    if len(design.instruments) == 1 and design.instruments[0] != estimand.query.treatment:
        return Choice(
            "two_stage_least_squares",
            ("intention_to_treat",),
            Message("choice-not-all-complied"),
        )
    if not sample.binary_treatment and _has_few_levels(sample, estimand):
        slope = "lin_regression" if covariates_of(sample, estimand) else "difference_in_means"
        return Choice("level_contrast", (slope,), Message("choice-several-arms"))
    if has_single_rows(sample, estimand):
        return Choice("blocked_difference", ("difference_in_means",), Message("choice-small-blocks"))
    if covariates_of(sample, estimand):
        others = ("difference_in_means", *_generalised_linear(sample, estimand))
        return Choice("lin_regression", others, Message("choice-experiment-covariates"))
    return Choice("difference_in_means", (), Message("choice-experiment-alone"))


def _backdoor(sample: Sample, estimand: Estimand) -> Choice:
    learned = _learned(sample, estimand)
    if not sample.binary_treatment:
        others: tuple[str, ...] = ("level_contrast",) if _has_few_levels(sample, estimand) else ()
        others += (*learned, *_generalised_linear(sample, estimand))
        return Choice("linear_regression", others, Message("choice-many-levels"))
    if not covariates_of(sample, estimand):
        return Choice("linear_regression", (), Message("choice-nothing-adjusted"))
    if estimand.query.estimand == EstimandKind.ATO:
        others = ("linear_regression", "aipw", "ipw")
        return Choice("overlap_weights", others, Message("choice-overlap-population"))
    trouble = _aipw_trouble(sample, estimand)
    rough = None if trouble else _few_clusters(sample, estimand) or _thin_levels(sample, estimand)
    reason = trouble or rough
    if reason:
        others = ("aipw", "ipw", "overlap_weights", *learned, *_generalised_linear(sample, estimand))
        return Choice("linear_regression", others, reason, worth_a_warning=trouble is not None)
    others = (
        "linear_regression",
        "ipw",
        *_like_with_like(sample, estimand),
        *learned,
        *_generalised_linear(sample, estimand),
    )
    return Choice("aipw", others, Message("choice-overlap"))


def _learned(sample: Sample, estimand: Estimand) -> tuple[str, ...]:
    """Double machine learning, with rows enough for it and not so many that it takes minutes."""
    most = MOST_BOOSTED if find_spec("lightgbm") else MOST_WITHOUT_LIGHTGBM
    if not covariates_of(sample, estimand) or not FEWEST_LEARNED <= sample.rows <= most:
        return ()
    if sample.rows >= FEWEST_BOOSTED:
        return ("dml_boosted",) if sample.binary_treatment else ("dml_boosted_partially_linear",)
    return ("dml_interactive",) if sample.binary_treatment else ("dml_partially_linear",)


def _like_with_like(sample: Sample, estimand: Estimand) -> tuple[str, ...]:
    """Other weights and, where it is quick and has an interval, matching."""
    if sample.rows > MOST_MATCHED or estimand.design.cluster is not None:
        return ("overlap_weights", "stratification")
    return ("overlap_weights", "stratification", "propensity_matching")


def _generalised_linear(sample: Sample, estimand: Estimand) -> tuple[str, ...]:
    """The generalised linear models for the outcome's kind: 0/1, counts from 0, or none."""
    return outcome_family(number_column(sample.frame, estimand.query.outcome, Role.OUTCOME))


def _has_few_levels(sample: Sample, estimand: Estimand) -> bool:
    """Can the two levels be compared directly: few levels, and enough rows at both?"""
    levels, rows = np.unique(
        sample.frame[estimand.query.treatment].to_numpy(dtype=np.float64), return_counts=True
    )
    at = dict(zip(levels.tolist(), rows.tolist(), strict=True))
    smaller = min(at.get(sample.low, 0), at.get(sample.high, 0))
    return 2 < len(levels) <= MOST_LEVELS and smaller >= ROWS_PER_LEVEL


def _aipw_trouble(sample: Sample, estimand: Estimand) -> Message | None:
    """Why AIPW should not be the headline, or None."""
    query = estimand.query
    treated = (sample.frame[query.treatment].to_numpy(dtype=np.float64) == sample.high).astype(np.float64)
    columns = design_matrix(sample.frame, covariates_of(sample, estimand)).values
    parameters = orthonormal_basis(columns).rank
    smaller = int(min(treated.sum(), (1 - treated).sum()))
    if smaller < ROWS_PER_PARAMETER * parameters:
        return Message(
            "choice-few-rows",
            {
                "rows": counted(smaller),
                "parameters": counted(parameters),
                "least": counted(ROWS_PER_PARAMETER),
            },
        )
    outside = propensity_scores(columns, treated).clipped_share
    if outside > MOST_CLIPPED:
        alone = separating_covariates(sample.frame, treated, covariates_of(sample, estimand))
        if alone:
            return Message(
                "choice-groups-apart",
                {"covariates": Columns(alone[:5]), "treatment": Column(str(query.treatment))},
            )
        return Message(
            "choice-hardly-overlap",
            {"share": share_of(outside), "low": exact(LOWEST), "high": exact(1 - LOWEST)},
        )
    return None


def _few_clusters(sample: Sample, estimand: Estimand) -> Message | None:
    """Under 30 clusters only a regression has an interval that holds: the wild bootstrap's."""
    cluster = estimand.design.cluster
    count = sample.frame[cluster].nunique() if cluster is not None else FEW
    return Message("choice-few-clusters", {"clusters": counted(count)}) if count < FEW else None


def _thin_levels(sample: Sample, estimand: Estimand) -> Message | None:
    """Are too many rows at levels of one covariate at which an arm has hardly any rows?"""
    treated = sample.frame[estimand.query.treatment].to_numpy(dtype=np.float64) == sample.high
    for name in covariates_of(sample, estimand):
        column = sample.frame[name]
        if pd.api.types.is_numeric_dtype(column):
            continue
        codes, levels = pd.factorize(column)
        with_it = np.bincount(codes, treated, minlength=len(levels))
        smaller = np.minimum(with_it, np.bincount(codes, minlength=len(levels)) - with_it)
        share = float((smaller < ROWS_PER_LEVEL)[codes].mean())
        if share > MOST_THIN:
            return Message("choice-thin-levels", {"column": Column(name), "share": share_of(share)})
    return None


def _instrument(sample: Sample, estimand: Estimand) -> Choice:
    several = len(estimand.design.instruments) > 1
    return Choice("two_stage_least_squares", ("liml",) if several else (), Message("choice-instrument"))


def _front_door(sample: Sample, estimand: Estimand) -> Choice:
    others = ("frontdoor_doubly_robust",) if sample.binary_treatment else ()
    return Choice("frontdoor", others, Message("choice-mediators"))


def _differences(sample: Sample, estimand: Estimand) -> Choice:
    query, design = estimand.query, estimand.design
    if query.treatment is None:
        raise EstimationError(Message("estimation-did-needs-treatment"))
    panel = read_panel(
        sample.frame,
        query.treatment,
        query.outcome,
        design.time,
        design.unit,
        design.cutoff,
        covariates_of(sample, estimand),
    )
    two_by_two = panel.post is not None and panel.group is not None
    if suits_synthetic_control(panel):
        others = ("two_way_fixed_effects", *(("difference_in_differences",) if two_by_two else ()))
        return Choice("synthetic_control", others, Message("choice-one-unit"))
    if not panel.switches:
        return Choice(
            "difference_in_differences",
            ("two_way_fixed_effects",) if panel.unit is not None or panel.periods > 2 else (),
            Message("choice-group-and-period"),
        )
    if panel.unit is None:
        others = ("difference_in_differences",) if two_by_two else ()
        return Choice("two_way_fixed_effects", others, Message("choice-switches-on"))
    if panel.staggered:
        beside = ("two_way_fixed_effects", "group_time")
        return Choice("imputation", beside, Message("choice-different-times"))
    others = ("difference_in_differences",) if two_by_two else ()
    return Choice("two_way_fixed_effects", others, Message("choice-changes-within"))


def _discontinuity(sample: Sample, estimand: Estimand) -> Choice:
    return Choice(
        "regression_discontinuity",
        ("regression_discontinuity_half_bandwidth", "regression_discontinuity_double_bandwidth"),
        Message("choice-cutoff"),
    )


TWO_GROUPS = (DesignKind.BACKDOOR, DesignKind.RANDOMISED)  # designs that hold one group against the other

RULES: dict[DesignKind, Callable[[Sample, Estimand], Choice]] = {
    DesignKind.RANDOMISED: _randomised,
    DesignKind.BACKDOOR: _backdoor,
    DesignKind.IV: _instrument,
    DesignKind.FRONTDOOR: _front_door,
    DesignKind.DID: _differences,
    DesignKind.RDD: _discontinuity,
}
