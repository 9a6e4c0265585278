"""Examples to learn from: a prompt and the reply to give, or a better and a worse reply to one prompt.

The file is JSON Lines. A marked answer is `{"prompt": [{"role", "content"}...], "reply": "...", "good":
true}`;
a good and a bad reply to the same prompt make a preference.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.tuning.worlds import KINDS, TuningWorld
from tools.errors import OptionError


@dataclass(frozen=True)
class Example:
    """One prompt with the reply to learn and, for preference tuning, one to avoid."""

    prompt: tuple[tuple[str, str], ...]  # (role, text)
    chosen: str
    rejected: str | None = None

    @property
    def messages(self) -> list[dict[str, str]]:
        return [{"role": role, "content": text} for role, text in self.prompt]


def example_of(world: TuningWorld, place: int) -> Example:
    """The world's right reply, and a wrong one of the kind that does harm."""
    prompt = tuple((message["role"], message["content"]) for message in world.prompt())
    return Example(prompt, world.target(), json.dumps(_spoilt(world.reply, place), ensure_ascii=False))


def _spoilt(reply: dict[str, Any], place: int) -> dict[str, Any]:
    """Cause and effect the wrong way round, a design that is not there, or a consequence to adjust for."""
    wrong = copy.deepcopy(reply)
    match place % 3:
        case 0:
            wrong["treatment"], wrong["outcome"] = reply["outcome"], reply["treatment"]
        case 1:
            wrong["design"]["kind"] = next(kind for kind in KINDS if kind != reply["design"]["kind"])
        case _:
            for role in wrong["graph"]["roles"]:
                role.update(role="confounder", timing="before")
    return wrong


def write_examples(examples: Iterable[Example], path: Path) -> Path:
    """Save examples as JSON Lines: a good line each, and a bad one where there is a reply to avoid."""
    lines = []
    for example in examples:
        lines.append({"prompt": example.messages, "reply": example.chosen, "good": True})
        if example.rejected is not None:
            lines.append({"prompt": example.messages, "reply": example.rejected, "good": False})
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def read_marked(path: Path) -> list[Example]:
    """Marked answers. A prompt with bad replies only teaches nothing and is passed over.

    Raises `OptionError` for a line that is not in the format; it says which one.
    """
    good: dict[tuple[tuple[str, str], ...], list[str]] = {}
    bad: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            prompt = tuple((message["role"], message["content"]) for message in said["prompt"])
            marked = good if _flag(said["good"]) else bad
            marked.setdefault(prompt, []).append(_text(said["reply"]))
        except (ValueError, KeyError, TypeError) as fault:
            raise OptionError(
                f"Line {number} of {path.name} is no marked answer ({fault!r}). "
                'Write {"prompt": [{"role": ..., "content": ...}], "reply": "...", "good": true}.'
            ) from fault
    examples = []
    for prompt, replies in good.items():
        worse = bad.get(prompt, [])
        examples += [
            Example(prompt, reply, worse[i % len(worse)] if worse else None)
            for i, reply in enumerate(replies)
        ]
    return examples


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("good must be true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("reply must be text")
    return value
