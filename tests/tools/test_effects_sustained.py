"""Treating in every period against in none: a printed tree, and worlds where one regression is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from tests.assistant.kind_worlds import SUSTAINED_TRUTH, pills
from tools.effects.sustained import compare_regimes
from tools.errors import EstimationError
from tools.messages import Scale

# Hernan & Robins, What If, Table 20.1: A0, L1, A1, persons, mean of Y.
TREE = (
    (0, 0, 0, 2400, 84.0),
    (0, 0, 1, 1600, 84.0),
    (0, 1, 0, 2400, 52.0),
    (0, 1, 1, 9600, 52.0),
    (1, 0, 0, 4800, 76.0),
    (1, 0, 1, 3200, 76.0),
    (1, 1, 0, 1600, 44.0),
    (1, 1, 1, 6400, 44.0),
)


def compared(table, rows=None):
    months = range(3)
    return compare_regimes(
        outcome=table["strain"].to_numpy(dtype=float),
        treatments=table[[f"pill_{month}" for month in months]].to_numpy(dtype=float),
        covariates=[table[[f"pressure_{month}"]].to_numpy(dtype=float) for month in months],
        scale=Scale(),
        clusters=rows,
    )


def test_the_printed_tree_with_treatment_confounder_feedback():
    """Both means are 60 (sections 21.1 and 21.2); the plain comparison gives -13.3, the stratified one -8."""
    counts = [row[3] for row in TREE]
    treatments = np.repeat(np.array([(row[0], row[2]) for row in TREE], dtype=float), counts, axis=0)
    later = np.repeat(np.array([[row[1]] for row in TREE], dtype=float), counts, axis=0)
    outcome = np.repeat(np.array([row[4] for row in TREE]), counts)
    found = compare_regimes(
        outcome=outcome,
        treatments=treatments,
        covariates=[np.zeros((len(outcome), 0)), later],
        scale=Scale(),
    )
    means = (found.always.value, found.never.value)
    assert means == pytest.approx((60.0, 60.0), abs=1e-6)
    assert found.weighted.value == pytest.approx(0.0, abs=1e-6)
    assert found.by_g_formula.value == pytest.approx(0.0, abs=1e-6)
    assert found.single_regression.value == pytest.approx(-8.0, abs=1e-6)
    plain = outcome[treatments.all(axis=1)].mean() - outcome[~treatments.any(axis=1)].mean()
    assert plain == pytest.approx(-13.3, abs=0.05)


def test_intervals_cover_the_truth_and_a_single_regression_misses_it():
    draws, hits, weighted, values, single = 120, 0, 0, [], []
    for seed in range(draws):
        found = compared(pills(seed, 500))
        low, high = found.difference.ci_95
        hits += low < SUSTAINED_TRUTH < high
        low, high = found.weighted.ci_95
        weighted += low < SUSTAINED_TRUTH < high
        values.append(found.difference.value)
        single.append(found.single_regression.value)
    error = np.sqrt(0.95 * 0.05 / draws)
    assert abs(hits / draws - 0.95) < 3.5 * error
    assert weighted / draws > 0.95 - 3.5 * error
    spread = np.std(values) / np.sqrt(draws)
    assert abs(np.mean(values) - SUSTAINED_TRUTH) < 4 * spread
    assert abs(np.mean(single) - SUSTAINED_TRUTH) > 10 * spread


def test_leaving_the_confounders_out_misses_the_truth():
    table = pills(1, 4000)
    found = compared(table)
    bare = compared(table.assign(pressure_0=0.0, pressure_1=0.0, pressure_2=0.0))
    assert abs(found.difference.value - SUSTAINED_TRUTH) < 4 * found.difference.std_error
    assert abs(bare.difference.value - SUSTAINED_TRUTH) > 4 * bare.difference.std_error
    assert found.moved_by_regression and found.agree


def test_once_begun_the_treatment_goes_on_and_nobody_has_to_choose_again():
    r, rows = np.random.default_rng(8), 4000
    need = r.normal(size=rows)
    first = (r.random(rows) < 1 / (1 + np.exp(-need))).astype(float)
    later = need - 0.5 * first + r.normal(size=rows)
    second = np.maximum(first, r.random(rows) < 1 / (1 + np.exp(-later)))
    outcome = 2 * first + second + later + r.normal(size=rows)
    found = compare_regimes(
        outcome=outcome,
        treatments=np.column_stack([first, second]),
        covariates=[need[:, None], later[:, None]],
        scale=Scale(),
    )
    assert abs(found.difference.value - 2.5) < 4 * found.difference.std_error
    assert abs(found.single_regression.value - 2.5) > 4 * found.difference.std_error


def test_too_few_who_followed_either_way_are_refused_with_their_number():
    table = pills(3, 400)
    never = table.assign(pill_2=np.maximum(table["pill_2"], 1 - table["pill_0"]))
    with pytest.raises(EstimationError) as fault:
        compared(never)
    assert fault.value.said.id == "sustained-few-never"
    assert fault.value.said.slots["rows"].value == 0
    with pytest.raises(EstimationError) as few:
        compared(table.head(30))
    assert few.value.said.id == "sustained-too-few-rows"


def test_clusters_of_one_row_change_nothing():
    table = pills(4, 600)
    one, other = compared(table), compared(table, np.arange(600))
    assert other.difference.std_error == pytest.approx(one.difference.std_error, rel=1e-9)
