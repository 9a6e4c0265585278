"""Figures: they show the answer's numbers, survive any name, and refuse what they cannot show."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from assistant.figures.graph import MOST_NODES, node_roles, placed
from assistant.figures.standard import KINDS, alt_text, available, figure
from assistant.figures.style import NARROW
from tests.ui.answers import answer, refusal
from tools.errors import OptionError
from tools.types import Design, DesignKind, Estimate, Unobserved


def texts(drawn: Figure) -> str:
    return "\n".join(text.get_text() for text in drawn.findobj(Text) if isinstance(text, Text))


def lines(drawn: Figure) -> list[str]:
    """How each arrow is drawn: "-", "--" or ":"."""
    notes = [note for note in drawn.findobj(Annotation) if isinstance(note, Annotation)]
    return [str(note.arrow_patch.get_linestyle()) for note in notes if note.arrow_patch is not None]


def png(drawn: Figure) -> bytes:
    held = io.BytesIO()
    drawn.savefig(held, format="png")
    return held.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_and_described(kind: str) -> None:
    assert png(figure(answer(), kind)).startswith(b"\x89PNG")
    assert len(alt_text(answer(), kind)) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_for_a_phone_each_kind_is_narrow_and_its_texts_stay_inside(kind: str) -> None:
    drawn = figure(answer(), kind, narrow=True)
    assert png(drawn).startswith(b"\x89PNG") and drawn.get_figwidth() <= NARROW
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    renderer = canvas.get_renderer()
    width = drawn.get_window_extent(renderer).width
    for text in drawn.findobj(Annotation):  # titles, names and values; not the ticks beyond the limits
        assert isinstance(text, Annotation)
        box = Text.get_window_extent(text, renderer)
        if text.get_text():
            assert box.x0 >= -2 and box.x1 <= width + 2, text.get_text()


def test_the_effect_figure_shows_the_answer_beside_the_unadjusted_value_and_the_alternatives() -> None:
    said = texts(figure(answer(), "effect"))
    for part in (
        "3.46 (2.52 to 4.40)",
        "2.54",
        "3.38 (2.40 to 4.36)",
        "t/ha",
        "Effect of irrigated on harvest",
    ):
        assert part in said


def test_the_answers_interval_is_drawn_to_scale() -> None:
    axes = figure(answer(), "effect").axes[0]
    drawn = [tuple(map(float, line.get_xdata())) for line in axes.lines]
    assert (2.52, 4.40) in drawn and (2.40, 4.36) in drawn


@pytest.mark.parametrize("kind", KINDS)
def test_names_from_the_data_are_neither_formulas_nor_missing_glyphs(kind: str) -> None:
    odd = ("$x^2", "a_{b}", "土壤", "a very long name of a column that somebody exported", "\\frac", "%s", "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png(figure(answer(odd), kind))


def test_a_large_graph_shows_the_question_and_counts_the_rest() -> None:
    large = answer(tuple(f"c{i}" for i in range(40)))
    said = texts(figure(large, "graph"))
    assert "irrigated" in said and "harvest" in said
    assert f"+ {44 - MOST_NODES} more columns" in said


def test_treatment_stands_left_of_the_outcome_and_below_its_causes() -> None:
    shown = answer()
    assert shown.graph is not None
    places, _ = placed(shown.graph, node_roles(shown))
    assert places["irrigated"][0] < places["harvest"][0]
    assert places["soil"][1] > places["irrigated"][1] > places["mildew"][1]


def test_each_node_has_the_role_it_plays_in_this_answer() -> None:
    roles = node_roles(answer(design=Design(DesignKind.IV, instruments=("slope",), adjustment_set=("soil",))))
    assert roles == {
        "irrigated": "treatment",
        "harvest": "outcome",
        "soil": "adjusted",
        "slope": "instrument",
        "mildew": "after",
        "skill of the farmer": "unobserved",
    }


def test_what_is_merely_suspected_has_a_mark_of_its_own_and_stands_in_the_legend() -> None:
    shown = answer()
    assert shown.graph is not None
    luck = Unobserved("luck", ("irrigated", "harvest"), suspected=True)
    feared = replace(shown, graph=replace(shown.graph, unobserved=(*shown.graph.unobserved, luck)))
    assert node_roles(feared)["luck"] == "suspected"
    drawn = figure(feared, "graph")
    assert {"suspected, not measured", "not measured", "luck ?"} <= set(texts(drawn).split("\n"))
    assert lines(drawn).count(":") == 2  # to both ends
    assert "Suspected, not measured: luck." in alt_text(feared, "graph")
    # The mirror: without it neither the mark nor its legend.
    plain = figure(shown, "graph")
    assert "suspected" not in texts(plain) and "?" not in texts(plain)
    assert ":" not in lines(plain) and "--" in lines(plain)


def test_an_unbounded_interval_is_drawn() -> None:
    png(figure(answer(estimate=Estimate(3.0, 2.0, (float("-inf"), float("inf")), 0.4, "iv", 90)), "effect"))


def test_a_refusal_has_no_figures() -> None:
    assert available(refusal()) == ()
    with pytest.raises(OptionError, match="nothing to show"):
        figure(refusal(), "effect")


def test_an_unknown_kind_is_named_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match="effect, graph, balance, overlap"):
        figure(answer(), "pie")


def test_balance_after_adjustment_is_told_in_words() -> None:
    assert "All within 0.1 after adjustment" in alt_text(answer(), "balance")
