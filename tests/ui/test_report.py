"""Reports: self-contained, complete, and safe whatever the data says."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant
from assistant.answers.study import StudyColumn
from assistant.graphs import proposal
from assistant.language import say, wording
from assistant.report import report_html, report_markdown, sections
from assistant.report.blocks import Grid
from assistant.report.sections import SECTIONS
from tests.ui.answers import HOSTILE, answer, refusal
from tools.checks.battery import CHECKS, said_of
from tools.errors import OptionError
from tools.identification.estimand import assumptions_for
from tools.types import EdgeSource

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
    for page in (usual_page(), report_html(refusal())):
        html5lib.HTMLParser(strict=True).parse(page)


def test_it_reads_without_a_script_and_each_heading_can_be_reached() -> None:
    found = outline(usual_page())
    ids = {attributes["id"] for tag, attributes in found.tags if tag == "section"}
    assert {attributes["href"] for tag, attributes in found.tags if tag == "a"} == {f"#{id_}" for id_ in ids}


def test_every_section_of_the_contract_stands_in_an_answered_report() -> None:
    # Other choices need a table to be estimated on, and long tables stand at the end only if they are long.
    usual = [id_ for id_, _ in SECTIONS if id_ not in ("multiverse", "tables")]
    assert [section.id for section in sections(answer())] == usual


def test_the_items_of_target_and_strobe_name_sections_that_exist() -> None:
    table = (ROOT / "docs" / "report-items.md").read_text(encoding="utf-8")
    named = {line.rsplit("|", 2)[1].strip() for line in table.splitlines() if re.match(r"\| \d", line)}
    titles = {say("en", f"report-title-{id_}") for id_, _ in SECTIONS}
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
    assert "filled in" in page and "41" in page and "these rows were left out" in page
    assert "harvest was measured after the treatment" in page


def test_the_pdf_says_the_same_in_any_script(tmp_path: Path) -> None:
    from pypdf import PdfReader

    asked = "如果所有田地都灌溉会怎样？ What if? <b>&amp;</b>"
    path = answer(question=asked).report(tmp_path / "a.pdf")
    reader = PdfReader(path)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for section in sections(answer()):
        assert section.title in text
    assert "3.46 t/ha" in text and "<b>&amp;</b>" in text and "alert('x')" in text
    assert sum(len(page.images) for page in reader.pages) == 5


def test_without_reportlab_the_error_names_the_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(OptionError, match=r"pip install 'askwhy\[pdf\]'"):
        answer().report(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def dense_world(columns: int, rows: int = 300) -> pd.DataFrame:
    """Each of the columns moves both treatment and outcome; the treatment adds 2."""
    rng = np.random.default_rng(5)
    causes = rng.normal(size=(rows, columns))
    treated = (causes.sum(axis=1) / columns**0.5 + rng.normal(size=rows) > 0).astype(int)
    outcome = 2 * treated + causes.sum(axis=1) + rng.normal(size=rows)
    frame = pd.DataFrame(causes, columns=[f"cause{place}" for place in range(columns)])
    return frame.assign(treated=treated, outcome=outcome)


@cache
def wide_answer() -> Answer:
    asked = Assistant(dense_world(7)).effect("treated", "outcome", design="backdoor")
    assert asked.status == "answered"
    return asked


def test_a_long_table_of_arrows_stands_at_the_end_and_a_short_one_before_the_estimate() -> None:
    by_id = {section.id: section for section in sections(wide_answer())}
    assert wide_answer().graph is not None
    everything = len(wide_answer().graph.edges)  # type: ignore[union-attr]
    before = next(block for block in by_id["graph"].blocks if isinstance(block, Grid))
    whole = next(block for block in by_id["tables"].blocks if isinstance(block, Grid))
    assert len(before.rows) == 12 < everything == len(whole.rows)
    assert before.rows[0][0].startswith("treated") and before.rows[0][1].startswith("outcome")
    assert list(by_id)[-1] == "tables"


def test_the_groups_are_shown_as_they_were_observed() -> None:
    world = dense_world(7)
    page = report_markdown(wide_answer())
    for level, rows in world.groupby("treated"):
        assert f"| treated = {level} | {len(rows)} | {wording('en').number(rows['outcome'].mean())} |" in page
        assert wording("en").number(rows["cause3"].mean()) in page


def test_other_choices_stand_in_the_report_with_the_span_of_their_estimates(tmp_path: Path) -> None:
    made = wide_answer()
    found = made.multiverse
    assert found is not None and made.estimate is not None
    low, high = (wording("en").number(value, made.estimate.std_error) for value in found.span)
    page = made.report(tmp_path / "a.md").read_text(encoding="utf-8")
    chapter = page.split("## Other choices")[1].split("\n## ")[0]
    assert f"runs from {low} to {high}" in chapter
    assert (tmp_path / "a.figures" / "multiverse.png").read_bytes().startswith(b"\x89PNG")
    # Each choice is a line, once; those that hold the same columns fixed share a row.
    assert all(chapter.count(found.said(u).replace(">", "\\>")) >= 1 for u in found.universes)


def test_a_randomised_answer_has_no_other_choices() -> None:
    made = Assistant(dense_world(2)).effect("treated", "outcome", design="randomised")
    assert made.multiverse is None
    assert "multiverse" not in {section.id for section in sections(made)}


def test_a_chinese_question_gets_a_report_in_chinese() -> None:
    made = answer(language="zh")
    grids = [block for section in sections(made) for block in section.blocks if isinstance(block, Grid)]
    said = [section.title for section in sections(made)] + [head for grid in grids for head in grid.heads]
    said += [row[0] for grid in grids if not any(grid.heads) for row in grid.rows]
    latin = {text for text in said if text and not re.search(r"[\u4e00-\u9fff]", text)}
    assert latin == {"p", "AskWhy"}
    assert '<html lang="zh">' in report_html(replace(refusal(), language="zh"))


def test_every_check_of_the_battery_has_chinese_words() -> None:
    words = wording("zh")
    for message in (message for name in [*CHECKS, proposal.NAME] for message in said_of(name)):
        assert re.search(r"[\u4e00-\u9fff]", words.say(message)), message.id


def test_a_question_that_was_not_understood_is_given_no_reading() -> None:
    told = answer(status="not_answerable", estimate=None, graph=None)
    page = report_markdown(told)
    assert "Read as" not in page and "What exactly was asked" not in page


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
    design = replace(answer().design, adjustment_set=columns)
    made = answer(design=design, assumptions=assumptions_for(answer().query, design))
    limits = report_markdown(made).split("## Assumptions")[1]
    assert limits.count("The 12 columns adjusted for are not affected by irrigated.") == 2
    assert limits.count("Nothing besides the 12 columns adjusted for affects both") == 2
    assert "所调整的 12 列 不受 irrigated 影响" in report_markdown(replace(made, language="zh"))
    assert "column3, column4" not in limits.split("## Sources")[0]
