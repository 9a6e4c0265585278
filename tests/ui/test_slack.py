"""The Slack bot, end to end: real signatures, a real websocket, Slack's own client, a loopback API."""

from __future__ import annotations

import io
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import pytest
import waitress

from assistant.language import say
from tests.ui.answers import HOSTILE, answer, refusal
from tests.ui.slack_api import SlackApi, running
from tools.errors import OptionError
from tools.messages import as_given
from ui.slack import SlackSettings
from ui.slack.blocks import answer_blocks, checks_blocks, choice_blocks, escaped, too_long
from ui.slack.bot import without_mention
from ui.slack.serve import Seen, build_app, wsgi
from ui.slack.threads import Held, Place, Threads

ROOT = Path(__file__).resolve().parents[2]
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
QUESTION = "What would happen to blood pressure if everyone got the drug?"


def trial() -> bytes:
    """A drug, given at random, that lowers pressure by about five."""
    rng = np.random.default_rng(11)
    drug = rng.permutation(np.repeat([0, 1], 150))
    age = rng.integers(20, 80, 300)
    table = pd.DataFrame(
        {"drug": drug, "age": age, "pressure": 110 + 0.2 * age - 5 * drug + rng.normal(0, 4, 300)}
    )
    written = io.StringIO()
    table.to_csv(written, index=False)
    return written.getvalue().encode()


CODEBOOK = (
    b"Patients were assigned to the drug at random.\n\n- drug: got the drug (1 yes, 0 no)\n"
    b"- age: age before the trial (years)\n- pressure: blood pressure after the trial (mmHg)\n"
)


class Speaker:
    """Slack's side of the HTTP connection: signs and posts."""

    def __init__(self, api: SlackApi, url: str, home: Path) -> None:
        self.api, self.url, self.home = api, url, home
        self.number = 0

    def post(self, body: str, kind: str, *, secret: str = SECRET, age: int = 0, **headers: str) -> int:
        from slack_sdk.signature import SignatureVerifier

        stamp = str(int(time.time()) - age)
        sign = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
        request = urllib.request.Request(
            self.url,
            body.encode(),
            {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": str(sign),
                **headers,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def event(self, event: dict[str, Any], *, event_id: str | None = None, **signing: Any) -> int:
        return self.post(json.dumps(self.envelope(event, event_id)), "application/json", **signing)

    def envelope(self, event: dict[str, Any], event_id: str | None = None) -> dict[str, Any]:
        self.number += 1
        return {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": event_id or f"Ev{self.number}",
            "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
            "event": event,
        }

    def mention(self, text: str, channel: str, ts: str, user: str = "U1", **more: Any) -> dict[str, Any]:
        said = {"user": user, "text": f"<@UBOT> {text}", "channel": channel, "ts": ts}
        return {"type": "app_mention", **said, **more}

    def files(self) -> list[dict[str, Any]]:
        self.api.files |= {"/files/trial.csv": trial(), "/files/codebook.md": CODEBOOK}
        return [
            {"id": "F1", "name": "trial.csv", "url_private_download": f"{self.api.url}/files/trial.csv"},
            {"id": "F2", "name": "codebook.md", "url_private_download": f"{self.api.url}/files/codebook.md"},
        ]

    def press(self, button: dict[str, Any], channel: str, thread: str, user: str = "U1") -> int:
        payload = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": user, "team_id": "T1"},
            "api_app_id": "A1",
            "channel": {"id": channel},
            "message": {"ts": "900.000001", "thread_ts": thread},
            "actions": [{"type": "button", "action_id": button["action_id"], "value": button["value"]}],
        }
        return self.post(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")

    def answered(self, channel: str, text: str = "askwhy_up") -> list[dict[str, Any]]:
        """Wait for the answer's blocks, known by a button: live steps tell the interval too."""
        return _blocks(self.api.said(text, channel))


def _blocks(message: dict[str, Any]) -> list[dict[str, Any]]:
    blocks = message["blocks"]
    found: list[dict[str, Any]] = json.loads(blocks) if isinstance(blocks, str) else blocks
    return found


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {e["action_id"]: e for b in blocks if b["type"] == "actions" for e in b["elements"]}


@pytest.fixture
def api() -> Iterator[SlackApi]:
    with running() as api:
        yield api


@pytest.fixture
def slack(api: SlackApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speaker]:
    """The bot behind a real WSGI server, in HTTP mode."""
    monkeypatch.setenv("ASKWHY_HOME", str(tmp_path))
    home = tmp_path / "slack"
    app = build_app(SlackSettings("xoxb-test", signing_secret=SECRET, api_url=f"{api.url}/api/", home=home))
    server = waitress.create_server(wsgi(app), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Speaker(api, f"http://127.0.0.1:{server.effective_port}/slack/events", home)
    finally:
        server.close()


# ---------------------------------------------------------------- end to end


def test_a_mention_with_a_table_is_answered_in_its_thread_with_figure_and_buttons(
    slack: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.slack.bot.PAUSE", 0.0)  # the loopback Slack takes every update
    assert slack.event(slack.mention(QUESTION, "C1", "100.1", files=slack.files())) == 200
    blocks = slack.answered("C1")
    figure = slack.api.uploaded("effect.png")
    assert "adjusted estimate" in figure["alt_txt"]
    assert figure["thread_ts"] == "100.1"
    assert b"\x89PNG" in b"".join(slack.api.uploads)
    assert {
        "askwhy_graph",
        "askwhy_checks",
        "askwhy_code",
        "askwhy_report",
        "askwhy_up",
        "askwhy_down",
    } <= set(buttons(blocks))
    first = slack.api.of("chat.postMessage")[0]
    assert first["thread_ts"] == "100.1" and "Working on it" in first["text"]
    assert not first["unfurl_links"] and not first["unfurl_media"]
    live = [update["text"] for update in slack.api.of("chat.update") if "Working on it" in update["text"]]
    assert "… attacking the estimate" in live[-2]
    assert "✓ preparing the rows: 300 of 300 rows used." in live[-2]
    assert re.search(r"✓ estimating: -\d\.\d+ mmHg, 95% interval", live[-2])
    # The token goes with the download, and nowhere else.
    assert set(slack.api.fetched) == {
        (f"/files/{f}", "Bearer xoxb-test") for f in ("trial.csv", "codebook.md")
    }


def test_a_thread_keeps_its_data_and_each_button_shows_its_part(slack: Speaker) -> None:
    slack.event(slack.mention("", "C1", "100.1", files=slack.files()))
    slack.api.said("I have trial.csv", "C1")
    slack.event(slack.mention(QUESTION, "C1", "100.2", thread_ts="100.1"))
    pressed = buttons(slack.answered("C1"))
    for action, wanted in (
        ("askwhy_graph", "graph.png"),
        ("askwhy_code", "answer.py"),
        ("askwhy_report", "report.html"),
    ):
        assert slack.press(pressed[action], "C1", "100.1") == 200
        slack.api.uploaded(wanted)
    slack.press(pressed["askwhy_checks"], "C1", "100.1")
    slack.api.said("Cannot detect", "C1")
    slack.press(pressed["askwhy_up"], "C1", "100.1")
    slack.api.said("Thank you", "C1")
    kept = json.loads((slack.home.parent / "feedback.jsonl").read_text(encoding="utf-8"))
    assert (
        kept["verdict"] == "up"
        and kept["where"] == "slack"
        and kept["question"] == QUESTION
        and kept["trace"]["seed"] == 7
    )


def test_data_and_answers_of_one_thread_reach_no_other(slack: Speaker) -> None:
    slack.event(slack.mention(QUESTION, "C1", "100.1", files=slack.files()))
    pressed = buttons(slack.answered("C1"))
    for channel, ts in (("C2", "200.1"), ("C1", "300.1"), ("D9", "400.1")):
        said = {"type": "message", "channel_type": "im"} if channel == "D9" else {}
        slack.event({**slack.mention(QUESTION, channel, ts), **said})
    for channel in ("C2", "C1", "D9"):
        slack.api.said("There is no table in this thread yet", channel)
    # A button copied into another channel, or another thread, finds nothing.
    slack.press(pressed["askwhy_code"], "C2", "200.1")
    slack.api.said(say("en", "ui-slack-gone"), "C2")
    assert not any(name["filename"] == "answer.py" for name in slack.api.of("files.getUploadURLExternal"))


def test_an_event_that_slack_sends_twice_is_answered_once(slack: Speaker) -> None:
    event = slack.mention("help", "C1", "100.1")
    for retry in ("1", "2"):
        assert slack.event(event, event_id="EvSame", **{"X-Slack-Retry-Num": retry}) == 200
    # The same message as an event of its own, as Slack sends it to a bot that may read the channel.
    slack.event({**event, "type": "message", "channel_type": "channel"}, event_id="EvOther")
    slack.event(slack.mention("help", "C5", "500.1"))
    slack.api.said("Ask me what would happen", "C5")
    assert [m["channel"] for m in slack.api.of("chat.postMessage")] == ["C1", "C5"]


def test_the_event_is_acknowledged_before_any_work_is_done(slack: Speaker) -> None:
    slack.api.gate.clear()  # Slack itself hangs: the bot cannot even say that it works on it
    assert slack.event(slack.mention("help", "C1", "100.1")) == 200
    assert slack.api.of("chat.postMessage") == []
    slack.api.gate.set()
    slack.api.said("Ask me what would happen", "C1")


@pytest.mark.parametrize(
    ("secret", "age"), [("another secret", 0), (SECRET, 600)], ids=["wrong signature", "ten minutes old"]
)
def test_unsigned_and_stale_requests_are_refused(slack: Speaker, secret: str, age: int) -> None:
    assert slack.event(slack.mention("help", "C1", "100.1"), secret=secret, age=age) == 401
    unsigned = urllib.request.Request(slack.url, b"{}", {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(unsigned, timeout=30)
    slack.event(slack.mention("help", "C2", "100.2"))
    slack.api.said("Ask me what would happen", "C2")
    assert {m["channel"] for m in slack.api.of("chat.postMessage")} == {"C2"}


def test_only_an_admin_pins_and_then_every_thread_of_that_channel_has_the_table(slack: Speaker) -> None:
    slack.event(slack.mention("", "C1", "100.1", files=slack.files()))
    slack.api.said("I have trial.csv", "C1")
    slack.event(slack.mention("pin", "C1", "100.2", thread_ts="100.1", user="U1"))
    slack.api.said("Only an admin", "C1")
    slack.event(slack.mention("pin", "C1", "100.3", thread_ts="100.1", user="UADMIN"))
    slack.api.said("now starts with trial.csv", "C1")
    slack.event(slack.mention("data", "C1", "700.1"))
    slack.api.said("In use here: trial.csv", "C1")
    slack.event(slack.mention("data", "C2", "700.2"))
    slack.api.said("There is no table here yet", "C2")


def test_a_command_and_a_message_shortcut_are_answered(slack: Speaker) -> None:
    form = {"command": "/askwhy", "text": "help me", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}
    form["response_url"] = f"{slack.api.url}/response"
    assert slack.post(urlencode(form), "application/x-www-form-urlencoded") == 200
    slack.api.said("<@U1> asks: help me", "C1")
    slack.api.said("There is no table in this thread yet", "C1")
    payload = {
        "type": "message_action",
        "callback_id": "askwhy_message",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C3"},
        "message": {"ts": "800.1", "text": QUESTION, "files": slack.files()},
    }
    body = urlencode({"payload": json.dumps(payload)})
    assert slack.post(body, "application/x-www-form-urlencoded") == 200
    slack.answered("C3")


def test_a_shortcut_where_the_bot_was_not_invited_tells_the_person_how_to_invite_it(slack: Speaker) -> None:
    slack.api.failing["chat.postMessage"] = "not_in_channel"
    payload = {
        "type": "message_action",
        "callback_id": "askwhy_message",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C3"},
        "message": {"ts": "800.1", "text": QUESTION},
        "response_url": f"{slack.api.url}/api/response",
    }
    body = urlencode({"payload": json.dumps(payload)})
    assert slack.post(body, "application/x-www-form-urlencoded") == 200
    told = slack.api.wait(lambda: slack.api.of("response"), "a word to the person alone")[0]
    assert "/invite @AskWhy" in told["text"] and told["response_type"] == "ephemeral"


# Each method of Slack's API that the bot calls, and each event, with the scope it needs.
SCOPES = {
    "auth_test": None,
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_postEphemeral": "chat:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "/askwhy": "commands",
    "url_private_download": "files:read",
}


def test_the_manifest_asks_for_the_scopes_that_the_bot_uses_and_no_more() -> None:
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    manifest = json.loads(page.split("```json")[1].split("```")[0])
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui" / "slack").glob("*.py"))
    called = set(re.findall(r"client\.([a-z]+_\w+)\(", code))
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    commands = {command["command"] for command in manifest["features"]["slash_commands"]}
    used = called | events | commands | {"url_private_download"}
    assert used == set(SCOPES)
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert set(scopes) == {SCOPES[name] for name in used} - {None} and len(scopes) == len(set(scopes))
    assert all(f'@app.event("{event.partition(".")[0]}")' in code for event in events)
    shortcuts = manifest["features"]["shortcuts"]
    assert [s["callback_id"] for s in shortcuts] == re.findall(r'@app\.shortcut\("(\w+)"\)', code)
    # Slack's own limits on a manifest.
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert all(len(shortcut["name"]) <= 24 for shortcut in shortcuts)


def test_a_choice_is_a_button_and_pressing_it_goes_on(slack: Speaker) -> None:
    slack.api.files["/files/plain.csv"] = trial()
    files = [{"name": "plain.csv", "url_private": f"{slack.api.url}/files/plain.csv"}]
    slack.event(slack.mention("Does treatment help?", "C1", "100.1", files=files))
    blocks = _blocks(slack.api.said("askwhy_choice_0", "C1"))
    choice = buttons(blocks)["askwhy_choice_0"]
    cause, _, effect = choice["text"]["text"].partition(" → ")
    slack.press(choice, "C1", "100.1")
    told = json.dumps(slack.api.said("askwhy_code", "C1"))  # only an answer has this button
    assert f"If everyone had {cause}" in told and effect in told


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"name": "t.csv", "url_private": "http://127.0.0.2:1/t.csv"}, "does not lie at Slack"),
        ({"name": "t.exe", "url_private": "x"}, "no table or document"),
        ({"name": "moved.csv", "url_private": "{url}/moved/t.csv"}, "could not be fetched"),
        ({"name": "secret.csv", "url_private": "{url}/files/none"}, "files:read"),
    ],
)
def test_a_file_from_elsewhere_is_never_fetched(slack: Speaker, file: dict[str, str], said: str) -> None:
    given = {**file, "url_private": file["url_private"].format(url=slack.api.url)}
    slack.event(slack.mention("", "C1", "100.1", files=[given]))
    slack.api.said(said, "C1")
    assert not any(path == "/files/elsewhere.csv" for path, _ in slack.api.fetched)


def test_socket_mode_answers_over_a_websocket(api: SlackApi, tmp_path: Path) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from websockets.sync.server import ServerConnection, serve

    acknowledged: list[str] = []
    speaker = Speaker(api, "", tmp_path)

    def slack_side(connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        envelope = {
            "type": "events_api",
            "envelope_id": "E1",
            "accepts_response_payload": False,
            "payload": speaker.envelope(speaker.mention("help", "C1", "100.1")),
        }
        connection.send(json.dumps(envelope))
        acknowledged.append(json.loads(connection.recv())["envelope_id"])
        for _ in connection:
            pass

    with serve(slack_side, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        api.socket_url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/link"
        app = build_app(
            SlackSettings("xoxb-test", app_token="xapp-test", api_url=f"{api.url}/api/", home=tmp_path)
        )
        handler: Any = SocketModeHandler(app, "xapp-test")
        handler.connect()
        try:
            api.said("Ask me what would happen", "C1")
        finally:
            handler.close()
            server.shutdown()
    assert acknowledged == ["E1"]


# ---------------------------------------------------------------- parts


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


@pytest.mark.parametrize("long", [1, 500])
def test_blocks_keep_slacks_limits_and_nothing_from_the_data_is_markup(long: int) -> None:
    nasty = f"<!channel> *bold* & {HOSTILE} " * long
    made = answer(paragraphs=(nasty,) * 20, remarks=(as_given(nasty),), unit="<@U1>")
    blocks = [*answer_blocks(made, "key"), *checks_blocks(made), *choice_blocks([nasty] * 40, "key")]
    assert len(answer_blocks(made, "key")) <= 50
    for text in _texts(blocks):
        assert 0 < len(text["text"]) <= 3000
        assert "<" not in text["text"]
        if text["type"] == "mrkdwn":
            assert "bold" not in text["text"]
    assert too_long(made)
    for block in blocks:
        for element in block.get("elements", []):
            assert len(element.get("text", {"text": ""})["text"] if element["type"] == "button" else "") <= 75
    assert len({e["action_id"] for e in buttons(blocks).values()}) == len(buttons(blocks))


def test_an_answer_shows_its_failed_check_first_among_three_caveats() -> None:
    said = [t["text"] for t in _texts(answer_blocks(answer(), "key"))]
    caveats = [text for text in said if text.startswith("• ")]
    assert len(caveats) == 3 and caveats[0].startswith("• A check failed: Is there somebody")
    assert "3.46 t/ha" in said and "2.52 to 4.40" in said


def test_a_refusal_has_no_buttons_for_an_estimate() -> None:
    assert buttons(answer_blocks(refusal(), "key")) == {}


def test_words_are_taken_without_the_mention_and_without_escapes() -> None:
    assert without_mention("<@UBOT|askwhy>  if a &lt; b &amp; c?") == "if a < b & c?"
    assert escaped("a < b & c") == "a &lt; b &amp; c"


def test_an_event_is_forgotten_after_an_hour() -> None:
    now = [0.0]
    seen = Seen(lambda: now[0])
    assert seen.first("a") and not seen.first("a")
    now[0] = 3601.0
    assert seen.first("a")


def test_files_of_a_thread_lie_under_names_that_slack_cannot_steer(tmp_path: Path) -> None:
    threads = Threads(tmp_path)
    folder = threads.folder(Place("../../etc", "C1/..", "100.1"))
    assert tmp_path in folder.resolve().parents
    assert folder.stat().st_mode & 0o077 == 0


def test_a_pinned_table_outlives_the_thread_and_a_restart(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n")
    place = Place("T1", "C1", "1.0")
    threads = Threads(tmp_path / "home")
    threads.give(place, Held(str(table), "t.csv"))
    threads.pin(place)
    table.unlink()
    again = Threads(tmp_path / "home").thread(Place("T1", "C1", "2.0")).held
    assert again.table_name == "t.csv" and Path(str(again.table)).read_text() == "a,b\n1,2\n"
    assert threads.unpin(place) and not threads.unpin(place)
    assert Threads(tmp_path / "home").thread(Place("T1", "C1", "3.0")).held == Held()


@pytest.mark.parametrize(
    ("environment", "http", "said"),
    [
        ({}, False, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, False, "does not start with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, False, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, True, "SLACK_SIGNING_SECRET is not set"),
    ],
)
def test_a_missing_token_is_said_with_the_place_to_find_it(
    environment: dict[str, str], http: bool, said: str
) -> None:
    with pytest.raises(OptionError, match=said):
        SlackSettings.from_environment(http=http, environment=environment)


def test_settings_show_no_token() -> None:
    settings = SlackSettings("xoxb-very-secret", "xapp-very-secret", "very-secret")
    assert "secret" not in repr(settings).replace("signing_secret", "")
