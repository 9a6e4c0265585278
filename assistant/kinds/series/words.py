"""What is said of a series and its counterfactual, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.kinds.interface import Work
from assistant.kinds.series.layout import cadence_of
from assistant.kinds.series.reading import Focus
from assistant.types import GraphProposal, Part, Plan
from tools.effects.series import Build, Method, SeriesEffect
from tools.messages import Column, LevelOf, Message, Quantity, Quoted, counted
from tools.types import Check, DataProfile

__all__ = ["placebo_check", "say"]

_MOST_DONORS = 3  # that are named
_MOST_UNITS = 4


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, focus = work.result, Focus(plan.slots["focus"])
    assert isinstance(found, SeriesEffect)
    slots = _slots(plan, profile, found)
    return {
        Part.HEADLINE: (*_headline(found, focus, slots), *_doubts(found, slots)),
        Part.WHY: _why(found, slots, plan),
        Part.CHECKS: _checks(found, slots),
        Part.CAVEAT: (Message("series-caveat", {**slots, "what": slots["outcome"]}),),
        Part.CHANGE: (Message("series-change", slots),),
    }


def placebo_check(plan: Plan, profile: DataProfile, found: SeriesEffect) -> tuple[Check, ...]:
    """The pretended earlier start as a check, where there was time for one."""
    if found.pretended is None:
        return ()
    verdict = "misfits" if found.misfits else "fits"
    return (
        Check(
            name="placebo_period",
            title=Message("check-placebo-period-name"),
            purpose=Message("check-placebo-period-asks"),
            passed=not found.misfits,
            value=found.pretended.value,
            cannot_detect=Message("check-placebo-period-blind"),
            detail=(Message(f"series-pretended-{verdict}", _slots(plan, profile, found)),),
        ),
    )


def _slots(plan: Plan, profile: DataProfile, found: SeriesEffect) -> dict[str, Any]:
    query, slots = plan.query, plan.slots
    assert query is not None
    cadence = _cadence(found, slots["time"], profile)
    units = slots["treated"]
    if slots["unit"] and len(units) == 1:
        unit = LevelOf(slots["unit"], units[0])
        what = Message("series-what-of", {"outcome": Column(query.outcome), "unit": unit})
    elif slots["unit"] and units:
        shown = ", ".join(units[:_MOST_UNITS]) + (", …" if len(units) > _MOST_UNITS else "")
        what = Message("series-what-of-several", {"outcome": Column(query.outcome), "units": Quoted(shown)})
    else:
        what = Message("series-what", {"outcome": Column(query.outcome)})

    def at(place: int) -> Quoted:
        """A period: a date as it is, a number with what it counts."""
        label = found.periods[place]
        return Quoted(
            label if not label.replace(".", "").isdigit() or len(label) == 4 else f"{slots['time']} {label}"
        )

    event = (
        Message("series-event", {"treatment": Column(query.treatment)})
        if query.treatment
        else Message("series-event-at", {"start": at(found.start)})
    )
    after = counted(len(found.observed) - found.start)
    given: dict[str, Any] = {
        "outcome": Message("series-plain", {"outcome": Column(query.outcome)}),
        "event": event,
        "what": what,
        "per": Message("series-per", {"cadence": Quoted(cadence)}),
        "after": _span(after, cadence),
        "before": _span(counted(found.start), cadence),
        "start": at(found.start),
        "effect": found.average,
        "without": found.without,
        "observed": found.quantities["observed_mean"],
        "total": found.cumulative,
    }
    optional = {
        "relative": found.relative,
        "level": found.level_change,
        "slope": found.slope_change,
        "late": found.late_slope,
        "pretended": found.pretended,
        "other": found.other,
    }
    given |= {name: quantity for name, quantity in optional.items() if quantity is not None}
    if found.full_after is not None:
        low, high = found.full_after.ci_95 or (0.0, 0.0)
        given["full"] = _span(counted(found.full_after.value), cadence)
        given["least"], given["most"] = counted(low), _span(counted(high), cadence)
    if found.pretended_at is not None:
        given["pretended-at"] = at(found.pretended_at)
    return given


def _cadence(found: SeriesEffect, time: str, profile: DataProfile) -> str:
    import pandas as pd

    labels = pd.Series(found.periods)
    numbers = pd.to_numeric(labels, errors="coerce")
    return cadence_of(
        labels if numbers.isna().any() else numbers, time, profile[time].description or ""
    ).value


def _span(number: Quantity, cadence: str) -> Message:
    """So many weeks."""
    return Message("series-span", {"number": number, "cadence": Quoted(cadence)})


def _headline(found: SeriesEffect, focus: Focus, slots: dict[str, Any]) -> tuple[Message, ...]:
    clear = "clear" if found.clear else "unclear"
    first = focus in (Focus.EFFECT, Focus.WITHOUT)
    effect = Message(f"series-effect-{clear}", slots if first else {**slots, "what": slots["outcome"]})
    total = (Message("series-total", slots),)
    relative = (Message("series-relative", slots),) if found.relative is not None and found.clear else ()
    shape = (Message("series-shape", slots),) if found.level_change is not None else ()
    built = (Message(f"series-built-{found.build.value}", slots),) if found.build is not Build.UNCLEAR else ()
    later = {**slots, "what": slots["outcome"]}
    if focus is not Focus.TIMING and focus is not Focus.FADING and built:
        built = (Message(built[0].id, later),)
    if focus is Focus.WITHOUT:
        return (Message(f"series-without-{clear}", slots), *relative, *total)
    if focus is Focus.TIMING:
        return (*(built or (Message("series-built-unclear", slots),)), effect)
    if focus is Focus.FADING:
        if found.build is Build.UNCLEAR:
            return Message("series-built-unclear", slots), effect
        return Message(f"series-lasted-{found.build.value}", slots), effect
    if focus is Focus.SHAPE and shape:
        return (*shape, effect)
    if focus is Focus.TOTAL:
        return (Message(f"series-sum-{clear}", slots), *relative, effect)
    return (effect, *relative, *total, *built)


def _doubts(found: SeriesEffect, slots: dict[str, Any]) -> tuple[Message, ...]:
    """What speaks against the number is said beside it."""
    doubts: list[Message] = []
    if found.misfits:
        doubts.append(Message("series-misfits", slots))
    if found.other is not None and _disagrees(found.average, found.other):
        doubts.append(Message("series-disagrees", slots))
    if found.pretended is None:
        doubts.append(Message("series-untested", slots))
    return tuple(doubts)


def _disagrees(one: Quantity, other: Quantity) -> bool:
    """Another verdict, or an effect outside the interval of the first by more than its own error."""
    low, high = one.ci_95 or (0.0, 0.0)
    left, right = other.ci_95 or (0.0, 0.0)
    clear = low > 0 or high < 0
    agrees = left > 0 if low > 0 else right < 0
    return (clear and not agrees) or right < low or left > high


def _why(found: SeriesEffect, slots: dict[str, Any], plan: Plan) -> tuple[Message, ...]:
    if found.method is Method.SYNTHETIC_DIFFERENCES:
        assert found.donors is not None
        largest = sorted(found.donors, key=lambda name: -found.donors[name])[:_MOST_DONORS]  # type: ignore[index]
        more = {**slots, "donors": counted(len(found.donors)), "largest": Quoted(", ".join(largest))}
        told = [Message("series-why-donors", more)]
        if found.other is not None:
            told.append(Message("series-why-other", slots))
    else:
        told = [Message("series-why-structural", slots)]
        if found.season:
            told.append(Message("series-why-season", slots))
        if found.controls:
            told.append(Message("series-why-controls", {"controls": Quoted(", ".join(found.controls))}))
        else:
            told.append(Message("series-why-alone", slots))
    if plan.slots["said"]:
        told.append(Message("series-why-said", {**slots, "sentence": Quoted(plan.slots["said"].strip())}))
    if plan.slots["end"] is not None:
        told.append(Message("series-why-ended", slots))
    return tuple(told)


def _checks(found: SeriesEffect, slots: dict[str, Any]) -> tuple[Message, ...]:
    told = []
    if found.pretended is not None:
        told.append(Message(f"series-pretended-{'misfits' if found.misfits else 'fits'}", slots))
    if found.rank is not None and found.donors is not None:
        rank = {"rank": counted(found.rank), "units": counted(len(found.donors) + 1), **slots}
        told.append(Message("series-rank", rank))
    return tuple(told)
