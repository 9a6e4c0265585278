"""Worlds whose true effect we set, so that an estimate can be held against it.

Every builder takes `rows` and `seed` and returns a `World`. `hidden` columns caused the data but are not in
`frame`. `without(...)` leaves columns out of the adjustment set, for the mirror test that must miss the
truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tools.types import Design, DesignKind, Estimand, Query, Sample


@dataclass(frozen=True)
class World:
    """A table with its question, its design and the right answer."""

    frame: pd.DataFrame
    query: Query
    design: Design
    truth: float  # outcome units, for low -> high
    edges: tuple[tuple[str, str], ...]  # (cause, effect) among the columns
    hidden: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (name, what it causes)
    others: Mapping[str, float] = field(default_factory=dict)  # other truths: "ATT", "ATC"

    def without(self, *columns: str) -> World:
        kept = tuple(name for name in self.design.adjustment_set if name not in columns)
        return replace(self, design=replace(self.design, adjustment_set=kept))

    def asking(self, estimand: str) -> World:
        return replace(self, query=replace(self.query, estimand=estimand))

    def sample(self) -> Sample:
        low, high = float(self.query.low or 0.0), float(1.0 if self.query.high is None else self.query.high)
        return Sample(self.frame, self.query, self.design, low, high, len(self.frame), (), None)

    def estimand(self) -> Estimand:
        return Estimand(self.query, self.design, None, ())


def chance_of(score: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-score)))


def confounded_binary(rows: int = 4000, seed: int = 1, effect: float = 2.0) -> World:
    """Age and region cause both; the effect grows with age, so ATE, ATT and ATC differ."""
    rng = np.random.default_rng(seed)
    age = rng.normal(50.0, 10.0, rows)
    region = rng.choice(["north", "south", "west"], rows)
    south = (region == "south").astype(float)
    treated = (rng.random(rows) < chance_of(0.06 * (age - 50.0) + 0.8 * south - 0.3)).astype(float)
    gain = effect + 0.05 * (age - 50.0)
    outcome = 10.0 + 0.3 * (age - 50.0) + 2.0 * south + gain * treated + rng.normal(0.0, 2.0, rows)
    frame = pd.DataFrame(
        {"treated": treated, "outcome": outcome, "age": age, "region": pd.Categorical(region)}
    )
    design = Design(DesignKind.BACKDOOR, adjustment_set=("age", "region"))
    causes = ((cause, caused) for cause in ("age", "region") for caused in ("treated", "outcome"))
    edges = (*causes, ("treated", "outcome"))
    others = {"ATT": float(gain[treated == 1].mean()), "ATC": float(gain[treated == 0].mean())}
    return World(frame, Query("treated", "outcome", 0, 1), design, effect, edges, others=others)


def confounded_yes_no_outcome(rows: int = 6000, seed: int = 2) -> World:
    """A 0/1 outcome; the truth is the average risk difference over these rows."""
    rng = np.random.default_rng(seed)
    risk = rng.normal(0.0, 1.0, rows)
    treated = (rng.random(rows) < chance_of(risk)).astype(float)
    with_it, without = chance_of(-0.5 + 0.8 + 1.2 * risk), chance_of(-0.5 + 1.2 * risk)
    outcome = (rng.random(rows) < np.where(treated == 1, with_it, without)).astype(float)
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "risk": risk})
    design = Design(DesignKind.BACKDOOR, adjustment_set=("risk",))
    edges = (("risk", "treated"), ("risk", "outcome"), ("treated", "outcome"))
    return World(frame, Query("treated", "outcome", 0, 1), design, float((with_it - without).mean()), edges)


def confounded_continuous(rows: int = 3000, seed: int = 3, slope: float = -3.0) -> World:
    """Price and sales both follow the season; the question is a change from 4 to 6."""
    rng = np.random.default_rng(seed)
    season = rng.normal(0.0, 1.0, rows)
    price = 5.0 + 1.5 * season + rng.normal(0.0, 1.0, rows)
    sales = 100.0 + slope * price + 8.0 * season + rng.normal(0.0, 3.0, rows)
    frame = pd.DataFrame({"price": price, "sales": sales, "season": season})
    design = Design(DesignKind.BACKDOOR, adjustment_set=("season",))
    edges = (("season", "price"), ("season", "sales"), ("price", "sales"))
    return World(frame, Query("price", "sales", 4.0, 6.0), design, 2.0 * slope, edges)


def curved(rows: int = 2000, seed: int = 4) -> World:
    """A treatment at 0, 1 or 2 whose effect is 5 for the first step and -4 for the second."""
    rng = np.random.default_rng(seed)
    dose = rng.integers(0, 3, rows).astype(float)
    outcome = np.array([0.0, 5.0, 1.0])[dose.astype(int)] + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"dose": dose, "outcome": outcome})
    return World(
        frame, Query("dose", "outcome", 0, 1), Design(DesignKind.BACKDOOR), 5.0, (("dose", "outcome"),)
    )


def randomised(rows: int = 1000, seed: int = 5, effect: float = 1.5) -> World:
    """An experiment with a strong covariate and effects that differ with it."""
    rng = np.random.default_rng(seed)
    baseline = rng.normal(0.0, 2.0, rows)
    treated = (rng.random(rows) < 0.3).astype(float)
    outcome = 2.0 * baseline + (effect + 0.5 * baseline) * treated + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "baseline": baseline})
    design = Design(DesignKind.RANDOMISED, adjustment_set=("baseline",))
    edges = (("baseline", "outcome"), ("treated", "outcome"))
    return World(frame, Query("treated", "outcome", 0, 1), design, effect, edges)


def cluster_randomised(clusters: int = 60, size: int = 30, seed: int = 6, effect: float = 1.0) -> World:
    """Whole schools are treated, and pupils of one school are alike."""
    rng = np.random.default_rng(seed)
    school = np.repeat(np.arange(clusters), size)
    by_school = rng.permutation(np.arange(clusters) % 2).astype(float)
    common = rng.normal(0.0, 1.0, clusters)
    outcome = effect * by_school[school] + common[school] + rng.normal(0.0, 1.0, clusters * size)
    frame = pd.DataFrame({"treated": by_school[school], "outcome": outcome, "school": school})
    design = Design(DesignKind.RANDOMISED, cluster="school")
    return World(frame, Query("treated", "outcome", 0, 1), design, effect, (("treated", "outcome"),))


def instrument(
    rows: int = 4000, seed: int = 7, effect: float = 1.0, strength: float = 0.5, several: bool = False
) -> World:
    """Ability is hidden and causes both; distance moves schooling only. Family income is measured."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(0.0, 1.0, rows)
    income = rng.normal(0.0, 1.0, rows)
    distance = 0.3 * income + rng.normal(0.0, 1.0, rows)
    lottery = (rng.random(rows) < 0.5).astype(float)
    schooling = (
        12.0 + strength * distance + (strength * lottery if several else 0.0) + ability + 0.5 * income
        + rng.normal(0.0, 1.0, rows)
    )  # fmt: skip
    wage = effect * schooling + 2.0 * ability + 0.7 * income + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame(
        {"schooling": schooling, "wage": wage, "distance": distance, "lottery": lottery, "income": income}
    )
    names = ("distance", "lottery") if several else ("distance",)
    design = Design(DesignKind.IV, adjustment_set=("income",), instruments=names)
    edges = (
        *((name, "schooling") for name in names),
        ("income", "distance"), ("income", "schooling"), ("income", "wage"), ("schooling", "wage"),
    )  # fmt: skip
    hidden = (("ability", ("schooling", "wage")),)
    return World(frame, Query("schooling", "wage", 0, 1, estimand="LATE"), design, effect, edges, hidden)


def encouragement(rows: int = 5000, seed: int = 8, effect: float = 3.0) -> World:
    """A lottery offers a course and compliers take it; takers differ in a hidden way. Wald's case."""
    rng = np.random.default_rng(seed)
    offered = (rng.random(rows) < 0.5).astype(float)
    kind = rng.choice(["complier", "always", "never"], rows, p=[0.5, 0.2, 0.3])
    course = np.where(kind == "complier", offered, (kind == "always").astype(float))
    level = np.select([kind == "always", kind == "never"], [4.0, -1.0], 1.0)
    outcome = level + effect * course + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"offered": offered, "course": course, "outcome": outcome})
    design = Design(DesignKind.IV, instruments=("offered",))
    edges = (("offered", "course"), ("course", "outcome"))
    hidden = (("kind", ("course", "outcome")),)
    return World(frame, Query("course", "outcome", 0, 1, estimand="LATE"), design, effect, edges, hidden)


def front_door(rows: int = 4000, seed: int = 9) -> World:
    """Smoking acts through tar and through inflammation; a hidden gene causes smoking and the outcome."""
    rng = np.random.default_rng(seed)
    gene = rng.normal(0.0, 1.0, rows)
    age = rng.normal(0.0, 1.0, rows)
    smoking = (rng.random(rows) < chance_of(gene + 0.5 * age)).astype(float)
    tar = 1.5 * smoking + 0.5 * age + rng.normal(0.0, 1.0, rows)
    inflammation = -0.5 * smoking + rng.normal(0.0, 1.0, rows)
    outcome = 2.0 * tar + 1.0 * inflammation + 3.0 * gene + age + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame(
        {"smoking": smoking, "tar": tar, "inflammation": inflammation, "outcome": outcome, "age": age}
    )
    design = Design(DesignKind.FRONTDOOR, adjustment_set=("age",), mediators=("tar", "inflammation"))
    edges = (
        ("smoking", "tar"), ("smoking", "inflammation"), ("tar", "outcome"), ("inflammation", "outcome"),
        ("age", "smoking"), ("age", "tar"), ("age", "outcome"),
    )  # fmt: skip
    hidden = (("gene", ("smoking", "outcome")),)
    return World(frame, Query("smoking", "outcome", 0, 1), design, 1.5 * 2.0 - 0.5, edges, hidden)


def two_by_two(rows: int = 2000, seed: int = 10, effect: float = 4.0, switching: bool = False) -> World:
    """Repeated cross sections of two states and two years. `switching`: the treatment column is the law."""
    rng = np.random.default_rng(seed)
    state = (rng.random(rows) < 0.4).astype(float)
    after = (rng.random(rows) < 0.5).astype(float)
    size = rng.normal(0.0, 1.0, rows) + 0.5 * state
    law = state * after
    jobs = 20.0 + 5.0 * state - 2.0 * after + effect * law + 1.5 * size + rng.normal(0.0, 3.0, rows)
    frame = pd.DataFrame({"state": state, "year": 2001.0 + after, "law": law, "jobs": jobs, "size": size})
    edges = (("state", "jobs"), ("size", "jobs"), ("law", "jobs"))
    if switching:
        design = Design(DesignKind.DID, adjustment_set=("state", "size"), time="year")
        return World(frame, Query("law", "jobs", 0, 1), design, effect, edges)
    design = Design(DesignKind.DID, adjustment_set=("size",), time="year")
    return World(frame.drop(columns="law"), Query("state", "jobs", 0, 1), design, effect, edges[:2])


def staggered(units: int = 120, periods: int = 10, seed: int = 11, growing: float = 0.0) -> World:
    """Counties adopt a policy in period 4, 7 or never; its effect is 2, and `growing` more every period."""
    rng = np.random.default_rng(seed)
    start = np.array([4, 7, 99])[np.arange(units) % 3]
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    level = rng.normal(0.0, 2.0, units) + 1.5 * (start == 4)
    on = (period >= start[unit]).astype(float)
    gain = (2.0 + growing * (period - start[unit])) * on
    shock = rng.normal(0.0, 1.0, periods)
    noise = rng.normal(0.0, 1.0, units * periods) + rng.normal(0.0, 0.3, units)[unit]
    outcome = level[unit] + 0.4 * period + shock[period] + gain + noise
    frame = pd.DataFrame({"county": unit, "year": 2000.0 + period, "policy": on, "outcome": outcome})
    design = Design(DesignKind.DID, time="year", unit="county")
    truth = float(gain[on == 1].mean())
    return World(frame, Query("policy", "outcome", 0, 1), design, truth, (("policy", "outcome"),))


def sharp_cutoff(rows: int = 3000, seed: int = 12, effect: float = 2.0, named: bool = False) -> World:
    """A scholarship from 60 points on; grades bend with points. `named`: its column is the treatment."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(20.0, 100.0, rows)
    far = (points - 60.0) / 40.0
    got = (points >= 60.0).astype(float)
    motive = rng.normal(0.0, 1.0, rows)
    grade = 5.0 + 2.0 * far + 1.5 * far**2 - far**3 + effect * got + motive + rng.normal(0.0, 0.5, rows)
    frame = pd.DataFrame({"points": points, "grade": grade, "scholarship": got, "motive": motive})
    design = Design(DesignKind.RDD, running_variable="points", cutoff=60.0)
    query = Query("scholarship" if named else None, "grade", 0, 1)
    return World(frame, query, design, effect, (("points", "scholarship"), ("scholarship", "grade")))


def fuzzy_cutoff(rows: int = 6000, seed: int = 13, effect: float = 3.0) -> World:
    """Passing 0 raises the chance of the course from 0.2 to 0.8; who takes it depends on hidden drive."""
    rng = np.random.default_rng(seed)
    margin = rng.uniform(-1.0, 1.0, rows)
    drive = rng.random(rows)
    course = (drive < np.where(margin >= 0, 0.8, 0.2)).astype(float)
    outcome = 1.0 + margin + 0.5 * margin**2 + effect * course - 2.0 * drive + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"margin": margin, "course": course, "outcome": outcome})
    design = Design(DesignKind.RDD, running_variable="margin", cutoff=0.0)
    return World(
        frame, Query("course", "outcome", 0, 1), design, effect, (("margin", "course"), ("course", "outcome"))
    )


def collider(rows: int = 4000, seed: int = 14) -> World:
    """No effect at all; `hired` is caused by both, and adjusting for it makes one up."""
    rng = np.random.default_rng(seed)
    skill, looks = rng.normal(0.0, 1.0, rows), rng.normal(0.0, 1.0, rows)
    hired = skill + looks + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"skill": skill, "looks": looks, "hired": hired})
    edges = (("skill", "hired"), ("looks", "hired"))
    return World(frame, Query("skill", "looks", 0, 1), Design(DesignKind.BACKDOOR), 0.0, edges)


def m_bias(rows: int = 4000, seed: int = 15, effect: float = 1.0) -> World:
    """A pre-treatment column that two hidden causes share: it must be left alone."""
    rng = np.random.default_rng(seed)
    left, right = rng.normal(0.0, 1.0, rows), rng.normal(0.0, 1.0, rows)
    survey = 2.0 * left + 2.0 * right + rng.normal(0.0, 0.5, rows)
    treatment = 1.5 * left + rng.normal(0.0, 1.0, rows)
    outcome = effect * treatment + 1.5 * right + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"treatment": treatment, "outcome": outcome, "survey": survey})
    hidden = (("left", ("survey", "treatment")), ("right", ("survey", "outcome")))
    query = Query("treatment", "outcome", 0, 1)
    return World(frame, query, Design(DesignKind.BACKDOOR), effect, (("treatment", "outcome"),), hidden)


def no_overlap(rows: int = 2000, seed: int = 16, effect: float = 2.0) -> World:
    """Treatment all but follows from the score: there is hardly anyone to compare with."""
    rng = np.random.default_rng(seed)
    score = rng.normal(0.0, 1.0, rows)
    treated = (score + rng.normal(0.0, 0.05, rows) > 0).astype(float)
    outcome = effect * treated + 2.0 * score + rng.normal(0.0, 1.0, rows)
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "score": score})
    design = Design(DesignKind.BACKDOOR, adjustment_set=("score",))
    edges = (("score", "treated"), ("score", "outcome"), ("treated", "outcome"))
    return World(frame, Query("treated", "outcome", 0, 1), design, effect, edges)
