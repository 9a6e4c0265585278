"""What a person's next sentence comes to: a change to the last plan, a view of the last answer, or
neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.types import Condition, Level, NeedsClarification

NEW = "new"  # a question of its own
CHANGE = "change"  # the last plan with one difference
VIEW = "view"  # the last answer's numbers, said another way
UNDO = "undo"  # back to the answer before the last change
ASK_BACK = "ask_back"  # not sure enough to do either


@dataclass(frozen=True)
class Change:
    """One difference from the last plan; everything that it does not speak of stays."""

    part: str  # "population", "everybody", "estimand", "contrast", "outcome", "treatment", "leave_out",
    #            "adjust", "design", "estimator", "kind" or "reading" (treatment and outcome, chosen from the
    # planner's)
    name: str = ""  # of the design, the estimator or the estimand
    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    low: Level | None = None  # the treatment's levels, on its own scale
    high: Level | None = None
    step: float | None = None  # high minus low, treatment units
    relative_step: float | None = None  # 0.2 is 20% more than `low`


@dataclass(frozen=True)
class Turn:
    """How one sentence of a conversation is taken."""

    kind: str  # NEW, CHANGE, VIEW, UNDO or ASK_BACK
    change: Change | None = None
    view: str = (
        ""  # "why_adjust", "why_design", "sure", "checks", "wrong", "code", "manager", "language", ...
    )
    columns: tuple[str, ...] = ()  # what a view is about; for "language" the language
    question: NeedsClarification | None = None  # what is asked back
    options: tuple[tuple[str, Turn], ...] = ()  # the choices of `question` and what each of them means
    cue: str = ""  # id of the cue that decided, for the trace
    loose: bool = False  # the cue is one of few words ("what about ..."), which may mean something else
