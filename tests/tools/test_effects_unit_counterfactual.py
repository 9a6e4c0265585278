"""One row with another treatment: worlds in which each row's other outcome is known, and their mirrors."""

from __future__ import annotations

import numpy as np
import pytest

from tools.effects.unit_counterfactual import (
    UnitVerdict,
    chance_bounds,
    counterfactual_chance,
    counterfactual_number,
)
from tools.errors import EstimationError
from tools.messages import Scale

NOISE = 2.0


def world(seed: int, rows: int = 400, *, dose: bool = False, curve: bool = False):
    """(outcome, treatment, covariates, what each row's outcome is with any treatment)."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, 2))
    chance = 1 / (1 + np.exp(-0.8 * x[:, 0]))
    t = x[:, 0] + r.normal(size=rows) if dose else (r.random(rows) < chance).astype(float)
    effect = 3 + (2 * np.sin(1.5 * x[:, 1]) if curve else x[:, 1])
    own = NOISE * r.normal(size=rows)

    def outcome(level):
        return 10 + effect * level + 2 * x[:, 0] + own

    return outcome(t), t, x, outcome


def asked(y, t, x, row, to, **more):
    return counterfactual_number(outcome=y, treatment=t, covariates=x, row=row, to=to, scale=Scale(), **more)


def test_intervals_cover_the_row_and_miss_without_its_own_part_and_without_the_confounder(monkeypatch):
    # The world is straight on its scale: the straight learner alone spares the time of the other.
    monkeypatch.setattr("tools.estimators.learners.LEARNERS", ("linear",))
    draws, hits, of_all, blind = 100, 0, 0, 0
    for seed in range(draws):
        y, t, x, outcome = world(seed)
        row = seed
        truth = outcome(1 - t)[row]
        found = asked(y, t, x, row, 1 - t[row])
        low, high = found.counterfactual.ci_95
        hits += low <= truth <= high
        half = (high - low) / 2
        # The mean of rows like it, with nothing of its own carried over.
        of_all += abs(found.likes.value - truth) <= half
        other = asked(y, t, x[:, 1:], row, 1 - t[row]).counterfactual.ci_95
        blind += other[0] <= truth <= other[1]
    lowest = 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert hits / draws > lowest
    assert of_all / draws < lowest and blind / draws < lowest


@pytest.mark.parametrize("more", [{"dose": True}, {"curve": True}])
def test_a_dose_and_an_effect_along_a_curve_are_covered(more):
    y, t, x, outcome = world(4, 1500, **more)
    hits = 0
    for row in range(4):
        to = float(t[row] + 1) if more.get("dose") else float(1 - t[row])
        found = asked(y, t, x, row, to).counterfactual
        hits += found.ci_95[0] <= outcome(to)[row] <= found.ci_95[1]
        if more.get("curve"):
            # The average effect, added to the fact, is the wrong answer where the effect differs.
            assert found.std_error < 1.0
    assert hits >= 3


def test_where_nothing_differs_it_is_the_fact_and_the_effect_of_statsmodels():
    import statsmodels.api as sm

    r = np.random.default_rng(3)
    x = r.normal(size=(800, 1))
    t = (r.random(800) < 0.5).astype(float)
    y = 5 + 2 * t + x[:, 0] + r.normal(size=800)
    fit = sm.OLS(y, np.column_stack([np.ones(800), t, x])).fit(cov_type="HC1")
    row = int(np.flatnonzero(t == 0)[0])
    found = asked(y, t, x, row, 1.0, by_chance=True)
    assert abs(found.effect.value - 2) < 2 * found.effect.std_error
    assert found.counterfactual.value == pytest.approx(y[row] + found.effect.value)
    assert abs(found.average.value - fit.params[1]) < fit.bse[1]


def test_where_one_arm_is_more_spread_out_it_is_said_and_the_interval_holds_both_ways_of_carrying_over():
    r = np.random.default_rng(6)
    t = (r.random(1500) < 0.5).astype(float)
    own = r.normal(size=1500)
    y = 10 + t + own * np.where(t == 1, 3.0, 1.0)
    row = int(np.flatnonzero((t == 0) & (own > 1.8))[0])
    found = asked(y, t, np.empty((1500, 0)), row, 1.0)
    assert found.spread == pytest.approx(3.0, abs=0.4)
    low, high = found.counterfactual.ci_95
    assert low <= 10 + 1 + own[row] <= high and low <= 10 + 1 + 3 * own[row] <= high


def test_nothing_falls_below_the_floor_and_rows_that_nobody_is_like_are_told():
    y, t, x, _ = world(9, 600)
    row = int(np.argmin(y))
    assert asked(y, t, x, row, 1 - t[row], floor=9.0).counterfactual.ci_95[0] >= 9.0
    rare = np.where(x[:, 0] > 0.5, 1.0, t)
    row = int(np.argmax(x[:, 0]))
    assert asked(y, rare, x, row, 0.0).unlike


def test_bounds_of_one_rows_chance_hold_for_any_way_of_reacting():
    r = np.random.default_rng(1)
    for _ in range(200):
        both, only_was, only_would, _ = r.dirichlet(np.ones(4))
        was, would = np.array([both + only_was]), np.array([both + only_would])
        low, high = chance_bounds(was, would, had=True)
        assert low[0] - 1e-9 <= both / was[0] <= high[0] + 1e-9
        low, high = chance_bounds(was, would, had=False)
        assert low[0] - 1e-9 <= only_would / (1 - was[0]) <= high[0] + 1e-9


def test_bounds_of_a_yes_no_outcome_hold_the_truth_and_miss_without_the_confounder(monkeypatch):
    monkeypatch.setattr("tools.estimators.learners.LEARNERS", ("linear",))
    draws, hits, blind, counted = 40, 0, 0, 0
    for seed in range(draws):
        r = np.random.default_rng(seed)
        x = r.normal(size=(600, 1))
        t = (r.random(600) < 1 / (1 + np.exp(-1.5 * x[:, 0]))).astype(float)
        risk = 1 / (1 + np.exp(-(2.2 * x[:, 0])))  # the treatment does nothing
        level = r.random(600)
        y = (level < risk).astype(float)
        row = int(np.argmin(np.abs(x[:, 0])))
        found = counterfactual_chance(outcome=y, treatment=t, covariates=x, row=row, to=1 - t[row])
        low, high = found.otherwise.ci_95
        hits += low <= risk[row] <= high
        other = counterfactual_chance(
            outcome=y, treatment=t, covariates=x[:, :0], row=row, to=1 - t[row]
        ).otherwise.ci_95
        blind += other[0] <= risk[row] <= other[1]
        counted += found.between.ci_95[0] <= y[row] <= found.between.ci_95[1]
    lowest = 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert hits / draws > lowest and blind / draws < lowest
    assert counted > 0


def test_a_chance_is_yes_or_no_only_where_the_bounds_leave_no_other():
    r = np.random.default_rng(5)
    x = r.normal(size=(2000, 1))
    t = (r.random(2000) < 0.5).astype(float)
    y = (r.random(2000) < np.where(t == 1, 0.03, 0.97)).astype(float)
    row = int(np.flatnonzero((t == 0) & (y == 1))[0])
    found = counterfactual_chance(outcome=y, treatment=t, covariates=x, row=row, to=1.0, by_chance=True)
    assert found.verdict is UnitVerdict.NO and found.had
    y = (r.random(2000) < np.where(t == 1, 0.4, 0.6)).astype(float)
    row = int(np.flatnonzero((t == 0) & (y == 1))[0])
    found = counterfactual_chance(outcome=y, treatment=t, covariates=x, row=row, to=1.0, by_chance=True)
    assert found.verdict is UnitVerdict.OPEN
    assert found.lowest.value < 0.1 and 0.55 < found.highest.value < 0.8


def test_too_few_rows_and_too_few_of_the_rarer_outcome_are_refused():
    y, t, x, _ = world(1, 60)
    with pytest.raises(EstimationError):
        asked(y, t, x, 0, 1 - t[0])
    _, t, x, _ = world(1, 300)
    rare = np.zeros(300)
    rare[:5] = 1
    with pytest.raises(EstimationError):
        counterfactual_chance(outcome=rare, treatment=t, covariates=x, row=0, to=1 - t[0])
