"""Propensity weighting and AIPW from a few passes over the rows, with intervals by influence function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import special

from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.design import DENSE_TILE, Coded, TileDesign, designs, for_products
from tools.engine.projection import centred, project
from tools.engine.rows import MemoryRows, Progress, Tile
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread
from tools.errors import EstimationError, OptionError
from tools.messages import Column, Message, Quoted, counted

# ---------------- Logistic regression by Newton steps over tiles, started from the statistics of the first p


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


LOWEST = 0.01  # propensities are kept between LOWEST and 1 - LOWEST, as in `tools.estimators.propensity`


@dataclass(frozen=True)
class WeightedEffect:
    """Mean outcome at treatment 1 less that at 0, outcome units."""

    value: float
    std_error: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        half = float(special.ndtri((1 + level) / 2)) * self.std_error
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Weighting:
    """Both estimates that use the propensity, and what it says about overlap."""

    ipw: WeightedEffect
    aipw: WeightedEffect
    estimand: str  # "ATE", "ATT" or "ATC"
    propensity_lowest: float
    propensity_highest: float
    clipped_rows: int  # chance of treatment outside 0.01 to 0.99, moved to the limit
    effective_rows: tuple[float, float]  # in arms 0 and 1 (Kish 1965)
    passes: int


def weighted_effects(
    statistics: Statistics, estimand: str = "ATE", *, progress: Progress | None = None
) -> Weighting:
    """Hajek weighting and AIPW with a logistic propensity, clipped at 0.01 and 0.99.

    The same estimates as `tools.estimators.weighting`, where the sources stand: outcome models by arm are
    linear (from the statistics; logistic for a 0/1 outcome), intervals come from the influence functions,
    which for weighting count that the propensity was estimated (Lunceford & Davidian 2004).

    Raises EstimationError unless the treatment is 0 or 1 and both occur; OptionError for another estimand.
    """
    target = estimand.upper()
    if target not in ("ATE", "ATT", "ATC"):
        raise OptionError(f"There is no estimand {estimand!r} here. Use ATE, ATT or ATC.")
    if statistics.arms is None or (statistics.arms[:, 0, 0] < 1).any():
        raise EstimationError(
            Message("estimation-weighting-two-levels", {"treatment": Column(statistics.treatment)})
        )
    propensity = logistic(statistics, progress=progress)
    models, passes = _outcome_models(statistics, progress)
    both = np.column_stack([propensity.coefficients, *models])
    with one_thread():
        work = _Work(statistics, both[:-2], target)
        source, layout = statistics.rows_again(), statistics.layout
        for tile, design in designs(source, layout, progress):
            work.add(tile, design)
        influence = np.column_stack([propensity.coefficients, work.settle()])[:-2]
        squares = sum(
            work.ipw_squares(tile, design, influence)
            for tile, design in designs(source, layout, progress, products=False)
        )
    return work.result(float(squares), propensity.passes + passes + 2)


def _outcome_models(statistics: Statistics, progress: Progress | None) -> tuple[list[Vector], int]:
    """Coefficients (q,) of the outcome on the covariates in each arm, and the passes they took."""
    assert statistics.arms is not None
    if statistics.binary_outcome:
        fits = [logistic(statistics, of_outcome_in_arm=arm, progress=progress) for arm in (0, 1)]
        return [fit.coefficients for fit in fits], sum(fit.passes for fit in fits)
    found = []
    for gram in statistics.arms:
        if gram[0, 0] <= len(gram) - 1:
            raise EstimationError(
                Message(
                    "estimation-too-few-rows-at-level",
                    {
                        "rows": counted(round(float(gram[0, 0]))),
                        "columns": counted(len(gram) - 1),
                        "instead": Quoted("linear_regression"),
                    },
                )
            )
        found.append(_least_squares(gram))
    return found, 0


def _least_squares(gram: Matrix) -> Vector:
    """Coefficients of the last coordinate on the others, written on z (with a zero for the treatment)."""
    width = len(gram) - 1
    # `project` wants a treatment: any coordinate that varies beside the covariates will do.
    padded = np.zeros((width + 2, width + 2))
    order = [*range(width), width + 1]
    padded[np.ix_(order, order)] = gram
    padded[width, width] = 1.0
    solved = project(padded)
    coefficients = np.zeros(width + 2)
    coefficients[list(solved.kept)] = solved.outcome_on
    coefficients[0] = (gram[0, -1] - float(gram[0, :-1] @ coefficients[:width])) / gram[0, 0]
    return coefficients


class _Work:
    """Sums of the two estimates; outcomes are taken about `layout.shift`, which cancels in differences."""

    def __init__(self, statistics: Statistics, combinations: Matrix, target: str) -> None:
        """`combinations` (q - 2, 3) of z: log-odds of treatment, outcome if untreated, if treated."""
        self._statistics = statistics
        self._combinations = combinations
        self._target = target
        self._shift = float(statistics.layout.shift[-2])
        self._guess = float(statistics.projection.left[0, 1] / statistics.projection.left[0, 0])
        self._aipw = np.zeros(4)  # sums of terms, terms squared, terms times share, share (about the guess)
        self._weights = np.zeros((2, 3))  # an arm: sums of w, w y, w squared
        width = len(statistics.total) - 2
        self._slopes = np.zeros((2, 2, width))  # an arm: sums of d z and d y z
        self._information = np.zeros((width, width))  # Fisher information of the propensity
        self._lowest, self._highest, self._clipped = 1.0, 0.0, 0

    def add(self, tile: Tile, design: TileDesign) -> None:
        score, control, treated = design.values(self._combinations)
        raw = chances(score)
        t, y = tile.treatment, tile.outcome - self._shift
        if self._statistics.binary_outcome:
            control, treated = chances(control) - self._shift, chances(treated) - self._shift
        e = np.clip(raw, LOWEST, 1 - LOWEST)
        self._information += design.gram(raw * (1 - raw))
        self._lowest = min(self._lowest, float(raw.min(initial=1.0)))
        self._highest = max(self._highest, float(raw.max(initial=0.0)))
        self._clipped += int((e != raw).sum())
        terms, share = _aipw_terms(t, y, e, control, treated, self._target)
        terms -= self._guess * share
        self._aipw += terms.sum(), terms @ terms, terms @ share, share.sum()
        for arm, (weights, slope) in enumerate(_weights(t, e, self._target)):
            self._weights[arm] += weights.sum(), weights @ y, weights @ weights
            slope = np.where(raw == e, slope, 0.0)  # clipped rows do not move
            self._slopes[arm, 0] += design.sums(slope)
            self._slopes[arm, 1] += design.sums(slope * y)

    def settle(self) -> Vector:
        """Arm means, and the direction (q,) along z in which the propensity's error moves the estimate."""
        rows = self._statistics.rows
        self._means = self._weights[:, 1] / self._weights[:, 0]
        self._mean_weights = self._weights[:, 0] / rows
        slope = np.zeros(self._slopes.shape[-1])
        for arm, sign in ((1, 1.0), (0, -1.0)):
            moved = self._slopes[arm, 1] - self._means[arm] * self._slopes[arm, 0]
            slope += sign * moved / self._mean_weights[arm]
        kept = [0, *self._statistics.projection.kept]
        direction = np.zeros(len(self._statistics.total))
        information = picked(self._information, kept, kept)
        scale = np.sqrt(np.diag(information))
        solved = np.linalg.solve(information / np.outer(scale, scale), slope[kept] / scale)
        direction[kept] = solved / scale
        return direction

    def ipw_squares(self, tile: Tile, design: TileDesign, combinations: Matrix) -> float:
        """Sum of the squared influence of a tile's rows on the weighted difference.

        `combinations` (q - 2, 2): log-odds of treatment, and how the propensity's error moves the estimate.
        """
        score, direction = design.values(combinations)
        raw = chances(score)
        e, y = np.clip(raw, LOWEST, 1 - LOWEST), tile.outcome - self._shift
        (w0, _), (w1, _) = _weights(tile.treatment, e, self._target)
        influence = (
            w1 * (y - self._means[1]) / self._mean_weights[1]
            - w0 * (y - self._means[0]) / self._mean_weights[0]
            + (tile.treatment - raw) * direction
        )
        return float(influence @ influence)

    def result(self, ipw_squares: float, passes: int) -> Weighting:
        rows = self._statistics.rows
        # One parameter a column was spent in each arm, as in regression with interactions.
        spent = min(2 * (1 + len(self._statistics.projection.kept)), rows - 1)
        terms, squares, shared, share = self._aipw
        moved = terms / share
        variance = (squares - 2 * moved * shared + moved**2 * self._share_squares()) * (rows / share) ** 2
        effective = self._weights[:, 0] ** 2 / self._weights[:, 2]
        return Weighting(
            WeightedEffect(
                float(self._means[1] - self._means[0]), float(np.sqrt(ipw_squares / (rows - spent) / rows))
            ),
            WeightedEffect(float(self._guess + moved), float(np.sqrt(variance / (rows - spent) / rows))),
            self._target,
            self._lowest,
            self._highest,
            self._clipped,
            (float(effective[0]), float(effective[1])),
            passes,
        )

    def _share_squares(self) -> float:
        return float(self._aipw[3])  # shares are 0 or 1


def _aipw_terms(
    t: Vector, y: Vector, e: Vector, control: Vector, treated: Vector, target: str
) -> tuple[Vector, Vector]:
    """Terms whose sum over that of the shares is the estimate, and the shares (who counts: 0 or 1)."""
    if target == "ATT":
        return np.asarray((t - (1 - t) * e / (1 - e)) * (y - control)), t
    if target == "ATC":
        return np.asarray(((1 - t) - t * (1 - e) / e) * (treated - y)), 1 - t
    terms = treated - control + t * (y - treated) / e - (1 - t) * (y - control) / (1 - e)
    return np.asarray(terms), np.ones_like(t)


def _weights(t: Vector, e: Vector, target: str) -> tuple[tuple[Vector, Vector], tuple[Vector, Vector]]:
    """For arms 0 and 1: weights, and their slope in the propensity's linear predictor."""
    odds = e / (1 - e)
    if target == "ATT":
        return ((1 - t) * odds, (1 - t) * odds), (t, np.zeros_like(t))
    if target == "ATC":
        return (1 - t, np.zeros_like(t)), (t / odds, -t / odds)
    return ((1 - t) / (1 - e), (1 - t) * odds), (t / e, -t / odds)
