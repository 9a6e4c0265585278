"""Relative effects: known baselines come back, and no percentage is given where it means nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tools.effects.average_effect import relative_effect
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample


def made(
    outcome: np.ndarray, treated: np.ndarray, effect: float, estimand: str = "ATE", kind: str = "backdoor"
) -> dict[str, float]:
    query = Query("drug", "visits", 0, 1, estimand=estimand)
    design = Design(DesignKind(kind))
    frame = pd.DataFrame({"drug": treated.astype(float), "visits": outcome})
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    estimate = Estimate(effect, 0.1, (effect - 0.2, effect + 0.2), 0.0, "aipw", len(frame))
    return relative_effect(sample, Estimand(query, design, None, ()), estimate)


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATC"])
def test_the_baseline_is_the_mean_without_the_change(estimand: str) -> None:
    """Everybody has 4 visits without the drug and 5 with it: 25% more, whoever is asked about."""
    treated = np.arange(100) % 4 == 0
    found = made(4.0 + treated, treated, 1.0, estimand)
    assert found["baseline_mean"] == pytest.approx(4.0)
    assert found["relative_percent"] == pytest.approx(25.0)
    assert found["relative_percent_lower"] == pytest.approx(20.0)
    assert found["relative_percent_upper"] == pytest.approx(30.0)


def test_whose_effect_it_is_decides_the_baseline() -> None:
    """Those who got the drug would have had 8 visits, the others 4: their percentages differ."""
    treated = np.arange(100) % 2 == 0
    outcome = np.where(treated, 8.0 + 1.0, 4.0)
    assert made(outcome, treated, 1.0, "ATT")["relative_percent"] == pytest.approx(12.5)
    assert made(outcome, treated, 1.0, "ATC")["relative_percent"] == pytest.approx(25.0)


def test_no_percentage_where_it_means_nothing() -> None:
    treated = np.arange(100) % 2 == 0
    assert made(treated - 0.5, treated, 1.0) == {}  # an outcome with negative values
    assert made(0.0 + treated, treated, 1.0) == {}  # nothing to compare with: the baseline is zero
    assert made(4.0 + treated, treated, 1.0, kind="iv") == {}  # the movers' baseline is not known
