"""The causal graph as a picture: treatment left, outcome right, causes of both above.

The reader should see at a glance what was held fixed and what was left open, so the place, the shape and the
colour of a node all say its role in this answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from assistant.figures.standard import measured
from assistant.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    NARROW,
    ORANGE,
    PURPLE,
    VERMILION,
    finish,
    new_figure,
    shorten,
)
from assistant.language import say, wording
from assistant.prose.quantities import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

    from assistant.answers.answer import Answer
    from tools.types import CausalGraph, Edge

__all__ = ["draw_graph", "node_roles", "placed"]

MOST_NODES = 20
MOST_ON_A_PHONE = 14
IN_A_ROW = 5
IN_A_NARROW_ROW = 3
WEAK = 0.5  # arrows below this confidence are dashed


@dataclass(frozen=True)
class Look:
    """How the nodes of one role are drawn."""

    fill: str
    edge: str
    text: str = INK
    shape: str = "round,pad=0.45,rounding_size=0.35"
    line: str = "-"
    width: float = 1.4


LOOKS = {
    "treatment": Look(BLUE, BLUE, "white", "square,pad=0.5", width=2),
    "outcome": Look(VERMILION, VERMILION, "white", "square,pad=0.5", width=2),
    "adjusted": Look("#DDF3EC", GREEN),
    "instrument": Look("#FCEFD3", ORANGE, shape="rarrow,pad=0.35", width=1.8),
    "mediator": Look("#F6E4EE", PURPLE, shape="round4,pad=0.5"),
    "running": Look("#FCEFD3", ORANGE, shape="square,pad=0.4", width=1.8),
    "after": Look("white", GREY, GREY, shape="square,pad=0.35", line=":"),
    "unobserved": Look("white", INK, INK, shape="ellipse,pad=0.3", line="--"),
    # Nobody but a language model names it, and the estimate does not reckon with it.
    "suspected": Look("white", INK, GREY, shape="ellipse,pad=0.3", line=":"),
    "other": Look("#F2F2F2", GREY),
}


def draw_graph(answer: Answer, *, narrow: bool = False) -> Figure:
    """At most `MOST_NODES` nodes; the rest is counted. Dashed arrows have a confidence below one half.

    An unmeasured common cause is a dashed ellipse with dashed arrows, as Pearl (2009), *Causality*, 1.2,
    draws it; one that is merely suspected is dotted, as its arrows are, and has a question mark.
    """
    graph, code = answer.graph, answer.language
    assert graph is not None
    roles = node_roles(answer)
    shown = _shown(graph, roles, MOST_ON_A_PHONE if narrow else MOST_NODES)
    hidden = len(roles) - len(shown)
    in_a_row = IN_A_NARROW_ROW if narrow else IN_A_ROW
    places, rows = placed(graph, {name: roles[name] for name in shown}, in_a_row)
    bottom = min(y for _, y in places.values()) - 0.5
    figure, axes = new_figure(NARROW if narrow else 8.4, 1.3 + 0.78 * (rows + 0.75 - bottom))
    axes.set_axis_off()
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(min(bottom, -0.85), 0.75 + rows)
    nodes = {name: _node(axes, name, places[name], LOOKS[roles[name]], narrow) for name in shown}
    arrows = _arrows(graph, shown)
    for edge in arrows:
        _arrow(axes, edge, roles, places, nodes)
    _label_effect(axes, answer, roles, places)
    axes.set_title(
        say(code, "figure-graph-title"), loc="left", fontsize=12, fontweight="bold", color=INK, pad=10
    )
    if hidden:
        more = say(code, "figure-graph-hidden", count=count(hidden))
        axes.annotate(more, (1, 1), xycoords="axes fraction", ha="right", va="top",
                      fontsize=9, color=GREY)  # fmt: skip
    present = [role for role in LOOKS if role in {roles[name] for name in shown}]
    marks: list[Patch | Line2D] = [
        Patch(
            facecolor=LOOKS[r].fill,
            edgecolor=LOOKS[r].edge,
            ls=LOOKS[r].line,
            lw=1.4,
            label=say(code, f"figure-role-{r}"),
        )
        for r in present
    ]
    if any(edge.confidence < WEAK for edge in arrows):
        marks.append(Line2D([], [], color=GREY, ls="--", lw=1.2, label=say(code, "figure-graph-unsure")))
    axes.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.5, 0.0),
                ncols=2 if narrow else len(marks) if len(marks) < 6 else -(-len(marks) // 2),
                fontsize=8.5, frameon=False,
                handlelength=1.6, columnspacing=1.2)  # fmt: skip
    return finish(figure)


def node_roles(answer: Answer) -> dict[str, str]:
    """A key of `LOOKS` for each node that has an arrow, measured or not."""
    graph, query, design = answer.graph, answer.query, answer.design
    assert graph is not None
    by_column = {role.column: role.role for role in answer.roles}
    after = {"after_treatment", "collider", "copy"}
    linked = {name for edge in graph.edges for name in (edge.cause, edge.effect)}
    roles: dict[str, str] = {}
    for name in graph.nodes:
        if query is not None and name == query.treatment:
            roles[name] = "treatment"
        elif query is not None and name == query.outcome:
            roles[name] = "outcome"
        elif design is not None and name in design.instruments:
            roles[name] = "instrument"
        elif design is not None and name in design.mediators:
            roles[name] = "mediator"
        elif design is not None and name == design.running_variable:
            roles[name] = "running"
        elif design is not None and name in design.adjustment_set:
            roles[name] = "adjusted"
        elif name in linked or not graph.edges:
            roles[name] = "after" if by_column.get(name) in after else "other"
    roles.update({cause.name: "suspected" if cause.suspected else "unobserved" for cause in graph.unobserved})
    return roles


def _shown(graph: CausalGraph, roles: dict[str, str], most: int) -> list[str]:
    """The nodes worth the space: the question first, then what was done about it, surest arrows first."""
    order = [
        "treatment",
        "outcome",
        "instrument",
        "running",
        "mediator",
        "unobserved",
        "suspected",
        "adjusted",
        "other",
        "after",
    ]
    sure: dict[str, float] = {}
    for edge in graph.edges:
        for name in (edge.cause, edge.effect):
            sure[name] = sure.get(name, 0.0) + edge.confidence
    ranked = sorted(roles, key=lambda name: (order.index(roles[name]), -sure.get(name, 0.0)))
    return ranked[:most]


def placed(
    graph: CausalGraph, roles: dict[str, str], in_a_row: int = IN_A_ROW
) -> tuple[dict[str, tuple[float, float]], int]:
    """Where each node stands (x in 0..1, y in rows), and how many rows there are above the arrow."""
    of = {role: [name for name in roles if roles[name] == role] for role in LOOKS}
    left = of["instrument"] + of["running"]
    places: dict[str, tuple[float, float]] = {}
    start = (0.3 if in_a_row == IN_A_ROW else 0.42) if left else 0.1
    _stack(places, left, 0.07)
    _stack(places, of["treatment"], start)
    _stack(places, of["outcome"], 0.9)
    # Below the arrow stands the estimate, so what comes after the treatment keeps a row's distance.
    _spread(places, of["mediator"], start + 0.1, 0.8, -1.1)
    _spread(places, of["after"], 0.08, 0.75, -2.0 if of["mediator"] else -1.1)
    above = of["adjusted"] + of["other"]
    rows = max(-(-len(above) // in_a_row), 1) if above else 0
    per_row = -(-len(above) // rows) if rows else 0
    for row in range(rows):
        names = above[row * per_row : (row + 1) * per_row]
        # Every second row is moved sideways, so that arrows from the top pass between the nodes below.
        _spread(places, names, 0.06 + 0.05 * (row % 2), 0.94 - 0.05 * ((row + 1) % 2), 1.25 + row)
    if hidden := of["unobserved"] + of["suspected"]:
        rows += 1
        _spread(places, hidden, 0.2, 0.85, 0.25 + rows)
    return places, max(rows, 1)


def _stack(places: dict[str, tuple[float, float]], names: list[str], x: float) -> None:
    for index, name in enumerate(names):
        places[name] = (x, 0.55 * ((len(names) - 1) / 2 - index))


def _spread(
    places: dict[str, tuple[float, float]], names: list[str], low: float, high: float, y: float
) -> None:
    for index, name in enumerate(names):
        places[name] = (low + (high - low) * (index + 0.5) / len(names), y)


def _node(axes: Axes, name: str, place: tuple[float, float], look: Look, narrow: bool) -> Annotation:
    box = {"boxstyle": look.shape, "fc": look.fill, "ec": look.edge, "lw": look.width, "ls": look.line}
    strong = look.text == "white"
    label = shorten(
        name.removesuffix(" (not measured)"), (13 if narrow else 20) if strong else (11 if narrow else 15)
    )
    if look is LOOKS["suspected"]:
        label += " ?"
    return axes.annotate(label, place, ha="center", va="center", color=look.text,
                         fontsize=10 if strong else 9, fontweight="bold" if strong else "normal", bbox=box,
                         zorder=4, annotation_clip=False)  # fmt: skip


def _arrows(graph: CausalGraph, shown: list[str]) -> list[Edge]:
    """Arrows between shown nodes; unmeasured causes point at what they affect."""
    from tools.types import Edge

    visible = set(shown)
    arrows = [edge for edge in graph.edges if edge.cause in visible and edge.effect in visible]
    for cause in graph.unobserved:
        arrows += [Edge(cause.name, effect, 1.0, ()) for effect in cause.affects if effect in visible]
    return [arrow for arrow in arrows if arrow.cause in visible]


def _arrow(
    axes: Axes,
    edge: Edge,
    roles: dict[str, str],
    places: dict[str, tuple[float, float]],
    nodes: dict[str, Annotation],
) -> None:
    start, end = places[edge.cause], places[edge.effect]
    asked = roles[edge.cause] == "treatment" and roles[edge.effect] == "outcome"
    level = start[1] == end[1] and not asked and abs(start[0] - end[0]) > 0.25
    bend = -0.25 if level else 0.0
    main = {roles[edge.cause], roles[edge.effect]} <= {
        "treatment",
        "outcome",
        "instrument",
        "mediator",
        "running",
    }
    hidden = {"unobserved": "--", "suspected": ":"}.get(roles[edge.cause])
    colour = INK if asked or main or hidden else "#9A9A9A"
    axes.annotate(
        "",
        xy=end,
        xytext=start,
        zorder=2 if main else 1,
        annotation_clip=False,
        arrowprops={
            "arrowstyle": "-|>,head_length=0.5,head_width=0.22",
            "color": colour,
            "lw": 2.4 if asked else 1.5 if main else 0.9,
            "ls": hidden or ("--" if edge.confidence < WEAK else "-"),
            "connectionstyle": f"arc3,rad={bend}",
            "patchA": nodes[edge.cause].get_bbox_patch(),
            "patchB": nodes[edge.effect].get_bbox_patch(),
            "shrinkA": 1,
            "shrinkB": 2,
        },
    )


def _label_effect(
    axes: Axes, answer: Answer, roles: dict[str, str], places: dict[str, tuple[float, float]]
) -> None:
    """The answer stands under the arrow that was asked about."""
    best = answer.estimate
    ends = [places[name] for name in places if roles[name] in ("treatment", "outcome")]
    if best is None or len(ends) != 2:
        return
    effect = measured(answer, best)
    said = wording(answer.language).quantity(effect)
    said += "\n" + say(answer.language, "figure-interval", effect=effect)
    middle = ((ends[0][0] + ends[1][0]) / 2, ends[0][1])
    axes.annotate(said, middle, xytext=(0, -9), textcoords="offset points",
                  ha="center", va="top", fontsize=9.5, color=INK, linespacing=1.3,
                  bbox={"boxstyle": "round,pad=0.2", "fc": "white", "ec": "none"}, zorder=3)  # fmt: skip
