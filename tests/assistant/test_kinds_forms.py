"""Kinds with regressions of their own hold a covariate fixed in the form it has, as average effects do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant

ABOUT = (
    "Shops of a chain.\n"
    "footfall: index of the people who passed the shop in the month before the change\n"
    "music: plays music (1 yes, 0 no)\n"
    "tasting: offers a tasting (1 yes, 0 no)\n"
    "sales: sales of the following week, thousand EUR\n"
)
MUSIC, TASTING = 2.0, 3.0


def shops(seed: int = 3, rows: int = 4000) -> pd.DataFrame:
    """Busy and quiet shops alike play music, and sell more anyway: no line of footfall shows that."""
    r = np.random.default_rng(seed)
    footfall = r.normal(size=rows)
    music = (r.random(rows) < 1 / (1 + np.exp(1.0 - footfall**2))).astype(int)
    tasting = (r.random(rows) < 1 / (1 + np.exp(1.0 - footfall**2))).astype(int)
    sales = 20 + MUSIC * music + TASTING * tasting + 3 * footfall**2 + r.normal(size=rows)
    return pd.DataFrame(
        {"footfall": footfall.round(3), "music": music, "tasting": tasting, "sales": sales.round(2)}
    )


def by_line(table: pd.DataFrame) -> float:
    """The slope of music with footfall held fixed as a line: what must not be answered."""
    columns = np.column_stack([np.ones(len(table)), table[["music", "tasting", "footfall"]]])
    return float(np.linalg.lstsq(columns, table["sales"], rcond=None)[0][1])


@pytest.mark.parametrize("kind", ["joint_change", "comparison"])
def test_a_curved_confounder_is_held_fixed_as_a_curve(kind: str) -> None:
    table = shops()
    answer = Assistant(table, description=ABOUT).compute(
        kind, treatments=["music", "tasting"], outcome="sales"
    )
    found = answer.to_dict()["result"]
    assert by_line(table) > MUSIC + 0.5  # the world is one in which a line misleads
    estimates = effects_in(found)
    assert any(abs(value - MUSIC) < 4 * 0.05 for value in estimates), found
    assert not any(abs(value - by_line(table)) < 0.1 for value in estimates), found


def effects_in(found: object) -> list[float]:
    """Every value of a quantity, wherever it stands in the result."""
    if isinstance(found, dict):
        own = [float(found["value"])] if isinstance(found.get("value"), int | float) else []
        return own + [value for part in found.values() for value in effects_in(part)]
    if isinstance(found, list | tuple):
        return [value for part in found for value in effects_in(part)]
    return []
