"""The figures of an answer: effect, graph, balance, overlap, contour. The only place that draws.

Each is a plain matplotlib `Figure`; nothing is shown or written. `alt_text` says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.language import wording
from assistant.prose.formatting import number, percent, with_unit
from tools.errors import OptionError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer, OverlapBin
    from tools.types import Estimate

__all__ = ["KINDS", "alt_text", "available", "estimator_label", "figure"]

KINDS = ("effect", "graph", "balance", "overlap", "contour")
MOST_ALTERNATIVES = 6
MOST_READ = 12  # arrows in the words for the picture; a table has them all

_ESTIMATORS = {
    "aipw": "Doubly robust (AIPW)",
    "dml_boosted": "Double machine learning, boosted",
    "dml_boosted_partially_linear": "Double machine learning, boosted",
    "dml_interactive": "Double machine learning",
    "dml_partially_linear": "Double machine learning",
    "frontdoor_doubly_robust": "Front-door, doubly robust",
    "group_time": "Group-time (Callaway, Sant'Anna)",
    "imputation": "Imputation (Borusyak et al.)",
    "synthetic_control": "Synthetic control",
    "frontdoor": "Front-door adjustment",
    "ipw": "Inverse probability weighting",
    "lin_regression": "Regression, interacted (Lin)",
    "liml": "Limited information (LIML)",
    "regression_discontinuity_double_bandwidth": "Twice the bandwidth",
    "regression_discontinuity_half_bandwidth": "Half the bandwidth",
    "two_stage_least_squares": "Two-stage least squares",
    "two_way_fixed_effects": "Two-way fixed effects",
}


def figure(answer: Answer, kind: str = "effect", *, narrow: bool = False) -> Figure:
    """Draw one figure of the answer; `narrow` for a phone.

    Raises:
        OptionError: the kind is unknown, or this answer has nothing to show in it.
    """
    if kind not in KINDS:
        raise OptionError(f"There is no figure {kind!r}. Known: {', '.join(KINDS)}.")
    shown = available(answer)
    if kind not in shown:
        raise OptionError(
            f"This answer has nothing to show in a figure {kind!r} (status {answer.status}). "
            + (f"It has: {', '.join(shown)}." if shown else "It has no figures.")
        )
    return _DRAW[kind](answer, narrow)


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
    return tuple(kind for kind in KINDS if has[kind])


def alt_text(answer: Answer, kind: str) -> str:
    """The figure in words, for those who cannot see it."""
    if kind == "effect" and answer.estimate is not None:
        best = answer.estimate
        low, high = best.ci_95
        value = with_unit(number(best.value, best.std_error), answer.unit)
        text = (
            f"{_headline(answer)}: adjusted estimate {value}, "
            f"95% interval {number(low, best.std_error)} to {number(high, best.std_error)}"
        )
        if best.unadjusted is not None:
            text += f"; without adjustment {number(best.unadjusted, best.std_error)}"
        return text + "."
    if kind == "graph" and answer.graph is not None:
        arrows = [f"{edge.cause} causes {edge.effect}" for edge in answer.graph.edges]
        more = f", and {len(arrows) - MOST_READ} more arrows" if len(arrows) > MOST_READ else ""
        told = f"Causal graph of {len(answer.graph.nodes)} columns: {', '.join(arrows[:MOST_READ])}{more}."
        for cause in answer.graph.unobserved[:MOST_READ]:
            word = "Suspected, not measured" if cause.suspected else "Not measured"
            told += f" {word}: {cause.name.removesuffix(' (not measured)')}."
        return told
    if kind == "balance" and answer.balance:
        off = [row.covariate for row in answer.balance if abs(row.after) > 0.1]
        return (
            f"Balance of {len(answer.balance)} covariates: largest standardised difference "
            f"{max(abs(row.before) for row in answer.balance):.2f} before adjustment and "
            f"{max(abs(row.after) for row in answer.balance):.2f} after. "
            + (
                f"Beyond 0.1 after adjustment: {', '.join(off)}."
                if off
                else "All within 0.1 after adjustment."
            )
        )
    if kind == "overlap" and answer.overlap:
        untreated = _span([bar for bar in answer.overlap if bar.untreated > 0])
        treated = _span([bar for bar in answer.overlap if bar.treated > 0])
        return f"Estimated probability of treatment: untreated {untreated}, treated {treated}."
    if kind == "contour" and answer.sensitivity is not None:
        strength = answer.sensitivity.robustness_value
        share = percent(strength) if strength is not None else "an unknown share"
        strongest = answer.sensitivity.benchmark
        benchmark = f" {wording('en').say(strongest)}" if strongest else ""
        return (
            "Contours of the estimate under a hidden confounder: it reaches zero where that explains "
            f"{share} of what is left unexplained in both treatment and outcome.{benchmark}"
        )
    return ""


def _contour_needs(answer: Answer) -> bool:
    found = answer.sensitivity
    needed = {"regression_estimate", "regression_std_error", "degrees_of_freedom"}
    return found is not None and needed <= set(found.details) and found.details["regression_estimate"] != 0


def _span(bars: Sequence[OverlapBin]) -> str:
    return f"{min(bar.low for bar in bars):.2f} to {max(bar.high for bar in bars):.2f}" if bars else "none"


def estimator_label(name: str) -> str:
    """The estimator's name as people write it."""
    return _ESTIMATORS.get(name, name.replace("_", " ").capitalize())


def _headline(answer: Answer) -> str:
    from assistant.figures.style import shorten

    query = answer.query
    if query is None:
        return "Effect"
    cause = query.treatment or (answer.design.running_variable if answer.design else None) or "the cutoff"
    return f"Effect of {shorten(cause, 28)} on {shorten(query.outcome, 28)}"


def _change(answer: Answer) -> str:
    query = answer.query
    if query is None or query.low is None or query.high is None:
        return ""
    return f"{query.treatment or 'cutoff'} from {_level(query.low)} to {_level(query.high)}"


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
    rows: list[tuple[str, float, tuple[float, float] | None, str]] = [
        (("" if narrow else "Answer: ") + estimator_label(best.estimator), best.value, best.ci_95, "answer")
    ]
    rows += [
        (estimator_label(other.estimator), other.value, other.ci_95, "alternative")
        for other in _others(best)[:MOST_ALTERNATIVES]
    ]
    if best.unadjusted is not None:
        rows.append(("Without adjustment", best.unadjusted, None, "unadjusted"))

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
        said = number(value, best.std_error)
        if interval is not None:
            said += f"  ({number(interval[0], best.std_error)} to {number(interval[1], best.std_error)})"
        spot = (1.0, place - 0.32) if narrow else (1.02, place)
        axes.annotate(said, spot, xycoords=("axes fraction", "data"), va="center", color=INK,
                      fontsize=8.5 if narrow else 9.5, ha="right" if narrow else "left", zorder=4,
                      fontweight="bold" if role == "answer" else "normal",
                      bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none"})  # fmt: skip
    subtitle = "; ".join(
        part for part in (_change(answer), f"{best.rows_used:,} rows", "lines: 95% intervals") if part
    )
    titles(axes, _headline(answer), subtitle)
    outcome = answer.query.outcome if answer.query else "outcome"
    below = f"Change in {outcome}" + (f" ({answer.unit})" if answer.unit else "")
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)


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
