"""One session a browser: its files, its Assistant, its questions and answers; and all sessions of one server.

A session's files lie in a folder of their own, which is removed with it. Nothing is shared between sessions.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.language.registry import DEFAULT
from tools.errors import DataError, OptionError
from ui.cli.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from assistant import Answer, Assistant, StepDone
    from assistant.answers.multiverse import Multiverse
    from tools.data import Table
    from tools.data.profile import Bar
    from ui.chat.work import Job

__all__ = ["Session", "Sessions", "Turn"]


LONGEST_NAME = 120  # characters of a file's name


@dataclass(frozen=True)
class Turn:
    """One question and what came of it."""

    question: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    answer: Answer | None = None
    problem: str | None = None  # one sentence, for bad input, a fault, or "Stopped."
    steps: tuple[tuple[str, float], ...] = ()  # (step, seconds)


class Session:
    """What one browser has loaded and asked. Used by several threads; `lock` guards every change."""

    def __init__(self, token: str, folder: Path, model: ModelChoice, user: str | None) -> None:
        self.token = token
        self.user = user
        self.model = model
        self.lock = threading.RLock()
        self.cancel = threading.Event()
        self.uploads: set[str] = set()  # paths that this browser has uploaded, as Gradio named them
        self.turns: list[Turn] = []
        self.shown: str | None = None  # id of the turn that the panels show
        self.job: Job | None = None
        self.trying = False  # other adjustment sets and graphs are being tried for an answer; Stop stops it
        self.others: dict[str, Multiverse] = {}  # what came of it, by turn
        self.used = time.monotonic()
        self._folder = folder
        self._forget_data()

    def _forget_data(self) -> None:
        self.table: str | None = None
        self.table_name = ""
        self.labels = DEFAULT  # the language of the labels that the page shows
        self.description: str | None = None
        self.documents: list[Path] = []
        self._assistant: Assistant | None = None
        self._look: Look | None = None

    # ------------------------------------------------------------ data

    @property
    def folder(self) -> Path:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._folder

    def take_table(self, uploaded: str) -> None:
        """Make an uploaded file the session's table; an unreadable one leaves the old table in place.

        Raises:
            DataError: the file cannot be read as a table.
            OptionError: the file was not uploaded by this browser.
        """
        path = self._taken(uploaded)
        self.use_table(str(path), path.name, self.description)

    def use_table(self, path: str, name: str, description: str | None) -> None:
        from assistant import Assistant

        assistant = Assistant(
            path,
            description=self._as_file(description),
            knowledge=list(self.documents),
            progress=self._step,
            on_step=self._step_done,
            cancel=self.cancel,
            **self.model.options,
        )
        assistant.profile  # noqa: B018  read now: a file that is no table is refused before it is taken
        with self.lock:
            self.table, self.table_name = path, name
            self.description = (description or "").strip() or None
            self._assistant = assistant

    def _as_file(self, words: str | None) -> Path | None:
        """The words in a file of the session: text from the page must never be taken for a path."""
        if not words or not words.strip():
            return None
        file = self.folder / "description.md"
        file.write_text(words, encoding="utf-8")
        return file

    def take_documents(self, uploaded: list[str]) -> None:
        """Add documents to look things up in; they hold for the questions that follow."""
        with self.lock:
            self.documents += [self._taken(path) for path in uploaded]
            self._renew()

    def describe(self, words: str) -> None:
        """What the columns mean and how the data came about."""
        with self.lock:
            if (words.strip() or None) != self.description:
                self.description = words.strip() or None
                self._renew()

    @property
    def assistant(self) -> Assistant:
        """The session's own Assistant.

        Raises:
            OptionError: there is no table yet.
        """
        if self._assistant is None:
            if self.table is None:
                raise OptionError("There is no table yet. Upload one or click an example, then ask again.")
            self.use_table(self.table, self.table_name, self.description)
        assert self._assistant is not None
        return self._assistant

    def look(self) -> Look:
        """How the columns are spread and the first rows; read once for a table, however often it is shown."""
        assistant = self.assistant
        if self._look is None or self._look.of is not assistant.table:
            self._look = look_at(assistant)
        return self._look

    def _renew(self) -> None:
        """Let the next question start with what has been added; the graph's edits are kept."""
        old, self._assistant = self._assistant, None
        if old is not None and old.graph.edits:
            from tools.graphs import GraphEditor

            self.assistant.graph = GraphEditor(None, old.profile.names, edits=old.graph.edits)

    def _taken(self, uploaded: str) -> Path:
        if uploaded not in self.uploads:
            raise OptionError("That file was not uploaded from this browser. Upload it again.")
        name = "".join(c for c in Path(uploaded).name if c.isprintable())[-LONGEST_NAME:] or "table.csv"
        target = self.folder / f"{len(self.documents)}-{secrets.token_hex(4)}" / name
        target.parent.mkdir(mode=0o700)
        try:
            shutil.copyfile(uploaded, target)
        except OSError as error:
            raise DataError(f"{name} could not be stored ({error.strerror}). Upload it again.") from error
        return target

    # ------------------------------------------------------------ talk

    def _step(self, name: str) -> None:
        if self.job is not None and not self.job.done:  # trying other choices is no step of the last question
            self.job.begin(name)

    def _step_done(self, done: StepDone) -> None:
        if self.job is not None and not self.job.done:
            self.job.end(done)

    def turn(self, turn_id: str | None) -> Turn | None:
        return next((turn for turn in self.turns if turn.id == turn_id), None)

    @property
    def current(self) -> Turn | None:
        """The turn that the panels show: the chosen one, or the last with an answer."""
        chosen = self.turn(self.shown)
        return chosen or next((turn for turn in reversed(self.turns) if turn.answer), None)

    def relabel(self) -> str | None:
        """The language to put on the page's labels; None when they are in it already."""
        changed, self.labels = self.labels != self.language, self.language
        return self.labels if changed else None

    @property
    def language(self) -> str:
        """Of the answer on show: the page speaks it too."""
        turn = self.current
        return turn.answer.language if turn is not None and turn.answer is not None else DEFAULT

    @property
    def estimated(self) -> Turn | None:
        """The turn that estimated what the panels show: "how sure are you?" looks back at one before it."""
        current = self.current
        until = self.turns.index(current) + 1 if current is not None else 0
        looked_back = ("view", "undo", "ask_back")
        for turn in reversed(self.turns[:until]):
            if turn.answer is not None and not turn.answer.trace.turn.startswith(looked_back):
                return turn
        return None

    def finish(self, turn: Turn) -> None:
        """Put what came of a question in the place of the question."""
        with self.lock:
            self.turns = [turn if known.id == turn.id else known for known in self.turns]
            if turn.answer is not None:
                self.shown = turn.id

    def try_others(self, turn: Turn) -> None:
        """The answer's estimate under other valid adjustment sets and graphs, kept for the turn.

        Raises:
            OptionError: the answer rests on no choice of columns to hold fixed.
            Cancelled: it was stopped; nothing is kept then.
        """
        self.trying = True
        try:
            if turn.answer is not None and turn.id not in self.others:
                self.others[turn.id] = self.assistant.multiverse(turn.answer)
        finally:
            self.trying = False

    def cut(self, turn_id: str) -> Turn | None:
        """Forget this turn and all that followed; returns it."""
        with self.lock:
            place = next((i for i, turn in enumerate(self.turns) if turn.id == turn_id), None)
            if place is None:
                return None
            cut, gone = self.turns[place], self.turns[place:]
            self.turns = self.turns[:place]
            self.shown = None
            if self._assistant is not None:
                # What they changed ("leave income out") must not hold for what is asked next.
                self._assistant.forget(last=sum(turn.answer is not None for turn in gone))
            return cut

    def new(self) -> None:
        """Start over: no table, no documents, no questions."""
        with self.lock:
            self.stop()
            self.turns, self.shown, self.job = [], None, None
            self.others.clear()
            self.cancel = threading.Event()
            self._forget_data()
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def busy(self) -> bool:
        """Is a question being answered, or are other choices being tried?"""
        return self.trying or (self.job is not None and not self.job.done)

    def stop(self) -> None:
        if self.busy:
            self.cancel.set()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


# ---------------- What the tab Data shows of the rows of one table


PREVIEW = 6  # rows


@dataclass(frozen=True)
class Look:
    """How the columns are spread, and the first rows as text."""

    of: Table
    bars: Mapping[str, tuple[Bar, ...]]
    rows: tuple[tuple[str, ...], ...]


def look_at(assistant: Assistant) -> Look:
    """Takes passes over the whole table: to be kept, not repeated."""
    from tools.data.profile import distributions, first_rows

    table = assistant.table
    return Look(table, distributions(table, assistant.profile), tuple(first_rows(table, PREVIEW)))


# ---------------- All sessions of one server

# A session is found by an unguessable cookie and lives in this process: it survives a reload of the page, and
# ends with the server.


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
