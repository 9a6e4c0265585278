"""Faults, as exceptions. Refusals are values (`NotIdentified`, `NeedsClarification`), never raised.

    AskWhyError
    ├── InputError            the caller gave something that cannot be used (exit status 2)
    │   ├── DataError         the table: missing, empty, unreadable, a column that is not there
    │   ├── KnowledgeError    a document or the knowledge store cannot be read
    │   ├── GraphError        a graph with a cycle, an unknown column, an impossible edit
    │   └── OptionError       an option or argument out of range
    ├── EstimationError       this sample cannot give the number (constant, collinear, too few rows)
    ├── ModelError            a language model failed or answered badly after its repairs
    └── Cancelled             the caller asked to stop; nothing was kept, nothing is half-written

Every message says what is wrong, where, and the mend. A fault of the caller's is one line of English;
what the sample cannot tell reaches an answer, so `EstimationError` carries a message with slots.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from difflib import get_close_matches

from tools.messages import Message, as_given

__all__ = [
    "AskWhyError",
    "Cancelled",
    "DataError",
    "EstimationError",
    "GraphError",
    "InputError",
    "KnowledgeError",
    "ModelError",
    "OptionError",
    "stop_if",
    "unknown_column",
]


class AskWhyError(Exception):
    """Base of every fault that AskWhy raises on purpose."""


class InputError(AskWhyError):
    """The caller gave something that cannot be used."""


class DataError(InputError):
    """The table is missing, empty, unreadable or lacks a column."""


class KnowledgeError(InputError):
    """A document or the knowledge store cannot be read."""


class GraphError(InputError):
    """A graph with a cycle, an unknown column or an impossible edit."""


class OptionError(InputError):
    """An option or argument is out of range."""


class EstimationError(AskWhyError):
    """The effect cannot be computed on this sample.

    That is a finding about the data and reaches the answer: `said` is the reason as a message. An estimator
    of a person's own may give a text, which is passed on as it is. `str()` is for those without the words.
    """

    def __init__(self, said: Message | str) -> None:
        super().__init__(said)
        self.said = as_given(said)

    def __str__(self) -> str:
        (said,) = self.args  # also on a worker's copy: an exception is pickled by its arguments
        return str(said)


class ModelError(AskWhyError):
    """A language model failed, or answered badly after its repairs.

    `calls` is how many requests were made before it was given up.
    """

    def __init__(self, message: str, calls: int = 1) -> None:
        super().__init__(message)
        self.calls = calls


class Cancelled(AskWhyError):
    """The caller asked to stop (`Assistant(cancel=...)`, or a progress callback that returned true)."""


def stop_if(cancel: threading.Event | None, before: str) -> None:
    """Raises Cancelled once `cancel` is set; `before` says what was about to start."""
    if cancel is not None and cancel.is_set():
        raise Cancelled(f"Stopped as asked, before this step: {before}. Ask again to start over.")


def unknown_column(
    name: str, source: str, columns: Iterable[str], error: type[InputError] = DataError
) -> InputError:
    """The error for a column that is not there: names the closest ones and the mend."""
    known = [str(column) for column in columns]
    folded = {column.casefold(): column for column in known}
    close = [folded[match] for match in get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)]
    hint = f"Closest: {', '.join(map(repr, close))}." if close else f"It has: {_some(known)}."
    return error(f"Column {name!r} is not in {source} ({len(known)} columns). {hint} Check the spelling.")


def _some(names: list[str], limit: int = 8) -> str:
    shown = ", ".join(map(repr, names[:limit]))
    return shown + (", ..." if len(names) > limit else "")
