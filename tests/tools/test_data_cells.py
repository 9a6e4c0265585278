"""What is written in cells is read as it was meant, and each reading stands in the account."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.data import open_table, prepare, profile_table, read_cells
from tools.data.cells.codes import codes_seen, codes_told
from tools.data.cells.number_text import find_style
from tools.data.cells.scales import Slip, two_scales
from tools.data.script import rows_lines
from tools.data.table import Table
from tools.types import CellAction, Design, DesignKind, Query

ROWS = 400


def draws(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def actions(table: Table, column: str | None) -> list[str]:
    return [str(entry.action) for entry in table.account if entry.column == column]


def numbers(table: Table, column: str) -> np.ndarray:
    return table.frame([column])[column].to_numpy(dtype=float)


# ---------------- Numbers written as text


WRITTEN = {
    "dollars": lambda v: f"${v:,.2f}",
    "euros": lambda v: f"{v:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".") + " EUR",
    "percent": lambda v: f"{v:.2f}%",
    "brackets": lambda v: f"({-v:.2f})" if v < 0 else f"{v:.2f}",
    "comma": lambda v: f"{v:.2f}".replace(".", ","),
    "unit": lambda v: f"{v:.2f} kg",
    "thin spaces": lambda v: f"{v:,.2f}".replace(",", "\u202f"),
    "apostrophes": lambda v: f"{v:,.2f}".replace(",", "’"),
    "yuan": lambda v: f"¥{v:,.2f}",
}


@pytest.mark.parametrize("door", ["frame", "csv", "xlsx"])
@pytest.mark.parametrize("written", WRITTEN)
def test_numbers_in_text_are_numbers(tmp_path: Path, written: str, door: str) -> None:
    truth = draws().normal(0 if written == "brackets" else 3000, 700, ROWS).round(2)
    frame = pd.DataFrame({"fee": [WRITTEN[written](v) for v in truth], "n": range(ROWS)})
    source: object = frame
    if door == "csv":
        source = tmp_path / "t.csv"
        frame.to_csv(source, index=False)
    elif door == "xlsx":
        source = tmp_path / "t.xlsx"
        frame.to_excel(source, index=False)
    table = read_cells(open_table(source))
    np.testing.assert_allclose(numbers(table, "fee"), truth)
    if not (written == "comma" and door == "csv"):  # such a file is read so as a whole
        assert actions(table, "fee") == [CellAction.PARSED]


def test_a_bound_and_a_word_are_counted() -> None:
    cells = ["<35", "k.A.", "see file", *(f"{v}" for v in range(36, 136))]
    table = read_cells(open_table(pd.DataFrame({"iron": cells})))
    values = numbers(table, "iron")
    assert values[0] == 35 and np.isnan(values[1]) and np.isnan(values[2])
    rows = {entry.said.id: entry.rows for entry in table.account}
    assert rows["cells-bounds"] == rows["cells-missing-words"] == rows["cells-no-numbers"] == 1


def test_thousands_are_told_from_decimals_by_the_whole_column() -> None:
    def decimal(*cells: str) -> str | None:
        found = find_style([(cell, 1) for cell in cells])
        return found.decimal if found else None

    many = [f"{i}.195" for i in range(1, 20)]
    assert decimal(*many, "986", "12.480") == ","
    assert decimal(*(f"{i}.195 kg" for i in range(20))) == "."  # 0.195 is no thousand
    assert decimal(*(f"1.{i},5" for i in range(100, 120))) == ","
    assert decimal(*(f"{i},5" for i in range(20)), *(f"{i}.5" for i in range(20))) == ""
    assert decimal(*(f"{i}.2.3" for i in range(30))) is None
    assert decimal(*(f"{i:02d}.01.2021" for i in range(1, 29))) is None


def test_a_thousand_read_as_a_decimal_is_put_right() -> None:
    truth = draws().normal(1000, 200, ROWS).round()
    table = read_cells(open_table(pd.DataFrame({"sold": np.where(truth >= 1000, truth / 1000, truth)})))
    np.testing.assert_array_equal(numbers(table, "sold"), truth)
    # Decimals that stop at a thousand by nature stay.
    plain = pd.DataFrame({"sold": draws().gamma(2, 2, ROWS).round(3)})
    assert read_cells(open_table(plain)).account == ()


def test_a_column_of_codes_and_names_stays_text() -> None:
    frame = pd.DataFrame({"flat": [f"{i}{'AB'[i % 2]}" for i in range(ROWS)], "dose": ["10mg", "20mg"] * 200})
    table = read_cells(open_table(frame))
    assert table.account == () and {field.kind for field in table.fields} == {"text"}


def test_a_mostly_numeric_column_is_named() -> None:
    cells = [f"{i}" if i % 4 else f"about {i}" for i in range(ROWS)]
    table = read_cells(open_table(pd.DataFrame({"spent": cells})))
    assert [entry.said.id for entry in table.account] == ["cells-mostly-numbers"]


@pytest.mark.parametrize("word", ["Total", "Summe", "合计", "Grand total"])
def test_a_line_of_totals_is_left_out(tmp_path: Path, word: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,5\n4,1\n" + f"{word},8\n", encoding="utf-8")
    table = read_cells(open_table(path))
    assert table.rows == 3 and actions(table, None) == [CellAction.DROPPED]
    np.testing.assert_array_equal(numbers(table, "a"), [1, 3, 4])
    path.write_text("a,b\nTotal,2\nTotal,5\nPart,1\nTotal,8\n", encoding="utf-8")
    assert read_cells(open_table(path)).rows == 4  # a level like others


# ---------------- Codes for missing


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("age; -99 = missing", {-99}),
        ("age (missing coded as -99)", {-99}),
        ("age, 999: not known", {999}),
        ("0 = no, 1 = yes, 9 = no answer", {9}),
        ("97/98/99 = refused", {97, 98, 99}),
        ("999 was entered where the age is not known", {999}),
        ("Alter; -99 = keine Angabe", {-99}),
        ("Alter, fehlende Werte sind mit -99 kodiert", {-99}),
        ("Einkommen (999 steht für unbekannt)", {999}),
        ("年龄，-99表示缺失", {-99}),
        ("收入，缺失值记为-999", {-999}),
        ("1 if unknown", set()),
        ("number of children, 12 missing values", set()),
        ("region: 3 = unknown origin", set()),
        ("visits in 99 days", set()),
    ],
)
def test_codes_that_the_text_tells(text: str, codes: set[float]) -> None:
    assert set(codes_told(text)) == codes


def test_a_code_told_of_one_column_is_none_of_another() -> None:
    rng = draws()
    frame = pd.DataFrame({name: rng.integers(0, 3, ROWS) for name in ("pressure", "active")})
    frame["age"] = np.where(rng.random(ROWS) < 0.1, -99, rng.integers(18, 60, ROWS))
    about = (
        "pressure: high blood pressure, 0: never, 1: ever, 2: missing\nactive: 0: very, 1: a bit, 2: hardly"
    )
    table = read_cells(open_table(frame), about + "\n\nMissing values are coded as -99.")
    assert {entry.column for entry in table.account} == {"pressure", "age"}
    assert {entry.said.id for entry in table.account} == {"cells-code-told"}


@pytest.mark.parametrize(
    ("code", "sure"),
    [(-999, True), (-9, True), (999, True), (9999, True), (99, True), (72, None), (-1, True)],
)
def test_codes_that_nobody_tells(code: float, sure: bool | None) -> None:
    ages = draws().integers(18, 60, ROWS).astype(float)
    found = codes_seen(np.append(ages, [code] * 40))
    assert (found.sure if found else None) is sure


def test_values_that_may_be_real_stay() -> None:
    rng = draws()
    old = np.append(rng.integers(18, 98, ROWS), [99, 99])
    assert codes_seen(old.astype(float)) is None
    assert codes_seen(np.append(rng.integers(18, 70, ROWS), 99).astype(float)) is None  # an outlier, once
    assert codes_seen(rng.negative_binomial(1, 0.02, 4000).astype(float)) is None  # a natural tail
    assert codes_seen(rng.integers(1, 10, ROWS).astype(float)) is None
    prices = codes_seen(np.append(rng.uniform(5, 20, ROWS), [99.0] * 30), money=True)
    assert prices is not None and not prices.sure
    scale = np.append(rng.integers(1, 6, ROWS), [9] * 30).astype(float)
    seen = codes_seen(scale)
    assert seen is not None and seen.sure
    assert codes_seen(scale, labelled=frozenset({9.0})) is None


def test_an_effect_is_the_true_one_with_a_code_in_the_confounder_and_not_without_reading_it() -> None:
    rng = draws(11)
    rows = 3000
    age = rng.normal(50, 10, rows).round()
    drug = (rng.random(rows) < 1 / (1 + np.exp(-(age - 50) / 6))).astype(int)
    score = 2 * drug + 0.3 * age + rng.normal(size=rows)
    frame = pd.DataFrame({"age": np.where(rng.random(rows) < 0.015, -999, age), "drug": drug, "score": score})
    design = Design(DesignKind.BACKDOOR, ("age",))

    def effect(table: Table) -> tuple[float, float]:
        sample = prepare(table, profile_table(table), Query("drug", "score"), design).frame
        x = np.column_stack([np.ones(len(sample)), sample["drug"], sample["age"].to_numpy(float)])
        fit, rest, *_ = np.linalg.lstsq(x, sample["score"].to_numpy(float), rcond=None)
        error = np.sqrt(rest[0] / (len(x) - 3) * np.linalg.inv(x.T @ x)[1, 1])
        return float(fit[1]), float(error)

    value, error = effect(read_cells(open_table(frame)))
    assert abs(value - 2) < 4 * error
    blind, error = effect(open_table(frame))
    assert abs(blind - 2) > 4 * error


# ---------------- Two scales in one column


def test_two_units_are_made_one() -> None:
    rng = draws()
    grams = rng.normal(1000, 250, ROWS).round()
    mixed = np.where(rng.random(ROWS) < 0.15, grams / 1000, grams)
    found = two_scales(mixed)
    assert found is not None and found.sure and found.factor == 1000
    table = read_cells(open_table(pd.DataFrame({"w": mixed})))
    np.testing.assert_allclose(numbers(table, "w"), grams)


def test_shares_beside_percents_are_made_percents() -> None:
    rng = draws()
    percent = rng.uniform(4, 96, ROWS).round(1)
    mixed = np.where(rng.random(ROWS) < 0.2, (percent / 100).round(3), percent)
    found = two_scales(mixed)
    assert found is not None and found.slip is Slip.SHARE
    np.testing.assert_allclose(numbers(read_cells(open_table(pd.DataFrame({"p": mixed}))), "p"), percent)


def test_a_slip_of_the_pen_is_put_right() -> None:
    tons = draws().normal(5, 0.8, ROWS).round(2)
    typed = tons.copy()
    typed[:4] *= 1000
    np.testing.assert_allclose(numbers(read_cells(open_table(pd.DataFrame({"t": typed}))), "t"), tons)


def test_one_extreme_value_is_named_and_left() -> None:
    income = draws().normal(3000, 600, ROWS).round()
    income[7] = 290_000
    table = read_cells(open_table(pd.DataFrame({"income": income})))
    assert [entry.said.id for entry in table.account] == ["cells-typing-suspected"]
    np.testing.assert_array_equal(numbers(table, "income"), income)


@pytest.mark.parametrize("seed", range(8))
def test_natural_columns_are_left_alone(seed: int) -> None:
    rng = draws(seed)
    columns = {
        "lognormal": rng.lognormal(3, 2, 1200),
        "pareto": rng.pareto(1.5, 1200) + 1,
        "gamma": rng.gamma(0.5, 3, 1200),
        "poisson": rng.poisson(3, 1200),
        "exponential": rng.exponential(100, 1200).round(2),
        "share": rng.uniform(0, 1, 1200),
        "percent": rng.beta(0.3, 0.3, 1200) * 100,
        "decades": 10 ** rng.uniform(0, 6, 1200),
        "two sorts": np.r_[rng.lognormal(3, 0.5, 600), rng.lognormal(7, 0.5, 600)],
        "two doses": rng.choice([1.0, 1000.0], 1200),
        "year": rng.integers(1950, 2024, 1200),
        "money": rng.gamma(2, 20000, 1200).round(),
        "near nought": np.abs(rng.normal(50, 16, 1200)).round(1),
    }
    for name, values in columns.items():
        found = two_scales(np.asarray(values, dtype=float))
        assert found is None or not found.sure, name


# ---------------- Levels and dates


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        (["Yes", "YES ", "y", "yes"], ["No", "no", "N"]),
        (["ja", "Ja", "J"], ["nein", "NEIN"]),
        (["是", "有"], ["否"]),
        (["TRUE", "1"], ["false", "0"]),
    ],
)
def test_spellings_of_yes_and_no_are_two_levels(yes: list[str], no: list[str]) -> None:
    rng = draws()
    took = rng.random(ROWS) < 0.4
    frame = pd.DataFrame(
        {"took": np.where(took, rng.choice(yes, ROWS), rng.choice(no, ROWS)), "n": range(ROWS)}
    )
    frame.loc[:9, "took"] = "unknown"
    table = read_cells(open_table(frame))
    column = profile_table(table)["took"]
    assert column.distinct == 2 and column.missing == 10
    levels = table.frame(["took"])["took"]
    assert levels[10:][took[10:]].nunique() == levels[10:][~took[10:]].nunique() == 1


def test_levels_that_differ_in_capitals_are_one_and_others_are_not() -> None:
    frame = pd.DataFrame(
        {
            "sex": ["Male", "male", "female", "FEMALE", "male "] * 20,
            "grade": [*"aAbBcC", "d", "e"] * 12 + [*"abcd"],
        }
    )
    table = read_cells(open_table(frame))
    assert profile_table(table)["sex"].distinct == 2 and actions(table, "sex") == [CellAction.RECODED]
    places = pd.DataFrame({"town": ["Bonn", "Köln", "unknown"] * 40 + ["Trier"]})
    assert read_cells(open_table(places)).account == ()


def test_a_mark_beside_nothing_is_yes_and_no() -> None:
    frame = pd.DataFrame({"member": ["x", None, "X", None] * 50, "one": [1.0, np.nan] * 100, "n": range(200)})
    table = read_cells(open_table(frame))
    assert sorted(set(numbers(table, "member"))) == sorted(set(numbers(table, "one"))) == [0, 1]
    assert numbers(table, "member").sum() == 100
    told = read_cells(open_table(frame), "one: 1 = yes, 0 = no")
    assert np.isnan(numbers(told, "one")).sum() == 100  # empty is no answer there


def test_dates_in_several_styles_are_dates() -> None:
    days = pd.Timestamp("2021-01-13") + pd.to_timedelta(draws().integers(0, 300, ROWS), unit="D")
    styles = ["%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d/%m/%Y", "%Y年%m月%d日"]
    written = [day.strftime(styles[i % 5]) for i, day in enumerate(days)]
    table = read_cells(open_table(pd.DataFrame({"day": written})))
    assert list(table.frame(["day"])["day"]) == list(days)


def test_a_date_or_nothing_says_who_was_treated() -> None:
    rng = draws()
    joined = rng.random(ROWS) < 0.5
    day = pd.Timestamp("2015-01-01") + pd.to_timedelta(rng.integers(0, 900, ROWS), unit="D")
    frame = pd.DataFrame(
        {"joined": np.where(joined, day.strftime("%Y-%m-%d"), ""), "y": 3 * joined + rng.normal(size=ROWS)}
    )
    told = read_cells(open_table(frame), "joined: the day of joining, empty = never")
    np.testing.assert_array_equal(numbers(told, "joined"), joined)
    plain = read_cells(open_table(frame))
    sample = prepare(plain, profile_table(plain), Query("joined", "y"), Design(DesignKind.RANDOMISED))
    assert sample.rows == ROWS and (sample.low, sample.high) == (0.0, 1.0)
    assert any(entry.said.id == "cells-date-treatment" for entry in sample.account)


# ---------------- The script that is handed out reads the same


def test_the_script_reads_cells_alike(tmp_path: Path) -> None:
    rng = draws()
    value = rng.normal(50, 10, ROWS).round(1)
    days = pd.Timestamp("2021-01-13") + pd.to_timedelta(rng.integers(0, 300, ROWS), unit="D")
    frame = pd.DataFrame(
        {
            "money": [f"${v * 1000:,.0f}" for v in value],
            "loss": [f"({v})" if v < 50 else f"{v}" for v in value],
            "mass": [f"{v} kg" if i % 9 else f"{v * 1000:.0f} g" for i, v in enumerate(value)],
            "code": np.where(rng.random(ROWS) < 0.1, -999, value),
            "took": rng.choice(["Yes", "y", "no", "NO", "unknown"], ROWS),
            "mark": np.where(rng.random(ROWS) < 0.5, "x", ""),
            "day": [day.strftime("%Y-%m-%d" if i % 2 else "%d.%m.%Y") for i, day in enumerate(days)],
            "width": np.where(rng.random(ROWS) < 0.1, value / 1000, value),
        }
    )
    path = tmp_path / "t.csv"
    frame.to_csv(path, index=False)
    with path.open("a", encoding="utf-8") as file:
        file.write("Total" + "," * (frame.shape[1] - 1) + "\n")
    table = read_cells(open_table(path))
    space: dict[str, object] = {}
    exec(rows_lines(table, table.columns, ()), space)
    made, read = space["frame"], table.frame(table.columns)
    assert isinstance(made, pd.DataFrame)
    for name in table.columns:
        ours, theirs = read[name].reset_index(drop=True), made[name].reset_index(drop=True)
        assert (ours.isna() == theirs.isna()).all(), name
        assert (ours.dropna() == theirs.dropna()).all(), name


def test_tables_with_nothing_odd_are_the_same_table() -> None:
    rng = draws()
    frame = pd.DataFrame(
        {"t": rng.integers(0, 2, ROWS), "x": rng.normal(size=ROWS), "town": rng.choice([*"abcd"], ROWS)}
    )
    table = open_table(frame)
    assert read_cells(table, "t: 1 = treated, 0 = not\nx: a score") is table
