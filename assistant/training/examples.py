"""Examples to learn from: a prompt and the reply to give, or a better and a worse reply to one prompt.

The file is JSON Lines, the same that the chat and Slack keep thumbs in (`feedback.jsonl`, docs/tuning.md). A
marked answer is `{"prompt": [{"role", "content"}...], "reply": "...", "good": true}`, whatever else the line
holds; a good and a bad reply to the same prompt make a preference.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.training.worlds import TuningWorld
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
    """Cause and effect the wrong way round, a design that is not there, arrows against time, or a consequence
    to adjust for.
    """
    wrong = copy.deepcopy(reply)
    match place % 4:
        case 0:
            wrong["treatment"], wrong["outcome"] = reply["outcome"], reply["treatment"]
        case 1:
            # The designs that need no column of their own: the reply stays one of the right shape.
            free = ("randomised", "backdoor")
            wrong["design"]["kind"] = next(kind for kind in free if kind != reply["design"]["kind"])
        case 2:
            for arrow in wrong["graph"]["arrows"]:
                arrow["cause"], arrow["effect"] = arrow["effect"], arrow["cause"]
        case _:
            for role in wrong["graph"]["roles"]:
                role.update(role="confounder", timing="before")
    return wrong


def read_marked(path: Path) -> list[Example]:
    """Marked answers. A prompt with bad replies only teaches nothing and is passed over.

    So is a line whose "prompt" or "good" is null: a comment, or an answer that had no plan of its own. The
    last mark of a reply holds. Raises `OptionError` for a line that is not in the format; it says which one.
    """
    marks: dict[tuple[tuple[str, str], ...], dict[str, bool]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            if said["prompt"] is None or said["good"] is None:
                continue
            prompt = tuple((_text(message["role"]), _text(message["content"])) for message in said["prompt"])
            marks.setdefault(prompt, {})[_text(said["reply"])] = _flag(said["good"])
        except (ValueError, KeyError, TypeError) as fault:
            raise OptionError(
                f"Line {number} of {path.name} is no marked answer ({fault!r}). "
                'Write {"prompt": [{"role": ..., "content": ...}], "reply": "...", "good": true}.'
            ) from fault
    examples = []
    for prompt, replies in marks.items():
        worse = [reply for reply, good in replies.items() if not good]
        better = [reply for reply, good in replies.items() if good]
        examples += [
            Example(prompt, reply, worse[i % len(worse)] if worse else None) for i, reply in enumerate(better)
        ]
    return examples


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("good must be true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("role, content and reply must be text")
    return value
