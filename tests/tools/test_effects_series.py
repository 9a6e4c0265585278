"""The effect of an event on one series: worlds with known truth, published figures, and what must miss."""

from __future__ import annotations

import numpy as np
import pytest
import synthdid
from statsmodels.tsa.statespace.structural import UnobservedComponents

from tools.effects import structural_series
from tools.effects.series import Build, Method, SeriesEffect, factors, series_effect
from tools.effects.structural_series import continued
from tools.effects.synthetic_differences import placebo_differences, synthetic_differences
from tools.errors import EstimationError
from tools.messages import Scale, ScaleKind

SCALE = Scale(ScaleKind.OUTCOME, "packs")
DRAWS = 50


def noise(random: np.random.Generator, periods: int, correlation: float) -> np.ndarray:
    """An autoregression of order 1 with variance 1."""
    steps = random.normal(size=periods) * np.sqrt(1 - correlation**2)
    found = np.empty(periods)
    found[0] = random.normal()
    for place in range(1, periods):
        found[place] = correlation * found[place - 1] + steps[place]
    return found


def plain_interval(outcome: np.ndarray, start: int) -> tuple[float, float]:
    """Means after and before, every period taken for an independent row."""
    before, after = outcome[:start], outcome[start:]
    value = after.mean() - before.mean()
    error = np.sqrt(before.var(ddof=1) / len(before) + after.var(ddof=1) / len(after))
    return value - 1.96 * error, value + 1.96 * error


def least(share: float) -> float:
    """Four standard errors of a share of `DRAWS` below it."""
    return share - 4 * np.sqrt(share * (1 - share) / DRAWS)


@pytest.mark.parametrize("correlation", [0.3, 0.7])
def test_one_series_with_autocorrelated_errors_is_covered_and_independent_rows_are_not(correlation: float):
    random, effect, start = np.random.default_rng(1), 2.0, 60
    covered = plain = 0
    for _ in range(DRAWS):
        outcome = 10 + noise(random, 80, correlation)
        outcome[start:] += effect
        means = outcome[start:].mean() - continued(outcome=outcome, start=start).draws.mean(axis=1)
        low, high = np.quantile(means, [0.025, 0.975])
        covered += low <= effect <= high
        low, high = plain_interval(outcome, start)
        plain += low <= effect <= high
    assert covered / DRAWS >= least(0.95)
    assert correlation < 0.5 or plain / DRAWS < least(0.95)


def test_a_moving_level_is_covered():
    random, start, covered = np.random.default_rng(2), 60, 0
    for _ in range(DRAWS):
        outcome = np.cumsum(0.2 * random.normal(size=80)) + random.normal(size=80)
        means = outcome[start:].mean() - continued(outcome=outcome, start=start).draws.mean(axis=1)
        low, high = np.quantile(means, [0.025, 0.975])
        covered += low <= 0 <= high
    assert covered / DRAWS >= least(0.95)


def test_a_season_is_found_and_without_it_the_interval_is_wider():
    random = np.random.default_rng(3)
    outcome = 5 * np.sin(2 * np.pi * np.arange(84) / 12) + noise(random, 84, 0.3)
    found, blind = (continued(outcome=outcome, start=62, season=season) for season in (12, 0))
    assert found.season > 0.95
    assert found.draws.mean(axis=1).std() < 0.6 * blind.draws.mean(axis=1).std()


def test_the_forecast_of_one_point_of_the_grid_is_that_of_statsmodels(monkeypatch):
    """A local level with known variances: Kalman filter and closed form are the same."""
    random = np.random.default_rng(4)
    outcome, start, step = np.cumsum(0.3 * random.normal(size=50)) + random.normal(size=50), 40, 0.1
    monkeypatch.setattr(structural_series, "LEVEL_STEPS", (step,))
    monkeypatch.setattr(structural_series, "AUTOCORRELATIONS", (0.0,))
    fit = next(structural_series._fits(outcome, start, np.empty((50, 0)), 0))
    mean, root = fit.predicted()
    model = UnobservedComponents(outcome[:start], "local level", use_exact_diffuse=True)
    forecast = model.smooth([fit.variance, step * fit.variance]).get_forecast(10)
    assert mean == pytest.approx(forecast.predicted_mean, rel=1e-6)
    assert np.diag(root @ root.T) == pytest.approx(forecast.var_pred_mean, rel=1e-4)


def test_the_simulated_example_of_causalimpact():
    """Brodersen et al. (2015), the package's example: y = 1.2 x + noise, 10 more in the last 30 of 100.

    Printed there: an effect of 11 with standard deviation 0.37, relative 9.9%.
    """
    values, errors, covered = [], [], 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        walk = np.zeros(1100)
        for place in range(1, 1100):
            walk[place] = 0.999 * walk[place - 1] + random.normal()
        control = 100 + walk[-100:]
        outcome = 1.2 * control + random.normal(size=100)
        outcome[70:] += 10
        found = series_effect(
            outcome=outcome,
            start=70,
            periods=[str(place) for place in range(100)],
            scale=SCALE,
            controls=control[:, None],
        )
        assert found.average.ci_95 is not None and found.average.std_error is not None
        values.append(found.average.value)
        errors.append(found.average.std_error)
        covered += found.average.ci_95[0] <= 10 <= found.average.ci_95[1]
    assert np.mean(values) == pytest.approx(10, abs=4 * 0.37 / np.sqrt(20))
    assert 0.25 < np.median(errors) < 0.75
    assert covered >= 17


def packs() -> tuple[np.ndarray, np.ndarray, list[str], list[str]]:
    table = synthdid.load_california_prop99().pivot(index="State", columns="Year", values="PacksPerCapita")
    own, donors = table.loc["California"], table.drop("California")
    return own.to_numpy(), donors.to_numpy(), list(map(str, donors.index)), list(map(str, table.columns))


def test_proposition_99_is_as_printed():
    """Arkhangelsky et al. (2021), table 1: -15.6; the R package prints -15.604 and a placebo error near 9."""
    own, donors, names, periods = packs()
    found = synthetic_differences(own, donors, 19)
    assert found.effect == pytest.approx(-15.604, abs=0.01)
    package = synthdid.synthdid_estimate(np.vstack([donors, own]), 38, 19)
    assert found.effect == pytest.approx(float(package), abs=0.01)
    assert np.std([each.effect for each in placebo_differences(donors, 19)]) == pytest.approx(9.4, abs=0.6)
    whole = series_effect(
        outcome=own, start=19, periods=periods, scale=SCALE, donors=donors, donor_names=names
    )
    assert whole.method is Method.SYNTHETIC_DIFFERENCES and whole.rank == 1
    assert whole.clear and whole.average.value == pytest.approx(-15.604, abs=0.01)


def panel(
    random: np.random.Generator, effect: np.ndarray, donors: int = 14, start: int = 50
) -> tuple[np.ndarray, np.ndarray]:
    periods = start + len(effect)
    common = np.column_stack([np.cumsum(0.4 * random.normal(size=periods)), np.arange(periods) / 20])
    loads = random.uniform(0, 1, size=(donors + 1, 2))
    whole = loads @ common.T + np.array([noise(random, periods, 0.4) for _ in range(donors + 1)])
    whole += 4 * random.normal(size=(donors + 1, 1))
    whole[0, start:] += effect
    return whole[0], whole[1:]


def test_donors_cover_the_effect_and_a_plain_before_and_after_misses():
    random, covered, plain = np.random.default_rng(5), 0, 0
    for _ in range(DRAWS):
        own, donors = panel(random, np.full(16, 3.0))
        found = series_effect(
            outcome=own, start=50, periods=list(map(str, range(66))), scale=SCALE, donors=donors,
            donor_names=list(map(str, range(14))),
        )  # fmt: skip
        low, high = found.average.ci_95 or (0.0, 0.0)
        covered += low <= 3 <= high
        low, high = plain_interval(own, 50)
        plain += low <= 3 <= high
    assert covered / DRAWS >= least(0.95)
    assert plain / DRAWS < least(0.95)


def test_what_donors_have_in_common_is_counted():
    random = np.random.default_rng(6)
    parts = random.normal(size=(2, 80)) * 4
    donors = random.normal(size=(20, 2)) @ parts + random.normal(size=(20, 80))
    assert factors(donors).shape == (80, 2)


def built(effect: np.ndarray, seed: int = 7) -> SeriesEffect:
    own, donors = panel(np.random.default_rng(seed), effect)
    periods = list(map(str, range(len(own))))
    names = list(map(str, range(len(donors))))
    return series_effect(
        outcome=own, start=50, periods=periods, scale=SCALE, donors=donors, donor_names=names
    )


def test_the_build_up_is_told_from_a_step_and_from_fading():
    place = np.arange(24.0)
    slow = built(8 * np.minimum(1, (place + 1) / 8))
    assert slow.build is Build.STEADY and slow.full_after is not None
    assert slow.full_after.ci_95[0] <= 8 <= slow.full_after.ci_95[1] and slow.full_after.value > 3
    step = built(np.full(24, 8.0))
    assert step.full_after is not None and step.full_after.value <= 2
    fading = built(10 - 0.4 * place)
    assert fading.build is Build.FADING and fading.late_slope.value < 0
    growing = built(0.6 * (place + 1))
    assert growing.build is Build.GROWING or growing.full_after.value > 12
    assert built(np.zeros(24), seed=8).build is Build.UNCLEAR


def test_level_and_trend_are_told_apart():
    place = np.arange(24.0)
    jump, bend = built(np.full(24, 6.0)), built(0.5 * place)
    assert jump.level_change.ci_95[0] > 0 and jump.slope_change.ci_95[0] < 0 < jump.slope_change.ci_95[1]
    assert bend.slope_change.ci_95[0] > 0 and bend.level_change.ci_95[0] < 0 < bend.level_change.ci_95[1]


def test_an_effect_before_the_start_is_no_answer_or_is_said():
    """The event came 14 periods earlier than the table has it."""
    random = np.random.default_rng(9)
    own, donors = panel(random, np.zeros(16))
    own[36:] += 6
    with pytest.raises(EstimationError, match="series-does-not-fit"):
        series_effect(
            outcome=own, start=50, periods=list(map(str, range(66))), scale=SCALE, donors=donors,
            donor_names=list(map(str, range(14))),
        )  # fmt: skip


def test_too_short_and_constant_series_are_refused():
    for outcome, start in ((np.arange(12.0), 5), (np.append(np.ones(20), [3, 4.0]), 20)):
        with pytest.raises(EstimationError):
            series_effect(outcome=outcome, start=start, periods=[""] * len(outcome), scale=SCALE)
