"""What stands between the network and the chat: who may come in, which session it is, what is never served.

Gradio hands its cached files to every user of the app. Here nothing is served from that cache at all: figures
and downloads have routes of their own, which look at the session's cookie.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.chat.session import Session
    from ui.chat.sessions import Sessions

__all__ = ["COOKIE", "Guard", "cookie_of"]

COOKIE = "askwhy_session"
CLOSED = ("/gradio_api/file", "/file", "/gradio_api/proxy=", "/proxy=", "/monitoring", "/gradio_api/stream")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# The browser itself then refuses to load anything from elsewhere. Gradio builds its page with inline scripts.
POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)


class Guard:
    """ASGI middleware: host, login, session cookie, closed routes, headers."""

    def __init__(self, app: Any, sessions: Sessions, accounts: Mapping[str, str], loopback: bool) -> None:
        self._app = app
        self._sessions = sessions
        self._accounts = accounts  # user -> password; empty: no login
        self._loopback = loopback  # bound to this machine only: other host names are somebody's trick

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        path = scope["path"]
        if self._loopback and _host(headers.get("host", "")) not in LOOPBACK:
            await _refuse(send, 421, "This server answers to this machine only.")
            return
        user = self._user(headers.get("authorization", ""))
        if self._accounts and user is None:
            challenge = (b"www-authenticate", b'Basic realm="AskWhy", charset="UTF-8"')
            await _refuse(send, 401, "Please log in.", challenge)
            return
        if path.startswith(CLOSED):
            await _refuse(send, 403, "Files are only served to the session that they belong to.")
            return
        session = self._sessions.find(cookie_of(headers.get("cookie", "")), user)
        new = None
        if session is None and path == "/" and scope["method"] == "GET":
            session = new = self._sessions.create(user)
        scope["askwhy_session"] = session
        uploading = path.rstrip("/") == "/gradio_api/upload" and session is not None
        await self._app(scope, receive, _Sender(send, new, session if uploading else None))

    def _user(self, header: str) -> str | None:
        """The name of the person who logged in, or None."""
        scheme, _, encoded = header.partition(" ")
        if not self._accounts or scheme.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        known = self._accounts.get(name)
        # Compared even for an unknown name, so that the time taken tells nothing.
        right = hmac.compare_digest(password.encode(), (known or _other_than(password)).encode())
        return name if right and known is not None else None


def _other_than(password: str) -> str:
    """Something as long as the password, and never equal to it."""
    return "".join(chr(ord(c) ^ 1) for c in password) or "x"


class _Sender:
    """Adds the headers, and notes which files a session has uploaded."""

    def __init__(self, send: Any, new: Session | None, uploader: Session | None) -> None:
        self._send = send
        self._new = new
        self._uploader = uploader
        self._body = b""

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *self._headers()]
        elif message["type"] == "http.response.body" and self._uploader is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                self._note(self._uploader)
        await self._send(message)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        added = [
            (b"content-security-policy", POLICY.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]
        if self._new is not None:
            cookie = f"{COOKIE}={self._new.token}; Path=/; HttpOnly; SameSite=Strict"
            added.append((b"set-cookie", cookie.encode()))
        return added

    def _note(self, uploader: Session) -> None:
        try:
            paths = json.loads(self._body)
        except ValueError:
            return  # an error page: nothing was uploaded
        if isinstance(paths, list):
            uploader.uploads.update(path for path in paths if isinstance(path, str))


def cookie_of(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None else None


def _host(header: str) -> str:
    """The name without the port: "[::1]:7860" -> "[::1]"."""
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0].lower()


async def _refuse(send: Any, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    kind = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [kind, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
