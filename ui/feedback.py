"""Thumbs and comments of every front door, kept on this machine with the answer's trace; sent nowhere.

A line with a thumb is an example that `askwhy tune --marked` reads (docs/tuning.md): the planning prompt, the
reply that was used, and the mark.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from tools.errors import AskWhyError, OptionError

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from tools.types import DataProfile

__all__ = ["feedback_path", "keep", "profile_of"]

LONGEST_COMMENT = 4000  # characters


_NO_EXAMPLE: dict[str, Any] = {"prompt": None, "reply": None, "good": None}


def feedback_path() -> Path:
    """One JSON object a line, in the user's data directory."""
    from tools.knowledge.store import default_directory

    return default_directory() / "feedback.jsonl"


def keep(
    answer: Answer | None,
    verdict: str,
    comment: str = "",
    *,
    question: str = "",
    where: str = "chat",
    profile: DataProfile | None = None,
) -> Path:
    """Append one verdict ("up", "down" or "comment") with the question, the reading and the trace.

    `question` is what was asked where there is no answer; with the `profile` of the answer's data a thumb
    becomes an example to tune on. Holds no row of the data, but of each column what a model is shown.
    Raises `OptionError` where the directory cannot be written.
    """
    said = answer.to_dict() if answer is not None else {}
    record: dict[str, Any] = {
        **_example(answer, profile, verdict),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "verdict": verdict,
        "comment": comment.strip()[:LONGEST_COMMENT],
        "where": where,
        "question": said.get("question", question),
        **{name: said.get(name) for name in ("status", "prose", "query", "design", "estimate", "trace")},
    }
    path = feedback_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"), path.open("a", encoding="utf-8") as held:
            held.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    except OSError as error:
        raise OptionError(
            f"Your feedback could not be kept in {path} ({error.strerror}). Name a directory that can be "
            "written to in ASKWHY_HOME."
        ) from error
    return path


def profile_of(opened: Callable[[], Assistant]) -> DataProfile | None:
    """The profile for `keep`; None where the table is gone by now: the thumb is kept all the same."""
    try:
        return opened().profile
    except AskWhyError:
        return None


def _example(answer: Answer | None, profile: DataProfile | None, verdict: str) -> dict[str, Any]:
    """What a tuned model should learn from the thumb; nulls where that is nothing."""
    if answer is None or profile is None or verdict not in ("up", "down"):
        return _NO_EXAMPLE
    from assistant.training.marked import marked_example

    return marked_example(answer, profile, verdict == "up") or _NO_EXAMPLE
