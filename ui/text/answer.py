"""An answer and a plan as lines for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.figures.standard import estimator_label, measured
from assistant.language import language, say, wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count, share
from assistant.report.blocks import known
from assistant.types import population_text
from tools.messages import Column, Message, Quantity, Quoted, Scale, ScaleKind, Slot
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from assistant import Answer, Plan
    from assistant.answers.multiverse import Multiverse
    from assistant.types import DesignCandidate, Evidence, Reading
    from tools.types import Check, Design, Edge

__all__ = ["answer_lines", "multiverse_lines", "plan_lines"]


# ---------------- A plan in about ten lines: what the question means, what decided it, what was rejected and


MOST_READINGS = 2  # beside the best
MOST_CUES = 3
MOST_DESIGNS = 4
_LONGEST = 150  # characters of a quotation


def plan_facts(plan: Plan) -> Iterable[tuple[str, str]]:
    """(label, text) a line; the label is empty where a line goes on with the one before."""
    code = plan.language

    def label(name: str) -> str:
        return say(code, f"ui-plan-{name}")

    yield label("effect-of"), _effect(plan)
    best, *others = plan.alternatives or (None,)
    if best is not None:
        yield label("reading"), _reading(best, code)
        yield from ((f"  {label('or')}", _reading(other, code)) for other in others[:MOST_READINGS])
    for place, evidence in enumerate(_deciding(plan.evidence)):
        yield (label("because") if place == 0 else "", _short(f"{evidence.about}: {evidence.text}"))
    if plan.design is not None:
        held = ", ".join(plan.design.adjustment_set) or say(code, "ui-nothing")
        yield label("adjusts"), _short(held)
    for place, candidate in enumerate(plan.candidates[:MOST_DESIGNS]):
        said = _candidate(candidate, code, chosen=place == 0)
        yield (label("designs") if place == 0 else "", said)
    if plan.not_answerable is not None:
        yield label("refused"), wording(code).say(plan.not_answerable.reason)
    elif plan.needs_clarification is not None:
        asked = plan.needs_clarification
        yield label("asks"), f"{wording(code).say(asked.question)} {' | '.join(asked.choices)}"


def _effect(plan: Plan) -> str:
    query, code = plan.query, plan.language
    if query is None:
        return "?"
    running = plan.design.running_variable if plan.design else None
    rule = (
        Message("ui-plan-past-cutoff-of", {"column": Column(running)})
        if running
        else Message("ui-plan-past-cutoff")
    )
    slots: dict[str, Slot] = {
        "treatment": Column(query.treatment) if query.treatment else rule,
        "outcome": Column(query.outcome),
        "whom": Quoted(population_text(query.population) or say(code, "ui-everybody")),
    }
    if query.low is None or query.high is None:
        return say(code, "ui-plan-effect", **slots)
    return say(code, "ui-plan-effect-levels", low=str(query.low), high=str(query.high), **slots)


def _reading(reading: Reading, code: str) -> str:
    treatment = reading.treatment or Message("ui-plan-past-cutoff")
    pair = {"treatment": treatment, "outcome": reading.outcome or "?"}
    return say(code, "ui-plan-reading-pair", confidence=share(reading.confidence), **pair)


def _deciding(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """What decided the reading first, then the population and contrast; designs tell their own reasons."""
    about = [e for e in evidence if e.about not in ("design", "question")]
    return about[:MOST_CUES]


def _candidate(candidate: DesignCandidate, code: str, *, chosen: bool) -> str:
    verdict = "chosen" if chosen else "passed" if candidate.accepted else "rejected"
    said = say(
        code,
        f"ui-plan-{verdict}",
        design=str(candidate.design.kind),
        points=f"{candidate.score:g}",
        reason=candidate.reason,
    )
    return _short(said)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


MOST_ARROWS = 8
MOST_QUOTE = 220  # characters of a cited passage
MOST_CITATIONS = 8


def answer_lines(answer: Answer, plots: Sequence[Path] = ()) -> Iterable[RenderableType]:
    """The prose, then what it rests on."""
    code = answer.language
    yield Text()
    for paragraph in answer.paragraphs:
        yield Text(clean(paragraph))
        yield Text()
    if answer.estimate is not None:
        yield _facts(_estimate_facts(answer))
    if answer.graph is not None and answer.graph.edges:
        yield _heading(say(code, "ui-graph-heading", count=count(len(answer.graph.edges))))
        yield _arrows(answer)
    if answer.checks:
        yield _heading(say(code, "ui-checks"))
        yield _checks(answer.checks, answer.language)
    if answer.citations:
        yield _heading(say(code, "ui-sources"))
        yield from _citations(answer)
    if answer.warnings:
        yield _heading(say(code, "ui-warnings"))
        yield from map(_item, answer.warnings)
    if plots:
        yield Text()
        yield Text(clean(say(code, "ui-plot", path=str(plots[0]))), no_wrap=True)
        if len(plots) > 1:
            names = ", ".join(path.name for path in plots[1:])
            yield Text(f"      {clean(say(code, 'ui-plots-beside', names=names))}", style="dim")
    yield Text()


def plan_lines(plan: Plan) -> Iterable[RenderableType]:
    """How a question is understood, and why: about ten lines."""
    yield _facts(plan_facts(plan))


# ---------------------------------------------------------------- parts


def _estimate_facts(answer: Answer) -> list[tuple[str, str]]:
    best, code = answer.estimate, answer.language
    assert best is not None
    effect, words = measured(answer, best), wording(answer.language)
    interval = say(code, "ui-estimate-interval", effect=effect)
    facts = [(say(code, "ui-estimate"), f"{words.quantity(effect)}   {interval}")]
    if best.unadjusted is not None:
        plain = replace(effect, value=best.unadjusted, ci_95=None)
        facts.append((say(code, "ui-unadjusted"), words.quantity(plain)))
    facts.append((say(code, "ui-estimator"), estimator_label(best.estimator, code)))
    facts.append((say(code, "ui-rows-used"), rows_used(answer)))
    dropped = f"  {say(code, 'ui-dropped')}"
    facts += [(dropped, f"{words.quantity(count(rows))}: {reason}") for reason, rows in answer.dropped]
    if answer.design is not None:
        facts += _design_facts(answer.design, code)
    if answer.sensitivity is not None and answer.sensitivity.robustness_value is not None:
        strength = share(answer.sensitivity.robustness_value)
        facts.append((say(code, "ui-robustness"), say(code, "ui-robustness-means", share=strength)))
    return facts


def rows_used(answer: Answer) -> str:
    """ "1,566 of 1,629"."""
    assert answer.estimate is not None
    used = answer.estimate.rows_used
    if answer.rows_total <= used:
        return wording(answer.language).quantity(count(used))
    return say(answer.language, "ui-rows-of", used=count(used), total=count(answer.rows_total))


def _design_facts(design: Design, code: str) -> list[tuple[str, str]]:
    kind = Message(f"ui-design-{design.kind}")
    facts = [(say(code, "ui-design"), wording(code).say(kind))]
    cutoff = (
        (say(code, "ui-cutoff-at", column=design.running_variable or "", cutoff=f"{design.cutoff:g}"),)
        if design.cutoff is not None
        else ()
    )
    named = [
        ("ui-instrument", design.instruments),
        ("ui-mediator", design.mediators),
        ("ui-cutoff", cutoff),
        ("ui-adjusted", design.adjustment_set or (say(code, "ui-nothing"),)),
    ]
    between = language(code).between_names
    return facts + [(say(code, label), between.join(columns)) for label, columns in named if columns]


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
        table.add_row(Text(clean(f"{edge.cause} -> {edge.effect}")), Text(clean(_claimed_by(answer, edge))))
    if len(ranked) > MOST_ARROWS:
        more = say(answer.language, "ui-and-more", count=count(len(ranked) - MOST_ARROWS))
        table.add_row(Text(more, style="dim"), Text())
    for cause in answer.graph.unobserved:
        how = say(answer.language, "ui-suspected" if cause.suspected else "ui-not-measured")
        table.add_row(Text(clean(f"{cause.name} -> {', '.join(cause.affects)}")), Text(how))
    return Padding(table, (0, 0, 0, 2))


def _claimed_by(answer: Answer, edge: Edge) -> str:
    marks = [
        f"[{source.passage}]" if source.passage else known(answer, f"kind_{source.kind}", source.kind)
        for source in edge.sources
    ]
    return ", ".join(dict.fromkeys(marks)) or say(answer.language, "ui-assumed")


def _checks(checks: Sequence[Check], code: str) -> RenderableType:
    words = wording(code)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    for check in checks:
        mark = {True: Text("✓", "bold green"), False: Text("✗", "bold red"), None: Text("–", "bold")}[
            check.passed
        ]
        said = Text(clean(words.say(check.purpose)))
        if check.detail:
            said.append(f"\n{clean(words.paragraph(check.detail))}")
        blind = say(code, "ui-cannot-detect", blind=check.cannot_detect)
        said.append(f"\n{clean(blind)}", style="dim")
        table.add_row(mark, said)
    return Padding(table, (0, 0, 0, 2))


def _citations(answer: Answer) -> Iterable[RenderableType]:
    code = answer.language
    for passage in answer.citations[:MOST_CITATIONS]:
        quote = " ".join(passage.text.split())
        quote = quote if len(quote) <= MOST_QUOTE else quote[: MOST_QUOTE - 1].rstrip() + "…"
        place = f", {passage.place}" if passage.place else ""
        said = Text.assemble(
            (f"[{passage.id}] {clean(passage.source)}{clean(place)}: ", "bold"), f"“{clean(quote)}”"
        )
        yield Padding(said, (0, 0, 0, 2))
    if len(answer.citations) > MOST_CITATIONS:
        yield _item(say(code, "ui-and-more", count=count(len(answer.citations) - MOST_CITATIONS)))


def _heading(text: str) -> RenderableType:
    return Text(f"\n{text}", style="bold")


def _item(text: str) -> RenderableType:
    return Padding(Text(clean(text)), (0, 0, 0, 2))


# ---------------- The estimate under other choices as lines for a terminal: `askwhy ask ... --multiverse`


MOST_NAMED = 4  # columns; more are counted


def multiverse_lines(found: Multiverse | None, code: str = DEFAULT) -> Iterable[RenderableType]:
    """How far the estimates reach, then a row for each choice: the answer's first."""
    code = found.language if found is not None else code
    yield Text(say(code, "ui-other-choices"), style="bold")
    if found is None:
        yield Padding(Text(say(code, "ui-nothing-to-vary")), (0, 0, 1, 2))
        return
    words = wording(code)
    answers = found.universes[0].adjustment_set
    told = [one.estimate for one in found.universes if one.estimate is not None]
    spread = told[0].std_error  # the answer's own decides the digits of all
    scale = Scale(ScaleKind.OUTCOME, found.unit)
    low, high = (Quantity(limit, None, spread, scale) for limit in found.span)
    span = say(code, "ui-choices-span", count=count(len(told)), low=low, high=high)
    yield Padding(Text(clean(span)), (0, 0, 1, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for title in (say(code, "ui-choice"), say(code, "ui-held")):
        table.add_column(title, overflow="fold")
    for title in (say(code, "ui-estimate"), say(code, "ui-interval")):
        table.add_column(title, no_wrap=True)
    for one in found.universes:
        choice, held = clean(found.said(one)), clean(_held(one.adjustment_set, answers, code))
        if one.estimate is None:
            table.add_row(
                Text(choice),
                Text(clean(one.reason), "dim"),
                Text(say(code, "ui-not-identified"), "dim"),
                Text(),
            )
            continue
        ends = [words.number(limit, spread) for limit in one.estimate.ci_95]
        value = words.number(one.estimate.value, spread)
        table.add_row(
            Text(choice), Text(held), Text(value), Text(say(code, "ui-to", low=ends[0], high=ends[1]))
        )
    yield Padding(table, (0, 0, 1, 2))


def _held(columns: tuple[str, ...], answers: tuple[str, ...], code: str) -> str:
    """The columns; where they are many, what is different from those of the answer."""
    if len(columns) <= MOST_NAMED:
        return ", ".join(columns) or say(code, "ui-nothing")
    left_out = [name for name in answers if name not in columns]
    added = [name for name in columns if name not in answers]
    many = count(len(columns))
    if not (left_out or added) or len(left_out) + len(added) > MOST_NAMED:
        return say(code, "ui-columns", count=many)
    changes = [
        Message(id, {"columns": Quoted(", ".join(names))})
        for id, names in (("ui-without", left_out), ("ui-with", added))
        if names
    ]
    both = changes[0] if len(changes) == 1 else Message("ui-and", {"first": changes[0], "second": changes[1]})
    return say(code, "ui-columns-as-answer", count=many, changes=both)
