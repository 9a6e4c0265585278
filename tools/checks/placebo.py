"""Placebos: treatments and outcomes on which the true effect is known to be nothing."""

from __future__ import annotations

import re

import numpy as np

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import encode, fit_linear
from tools.checks.refits import REFITS, needs_refits, reestimates, shuffled_treatment, shuffles
from tools.checks.setting import Setting
from tools.checks.wording import figure, interval
from tools.estimators.linear import Vector
from tools.types import DesignKind

DRAWS = 200


@check(
    "placebo_treatment",
    purpose="If the treatment is dealt out at random among the rows, does the effect vanish?",
    cannot_detect=(
        "Hidden confounders, and adjusting for something that the treatment and the outcome both cause: "
        "shuffling cuts every link to the treatment, so the placebo passes whether or not they are there."
    ),
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR, DesignKind.FRONTDOOR),
)
def placebo_treatment(setting: Setting) -> Finding:
    """Judged by the shuffled estimates themselves: zero has to be in their middle 95%.

    So a pass is "nothing found where nothing is". DoWhy's refuter gives a p-value of that same comparison,
    where a large p is the good result, which its users keep reading the other way round; none is given here.

    The same draws give the permutation p-value of no effect at all (Fisher 1935; Imbens & Rubin 2015,
    ch. 5), told in the sentence and not part of the rule: a true effect of zero is no fault of the estimate.
    """
    generator = setting.generator("placebo_treatment")
    if needs_refits(setting):
        effects, real, note = _refitted(setting, generator), setting.estimate.value, ""
    else:
        effects = shuffled_treatment(setting, DRAWS, generator) * setting.contrast
        real, note = setting.linear_value, setting.method_note
    if len(effects) < 10:
        return cannot_run("the covariates explain even a shuffled treatment.")
    return _judge(effects, real, "With the treatment shuffled", note)


def _refitted(setting: Setting, generator: np.random.Generator) -> Vector:
    name = str(setting.sample.query.treatment)
    chunks = shuffles(setting.treatment, setting.clusters, REFITS, generator)
    return reestimates(
        setting, (setting.frame.assign(**{name: drawn}) for chunk in chunks for drawn in chunk.T)
    )


def _judge(effects: Vector, real: float, opening: str, note: str) -> Finding:
    below, above = np.quantile(effects, [0.025, 0.975])
    if len(effects) < 40:
        # So few draws have no 2.5% tail of their own: use a normal one with their mean and spread.
        middle, spread = effects.mean(), effects.std(ddof=1)
        below, above = middle - 1.96 * spread, middle + 1.96 * spread
    reached = int((np.abs(effects) >= abs(real)).sum())
    return Finding(
        bool(below <= 0 <= above),
        float(effects.mean()),
        f"{opening} {len(effects)} times, the estimate was {figure(effects.mean())} on average (middle 95%: "
        f"{interval(below, above)}), against {figure(real)} for the real one; {reached} of {len(effects)} "
        f"were as large. Rule: nothing at all (0) has to lie inside the middle 95%.{note}",
    )


def earlier_outcome(setting: Setting) -> str | None:
    """The covariate that measures the outcome at an earlier time, judged by its name and correlation.

    `re75` beside `re78`, `weight_before` beside `weight_after`: the same first word or letters, numeric,
    and correlated with the outcome by 0.2 or more.
    """
    outcome = setting.sample.query.outcome
    stem = _stem(outcome)
    best, strongest = None, 0.2
    for name in setting.covariate_names:
        if name.endswith(" (missing)") or len(stem) < 2 or _stem(name) != stem:
            continue
        if len(encode(setting.frame, (name,)).labels) != 1:
            continue
        correlation = abs(float(np.corrcoef(setting.column(name), setting.outcome)[0, 1]))
        if correlation >= strongest:
            best, strongest = name, correlation
    return best


def _stem(name: str) -> str:
    match = re.match(r"[^\W\d_]+", name.casefold())
    return match.group() if match else ""


@check(
    "placebo_outcome",
    purpose="Does the treatment 'change' the outcome as it was before the treatment, which it cannot have?",
    cannot_detect=(
        "A confounder that came into play only after the earlier measurement; and if the two groups did "
        "differ then, adjusting for the earlier measurement may already have mended it."
    ),
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
    applies=lambda setting: earlier_outcome(setting) is not None,
)
def placebo_outcome(setting: Setting) -> Finding:
    """Effect on a lagged outcome, adjusting for all else (Imbens & Rubin 2015, section 21.4)."""
    earlier = earlier_outcome(setting)
    if earlier is None:
        return cannot_run("no covariate measures the outcome before the treatment.")
    others = tuple(n for n in setting.covariate_names if n not in (earlier, f"{earlier} (missing)"))
    covariates = encode(setting.frame, others).matrix
    fit = fit_linear(covariates, setting.treatment, setting.column(earlier), clusters=setting.clusters)
    value, margin = fit.value * setting.contrast, 1.96 * fit.std_error * abs(setting.contrast)
    return Finding(
        abs(value) <= margin,
        value,
        f"On {earlier}, measured before the treatment, the estimated effect is {figure(value)} (95% interval "
        f"{interval(value - margin, value + margin)}; linear regression on the other covariates). "
        "Rule: the interval has to include 0.",
    )
