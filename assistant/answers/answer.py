"""The answer: everything a person, a program or a reviewer needs, in one frozen value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from assistant.answers.plain import answer_values
from assistant.answers.study import StudyColumn, StudyGroup
from assistant.types import ColumnRole, DesignCandidate, Evidence, Part, Plan, Reading
from tools.messages import Message
from tools.types import (
    AccountEntry,
    Assumption,
    CausalGraph,
    Check,
    DataProfile,
    Design,
    DesignKind,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Passage,
    Query,
    Sensitivity,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.doubt import Doubt
    from assistant.answers.hinges import Hinge
    from assistant.answers.multiverse import Multiverse
    from assistant.graphs.combination import Conflict
    from assistant.language import Wording
    from assistant.models.interface import Sent
    from tools.effects.result import Result


class Status(StrEnum):
    """How a question ended; the values are part of the public JSON."""

    ANSWERED = "answered"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_IDENTIFIED = "not_identified"
    NOT_ANSWERABLE = "not_answerable"


ANSWERED, NEEDS_CLARIFICATION = Status.ANSWERED, Status.NEEDS_CLARIFICATION
NOT_IDENTIFIED, NOT_ANSWERABLE = Status.NOT_IDENTIFIED, Status.NOT_ANSWERABLE

Refusal = NotIdentified | NeedsClarification | NotAnswerable


@dataclass(frozen=True)
class Step:
    """One step of the pipeline and the wall time it took."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Trace:
    """How the answer came about."""

    steps: tuple[Step, ...]
    data_fingerprint: str
    seed: int
    model: str = "offline"
    model_calls: int = 0
    tokens: int = 0
    cost: float | None = None  # US dollars; None when no price is known
    exchanges: tuple[Sent, ...] = ()  # every request to the model with its reply, in order
    prompts: tuple[str, ...] = ()  # "plan_en v1 3f9a1c0d", "words_en 41d09b2c"
    readings: tuple[Reading, ...] = ()
    designs: tuple[DesignCandidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    turn: str = ""  # of a follow-up: "view why_adjust age (why adjust)"; "" for a question of its own

    @property
    def sent(self) -> tuple[str, ...]:
        """Exactly what went to the model, in order."""
        return tuple(request.text for request in self.exchanges)


@dataclass(frozen=True)
class BalanceRow:
    """Standardised difference of one covariate between the arms (Austin 2009), before and after."""

    covariate: str
    before: float  # pooled standard deviations
    after: float


@dataclass(frozen=True)
class OverlapBin:
    """One bar of the two histograms of the estimated propensity."""

    low: float  # edges of the bin, 0..1
    high: float
    treated: float  # rows of the treatment's "to" level
    untreated: float  # rows of its "from" level


@dataclass(frozen=True)
class Answer:
    """What `Assistant.ask` and `Assistant.effect` return.

    `status` is "answered", "needs_clarification", "not_identified" or "not_answerable"; with any but
    the first `estimate` is None and `refusal` says why and what would help.
    """

    status: Status
    question: str
    paragraphs: tuple[str, ...]  # what is read, in the order in which it is read
    trace: Trace
    headline: str = ""  # one sentence that answers, or says that there is no answer
    said: Mapping[Part, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"
    plan: Plan | None = None
    kind: str = "average_effect"  # of question: a name of `assistant.kinds`
    result: Result | None = None  # the kind's own figures
    query: Query | None = None
    design: Design | None = None
    graph: CausalGraph | None = None
    estimate: Estimate | None = None
    checks: tuple[Check, ...] = ()
    sensitivity: Sensitivity | None = None
    assumptions: tuple[Assumption, ...] = ()
    citations: tuple[Passage, ...] = ()
    remarks: tuple[Message, ...] = ()  # what the person should know; `warnings` has them in words
    code: str | None = None  # a script that reproduces `estimate.value` with no AskWhy in it
    refusal: Refusal | None = None
    unit: str | None = None  # of the outcome
    rows_total: int = 0  # rows in the source
    row_flow: tuple[tuple[Message, int], ...] = ()  # (reason, rows), in the order they were dropped
    account: tuple[AccountEntry, ...] = ()  # what was done to the cells and rows that the answer uses
    doubt: Doubt | None = (
        None  # how far to trust the number; None where there is none, or no claim of a cause
    )
    balance: tuple[BalanceRow, ...] = ()
    roles: tuple[ColumnRole, ...] = ()
    overlap: tuple[OverlapBin, ...] = ()  # two-level treatments only
    columns: tuple[StudyColumn, ...] = ()  # those of the question and the design
    expression: str | None = None  # the estimand in symbols
    conflicts: tuple[Conflict, ...] = ()  # where the sources of the graph disagree
    hinges_on: Hinge | None = None  # what the number owes to columns of unknown timing
    groups: tuple[StudyGroup, ...] = ()  # untreated and treated rows; two-level treatments only
    profile: DataProfile | None = field(default=None, repr=False, compare=False)  # labels columns and levels
    # Estimates under other choices, worked out when a report asks for them; None: nothing can be varied.
    vary: Callable[..., Multiverse] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def multiverse(self) -> Multiverse | None:
        """The estimate beside those under other defensible choices; None where no choice of columns decides.

        Takes seconds the first time: each choice is estimated anew.
        """
        by_choice = self.design is not None and self.design.kind is DesignKind.BACKDOOR
        if self.vary is None or self.estimate is None or not by_choice or self.query is None:
            return None
        if self.query.treatment is None or self.graph is None:
            return None
        # Each choice costs a fit: on a large table a few have to do.
        return self.vary(self, most=16 if self.estimate.rows_used <= 100_000 else 4)

    @property
    def words(self) -> Wording:
        """The words of the answer's language about its table."""
        from assistant.language import wording

        return wording(self.language, self.profile)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person should know, in words."""
        return tuple(map(self.words.say, self.remarks))

    @property
    def dropped(self) -> tuple[tuple[str, int], ...]:
        """Why rows were left out, in words, and how many, in the order they were dropped."""
        return tuple((self.words.say(reason), rows) for reason, rows in self.row_flow)

    @property
    def prose(self) -> str:
        """The answer in words: its paragraphs, with a blank line between them."""
        return "\n\n".join(self.paragraphs)

    @property
    def rows_dropped(self) -> int:
        return sum(rows for _, rows in self.row_flow)

    def figure(self, kind: str = "effect") -> Figure:
        """A matplotlib figure: "effect", "graph", "balance", "overlap" or "contour".

        Raises `OptionError` for an unknown kind or one that this answer has nothing to show in.
        """
        from assistant.figures.standard import figure

        return figure(self, kind)

    def report(self, path: str | Path) -> Path:
        """Write a self-contained report; the suffix (.html, .pdf or .md) decides the format.

        Raises `OptionError` for another suffix or place, or for a PDF without the extra `pdf`.
        """
        from assistant.report import write_report

        return Path(write_report(self, path))

    def to_dict(self) -> dict[str, Any]:
        """The public JSON (`assistant/answer.schema.json`): plain values, no NaN, names never change."""
        return answer_values(self)


def answer_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `Answer.to_dict()`; `result` has one form for each kind."""
    from assistant.kinds.interface import all_kinds, result_schemas

    schema: dict[str, Any] = json.loads(
        files("assistant.answers").joinpath("answer.schema.json").read_text(encoding="utf-8")
    )
    schema["properties"]["kind"] = {"enum": list(all_kinds())}
    schema["properties"]["result"] = {"oneOf": [{"type": "null"}, *result_schemas()]}
    return schema
