"""The README shows the answer that the code gives today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_answer_in_the_readme_is_todays() -> None:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None and spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    shown = refresh.BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown is not None
    assert shown[2] == refresh.readme_block(refresh.demo()), "Run: make readme"


def test_every_picture_and_file_the_readme_links_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    for link in links:
        assert link.startswith("https://") or (ROOT / link).exists(), link
