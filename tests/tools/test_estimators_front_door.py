"""The doubly robust front door: worlds, a mirror, the formula summed by hand, and coverage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests import worlds
from tests.words import fails
from tests.worlds import World
from tools.estimators import ESTIMATORS
from tools.types import Design, DesignKind, Estimate, Query


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


def unequal(rows: int = 6000, seed: int = 1) -> World:
    """Tar does more harm to those with the hidden gene, who smoke more, and varies more among smokers.

    Smoking adds 1 to tar, and tar adds 2 on average over everybody: the effect is 2.
    """
    rng = np.random.default_rng(seed)
    gene = rng.normal(0.0, 1.0, rows)
    smoking = (rng.random(rows) < 1 / (1 + np.exp(-1.5 * gene))).astype(float)
    tar = smoking + rng.normal(0.0, 1.0, rows) * (0.5 + 1.5 * smoking)
    outcome = (2.0 + 2.0 * gene) * tar + 3.0 * gene + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"smoking": smoking, "tar": tar, "outcome": outcome})
    design = Design(DesignKind.FRONTDOOR, mediators=("tar",))
    edges = (("smoking", "tar"), ("tar", "outcome"))
    hidden = (("gene", ("smoking", "outcome")),)
    return World(frame, Query("smoking", "outcome", 0, 1), design, 2.0, edges, hidden)


def test_the_effect_is_found_and_with_a_mediator_forgotten_it_is_missed() -> None:
    world = worlds.front_door()
    right = run("frontdoor_doubly_robust", world)
    assert not misses(right, world.truth)
    assert right.value == pytest.approx(run("frontdoor", world).value, abs=2 * right.std_error)
    forgotten = replace(world, design=replace(world.design, mediators=("tar",)))
    assert misses(run("frontdoor_doubly_robust", forgotten), world.truth)


def test_a_mediator_that_acts_differently_on_the_treated() -> None:
    world = unequal()
    assert not misses(run("frontdoor_doubly_robust", world), world.truth)
    assert misses(run("frontdoor", world), world.truth)  # one slope for all is no average over everybody


def test_with_one_yes_no_mediator_it_is_the_formula_summed_by_hand() -> None:
    """Pearl (2009), equation 3.29: saturated models make every version of the formula the same number."""
    rng = np.random.default_rng(3)
    smoking = (rng.random(3000) < 0.4).astype(float)
    tar = (rng.random(3000) < 0.2 + 0.5 * smoking).astype(float)
    outcome = tar * (1.0 + smoking) + smoking + rng.normal(size=3000)
    frame = pd.DataFrame({"smoking": smoking, "tar": tar, "outcome": outcome})
    means = frame.groupby(["smoking", "tar"])["outcome"].mean()
    share, by_arm = frame["smoking"].mean(), frame.groupby("smoking")["tar"].mean()
    at_tar = [(1 - share) * means[0.0, m] + share * means[1.0, m] for m in (0.0, 1.0)]
    by_hand = (by_arm[1.0] - by_arm[0.0]) * (at_tar[1] - at_tar[0])
    world = replace(unequal(10), frame=frame)
    assert run("frontdoor_doubly_robust", world).value == pytest.approx(by_hand, rel=1e-8)


def test_intervals_cover() -> None:
    hits = 0
    for seed in range(200):
        world = worlds.front_door(400, seed + 500)
        low, high = run("frontdoor_doubly_robust", world).ci_95
        hits += low <= world.truth <= high
    assert 182 <= hits <= 198, hits


def test_faults() -> None:
    world = worlds.front_door(300)
    none = replace(world, design=replace(world.design, mediators=()))
    dose = replace(world, frame=world.frame.assign(smoking=np.arange(300.0)))
    few = replace(world, frame=world.frame.assign(smoking=(np.arange(300) < 3).astype(float)))
    for wrong, words in ((none, "No mediator"), (dose, "Use frontdoor"), (few, "too few for")):
        with fails(words):
            run("frontdoor_doubly_robust", wrong)
