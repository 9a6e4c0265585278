"""The end of a report: what it rests on, what it could not rule out, and how to do it again."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from assistant.figures.standard import alt_text, available
from assistant.language import wording
from assistant.report.blocks import (
    Block,
    Grid,
    Items,
    Note,
    Picture,
    Script,
    counted,
    decimals,
    facts,
    known,
    listed,
    percent,
    say,
    told,
)
from tools.messages import Columns, Message

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from tools.types import Check, Edge, EdgeSource

__all__ = [
    "all_arrows",
    "assumptions",
    "citations",
    "code",
    "graph",
    "graph_in_short",
    "not_ruled_out",
    "picture",
    "plain_words",
    "provenance",
]

# ---------------- The causal graph in a report: the picture, the arrows that the answer leans on, and all at


MOST_ARROWS = 12  # before the estimate; a longer table stands at the end of the report
LEAST_STEM = 20  # characters of a quotation that is told from another one by what follows it


def picture(answer: Answer, kind: str) -> tuple[Block, ...]:
    """The figure, where this answer has something to show in it."""
    return (Picture(kind, alt_text(answer, kind)),) if kind in available(answer) else ()


def graph(answer: Answer) -> tuple[Block, ...]:
    """The picture, then each arrow with the role of its ends and who claims it."""
    arrows = _arrows(answer)
    if not arrows:
        return ()
    note = Note(say(answer, "graph_note"))
    return (*picture(answer, "graph"), Grid(_heads(answer), tuple(arrows)), note)


def graph_in_short(answer: Answer) -> tuple[Block, ...]:
    """`graph`, with the arrows that matter most to the answer where there are many."""
    if not _long(answer):
        return graph(answer)
    assert answer.graph is not None
    shown = sorted(answer.graph.edges, key=lambda edge: _weight(answer, edge))[:MOST_ARROWS]
    arrows = _arrows(answer)
    chosen = [arrows[answer.graph.edges.index(edge)] for edge in shown]
    where = say(answer, "title_tables")
    many = say(answer, "arrows_shown", count=str(len(arrows)), shown=str(len(shown)), section=where)
    return (
        *picture(answer, "graph"),
        Note(many),
        Grid(_heads(answer), tuple(chosen)),
        Note(say(answer, "graph_note")),
    )


def all_arrows(answer: Answer) -> tuple[Block, ...]:
    """Every arrow, where the graph's own section has room for some only."""
    if not _long(answer):
        return ()
    arrows = _arrows(answer)
    return (Grid(_heads(answer), tuple(arrows), say(answer, "arrows_all", count=str(len(arrows)))),)


def _long(answer: Answer) -> bool:
    return answer.graph is not None and len(answer.graph.edges) > MOST_ARROWS


def _weight(answer: Answer, edge: Edge) -> tuple[int, float]:
    """First the effect that was asked about, then the design's own arrows, then the least sure others."""
    query, design = answer.query, answer.design
    if query is None or design is None:
        return (0, edge.confidence)
    ends = {edge.cause, edge.effect}
    if ends == {query.treatment, query.outcome}:
        return (0, 0.0)
    if ends & {*design.instruments, *design.mediators, design.running_variable}:
        return (1, edge.confidence)
    if edge.cause in design.adjustment_set and edge.effect in (query.treatment, query.outcome):
        return (2, edge.confidence)
    return (3, edge.confidence)


def _heads(answer: Answer) -> tuple[str, ...]:
    return tuple(say(answer, name) for name in ("cause", "effect_end", "confidence", "claimed_by"))


def _arrows(answer: Answer) -> list[tuple[str, ...]]:
    """A row each: the drawn ones in the graph's order, then those of unmeasured causes."""
    drawn = answer.graph
    if drawn is None:
        return []
    from assistant.figures.graph import node_roles

    roles = {name: say(answer, f"role_{role}") for name, role in node_roles(answer).items()}

    def with_role(name: str, role: str | None = None) -> str:
        role = role or roles.get(name, "")
        # An unmeasured cause may carry its role in its name.
        return say(answer, "with_role", column=name, role=role) if role and role not in name else name

    rows: list[tuple[str, ...]] = [
        (with_role(e.cause), with_role(e.effect), percent(answer, e.confidence), _claims(answer, e.sources))
        for e in drawn.edges
    ]
    rows += [
        (with_role(cause.name), with_role(effect), "", _claims(answer, cause.sources))
        for cause in drawn.unobserved
        for effect in cause.affects
    ]
    return rows


def _claims(answer: Answer, sources: Iterable[EdgeSource]) -> str:
    """A line each: `document [p12]: soil was sampled before sowing`; the same words stand once."""
    said: list[tuple[str, str]] = []  # what is said, the whole line
    for source in sources:
        text = plain_words(source.text).removeprefix("Assumed: ")  # the kind says it
        cited = f" [{source.passage}]" if source.passage else ""
        # A document speaks for itself, in its own language.
        words = text if source.kind == "document" else told(answer, text)
        line = f"{known(answer, f'kind_{source.kind}', source.kind)}{cited}: {words}"
        place = next((i for i, (other, _) in enumerate(said) if _same(text, other)), None)
        if place is None:
            said.append((text, line))
        elif cited:  # of two that agree, the one that can be looked up
            said[place] = (text, line)
    return "\n".join(line for _, line in said) or say(answer, "just_assumed")


def _same(one: str, other: str) -> bool:
    """Equal, or the one a cut of the other."""
    shorter, longer = sorted((one.rstrip(". …"), other.rstrip(". …")), key=len)
    return shorter == longer or (len(shorter) >= LEAST_STEM and longer.startswith(shorter))


def plain_words(text: str) -> str:
    """A passage on one line, without the marks of a Markdown list and of code."""
    return " ".join(text.replace("`", "").split()).removeprefix("- ").removeprefix("* ")


MOST_NAMED = 8  # columns, in a sentence
COMPUTED_WITH = ("dowhy", "numpy", "pandas", "scipy", "scikit-learn", "statsmodels")


def assumptions(answer: Answer) -> tuple[Block, ...]:
    if not answer.assumptions:
        return ()
    rows = tuple(
        (_short(a.text, answer), say(answer, "yes" if a.testable else "no")) for a in answer.assumptions
    )
    return (Grid((say(answer, "assumption"), say(answer, "testable")), rows),)


def not_ruled_out(answer: Answer) -> tuple[Block, ...]:
    """Everything that may still be wrong, in one list: what nobody can test first."""
    if answer.estimate is None:
        return (Items(answer.warnings),) if answer.warnings else ()
    untested = [_short(a.text, answer) for a in answer.assumptions if not a.testable]
    lines = [say(answer, "untestable", text=text) for text in untested]
    if answer.graph is not None:
        lines += [
            say(
                answer,
                "suspected" if cause.suspected else "not_measured",
                name=_bare(cause.name),
                columns=listed(answer, cause.affects),
            )
            for cause in answer.graph.unobserved
        ]
    lines += [_of_check("check_failed", c, answer) for c in answer.checks if c.passed is False]
    lines += [_of_check("check_not_run", c, answer) for c in answer.checks if c.passed is None]
    lines += [say(answer, "warning", text=warning) for warning in answer.warnings]
    return (Items(tuple(dict.fromkeys(lines))),) if lines else ()


def _of_check(words: str, check: Check, answer: Answer) -> str:
    said = wording(answer.language)
    # The line says that it could not be run; what is left to say is why.
    found = [message.slots.get("reason", message) for message in check.detail]
    detail = said.paragraph(message for message in found if isinstance(message, Message))
    return say(answer, words, purpose=said.say(check.purpose), detail=detail)


def _bare(name: str) -> str:
    """ "U (not measured)": the line says the rest."""
    return name.removesuffix(" (not measured)")


def _short(message: Message, answer: Answer) -> str:
    """Many columns are named where the report says why each is adjusted for; here they are counted."""
    slots = {
        name: replace(slot, shown=0) if isinstance(slot, Columns) and len(slot.names) > MOST_NAMED else slot
        for name, slot in message.slots.items()
    }
    text = wording(answer.language).say(replace(message, slots=slots))
    return text[:1].upper() + text[1:] if slots != message.slots else text


def citations(answer: Answer) -> tuple[Block, ...]:
    rows = tuple((f"[{p.id}]", p.source, p.place, plain_words(p.text)) for p in answer.citations)
    if rows:
        heads = ("", *(say(answer, name) for name in ("document", "place", "text")))
        return (Grid(heads, rows),)
    return (Note(say(answer, "none_cited")),) if answer.estimate is not None else ()


def provenance(answer: Answer) -> tuple[Block, ...]:
    from assistant import __version__

    trace = answer.trace
    spent = {"model": trace.model, "calls": str(trace.model_calls), "tokens": counted(answer, trace.tokens)}
    took = [
        say(answer, "step_time", name=s.name, seconds=decimals(answer, s.seconds, 2)) for s in trace.steps
    ]
    sent = say(answer, "sent_some", count=str(len(trace.sent))) if trace.sent else say(answer, "sent_none")
    rows = [
        ("AskWhy", __version__),
        (say(answer, "computed_with"), ", ".join([f"Python {platform.python_version()}", *_versions()])),
        (say(answer, "fingerprint", method="SHA-256"), trace.data_fingerprint),
        (say(answer, "seed"), str(trace.seed)),
        (say(answer, "model"), say(answer, "model_spent", **spent) if trace.model_calls else trace.model),
        (say(answer, "sent"), sent),
        (say(answer, "prompts"), ", ".join(trace.prompts)),
        (say(answer, "steps"), listed(answer, took)),
    ]
    return facts(rows)


def code(answer: Answer) -> tuple[Block, ...]:
    return (Note(say(answer, "code_note")), Script(answer.code)) if answer.code else ()


def _versions() -> list[str]:
    found = []
    for name in COMPUTED_WITH:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
