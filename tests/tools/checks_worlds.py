"""Small worlds for the tests of the checks: each says what is true in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.types import Check, Design, DesignKind, Estimand, Query, Sample


def study(
    frame: pd.DataFrame,
    kind: DesignKind = DesignKind.BACKDOOR,
    *,
    adjust: Sequence[str] = (),
    treatment: str | None = "treated",
    outcome: str = "result",
    estimand: str = "ATE",
    low: float = 0.0,
    high: float = 1.0,
    **design: object,
) -> tuple[Sample, Estimand]:
    """A sample and an estimand with the usual column names."""
    query = Query(treatment, outcome, low, high, estimand=estimand)
    plan = Design(kind, tuple(adjust), **design)  # type: ignore[arg-type]
    sample = Sample(frame, query, plan, low, high, len(frame), (), None)
    return sample, Estimand(query, plan, None, ())


def named(checks: Sequence[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def confounded_world(rows: int = 800, seed: int = 1, *, selection: float = 0.8) -> pd.DataFrame:
    """Effect 2. `season` moves treatment (by `selection`) and outcome; `region` has three levels."""
    draw = np.random.default_rng(seed)
    season = draw.standard_normal(rows)
    size = draw.exponential(size=rows)
    region = draw.integers(0, 3, rows)
    chance = 1 / (1 + np.exp(-selection * season - 0.3 * (region == 1)))
    treated = (draw.random(rows) < chance).astype(float)
    result = 2 * treated + 1.5 * season + 0.5 * size + (region == 2) + draw.standard_normal(rows)
    return pd.DataFrame(
        {
            "season": season,
            "size": size,
            "region": pd.Categorical(np.array(["north", "south", "west"])[region]),
            "treated": treated,
            "result": result,
        }
    )


CONFOUNDERS = ("season", "size", "region")


def collider_world(rows: int = 2000, seed: int = 2) -> pd.DataFrame:
    """Effect 0. `club` is caused by treatment and outcome, and must not be adjusted for."""
    draw = np.random.default_rng(seed)
    treated = (draw.random(rows) < 0.5).astype(float)
    result = draw.standard_normal(rows)
    club = treated + result + 0.5 * draw.standard_normal(rows)
    return pd.DataFrame({"club": club, "treated": treated, "result": result})


def instrument_world(rows: int = 1500, seed: int = 3, *, strength: float = 0.8) -> pd.DataFrame:
    """Effect 1. `lottery` and `offer` move the dose by `strength`; a hidden cause moves dose and result."""
    draw = np.random.default_rng(seed)
    lottery = (draw.random(rows) < 0.5).astype(float)
    offer = draw.standard_normal(rows)
    age = draw.standard_normal(rows)
    hidden = draw.standard_normal(rows)
    treated = strength * (lottery + 0.5 * offer) + 0.3 * age + hidden + draw.standard_normal(rows)
    result = treated + 0.5 * age + 2 * hidden + draw.standard_normal(rows)
    return pd.DataFrame(
        {"lottery": lottery, "offer": offer, "age": age, "treated": treated, "result": result}
    )


def panel_world(
    units: int = 60, periods: int = 8, seed: int = 7, *, drift: float = 0.0, staggered: bool = False
) -> pd.DataFrame:
    """Effect 1 from period 5 on (staggered: 4 to 6). The treated units drift by `drift` a period."""
    draw = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    member = unit < units // 2
    start = np.where(staggered, 4 + unit % 3, 5)
    treated = (member & (period >= start)).astype(float)
    level = draw.standard_normal(units)[unit] + draw.standard_normal(periods)[period]
    result = level + treated + drift * member * period + 0.5 * draw.standard_normal(units * periods)
    return pd.DataFrame(
        {"store": unit, "month": period, "member": member * 1.0, "treated": treated, "result": result}
    )


def cutoff_world(rows: int = 3000, seed: int = 5) -> pd.DataFrame:
    """Effect 1 of passing score 0. `income` runs smoothly across the cutoff."""
    draw = np.random.default_rng(seed)
    score = draw.standard_normal(rows) * 10
    income = 0.05 * score + draw.standard_normal(rows)
    result = (score >= 0) + 0.03 * score + 0.5 * income + 0.5 * draw.standard_normal(rows)
    return pd.DataFrame({"score": score, "income": income, "treated": 1.0 * (score >= 0), "result": result})


def chain_world(rows: int = 1500, seed: int = 6, *, first: float = 1.0, second: float = 1.0) -> pd.DataFrame:
    """Effect first * second, all through `tar`; a hidden cause moves treatment and result."""
    draw = np.random.default_rng(seed)
    hidden = draw.standard_normal(rows)
    treated = (draw.random(rows) < 1 / (1 + np.exp(-hidden))).astype(float)
    tar = first * treated + draw.standard_normal(rows)
    result = second * tar + hidden + draw.standard_normal(rows)
    return pd.DataFrame({"tar": tar, "treated": treated, "result": result})
