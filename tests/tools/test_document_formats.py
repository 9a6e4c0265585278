"""Word, PowerPoint, Excel, Jupyter, BibTeX and PDF outlines: real files, the words in their right places."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from tools.errors import KnowledgeError
from tools.knowledge.documents import Document, read_passages


def places(path: Path) -> list[tuple[str, str]]:
    return [(passage.place, passage.text) for passage in read_passages(path)]


def test_word_keeps_headings_lists_and_tables(tmp_path):
    import docx

    document = docx.Document()
    document.add_heading("Trial", 1)
    document.add_paragraph("Nurses were drawn by lot.")
    document.add_heading("Variables", 2)
    table = document.add_table(3, 2)
    for row, cells in enumerate([("variable", "meaning"), ("wage", "pay | hour"), ("sex", "1 female")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("earlier shifts sleep longer", style="List Bullet")
    document.save(tmp_path / "trial.docx")
    assert places(tmp_path / "trial.docx") == [
        ("section Trial", "Nurses were drawn by lot."),
        ("section Trial > Variables", "| variable | meaning |"),
        ("section Trial > Variables", "| wage | pay / hour |"),
        ("section Trial > Variables", "| sex | 1 female |"),
        ("section Trial > Variables", "- earlier shifts sleep longer"),
    ]


def test_slides_keep_number_title_and_notes(tmp_path):
    import pptx

    deck = pptx.Presentation()
    for title, text, note in (("Findings", "Price drives sales.", "Ask Ana."), ("", "No title here.", "")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
        if note:
            slide.notes_slide.notes_text_frame.text = note
    deck.save(tmp_path / "deck.pptx")
    assert places(tmp_path / "deck.pptx") == [
        ("slide 1, section Findings", "Price drives sales."),
        ("slide 1, section Findings", "Ask Ana."),
        ("slide 2", "No title here."),
    ]


def test_a_codebook_in_excel_gives_a_passage_for_each_variable(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "codes"
    for row in (["variable", "meaning", "unit"], ["wage", "pay an hour", "EUR"], [None, None], ["sex", 1]):
        book.active.append(row)
    book.create_sheet("客流").append(["客流", "每天进店的人数"])
    book.save(tmp_path / "codes.xlsx")
    assert places(tmp_path / "codes.xlsx") == [
        ("sheet codes, row 2", "wage: pay an hour; unit: EUR"),
        ("sheet codes, row 4", "sex: 1"),
        ("sheet 客流, row 1", "客流: 每天进店的人数"),
    ]


def test_a_notebook_gives_its_prose_and_comments(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["# Sales\n", "Holidays raise demand.\n"]},
        {
            "cell_type": "code",
            "source": "import os  # not this\n# Returns were dropped.\nx = 1",
            "outputs": [],
        },
        {"cell_type": "markdown", "source": "More prose."},
    ]
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    assert places(tmp_path / "n.ipynb") == [
        ("cell 1, section Sales", "Holidays raise demand."),
        ("cell 2, section Sales", "Returns were dropped."),
        ("cell 3, section Sales", "More prose."),
    ]


def test_a_library_gives_titles_and_abstracts(tmp_path):
    (tmp_path / "papers.bib").write_text(
        '@article{sm20, author = {M\\"uller, Ana and Li, Bo}, title = {{Smoking} and weight}, year = 2020,\n'
        " abstract = {Quitting leads to weight gain.}}\n@book{b1, title = {Untitled}}",
        encoding="utf-8",
    )
    assert places(tmp_path / "papers.bib") == [
        ("entry sm20, section Müller et al. (2020)", "Smoking and weight. Quitting leads to weight gain."),
        ("entry b1, section no author (no year)", "Untitled."),
    ]


def test_a_pdf_has_the_sections_of_its_outline(tmp_path):
    import matplotlib

    matplotlib.use("agg")
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure
    from pypdf import PdfReader, PdfWriter

    plain = io.BytesIO()
    with PdfPages(plain) as pages:
        for lines in (["Methods", "Wards were drawn by lot."], ["Nobody knew.", "Results", "Sleep rose."]):
            figure = Figure()
            for row, line in enumerate(lines):
                figure.text(0.1, 0.9 - row / 10, line)
            pages.savefig(figure)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.add_outline_item("Methods", page_number=0)
    writer.add_outline_item("Results", page_number=1)
    with (tmp_path / "paper.pdf").open("wb") as file:
        writer.write(file)
    assert places(tmp_path / "paper.pdf") == [
        ("page 1, section Methods", "Wards were drawn by lot."),
        ("page 2, section Methods", "Nobody knew."),
        ("page 2, section Results", "Sleep rose."),
    ]


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".ipynb", ".bib"])
@pytest.mark.parametrize("content", [b"", b"junk", b'{"cells": [{"source": 3}]}', b"PK\x03\x04 cut off"])
def test_broken_files_are_named_in_one_error(suffix, content):
    with pytest.raises(KnowledgeError, match=r"^codes\."):
        Document(f"codes{suffix}", suffix, content).passages()


def test_a_zip_that_is_no_office_file_and_one_that_unpacks_without_end_are_refused():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("a.txt", "x")
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("x", "w", force_zip64=True) as x,
    ):
        for _ in range(51):
            x.write(bytes(10 * 1024 * 1024))
    for suffix in (".docx", ".pptx", ".xlsx"):
        with pytest.raises(KnowledgeError, match="not a"):
            Document("a", suffix, other.getvalue()).passages()
        with pytest.raises(KnowledgeError, match="500 MB"):
            Document("a", suffix, bomb.getvalue()).passages()


@pytest.mark.parametrize(
    ("suffix", "module"), [(".docx", "docx"), (".pptx", "pptx"), (".bib", "bibtexparser.entrypoint")]
)
def test_a_missing_reader_is_named_with_its_mend(monkeypatch, suffix, module):
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    monkeypatch.setitem(sys.modules, module, None)
    content = b"@a{b}" if suffix == ".bib" else empty.getvalue()
    with pytest.raises(KnowledgeError, match=r"askwhy\[documents\]"):
        Document(f"a{suffix}", suffix, content).passages()
