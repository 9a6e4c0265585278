"""What all figures share: colours, type and a safe way to set text.

Only matplotlib's object interface is used, never pyplot: a figure belongs to its caller, and twenty people
can draw at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

__all__ = ["BLUE", "GREEN", "GREY", "INK", "ORANGE", "PALE", "PURPLE", "SKY", "VERMILION"]
__all__ += [
    "NARROW",
    "bare",
    "drawable",
    "finish",
    "forest_axes",
    "new_figure",
    "shorten",
    "titles",
    "wrapped",
]

NARROW = 4.2  # inches: shown on a phone, its letters are as large as the page's

# Okabe & Ito (2008): told apart by colour-blind readers. Shape or line style always says the same again.
BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
INK = "#1A1A1A"
GREY = "#6E6E6E"
PALE = "#D9D9D9"

# The first of these that is installed writes Chinese; DejaVu, which comes with matplotlib, writes the rest.
_CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)


def new_figure(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty figure, in inches, with one pair of axes."""
    figure = Figure(figsize=(width, height), dpi=110, layout="constrained", facecolor="white")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)  # type: ignore[union-attr, call-arg]
    return figure, figure.add_subplot()


def bare(axes: Axes) -> None:
    """Only the bottom axis line stays."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(axis="both", colors=INK, labelsize=9, length=3)
    axes.tick_params(axis="y", length=0)
    if axes.get_figure(root=True).get_figwidth() <= NARROW:  # type: ignore[union-attr]
        axes.locator_params(axis="x", nbins=5)


def titles(axes: Axes, title: str, subtitle: str) -> None:
    """A headline, and below it in grey what the reader needs to know; both are wrapped where it is narrow."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    narrow = figure.get_figwidth() <= NARROW
    below, above = (wrapped(subtitle, 52), wrapped(title, 32)) if narrow else (subtitle, title)
    # On a phone the titles begin at the picture's edge, not at the axes', which labels push to the right.
    left = "figure fraction" if narrow else "axes fraction"
    x = 0.03 if narrow else 0
    lines = 1 + below.count("\n")
    for text, up, size, colour, weight in (
        (below, 8, 9, GREY, "normal"),
        (above, 12 + 11.5 * lines, 12, INK, "bold"),
    ):
        axes.annotate(text, (x, 1), xycoords=(left, "axes fraction"), xytext=(0, up), fontsize=size,
                      textcoords="offset points", color=colour, fontweight=weight, va="bottom")  # fmt: skip


def forest_axes(axes: Axes, labels: Sequence[str], size: float, *, first_bold: bool, narrow: bool) -> None:
    """Rows and the zero line; labels left of the rows, or above them where it is narrow."""
    bare(axes)
    axes.axvline(0, color=INK, lw=1, ls=(0, (4, 3)), zorder=1)
    axes.grid(axis="x", color=PALE, lw=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.margins(x=0.08)
    shown = [drawable(label) for label in labels]
    if narrow:
        axes.set_yticks([])
        for place, label in enumerate(shown):
            axes.annotate(label, (0, place - 0.32), xycoords=("axes fraction", "data"), va="center",
                          fontsize=size, color=INK, zorder=4,
                          fontweight="bold" if first_bold and place == 0 else "normal",
                          bbox={"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none"})  # fmt: skip
        axes.set_ylim(len(shown) - 0.5, -0.75)
        return
    axes.set_yticks(range(len(shown)), shown, fontsize=size)
    if first_bold:
        axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_ylim(len(shown) - 0.4, -0.6)


def wrapped(text: str, characters: int) -> str:
    return "\n".join(wrap(text, characters)) or text


def finish(figure: Figure) -> Figure:
    """Make every text of the figure safe: names from the data are neither formulas nor missing glyphs."""
    families, _ = _fonts()
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)  # a column named "$x$" is no formula
        text.set_fontfamily(families)
        text.set_text(drawable(text.get_text()))
    return figure


def shorten(name: str, limit: int) -> str:
    """The name, cut in the middle where both ends tell columns apart."""
    clean = " ".join(name.split())
    if len(clean) <= limit:
        return clean
    head = (limit - 1) * 2 // 3
    return f"{clean[:head]}…{clean[len(clean) - (limit - 1 - head) :]}"


@cache
def _fonts() -> tuple[list[str], tuple[str, ...]]:
    """Families to write with, and the files that hold their glyphs."""
    from matplotlib.font_manager import fontManager

    files = {entry.name: entry.fname for entry in fontManager.ttflist if entry.style == "normal"}
    families = ["DejaVu Sans", *[name for name in _CJK_FONTS if name in files][:1]]
    return families, tuple(files[name] for name in families if name in files)


@cache
def _has_glyph(character: str, fonts: tuple[str, ...]) -> bool:
    from matplotlib.font_manager import get_font

    return any(get_font(path).get_char_index(ord(character)) for path in fonts)


def drawable(text: str) -> str:
    """Without a font for a script, an empty box stands for each of its characters.

    `finish` does this for every text but tick labels, which matplotlib writes anew when it draws.
    """
    _, fonts = _fonts()
    return "".join(c if c in "\n\t " or _has_glyph(c, fonts) else "□" for c in text)
