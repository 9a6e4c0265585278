"""Natural direct and indirect effects: worlds whose parts are set, coverage, statsmodels' Mediation."""

from __future__ import annotations

import numpy as np
import pytest

from tools.effects.mediation import Verdict, mediate
from tools.errors import EstimationError
from tools.messages import Scale

THROUGH, DIRECT = 2.5, 1.0  # the mediator moves by 1; with the treatment it does 2.5, without 2


def world(seed, rows=800, *, dose=False, shift=1.0):
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, 2))
    chance = 1 / (1 + np.exp(-0.8 * x[:, 0]))
    a = x[:, 0] + r.normal(size=rows) if dose else (r.random(rows) < chance).astype(float)
    m = shift * a + x[:, 0] + 0.5 * x[:, 1] + r.normal(size=rows)
    y = DIRECT * a + 2 * m + 0.5 * a * m + x[:, 0] + r.normal(size=rows)
    return y, a, m, x


def parts(y, a, m, x, **more):
    return mediate(
        outcome=y,
        treatment=a,
        mediators=m.reshape(len(m), -1),
        covariates=x,
        low=0.0,
        high=1.0,
        scale=Scale(),
        mediator_scales=(Scale(),) * m.reshape(len(m), -1).shape[1],
        **more,
    )


def covers(quantity, truth):
    return quantity.ci_95[0] <= truth <= quantity.ci_95[1]


def test_intervals_cover_in_ninety_five_of_a_hundred_and_miss_without_the_confounder():
    draws, hits, blind = 120, np.zeros(3), 0
    for seed in range(draws):
        y, a, m, x = world(seed, 500)
        found = parts(y, a, m, x)
        truths = (THROUGH + DIRECT, THROUGH, DIRECT)
        hits += [
            covers(q, t) for q, t in zip((found.total, found.indirect, found.direct), truths, strict=True)
        ]
        blind += covers(parts(y, a, m, x[:, 1:]).indirect, THROUGH)
    lowest = 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert (hits / draws > lowest).all(), hits / draws
    assert blind / draws < lowest


@pytest.mark.parametrize("more", [{"dose": True}, {"shift": 3.0}])
def test_a_dose_and_a_mediator_that_hardly_overlaps_are_answered_by_regression(more):
    y, a, m, x = world(11, 1500, **more)
    found = parts(y, a, m, x)
    shift = more.get("shift", 1.0)
    assert abs(found.indirect.value - shift * THROUGH) < 4 * found.indirect.std_error
    assert abs(found.direct.value - DIRECT) < 4 * found.direct.std_error
    assert found.extrapolated is ("shift" in more)


def test_the_parts_add_up_and_the_share_is_of_the_total():
    found = parts(*world(3))
    assert found.indirect.value + found.direct.value == pytest.approx(found.total.value)
    assert found.share is not None
    assert found.share.value == pytest.approx(found.indirect.value / found.total.value)
    assert found.verdict == Verdict.BOTH and 0 < found.robustness.value < 1


def test_two_mediators_count_together():
    r = np.random.default_rng(2)
    a = (r.random(3000) < 0.5).astype(float)
    m = np.column_stack([a + r.normal(size=3000), -a + r.normal(size=3000)])
    y = a + 2 * m[:, 0] + m[:, 1] + r.normal(size=3000)
    found = parts(y, a, m, np.empty((3000, 0)))
    assert abs(found.indirect.value - 1.0) < 4 * found.indirect.std_error
    assert len(found.moved) == 2 and abs(found.moved[1].value + 1) < 4 * found.moved[1].std_error


def test_statsmodels_says_the_same():
    import pandas as pd
    import statsmodels.api as sm
    from statsmodels.stats.mediation import Mediation

    y, a, m, x = world(5, 3000)
    frame = pd.DataFrame({"y": y, "a": a, "m": m, "x0": x[:, 0], "x1": x[:, 1]})
    outcome = sm.OLS.from_formula("y ~ a * m + x0 + x1", frame)
    mediator = sm.OLS.from_formula("m ~ a + x0 + x1", frame)
    np.random.seed(1)  # statsmodels draws from the global generator
    theirs = Mediation(outcome, mediator, "a", "m").fit(n_rep=200).summary()
    ours = parts(y, a, m, x)
    # Both estimate the same two numbers from the same rows; the draws of theirs add noise of their own.
    for name, quantity in (("ACME (treated)", ours.indirect), ("ADE (control)", ours.direct)):
        assert abs(theirs.loc[name, "Estimate"] - quantity.value) < 1.5 * quantity.std_error


def test_what_the_treatment_determines_and_too_few_rows_are_refused():
    y, a, _, x = world(1)
    with pytest.raises(EstimationError):
        parts(y, a, 2 * a + 1, x)
    with pytest.raises(EstimationError):
        parts(y[:20], a[:20], y[:20], x[:20])


def test_rows_in_clusters_are_not_counted_twice():
    y, a, m, x = world(4, 400)
    once = parts(y, a, m, x)
    twice = parts(*(np.concatenate([v, v]) for v in (y, a, m, x)), clusters=np.tile(np.arange(400), 2))
    assert twice.indirect.std_error == pytest.approx(once.indirect.std_error, rel=0.05)
