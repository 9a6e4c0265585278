"""Logistic regression by Newton steps over tiles, started from the statistics of the first pass."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from tools.engine.arrays import Matrix, Vector
from tools.engine.layout import RowValues, Sums, added, number_matrix, weighted_sums
from tools.engine.projection import centred
from tools.engine.rows import TILE, Progress, Tile
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread

STEPS = 40
# Newton doubles the digits: a step this small leaves an error of its square.
SMALL_STEP = 1e-6
# After a step this small the last information is near enough for the next, which then needs only a gradient.
NEAR = 1e-3
RIDGE = 1e-8  # on coordinates of unit variance: moves no fit, stops one that separates
WARM_TILES = 2  # rows of the warm start: 65,536
WORTH_WARMING = 4 * WARM_TILES * TILE


@dataclass(frozen=True)
class Logistic:
    """Chance of a label being one, given the covariates."""

    coefficients: Vector  # (q,) on z, zeros for treatment and outcome
    converged: bool
    passes: int  # full passes over the rows


@dataclass(frozen=True)
class _Value:
    """Minus log-likelihood, gradient and information at one point."""

    loss: float
    gradient: Vector  # (q - 2,)
    information: Matrix  # (q - 2, q - 2)


def logistic(
    statistics: Statistics, *, of_outcome_in_arm: int | None = None, progress: Progress | None = None
) -> Logistic:
    """Maximum likelihood for the treatment, or for a 0/1 outcome among the rows of one arm.

    McCullagh & Nelder (1989), section 2.5. Starts at the discriminant that the cross-products give (Efron
    1975, JASA 70), in large samples then from the fit on the first rows, so that two or three passes over
    all rows are left. Copies of other covariates get no coefficient.
    """
    kept = [0, *statistics.projection.kept]
    point = _discriminant(statistics, of_outcome_in_arm)
    if statistics.rows > WORTH_WARMING:
        warm = list(islice(statistics.rows_again().tiles(), WARM_TILES))
        point, _, _ = _newton(statistics, warm, kept, point, of_outcome_in_arm, None)
    point, passes, converged = _newton(statistics, None, kept, point, of_outcome_in_arm, progress)
    return Logistic(point, converged, passes)


def chances(score: Vector) -> Vector:
    """1 / (1 + exp(-score)), by numpy's vector exponential; never quite 0 or 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -35.0, 35.0))))


def _discriminant(statistics: Statistics, arm: int | None) -> Vector:
    """Linear discriminant as a start: least-squares slopes over the residual variance, intercept to match."""
    point = np.zeros(len(statistics.total))
    if arm is not None or statistics.arms is None:
        return point
    found, total = statistics.projection, statistics.total
    rows, kept = total[0, 0], list(found.kept)
    share = total[0, -2] / rows
    slopes = found.treatment_on / (found.left[0, 0] / rows)
    # Very different arms make the discriminant overshoot; Newton then starts from the share alone.
    spread = float(np.sqrt(max(slopes @ centred(total)[np.ix_(kept, kept)] @ slopes / rows, 0.0)))
    slopes = slopes if spread < 4 else slopes * (4 / spread)
    point[kept] = slopes
    point[0] = np.log(share / (1 - share)) - float(slopes @ total[0, kept]) / rows
    return point


def _newton(
    statistics: Statistics,
    tiles: list[Tile] | None,
    kept: list[int],
    point: Vector,
    arm: int | None,
    progress: Progress | None,
) -> tuple[Vector, int, bool]:
    """Newton steps with halving: (point, passes, converged)."""
    old = _value(statistics, tiles, point, arm, None, progress)
    for passes in range(1, STEPS):
        step = np.zeros_like(point)
        step[kept] = _step(old, kept)
        scale = np.sqrt(np.diag(old.information)[kept] / max(old.information[0, 0], 1e-300))
        length = float(np.abs(step[kept] * scale).max())
        if length < SMALL_STEP:
            return point + step, passes, True
        known = old.information if length < NEAR else None
        if tiles is not None and passes > 8:
            return point, passes, False  # a start need not be perfect
        size = 1.0
        new = _value(statistics, tiles, point + step, arm, known, progress)
        while new.loss > old.loss + 1e-12 * abs(old.loss) and size > 1e-4:
            size /= 2
            new = _value(statistics, tiles, point + size * step, arm, None, progress)
        point, old = point + size * step, new
    return point, STEPS, False


def _step(value: _Value, kept: list[int]) -> Vector:
    information = value.information[np.ix_(kept, kept)]
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    scaled = information / np.outer(scale, scale) + RIDGE * np.eye(len(kept))
    return np.asarray(np.linalg.solve(scaled, value.gradient[kept] / scale) / scale)


def _value(
    statistics: Statistics,
    tiles: list[Tile] | None,
    point: Vector,
    arm: int | None,
    known: Matrix | None,
    progress: Progress | None,
) -> _Value:
    """Loss and gradient at `point`; the information too, unless it is known well enough."""
    layout = statistics.layout
    counts = [len(levels) for levels in layout.levels]
    score_of = RowValues(layout, point[:, None])

    def of(tile: Tile) -> tuple[float, Vector, Sums | None]:
        rows = tile if arm is None else tile.where(tile.treatment == arm)
        matrix = number_matrix(rows, layout.shift, outcome=False)
        score = score_of.of_matrix(matrix, rows.codes)[:, 0]
        label = rows.treatment if arm is None else rows.outcome
        chance = chances(score)
        # log(1 + exp(s)) is max(s, 0) - log(chance of the likelier label), without a slow logarithm.
        likelier = np.log(np.maximum(chance, 1.0 - chance)).sum()
        loss = float(np.maximum(score, 0.0).sum() - likelier - label @ score)
        residual = combined(layout.kept_codes, matrix, rows, label - chance)
        if known is not None:
            return loss, residual, None
        return loss, residual, weighted_sums(rows, matrix, counts, chance * (1 - chance))

    loss, gradient = 0.0, np.zeros(layout.width)
    information: Sums | None = None
    with one_thread():
        for parts in map(of, tiles if tiles is not None else statistics.rows_again().tiles(progress)):
            loss, gradient = loss + parts[0], gradient + parts[1]
            information = information if parts[2] is None else added(information, parts[2])
    if information is not None:
        known = layout.cross_products(information)
    assert known is not None  # statistics have rows
    return _Value(loss, gradient, known)


def combined(kept_codes: tuple[tuple[int, ...], ...], matrix: Matrix, tile: Tile, weights: Vector) -> Vector:
    """Sum over rows of z without treatment and outcome, each row counted `weights` times. (q - 2,)"""
    parts: list[Vector] = [np.asarray(matrix.T @ weights)]
    for kept, codes in zip(kept_codes, tile.codes, strict=True):
        counted: Any = np.bincount(codes, weights, minlength=max(kept, default=0) + 1)
        parts.append(counted[list(kept)])
    return np.concatenate(parts)
