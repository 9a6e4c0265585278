"""`Assistant.effect`: the data's own cutoff overrules words, and a panel is compared within units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assistant import Assistant


def eligibility_table(n: int = 1200) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    months = np.sort(rng.uniform(-60.0, 60.0, n).round(2))
    eligible = (months >= 0).astype(int)
    visits = 50.0 + 0.1 * months + 3.0 * eligible + rng.normal(0.0, 1.0, n)
    return pd.DataFrame({"months_from_birthday": months, "eligible": eligible, "visits": visits})


def test_the_cutoff_of_a_sharp_rule_comes_from_the_data():
    words = "The rule starts at the age of 30 years. months_from_birthday: months from the cutoff of 30."
    answer = Assistant(eligibility_table(), description=words).effect(
        "eligible", "visits", design="rdd", running_variable="months_from_birthday", adjust=[]
    )
    assert abs(answer.design.cutoff) < 0.2
    assert abs(answer.estimate.value - 3.0) < 4 * answer.estimate.std_error


def test_a_cutoff_that_the_caller_names_stands():
    answer = Assistant(eligibility_table()).effect(
        "eligible", "visits", design="rdd", running_variable="months_from_birthday", cutoff=5.0, adjust=[]
    )
    assert answer.design.cutoff == 5.0


def permits_panel() -> pd.DataFrame:
    """Regions differ for good in what drives both instrument and outcome; within them the effect is -1."""
    rng = np.random.default_rng(8)
    regions, years = 40, 12
    frame = pd.DataFrame(
        {
            "region": np.repeat([f"r{i}" for i in range(regions)], years),
            "year": np.tile(np.arange(2000, 2000 + years), regions),
        }
    )
    level = np.repeat(rng.normal(0.0, 2.0, regions), years)
    law = (rng.normal(0.0, 1.0, len(frame)) + 0.5 * level > 0).astype(int)
    hidden = rng.normal(0.0, 1.0, len(frame))
    frame["law"] = law
    frame["permits"] = 2.0 * law + hidden + rng.normal(0.0, 1.0, len(frame))
    noise = rng.normal(0.0, 0.5, len(frame))
    frame["output"] = -1.0 * frame["permits"] + 3.0 * level + hidden + 0.1 * frame["year"] + noise
    return frame


def test_unit_and_time_beside_an_instrument_ask_for_the_comparison_within_units():
    asked = {
        "treatment": "permits",
        "outcome": "output",
        "design": "iv",
        "instruments": ["law"],
        "adjust": [],
    }
    within = Assistant(permits_panel()).effect(**asked, unit="region", time="year")
    across = Assistant(permits_panel()).effect(**asked)
    assert within.design.adjustment_set == ("C(region)", "C(year)")
    assert within.design.cluster == "region"
    assert abs(within.estimate.value + 1.0) < 4 * within.estimate.std_error
    assert abs(across.estimate.value + 1.0) > 4 * across.estimate.std_error
