"""An answer and a plan as lines for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.figures.standard import estimator_label
from assistant.language import wording
from assistant.prose.formatting import number, percent, with_unit
from assistant.prose.sentence_book import in_language
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from assistant import Answer, Plan
    from assistant.types import DesignCandidate, Evidence, Reading
    from tools.types import Check, Design, Edge

__all__ = ["answer_lines", "plan_lines"]

# ---------------- A plan in about ten lines: what the question means, what decided it, what was rejected and


MOST_READINGS = 2  # beside the best
MOST_CUES = 3
MOST_DESIGNS = 4
_LONGEST = 150  # characters of a quotation


def plan_facts(plan: Plan) -> Iterable[tuple[str, str]]:
    """(label, text) a line; the label is empty where a line goes on with the one before."""
    yield "Effect of", _effect(plan)
    best, *others = plan.alternatives or (None,)
    if best is not None:
        yield "Reading", _reading(best)
        yield from (("  or", _reading(other)) for other in others[:MOST_READINGS])
    for place, evidence in enumerate(_deciding(plan.evidence)):
        yield ("Because" if place == 0 else "", _short(f"{evidence.about}: {evidence.text}"))
    if plan.design is not None:
        held = ", ".join(plan.design.adjustment_set) or "nothing"
        yield "Adjusts for", _short(held)
    for place, candidate in enumerate(plan.candidates[:MOST_DESIGNS]):
        yield ("Designs" if place == 0 else "", _candidate(candidate, chosen=place == 0))
    if plan.not_answerable is not None:
        yield "Refused", plan.not_answerable.reason
    elif plan.needs_clarification is not None:
        yield "Asks", f"{plan.needs_clarification.question} {' | '.join(plan.needs_clarification.choices)}"


def _effect(plan: Plan) -> str:
    query = plan.query
    if query is None:
        return "?"
    rule = (
        f"being past the cutoff of {plan.design.running_variable}" if plan.design else "being past a cutoff"
    )
    contrast = (
        f" (from {query.low} to {query.high})" if query.low is not None and query.high is not None else ""
    )
    whom = " and ".join(map(str, query.population)) or "everybody"
    return f"{query.treatment or rule}{contrast} on {query.outcome}, for {whom}"


def _reading(reading: Reading) -> str:
    treatment = reading.treatment or "being past a cutoff"
    return f"{treatment} -> {reading.outcome} ({percent(reading.confidence)})"


def _deciding(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """What decided the reading first, then the population and contrast; designs tell their own reasons."""
    about = [e for e in evidence if e.about not in ("design", "question")]
    return about[:MOST_CUES]


def _candidate(candidate: DesignCandidate, *, chosen: bool) -> str:
    verdict = "chosen" if chosen else "passed, fewer points" if candidate.accepted else "rejected"
    return _short(f"{candidate.design.kind} {verdict} ({candidate.score:g} points): {candidate.reason}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


MOST_ARROWS = 8
MOST_QUOTE = 220  # characters of a cited passage
MOST_CITATIONS = 8

DESIGNS = {
    "randomised": "a randomised experiment",
    "backdoor": "adjustment for what both depend on (back-door)",
    "iv": "an instrument",
    "frontdoor": "a mechanism that carries the whole effect (front-door)",
    "did": "before and after, with a comparison group (difference in differences)",
    "rdd": "both sides of a cutoff (regression discontinuity)",
    "none": "none found",
}


def answer_lines(answer: Answer, plots: Sequence[Path] = ()) -> Iterable[RenderableType]:
    """The prose, then what it rests on."""
    yield Text()
    for paragraph in answer.prose.split("\n\n"):
        yield Text(clean(paragraph))
        yield Text()
    if answer.estimate is not None:
        yield _facts(_estimate_facts(answer))
    if answer.graph is not None and answer.graph.edges:
        yield _heading(f"Graph: {len(answer.graph.edges)} arrows, each with who claims it")
        yield _arrows(answer)
    if answer.checks:
        yield _heading("Checks")
        yield _checks(answer.checks, answer.language)
    if answer.citations:
        yield _heading("Sources")
        yield from _citations(answer)
    if answer.warnings:
        yield _heading("Warnings")
        yield from (_item(in_language(text, answer.language)) for text in answer.warnings)
    if plots:
        yield Text()
        yield Text(f"Plot: {clean(str(plots[0]))}", no_wrap=True)
        if len(plots) > 1:
            yield Text(
                f"      and {', '.join(clean(path.name) for path in plots[1:])} beside it", style="dim"
            )
    yield Text()


def plan_lines(plan: Plan) -> Iterable[RenderableType]:
    """How a question is understood, and why: about ten lines."""
    yield _facts(plan_facts(plan))


# ---------------------------------------------------------------- parts


def _estimate_facts(answer: Answer) -> list[tuple[str, str]]:
    best = answer.estimate
    assert best is not None
    low, high = (number(limit, best.std_error) for limit in best.ci_95)
    facts = [
        (
            "Estimate",
            f"{with_unit(number(best.value, best.std_error), answer.unit)}   95% interval {low} to {high}",
        )
    ]
    if best.unadjusted is not None:
        facts.append(("Unadjusted", with_unit(number(best.unadjusted, best.std_error), answer.unit)))
    facts.append(("Estimator", estimator_label(best.estimator)))
    of_all = f" of {answer.rows_total:,}" if answer.rows_total > best.rows_used else ""
    facts.append(("Rows used", f"{best.rows_used:,}{of_all}"))
    facts += [("  dropped", f"{rows:,}: {reason}") for reason, rows in answer.dropped]
    if answer.design is not None:
        facts += _design_facts(answer.design)
    if answer.sensitivity is not None and answer.sensitivity.robustness_value is not None:
        share = percent(answer.sensitivity.robustness_value)
        meaning = (
            f"something unmeasured would have to explain {share} of what is left unexplained in treatment "
            "and outcome to bring the estimate to zero"
        )
        facts.append(("Robustness", meaning))
    return facts


def _design_facts(design: Design) -> list[tuple[str, str]]:
    facts = [("Design", DESIGNS.get(str(design.kind), str(design.kind)))]
    named = [
        ("Instrument", design.instruments),
        ("Mediator", design.mediators),
        ("Cutoff", (f"{design.running_variable} at {design.cutoff:g}",) if design.cutoff is not None else ()),
        ("Adjusted for", design.adjustment_set or ("nothing",)),
    ]
    return facts + [(label, ", ".join(columns)) for label, columns in named if columns]


def _facts(facts: Iterable[tuple[str, str]]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, value in facts:
        table.add_row(Text(label), Text(clean(value)))
    return table


def _arrows(answer: Answer) -> RenderableType:
    """The arrow that was asked about first, then the surest."""
    assert answer.graph is not None
    query = answer.query
    asked = (query.treatment, query.outcome) if query else (None, None)
    ranked = sorted(
        answer.graph.edges, key=lambda edge: ((edge.cause, edge.effect) != asked, -edge.confidence)
    )
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(style="dim")
    for edge in ranked[:MOST_ARROWS]:
        table.add_row(Text(clean(f"{edge.cause} -> {edge.effect}")), Text(clean(_claimed_by(edge))))
    if len(ranked) > MOST_ARROWS:
        table.add_row(Text(f"and {len(ranked) - MOST_ARROWS} more", style="dim"), Text())
    for cause in answer.graph.unobserved:
        known = "suspected by the model, not measured" if cause.suspected else "not measured"
        table.add_row(Text(clean(f"{cause.name} -> {', '.join(cause.affects)}")), Text(known))
    return Padding(table, (0, 0, 0, 2))


def _claimed_by(edge: Edge) -> str:
    marks = [f"[{source.passage}]" if source.passage else source.kind for source in edge.sources]
    return ", ".join(dict.fromkeys(marks)) or "assumed"


def _checks(checks: Sequence[Check], language: str) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    words = wording(language)
    for check in checks:
        mark = {True: Text("✓", "bold green"), False: Text("✗", "bold red"), None: Text("–", "bold")}[
            check.passed
        ]
        said = Text(clean(words.say(check.purpose)))
        if check.detail:
            said.append(f"\n{clean(words.paragraph(check.detail))}")
        said.append(f"\nCannot detect: {clean(words.say(check.cannot_detect))}", style="dim")
        table.add_row(mark, said)
    return Padding(table, (0, 0, 0, 2))


def _citations(answer: Answer) -> Iterable[RenderableType]:
    for passage in answer.citations[:MOST_CITATIONS]:
        quote = " ".join(passage.text.split())
        quote = quote if len(quote) <= MOST_QUOTE else quote[: MOST_QUOTE - 1].rstrip() + "…"
        place = f", {passage.place}" if passage.place else ""
        said = Text.assemble(
            (f"[{passage.id}] {clean(passage.source)}{clean(place)}: ", "bold"), f"“{clean(quote)}”"
        )
        yield Padding(said, (0, 0, 0, 2))
    if len(answer.citations) > MOST_CITATIONS:
        yield _item(f"and {len(answer.citations) - MOST_CITATIONS} more")


def _heading(text: str) -> RenderableType:
    return Text(f"\n{text}", style="bold")


def _item(text: str) -> RenderableType:
    return Padding(Text(clean(text)), (0, 0, 0, 2))
