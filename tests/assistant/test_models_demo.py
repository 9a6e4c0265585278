"""The whole demo with a model: a recorded transcript, and the command line against a server on this machine.

Recorded with `python -m bench.model_server --record tests/assistant/recordings/demo.jsonl`;
run that again when a prompt, the demo's description or the profile of its columns changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, RecordedModel, ScriptedModel
from assistant.models import Message, Prompt
from bench.model_server import respond
from tests.assistant.modelled_replies import DESCRIPTION, QUESTION, shops
from tests.openai_server import OpenAIServer, error
from tools.errors import ModelError, OptionError
from ui.cli import main
from ui.examples import EXAMPLES

RECORDING = Path(__file__).parent / "recordings" / "demo.jsonl"
DEMO = EXAMPLES["quit-smoking"]


def demo(**options: Any) -> Answer:
    files = DEMO.unpack()
    return Assistant(str(files.table), description=str(files.description), **options).ask(DEMO.question)


def test_the_recorded_demo_gives_the_published_answer_in_two_calls() -> None:
    recorded = demo(model=RecordedModel(RECORDING))
    assert recorded.estimate is not None and recorded.query is not None
    assert (recorded.query.treatment, recorded.query.outcome) == ("qsmk", "wt82_71")
    # Hernán & Robins, What If, chapters 12 to 15: 3.4 to 3.5 kg, 95% interval about 2.5 to 4.5.
    assert 3.4 <= recorded.estimate.value <= 3.55
    assert recorded.trace.model == "openai:local"
    assert recorded.trace.model_calls == 2
    assert recorded.trace.tokens <= 6000
    assert "3.41 kg higher" in recorded.prose


def test_a_prompt_that_was_not_recorded_is_an_error_that_says_so(tmp_path: Path) -> None:
    model = RecordedModel(RECORDING)
    with pytest.raises(ModelError, match=r"no reply to this prompt \(plan_en.*Record it again"):
        model.reply(Prompt((Message("user", "Something else"),), ("plan_en v1 0",)))
    with pytest.raises(OptionError, match="no recording"):
        RecordedModel(tmp_path / "nothing.jsonl")
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text('{"text": "no fingerprint"}\n', encoding="utf-8")
    with pytest.raises(OptionError, match="Line 1"):
        RecordedModel(damaged)


def test_recording_asks_once_and_replays_without_the_model(tmp_path: Path) -> None:
    path, prompt = tmp_path / "r.jsonl", Prompt((Message("user", "你好"),))
    schema = {"type": "object"}
    real = ScriptedModel([{"answer": 1}])
    first = RecordedModel(path, real).reply(prompt, schema)
    again = RecordedModel(path).reply(prompt, schema)
    assert first.data == again.data == {"answer": 1}
    assert len(real.prompts) == 1
    with pytest.raises(ModelError):
        RecordedModel(path).reply(prompt)  # without the schema it is another question


@pytest.mark.parametrize("wrong", ["nobody", "openai:", "transformers:", "openai"])
def test_models_that_do_not_exist_are_refused(wrong: str) -> None:
    with pytest.raises(OptionError, match="model="):
        Assistant({"a": [1]}, model=wrong)


def test_a_langchain_chat_model_is_a_model_too() -> None:
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from assistant.models import open_model

    chat = FakeListChatModel(responses=['```json\n{"answer": 1}\n```'])
    model = open_model(chat)
    assert model is not None
    reply = model.reply(Prompt((Message("user", "How many?"),)), {"type": "object"})
    assert reply.data == {"answer": 1}
    broken = open_model(FakeListChatModel(responses=[]))
    assert broken is not None
    with pytest.raises(ModelError, match="failed"):
        broken.reply(Prompt((Message("user", "How many?"),)))


def test_the_command_line_with_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    shops().to_csv(tmp_path / "shops.csv", index=False)
    (tmp_path / "codebook.md").write_text(DESCRIPTION, encoding="utf-8")
    asked = ["ask", QUESTION, "--data", str(tmp_path / "shops.csv"), "--description"]
    asked += [str(tmp_path / "codebook.md"), "--json", "--explain-plan", "--model", "openai:local"]
    with OpenAIServer(lambda body: respond(body["messages"])) as server:
        assert main([*asked, "--base-url", server.url]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["treatment"], plan["outcome"], plan["to"]) == ("price", "sales", 12.0)
    assert server.headers[0]["authorization"] == "Bearer none"
    with OpenAIServer([error(401, "no such key")]) as server:
        asked += ["--base-url", server.url]
        assert main(asked) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1 and "did not accept the key" in said.err
        assert main([*asked, "--fallback", "offline"]) == 0
        assert main([*asked, "--fallback", "maybe"]) == 2
