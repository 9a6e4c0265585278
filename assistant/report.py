"""A report that a manager can read and a reviewer can audit: one HTML or Markdown file.

Both come from the same list of sections, so they cannot disagree. The HTML holds its figures and needs
neither a network nor a script; everything from outside is escaped.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.figures import alt_text, available, estimator_label
from assistant.formatting import number, percent, with_unit
from tools.errors import OptionError

if TYPE_CHECKING:
    from assistant.answer import Answer

__all__ = ["report_html", "report_markdown", "write_report"]


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Items:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    kind: str
    alt: str


@dataclass(frozen=True)
class Script:
    text: str


Block = Paragraph | Items | Grid | Picture | Script


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


def write_report(answer: Answer, path: str | Path) -> Path:
    """Write the report; the suffix decides: .html, .htm or .md.

    The Markdown's figures go to a folder beside it, named after the file.

    Raises:
        OptionError: another suffix, or the file cannot be written.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in (".html", ".htm", ".md"):
        raise OptionError(f"A report cannot be written as {target.name!r}. End the name with .html or .md.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".md":
            folder = target.with_suffix(".figures")
            for kind in available(answer):
                folder.mkdir(exist_ok=True)
                (folder / f"{kind}.png").write_bytes(_png(answer, kind))
            text = report_markdown(answer, folder.name)
        else:
            text = report_html(answer)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OptionError(
            f"The report cannot be written to {target} ({error.strerror}). Choose another place."
        ) from error
    return target


def report_html(answer: Answer) -> str:
    """The whole page as text; figures are inside as PNG data."""
    body = "\n".join(
        f"<section>\n<h2>{_escape(section.title)}</h2>\n{_blocks_html(answer, section.blocks)}\n</section>"
        for section in sections(answer)
    )
    language = "zh" if answer.language == "zh" else "en"
    title = _escape(answer.question or "Effect of named columns")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>AskWhy: {title}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def report_markdown(answer: Answer, figures: str | None = None) -> str:
    """The same sections as Markdown; `figures` is the folder of the pictures, None leaves them out."""
    parts = [f"# {_plain(answer.question or 'Effect of named columns')}"]
    for section in sections(answer):
        parts.append(f"## {section.title}")
        parts += [text for block in section.blocks if (text := _block_markdown(block, figures))]
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------- what it says


def sections(answer: Answer) -> list[Section]:
    """The report's content; a section with nothing to say is left out."""
    pictures = {kind: Picture(kind, alt_text(answer, kind)) for kind in available(answer)}

    def shown(kind: str) -> tuple[Block, ...]:
        return (pictures[kind],) if kind in pictures else ()

    everything = [
        Section("Answer", (*map(Paragraph, answer.prose.split("\n\n")), *shown("effect"))),
        Section("Estimate", _estimate(answer)),
        Section("Design", _design(answer)),
        Section("Graph and who claims it", (*shown("graph"), *_graph(answer))),
        Section("Rows", _rows(answer)),
        Section("Are the groups comparable?", (*shown("balance"), *shown("overlap"))),
        Section("Checks", _checks(answer)),
        Section("How strong would a hidden cause have to be?", _sensitivity(answer)),
        Section("Assumptions", _assumptions(answer)),
        Section("Warnings", (Items(answer.warnings),) if answer.warnings else ()),
        Section("Sources", _citations(answer)),
        Section("How it was computed", _provenance(answer)),
        Section("Code", (Script(answer.code),) if answer.code else ()),
    ]
    return [section for section in everything if section.blocks]


def _estimate(answer: Answer) -> tuple[Block, ...]:
    best = answer.estimate
    if best is None:
        return ()
    lines = [("Answer", best), *(("Alternative", other) for other in best.alternatives)]
    rows = [
        (
            label,
            estimator_label(estimate.estimator),
            with_unit(number(estimate.value, best.std_error), answer.unit),
            " to ".join(number(limit, best.std_error) for limit in estimate.ci_95),
            _p(estimate.p_value),
            f"{estimate.rows_used:,}",
        )
        for label, estimate in lines
    ]
    if best.unadjusted is not None:
        value = with_unit(number(best.unadjusted, best.std_error), answer.unit)
        rows.append(("Unadjusted", "Plain comparison", value, "", "", ""))
    return (Grid(("", "Estimator", "Effect", "95% interval", "p", "Rows"), tuple(rows)),)


def _design(answer: Answer) -> tuple[Block, ...]:
    query, design = answer.query, answer.design
    if query is None or design is None:
        return ()
    facts = [
        ("Treatment", query.treatment or f"being past the cutoff of {design.running_variable}"),
        ("From, to", f"{query.low} to {query.high}" if query.low is not None else ""),
        ("Outcome", query.outcome),
        ("Population", " and ".join(map(str, query.population)) or "everybody in the table"),
        ("Estimand", query.estimand),
        ("Design", str(design.kind)),
        ("Instruments", ", ".join(design.instruments)),
        ("Mediators", ", ".join(design.mediators)),
        ("Cutoff", f"{design.running_variable} at {design.cutoff:g}" if design.cutoff is not None else ""),
        ("Adjusted for", ", ".join(design.adjustment_set) or "nothing"),
    ]
    left_out = tuple(
        (role.column, role.role.replace("_", " "), role.reason)
        for role in answer.roles
        if role.role in ("after_treatment", "copy", "collider", "identifier", "mediator", "instrument")
    )
    blocks: list[Block] = [Grid(("", ""), tuple((name, value) for name, value in facts if value))]
    if left_out:
        blocks += [Paragraph("Not adjusted for, on purpose:"), Grid(("Column", "Role", "Why"), left_out)]
    return tuple(blocks)


def _graph(answer: Answer) -> tuple[Block, ...]:
    if answer.graph is None or not answer.graph.edges:
        return ()
    rows = tuple(
        (
            edge.cause,
            edge.effect,
            percent(edge.confidence),
            "; ".join(
                f"{source.kind}{f' [{source.passage}]' if source.passage else ''}: {source.text}"
                for source in edge.sources
            ),
        )
        for edge in answer.graph.edges
    )
    return (Grid(("Cause", "Effect", "Confidence", "Who claims it"), rows),)


def _rows(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None or not answer.rows_total:
        return ()
    flow = [("in the table", f"{answer.rows_total:,}")]
    flow += [(f"dropped: {reason}", f"{rows:,}") for reason, rows in answer.dropped]
    flow.append(("used", f"{answer.estimate.rows_used:,}"))
    return (Grid(("Rows", "Number"), tuple(flow)),)


def _checks(answer: Answer) -> tuple[Block, ...]:
    if not answer.checks:
        return ()
    verdict = {True: "passed", False: "failed", None: "not run"}
    rows = tuple((c.purpose, verdict[c.passed], c.detail, c.cannot_detect) for c in answer.checks)
    note = "Passing checks never proves that an effect is causal; the last column says what each cannot see."
    return (Grid(("What it asks", "Verdict", "Result", "Cannot detect"), rows), Paragraph(note))


def _sensitivity(answer: Answer) -> tuple[Block, ...]:
    found = answer.sensitivity
    if found is None:
        return ()
    facts = [
        ("Robustness value (Cinelli & Hazlett 2020)",
         percent(found.robustness_value) if found.robustness_value is not None else ""),
        ("Benchmark", found.benchmark or ""),
        ("E-value (VanderWeele & Ding 2017)", number(found.e_value) if found.e_value is not None else ""),
        ("E-value of the nearer limit",
         number(found.e_value_limit) if found.e_value_limit is not None else ""),
    ]  # fmt: skip
    said = tuple((name, value) for name, value in facts if value)
    return (Grid(("", ""), said),) if said else ()


def _assumptions(answer: Answer) -> tuple[Block, ...]:
    if not answer.assumptions:
        return ()
    rows = tuple((a.text, "yes" if a.testable else "no") for a in answer.assumptions)
    return (Grid(("Assumption", "Can this data test it?"), rows),)


def _citations(answer: Answer) -> tuple[Block, ...]:
    rows = tuple((f"[{p.id}]", p.source, p.place, " ".join(p.text.split())) for p in answer.citations)
    return (Grid(("", "Document", "Place", "Text"), rows),) if rows else ()


def _provenance(answer: Answer) -> tuple[Block, ...]:
    from assistant import __version__

    trace = answer.trace
    facts = [
        ("AskWhy", __version__),
        ("Data fingerprint", trace.data_fingerprint),
        ("Seed", str(trace.seed)),
        ("Language model", f"{trace.model}, {trace.model_calls} calls" if trace.model_calls else trace.model),
        ("Prompts", ", ".join(trace.prompts)),
        ("Steps", ", ".join(f"{step.name} {step.seconds:.2f} s" for step in trace.steps)),
    ]
    return (Grid(("", ""), tuple((name, value) for name, value in facts if value)),)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


# ---------------------------------------------------------------- how it looks


def _png(answer: Answer, kind: str) -> bytes:
    held = io.BytesIO()
    answer.figure(kind).savefig(held, format="png", dpi=150)
    return held.getvalue()


def _escape(text: str) -> str:
    """Safe between tags and in quoted attributes; control characters have no place in HTML."""
    return html.escape("".join(c for c in text if c.isprintable() or c in "\n\t"), quote=True)


def _blocks_html(answer: Answer, blocks: Iterable[Block]) -> str:
    return "\n".join(_block_html(answer, block) for block in blocks)


def _block_html(answer: Answer, block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_escape(text)}</p>"
        case Items(lines):
            return "<ul>" + "".join(f"<li>{_escape(line)}</li>" for line in lines) + "</ul>"
        case Picture(kind, alt):
            data = base64.b64encode(_png(answer, kind)).decode("ascii")
            return f'<figure><img src="data:image/png;base64,{data}" alt="{_escape(alt)}"></figure>'
        case Script(text):
            return f"<pre><code>{_escape(text)}</code></pre>"
        case Grid(heads, rows):
            head = "".join(f'<th scope="col">{_escape(name)}</th>' for name in heads)
            head = f"<thead><tr>{head}</tr></thead>" if any(heads) else ""
            body = "".join(f"<tr>{_row_html(row)}</tr>" for row in rows)
            return f'<div class="wide"><table>{head}<tbody>{body}</tbody></table></div>'


def _row_html(row: Sequence[str]) -> str:
    return "".join(f"<td>{_escape(cell)}</td>" for cell in row)


def _block_markdown(block: Block, figures: str | None) -> str:
    match block:
        case Paragraph(text):
            return _plain(text)
        case Items(lines):
            return "\n".join(f"- {_plain(line)}" for line in lines)
        case Picture(kind, alt):
            return f"![{_plain(alt)}]({figures}/{kind}.png)" if figures else ""
        case Script(text):
            fence = "```"
            while fence in text:
                fence += "`"
            return f"{fence}python\n{text.rstrip()}\n{fence}"
        case Grid(heads, rows):
            table = [f"| {' | '.join(map(_cell, row))} |" for row in (heads, *rows)]
            return "\n".join([table[0], "|" + " --- |" * len(heads), *table[1:]])


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no raw HTML."""
    escaped = "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text if c.isprintable() or c == "\n")
    return escaped


def _cell(text: str) -> str:
    return " ".join(_plain(text).split())


_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #f6f6f4; color: #1a1a1a;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1.2rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; padding-top: .9rem; border-top: 1px solid #ddd; }
section:first-of-type h2 { border: 0; padding: 0; margin-top: 0; font-size: .95rem; color: #6e6e6e; }
section:first-of-type p:first-of-type { font-size: 1.2rem; line-height: 1.45; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; 
  border-bottom: 1px solid #e8e8e8;
  overflow-wrap: anywhere; min-width: 4rem; }
th { color: #555; font-weight: 600; border-bottom-color: #aaa; }
.wide { overflow-x: auto; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; }
pre { background: #f6f6f4; padding: 1rem; overflow-x: auto; font-size: .82rem; line-height: 1.45; }
@media print { body { background: #fff; } main { padding: 0; } section { break-inside: avoid-page; } }
"""
