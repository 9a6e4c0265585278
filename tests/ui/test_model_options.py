"""--model, --base-url and --fallback mean the same at every front door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Assistant
from bench.model_server import respond
from tests.assistant.modelled_replies import DESCRIPTION, QUESTION, shops
from tests.openai_server import OpenAIServer, error
from ui.chat.session import Session
from ui.cli import main
from ui.cli.asking import Asked
from ui.cli.options import ModelChoice
from ui.mcp import server as mcp_server
from ui.slack.threads import Held, SlackThread


def asked(table: str, words: str, model: ModelChoice, folder: Path) -> Assistant:
    return Asked(table, words, model=model).open(lambda step: None)


def chat(table: str, words: str, model: ModelChoice, folder: Path) -> Assistant:
    session = Session("token", folder / "session", model, None)
    session.use_table(table, "shops.csv", words)
    return session.assistant


def slack(table: str, words: str, model: ModelChoice, folder: Path) -> Assistant:
    return SlackThread(Held(table, "shops.csv", words), model).assistant


def mcp(table: str, words: str, model: ModelChoice, folder: Path) -> Assistant:
    return mcp_server._Tables(table, words, model).assistant(None, None)


@pytest.mark.parametrize("door", [asked, chat, slack, mcp])
def test_a_front_door_asks_the_server_that_it_was_given(
    door: Callable[[str, str, ModelChoice, Path], Assistant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    table = str(tmp_path / "shops.csv")
    shops(300).to_csv(table, index=False)
    with OpenAIServer(lambda body: respond(body["messages"])) as server:
        assistant = door(table, DESCRIPTION, ModelChoice("openai:local", server.url), tmp_path)
        assert assistant.plan(QUESTION).proposer == "openai:local"
        assert len(server.requests) == 1
    with OpenAIServer([error(401, "no such key")]) as server:
        choice = ModelChoice("openai:local", server.url, "offline")
        plan = door(table, DESCRIPTION, choice, tmp_path).plan(QUESTION)
    assert plan.proposer == "offline" and "did not accept the key" in plan.warnings[0]


@pytest.mark.parametrize("command", ["chat", "slack", "mcp"])
def test_a_service_refuses_a_model_that_cannot_be_opened_before_it_serves(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-test")
    for wrong, named in (
        (["--model", "nobody"], "nobody"),
        (["--model", "openai:x", "--base-url", "ftp://x"], "no web address"),
        (["--fallback", "maybe"], "maybe"),
        (["--base-url", "http://127.0.0.1:1/v1"], "base_url"),
    ):
        assert main([command, *wrong]) == 2
        assert named in capsys.readouterr().err
