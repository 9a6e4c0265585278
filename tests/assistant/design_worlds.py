"""Small worlds of known design, each with a description in the words somebody might use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Builder = Callable[[np.random.Generator], pd.DataFrame]


@dataclass(frozen=True)
class World:
    name: str
    question: str
    description: str
    treatment: str | None
    outcome: str
    kind: str  # the design that made the data
    build: Builder
    expect: dict[str, object] = field(default_factory=dict)  # fields of Design
    never: tuple[str, ...] = ()  # columns that must not be adjusted for
    always: tuple[str, ...] = ()  # columns that must be adjusted for

    def frame(self, seed: int = 11) -> pd.DataFrame:
        return self.build(np.random.default_rng(seed))


def traits(rng: np.random.Generator, names: Sequence[str], rows: int) -> dict[str, np.ndarray]:
    """Pre-treatment columns: every second one is two-level."""
    return {
        name: (rng.integers(0, 2, rows) if i % 2 else np.round(rng.normal(40, 9, rows)))
        for i, name in enumerate(names)
    }


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / (values.std() or 1.0)


def _sum(columns: dict[str, np.ndarray]) -> np.ndarray:
    return np.sum([_standard(v) for v in columns.values()], axis=0)


def trial(treatment: str, outcome: str, names: Sequence[str], rows: int = 600) -> Builder:
    """Treatment by coin toss."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        x = traits(rng, names, rows)
        t = rng.integers(0, 2, rows)
        return pd.DataFrame({**x, treatment: t, outcome: 2.0 * t + _sum(x) + rng.normal(size=rows)})

    return build


def chosen(
    treatment: str, outcome: str, names: Sequence[str], rows: int = 600, amount: bool = False
) -> Builder:
    """Treatment chosen by people according to their traits."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        x = traits(rng, names, rows)
        lean = 0.8 * _sum(x) + rng.normal(size=rows)
        t = np.round(5 + 2 * lean, 1) if amount else (lean > 0).astype(int)
        return pd.DataFrame({**x, treatment: t, outcome: 1.5 * t + _sum(x) + rng.normal(size=rows)})

    return build


def instrumented(
    treatment: str,
    outcome: str,
    instrument: str,
    names: Sequence[str],
    rows: int = 900,
    amount: bool = False,
    one_sided: bool = True,
    last: bool = True,
) -> Builder:
    """A hidden cause moves treatment and outcome; the instrument moves only the treatment."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        x = traits(rng, names, rows)
        hidden = rng.normal(size=rows)
        if amount:
            z = np.round(rng.normal(20, 5, rows))
            t = np.round(10 + 0.4 * (z - 20) + hidden + 0.3 * _sum(x) + rng.normal(size=rows))
        else:
            z = rng.integers(0, 2, rows)
            would = (hidden + rng.normal(size=rows) > -0.3).astype(int)
            t = z * would if one_sided else np.where(rng.random(rows) < 0.1, 1 - z * would, z * would)
        y = 1.0 * t + 1.5 * hidden + _sum(x) + rng.normal(size=rows)
        first = {instrument: z} if not last else {}
        return pd.DataFrame({**first, **x, treatment: t, outcome: y, **({instrument: z} if last else {})})

    return build


def before_after(treatment: str, outcome: str, post: str, unit: str, names: Sequence[str], units: int = 250,
                 product: bool = False) -> Builder:  # fmt: skip
    """Two periods, two groups; with `product` the treatment column is group x post."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        group = np.repeat(rng.integers(0, 2, units), 2)
        after = np.tile([0, 1], units)
        x = {k: np.repeat(v, 2) for k, v in traits(rng, names, units).items()}
        y = 2.0 * group * after + group + 0.5 * after + _sum(x) + rng.normal(size=2 * units)
        t = group * after if product else group
        ids = {unit: np.repeat(np.arange(1001, 1001 + units), 2)} if unit else {}
        return pd.DataFrame({**ids, post: after, treatment: t, outcome: y, **x})

    return build


def staggered(treatment: str, outcome: str, time: str, unit: str, names: Sequence[str], units: int = 30,
              periods: int = 8, start: int = 2008) -> Builder:  # fmt: skip
    """Units adopt at different times and keep it; some never do."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        adopt = rng.choice([2, 4, 5, 99], units)
        u, p = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
        t = (p >= adopt[u]).astype(int)
        x = traits(rng, names, units * periods)
        y = 1.5 * t + rng.normal(size=units)[u] + 0.2 * p + _sum(x) + rng.normal(size=units * periods)
        return pd.DataFrame({unit: u + 1, time: p + start, treatment: t, outcome: y, **x})

    return build


def cutoff_world(treatment: str | None, outcome: str, running: str, cutoff: float, names: Sequence[str],
                 spread: float = 10.0, below: bool = False, fuzzy: bool = False, digits: int = 2,
                 rows: int = 900) -> Builder:  # fmt: skip
    """Treatment at one side of the cutoff (mostly, when fuzzy)."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        x = traits(rng, names, rows)
        r = np.round(cutoff + rng.normal(0, spread, rows), digits)
        past = (r < cutoff) if below else (r >= cutoff)
        t = np.where(rng.random(rows) < (0.15 if fuzzy else 0.0), ~past, past).astype(int)
        y = 3.0 * t + 0.1 * (r - cutoff) + _sum(x) + rng.normal(size=rows)
        recorded = {treatment: t} if treatment else {}
        return pd.DataFrame({**x, running: r, **recorded, outcome: y})

    return build


def through(treatment: str, mediator: str, outcome: str, names: Sequence[str], rows: int = 900) -> Builder:
    """Treatment -> mediator -> outcome, and a hidden cause of treatment and outcome."""

    def build(rng: np.random.Generator) -> pd.DataFrame:
        x = traits(rng, names, rows)
        hidden = rng.normal(size=rows)
        t = (hidden + rng.normal(size=rows) > 0).astype(int)
        m = 2.0 * t + rng.normal(size=rows)
        y = 1.5 * m + 1.0 * hidden + _sum(x) + rng.normal(size=rows)
        return pd.DataFrame({**x, treatment: t, mediator: np.round(m, 3), outcome: y})

    return build
