"""`askwhy graph`: a graph with the source of each arrow, as text or for another program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.language import wording
from tools.errors import OptionError
from tools.graphs import export_graph
from tools.graphs.export import FORMATS

if TYPE_CHECKING:
    from assistant.graphs.combination import Conflict
    from tools.discovery import Link
    from tools.falsification.falsify import GraphTest
    from tools.types import CausalGraph

__all__ = ["ShownGraph", "graph_of", "graph_text"]


@dataclass(frozen=True)
class ShownGraph:
    graph: CausalGraph
    conflicts: tuple[Conflict, ...] = ()
    undecided: tuple[Link, ...] = ()
    tested: GraphTest | None = None


def graph_of(
    data: str,
    question: str | None,
    description: str | None,
    knowledge: Sequence[str],
    drawn: str | None,
    test: bool,
) -> ShownGraph:
    """The user's graph; else the one behind the question's answer; else documents, timing and data
    weighed."""
    from assistant import Assistant

    assistant = Assistant(data, description=description, knowledge=list(knowledge), graph=drawn)
    if drawn is None and question is None:
        if test:
            raise OptionError("There is no graph to test. Name one with --graph, or ask with --question.")
        weighed = assistant.weighed_graph()
        return ShownGraph(weighed.graph, weighed.conflicts, weighed.undecided)
    conflicts: tuple[Conflict, ...] = ()
    if question is not None:
        answer = assistant.ask(question)
        if answer.graph is None:
            raise OptionError(f"No graph follows from this question: {answer.prose}")
        conflicts = answer.conflicts
    tested = assistant.graph.test() if test else None
    return ShownGraph(assistant.graph.graph, conflicts, (), tested)


def graph_text(shown: ShownGraph, form: str = "text") -> str:
    """Raises OptionError for an unknown format."""
    if form == "text":
        return "\n".join(_lines(shown))
    if form not in FORMATS:
        raise OptionError(f"There is no graph format {form!r}. Use one of text, {', '.join(FORMATS)}.")
    text = export_graph(shown.graph, form).rstrip("\n")
    return text if shown.tested is None else "\n".join([text, "", *_tested(shown.tested)])


def _lines(shown: ShownGraph) -> list[str]:
    lines = []
    for edge in shown.graph.edges:
        lines.append(f"{edge.cause} -> {edge.effect}  (confidence {edge.confidence:.2f})")
        lines += [f"    {source.kind}: {' '.join(source.text.split())}" for source in edge.sources]
    for latent in shown.graph.unobserved:
        known = "suspected by the model, not measured" if latent.suspected else "not measured"
        lines.append(f"{latent.name} ({known}) -> {', '.join(latent.affects)}")
    if shown.undecided:
        lines += ["", "Linked in the data, direction unknown:"]
        lines += [f"    {link}{f'  {link.note}' if link.note else ''}" for link in shown.undecided]
    if shown.conflicts:
        lines += [
            "",
            "Where the sources disagree:",
            *(f"    {conflict.text}" for conflict in shown.conflicts),
        ]
    if shown.tested is not None:
        lines += ["", *_tested(shown.tested)]
    return lines or ["No link was found."]


def _tested(tested: GraphTest) -> list[str]:
    """A sentence a line."""
    return [wording("en").say(message) for message in tested.said]
