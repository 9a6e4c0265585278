"""Tables of simulated worlds: for each study design, rows in which that design holds by construction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

ROWS = 300
EFFECT = 2.0  # of the treatment on the outcome, outcome units
_UNITS, _PERIODS = 30, 10


def simulate(
    kind: str, subject: dict[str, Any], treatment: str, outcome: str, level: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Rows whose true effect is `EFFECT`; `level` is the cutoff (rdd) or the first treated period (did).

    Things known before move the treatment as far as the design lets them, and the outcome always; in the
    designs that exist for it (iv, frontdoor, did) a cause that is in no column moves both.
    """
    before = _before(subject, rng)
    push = 0.6 * before.to_numpy().sum(axis=1)
    hidden = rng.normal(0.0, 1.0, ROWS)
    lot, score = rng.integers(0, 2, ROWS), rng.uniform(0.0, 100.0, ROWS).round(1)
    unit, period = np.divmod(np.arange(ROWS), _PERIODS)
    if kind == "did":
        # What is hidden is a lasting trait of the unit; what was known before too.
        hidden, push = hidden[unit * _PERIODS], push[unit * _PERIODS]
        before = before.iloc[unit * _PERIODS].reset_index(drop=True)
    chance = {
        "randomised": np.full(ROWS, 0.5),
        "backdoor": _odds(push),
        "iv": np.clip(0.15 + 0.6 * lot + 0.1 * np.sign(hidden), 0.0, 1.0),
        "frontdoor": _odds(1.5 * hidden),
        "rdd": (score >= level).astype(float),
        "did": (_adopts(hidden, unit) & (period + 1 >= level)).astype(float),
    }[kind]
    treated = (rng.random(ROWS) < chance).astype(int)
    between = 2.0 * treated + rng.normal(0.0, 1.0, ROWS)
    carried = 0.5 * EFFECT * between if kind == "frontdoor" else EFFECT * treated
    unseen = hidden if kind in ("iv", "frontdoor", "did") else 0.0
    slope = 0.02 * score if kind == "rdd" else 0.0
    response = carried + push + unseen + slope + rng.normal(0.0, 1.0, ROWS)
    columns: dict[str, Any] = {treatment: treated, outcome: response.round(2)}
    if kind != "frontdoor":  # there nothing but the mediator stands beside treatment and outcome
        columns |= {name: before[name].round(2) for name in before}
    for entry in subject["after"]:
        columns[entry[0]] = (response + rng.normal(0.0, 1.0, ROWS) > np.median(response)).astype(int)
    columns |= {
        "iv": {subject["lottery"][0]: lot},
        "frontdoor": {subject["between"][0]: between.round(2)},
        "rdd": {subject["score"][0]: score},
        "did": {subject["unit"][0]: unit + 1, subject["time"][0]: period + 1},
    }.get(kind, {})
    frame = pd.DataFrame(columns)
    return frame[list(rng.permutation(frame.columns))]


def _before(subject: dict[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """The things known before, each moved by those that `arrows` names; causes stand before effects."""
    made: dict[str, Any] = {}
    for name, *_ in subject["before"]:
        causes = [cause for cause, effect, _ in subject["arrows"] if effect == name]
        made[name] = 0.7 * sum(made[cause] for cause in causes) + rng.normal(0.0, 1.0, ROWS)
    return pd.DataFrame(made)


def _odds(push: Any) -> Any:
    return 1 / (1 + np.exp(-push))


def _adopts(hidden: Any, unit: Any) -> Any:
    """Half of the units, more often those where what is hidden is high; never all or none."""
    ranks = pd.Series(hidden).groupby(unit).first().rank(method="first")
    return (ranks > _UNITS / 2).to_numpy()[unit]
