"""Options side by side: worlds whose effects are set, DoWhy's regression, and mirrors that miss."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from tools.effects.comparison import compare
from tools.errors import EstimationError
from tools.messages import Scale, ScaleKind

UNIT = Scale(ScaleKind.OUTCOME, "EUR")
DISCOUNT, SHIPPING, TOGETHER = 3.0, 5.0, 0.0


def shop(seed: int, rows: int = 1500, together: float = TOGETHER) -> pd.DataFrame:
    """Loyal customers get the discount more often and buy more anyway."""
    r = np.random.default_rng(seed)
    loyal = r.normal(size=rows)
    discount = (r.random(rows) < 1 / (1 + np.exp(-loyal))).astype(float)
    shipping = (r.random(rows) < 1 / (1 + np.exp(0.5 * loyal))).astype(float)
    basket = 20 + DISCOUNT * discount + SHIPPING * shipping + together * discount * shipping + 4 * loyal
    return pd.DataFrame(
        {
            "loyal": loyal,
            "discount": discount,
            "shipping": shipping,
            "basket": basket + 5 * r.normal(size=rows) * (1 + 0.3 * discount),
        }
    )


def compared(table: pd.DataFrame, adjust: tuple[str, ...] = ("loyal",)):
    return compare(
        outcome=table["basket"].to_numpy(),
        treatments=table[["discount", "shipping"]].to_numpy(),
        covariates=table[list(adjust)].to_numpy(),
        names=["discount", "shipping"],
        steps=[1.0, 1.0],
        scale=UNIT,
    )


def test_both_effects_and_their_difference_are_those_of_the_world_and_the_mirror_misses():
    found = compared(shop(1, rows=6000))
    truths = {
        "effect_of_discount": DISCOUNT,
        "effect_of_shipping": SHIPPING,
        "difference": SHIPPING - DISCOUNT,
    }
    for name, truth in truths.items():
        quantity = found.quantities[name]
        assert quantity.std_error is not None and abs(quantity.value - truth) < 4 * quantity.std_error, name
    assert found.first.name == "shipping"
    naive = compared(shop(1, rows=6000), adjust=())
    lead = naive.quantities["effect_of_discount"]
    assert lead.std_error is not None and abs(lead.value - DISCOUNT) > 4 * lead.std_error


def test_it_is_statsmodels_regression_with_robust_errors():
    table = shop(2)
    found = compared(table)
    fit = smf.ols("basket ~ discount + shipping + loyal", table).fit(cov_type="HC1")
    difference = fit.t_test("shipping - discount = 0")
    assert found.options[0].effect.value == pytest.approx(fit.params["discount"], rel=1e-9)
    assert found.options[1].effect.std_error == pytest.approx(fit.bse["shipping"], rel=1e-9)
    assert found.lead.value == pytest.approx(difference.effect.item(), rel=1e-9)
    assert found.lead.std_error == pytest.approx(difference.sd.item(), rel=1e-9)


def test_the_table_of_four_has_the_means_of_a_regression_with_interaction():
    table = shop(3, together=2.0)
    found = compared(table)
    fit = smf.ols("basket ~ discount * shipping + loyal", table).fit()
    for cell in found.cells:
        at = pd.DataFrame(
            {"discount": [cell.first], "shipping": [cell.second], "loyal": [table["loyal"].mean()]}
        )
        assert cell.mean.value == pytest.approx(float(fit.predict(at).iloc[0]), rel=1e-9)
        rows = (table["discount"] == cell.first) & (table["shipping"] == cell.second)
        assert cell.rows == rows.sum()


def test_the_interval_of_the_difference_holds_it_as_often_as_it_says():
    held = [
        limits[0] <= SHIPPING - DISCOUNT <= limits[1]
        for limits in (compared(shop(1000 + seed, rows=250)).lead.ci_95 for seed in range(400))
        if limits is not None
    ]
    assert 0.92 <= np.mean(held) <= 0.98


def test_treatments_that_determine_each_other_are_refused():
    table = shop(4)
    table["shipping"] = 1.0 - table["discount"]
    with pytest.raises(EstimationError):
        compared(table)
