"""The chat's parts: what is shown, what is kept, who may come in."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import StepDone
from assistant.models.interface import Message, Prompt, Sent
from tests.ui.answers import HOSTILE, answer, refusal
from tests.ui.chat_server import DESCRIPTION, QUESTION, patients
from tests.words import said
from tools.errors import Cancelled, DataError, OptionError
from tools.messages import as_given
from tools.types import NeedsClarification
from ui import chat, feedback
from ui.chat import panels
from ui.chat.events import everything
from ui.chat.messages import TITLES, answer_markdown, conversation, step_details
from ui.chat.panels import arrows_panel, graph_panel
from ui.chat.pictures import picture_png
from ui.chat.server import read_accounts
from ui.chat.session import Session, Sessions, Turn
from ui.chat.work import Job
from ui.cli.options import ModelChoice


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session("token", tmp_path / "session", ModelChoice(), None)


def answered(**changes: Any) -> Turn:
    return Turn("What if?", answer=answer(**changes), steps=tuple((name, 0.1) for name in TITLES))


PANELS = (
    panels.answer_panel,
    graph_panel,
    panels.evidence_panel,
    panels.checks_panel,
    panels.sent_panel,
)


def test_text_from_outside_is_never_markup() -> None:
    turn = answered(paragraphs=(HOSTILE,), headline=HOSTILE, remarks=(as_given(HOSTILE),), unit=HOSTILE)
    shown = [answer_markdown(turn.answer), *(step_details(name, turn.answer) for name in TITLES)]  # type: ignore[arg-type]
    assert any("alert" in text for text in shown)
    assert all("<script" not in text.replace("\\<", "") for text in shown)
    assert all("<script" not in panel(turn) for panel in PANELS)


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_says_what_will_stand_there_and_shows_a_refusal(panel: Any) -> None:
    assert "will stand here" in panel(None)
    assert panel(Turn("?", answer=refusal()))


def test_each_check_shows_what_it_asks_its_result_and_its_blind_spot() -> None:
    shown = panels.checks_panel(answered())
    for check in answer().checks:
        for words in (check.purpose, check.detail, check.cannot_detect):
            assert said(words) in shown
    assert shown.count("<img") == 3  # balance, overlap, contour


def test_each_arrow_opens_to_who_claims_it_and_where() -> None:
    turn = answered()
    shown = arrows_panel(turn)
    assert turn.answer is not None and turn.answer.graph is not None
    for edge in turn.answer.graph.edges:
        assert f'data-cause="{edge.cause}" data-effect="{edge.effect}"' in shown
        assert all(source.kind in shown for source in edge.sources)
    cited = {source.passage for edge in turn.answer.graph.edges for source in edge.sources}
    assert all(p.source in shown for p in turn.answer.citations if p.id in cited)


def test_other_choices_are_tried_once_and_shown_with_the_answer(session: Session, tmp_path: Path) -> None:
    session.uploads.add(str(patients(tmp_path, rows=300)))
    session.description = DESCRIPTION
    session.take_table(str(tmp_path / "patients.csv"))
    turn = Turn(QUESTION, answer=session.assistant.ask(QUESTION))
    session.turns = [turn]
    assert everything(session)["others"] == {"visible": True}
    session.try_others(turn)
    shown = everything(session)
    found = session.others[turn.id]
    assert shown["others"] == {"visible": False}
    assert f"{len([u for u in found.universes if u.estimate])} choices" in shown["multiverse"]
    assert turn.answer is not None
    for narrow in (False, True):
        drawn = picture_png(turn.answer, found, "multiverse", narrow=narrow)
        assert drawn is not None and drawn.startswith(b"\x89PNG")
    session.try_others(turn)
    assert session.others[turn.id] is found


def test_a_table_is_looked_at_once_however_often_it_is_shown(session: Session, tmp_path: Path) -> None:
    session.uploads.add(str(patients(tmp_path)))
    session.take_table(str(tmp_path / "patients.csv"))
    first = session.look()
    assert everything(session)["data"].count("<tr>") == 1 + 4 + 1 + 6
    assert session.look() is first
    session.take_table(str(tmp_path / "patients.csv"))
    assert session.look() is not first


def test_sent_says_nothing_offline_and_everything_otherwise() -> None:
    assert "Nothing." in panels.sent_panel(answered())

    sent = Sent(Prompt((Message("user", f"columns: soil {HOSTILE}"),)))
    trace = replace(answer().trace, exchanges=(sent,))
    shown = panels.sent_panel(answered(trace=trace))
    assert "columns: soil" in shown and "<script" not in shown


def test_each_step_can_be_opened() -> None:
    turn = answered()
    shown = {name: step_details(name, turn.answer) for name in TITLES}  # type: ignore[arg-type]
    assert "5 arrows" not in shown["plan"] and "arrows" in shown["graph"]
    assert "63 dropped: outcome missing" in shown["data"]
    assert "3.46" in shown["estimate"]


def test_a_step_that_has_ended_can_be_opened_while_the_rest_runs(session: Session) -> None:
    turn = Turn("What if?")
    job = session.job = Job(turn)
    session.turns = [turn]
    job.begin("plan")
    job.end(StepDone("plan", 0.1, f"Effect of a on b {HOSTILE}"))
    job.begin("estimate")
    asked, plan, estimate = (entry.message for entry in conversation(session))
    assert asked["content"] == "What if?"
    assert plan["metadata"]["status"] == "done" and "Effect of a on b" in plan["content"]
    assert "<script" not in plan["content"].replace("\\<", "")
    assert estimate["metadata"]["status"] == "pending" and not estimate["content"]


def test_stop_ends_the_trying_of_other_choices_and_nothing_is_kept(session: Session, tmp_path: Path) -> None:
    session.uploads.add(str(patients(tmp_path, rows=300)))
    session.take_table(str(tmp_path / "patients.csv"))
    turn = Turn(QUESTION, answer=session.assistant.ask(QUESTION))
    session.stop()  # nothing runs: the next question must not be stopped by it
    assert not session.cancel.is_set()

    def stop_at_once(step: str) -> None:
        session.stop()

    session.assistant._progress = stop_at_once
    with pytest.raises(Cancelled):
        session.try_others(turn)
    assert not session.others and not session.busy
    session.assistant._progress = None
    session.cancel.clear()
    session.try_others(turn)
    assert turn.id in session.others


def test_a_clarifying_question_has_buttons(session: Session) -> None:
    asked = replace(
        refusal(),
        status="needs_clarification",
        refusal=NeedsClarification(as_given("Which?"), ("a → b", "c → d")),
    )
    session.turns = [Turn("?", answer=asked)]
    options = [entry.message.get("options") for entry in conversation(session)]
    assert [{"value": "a → b"}, {"value": "c → d"}] in options


def test_bad_input_is_said_in_the_conversation(session: Session) -> None:
    with pytest.raises(OptionError, match="Upload one"):
        _ = session.assistant
    session.turns = [Turn("?", problem="There is no table yet.")]
    assert "There is no table yet" in conversation(session)[1].message["content"]


def test_a_file_that_was_not_uploaded_from_here_is_refused(session: Session, tmp_path: Path) -> None:
    table = patients(tmp_path)
    with pytest.raises(OptionError, match="not uploaded from this browser"):
        session.take_table(str(table))
    session.uploads.add(str(table))
    session.take_table(str(table))
    assert session.table_name == "patients.csv" and "600 rows" in everything(session)["data"]


def test_an_unreadable_table_leaves_the_old_one(session: Session, tmp_path: Path) -> None:
    good, bad = patients(tmp_path), tmp_path / "bad.parquet"
    bad.write_bytes(b"not a table")
    session.uploads |= {str(good), str(bad)}
    session.take_table(str(good))
    with pytest.raises(DataError):
        session.take_table(str(bad))
    assert session.table_name == "patients.csv"


def test_words_from_the_page_are_never_taken_for_a_path(session: Session, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("- drug: the secret of another person")
    session.uploads.add(str(patients(tmp_path)))
    session.describe(str(secret))
    session.take_table(str(tmp_path / "patients.csv"))
    assert "secret of another" not in session.assistant.profile.description


def test_edits_of_the_graph_outlive_new_documents(session: Session, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("Severity decides who gets the drug.")
    session.uploads |= {str(patients(tmp_path)), str(notes)}
    session.take_table(str(tmp_path / "patients.csv"))
    session.assistant.graph.add("age", "drug")
    session.take_documents([str(notes)])
    assert [edit.cause for edit in session.assistant.graph.edits] == ["age"]
    assert "notes.md" in everything(session)["data"]


def test_a_new_graph_answers_the_question_that_was_estimated(session: Session) -> None:
    """A "how sure are you?" only looks back: asked again it would show the old graph's number."""
    asked = answered()
    looked = answered(trace=replace(answer().trace, turn="view sure (how sure)"))
    session.turns = [asked, looked]
    assert session.current is looked
    assert session.estimated is asked


def test_a_session_is_found_by_its_cookie_and_its_person_only() -> None:
    sessions = Sessions()
    try:
        mine = sessions.create("ana")
        assert sessions.find(mine.token, "ana") is mine
        assert sessions.find(mine.token, "bob") is None
        assert sessions.find("guessed", "ana") is None
        folder = mine.folder
    finally:
        sessions.close()
    assert not folder.exists()


def test_feedback_stays_on_this_machine_with_the_trace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASKWHY_HOME", str(tmp_path))
    for verdict, words in (("down", ""), ("comment", "The graph lacks\nthe weather.")):
        path = feedback.keep(answered().answer, verdict, words)
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert path.parent == tmp_path
    assert [record["verdict"] for record in kept] == ["down", "comment"]
    assert kept[1]["comment"] == "The graph lacks\nthe weather."
    assert kept[0]["trace"]["data_fingerprint"] == "abc123"


def test_accounts_come_from_the_option_or_a_file(tmp_path: Path) -> None:
    assert read_accounts(None) == {}
    assert read_accounts("ana:a:b") == {"ana": "a:b"}
    file = tmp_path / "accounts"
    file.write_text("# people\nana:one\n\nbob:two\n")
    assert read_accounts(str(file)) == {"ana": "one", "bob": "two"}
    for wrong in ("ana", ":x", "ana:"):
        with pytest.raises(OptionError, match="user:password"):
            read_accounts(wrong)


def test_a_taken_port_is_one_clear_error() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OptionError, match="--port"):
        chat.launch(port=taken.getsockname()[1], browser=False)


def test_without_gradio_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name == "gradio":
            raise ModuleNotFoundError("No module named 'gradio'", name="gradio")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(OptionError, match=r"pip install 'askwhy\[ui\]'"):
        chat.build()
