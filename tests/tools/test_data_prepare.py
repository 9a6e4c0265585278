"""Samples from tables whose faults we planted: each is coded, counted, warned about or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.words import english, fails, texts
from tools.data import open_table, prepare, profile_table
from tools.errors import DataError, EstimationError
from tools.types import Condition, Design, DesignKind, Level, Query, Sample

ROWS = 400


def world(**columns: object) -> pd.DataFrame:
    """A randomised 0/1 treatment `t` with effect 2 on `y`, a covariate `x` and a text covariate `c`."""
    rng = np.random.default_rng(7)
    treatment = rng.integers(0, 2, ROWS)
    frame = pd.DataFrame({"t": treatment, "x": rng.normal(size=ROWS), "c": rng.choice(["p", "q", "r"], ROWS)})
    frame["y"] = 2.0 * treatment + frame["x"] + rng.normal(size=ROWS)
    return frame.assign(**columns)


def sample(
    frame: pd.DataFrame,
    adjust: tuple[str, ...] = (),
    *,
    treatment: str | None = "t",
    outcome: str = "y",
    low: Level | None = None,
    high: Level | None = None,
    population: tuple[Condition, ...] = (),
    description: str = "",
    kind: DesignKind = DesignKind.BACKDOOR,
    **design: Any,
) -> Sample:
    table = open_table(frame)
    query = Query(treatment, outcome, low, high, population)
    found = prepare(table, profile_table(table, description), query, Design(kind, adjust, **design))
    assert found.rows + found.rows_dropped == found.rows_total == len(frame)
    assert list(found.frame.index) == list(range(found.rows))
    return found


def said(found: Sample) -> str:
    return " ".join(texts(found.warnings))


def dropped(found: Sample, description: str = "") -> list[tuple[str, int]]:
    profile = profile_table(open_table(found.frame), description)
    return [(english(reason, profile), rows) for reason, rows in found.dropped]


# ---------------------------------------------------------------- treatment


def test_a_plain_sample_is_the_table_itself() -> None:
    frame = world()
    found = sample(frame, ("x", "c"))
    assert list(found.frame.columns) == ["t", "x", "c", "y"] and found.warnings == () and found.dropped == ()
    np.testing.assert_array_equal(found.frame["t"], frame["t"].astype(float))
    assert found.frame["t"].dtype == np.float64 and found.frame["c"].dtype == "category"
    assert (found.low, found.high, found.query.low, found.query.high) == (0.0, 1.0, 0, 1)
    assert found.binary_treatment


@pytest.mark.parametrize(
    ("levels", "low", "high", "sure"),
    [
        (("yes", "no"), "no", "yes", True),
        (("treated", "control"), "control", "treated", True),
        (("placebo", "drug"), "placebo", "drug", True),
        ((True, False), False, True, True),
        ((1, 2), 1, 2, True),
        ((10.0, 20.0), 10, 20, True),
        (("blue", "green"), "blue", "green", False),
    ],
)
def test_two_levels_become_zero_and_one(
    levels: tuple[Level, Level], low: Level, high: Level, sure: bool
) -> None:
    frame = world()
    values = pd.Series([levels[i % 2] for i in range(ROWS)])
    found = sample(frame.assign(t=values))
    assert (found.query.low, found.query.high) == (low, high)
    np.testing.assert_array_equal(found.frame["t"], (values == high).astype(float))
    assert ("alphabetical" in said(found)) is not sure


def test_the_codebook_turns_codes_round() -> None:
    frame = world(t=np.arange(ROWS) % 2 + 1)
    found = sample(frame, description="t: 1 = treated, 2 = control")
    assert (found.query.low, found.query.high) == (2, 1)
    # Labels that do not speak plainly leave the smaller number low.
    found = sample(world(t=np.arange(ROWS) % 2), description="t: 1 if no degree, 0 otherwise")
    assert (found.query.low, found.query.high) == (0, 1)


@pytest.mark.parametrize(("low", "high"), [("YES", None), (None, "no"), (" Yes", "No ")])
def test_the_question_says_which_level_is_from(low: Level | None, high: Level | None) -> None:
    values = np.where(np.arange(ROWS) % 2, "yes", "no")
    found = sample(world(t=values), low=low, high=high)
    assert (found.query.low, found.query.high) == ("yes", "no")
    np.testing.assert_array_equal(found.frame["t"], (values == "no").astype(float))


def test_levels_are_met_through_labels_and_numbers_as_text() -> None:
    frame = world(t=np.arange(ROWS) % 3 + 1)
    codebook = "t: 1 = drug A, 2 = drug B, 3 = no drug"
    for low, high in (("no drug", "drug a"), ("3", "1"), (3, 1.0)):
        found = sample(frame, low=low, high=high, description=codebook)
        assert (found.query.low, found.query.high) == (3, 1)
        left_out = [("t is neither 3 (no drug) nor 1 (drug A)", int((frame["t"] == 2).sum()))]
        assert dropped(found, codebook) == left_out


def test_more_than_two_levels_need_a_contrast() -> None:
    with pytest.raises(DataError, match=r"3 levels: .*Say which two to compare"):
        sample(world(), treatment="c")
    with pytest.raises(DataError, match="no level 'z'"):
        sample(world(), treatment="c", low="p", high="z")
    with pytest.raises(DataError, match="both p"):
        sample(world(), treatment="c", low="p", high="P")
    found = sample(world(), treatment="c", low="p", high="r")
    assert found.binary_treatment and dropped(found)[0][0] == "c is neither p nor r"


def test_a_quantity_stays_and_moves_by_one() -> None:
    dose = np.arange(ROWS) % 21
    found = sample(world(t=dose))
    assert (found.low, found.high) == (float(np.median(dose)), float(np.median(dose)) + 1)
    assert sample(world(t=dose), low=3).high == 4.0
    assert "extrapolated" in said(sample(world(t=dose), low=3, high=99))
    with pytest.raises(DataError, match="not a number"):
        sample(world(t=dose), low="lots")


def test_codes_that_are_no_quantity_are_noticed() -> None:
    """Truth: 0 -> 1 adds 5, 1 -> 2 takes 4 away; a straight line through the codes says 0.5."""
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 3, ROWS)
    outcome = np.array([0.0, 5.0, 1.0])[codes] + rng.normal(size=ROWS)
    assert "does not move evenly" in said(sample(world(t=codes, y=outcome)))
    assert "does not move evenly" not in said(sample(world(t=codes, y=2.0 * codes + rng.normal(size=ROWS))))
    texts = pd.Series(codes).map({0: "none", 1: "low", 2: "high"})
    found = sample(world(t=texts, y=outcome), low="none", high="low")
    arms = found.frame.groupby("t")["y"].mean()
    assert arms[1.0] - arms[0.0] == pytest.approx(5.0, abs=4 * np.sqrt(2 / 100))


def test_dates_become_days() -> None:
    days = pd.date_range("2020-01-01", periods=ROWS)
    found = sample(world(t=days), low="2020-01-01", high="2020-02-01")
    assert found.high - found.low == 31.0
    np.testing.assert_array_equal(np.diff(found.frame["t"]), 1.0)


# ---------------------------------------------------------------- outcome and design columns


def test_an_outcome_of_two_texts_is_a_share() -> None:
    found = sample(world(y=np.where(np.arange(ROWS) % 3, "alive", "dead")))
    assert found.frame["y"].mean() == pytest.approx((np.arange(ROWS) % 3 > 0).mean())
    assert "counted as 1 for alive" in said(found)


def test_an_outcome_of_many_texts_is_refused() -> None:
    with pytest.raises(DataError, match="recode it as a number"):
        sample(world(), outcome="c")


def test_design_columns_are_coded() -> None:
    frame = world(z=np.where(np.arange(ROWS) % 2, "offered", "not offered"), m=np.arange(ROWS) * 1.5)
    found = sample(frame, kind=DesignKind.IV, instruments=("z",))
    np.testing.assert_array_equal(found.frame["z"], np.arange(ROWS) % 2)
    panel = world(u=np.repeat(np.arange(ROWS // 2), 2), p=np.where(np.arange(ROWS) % 2, "post", "pre"))
    found = sample(panel, kind=DesignKind.DID, unit="u", time="p", cluster="c")
    np.testing.assert_array_equal(found.frame["p"], np.arange(ROWS) % 2)
    assert found.frame["u"].dtype == "category" and found.frame["u"].nunique() == ROWS // 2
    with pytest.raises(DataError, match="The instrument 'c' holds text with 3 levels"):
        sample(frame, kind=DesignKind.IV, instruments=("c",))


def test_a_discontinuity_needs_no_treatment() -> None:
    found = sample(world(), treatment=None, kind=DesignKind.RDD, running_variable="x", cutoff=0.0)
    assert (found.low, found.high) == (0.0, 1.0) and set(found.frame.columns) == {"x", "y"}
    with fails("Check the cutoff"):
        sample(world(), treatment=None, kind=DesignKind.RDD, running_variable="x", cutoff=50.0)
    with pytest.raises(DataError, match="needs a running variable and a cutoff"):
        sample(world(), kind=DesignKind.RDD)


# ---------------------------------------------------------------- population and missing values


def test_populations() -> None:
    frame = world(day=pd.date_range("2020-01-01", periods=ROWS))
    for condition, mask in (
        (Condition("x", ">=", 0.5), frame["x"] >= 0.5),
        (Condition("c", "==", "P"), frame["c"] == "p"),
        (Condition("c", "!=", "p"), frame["c"] != "p"),
        (Condition("day", "<", "2020-03-01"), frame["day"] < "2020-03-01"),
        (Condition("x", "<", "0.25"), frame["x"] < 0.25),
    ):
        found = sample(frame, population=(condition,))
        np.testing.assert_array_equal(found.frame["y"], frame.loc[mask, "y"])
        assert dropped(found) == [(f"outside the population ({condition})", int((~mask).sum()))]


def test_populations_by_label_and_with_gaps() -> None:
    frame = world(sex=[0.0, 1.0, np.nan, 1.0] * (ROWS // 4))
    found = sample(
        frame, population=(Condition("sex", "==", "female"),), description="sex: 0 = male, 1 = female"
    )
    assert found.rows == ROWS // 2
    assert sample(frame, population=(Condition("sex", "!=", 0),)).rows == ROWS // 2


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (Condition("x", ">", 99), "No row meets 'x > 99'. 'x' runs from"),
        (Condition("c", "==", "zebra"), "has no level 'zebra'. 'c' has the levels"),
        (Condition("c", "<", "q"), "holds text"),
        (Condition("x", "~", 1), "not a comparison"),
        (Condition("sexx", "==", 1), "Column 'sexx' is not in"),
    ],
)
def test_populations_that_cannot_be(condition: Condition, says: str) -> None:
    with pytest.raises(DataError, match=says.replace("(", r"\(")):
        sample(world(), population=(condition,))


def test_missing_and_infinite_values_are_dropped_and_counted() -> None:
    frame = world()
    frame["t"] = frame["t"].astype(float)
    frame.loc[:9, "t"] = np.nan
    frame.loc[5:24, "y"] = np.inf
    found = sample(frame, ("x",))
    assert dropped(found) == [("treatment is missing (t)", 10), ("outcome is missing (y)", 15)]
    assert np.isfinite(found.frame.to_numpy()).all()


def test_few_gaps_in_covariates_cost_rows_and_many_are_filled() -> None:
    frame = world()
    frame.loc[:6, "x"] = np.nan
    found = sample(frame, ("x", "c"))
    assert dropped(found) == [("missing in a covariate (x)", 7)] and found.imputed == ()
    frame.loc[:99, "x"] = np.nan
    frame.loc[100:149, "c"] = None
    found = sample(frame, ("x", "c"), kind=DesignKind.RANDOMISED)
    assert found.rows == ROWS and found.imputed == ("x", "c")
    assert list(found.frame.columns) == ["t", "x", "x (missing)", "c", "c (missing)", "y"]
    assert (
        found.frame.loc[0, "x"] == pytest.approx(frame["x"].mean())
        and found.frame["x (missing)"].sum() == 100
    )
    assert "are filled with the mean" in said(found)
    frame.loc[:250, "x"] = np.nan
    found = sample(frame, ("x", "c"))
    assert found.design.adjustment_set == ("c",) and "missing in 63%" in said(found)


# ---------------------------------------------------------------- covariates


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("k", np.ones(ROWS), "the same value in every row"),
        ("k", world()["x"] * 2 + 1, "'x' in other units"),
        ("k", world()["y"], "the outcome 'y' in other units"),
        ("k", 1 - world()["t"], "a copy of the treatment 't'"),
        ("k", np.where(world()["t"] == 1, "took it", "refused"), "a copy of the treatment 't'"),
        ("k", world()["c"].str.upper(), "a copy of 'c'"),
        ("k_id", np.arange(ROWS) * 3, "labels rows"),
        (
            "k",
            [f"label {i}" for i in range(ROWS)],
            "text with 400 different values",
        ),
        ("k", world()["t"].astype(str) + world()["c"], "rows of one 't' only"),
    ],
)
def test_useless_covariates_are_left_out(name: str, values: object, says: str) -> None:
    found = sample(world(**{name: values}), ("x", "c", name))
    assert found.design.adjustment_set == ("x", "c") and name not in found.frame.columns
    assert repr(name) in said(found) and says in said(found)


def test_different_covariates_stay() -> None:
    frame = world(a=np.random.default_rng(1).normal(size=ROWS), b=world()["x"] ** 2)
    assert sample(frame, ("x", "a", "b", "c")).design.adjustment_set == ("x", "a", "b", "c")


def test_rare_levels_are_put_together() -> None:
    towns = np.array(["big"] * 200 + ["mid"] * 190 + [f"t{i % 5}" for i in range(10)])
    found = sample(world(k=np.random.default_rng(2).permutation(towns)), ("k",))
    assert set(found.frame["k"].cat.categories) == {"big", "mid", "other"} and "5 rare levels" in said(found)
    levels = [f"v{i % 80:02d}" for i in range(ROWS)]
    alone = sample(world(k=levels), ("k",))
    assert "k" not in alone.frame.columns and "goes with none of them" in said(alone)
    often = [float(i // 80 < (4 if i % 80 < 40 else 1)) for i in range(ROWS)]  # four treated of five, or one
    many = world(k=levels, t=often)
    held = sample(many, ("k",))
    assert held.frame["k"].nunique() == 80 and "means of the treatment" in said(held)
    assert held.forms["k"][0] == "t (mean of k)" and "rare levels" not in said(held)
    assert sample(many, ("k",), kind=DesignKind.RANDOMISED).frame["k"].nunique() == 50


def test_treatment_and_outcome_are_never_covariates() -> None:
    assert sample(world(), ("t", "y", "x")).design.adjustment_set == ("x",)


# ---------------------------------------------------------------- guards


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"t": np.ones(ROWS)}, EstimationError, "'t' is 1 in every row used"),
        ({"t": 3.0 + np.arange(ROWS) * 1e-18}, EstimationError, "'t' is 3"),
        ({"y": np.zeros(ROWS)}, EstimationError, "'y' is 0 in all 400 rows"),
        ({"t": [np.nan] * ROWS}, EstimationError, "missing in every row"),
        ({"y": [np.inf] * ROWS}, DataError, "all present"),
        ({"t": [1] + [0] * (ROWS - 1)}, EstimationError, "Only 1 of 400 rows are in one arm"),
        ({"y": world()["t"] * 3.0 + 1}, EstimationError, "the same information"),
    ],
)
def test_samples_that_have_no_answer(change: dict[str, object], error: type[Exception], says: str) -> None:
    with fails(says) if error is EstimationError else pytest.raises(error, match=says):
        sample(world(**change))


def test_the_treatment_is_not_the_outcome() -> None:
    with pytest.raises(DataError, match="both the treatment and the outcome"):
        sample(world(), outcome="t")


def test_a_misspelt_column_is_named() -> None:
    for arguments in ({"treatment": "tt"}, {"outcome": "why"}, {"adjust": ("xx",)}):
        with pytest.raises(DataError, match="is not in DataFrame"):
            sample(world(), **arguments)  # type: ignore[arg-type]


def test_a_constant_instrument_is_refused() -> None:
    with fails("The instrument 'z'"):
        sample(world(z=np.ones(ROWS)), kind=DesignKind.IV, instruments=("z",))


def test_copied_rows_are_warned_about() -> None:
    frame = world()
    assert "too narrow" in said(sample(pd.concat([frame] * 10, ignore_index=True), ("x",)))
    assert "too narrow" not in said(sample(frame, ("x",)))
    rng = np.random.default_rng(5)
    flags = pd.DataFrame(rng.random((ROWS, 8)) < 0.2, columns=list("abcdefgh")).astype(int)
    assert "too narrow" not in said(sample(flags.rename(columns={"a": "t", "b": "y"})))  # repeats by nature


def test_tiny_samples() -> None:
    frame = world()
    extra = {f"k{i}": np.random.default_rng(i).normal(size=ROWS) for i in range(9)}
    with fails("too few for"):
        sample(frame.assign(**extra).iloc[:12], tuple(extra))
    assert "the estimate leans on the model" in said(sample(frame.iloc[:20], ("x", "c")))
    assert "smaller arm" in said(sample(frame.iloc[:25]))


def test_the_table_is_not_changed() -> None:
    frame = world()
    frame.loc[:99, "x"] = np.nan
    copy = frame.copy(deep=True)
    found = sample(frame, ("x", "c"))
    found.frame["y"] = 0.0
    pd.testing.assert_frame_equal(frame, copy)
