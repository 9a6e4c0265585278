"""What each thread holds: its table, its assistant, its answers.

A place is a workspace, a channel and a thread. Data belongs to the place it was dropped in, or to the channel
that an admin pinned it to; a direct message is a channel of its own. Nothing is looked up by anything but the
whole place, so one channel's data cannot reach another, and a button pressed elsewhere finds nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import threading
import urllib.error
import urllib.request
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tools.errors import DataError, OptionError
from ui.cli.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from assistant import Answer, Assistant, StepDone

__all__ = ["Held", "Place", "SlackThread", "Threads", "receive"]


MOST_THREADS = 200  # with an assistant in memory; files of older ones stay on disk
MOST_ANSWERS = 20  # a thread
NOTE = "held.json"


@dataclass(frozen=True)
class Place:
    """Where somebody spoke."""

    team: str
    channel: str
    thread: str  # timestamp of the message that the thread hangs from

    @property
    def conversation(self) -> Place:
        """What is remembered together: a thread in a channel; all of a direct message, where few thread."""
        return Place(self.team, self.channel, "") if self.channel.startswith("D") else self


@dataclass(frozen=True)
class Held:
    """The files of a thread or a channel; paths are ours, names are as the person knows them."""

    table: str | None = None  # path
    table_name: str = ""
    description: str | None = None  # path of a text, or text
    knowledge: tuple[str, ...] = ()  # paths

    def merged(self, other: Held) -> Held:
        """What `other` brings wins; the rest stays."""
        if other.table is not None:
            # A new table makes the old description wrong.
            return Held(other.table, other.table_name, other.description, other.knowledge)
        return Held(
            self.table,
            self.table_name,
            other.description or self.description,
            (*self.knowledge, *other.knowledge),
        )


@dataclass
class SlackThread:
    """One conversation. `lock` is held while it answers: questions in a thread are taken in turn."""

    held: Held
    model: ModelChoice
    lock: threading.RLock = field(default_factory=threading.RLock)
    progress: Callable[[str], None] = lambda step: None
    on_step: Callable[[StepDone], None] = lambda done: None
    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    _assistant: Assistant | None = None

    @property
    def assistant(self) -> Assistant:
        """Opened when first asked; raises `OptionError` while there is no table."""
        if self.held.table is None:
            raise OptionError(
                "There is no table in this thread yet. Drop a CSV, Excel or Parquet file here and ask again."
            )
        if self._assistant is None:
            from assistant import Assistant

            self._assistant = Assistant(
                self.held.table,
                description=self.held.description,
                knowledge=self.held.knowledge,
                **self.model.options,
                progress=lambda step: self.progress(step),
                on_step=lambda done: self.on_step(done),
            )
        return self._assistant

    def keep(self, answer: Answer) -> str:
        """Remember an answer for the buttons below it; returns the key that names it."""
        key = secrets.token_urlsafe(12)
        self.answers[key] = answer
        while len(self.answers) > MOST_ANSWERS:
            self.answers.popitem(last=False)
        return key

    def hold(self, held: Held) -> None:
        self.held = held
        self._assistant = None


class Threads:
    """Every thread that the bot takes part in; safe to use from many threads of the process."""

    def __init__(self, home: Path, default: Held = Held(), model: ModelChoice = OFFLINE) -> None:
        self._home = home
        self._default = default
        self._model = model
        self._open: OrderedDict[Place, SlackThread] = OrderedDict()
        self._lock = threading.Lock()

    def thread(self, place: Place) -> SlackThread:
        key = place.conversation
        with self._lock:
            thread = self._open.get(key)
            if thread is None:
                thread = SlackThread(self._held(key), self._model)
                self._open[key] = thread
            self._open.move_to_end(key)
            while len(self._open) > MOST_THREADS:
                self._open.popitem(last=False)
            return thread

    def known(self, place: Place) -> bool:
        """Does the bot already take part in this thread?"""
        with self._lock:
            if place.conversation in self._open:
                return True
        return (self._thread_folder(place) / NOTE).exists()

    def folder(self, place: Place) -> Path:
        """A fresh directory for files that were dropped in this thread."""
        folder = self._thread_folder(place) / secrets.token_hex(8)
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def give(self, place: Place, brought: Held) -> SlackThread:
        """Files that were dropped become the thread's."""
        thread = self.thread(place)
        with thread.lock:
            thread.hold(thread.held.merged(brought))
            _write(self._thread_folder(place) / NOTE, thread.held)
        return thread

    def pin(self, place: Place) -> Held:
        """The thread's table becomes the channel's: copied, so that it outlives the thread."""
        held = self.thread(place).held
        if held.table is None:
            raise OptionError("There is no table in this thread to pin. Drop one here, then say: pin")
        folder = self._channel_folder(place) / secrets.token_hex(8)
        folder.mkdir(parents=True, mode=0o700)
        pinned = Held(
            str(shutil.copy2(held.table, folder)),
            held.table_name,
            _copied(held.description, folder),
            tuple(str(shutil.copy2(path, folder)) for path in held.knowledge),
        )
        _write(self._channel_folder(place) / NOTE, pinned)
        self._let_go(place)
        return pinned

    def unpin(self, place: Place) -> bool:
        """Take the channel's table away again; was there one?"""
        folder = self._channel_folder(place)
        there = folder.exists()
        if there:
            shutil.rmtree(folder)
        self._let_go(place)
        return there

    def pinned(self, place: Place) -> Held | None:
        return _read(self._channel_folder(place) / NOTE)

    def _let_go(self, place: Place) -> None:
        """Threads of this channel without a table of their own look again for the channel's."""
        with self._lock:
            for other in [p for p in self._open if (p.team, p.channel) == (place.team, place.channel)]:
                if not (self._thread_folder(other) / NOTE).exists():
                    del self._open[other]

    def _held(self, place: Place) -> Held:
        return _read(self._thread_folder(place) / NOTE) or self.pinned(place) or self._default

    def _thread_folder(self, place: Place) -> Path:
        key = place.conversation
        return self._home / "threads" / _digest(key.team, key.channel, key.thread)

    def _channel_folder(self, place: Place) -> Path:
        return self._home / "channels" / _digest(place.team, place.channel)


def _digest(*parts: str) -> str:
    """A folder name that no text from Slack can steer; lengths keep ("a", "bc") apart from ("ab", "c")."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:32]


def _copied(description: str | None, folder: Path) -> str | None:
    if description is None or not Path(description).is_file():
        return description
    return str(shutil.copy2(description, folder))


def _write(path: Path, held: Held) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_text(json.dumps(asdict(held)), encoding="utf-8")
    draft.replace(path)


def _read(path: Path) -> Held | None:
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    held = Held(**{**said, "knowledge": tuple(said["knowledge"])})
    # Somebody may have cleaned the disk.
    return held if held.table is None or Path(held.table).exists() else None


# ---------------- A file that was dropped: fetched with the bot's token, from Slack and from nowhere else


TABLES = (".csv", ".tsv", ".parquet", ".xlsx", ".gz")
TEXTS = (".md", ".txt")
DOCUMENTS = (".pdf", ".docx", ".html")
LARGEST = 200 * 1024 * 1024  # bytes
SECONDS = 60.0
PIECE = 1 << 20


def receive(files: Iterable[Mapping[str, Any]], folder: Path, token: str, api_url: str) -> Held:
    """Fetch every file into `folder`; the last table, the texts as description, documents as knowledge.

    Raises:
        DataError: a file is of no kind that can be read, is too large, is not at Slack, or did not arrive.
    """
    held = Held()
    for file in files:
        name = _safe_name(str(file.get("name") or "table.csv"))
        suffix = Path(name).suffix.lower()
        if suffix not in (*TABLES, *TEXTS, *DOCUMENTS):
            known = ", ".join((*TABLES, *TEXTS, *DOCUMENTS))
            raise DataError(f"{name} is no table or document that can be read. Known: {known}.")
        path = folder / name
        _fetch(
            str(file.get("url_private_download") or file.get("url_private") or ""), path, token, api_url, name
        )
        if suffix in TABLES:
            held = Held(str(path), name, held.description, held.knowledge)
        elif suffix in TEXTS:
            held = Held(held.table, held.table_name, str(path), held.knowledge)
        else:
            held = Held(held.table, held.table_name, held.description, (*held.knowledge, str(path)))
    return held


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to whoever is named in it."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _fetch(url: str, path: Path, token: str, api_url: str, name: str) -> None:
    if not _at_slack(url, api_url):
        raise DataError(f"{name} does not lie at Slack, so it was not fetched. Upload it here as a file.")
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with (
            urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as reply,
            path.open("wb") as out,
        ):
            if "text/html" in reply.headers.get("Content-Type", "") and path.suffix != ".html":
                # Slack answers a token without the scope with its login page, and status 200.
                raise DataError(
                    f"Slack did not hand over {name}. Give the app the scope files:read (docs/slack.md)."
                )
            _copy(reply, out, name)
    except (urllib.error.URLError, TimeoutError) as error:
        path.unlink(missing_ok=True)
        raise DataError(f"{name} could not be fetched from Slack ({error}). Drop it here again.") from error
    except DataError:
        path.unlink(missing_ok=True)
        raise


def _copy(reply: IO[bytes], out: IO[bytes], name: str) -> None:
    size = 0
    while piece := reply.read(PIECE):
        size += len(piece)
        if size > LARGEST:
            raise DataError(
                f"{name} is larger than {LARGEST >> 20} MB. Drop a smaller table, or use the command line."
            )
        out.write(piece)


def _at_slack(url: str, api_url: str) -> bool:
    """Files lie at files.slack.com; in tests and at GovSlack, beside the API."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if asked.scheme != api.scheme:
        return False
    host = (asked.hostname or "").lower()
    home = (api.hostname or "").lower()
    if host == home:
        return asked.port == api.port
    return host.endswith("." + home)


def _safe_name(name: str) -> str:
    """The name as the person knows it, less whatever a path or a shell could read into it."""
    kept = re.sub(r"[^\w.-]+", "_", Path(name.replace("\\", "/")).name).lstrip(".")
    stem, suffix = Path(kept).stem[:60], Path(kept).suffix[:10]
    return f"{stem or 'file'}{suffix}"
