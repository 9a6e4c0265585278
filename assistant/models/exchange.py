"""One question's dealings with a model: within limits, checked, repaired, and on record.

The model proposes; nothing it says is used before its shape (JSON Schema) and its content (`check`) hold.
A reply that fails goes back with the reasons, at most `Limits.repairs` times; then `ModelError`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.models.interface import (
    Message,
    Model,
    Patience,
    Prompt,
    Reply,
    Schema,
    Sent,
    estimated_tokens,
)
from tools.errors import ModelError, stop_if

Check = Callable[[Any], Sequence[str]]  # what is wrong with the content, in sentences for the model

_SHOWN = 6  # problems sent back at once


@dataclass(frozen=True)
class Limits:
    """The cap for one question."""

    calls: int = 6  # requests, retries and repairs included
    tokens: int = 40_000  # read and written
    cost: float | None = None  # US dollars; needs a price
    seconds: float = 120.0  # of waiting for the model
    reply_seconds: float = 60.0  # for one reply
    reply_tokens: int = 6_000  # that one reply may have; models that reason spend most of it on that
    repairs: int = 2  # of one reply


@dataclass
class ModelSession:
    """A model with its limits and its memory of earlier replies; one for an `Assistant`."""

    model: Model
    limits: Limits = field(default_factory=Limits)
    cache: dict[tuple[str, str], Any] = field(default_factory=dict)  # (model, fingerprint) -> checked reply
    cancel: threading.Event | None = None  # once set, what is being asked raises `Cancelled`

    def begin(self) -> Exchange:
        """For the next question: nothing spent, nothing sent."""
        return Exchange(self)

    def stopped(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()


def open_session(
    spec: Any,
    limits: Limits | None = None,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    cancel: threading.Event | None = None,
) -> ModelSession | None:
    """A session with the model that `spec` names (`assistant.models.open_model`); None for "offline"."""
    from assistant.models import open_model

    model = open_model(spec, base_url=base_url, api_key=api_key)
    return None if model is None else ModelSession(model, limits or Limits(), cancel=cancel)


@dataclass
class Exchange:
    """What one question sent and spent."""

    session: ModelSession
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    requests: list[Sent] = field(default_factory=list)  # in order
    labels: list[str] = field(default_factory=list)  # of the prompts used
    seconds: float = 0.0

    @property
    def model(self) -> str:
        return self.session.model.label

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    @property
    def sent(self) -> tuple[str, ...]:
        """Exactly what went to the model, in order."""
        return tuple(request.text for request in self.requests)

    def ask(
        self,
        prompt: Prompt,
        schema: Schema | None = None,
        check: Check | None = None,
        *,
        repairs: int | None = None,
    ) -> Any:
        """The checked reply: parsed JSON with a schema, else the text.

        Raises `ModelError` when no reply holds after the repairs, when a cap is reached and for every fault
        of the provider; `Cancelled` at once when the person stops it.
        """
        key = (self.model, prompt.fingerprint(schema))
        self.labels.extend(label for label in prompt.labels if label not in self.labels)
        if key in self.session.cache:
            return self.session.cache[key]
        allowed = self.session.limits.repairs if repairs is None else repairs
        attempt, problems = prompt, []
        for _ in range(1 + allowed):
            reply = self._reply(attempt, schema)
            content = reply.text if schema is None else reply.data
            problems = _problems(content, schema, check)
            if not problems:
                self.session.cache[key] = content
                return content
            attempt = prompt.followed_by(
                Message("assistant", reply.text[:6000]), Message("user", mend(problems))
            )
        raise ModelError(
            f"The model {self.model} gave no usable reply in {1 + allowed} attempts. Last problem: "
            f"{problems[0]} Ask again, use another model, or model='offline'."
        )

    def _reply(self, prompt: Prompt, schema: Schema | None) -> Reply:
        stop_if(self.session.cancel, f"asking {self.model}")
        patience = self._patience(prompt)
        self.requests.append(Sent(prompt, schema))
        start = time.monotonic()
        try:
            reply = self.session.model.reply(prompt, schema, patience=patience)
        except ModelError as fault:
            # The provider tells how many requests it made before it gave up.
            self.calls += fault.calls
            # A question that the person stopped is no fault of the provider, and nobody answers in its place.
            stop_if(self.session.cancel, f"the reply of {self.model}")
            raise
        finally:
            self.seconds += time.monotonic() - start
        self.requests[-1] = Sent(prompt, schema, reply.text)
        self.calls += reply.calls
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out
        if reply.cost is not None:
            self.cost = (self.cost or 0.0) + reply.cost
        return reply

    def _patience(self, prompt: Prompt) -> Patience:
        """What is left for one more reply. Raises `ModelError` when that is nothing."""
        limits = self.session.limits
        left = limits.tokens - self.tokens - estimated_tokens(prompt.text)
        seconds = min(limits.reply_seconds, limits.seconds - self.seconds)
        for reached, cap in (
            (self.calls >= limits.calls, f"the cap of {limits.calls} calls is reached"),
            (left <= 0, f"the cap of {limits.tokens} tokens is reached"),
            (seconds <= 0, f"the cap of {limits.seconds:g} seconds of waiting is reached"),
            (
                limits.cost is not None and (self.cost or 0.0) >= limits.cost,
                f"the cap of {limits.cost} US dollars is reached",
            ),
        ):
            if reached:
                raise ModelError(
                    f"The question was given up with {self.model} after {self.calls} calls: {cap}. "
                    "Raise the limit (limits=Limits(...)), or use model='offline'."
                )
        return Patience(
            seconds=seconds,
            calls=limits.calls - self.calls,
            max_tokens=min(limits.reply_tokens, left),
            stopped=self.session.stopped,
        )


def mend(problems: Sequence[str]) -> str:
    """The request to do better, with the reasons."""
    listed = "\n".join(f"- {problem}" for problem in problems[:_SHOWN])
    return f"That reply cannot be used:\n{listed}\nSend the whole reply again, corrected, and nothing else."


def _problems(content: Any, schema: Schema | None, check: Check | None) -> list[str]:
    if schema is not None:
        if content is None:
            return ["It is not JSON."]
        wrong = schema_problems(content, schema)
        if wrong:
            return wrong
    return list(check(content)) if check is not None else []


def schema_problems(content: Any, schema: Schema) -> list[str]:
    """Where the JSON breaks its schema, in sentences; nothing when it does not."""
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(schema).iter_errors(content), key=lambda e: list(map(str, e.path)))
    return [f"{error.json_path}: {error.message[:300]}" for error in errors[:_SHOWN]]
