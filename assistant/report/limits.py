"""The end of a report: what it rests on, what it could not rule out, and how to do it again."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from assistant.report.blocks import Block, Grid, Items, Note, Script, facts
from assistant.report.study import plain_words

if TYPE_CHECKING:
    from assistant.answer import Answer

__all__ = ["assumptions", "citations", "code", "not_ruled_out", "provenance"]

MOST_NAMED = 8  # columns, in a sentence
COMPUTED_WITH = ("dowhy", "numpy", "pandas", "scipy", "scikit-learn", "statsmodels")


def assumptions(answer: Answer) -> tuple[Block, ...]:
    if not answer.assumptions:
        return ()
    rows = tuple((_short(a.text, answer), "yes" if a.testable else "no") for a in answer.assumptions)
    return (Grid(("Assumption", "Can this data speak for or against it?"), rows),)


def not_ruled_out(answer: Answer) -> tuple[Block, ...]:
    """Everything that may still be wrong, in one list: what nobody can test first."""
    if answer.estimate is None:
        return (Items(answer.warnings),) if answer.warnings else ()
    untested = [_short(a.text, answer) for a in answer.assumptions if not a.testable]
    lines = [f"Cannot be tested with this data: {text}" for text in untested]
    if answer.graph is not None:
        lines += [
            f"Not measured: {cause.name}, which may affect {', '.join(cause.affects)}."
            for cause in answer.graph.unobserved
        ]
    lines += [f"Check failed: {c.purpose} {c.detail}" for c in answer.checks if c.passed is False]
    lines += [f"Check could not be run: {c.purpose} {c.detail}" for c in answer.checks if c.passed is None]
    lines += [f"Warning: {warning}" for warning in answer.warnings]
    return (Items(tuple(dict.fromkeys(lines))),) if lines else ()


def _short(text: str, answer: Answer) -> str:
    """Many columns are named where the report says why each is adjusted for; here they are counted."""
    columns = answer.design.adjustment_set if answer.design else ()
    if len(columns) <= MOST_NAMED:
        return text
    named = f"{', '.join(columns[:-1])} and {columns[-1]}"
    return text.replace(named, f"the {len(columns)} columns adjusted for")


def citations(answer: Answer) -> tuple[Block, ...]:
    rows = tuple((f"[{p.id}]", p.source, p.place, plain_words(p.text)) for p in answer.citations)
    if rows:
        return (Grid(("", "Document", "Place", "Text"), rows),)
    return (Note("No document was cited."),) if answer.estimate is not None else ()


def provenance(answer: Answer) -> tuple[Block, ...]:
    from assistant import __version__

    trace = answer.trace
    rows = [
        ("AskWhy", __version__),
        ("Computed with", ", ".join([f"Python {platform.python_version()}", *_versions()])),
        ("Data fingerprint (SHA-256)", trace.data_fingerprint),
        ("Seed", str(trace.seed)),
        ("Language model", f"{trace.model}, {trace.model_calls} calls, {trace.tokens} tokens"
         if trace.model_calls else trace.model),
        ("Sent to a language model", f"{len(trace.sent)} messages" if trace.sent else "nothing"),
        ("Prompts", ", ".join(trace.prompts)),
        ("Steps", ", ".join(f"{step.name} {step.seconds:.2f} s" for step in trace.steps)),
    ]  # fmt: skip
    return facts(rows)


def code(answer: Answer) -> tuple[Block, ...]:
    if not answer.code:
        return ()
    return (Note("Gives the same number, with no AskWhy and no language model in it."), Script(answer.code))


def _versions() -> list[str]:
    found = []
    for name in COMPUTED_WITH:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
