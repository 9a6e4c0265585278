"""Our discontinuity against rdrobust 2.1, by the authors of the method (GPL: a test tool, never imported by
us).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rdrobust import rdrobust

from tests import worlds
from tools.estimators.discontinuity import RegressionDiscontinuity
from tools.estimators.interface import Effect, realised_estimand
from tools.estimators.local_polynomial import Side, choose_bandwidths, estimate_jump


def both_sides(x: np.ndarray, y: np.ndarray) -> tuple[Side, Side]:
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    return Side(x[x < 0], y[x < 0]), Side(x[x >= 0], y[x >= 0])


@pytest.mark.parametrize("case", ["smooth", "skewed", "ties", "few ties"])
def test_discontinuity_against_rdrobust(case: str) -> None:
    """rdrobust 2.1 (the authors of the method): bandwidths, estimates and both errors."""
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, 2000) if case == "smooth" else rng.normal(0.3, 1, 2000)
    if "ties" in case:
        grid = 64 if case == "ties" else 4096  # exact in binary, so that equal distances are equal
        x = np.round(grid * x) / grid
    y = x + (x > 0) * x**2 + np.sin(3 * x) + (x >= 0) + rng.normal(size=2000)
    theirs = rdrobust(y, x)
    below, above = both_sides(x, y)
    width, bias_width = theirs.bws.to_numpy()[:, 0]
    jump = estimate_jump(below, above, width, bias_width)
    assert jump.conventional == pytest.approx(theirs.coef.to_numpy()[0, 0], rel=1e-8)
    assert jump.bias_corrected == pytest.approx(theirs.coef.to_numpy()[1, 0], rel=1e-8)
    assert jump.std_error == pytest.approx(theirs.se.to_numpy()[0, 0], rel=1e-8)
    assert jump.robust_error == pytest.approx(theirs.se.to_numpy()[2, 0], rel=1e-8)
    chosen = choose_bandwidths(below, above)
    assert chosen.width == pytest.approx(width, rel=1e-4)
    assert chosen.bias_width == pytest.approx(bias_width, rel=1e-4)


def test_fuzzy_and_covariate_adjusted_discontinuity_against_rdrobust() -> None:
    """At rdrobust's own bandwidths, which our `bandwidth` option can hold when both are equal."""
    world = worlds.fuzzy_cutoff(3000)
    rng = np.random.default_rng(0)
    frame = world.frame.assign(z=rng.normal(size=3000) + world.frame["margin"])
    frame["outcome"] += frame["z"]
    world = replace(world, frame=frame, design=replace(world.design, adjustment_set=("z",)))
    for covariates in ((), ("z",)):
        fitted = RegressionDiscontinuity(
            realised_estimand(world.sample(), world.estimand()),
            running_variable="margin",
            cutoff=0.0,
            bandwidth=0.4,
            adjustment_set=covariates,
        )
        ours: Effect = fitted.effect(frame, 0.0, 1.0, "ate")
        theirs = rdrobust(
            frame["outcome"].to_numpy(),
            frame["margin"].to_numpy(),
            fuzzy=frame["course"].to_numpy(),
            covs=frame[["z"]].to_numpy() if covariates else None,
            h=0.4,
            b=0.4,
        )
        if covariates:
            # rdrobust adjusts the treatment for the covariates too; ours adjusts the outcome only.
            assert ours.value == pytest.approx(theirs.coef.to_numpy()[0, 0], rel=0.03)
            assert ours.std_error == pytest.approx(theirs.se.to_numpy()[2, 0], rel=0.03)
        else:
            assert ours.value == pytest.approx(theirs.coef.to_numpy()[0, 0], rel=1e-8)
            assert ours.details["bias_corrected"] == pytest.approx(theirs.coef.to_numpy()[1, 0], rel=1e-8)
            assert ours.std_error == pytest.approx(theirs.se.to_numpy()[2, 0], rel=1e-8)


def test_sharp_covariates_against_rdrobust() -> None:
    world = worlds.sharp_cutoff(3000)
    frame = world.frame
    theirs = rdrobust(
        frame["grade"].to_numpy(),
        frame["points"].to_numpy(),
        c=60.0,
        covs=frame[["motive"]].to_numpy(),
        h=15.0,
        b=15.0,
    )
    fitted = RegressionDiscontinuity(
        realised_estimand(world.sample(), world.estimand()),
        running_variable="points",
        cutoff=60.0,
        bandwidth=15.0,
        adjustment_set=("motive",),
    )
    ours = fitted.effect(frame, 0.0, 1.0, "ate")
    assert ours.value == pytest.approx(theirs.coef.to_numpy()[0, 0], rel=1e-8)
    assert ours.std_error == pytest.approx(theirs.se.to_numpy()[2, 0], rel=1e-8)
