"""Where what was read is kept, and whether any of it is looked up for every question."""

from __future__ import annotations

import os
from pathlib import Path

from tools.errors import KnowledgeError

__all__ = ["default_directory", "has_learned", "mark_learned"]

_LEARNED = "learned"  # a file that is there as soon as something was learned


def default_directory() -> Path:
    """ASKWHY_HOME if set, else the user's data directory of this system."""
    home = os.environ.get("ASKWHY_HOME", "").strip()
    if home:
        return Path(home).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("askwhy", appauthor=False))


def has_learned(directory: Path) -> bool:
    """Was ever something learned there? Opens no database."""
    return (directory / _LEARNED).exists()


def mark_learned(directory: Path) -> None:
    """From now on something may have been learned there. Raises KnowledgeError."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / _LEARNED).touch()
    except OSError as error:
        raise KnowledgeError(
            f"{directory} cannot be written ({error.strerror or error}), so nothing can be learned. "
            "Set ASKWHY_HOME to a folder you may write to."
        ) from error
