"""The kind on a world whose answer we set, and on its mirror; by its slots and by its words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import kind
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assistant import Assistant, answer_schema

SHIFT = 1.0  # standard deviations between the two groups


def swimmers(seed: int = 3, rows: int = 1500) -> pd.DataFrame:
    """Those with a coach swim `SHIFT` standard deviations more lengths."""
    random = np.random.default_rng(seed)
    coach = random.integers(0, 2, rows)
    return pd.DataFrame(
        {"coach": coach, "lengths": (40 + 5 * (random.normal(size=rows) + SHIFT * coach)).round(3)}
    )


ABOUT = "coach: has a coach (1 yes, 0 no)\nlengths: lengths swum in an hour\n"


def test_it_finds_the_share_of_the_world_and_misses_it_where_the_groups_are_shuffled() -> None:
    truth = float(stats.norm.cdf(SHIFT / np.sqrt(2)))
    table = swimmers()
    answer = Assistant(table, description=ABOUT).compute(kind.NAME, treatment="coach", outcome="lengths")
    share = answer.result.quantities["share"]
    assert abs(share.value - truth) < 4 * share.std_error
    mixed = table.assign(coach=np.random.default_rng(1).permutation(table["coach"]))
    mirror = Assistant(mixed, description=ABOUT).compute(kind.NAME, treatment="coach", outcome="lengths")
    assert abs(mirror.result.quantities["share"].value - truth) > 4 * share.std_error


def test_a_question_in_words_is_answered_as_this_kind_and_its_json_holds() -> None:
    assistant = Assistant(swimmers(), description=ABOUT)
    for language, question in (
        ("en", "How often do swimmers with a coach have more lengths?"),
        ("zh", "coach 为 1 的人有多大几率 lengths 高于其他人？"),
    ):
        assistant.forget()
        answer = assistant.ask(question)
        assert (answer.status, answer.kind, answer.language) == ("answered", kind.NAME, language)
        assert "%" in answer.prose and answer.prose.startswith(answer.headline)
        jsonschema.validate(answer.to_dict(), answer_schema())
        assert answer.to_dict()["result"]["clear"] is True


def test_its_code_gives_the_figure_again(tmp_path: Path) -> None:
    swimmers().to_csv(tmp_path / "swimmers.csv", index=False)
    answer = Assistant(tmp_path / "swimmers.csv").compute(kind.NAME, treatment="coach", outcome="lengths")
    done = subprocess.run([sys.executable, "-c", answer.code], capture_output=True, text=True, check=True)
    assert float(done.stdout) == pytest.approx(answer.result.quantities["share"].value)


def test_rows_that_cannot_tell_are_a_refusal_and_no_fault() -> None:
    answer = Assistant(swimmers(rows=8)).compute(kind.NAME, treatment="coach", outcome="lengths")
    assert answer.status == "not_answerable" and "fewer than 10 rows" in answer.prose
