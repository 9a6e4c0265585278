"""The Anderson-Rubin confidence set: which effects the instruments do not contradict, however weak they
are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from tools.estimators.linear import Matrix, Vector

GRID = 4001


@dataclass(frozen=True)
class AndersonRubin:
    """Tests an effect b by whether outcome - b * treatment still follows the instruments.

    Robust form of Anderson & Rubin (1949); see Andrews, Stock & Sun (2019), Annual Review of Economics 11,
    section 5.1. Slopes are per unit of treatment; `interval` multiplies by `change`.
    """

    on_outcome: Vector  # (q,) reduced form of the outcome
    on_treatment: Vector  # (q,) reduced form of the treatment
    yy: Matrix  # (q, q) covariance of `on_outcome`
    yt: Matrix  # (q, q) symmetric mixed covariance
    tt: Matrix  # (q, q) covariance of `on_treatment`
    change: float  # high - low
    degrees: float  # of the denominator of the F distribution

    def statistic(self, slopes: Vector) -> Vector:
        """The F statistic of each slope (m,)."""
        gaps = self.on_outcome[None, :] - slopes[:, None] * self.on_treatment[None, :]
        b = slopes[:, None, None]
        spread = self.yy - 2 * b * self.yt + b * b * self.tt
        solved = np.linalg.solve(spread, gaps[:, :, None])[:, :, 0]
        return np.asarray(np.einsum("mi,mi->m", gaps, solved) / len(self.on_outcome))

    @property
    def p_value(self) -> float:
        """Of no effect at all."""
        return float(stats.f.sf(self.statistic(np.zeros(1))[0], len(self.on_outcome), self.degrees))

    def pieces(self, level: float) -> tuple[tuple[float, float], ...]:
        """The confidence set in slopes: intervals in rising order, perhaps unbounded, perhaps none."""
        limit = float(stats.f.ppf(level, len(self.on_outcome), self.degrees))
        # Slopes on a tangent scale, so that the grid reaches from minus to plus infinity.
        centre, width = self._scale()
        angles = np.linspace(-np.pi / 2, np.pi / 2, GRID)[1:-1]
        slopes = centre + width * np.tan(angles)
        inside = self.statistic(slopes) <= limit

        def excess(slope: float) -> float:
            return float(self.statistic(np.array([slope]))[0] - limit)

        found: list[tuple[float, float]] = []
        start: float | None = -np.inf if inside[0] else None
        for k in np.flatnonzero(inside[1:] != inside[:-1]):
            crossing = float(optimize.brentq(excess, slopes[k], slopes[k + 1], xtol=1e-12, rtol=1e-12))
            if start is None:
                start = crossing
            else:
                found.append((start, crossing))
                start = None
        if start is not None:
            found.append((start, np.inf))
        return tuple(found)

    def interval(self, level: float) -> tuple[float, float]:
        """The smallest interval that holds the confidence set, for the change in the treatment.

        Infinite where the data rule out nothing on that side. With several instruments that contradict one
        another the set can be empty: then the slope that is least contradicted is returned as both limits.
        """
        pieces = self.pieces(level)
        if not pieces:
            best = self._least_contradicted()
            return best * self.change, best * self.change
        low, high = pieces[0][0] * self.change, pieces[-1][1] * self.change
        return min(low, high), max(low, high)

    def ruled_out(self, level: float) -> dict[str, float]:
        """The gap of a set that goes to infinity on both sides, in outcome units: {} without one."""
        pieces = self.pieces(level)
        if len(pieces) != 2 or pieces[0][0] != -np.inf or pieces[1][1] != np.inf:
            return {}
        ends = sorted((pieces[0][1] * self.change, pieces[1][0] * self.change))
        return {"ruled_out_from": ends[0], "ruled_out_to": ends[1]}

    def describe(self, level: float) -> str:
        """What the set looks like, where an interval does not say it all."""
        pieces, gap = self.pieces(level), self.ruled_out(level)
        if not pieces:
            return "The instruments contradict one another at every effect: at least one is not valid."
        if gap:
            ends = f"between {gap['ruled_out_from']:.3g} and {gap['ruled_out_to']:.3g}"
            return f"It has no bounds: only effects {ends} are ruled out."
        if pieces[0][0] == -np.inf and pieces[-1][1] == np.inf:
            return "It has no bounds: the data rule out no effect at all."
        if pieces[0][0] == -np.inf or pieces[-1][1] == np.inf:
            return "It is open on one side."
        return ""

    def _scale(self) -> tuple[float, float]:
        """A slope in the middle of things and a typical width, to lay the grid around."""
        strength = float(self.on_treatment @ self.on_treatment)
        centre = float(self.on_treatment @ self.on_outcome) / strength
        noise = float(np.trace(self.yy - 2 * centre * self.yt + centre**2 * self.tt))
        return centre, float(np.sqrt(max(noise, 1e-300) / strength))

    def _least_contradicted(self) -> float:
        centre, width = self._scale()
        slopes = centre + width * np.tan(np.linspace(-np.pi / 2, np.pi / 2, GRID)[1:-1])
        return float(slopes[np.argmin(self.statistic(slopes))])
