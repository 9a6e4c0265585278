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
MOST_BIAS = 0.1  # standard errors
CERTAIN = 1.64  # simulation errors that a bias may lie outside
GROWS = "GROWS"
# Estimates whose mean does not exist or is not what they aim at in samples this small, by theory, so that
# their median is judged: one instrument for one treatment, and LIML (Kinal 1980, Econometrica 48(1)).
MEDIAN_ONLY = ("instrument", "weak instrument", "several instruments", "several instruments, few rows")
DEAR = ("one law", "cohorts", "cohorts, few units", "cohorts, alike in size", "fuzzy cutoff")  # to enlarge

Maker = Callable[[int, int], World]  # (seed, times the design's usual size) -> world


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


DESIGNS: dict[str, tuple[str, Maker]] = {
    "trial": ("difference_in_means", lambda seed, times: worlds.randomised(60 * times, seed)),
    "trial of clusters": (
        "difference_in_means",
        lambda seed, times: worlds.cluster_randomised(30 * times, 5, seed),
    ),
    "trial with covariates": ("lin_regression", lambda seed, times: worlds.randomised(80 * times, seed)),
    "pairs": ("blocked_difference", lambda seed, times: estimator_worlds.in_blocks(20 * times, 2, seed)),
    "several arms": ("level_contrast", lambda seed, times: estimator_worlds.several_arms(150 * times, seed)),
    "offer": ("intention_to_treat", lambda seed, times: estimator_worlds.offered_course(300 * times, seed)),
    "non-compliance": (
        "two_stage_least_squares",
        lambda seed, times: estimator_worlds.offered_course(300 * times, seed),
    ),
    "regression": ("linear_regression", lambda seed, times: worlds.confounded_continuous(60 * times, seed)),
    "levels": ("level_contrast", lambda seed, times: worlds.curved(120 * times, seed)),
    "strata": ("stratification", lambda seed, times: worlds.confounded_binary(300 * times, seed)),
    "matching": ("propensity_matching", lambda seed, times: worlds.confounded_binary(300 * times, seed)),
    "matching, on the treated": (
        "propensity_matching",
        lambda seed, times: worlds.confounded_binary(400 * times, seed).asking("ATT"),
    ),
    "matching on covariates": (
        "mahalanobis_matching",
        lambda seed, times: worlds.confounded_binary(300 * times, seed),
    ),
    "overlap": ("overlap_weights", lambda seed, times: alike_effects(400 * times, seed)),
    "weighting": ("ipw", lambda seed, times: worlds.confounded_binary(400 * times, seed)),
    "doubly robust": ("aipw", lambda seed, times: worlds.confounded_binary(400 * times, seed)),
    "on the treated": ("aipw", lambda seed, times: worlds.confounded_binary(300 * times, seed).asking("ATT")),
    "logit": ("logit", lambda seed, times: worlds.confounded_yes_no_outcome(400 * times, seed)),
    "counts": ("poisson", lambda seed, times: estimator_worlds.confounded_counts(500 * times, seed)),
    "clumped counts": (
        "negative_binomial",
        lambda seed, times: estimator_worlds.confounded_counts(500 * times, seed),
    ),
    "instrument": ("two_stage_least_squares", lambda seed, times: worlds.instrument(150 * times, seed)),
    "weak instrument": (
        "two_stage_least_squares",
        lambda seed, times: worlds.instrument(150 * times, seed, strength=0.1),
    ),
    "several instruments": ("liml", lambda seed, times: worlds.instrument(400 * times, seed, several=True)),
    "several instruments, few rows": (
        "liml",
        lambda seed, times: worlds.instrument(150 * times, seed, several=True),
    ),
    "front door": ("frontdoor", lambda seed, times: worlds.front_door(150 * times, seed)),
    "front door, robust": (
        "frontdoor_doubly_robust",
        lambda seed, times: worlds.front_door(400 * times, seed),
    ),
    "two by two": ("difference_in_differences", lambda seed, times: worlds.two_by_two(200 * times, seed)),
    "fixed effects": ("two_way_fixed_effects", lambda seed, times: worlds.staggered(30 * times, 8, seed)),
    "cohorts": ("group_time", lambda seed, times: worlds.staggered(60 * times, 8, seed, growing=0.5)),
    "cohorts, few units": (
        "group_time",
        lambda seed, times: worlds.staggered(24 * times, 8, seed, growing=0.5),
    ),
    "cohorts, alike in size": (
        "group_time",
        lambda seed, times: estimator_worlds.shared_trends(150 * times, 6, seed),
    ),
    "imputed": ("imputation", lambda seed, times: worlds.staggered(30 * times, 8, seed)),
    "imputed, few units": ("imputation", lambda seed, times: worlds.staggered(15 * times, 8, seed)),
    "series": ("interrupted_series", lambda seed, times: estimator_worlds.interrupted(60 * times, seed)),
    "longer series": (
        "interrupted_series",
        lambda seed, times: estimator_worlds.interrupted(150 * times, seed),
    ),
    "one law": (
        "synthetic_control",
        lambda seed, times: estimator_worlds.one_law(24, 24 * times, 16 * times, seed),
    ),
    "cutoff": ("regression_discontinuity", lambda seed, times: worlds.sharp_cutoff(500 * times, seed)),
    "fuzzy cutoff": ("regression_discontinuity", lambda seed, times: worlds.fuzzy_cutoff(1500 * times, seed)),
}


def bias_in_errors(design: str, found: Simulated) -> tuple[float, float]:
    """Bias in standard errors, mean over mean, and the simulation's error of it.

    Of the designs in `MEDIAN_ONLY` median over median.
    """
    many = np.sqrt(len(found.gaps))
    if design in MEDIAN_ONLY:
        # A median varies 1.25 times as much as a mean; heavy tails do not move it.
        low, high = np.quantile(found.gaps, [0.16, 0.84])
        error = float(np.median(found.errors))
        return float(np.median(found.gaps)) / error, float(1.25 * (high - low) / 2 / many) / error
    error = float(found.errors.mean())
    return float(found.gaps.mean()) / error, float(found.gaps.std(ddof=1) / many) / error


def scaling(biases: list[float], noise: float) -> str:
    """What absolute biases in standard errors, from the fewest rows to the most, say of root-n scaling.

    Either all are small, or the bias falls at least as fast as the standard error. `noise`: the simulation's
    error of one of them.
    """
    if max(biases) <= MOST_BIAS + CERTAIN * noise:
        return f"under {MOST_BIAS:g}"
    if biases[-1] <= max(biases[0], MOST_BIAS) + CERTAIN * np.sqrt(2) * noise:
        return "falls as the standard error or faster"
    return GROWS


def ruled_out(found: Estimate, truth: float) -> bool:
    """Does the truth lie in the gap that a weak instrument's unbounded set leaves, and the answer names?"""
    gap = found.details
    return gap.get("ruled_out_from", np.inf) < truth < gap.get("ruled_out_to", -np.inf)


def simulate(name: str, make: Maker, count: int, first: int = FIRST_SEED, times: int = 1) -> Simulated:
    """The estimator `name` in `count` worlds with seeds from `first` on, `times` as large as usual."""
    covered, gaps, errors = 0, [], []
    for seed in range(first, first + count):
        world = make(seed, times)
        key = "ITT" if name == "intention_to_treat" else world.query.estimand
        truth = world.others.get(key, world.others.get("population", world.truth))
        found = ESTIMATORS[name](world.sample(), world.estimand())
        covered += found.ci_95[0] <= truth <= found.ci_95[1] and not ruled_out(found, truth)
        gaps.append(found.value - truth)
        errors.append(found.std_error)
    return Simulated(covered, np.asarray(gaps), np.asarray(errors))
