"""Where AskWhy keeps what it keeps between runs."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["default_directory"]


def default_directory() -> Path:
    """ASKWHY_HOME if set, else the user's data directory of this system."""
    home = os.environ.get("ASKWHY_HOME", "").strip()
    if home:
        return Path(home).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("askwhy", appauthor=False))
