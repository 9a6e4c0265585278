"""Thumbs and comments of every front door, kept on this machine with the answer's trace; sent nowhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from tools.errors import OptionError

if TYPE_CHECKING:
    from assistant import Answer

__all__ = ["feedback_path", "keep"]

LONGEST_COMMENT = 4000  # characters


def feedback_path() -> Path:
    """One JSON object a line, in the user's data directory."""
    from tools.knowledge import default_directory

    return default_directory() / "feedback.jsonl"


def keep(
    answer: Answer | None, verdict: str, comment: str = "", *, question: str = "", where: str = "chat"
) -> Path:
    """Append one verdict ("up", "down" or "comment") with the question, the reading and the trace.

    `question` is what was asked where there is no answer. Holds no row of the data.
    Raises `OptionError` where the directory cannot be written.
    """
    said = answer.to_dict() if answer is not None else {}
    record: dict[str, Any] = {
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
