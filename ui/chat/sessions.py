"""All sessions of one server.

A session is found by an unguessable cookie and lives in this process: it survives a reload of the page, and
ends with the server.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ui.chat.session import Session
from ui.cli.options import OFFLINE, ModelChoice

MOST_SESSIONS = 200  # beyond it the one that was idle longest ends


class Sessions:
    """All sessions of one server."""

    def __init__(
        self,
        *,
        model: ModelChoice = OFFLINE,
        start: Callable[[Session], None] = lambda session: None,
    ) -> None:
        self._model = model
        self._start = start  # gives a new session the table that the server was started with
        self._root = Path(tempfile.mkdtemp(prefix="askwhy-chat-"))
        os.chmod(self._root, 0o700)
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    @property
    def uploads_folder(self) -> Path:
        """Where Gradio puts what is being uploaded."""
        return self._root / "uploads"

    def find(self, token: str | None, user: str | None) -> Session | None:
        """The session of this cookie, if it belongs to this person."""
        session = self._sessions.get(token or "")
        if session is None or session.user != user:
            return None
        session.used = time.monotonic()
        return session

    def create(self, user: str | None) -> Session:
        token = secrets.token_urlsafe(32)
        session = Session(token, self._root / secrets.token_hex(8), self._model, user)
        self._start(session)
        with self._lock:
            self._sessions[token] = session
            idle = sorted(self._sessions.values(), key=lambda known: known.used)
            ended = idle[: max(0, len(idle) - MOST_SESSIONS)]
            for old in ended:
                del self._sessions[old.token]
        for old in ended:
            old.close()
        return session

    def close(self) -> None:
        for session in self._sessions.values():
            session.close()
        shutil.rmtree(self._root, ignore_errors=True)
