"""The seam: what a kind of question is, and nothing of any one kind.

A kind is a folder beside this file with a `kind.py` that registers a `QuestionKind`; the words that it needs
stand in `words/<language>.ftl` in the same folder. One that stands elsewhere registers both when it is
imported (docs/extending/kind). The pipeline, the report, the chat, the JSON and the model's prompt know no
kind by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.types import Part
from tools.errors import OptionError
from tools.messages import Message, ScaleKind
from tools.registry import Registry
from tools.types import DesignKind

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.report.blocks import Block
    from assistant.types import GraphProposal, Plan, Understanding
    from tools.data import Table
    from tools.effects.result import Result
    from tools.types import (
        Check,
        DataProfile,
        Design,
        Estimand,
        Estimate,
        NeedsClarification,
        NotAnswerable,
        NotIdentified,
        Query,
        Sample,
        Sensitivity,
    )

__all__ = [
    "AVERAGE_EFFECT",
    "KINDS",
    "Asked",
    "Need",
    "QuestionKind",
    "Slot",
    "SlotKind",
    "Work",
    "all_kinds",
    "claimed_by",
    "filled",
    "kind_of",
    "known_kinds",
    "result_schemas",
    "speaks_of_no_table",
]


AVERAGE_EFFECT = "average_effect"  # the kind that designs, contrasts and follow-ups were made for


class Need(StrEnum):
    """What a kind cannot do without."""

    TABLE = "table"
    GRAPH = "graph"
    MECHANISMS = "mechanisms"


class SlotKind(StrEnum):
    """What fills a slot."""

    COLUMN = "column"
    COLUMNS = "columns"
    LEVEL = "level"
    LEVELS = "levels"
    POPULATION = "population"
    CHOICE = "choice"  # one of `Slot.choices`
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Slot:
    """What either planner has to fill in before the kind can be answered."""

    name: str  # also the keyword of `Assistant.compute`
    kind: SlotKind
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question that was routed to a kind, with what the reader found in it."""

    question: str
    understanding: Understanding
    profile: DataProfile
    table: Table
    last: Plan | None = None  # what the conversation is about, where there is one


@dataclass(frozen=True)
class Work:
    """What a kind computed: its result, and what the standard answer shows beside it where there is one."""

    result: Result
    query: Query  # with what preparation filled in
    design: Design | None = None
    estimand: Estimand | None = None
    estimate: Estimate | None = None  # average effects
    sample: Sample | None = None
    checks: tuple[Check, ...] = ()
    sensitivity: Sensitivity | None = None
    rows_total: int = 0
    dropped: tuple[tuple[Any, int], ...] = ()
    unit: str | None = None  # of the outcome
    warnings: tuple[Any, ...] = ()
    preparation: tuple[str, ...] = ()  # from the table to the rows used, where there is no `sample`
    beside: Mapping[str, Any] = field(default_factory=dict)  # further fields of `Answer`, by name


def _no_more(*_: Any, **__: Any) -> None:
    return None


def _claims_nothing(*_: Any) -> bool:
    return False


def _no_script(*_: Any, **__: Any) -> str | None:
    return None


@dataclass(frozen=True)
class QuestionKind:
    """One kind of question, from its slots to its words."""

    name: str  # query.kind in the JSON
    needs: frozenset[Need]
    slots: tuple[Slot, ...]
    designs: frozenset[DesignKind]  # any other is refused before anything is fitted
    # The question's slots filled: a plan, in which a refusal or a question back may stand.
    ask: Callable[[Asked], Plan]
    # The same from slots that a caller names: `Assistant.compute`.
    plan: Callable[[Mapping[str, Any], DataProfile, Table], Plan]
    # Can the graph and the design answer it?
    identify: Callable[[Plan, GraphProposal | None, Setting], Estimand | NotIdentified | None]
    # Raises `EstimationError` where these rows cannot tell.
    estimate: Callable[[Plan, GraphProposal | None, Estimand | None, Setting, Recorder], Work]
    say: Callable[[Plan, DataProfile, GraphProposal | None, Work], Mapping[Part, tuple[Message, ...]]]
    # What is still to be asked, at the last moment: a follow-up may have filled it in.
    missing: Callable[[Plan, DataProfile], NeedsClarification | NotAnswerable | None] = _no_more
    # Attempts to break the result; the names are those of `tools.checks`.
    check: Callable[[Plan, GraphProposal | None, Work, Setting, Recorder], Work] | None = None
    script: Callable[[str, Setting, Work], str | None] = _no_script
    figures: Mapping[str, Callable[[Answer, bool], Any]] = field(default_factory=dict)  # (answer, narrow)
    draws: Callable[[Answer], bool] = lambda answer: True  # has an answer of this kind something to draw?
    sections: Callable[[Answer], Sequence[Block]] | None = None  # what the standard report does not have
    result_schema: Mapping[str, Any] = field(
        default_factory=dict
    )  # of `result` in the JSON, beside quantities
    result_values: Callable[[Any], Mapping[str, Any]] = lambda result: {}
    # The plan that another kind made of a question, where the table or the words say that it is one of this
    # kind: None leaves it as it is.
    claim: Callable[[Asked, Plan], Plan | None] = _no_more
    # How people ask for it, as regular expressions by language ("en"), for a kind that the router has not
    # learned. A kind that it has learned needs none.
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Is a question beyond doubt of this kind, whatever the router has learned? (question, language, columns)
    claims: Callable[[str, str, Sequence[str]], bool] = _claims_nothing


KINDS: Registry[QuestionKind] = Registry("kind of question")


@cache
def _load() -> None:
    """Every folder beside this file that has a kind.py registers itself."""
    for entry in sorted(files("assistant.kinds").iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.joinpath("kind.py").is_file():
            import_module(f"assistant.kinds.{entry.name}.kind")


def kind_of(name: str) -> QuestionKind:
    """The kind that is built under this name. Raises `OptionError` for one that is not."""
    _load()
    return KINDS[name]


def claimed_by(question: str, language: str, columns: Sequence[str] = ()) -> str | None:
    """The kind whose question this is beyond doubt; None where the router has to say."""
    _load()
    return next((name for name in KINDS if KINDS[name].claims(question, language, columns)), None)


def speaks_of_no_table(kind: str) -> bool:
    """Is this a kind that is built and looks at nothing but what the question says?"""
    return kind in known_kinds() and not kind_of(kind).needs


def known_kinds() -> tuple[str, ...]:
    """The names of all kinds that are built."""
    _load()
    return tuple(KINDS)


def all_kinds() -> tuple[str, ...]:
    """Every kind that is recognised, those that are built first."""
    from assistant.kinds.not_built import NONE, NOT_BUILT

    built = known_kinds()
    return (*built, *(name for name in NOT_BUILT if name not in built), NONE)


def result_schemas() -> tuple[dict[str, Any], ...]:
    """The JSON Schema of `result` for each kind that is built."""
    number = {"type": ["number", "null"]}
    quantity = {
        "type": "object",
        "properties": {
            "value": number,
            "ci_95": {
                "anyOf": [{"type": "null"}, {"type": "array", "items": number, "minItems": 2, "maxItems": 2}]
            },
            "std_error": number,
            "scale": {"enum": [str(kind) for kind in ScaleKind]},
            "unit": {"type": ["string", "null"]},
        },
        "required": ["value", "ci_95", "std_error", "scale", "unit"],
        "additionalProperties": False,
    }
    schemas = []
    for name in known_kinds():
        own = dict(kind_of(name).result_schema)
        properties = {
            "kind": {"const": name},
            "headline": {"type": ["string", "null"]},
            "quantities": {"type": "object", "additionalProperties": quantity},
            **own,
        }
        schemas.append(
            {
                "title": name,
                "type": "object",
                "properties": properties,
                "required": list(properties),
                "additionalProperties": False,
            }
        )
    return tuple(schemas)


def filled(kind: QuestionKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The slots of `kind` from a caller's keywords. Raises `OptionError` for an unknown or a missing one."""
    known = {slot.name: slot for slot in kind.slots}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise OptionError(
            f"{kind.name} has no slot {unknown[0]!r}. It has: {', '.join(known)}. Check the spelling."
        )
    values = {name: value for name, value in given.items() if value is not None}
    lacking = [slot.name for slot in kind.slots if slot.required and slot.name not in values]
    if lacking:
        raise OptionError(f"{kind.name} needs {' and '.join(lacking)}. Give it as a keyword.")
    for name, value in values.items():
        choices = known[name].choices
        if choices and value not in choices:
            raise OptionError(f"{name}={value!r} is unknown. Use one of {', '.join(choices)}.")
    return values
