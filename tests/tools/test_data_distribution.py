"""Distributions and first rows: the counts are those of pandas, odd names and gaps included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.data import open_table, profile_table
from tools.data.profile import BINS, distributions, first_rows

NAME = 'price "net" \'; DROP'


def frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    price = rng.normal(10, 3, 500)
    price[:40] = np.nan
    return pd.DataFrame(
        {NAME: price, "sold": rng.integers(0, 2, 500), "town": rng.choice(["Bern", "Chur"], 500), "same": 1}
    )


def test_bins_are_those_of_numpy_and_levels_those_of_pandas() -> None:
    made = frame()
    table = open_table(made)
    found = distributions(table, profile_table(table, ""))
    expected, _ = np.histogram(made[NAME].dropna(), bins=BINS)
    assert [bar.rows for bar in found[NAME]] == expected.tolist()
    assert sum(bar.rows for bar in found[NAME]) == 460
    towns = made["town"].value_counts()
    assert {bar.label: bar.rows for bar in found["town"]} == towns.to_dict()


def test_the_first_rows_stand_as_they_are() -> None:
    made = frame()
    shown = first_rows(open_table(made), 3)
    assert len(shown) == 3
    assert [row[0] for row in shown] == ["", "", ""]
    assert [row[1] for row in shown] == made["sold"].head(3).astype(str).tolist()
    assert [row[2] for row in shown] == made["town"].head(3).tolist()
