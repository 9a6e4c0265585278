"""A test read out: against other libraries, published formulas and worlds whose effect is set."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from tools.effects.arms import (
    adjusted_for_before,
    any_time,
    complier_effect,
    contrast,
    mean_of,
    ratio_of,
    relative_lift,
    rows_needed,
    sample_ratio,
    smallest_detectable,
)
from tools.effects.experiment import Decision, Experiment, Measured, read_out
from tools.effects.sample_size import sample_size
from tools.errors import EstimationError
from tools.messages import Scale, ScaleKind
from tools.several_tests import holm

UNIT = Scale(ScaleKind.OUTCOME)
DRAWS = 150
LEAST = 0.95 - 3 * np.sqrt(0.95 * 0.05 / DRAWS)  # of intervals that cover


def two_arms(seed: int, rows: int = 600, effect: float = 1.0):
    r = np.random.default_rng(seed)
    arm = (r.random(rows) < 0.5).astype(np.int64)
    before = r.gamma(2, 2, rows)
    outcome = before + effect * arm + r.normal(size=rows) * 2 + 3
    return arm, before, outcome


def told(arm, metrics, **more) -> Experiment:
    given = {"shares": (0.5, 0.5), "groups": {}, "baseline": np.empty((len(arm), 0))} | more
    return read_out(arm, ["a", "b"], metrics, **given)


# ---------------- Against statsmodels, scipy and published formulas


def test_means_are_compared_as_statsmodels_does_by_welch():
    arm, _, y = two_arms(1)
    found = contrast(mean_of(y, arm == 1), mean_of(y, arm == 0))
    means = CompareMeans(DescrStatsW(y[arm == 1]), DescrStatsW(y[arm == 0]))
    assert found.ci_95 == pytest.approx(means.tconfint_diff(usevar="unequal"), rel=1e-9)
    assert found.p_value == pytest.approx(means.ttest_ind(usevar="unequal")[1], rel=1e-9)


def test_shares_are_told_apart_as_by_the_z_test_of_statsmodels():
    r = np.random.default_rng(2)
    arm = (r.random(20_000) < 0.5).astype(int)
    bought = (r.random(20_000) < 0.10 + 0.01 * arm).astype(float)
    found = contrast(mean_of(bought, arm == 1), mean_of(bought, arm == 0))
    counts = [bought[arm == 1].sum(), bought[arm == 0].sum()]
    z, p = proportions_ztest(counts, [(arm == 1).sum(), (arm == 0).sum()])
    assert found.z == pytest.approx(z, rel=2e-3) and found.p_value == pytest.approx(p, rel=2e-2)


def test_sizes_are_tested_as_by_scipy_and_by_hand():
    chi, p = sample_ratio([4067, 3164], (0.5, 0.5))
    assert chi == pytest.approx((4067 - 3164) ** 2 / (4067 + 3164))  # of two equal arms
    assert p == pytest.approx(stats.chisquare([4067, 3164]).pvalue)
    assert sample_ratio([821_588, 815_482], (0.5, 0.5))[1] == pytest.approx(
        1.8e-6, rel=0.02
    )  # Kohavi 2020, ch. 21


def test_power_is_that_of_statsmodels():
    sd, rows = 3.0, 1_000
    error = sd * np.sqrt(4 / rows)
    effect = smallest_detectable(error)
    power = NormalIndPower().power(effect / sd, rows / 2, 0.05)
    assert power == pytest.approx(0.8, abs=1e-4)
    assert rows_needed(effect, sd) == pytest.approx(rows, rel=1e-3)


def test_the_relative_interval_is_fiellers():
    arm, _, y = two_arms(3)
    treated, control = mean_of(y, arm == 1), mean_of(y, arm == 0)
    lift, limits, error = relative_lift(treated, control)
    t = stats.t.ppf(0.975, contrast(treated, control).degrees_of_freedom)
    v1, v0 = (side.influence @ side.influence for side in (treated, control))
    for limit in limits:  # at either limit the difference from the multiple of control is just significant
        gap = treated.value - (1 + limit) * control.value
        assert abs(gap) == pytest.approx(t * np.sqrt(v1 + (1 + limit) ** 2 * v0), rel=1e-9)
    assert lift == pytest.approx(treated.value / control.value - 1)
    # Delta method as documented by tea-tasting and GrowthBook
    ratio = treated.value / control.value
    assert error == pytest.approx(np.sqrt(v1 / control.value**2 + ratio**2 * v0 / control.value**2))


def test_a_ratio_has_the_variance_of_the_documented_delta_method():
    r = np.random.default_rng(4)
    sessions = r.poisson(4, 500) + 1.0
    revenue = sessions * r.gamma(2, 3, 500)
    side = ratio_of(revenue, sessions, np.ones(500, dtype=bool))
    covariance = np.cov(revenue, sessions)
    m, d = revenue.mean(), sessions.mean()
    documented = (
        covariance[0, 0] / d**2 + m**2 * covariance[1, 1] / d**4 - 2 * m * covariance[0, 1] / d**3
    ) / 500
    assert side.influence @ side.influence == pytest.approx(documented, rel=1e-9)


def test_cuped_takes_away_the_squared_correlation_of_the_variance():
    arm, before, y = two_arms(5, rows=4_000)
    adjusted, saved = adjusted_for_before(y, before, arm)
    own = arm == 0  # Deng et al. (2013): var(adjusted) = var(y) (1 - rho^2)
    assert saved == pytest.approx(np.corrcoef(y[own], before[own])[0, 1] ** 2, abs=0.02)
    assert adjusted[own].var() / y[own].var() == pytest.approx(1 - saved, abs=0.02)


def test_the_any_time_interval_is_the_published_one():
    arm, _, y = two_arms(6)
    found = contrast(mean_of(y, arm == 1), mean_of(y, arm == 0))
    (low, high), p = any_time(found)
    n, alpha = len(y), 0.05
    rho = np.sqrt((-2 * np.log(alpha) + np.log(-2 * np.log(alpha)) + 1) / 5_000)
    sigma = found.std_error * np.sqrt(n)
    mixed = n * rho**2 + 1
    reach = sigma * np.sqrt(2 * mixed / (n**2 * rho**2) * np.log(np.sqrt(mixed) / alpha))
    assert (high - low) / 2 == pytest.approx(reach, rel=1e-9)
    assert low < found.ci_95[0] and high > found.ci_95[1] and p > found.p_value


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_clusters_count_as_the_sandwich_of_statsmodels_has_it():
    import statsmodels.api as sm

    r = np.random.default_rng(7)
    group = np.repeat(np.arange(60), 10)
    arm = (group % 2).astype(float)
    y = arm + r.normal(size=60)[group] + r.normal(size=600)
    found = contrast(mean_of(y, arm == 1), mean_of(y, arm == 0), group)
    fit = sm.OLS(y, sm.add_constant(arm)).fit(cov_type="cluster", cov_kwds={"groups": group})
    assert found.std_error == pytest.approx(fit.bse[1], rel=5e-3)
    plain = contrast(mean_of(y, arm == 1), mean_of(y, arm == 0))
    assert found.std_error > 1.5 * plain.std_error  # the mirror: rows are no units


def test_compliers_have_the_effect_of_two_stage_least_squares():
    from linearmodels.iv import IV2SLS

    r = np.random.default_rng(8)
    offered = r.random(2_000) < 0.5
    willing = r.random(2_000) < 0.4
    taken = (offered & willing).astype(float)
    y = 2 * taken + 1.5 * willing + r.normal(size=2_000)
    effect, error, share, in_control = complier_effect(y, taken, offered)
    fit = IV2SLS(y, np.ones(2_000), taken, offered.astype(float)).fit(cov_type="robust")
    assert effect == pytest.approx(fit.params.iloc[-1], rel=1e-9)
    assert error == pytest.approx(fit.std_errors.iloc[-1], rel=5e-3)
    assert in_control == 0 and 0.3 < share < 0.5
    assert abs(effect - 2) < 4 * error
    assert abs(y[taken == 1].mean() - y[taken == 0].mean() - 2) > 4 * error  # the mirror: the willing differ


# ---------------- Worlds


def test_intervals_cover_and_cuped_makes_them_narrower():
    covered = {"cuped": 0, "plain": 0, "relative": 0, "any": 0}
    width = []
    for seed in range(DRAWS):
        arm, before, y = two_arms(100 + seed, rows=400)
        lift = told(arm, [Measured("y", y, UNIT, before=before, before_name="x")]).main
        truth = 1 / 7  # of control, whose mean is 4 + 3
        for name, quantity, value in (
            ("cuped", lift.effect, 1.0),
            ("plain", lift.plain, 1.0),
            ("relative", lift.relative, truth),
            ("any", lift.any_time, 1.0),
        ):
            low, high = quantity.ci_95
            covered[name] += low <= value <= high
        width.append(lift.effect.std_error / lift.plain.std_error)
    assert all(count / DRAWS >= LEAST for count in covered.values()), covered
    assert covered["any"] >= covered["plain"] and np.mean(width) < 0.7


def test_looking_often_finds_what_is_not_there_but_not_with_the_any_time_interval():
    usual = always = 0
    for seed in range(DRAWS):
        arm, _, y = two_arms(seed, rows=2_000, effect=0.0)
        seen = [
            contrast(mean_of(y[:n], arm[:n] == 1), mean_of(y[:n], arm[:n] == 0))
            for n in range(200, 2_001, 100)
        ]
        usual += any(found.p_value < 0.05 for found in seen)
        always += any(any_time(found)[1] < 0.05 for found in seen)
    assert always / DRAWS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / DRAWS)
    assert usual / DRAWS > 0.12  # the mirror


def test_lost_rows_make_the_test_invalid_and_the_group_is_named():
    arm, _, y = two_arms(9, rows=4_000)
    r = np.random.default_rng(90)
    device = np.where(r.random(4_000) < 0.5, "phone", "desktop")
    keep = ~((arm == 1) & (device == "phone") & (r.random(4_000) < 0.5))
    metric = Measured("y", y[keep], UNIT)
    found = told(arm[keep], [metric], groups={"device": device[keep].tolist()})
    assert found.decision is Decision.INVALID and found.headline is None and not found.lifts
    assert "effect" not in found.quantities
    assert (found.short.column, found.short.level, found.short.arm) == ("device", "phone", 1)
    assert found.in_doubt.ci_95[0] < 1.0 < found.in_doubt.ci_95[1]
    planned = told(arm[keep], [metric], shares=(4 / 7, 3 / 7))  # the mirror: as planned
    assert planned.valid


def test_equal_arms_that_differ_from_before_are_invalid():
    arm, before, y = two_arms(10, rows=2_000)
    told_off = told(arm, [Measured("y", y, UNIT)], baseline=(before + 0.5 * arm)[:, None])
    assert not told_off.valid and told_off.sizes.fine
    assert told(arm, [Measured("y", y, UNIT)], baseline=before[:, None]).valid


@pytest.mark.parametrize(
    ("effect", "harm", "decision"),
    [
        (1.0, 0.0, Decision.SHIP),
        (-1.0, 0.0, Decision.DO_NOT_SHIP),
        (1.0, 1.0, Decision.TRADE_OFF),
    ],
)
def test_the_decision_follows_what_is_clear(effect: float, harm: float, decision: Decision):
    arm, _, y = two_arms(11, rows=3_000, effect=effect)
    watched = np.random.default_rng(12).normal(size=3_000) + harm * arm
    metrics = [Measured("y", y, UNIT), Measured("bad", watched, UNIT, goal=-1, guardrail=True)]
    assert told(arm, metrics).decision is decision


def test_what_is_not_clear_waits_or_is_dropped():
    arm, _, y = two_arms(13, rows=300, effect=0.0)
    y = y - y[arm == 1].mean() * (arm == 1) - y[arm == 0].mean() * (arm == 0)
    error = contrast(mean_of(y, arm == 1), mean_of(y, arm == 0)).std_error
    for size, decision in ((1.6, Decision.WAIT), (0.3, Decision.NOTHING)):
        assert told(arm, [Measured("y", y + size * error * arm, UNIT)]).decision is decision


def test_several_metrics_are_corrected_and_guardrails_are_not():
    arm, _, y = two_arms(14, rows=1_000)
    r = np.random.default_rng(14)
    noise = [Measured(f"n{i}", r.normal(size=1_000), UNIT) for i in range(4)]
    found = told(arm, [Measured("y", y, UNIT), *noise, Measured("g", y, UNIT, goal=-1, guardrail=True)])
    hoped = [lift for lift in found.lifts if not lift.guardrail]
    assert [lift.corrected_p for lift in hoped] == pytest.approx(holm([lift.p_value for lift in hoped]))
    assert found.lifts[-1].corrected_p == found.lifts[-1].p_value


def test_outcomes_lost_in_one_arm_get_bounds():
    arm, _, y = two_arms(15, rows=3_000, effect=0.0)
    y = np.where((arm == 1) & (y > np.quantile(y, 0.8)), np.nan, y)  # the best of one arm are lost
    lift = told(arm, [Measured("y", y, UNIT)]).main
    assert lift.losses.arm > 0.15 and lift.losses.control == 0
    low, high = lift.losses.bounds.ci_95
    assert low < 0 < high
    assert not lift.effect.ci_95[0] < 0 < lift.effect.ci_95[1]  # the mirror: who is left differs
    assert lift.corrected_p < 0.05 and not lift.clear  # what may be losses is no harm that is told


def test_a_heavy_tail_is_told_and_nothing_is_cut_in_silence():
    arm, _, y = two_arms(16, rows=2_000)
    y[np.flatnonzero(arm == 1)[:8]] += 400
    lift = told(arm, [Measured("y", y, UNIT)]).main
    assert lift.effect.value == pytest.approx(y[arm == 1].mean() - y[arm == 0].mean())
    assert lift.cap is not None and lift.capped.value < lift.effect.value
    assert told(arm, [Measured("y", two_arms(16, rows=2_000)[2], UNIT)]).main.cap is None


def test_a_size_that_is_planned_finds_what_it_is_for():
    r = np.random.default_rng(17)
    plan = sample_size(r.normal(10, 2, 4_000), UNIT, 0.05, relative=True, rows_a_day=100)
    n = int(plan.rows_needed.value / 2)
    found = sum(stats.ttest_ind(r.normal(10.5, 2, n), r.normal(10, 2, n)).pvalue < 0.05 for _ in range(DRAWS))
    assert abs(found / DRAWS - 0.8) < 3 * np.sqrt(0.16 / DRAWS)
    assert plan.days.value == np.ceil(plan.rows_needed.value / 100)
    with pytest.raises(EstimationError):
        sample_size(np.ones(50), UNIT, None, relative=False, rows_a_day=None)


def test_too_few_rows_are_refused():
    arm = np.array([0] * 30 + [1] * 5)
    with pytest.raises(EstimationError, match="experiment-too-few-rows"):
        told(arm, [Measured("y", np.arange(35.0), UNIT)])
