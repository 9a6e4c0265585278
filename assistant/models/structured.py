"""Ways to get JSON out of a chat model, best first, and what we know of which server can do which.

Servers differ: OpenAI and vLLM take a JSON Schema, others only know tool calls, llama.cpp takes the schema
inside its JSON mode, some just answer. The first way that works is remembered for each server and model.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.models.interface import Message, Prompt, Schema

# ---------------- JSON out of what a model wrote: bare, or in a Markdown fence. Nothing is mended or guessed


LONGEST = 200_000  # characters; no reply of ours needs a tenth of it
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)


def json_in(text: str) -> Any:
    """The JSON value that the text is, or None. NaN and infinities are no JSON."""
    if len(text) > LONGEST:
        return None
    fenced = _FENCE.search(text)
    for candidate in (text, *([fenced.group(1)] if fenced else [])):
        try:
            return json.loads(candidate.strip(), parse_constant=_refuse)
        # Deeply nested brackets exhaust the parser's stack.
        except (ValueError, RecursionError):
            continue
    return None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


TOOL = "reply"


class Way(StrEnum):
    """How a reply of a given shape is asked for."""

    JSON_SCHEMA = "json_schema"  # the server constrains the text to the schema
    TOOL_CALL = "tool_call"  # the reply is the arguments of a call
    JSON_WITH_SCHEMA = "json_with_schema"  # llama.cpp: JSON mode that takes a schema
    JSON_OBJECT = "json_object"  # some JSON; the schema stands in the prompt
    TEXT = "text"  # nothing enforced; the schema stands in the prompt


def options(way: Way, schema: Schema) -> dict[str, Any]:
    """The request's options (OpenAI chat completions) for one way."""
    match way:
        case Way.JSON_SCHEMA:
            shape = {"name": TOOL, "strict": True, "schema": all_required(schema)}
            return {"response_format": {"type": "json_schema", "json_schema": shape}}
        case Way.TOOL_CALL:
            return {"tools": [tool(schema)], "tool_choice": {"type": "function", "function": {"name": TOOL}}}
        case Way.JSON_WITH_SCHEMA:
            return {"response_format": {"type": "json_object", "schema": schema}}
        case Way.JSON_OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Way.TEXT:
            return {}


def all_required(schema: Any) -> Any:
    """The schema with every property required, which a strict server demands; what is empty is null or []."""
    if isinstance(schema, list):
        return [all_required(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    whole = {key: all_required(part) for key, part in schema.items()}
    if isinstance(whole.get("properties"), dict) and whole.get("type") == "object":
        whole["required"] = list(whole["properties"])
    return whole


def tool(schema: Schema) -> dict[str, Any]:
    """A tool whose arguments are the reply."""
    return {
        "type": "function",
        "function": {"name": TOOL, "description": "Give the reply.", "parameters": dict(schema)},
    }


def with_schema(prompt: Prompt, way: Way, schema: Schema) -> Prompt:
    """The prompt, with the schema in it where the server does not enforce one."""
    if way not in (Way.JSON_OBJECT, Way.TEXT):
        return prompt
    shape = json.dumps(schema, ensure_ascii=False)
    return prompt.followed_by(
        Message("user", f"Reply with one JSON object that follows this schema:\n{shape}")
    )


def said(message: Any) -> tuple[str, Any]:
    """The text of a LangChain message and the JSON in it: a tool call's arguments, or the content."""
    for call in getattr(message, "tool_calls", None) or ():
        if call.get("name") == TOOL:
            return json.dumps(call["args"], ensure_ascii=False), call["args"]
    text = content_text(message.content)
    return text, json_in(text)


def content_text(content: Any) -> str:
    """LangChain content as text: a string, or a list of blocks of which some are text."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(
        block if isinstance(block, str) else str(block.get("text", ""))
        for block in blocks
        if isinstance(block, str) or (isinstance(block, Mapping) and block.get("type") == "text")
    )


class KnownWays:
    """Which way worked, by server and model; kept in the cache folder. Losing it costs a call or two."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _default_path()

    def order(self, server: str, model: str) -> list[Way]:
        """Every way to try: the one that worked before first."""
        known = self._read().get(_key(server, model))
        first = [Way(known)] if known in {way.value for way in Way} else []
        return list(dict.fromkeys((*first, *Way)))

    def remember(self, server: str, model: str, way: Way) -> None:
        known = self._read()
        key = _key(server, model)
        if known.get(key) == way.value:
            return
        known[key] = way.value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix="ways-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(known, file)
            os.replace(name, self._path)
        except OSError:
            # A read-only home: it is found out again next time.
            return

    def _read(self) -> dict[str, str]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def _key(server: str, model: str) -> str:
    """A digest: addresses of servers are nobody's business."""
    return hashlib.sha256(f"{server}\n{model}".encode()).hexdigest()[:16]


def _default_path() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("askwhy") / "model-ways.json"
