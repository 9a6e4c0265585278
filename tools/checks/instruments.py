"""Checks of an instrument: does it move the treatment, do several agree, is it as good as random?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tools.checks.balance import LIMIT, balance_of, worst
from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import fit_linear
from tools.checks.quantities import count, figure
from tools.checks.refits import effects_of_shuffled
from tools.checks.setting import Setting
from tools.estimators import ESTIMATORS
from tools.messages import Column, Columns, Message, Quoted
from tools.types import DesignKind

WEAK = 10.0  # Staiger & Stock (1997), Econometrica 65(3)
STRONG = 23.1  # Montiel Olea & Pflueger (2013), JBES 31(3): worst-case bias under 10%, one instrument
CHANCE = 0.05  # p-value below which instruments disagree by more than chance
DRAWS = 200


def _figures(setting: Setting) -> Mapping[str, float]:
    """First-stage and over-identification figures: the estimate's own, else two-stage least squares'."""
    details = setting.estimate.details
    if "first_stage_f" in details:
        return details
    return ESTIMATORS["two_stage_least_squares"](setting.sample, setting.estimand).details


@check(
    "first_stage",
    designs=(DesignKind.IV,),
)
def first_stage(setting: Setting) -> Finding:
    """Effective F, which is the robust F with one instrument (Montiel Olea & Pflueger 2013)."""
    strength = _figures(setting)["first_stage_f"]
    fair = "check-first-stage-strong" if strength > STRONG else "check-first-stage-fair"
    return Finding(
        strength > WEAK,
        strength,
        (
            Message("check-first-stage-found", {"f": figure(strength)}),
            Message("check-first-stage-rule", {"limit": figure(WEAK)}),
            Message("check-first-stage-weak" if strength <= WEAK else fair, {"bar": figure(STRONG)}),
        ),
    )


@check(
    "over_identification",
    designs=(DesignKind.IV,),
)
def over_identification(setting: Setting) -> Finding:
    """Hansen's (1982) robust J test."""
    if len(setting.design.instruments) < 2:
        return cannot_run(Message("check-reason-one-instrument"))
    p_value = _figures(setting).get("hansen_j_p")
    if p_value is None:
        return cannot_run(Message("check-reason-instruments-repeat"))
    return Finding(
        p_value >= CHANCE,
        p_value,
        (
            Message(
                "check-over-identification-found",
                {"instruments": count(len(setting.design.instruments)), "p": figure(p_value)},
            ),
            Message("check-rule-at-least", {"limit": figure(CHANCE)}),
        ),
    )


@check(
    "instrument_balance",
    designs=(DesignKind.IV,),
    applies=lambda setting: bool(setting.covariate_names),
)
def instrument_balance(setting: Setting) -> Finding:
    """Standardised differences, or correlations, of covariates with each instrument; the 0.1 rule."""
    tables = {name: balance_of(setting, setting.column(name)) for name in setting.design.instruments}
    if all(table.empty for table in tables.values()):
        return cannot_run(Message("check-reason-no-covariate-varies"))
    found = {name: worst(table, "before") for name, table in tables.items()}
    instrument = max(found, key=lambda name: found[name][1])
    covariate, size = found[instrument]
    over = sorted({str(c) for t in tables.values() for c in t.loc[t["before"].abs() > LIMIT, "covariate"]})
    largest = Message(
        "check-instrument-balance-found",
        {"instrument": Column(instrument), "size": figure(size), "covariate": Quoted(covariate)},
    )
    named = (Message("check-instrument-balance-over", {"names": Columns(tuple(over), 4)}),) if over else ()
    rule = Message("check-rule-at-most", {"limit": figure(LIMIT)})
    return Finding(not over, size, (largest, *named, rule))


@check(
    "placebo_instrument",
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
        return cannot_run(Message("check-reason-shuffled-instrument"))
    low, high = np.quantile(effects, [0.025, 0.975])
    reached = int((np.abs(effects) >= abs(reduced.value)).sum())
    return Finding(
        bool(low <= 0 <= high),
        float(effects.mean()),
        (
            Message(
                "check-placebo-instrument-found",
                {
                    "draws": count(len(effects)),
                    "mean": figure(effects.mean()),
                    "low": figure(low),
                    "high": figure(high),
                    "real": figure(reduced.value),
                    "reached": count(reached),
                },
            ),
            Message("check-rule-nothing-inside"),
        ),
    )
