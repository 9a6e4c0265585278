"""The middle of a report: the numbers, and what was done to break them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.figures.standard import estimator_label
from assistant.language import wording
from assistant.report.blocks import (
    Block,
    Grid,
    Lead,
    Note,
    Paragraph,
    Picture,
    counted,
    decimals,
    facts,
    listed,
    number,
    percent,
    say,
    with_unit,
)
from assistant.report.limits import picture
from assistant.types import Part

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from assistant.answers.multiverse import Universe
    from tools.types import Estimate

__all__ = [
    "answer_in_short",
    "characteristics",
    "checks",
    "choices",
    "comparability",
    "estimate",
    "relative",
    "sensitivity",
]

VERDICT = {True: "passed", False: "failed", None: "not_run"}
DIFFERENCE = 0.1  # standardised; Austin (2009)
MOST_CHARACTERISTICS = 12  # before the estimate; a longer table stands at the end of the report


def answer_in_short(answer: Answer) -> tuple[Block, ...]:
    """The first paragraph large; a refusal is said in full."""
    lead, *rest = answer.paragraphs or ("",)
    first = answer.said.get(Part.HEADLINE, ())
    if answer.estimate is None and first:
        words = wording(answer.language)
        lead, rest = words.paragraph(first[:2]), [words.paragraph(first[2:]), *rest]
    if not lead:
        return ()
    return (
        Lead(lead),
        *picture(answer, "effect"),
        *(Paragraph(text) for text in rest if text),
    )


def comparability(answer: Answer) -> tuple[Block, ...]:
    """Overlap and balance, for the designs that compare groups by what was measured."""
    if answer.estimate is None:
        return ()
    kind = str(answer.design.kind) if answer.design else ""
    balanced = answer.balance if kind not in ("rdd", "did", "frontdoor") else ()
    if not balanced:
        return (Paragraph(say(answer, "no_balance")),)
    off = [row.covariate for row in balanced if abs(row.after) > DIFFERENCE]
    yardstick = "instrument" if kind == "iv" else "balance"
    said = say(
        answer,
        f"off_{yardstick}" if off else f"in_{yardstick}",
        limit=str(DIFFERENCE),
        **({"columns": listed(answer, off)} if off else {}),
    )
    table = _characteristics(answer)
    averages: tuple[Block, ...] = ()
    if table is not None and kind != "iv":
        where = say(answer, "title_tables")
        averages = (Note(say(answer, "baseline_elsewhere", section=where)) if _long(table) else table,)
    overlap = picture(answer, "overlap") if kind != "iv" else ()
    return (*picture(answer, "balance"), Paragraph(said), *overlap, *averages)


def characteristics(answer: Answer) -> tuple[Block, ...]:
    """The averages by group, where the section on balance has no room for them."""
    table = _characteristics(answer)
    return (table,) if table is not None and _long(table) else ()


def _long(table: Grid) -> bool:
    return len(table.rows) > MOST_CHARACTERISTICS


def _characteristics(answer: Answer) -> Grid | None:
    """A row a covariate (or level of one), a column a group."""
    names = dict.fromkeys(name for group in answer.groups for name, _ in group.covariates)
    if answer.estimate is None or not names:
        return None
    by_group = [dict(group.covariates) for group in answer.groups]
    rows = tuple(
        (name, *(number(answer, found[name]) if name in found else "" for found in by_group))
        for name in names
    )
    heads = (say(answer, "characteristic"), *(group.level for group in answer.groups))
    return Grid(heads, rows, say(answer, "baseline_caption"))


def estimate(answer: Answer) -> tuple[Block, ...]:
    """In units and relative; the unadjusted and every other estimate beside it."""
    best = answer.estimate
    if best is None:
        return ()
    rows = [_estimate_row(answer, "answer_row", best)]
    rows += [_estimate_row(answer, "other_row", other) for other in best.alternatives]
    if best.unadjusted is not None:
        value = with_unit(number(answer, best.unadjusted, best.std_error), answer.unit)
        label = say(answer, "plain_row")
        rows.append((label, say(answer, "plain_comparison"), value, "", "", "", ""))
    names = ("estimator", "effect", "interval", "std_error", "p", "row_count")
    heads = ("", *(say(answer, name) for name in names))
    return (
        Grid(heads, tuple(rows)),
        *facts([(say(answer, "relative_label"), relative(answer))]),
        *((Note(say(answer, "same_assumptions")),) if best.alternatives else ()),
        *_outcome_by_group(answer),
    )


def relative(answer: Answer) -> str:
    """The effect in percent of the baseline, or why there is no such percentage."""
    best = answer.estimate
    assert best is not None
    found = best.details
    if "relative_percent" not in found:
        return say(answer, "relative_none")
    return say(
        answer,
        "relative",
        value=number(answer, found["relative_percent"]),
        low=number(answer, found["relative_percent_lower"]),
        high=number(answer, found["relative_percent_upper"]),
        baseline=with_unit(number(answer, found["baseline_mean"], best.std_error), answer.unit),
    )


def _outcome_by_group(answer: Answer) -> tuple[Block, ...]:
    """What was observed before anything was adjusted."""
    if not answer.groups or answer.query is None:
        return ()
    rows = tuple(
        (
            group.level,
            counted(answer, group.rows),
            with_unit(number(answer, group.outcome_mean), answer.unit),
            "" if math.isnan(group.outcome_deviation) else number(answer, group.outcome_deviation),
        )
        for group in answer.groups
    )
    heads = (
        say(answer, "group"),
        say(answer, "row_count"),
        say(answer, "mean_of", outcome=answer.query.outcome),
        say(answer, "deviation"),
    )
    return (Grid(heads, rows, say(answer, "outcome_caption")),)


def sensitivity(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None:
        return ()
    found = answer.sensitivity
    if found is None or (found.robustness_value is None and found.e_value is None):
        return (Paragraph(say(answer, "no_robustness")),)
    limit = found.details.get("robustness_value_limit")
    robustness = say(answer, "robustness", source="Cinelli & Hazlett 2020")
    e_value = say(answer, "e_value", source="VanderWeele & Ding 2017")
    rows = [
        (robustness, _share(answer, found.robustness_value, "robust_zero")),
        (say(answer, "robustness_limit"), _share(answer, limit, "robust_interval")),
        (say(answer, "benchmark"), answer.words.say(found.benchmark) if found.benchmark else ""),
        (e_value, decimals(answer, found.e_value, 2) if found.e_value else ""),
        (say(answer, "e_limit"), decimals(answer, found.e_value_limit, 2) if found.e_value_limit else ""),
    ]
    return (*facts(rows), *picture(answer, "contour"), Note(say(answer, "hidden_note")))


def checks(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None:
        return ()
    if not answer.checks:
        return (Paragraph(say(answer, "no_checks")),)
    said = wording(answer.language)
    rows = tuple(
        (
            said.say(c.purpose),
            say(answer, VERDICT[c.passed]),
            said.paragraph(c.detail),
            said.say(c.cannot_detect),
        )
        for c in answer.checks
    )
    heads = tuple(say(answer, name) for name in ("asks", "verdict", "result", "blind"))
    return (Grid(heads, rows), Note(say(answer, "checks_note")))


def _estimate_row(answer: Answer, label: str, one: Estimate) -> tuple[str, ...]:
    assert answer.estimate is not None
    spread = answer.estimate.std_error
    low, high = (number(answer, limit, spread) for limit in one.ci_95)
    return (
        say(answer, label),
        estimator_label(one.estimator, answer.language),
        with_unit(number(answer, one.value, spread), answer.unit),
        say(answer, "to", low=low, high=high),
        number(answer, one.std_error, spread),
        f"< {decimals(answer, 0.001, 3)}" if one.p_value < 0.001 else decimals(answer, one.p_value, 3),
        counted(answer, one.rows_used),
    )


def _share(answer: Answer, value: float | None, purpose: str) -> str:
    return "" if value is None else say(answer, purpose, share=percent(answer, value))


# ---------------- How much the answer owes to its choices: the same question under other defensible ones


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
    low, high = (with_unit(number(answer, value, spread), answer.unit) for value in found.span)
    mine = with_unit(number(answer, answer.estimate.value, spread), answer.unit)
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
        entry[0].append(wording(answer.language).say(universe.choice))
    return [("\n".join(names), estimate) for names, estimate in by_columns.values()]


def _row(answer: Answer, names: str, estimate: Estimate) -> tuple[str, ...]:
    assert answer.estimate is not None
    spread = answer.estimate.std_error
    low, high = (number(answer, limit, spread) for limit in estimate.ci_95)
    value = with_unit(number(answer, estimate.value, spread), answer.unit)
    return (names, value, say(answer, "to", low=low, high=high))
