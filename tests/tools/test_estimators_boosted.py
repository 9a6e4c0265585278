"""Boosted double machine learning: near the oracle where the world bends, whichever boosting there is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from tools.estimators import ESTIMATORS, boosted
from tools.estimators.boosted import boosted_interactive
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

NAMES = ("age", "habit", "income", "town")
QUERY, DESIGN = Query("t", "y", 0, 1), Design(DesignKind.BACKDOOR, NAMES)
ESTIMAND = Estimand(QUERY, DESIGN, "", ())


def bent(rows: int, seed: int) -> tuple[Sample, float, float]:
    """A world whose chances and outcomes curve; the oracle's value and standard error."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, 3))
    e = expit(0.8 * np.sin(2 * x[:, 0]) + 0.4 * x[:, 1])
    control = 2 * np.sin(2 * x[:, 0]) + x[:, 1]
    treated = control + 1.0 + 0.5 * (x[:, 2] > 0)
    t = (r.random(rows) < e).astype(float)
    y = np.where(t == 1, treated, control) + r.normal(size=rows)
    frame = pd.DataFrame(x, columns=list(NAMES[:3])).assign(t=t, y=y)
    frame["town"] = r.choice(["north", "south"], rows)
    terms = treated - control + t * (y - treated) / e - (1 - t) * (y - control) / (1 - e)
    sample = Sample(frame, QUERY, DESIGN, 0.0, 1.0, rows, (), None)
    return sample, float(terms.mean()), float(terms.std() / np.sqrt(rows))


@pytest.mark.parametrize("library", ["lightgbm", "scikit-learn"])
def test_near_the_oracle_where_straight_lines_miss(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "scikit-learn":
        monkeypatch.setattr(boosted, "find_spec", lambda name: None)
    sample, value, error = bent(8_000, 1)
    found = boosted_interactive(sample, ESTIMAND)
    assert abs(found.value - value) < error
    # What is not learned in a few thousand rows is noise to the estimate: wider, never narrower.
    assert 0.95 * error < found.std_error < 1.3 * error
    # The mirror: a straight line leaves the bend in.
    straight = ESTIMATORS["linear_regression"](sample, ESTIMAND)
    assert abs(straight.value - value) > 5 * error


def test_the_order_of_the_rows_and_a_second_run_change_nothing() -> None:
    sample, _, _ = bent(3000, 2)
    shuffled = sample.frame.sample(frac=1, random_state=3).reset_index(drop=True)
    first = boosted_interactive(sample, ESTIMAND)
    assert boosted_interactive(sample, ESTIMAND).value == first.value
    again: Estimate = boosted_interactive(
        Sample(shuffled, QUERY, DESIGN, 0.0, 1.0, len(shuffled), (), None), ESTIMAND
    )
    assert abs(again.value - first.value) < 0.5 * first.std_error


def test_models_are_trained_on_so_many_rows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boosted, "TRAINED_ON", 500)
    sample, value, _ = bent(4000, 4)
    found = boosted_interactive(sample, ESTIMAND)
    assert found.details["trained_on"] == 500
    # Too few rows to learn the bend well, and still nearer than a straight line.
    straight = ESTIMATORS["linear_regression"](sample, ESTIMAND)
    assert abs(found.value - value) < 0.5 * abs(straight.value - value)
