"""Checks of a front-door design: are both links of the chain there?"""

from __future__ import annotations

from tools.checks.battery import Finding, check
from tools.checks.linear import encode, fit_linear
from tools.checks.setting import Setting
from tools.checks.wording import figure
from tools.estimators.linear import Vector
from tools.types import DesignKind

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
    purpose="Does the treatment move every mediator through which its effect is said to run?",
    cannot_detect="A hidden cause of treatment and mediator, which makes this link look real when it is not.",
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
        t_value**2 > 10,
        t_value**2,
        f"The weakest link from treatment to mediator is to {name}: F = {figure(t_value**2)}. Rule: above "
        "10, as for an instrument, or there is little effect to pass on.",
    )


@check(
    "mediator_moves_outcome",
    purpose="Does every mediator move the outcome among rows with the same treatment?",
    cannot_detect=(
        "A hidden cause of mediator and outcome, and an effect of the treatment that does not run through "
        "the mediators: front-door adjustment misses that part, and nothing in the data shows it."
    ),
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
        f"The weakest link from mediator to outcome is from {name}: t = {figure(t_value)}. Rule: beyond "
        f"plus or minus {CLEAR}.",
    )
