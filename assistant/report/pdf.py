"""The report as PDF, set with ReportLab: pip alone brings it, on every system, with no shared library.

Latin, Greek and Cyrillic are set in DejaVu Sans, which comes with matplotlib; Chinese in a font that PDF
readers bring (STSong-Light).
"""

from __future__ import annotations

import html
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.report.blocks import Block, Grid, Items, Lead, Note, Paragraph, Picture, Script, say
from assistant.report.sections import sections, title
from assistant.report.write import figure_png
from tools.errors import OptionError

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["report_pdf"]

TEXT, BOLD, MONO, CHINESE = "AskWhy", "AskWhyBold", "AskWhyMono", "STSong-Light"
INK, SOFT, LINE = "#1a1a1a", "#555555", "#cccccc"
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
# Columns with little in them stay narrow; the rest share what is left.
MOST_CELL = 1500  # characters; a longer cell would not fit on a page


def report_pdf(answer: Answer) -> bytes:
    """The whole report as the bytes of a PDF.

    Raises:
        OptionError: ReportLab is not installed (the extra `pdf`).
    """
    try:
        import reportlab  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "reportlab":
            raise
        raise OptionError(
            "A PDF report needs ReportLab. Install it: pip install 'askwhy[pdf]'. Or end the name with .html."
        ) from None
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    held = io.BytesIO()
    document = SimpleDocTemplate(
        held,
        pagesize=A4,
        leftMargin=48,
        rightMargin=48,
        topMargin=48,
        bottomMargin=54,
        title=title(answer),
        author="AskWhy",
        lang=answer.language,
        invariant=1,  # the same answer gives the same bytes
    )
    document.build(_story(answer, document.width), onFirstPage=_footer, onLaterPages=_footer)
    return held.getvalue()


def _story(answer: Answer, width: float) -> list[Any]:
    from reportlab.platypus import Paragraph as Set
    from reportlab.platypus import Spacer

    styles = _styles()
    story: list[Any] = [
        Set(_marked(say(answer, "brand")), styles["note"]),
        Set(_marked(title(answer)), styles["title"]),
    ]
    for section in sections(answer):
        heading = Set(_marked(section.title), styles["heading"])
        story.append(heading)
        for block in section.blocks:
            story += [*_block(answer, block, width), Spacer(1, 6)]
    return story


def _block(answer: Answer, block: Block, width: float) -> list[Any]:
    from reportlab.platypus import Image, Preformatted
    from reportlab.platypus import Paragraph as Set

    styles = _styles()
    match block:
        case Lead(text):
            return [Set(_marked(text), styles["lead"])]
        case Paragraph(text):
            return [Set(_marked(text), styles["text"])]
        case Note(text):
            return [Set(_marked(text), styles["note"])]
        case Items(lines):
            return [Set(_marked(line), styles["item"], bulletText="•") for line in lines]
        case Picture(kind, alt):
            image = Image(io.BytesIO(figure_png(answer, kind)))
            shrink = min(width / image.imageWidth, 400 / image.imageHeight)
            image.drawWidth, image.drawHeight = image.imageWidth * shrink, image.imageHeight * shrink
            image.hAlign = "LEFT"
            # A plain PDF holds no alternative text, so the figure's words stand below it for everyone.
            return [image, Set(_marked(alt), styles["note"])]
        case Script(text):
            return [Preformatted(_printable(text), styles["code"], maxLineLength=96, newLineChars="↪ ")]
        case Grid():
            return [_table(block, width)]


def _table(grid: Grid, width: float) -> Any:
    from reportlab.platypus import Paragraph as Set
    from reportlab.platypus import Table

    styles = _styles()
    named = not any(grid.heads)
    rows = [] if named else [[Set(_marked(head), styles["head"]) for head in grid.heads]]
    for row in grid.rows:
        looks = ["head" if named and place == 0 else "cell" for place in range(len(row))]
        cells = [cell if len(cell) <= MOST_CELL else cell[: MOST_CELL - 1] + "…" for cell in row]
        rows.append(
            [
                Set(_marked(cell).replace("\n", "<br/>"), styles[look])
                for cell, look in zip(cells, looks, strict=True)
            ]
        )
    table = Table(rows, colWidths=_widths(grid, width), repeatRows=0 if named else 1, hAlign="LEFT")
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return table


def _widths(grid: Grid, width: float) -> list[float]:
    """Wider for the columns with more to say, none narrower than a word."""
    longest = [max(len(row[place]) for row in (grid.heads, *grid.rows)) for place in range(len(grid.heads))]
    weights = [min(max(length, 10), 60) ** 0.7 for length in longest]
    return [width * weight / sum(weights) for weight in weights]


def _marked(text: str) -> str:
    """Escaped for ReportLab's markup, with Chinese in a font that has it."""
    safe = html.escape(_printable(text), quote=False)
    return _CJK.sub(lambda run: f'<font name="{CHINESE}">{run.group()}</font>', safe)


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\n")


def _footer(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(TEXT, 8)
    canvas.setFillColor(SOFT)
    canvas.drawRightString(document.pagesize[0] - 48, 30, str(document.page))
    canvas.drawString(48, 30, "AskWhy")
    canvas.restoreState()


@cache
def _fonts() -> None:
    import matplotlib
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name, file in ((TEXT, "DejaVuSans"), (BOLD, "DejaVuSans-Bold"), (MONO, "DejaVuSansMono")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    text = ParagraphStyle("text", fontName=TEXT, fontSize=9.5, leading=14, textColor=INK)
    looks: dict[str, dict[str, Any]] = {
        "title": {"fontName": BOLD, "fontSize": 17, "leading": 22, "spaceAfter": 10},
        "heading": {
            "fontName": BOLD, "fontSize": 12, "leading": 16, "spaceBefore": 12, "spaceAfter": 5,
            "keepWithNext": 1,
        },
        "lead": {"fontSize": 11.5, "leading": 17},
        "note": {"fontSize": 8.5, "leading": 12, "textColor": SOFT},
        "item": {"leftIndent": 12, "bulletIndent": 0},
        "cell": {"fontSize": 8, "leading": 11, "splitLongWords": 1},
        "head": {"fontName": BOLD, "fontSize": 8, "leading": 11, "splitLongWords": 1},
        "code": {"fontName": MONO, "fontSize": 7, "leading": 9.5},
    }  # fmt: skip
    return {"text": text} | {name: ParagraphStyle(name, parent=text, **look) for name, look in looks.items()}
