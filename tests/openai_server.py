"""A server on this machine that speaks the OpenAI protocol, honestly or badly, for tests.

    with OpenAIServer([{"answer": 1}]) as server:
        open_model("openai:test", base_url=server.url)

A line of the script is a text, a mapping (said as JSON), a `Fault`, or a function of the request's body that
returns one of these. `server.requests` holds the bodies that came in, `server.headers` their headers.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

WAYS = ("json_schema", "tool_call", "json_with_schema", "json_object", "text")


@dataclass(frozen=True)
class Fault:
    """A way to misbehave."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float = 0.0  # seconds of silence before anything is said, ended when the server closes
    reset: bool = False  # break the connection with nothing said
    drip: bool = False  # send the body a byte at a time, slowly
    endless: bool = False  # send bytes for ever


Line = str | Mapping[str, Any] | Fault | Callable[[dict[str, Any]], Any]


def completion(text: str | None, tool: str | None = None, finish: str = "stop") -> dict[str, Any]:
    """The body of a chat completion."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tool is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": "reply", "arguments": tool}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        finish = "tool_calls"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def error(status: int, message: str, code: str | None = None, **headers: str) -> Fault:
    """An error as OpenAI words it."""
    body = {"error": {"message": message, "type": "error", "param": None, "code": code}}
    return Fault(status, json.dumps(body).encode(), headers)


def way_of(body: Mapping[str, Any]) -> str:
    """How the request asks for JSON."""
    shape = body.get("response_format") or {}
    if body.get("tools"):
        return "tool_call"
    if shape.get("type") == "json_schema":
        return "json_schema"
    if shape.get("type") == "json_object":
        return "json_with_schema" if "schema" in shape else "json_object"
    return "text"


class OpenAIServer:
    """Listens on 127.0.0.1 while the `with` block runs."""

    def __init__(
        self,
        script: Iterable[Line] | Callable[[dict[str, Any]], Any],
        *,
        ways: Iterable[str] = WAYS,  # that it accepts; others are refused with a 400
        ignores: Iterable[str] = (),  # ways that it accepts and does not heed: it answers in prose
    ) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._script = script if callable(script) else list(script)
        self._ways, self._ignores = set(ways), set(ignores)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._said = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> OpenAIServer:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: dict[str, Any]) -> Fault | dict[str, Any]:
        """What to say to one request."""
        way = way_of(body)
        if way not in self._ways:
            return error(400, f"{way} is not supported: unknown response_format or tools")
        if way in self._ignores:
            return completion("Certainly! Here is what I think about your question.")
        with self._lock:
            line: Any = self._script
            if not callable(self._script):
                # The last line is said again and again.
                line = self._script[min(self._said, len(self._script) - 1)]
                self._said += 1
        if callable(line):
            line = line(body)
        if isinstance(line, Fault):
            return line
        text = line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
        return completion(None, tool=text) if way == "tool_call" else completion(text)

    def _handler(server) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(body)
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                server.paths.append(self.path)
                said = server.answer(body)
                # A client that has given up, as it should, leaves a broken pipe.
                with contextlib.suppress(OSError):
                    self._say(said if isinstance(said, Fault) else Fault(200, json.dumps(said).encode()))

            def _say(self, said: Fault) -> None:
                if said.hang and server._closing.wait(said.hang):
                    return
                if said.reset:
                    self.connection.close()
                    return
                self.send_response(said.status)
                self.send_header("Content-Type", "application/json")
                for name, value in said.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                if not said.endless:
                    self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                if said.endless:
                    while not server._closing.is_set():
                        self.wfile.write(b" " * 65536)
                elif said.drip:
                    for byte in said.body:
                        self.wfile.write(bytes([byte]))
                        if server._closing.wait(0.1):
                            return
                else:
                    self.wfile.write(said.body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler
