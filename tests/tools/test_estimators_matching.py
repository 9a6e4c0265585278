"""Matching, stratification, overlap and trimmed weights: truth and mirror, published figures, brute force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.spatial.distance import cdist

from tests import estimator_worlds, worlds
from tests.tools.published_data import birth_weights
from tests.tools.published_figures import MatchingOnTheChance
from tests.words import english, fails, texts
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator
from tools.estimators.interface import run_estimator
from tools.estimators.matching import MahalanobisMatching, distinct_points, nearest
from tools.estimators.weighting import Stratification, quantile_strata
from tools.types import Design, DesignKind, Estimate, Query

NAMES = ["overlap_weights", "trimmed_ipw", "stratification", "propensity_matching", "mahalanobis_matching"]


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def run_class(estimator: type[Any], world: World, **options: Any) -> Estimate:
    return run_estimator(estimator, world.sample(), world.estimand(), **options)


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


def even_world(rows: int = 4000, seed: int = 21) -> World:
    """One effect for all, so that every population has the same truth."""
    world = worlds.confounded_binary(rows, seed)
    frame = world.frame.copy()
    frame["outcome"] -= 0.05 * (frame["age"] - 50.0) * frame["treated"]
    return replace(world, frame=frame, others={"ATT": 2.0, "ATC": 2.0})


@pytest.mark.parametrize("name", NAMES)
def test_the_effect_is_found_and_without_the_confounder_it_is_missed(name: str) -> None:
    world = even_world()
    right = run(name, world)
    assert not misses(right, 2.0), (right.value, right.std_error)
    assert right.std_error < 0.2
    assert misses(run(name, world.without("age")), 2.0)


@pytest.mark.parametrize("who", ["ATT", "ATC"])
@pytest.mark.parametrize("name", ["stratification", "propensity_matching", "mahalanobis_matching"])
def test_effects_on_the_treated_and_on_the_untreated(name: str, who: str) -> None:
    world = worlds.confounded_binary(6000).asking(who)
    # Three times as much of the effect grows with age, so that the two averages are far apart.
    more = 0.1 * (world.frame["age"] - 50.0) * world.frame["treated"]
    world = replace(
        world,
        frame=world.frame.assign(outcome=world.frame["outcome"] + more),
        others={who: 2.0 + 3.0 * (truth - 2.0) for who, truth in world.others.items()},
    )
    estimate = run(name, world)
    assert not misses(estimate, world.others[who])
    assert misses(estimate, world.others["ATC" if who == "ATT" else "ATT"])


def test_overlap_weights_give_the_effect_among_those_who_could_go_either_way() -> None:
    world = worlds.confounded_binary(20_000)
    frame = world.frame
    chance = 1 / (1 + np.exp(-(0.06 * (frame["age"] - 50) + 0.8 * (frame["region"] == "south") - 0.3)))
    gain = 2.0 + 0.05 * (frame["age"] - 50.0)
    assert not misses(run("overlap_weights", world), float(np.average(gain, weights=chance * (1 - chance))))


def test_overlap_weights_balance_the_means_exactly() -> None:
    world = even_world(800)
    balanced = replace(world, query=replace(world.query, outcome="age"))
    balanced = replace(balanced, frame=world.frame.assign(age_again=world.frame["age"]))
    balanced = replace(balanced, query=replace(world.query, outcome="age_again"))
    assert abs(run("overlap_weights", balanced).value) < 1e-6
    assert abs(run("ipw", balanced).value) > 1e-3


def test_trimming_says_how_many_rows_are_left_out() -> None:
    found = run("trimmed_ipw", worlds.no_overlap())
    assert found.details["rows_trimmed"] > 1000
    assert any("left out" in warning for warning in texts(found.warnings))


# ---------------------------------------------------------------- published figures
# As the examples of Stata's manual have them; figures whose printed place was seen are in published.toml.


def smoking(*adjust: str) -> World:
    query = Query("mbsmoke", "bweight", 0, 1)
    design = Design(DesignKind.BACKDOOR, adjustment_set=adjust)
    frame = birth_weights()
    frame = frame.assign(mage_squared=frame["mage"] ** 2)
    return World(frame, query, design, float("nan"), ())


def test_stata_teffects_nnmatch() -> None:
    """teffects nnmatch (bweight mage prenatal1 mmarried fbaby) (mbsmoke): -240.3306, robust error 28.43."""
    found = run_class(
        MahalanobisMatching, smoking("mage", "prenatal1", "mmarried", "fbaby"), bias_corrected=False
    )
    assert found.value == pytest.approx(-240.3306, abs=5e-5)
    # Stata takes the row itself out of the neighbours that give the conditional variance.
    assert found.std_error == pytest.approx(28.43, rel=0.025)


def test_stata_teffects_psmatch() -> None:
    """teffects psmatch (bweight) (mbsmoke mmarried c.mage##c.mage fbaby medu): -210.9683, error 32.02."""
    world = smoking("mmarried", "mage", "mage_squared", "fbaby", "medu")
    found = run_class(MatchingOnTheChance, world, caliper=None, bias_corrected=False)
    assert found.value == pytest.approx(-210.9683, abs=5e-5)
    assert found.std_error == pytest.approx(32.02, rel=0.04)
    # Of the shipped estimator, on the logit and with correction, the answer is the same within its error.
    assert abs(run("propensity_matching", world).value + 210.9683) < found.std_error


# ---------------------------------------------------------------- brute force


def by_hand(world: World, caliper: float | None) -> tuple[float, float]:
    """Abadie & Imbens (2006) with one covariate, every pair looked at; no ties, no correction."""
    x = world.frame["frailty"].to_numpy()[:, None] / world.frame["frailty"].std(ddof=1)
    t, y = world.frame["insured"].to_numpy(), world.frame["visits"].to_numpy()
    gap = cdist(x, x)
    np.fill_diagonal(gap, np.inf)
    across = np.where(t[:, None] != t[None, :], gap, np.inf)
    within = np.where(t[:, None] == t[None, :], gap, np.inf)
    match, sibling = across.argmin(axis=1), within.argmin(axis=1)
    kept = across.min(axis=1) <= (np.inf if caliper is None else caliper)
    gains = np.where(t == 1, 1, -1) * (y - y[match])
    value = gains[kept].mean()
    used = np.bincount(match[kept], minlength=len(t))
    noise = (y - y[sibling]) ** 2 / 2
    total = ((gains[kept] - value) ** 2).sum() + (noise * (used**2 + (2 * kept - 1) * used)).sum()
    return float(value), float(np.sqrt(total)) / kept.sum()


@pytest.mark.parametrize("caliper", [None, 0.01])
def test_matching_is_what_every_pair_by_hand_gives(caliper: float | None) -> None:
    world = estimator_worlds.confounded_counts(400)
    value, error = by_hand(world, caliper)
    found = run_class(MahalanobisMatching, world, caliper=caliper, bias_corrected=False)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert found.std_error == pytest.approx(error, rel=1e-9)
    assert (found.details["rows_unmatched"] > 0) == (caliper is not None)


def test_both_searches_find_the_same_neighbours() -> None:
    rng = np.random.default_rng(5)
    queries, places = rng.integers(0, 4, (60, 7)).astype(float), rng.integers(0, 4, (90, 7)).astype(float)
    places = distinct_points(places).places
    query, place, distance = nearest(queries, places)
    pairs = set(zip(query.tolist(), place.tolist(), strict=True))
    gap = cdist(queries, places)
    best = gap.min(axis=1)
    assert np.allclose(distance, best, atol=1e-5)
    assert pairs == set(
        zip(*(found.tolist() for found in np.nonzero(gap <= best[:, None] + 1e-6)), strict=True)
    )
    few = nearest(queries[:, :2], distinct_points(places[:, :2]).places)
    assert np.allclose(few[2], cdist(queries[:, :2], places[:, :2]).min(axis=1))


@pytest.mark.parametrize("name", ["propensity_matching", "mahalanobis_matching", "stratification"])
def test_the_order_of_the_rows_changes_nothing(name: str) -> None:
    world = worlds.confounded_binary(600)
    frame = world.frame.assign(age=world.frame["age"].round(-1))  # many ties
    world = replace(world, frame=frame)
    other = replace(world, frame=frame.sample(frac=1.0, random_state=3).reset_index(drop=True))
    assert run(name, world).value == pytest.approx(run(name, other).value, rel=1e-9)
    assert run(name, world).std_error == pytest.approx(run(name, other).std_error, rel=1e-6)


def test_plain_strata_are_a_weighted_mean_of_differences() -> None:
    world = estimator_worlds.confounded_counts(900)
    frame = world.frame
    logit = sm.Logit(frame["insured"], sm.add_constant(frame[["frailty"]])).fit(disp=0, tol=1e-12)
    frame = frame.assign(stratum=pd.qcut(logit.predict(), 5, labels=False))
    means = frame.pivot_table(index="stratum", columns="insured", values="visits")
    shares = frame["stratum"].value_counts(normalize=True).sort_index()
    found = run_class(Stratification, world, adjusted=False)
    assert found.value == pytest.approx(float(((means[1.0] - means[0.0]) * shares).sum()), rel=1e-9)
    spread = frame.pivot_table(index="stratum", columns="insured", values="visits", aggfunc=["var", "count"])
    by_stratum = sum(spread["var"][arm] / spread["count"][arm] for arm in (0.0, 1.0))
    assert found.std_error == pytest.approx(float(np.sqrt((shares**2 * by_stratum).sum())), rel=0.01)


def exact_and_unlike(rows: int) -> World:
    """No noise: the outcome follows the covariate, the effect its square, so that a gap is mostly bias."""
    rng = np.random.default_rng(1)
    age = rng.uniform(-2.0, 2.0, rows)
    treated = (rng.random(rows) < worlds.chance_of(age)).astype(float)
    frame = pd.DataFrame({"treated": treated, "outcome": age + (2.0 + age**2) * treated, "age": age})
    design = Design(DesignKind.BACKDOOR, adjustment_set=("age",))
    return World(frame, Query("treated", "outcome", 0, 1), design, float((2.0 + age**2).mean()), ())


def test_bias_of_strata_falls_faster_than_root_n_because_their_number_grows() -> None:
    few, many = exact_and_unlike(2000), exact_and_unlike(128_000)
    fallen_as_root_n = abs(run("stratification", few).value - few.truth) / 8
    assert abs(run("stratification", many).value - many.truth) < fallen_as_root_n
    # Five strata keep their bias.
    assert abs(run_class(Stratification, many, strata=5).value - many.truth) > fallen_as_root_n


def test_strata_never_part_equal_values() -> None:
    assert quantile_strata(np.array([1.0, 1.0, 1.0, 1.0, 2.0, 3.0]), 5).tolist() == [0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("name", "make"),
    [(name, worlds.confounded_binary) for name in ("stratification", "mahalanobis_matching")]
    + [("propensity_matching", even_world), ("overlap_weights", even_world)],
)
def test_intervals_cover(name: str, make: Callable[[int, int], World]) -> None:
    hits = 0
    for seed in range(200):
        world = make(400, seed + 1000)
        low, high = run(name, world).ci_95
        hits += low <= 2.0 <= high
    assert 182 <= hits <= 199, hits


# ---------------------------------------------------------------- faults and choice


SMALL = worlds.confounded_binary(300)

FAULTS: list[tuple[str, str, World]] = [
    ("propensity_matching", "no interval for rows", replace(
        SMALL, frame=SMALL.frame.assign(family=SMALL.frame.index // 2),
        design=replace(SMALL.design, cluster="family"))),
    ("mahalanobis_matching", "no covariate to match on", SMALL.without("age", "region")),
    ("propensity_matching", "near enough", worlds.no_overlap(60, effect=1.0)),
    ("trimmed_ipw", "Fewer than two rows", replace(
        SMALL, frame=SMALL.frame.assign(age=SMALL.frame["treated"] * 100 + SMALL.frame["age"]))),
    ("stratification", "No stratum", replace(
        SMALL, frame=SMALL.frame.assign(
            treated=(SMALL.frame.index < 120).astype(float), age=-SMALL.frame.index)).without("region")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "world"), FAULTS, ids=[f[1] for f in FAULTS])
def test_faults(name: str, words: str, world: World) -> None:
    with fails(words):
        run(name, world)


def test_a_covariate_that_tells_the_groups_apart_is_named() -> None:
    apart = replace(SMALL, frame=SMALL.frame.assign(age=SMALL.frame["treated"] * 100 + SMALL.frame["age"]))
    choice = choose_estimator(apart.sample(), apart.estimand())
    assert choice.headline == "linear_regression"
    assert "'age' alone tells the two groups of 'treated' apart" in english(choice.reason)


def test_covariates_that_determine_the_treatment_are_named_and_no_others() -> None:
    half = SMALL.frame["age"] > 50
    frame = SMALL.frame.assign(
        first=SMALL.frame["treated"] * half,
        second=SMALL.frame["treated"] * ~half,
        noise=SMALL.frame["outcome"],
    )
    names = ("noise", "first", "age", "second")
    world = replace(SMALL, frame=frame, design=replace(SMALL.design, adjustment_set=names))
    with fails("fully determined by 'first', 'second' together"):
        run("linear_regression", world)
    clinic = frame.assign(clinic=np.where(frame["treated"] == 1, "a", "b"))
    world = replace(world, frame=clinic, design=replace(SMALL.design, adjustment_set=("age", "clinic")))
    with fails("fully determined by 'clinic':"):
        run("linear_regression", world)


def test_few_rows_a_parameter_are_still_enough_for_aipw_and_one_slope_for_all_misses() -> None:
    """Some seven rows of the smaller group for each of 21 parameters, and effects that differ."""
    hits = slopes = 0
    world = estimator_worlds.thin_arm()
    assert choose_estimator(world.sample(), world.estimand()).headline == "aipw"
    for seed in range(60):
        world = estimator_worlds.thin_arm(seed=seed)
        low, high = run("aipw", world).ci_95
        hits += low <= world.truth <= high
        low, high = run("linear_regression", world).ci_95
        slopes += low <= world.truth <= high
    assert hits >= 51 and slopes < 6, (hits, slopes)
