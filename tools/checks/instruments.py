"""Checks of an instrument: does it move the treatment, do several agree, is it as good as random?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tools.checks.balance import LIMIT, balance_of, worst
from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import fit_linear
from tools.checks.refits import effects_of_shuffled
from tools.checks.setting import Setting
from tools.checks.wording import figure, interval, listing
from tools.estimators import ESTIMATORS
from tools.types import DesignKind

WEAK = 10.0  # Staiger & Stock (1997), Econometrica 65(3)
STRONG = 23.1  # Montiel Olea & Pflueger (2013), JBES 31(3): worst-case bias under 10%, one instrument
DRAWS = 200


def _figures(setting: Setting) -> Mapping[str, float]:
    """First-stage and over-identification figures: the estimate's own, else two-stage least squares'."""
    details = setting.estimate.details
    if "first_stage_f" in details:
        return details
    return ESTIMATORS["two_stage_least_squares"](setting.sample, setting.estimand).details


@check(
    "first_stage",
    purpose="Does the instrument move the treatment enough to learn from?",
    cannot_detect=(
        "Whether the instrument reaches the outcome by another way than the treatment, or shares causes "
        "with it: a strong instrument can be an invalid one."
    ),
    designs=(DesignKind.IV,),
)
def first_stage(setting: Setting) -> Finding:
    """Effective F, which is the robust F with one instrument (Montiel Olea & Pflueger 2013)."""
    strength = _figures(setting)["first_stage_f"]
    beside = (
        f"It is also above {STRONG}, a stricter bar."
        if strength > STRONG
        else (f"It is below {STRONG}, a stricter bar, so some bias is possible.")
    )
    if strength <= WEAK:
        beside = "The estimate leans towards the confounded comparison and its usual interval is too narrow."
    return Finding(
        strength > WEAK,
        strength,
        f"The first-stage F statistic is {figure(strength)}. Rule: above {WEAK:g}. {beside}",
    )


@check(
    "over_identification",
    purpose="Do the instruments, each used alone, agree on the effect?",
    cannot_detect=(
        "Instruments that are invalid in the same way, which agree on the same wrong answer; and they may "
        "disagree without a fault when the effect differs between the people each of them moves."
    ),
    designs=(DesignKind.IV,),
)
def over_identification(setting: Setting) -> Finding:
    """Hansen's (1982) robust J test."""
    if len(setting.design.instruments) < 2:
        return cannot_run("with one instrument there is no second opinion to compare it with.")
    p_value = _figures(setting).get("hansen_j_p")
    if p_value is None:
        return cannot_run("the instruments repeat one another.")
    return Finding(
        p_value >= 0.05,
        p_value,
        f"The test that all {len(setting.design.instruments)} instruments give the same effect has p = "
        f"{figure(p_value)}. Rule: at least 0.05.",
    )


@check(
    "instrument_balance",
    purpose="Are rows with different values of the instrument alike in the measured characteristics?",
    cannot_detect=(
        "Unmeasured differences that come with the instrument. Measured ones are adjusted for, so a "
        "failure is a hint that the instrument is not as good as random, not a proof that the estimate is "
        "wrong."
    ),
    designs=(DesignKind.IV,),
    applies=lambda setting: bool(setting.covariate_names),
)
def instrument_balance(setting: Setting) -> Finding:
    """Standardised differences, or correlations, of covariates with each instrument; the 0.1 rule."""
    tables = {name: balance_of(setting, setting.column(name)) for name in setting.design.instruments}
    if all(table.empty for table in tables.values()):
        return cannot_run("no covariate varies.")
    found = {name: worst(table, "before") for name, table in tables.items()}
    instrument = max(found, key=lambda name: found[name][1])
    covariate, size = found[instrument]
    over = sorted({str(c) for t in tables.values() for c in t.loc[t["before"].abs() > LIMIT, "covariate"]})
    named = f" Over the limit: {listing(over)}." if over else ""
    return Finding(
        not over,
        size,
        f"The largest standardised difference across {instrument} is {figure(size)} ({covariate}).{named} "
        f"Rule: at most {LIMIT}.",
    )


@check(
    "placebo_instrument",
    purpose="If the instrument is dealt out at random among the rows, does its link to the outcome vanish?",
    cannot_detect=(
        "An instrument that reaches the outcome by another way, or that shares causes with it: shuffling "
        "cuts those links too, so the placebo passes whether or not they are there."
    ),
    designs=(DesignKind.IV,),
)
def placebo_instrument(setting: Setting) -> Finding:
    """On the reduced form, because a shuffled instrument moves no treatment and the ratio has no mean."""
    fit = setting.linear
    weights = np.linalg.lstsq(fit.instruments, fit.treatment, rcond=None)[0]
    assert setting.instruments is not None
    combined = setting.instruments @ weights
    reduced = fit_linear(setting.covariates.matrix, combined, setting.outcome, clusters=setting.clusters)
    effects = effects_of_shuffled(reduced, combined, DRAWS, setting.generator("placebo_instrument"))
    if len(effects) < 10:
        return cannot_run("the covariates explain even a shuffled instrument.")
    low, high = np.quantile(effects, [0.025, 0.975])
    reached = int((np.abs(effects) >= abs(reduced.value)).sum())
    return Finding(
        bool(low <= 0 <= high),
        float(effects.mean()),
        f"With the instrument shuffled {len(effects)} times, its effect on the outcome (per unit that it "
        f"moves the treatment) was {figure(effects.mean())} on average (middle 95%: {interval(low, high)}), "
        f"against {figure(reduced.value)} for the real one; {reached} of {len(effects)} were as large. "
        "Rule: nothing at all (0) has to lie inside the middle 95%.",
    )
