"""Any server that speaks the OpenAI protocol: OpenAI, Azure, vLLM, Ollama, llama.cpp, LM Studio.

What is sent goes to `base_url` and nowhere else: redirects are not followed. Retries are ours, so that they
are counted: on 429, 5xx and broken connections only, with backoff, as long as the patience lasts.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from assistant.models.interface import (
    PATIENCE,
    Patience,
    Prompt,
    Reply,
    Schema,
    Stopped,
    TimeUp,
    call_within,
    estimated_tokens,
    pause,
)
from assistant.models.structured import KnownWays, Way, options, said, with_schema
from tools.errors import ModelError, OptionError

# ---------------- A transport that does not read on for ever


LONGEST_BODY = 4_000_000  # bytes that a reply may have


class TooMuch(Exception):
    """The body is longer than any honest reply."""


def bounded_transport(verify: bool) -> Any:
    """An httpx2 transport that raises `TooMuch` within a body longer than `LONGEST_BODY`."""
    import httpx2

    class Bounded(httpx2.HTTPTransport):
        """Breaks off a body that no honest reply needs."""

        def handle_request(self, request: Any) -> Any:
            answer = super().handle_request(request)
            answer.stream = _Limited(answer.stream)
            return answer

    class _Limited(httpx2.SyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Any:
            size = 0
            for chunk in self._stream:
                size += len(chunk)
                if size > LONGEST_BODY:
                    raise TooMuch
                yield chunk

        def close(self) -> None:
            self._stream.close()

    return Bounded(verify=verify)


OPENAI = "https://api.openai.com/v1"
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0  # seconds before a retry; doubled each time
TRIES = 3  # for one request
_SHAPE_WORDS = ("response_format", "json_schema", "tool", "grammar", "jinja", "schema")
_TOO_LONG = ("context length", "context_length", "maximum context", "context size", "too many tokens")


class OpenAIModel:
    """`openai:<name>` at `base_url`, with the key from the argument or OPENAI_API_KEY.

    Raises `OptionError` when langchain-openai is missing, the address is no web address, or OpenAI's own
    service is meant and there is no key.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        price: tuple[float, float] | None = None,
        ways: KnownWays | None = None,
    ) -> None:
        self.label = f"openai:{name}"
        self._name = name
        self._url = base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI
        self._key = api_key or os.environ.get("OPENAI_API_KEY") or ""
        if urlsplit(self._url).scheme not in ("http", "https") or not urlsplit(self._url).hostname:
            raise OptionError(f"base_url={self._url!r} is no web address. Write https://host/v1.")
        if not self._key and self._url.rstrip("/") == OPENAI:
            raise OptionError(
                "OpenAI's service needs a key. Set OPENAI_API_KEY, pass api_key=..., or name your own server "
                "with OPENAI_BASE_URL or base_url=...."
            )
        self._price = price
        self._ways = ways or KnownWays()
        self._chat = self._connect()

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        """See `Model.reply`. Tries the ways to get JSON in turn; the one that works is remembered."""
        attempt = _Attempt(self, patience, time.monotonic() + patience.seconds)
        if schema is None:
            return attempt.request(prompt, Way.TEXT, None)
        reply, unfit = None, None
        for way in self._ways.order(self._url, self._name):
            if attempt.calls >= patience.calls:
                break
            try:
                reply = attempt.request(with_schema(prompt, way, schema), way, schema)
            except _Unfit as fault:
                unfit = fault
                continue
            if reply.data is not None or attempt.cut_off:
                if reply.data is not None:
                    self._ways.remember(self._url, self._name, way)
                break
        if reply is not None:
            return replace(
                reply, calls=attempt.calls, tokens_in=attempt.tokens_in, tokens_out=attempt.tokens_out,
                cost=self._cost(attempt.tokens_in, attempt.tokens_out),
            )  # fmt: skip
        raise self._fault(f"refused the request ({unfit})", "Check the model's name.", attempt.calls)

    def _connect(self) -> Any:
        try:
            import openai
            from langchain_openai import ChatOpenAI
            from pydantic import SecretStr
        except ImportError as missing:
            raise OptionError(
                f"model={self.label!r} needs a package that is not installed ({missing.name}). "
                'Install it: pip install "askwhy[openai]".'
            ) from missing

        # A redirect would carry the question to an address that nobody named.
        # Loading certificates takes 0.2 s, and a plain http address has no use for them.
        transport = bounded_transport(verify=urlsplit(self._url).scheme == "https")
        client = openai.DefaultHttpxClient(transport=transport, follow_redirects=False)
        return ChatOpenAI(
            model=self._name,
            base_url=self._url,
            api_key=SecretStr(self._key or "none"),  # a server of one's own may want none
            max_retries=0,
            http_client=client,
            use_responses_api=False,
        )

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        if self._price is None:
            return None
        return (tokens_in * self._price[0] + tokens_out * self._price[1]) / 1e6

    def _fault(self, what: str, mend: str, calls: int) -> ModelError:
        """The error, with the server's words made safe: one line, and never the key."""
        text = f"The model server at {_address(self._url)} ({self._name}) {what}. {mend}"
        return ModelError(text.replace(self._key, "***") if self._key else text, calls=calls)


class _Unfit(Exception):
    """The server does not take this way of asking for JSON."""


@dataclass
class _Attempt:
    """The requests of one reply."""

    model: OpenAIModel
    patience: Patience
    deadline: float
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cut_off: bool = False  # the last text ended at the limit of tokens

    def request(self, prompt: Prompt, way: Way, schema: Schema | None) -> Reply:
        """One reply in one way, with retries. Raises `_Unfit` or `ModelError`."""
        import openai

        messages = [(message.role, message.text) for message in prompt.messages]
        asked = {} if schema is None else options(way, schema)
        for attempt in range(TRIES):
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise self._late()
            self.calls += 1
            try:
                message = call_within(
                    partial(
                        self.model._chat.invoke,
                        messages,
                        timeout=left,
                        max_tokens=self.patience.max_tokens,
                        **asked,
                    ),
                    left,
                    self.patience.stopped,
                )
                return self._read(message, prompt, schema)
            except openai.LengthFinishReasonError as cut:
                self.cut_off = True
                return self._counted(prompt, str(cut)[:200], None)
            except openai.APIStatusError as fault:
                self._judge(fault, way, schema)
                self._wait(attempt, fault, f"answered {fault.status_code}")
            except openai.APITimeoutError as fault:
                raise self._late() from fault
            except openai.APIConnectionError as fault:
                if isinstance(fault.__cause__, TooMuch):
                    raise self._give_up("sent a reply without end") from fault
                self._wait(attempt, fault, "cannot be reached or broke the connection")
            except (TimeUp, Stopped) as end:
                raise self._late(stopped=isinstance(end, Stopped)) from end
            except TooMuch as fault:
                raise self._give_up("sent a reply without end") from fault
            # Whatever else the library makes of a malformed body: no traceback for the person, one message.
            except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError) as fault:
                raise self._give_up(f"sent something that is no chat completion ({_line(fault)})") from fault
        raise AssertionError("unreachable")  # `_wait` raises on the last attempt

    def _read(self, message: Any, prompt: Prompt, schema: Schema | None) -> Reply:
        text, data = said(message)
        self.cut_off = (message.response_metadata or {}).get("finish_reason") == "length"
        self.patience.heard(text)
        usage = message.usage_metadata or {}
        return self._counted(
            prompt, text, data if schema is not None else None,
            usage.get("input_tokens"), usage.get("output_tokens"),
        )  # fmt: skip

    def _counted(
        self, prompt: Prompt, text: str, data: Any, read: int | None = None, written: int | None = None
    ) -> Reply:
        tokens_in = read or estimated_tokens(prompt.text)
        tokens_out = written or estimated_tokens(text)
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out
        cost = self.model._cost(tokens_in, tokens_out)
        return Reply(text, data, self.calls, tokens_in, tokens_out, cost)

    def _judge(self, fault: Any, way: Way, schema: Schema | None) -> None:
        """Raise where trying the same again is pointless; return where it is not."""
        status, words = fault.status_code, _line(fault)
        lower = words.lower()
        if status in (401, 403):
            raise self._give_up(f"did not accept the key ({status})", "Check OPENAI_API_KEY.") from fault
        if status == 404:
            raise self._give_up(f"does not know this model or address ({words})", "Check both.") from fault
        if 300 <= status < 400:
            raise self._give_up(f"sends us elsewhere ({status}), which is not followed") from fault
        if any(sign in lower for sign in _TOO_LONG) or status == 413:
            raise self._give_up(
                f"says the question is too long for it ({words})", "Shorten the description."
            ) from fault
        if status == 429:
            if fault.code == "insufficient_quota" or "insufficient_quota" in lower:
                raise self._give_up(f"says the quota is used up ({words})", "Check the account.") from fault
            return
        shape = any(word in lower for word in _SHAPE_WORDS)
        if schema is not None and way is not Way.TEXT and (status < 500 or status == 501 or shape):
            raise _Unfit(words) from fault
        if status < 500:
            raise self._give_up(f"refused the request ({words})") from fault

    def _wait(self, attempt: int, fault: Any, what: str) -> None:
        """Before the next try. Raises `ModelError` when there is none."""
        asked = _retry_after(fault)
        seconds = asked if asked is not None else min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        if attempt + 1 >= TRIES or self.calls >= self.patience.calls:
            raise self._give_up(f"{what} {attempt + 1} times ({_line(fault)})", "Try again later.") from fault
        if time.monotonic() + seconds > self.deadline:
            raise self._give_up(
                f"{what} and asks to wait {seconds:.0f} s, longer than we may", "Try again later."
            ) from fault
        try:
            pause(seconds, self.patience.stopped)
        except Stopped as end:
            raise self._late(stopped=True) from end

    def _late(self, stopped: bool = False) -> ModelError:
        if stopped:
            return self._give_up("was given up on request", "Ask again when you like.")
        return self._give_up(
            f"took longer than {self.patience.seconds:.0f} s", "Raise the limit or ask again."
        )

    def _give_up(self, what: str, mend: str = "Check the address, or use model='offline'.") -> ModelError:
        return self.model._fault(what, mend, self.calls)


def _line(fault: BaseException) -> str:
    """The server's words on one short line."""
    return " ".join(str(getattr(fault, "message", None) or fault or type(fault).__name__).split())[:200]


def _retry_after(fault: Any) -> float | None:
    """The server's Retry-After in seconds: a number or a date."""
    answer = getattr(fault, "response", None)
    value = answer.headers.get("retry-after") if answer is not None else None
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _address(url: str) -> str:
    """Host and port: a password in the address stays out of messages."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
