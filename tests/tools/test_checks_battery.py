"""The battery as a whole: which checks run, what they promise, and that they disturb nothing."""

from __future__ import annotations

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest

from tests.tools.checks_worlds import (
    CONFOUNDERS,
    chain_world,
    collider_world,
    confounded_world,
    cutoff_world,
    instrument_world,
    named,
    panel_world,
    study,
)
from tests.words import said
from tools.checks import CHECKS, Finding, check, run_checks, sensitivity
from tools.errors import OptionError
from tools.estimators import estimate_effect
from tools.types import DesignKind, Estimate

EXPECTED = {
    DesignKind.BACKDOOR: {
        "overlap",
        "balance",
        "placebo_treatment",
        "random_common_cause",
        "subset_stability",
        "leave_one_covariate_out",
        "specification_curve",
    },
    DesignKind.RANDOMISED: {
        "overlap",
        "balance",
        "placebo_treatment",
        "random_common_cause",
        "subset_stability",
        "leave_one_covariate_out",
        "specification_curve",
    },
    DesignKind.IV: {
        "random_common_cause",
        "subset_stability",
        "first_stage",
        "over_identification",
        "instrument_balance",
        "placebo_instrument",
        "specification_curve",
    },
    DesignKind.DID: {"subset_stability", "pre_trend", "placebo_period", "specification_curve"},
    DesignKind.FRONTDOOR: {
        "placebo_treatment",
        "subset_stability",
        "treatment_moves_mediator",
        "mediator_moves_outcome",
        "specification_curve",
    },
    DesignKind.RDD: {
        "subset_stability",
        "density",
        "covariate_continuity",
        "placebo_cutoffs",
        "bandwidth",
    },
}


def design_studies():
    return {
        DesignKind.BACKDOOR: study(confounded_world(), adjust=CONFOUNDERS),
        DesignKind.RANDOMISED: study(
            confounded_world(selection=0.0), DesignKind.RANDOMISED, adjust=("season", "size")
        ),
        DesignKind.IV: study(
            instrument_world(), DesignKind.IV, adjust=["age"], instruments=("lottery", "offer")
        ),
        DesignKind.DID: study(panel_world(), DesignKind.DID, time="month", unit="store"),
        DesignKind.FRONTDOOR: study(chain_world(), DesignKind.FRONTDOOR, mediators=("tar",)),
        DesignKind.RDD: study(
            cutoff_world(), DesignKind.RDD, adjust=["income"], running_variable="score", cutoff=0.0
        ),
    }


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_design_gets_its_checks_and_a_sound_study_passes_them(kind):
    sample, estimand = design_studies()[kind]
    found = run_checks(sample, estimand, estimate_effect(sample, estimand))
    assert {c.name for c in found} == EXPECTED[kind]
    assert [c.name for c in found if c.passed is not True] == []
    for one in found:
        assert one.value is not None and np.isfinite(one.value)
        assert said(one.purpose).endswith("?") and said(one.cannot_detect).endswith(".")
        assert "Rule:" in said(one.detail)


def test_every_registered_check_states_purpose_designs_and_blind_spot():
    assert len(CHECKS) >= 18
    for name in CHECKS:
        rule = CHECKS[name]
        assert rule.name == name and rule.designs and DesignKind.NONE not in rule.designs
        assert len(said(rule.purpose)) > 20 and len(said(rule.cannot_detect)) > 30


def test_all_checks_pass_on_a_collider_and_the_blind_spots_say_so():
    """The truth is 0, the estimate is far from it, and shuffling, noise and subsets see nothing wrong."""
    sample, estimand = study(collider_world(), adjust=["club"])
    estimate = estimate_effect(sample, estimand, "linear_regression")
    assert abs(estimate.value) > 10 * estimate.std_error
    found = named(run_checks(sample, estimand, estimate))
    for name in ("placebo_treatment", "random_common_cause", "subset_stability"):
        assert found[name].passed is True
    assert "treatment and the outcome both cause" in said(found["placebo_treatment"].cannot_detect)
    assert "hidden confounders" in said(found["random_common_cause"].cannot_detect).casefold()
    assert "collider" in said(found["subset_stability"].cannot_detect)


def test_all_checks_pass_with_a_hidden_confounder_and_the_blind_spots_say_so():
    sample, estimand = study(confounded_world(rows=2000), adjust=["size", "region"])
    estimate = estimate_effect(sample, estimand, "linear_regression")
    assert abs(estimate.value - 2) > 4 * estimate.std_error
    found = named(run_checks(sample, estimand, estimate))
    for name in ("balance", "overlap", "placebo_treatment", "random_common_cause", "subset_stability"):
        assert found[name].passed is True
        text = said(found[name].cannot_detect).casefold()
        assert any(words in text for words in ("hidden confounder", "not measured", "not in the data")), name


def test_nothing_is_written_and_the_global_generator_is_left_alone():
    frame = confounded_world()
    before = frame.copy(deep=True)
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    estimate = estimate_effect(sample, estimand)
    np.random.seed(5)
    state = np.random.get_state()[1].copy()  # type: ignore[index]
    first = run_checks(sample, estimand, estimate)
    assert (np.random.get_state()[1] == state).all()  # type: ignore[index]
    np.random.seed(99)
    assert run_checks(sample, estimand, estimate) == first
    sensitivity(sample, estimand, estimate)
    pd.testing.assert_frame_equal(sample.frame, before)


def test_the_seed_changes_the_draws_and_row_order_does_not():
    frame = confounded_world()
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    estimate = estimate_effect(sample, estimand)
    first = named(run_checks(sample, estimand, estimate))
    other_seed = named(run_checks(sample, estimand, estimate, seed=8))
    assert first["placebo_treatment"].value != other_seed["placebo_treatment"].value
    shuffled, _ = study(frame.sample(frac=1, random_state=3).reset_index(drop=True), adjust=CONFOUNDERS)
    for one in run_checks(shuffled, estimand, estimate):
        assert one.value == pytest.approx(first[one.name].value, rel=1e-9, abs=1e-12)
        assert one.passed == first[one.name].passed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: f.assign(treated=1.0),
        lambda f: f.assign(result=3.0),
        lambda f: f.assign(season=f["treated"]),
        lambda f: f.head(4),
        lambda f: f.assign(season=1.0, size=2.0, region=pd.Categorical(["a"] * len(f))),
        lambda f: f.assign(result=np.nan),
    ],
    ids=["constant treatment", "constant outcome", "copied treatment", "four rows", "constants", "missing"],
)
def test_degenerate_samples_are_reported_and_never_raise(spoil):
    sample, estimand = study(spoil(confounded_world(rows=200)), adjust=CONFOUNDERS)
    estimate = Estimate(1.0, 0.5, (0.0, 2.0), 0.05, "linear_regression", sample.rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = run_checks(sample, estimand, estimate)
        sensitivity(sample, estimand, estimate)
    for one in found:
        if one.passed is None:
            assert said(one.detail).startswith("Could not be run: ")
        else:
            assert one.value is None or np.isfinite(one.value)


def test_a_users_own_check_joins_the_battery_and_a_taken_name_does_not():
    with pytest.raises(OptionError, match="registered already"):

        @check("overlap", purpose="?", cannot_detect=".", designs=[DesignKind.BACKDOOR])
        def another(setting):
            return Finding(True, 1.0, "")

    sample, estimand = study(confounded_world(rows=200), adjust=["season"])
    estimate = estimate_effect(sample, estimand)
    none = dataclasses.replace(estimand, design=dataclasses.replace(estimand.design, kind=DesignKind.NONE))
    assert run_checks(sample, none, estimate) == ()
