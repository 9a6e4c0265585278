"""Propensity weighting and AIPW from a few passes over the rows, with intervals by influence function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.design import TileDesign, designs
from tools.engine.logistic import chances, logistic
from tools.engine.projection import project
from tools.engine.rows import Progress, Tile
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread
from tools.errors import EstimationError, OptionError

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
            f"Weighting compares treatment 1 with 0, but {statistics.treatment!r} takes other values or only "
            "one. Use the regression, or keep the rows with two levels."
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
                f"Only {gram[0, 0]:.0f} rows are at one level of the treatment, too few for {len(gram) - 1} "
                "coordinates. Use the regression or fewer covariates."
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
