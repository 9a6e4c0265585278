"""Logistic regression by Newton steps over tiles, started from the statistics of the first pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.design import DENSE_TILE, Coded, TileDesign, designs, for_products
from tools.engine.projection import centred
from tools.engine.rows import MemoryRows, Progress, Tile
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread

STEPS = 40
# A step this small leaves less than the rounding of the estimates it is for; see `_newton`.
SMALL_STEP = 1e-6
SMALL_REST = 1e-10
# After a step this small the last information is near enough for the next, which then needs only a gradient.
NEAR = 1e-2
RIDGE = 1e-8  # on coordinates of unit variance: moves no fit, stops one that separates
WARM_ROWS = 16_384  # of the sample that the warm start is fitted on
WORTH_WARMING = 3 * WARM_ROWS
WARM_STEP = 1e-3  # a start need not be perfect


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
    1975, JASA 70), in large samples then from the fit on a sample, so that two or three passes over all
    rows are left. Copies of other covariates get no coefficient.
    """
    kept = [0, *statistics.projection.kept]
    point, known = _discriminant(statistics, of_outcome_in_arm), None
    sample = _sample(statistics)
    if sample is not None:
        fit = _Newton(statistics, [sample], kept, of_outcome_in_arm, None)
        point, _, converged = fit.run(point, None, WARM_STEP)
        # Scaled up, its information is right to a few per cent: enough for a first step on all rows.
        known = fit.information * (statistics.rows / sample.rows) if converged else None
    fit = _Newton(statistics, None, kept, of_outcome_in_arm, progress)
    point, passes, converged = fit.run(point, known, SMALL_STEP)
    return Logistic(point, converged, passes)


def _sample(statistics: Statistics) -> Tile | None:
    """Some rows from all over the table, or the first ones of a file; None: too few to be worth it."""
    if statistics.rows <= WORTH_WARMING:
        return None
    rows = statistics.rows_again()
    if isinstance(rows, MemoryRows):
        return rows.sample(rows.length // WARM_ROWS)
    return next(rows.tiles())


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
    spread = float(np.sqrt(max(slopes @ picked(centred(total), kept, kept) @ slopes / rows, 0.0)))
    slopes = slopes if spread < 4 else slopes * (4 / spread)
    point[kept] = slopes
    point[0] = np.log(share / (1 - share)) - float(slopes @ total[0, kept]) / rows
    return point


class _Newton:
    """Newton steps with halving, over all rows or those of `tiles`."""

    def __init__(
        self,
        statistics: Statistics,
        tiles: list[Tile] | None,
        kept: list[int],
        arm: int | None,
        progress: Progress | None,
    ) -> None:
        self._statistics, self._tiles, self._kept = statistics, tiles, kept
        self._arm, self._progress = arm, progress
        self.information: Matrix = np.empty((0, 0))  # where it was last computed

    def run(self, point: Vector, known: Matrix | None, small: float) -> tuple[Vector, int, bool]:
        """From `point`, with the information there if known: (point, passes, converged)."""
        old, before, exact = self._value(point, known), 0.0, known is None
        for passes in range(1, STEPS if self._tiles is None else 9):
            step = np.zeros_like(point)
            step[self._kept] = _step(old, self._kept)
            spread = np.sqrt(np.diag(old.information)[self._kept] / max(old.information[0, 0], 1e-300))
            length = float(np.abs(step[self._kept] * spread).max())
            # Steps shrink at least as fast as the last one did, so the rest is bounded by a ratio of them.
            if length < small or (before and length * length / before < SMALL_REST):
                return point + step, passes, True
            known, exact = old.information if exact and length < NEAR else None, True
            size = 1.0
            new = self._value(point + step, known)
            while new.loss > old.loss + 1e-12 * abs(old.loss) and size > 1e-4:
                size /= 2
                new = self._value(point + size * step, None)
            point, old, before = point + size * step, new, length
        return point, STEPS, False

    def _value(self, point: Vector, known: Matrix | None) -> _Value:
        """Loss and gradient at `point`; the information too, unless it is known well enough."""
        found = _value(self._statistics, self._tiles, point, self._arm, known, self._progress)
        self.information = found.information
        return found


def _step(value: _Value, kept: list[int]) -> Vector:
    information = picked(value.information, kept, kept)
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
    layout, coefficients = statistics.layout, point[:-2, None]

    def parts() -> Iterator[tuple[Tile, TileDesign]]:
        if tiles is None and arm is None:
            yield from designs(statistics.rows_again(), layout, progress, products=known is None)
            return
        for tile in tiles if tiles is not None else statistics.rows_again().tiles(progress, DENSE_TILE):
            rows = tile if arm is None else tile.where(tile.treatment == arm)
            yield rows, for_products(layout, rows) if known is None else Coded(layout, rows)

    loss, gradient = 0.0, np.zeros(layout.width)
    information = np.zeros((layout.width, layout.width)) if known is None else known
    with one_thread():
        for rows, design in parts():
            score = design.values(coefficients)[0]
            label = rows.treatment if arm is None else rows.outcome
            chance = chances(score)
            # log(1 + exp(s)) is max(s, 0) - log(chance of the likelier label), without a slow logarithm.
            likelier = np.log(np.maximum(chance, 1.0 - chance)).sum()
            loss += float(np.maximum(score, 0.0).sum() - likelier - label @ score)
            gradient = gradient + design.sums(label - chance)
            if known is None:
                information += design.gram(chance * (1 - chance))
    return _Value(loss, gradient, information)
