"""The chat as a web server on this machine: Gradio's page, and routes for what belongs to one session."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import json
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import OptionError
from ui.cli.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.session import Session, Sessions

__all__ = ["COOKIE", "Guard", "build", "cookie_of", "launch", "read_accounts"]

# ---------------- What stands between the network and the chat: who may come in, which session it is, what i


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


MEGABYTES = 200  # of one uploaded file


def launch(
    *,
    data: str | None = None,
    description: str | None = None,
    model: ModelChoice = OFFLINE,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth: str | None = None,
    browser: bool = True,
) -> None:
    """Serve the chat until it is interrupted; on this machine only unless `host` says otherwise.

    Raises:
        OptionError: Gradio is not installed, the address is taken or not ours, or `auth` cannot be read.
    """
    import uvicorn

    accounts = read_accounts(auth)
    with _bound(host, port) as listening:
        address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        app, sessions = build(
            data=data, description=description, model=model, accounts=accounts, loopback=_is_loopback(host)
        )
        if not _is_loopback(host) and not accounts:
            print(
                f"askwhy: everybody who reaches {host} can use this chat. Add --auth user:password.",
                file=sys.stderr,
            )
        print(f"AskWhy is at {address} (Ctrl-C ends it)", flush=True)
        if browser:
            threading.Timer(1.0, webbrowser.open, [address]).start()
        try:
            uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listening])
        finally:
            sessions.close()


def build(
    *,
    data: str | None = None,
    description: str | None = None,
    model: ModelChoice = OFFLINE,
    accounts: Mapping[str, str] | None = None,
    loopback: bool = True,
) -> tuple[Any, Sessions]:
    """The ASGI app, not yet served, and its sessions; close the sessions when the server ends.

    Raises:
        OptionError: Gradio is not installed.
    """
    gradio = _gradio()
    from fastapi import FastAPI

    from assistant.graphs.documents import read_description
    from ui.chat.page import CSS, SCRIPT, page, theme
    from ui.chat.server import Guard
    from ui.chat.session import Sessions

    words = read_description(description).text.strip() or None

    def start(session: Session) -> None:
        if data is not None:
            session.table, session.table_name, session.description = data, Path(data).name, words

    sessions = Sessions(model=model, start=start)
    os.environ["GRADIO_TEMP_DIR"] = str(sessions.uploads_folder)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app)
    gradio.mount_gradio_app(
        app,
        page(sessions),
        path="/",
        footer_links=[],
        run_history=False,  # Gradio would keep everybody's runs in one list
        max_file_size=f"{MEGABYTES}mb",
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        theme=theme(),
        css=CSS,
        js=SCRIPT,
        favicon_path=str(Path(__file__).with_name("favicon.svg")),
    )
    app.add_middleware(Guard, sessions=sessions, accounts=accounts or {}, loopback=loopback)
    return app, sessions


def read_accounts(auth: str | None) -> dict[str, str]:
    """`user:password`, or the path of a file with one of these a line.

    Raises:
        OptionError: a line without a colon, a name or a password.
    """
    if not auth:
        return {}
    try:
        lines = Path(auth).read_text(encoding="utf-8").splitlines() if Path(auth).is_file() else [auth]
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"--auth: {auth} cannot be read. Write user:password, one a line.") from error
    accounts: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        user, colon, password = line.strip().partition(":")
        if not (user and colon and password):
            raise OptionError(f"--auth: line {number} is not user:password, such as ana:a-long-word.")
        accounts[user] = password
    if not accounts:
        raise OptionError(f"--auth: there is no account in {auth}. Write user:password, one a line.")
    return accounts


# ---------------------------------------------------------------- what belongs to one session


def _add_routes(app: Any) -> None:
    from fastapi import Request, Response

    # FastAPI reads these at run time, where the annotations of this module are text.
    def figure(request: Request, turn: str, kind: str) -> Any:
        return _figure(request, turn, kind)

    def download(request: Request, turn: str, name: str) -> Any:
        return _download(request, turn, name)

    for handler in (figure, download):
        handler.__annotations__ |= {"request": Request, "return": Response}
    app.get("/askwhy/figure/{turn}/{kind}.png", response_class=Response)(figure)
    app.get("/askwhy/download/{turn}/{name}", response_class=Response)(download)


def _figure(request: Any, turn: str, kind: str) -> Any:
    from ui.chat.pictures import picture_png

    session: Session | None = request.scope.get("askwhy_session")
    found = session.turn(turn) if session is not None else None
    if session is None or found is None or found.answer is None:
        return _missing()
    drawn = picture_png(found.answer, session.others.get(turn), kind, narrow="narrow" in request.query_params)
    if drawn is None:
        return _missing()
    return _response(drawn, "image/png", {"Cache-Control": "private, max-age=3600"})


def _download(request: Any, turn: str, name: str) -> Any:
    answer = _answer(request, turn)
    if answer is None:
        return _missing()
    from assistant.report.write import report_bytes

    try:
        match name:
            case "report.html":
                content, kind = report_bytes(answer, ".html"), "text/html; charset=utf-8"
            case "report.pdf":
                content, kind = report_bytes(answer, ".pdf"), "application/pdf"
            case "answer.json":
                text = json.dumps(answer.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
                content, kind = text.encode("utf-8"), "application/json"
            case _:
                return _missing()
    except OptionError as error:
        return _response(str(error).encode("utf-8"), "text/plain; charset=utf-8", {}, status=501)
    return _response(content, kind, {"Content-Disposition": f'attachment; filename="askwhy-{name}"'})


def _answer(request: Any, turn: str) -> Answer | None:
    session: Session | None = request.scope.get("askwhy_session")
    found = session.turn(turn) if session is not None else None
    return found.answer if found is not None else None


def _response(content: bytes, kind: str, headers: Mapping[str, str], status: int = 200) -> Any:
    from fastapi import Response

    return Response(content, status_code=status, media_type=kind, headers=dict(headers))


def _missing() -> Any:
    return _response(b"There is no such answer in this session.", "text/plain; charset=utf-8", {}, 404)


# ---------------------------------------------------------------- addresses


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket: a taken port is known before anything is loaded; port 0 takes a free one."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise OptionError(
            f"{host} port {port} cannot be used ({getattr(error, 'strerror', None) or error}). "
            "Choose another: askwhy chat --port 7861."
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _gradio() -> Any:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        import gradio
    except ModuleNotFoundError as error:
        if error.name != "gradio":
            raise
        raise OptionError("The chat needs Gradio. Install it: pip install 'askwhy[ui]'.") from None
    return gradio
