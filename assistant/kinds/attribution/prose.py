"""The words of a change that was traced: the cause first, then its way, the rest and what is unexplained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.kinds.attribution.structure import described_structure, usable_columns
from assistant.kinds.attribution.windows import Comparison
from assistant.types import GraphProposal, Part, Plan
from tools.effects.attribution import Attribution, Contribution, Origin, Place, Shift, Verdict
from tools.messages import (
    Column,
    Columns,
    LevelOf,
    Message,
    Quantity,
    Quoted,
    Scale,
    ScaleKind,
    counted,
    share_of,
)
from tools.types import ColumnKind, Condition, DataProfile

if TYPE_CHECKING:
    from assistant.kinds.interface import Work

__all__ = ["cause_said", "say"]

_MOST_CAUSES, _MOST_SHIFTS, _MOST_QUOTED = 4, 8, 5
_WORTH_A_WORD = 0.05  # share of the change from which on what remains of the causes is told


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found = work.result
    assert isinstance(found, Attribution)
    graph = work.beside["graph"]
    slots = _slots(plan, found)
    head = [_premise(plan, found, slots)] if _against_premise(plan, found) else []
    head += _head(found, profile, slots)
    if plan.slots.get("chosen"):
        head.append(Message("attribution-chosen", slots))
    why: list[Message] = []
    if found.verdict is not Verdict.NO_CHANGE:
        why += _why(found, profile, slots)
    why.append(Message("attribution-compared", slots))
    sources = {(edge.cause, edge.effect): edge.sources for edge in graph.edges}
    if found.causes and found.verdict is not Verdict.NO_CHANGE:
        why += _arrows(found.causes[0].path, sources)
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: _caveats(found, profile, slots),
        Part.CHANGE: (
            Message(
                "attribution-change-graph" if found.verdict is Verdict.NO_GRAPH else "attribution-change",
                slots,
            ),
        ),
    }


# ---------------- What fills the words


def _towards(found: Attribution, part: Quantity) -> Quantity:
    """A part with its sign as seen from the change: positive where it goes the same way."""
    # As many digits as the whole change has: parts are read beside it.
    error = max(part.std_error or 0.0, found.change.std_error or 0.0) or None
    sign = 1 if found.change.value >= 0 else -1
    interval = part.ci_95
    if interval is not None and sign < 0:
        interval = -interval[1], -interval[0]
    return Quantity(sign * part.value, interval, error, part.scale)


def _slots(plan: Plan, found: Attribution) -> dict[str, Any]:
    comparison = plan.slots.get("comparison", Comparison.PERIOD)
    asked: tuple[Condition, ...] = tuple(plan.slots.get("asked") or ())
    usual: tuple[Condition, ...] = tuple(plan.slots.get("usual") or ())
    row = plan.slots.get("row")
    if row is not None:
        rows: Any = Message("attribution-row", {"row": counted(int(row))})
    else:
        rows = Quoted(_conditions(asked))
    slots: dict[str, Any] = {
        "outcome": Column(found.outcome),
        "before": found.before,
        "after": found.after,
        "change": _towards(found, found.change),
        "moved": found.change,
        "said": _said(plan, comparison, asked, rows),
        "comparison": str(comparison),
        "rows": counted(found.rows),
        "asked": rows,
        "usual-rows": counted(found.usual_rows),
        "usual": Quoted(_conditions(usual)) if usual else Message("attribution-all-others"),
    }
    if comparison is Comparison.GROUPS and asked:
        slots["group"] = LevelOf(asked[0].column, asked[0].value)
        one = usual[0] if usual and usual[0].operator == "==" else None
        slots["others"] = (
            LevelOf(one.column, one.value) if one is not None else Message("attribution-the-others")
        )
    if found.unexplained is not None and found.explained is not None:
        slots["unexplained"] = _towards(found, found.unexplained)
        slots["explained"] = _towards(found, found.explained)
    return slots


def _conditions(conditions: Sequence[Condition]) -> str:
    return ", ".join(
        f"{c.column} {'=' if c.operator == '==' else c.operator} {_value(c.value)}" for c in conditions
    )


def _value(value: Any) -> str:
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return (
        text.removesuffix(" 00:00:00")
        .replace("23:59:59.999999999", "24:00")
        .replace("23:59:59.999999", "24:00")
    )


def _said(plan: Plan, comparison: Comparison, asked: Sequence[Condition], rows: Any) -> Any:
    words = str(plan.slots.get("said") or "")
    if words and comparison is not Comparison.GROUPS:
        return Quoted(words)
    return Message("attribution-where", {"rows": rows})


def _level(profile: DataProfile, name: str, value: float) -> Quantity:
    column = profile[name]
    if column.kind is ColumnKind.BINARY:
        return share_of(value)
    return Quantity(value, scale=Scale(ScaleKind.OUTCOME, column.unit))


def cause_said(cause: Contribution | Shift, profile: DataProfile) -> dict[str, Any]:
    """What one cause did, for the words."""
    mixed = profile[cause.name].kind is ColumnKind.CATEGORY
    moved = cause.after - cause.before
    said: dict[str, Any] = {
        "cause": Column(cause.name),
        "cause-before": _level(profile, cause.name, cause.before),
        "cause-after": _level(profile, cause.name, cause.after),
        "cause-moved": "mix" if mixed else "up" if moved > 0 else "down",
    }
    if isinstance(cause, Contribution):
        said["beyond"] = _level(profile, cause.name, abs(cause.own))
        said["beyond-way"] = "up" if cause.own > 0 else "down"
        said["cause-origin"] = "mix" if mixed else str(cause.origin)
    return said


# ---------------- The first sentences


def _against_premise(plan: Plan, found: Attribution) -> bool:
    direction = plan.slots.get("direction")
    if (
        found.verdict is Verdict.NO_CHANGE
        or not direction
        or plan.slots.get("comparison") is Comparison.GROUPS
    ):
        return False
    return bool((direction == "fell") == (found.change.value > 0))


def _premise(plan: Plan, found: Attribution, slots: Mapping[str, Any]) -> Message:
    return Message("attribution-premise", slots)


def _head(found: Attribution, profile: DataProfile, slots: Mapping[str, Any]) -> list[Message]:
    match found.verdict:
        case Verdict.NO_CHANGE:
            return [Message("attribution-no-change", slots)]
        case Verdict.NO_GRAPH:
            order = tuple(_shift(s, profile) for s in found.shifts[:_MOST_SHIFTS])
            head = [Message("attribution-no-graph", slots)]
            if order:
                listed = "order" if found.shifts[0].onset is not None else "size"
                head.append(Message(f"attribution-changed-by-{listed}", {**slots, "shifts": order}))
            else:
                head.append(Message("attribution-nothing-else-changed", slots))
            return head
        case Verdict.UNEXPLAINED:
            return [Message("attribution-unexplained", slots)]
    first = found.causes[0]
    said = {**slots, **cause_said(first, profile), "part": _towards(found, first.part)}
    partly = "partly-" if found.verdict is Verdict.PARTLY else ""
    return [Message(f"attribution-because-{partly}{slots['comparison']}", said)]


def _why(found: Attribution, profile: DataProfile, slots: Mapping[str, Any]) -> list[Message]:
    """The way of the first cause, the other causes, what pulled the other way, and the rest."""
    if found.verdict is Verdict.NO_GRAPH:
        return []
    why: list[Message] = []
    causes = found.causes
    if causes:
        first = causes[0]
        if len(first.path) > 2:
            way = {
                **slots,
                "cause": Column(first.name),
                "way": Columns(first.path[1:-1]),
                "part": _towards(found, first.part),
            }
            why.append(Message("attribution-way", way))
        if first.origin is Origin.MECHANISM:
            why.append(Message("attribution-mechanism", {**slots, **cause_said(first, profile)}))
    for cause in causes[1:_MOST_CAUSES]:
        said = {**slots, **cause_said(cause, profile), "part": _towards(found, cause.part)}
        why.append(Message(f"attribution-also-{cause.origin}", said))
    for cause in found.against[:2]:
        said = {**slots, **cause_said(cause, profile), "part": _towards(found, cause.part)}
        why.append(Message("attribution-against", said))
    if found.verdict is not Verdict.UNEXPLAINED:
        told = {c.name for c in (*causes[:_MOST_CAUSES], *found.against[:2])}
        left = [c for c in found.contributions if c.name not in told and c.origin is not Origin.OWN]
        small = float(sum(c.part.value for c in left))
        if left and abs(small) > _WORTH_A_WORD * abs(found.change.value):
            rest = _towards(found, Quantity(small, None, None, found.change.scale))
            names = Columns(tuple(c.name for c in left))
            why.append(Message("attribution-small", {**slots, "small": rest, "columns": names}))
        why.append(Message("attribution-rest", slots))
    elif len(found.contributions) > 1:
        others = tuple(c.name for c in found.contributions if c.origin is not Origin.OWN)
        why.append(Message("attribution-cleared", {**slots, "columns": Columns(others)}))
    return why


def _arrows(path: Sequence[str], sources: Mapping[tuple[str, str], Any]) -> list[Message]:
    """Who says that the way of the first cause is one."""
    quoted = {
        source.text.strip(" .。"): None
        for arrow in pairwise(path)
        for source in sources.get(arrow, ())[:1]
        if source.kind == "document"
    }
    if not quoted:
        return []
    texts = tuple(
        Message("attribution-quoted", {"text": Quoted(text)}) for text in list(quoted)[:_MOST_QUOTED]
    )
    return [Message("attribution-sources", {"texts": texts})]


def _shift(shift: Shift, profile: DataProfile) -> Message:
    return Message("attribution-shift", cause_said(shift, profile))


# ---------------- Doubt


def _caveats(found: Attribution, profile: DataProfile, slots: Mapping[str, Any]) -> tuple[Message, ...]:
    caveats: list[Message] = []
    late = tuple(s.name for s in found.shifts if s.place is Place.CONSEQUENCE)
    loose = tuple(s.name for s in found.shifts if s.place is Place.UNPLACED)
    if found.verdict is Verdict.NO_GRAPH:
        return (Message("attribution-caveat-no-graph", slots),)
    caveats.append(Message("attribution-caveat", slots))
    if loose:
        caveats.append(Message("attribution-caveat-unplaced", {**slots, "columns": Columns(loose)}))
    if late:
        caveats.append(Message("attribution-consequences", {**slots, "columns": Columns(late)}))
    unknown = described_structure(profile, usable_columns(profile)).unknown
    if unknown:
        caveats.append(
            Message("attribution-caveat-unknown", {**slots, "words": Quoted(", ".join(unknown[:4]))})
        )
    if found.single:
        caveats.append(Message("attribution-caveat-single", slots))
    elif found.rows < 30:
        caveats.append(Message("attribution-caveat-few", slots))
    return tuple(caveats)
