"""More worlds as in `tests.worlds`: counts, bent confounding, experiments, thin arms, a time series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.worlds import World, chance_of
from tools.types import Design, DesignKind, Query


def confounded_counts(rows: int = 4000, seed: int = 17, clumped: bool = True) -> World:
    """Visits to a doctor, 0 or more; the truth is the average difference in expected visits over these rows.

    `clumped`: some people go often whatever happens, so that counts vary more than their mean.
    """
    rng = np.random.default_rng(seed)
    frailty = rng.normal(0.0, 1.0, rows)
    insured = (rng.random(rows) < chance_of(frailty - 0.2)).astype(float)
    habit = rng.gamma(2.0, 0.5, rows) if clumped else np.ones(rows)
    with_it, without = np.exp(0.3 + 0.4 + 0.5 * frailty), np.exp(0.3 + 0.5 * frailty)
    visits = rng.poisson(np.where(insured == 1, with_it, without) * habit).astype(float)
    frame = pd.DataFrame({"insured": insured, "visits": visits, "frailty": frailty})
    design = Design(DesignKind.BACKDOOR, adjustment_set=("frailty",))
    edges = (("frailty", "insured"), ("frailty", "visits"), ("insured", "visits"))
    gain = with_it - without
    others = {"ATT": float(gain[insured == 1].mean()), "ATC": float(gain[insured == 0].mean())}
    others["population"] = float(np.exp(0.3) * (np.exp(0.4) - 1) * np.exp(0.125))  # frailty is normal
    return World(frame, Query("insured", "visits", 0, 1), design, float(gain.mean()), edges, others=others)


def bent_confounding(rows: int = 2000, seed: int = 18, effect: float = 1.5, dose: bool = False) -> World:
    """Chance of treatment and outcome bend with two of four covariates, so that straight lines go wrong.

    `dose`: the treatment is a quantity, not yes or no.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0, 1.0, (rows, 4))
    bend = np.abs(x[:, 0]) + (x[:, 1] > 0.5)
    if dose:
        treatment = bend + rng.normal(0.0, 1.0, rows)
    else:
        treatment = (rng.random(rows) < chance_of(1.5 * bend - 1.7)).astype(float)
    outcome = effect * treatment + 3.0 * bend + x[:, 2] + rng.normal(0.0, 1.0, rows)
    names = ("sleep", "diet", "sport", "noise")
    frame = pd.DataFrame(x, columns=list(names)).assign(treatment=treatment, outcome=outcome)
    edges = (
        ("sleep", "treatment"), ("diet", "treatment"), ("sleep", "outcome"), ("diet", "outcome"),
        ("sport", "outcome"), ("treatment", "outcome"),
    )  # fmt: skip
    design = Design(DesignKind.BACKDOOR, adjustment_set=names)
    return World(frame, Query("treatment", "outcome", 0, 1), design, effect, edges)


def shared_trends(units: int = 60, periods: int = 6, seed: int = 25) -> World:
    """Firms adopt in period 3, 4 or never; large ones grow faster and adopt more often. The effect is 2.

    Among firms of one size trends are parallel; over all of them they are not.
    """
    rng = np.random.default_rng(seed)
    size = rng.normal(0.0, 1.0, units)
    adopts = rng.random(units) < chance_of(size)
    start = np.where(adopts, rng.choice([3, 4], units), 99)
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    on = (period >= start[unit]).astype(float)
    level = rng.normal(0.0, 2.0, units)[unit] + 0.2 * period
    outcome = level + 0.8 * size[unit] * period + 2.0 * on + rng.normal(0.0, 0.5, units * periods)
    frame = pd.DataFrame(
        {"firm": unit, "year": 2000.0 + period, "policy": on, "sales": outcome, "size": size[unit]}
    )
    design = Design(DesignKind.DID, adjustment_set=("size",), time="year", unit="firm")
    edges = (("size", "policy"), ("size", "sales"), ("policy", "sales"))
    return World(frame, Query("policy", "sales", 0, 1), design, 2.0, edges)


def offered_course(rows: int = 6000, seed: int = 19, effect: float = 3.0) -> World:
    """An experiment in which a course is offered by lot; the young take it up, and some go without an offer.

    Compliers are 35 on average, everybody 40; half comply, 0.2 always take it, 0.3 never do.
    """
    rng = np.random.default_rng(seed)
    offered = (rng.random(rows) < 0.4).astype(float)
    kind = rng.choice(["complier", "always", "never"], rows, p=[0.5, 0.2, 0.3])
    age = np.where(kind == "complier", 35.0, 45.0) + rng.normal(0.0, 5.0, rows)
    course = np.where(kind == "complier", offered, (kind == "always").astype(float))
    level = np.select([kind == "always", kind == "never"], [4.0, -1.0], 1.0)
    outcome = level + effect * course + 0.1 * age + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"offered": offered, "course": course, "outcome": outcome, "age": age})
    design = Design(DesignKind.RANDOMISED, adjustment_set=("age",), instruments=("offered",))
    edges = (("offered", "course"), ("course", "outcome"), ("age", "outcome"))
    hidden = (("kind", ("course", "outcome", "age")),)
    others = {"ITT": effect * 0.5, "complier_share": 0.5, "complier_age": 35.0}
    return World(frame, Query("course", "outcome", 0, 1), design, effect, edges, hidden, others)


def several_arms(rows: int = 2000, seed: int = 20) -> World:
    """An experiment with arms 0 to 4, whose effects against 0 are 1, 0, 3 and 0.2; asked is 3 against 0."""
    rng = np.random.default_rng(seed)
    arm = rng.integers(0, 5, rows).astype(float)
    outcome = np.array([0.0, 1.0, 0.0, 3.0, 0.2])[arm.astype(int)] + rng.normal(0.0, 2.0, rows)
    frame = pd.DataFrame({"arm": arm, "outcome": outcome})
    design = Design(DesignKind.RANDOMISED)
    return World(frame, Query("arm", "outcome", 0, 3), design, 3.0, (("arm", "outcome"),))


def thin_arm(rows: int = 750, seed: int = 22, columns: int = 20) -> World:
    """A fifth is treated, with some seven rows for each of 21 parameters; the effect differs between rows.

    It is 2 on average and grows with the covariate that decides who is treated, so that a regression with one
    slope, which weights by the treatment's conditional variance, is not the average over everybody.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(0.0, 1.0, (rows, columns))
    treated = (rng.random(rows) < chance_of(0.8 * x[:, 0] - 1.5)).astype(float)
    gain = 2.0 - 2.0 * x[:, 0]
    outcome = gain * treated + x[:, :4].sum(axis=1) + rng.normal(0.0, 1.0, rows)
    names = tuple(f"item {j}" for j in range(columns))
    frame = pd.DataFrame(x, columns=list(names)).assign(treated=treated, outcome=outcome)
    edges = tuple((name, caused) for name in names[:4] for caused in ("treated", "outcome"))
    design = Design(DesignKind.BACKDOOR, adjustment_set=names)
    return World(frame, Query("treated", "outcome", 0, 1), design, 2.0, (*edges, ("treated", "outcome")))


def interrupted(
    periods: int = 60, seed: int = 23, effect: float = -4.0, autocorrelation: float = 0.4
) -> World:
    """One city's accidents by month rise steadily; a law from month 40 on takes some away, more with time.

    The law's effect starts at `effect` and grows by 0.1 a month; the errors are autocorrelated.
    """
    rng = np.random.default_rng(seed)
    month, start = np.arange(float(periods)), round(periods * 2 / 3)
    law = (month >= start).astype(float)
    shock = rng.normal(0.0, 1.0, periods)
    for place in range(1, periods):
        shock[place] += autocorrelation * shock[place - 1]
    gain = law * (effect - 0.1 * (month - start))
    frame = pd.DataFrame({"month": month, "law": law, "accidents": 50.0 + 0.3 * month + gain + shock})
    design = Design(DesignKind.DID, time="month")
    truth = float(gain[law == 1].mean())
    return World(frame, Query("law", "accidents", 0, 1), design, truth, (("law", "accidents"),))


def in_blocks(blocks: int = 40, size: int = 2, seed: int = 24, effect: float = 1.0) -> World:
    """An experiment dealt out within blocks that differ a lot; `size` 2 is matched pairs, one treated each.

    In larger blocks the share that is treated goes with what the block is like.
    """
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(blocks), size)
    level = rng.normal(0.0, 2.0, blocks)
    treated_rows = np.full(blocks, 1) if size == 2 else np.where(level > 0, size - 2, 2)
    order = rng.random(blocks * size) + 10.0 * block
    place = np.argsort(np.argsort(order)) - block * size
    treated = (place < treated_rows[block]).astype(float)
    outcome = level[block] + effect * treated + rng.normal(0.0, 1.0, len(block))
    names = np.array([f"pair {number}" for number in range(blocks)])[block]
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "block": pd.Categorical(names)})
    design = Design(DesignKind.RANDOMISED, adjustment_set=("block",))
    return World(frame, Query("treated", "outcome", 0, 1), design, effect, (("treated", "outcome"),))


def one_law(
    states: int = 24, years: int = 24, start: int = 16, seed: int = 23, effect: float = -3.0
) -> World:
    """One state passes a law. Shocks strike states by two loadings of their own, so trends are not parallel.

    The treated state lies among the others in both loadings: a weighted average of them moves as it does.
    """
    rng = np.random.default_rng(seed)
    shocks = np.cumsum(rng.normal(0.0, 1.0, (2, years)), axis=1) + 0.3 * np.arange(years)
    loading = rng.uniform(0.0, 1.0, (states, 2))
    loading[0] = 0.3 + 0.4 * rng.random(2)
    sales = 20.0 + 3.0 * loading @ shocks + rng.normal(0.0, 0.5, (states, years))
    sales[0, start:] += effect
    state, year = np.divmod(np.arange(states * years), years)
    law = ((state == 0) & (year >= start)).astype(float)
    frame = pd.DataFrame(
        {
            "state": [f"s{number:02}" for number in state],
            "year": 1980.0 + year,
            "law": law,
            "sales": sales.ravel(),
        }
    )
    design = Design(DesignKind.DID, time="year", unit="state")
    return World(frame, Query("law", "sales", 0, 1), design, effect, (("law", "sales"),))
