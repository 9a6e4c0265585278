"""Reports: self-contained, complete, and safe whatever the data says."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.report import report_html, report_markdown, sections
from assistant.report.sections import SECTIONS
from assistant.study import StudyColumn
from tests.ui.answers import HOSTILE, answer, refusal
from tools.errors import OptionError
from tools.types import Assumption, EdgeSource

ROOT = Path(__file__).resolve().parents[2]
VOID = {"meta", "img"}


@cache
def usual_page() -> str:
    """The page of the usual answer; drawing its figures takes a second."""
    return report_html(answer())


class Outline(HTMLParser):
    """Every tag with its attributes, and whether they are nested properly."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    assert parsed.open == []
    return parsed


def test_the_page_needs_no_script_and_nothing_from_outside() -> None:
    found = outline(usual_page())
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "link", "iframe", "object"})
    for _, attributes in found.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("src") or "data:").startswith(
            "data:image/png;base64,"
        ) or "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


def test_every_figure_is_inside_and_described() -> None:
    images = [attributes for tag, attributes in outline(usual_page()).tags if tag == "img"]
    assert len(images) == 5
    assert all(len(image["alt"] or "") > 20 for image in images)


@pytest.mark.parametrize("render", [report_html, report_markdown])
def test_the_report_says_what_the_answer_says(render: object) -> None:
    page = render(answer())  # type: ignore[operator]
    plain = page.replace("\\", "")
    for part in (
        "3.46 t/ha",
        "2.52 to 4.40",
        "2.54 t/ha",
        "notes.md",
        "Hidden gaps.",
        "abc123",
        "outcome missing",
        "63",
    ):
        assert part in plain


def test_markdown_from_outside_stays_text() -> None:
    page = report_markdown(answer())
    assert HOSTILE not in page
    assert not re.search(r"(?<!\\)<script", page)


def test_a_refusal_gets_a_report_without_empty_sections() -> None:
    page = report_html(refusal())
    outline(page)
    assert "says nothing about rain" in page
    assert "<h2>Estimate</h2>" not in page


def test_the_suffix_decides(tmp_path: Path) -> None:
    assert (
        answer().report(tmp_path / "new" / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    )
    written = answer().report(tmp_path / "a.md").read_text(encoding="utf-8")
    pictures = re.findall(r"\]\((a\.figures/\w+\.png)\)", written)
    assert len(pictures) == 5
    assert all((tmp_path / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("name", ["a.docx", "a", "a.html/b.html"])
def test_what_cannot_be_written_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_text("in the way")
    with pytest.raises(OptionError, match="cannot be written"):
        answer().report(tmp_path / name)


def test_the_page_is_valid_html() -> None:
    """The parser that browsers' rules are written in, with every parse error an exception."""
    import html5lib

    for page in (usual_page(), report_html(refusal())):
        html5lib.HTMLParser(strict=True).parse(page)


def test_it_reads_without_a_script_and_each_heading_can_be_reached() -> None:
    found = outline(usual_page())
    ids = {attributes["id"] for tag, attributes in found.tags if tag == "section"}
    assert {attributes["href"] for tag, attributes in found.tags if tag == "a"} == {f"#{id_}" for id_ in ids}


def test_every_section_of_the_contract_stands_in_an_answered_report() -> None:
    assert [section.id for section in sections(answer())] == [id_ for id_, _, _ in SECTIONS]


def test_the_items_of_target_and_strobe_name_sections_that_exist() -> None:
    table = (ROOT / "docs" / "report-items.md").read_text(encoding="utf-8")
    named = {line.rsplit("|", 2)[1].strip() for line in table.splitlines() if re.match(r"\| \d", line)}
    titles = set(re.findall(r"<h2[^>]*>([^<]+)</h2>", usual_page()))
    assert named - {"Yours"} <= titles
    assert titles - named == set()  # and no section answers nothing
    for total, part in zip((21, 22), table.split("## ")[1:], strict=True):
        numbers = {
            int(n) for line in re.findall(r"^\| ([^|]+)\|", part, re.M) for n in re.findall(r"\d+", line)
        }
        assert numbers == set(range(1, total + 1))


def test_relative_and_absolute_stand_beside_each_other() -> None:
    best = answer().estimate
    assert best is not None
    relative = {
        "baseline_mean": 10.0,
        "relative_percent": 34.6,
        "relative_percent_lower": 25.2,
        "relative_percent_upper": 44.0,
    }
    page = report_markdown(answer(estimate=replace(best, details=relative)))
    assert "34.6% (95% interval 25.2% to 44.0%)" in page and "3.46 t/ha" in page
    assert "not given" in usual_page()


def test_gaps_and_what_was_done_about_them_are_listed() -> None:
    gaps = (
        StudyColumn("soil", None, None, "before", None, 1629, 41, True),
        StudyColumn("harvest", "yield", "t/ha", "after", "at harvest", 1629, 63, False),
    )
    page = report_markdown(answer(columns=gaps))
    assert "filled in" in page and "41" in page and "these rows were dropped" in page
    assert "harvest was measured after the treatment" in page


def test_the_pdf_says_the_same_in_any_script(tmp_path: Path) -> None:
    from pypdf import PdfReader

    asked = "如果所有田地都灌溉会怎样？ What if? <b>&amp;</b>"
    path = answer(question=asked).report(tmp_path / "a.pdf")
    reader = PdfReader(path)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for _, title, _ in SECTIONS:
        assert title in text
    assert "3.46 t/ha" in text and "<b>&amp;</b>" in text and "alert('x')" in text
    assert sum(len(page.images) for page in reader.pages) == 5


def test_without_reportlab_the_error_names_the_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(OptionError, match=r"pip install 'askwhy\[pdf\]'"):
        answer().report(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_who_claims_an_arrow_stands_in_lines_without_markup_and_repeats() -> None:
    words = "soil was sampled before sowing"
    sources = (
        EdgeSource("document", words),
        EdgeSource("document", f"- `soil` {words}", passage="p1"),
        EdgeSource("document", words, passage="p2"),
    )
    edge = replace(answer().graph.edges[0], sources=sources)
    made = answer(graph=replace(answer().graph, edges=(edge,)))
    said = f"document [p2]: {words}", f"document [p1]: soil {words}"
    assert "<br>".join(said) in report_html(made)
    assert report_markdown(made).count(f"soil {words}") == 1


def test_many_columns_are_named_once_and_counted_in_the_assumptions() -> None:
    columns = tuple(f"column{number}" for number in range(12))
    text = f"{', '.join(columns[:-1])} and column11 are not affected by it."
    made = answer(
        design=replace(answer().design, adjustment_set=columns), assumptions=(Assumption(text, False),)
    )
    limits = report_markdown(made).split("## Assumptions")[1]
    assert limits.count("the 12 columns adjusted for are not affected by it.") == 2
    assert "column3, column4" not in limits.split("## Sources")[0]
