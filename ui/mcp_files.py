"""Which files a client of the MCP server may name.

A client acts on what a language model read, so what it names is not always what its person wanted: without a
limit, any file that this user can read could be had as a "description" and quoted back.
"""

from __future__ import annotations

import os
from pathlib import Path

from tools.errors import OptionError

__all__ = ["FOLDER", "permit_description", "permit_table"]

FOLDER = "ASKWHY_MCP_FOLDER"  # environment; without it, the folder that the server was started in


def permit_table(named: str) -> str:
    """`named` if it lies in the folder. Raises OptionError for other places, patterns and addresses."""
    if "://" in named or any(mark in named for mark in "*?["):
        raise OptionError(
            f"{named!r} is an address or a pattern. Name one file, or start the server with --data."
        )
    _within(named)
    return named


def permit_description(said: str) -> str:
    """A text as it stands; a file must lie in the folder. Raises OptionError."""
    from tools.documents import looks_like_path

    if looks_like_path(said):  # what `Assistant` would open
        _within(said)
    return said


def _within(named: str) -> None:
    folder = Path(os.environ.get(FOLDER) or Path.cwd()).expanduser().resolve()
    # resolve() follows links, so that a link inside the folder does not lead out of it.
    if not Path(named).expanduser().resolve().is_relative_to(folder):
        raise OptionError(
            f"{named!r} is not in {folder}, where this server may read. Set {FOLDER} to the folder of your "
            "tables, or start the server with --data FILE."
        )
