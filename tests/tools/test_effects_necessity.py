"""Probabilities of causation: printed examples, worlds whose cases are known one by one, their mirrors."""

from __future__ import annotations

import numpy as np
import pytest

from tools.effects.necessity import NecessityVerdict, causation_bounds, necessity, risks_of
from tools.errors import EstimationError
from tools.messages import Scale, ScaleKind

CAUSED = 0.4  # a share of those who would have been well without the cause is made ill by it


def test_the_radiation_and_leukaemia_example_of_pearl():
    """Pearl (2009), Causality, table 9.1 and section 9.2.3: 30 of 69,160 and 16 of 59,026 children died."""
    seen, unseen = 30 / 69_160, 16 / 59_026
    treated = 69_160 / (69_160 + 59_026)
    found = causation_bounds(
        treated=treated, risk_treated=seen, risk_untreated=unseen, if_treated=seen, if_untreated=unseen
    )
    pn, ps, pns = found.monotone
    assert round(pns, 7) == 0.0001627
    assert round(pn, 3) == 0.375 and round(ps, 7) == 0.0001628
    assert found.necessity[0] == pytest.approx(pn)  # the excess risk ratio is the lower bound


def test_the_drug_on_trial_example_of_tian_and_pearl():
    """Tian & Pearl (2000), table 2 (Pearl 2009, table 9.2): experiment 16 and 14 of 1,000 deaths, observation
    2 and 28 of 1,000; the drug was the cause of the death of those who took it and died, PN = 1.
    """
    found = causation_bounds(
        treated=0.5, risk_treated=0.002, risk_untreated=0.028, if_treated=0.016, if_untreated=0.014
    )
    assert found.necessity == pytest.approx((1.0, 1.0))
    assert pytest.approx(-13.0) == (0.002 - 0.028) / 0.002  # the excess risk ratio alone would mislead
    assert found.sufficiency == pytest.approx((0.001 / 0.486, 0.015 / 0.486))
    assert found.both == pytest.approx((0.002, 0.016))


def test_bounds_hold_for_every_way_in_which_people_may_react():
    """The four kinds of people in any shares, with any odds of the treatment: the truth lies between."""
    r = np.random.default_rng(1)
    for _ in range(300):
        doomed, caused, prevented, immune = r.dirichlet(np.ones(4) * 0.7)
        odds = r.uniform(0.05, 0.95, 4)  # of the treatment, by kind of person: confounding at its worst
        share = np.array([doomed, caused, prevented, immune])
        treated = float(share @ odds)
        ill_treated = doomed * odds[0] + caused * odds[1]
        ill_untreated = doomed * (1 - odds[0]) + prevented * (1 - odds[2])
        found = causation_bounds(
            treated=treated,
            risk_treated=ill_treated / treated,
            risk_untreated=ill_untreated / (1 - treated),
            if_treated=doomed + caused,
            if_untreated=doomed + prevented,
        )
        well_untreated = caused * (1 - odds[1]) + immune * (1 - odds[3])
        truths = (caused * odds[1] / ill_treated, caused * (1 - odds[1]) / well_untreated, caused)
        for (low, high), truth in zip((found.necessity, found.sufficiency, found.both), truths, strict=True):
            assert low - 1e-9 <= truth <= high + 1e-9


def world(seed: int, rows: int = 700, *, both_ways: bool = False):
    """(outcome, treatment, covariates, outcome without, outcome with), each case known."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, 2))
    t = (r.random(rows) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    without = r.random(rows) < 1 / (1 + np.exp(0.7 - 0.9 * x[:, 0]))
    caused = r.random(rows) < CAUSED
    with_it = without | caused
    if both_ways:
        with_it = np.where(x[:, 1] > 0, with_it, without & ~(r.random(rows) < 0.7))
    y = np.where(t == 1, with_it, without).astype(float)
    return y, t, x, without, with_it


def true_share(t, y, without):
    cases = (t == 1) & (y == 1)
    return float((~without[cases]).mean())


def expected_share():
    """Of everybody's cases: the share among very many."""
    y, t, _, without, _ = world(999, 400_000)
    return true_share(t, y, without)


def test_intervals_cover_in_ninety_five_of_a_hundred_and_miss_without_the_confounder(monkeypatch):
    # The world is straight on its scale: the straight learner alone spares the time of the other.
    monkeypatch.setattr("tools.estimators.learners.LEARNERS", ("linear",))
    truth, draws, hits, blind = expected_share(), 100, 0, 0
    for seed in range(draws):
        y, t, x, _, _ = world(seed)
        risks = risks_of(outcome=y, treatment=t, covariates=x[:, :1])
        low, high = necessity(risks).point.ci_95
        hits += low <= truth <= high
        bare = necessity(risks_of(outcome=y, treatment=t, covariates=x[:, :0])).point.ci_95
        blind += bare[0] <= truth <= bare[1]
    lowest = 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert hits / draws > lowest
    assert blind / draws < lowest


def test_of_those_spared_and_of_those_without_it_the_share_is_that_of_their_own_cases():
    y, t, x, _, with_it = world(3, 4000)
    risks = risks_of(outcome=y, treatment=t, covariates=x[:, :1])
    # Well without the cause: how many would have been ill with it (sufficiency)?
    well = (t == 0) & (y == 0)
    found = necessity(risks, as_treated=False, event=False)
    assert abs(found.point.value - with_it[well].mean()) < 4 * found.point.std_error
    assert found.lowest.value == pytest.approx(found.point.value) and found.highest.value <= 1
    # Ill without the cause: had it been there, it would not have helped.
    other = necessity(risks, as_treated=False, event=True)
    assert other.verdict is NecessityVerdict.AGAINST and other.lowest.value == 0


def test_where_some_are_harmed_and_some_helped_the_assumption_is_contradicted_and_the_bounds_hold():
    y, t, x, without, _ = world(5, 4000, both_ways=True)
    risks = risks_of(outcome=y, treatment=t, covariates=x)
    found = necessity(risks, groups={"second": x[:, 1] > 0})
    assert found.contradicted == "second"
    truth = true_share(t, y, without)
    assert found.lowest.ci_95[0] <= truth <= found.highest.ci_95[1]
    assert found.point.ci_95[1] < truth  # the point is wrong, and it is said
    fine = world(5, 4000)
    risks = risks_of(outcome=fine[0], treatment=fine[1], covariates=fine[2])
    assert necessity(risks, groups={"second": fine[2][:, 1] > 0}).contradicted is None


def test_of_a_total_the_share_that_is_due_to_the_treatment():
    r = np.random.default_rng(8)
    x = r.normal(size=(3000, 1))
    t = (r.random(3000) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    y = 20 + 5 * t + 3 * x[:, 0] + r.normal(size=3000)
    found = necessity(risks_of(outcome=y, treatment=t, covariates=x), scale=Scale(ScaleKind.OUTCOME, "EUR"))
    assert abs(found.number.value - 5 * t.sum()) < 4 * found.number.std_error
    assert abs(found.point.value - 5 / y[t == 1].mean()) < 4 * found.point.std_error
    assert found.lowest is None and found.both is None
    blind = necessity(risks_of(outcome=y, treatment=t, covariates=x[:, :0]), scale=Scale())
    assert abs(blind.number.value - 5 * t.sum()) > 4 * blind.number.std_error


def test_in_an_experiment_the_share_is_the_excess_risk_ratio_of_the_arms():
    r = np.random.default_rng(2)
    t = (r.random(5000) < 0.5).astype(float)
    y = (r.random(5000) < 0.2 + 0.1 * t).astype(float)
    found = necessity(risks_of(outcome=y, treatment=t, covariates=np.empty((5000, 0)), by_chance=True))
    ratio = 1 - y[t == 0].mean() / y[t == 1].mean()
    assert found.point.value == pytest.approx(ratio)
    # The interval of the risk ratio on the log scale (Katz et al. 1978), as statsmodels has it.
    from statsmodels.stats.proportion import confint_proportions_2indep

    ill = [int(y[t == arm].sum()) for arm in (1, 0)]
    of = int(t.sum()), int((1 - t).sum())
    low, high = confint_proportions_2indep(ill[0], of[0], ill[1], of[1], compare="ratio", method="log")
    assert found.point.ci_95 == pytest.approx((1 - 1 / low, 1 - 1 / high), abs=0.01)


def test_too_few_cases_are_refused():
    y = np.zeros(400)
    y[:4] = 1
    t = np.tile([0.0, 1.0], 200)
    with pytest.raises(EstimationError):
        necessity(risks_of(outcome=y, treatment=t, covariates=np.empty((400, 0))))
