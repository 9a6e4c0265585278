"""What cannot be estimated is an error with a mend; what is doubtful is a warning; rules of choice are
kept.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests import worlds
from tests.words import english, fails, texts
from tests.worlds import World
from tools.errors import OptionError
from tools.estimators import ESTIMATORS, choose_estimator, estimate_effect
from tools.types import DesignKind, Estimate


def run(world: World, name: str | None = None) -> Estimate:
    return estimate_effect(world.sample(), world.estimand(), name)


def with_columns(world: World, **columns: object) -> World:
    return replace(world, frame=world.frame.assign(**columns))


def with_design(world: World, **changes: object) -> World:
    return replace(world, design=replace(world.design, **changes))  # type: ignore[arg-type]


BINARY = worlds.confounded_binary(500)
PANEL = worlds.staggered(30, 9)
CUT = worlds.sharp_cutoff(300, named=True)
LOTTERY = worlds.instrument(300)

FAULTS: list[tuple[str, str, World]] = [
    ("linear_regression", "is 1 in every row", with_columns(BINARY, treated=1.0)),
    ("aipw", "is 1 in every row", with_columns(BINARY, treated=1.0)),
    ("two_stage_least_squares", "in every row", with_columns(LOTTERY, schooling=3.0)),
    ("frontdoor", "in every row", with_columns(worlds.front_door(200), smoking=0.0)),
    ("linear_regression", "fully determined", with_columns(BINARY, age=2 * BINARY.frame["treated"] - 1)),
    ("lin_regression", "fully determined", with_columns(BINARY, age=1 - BINARY.frame["treated"])),
    ("two_stage_least_squares", "fully determined", with_columns(LOTTERY, income=LOTTERY.frame["schooling"])),
    ("linear_regression", "2 missing or infinite", with_columns(
        BINARY, outcome=BINARY.frame["outcome"].where(BINARY.frame.index > 1, np.nan))),
    ("linear_regression", "1 missing or infinite", with_columns(
        BINARY, age=BINARY.frame["age"].where(BINARY.frame.index > 0, np.inf))),
    ("linear_regression", "missing values", with_columns(
        BINARY, region=BINARY.frame["region"].where(BINARY.frame.index > 0))),
    ("linear_regression", "not numbers", with_columns(
        BINARY, treated=BINARY.frame["treated"].map({0: "a", 1: "b"}))),
    ("linear_regression", "not in the sample", with_design(BINARY, adjustment_set=("weight",))),
    ("linear_regression", "too few for", replace(BINARY, frame=BINARY.frame.head(4))),
    ("difference_in_means", "single row", with_columns(
        BINARY, treated=(BINARY.frame.index == 0).astype(float))),
    ("difference_in_means", "in one cluster", with_design(with_columns(BINARY, g=1), cluster="g")),
    ("aipw", "has others", worlds.confounded_continuous(300)),
    ("aipw", "too few for", with_columns(BINARY, treated=(BINARY.frame.index < 3).astype(float))),
    ("level_contrast", "No rows have", worlds.confounded_continuous(300)),
    ("two_stage_least_squares", "No instrument", with_design(LOTTERY, instruments=())),
    ("two_stage_least_squares", "do not vary", with_columns(LOTTERY, distance=1.0)),
    ("frontdoor", "No mediator", with_design(worlds.front_door(200), mediators=())),
    ("frontdoor", "fully determined", with_columns(
        worlds.front_door(200), tar=worlds.front_door(200).frame["smoking"])),
    ("difference_in_differences", "needs a period column", with_design(PANEL, time=None)),
    ("difference_in_differences", "one value", with_columns(PANEL, year=2000)),
    ("difference_in_differences", "does not apply", PANEL),
    ("difference_in_differences", "do not show when treatment starts", with_columns(
        PANEL, policy=(PANEL.frame["county"] % 2).astype(float))),
    ("difference_in_differences", "not inside the periods", with_design(
        with_columns(PANEL, policy=(PANEL.frame["county"] % 2).astype(float)), cutoff=1990.0)),
    ("two_way_fixed_effects", "no comparison is left", with_columns(
        PANEL, policy=(PANEL.frame["year"] > 2003).astype(float))),
    ("imputation", "on or off", with_columns(
        PANEL, policy=PANEL.frame["policy"] * (PANEL.frame["year"] - 1999))),
    ("imputation", "Pass unit", with_design(PANEL, unit=None)),
    ("regression_discontinuity", "cutoff", with_design(CUT, cutoff=None)),
    ("regression_discontinuity", "No running variable", with_design(CUT, running_variable=None)),
    ("regression_discontinuity", "rows are at or above", with_design(CUT, cutoff=99.9)),
    ("regression_discontinuity", "is 1 in every row", with_columns(CUT, scholarship=1.0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words", "world"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)]
)
def test_a_fault_says_what_where_and_the_mend(name: str, words: str, world: World) -> None:
    with fails(words) as caught:
        ESTIMATORS[name](world.sample(), world.estimand())
    said = english(caught.value.said)
    assert said.endswith(".")
    assert len(said.split(". ")) >= 2  # what is wrong, and then the mend


def test_an_unknown_estimator_lists_those_that_exist() -> None:
    with pytest.raises(OptionError, match="aipw"):
        run(BINARY, "guesswork")


def test_a_design_without_estimators_is_an_error() -> None:
    with fails("backdoor"):
        run(with_design(BINARY, kind=DesignKind.NONE))


# ---------------------------------------------------------------- choice


CHOICES: list[tuple[World, str, tuple[str, ...]]] = [
    (worlds.confounded_binary(), "aipw", (
        "linear_regression", "ipw", "overlap_weights", "stratification", "propensity_matching",
        "dml_interactive")),
    (worlds.confounded_binary().without("age", "region"), "linear_regression", ()),
    (worlds.confounded_binary(36), "linear_regression", ("aipw", "ipw", "overlap_weights")),
    (worlds.no_overlap(), "linear_regression", ("aipw", "ipw", "overlap_weights", "dml_interactive")),
    (worlds.confounded_binary().asking("ATO"), "overlap_weights", ("linear_regression", "aipw", "ipw")),
    (worlds.confounded_continuous(), "linear_regression", ("dml_partially_linear",)),
    (worlds.curved(), "linear_regression", ("level_contrast",)),
    (worlds.randomised(), "lin_regression", ("difference_in_means",)),
    (worlds.cluster_randomised(), "difference_in_means", ()),
    (worlds.instrument(), "two_stage_least_squares", ()),
    (worlds.instrument(several=True), "two_stage_least_squares", ("liml",)),
    (worlds.front_door(), "frontdoor", ("frontdoor_doubly_robust",)),
    (worlds.two_by_two(), "difference_in_differences", ()),
    (worlds.two_by_two(switching=True), "two_way_fixed_effects", ("difference_in_differences",)),
    (worlds.staggered(), "imputation", ("two_way_fixed_effects", "group_time")),
    (worlds.sharp_cutoff(), "regression_discontinuity", (
        "regression_discontinuity_half_bandwidth", "regression_discontinuity_double_bandwidth")),
]  # fmt: skip


@pytest.mark.parametrize(("world", "headline", "others"), CHOICES, ids=[str(i) for i in range(len(CHOICES))])
def test_the_estimator_follows_the_rules(world: World, headline: str, others: tuple[str, ...]) -> None:
    choice = choose_estimator(world.sample(), world.estimand())
    assert (choice.headline, choice.alternatives) == (headline, others)
    found = run(world)
    assert found.estimator == headline
    assert tuple(other.estimator for other in found.alternatives) == others
    assert found.unadjusted is not None
    if choice.worth_a_warning:
        assert choice.reason in found.warnings


@pytest.mark.parametrize("world", [c[0] for c in CHOICES], ids=[str(i) for i in range(len(CHOICES))])
def test_the_choice_does_not_look_at_the_outcome(world: World) -> None:
    """Never by result: with another outcome the same estimators are chosen."""
    shuffled = np.random.default_rng(0).permutation(world.frame[world.query.outcome].to_numpy())
    other = with_columns(world, **{world.query.outcome: shuffled**2})
    assert choose_estimator(world.sample(), world.estimand()) == choose_estimator(
        other.sample(), other.estimand()
    )


def test_the_asked_estimator_leads_and_the_usual_one_stands_beside_it() -> None:
    found = run(worlds.confounded_binary(), "ipw")
    assert found.estimator == "ipw"
    assert [other.estimator for other in found.alternatives][:2] == ["aipw", "linear_regression"]


def test_an_alternative_that_fails_becomes_a_warning() -> None:
    world = worlds.confounded_binary(300)
    frame = world.frame.assign(**{f"x{k}": np.random.default_rng(k).normal(size=300) for k in range(60)})
    frame["treated"] = (frame.index < 20).astype(float)
    found = run(replace(world, frame=frame, design=replace(
        world.design, adjustment_set=tuple(f"x{k}" for k in range(60)))))  # fmt: skip
    assert found.estimator == "linear_regression"
    assert any("aipw was tried" in warning for warning in texts(found.warnings))


# ---------------------------------------------------------------- honesty


def test_no_overlap_is_said_with_the_number_of_rows() -> None:
    world = worlds.no_overlap()
    weighted = ESTIMATORS["ipw"](world.sample(), world.estimand())
    assert (
        f"{int(weighted.details['propensity_clipped_rows']):,} of 2,000 rows" in texts(weighted.warnings)[0]
    )
    assert any("hardly overlap" in warning for warning in texts(run(world).warnings))


def test_a_bent_line_is_said() -> None:
    found = run(worlds.curved())
    assert found.details["nonlinearity_p"] < 1e-6
    assert any("straight line" in warning for warning in texts(found.warnings))
    assert found.alternatives[0].value == pytest.approx(5.0, abs=4 * found.alternatives[0].std_error)


def test_repeated_covariates_are_named_and_change_nothing() -> None:
    world = worlds.confounded_continuous()
    wider = with_columns(world, copy=3 * world.frame["season"] - 1, constant=5.0)
    wider = with_design(wider, adjustment_set=("season", "copy", "constant"))
    found, plain = run(wider), run(world)
    assert found.value == pytest.approx(plain.value, rel=1e-10)
    assert "'copy', 'constant'" in texts(found.warnings)[0]


def test_filled_in_covariates_bring_their_flags() -> None:
    world = worlds.confounded_continuous()
    flag = (np.random.default_rng(0).random(len(world.frame)) < 0.3).astype(float)
    world = with_columns(world, **{"season (missing)": flag})
    sample = replace(world.sample(), imputed=("season",))
    with_flag = ESTIMATORS["linear_regression"](sample, world.estimand())
    assert with_flag.details["covariate_columns"] == 2


def test_the_sample_is_never_written_to() -> None:
    for world in (*(choice[0] for choice in CHOICES), PANEL):
        before = world.frame.copy()
        run(world)
        pd.testing.assert_frame_equal(world.frame, before)


def test_twice_the_change_is_twice_the_effect() -> None:
    world = worlds.confounded_continuous()
    double = replace(world, query=replace(world.query, low=2.0, high=6.0))
    one, two = run(world), run(double)
    assert two.value == pytest.approx(2 * one.value)
    assert two.std_error == pytest.approx(2 * one.std_error)
    back = run(replace(world, query=replace(world.query, low=6.0, high=4.0)))
    assert back.value == pytest.approx(-one.value)
    assert back.ci_95 == pytest.approx((-one.ci_95[1], -one.ci_95[0]))


def test_rows_in_another_order_give_the_same() -> None:
    for world in (worlds.confounded_binary(800), PANEL, worlds.fuzzy_cutoff(1500), worlds.instrument(500)):
        shuffled = world.frame.sample(frac=1.0, random_state=1).reset_index(drop=True)
        one, two = run(world), run(replace(world, frame=shuffled))
        assert two.value == pytest.approx(one.value, rel=1e-8)
        assert two.std_error == pytest.approx(one.std_error, rel=1e-8)


def test_a_discontinuity_reads_the_treated_side_off_the_data() -> None:
    world = worlds.sharp_cutoff(named=True)
    turned = with_columns(world, scholarship=1.0 - world.frame["scholarship"])
    assert run(turned).value == pytest.approx(-run(world).value)
    # A rule of "up to and including 60": rows at the cutoff are on the lower side.
    points = np.round(world.frame["points"])
    below = with_columns(world, points=points, scholarship=(points <= 60).astype(float))
    assert run(below).details["treatment_jump"] == -1.0


def test_a_discrete_running_variable_and_a_weak_jump_are_said() -> None:
    world = worlds.fuzzy_cutoff(4000)
    frame = world.frame
    coarse = with_columns(world, margin=np.floor(frame["margin"] * 10) / 10 + 0.05)
    assert any("different values" in warning for warning in texts(run(coarse).warnings))
    chance = np.random.default_rng(0).random(len(frame))
    weak = with_columns(world, course=(chance < 0.5 + 0.01 * (frame["margin"] >= 0)).astype(float))
    assert any("hardly jumps" in warning for warning in texts(run(weak).warnings))


@pytest.mark.parametrize("labels", [
    ("before", "after"), ("Pre-law", "Post-law"), ("2001", "2010"), ("2001-11-02", "2002-01-05"),
    (False, True),
])  # fmt: skip
def test_periods_are_put_in_time_order_never_in_alphabetical_order(labels: tuple[object, object]) -> None:
    world = worlds.two_by_two(600)
    early, late = labels
    named = with_columns(world, year=np.where(world.frame["year"] > 2001.5, late, early))
    assert run(named).value == pytest.approx(run(world).value)


def test_an_ordered_category_gives_the_order_and_unclear_labels_are_refused() -> None:
    world = worlds.two_by_two(600)
    labels = np.where(world.frame["year"] > 2001.5, "autumn", "spring")
    ordered = pd.Categorical(labels, ["spring", "autumn"], ordered=True)
    assert run(with_columns(world, year=ordered)).value == pytest.approx(run(world).value)
    with fails("not clear"):
        run(with_columns(world, year=labels))


def test_a_unit_that_is_never_seen_twice_is_not_followed() -> None:
    world = worlds.two_by_two(600, switching=True)
    rows = with_design(with_columns(world, person=np.arange(600)), unit="person")
    assert run(rows).value == pytest.approx(run(world).value)


def test_few_clusters_and_a_missing_group_are_said() -> None:
    assert any("clusters" in w for w in texts(run(worlds.staggered(9, 6)).warnings))
    ungrouped = run(worlds.two_by_two(switching=True).without("state"))
    assert any("No column says" in w for w in texts(ungrouped.warnings))


@pytest.mark.parametrize("name", ["linear_regression", "aipw", "ipw", "lin_regression"])
def test_repeated_rows_add_nothing_when_they_are_a_cluster(name: str) -> None:
    """Every row ten times: without the cluster the interval would be 3.2 times too narrow."""
    world = worlds.confounded_binary(1000)
    tenfold = world.frame.loc[np.repeat(np.arange(1000), 10)].reset_index(drop=True)
    repeated = replace(world, frame=tenfold.assign(person=np.repeat(np.arange(1000), 10)))
    one = ESTIMATORS[name](world.sample(), world.estimand())
    clustered = with_design(repeated, cluster="person")
    many = ESTIMATORS[name](clustered.sample(), clustered.estimand())
    assert many.value == pytest.approx(one.value, rel=1e-6)
    assert many.std_error == pytest.approx(one.std_error, rel=0.01)
    naive = ESTIMATORS[name](repeated.sample(), repeated.estimand())
    assert naive.std_error < 0.35 * one.std_error


def test_a_front_door_can_be_clustered() -> None:
    world = worlds.front_door(600)
    tenfold = world.frame.loc[np.repeat(np.arange(600), 10)].reset_index(drop=True)
    repeated = replace(world, frame=tenfold.assign(person=np.repeat(np.arange(600), 10)))
    one, many = run(world), run(with_design(repeated, cluster="person"))
    assert many.std_error == pytest.approx(one.std_error, rel=0.01)
