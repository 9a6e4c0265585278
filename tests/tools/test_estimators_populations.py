"""Whose effect an estimator computes: that of those who are asked about, or it says that it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests import estimator_worlds, worlds
from tests.worlds import World
from tools.errors import EstimationError, OptionError
from tools.estimators import ESTIMATORS, choose_estimator, estimate_effect
from tools.types import Design, DesignKind, EstimandKind, Query

ATE, ATT, ATC, ATO, LATE = EstimandKind


def gaining(rows: int = 6000, seed: int = 31, lean: float = 0.0) -> World:
    """Those who gain more take the course more often, so that ATE, ATT and ATC lie far apart.

    With `lean` 0 as many lean towards it as away from it, and one slope for all is the ATE too; otherwise
    the overlap population differs from everybody.
    """
    random = np.random.default_rng(seed)
    drive = random.normal(0.0, 1.0, rows)
    chance = worlds.chance_of(drive + lean)
    course = (random.random(rows) < chance).astype(float)
    gain = 2.0 + 1.5 * drive
    skill = 5.0 + drive + gain * course + random.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"course": course, "skill": skill, "drive": drive})
    tilt = chance * (1 - chance)
    others = {
        ATT: float(gain[course == 1].mean()),
        ATC: float(gain[course == 0].mean()),
        ATO: float((tilt * gain).sum() / tilt.sum()),
    }
    design = Design(DesignKind.BACKDOOR, adjustment_set=("drive",))
    edges = (("drive", "course"), ("drive", "skill"), ("course", "skill"))
    return World(frame, Query("course", "skill", 0, 1), design, float(gain.mean()), edges, others=others)


def drawn(covariates: bool) -> World:
    """The same gains, and a course that is dealt out by chance: everybody's effect is either group's."""
    world = gaining()
    random = np.random.default_rng(5)
    course = random.integers(0, 2, len(world.frame)).astype(float)
    drive = world.frame["drive"].to_numpy()
    skill = 5.0 + drive + (2.0 + 1.5 * drive) * course + random.normal(0.0, 1.0, len(drive))
    frame = pd.DataFrame({"course": course, "skill": skill, "drive": drive})
    design = Design(DesignKind.RANDOMISED, adjustment_set=("drive",) if covariates else ())
    others = dict.fromkeys((ATT, ATC, ATO), world.truth)
    return replace(world, frame=frame, design=design, others=others)


def of(world: World, kind: EstimandKind) -> float | None:
    """The effect among those, where the world sets one."""
    own = {DesignKind.IV: LATE, DesignKind.RDD: LATE, DesignKind.DID: ATT}.get(world.design.kind, ATE)
    return world.truth if kind in (own, ATE) else world.others.get(kind)


def risks() -> World:
    """A 0/1 outcome, with the truth among those who got the treatment and those who did not."""
    world = worlds.confounded_yes_no_outcome(6000)
    risk, treated = world.frame["risk"].to_numpy(), world.frame["treated"].to_numpy()
    gain = worlds.chance_of(0.3 + 1.2 * risk) - worlds.chance_of(-0.5 + 1.2 * risk)
    assert gain.mean() == pytest.approx(world.truth)
    return replace(world, others={ATT: gain[treated == 1].mean(), ATC: gain[treated == 0].mean()})


def alike(world: World) -> World:
    """The effect is the same for all."""
    return replace(world, others=dict.fromkeys((ATT, ATC), world.truth))


WORLDS: dict[str, Callable[[], World]] = {
    "adjusted": gaining,
    "dealt out": lambda: drawn(covariates=True),
    "dealt out, nothing known": lambda: drawn(covariates=False),
    "yes or no": risks,
    "counts": lambda: estimator_worlds.confounded_counts(6000),
    "a dose": lambda: worlds.confounded_continuous(),
    "in blocks": lambda: alike(estimator_worlds.in_blocks(blocks=300)),
    "instrument": lambda: worlds.encouragement(),
    "mediator": lambda: worlds.front_door(),
    "two by two": lambda: worlds.two_by_two(switching=True),
    "staggered": lambda: worlds.staggered(),
    "one law": lambda: estimator_worlds.one_law(),
    "one series": lambda: estimator_worlds.interrupted(),
    "cutoff": lambda: worlds.sharp_cutoff(),
}


@pytest.fixture(scope="module")
def made() -> dict[str, World]:
    return {name: make() for name, make in WORLDS.items()}


# Where an estimator is at home: elsewhere it tells nothing of the kind, whoever is asked. What the offer
# of a treatment does (intention_to_treat) is nobody's effect of the treatment.
HOME = {
    "level_contrast": ("dealt out",), "interrupted_series": ("one series",),
    "intention_to_treat": (), "trimmed_ipw": ("adjusted",),
    "logit": ("yes or no",), "poisson": ("counts",), "negative_binomial": ("counts",),
    "difference_in_means": ("dealt out, nothing known",), "lin_regression": ("adjusted", "dealt out"),
    "blocked_difference": ("in blocks",), "two_stage_least_squares": ("instrument",), "liml": ("instrument",),
    "frontdoor": ("mediator",), "frontdoor_doubly_robust": ("mediator",),
    "difference_in_differences": ("two by two",), "two_way_fixed_effects": ("staggered", "two by two"),
    "imputation": ("staggered",), "group_time": ("staggered",), "synthetic_control": ("one law",),
    "regression_discontinuity": ("cutoff",), "regression_discontinuity_half_bandwidth": ("cutoff",),
    "regression_discontinuity_double_bandwidth": ("cutoff",), "dml_boosted_partially_linear": ("a dose",),
    "dml_partially_linear": ("a dose",), "linear_regression": ("adjusted", "dealt out", "a dose"),
}  # fmt: skip
TABLE = [
    (name, place, kind)
    for name in ESTIMATORS
    for place in HOME.get(name, ("adjusted", "dealt out"))
    for kind in EstimandKind
]


@pytest.mark.parametrize(("name", "place", "kind"), TABLE)
def test_it_computes_whose_effect_is_asked_or_says_that_it_does_not(
    made: dict[str, World], name: str, place: str, kind: EstimandKind
) -> None:
    world = made[place]
    asked = world.asking(kind)
    try:
        found = estimate_effect(asked.sample(), asked.estimand(), name)
    except OptionError as refusal:
        assert kind not in ESTIMATORS[name].estimands
        assert f"not the {kind}" in str(refusal) and "estimand=" in str(refusal)
        return
    except EstimationError:
        assert kind in (ATT, ATC) and not asked.sample().binary_treatment
        return
    truth = of(world, kind)
    assert truth is not None, "a number for people of whom this world knows no effect"
    assert abs(found.value - truth) < 4 * max(found.std_error, 1e-9)
    # The mirror: in a world where they differ, it is not another group's.
    for other in {ATE, ATT, ATC} - {kind}:
        elsewhere = of(world, other)
        if place == "adjusted" and elsewhere is not None and kind in (ATE, ATT, ATC):
            assert abs(found.value - elsewhere) > 4 * found.std_error


def test_every_estimator_says_whose_effect_it_computes() -> None:
    assert all(ESTIMATORS[name].estimands <= set(EstimandKind) for name in ESTIMATORS)
    assert all(ESTIMATORS[name].estimands for name in ESTIMATORS)


def test_the_overlap_population_is_not_everybody() -> None:
    """Where most lean towards the course, those who could go either way gain less than all do."""
    world = gaining(20_000, lean=1.5)
    asked = world.asking(ATO)
    found = estimate_effect(asked.sample(), asked.estimand())
    assert found.estimator == "overlap_weights"
    assert abs(found.value - world.others[ATO]) < 4 * found.std_error
    assert abs(found.value - world.truth) > 4 * found.std_error
    with pytest.raises(OptionError, match="estimand='ATO'"):
        estimate_effect(world.sample(), world.estimand(), "overlap_weights")


def few_rows() -> World:
    """Too few treated rows for two models, so that the usual choice is one slope for all."""
    world = gaining(400, seed=8)
    random = np.random.default_rng(3)
    extra = {f"score {j}": random.normal(0.0, 1.0, 400) for j in range(40)}
    design = replace(world.design, adjustment_set=("drive", *extra))
    return replace(world, frame=world.frame.assign(**extra), design=design)


@pytest.mark.parametrize("kind", [ATT, ATC])
@pytest.mark.parametrize("make", [gaining, few_rows, lambda: drawn(True), lambda: drawn(False)])
def test_the_rules_choose_an_estimator_that_computes_it(
    make: Callable[[], World], kind: EstimandKind
) -> None:
    world = make()
    asked = world.asking(kind)
    found = estimate_effect(asked.sample(), asked.estimand())
    assert kind in ESTIMATORS[found.estimator].estimands
    assert all(kind in ESTIMATORS[other.estimator].estimands for other in found.alternatives)
    assert abs(found.value - world.others[kind]) < 4 * found.std_error


def test_one_slope_is_what_everybody_asked_about_gets_from_few_rows() -> None:
    """The mirror of the world above: for the ATE the rules choose as they did."""
    world = few_rows()
    assert choose_estimator(world.sample(), world.estimand()).headline == "linear_regression"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("a dose", ATT), ("a dose", ATO), ("instrument", ATC), ("mediator", ATT), ("two by two", ATC),
        ("cutoff", ATT), ("adjusted", LATE), ("dealt out", LATE), ("staggered", ATO),
    ],
)  # fmt: skip
def test_what_a_design_cannot_tell_is_refused_with_what_to_ask(
    made: dict[str, World], place: str, kind: EstimandKind
) -> None:
    asked = made[place].asking(kind)
    with pytest.raises(EstimationError):
        estimate_effect(asked.sample(), asked.estimand())


def test_when_nobody_is_treated_without_the_offer_compliers_are_the_treated() -> None:
    """Bloom (1984). The mirror: with some who take it anyway the effect on the treated is not told."""
    random = np.random.default_rng(41)
    offer = random.integers(0, 2, 8000).astype(float)
    eager = random.normal(0.0, 1.0, 8000)
    took = offer * (eager > 0)
    score = 1.0 + eager + (3.0 + eager) * took + random.normal(0.0, 1.0, 8000)
    frame = pd.DataFrame({"offer": offer, "took": took, "score": score})
    design = Design(DesignKind.IV, instruments=("offer",))
    world = World(
        frame, Query("took", "score", 0, 1, estimand=ATT), design, float((3.0 + eager)[took == 1].mean()), ()
    )
    found = estimate_effect(world.sample(), world.estimand())
    assert abs(found.value - world.truth) < 4 * found.std_error
    anyway = replace(world, frame=frame.assign(took=np.maximum(took, eager > 1.0)))
    with pytest.raises(EstimationError):
        estimate_effect(anyway.sample(), anyway.estimand())
