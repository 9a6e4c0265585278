"""A thumb on an answer is an example to tune on: from the chat to the file that `askwhy tune` reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, ScriptedModel
from assistant.models.exchange import ModelSession, schema_problems
from assistant.planning.model.claims import claim_problems
from assistant.planning.model.plan import plan_with_model
from assistant.planning.model.prompt import plan_schema
from assistant.training.marked import marked_example
from assistant.training.train import read_marked
from tests.assistant.modelled_replies import DESCRIPTION, QUESTION, WRITTEN, reply, shops
from tests.local_model import tiny_model
from tools.data import open_table
from ui import feedback
from ui.chat.events import _kept
from ui.chat.session import Session, Turn
from ui.cli import main
from ui.cli.options import ModelChoice

SHOPS = shops(400)
# Another cause than the question's own words name.
WRONG = reply(treatment="season", treatment_words="price", **{"from": None, "to": None})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASKWHY_HOME", str(tmp_path / "home"))
    return tmp_path


def session(folder: Path, model: Any) -> Session:
    opened = Session("token", folder / "session", ModelChoice(model), None)
    SHOPS.to_csv(folder / "shops.csv", index=False)
    opened.use_table(str(folder / "shops.csv"), "shops.csv", DESCRIPTION)
    return opened


def ask(*lines: Any) -> tuple[Assistant, Answer]:
    model = ScriptedModel(lines) if lines else "offline"
    assistant = Assistant(SHOPS, description=DESCRIPTION, model=model)
    return assistant, assistant.ask(QUESTION)


@pytest.fixture(scope="module")
def offline() -> tuple[Assistant, Answer]:
    return ask()


def test_thumbs_of_the_chat_are_what_tune_reads(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_model = session(home, ScriptedModel([reply(), WRITTEN]))
    good = Turn(QUESTION, answer=with_model.assistant.ask(QUESTION))
    assert "Kept on this machine" in _kept(with_model, good, "up")
    alone = session(home, "offline")
    own = Turn(QUESTION, answer=alone.assistant.ask(QUESTION))
    view = Turn("how sure are you?", answer=alone.assistant.ask("how sure are you?"))
    _kept(alone, own, "down")
    _kept(alone, view, "up")
    _kept(alone, own, "comment", "The weather is missing.")
    path = feedback.feedback_path()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["verdict"] for line in lines] == ["up", "down", "up", "comment"]
    assert [line["good"] for line in lines] == [True, False, None, None]
    # Both were asked the same, so the two marks make one preference.
    (example,) = read_marked(path)
    assert json.loads(example.chosen) == reply()
    assert example.rejected is not None and json.loads(example.rejected)["graph"]["arrows"] == []
    base, out = tiny_model(home / "base", positions=8192), home / "adapter"
    options = [
        "--method",
        "dpo",
        "--worlds",
        "0",
        "--steps",
        "2",
        "--batch",
        "1",
        "--evaluate",
        "0",
        "--json",
    ]
    assert main(["tune", str(base), "--out", str(out), "--marked", str(path), *options]) == 0
    assert json.loads(capsys.readouterr().out)["examples"] == 1
    assert (out / "adapter_model.safetensors").is_file()


def test_with_a_model_the_mark_is_on_what_was_exchanged() -> None:
    """A repaired reply is learnt with the first prompt, as if it had been right at once."""
    assistant, answer = ask("no JSON", reply(), WRITTEN)
    made = marked_example(answer, assistant.profile, True)
    assert made is not None and json.loads(made["reply"]) == reply()
    assert [message["role"] for message in made["prompt"]] == ["system", "user"]
    assert len(answer.trace.sent) == 3
    assert answer.to_dict()["trace"]["received"][:2] == ["no JSON", json.dumps(reply())]


def test_where_the_answer_did_not_follow_the_model_the_mark_is_on_the_plan_that_was_used() -> None:
    assistant, answer = ask(WRONG, WRITTEN)
    assert answer.query is not None and answer.query.treatment == "price"  # the words decided
    made = marked_example(answer, assistant.profile, True)
    assert made is not None and json.loads(made["reply"])["treatment"] == "price"


def test_without_a_model_the_reply_says_the_plan_and_leads_to_it_again(
    offline: tuple[Assistant, Answer],
) -> None:
    assistant, answer = offline
    made = marked_example(answer, assistant.profile, True)
    assert made is not None
    said = json.loads(made["reply"])
    assert schema_problems(said, plan_schema(assistant.profile)) == []
    assert claim_problems(said, QUESTION, assistant.profile, ()) == []
    assert (said["from"], said["to"]) == (10, 12)
    assert {r["column"]: r["role"] for r in said["graph"]["roles"]}["returns"] == "after_treatment"
    exchange = ModelSession(ScriptedModel([said])).begin()
    again = plan_with_model(QUESTION, assistant.profile, open_table(SHOPS), exchange)
    assert answer.plan is not None
    assert (again.query, again.design) == (answer.plan.query, answer.plan.design)


def test_what_has_no_plan_of_its_own_is_no_example(offline: tuple[Assistant, Answer]) -> None:
    assistant, answer = offline
    profile = assistant.profile
    assert marked_example(replace(answer, question=""), profile, True) is None  # columns were named
    changed = replace(answer, trace=replace(answer.trace, turn="change population"))
    assert marked_example(changed, profile, True) is None
    assert marked_example(answer, replace(profile, fingerprint="other data"), True) is None


def test_a_thumb_is_kept_when_the_table_is_gone(home: Path, offline: tuple[Assistant, Answer]) -> None:
    empty = Session("token", home / "session", ModelChoice(), None)
    assert "Kept on this machine" in _kept(empty, Turn(QUESTION, answer=offline[1]), "up")
    (line,) = feedback.feedback_path().read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["verdict"] == "up" and json.loads(line)["prompt"] is None
