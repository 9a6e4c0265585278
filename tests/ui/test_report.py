"""Reports: self-contained, complete, and safe whatever the data says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.report import report_html, report_markdown
from tests.ui.answers import HOSTILE, answer, refusal
from tools.errors import OptionError

VOID = {"meta", "img"}


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
    found = outline(report_html(answer()))
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "link", "iframe", "object"})
    for _, attributes in found.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("src") or "data:").startswith(
            "data:image/png;base64,"
        ) or "src" not in attributes
        assert "href" not in attributes


def test_every_figure_is_inside_and_described() -> None:
    images = [attributes for tag, attributes in outline(report_html(answer())).tags if tag == "img"]
    assert len(images) == 4
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
    assert len(pictures) == 4
    assert all((tmp_path / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("name", ["a.docx", "a", "a.html/b.html"])
def test_what_cannot_be_written_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_text("in the way")
    with pytest.raises(OptionError, match="cannot be written"):
        answer().report(tmp_path / name)
