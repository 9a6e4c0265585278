"""The report as Markdown; nothing from outside becomes markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.report.blocks import Block, Grid, Items, Lead, Note, Paragraph, Picture, Script
from assistant.report.sections import sections, title

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["report_markdown"]


def report_markdown(answer: Answer, figures: str | None = None) -> str:
    """The report's sections as Markdown; `figures` is the folder of the pictures, None leaves them out."""
    parts = [f"# {_plain(title(answer))}"]
    for section in sections(answer):
        parts.append(f"## {section.title}")
        parts += [text for block in section.blocks if (text := _block(block, figures))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, figures: str | None) -> str:
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
