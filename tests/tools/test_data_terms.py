"""Formula terms as columns: what they hold, how names are read, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tests.words import texts
from tools.data import open_table
from tools.data.terms import indicators, read_terms
from tools.errors import DataError


def table_of_terms(n: int = 1500) -> pd.DataFrame:
    """The outcome bends in age and its slope differs by region; both decide the treatment. Effect 2."""
    rng = np.random.default_rng(11)
    age = rng.normal(0.0, 1.0, n)
    region = rng.choice(["north", "it's south", "west"], n)
    south = region == "it's south"
    treated = (rng.random(n) < 1 / (1 + np.exp(1.0 - age**2 - 1.5 * age * south))).astype(int)
    outcome = 2.0 * treated + 1.5 * age**2 + 2.0 * age * south + rng.normal(0.0, 1.0, n)
    return pd.DataFrame(
        {
            "treated": treated,
            "outcome": outcome,
            "age": age,
            "region": region,
            "pol.info": rng.integers(0, 4, n),
            "age group": rng.integers(1, 5, n),
            "year": rng.integers(2001, 2004, n),
            "price": rng.exponential(2.0, n) - 0.1,
            "a:b": rng.normal(0.0, 1.0, n),
        }
    )


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("age^2", {"age^2": lambda d: d["age"] ** 2}),
        ("age**3", {"age^3": lambda d: d["age"] ** 3}),
        ("I(age^2)", {"age^2": lambda d: d["age"] ** 2}),
        ("age:year", {"age:year": lambda d: d["age"] * d["year"]}),
        ("age*year", {"age": "age", "year": "year", "age:year": lambda d: d["age"] * d["year"]}),
        ("log(price)", {"log(price)": lambda d: np.log(d["price"].where(d["price"] > 0))}),
        ("sqrt(price)", {"sqrt(price)": lambda d: np.sqrt(d["price"].where(d["price"] >= 0))}),
        ("C(year)", {"C(year)": lambda d: d["year"].astype(str)}),
        ("factor(region)", {"C(region)": "region"}),
        ("region:C(year)", {"region:C(year)": lambda d: d["region"] + " / " + d["year"].astype(str)}),
        (
            "region:age",
            {
                "region = north:age": lambda d: d["age"] * (d["region"] == "north"),
                "region = west:age": lambda d: d["age"] * (d["region"] == "west"),
            },
        ),
        ("age + year", {"age": "age", "year": "year"}),
        ("a:b", {"a:b": "a:b"}),  # a column of that very name wins
    ],
)
def test_a_term_is_the_column_an_analyst_expects(term, expected):
    frame = table_of_terms()
    table = open_table(frame)
    found = read_terms([term], table)
    made = table.with_fields(found.fields).frame(found.columns)
    assert list(found.columns) == list(expected)
    assert not found.notes
    for name, rule in expected.items():
        wanted = frame[rule] if isinstance(rule, str) else rule(frame)
        if made[name].dtype == object:
            assert made[name].tolist() == wanted.tolist()
        else:
            np.testing.assert_allclose(made[name].to_numpy(float), wanted.to_numpy(float), rtol=1e-14)


@pytest.mark.parametrize(
    ("written", "columns"),
    [
        ("AGE", ("age",)),
        ("Pol_Info", ("pol.info",)),
        ("age_sq", ("age^2",)),
        ("age2", ("age^2",)),
        ("age_x_pol_info", ("age:pol.info",)),
        ("log_price", ("log(price)",)),
        ("pol", ("pol.info",)),
    ],
)
def test_another_spelling_is_read_and_said(written, columns):
    found = read_terms([written], open_table(table_of_terms()))
    assert found.columns == columns
    assert any(repr(written) in note and columns[0] in note for note in texts(found.notes))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("agee", "Closest: 'age'"),
        ("age^x", "whole number from 2 to 9"),
        ("age^0", "whole number from 2 to 9"),
        ("region^2", "holds levels"),
        ("__import__('os').system('ls')", "is not in"),
        ("exp(age)", "no function"),
        ("nowhere:age", "'nowhere' is not in"),
    ],
)
def test_what_names_no_column_or_asks_too_much_is_refused(written, words):
    with pytest.raises(DataError, match=words):
        read_terms([written], open_table(table_of_terms()))


def test_an_ambiguous_beginning_is_not_guessed():
    frame = pd.DataFrame({"age one": [1.0, 2.0], "age two": [1.0, 2.0]})
    with pytest.raises(DataError, match="'age' is not in"):
        read_terms(["age"], open_table(frame))


def test_adjusting_for_the_terms_recovers_the_effect_and_the_plain_columns_do_not():
    frame = table_of_terms()
    asked = {"treatment": "treated", "outcome": "outcome", "design": "backdoor"}
    right = Assistant(frame).effect(**asked, adjust=["age^2", "age*region"]).estimate
    wrong = Assistant(frame).effect(**asked, adjust=["age", "region"]).estimate
    assert abs(right.value - 2.0) < 4 * right.std_error
    assert abs(wrong.value - 2.0) > 4 * wrong.std_error


def test_the_script_makes_the_same_columns():
    frame = table_of_terms()
    answer = Assistant(frame).effect(
        "treated", "outcome", design="backdoor", adjust=["age^2", "age*region", "C(year)", "log(price)"]
    )
    printed: list[float] = []
    names = {"data": frame, "print": lambda *values: printed.extend(values)}
    exec(compile(answer.code, "script", "exec"), names)  # the script is ours, and this is its test
    shown = [float(value) for value in printed if isinstance(value, float | np.floating)]
    assert shown
    assert shown[0] == pytest.approx(answer.estimate.value, rel=1e-9)


def test_an_instrument_of_several_texts_becomes_one_column_a_level():
    rng = np.random.default_rng(3)
    n = 3000
    judge = rng.choice(["Adams", "Brown", "Clark", "d'Este"], n)
    hidden = rng.normal(0.0, 1.0, n)
    strict = pd.Series(judge).map({"Adams": -1.0, "Brown": 0.0, "Clark": 0.5, "d'Este": 1.0}).to_numpy()
    jailed = (strict + hidden + rng.normal(0.0, 1.0, n) > 0).astype(int)
    outcome = 1.0 * jailed + hidden + rng.normal(0.0, 1.0, n)
    frame = pd.DataFrame({"judge": judge, "jailed": jailed, "outcome": outcome})
    fields = indicators("judge", open_table(frame))
    assert [field.name for field in fields] == ["judge = Brown", "judge = Clark", "judge = d'Este"]
    answer = Assistant(frame).effect("jailed", "outcome", design="iv", instruments=["judge"], adjust=[])
    assert answer.estimate.details["instruments"] == 3
    assert abs(answer.estimate.value - 1.0) < 4 * answer.estimate.std_error
    assert answer.estimate.details["hansen_j_p"] > 0.001
