"""Two changes at once and drivers: worlds whose answers are set, against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest

from tools.effects.drivers import jointly, permutation_importance, slope
from tools.effects.joint_change import change_both
from tools.errors import EstimationError
from tools.messages import Scale


def shops(seed, rows=600, together=2.0):
    r = np.random.default_rng(seed)
    x = r.normal(size=rows)
    a, b = ((r.random(rows) < 1 / (1 + np.exp(-x))).astype(float) for _ in range(2))
    y = a + 2 * b + together * a * b + 3 * x + r.normal(size=rows)
    return y, np.column_stack([a, b]), x[:, None]


def both(y, t, x, low=(0.0, 0.0), high=(1.0, 1.0)):
    return change_both(outcome=y, treatments=t, covariates=x, low=low, high=high, scale=Scale())


def test_joint_effect_and_interaction_cover_and_miss_without_the_confounder():
    draws, hits, blind = 120, np.zeros(2), 0
    for seed in range(draws):
        y, t, x = shops(seed)
        found = both(y, t, x)
        for place, (quantity, truth) in enumerate(((found.both, 5.0), (found.interaction, 2.0))):
            hits[place] += quantity.ci_95[0] <= truth <= quantity.ci_95[1]
        bare = both(y, t, np.empty((len(y), 0))).both
        blind += bare.ci_95[0] <= 5.0 <= bare.ci_95[1]
    lowest = 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert (hits / draws > lowest).all() and blind / draws < lowest
    assert both(*shops(1, 3000)).verdict == "more"
    assert both(*shops(1, 3000, together=-2.0)).verdict == "less"


def test_the_interaction_is_statsmodels_own_where_nothing_else_is_held_fixed():
    import statsmodels.api as sm

    y, t, _ = shops(3)
    found = both(y, t, np.empty((len(y), 0)))
    columns = np.column_stack([np.ones(len(y)), t, t[:, 0] * t[:, 1]])
    fit = sm.OLS(y, columns).fit(cov_type="HC1")
    assert found.interaction.value == pytest.approx(fit.params[3])
    assert found.interaction.std_error == pytest.approx(fit.bse[3])


def test_the_change_asked_of_a_dose_and_a_combination_that_does_not_occur():
    r = np.random.default_rng(1)
    t = np.column_stack([r.normal(10, 2, 2000), (r.random(2000) < 0.5).astype(float)])
    y = 0.5 * t[:, 0] + t[:, 1] + r.normal(size=2000)
    found = both(y, t, np.empty((2000, 0)), (10.0, 1.0), (12.0, 0.0))
    assert abs(found.both.value - (1.0 - 1.0)) < 4 * found.both.std_error
    y, t, x = shops(1)
    t[:, 1] = t[:, 0] * t[:, 1]
    with pytest.raises(EstimationError):
        both(y, t, x)


def test_joint_intervals_of_drivers_hold_together_and_single_ones_do_not():
    draws, compared, held, single = 150, 8, 0, 0
    for seed in range(draws):
        r = np.random.default_rng(seed)
        columns, y = r.normal(size=(200, compared)), r.normal(size=200)
        slopes = [
            slope(outcome=y, column=columns[:, i], covariates=np.empty((200, 0))) for i in range(compared)
        ]
        held += all(
            q.ci_95[0] <= 0 <= q.ci_95[1] for q in (jointly(s, 1.0, compared, Scale()) for s in slopes)
        )
        single += all(q.ci_95[0] <= 0 <= q.ci_95[1] for q in (jointly(s, 1.0, 1, Scale()) for s in slopes))
    assert held / draws > 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / draws)
    assert single / draws < 0.85


def test_a_slope_is_statsmodels_own_and_the_step_is_realistic():
    import statsmodels.api as sm

    r = np.random.default_rng(2)
    x, c = r.normal(size=500), r.normal(size=500)
    y = x + c + r.normal(size=500)
    found = slope(outcome=y, column=x, covariates=c[:, None])
    fit = sm.OLS(y, np.column_stack([np.ones(500), x, c])).fit(cov_type="HC1")
    assert (found.value, found.std_error) == (pytest.approx(fit.params[1]), pytest.approx(fit.bse[1]))
    assert found.step == pytest.approx(np.subtract(*np.quantile(x, [0.75, 0.25])))
    with pytest.raises(EstimationError):
        slope(outcome=y, column=x, covariates=x[:, None])


def test_importance_finds_a_consequence_that_is_no_cause():
    r = np.random.default_rng(3)
    cause, noise = r.normal(size=2000), r.normal(size=2000)
    y = cause + r.normal(size=2000)
    later = y + 0.1 * r.normal(size=2000)
    columns = np.column_stack([cause, later, noise])
    found = permutation_importance(outcome=y, columns=columns, names=("cause", "later", "noise"), seed=1)
    assert found[0][0] == "later" and "noise" not in dict(found)
