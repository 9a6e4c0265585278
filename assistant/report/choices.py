"""How much the answer owes to its choices: the same question under other defensible ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.formatting import number, with_unit
from assistant.report.blocks import Block, Grid, Note, Paragraph, Picture
from assistant.report.words import say

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.multiverse import Universe
    from tools.types import Estimate

__all__ = ["choices"]

_DISPUTED = " (sources disagree)"
_CHOICES = (  # how a choice begins, its words here, and the slot for what follows
    ("the answer", "choice_answer", ""),
    ("the most precise set", "choice_precise", ""),
    ("holding fixed ", "choice_fixed", "columns"),
    ("without the arrow ", "choice_without", "name"),
    ("with the arrow ", "choice_with", "name"),
)


def choices(answer: Answer) -> tuple[Block, ...]:
    """The span of the estimates, their picture, and a row for each set of columns."""
    found = answer.multiverse
    if found is None or answer.estimate is None:
        return ()
    told = [(u, u.estimate) for u in found.universes if u.estimate is not None]
    undecided = len(found.universes) - len(told)
    open_ = [Paragraph(say(answer, "undecided", count=str(undecided)))] if undecided else []
    if len(told) < 2:
        return (Paragraph(say(answer, "span_alone")), *open_)
    spread = answer.estimate.std_error
    low, high = (with_unit(number(value, spread), answer.unit) for value in found.span)
    mine = with_unit(number(answer.estimate.value, spread), answer.unit)
    counted = str(len(told))
    return (
        Paragraph(say(answer, "span", count=counted, low=low, high=high, answer=mine)),
        *open_,
        Picture("multiverse", say(answer, "multiverse_alt", count=counted, low=low, high=high)),
        Grid(
            tuple(say(answer, name) for name in ("choice", "effect", "interval")),
            tuple(_row(answer, names, estimate) for names, estimate in _grouped(answer, told)),
        ),
        Note(say(answer, "multiverse_note")),
    )


def _grouped(answer: Answer, told: list[tuple[Universe, Estimate]]) -> list[tuple[str, Estimate]]:
    """Choices that hold the same columns fixed, together, in the order in which they were tried."""
    by_columns: dict[frozenset[str], tuple[list[str], Estimate]] = {}
    for universe, estimate in told:
        entry = by_columns.setdefault(frozenset(universe.adjustment_set), ([], estimate))
        entry[0].append(_said(answer, universe.choice))
    return [("\n".join(names), estimate) for names, estimate in by_columns.values()]


def _said(answer: Answer, choice: str) -> str:
    """The choice in the answer's language; `assistant.multiverse` writes them in English."""
    stem, disputed = choice.removesuffix(_DISPUTED), choice.endswith(_DISPUTED)
    for start, name, slot in _CHOICES:
        if stem.startswith(start):
            rest = stem.removeprefix(start)
            said = say(answer, name, **({slot: rest} if slot else {}))
            return say(answer, "choice_disputed", text=said) if disputed else said
    return choice


def _row(answer: Answer, names: str, estimate: Estimate) -> tuple[str, ...]:
    assert answer.estimate is not None
    spread = answer.estimate.std_error
    low, high = (number(limit, spread) for limit in estimate.ci_95)
    value = with_unit(number(estimate.value, spread), answer.unit)
    return (names, value, say(answer, "to", low=low, high=high))
