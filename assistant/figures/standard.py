"""The figures of an answer: effect, graph, balance, overlap, contour. The only place that draws.

Each is a plain matplotlib `Figure`; nothing is shown or written. `alt_text` says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.kinds.interface import kind_of, known_kinds
from assistant.language import language, say, wording
from assistant.prose.quantities import count, share
from assistant.prose.steps import estimator_name
from tools.errors import OptionError
from tools.messages import Columns, Message, Quantity, Quoted, Scale, ScaleKind, Slot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer, OverlapBin
    from tools.types import Estimate

__all__ = ["KINDS", "alt_text", "available", "change_in", "estimator_label", "figure", "measured"]

KINDS = ("effect", "graph", "balance", "overlap", "contour")
CLOSE_ENOUGH = 0.1  # pooled standard deviations (Austin 2009)
MOST_ALTERNATIVES = 6
MOST_READ = 12  # arrows in the words for the picture; a table has them all


def figure(answer: Answer, kind: str = "effect", *, narrow: bool = False) -> Figure:
    """Draw one figure of the answer; `narrow` for a phone.

    Raises:
        OptionError: the kind is unknown, or this answer has nothing to show in it.
    """
    own = figures_of(answer.kind)
    if kind in own:
        return own[kind](answer, narrow)
    if kind not in KINDS:
        raise OptionError(f"There is no figure {kind!r}. Known: {', '.join(KINDS)}.")
    shown = available(answer)
    if kind not in shown:
        raise OptionError(
            f"This answer has nothing to show in a figure {kind!r} (status {answer.status}). "
            + (f"It has: {', '.join(shown)}." if shown else "It has no figures.")
        )
    return _DRAW[kind](answer, narrow)


def figures_of(kind: str) -> Mapping[str, Callable[[Answer, bool], Figure]]:
    """The figures that a kind of question brings with it."""
    return kind_of(kind).figures if kind in known_kinds() else {}


def available(answer: Answer) -> tuple[str, ...]:
    """The kinds that this answer has something to show in."""
    has = {
        "effect": answer.estimate is not None,
        "graph": answer.graph is not None and bool(answer.graph.nodes),
        "balance": bool(answer.balance),
        "overlap": any(bar.treated for bar in answer.overlap)
        and any(bar.untreated for bar in answer.overlap),
        "contour": _contour_needs(answer),
    }
    own = figures_of(answer.kind) if answer.result is not None and kind_of(answer.kind).draws(answer) else {}
    return (*(kind for kind in KINDS if has[kind]), *own)


def alt_text(answer: Answer, kind: str) -> str:
    """The figure in words, for those who cannot see it."""
    words = _ALT.get(kind)
    return words(answer) if words is not None and kind in available(answer) else ""


def _alt_effect(answer: Answer) -> str:
    best = answer.estimate
    assert best is not None
    slots: dict[str, Slot] = {"title": Quoted(_headline(answer)), "effect": measured(answer, best)}
    if best.unadjusted is None:
        return say(answer.language, "figure-alt-effect", **slots)
    unadjusted = Quantity(best.unadjusted, std_error=best.std_error)
    return say(answer.language, "figure-alt-effect-unadjusted", unadjusted=unadjusted, **slots)


def _alt_graph(answer: Answer) -> str:
    graph = answer.graph
    assert graph is not None
    words = wording(answer.language)
    arrows = [
        say(answer.language, "figure-alt-arrow", cause=edge.cause, effect=edge.effect) for edge in graph.edges
    ]
    listed = words.language.between_names.join(arrows[:MOST_READ])
    slots: dict[str, Slot] = {"columns": count(len(graph.nodes)), "arrows": Quoted(listed)}
    more = len(arrows) - MOST_READ
    if more > 0:
        told = [say(answer.language, "figure-alt-graph-more", more=count(more), **slots)]
    else:
        told = [say(answer.language, "figure-alt-graph", **slots)]
    for cause in graph.unobserved[:MOST_READ]:
        id = "figure-alt-suspected" if cause.suspected else "figure-alt-not-measured"
        told.append(say(answer.language, id, cause=cause.name.removesuffix(" (not measured)")))
    return words.join(told)


def _alt_balance(answer: Answer) -> str:
    rows = answer.balance
    off = tuple(row.covariate for row in rows if abs(row.after) > CLOSE_ENOUGH)
    limit = Quantity(CLOSE_ENOUGH, decimals=1)
    first = say(
        answer.language,
        "figure-alt-balance",
        covariates=count(len(rows)),
        before=Quantity(max(abs(row.before) for row in rows), decimals=2),
        after=Quantity(max(abs(row.after) for row in rows), decimals=2),
    )
    second = (
        say(answer.language, "figure-alt-balance-off", limit=limit, columns=Columns(off, len(off)))
        if off
        else say(answer.language, "figure-alt-balance-fine", limit=limit)
    )
    return wording(answer.language).join([first, second])


def _alt_overlap(answer: Answer) -> str:
    return say(
        answer.language,
        "figure-alt-overlap",
        untreated=_span([bar for bar in answer.overlap if bar.untreated > 0]),
        treated=_span([bar for bar in answer.overlap if bar.treated > 0]),
    )


def _alt_contour(answer: Answer) -> str:
    found = answer.sensitivity
    assert found is not None
    strength = found.robustness_value
    return say(
        answer.language,
        "figure-alt-contour",
        share=share(strength) if strength is not None else Message("figure-unknown-share"),
        benchmark=found.benchmark or Quoted(""),
    )


_ALT: dict[str, Callable[[Answer], str]] = {
    "effect": _alt_effect,
    "graph": _alt_graph,
    "balance": _alt_balance,
    "overlap": _alt_overlap,
    "contour": _alt_contour,
}


def _contour_needs(answer: Answer) -> bool:
    found = answer.sensitivity
    needed = {"regression_estimate", "regression_std_error", "degrees_of_freedom"}
    return found is not None and needed <= set(found.details) and found.details["regression_estimate"] != 0


def _span(bars: Sequence[OverlapBin]) -> Message:
    if not bars:
        return Message("figure-nothing")
    low, high = min(bar.low for bar in bars), max(bar.high for bar in bars)
    return Message("figure-span", {"low": Quantity(low, decimals=2), "high": Quantity(high, decimals=2)})


def estimator_label(name: str, code: str) -> str:
    """The estimator's name as people write it."""
    return wording(code).say(estimator_name(name))


def measured(answer: Answer, one: Estimate) -> Quantity:
    """An estimate on the outcome's own scale; the answer's standard error decides the digits of all."""
    best = answer.estimate or one
    return Quantity(one.value, one.ci_95, best.std_error, Scale(ScaleKind.OUTCOME, answer.unit))


def _headline(answer: Answer) -> str:
    from assistant.figures.style import shorten

    query = answer.query
    if query is None:
        return say(answer.language, "figure-effect")
    cause = query.treatment or (answer.design.running_variable if answer.design else None)
    return say(
        answer.language,
        "figure-effect-of",
        treatment=shorten(cause, 28) if cause else Message("figure-cutoff"),
        outcome=shorten(query.outcome, 28),
    )


def _change(answer: Answer) -> str:
    query = answer.query
    if query is None or query.low is None or query.high is None:
        return ""
    return say(
        answer.language,
        "figure-change-levels",
        treatment=query.treatment or Message("figure-past-cutoff"),
        low=_level(query.low),
        high=_level(query.high),
    )


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


# ---------------------------------------------------------------- effect


def _effect(answer: Answer, narrow: bool) -> Figure:
    """Estimates below one another with their 95% intervals; the unadjusted one is hollow."""
    from assistant.figures.style import (
        BLUE,
        GREY,
        INK,
        NARROW,
        finish,
        forest_axes,
        new_figure,
        titles,
        wrapped,
    )

    best = answer.estimate
    assert best is not None
    code = answer.language
    mine = estimator_label(best.estimator, code)
    rows: list[tuple[str, float, tuple[float, float] | None, str]] = [
        (mine if narrow else say(code, "figure-answer", estimator=mine), best.value, best.ci_95, "answer")
    ]
    rows += [
        (estimator_label(other.estimator, code), other.value, other.ci_95, "alternative")
        for other in _others(best)[:MOST_ALTERNATIVES]
    ]
    if best.unadjusted is not None:
        rows.append((say(code, "figure-unadjusted"), best.unadjusted, None, "unadjusted"))

    size = (NARROW, 1.7 + 0.5 * len(rows)) if narrow else (8.0, 1.75 + 0.42 * len(rows))
    figure, axes = new_figure(*size)
    forest_axes(axes, [row[0] for row in rows], 8.5 if narrow else 9.5, first_bold=True, narrow=narrow)
    for place, (_, value, interval, role) in enumerate(rows):
        colour = BLUE if role == "answer" else GREY
        if interval is not None:
            low, high = interval
            axes.plot([low, high], [place, place], color=colour, lw=3 if role == "answer" else 1.6,
                      solid_capstyle="round", zorder=2)  # fmt: skip
        hollow = role == "unadjusted"
        axes.plot(value, place, marker="o" if role == "answer" else "D", ms=9 if role == "answer" else 6,
                  mfc="white" if hollow else colour, mec=colour, mew=1.5, ls="", zorder=3)  # fmt: skip
        shown = Quantity(value, interval, best.std_error)
        said = wording(code).quantity(shown) if interval is None else say(code, "figure-value", effect=shown)
        spot = (1.0, place - 0.32) if narrow else (1.02, place)
        axes.annotate(said, spot, xycoords=("axes fraction", "data"), va="center", color=INK,
                      fontsize=8.5 if narrow else 9.5, ha="right" if narrow else "left", zorder=4,
                      fontweight="bold" if role == "answer" else "normal",
                      bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none"})  # fmt: skip
    counted = say(code, "figure-rows", rows=count(best.rows_used))
    parts = (_change(answer), counted, say(code, "figure-lines-intervals"))
    subtitle = language(code).between_clauses.join(part for part in parts if part)
    titles(axes, _headline(answer), subtitle)
    below = change_in(code, answer.query.outcome if answer.query else None, answer.unit)
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)


def change_in(code: str, outcome: str | None, unit: str | None) -> str:
    """What an axis of effects shows."""
    slots: dict[str, Slot] = {"outcome": Quoted(outcome) if outcome else Message("figure-outcome")}
    if unit is None:
        return say(code, "figure-change-in", **slots)
    return say(code, "figure-change-in-unit", unit=unit, **slots)


def _others(best: Estimate) -> list[Estimate]:
    return [other for other in best.alternatives if other.estimator != best.estimator]


# ---------------------------------------------------------------- drawn elsewhere


def _balance(answer: Answer, narrow: bool) -> Figure:
    from assistant.figures.comparison import draw_balance

    return draw_balance(answer, narrow=narrow)


def _overlap(answer: Answer, narrow: bool) -> Figure:
    from assistant.figures.comparison import draw_overlap

    return draw_overlap(answer, narrow=narrow)


def _contour(answer: Answer, narrow: bool) -> Figure:
    from assistant.figures.sensitivity import draw_contour

    return draw_contour(answer, narrow=narrow)


def _graph(answer: Answer, narrow: bool) -> Figure:
    from assistant.figures.graph import draw_graph

    return draw_graph(answer, narrow=narrow)


_DRAW: dict[str, Callable[[Answer, bool], Figure]] = {
    "effect": _effect,
    "graph": _graph,
    "balance": _balance,
    "overlap": _overlap,
    "contour": _contour,
}
