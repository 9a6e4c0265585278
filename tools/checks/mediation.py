"""Checks of a front-door design: are both links of the chain there?"""

from __future__ import annotations

from tools.checks.battery import Finding, check
from tools.checks.linear import encode, fit_linear
from tools.checks.quantities import figure
from tools.checks.setting import Setting
from tools.estimators.linear import Vector
from tools.messages import Column, Message
from tools.types import DesignKind

STRONG = 10.0  # F of a link, as of a first stage
CLEAR = 1.96  # |t| of a link that chance hardly makes


def _weakest(found: dict[str, float]) -> tuple[str, float]:
    name = min(found, key=lambda mediator: abs(found[mediator]))
    return name, found[name]


def _t_value(setting: Setting, cause: Vector, effect: Vector, given: tuple[str, ...]) -> float:
    covariates = encode(setting.frame, given).matrix
    fit = fit_linear(covariates, cause, effect, clusters=setting.clusters)
    return fit.value / fit.std_error if fit.std_error > 0 else float("inf")


@check(
    "treatment_moves_mediator",
    designs=(DesignKind.FRONTDOOR,),
)
def treatment_moves_mediator(setting: Setting) -> Finding:
    """Regression of each mediator on the treatment and the covariates; F is the square of the robust t."""
    found = {
        name: _t_value(setting, setting.treatment, setting.column(name), setting.covariate_names)
        for name in setting.design.mediators
    }
    name, t_value = _weakest(found)
    return Finding(
        t_value**2 > STRONG,
        t_value**2,
        (
            Message(
                "check-treatment-moves-mediator-found", {"mediator": Column(name), "f": figure(t_value**2)}
            ),
            Message("check-treatment-moves-mediator-rule", {"limit": figure(STRONG)}),
        ),
    )


@check(
    "mediator_moves_outcome",
    designs=(DesignKind.FRONTDOOR,),
)
def mediator_moves_outcome(setting: Setting) -> Finding:
    """Regression of the outcome on each mediator, the treatment, the covariates and the other mediators."""
    treatment = str(setting.sample.query.treatment)
    mediators = setting.design.mediators
    found = {}
    for name in mediators:
        others = tuple(m for m in mediators if m != name)
        given = (treatment, *setting.covariate_names, *others)
        found[name] = _t_value(setting, setting.column(name), setting.outcome, given)
    name, t_value = _weakest(found)
    return Finding(
        abs(t_value) > CLEAR,
        t_value,
        (
            Message("check-mediator-moves-outcome-found", {"mediator": Column(name), "t": figure(t_value)}),
            Message("check-mediator-moves-outcome-rule", {"limit": figure(CLEAR)}),
        ),
    )
