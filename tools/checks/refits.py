"""Re-estimating on changed rows: at once by cross-products, or by the estimator itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import LinearFit, effect_from_moments, encode, fit_linear
from tools.checks.quantities import count, share
from tools.checks.setting import ONE_PASS_ROWS, Setting
from tools.engine.draws import shuffled_effects, subset_effects, with_noise_covariate
from tools.engine.projection import centred
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes
from tools.messages import Column, Message, Quoted
from tools.parallel import each
from tools.types import DesignKind, Estimand, Sample

CHUNK_NUMBERS = 4_000_000  # random numbers held at once: 32 MB
REFITS = 20
# Above this size a slow estimator is replaced by its linear analogue: 40 refits stay under half a second.
REFIT_WORK = 2_500_000  # rows times squared columns


def needs_refits(setting: Setting) -> bool:
    """Is the estimate no regression, and either small enough to repeat or without a linear analogue?"""
    if setting.design.kind in (DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.IV):
        work = setting.sample.rows * (setting.covariates.matrix.shape[1] + 1) ** 2
        return setting.sample.rows < ONE_PASS_ROWS and work <= REFIT_WORK and not setting.is_linear
    return True


def reestimates(setting: Setting, frames: Iterable[pd.DataFrame]) -> Vector:
    """The estimate under attack on each frame, by the same estimator; frames that have none are left out.

    On the workers of a cluster where there is one, see `tools.parallel`.
    """
    name = setting.estimate.estimator
    if name not in ESTIMATORS:
        raise EstimationError(Message("check-reason-not-registered", {"estimator": Quoted(name)}))
    pieces = ((name, replace(setting.sample, frame=frame), setting.estimand) for frame in frames)
    found = [value for value in each(_reestimate, pieces) if value is not None]
    return np.asarray(found, dtype=np.float64)


def _reestimate(name: str, sample: Sample, estimand: Estimand) -> float | None:
    try:
        return float(ESTIMATORS[name](sample, estimand).value)
    except EstimationError:
        return None


def random_subsets(setting: Setting, share: float, generator: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Frames with a random `share` of the rows; clusters and units followed over time stay whole."""
    units = setting.clusters
    if units is None:
        units = cluster_codes(setting.frame, setting.design.unit)
    if units is None:
        units = np.arange(setting.sample.rows)
    count = int(units.max()) + 1
    for _ in range(REFITS):
        kept = np.zeros(count, dtype=bool)
        kept[generator.permutation(count)[: max(1, round(share * count))]] = True
        yield setting.frame[kept[units]].reset_index(drop=True)


def shuffles(
    values: Vector,
    clusters: Codes | None,
    draws: int,
    generator: np.random.Generator,
) -> Iterator[Matrix]:
    """Chunks (rows, some draws) of `values` in random order, `draws` columns in all.

    Where each cluster has one value (whole villages were treated), the clusters' values are shuffled.
    """
    source, places = values, None
    if clusters is not None and _by_cluster(values, clusters):
        source, places = np.zeros(clusters.max() + 1), clusters
        source[clusters] = values
    for size in _chunks(len(values), draws):
        drawn = generator.permuted(np.tile(source, (size, 1)), axis=1).T
        yield drawn if places is None else drawn[places]


def _by_cluster(values: Vector, clusters: Codes | None) -> bool:
    """Has each cluster one value?"""
    if clusters is None:
        return False
    per_cluster = np.zeros(clusters.max() + 1)
    per_cluster[clusters] = values
    return np.array_equal(per_cluster[clusters], values)


def _chunks(rows: int, draws: int) -> Iterator[int]:
    step = max(1, CHUNK_NUMBERS // rows)
    for start in range(0, draws, step):
        yield min(step, draws - start)


def shuffled_treatment(setting: Setting, draws: int, generator: np.random.Generator) -> Vector:
    """Effects per unit of the treatment in random order. (draws,)"""
    if setting.statistics is None:
        return effects_of_shuffled(setting.linear, setting.treatment, draws, generator)
    found, rows = setting.statistics.projection, setting.statistics.rows
    spread = float(centred(setting.statistics.total)[-2, -2])
    return shuffled_effects(rows, len(found.kept), spread, float(found.left[1, 1]), draws, generator)


def random_covariate(setting: Setting, draws: int, generator: np.random.Generator) -> Vector:
    """Effects per unit with one more covariate, drawn from a normal distribution each time. (draws,)"""
    if setting.statistics is None:
        return effects_with_random_covariate(setting.linear, draws, generator)
    left, freedom = setting.statistics.projection.left, setting.slope.degrees_of_freedom
    return with_noise_covariate(left, freedom, draws, generator)


def subsets(setting: Setting, share: float, draws: int, generator: np.random.Generator) -> Vector:
    """Effects per unit on random subsets of `share` of the rows. (draws,)"""
    if setting.statistics is None:
        return effects_on_subsets(setting.linear, share, draws, generator)
    return subset_effects(setting.statistics, share, draws)


def effects_of_shuffled(fit: LinearFit, values: Vector, draws: int, generator: np.random.Generator) -> Vector:
    """Effects per unit of a treatment that is `values` in random order; covariates as in `fit`. (draws,)

    In large samples without whole clusters to shuffle, nothing is shuffled: the draws come from the known
    distribution of the cross-products, see `tools.engine.draws.shuffled_effects`.
    """
    centred = values - values.mean()  # the intercept takes it out anyway; less rounding this way
    if fit.rows >= ONE_PASS_ROWS and not _by_cluster(values, fit.clusters):
        spread, outcome = float(centred @ centred), float(fit.outcome @ fit.outcome)
        return shuffled_effects(fit.rows, fit.basis.shape[1] - 1, spread, outcome, draws, generator)
    effects = []
    for drawn in shuffles(centred, fit.clusters, draws, generator):
        explained = fit.basis.T @ drawn
        # A shuffle that the covariates explain completely has no effect to estimate.
        left = (drawn**2).sum(axis=0) - (explained**2).sum(axis=0)
        effects.append((fit.outcome @ drawn) / np.where(left > 1e-9 * (centred @ centred), left, np.nan))
    found = np.concatenate(effects)
    return np.asarray(found[np.isfinite(found)])


def effects_with_random_covariate(fit: LinearFit, draws: int, generator: np.random.Generator) -> Vector:
    """Effects per unit with one more covariate, drawn from a normal distribution each time. (draws,)

    Least squares in large samples draws what such a covariate does to the cross-products, which is known
    exactly, instead of the covariate: see `tools.engine.draws.with_noise_covariate`.
    """
    moments = fit.variables.T @ fit.variables
    if fit.rows >= ONE_PASS_ROWS and len(moments) == 2:
        return with_noise_covariate(moments, fit.degrees_of_freedom, draws, generator)
    effects = []
    for size in _chunks(fit.rows, draws):
        covariate = generator.standard_normal((size, fit.rows)).T
        explained = fit.basis.T @ covariate
        left = (covariate**2).sum(axis=0) - (explained**2).sum(axis=0)
        shared = (fit.variables.T @ covariate).T  # residuals are orthogonal to the basis already
        taken_out = shared[:, :, None] * shared[:, None, :] / left[:, None, None]
        effects.append(effect_from_moments(moments - taken_out))
    return np.concatenate(effects)


def effects_on_subsets(
    fit: LinearFit, share: float, draws: int, generator: np.random.Generator, blocks: int = 50
) -> Vector:
    """Effects per unit on random subsets of `share` of the rows. (draws,)

    Rows (whole clusters, where there are any) are dealt at random into blocks; each subset is a choice
    of blocks, so that adding up the blocks' cross-products replaces going through the rows again.
    """
    units = np.arange(fit.rows) if fit.clusters is None else fit.clusters
    count = int(units.max()) + 1
    blocks = min(blocks, count)
    block_of_unit = generator.permutation(np.arange(count) % blocks)
    block = block_of_unit[units]
    order = np.argsort(block, kind="stable")
    both = np.column_stack([fit.basis, fit.variables])[order]
    edges = np.searchsorted(block[order], np.arange(blocks + 1))
    grams = np.stack([both[a:b].T @ both[a:b] for a, b in pairwise(edges)])
    kept = max(1, round(share * blocks))
    chosen = generator.permuted(np.tile(np.arange(blocks) < kept, (draws, 1)), axis=1)
    width = both.shape[1]
    sums = (chosen.astype(float) @ grams.reshape(blocks, -1)).reshape(draws, width, width)
    wide = fit.basis.shape[1]
    # The ridge is far below rounding for the full sample; it keeps a level that a subset lacks solvable.
    covariates = sums[:, :wide, :wide] + 1e-10 * np.eye(wide)
    cross = sums[:, :wide, wide:]
    moments = sums[:, wide:, wide:] - cross.transpose(0, 2, 1) @ np.linalg.solve(covariates, cross)
    return effect_from_moments(moments)


# ---------------- Placebos: treatments and outcomes on which the true effect is known to be nothing


SHUFFLES = 200


@check(
    "placebo_treatment",
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.FRONTDOOR),
)
def placebo_treatment(setting: Setting) -> Finding:
    """Judged by the shuffled estimates themselves: zero has to be in their middle 95%.

    So a pass is "nothing found where nothing is". DoWhy's refuter gives a p-value of that same comparison,
    where a large p is the good result, which its users keep reading the other way round; none is given here.

    The same draws give the permutation p-value of no effect at all (Fisher 1935; Imbens & Rubin 2015,
    ch. 5), told in the sentence and not part of the rule: a true effect of zero is no fault of the estimate.
    """
    generator = setting.generator("placebo_treatment")
    note: tuple[Message, ...] = ()
    if needs_refits(setting):
        effects, real = _refitted(setting, generator), setting.estimate.value
    else:
        effects = shuffled_treatment(setting, SHUFFLES, generator) * setting.contrast
        real, note = setting.linear_value, setting.method_note
    if len(effects) < 10:
        return cannot_run(Message("check-reason-shuffled-treatment"))
    return _judge(setting, effects, real, note)


def _refitted(setting: Setting, generator: np.random.Generator) -> Vector:
    name = str(setting.sample.query.treatment)
    chunks = shuffles(setting.treatment, setting.clusters, REFITS, generator)
    return reestimates(
        setting, (setting.frame.assign(**{name: drawn}) for chunk in chunks for drawn in chunk.T)
    )


def _judge(setting: Setting, effects: Vector, real: float, note: tuple[Message, ...]) -> Finding:
    below, above = np.quantile(effects, [0.025, 0.975])
    if len(effects) < 40:
        # So few draws have no 2.5% tail of their own: use a normal one with their mean and spread.
        middle, spread = effects.mean(), effects.std(ddof=1)
        below, above = middle - 1.96 * spread, middle + 1.96 * spread
    reached = int((np.abs(effects) >= abs(real)).sum())
    return Finding(
        bool(below <= 0 <= above),
        float(effects.mean()),
        (
            Message(
                "check-placebo-treatment-found",
                {
                    "draws": count(len(effects)),
                    "mean": setting.amount(effects.mean()),
                    "low": setting.amount(below),
                    "high": setting.amount(above),
                    "real": setting.amount(real),
                    "reached": count(reached),
                },
            ),
            Message("check-rule-nothing-inside"),
            *note,
        ),
    )


def earlier_outcome(setting: Setting) -> str | None:
    """The covariate that measures the outcome at an earlier time, judged by its name and correlation.

    `re75` beside `re78`, `weight_before` beside `weight_after`: the same first word or letters, numeric,
    and correlated with the outcome by 0.2 or more.
    """
    outcome = setting.sample.query.outcome
    stem = _stem(outcome)
    best, strongest = None, 0.2
    for name in setting.covariate_names:
        beside = name.endswith(" (missing)") or name in setting.sample.owners
        if beside or len(stem) < 2 or _stem(name) != stem:
            continue
        if len(encode(setting.frame, (name,)).labels) != 1:
            continue
        correlation = abs(float(np.corrcoef(setting.column(name), setting.outcome)[0, 1]))
        if correlation >= strongest:
            best, strongest = name, correlation
    return best


def _stem(name: str) -> str:
    match = re.match(r"[^\W\d_]+", name.casefold())
    return match.group() if match else ""


@check(
    "placebo_outcome",
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
    applies=lambda setting: earlier_outcome(setting) is not None,
)
def placebo_outcome(setting: Setting) -> Finding:
    """Effect on a lagged outcome, adjusting for all else (Imbens & Rubin 2015, section 21.4)."""
    earlier = earlier_outcome(setting)
    if earlier is None:
        return cannot_run(Message("check-reason-no-earlier-outcome"))
    own = {earlier, f"{earlier} (missing)", *setting.sample.forms.get(earlier, ())}
    others = tuple(name for name in setting.covariate_names if name not in own)
    covariates = encode(setting.frame, others).matrix
    fit = fit_linear(covariates, setting.treatment, setting.column(earlier), clusters=setting.clusters)
    value, margin = fit.value * setting.contrast, 1.96 * fit.std_error * abs(setting.contrast)
    return Finding(
        abs(value) <= margin,
        value,
        (
            Message(
                "check-placebo-outcome-found",
                {
                    "earlier": Column(earlier),
                    "effect": setting.amount(value),
                    "low": setting.amount(value - margin),
                    "high": setting.amount(value + margin),
                },
            ),
            Message("check-placebo-outcome-rule"),
        ),
    )


# ---------------- Does the estimate hold when the rows or the covariates change a little?


DRAWS = 100
SHARE = 0.8  # of the rows in a subset
AGREE = 0.8  # share of the subsets that must agree; sampling error alone leaves about 0.95
REGRESSION_DESIGNS = (DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.IV)


@check(
    "random_common_cause",
    designs=REGRESSION_DESIGNS,
)
def random_common_cause(setting: Setting) -> Finding:
    """Exact for regression and two-stage least squares: see `tools.checks.refits.random_covariate`."""
    if setting.slope.degrees_of_freedom < 3:
        return cannot_run(Message("check-reason-hardly-more-rows"))
    generator = setting.generator("random_common_cause")
    effects = random_covariate(setting, DRAWS, generator) * setting.contrast
    moved = float(np.quantile(np.abs(effects - setting.linear_value), 0.95))
    allowed = 0.5 * setting.slope.std_error * abs(setting.contrast)
    return Finding(
        moved <= allowed,
        float(effects.mean()),
        (
            Message(
                "check-random-common-cause-found",
                {
                    "draws": count(DRAWS),
                    "mean": setting.amount(effects.mean()),
                    "without": setting.amount(setting.linear_value),
                    "moved": setting.amount(moved),
                },
            ),
            Message("check-random-common-cause-rule", {"allowed": setting.amount(allowed)}),
            *setting.method_note,
        ),
    )


@check(
    "subset_stability",
    designs=(*REGRESSION_DESIGNS, DesignKind.FRONTDOOR, DesignKind.DID, DesignKind.RDD),
)
def subset_stability(setting: Setting) -> Finding:
    """An 80% subset differs from the whole by 0.5 standard errors: sqrt((1 - f) / f) with f = 0.8."""
    if setting.sample.rows < 20:
        return cannot_run(Message("check-reason-too-few-to-leave", {"rows": count(setting.sample.rows)}))
    generator = setting.generator("subset_stability")
    whole, std_error = setting.estimate.value, setting.estimate.std_error
    note: tuple[Message, ...] = ()
    if needs_refits(setting):
        effects = reestimates(setting, random_subsets(setting, SHARE, generator))
        if len(effects) < REFITS / 2:
            return cannot_run(Message("check-reason-no-subset-estimate", {"part": share(SHARE)}))
    else:
        effects = subsets(setting, SHARE, DRAWS, generator) * setting.contrast
        if not setting.is_linear:
            std_error = setting.slope.std_error * abs(setting.contrast)
            whole, note = setting.linear_value, setting.method_note
    margin = 1.96 * std_error * float(np.sqrt((1 - SHARE) / SHARE))
    agree = float((np.abs(effects - whole) <= margin).mean())
    low, high = np.quantile(effects, [0.025, 0.975])
    return Finding(
        agree >= AGREE,
        agree,
        (
            Message(
                "check-subset-stability-found",
                {
                    "draws": count(len(effects)),
                    "part": share(SHARE),
                    "low": setting.amount(low),
                    "high": setting.amount(high),
                    "whole": setting.amount(whole),
                    "agree": share(agree),
                    "margin": setting.amount(margin),
                },
            ),
            Message("check-rule-at-least-share", {"limit": share(AGREE)}),
            *note,
        ),
    )


@check(
    "leave_one_covariate_out",
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
    applies=lambda setting: len(setting.varied) > 1,
)
def leave_one_covariate_out(setting: Setting) -> Finding:
    """Each covariate (all levels of it) left out of the regression in turn."""
    regression = setting.groups
    without = {name: value * setting.contrast for name, value in regression.effects_without.items()}
    moved_by = {name: abs(value - setting.linear_value) for name, value in without.items()}
    most = max(moved_by, key=lambda name: moved_by[name])
    half_width = 1.96 * setting.slope.std_error * abs(setting.contrast)
    clear = abs(setting.linear_value) > half_width
    flipped = [n for n, value in without.items() if np.sign(value) != np.sign(setting.linear_value)]
    return Finding(
        not (clear and flipped),
        without[most],
        (
            Message(
                "check-leave-one-covariate-out-found",
                {
                    "covariate": Column(most),
                    "from": setting.amount(setting.linear_value),
                    "to": setting.amount(without[most]),
                },
            ),
            Message("check-leave-one-covariate-out-rule", {"covariates": count(len(without))}),
            *setting.method_note,
        ),
    )
