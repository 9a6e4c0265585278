"""The wild cluster bootstrap, for intervals with few clusters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from tools.estimators.interface import Effect, Interval
from tools.estimators.linear import Codes, Matrix, Vector, orthonormal_basis
from tools.messages import Message, counted

DRAWS = 1999
SEED = 7
FEW = 30  # clusters below which the bootstrap's interval is the one reported
VERY_FEW = 12  # clusters below which two signs give too few different draws, so Webb's six values are used
FEWEST = 4  # clusters below which no bootstrap helps
WIDEST = 60.0  # clustered standard errors to either side in which the interval's ends are looked for


@dataclass(frozen=True)
class WildBootstrap:
    """Draws with the null imposed (WCR), for any null, of a coefficient's clustered t statistic.

    Residuals under the null are `outcome - null * treatment`, both less the other columns. All products are
    (clusters,) or (clusters, clusters), so that each null costs one small matrix product.
    """

    value: float
    std_error: float  # clustered
    own_outcome: Vector  # (G,) sums over clusters of treatment times outcome, both partialled out
    own_treatment: Vector  # (G,)
    cross_outcome: Matrix  # (G, G): how the draw of each cluster moves each cluster's score, by outcome
    cross_treatment: Matrix  # (G, G)
    signs: Matrix  # (draws, G)

    def p_value(self, null: float = 0.0) -> float:
        """Share of draws whose t statistic is at least as large as the one found, two-sided."""
        own = self.own_outcome - null * self.own_treatment
        cross = self.cross_outcome - null * self.cross_treatment
        size = self.own_treatment.sum()
        found = abs(self.value - null) / np.sqrt(
            ((own - (self.value - null) * self.own_treatment) ** 2).sum()
        )
        # The same statistic in each draw; every constant factor of the clustered variance cancels.
        shift = self.signs @ own / size
        scores = self.signs @ cross.T
        spread = np.sqrt((scores**2).sum(axis=1))
        drawn = np.abs(shift) / np.where(spread > 0, spread, np.inf)
        return float(np.mean(drawn >= found * (1 - 1e-9)))

    def interval(self, level: float) -> Interval | None:
        """The nulls that are not rejected; None when an end is further off than can be looked for."""
        ends = []
        for side in (-1.0, 1.0):
            far = self.value + side * self.std_error
            while self.p_value(far) > 1 - level:
                far = self.value + 2.0 * (far - self.value)
                if abs(far - self.value) > WIDEST * self.std_error:
                    return None
            ends.append(
                brentq(
                    lambda null: self.p_value(null) - (1 - level) - 1e-12,
                    self.value,
                    far,
                    xtol=1e-4 * self.std_error,
                )
            )
        return float(ends[0]), float(ends[1])

    def scaled_interval(self, level: float, change: float) -> Interval:
        """Limits for a change of `change` in the treatment; endless where no end is found."""
        low, high = self.interval(level) or (-np.inf, np.inf)
        return min(low * change, high * change), max(low * change, high * change)


def without_limits(effect: Effect, clusters: int) -> Effect:
    """The effect with no bounds: under four clusters nothing tells how much clusters differ.

    The clustered variance of two clusters can be nothing at all, whatever the effect's error.
    """
    warning = Message("estimation-no-limits", {"clusters": counted(clusters)})
    return replace(
        effect,
        warnings=(*effect.warnings, warning),
        special_interval=lambda level: (-np.inf, np.inf),
        special_p_value=1.0,
    )


def wild_bootstrap(
    columns: Matrix, outcome: Vector, clusters: Codes, std_error: float
) -> WildBootstrap | None:
    """For the last of columns (rows, k) in least squares of outcome (rows,); None with under 4 clusters.

    Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90(3); weights of Webb (2023) below
    12 clusters, signs else; test inversion and the fast form: Roodman et al. (2019), Stata Journal 19(1).
    """
    count = int(clusters.max()) + 1
    if count < FEWEST:
        return None
    others = orthonormal_basis(columns[:, :-1])
    treatment, left = others.residuals(columns[:, -1]), others.residuals(outcome)
    size = float(treatment @ treatment)
    q = np.column_stack([others.q, treatment / np.sqrt(size)])

    def by_cluster(values: Matrix) -> Matrix:
        return np.column_stack(
            [np.bincount(clusters, values[:, j], minlength=count) for j in range(values.shape[1])]
        )

    pulled = by_cluster(q * treatment[:, None])  # (G, k)
    own = by_cluster(np.column_stack([treatment * left, treatment * treatment]))
    cross = [
        np.diag(own[:, j]) - pulled @ by_cluster(q * values[:, None]).T
        for j, values in enumerate((left, treatment))
    ]
    value = float(treatment @ left) / size
    signs = _signs(count)
    return WildBootstrap(value, std_error, own[:, 0], own[:, 1], cross[0], cross[1], signs)


@dataclass(frozen=True)
class DrawnT:
    """How large the t statistic of a linear estimate gets when its residuals' signs are drawn anew."""

    value: float
    std_error: float
    drawn: Vector  # (draws,) absolute t statistics

    def interval(self, level: float) -> Interval:
        half = float(np.quantile(self.drawn, level)) * self.std_error
        return self.value - half, self.value + half

    @property
    def p_value(self) -> float:
        """Of no effect at all, two-sided."""
        if self.std_error == 0.0:
            return 1.0 if self.value == 0.0 else 0.0
        return float(np.mean(self.drawn >= abs(self.value) / self.std_error))


def wild_t(value: float, std_error: float, moves: Vector, pulls: Matrix) -> DrawnT | None:
    """The wild cluster bootstrap of an estimate that is linear in the outcome; None with under 4 clusters.

    With the residuals of cluster c alone as the outcome, `moves[c]` (G,) is the estimate, and column c of
    `pulls` (G, G) holds every cluster's score, whose sum of squares is the estimate's clustered variance.
    Residuals are those of the fitted model, without a null imposed: Cameron, Gelbach & Miller (2008), section
    III, as the imputation estimator has no coefficient to impose it on.
    """
    count = len(pulls)
    if count < FEWEST:
        return None
    signs = _signs(count)
    spread = np.sqrt(((signs @ pulls.T) ** 2).sum(axis=1))
    moved = np.abs(signs @ moves)
    drawn = np.divide(moved, spread, out=np.zeros_like(moved), where=spread > 0)
    return DrawnT(value, std_error, drawn)


def _signs(count: int) -> Matrix:
    rng = np.random.default_rng(SEED)
    if count < VERY_FEW:
        webb = np.sqrt(np.array([0.5, 1.0, 1.5]))
        return np.asarray(rng.choice(np.concatenate([-webb, webb]), (DRAWS, count)))
    return np.asarray(rng.choice([-1.0, 1.0], (DRAWS, count)))
