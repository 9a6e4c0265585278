"""The first half of a report: what was asked, of whom, and what is compared with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures import alt_text, available
from assistant.formatting import percent
from assistant.report.blocks import Block, Grid, Note, Paragraph, Picture, facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.answer import Answer
    from assistant.study import StudyColumn
    from tools.types import Design, EdgeSource, Query

__all__ = [
    "DESIGNS",
    "adjustment",
    "estimand",
    "graph",
    "missing",
    "picture",
    "plain_words",
    "question",
    "rows",
]

DESIGNS = {
    "randomised": "randomised experiment: chance decided who was treated",
    "backdoor": "observational: adjusted for what both treatment and outcome depend on (back-door)",
    "iv": "observational: an instrument that moves the treatment and nothing else",
    "frontdoor": "observational: a mechanism that carries the whole effect (front-door)",
    "did": "observational: before and after, with a comparison group (difference in differences)",
    "rdd": "observational: both sides of a cutoff (regression discontinuity)",
    "none": "none found",
}
WHOSE = {
    "ATE": "average effect over everybody in the population (ATE)",
    "ATT": "average effect over those who got the treatment (ATT)",
    "ATC": "average effect over those who did not get the treatment (ATC)",
    "LATE": "average effect over those whom the instrument moved (LATE)",
}
ROLES = {
    "treatment": "treatment", "outcome": "outcome", "adjusted": "adjusted for", "instrument": "instrument",
    "mediator": "on the way", "running": "decides the cutoff", "after": "after treatment",
    "unobserved": "not measured", "other": "not adjusted for",
}  # fmt: skip
TIMES = {"before": "before the treatment", "at": "with the treatment", "after": "after the treatment"}
LEFT_OUT = ("after_treatment", "copy", "collider", "identifier", "mediator", "instrument")


def picture(answer: Answer, kind: str) -> tuple[Block, ...]:
    """The figure, where this answer has something to show in it."""
    return (Picture(kind, alt_text(answer, kind)),) if kind in available(answer) else ()


def question(answer: Answer) -> tuple[Block, ...]:
    asked = answer.question or "Asked by naming the columns, without a question in words."
    read = (
        f"Read as: the effect of {answer.query.treatment or 'the cutoff'} on {answer.query.outcome}."
        if answer.query
        else ""
    )
    return (Paragraph(asked), *((Note(read),) if read else ()))


def estimand(answer: Answer) -> tuple[Block, ...]:
    """Population, contrast, outcome and time, in words; the formula below them."""
    query, design = answer.query, answer.design
    if query is None or design is None:
        return ()
    who = " and ".join(map(str, query.population))
    rows_ = [
        ("Population", f"rows with {who}" if who else "everybody in the table, with the rows listed below"),
        ("Treatment", _described(answer, query.treatment) or f"past {design.running_variable}'s cutoff"),
        ("Contrast", _contrast(query)),
        ("Outcome", _described(answer, query.outcome)),
        ("Time", _time(answer, query, design)),
        ("Whose effect", _whose(query, design)),
        ("Study design", DESIGNS.get(str(design.kind), str(design.kind))),
        ("Instruments", ", ".join(design.instruments)),
        ("Mediators", ", ".join(design.mediators)),
        ("Cutoff", f"{design.running_variable} at {design.cutoff:g}" if design.cutoff is not None else ""),
        ("Rows that belong together", f"{design.cluster} (clustered)" if design.cluster else ""),
        ("In symbols", answer.expression or ""),
    ]  # fmt: skip
    return facts(rows_)


def graph(answer: Answer) -> tuple[Block, ...]:
    """The picture, then each arrow with the role of its ends and who claims it."""
    drawn = answer.graph
    if drawn is None or not (drawn.edges or drawn.unobserved):
        return ()
    from assistant.graph_figure import node_roles

    roles = {name: ROLES[role] for name, role in node_roles(answer).items()}

    def with_role(name: str) -> str:
        return f"{name} ({roles[name]})" if name in roles else name

    arrows = [
        (with_role(edge.cause), with_role(edge.effect), percent(edge.confidence), _claims(edge.sources))
        for edge in drawn.edges
    ]
    arrows += [
        (f"{cause.name} (not measured)", with_role(effect), "", _claims(cause.sources))
        for cause in drawn.unobserved
        for effect in cause.affects
    ]
    heads = ("Cause (its role)", "Effect (its role)", "Confidence", "Who claims it")
    note = "The graph is a set of claims about the world. An arrow that is missing here is a claim too."
    return (*picture(answer, "graph"), Grid(heads, tuple(arrows)), Note(note))


def _claims(sources: Iterable[EdgeSource]) -> str:
    """A line each: `document [p12]: soil was sampled before sowing`; the same words stand once."""
    lines: dict[str, str] = {}
    for source in sources:
        text = plain_words(source.text).removeprefix("Assumed: ")  # the kind says it
        cited = f" [{source.passage}]" if source.passage else ""
        if cited or text not in lines:
            lines[text] = f"{source.kind}{cited}: {text}"
    return "\n".join(lines.values()) or "assumed"


def plain_words(text: str) -> str:
    """A passage on one line, without the marks of a Markdown list and of code."""
    return " ".join(text.replace("`", "").split()).removeprefix("- ").removeprefix("* ")


def adjustment(answer: Answer) -> tuple[Block, ...]:
    """Each column that is held fixed and each that was left out on purpose, with the reason."""
    design = answer.design
    if design is None or answer.query is None:
        return ()
    reasons = {role.column: role.reason for role in answer.roles}
    held = tuple((name, reasons.get(name, "") or "the graph asks for it") for name in design.adjustment_set)
    left = tuple(
        (role.column, role.role.replace("_", " "), role.reason)
        for role in answer.roles
        if role.role in LEFT_OUT and role.column not in design.adjustment_set
    )
    blocks: list[Block] = []
    if held:
        blocks.append(Grid(("Adjusted for", "Why"), held))
    else:
        blocks.append(Paragraph("Nothing was adjusted for."))
    if left:
        blocks.append(Grid(("Left out on purpose", "Its role", "Why"), left))
    else:
        blocks.append(Note("No column was left out on purpose."))
    return tuple(blocks)


def rows(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None or not answer.rows_total:
        return ()
    flow = [("Rows in the table", f"{answer.rows_total:,}")]
    flow += [(f"dropped: {reason}", f"− {count:,}") for reason, count in answer.dropped]
    flow.append(("Rows used", f"{answer.estimate.rows_used:,}"))
    return (Grid(("Step", "Rows"), tuple(flow)),)


def missing(answer: Answer) -> tuple[Block, ...]:
    """How much is missing in the columns of the study and what was done about it."""
    if answer.estimate is None:
        return ()
    gaps = [column for column in answer.columns if column.missing]
    if not gaps:
        return (Paragraph("No value is missing in any column that this answer uses."),)
    table = tuple(
        (column.name, f"{column.missing:,}", percent(column.missing / column.rows), _handled(column))
        for column in gaps
    )
    whole = len(answer.columns) - len(gaps)
    note = (
        f"{whole} other columns of this answer have no gaps. " if whole else ""
    ) + "Dropping or filling in is only safe if who has gaps has nothing to do with the outcome otherwise."
    return (Grid(("Column", "Missing", "Share", "What was done"), table), Note(note))


def _handled(column: StudyColumn) -> str:
    if column.filled_in:
        return "filled in, with a column that marks where"
    return "these rows were dropped, or are outside the rows compared"


def _described(answer: Answer, name: str | None) -> str:
    if name is None:
        return ""
    column = next((known for known in answer.columns if known.name == name), None)
    meaning = f": {column.meaning}" if column and column.meaning else ""
    unit = f" ({column.unit})" if column and column.unit else ""
    return f"{name}{meaning}{unit}"


def _contrast(query: Query) -> str:
    if query.low is None or query.high is None:
        return ""
    return f"{query.treatment or 'cutoff'} = {query.high} instead of {query.low}"


def _whose(query: Query, design: Design) -> str:
    match str(design.kind):
        case "iv":
            return WHOSE["LATE"]
        case "rdd":
            return "average effect over those just at the cutoff"
        case "did":
            return WHOSE["ATT"]
    return WHOSE.get(query.estimand, query.estimand)


def _time(answer: Answer, query: Query, design: Design) -> str:
    said = [f"periods in {design.time}"] if design.time else []
    for column in answer.columns:
        if column.name in (query.treatment, query.outcome) and column.timing in TIMES:
            evidence = f" (“{column.timing_evidence}”)" if column.timing_evidence else ""
            said.append(f"{column.name} was measured {TIMES[column.timing]}{evidence}")
    return "; ".join(said) or "the description does not say when treatment and outcome were measured"
