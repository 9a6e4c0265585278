"""What is said about an average effect: messages by part, in no language.

The words (`assistant/language/*/words/prose.ftl`) may not contain a digit, so a number can only come from the
estimate, the checks or the query.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from assistant.designs.threats.consequences import is_told
from assistant.designs.threats.kinds import LEADS
from assistant.language.render import Wording
from assistant.prose.quantities import count, effect_on, figure, outcome_scale, share
from assistant.prose.render import NOT_FILTERED
from assistant.types import Part, Plan, RoleKind, population_text
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, Scale, Slot
from tools.types import (
    Check,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    EstimandKind,
    Estimate,
    Query,
    Sensitivity,
)

if TYPE_CHECKING:
    from assistant.answers.hinges import Hinge, LeftOut

__all__ = ["Measured", "average_effect", "compared", "doubts", "said_of_checks", "sentences"]

Parts = Mapping[Part, tuple[Message, ...]]
Slots = dict[str, Slot]  # of a message


class Measured(Protocol):
    """What is said about the rows: a `Sample`, or a view of an answer that has them no more."""

    @property
    def query(self) -> Query: ...  # with low and high filled in
    @property
    def design(self) -> Design: ...
    @property
    def unit(self) -> str | None: ...


_WHO = {
    (EstimandKind.ATT, None): "prose-who-treated",
    (EstimandKind.ATC, None): "prose-who-untreated",
    (EstimandKind.ATO, DesignKind.BACKDOOR): "prose-who-overlap",
    (EstimandKind.ATE, DesignKind.IV): "prose-who-compliers",
    (EstimandKind.LATE, DesignKind.IV): "prose-who-compliers",
}
_BY_DESIGN = {DesignKind.RDD: "prose-who-cutoff", DesignKind.DID: "prose-who-trend"}
HINGE = "prose-hinges-on"
BESIDE = (HINGE, NOT_FILTERED)  # go with the number, whoever writes the text
_DETAILS = 2  # failed checks whose finding is told; the report has them all


def average_effect(
    plan: Plan,
    profile: DataProfile,
    sample: Measured,
    estimand: Estimand,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity,
    hinge: Hinge | None = None,
) -> Parts:
    """The effect, why this comparison, what the checks found, the caveat, what would change the answer."""
    slots = compared(sample.query, sample.design)
    scale = outcome_scale(profile, sample.query.outcome, sample.unit)
    return {
        Part.HEADLINE: (
            _effect(slots, estimand, estimate, scale),
            *_hinge(hinge, estimate, scale),
            *_plain(estimate, scale),
        ),
        Part.WHY: tuple(_why(slots, plan, estimand)),
        Part.CHECKS: (said_of_checks(checks),),
        Part.CAVEAT: (_caveat(slots, estimand, sensitivity),),
        Part.CHANGE: (
            Message(f"prose-change-{estimand.design.kind}", slots),
            *_other_reading(plan, slots),
            *_curve(slots, estimate),
        ),
    }


def sentences(parts: Parts, wording: Wording) -> dict[str, str]:
    """The parts as the slots of a model's text: finished sentences (effect, raw, why, checks, caveat,
    change, other) and the words that they are made of (treatment, outcome, low, high, amount, direction).
    """
    effect = next(message for message in parts[Part.HEADLINE] if message.id not in LEADS)
    plain = [message for message in parts[Part.HEADLINE] if message is not effect]
    hinge = [message for message in plain if message.id in BESIDE or is_told(message)]
    plain = [message for message in plain if message not in hinge]
    change, *other = parts[Part.CHANGE]
    words = ("treatment", "outcome", "low", "high")
    quantity = effect.slots["effect"]
    assert isinstance(quantity, Quantity)
    return {name: wording.say(Message("as-given", {"text": effect.slots[name]})) for name in words} | {
        "amount": wording.quantity(quantity, value=abs(quantity.value)),
        "direction": wording.say(Message("prose-direction", {"effect": quantity})),
        "effect": wording.paragraph([effect, *hinge]),
        "raw": wording.paragraph(plain),
        "why": wording.paragraph(parts[Part.WHY]),
        "checks": wording.paragraph(parts[Part.CHECKS]),
        "caveat": wording.paragraph(parts[Part.CAVEAT]),
        "change": wording.paragraph([change]),
        "other": wording.paragraph(other),
    }


def compared(query: Query, design: Design) -> Slots:
    """The slots for what was compared, among whom and by what."""
    treatment = query.treatment or design.running_variable or ""
    running, limited = design.running_variable or "", population_text(query.population)
    return {
        "treatment": Column(treatment),
        "outcome": Column(query.outcome),
        "low": _level(treatment, query.low),
        "high": _level(treatment, query.high),
        "population": Message("prose-among", {"condition": Quoted(limited)}) if limited else Quoted(""),
        "instruments": Columns(design.instruments),
        "mediators": Columns(design.mediators),
        "running-variable": Column(running),
        "cutoff": _level(running, design.cutoff),
        "covariates": Columns(design.adjustment_set),
    }


def said_of_checks(checks: Iterable[Check]) -> Message:
    """How many of the checks that could be run passed, and which did not."""
    run = [check for check in checks if check.passed is not None]
    failed = [check for check in run if not check.passed]
    if not run:
        return Message("prose-checks-none")
    counts: Slots = {"total": count(len(run)), "passed": count(len(run) - len(failed))}
    if not failed:
        return Message("prose-checks-passed" if len(run) > 1 else "prose-checks-passed-one", counts)
    details = tuple(message for check in failed[:_DETAILS] for message in check.detail)
    names = tuple(check.title for check in failed)
    told: Slots = {**counts, "failed": names, "detail": details}
    return Message("prose-checks-failed" if len(run) > 1 else "prose-checks-failed-one", told)


def _level(column: str, value: Any) -> LevelOf | Quoted:
    return Quoted("") if value is None else LevelOf(column, value)


def _effect(slots: Slots, estimand: Estimand, estimate: Estimate, scale: Scale) -> Message:
    query, kind = estimand.query, estimand.design.kind
    id = _BY_DESIGN.get(kind) or _WHO.get((query.estimand, kind)) or _WHO.get((query.estimand, None))
    who = Message(id or "prose-who-everyone", slots)
    lower, upper = estimate.ci_95
    bounded = math.isfinite(lower) and math.isfinite(upper)
    clear = "clear" if lower > 0 or upper < 0 else "unclear"
    return Message(
        f"prose-result-{clear if bounded else 'unbounded'}",
        {**slots, "who": who, "effect": effect_on(scale, estimate)},
    )


def _hinge(hinge: Hinge | None, estimate: Estimate, scale: Scale) -> tuple[Message, ...]:
    """That the number owes much to columns of which nobody says when they were measured."""
    if hinge is None:
        return ()
    held = hinge.estimate_held or estimate
    both: Slots = {"held": effect_on(scale, held), "without": effect_on(scale, hinge.estimate_without)}
    return (Message(HINGE, {**hinge.question.slots, **both, "question": hinge.question}),)


def doubts(
    hinge: Hinge | None,
    left_out: Iterable[LeftOut],
    query: Query,
    estimate: Estimate,
    scale: Scale,
) -> tuple[Message, ...]:
    """What the number owes to columns of which nobody says what they are: the first that is warned of."""
    named: Slots = {"treatment": Column(query.treatment or ""), "outcome": Column(query.outcome)}
    return (
        *_hinge(hinge, estimate, scale),
        *(
            Message(
                "prose-not-held",
                {**named, "columns": Columns(one.columns), "with": effect_on(scale, one.estimate_with)},
            )
            for one in left_out
        ),
    )


def _plain(estimate: Estimate, scale: Scale) -> tuple[Message, ...]:
    """The comparison without any adjustment, beside the effect."""
    if estimate.unadjusted is None:
        return ()
    moved = estimate.value - estimate.unadjusted
    unadjusted = figure(scale, estimate.unadjusted, estimate)
    if abs(moved) < 0.1 * estimate.std_error:
        return (Message("prose-raw-same", {"unadjusted": unadjusted}),)
    return (Message("prose-raw", {"unadjusted": unadjusted, "shift": figure(scale, moved, estimate)}),)


def _why(slots: Slots, plan: Plan, estimand: Estimand) -> Iterable[Message]:
    kind, adjusted = estimand.design.kind, bool(estimand.design.adjustment_set)
    match kind:
        case DesignKind.RANDOMISED:
            yield Message("prose-why-randomised" if adjusted else "prose-why-randomised-alone", slots)
        case DesignKind.BACKDOOR if adjusted:
            yield from _why_adjusted(slots, plan, estimand)
        case DesignKind.BACKDOOR:
            yield Message("prose-why-nothing", slots)
        case _:
            yield Message(f"prose-why-{kind}", slots)
            if adjusted:
                yield Message("prose-why-also", slots)
    if plan.graph_by_person:
        yield Message("prose-graph-by-person", slots)
    left_out = [r.column for r in plan.roles if r.role in (RoleKind.AFTER_TREATMENT, RoleKind.COPY)]
    left_out = [name for name in left_out if name not in estimand.design.adjustment_set]
    if left_out and kind in (DesignKind.BACKDOOR, DesignKind.RANDOMISED, DesignKind.IV):
        yield Message("prose-left-out", {**slots, "left-out": Columns(tuple(left_out), 5)})


def _why_adjusted(slots: Slots, plan: Plan, estimand: Estimand) -> Iterable[Message]:
    """Why they are held fixed, and who says that they were there before: told, taken for granted, unknown."""
    roles = {role.column: role for role in plan.roles}
    told, assumed, unknown = list[str](), list[str](), list[str]()
    for name in estimand.design.adjustment_set:
        role = roles.get(name)
        if role is None or role.said_before or role.source.kind == "user":
            told.append(name)  # a term that the person wrote is theirs to vouch for
        else:
            (unknown if role.timing_source is None else assumed).append(name)
    if not assumed and not unknown:
        yield Message("prose-why-backdoor", slots)
        return
    yield Message("prose-why-adjusted", slots)
    for id, names in (("told", told), ("assumed", assumed), ("unknown", unknown)):
        if names:
            yield Message(f"prose-timing-{id}", {**slots, "columns": Columns(tuple(names))})


def _caveat(slots: Slots, estimand: Estimand, sensitivity: Sensitivity) -> Message:
    kind = estimand.design.kind
    if kind is not DesignKind.BACKDOOR:
        return Message(f"prose-caveat-{kind}", slots)
    if sensitivity.robustness_value is None:
        return Message("prose-caveat-backdoor-plain", slots)
    benchmark = (sensitivity.benchmark,) if sensitivity.benchmark else ()
    robustness = share(sensitivity.robustness_value, decimals=1)
    return Message("prose-caveat-backdoor", {**slots, "robustness": robustness, "benchmark": benchmark})


def _curve(slots: Slots, estimate: Estimate) -> tuple[Message, ...]:
    """Where a straight line does not fit, the curve is the better question; the number stays."""
    bent = any(warning.id == "estimation-curved" for warning in estimate.warnings)
    return (Message("prose-ask-curve", slots),) if bent else ()


def _other_reading(plan: Plan, slots: Slots) -> tuple[Message, ...]:
    """What else the question may have meant, where the reading that was used is not sure."""
    other = plan.other_reading
    if other is None:
        return ()
    also = {"other-treatment": Column(other.treatment or ""), "other-outcome": Column(other.outcome or "")}
    return (Message("prose-other-reading", {**slots, **also}),)
