"""The report as one HTML page: figures inside, no script, everything from outside escaped."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.report.blocks import Block, Grid, Items, Lead, Note, Paragraph, Picture, Script, say
from assistant.report.sections import sections, title
from assistant.report.write import figure_png

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["blocks_html", "escape", "inside", "report_html"]


def report_html(answer: Answer) -> str:
    """The whole page as text; figures are inside as PNG data."""
    parts = sections(answer)

    body = "\n".join(
        f'<section id="{part.id}" aria-labelledby="{part.id}-title">\n'
        f'<h2 id="{part.id}-title">{escape(part.title)}</h2>\n'
        f"{blocks_html(part.blocks, partial(inside, answer))}\n</section>"
        for part in parts
    )
    contents = "".join(f'<li><a href="#{part.id}">{escape(part.title)}</a></li>' for part in parts)
    style = files("assistant.report").joinpath("report.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(answer.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>AskWhy: {escape(title(answer))}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f'<header>\n<p class="brand">{escape(say(answer, "brand"))}</p>\n'
        f"<h1>{escape(title(answer))}</h1>\n</header>\n"
        f'<nav aria-label="{escape(say(answer, "contents"))}">\n<ol>{contents}</ol>\n</nav>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def inside(answer: Answer, kind: str) -> str:
    """A figure as the source of an image that needs no file."""
    return f"data:image/png;base64,{base64.b64encode(figure_png(answer, kind)).decode('ascii')}"


def escape(text: str) -> str:
    """Safe between tags and in quoted attributes; control characters have no place in HTML."""
    return html.escape("".join(c for c in text if c.isprintable() or c in "\n\t"), quote=True)


def blocks_html(blocks: Iterable[Block], address: Callable[[str], str]) -> str:
    """The blocks as HTML; `address` gives the source of a figure, by its kind."""
    return "\n".join(_block(block, address) for block in blocks)


def _block(block: Block, address: Callable[[str], str]) -> str:
    match block:
        case Lead(text):
            return f'<p class="lead">{escape(text)}</p>'
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Note(text):
            return f'<p class="note">{escape(text)}</p>'
        case Items(lines):
            return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
        case Picture(kind, alt):
            return (
                f'<figure class="wide" tabindex="0"><img src="{escape(address(kind))}" '
                f'alt="{escape(alt)}"></figure>'
            )
        case Script(text):
            return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'
        case Grid():
            return _table(block)


def _table(grid: Grid) -> str:
    caption = f"<caption>{escape(grid.caption)}</caption>" if grid.caption else ""
    named = not any(grid.heads)
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.heads)
    head = "" if named else f"<thead><tr>{heads}</tr></thead>"
    body = "".join(f"<tr>{_row(row, named)}</tr>" for row in grid.rows)
    return (
        f'<div class="wide" tabindex="0"><table class="{"facts" if named else "rows"}">{caption}{head}'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: Sequence[str], named: bool) -> str:
    cells = [f"<td>{_lines(cell)}</td>" for cell in row]
    if named:
        cells[0] = f'<th scope="row">{escape(row[0])}</th>'
    return "".join(cells)


def _lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")
