"""What a report says, section by section; how it looks is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Section

if TYPE_CHECKING:
    from assistant.answer import Answer

__all__ = ["SECTIONS", "sections", "title"]

SECTIONS: tuple[tuple[str, str, Callable[[Answer], tuple[Block, ...]]], ...] = (
    ("question", "Question", study.question),
    ("answer", "Answer", findings.answer_in_short),
    ("estimand", "What exactly is estimated", study.estimand),
    ("graph", "Causal graph: roles and who claims each arrow", study.graph),
    ("adjustment", "What was adjusted for, what was left out, and why", study.adjustment),
    ("rows", "Rows: from the table to the estimate", study.rows),
    ("missing", "Missing data", study.missing),
    ("comparability", "Overlap and balance: is like compared with like?", findings.comparability),
    ("estimate", "Estimate", findings.estimate),
    ("sensitivity", "Sensitivity: how strong would a hidden cause have to be?", findings.sensitivity),
    ("checks", "Checks: attempts to break the estimate", findings.checks),
    ("assumptions", "Assumptions", limits.assumptions),
    ("not-ruled-out", "What we could not rule out", limits.not_ruled_out),
    ("sources", "Sources", limits.citations),
    ("provenance", "Provenance", limits.provenance),
    ("code", "Code", limits.code),
)


def sections(answer: Answer) -> list[Section]:
    """The report's content; a section with nothing to say (after a refusal) is left out."""
    everything = [Section(id_, heading, build(answer)) for id_, heading, build in SECTIONS]
    return [section for section in everything if section.blocks]


def title(answer: Answer) -> str:
    """The question, or what was asked for by name."""
    if answer.question:
        return answer.question
    query = answer.query
    return f"Effect of {query.treatment or 'the cutoff'} on {query.outcome}" if query else "Effect"
