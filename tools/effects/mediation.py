"""How much of an effect goes through mediators: natural direct and indirect effects.

With Y(a, M(b)) the outcome under treatment a and the mediators' values under treatment b, the total effect
is the direct one, E Y(1, M(0)) - E Y(0, M(0)), and the indirect one, E Y(1, M(1)) - E Y(1, M(0)); so the
treatment may change what the mediators do (VanderWeele 2015, Explanation in Causal Inference, ch. 2 and 5).
Several mediators are taken together: what goes through any of them.

Two levels are estimated by the efficient influence function (Tchetgen Tchetgen & Shpitser 2012, Annals of
Statistics 40(3)), a dose by nested regressions, which is the imputation of Imai, Keele & Tingley (2010,
Psychological Methods 15(4)) without draws. What an unmeasured common cause of mediators and outcome would
have to be like: the robustness value of Cinelli & Hazlett (2020, JRSS B 82(1)).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.errors import EstimationError
from tools.estimators.generalised_linear import LOGIT, fit_likelihood
from tools.estimators.linear import cluster_sums, least_squares
from tools.estimators.propensity import effective_sample_size, propensity_scores
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["Hinge", "Mediation", "Verdict", "mediate"]

Array = np.ndarray[Any, np.dtype[np.float64]]

REACH = 1.959964
# The weights that carry the treated to the mediators of the untreated: fewer rows than these carry nothing.
FEWEST_EFFECTIVE, LEAST_EFFECTIVE = 40.0, 0.04
FEWEST = 40  # rows; fewer bear no two models
ROWS_PER_COLUMN = 15
RESAMPLES, RESAMPLES_LARGE, LARGE = 200, 60, 20_000
SURE_OF_TOTAL = 2.5  # standard errors from zero; nearer to it a share of the total says nothing


class Verdict:
    """What the intervals of the two parts say."""

    NOTHING = "nothing"  # neither the whole nor a part can be told from no effect
    BOTH = "both"
    THROUGH = "through"  # only the indirect part can be told from none
    DIRECT = "direct"  # only the direct part
    OPPOSED = "opposed"  # both, and they pull against each other
    BLURRED = "blurred"  # the whole is there, and neither part can be told from none


@dataclass(frozen=True)
class Hinge:
    """The two parts without columns that may have come after the treatment."""

    columns: tuple[str, ...]
    indirect: Quantity
    direct: Quantity


@dataclass(frozen=True)
class Mediation:
    """The effect of a treatment in two parts: through the mediators, and any other way."""

    total: Quantity
    indirect: Quantity
    direct: Quantity
    share: Quantity | None  # indirect of total; None: the total is too near to none for a share
    moved: tuple[Quantity, ...]  # what the treatment does to each mediator, in the mediators' order
    robustness: (
        Quantity  # share of what is left of mediators and outcome that would take the indirect part away
    )
    rows: int
    extrapolated: bool  # hardly a treated row has the mediators of an untreated one: by regression alone
    hinge: Hinge | None = None

    headline = "indirect_effect"

    @property
    def verdict(self) -> str:
        through, direct = _clear(self.indirect), _clear(self.direct)
        if through and direct:
            return Verdict.BOTH if self.indirect.value * self.direct.value > 0 else Verdict.OPPOSED
        if through or direct:
            return Verdict.THROUGH if through else Verdict.DIRECT
        return Verdict.BLURRED if _clear(self.total) else Verdict.NOTHING

    def differs(self, other: Mediation) -> bool:
        """Does one of the parts move by more than its standard error, or lose or gain its sign?"""
        pairs = ((self.indirect, other.indirect), (self.direct, other.direct))
        return any(
            abs(one.value - two.value) > (one.std_error or 0.0) or _clear(one) is not _clear(two)
            for one, two in pairs
        )

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {
            "indirect_effect": self.indirect,
            "direct_effect": self.direct,
            "total_effect": self.total,
            "robustness_value": self.robustness,
            "rows": counted(self.rows),
        }
        if self.share is not None:
            found["share_through"] = self.share
        if self.hinge is not None:
            found["indirect_effect_without"] = self.hinge.indirect
            found["direct_effect_without"] = self.hinge.direct
        for place, moved in enumerate(self.moved, 1):
            found[f"effect_on_mediator_{place}"] = moved
        return found


def _clear(effect: Quantity) -> bool:
    assert effect.ci_95 is not None
    return effect.ci_95[0] > 0 or effect.ci_95[1] < 0


def mediate(
    *,
    outcome: Array,
    treatment: Array,
    mediators: Array,
    covariates: Array,
    low: float,
    high: float,
    scale: Scale,
    mediator_scales: tuple[Scale, ...],
    clusters: Any = None,
    seed: int = 7,
) -> Mediation:
    """Natural effects of the treatment going from `low` to `high`.

    `outcome` and `treatment` (n,), `mediators` (n, k), `covariates` (n, p) without an intercept: what came
    before the treatment and may act on treatment, mediators or outcome. Two levels, or a dose. Rows of a
    cluster (codes (n,)) count together. Raises EstimationError with too few rows, or a mediator that the
    treatment determines.
    """
    n = len(outcome)
    if n < max(FEWEST, ROWS_PER_COLUMN * (2 + mediators.shape[1])):
        raise EstimationError(Message("mediation-too-few-rows", {"rows": counted(n)}))
    held = _expanded(covariates, n)
    if _determined(treatment, mediators, held):
        raise EstimationError(Message("mediation-determined"))
    two_levels = set(np.unique(treatment)) <= {low, high}
    found, extrapolated = None, False
    if two_levels:
        found = _by_influence(outcome, (treatment == high).astype(float), mediators, held)
        extrapolated = found is None
    if found is None:
        found = _by_nested_regressions(outcome, treatment, mediators, held, low, high, clusters, seed)
    values, influence = found
    total, indirect, direct = (values @ weights for weights in _PARTS)
    errors = [_error(influence @ weights, clusters) for weights in _PARTS]

    def quantity(value: float, error: float) -> Quantity:
        return Quantity(
            float(value), (float(value - REACH * error), float(value + REACH * error)), error, scale
        )

    share = None
    if abs(total) > SURE_OF_TOTAL * errors[0]:
        ratio = float(indirect / total)
        error = _error((influence @ _PARTS[1] - ratio * (influence @ _PARTS[0])) / total, clusters)
        limits = (ratio - REACH * error, ratio + REACH * error)
        share = Quantity(ratio, limits, error, Scale(ScaleKind.SHARE))
    moved = tuple(
        _moved(treatment, mediators[:, i], covariates, high - low, each, clusters)
        for i, each in enumerate(mediator_scales)
    )
    return Mediation(
        total=quantity(total, errors[0]),
        indirect=quantity(indirect, errors[1]),
        direct=quantity(direct, errors[2]),
        share=share,
        moved=moved,
        robustness=_robustness(outcome, treatment, mediators, held),
        rows=n,
        extrapolated=extrapolated,
    )


# Y(1, M(1)), Y(1, M(0)), Y(0, M(0)) -> total, indirect, direct
_PARTS = (np.array([1.0, 0.0, -1.0]), np.array([1.0, -1.0, 0.0]), np.array([0.0, 1.0, -1.0]))


def _error(influence: Array, clusters: Any) -> float:
    """Standard error of the mean of influence values (n,)."""
    centred = influence - influence.mean()
    if clusters is None:
        return math.sqrt(float(centred @ centred) / (len(centred) - 1) / len(centred))
    sums = cluster_sums(centred[:, None], clusters)[:, 0]
    count = len(sums)
    return math.sqrt(count / (count - 1) * float(sums @ sums)) / len(centred)


def _expanded(columns: Array, n: int) -> Array:
    """The columns standardised, and the squares of those that are no switches, where the rows bear them."""
    if columns.shape[1] == 0:
        return columns
    spread = columns.std(axis=0)
    made: Array = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    curved = [i for i in range(columns.shape[1]) if len(np.unique(columns[:, i])) > 2]
    if n < 2 * ROWS_PER_COLUMN * (columns.shape[1] + len(curved)):
        return made
    return np.asarray(np.column_stack([made, made[:, curved] ** 2]))


def _determined(treatment: Array, mediators: Array, held: Array) -> bool:
    """Is a mediator nothing but another form of the treatment (and of what is held fixed)?"""
    columns = np.column_stack([np.ones(len(treatment)), treatment, held])
    return any(
        float(least_squares(columns, mediators[:, i]).residuals.var()) <= 1e-8 * float(mediators[:, i].var())
        for i in range(mediators.shape[1])
    )


def _fit(columns: Array, outcome: Array) -> Callable[[Array], Array]:
    """The mean of the outcome given columns with an intercept, as a function of such columns."""
    if set(np.unique(outcome)) <= {0.0, 1.0} and len(np.unique(outcome)) == 2:
        try:
            logit = fit_likelihood(columns, outcome, LOGIT).coefficients
        except EstimationError:
            pass  # separated: the linear model of a share does not run off to infinity
        else:
            return lambda at: LOGIT.mean(at @ logit)
    linear = least_squares(columns, outcome).coefficients
    return lambda at: np.asarray(at @ linear)


def _by_influence(
    outcome: Array, treated: Array, mediators: Array, held: Array
) -> tuple[Array, Array] | None:
    """The three means (3,) and their influence values (n, 3) for a treatment of 0 and 1.

    None where so few treated rows have the mediators of untreated ones that weights tell nothing.
    """
    n = len(outcome)
    ones = np.ones((n, 1))
    bodies = np.column_stack([ones, held])
    with_mediators = np.column_stack([ones, _expanded(mediators, n), held])
    chance = propensity_scores(bodies, treated).values
    chance_given = propensity_scores(with_mediators, treated).values
    carried = np.where(treated == 1, (1 - chance_given) / chance_given / (1 - chance), 0.0)
    effective = effective_sample_size(carried[treated == 1])
    if effective < max(FEWEST_EFFECTIVE, LEAST_EFFECTIVE * treated.sum()):
        return None
    on, off = treated == 1, treated == 0
    mean_on = _fit(with_mediators[on], outcome[on])(with_mediators)
    crossed = _linear(bodies[off], mean_on[off], bodies)  # E[ E(Y | 1, M, X) | 0, X ]
    by_arm = [_fit(bodies[arm], outcome[arm])(bodies) for arm in (on, off)]
    influence = np.column_stack(
        [
            by_arm[0] + on / chance * (outcome - by_arm[0]),
            crossed + carried * (outcome - mean_on) + off / (1 - chance) * (mean_on - crossed),
            by_arm[1] + off / (1 - chance) * (outcome - by_arm[1]),
        ]
    )
    return influence.mean(axis=0), influence


def _linear(columns: Array, outcome: Array, at: Array) -> Array:
    return np.asarray(at @ least_squares(columns, outcome).coefficients)


def _by_nested_regressions(
    outcome: Array,
    treatment: Array,
    mediators: Array,
    held: Array,
    low: float,
    high: float,
    clusters: Any,
    seed: int,
) -> tuple[Array, Array]:
    """The three means (3,), and rows (n, 3) whose covariance is that of the bootstrap times n."""
    means = _nested_means(outcome, treatment, mediators, held, low, high)
    n, random = len(outcome), np.random.default_rng(seed)
    groups = None if clusters is None else [np.flatnonzero(clusters == g) for g in range(clusters.max() + 1)]
    draws = []
    for _ in range(RESAMPLES if n <= LARGE else RESAMPLES_LARGE):
        if groups is None:
            rows = random.integers(0, n, n)
        else:
            rows = np.concatenate([groups[g] for g in random.integers(0, len(groups), len(groups))])
        if len(np.unique(treatment[rows])) > 1:
            draws.append(
                _nested_means(outcome[rows], treatment[rows], mediators[rows], held[rows], low, high)
            )
    covariance: Array = np.asarray(np.cov(np.array(draws).T), dtype=np.float64)
    return means, _rows_with(covariance * n, n, clusters)


def _rows_with(covariance: Array, n: int, clusters: Any) -> Array:
    """(n, 3) values of mean zero whose mean has this covariance divided by n; alike for clusters."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    codes = np.arange(n) if clusters is None else clusters
    count = int(codes.max()) + 1
    # Three columns of +-1, orthogonal and of mean zero, spread over the clusters.
    angle = 2 * np.pi * np.arange(count) / count
    basis = np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle)]) * math.sqrt(2)
    if clusters is None:
        return np.asarray(basis @ root.T) * math.sqrt((n - 1) / n)
    sizes = np.bincount(codes, minlength=count)
    spread = basis * math.sqrt((count - 1) / count) * math.sqrt(n / count)
    return np.asarray((spread / sizes[:, None])[codes] @ root.T)


def _nested_means(
    outcome: Array, treatment: Array, mediators: Array, held: Array, low: float, high: float
) -> Array:
    """E Y(high, M(high)), E Y(high, M(low)), E Y(low, M(low)) by a regression of a regression's fit."""
    n = len(outcome)
    dose = len(np.unique(treatment)) > 4

    def bodies(level: Array) -> Array:
        curved = [level**2] if dose else []
        products = [level[:, None] * held] if n >= 2 * ROWS_PER_COLUMN * (2 * held.shape[1] + 3) else []
        return np.column_stack([np.ones(n), level, *curved, held, *products])

    curves = [i for i in range(mediators.shape[1]) if len(np.unique(mediators[:, i])) > 4]

    def whole(level: Array) -> Array:
        made = [bodies(level), mediators, level[:, None] * mediators]
        return np.column_stack([*made, mediators[:, curves] ** 2])

    # Linear also for a yes/no outcome: a difference of shares, fast enough to be drawn again and again.
    slopes = np.linalg.lstsq(whole(treatment), outcome, rcond=None)[0]
    at_low, at_high = np.full(n, low), np.full(n, high)
    # The fit at either level of the treatment, regressed on what came before the mediators.
    fitted = np.column_stack([whole(at_high) @ slopes, whole(at_low) @ slopes])
    inner = np.linalg.lstsq(bodies(treatment), fitted, rcond=None)[0]
    mediated_high, mediated_low = bodies(at_high).mean(axis=0), bodies(at_low).mean(axis=0)
    return np.array([mediated_high @ inner[:, 0], mediated_low @ inner[:, 0], mediated_low @ inner[:, 1]])


def _moved(
    treatment: Array, mediator: Array, covariates: Array, step: float, scale: Scale, clusters: Any
) -> Quantity:
    """What the treatment does to a mediator, the covariates held fixed."""
    fit = least_squares(
        np.column_stack([np.ones(len(treatment)), treatment, covariates]), mediator, clusters=clusters
    )
    value, error = float(fit.coefficients[1]) * step, fit.std_error(1) * abs(step)
    return Quantity(value, (value - REACH * error, value + REACH * error), error, scale)


def _robustness(outcome: Array, treatment: Array, mediators: Array, held: Array) -> Quantity:
    """Cinelli & Hazlett (2020), equation 19, with the partial R squared of all mediators together."""
    without = np.column_stack([np.ones(len(outcome)), treatment, held])
    left = least_squares(without, outcome).residuals
    less = least_squares(np.column_stack([without, mediators]), outcome).residuals
    share = max(0.0, 1 - float(less @ less) / max(float(left @ left), 1e-300))
    squared = share / max(1 - share, 1e-9)
    value = 0.5 * (math.sqrt(squared**2 + 4 * squared) - squared)
    return Quantity(value, None, None, Scale(ScaleKind.SHARE), decimals=0)
