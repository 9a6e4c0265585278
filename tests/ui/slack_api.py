"""Slack, as far as a bot can tell: its Web API and its files, on loopback, writing down every call."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

PATIENCE = 60.0  # seconds that a test waits for what it expects


class SlackApi:
    """The calls that were made, the files that can be fetched, and who is an admin."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.files: dict[str, bytes] = {}
        self.fetched: list[tuple[str, str | None]] = []  # path, Authorization
        self.uploads: list[bytes] = []
        self.admins = {"UADMIN"}
        self.failing: dict[str, str] = {}  # method: error
        self.gate = threading.Event()  # chat.postMessage waits for it
        self.gate.set()
        self.socket_url = ""
        self.url = ""
        self._changed = threading.Condition()
        self._number = 0

    # what tests ask

    def of(self, method: str) -> list[dict[str, Any]]:
        with self._changed:
            return [said for name, said in self.calls if name == method]

    def wait(self, wanted: Callable[[], Any], what: str) -> Any:
        """The first true value of `wanted`, looked at after each call to the API."""
        end = time.monotonic() + PATIENCE
        with self._changed:
            while not (found := wanted()):
                if not self._changed.wait(max(0.0, end - time.monotonic())):
                    made = [(name, str(said)[:200]) for name, said in self.calls]
                    raise AssertionError(f"Slack never saw {what}. Calls: {made}")
        return found

    def said(self, text: str, channel: str | None = None) -> dict[str, Any]:
        """Wait until a message, new or updated, contains `text`."""

        def found() -> Any:
            return next(
                (
                    body
                    for name, body in self.calls
                    if name in ("chat.postMessage", "chat.update", "chat.postEphemeral")
                    and text in json.dumps(body, ensure_ascii=False)
                    and channel in (None, body.get("channel"))
                ),
                None,
            )

        return dict(self.wait(found, f"{text!r}"))

    def uploaded(self, name: str) -> dict[str, Any]:
        """Wait until a file of this name has been completed."""

        def found() -> Any:
            asked = next(
                (b for n, b in self.calls if n == "files.getUploadURLExternal" and b["filename"] == name),
                None,
            )
            done = next((b for n, b in self.calls if n == "files.completeUploadExternal" and asked), None)
            return asked and done and {**asked, **done}

        return dict(self.wait(found, f"the file {name}"))

    # what the server does

    def record(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        if method == "chat.postMessage":
            self.gate.wait(PATIENCE)
        with self._changed:
            self._number += 1
            number = self._number
            self.calls.append((method, said))
            self._changed.notify_all()
        if method in self.failing:
            return {"ok": False, "error": self.failing[method]}
        match method:
            case "auth.test":
                return {
                    "ok": True,
                    "user": "askwhy",
                    "team": "Acme",
                    "user_id": "UBOT",
                    "bot_id": "BBOT",
                    "team_id": "T1",
                }
            case "chat.postMessage" | "chat.update":
                return {"ok": True, "ts": f"900.{number:06d}", "channel": said.get("channel")}
            case "users.info":
                return {"ok": True, "user": {"id": said["user"], "is_admin": said["user"] in self.admins}}
            case "files.getUploadURLExternal":
                return {"ok": True, "upload_url": f"{self.url}/upload/{number}", "file_id": f"F{number}"}
            case "files.completeUploadExternal":
                return {"ok": True, "files": [{"id": "F1"}]}
            case "apps.connections.open":
                return {"ok": True, "url": self.socket_url}
            case _:
                return {"ok": True}


@contextmanager
def running() -> Iterator[SlackApi]:
    api = SlackApi()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.startswith("/upload/"):
                api.uploads.append(body)
                return self._reply(b"OK", "text/plain")
            said: dict[str, Any]
            if "json" in self.headers.get("Content-Type", ""):
                said = json.loads(body or b"{}")
            else:
                said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self._reply(
                json.dumps(api.record(self.path.rpartition("/")[2], said)).encode(), "application/json"
            )

        def do_GET(self) -> None:
            api.fetched.append((self.path, self.headers.get("Authorization")))
            if self.path.startswith("/moved/"):
                self.send_response(302)
                self.send_header("Location", f"{api.url}/files/elsewhere.csv")
                self.end_headers()
            elif self.path in api.files:
                self._reply(api.files[self.path], "text/csv")
            else:
                self._reply(b"<html>log in</html>", "text/html")

        def _reply(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        api.gate.set()
        server.shutdown()
        server.server_close()
