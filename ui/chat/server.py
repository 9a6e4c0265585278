"""The chat as a web server on this machine: Gradio's page, and routes for what belongs to one session."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import OptionError
from ui.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.session import Session
    from ui.chat.sessions import Sessions

__all__ = ["build", "launch", "read_accounts"]

LARGEST_FILE = "200mb"


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

    from assistant.description import read_description
    from ui.chat.guard import Guard
    from ui.chat.page import CSS, SCRIPT, page, theme
    from ui.chat.sessions import Sessions

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
        max_file_size=LARGEST_FILE,
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
