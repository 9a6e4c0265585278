"""What has a level called control are the arms of a test, whatever words others share with the text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.figures.standard import available
from tools.types import DesignKind

RNG = np.random.default_rng(12)
ROWS = 600


def table(arm: str, levels: tuple[str, str], taken: str, outcome: str) -> pd.DataFrame:
    drawn = RNG.integers(0, 2, ROWS)
    return pd.DataFrame(
        {
            arm: np.array(levels)[drawn],
            taken: RNG.integers(0, 2, ROWS),
            outcome: (20 + 3 * drawn + RNG.normal(0, 4, ROWS)).round(1),
        }
    )


@pytest.mark.parametrize(
    ("frame", "description", "question"),
    [
        (
            table("group", ("control", "new_menu"), "ordered", "spent"),
            "A/B test of a new menu in an ordering app, half and half at random.\n"
            "group: which menu was seen\n"
            "ordered: 1 = ordered in the test\nspent: euros spent",
            "Did the new menu raise spending?",
        ),
        (
            table("arm", ("placebo", "tea"), "slept", "hours"),
            "Sleeping clinic; guests were randomly assigned to what they drank.\narm: what was drunk\n"
            "slept: 1 = slept in the clinic\nhours: hours of sleep",
            "Does the tea lengthen the hours of sleep?",
        ),
        (
            table("组别", ("对照组", "新提示"), "打开", "停留"),
            "阅读应用的A/B测试，用户随机分配到打开页的两种提示。\n"
            "组别：看到哪一种提示\n打开：1 = 打开过\n停留：停留分钟数",
            "新提示能延长停留时间吗？",
        ),
    ],
)
def test_the_sentence_of_the_draw_is_said_of_the_arms(
    frame: pd.DataFrame, description: str, question: str
) -> None:
    answer = Assistant(frame, description=description).ask(question)
    assert answer.design is not None and answer.design.kind is DesignKind.RANDOMISED
    # The mirror: without such a level the words decide, and they are said of the other column.
    arm, taken = frame.columns[:2]
    other = frame.assign(**{arm: frame[arm].rank(method="dense").astype(int)})
    mirrored = Assistant(other, description=description).effect(taken, frame.columns[2])
    assert Assistant(frame, description=description).effect(taken, frame.columns[2]).design != mirrored.design


def test_a_question_back_has_no_figure_to_draw() -> None:
    frame = pd.DataFrame({"left": RNG.integers(0, 2, ROWS), "right": RNG.integers(0, 2, ROWS)})
    frame["score"] = RNG.normal(size=ROWS)
    answer = Assistant(frame).ask("How did our A/B test do?")
    assert answer.kind == "experiment" and answer.result is None
    assert available(answer) == ()
