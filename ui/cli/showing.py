"""`askwhy kinds | profile | graph`: what is shown without an answer, as lines for people and as values."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assistant.kinds.interface import all_kinds, kind_of, known_kinds
from assistant.kinds.not_built import NONE
from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import share
from tools.errors import OptionError
from tools.graphs import export_graph
from tools.graphs.export import FORMATS
from tools.messages import Message
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from assistant.graphs.combination import Conflict
    from tools.discovery import Link
    from tools.falsification.falsify import GraphTest
    from tools.types import CausalGraph, ColumnProfile, DataProfile

__all__ = [
    "ShownGraph",
    "graph_of",
    "graph_text",
    "kind_lines",
    "kind_values",
    "profile_lines",
    "profile_values",
]


# ---------------- Which kinds of question there are, and which are answered today


def kind_values(language: str = "en") -> list[dict[str, Any]]:
    """Each kind with what it asks for, whether it is built, and its slots."""
    words, built = wording(language), known_kinds()
    return [
        {
            "kind": name,
            "asks": words.say(Message(f"kind-{name.replace('_', '-')}")),
            "answered": name in built,
            "slots": [
                {
                    "name": slot.name,
                    "kind": str(slot.kind),
                    "required": slot.required,
                    "choices": list(slot.choices),
                }
                for slot in (kind_of(name).slots if name in built else ())
            ],
        }
        for name in all_kinds()
        if name != NONE
    ]


def kind_lines(language: str = "en") -> list[str]:
    """The same as lines: answered first, then what is recognised and refused by name."""
    values = kind_values(language)
    lines = ["Answered today:"]
    lines += [f"  {each['kind']:16} {each['asks']}" for each in values if each["answered"]]
    lines += ["", "Recognised, and refused by name with what can be asked instead:"]
    lines += [f"  {each['kind']:20} {each['asks']}" for each in values if not each["answered"]]
    return lines


# ---------------- A table's profile


MOST_LEVELS = 3


def profile_lines(profile: DataProfile) -> Iterable[RenderableType]:
    """One line a column: what it holds, how much is missing, when it was measured."""
    yield Text(
        f"{clean(profile.source)}: {profile.rows:,} rows, {len(profile.columns)} columns", style="bold"
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("column", "kind", "missing", "values", "measured"):
        table.add_column(heading, justify="right" if heading == "missing" else "left", overflow="fold")
    for column in profile.columns:
        missing = (
            wording(DEFAULT).quantity(share(column.missing / column.rows))
            if column.missing and column.rows
            else ""
        )
        timing = "" if str(column.timing) == "unknown" else str(column.timing)
        table.add_row(
            Text(clean(column.name)), str(column.kind), missing, Text(clean(_values(column))), timing
        )
    yield table
    for warning in map(wording("en", profile).say, profile.remarks):
        yield Text(f"Warning: {clean(warning)}")


def profile_values(profile: DataProfile) -> dict[str, Any]:
    """The profile as plain JSON values; figures that do not exist are null."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(dataclasses.replace(profile, warnings=())))
    return plain | {"warnings": list(map(wording("en", profile).say, profile.remarks))}


def _values(column: ColumnProfile) -> str:
    unit = f" {column.unit}" if column.unit else ""
    if column.minimum is not None and column.maximum is not None:
        return f"{_plainly(column.minimum)} to {_plainly(column.maximum)}{unit}"
    if column.levels:
        shown = ", ".join(str(level) for level, _ in column.levels[:MOST_LEVELS])
        return shown + (", ..." if column.distinct > MOST_LEVELS else "")
    return f"{column.distinct:,} distinct"


def _plainly(value: float) -> str:
    """Whole numbers as they stand in the table: 1 and not 1.00."""
    return (
        f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else wording(DEFAULT).number(value)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    item = getattr(value, "item", None)  # numpy scalars
    return item() if callable(item) else value


# ---------------- A graph with the source of each arrow


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
