"""Fit how far an answer can be trusted to whether its interval held the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answers.doubt import SIGNS
from bench.worlds.run import Outcome

Array = npt.NDArray[np.float64]
FILE = Path(__file__).parents[2] / "assistant" / "answers" / "doubt.toml"
RIDGES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)  # on the weights, per draw; chosen by worlds that were left out
FOLDS = 8


def answered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The draws that were answered with an interval and a doubt."""
    return [outcome for outcome in outcomes if outcome.covers is not None and outcome.signs]


def fit(outcomes: Sequence[Outcome]) -> tuple[Array, Array]:
    """Weights (1 + signs,), the base first, and each answered draw's share by weights without its world.

    A logistic regression of `covers` in which no sign can speak for an answer. Clean worlds and traps count
    alike, however many there are of each: the figure is that of a mixture of halves.
    """
    draws = _arrays(answered(outcomes))
    groups = np.unique(draws.worlds, return_inverse=True)[1] % FOLDS

    def left_out(ridge: float) -> float:
        folds = [groups == g for g in range(FOLDS) if (groups == g).any()]
        return sum(
            _loss(_fitted(draws.of(~fold), ridge), draws.of(fold), 0.0) * float(draws.shares[fold].sum())
            for fold in folds
        ) / float(draws.shares.sum())

    ridge = min(RIDGES, key=left_out)
    shares = np.zeros(len(draws.rows))
    for fold in (groups == g for g in range(FOLDS)):
        if fold.any():
            shares[fold] = 1.0 / (1.0 + np.exp(-draws.rows[fold] @ _fitted(draws.of(~fold), ridge)))
    return _fitted(draws, ridge), shares


@dataclass(frozen=True)
class _Draws:
    rows: Array  # (draws, 1 + signs), the signs with a minus
    covered: Array  # (draws,) 0/1
    shares: Array  # (draws,) what each counts
    worlds: npt.NDArray[np.str_]

    def of(self, chosen: npt.NDArray[np.bool_]) -> _Draws:
        return _Draws(self.rows[chosen], self.covered[chosen], self.shares[chosen], self.worlds[chosen])


def _arrays(outcomes: Sequence[Outcome]) -> _Draws:
    traps = np.array([outcome.trap for outcome in outcomes])
    return _Draws(
        np.array([[1.0, *(-outcome.signs[name] for name in SIGNS)] for outcome in outcomes]),
        np.array([float(bool(outcome.covers)) for outcome in outcomes]),
        np.where(traps, 0.5 / traps.mean(), 0.5 / (1 - traps.mean())),
        np.array([outcome.world for outcome in outcomes]),
    )


def _loss(weights: Array, draws: _Draws, ridge: float) -> float:
    scores = draws.rows @ weights
    of_draws = np.logaddexp(0.0, scores) - draws.covered * scores
    return float(np.average(of_draws, weights=draws.shares) + ridge * np.square(weights[1:]).sum())


def _fitted(draws: _Draws, ridge: float) -> Array:
    start = np.zeros(draws.rows.shape[1])
    bounds = [(None, None), *((0.0, None) for _ in SIGNS)]
    found = minimize(_loss, start, args=(draws, ridge), method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)


def write(weights: Array) -> None:
    lines = [
        "# Written by `python -m bench.worlds fit`: log odds; see assistant/answers/doubt.py.",
        f"base = {weights[0]:.2f}",
        "",
        "[against]",
    ]
    lines += [f"{name} = {max(weight, 0.0):.2f}" for name, weight in zip(SIGNS, weights[1:], strict=True)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
