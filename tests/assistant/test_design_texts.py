"""The design is found from words and data on descriptions in many styles; cues were mended on them since."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant.planning.design import choose_design
from assistant.types import DesignChoice, Reading, Understanding
from tests.assistant.design_texts import WORLDS
from tests.assistant.design_worlds import World, instrumented, trial
from tools.data import open_table, profile_table
from tools.types import DesignKind

NOTHING_SAID = Understanding((), None, None, (), "ATE", "en", ())
BY_NAME = {world.name: world for world in WORLDS}


def choose(world: World, frame: pd.DataFrame | None = None) -> DesignChoice:
    table = open_table(world.frame() if frame is None else frame)
    profile = profile_table(table, world.description)
    return choose_design(
        world.question, Reading(world.treatment, world.outcome, 1.0), NOTHING_SAID, profile, table
    )


@cache
def chosen(name: str) -> DesignChoice:
    return choose(BY_NAME[name])


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_design_and_its_columns(world: World) -> None:
    choice = chosen(world.name)
    assert choice.design.kind == world.kind, [c.reason for c in choice.candidates]
    for name, value in world.expect.items():
        assert getattr(choice.design, name) == value
    adjusted = set(choice.design.adjustment_set)
    assert not adjusted & (
        {world.treatment, world.outcome} | set(world.never) | set(choice.design.instruments)
    )
    assert set(world.always) <= adjusted


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_everything_considered_is_kept(world: World) -> None:
    choice = chosen(world.name)
    kinds = [c.design.kind for c in choice.candidates]
    assert DesignKind.BACKDOOR in kinds
    assert all(c.reason for c in choice.candidates)
    assert [role.column for role in choice.roles] == list(world.frame().columns)
    assert all(role.reason and role.source.text for role in choice.roles)
    assert 0.0 <= choice.confidence <= 1.0
    assert choice.evidence[0].text.startswith(world.kind)


def test_the_offer_is_refuted_by_data_that_it_does_not_move() -> None:
    world = BY_NAME["push message"]
    frame = world.frame()
    shuffled = frame.assign(letter=np.random.default_rng(0).permutation(frame["letter"]))
    choice = choose(world, shuffled)
    assert choice.design.kind is not DesignKind.IV
    rejected = next(c for c in choice.candidates if c.design.kind is DesignKind.IV)
    assert not rejected.accepted
    assert "does not move" in rejected.reason


def test_random_assignment_is_doubted_when_the_groups_differ() -> None:
    world = BY_NAME["placebo trial"]
    frame = world.frame()
    frame["drug"] = (frame["age"] > frame["age"].median()).astype(int)
    frame.loc[::7, "drug"] = 1 - frame.loc[::7, "drug"]
    choice = choose(world, frame)
    assert choice.design.kind is DesignKind.BACKDOOR
    assert any("unbalanced" in c.reason for c in choice.candidates)


def test_a_named_cutoff_without_a_jump_is_no_discontinuity() -> None:
    world = BY_NAME["fuzzy pension"]
    frame = world.frame()
    frame["retired"] = np.random.default_rng(3).integers(0, 2, len(frame))
    assert choose(world, frame).design.kind is not DesignKind.RDD


def test_a_gap_around_the_cutoff_is_no_discontinuity() -> None:
    world = BY_NAME["loan score"]
    frame = world.frame()
    choice = choose(world, frame[(frame["rating"] - 5.5).abs() > 1.5])
    assert choice.design.kind is not DesignKind.RDD


def test_take_up_by_an_offer_that_everybody_follows_is_a_trial() -> None:
    """The column that was drawn and the treatment are the same: nothing is left for an instrument."""
    world = World(
        "full take-up", "Does coaching raise pay?",
        "Staff were randomly assigned to coaching. coached: got coaching.",
        "coached", "pay", "randomised", trial("coached", "pay", ["age"]),
    )  # fmt: skip
    frame = world.frame().assign(offered_coaching=lambda f: f["coached"])
    choice = choose(world, frame)
    assert choice.design.kind is DesignKind.RANDOMISED
    assert "offered_coaching" not in choice.design.adjustment_set


def test_several_instruments_are_kept_together() -> None:
    build = instrumented("used_hours", "score", "offer_low", ["age"], amount=True)
    frame = build(np.random.default_rng(2))
    arm = np.random.default_rng(4).integers(0, 3, len(frame))
    frame = frame.assign(offer_low=(arm == 1).astype(int), offer_high=(arm == 2).astype(int))
    frame["used_hours"] += 5 * frame["offer_low"] + 7 * frame["offer_high"]
    world = World(
        "two offers", "Do hours of tutoring raise scores?",
        "Families were randomly offered one of two vouchers. offer_low, offer_high: which voucher was "
        "offered. "
        "used_hours: hours of tutoring used. age. score: test score.",
        "used_hours", "score", "iv", build,
    )  # fmt: skip
    assert set(choose(world, frame).design.instruments) == {"offer_low", "offer_high"}


def test_a_region_named_as_treated_becomes_the_contrast() -> None:
    rng = np.random.default_rng(8)
    states = ["Alba", "Berg", "Cima", "Dorn", "Elba", "Fels"]
    frame = pd.DataFrame([(s, y) for s in states for y in range(2001, 2011)], columns=["canton", "year"])
    frame["rate"] = rng.normal(size=len(frame)) + 2.0 * ((frame["canton"] == "Cima") & (frame["year"] > 2005))
    world = World(
        "canton", "Did the recycling law of Cima in 2006 raise the recycling rate?",
        "Cima introduced a recycling law in 2006, the other cantons did not. canton; year; rate: "
        "recycling rate.",
        "canton", "rate", "did", lambda _: frame,
    )  # fmt: skip
    choice = choose(world, frame)
    assert choice.design.kind is DesignKind.DID
    assert (choice.design.time, choice.query.high, choice.query.low) == ("year", "Cima", None)


def test_a_treatment_that_is_the_running_variable_is_dropped_from_the_query() -> None:
    world = replace(BY_NAME["no column"], treatment="win_margin")
    choice = choose(world)
    assert choice.design.kind is DesignKind.RDD
    assert choice.query.treatment is None
    assert choice.design.running_variable == "win_margin"


def test_the_same_table_and_words_give_the_same_choice() -> None:
    world = BY_NAME["charter seats"]
    assert choose(world) == choose(world)
