"""Worlds for the engine's tests: numbers and categories that confound a treatment of known effect."""

from __future__ import annotations

import numpy as np
import pandas as pd

NUMBERS = ("age", "income", "distance", "score")
CATEGORIES = ("region", "job")
COVARIATES = (*NUMBERS, *CATEGORIES)
EFFECT = 2.0


def confounded(rows: int, *, seed: int = 0, dose: bool = False, constant_noise: bool = False) -> pd.DataFrame:
    """A treatment (0/1, or a dose) whose chance depends on everything that the outcome depends on."""
    r = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "age": r.normal(50, 12, rows),
            "income": r.lognormal(10, 0.6, rows),
            "distance": r.exponential(3.0, rows),
            "score": r.normal(0, 1, rows),
        }
    )
    region, job = r.integers(0, 4, rows), r.integers(0, 7, rows)
    frame["region"] = pd.Categorical.from_codes(region, ["north", "east", "south", "west"])
    frame["job"] = np.array(["clerk", "smith", "baker", "nurse", "pilot", "cook", "judge"], dtype=object)[job]
    lean = 0.03 * (frame["age"] - 50) + 0.5 * frame["score"] + 0.3 * region - 0.1 * job
    if dose:
        frame["treatment"] = lean + r.normal(0, 1, rows)
    else:
        frame["treatment"] = (r.random(rows) < 1 / (1 + np.exp(-lean))).astype(float)
    noise = r.normal(0, 1, rows) * (1.0 if constant_noise else 1.0 + frame["treatment"].abs())
    slope = EFFECT * frame["treatment"]
    frame["outcome"] = slope + 0.1 * frame["age"] + frame["score"] + 0.7 * region - 0.2 * job + noise
    return frame


def one_hot(frame: pd.DataFrame, covariates: tuple[str, ...] = COVARIATES) -> pd.DataFrame:
    """Constant, treatment and covariates as a regression package wants them."""
    columns = pd.get_dummies(frame[list(covariates)], drop_first=True, dtype=float)
    columns.insert(0, "treatment", frame["treatment"])
    columns.insert(0, "const", 1.0)
    return columns
