"""Does the estimate hold when the rows or the covariates change a little?"""

from __future__ import annotations

import numpy as np

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.refits import (
    REFITS,
    needs_refits,
    random_covariate,
    random_subsets,
    reestimates,
    subsets,
)
from tools.checks.setting import Setting
from tools.checks.wording import figure, interval, percent
from tools.types import DesignKind

DRAWS = 100
SHARE = 0.8  # of the rows in a subset
AGREE = 0.8  # share of the subsets that must agree; sampling error alone leaves about 0.95
REGRESSION_DESIGNS = (DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.IV)


@check(
    "random_common_cause",
    purpose="Does the estimate stay put when a made-up random characteristic is adjusted for as well?",
    cannot_detect=(
        "Real hidden confounders: the made-up one is pure noise, so staying put says only that the "
        "calculation is steady, not that nothing important is missing."
    ),
    designs=REGRESSION_DESIGNS,
)
def random_common_cause(setting: Setting) -> Finding:
    """Exact for regression and two-stage least squares: see `tools.checks.refits.random_covariate`."""
    if setting.slope.degrees_of_freedom < 3:
        return cannot_run("there are hardly more rows than covariates.")
    generator = setting.generator("random_common_cause")
    effects = random_covariate(setting, DRAWS, generator) * setting.contrast
    moved = float(np.quantile(np.abs(effects - setting.linear_value), 0.95))
    allowed = 0.5 * setting.slope.std_error * abs(setting.contrast)
    return Finding(
        moved <= allowed,
        float(effects.mean()),
        f"Adding a random covariate {DRAWS} times gave {figure(effects.mean())} on average, against "
        f"{figure(setting.linear_value)} without it; in 95% of the draws it moved by {figure(moved)} or "
        f"less. Rule: at most half a standard error ({figure(allowed)}).{setting.method_note}",
    )


@check(
    "subset_stability",
    purpose="Do random subsets of the rows give the same answer, but for chance?",
    cannot_detect=(
        "Any bias that all rows share: a hidden confounder or a collider is in every subset too. Rows "
        "copied several times, or rows of one family or firm treated as if unrelated, stay unnoticed as well."
    ),
    designs=(*REGRESSION_DESIGNS, DesignKind.FRONTDOOR, DesignKind.DID, DesignKind.RDD),
)
def subset_stability(setting: Setting) -> Finding:
    """An 80% subset differs from the whole by 0.5 standard errors: sqrt((1 - f) / f) with f = 0.8."""
    if setting.sample.rows < 20:
        return cannot_run(f"{setting.sample.rows} rows are too few to leave some out.")
    generator = setting.generator("subset_stability")
    whole, std_error, note = setting.estimate.value, setting.estimate.std_error, ""
    if needs_refits(setting):
        effects = reestimates(setting, random_subsets(setting, SHARE, generator))
        if len(effects) < REFITS / 2:
            return cannot_run(f"on most subsets of {percent(SHARE)} of the rows there is no estimate.")
    else:
        effects = subsets(setting, SHARE, DRAWS, generator) * setting.contrast
        if not setting.is_linear:
            std_error = setting.slope.std_error * abs(setting.contrast)
            whole, note = setting.linear_value, setting.method_note
    margin = 1.96 * std_error * float(np.sqrt((1 - SHARE) / SHARE))
    agree = float((np.abs(effects - whole) <= margin).mean())
    low, high = np.quantile(effects, [0.025, 0.975])
    return Finding(
        agree >= AGREE,
        agree,
        f"{len(effects)} random subsets of {percent(SHARE)} of the rows gave {interval(low, high)} (middle "
        f"95%), against {figure(whole)} on all rows; {percent(agree)} of them agree with it within sampling "
        f"error (plus or minus {figure(margin)}). Rule: at least {percent(AGREE)}.{note}",
    )


@check(
    "leave_one_covariate_out",
    purpose="Does the conclusion rest on adjusting for one single covariate?",
    cannot_detect=(
        "Covariates that are not in the data; and a covariate that moves the estimate a lot may be either a "
        "confounder that belongs in or something that does not: the numbers cannot tell which."
    ),
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
    applies=lambda setting: len(setting.varied) > 1,
)
def leave_one_covariate_out(setting: Setting) -> Finding:
    """Each covariate (all levels of it) left out of the regression in turn."""
    regression = setting.groups
    without = {name: value * setting.contrast for name, value in regression.effects_without.items()}
    moved_by = {name: abs(value - setting.linear_value) for name, value in without.items()}
    most = max(moved_by, key=lambda name: moved_by[name])
    half_width = 1.96 * setting.slope.std_error * abs(setting.contrast)
    clear = abs(setting.linear_value) > half_width
    flipped = [n for n, value in without.items() if np.sign(value) != np.sign(setting.linear_value)]
    return Finding(
        not (clear and flipped),
        without[most],
        f"Leaving out {most} moves the estimate most: from {figure(setting.linear_value)} to "
        f"{figure(without[most])}. Rule: an effect that is clearly different from 0 must not change its sign "
        f"when any one of the {len(without)} covariates is left out.{setting.method_note}",
    )
