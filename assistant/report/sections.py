"""What a report says, section by section; how it looks is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.kinds.interface import AVERAGE_EFFECT, kind_of, known_kinds
from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Section, say

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["SECTIONS", "sections", "title"]


def _tables(answer: Answer) -> tuple[Block, ...]:
    return (*findings.characteristics(answer), *limits.all_arrows(answer))


# The id names the title too, in language/*/words/report.ftl.
SECTIONS: tuple[tuple[str, Callable[[Answer], tuple[Block, ...]]], ...] = (
    ("question", study.question),
    ("answer", findings.answer_in_short),
    ("estimand", study.estimand),
    ("graph", limits.graph_in_short),
    ("adjustment", study.adjustment),
    ("rows", study.rows),
    ("missing", study.missing),
    ("comparability", findings.comparability),
    ("estimate", findings.estimate),
    ("sensitivity", findings.sensitivity),
    ("multiverse", findings.choices),
    ("checks", findings.checks),
    ("assumptions", limits.assumptions),
    ("not-ruled-out", limits.not_ruled_out),
    ("sources", limits.citations),
    ("provenance", limits.provenance),
    ("code", limits.code),
    ("tables", _tables),  # what would stand in the way further up
)
# Without an estimate these say something else, or nothing: nobody was adjusted for anything.
REFUSED = {"estimand": "estimand_refused", "not-ruled-out": "warnings"}
UNSAID = ("adjustment",)
# What only an average effect has: of another kind these would say something that is not so.
OF_EFFECTS = frozenset(
    {
        "estimand",
        "adjustment",
        "comparability",
        "estimate",
        "sensitivity",
        "multiverse",
        "checks",
        "not-ruled-out",
    }
)


def sections(answer: Answer) -> list[Section]:
    """The report's content; a section with nothing to say (after a refusal) is left out."""
    other = answer.kind != AVERAGE_EFFECT
    refused = answer.estimate is None
    made = []
    for id_, build in SECTIONS:
        if (refused and id_ in UNSAID) or (other and id_ in OF_EFFECTS):
            continue
        blocks = build(answer)
        if id_ == "answer" and other:
            blocks += tuple(of_its_own(answer))
        if blocks:
            name = REFUSED.get(id_, id_) if refused else id_
            made.append(Section(id_, say(answer, f"title_{name.replace('-', '_')}"), blocks))
    return made


def of_its_own(answer: Answer) -> Sequence[Block]:
    """What the answer's kind adds to the standard report."""
    kind = kind_of(answer.kind) if answer.kind in known_kinds() else None
    return kind.sections(answer) if kind is not None and kind.sections is not None else ()


def title(answer: Answer) -> str:
    """The question, or what was asked for by name."""
    if answer.question:
        return answer.question
    query = answer.query
    if query is None:
        return say(answer, "brand")
    treatment = query.treatment or say(answer, "the_cutoff")
    return say(answer, "title_effect", treatment=treatment, outcome=query.outcome)
