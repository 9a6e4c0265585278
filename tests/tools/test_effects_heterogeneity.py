"""For whom an effect is larger: worlds whose effects are set, other libraries, and mirrors that miss."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tools.effects import scores as scores_module
from tools.effects.conditions import rows_meeting, short_between
from tools.effects.groups import by_levels, by_modifier, by_terciles
from tools.effects.heterogeneity import calibration_p, heterogeneity
from tools.effects.scores import cross_fitted_scores, group_effects, predicted_effects, projection
from tools.errors import EstimationError
from tools.estimators import learners
from tools.messages import Scale, ScaleKind
from tools.several_tests import holm
from tools.types import Condition

UNIT = Scale(ScaleKind.OUTCOME, "mmHg")
WOMEN, MEN, PER_YEAR = -8.0, -2.0, -0.2


@pytest.fixture
def straight_learners(monkeypatch):
    """Ridge and logistic regression alone, which these worlds need and many draws can pay."""
    for module in (learners, scores_module):
        monkeypatch.setattr(module, "LEARNERS", ("linear",))


def clinic(seed: int, rows: int = 1500, women: float = WOMEN, per_year: float = 0.0) -> pd.DataFrame:
    """The sicker get the drug more often and fare worse anyway; it helps women more, and the old."""
    r = np.random.default_rng(seed)
    sick, age = r.normal(size=rows), r.normal(60, 10, rows).round()
    sex = r.choice(["female", "male"], rows)
    drug = (r.random(rows) < 1 / (1 + np.exp(-sick))).astype(float)
    effect = np.where(sex == "female", women, MEN) + per_year * (age - 60)
    pressure = 140 + 6 * sick + 0.3 * (age - 60) + effect * drug + 5 * r.normal(size=rows)
    return pd.DataFrame({"sick": sick, "age": age, "sex": sex, "drug": drug, "pressure": pressure})


def columns(table: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    return pd.get_dummies(table[list(names)], drop_first=True, dtype=float).to_numpy()


ALL = ("sick", "age", "sex")


def scored(table: pd.DataFrame, names: tuple[str, ...] = ALL):
    x = columns(table, names)
    return cross_fitted_scores(
        outcome=table["pressure"].to_numpy(),
        treatment=table["drug"].to_numpy(),
        low=0.0,
        high=1.0,
        covariates=x,
        confounders=x,
    )


def test_groups_and_their_difference_are_those_of_the_world_and_the_mirror_misses(straight_learners):
    table = clinic(1, rows=4000)
    found = by_levels(scored(table), table["sex"], "sex", UNIT)
    effects = {group.conditions[0].value: group.effect for group in found.groups}
    for sex, truth in (("female", WOMEN), ("male", MEN)):
        assert abs(effects[sex].value - truth) < 4 * effects[sex].std_error
    truth = WOMEN - MEN if found.groups[0].conditions[0].value == "female" else MEN - WOMEN
    assert abs(found.difference.value - truth) < 4 * found.difference.std_error and found.clear
    naive = by_levels(scored(table, ("age", "sex")), table["sex"], "sex", UNIT)
    assert all(
        abs(group.effect.value - {"female": WOMEN, "male": MEN}[group.conditions[0].value])
        > 4 * group.effect.std_error
        for group in naive.groups
    )


def test_a_slope_along_a_quantity_is_that_of_the_world(straight_learners):
    table = clinic(2, rows=4000, women=MEN, per_year=PER_YEAR)
    found = by_terciles(scored(table), table["age"].to_numpy(), "age", UNIT)
    assert found.along is not None and found.clear
    truth = PER_YEAR * (found.along.end - found.along.start)
    assert abs(found.along.change.value - truth) < 4 * found.along.change.std_error
    means = [group.effect.value for group in found.groups]
    assert means[0] > means[1] > means[2]
    flat = by_terciles(scored(clinic(3, women=MEN)), clinic(3)["age"].to_numpy(), "age", UNIT)
    assert not flat.clear


def test_intervals_cover_the_difference_and_nothing_is_found_where_nothing_is(straight_learners):
    draws, covered, false = 120, 0, 0
    for seed in range(draws):
        table = clinic(100 + seed, rows=500)
        low, high = by_levels(scored(table), table["sex"], "sex", UNIT).difference.ci_95
        truth = WOMEN - MEN
        covered += low <= truth <= high or low <= -truth <= high
        same = clinic(500 + seed, rows=500, women=MEN)
        part = scored(same)
        predicted = predicted_effects(part, columns(same, ALL))
        p = calibration_p(part.of(predicted.tested), predicted.honest[predicted.tested])
        false += p < 0.05
    spread = np.sqrt(0.05 * 0.95 / draws)
    assert abs(covered / draws - 0.95) < 3 * spread
    assert false / draws < 0.05 + 3 * spread


def test_nothing_found_is_an_answer_and_something_there_is_found():
    same = clinic(4, rows=1200, women=MEN)
    part = scored(same)
    none = heterogeneity(part, predicted_effects(part, columns(same, ALL)), same[list(ALL)], UNIT)
    assert not none.clear and not none.told
    assert abs(none.spread.value) < 4 * none.spread.std_error
    table = clinic(5, rows=2000)
    part = scored(table)
    found = heterogeneity(part, predicted_effects(part, columns(table, ALL)), table[list(ALL)], UNIT)
    assert found.clear and found.told[0].modifier == "sex"
    assert found.spread.value > 0 and found.leaf_spread is not None and found.leaf_spread.ci_95[0] > 0
    # The effects of the leaves are those of the rows that meet their conditions.
    for leaf in found.leaves:
        rows = rows_meeting(table, leaf.conditions)
        truth = np.where(table["sex"][rows] == "female", WOMEN, MEN).mean()
        assert abs(leaf.effect.value - truth) < 4 * leaf.effect.std_error


def test_projection_and_groups_are_those_of_statsmodels(straight_learners):
    table = clinic(6)
    part = scored(table)
    design = np.column_stack([np.ones(len(table)), table["age"], table["sex"] == "female"])
    ours = projection(part, design)
    theirs = sm.OLS(part.change, design).fit(cov_type="HC1")
    assert ours.values == pytest.approx(theirs.params, rel=1e-8)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=1e-8)
    member = np.column_stack([table["sex"] == "female", table["sex"] == "male"]).astype(float)
    groups = group_effects(part, member)
    saturated = sm.OLS(part.change, member).fit(cov_type="HC2")
    assert groups.values == pytest.approx(saturated.params, rel=1e-10)
    # HC2 of a mean divides its sum of squares by n (n - 1), as we do.
    assert np.sqrt(np.diag(groups.covariance)) == pytest.approx(saturated.bse, rel=1e-8)


def test_clusters_count_as_one_piece_each(straight_learners):
    table = clinic(7, rows=600)
    twice = pd.concat([table, table], ignore_index=True)
    x = columns(twice, ALL)
    made = cross_fitted_scores(
        outcome=twice["pressure"].to_numpy(),
        treatment=twice["drug"].to_numpy(),
        low=0.0,
        high=1.0,
        covariates=x,
        confounders=x,
        clusters=np.tile(np.arange(600), 2),
    )
    clustered = group_effects(made, np.ones((1200, 1)))
    alone = group_effects(scored(table), np.ones((600, 1)))
    assert np.sqrt(clustered.covariance[0, 0]) == pytest.approx(np.sqrt(alone.covariance[0, 0]), rel=0.05)


def test_a_dose_has_its_effect_per_step_in_each_group(straight_learners):
    r = np.random.default_rng(80)  # with the seed of the clinic the dose would be `sick` once more
    table = clinic(8, rows=3000)
    dose = 5 + table["sick"].to_numpy() + r.normal(size=3000)
    slope = np.where(table["sex"] == "female", -2.0, -0.5)
    x = columns(table, ALL)
    made = cross_fitted_scores(
        outcome=140 + 6 * table["sick"].to_numpy() + slope * dose + r.normal(size=3000),
        treatment=dose,
        low=5.0,
        high=7.0,
        covariates=x,
        confounders=x,
    )
    found = by_modifier(made, table["sex"], "sex", UNIT)
    for group in found.groups:
        truth = 2 * (-2.0 if group.conditions[0].value == "female" else -0.5)
        assert abs(group.effect.value - truth) < 4 * group.effect.std_error


def test_too_few_rows_no_overlap_and_no_two_groups_are_refused(straight_learners):
    with pytest.raises(EstimationError):
        scored(clinic(9, rows=60))
    table = clinic(9, rows=600)
    with pytest.raises(EstimationError):
        by_levels(scored(table), pd.Series(["one"] * 600), "sex", UNIT)
    decided = table.assign(drug=(table["sick"] > 0).astype(float))
    with pytest.raises(EstimationError):
        scored(decided)
    with pytest.raises(EstimationError, match="effects-treatment-determined"):
        cross_fitted_scores(
            outcome=table["pressure"].to_numpy(),
            treatment=5 + 2 * table["sick"].to_numpy(),
            low=5.0,
            high=7.0,
            covariates=columns(table, ALL),
            confounders=columns(table, ALL),
        )


def test_small_helpers():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert short_between(59.0, 60.0) == 60 and 0.1234 < short_between(0.1234, 0.1311) <= 0.1311
    table = pd.DataFrame({"age": [50.0, 60.0, np.nan], "sex": ["f", "m", "f"]})
    assert rows_meeting(table, [Condition("age", ">=", 60)]).tolist() == [False, True, False]
    assert rows_meeting(table, [Condition("sex", "!=", "f")]).tolist() == [False, True, False]
