"""`askwhy learn` and `askwhy knowledge`: what they print, their JSON, their errors."""

from __future__ import annotations

import json

import pytest

from ui.cli import main


@pytest.fixture
def notes(tmp_path, monkeypatch):
    monkeypatch.setenv("ASKWHY_HOME", str(tmp_path / "home"))
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "price.md").write_text("# Demand\n\nA higher price lowers demand.\n", encoding="utf-8")
    (folder / "天气.md").write_text("降雨减少客流。\n", encoding="utf-8")
    return folder


def run(capsys, *arguments):
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_learn_list_search_forget_rebuild(notes, capsys):
    (notes / "empty.txt").write_text("", encoding="utf-8")
    status, out, _ = run(capsys, "learn", str(notes))
    assert (status, out) == (0, f"{notes}: 2 documents, 2 passages\n")
    status, out, _ = run(capsys, "knowledge", "list", "--json")
    listed = json.loads(out)["documents"]
    assert [(one["source"], one["passages"], one["learned"]) for one in listed] == [
        ("price.md", 1, True),
        ("天气.md", 1, True),
    ]
    status, out, _ = run(capsys, "knowledge", "search", "does rain affect visitors?", "-k", "1", "--json")
    (found,) = json.loads(out)["passages"]
    assert found["source"] == "天气.md"
    status, out, _ = run(capsys, "knowledge", "search", "price")
    assert "price.md, section Demand" in out and "A higher price lowers demand." in out
    assert run(capsys, "knowledge", "forget", "price.md")[:2] == (0, "Forgotten: 1 document\n")
    assert run(capsys, "knowledge", "rebuild")[:2] == (0, "Rebuilt: 1 document\n")
    status, out, _ = run(capsys, "knowledge", "list")
    assert "天气.md" in out and "price.md" not in out


def test_what_was_learned_is_found_without_being_given(notes, capsys):
    from assistant import Assistant

    table = {"price": [1.0, 2.0], "demand": [3.0, 4.0]}
    import pandas as pd

    assert Assistant(pd.DataFrame(table)).search("price and demand") == []
    assert main(["learn", "--json", str(notes)]) == 0
    assert json.loads(capsys.readouterr().out)["learned"][0]["documents"] == 2
    assert Assistant(pd.DataFrame(table)).search("price and demand")[0].source == "price.md"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["learn", "nowhere"], "There is no document at nowhere"),
        (["knowledge", "forget", "x.md"], "no document 'x.md'"),
        (["knowledge", "search", " "], "query is empty"),
        (["knowledge", "search", "x", "-k", "0"], "1 to 200"),
        (["knowledge", "remember"], "No such command"),
    ],
)
def test_bad_input_is_one_line_and_status_2(notes, capsys, arguments, said):
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert said in err and err.count("\n") == 1


def test_a_document_that_cannot_be_read_is_named_and_the_others_learned(notes, capsys):
    (notes / "bad.pdf").write_bytes(b"%PDF-1.7")
    status, out, err = run(capsys, "learn", str(notes))
    assert status == 0 and "2 documents" in out and "bad.pdf" in err
