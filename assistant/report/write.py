"""One report file; its suffix decides the format."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.report.blocks import Picture
from tools.errors import OptionError

if TYPE_CHECKING:
    from assistant.answers.answer import Answer

__all__ = ["SUFFIXES", "figure_png", "report_bytes", "write_report"]

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
    from assistant.report.markdown import report_markdown

    match suffix:
        case ".pdf":
            from assistant.report.pdf import report_pdf

            return report_pdf(answer)
        case ".md":
            return report_markdown(answer, figures).encode("utf-8")
        case _:
            return report_html(answer).encode("utf-8")


def _pictures(answer: Answer) -> list[str]:
    """The kinds of figure that the report shows, in its order."""
    from assistant.report.sections import sections

    blocks = [block for section in sections(answer) for block in section.blocks]
    return [block.kind for block in blocks if isinstance(block, Picture)]


def figure_png(answer: Answer, kind: str) -> bytes:
    """One figure of the answer as PNG, sharp in print."""
    held = io.BytesIO()
    several = answer.multiverse if kind == "multiverse" else None
    drawn = several.figure() if several is not None else answer.figure(kind)
    drawn.savefig(held, format="png", dpi=150)
    return held.getvalue()
