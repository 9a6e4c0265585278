"""`openai:<model>` against a real server on this machine: what is sent, ways to get JSON, every fault."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from assistant.models import Message, Patience, Prompt
from assistant.models.exchange import Limits, ModelSession
from assistant.models.openai import OpenAIModel
from assistant.models.structured import KnownWays
from tests.openai_server import WAYS, Fault, Line, OpenAIServer, completion, error, way_of
from tools.errors import Cancelled, ModelError, OptionError

SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "integer"}},
    "required": ["answer"],
    "additionalProperties": False,
}
PROMPT = Prompt((Message("system", "Be brief."), Message("user", "How many?")), ("count_en v1 0",))
GOOD = {"answer": 3}
QUICK = Patience(seconds=5.0, calls=6)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.models.openai.FIRST_WAIT", 0.02)


@pytest.fixture
def ways(tmp_path: Path) -> KnownWays:
    return KnownWays(tmp_path / "ways.json")


def model(server: OpenAIServer, ways: KnownWays, **options: object) -> OpenAIModel:
    return OpenAIModel("test", base_url=server.url, api_key="sk-secret", ways=ways, **options)  # type: ignore[arg-type]


def test_a_reply_with_its_tokens_and_cost(ways: KnownWays) -> None:
    with OpenAIServer([GOOD]) as server:
        reply = model(server, ways, price=(1.0, 10.0)).reply(PROMPT, SCHEMA, patience=QUICK)
    assert reply.data == GOOD
    assert (reply.calls, reply.tokens_in, reply.tokens_out) == (1, 100, 20)
    assert reply.cost == pytest.approx((100 * 1 + 20 * 10) / 1e6)
    assert server.headers[0]["authorization"] == "Bearer sk-secret"
    body = server.requests[0]
    assert [m["content"] for m in body["messages"]] == ["Be brief.", "How many?"]
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_get_json_is_found_and_remembered(way: str, ways: KnownWays) -> None:
    with OpenAIServer([GOOD], ways=[way]) as server:
        first = model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
        again = model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
    assert first.data == again.data == GOOD
    assert first.calls == WAYS.index(way) + 1
    assert again.calls == 1
    assert way_of(server.requests[-1]) == way
    shown = server.requests[-1]["messages"][-1]["content"]
    assert ('"additionalProperties"' in shown) == (way in ("json_object", "text"))


def test_a_way_that_is_accepted_and_not_heeded_is_left(ways: KnownWays) -> None:
    with OpenAIServer([GOOD], ignores=["json_schema", "tool_call"]) as server:
        reply = model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
    assert reply.data == GOOD
    assert reply.calls == 3


@pytest.mark.parametrize(
    "fault", [error(429, "slow down", retry_after="0"), error(500, "oops"), Fault(reset=True)]
)
def test_passing_faults_are_retried(fault: Fault, ways: KnownWays) -> None:
    with OpenAIServer([fault, GOOD]) as server:
        reply = model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
    assert reply.data == GOOD
    assert reply.calls == 2


def test_retry_after_is_honoured(ways: KnownWays) -> None:
    with OpenAIServer([error(429, "slow down", retry_after="0.9"), GOOD]) as server:
        start = time.monotonic()
        model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
    assert time.monotonic() - start >= 0.9


TRUNCATED = json.dumps(completion('{"answer": ', finish="length")).encode()
FAULTS: list[tuple[str, Line, str, int]] = [
    ("401", error(401, "Incorrect API key sk-secret"), "did not accept the key", 1),
    ("403", error(403, "no access"), "did not accept the key", 1),
    ("404", error(404, "model not found"), "does not know this model", 1),
    ("429 for good", error(429, "slow down", retry_after="0"), "answered 429", 3),
    ("429 too long a wait", error(429, "slow down", retry_after="3600"), "asks to wait 3600 s", 1),
    ("quota", error(429, "You are out", code="insufficient_quota"), "quota is used up", 1),
    ("500 for good", error(500, "oops", retry_after="0"), "answered 500", 3),
    ("503", error(503, "overloaded", retry_after="0"), "answered 503", 3),
    ("reset", Fault(reset=True), "broke the connection", 3),
    ("context", error(400, "maximum context length is 4096 tokens"), "too long", 1),
    ("redirect", Fault(307, headers={"Location": "http://127.0.0.1:9/v1/chat/completions"}), "elsewhere", 1),
    ("hang", Fault(hang=30), "took longer than 1 s", 1),
    ("drip", Fault(200, b" " * 500, drip=True), "took longer than 1 s", 1),
    ("endless", Fault(endless=True), "without end|took longer", 1),
    ("no JSON", Fault(200, b"<html>proxy</html>"), "no chat completion", 1),
    ("empty body", Fault(200, b""), "no chat completion", 1),
    ("null", Fault(200, b"null"), "no chat completion", 1),
    ("a list", Fault(200, b"[1, 2]"), "no chat completion", 1),
    (
        "no choices",
        Fault(200, json.dumps(completion("x") | {"choices": []}).encode()),
        "no chat completion",
        1,
    ),
    ("choices null", Fault(200, json.dumps(completion("x") | {"choices": None}).encode()), "no chat", 1),
]


@pytest.mark.parametrize(("line", "words", "calls"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_every_fault_of_a_server_is_one_clear_error(
    line: Line, words: str, calls: int, ways: KnownWays
) -> None:
    patience = Patience(seconds=1.0 if "took longer than" in words else 4.0, calls=6)
    with OpenAIServer([line]) as server, pytest.raises(ModelError, match=words) as caught:
        model(server, ways).reply(PROMPT, SCHEMA, patience=patience)
    message = str(caught.value)
    assert "sk-secret" not in message
    assert "\n" not in message
    assert len(server.requests) <= calls
    assert caught.value.calls == len(server.requests)


SHAPES: list[tuple[str, Line]] = [
    ("garbage", "Certainly! I would say three."),
    ("truncated", Fault(200, TRUNCATED)),
    ("wrong type", {"answer": "three"}),
    ("more than asked", {"answer": 3, "note": "and more"}),
    ("a list", "[3]"),
    ("NaN", '{"answer": NaN}'),
    ("deep", "[" * 100_000),
    ("huge", '{"answer": "' + "x" * 300_000 + '"}'),
    ("empty", ""),
]


@pytest.mark.parametrize("line", [s[1] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_replies_of_the_wrong_shape_are_repaired_then_refused(line: Line, ways: KnownWays) -> None:
    with OpenAIServer([line]) as server:
        exchange = ModelSession(model(server, ways), Limits(calls=7)).begin()
        with pytest.raises(ModelError, match=r"no usable reply|cap of 7 calls"):
            exchange.ask(PROMPT, SCHEMA)
    assert 3 <= exchange.calls <= 7
    assert exchange.calls == len(server.requests)


def test_a_repair_is_told_what_was_wrong(ways: KnownWays) -> None:
    with OpenAIServer([{"answer": "three"}, GOOD]) as server:
        exchange = ModelSession(model(server, ways)).begin()
        assert exchange.ask(PROMPT, SCHEMA) == GOOD
    assert "'three' is not of type 'integer'" in server.requests[1]["messages"][-1]["content"]
    assert exchange.tokens == 240
    assert len(exchange.sent) == 2


def test_giving_up_on_request_is_quick(ways: KnownWays) -> None:
    with OpenAIServer([Fault(hang=30)]) as server:
        stop = threading.Event()
        exchange = ModelSession(model(server, ways), cancel=stop).begin()
        threading.Timer(0.3, stop.set).start()
        start = time.monotonic()
        with pytest.raises(Cancelled, match="Stopped as asked"):
            exchange.ask(PROMPT, SCHEMA)
    assert time.monotonic() - start < 10


def test_nothing_follows_a_redirect(ways: KnownWays) -> None:
    with OpenAIServer([GOOD]) as elsewhere:
        to = {"Location": f"{elsewhere.url}/chat/completions"}
        with (
            OpenAIServer([Fault(307, headers=to)]) as server,
            pytest.raises(ModelError, match="not followed"),
        ):
            model(server, ways).reply(PROMPT, SCHEMA, patience=QUICK)
    assert elsewhere.requests == []


def test_the_address_and_the_key_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, ways: KnownWays
) -> None:
    with OpenAIServer([GOOD]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
        assert OpenAIModel("test", ways=ways).reply(PROMPT, SCHEMA, patience=QUICK).data == GOOD
    assert server.headers[0]["authorization"] == "Bearer sk-env"


def test_bad_addresses_and_missing_keys_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(OptionError, match="OPENAI_API_KEY"):
        OpenAIModel("gpt-5-mini")
    with pytest.raises(OptionError, match="no web address"):
        OpenAIModel("x", base_url="file:///etc/passwd")
    with OpenAIServer([GOOD]) as server:
        closed = server.url
    with pytest.raises(ModelError, match="cannot be reached"):
        OpenAIModel("x", base_url=closed).reply(PROMPT, SCHEMA, patience=QUICK)


def test_a_file_of_known_ways_that_is_damaged_or_cannot_be_written_costs_a_call_only(tmp_path: Path) -> None:
    path = tmp_path / "ways.json"
    path.write_text("{broken", encoding="utf-8")
    with OpenAIServer([GOOD], ways=["tool_call"]) as server:
        assert model(server, KnownWays(path)).reply(PROMPT, SCHEMA, patience=QUICK).calls == 2
        assert model(server, KnownWays(path)).reply(PROMPT, SCHEMA, patience=QUICK).calls == 1
        blocked = KnownWays(path / "below-a-file" / "ways.json")
        assert model(server, blocked).reply(PROMPT, SCHEMA, patience=QUICK).data == GOOD
