"""What a profile says about columns whose nature we set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.words import texts
from tools.data import open_table, profile_table
from tools.types import ColumnKind, ColumnProfile, DataProfile

ROWS = 400


def profiled(columns: dict[str, object], description: str = "") -> DataProfile:
    return profile_table(open_table(pd.DataFrame(columns)), description)


def one(name: str, values: object, description: str = "") -> ColumnProfile:
    """The profile of a column that does not come first."""
    rng = np.random.default_rng(1)
    return profiled({"z": rng.normal(size=len(values)), name: values}, description)[name]  # type: ignore[arg-type]


RNG = np.random.default_rng(7)
CASES: dict[str, tuple[str, object, ColumnKind]] = {
    "0/1": ("treated", RNG.integers(0, 2, ROWS), ColumnKind.BINARY),
    "1/2": ("sex", RNG.integers(1, 3, ROWS), ColumnKind.BINARY),
    "text with two levels": ("arm", RNG.choice(["a", "b"], ROWS), ColumnKind.BINARY),
    "true/false": ("flag", RNG.choice([True, False], ROWS), ColumnKind.BINARY),
    "counts": ("visits", RNG.poisson(3, ROWS), ColumnKind.COUNT),
    "ages": ("age", RNG.integers(18, 80, ROWS), ColumnKind.COUNT),
    "negative whole": ("balance", RNG.integers(-5, 6, ROWS), ColumnKind.NUMBER),
    "unique continuous": ("score", RNG.normal(size=ROWS), ColumnKind.NUMBER),
    "unique whole incomes": ("income", RNG.permutation(np.arange(ROWS)) * 37 + 1000, ColumnKind.COUNT),
    "names of levels": ("city", RNG.choice(["Rom", "Bonn", "Graz"], ROWS), ColumnKind.CATEGORY),
    "codes by name": ("region", RNG.integers(1, 7, ROWS), ColumnKind.CATEGORY),
    "id by name": ("patient_id", RNG.permutation(ROWS) + 5000, ColumnKind.IDENTIFIER),
    "panel id": ("household_id", np.repeat(np.arange(ROWS // 4), 4), ColumnKind.IDENTIFIER),
    "text ids": ("user_id", [f"u{i}" for i in range(ROWS)], ColumnKind.IDENTIFIER),
    "row numbers": ("obs_nr", np.arange(1, ROWS + 1), ColumnKind.IDENTIFIER),
    "a trend counts rows too": ("month_time", np.arange(1, ROWS + 1), ColumnKind.COUNT),
    "paid is no id": ("paid", RNG.integers(0, 500, ROWS), ColumnKind.COUNT),
    "dates": ("day", pd.date_range("2020-01-01", periods=ROWS), ColumnKind.TIME),
    "free text": ("remark", [f"the patient said {i} things today" for i in range(ROWS)], ColumnKind.TEXT),
    "constant": ("country", ["AT"] * ROWS, ColumnKind.CONSTANT),
    "all missing": ("empty", [None] * ROWS, ColumnKind.CONSTANT),
    "constant with gaps": ("gap", [1.0, np.nan] * (ROWS // 2), ColumnKind.CONSTANT),
}


@pytest.mark.parametrize("case", CASES)
def test_kinds(case: str) -> None:
    name, values, kind = CASES[case]
    assert one(name, values).kind is kind


@pytest.mark.parametrize("name", ["Unnamed: 0", "index", "X", "anything"])
def test_a_first_column_that_counts_the_rows(name: str) -> None:
    profile = profiled({name: np.arange(ROWS), "y": RNG.normal(size=ROWS)})
    assert profile[name].kind is ColumnKind.IDENTIFIER


def test_labelled_codes_are_levels_but_a_scale_is_not() -> None:
    codes = RNG.integers(1, 5, ROWS)
    labelled = one("q", codes, "q: 1 = north, 2 = south, 3 = east, 4 = west")
    assert labelled.kind is ColumnKind.CATEGORY and (1, "north") in labelled.level_labels
    bands = "pay: yearly pay, 1: <1000, 2: 1000-1999, 3: 2000-4999, 4: 5000-9999, 5: 10,000+"
    assert one("pay", RNG.integers(1, 6, ROWS), bands).kind is ColumnKind.COUNT
    assert one("q", codes, "q: agreement, 1 = never, 4 = always").kind is ColumnKind.COUNT
    assert one("q", codes).kind is ColumnKind.COUNT


def test_numbers_are_summarised_over_present_values() -> None:
    column = one("x", [1.0, 2.0, np.nan, np.inf, 6.0, -np.inf])
    assert (column.missing, column.distinct, column.minimum, column.maximum) == (3, 3, 1.0, 6.0)
    assert column.mean == pytest.approx(3.0) and column.median == 2.0
    assert column.std == pytest.approx(np.std([1, 2, 6], ddof=1))


def test_missing_text() -> None:
    column = one("x", ["a", "", None, "NA", "b", "a"])
    assert (column.missing, column.distinct, column.levels) == (3, 2, (("a", 2), ("b", 1)))


def test_levels_keep_their_type_and_stop_at_fifty() -> None:
    assert one("x", [True, False, True]).levels == ((True, 2), (False, 1))
    assert one("x", [2, 1, 2, 3]).levels == ((2, 2), (1, 1), (3, 1))
    assert one("x", [0.5, 1.0, 0.5]).levels == ((0.5, 2), (1.0, 1))
    assert len(one("x", [f"l{i % 50:02d}" for i in range(ROWS)]).levels) == 50
    many = one("x", [f"l{i % 51:02d}" for i in range(ROWS)])
    assert many.levels == () and many.distinct == 51


def test_rows_of_few_coarse_values_repeat_by_nature() -> None:
    coarse = {
        "age": RNG.normal(45, 14, 900).round(),
        "nights": RNG.poisson(4, 900),
        "sent": RNG.integers(0, 2, 900),
    }
    assert profiled(coarse).duplicate_rows > 90 and profiled(coarse).warnings == ()
    coarse["paid"] = RNG.normal(50, 9, 900).round()
    joined = {name: np.repeat(values[:300], 3) for name, values in coarse.items()}
    assert "rows repeat an earlier row" in " ".join(texts(profiled(joined).warnings))


def test_warnings_say_what_is_odd_about_the_table() -> None:
    frame = {
        "x": [1.5, 2.5, 1.5, 3.5],
        "c": [1, 1, 1, 1],
        "m": [None, None, None, 2.0],
        "k": ["a", "b", "a", "b"],
    }
    profile = profiled(frame)
    assert profile.duplicate_rows == 1
    text = " ".join(texts(profile.warnings))
    assert "only 4 rows" in text and "no use: 'c', 'm'" in text
    half = profiled({"x": np.arange(100) * 0.5, "m": [None] * 60 + list(range(40))})
    assert "Missing in more than half of the rows: 'm'" in " ".join(texts(half.warnings))
    copied = pd.DataFrame({"x": RNG.normal(size=100), "k": RNG.normal(size=100)}).iloc[[*range(100), 7]]
    assert "1 of 101 rows repeat" in " ".join(texts(profiled(copied).warnings))
    clean = profiled({"x": RNG.normal(size=100), "k": RNG.normal(size=100)})
    assert clean.warnings == () and clean.duplicate_rows == 0


def test_the_codebook_reaches_the_columns() -> None:
    profile = profiled({"y": RNG.normal(size=50), "w": RNG.normal(size=50)}, "w: weight at baseline (kg)")
    assert profile["w"].unit == "kg" and profile["w"].timing == "before"
    assert profile["y"].description is None and profile.description.startswith("w:")


def test_a_large_table_agrees_with_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.data.profile._EXACT_CELLS", 1000)  # large from here on
    rows = 20_000
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"v": rng.normal(size=rows), "g": rng.integers(0, 50, rows)})
    profile = profile_table(open_table(frame))
    assert profile["g"].distinct == 50 and len(profile["g"].levels) == 50
    assert profile["v"].mean == pytest.approx(frame["v"].mean())
    assert profile["v"].median == pytest.approx(frame["v"].median(), abs=0.02)
    assert profile["v"].distinct > 0.8 * rows
