"""The answers of today, to the word and to six digits: what changes them must mean to.

They say what the answers are, not that they are right; the other tests do that. `python -m tests.golden`
writes them anew and prints what changed.
"""

from __future__ import annotations

import pytest

from tests.golden.cases import CASES, Case
from tests.golden.record import EXPECTED, differences, observed, path_of, read, shown

REWRITE = (
    "Meant? Then `python -m tests.golden` writes the expected answers anew; read its diff before committing."
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_is_what_it_was(case: Case) -> None:
    expected = read(case)
    assert expected is not None, f"{path_of(case)} is not there. {REWRITE}"
    found = list(differences(expected, observed(case)))
    if found:
        pytest.fail(f"{case.id}: {len(found)} fields differ.\n{shown(found)}\n{REWRITE}", pytrace=False)


def test_every_case_has_a_name_of_its_own_and_every_file_a_case() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert {path.stem for path in EXPECTED.glob("*.json")} == {case.id for case in CASES}


def test_the_answers_cover_what_they_promise() -> None:
    answers = [answer for case in CASES for answer in read(case) or ()]
    assert len(answers) >= 60
    assert sum(answer["language"] == "zh" for answer in answers) >= 15
    kinds = {answer["design"]["kind"] for answer in answers if answer["status"] == "answered"}
    assert kinds >= {"randomised", "backdoor", "iv", "frontdoor", "did", "rdd"}
    statuses = {answer["status"] for answer in answers}
    assert statuses == {"answered", "needs_clarification", "not_identified", "not_answerable"}
    assert sum(path.stat().st_size for path in EXPECTED.glob("*.json")) < 2_000_000


def test_a_difference_is_found_and_named() -> None:
    one = {"a": [1.0, {"b": "x"}], "c": None, "d": True}
    assert list(differences(one, {"a": [1.0 + 1e-8, {"b": "x"}], "c": None, "d": True})) == []
    other = {"a": [1.00001, {"b": "y"}, 3], "c": 0.0, "d": 1}
    assert [path for path, *_ in differences(one, other)] == ["a.length", "a[0]", "a[1].b", "c", "d"]
    assert [path for path, *_ in differences({"a": 1}, {"b": 1})] == ["a", "b"]
