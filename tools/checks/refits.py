"""Re-estimating on changed rows: at once by cross-products, or by the estimator itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from tools.checks.linear import LinearFit, effect_from_moments
from tools.checks.setting import ONE_PASS_ROWS, Setting
from tools.engine.draws import shuffled_effects, subset_effects, with_noise_covariate
from tools.engine.projection import centred
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.estimators.linear import Codes, Matrix, Vector, cluster_codes
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
        raise EstimationError(f"The estimator {name!r} is not registered, so it cannot be run again.")
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
