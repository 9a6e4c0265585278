"""Bar 5: double machine learning against DoubleML and EconML, judged by an oracle with the true nuisances."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from bench.measure import Line
from tools.estimators.double_ml import boosted_interactive
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

COLUMNS = tuple(f"x{i}" for i in range(10))
SHAPES = ("straight", "curved", "crooked")


@dataclass(frozen=True)
class Known:
    """A world with its nuisances."""

    frame: pd.DataFrame
    propensity: np.ndarray
    control: np.ndarray  # mean outcome untreated
    treated: np.ndarray

    def oracle(self) -> tuple[float, float]:
        """AIPW with the true nuisances, and its standard error."""
        t, y, e = self.frame["t"].to_numpy(), self.frame["y"].to_numpy(), self.propensity
        terms = (
            self.treated - self.control + t * (y - self.treated) / e - (1 - t) * (y - self.control) / (1 - e)
        )
        return float(terms.mean()), float(terms.std(ddof=1) / np.sqrt(len(terms)))


def known_world(rows: int, seed: int, *, shape: str) -> Known:
    """Ten covariates. `shape` is one of SHAPES:

    straight: one slope each; curved: waves, a square, jumps, an interaction, effects that differ; crooked:
    chances and outcomes share a wave that half the rows have and a checkerboard, overlap is weak, and some
    columns are skewed, whole numbers or bounded.
    """
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, len(COLUMNS)))
    if shape == "straight":
        lean, control, gain = 0.4 * x[:, :3].sum(axis=1), x[:, :5].sum(axis=1), np.ones(rows)
    elif shape == "curved":
        lean = 0.4 * x[:, 0] + 0.4 * np.sin(2 * x[:, 1]) + 0.3 * (x[:, 2] > 0) - 0.2
        control = x[:, 0] + np.sin(2 * x[:, 1]) + 0.5 * x[:, 2] ** 2 + 0.5 * x[:, 3] * (x[:, 4] > 0)
        gain = 1 + 0.5 * (x[:, 5] > 0)
    else:
        x[:, 6:8] = r.exponential(size=(rows, 2))
        x[:, 8], x[:, 9] = r.integers(0, 4, rows), r.uniform(-2, 2, rows)
        board, wave, third = x[:, 2] * x[:, 3] > 0, x[:, 1] > 0, x[:, 8] == 2
        lean = 1.2 * np.sin(2 * x[:, 0]) * wave + 0.8 * board + 0.5 * np.log1p(x[:, 6]) + 0.4 * third
        lean = 1.3 * (lean - 0.6 * np.abs(x[:, 9]) - 0.2)
        control = 2 * np.sin(3 * x[:, 0]) + x[:, 1] * x[:, 2] + 1.5 * board + np.exp(-x[:, 6])
        control = control + third * x[:, 4] + np.abs(x[:, 9]) * (x[:, 5] > -0.5)
        gain = 1 + x[:, 0] * (x[:, 3] > 0) + 0.5 * np.floor(x[:, 9])
    chance = expit(lean)
    t = (r.random(rows) < chance).astype(float)
    y = control + gain * t + r.normal(size=rows)
    frame = pd.DataFrame(x, columns=list(COLUMNS)).assign(t=t, y=y)
    return Known(frame, chance, control, control + gain)


def ours(frame: pd.DataFrame) -> Estimate:
    query, design = Query("t", "y", 0, 1), Design(DesignKind.BACKDOOR, COLUMNS)
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    return boosted_interactive(sample, Estimand(query, design, None, ()))


def doubleml(frame: pd.DataFrame) -> tuple[float, float]:
    """IRM with LightGBM as its documentation has it; one thread, as ours."""
    from doubleml import DoubleMLData, DoubleMLIRM
    from lightgbm import LGBMClassifier, LGBMRegressor

    data = DoubleMLData(frame, "y", "t", list(COLUMNS))
    model = DoubleMLIRM(data, LGBMRegressor(verbose=-1, n_jobs=1), LGBMClassifier(verbose=-1, n_jobs=1))
    model.fit()
    return float(model.coef[0]), float(model.se[0])


def econml(frame: pd.DataFrame) -> tuple[float, float]:
    """LinearDML with LightGBM nuisances, one thread."""
    from econml.dml import LinearDML
    from lightgbm import LGBMClassifier, LGBMRegressor

    model = LinearDML(
        model_y=LGBMRegressor(verbose=-1, n_jobs=1),
        model_t=LGBMClassifier(verbose=-1, n_jobs=1),
        discrete_treatment=True,
        random_state=0,
    )
    model.fit(frame["y"].to_numpy(), frame["t"].to_numpy(), X=None, W=frame[list(COLUMNS)].to_numpy())
    found = model.intercept__inference()  # without features it is the average effect
    return float(np.ravel(found.point_estimate)[0]), float(np.ravel(found.stderr)[0])


def double_ml(
    rows: int, seeds: int, timed: int, wanted: float, *, shape: str, peer: str = "DoubleML"
) -> Iterator[Line]:
    """Speed against a peer on the first `timed` of `seeds` worlds, in turns; nearness to the oracle on all.

    A fast wrong answer is a failure: the root mean square of our distances from the oracle has to be within
    0.25 of its standard error.
    """
    theirs = {"DoubleML": doubleml, "EconML": econml}[peer]
    mine, other, away, wide, peer_away = [], [], [], [], []
    for seed in range(seeds):
        world = known_world(rows, 1000 + seed, shape=shape)
        centre, error = world.oracle()
        seconds, found = clocked(lambda world=world: ours(world.frame))
        mine.append(seconds)
        away.append(abs(found.value - centre) / error)
        wide.append(found.std_error / error)
        if seed < timed:
            seconds, (value, _) = clocked(lambda world=world: theirs(world.frame))
            other.append(seconds)
            peer_away.append(abs(value - centre) / error)
    ratio = float(np.median(np.array(other) / np.array(mine[:timed])))
    near = float(np.sqrt(np.mean(np.square(away)))) <= 0.25 and float(np.median(wide)) <= 1.03
    yield Line(
        "5",
        f"double machine learning, {shape} worlds; {rows:,} rows",
        {"DoubleML": "DoubleML IRM (LightGBM)", "EconML": "EconML LinearDML (LightGBM)"}[peer],
        float(np.median(mine)),
        float(np.median(other)),
        f"{wanted:g}x, 0.25 SE" if peer == "DoubleML" else "",
        ratio >= wanted if peer == "DoubleML" else None,
        near,
        f"SE from the oracle over {seeds} seeds: {_spread(away)} (the peer over {timed}: "
        f"{_spread(peer_away)}); SE {np.median(wide):.3f}x its own",
        ratio,
    )


def clocked(run: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, which a busy machine stretches less than the clock; both run in one thread."""
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def _spread(distances: Sequence[float]) -> str:
    return f"median {np.median(distances):.2f}, most {max(distances):.2f}"
