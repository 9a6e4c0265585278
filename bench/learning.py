"""Bar 5: double machine learning against DoubleML and EconML, judged by an oracle with the true nuisances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from bench.measure import Line, in_turns, peaks
from tools.estimators.boosted import boosted_interactive
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

COLUMNS = tuple(f"x{i}" for i in range(10))
SEEDS_ROWS = 100_000  # rows of the worlds over which the distance from the oracle is averaged


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


def known_world(rows: int, seed: int, *, bent: bool) -> Known:
    """Ten covariates; `bent`: chances and outcomes curve, jump and interact, and effects differ by row."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, len(COLUMNS)))
    if bent:
        lean = 0.4 * x[:, 0] + 0.4 * np.sin(2 * x[:, 1]) + 0.3 * (x[:, 2] > 0) - 0.2
        control = x[:, 0] + np.sin(2 * x[:, 1]) + 0.5 * x[:, 2] ** 2 + 0.5 * x[:, 3] * (x[:, 4] > 0)
        gain = 1 + 0.5 * (x[:, 5] > 0)
    else:
        lean, control, gain = 0.4 * x[:, :3].sum(axis=1), x[:, :5].sum(axis=1), np.ones(rows)
    chance = expit(lean)
    t = (r.random(rows) < chance).astype(float)
    y = control + gain * t + r.normal(size=rows)
    frame = pd.DataFrame(x, columns=list(COLUMNS)).assign(t=t, y=y)
    return Known(frame, chance, control, control + gain)


def ours(frame: pd.DataFrame) -> Estimate:
    query, design = Query("t", "y", 0, 1), Design(DesignKind.BACKDOOR, COLUMNS)
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    return boosted_interactive(sample, Estimand(query, design, "", ()))


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
    found = model.intercept__inference(T=1)
    return float(np.ravel(found.point_estimate)[0]), float(np.ravel(found.stderr)[0])


def double_ml(
    rows: int, repeats: int, wanted: float, *, bent: bool, peer: str = "DoubleML"
) -> Iterator[Line]:
    """Speed against a peer on the same rows; agreement is nearness to the oracle."""
    world = known_world(rows, 0, bent=bent)
    run = {"DoubleML": doubleml, "EconML": econml}[peer]

    def theirs() -> Any:
        return run(world.frame)

    mine, other, found, (value, _) = in_turns(lambda: ours(world.frame), theirs, repeats)
    centre, error = world.oracle()
    away, wide = abs(found.value - centre) / error, found.std_error / error
    shape = "curved" if bent else "straight"
    yield Line(
        "5",
        f"double machine learning, {shape} world; {rows:,} rows",
        {"DoubleML": "DoubleML IRM (LightGBM)", "EconML": "EconML LinearDML (LightGBM)"}[peer],
        mine,
        other,
        f"{wanted:g}x" if peer == "DoubleML" else "",
        other / mine >= wanted if peer == "DoubleML" else None,
        away <= 0.25 and wide <= 1.03 if rows > SEEDS_ROWS else None,
        f"{away:.2f} SE from the oracle (the peer {abs(value - centre) / error:.2f}), SE {wide:.3f}x its own",
        memory=peaks(lambda: ours(world.frame), theirs),
    )


def against_oracle(seeds: int, *, bent: bool, rows: int = SEEDS_ROWS) -> Iterator[Line]:
    """How far from the oracle over many worlds: a fast wrong answer is a failure."""
    away, wide = [], []
    for seed in range(seeds):
        world = known_world(rows, 1000 + seed, bent=bent)
        found, (centre, error) = ours(world.frame), world.oracle()
        away.append((found.value - centre) / error)
        wide.append(found.std_error / error)
    distance, width = float(np.sqrt(np.mean(np.square(away)))), float(np.median(wide))
    yield Line(
        "5",
        f"the same over {seeds} seeds, {'curved' if bent else 'straight'} worlds; {rows:,} rows",
        "the oracle",
        None,
        None,
        "0.25 SE, SE 1.03x",
        distance <= 0.25 and width <= 1.03,
        distance <= 0.25 and width <= 1.03,
        f"root mean square {distance:.2f} SE from it (mean {np.mean(away):+.2f}), SE {width:.3f}x its own",
    )
