"""One table of simulated worlds for every design, and what an estimator's 95% intervals do in them.

The coverage tests and `bench/coverage.py` share it, so that the printed table is about what is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tests import estimator_worlds, worlds
from tests.worlds import World
from tools.estimators import ESTIMATORS
from tools.types import Estimate

# Too slow for every run of the tests, which hold the same estimators in other worlds; the bench has them all.
ONLY_IN_BENCH = ("cohorts, few units", "matching, on the treated", "clumped counts", "longer series")
LOWEST, HIGHEST = 0.93, 0.97  # where the coverage of a 95% interval has to lie
FIRST_SEED = 7000


@dataclass(frozen=True)
class Simulated:
    """One estimator over many worlds."""

    covered: int
    gaps: np.ndarray  # (worlds,) estimate less truth
    errors: np.ndarray  # (worlds,) standard errors

    @property
    def coverage(self) -> float:
        return self.covered / len(self.gaps)

    @property
    def bias(self) -> float:
        """Mean gap in units of one estimate's spread."""
        return float(self.gaps.mean() / self.gaps.std(ddof=1))

    @property
    def error_ratio(self) -> float:
        """Median standard error over half the width of the middle two thirds of the gaps.

        The middle: a weight that runs away in one world of 200 says nothing about the other 199.
        """
        low, high = np.quantile(self.gaps, [0.16, 0.84])
        return float(np.median(self.errors) / ((high - low) / 2))


def alike_effects(rows: int, seed: int) -> World:
    """Confounded, with one effect for all, so that the overlap population's is everybody's."""
    world = worlds.confounded_binary(rows, seed)
    age, treated = world.frame["age"], world.frame["treated"]
    same = world.frame.assign(outcome=world.frame["outcome"] - 0.05 * (age - 50.0) * treated)
    return replace(world, frame=same)


DESIGNS: dict[str, tuple[str, Callable[[int], World]]] = {
    "trial": ("difference_in_means", lambda seed: worlds.randomised(60, seed)),
    "trial of clusters": ("difference_in_means", lambda seed: worlds.cluster_randomised(30, 5, seed)),
    "trial with covariates": ("lin_regression", lambda seed: worlds.randomised(80, seed)),
    "pairs": ("blocked_difference", lambda seed: estimator_worlds.in_blocks(20, 2, seed)),
    "several arms": ("level_contrast", lambda seed: estimator_worlds.several_arms(150, seed)),
    "offer": ("intention_to_treat", lambda seed: estimator_worlds.offered_course(300, seed)),
    "non-compliance": ("two_stage_least_squares", lambda seed: estimator_worlds.offered_course(300, seed)),
    "regression": ("linear_regression", lambda seed: worlds.confounded_continuous(60, seed)),
    "levels": ("level_contrast", lambda seed: worlds.curved(120, seed)),
    "strata": ("stratification", lambda seed: worlds.confounded_binary(300, seed)),
    "matching": ("propensity_matching", lambda seed: worlds.confounded_binary(300, seed)),
    "matching, on the treated": (
        "propensity_matching",
        lambda seed: worlds.confounded_binary(400, seed).asking("ATT"),
    ),
    "matching on covariates": ("mahalanobis_matching", lambda seed: worlds.confounded_binary(300, seed)),
    "overlap": ("overlap_weights", lambda seed: alike_effects(400, seed)),
    "weighting": ("ipw", lambda seed: worlds.confounded_binary(400, seed)),
    "doubly robust": ("aipw", lambda seed: worlds.confounded_binary(400, seed)),
    "on the treated": ("aipw", lambda seed: worlds.confounded_binary(300, seed).asking("ATT")),
    "logit": ("logit", lambda seed: worlds.confounded_yes_no_outcome(400, seed)),
    "counts": ("poisson", lambda seed: estimator_worlds.confounded_counts(500, seed)),
    "clumped counts": ("negative_binomial", lambda seed: estimator_worlds.confounded_counts(500, seed)),
    "instrument": ("two_stage_least_squares", lambda seed: worlds.instrument(150, seed)),
    "weak instrument": ("two_stage_least_squares", lambda seed: worlds.instrument(150, seed, strength=0.1)),
    "several instruments": ("liml", lambda seed: worlds.instrument(400, seed, several=True)),
    "several instruments, few rows": ("liml", lambda seed: worlds.instrument(150, seed, several=True)),
    "front door": ("frontdoor", lambda seed: worlds.front_door(150, seed)),
    "front door, robust": ("frontdoor_doubly_robust", lambda seed: worlds.front_door(400, seed)),
    "two by two": ("difference_in_differences", lambda seed: worlds.two_by_two(200, seed)),
    "fixed effects": ("two_way_fixed_effects", lambda seed: worlds.staggered(30, 8, seed)),
    "cohorts": ("group_time", lambda seed: worlds.staggered(60, 8, seed, growing=0.5)),
    "cohorts, few units": ("group_time", lambda seed: worlds.staggered(24, 8, seed, growing=0.5)),
    "cohorts, alike in size": ("group_time", lambda seed: estimator_worlds.shared_trends(150, 6, seed)),
    "imputed": ("imputation", lambda seed: worlds.staggered(30, 8, seed)),
    "imputed, few units": ("imputation", lambda seed: worlds.staggered(15, 8, seed)),
    "series": ("interrupted_series", lambda seed: estimator_worlds.interrupted(60, seed)),
    "longer series": ("interrupted_series", lambda seed: estimator_worlds.interrupted(150, seed)),
    "one law": ("synthetic_control", lambda seed: estimator_worlds.one_law(seed=seed)),
    "cutoff": ("regression_discontinuity", lambda seed: worlds.sharp_cutoff(500, seed)),
    "fuzzy cutoff": ("regression_discontinuity", lambda seed: worlds.fuzzy_cutoff(1500, seed)),
}


def ruled_out(found: Estimate, truth: float) -> bool:
    """Does the truth lie in the gap that a weak instrument's unbounded set leaves, and the answer names?"""
    gap = found.details
    return gap.get("ruled_out_from", np.inf) < truth < gap.get("ruled_out_to", -np.inf)


def simulate(name: str, make: Callable[[int], World], count: int, first: int = FIRST_SEED) -> Simulated:
    """The estimator `name` in `count` worlds with seeds from `first` on."""
    covered, gaps, errors = 0, [], []
    for seed in range(first, first + count):
        world = make(seed)
        key = "ITT" if name == "intention_to_treat" else world.query.estimand
        truth = world.others.get(key, world.others.get("population", world.truth))
        found = ESTIMATORS[name](world.sample(), world.estimand())
        covered += found.ci_95[0] <= truth <= found.ci_95[1] and not ruled_out(found, truth)
        gaps.append(found.value - truth)
        errors.append(found.std_error)
    return Simulated(covered, np.asarray(gaps), np.asarray(errors))
