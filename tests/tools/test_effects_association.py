"""Associations against scipy, statsmodels and worlds whose association is set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from tools.effects.association import Measure, associate
from tools.errors import EstimationError

PRESENT = np.array([0.0, 1.0])


def columns(seed: int, rows: int = 400, together: float = 0.5) -> tuple[pd.Series, pd.Series]:
    r = np.random.default_rng(seed)
    first = r.normal(size=rows)
    second = together * first + np.sqrt(1 - together**2) * r.normal(size=rows)
    return pd.Series(first, name="rain"), pd.Series(second, name="yield")


def test_two_numbers_are_told_by_pearsons_r_with_fishers_interval():
    first, second = columns(1)
    found = associate(first, second)
    reference = stats.pearsonr(first, second)
    limits = reference.confidence_interval(0.95)
    strength = found.quantities["strength"]
    assert found.measure is Measure.CORRELATION
    assert strength.value == pytest.approx(reference.statistic, rel=1e-12)
    assert strength.ci_95 == pytest.approx((limits.low, limits.high), abs=2e-4)
    assert found.quantities["rank_correlation"].value == pytest.approx(
        stats.spearmanr(first, second).statistic
    )


def test_an_outlier_moves_r_and_not_the_ranks():
    first, second = columns(2, together=0.0)
    first.iloc[0] = second.iloc[0] = 80.0
    found = associate(first, second).quantities
    assert found["strength"].value > 0.8
    assert abs(found["rank_correlation"].value) < 0.15


def test_a_yes_no_column_and_a_number_are_told_by_welch():
    r = np.random.default_rng(3)
    groups = pd.Series(r.integers(2, size=300).astype(float), name="member")
    numbers = pd.Series(r.normal(size=300) * (1 + groups) + 0.7 * groups, name="spend")
    found = associate(groups, numbers, unit="EUR")
    reference = stats.ttest_ind(numbers[groups == 1], numbers[groups == 0], equal_var=False)
    limits = reference.confidence_interval()
    strength = found.quantities["strength"]
    assert (found.low, found.high) == (0.0, 1.0)
    assert strength.ci_95 == pytest.approx((limits.low, limits.high))
    assert strength.scale.unit == "EUR"
    # The other way round the groups are still the yes/no column's.
    assert associate(numbers, groups).quantities["strength"].value == pytest.approx(strength.value)


def test_two_yes_no_columns_are_told_by_shares_with_newcombes_interval():
    r = np.random.default_rng(4)
    first = pd.Series(np.where(r.random(500) < 0.4, "yes", "no"), name="subscribed")
    second = pd.Series((r.random(500) < np.where(first == "yes", 0.35, 0.2)).astype(float), name="returned")
    found = associate(first, second)
    yes = second[first == "yes"]
    no = second[first == "no"]
    low, high = confint_proportions_2indep(yes.sum(), len(yes), no.sum(), len(no), method="newcomb")
    assert found.quantities["strength"].value == pytest.approx(yes.mean() - no.mean())
    assert found.quantities["strength"].ci_95 == pytest.approx((low, high), abs=1e-9)


def test_levels_are_told_by_the_correlation_ratio_or_by_cramers_v():
    r = np.random.default_rng(5)
    region = pd.Series(r.choice(["north", "south", "west"], size=600), name="region")
    price = pd.Series(r.normal(size=600) + (region == "west"), name="price")
    found = associate(region, price)
    groups = [price[region == name] for name in ("north", "south", "west")]
    between = sum(len(g) * (g.mean() - price.mean()) ** 2 for g in groups)
    assert found.measure is Measure.CORRELATION_RATIO
    assert found.quantities["strength"].value == pytest.approx(between / ((price - price.mean()) ** 2).sum())
    assert found.quantities["p_value"].value == pytest.approx(stats.f_oneway(*groups).pvalue)
    same = associate(region, region.rename("place").where(r.random(600) < 0.9, "north"))
    assert same.measure is Measure.CRAMERS_V and same.quantities["strength"].value > 0.8
    apart = associate(region, pd.Series(r.permutation(region.to_numpy()), name="place"))
    assert not apart.clear and apart.quantities["strength"].value < 0.1


@pytest.mark.parametrize("together", [0.0, 0.4])
def test_intervals_hold_the_truth_as_often_as_they_say(together: float):
    held = 0
    for seed in range(400):
        limits = associate(*columns(100 + seed, 80, together)).quantities["strength"].ci_95
        assert limits is not None
        held += limits[0] <= together <= limits[1]
    assert 0.92 <= held / 400 <= 0.98
    # The mirror: the interval of another truth misses this one.
    missed = sum(
        not (q.ci_95[0] <= together <= q.ci_95[1])
        for q in (associate(*columns(seed, 80, together + 0.5)).quantities["strength"] for seed in range(60))
        if q.ci_95 is not None
    )
    assert missed > 50


def test_a_faint_association_of_many_rows_is_clear_and_said_to_be_faint():
    found = associate(*columns(6, rows=20_000, together=0.05))
    assert found.clear and found.faint
    assert not associate(*columns(7, rows=400, together=0.5)).faint


def test_too_few_rows_and_a_column_that_never_varies_are_refused():
    first, second = columns(8, rows=6)
    with pytest.raises(EstimationError):
        associate(first, second)
    with pytest.raises(EstimationError):
        associate(pd.Series([1.0] * 40, name="fee"), columns(9, rows=40)[1])
