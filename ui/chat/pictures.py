"""The figures of the tabs: on a phone a narrow drawing takes the place of the wide one."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from assistant.figures.sensitivity import draw_multiverse
from assistant.figures.standard import available, figure
from assistant.report.html import escape

if TYPE_CHECKING:
    from assistant import Answer
    from assistant.answers.multiverse import Multiverse

__all__ = ["figure_html", "inside_html", "picture_png"]

PHONE = "(max-width: 640px)"
SHARP = 200  # dots an inch: a phone's screen has two or three for each pixel of the page


def picture_png(answer: Answer, others: Multiverse | None, kind: str, *, narrow: bool) -> bytes | None:
    """One figure as PNG; None where there is nothing to show in it."""
    if kind == "multiverse" and others is not None:
        drawn = draw_multiverse(others, narrow=narrow)
    elif kind in available(answer):
        drawn = figure(answer, kind, narrow=narrow)
    else:
        return None
    held = io.BytesIO()
    drawn.savefig(held, format="png", dpi=SHARP)
    return held.getvalue()


def figure_html(turn: str, kind: str, alt: str) -> str:
    """The figure of an answer, wide or narrow as the page is."""
    address = f"askwhy/figure/{escape(turn)}/{escape(kind)}.png"
    return (
        f'<figure><picture><source media="{PHONE}" srcset="{address}?narrow">'
        f'<img src="{address}" alt="{escape(alt)}"></picture></figure>'
    )


def inside_html(answer: Answer, kind: str, alt: str) -> str:
    """The same without an address: of a graph that belongs to no answer yet."""
    sources = []
    for narrow in (True, False):
        drawn = picture_png(answer, None, kind, narrow=narrow)
        if drawn is None:
            return ""
        sources.append(f"data:image/png;base64,{base64.b64encode(drawn).decode('ascii')}")
    small, large = sources
    return (
        f'<figure><picture><source media="{PHONE}" srcset="{small}">'
        f'<img src="{large}" alt="{escape(alt)}"></picture></figure>'
    )
