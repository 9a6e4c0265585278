"""Documents to passages: nothing lost, cut where a reader would cut, nothing hostile obeyed."""

from __future__ import annotations

import io
import os
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.errors import KnowledgeError
from tools.knowledge import documents
from tools.knowledge.documents import decode, passages_from_path, passages_from_text, read_passages
from tools.knowledge.passages import cut, is_definition, passage_id
from tools.text.sentences import LONGEST_PASSAGE, PROSE_WINDOW, cut_sentences, words

STUDY = """# Sleep trial

Four hundred nurses took part. Half of them, drawn by lot, went on earlier shifts.

## Variables

- `shift`: 1 if on earlier shifts
- `sleep_h` (hours): mean sleep a night
- `coffee`: cups a day
  before the trial began

## Sites

| site | nurses |
|------|--------|
| Oslo | 210    |
| Riga | 190    |

Remember:

1. Riga began a week late
2. Oslo lost 3 nurses
"""


def texts(passages):
    return [passage.text for passage in passages]


# ---------------------------------------------------------------- cutting


def test_markdown_is_cut_at_definitions_and_keeps_tables_and_lists_whole():
    passages = passages_from_text(STUDY, "study.md")
    assert [(passage.place, passage.text) for passage in passages] == [
        (
            "section Sleep trial",
            "Four hundred nurses took part. Half of them, drawn by lot, went on earlier shifts.",
        ),
        ("section Sleep trial > Variables", "- `shift`: 1 if on earlier shifts"),
        ("section Sleep trial > Variables", "- `sleep_h` (hours): mean sleep a night"),
        ("section Sleep trial > Variables", "- `coffee`: cups a day\n  before the trial began"),
        (
            "section Sleep trial > Sites",
            "| site | nurses |\n|------|--------|\n| Oslo | 210    |\n| Riga | 190    |",
        ),
        ("section Sleep trial > Sites", "Remember:"),
        ("section Sleep trial > Sites", "1. Riga began a week late\n2. Oslo lost 3 nurses"),
    ]
    assert {passage.source for passage in passages} == {"study.md"}


def test_plain_text_is_placed_by_lines():
    passages = passages_from_text(
        "First thought\ngoes on.\n\nwage: per hour\nsex: 1 female\n  0 male\n", "notes.txt"
    )
    assert [(passage.place, passage.text) for passage in passages] == [
        ("lines 1-2", "First thought goes on."),
        ("line 4", "wage: per hour"),
        ("lines 5-6", "sex: 1 female\n  0 male"),
    ]


@pytest.mark.parametrize(
    "line",
    ["wage: hourly pay", "- wage (EUR/h): pay", "`hours worked` - a week", "**wage** hourly pay", "wage\tpay",
     "WAGE   pay an hour", "years of education: count", "* wage = pay", "体重：公斤", "wage – pay an hour"],
)  # fmt: skip
def test_a_line_that_says_what_a_variable_means_is_known(line):
    assert is_definition(line)


@pytest.mark.parametrize(
    "line", ["We asked people about wages.", "https://example.org/x", "a wage-earner", "", "  ", "wage"]
)
def test_other_lines_define_nothing(line):
    assert not is_definition(line)


def test_a_table_of_variables_is_quoted_row_by_row():
    rows = "\n".join(f"| v{number} | meaning {number} |" for number in range(4))
    passages = passages_from_text(f"| Variable | Meaning |\n|---|---|\n{rows}\n")
    assert "| v2 | meaning 2 |" in texts(passages)


def test_long_prose_is_cut_at_sentence_ends():
    sentences = [
        f"Dr. Berg, e.g. in year {year}, found that sleep rose a little." for year in range(2000, 2040)
    ]
    passages = passages_from_text(" ".join(sentences))
    assert len(passages) > 5
    assert all(re.fullmatch(r"Dr\. Berg.*a little\.", text) for text in texts(passages))
    assert all(words(text) <= PROSE_WINDOW for text in texts(passages))


def test_chinese_is_cut_at_its_own_sentence_ends():
    assert cut_sentences("研究为期两年。体重下降了！为什么？原因不明") == [
        "研究为期两年。",
        "体重下降了！",
        "为什么？",
        "原因不明",
    ]
    passages = passages_from_text(
        "".join(f"第{week}周，戒烟者的体重平均增加两公斤左右。" for week in range(40))
    )
    assert len(passages) > 3
    assert all(text.endswith("。") and len(text) <= LONGEST_PASSAGE for text in texts(passages))


def test_the_lines_of_a_cut_paragraph_are_its_own():
    lines = [f"Line {number} has nine more words that all say nothing." for number in range(1, 31)]
    for passage in passages_from_text("\n".join(lines)):
        named = [int(number) for number in re.findall(r"Line (\d+)", passage.text)]
        assert passage.place == f"lines {named[0]}-{named[-1]}"


def test_a_heading_without_text_is_quoted_itself():
    places = [(piece.place, piece.text) for piece in cut("# A\n## B\n## C\ntext\n# D\n")]
    assert places == [("section A > B", "B"), ("section A > C", "text"), ("section D", "D")]


LINE = st.text(alphabet=st.sampled_from(list("abc Z09.,:;!?#-=*|`_~()\t。；：体重　é'\"")), max_size=60)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_no_word_is_lost_and_none_is_added(lines):
    text = "\n".join(lines)
    pieces = cut(text)
    assert all(len(piece.text) <= LONGEST_PASSAGE for piece in pieces)
    found = set(re.findall(r"\w+", " ".join(f"{piece.place} {piece.text}" for piece in pieces)))
    for word in re.findall(r"\w+", text):
        assert word in found or _joined(word, found), word
    told = "".join(text.split())
    assert all("".join(piece.text.split()) in told for piece in pieces)


def _joined(word, found):
    """Wrapped Chinese lines are joined, and long ones cut, between any two characters."""
    return re.search("[体重]", word) and all(any(part in whole for whole in found) for part in word)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=40), st.sampled_from([" ", ". ", "\n"]))
def test_words_are_cut_only_where_one_alone_is_longer_than_a_passage(lengths, gap):
    written = [chr(97 + number % 26) * length for number, length in enumerate(lengths)]
    told = re.findall(r"\w+", " ".join(piece.text for piece in cut(gap.join(written))))
    assert [word for word in told if len(word) <= 90] == told or "".join(told) == "".join(written)
    if max(lengths) <= LONGEST_PASSAGE - 1:
        assert told == written


def test_ids_are_the_same_on_every_machine():
    assert passage_id("codebook.md", "line 1", "wage: pay") == "p0875d80aab"
    assert passage_id("a", "b", "c") != passage_id("a", "bc", "")


def test_repeated_lines_are_one_passage():
    assert len(passages_from_text("# A\n\nsame\n\nsame\n\nother")) == 2


@pytest.mark.parametrize(
    "part", ["a", "# ", " ", "|", "a ", "- `", "。", "((", ". ", "\\ ", "a. ", "-", "|-"]
)
def test_hostile_lines_take_no_time(part):
    started = time.process_time()
    pieces = cut("x: y\nx: y\nx: y\n" + part * (200_000 // len(part)) + "x")
    assert time.process_time() - started < 3.0
    assert all(len(piece.text) <= LONGEST_PASSAGE for piece in pieces)


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_western_text_is_read_in_its_encoding(encoding):
    text = "Größe: Körpergröße in cm – naïve Schätzung, café\nwage: 20 per hour"
    assert decode(text.encode(encoding), "notes.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_its_encoding(encoding):
    text = "weight: 体重，以公斤计。\nsmoke: 是否吸烟（1＝是，0＝否）"
    assert decode(text.encode(encoding), "notes.txt") == text


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 4, b"\x01\x02\x03\x04\xff" * 50]
)
def test_binary_content_is_refused(content):
    with pytest.raises(KnowledgeError, match=r"photo\.txt is not text"):
        decode(content, "photo.txt")


# ---------------------------------------------------------------- HTML


def test_html_gives_its_visible_text_under_its_headings():
    page = """<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>
    <h1>Study</h1><p>Half of the <b>nurses</b> slept&nbsp;more.</p>
    <script>alert("stolen")</script><!-- secret --><noscript>no</noscript>
    <h2>Variables</h2><table><tr><th>name</th><th>meaning</th></tr>
    <tr><td>shift</td><td>earlier shift</td></tr></table>
    <dl><dt>coffee<dd>cups a day</dl><ul><li>one</li><li>two</li></ul></body></html>"""
    passages = documents.Document("study.html", ".html", page.encode()).passages()
    told = [(passage.place, passage.text) for passage in passages]
    assert ("section Study", "Half of the nurses slept more.") in told
    assert ("section Study > Variables", "shift: earlier shift") in told
    assert any(re.fullmatch(r"coffee\s*:\s*cups a day", text) for _, text in told)
    assert not re.search("alert|secret|stolen|p{}", " ".join(text for _, text in told))


def test_html_entities_and_external_documents_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
    page = entity + '<body>a &e; <iframe src="secret.txt"></iframe> b'
    passages = documents.Document("x.html", ".html", page.encode()).passages()
    assert "the secret" not in " ".join(texts(passages))


def test_html_nested_without_end_is_read():
    page = "<div>" * 20_000 + "deep"
    assert texts(documents.Document("x.html", ".html", page.encode()).passages()) == ["deep"]


# ---------------------------------------------------------------- PDF


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a line of text a page; a page without text is blank, as a scan is."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for line in pages:
        page = writer.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        drawing = DecodedStreamObject()
        drawing.set_data(f"BT /F1 12 Tf 20 200 Td ({line}) Tj ET".encode("latin-1") if line else b"")
        page[NameObject("/Contents")] = writer._add_object(drawing)
    if password:
        writer.encrypt(password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_pdf_passages_are_placed_by_page(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(pdf("Sleep rose by an hour.", "", "coffee: cups a day"))
    passages = read_passages(tmp_path / "paper.pdf")
    assert [(passage.source, passage.place, passage.text) for passage in passages] == [
        ("paper.pdf", "page 1", "Sleep rose by an hour."),
        ("paper.pdf", "page 3", "coffee: cups a day"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf("", ""), "scanned.*OCR"),
        (pdf("text", password="key"), "encrypted.*without a password"),
        (pdf("text")[:200], "not a PDF that can be read"),
        (b"%PDF-1.7 and then nothing", "not a PDF that can be read"),
        (b"", "not a PDF that can be read"),
        (b"hello", "not a PDF that can be read"),
    ],
    ids=["scan", "encrypted", "cut off", "empty shell", "no bytes", "text"],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path, content, reason):
    (tmp_path / "paper.pdf").write_bytes(content)
    with pytest.raises(KnowledgeError, match=rf"paper\.pdf.*{reason}"):
        read_passages(tmp_path / "paper.pdf")


# ---------------------------------------------------------------- tables of meanings


@pytest.mark.parametrize(("name", "gap"), [("codes.csv", ","), ("codes.csv", ";"), ("codes.tsv", "\t")])
def test_a_codebook_table_gives_one_meaning_a_row(tmp_path, name, gap):
    rows = [["variable", "meaning", "unit"], ["wage", "pay an hour", "EUR"], ["sex", "1 female", ""]]
    (tmp_path / name).write_text("\n".join(gap.join(row) for row in rows))
    assert [(passage.place, passage.text) for passage in read_passages(tmp_path / name)] == [
        ("row 2", "wage: pay an hour; unit: EUR"),
        ("row 3", "sex: 1 female"),
    ]


def test_a_codebook_table_without_a_head_loses_no_row(tmp_path):
    (tmp_path / "codes.csv").write_text('wage,"pay, an hour"\nsex,1 female\n')
    assert texts(read_passages(tmp_path / "codes.csv")) == ["wage: pay, an hour", "sex: 1 female"]


# ---------------------------------------------------------------- files and directories


def test_a_directory_gives_its_documents_and_names_what_it_skips(tmp_path):
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.md").write_text("second")
    (folder / "deep" / "a.txt").write_text("third")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / ".hidden.md").write_text("hidden")
    (tmp_path / "outside.md").write_text("outside")
    os.symlink(tmp_path / "outside.md", folder / "a-link.md")
    os.symlink(tmp_path, folder / "loop")
    with pytest.warns(UserWarning, match=r"photo\.jpg") as warned:
        passages = read_passages(folder)
    assert "a link out of the folder" in str(warned[0].message)
    assert [(passage.source, passage.text) for passage in passages] == [
        ("b.md", "second"),
        ("deep/a.txt", "third"),
    ]


def test_one_broken_document_does_not_hide_the_others(tmp_path):
    (tmp_path / "good.md").write_text("good")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7")
    with pytest.warns(UserWarning, match=r"bad\.pdf"):
        assert texts(passages_from_path(tmp_path)) == ["good"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.md", None, "no document at"),
        ("photo.jpg", b"x", r"is a \.jpg file"),
        ("empty", "folder", "no document in"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_a_mend(tmp_path, name, content, reason):
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=reason):
        read_passages(path)


def test_a_document_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST_DOCUMENT", 1024**2)
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(1024**2 + 1)
    with pytest.raises(KnowledgeError, match=r"long\.txt is larger than 1 MB"):
        read_passages(tmp_path / "long.txt")


def test_text_and_paths_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("from the file")
    assert texts(read_passages("notes.md")) == ["from the file"]
    assert texts(read_passages("wage: pay an hour")) == ["wage: pay an hour"]
    assert texts(read_passages("x\ny" * 3000))
    with pytest.raises(KnowledgeError, match="no document at"):
        read_passages("lost.md")
    assert texts(passages_from_text("notes.md")) == ["notes.md"], "text never names a file"


def test_half_characters_are_replaced():
    passages_from_text("a \ud800 b")[0].text.encode("utf-8")
