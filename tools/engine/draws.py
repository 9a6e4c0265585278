"""Bootstrap, subsets, placebo and random covariates, drawn from the statistics alone.

Bootstrap and subsets add up whole random blocks. Placebo and random covariates need no rows at all: what a
shuffled treatment or a made-up covariate does to a regression depends on a few cross-products, whose
distribution is known.
"""

from __future__ import annotations

import zlib

import numpy as np

from tools.engine.arrays import Matrix, Vector
from tools.engine.projection import centred
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread
from tools.errors import OptionError

MANY_ROWS = 100  # rows a coordinate from which the covariates' coefficients are held in resampling
AT_ONCE = 32 << 20  # bytes of cross-products solved at once


def bootstrap_effects(statistics: Statistics, draws: int = 399, *, seed: int | None = None) -> Vector:
    """Effects per unit of treatment on resampled blocks. (draws,)

    As many blocks as there are, drawn with replacement (Davison & Hinkley 1997, section 3.8: blocks of
    independent rows); valid whatever the errors' variances.
    """
    _many(draws)
    count = len(statistics.scores.rows)
    generator = _generator(statistics, "bootstrap", seed)
    drawn = generator.integers(count, size=(draws, count)) + count * np.arange(draws)[:, None]
    times = np.bincount(drawn.ravel(), minlength=draws * count).reshape(draws, count)
    return _resampled(statistics, times.astype(np.float64))


def subset_effects(
    statistics: Statistics, share: float = 0.8, draws: int = 100, *, seed: int | None = None
) -> Vector:
    """Effects per unit of treatment on random subsets of `share` of the blocks. (draws,)"""
    _many(draws)
    if not 0 < share < 1:
        raise OptionError(f"share={share} of the rows is no subset. Take a number between 0 and 1.")
    count = len(statistics.scores.rows)
    kept = max(1, round(share * count))
    generator = _generator(statistics, "subset", seed)
    chosen = generator.permuted(np.tile(np.arange(count) < kept, (draws, 1)), axis=1)
    return _resampled(statistics, chosen.astype(np.float64))


def _resampled(statistics: Statistics, times: Matrix) -> Vector:
    """Effects with block k counted times[:, k] times; a draw that has no effect to estimate is left out.

    In samples that are large beside their covariates the covariates' coefficients are held, see
    `tools.engine.statistics`: spreads then differ from a refit's by less than 1 / MANY_ROWS. In others each
    draw is a regression of its own.
    """
    value = float(statistics.projection.left[0, 1] / statistics.projection.left[0, 0])
    if statistics.rows >= MANY_ROWS * len(statistics.total):
        scores = statistics.scores
        squares, products = times @ scores.squares, times @ scores.products
        varied = squares > 1e-9 * statistics.projection.left[0, 0]
        return np.asarray(value + products[varied] / squares[varied])
    flat, unpack, unit = statistics.whitened
    used = np.flatnonzero(statistics.blocks[:, 0, 0] > 0)
    width = len(unpack)
    step = max(1, AT_ONCE // (width * width * 8))
    with one_thread():
        effects = [
            _slopes(np.take(times[first : first + step] @ flat[used], unpack, axis=1))
            for first in range(0, len(times), step)
        ]
    moved = np.concatenate(effects)
    return np.asarray(value + unit * moved[np.isfinite(moved)])


def _slopes(sums: Matrix) -> Vector:
    """Slope of the last coordinate on the one before, given the others. sums (draws, w, w) -> (draws,)"""
    wide = sums.shape[-1] - 2
    # Far below rounding for the full sample; it keeps a level that a draw lacks solvable.
    covariates = sums[:, :wide, :wide] + 1e-10 * np.eye(wide)
    cross = sums[:, :wide, wide:]
    left = sums[:, wide:, wide:] - cross.transpose(0, 2, 1) @ np.linalg.solve(covariates, cross)
    return np.asarray(left[:, 0, 1] / np.where(left[:, 0, 0] > 1e-9, left[:, 0, 0], np.nan))


def placebo_effects(statistics: Statistics, draws: int = 100, *, seed: int | None = None) -> Vector:
    """Effects per unit of a treatment dealt out at random among the rows; see `shuffled_effects`. (draws,)"""
    found = statistics.projection
    about = float(centred(statistics.total)[-2, -2])
    generator = _generator(statistics, "placebo", seed)
    return shuffled_effects(
        statistics.rows, len(found.kept), about, float(found.left[1, 1]), draws, generator
    )


def shuffled_effects(
    rows: int, covariates: int, treatment: float, outcome: float, draws: int, generator: np.random.Generator
) -> Vector:
    """Effects of a shuffled treatment, without shuffling anything. (draws,)

    `treatment` is its sum of squares about the mean, `outcome` that of the outcome with the `covariates`
    taken out. Over all orders the cross-product of the two has mean 0 and variance treatment * outcome /
    (rows - 1), and is normal in large samples; what the covariates explain of a shuffled treatment is
    chi-squared beside it (Hajek 1961, Annals of Mathematical Statistics 32; Lehmann & Romano 2005, 15.2).
    """
    _many(draws)
    unit = treatment / (rows - 1)
    shared = generator.standard_normal(draws) * np.sqrt(unit * outcome)
    explained = unit * generator.chisquare(covariates, draws) if covariates else np.zeros(draws)
    return np.asarray(shared / np.maximum(treatment - explained, 1e-9 * treatment))


def random_cause_effects(statistics: Statistics, draws: int = 100, *, seed: int | None = None) -> Vector:
    """Effects per unit with a made-up covariate of pure noise added; see `with_noise_covariate`. (draws,)"""
    found = statistics.projection
    generator = _generator(statistics, "random cause", seed)
    return with_noise_covariate(found.left, statistics.rows - found.rank, draws, generator)


def with_noise_covariate(left: Matrix, freedom: int, draws: int, generator: np.random.Generator) -> Vector:
    """Effects after adding a normal covariate that has nothing to do with anything. (draws,)

    `left` (2, 2) are cross-products of [treatment, outcome] with the covariates taken out, `freedom` the
    regression's residual degrees of freedom. Exact: the covariate's products with treatment and residual
    are normal, and what is left of it is chi-squared, all independent.
    """
    _many(draws)
    (tt, ty), (_, yy) = left
    value = ty / tt
    with_treatment, with_residual = generator.standard_normal((2, draws))
    rest = generator.chisquare(max(freedom - 1, 1), draws)
    # With the covariate projected out: residual products lose a share, which is what moves the slope.
    squares = rest + with_residual**2
    error = np.sqrt(max(float(yy - value * ty), 0.0) / tt)
    return np.asarray(value - error * with_treatment * with_residual / squares)


def _many(draws: int) -> None:
    if draws < 1:
        raise OptionError(f"draws={draws} is not a number of draws. Ask for one or more.")


def _generator(statistics: Statistics, what: str, seed: int | None) -> np.random.Generator:
    """A generator of its own for each kind of draw."""
    return np.random.default_rng([statistics.seed if seed is None else seed, zlib.crc32(what.encode())])
