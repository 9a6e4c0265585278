"""The first half of a report: what was asked, of whom, and what is compared with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.kinds.interface import AVERAGE_EFFECT
from assistant.language import language, wording
from assistant.prose.quantities import level_number
from assistant.report.blocks import Block, Grid, Note, Paragraph, counted, facts, listed, percent, say, told
from assistant.report.limits import graph, picture, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.answers.answer import Answer
    from assistant.answers.study import StudyColumn
    from tools.types import Design, Query

__all__ = ["adjustment", "estimand", "graph", "missing", "picture", "plain_words", "question", "rows"]

LEFT_OUT = ("after_treatment", "copy", "collider", "identifier", "mediator", "instrument")
TIMES = ("before", "at", "after")
MOST_IN_SYMBOLS = 6  # columns that a formula spells out


def question(answer: Answer) -> tuple[Block, ...]:
    asked = answer.question or say(answer, "asked_by_name")
    if answer.query is None or not _understood(answer) or answer.kind != AVERAGE_EFFECT:
        return (Paragraph(asked),)
    treatment = answer.query.treatment or say(answer, "the_cutoff")
    read = say(answer, "read_as", treatment=treatment, outcome=answer.query.outcome)
    return (Paragraph(asked), Note(read))


def estimand(answer: Answer) -> tuple[Block, ...]:
    """Population, contrast, outcome and time, in words; the formula below them."""
    query, design = answer.query, answer.design
    if query is None or design is None or not _understood(answer):
        return ()
    past = say(answer, "past_cutoff", column=design.running_variable or "")
    values = [
        ("population", _population(answer, query)),
        ("treatment", _described(answer, query.treatment) or past),
        ("contrast", _contrast(answer, query)),
        ("outcome", _described(answer, query.outcome)),
        ("time", _time(answer, query, design)),
        ("whose", _whose(answer, query, design)),
        ("design", say(answer, f"design_{design.kind}")),
        ("instruments", listed(answer, design.instruments)),
        ("mediators", listed(answer, design.mediators)),
        ("cutoff", _cutoff(answer, design)),
        ("cluster", say(answer, "clustered", column=design.cluster) if design.cluster else ""),
        ("in_symbols", _in_symbols(answer, design)),
    ]
    return facts([(say(answer, name), value) for name, value in values])


def _understood(answer: Answer) -> bool:
    """A question that was refused for what it means has a closest reading, which is not what was asked."""
    return answer.estimate is not None or answer.graph is not None


def adjustment(answer: Answer) -> tuple[Block, ...]:
    """What is held fixed and what was left out on purpose, with the reason; one row for each reason."""
    design = answer.design
    if design is None or answer.query is None:
        return ()
    reasons = {role.column: role.reason for role in answer.roles}
    asked_for = say(answer, "graph_asks")
    whys = [told(answer, reasons.get(name) or asked_for) for name in design.adjustment_set]
    held = _by_reason(answer, zip(whys, design.adjustment_set, strict=True))
    left = _by_reason(
        answer,
        (
            (say(answer, f"out_{role.role}") + "\n" + told(answer, role.reason), role.column)
            for role in answer.roles
            if role.role in LEFT_OUT and role.column not in design.adjustment_set
        ),
    )
    why = say(answer, "why")
    blocks: list[Block] = []
    if held:
        blocks.append(Grid((say(answer, "adjusted"), why), tuple((names, reason) for names, reason in held)))
    else:
        blocks.append(Paragraph(say(answer, "nothing_adjusted")))
    if left:
        heads = (say(answer, "left_out"), say(answer, "its_role"), why)
        blocks.append(Grid(heads, tuple((names, *text.split("\n", 1)) for names, text in left)))
    else:
        blocks.append(Note(say(answer, "nothing_left_out")))
    return tuple(blocks)


def rows(answer: Answer) -> tuple[Block, ...]:
    """From the table's rows to those of the estimate, with each reason; then the groups."""
    if answer.estimate is None or not answer.rows_total:
        return ()
    used = answer.estimate.rows_used
    flow = [(say(answer, "rows_in_table"), counted(answer, answer.rows_total))]
    for why, count in answer.dropped:
        flow.append((say(answer, "rows_dropped", reason=why), f"− {counted(answer, count)}"))
    unused = answer.rows_total - answer.rows_dropped - used
    if unused > 0:
        local = answer.design is not None and str(answer.design.kind) == "rdd"
        why = say(answer, "rows_window" if local else "rows_other")
        flow.append((say(answer, "rows_dropped", reason=why), f"− {counted(answer, unused)}"))
    flow.append((say(answer, "rows_used"), counted(answer, used)))
    if unused == 0:
        flow += [
            (say(answer, "rows_of", level=group.level), counted(answer, group.rows))
            for group in answer.groups
        ]
    return (Grid((say(answer, "step"), say(answer, "row_count")), tuple(flow)),)


def missing(answer: Answer) -> tuple[Block, ...]:
    """How much is missing in the columns of the study, by group, and what was done about it."""
    if answer.estimate is None:
        return ()
    gaps = [column for column in answer.columns if column.missing]
    if not gaps:
        return (Paragraph(say(answer, "none_missing")),)
    heads = [say(answer, name) for name in ("column", "missing_count", "share")]
    heads += [say(answer, "missing_with", level=group.level) for group in answer.groups]
    table = tuple(
        (
            column.name,
            counted(answer, column.missing),
            _share(answer, column),
            *(counted(answer, dict(group.missing).get(column.name, 0)) for group in answer.groups),
            say(answer, "filled_in" if column.filled_in else "rows_went"),
        )
        for column in gaps
    )
    whole = len(answer.columns) - len(gaps)
    notes = [say(answer, "gap_free", count=str(whole))] if whole else []
    notes.append(say(answer, "missing_note"))
    note = wording(answer.language).join(notes)
    return (Grid((*heads, say(answer, "what_done")), table), Note(note))


def _share(answer: Answer, column: StudyColumn) -> str:
    share = column.missing / column.rows
    return percent(answer, share) if share >= 0.005 else f"< {percent(answer, 0.01)}"


def _by_reason(answer: Answer, columns: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(columns, reason) a line; forty columns with one reason are one line."""
    grouped: dict[str, list[str]] = {}
    for reason, name in columns:
        grouped.setdefault(reason, []).append(name)
    return [(_counted(answer, names), reason) for reason, names in grouped.items()]


def _counted(answer: Answer, names: list[str]) -> str:
    text = listed(answer, names)
    few = len(names) <= MOST_IN_SYMBOLS
    return text if few else say(answer, "columns_counted", columns=text, count=str(len(names)))


def _population(answer: Answer, query: Query) -> str:
    if query.population:
        return say(answer, "population_some", condition=" and ".join(map(str, query.population)))
    return say(answer, "population_all", rows=counted(answer, answer.rows_total))


def _described(answer: Answer, name: str | None) -> str:
    if name is None:
        return ""
    column = next((known for known in answer.columns if known.name == name), None)
    meaning = f": {column.meaning}" if column and column.meaning else ""
    unit = f" ({column.unit})" if column and column.unit else ""
    return f"{name}{meaning}{unit}"


def _contrast(answer: Answer, query: Query) -> str:
    if query.low is None or query.high is None:
        return ""
    treatment = query.treatment or say(answer, "the_cutoff")
    return say(
        answer,
        "contrast_levels",
        treatment=treatment,
        high=level_number(query.high),
        low=level_number(query.low),
    )


def _whose(answer: Answer, query: Query, design: Design) -> str:
    match str(design.kind):
        case "iv":
            return say(answer, "whose_LATE")
        case "rdd":
            return say(answer, "whose_cutoff")
        case "did":
            return say(answer, "whose_ATT")
    return say(answer, f"whose_{query.estimand}")


def _cutoff(answer: Answer, design: Design) -> str:
    if design.cutoff is None:
        return ""
    return say(answer, "cutoff_at", column=design.running_variable or "", value=f"{design.cutoff:g}")


def _in_symbols(answer: Answer, design: Design) -> str:
    """The formula; many columns are one letter in it, as in a paper."""
    text, columns = answer.expression or "", design.adjustment_set
    named = ", ".join(columns)
    if len(columns) <= MOST_IN_SYMBOLS or named not in text:
        return text
    return text.replace(named, "Z") + say(answer, "all_columns", count=str(len(columns)))


def _time(answer: Answer, query: Query, design: Design) -> str:
    said = [say(answer, "time_periods", column=design.time)] if design.time else []
    for column in answer.columns:
        if column.name not in (query.treatment, query.outcome) or column.timing not in TIMES:
            continue
        if column.name == query.treatment and column.timing == "at":
            continue  # the treatment is given when the treatment is given
        timing, words = say(answer, f"time_{column.timing}"), column.timing_evidence
        said.append(
            say(answer, "time_said", column=column.name, timing=timing, words=words)
            if words
            else say(answer, "time_measured", column=column.name, timing=timing)
        )
    return language(answer.language).between_clauses.join(said) or say(answer, "time_unknown")
