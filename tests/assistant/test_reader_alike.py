"""Words that are written alike, in no language."""

from __future__ import annotations

import pytest

from assistant.reader.alike import looks, words_of


@pytest.mark.parametrize(
    ("said", "written"),
    [("discount", "discount"), ("discounts", "discount"), ("smoking", "smoker"), ("鱼苗", "鱼苗")],
)
def test_the_same_word_is_the_same(said: str, written: str) -> None:
    assert looks(said, written)[0] == 1.0


@pytest.mark.parametrize(
    ("said", "short", "other"),
    [
        ("quantity", "qty", "qnx"),
        ("purchase", "prchs", "parish"),
        ("experience", "exper", "exempt"),
        ("household", "hh", "ho2x"),
        ("temperature", "temp", "tmx"),
    ],
)
def test_an_abbreviation_is_nearer_than_a_word_that_begins_alike(said: str, short: str, other: str) -> None:
    assert looks(said, short)[2] > looks(said, other)[2]


def test_letters_agree_from_the_beginning_or_inside() -> None:
    assert looks("converted", "converter")[1] > looks("converted", "checkout")[1]
    assert looks("class", "classsize")[1] > 0.5  # run together
    assert looks("recieved", "received")[1] > looks("recieved", "rejected")[1]  # misspelt


def test_a_year_is_its_last_two_figures_and_no_other_number() -> None:
    assert looks("1978", "78")[0] == 1.0
    assert looks("1978", "74") == (0.0, 0.0, 0.0)
    assert looks("12", "120") == (0.0, 0.0, 0.0)


def test_ideographs_are_read_in_pairs() -> None:
    assert words_of("会员费 MonthlyFee") == ("会员", "员费", "monthlyfee")
    assert looks("会员", "员工")[0] == 0.0
