"""A follow-up that no cue knows, read by a model: one of the changes and views that there are, or nothing.

The reply is filled in by the rules that the cues go by (`interpretation`): adjusting for what came
later is still asked about, an outcome cannot have come before the treatment. Levels and figures count only
when the sentence says them. A design that the person vouches for is never taken from a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.conversation.interpretation import fill_cue
from assistant.conversation.turns import CHANGE, NEW, Change, Turn
from assistant.conversation.views import view_names
from assistant.language.registry import language_of
from assistant.models.interface import Message, Prompt
from assistant.models.prompt_store import prompt_in
from assistant.planning.model.claims import quoted
from assistant.planning.model.population import is_said, own_level
from assistant.planning.model.prompt import ENUMERATED, columns_text, fence
from assistant.planning.reading.follow_up import Cue, names_nothing
from assistant.planning.reading.numbers import figures
from assistant.types import population_text
from tools.types import Condition, DataProfile

if TYPE_CHECKING:
    from assistant.conversation.conversation import Exchange as State
    from assistant.models.exchange import Exchange

__all__ = ["turn_with_model"]

CUE = "model"  # what the trace names as the cue that decided
KINDS = ("population", "everybody", "estimand", "contrast", "outcome", "treatment", "leave_out", "adjust")
ESTIMANDS = ("ATE", "ATT", "ATC")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
_REPAIRS = 1  # of the reply's shape; what it claims is not haggled over


def turn_with_model(
    text: str, last: State, profile: DataProfile, exchange: Exchange, share_levels: bool = True
) -> Turn | None:
    """What the sentence means after `last` according to the model, where that holds; else None: ask back.

    One call. Raises `ModelError` as `Exchange.ask` does.
    """
    language = language_of(text)
    reply = exchange.ask(
        _prompt(text, last, profile, language, share_levels), _schema(profile), repairs=_REPAIRS
    )
    words = reply["words"]
    if reply["kind"] == "unclear" or not quoted(words, text) or names_nothing(words.lower(), language):
        return None
    if reply["kind"] == "new":
        return Turn(NEW, cue=CUE)
    if reply["kind"] in ("population", "contrast"):
        change = _population(reply, text, last, profile) or _contrast(reply, text, last, profile)
        return Turn(CHANGE, change, cue=CUE) if change is not None else None
    return _filled(reply, text, last, profile)


def _filled(reply: Mapping[str, Any], text: str, last: State, profile: DataProfile) -> Turn | None:
    """The reply as a cue of its kind, column by column, held to the rules that hold for every cue."""
    kind, columns = reply["kind"], reply["columns"]
    name = reply["view"] if kind == "view" else reply["name"] if kind == "estimand" else ""
    if name is None or any(column not in profile for column in columns):
        return None
    takes_columns = kind in ("outcome", "treatment", "leave_out", "adjust")
    if takes_columns and (not columns or (len(columns) > 1 and kind in ("outcome", "treatment"))):
        return None
    about = columns if takes_columns or name == "why_adjust" else []
    slots: list[dict[str, str]] = [{"column": column} for column in about] or [{}]
    cues = [Cue(CUE, kind, name, False, slot) for slot in slots]
    turns = [fill_cue(cue, text, last.plan, last.answer, profile) for cue in cues]
    first = turns[0]
    if first is None or any(turn is None or turn.kind != first.kind for turn in turns):
        return None
    if first.change is not None:
        return replace(first, change=replace(first.change, columns=tuple(dict.fromkeys(columns))))
    # Columns of the turn itself are those of a view; a question back is about the first that needs it.
    return replace(first, columns=tuple(dict.fromkeys(about))) if kind == "view" else first


def _population(reply: Mapping[str, Any], text: str, last: State, profile: DataProfile) -> Change | None:
    """Conditions whose levels and figures the sentence says; None when one of them does not hold."""
    if reply["kind"] != "population" or last.plan.query is None:
        return None
    taken = {last.plan.query.treatment, last.plan.query.outcome}
    conditions = []
    for said in reply["conditions"]:
        if said["column"] not in profile or said["column"] in taken:
            return None
        column = profile[said["column"]]
        value = own_level(said["value"], column)
        if value is None or not is_said(value, text, column):
            return None
        conditions.append(Condition(column.name, said["operator"], value))
    return Change("population", conditions=tuple(conditions)) if conditions else None


def _contrast(reply: Mapping[str, Any], text: str, last: State, profile: DataProfile) -> Change | None:
    """Levels or a step of the treatment that the sentence says; None when one of them is not said."""
    column = profile.get((last.plan.query.treatment if last.plan.query else None) or "")
    if reply["kind"] != "contrast" or column is None:
        return None
    low, high = (own_level(reply[end], column) for end in ("low", "high"))
    step, relative = reply["step"], reply["relative_step"]
    if (low, high, step, relative) == (None, None, None, None):
        return None
    said = figures(text)
    if not (is_said(low, text, column) and is_said(high, text, column)):
        return None
    if step is not None and abs(step) not in said:
        return None
    if relative is not None and round(abs(relative) * 100, 6) not in said:
        return None
    return Change("contrast", low=low, high=high, step=step, relative_step=relative)


def _prompt(text: str, last: State, profile: DataProfile, language: str, share_levels: bool) -> Prompt:
    file = prompt_in("read_follow_up", language)
    query, design = last.plan.query, last.plan.design
    told = {
        "question": last.answer.question[:400],
        "treatment": query.treatment if query else None,
        "outcome": query.outcome if query else None,
        "population": (population_text(query.population) if query else None) or "everybody",
        "held fixed": list(design.adjustment_set) if design else [],
    }
    user = file.render(
        "user",
        table=fence("TABLE", columns_text(profile, share_levels)),
        last=fence("LAST QUESTION", "\n".join(f"{name}: {value}" for name, value in told.items())),
        sentence=fence("SENTENCE", text),
    )
    return Prompt((Message("system", file.render("system")), Message("user", user)), (file.label,))


def _schema(profile: DataProfile) -> dict[str, Any]:
    column: dict[str, Any] = {"type": "string"}
    if len(profile.names) <= ENUMERATED:
        column["enum"] = list(profile.names)
    level = {"type": ["string", "number", "boolean", "null"]}
    views = [view for view in view_names() if view != "language"]
    fields: dict[str, Any] = {
        "kind": {"type": "string", "enum": [*KINDS, "undo", "view", "new", "unclear"]},
        "view": {"enum": [*views, None]},
        "name": {"enum": [*ESTIMANDS, None]},
        "columns": {"type": "array", "items": column},
        "conditions": {
            "type": "array",
            "items": _object(
                {
                    "column": column,
                    "operator": {"type": "string", "enum": list(OPERATORS)},
                    "value": {"type": ["string", "number", "boolean"]},
                }
            ),
        },
        "low": level,
        "high": level,
        "step": {"type": ["number", "null"]},
        "relative_step": {"type": ["number", "null"]},
        "words": {"type": "string"},
    }
    return _object(fields)


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(fields), "properties": fields}
