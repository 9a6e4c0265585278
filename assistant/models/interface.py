"""What AskWhy asks of a language model, whoever provides it, and how a slow call is waited for.

All values are frozen, and nothing of ours is imported. A provider turns a `Prompt` into a `Reply`. It knows
nothing of plans or answers, and what it returns is data: whoever asked checks it
(`assistant.models.exchange`).
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, runtime_checkable

Schema = Mapping[str, Any]  # a JSON Schema whose top level is an object


@dataclass(frozen=True)
class Message:
    """One turn: what we said, or what the model said before it was asked to mend it."""

    role: str  # "system", "user", "assistant"
    text: str


@dataclass(frozen=True)
class Prompt:
    """What is sent, and nothing else is: the messages, and the files of `prompts/` they were made from."""

    messages: tuple[Message, ...]
    labels: tuple[str, ...] = ()  # "plan_en v1 3f9a1c0d"

    @property
    def text(self) -> str:
        """All messages as one text, as the trace shows it."""
        return "\n\n".join(f"[{message.role}]\n{message.text}" for message in self.messages)

    def fingerprint(self, schema: Schema | None = None) -> str:
        """16 hex digits of the messages and the schema: equal questions have equal fingerprints."""
        said = [[message.role, message.text] for message in self.messages]
        content = json.dumps([said, schema], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def followed_by(self, *messages: Message) -> Prompt:
        return Prompt((*self.messages, *messages), self.labels)


@dataclass(frozen=True)
class Reply:
    """What came back. Tokens are the provider's count where it gives one, else our estimate."""

    text: str
    data: Any = None  # the parsed JSON where a schema was asked for and the text holds JSON, else None
    calls: int = 1  # requests that were made for it; more than one after a retry, 0 from a recording
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None  # US dollars; None when no price is known


@dataclass(frozen=True)
class Sent:
    """One request of a question, and what came back for it."""

    prompt: Prompt
    schema: Schema | None = None
    reply: str | None = None  # word for word; None when none came

    @property
    def text(self) -> str:
        """Everything that left for the model; the schema goes as a request's option or in the text."""
        if self.schema is None:
            return self.prompt.text
        return f"{self.prompt.text}\n\n[schema]\n{json.dumps(self.schema, ensure_ascii=False)}"


def _never() -> bool:
    return False


def _nothing(piece: str) -> None:
    pass


@dataclass(frozen=True)
class Patience:
    """How long, how often and how much; handed to the provider with every prompt."""

    seconds: float = 60.0  # of wall time for one reply, retries included
    calls: int = 3  # requests that may be made for one reply
    max_tokens: int = 2000  # that the model may write
    stopped: Callable[[], bool] = field(default=_never, compare=False)  # True: give up at once
    heard: Callable[[str], None] = field(default=_nothing, compare=False)  # pieces, where a provider streams


PATIENCE = Patience()


@runtime_checkable
class Model(Protocol):
    """A language model. Built-in: `open_model`; for tests: `ScriptedModel`, `RecordedModel`."""

    @property
    def label(self) -> str:
        """How the trace names it: "openai:gpt-5-mini"."""
        ...

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        """Answer the prompt; with a schema, as JSON that should follow it (the caller checks).

        Raises `ModelError` when no reply could be had: what failed, where, and the mend.
        """
        ...


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has: four letters each, one for each Chinese character."""
    wide = sum(1 for letter in text if ord(letter) > 0x2E7F)
    return wide + (len(text) - wide + 3) // 4


# ---------------- Waiting without being held by it: a wall-clock limit, and a way to give up


T = TypeVar("T")

_TICK = 0.05  # seconds between two looks at whether the person gave up


class TimeUp(Exception):
    """The call took longer than it may."""


class Stopped(Exception):
    """The person gave up waiting."""


def call_within(call: Callable[[], T], seconds: float, stopped: Callable[[], bool]) -> T:
    """What `call` returns or raises. Raises `TimeUp` after `seconds`, `Stopped` when `stopped()` says so.

    A read timeout alone does not do: a server that sends a byte now and then would hold us for ever. The
    abandoned call runs on in a daemon thread until its own read timeout.
    """
    results: list[T] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(call())
        except BaseException as fault:  # handed on below, in the thread of the caller
            faults.append(fault)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True, name="askwhy-model").start()
    end = time.monotonic() + seconds
    while not done.wait(_TICK):
        if stopped():
            raise Stopped
        if time.monotonic() > end:
            raise TimeUp
    if faults:
        raise faults[0]
    return results[0]


def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep. Raises `Stopped` as soon as `stopped()` says so."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopped():
            raise Stopped
        time.sleep(min(_TICK, left))
