"""Standard output for the answer, standard error for everything else.

Colours, spinners and line lengths are rich's; without a terminal it leaves them out by itself.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console, RenderableType
from rich.text import Text

__all__ = ["Terminal", "clean", "print_json", "quiet_libraries"]

PATIENCE = 1.0  # seconds of silence before a spinner appears
MOST_COLUMNS = 100  # longer lines are hard to read


class Terminal:
    """Where a command writes."""

    def __init__(self, out: Console | None = None, err: Console | None = None) -> None:
        self._out = out or _console(sys.stdout)
        self._err = err or _console(sys.stderr)

    def show(self, parts: Iterable[RenderableType]) -> None:
        for part in parts:
            # A path that is cut into two lines cannot be copied.
            whole = isinstance(part, Text) and part.no_wrap is True
            with self._out.capture() as written:
                self._out.print(part, soft_wrap=whole)
            # rich fills table cells with spaces up to the column's width.
            lines = "\n".join(line.rstrip(" ") for line in written.get().split("\n"))
            self._out.file.write(lines)

    def line(self, text: str) -> None:
        self._out.print(Text(clean(text)), soft_wrap=True)

    def note(self, text: str) -> None:
        """For the person, not for the program that reads standard output."""
        self._err.print(Text(clean(text)), soft_wrap=True)

    def asked(self, prompt: str) -> str:
        """A line from the person, with history and editing where the terminal has them; "" at the end."""
        with suppress(ImportError):
            import readline  # noqa: F401  # input() uses it once it is imported
        # The prompt goes to standard error, so that a piped standard output holds answers only.
        self._err.print(Text(prompt), end="")
        try:
            return input().strip()
        except EOFError:
            self._err.print()
            return ""

    @contextmanager
    def busy(self, doing: str) -> Iterator[Callable[[str], None]]:
        """Says what is being done once it takes more than a second; yields a way to say what comes next."""
        if not self._err.is_terminal:
            yield lambda step: None
            return
        status = self._err.status(Text(f"{clean(doing)} ..."))
        timer = threading.Timer(PATIENCE, status.start)
        timer.daemon = True
        timer.start()
        try:
            yield lambda step: status.update(Text(f"{clean(step)} ..."))
        finally:
            timer.cancel()
            timer.join()
            status.stop()


def print_json(value: dict[str, Any]) -> None:
    """JSON and nothing else on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def clean(text: str) -> str:
    """Without control characters: a cell or a file name must not move the cursor or recolour the screen."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def quiet_libraries() -> None:
    """Other people's warnings and logs are for our tests; our own warnings become one line each."""
    logging.getLogger().addHandler(logging.NullHandler())
    ours = Path(__file__).resolve().parent.parent.parent
    packages = tuple(str(ours / name) + os.sep for name in ("assistant", "tools", "ui"))

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if filename.startswith(packages) and issubclass(category, UserWarning):
            print(f"askwhy: warning: {' '.join(str(message).split())}", file=sys.stderr)

    if not os.environ.get("ASKWHY_DEBUG"):
        warnings.showwarning = show
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a question mark, not a traceback.
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _console(stream: TextIO) -> Console:
    console = Console(file=stream, highlight=False, emoji=False, markup=False)
    console.width = min(console.width, MOST_COLUMNS)
    return console
