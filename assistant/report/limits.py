"""The end of a report: what it rests on, what it could not rule out, and how to do it again."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from assistant.check_words import check_asks
from assistant.report.blocks import Block, Grid, Items, Note, Script, facts
from assistant.report.graph import plain_words
from assistant.report.words import listed, say, told

if TYPE_CHECKING:
    from assistant.answer import Answer
    from tools.types import Check

__all__ = ["assumptions", "citations", "code", "not_ruled_out", "provenance"]

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
        return (Items(tuple(told(answer, text) for text in answer.warnings)),) if answer.warnings else ()
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
    lines += [say(answer, "warning", text=told(answer, warning)) for warning in answer.warnings]
    return (Items(tuple(dict.fromkeys(lines))),) if lines else ()


def _of_check(words: str, check: Check, answer: Answer) -> str:
    found = check.detail.removeprefix("Could not be run: ")
    return say(answer, words, purpose=check_asks(check, answer.language), detail=told(answer, found))


def _bare(name: str) -> str:
    """ "U (not measured)": the line says the rest."""
    return name.removesuffix(" (not measured)")


def _short(text: str, answer: Answer) -> str:
    """Many columns are named where the report says why each is adjusted for; here they are counted."""
    text = told(answer, text)
    columns = answer.design.adjustment_set if answer.design else ()
    if len(columns) <= MOST_NAMED:
        return text
    named = f"{', '.join(columns[:-1])} and {columns[-1]}"
    shorter = text.replace(named, say(answer, "those_columns", count=str(len(columns))))
    return shorter[:1].upper() + shorter[1:] if text.startswith(named) else shorter


def citations(answer: Answer) -> tuple[Block, ...]:
    rows = tuple((f"[{p.id}]", p.source, p.place, plain_words(p.text)) for p in answer.citations)
    if rows:
        heads = ("", *(say(answer, name) for name in ("document", "place", "text")))
        return (Grid(heads, rows),)
    return (Note(say(answer, "none_cited")),) if answer.estimate is not None else ()


def provenance(answer: Answer) -> tuple[Block, ...]:
    from assistant import __version__

    trace = answer.trace
    spent = {"model": trace.model, "calls": str(trace.model_calls), "tokens": f"{trace.tokens:,}"}
    took = [say(answer, "step_time", name=s.name, seconds=f"{s.seconds:.2f}") for s in trace.steps]
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
