"""Questions about a policy whose column only says before or after: the group that it reached is compared.

The policy lowers staff by 2 where it applies, and staff rises by 1.5 everywhere over time: the mirror, before
against after, finds about +0.5 and misses.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tools.types import DesignKind

EFFECT, TREND = -2.0, 1.5
DESCRIPTION = (
    "Depots seen before and after a curfew that was imposed only in the coastal district.\n"
    "depot: number of the depot\ncoastal: 1 if the depot is in the coastal district\n"
    "after_curfew: 1 after the curfew\nstaff: number of employees\nbays: loading bays"
)


def depots(n: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    base = rng.normal(20, 4, n)
    rows = [
        {
            "depot": i, "coastal": int(i < n // 2), "after_curfew": t, "bays": 4 + i % 7,
            "staff": base[i] + TREND * t + EFFECT * t * (i < n // 2) + rng.normal(0, 1.5),
        }
        for i in range(n)
        for t in (0, 1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(depots(), description=DESCRIPTION)


@pytest.mark.parametrize(
    "question",
    [
        "Did the curfew reduce staff in coastal depots?",
        "Did the curfew change staff numbers in the coastal district?",
        "What was the effect of the curfew on staff?",
    ],
)
def test_the_group_that_the_policy_reached_is_compared(assistant: Assistant, question: str) -> None:
    plan = assistant.plan(question)
    assert plan.query is not None and plan.design is not None
    assert (plan.query.treatment, plan.query.outcome) == ("coastal", "staff")
    assert plan.design.kind is DesignKind.DID
    assert plan.design.time == "after_curfew"
    assert any("whom the policy reached" in evidence.text for evidence in plan.evidence)


def test_its_effect_is_found_and_before_against_after_misses_it(assistant: Assistant) -> None:
    estimate = assistant.ask("What was the effect of the curfew on staff?").estimate
    assert estimate is not None
    assert abs(estimate.value - EFFECT) < 4 * estimate.std_error
    frame = depots()
    periods = frame.groupby("after_curfew")["staff"].mean()
    assert abs(periods[1] - periods[0] - EFFECT) > 4 * estimate.std_error


def test_without_a_group_that_the_words_tell_of_nothing_is_swapped() -> None:
    plain = Assistant(
        depots().rename(columns={"coastal": "g7"}),
        description="after_curfew: 1 after the curfew\nstaff: number of employees",
    )
    plan = plain.plan("What was the effect of the curfew on staff?")
    assert plan.query is not None
    assert plan.query.treatment == "after_curfew"


def test_a_treatment_that_the_caller_names_is_never_swapped(assistant: Assistant) -> None:
    answer = assistant.effect("after_curfew", "staff")
    assert answer.query is not None and answer.design is not None
    assert answer.query.treatment == "after_curfew"
    assert answer.design.time != "after_curfew"
