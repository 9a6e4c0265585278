"""Whom to treat: worlds whose best rule is known, Qini and a rule's value by hand, and mirrors that miss."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tools.effects import scores as scores_module
from tools.effects.heterogeneity import rank_in_fold
from tools.effects.policy import Stakes, choose, group_rule
from tools.effects.scores import cross_fitted_scores, predicted_effects
from tools.errors import EstimationError
from tools.estimators import learners
from tools.messages import Scale, ScaleKind

UNIT = Scale(ScaleKind.MONEY, "EUR")
NEW, OLD, SHARE = 6.0, 0.0, 0.4


@pytest.fixture(autouse=True)
def straight_learners(monkeypatch):
    for module in (learners, scores_module):
        monkeypatch.setattr(module, "LEARNERS", ("linear",))


def shop(seed: int, rows: int = 2000, new: float = NEW, old: float = OLD) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    newcomer, before = (r.random(rows) < SHARE).astype(float), r.gamma(4, 10, rows)
    voucher = (r.random(rows) < 0.5).astype(float)
    effect = np.where(newcomer == 1, new, old)
    spent = 20 + 0.2 * before - 4 * newcomer + effect * voucher + 6 * r.normal(size=rows)
    return pd.DataFrame({"newcomer": newcomer, "before": before, "voucher": voucher, "spent": spent})


def scored(table: pd.DataFrame):
    x = table[["newcomer", "before"]].to_numpy()
    made = cross_fitted_scores(
        outcome=table["spent"].to_numpy(),
        treatment=table["voucher"].to_numpy(),
        low=0.0,
        high=1.0,
        covariates=x,
        confounders=x[:, :0],
    )
    return made, predicted_effects(made, x)


def test_the_rule_treats_those_who_gain_and_its_value_is_the_worlds():
    table = shop(1, rows=4000)
    found = choose(*scored(table), Stakes(1, cost=3.0, priced=True), UNIT, UNIT)
    assert found.verdict == "rule"
    assert table.loc[found.chosen, "newcomer"].mean() > 0.95
    for quantity, truth in (
        (found.gain_over_nobody, SHARE * (NEW - 3.0)),
        (found.gain_of_everybody, SHARE * NEW - 3.0),
        (found.gain_over_everybody, 3.0 * (1 - SHARE)),
    ):
        assert abs(quantity.value - truth) < 4 * quantity.std_error
    # The mirror: without the cost everybody is worth it, and the old ones are not known to lose.
    free = choose(*scored(table), Stakes(1), UNIT, UNIT)
    assert abs(free.gain_of_everybody.value - (SHARE * NEW - 3.0)) > 4 * free.gain_of_everybody.std_error


def test_room_for_few_takes_the_best_and_a_lot_does_as_well_where_all_gain_alike():
    table = shop(2, rows=3000)
    found = choose(*scored(table), Stakes(1, places=300), UNIT, UNIT)
    assert found.treated == 300 and found.limited and found.verdict == "rule"
    assert table.loc[found.chosen, "newcomer"].mean() > 0.95
    alike = choose(*scored(shop(3, rows=3000, new=5.0, old=5.0)), Stakes(1, places=300), UNIT, UNIT)
    assert alike.treated == 300 and alike.verdict == "lot"


def test_what_is_not_worth_doing_is_said():
    dear = choose(*scored(shop(4)), Stakes(1, cost=20.0, priced=True), UNIT, UNIT)
    assert dear.verdict == "nobody" and dear.treated == 0
    harmful = choose(*scored(shop(5, new=-3.0, old=-3.0)), Stakes(1), UNIT, UNIT)
    assert harmful.verdict == "nobody"
    # Less is better: the same harm is a gain for all.
    wanted = choose(*scored(shop(5, new=-3.0, old=-3.0)), Stakes(-1), UNIT, UNIT)
    assert wanted.verdict == "everybody"


def test_intervals_of_the_gain_over_a_lot_hold_where_all_gain_alike():
    draws, found = 120, 0
    for seed in range(draws):
        table = shop(1000 + seed, rows=500, new=3.0, old=3.0)
        gain = choose(*scored(table), Stakes(1, places=150), UNIT, UNIT).gain_over_lot
        found += not gain.ci_95[0] <= 0 <= gain.ci_95[1]
    assert found / draws < 0.05 + 3 * np.sqrt(0.05 * 0.95 / draws)


def test_qini_is_the_area_between_the_gain_curve_and_a_lot():
    made, predicted = scored(shop(6))
    found = choose(made, predicted, Stakes(1), UNIT, UNIT)
    tested = made.of(predicted.tested)
    # Radcliffe's area by the trapezoid, from the ranking and the scores themselves.
    order = np.argsort(-rank_in_fold(tested, predicted.honest[predicted.tested]), kind="stable")
    curve = np.concatenate([[0.0], np.cumsum(tested.change[order])]) / tested.rows
    treated = np.linspace(0, 1, len(curve))
    area = np.trapezoid(curve - treated * curve[-1], treated)
    assert found.qini.value == pytest.approx(area, abs=0.02)
    assert found.qini.ci_95[0] > 0


def test_the_value_of_a_rule_is_that_of_inverse_probability_weighting():
    """Against the textbook's estimator of a rule's value on the same held-out rows (Horvitz-Thompson)."""
    table = shop(7, rows=6000)
    made, predicted = scored(table)
    found = choose(made, predicted, Stakes(1, cost=3.0, priced=True), UNIT, UNIT)
    rows = predicted.tested
    treat = predicted.honest[rows] - 3.0 > 0
    t, y = table["voucher"].to_numpy()[rows], table["spent"].to_numpy()[rows]
    weighted = (treat * (t * y / 0.5 - (1 - t) * y / 0.5 - 3.0)).mean()
    assert abs(found.gain_over_nobody.value - weighted) < 4 * found.gain_over_nobody.std_error * 4


def test_a_group_that_the_question_names_against_everybody():
    table = shop(8, rows=3000, new=6.0, old=-3.0)
    made, _ = scored(table)
    inside = table["newcomer"].to_numpy() == 1
    found = group_rule(made, inside, Stakes(1), UNIT, UNIT)
    assert found.verdict == "only_group"
    assert abs(found.inside.value - 6.0) < 4 * found.inside.std_error
    assert abs(found.gain_outside.value + 3.0 * (1 - SHARE)) < 4 * found.gain_outside.std_error
    assert group_rule(made, ~inside, Stakes(1), UNIT, UNIT).verdict == "others"


def test_a_dose_is_refused():
    table = shop(9, rows=400)
    table["voucher"] = np.random.default_rng(1).normal(size=400)
    made, predicted = scored(table.assign(voucher=table["voucher"]))
    with pytest.raises(EstimationError):
        choose(made, predicted, Stakes(1), UNIT, UNIT)
