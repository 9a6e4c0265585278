"""One report file, as Markdown or PDF, or the HTML of `assistant.report.html`; its suffix decides.

The PDF is set with ReportLab: pip alone brings it, on every system, with no shared library.
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
from tools.errors import OptionError

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["SUFFIXES", "figure_png", "report_bytes", "report_markdown", "write_report"]


SUFFIXES = (".html", ".htm", ".pdf", ".md")


def write_report(answer: Answer, path: str | Path) -> Path:
    """Write the report; the suffix decides: .html, .htm, .pdf or .md.

    The Markdown's figures go to a folder beside it, named after the file.

    Raises:
        OptionError: another suffix, the file cannot be written, or a PDF without the extra `pdf`.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise OptionError(
            f"A report cannot be written as {target.name!r}. End the name with .html, .pdf or .md."
        )
    folder = target.with_suffix(".figures")
    content = report_bytes(answer, suffix, folder.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".md":
            for kind in _pictures(answer):
                folder.mkdir(exist_ok=True)
                (folder / f"{kind}.png").write_bytes(figure_png(answer, kind))
        target.write_bytes(content)
    except OSError as error:
        raise OptionError(
            f"The report cannot be written to {target} ({error.strerror}). Choose another place."
        ) from error
    return target


def report_bytes(answer: Answer, suffix: str, figures: str | None = None) -> bytes:
    """The report's content; `figures` is the folder that the Markdown's pictures are in."""
    from assistant.report.html import report_html

    match suffix:
        case ".pdf":
            return report_pdf(answer)
        case ".md":
            return report_markdown(answer, figures).encode("utf-8")
        case _:
            return report_html(answer).encode("utf-8")


def _pictures(answer: Answer) -> list[str]:
    """The kinds of figure that the report shows, in its order."""
    blocks = [block for section in sections(answer) for block in section.blocks]
    return [block.kind for block in blocks if isinstance(block, Picture)]


def figure_png(answer: Answer, kind: str) -> bytes:
    """One figure of the answer as PNG, sharp in print."""
    held = io.BytesIO()
    several = answer.multiverse if kind == "multiverse" else None
    drawn = several.figure() if several is not None else answer.figure(kind)
    drawn.savefig(held, format="png", dpi=150)
    return held.getvalue()


# ---------------- Markdown; nothing from outside becomes markup


def report_markdown(answer: Answer, figures: str | None = None) -> str:
    """The report's sections as Markdown; `figures` is the folder of the pictures, None leaves them out."""
    parts = [f"# {_plain(title(answer))}"]
    for section in sections(answer):
        parts.append(f"## {section.title}")
        parts += [text for block in section.blocks if (text := _markdown_block(block, figures))]
    return "\n\n".join(parts) + "\n"


def _markdown_block(block: Block, figures: str | None) -> str:
    match block:
        case Lead(text):
            return f"**{_cell(text)}**"
        case Paragraph(text):
            return _plain(text)
        case Note(text):
            return f"> {_cell(text)}"
        case Items(lines):
            return "\n".join(f"- {_cell(line)}" for line in lines)
        case Picture(kind, alt):
            return f"![{_plain(alt)}]({figures}/{kind}.png)" if figures else ""
        case Script(text):
            fence = "```"
            while fence in text:
                fence += "`"
            return f"{fence}python\n{text.rstrip()}\n{fence}"
        case Grid(heads, rows, caption):
            table = [f"| {' | '.join(map(_entry, row))} |" for row in (heads, *rows)]
            grid = [table[0], "|" + " --- |" * len(heads), *table[1:]]
            return (f"{_cell(caption)}\n\n" if caption else "") + "\n".join(grid)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no raw HTML."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text if c.isprintable() or c == "\n")


def _cell(text: str) -> str:
    return " ".join(_plain(text).split())


def _entry(text: str) -> str:
    """A table's cell; the only way to a new line in it is Markdown's own `<br>`."""
    return "<br>".join(_cell(line) for line in text.split("\n"))


# ---------------- PDF

# Latin, Greek and Cyrillic are set in DejaVu Sans, which comes with matplotlib; Chinese in a font that PDF
# readers bring (STSong-Light).


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
            story += [*_pdf_block(answer, block, width), Spacer(1, 6)]
    return story


def _pdf_block(answer: Answer, block: Block, width: float) -> list[Any]:
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
