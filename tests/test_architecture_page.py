"""What docs/architecture.md, AGENTS.md and docs/extending say is where it stands, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/architecture.md", "docs/extending/README.md", "AGENTS.md", "CONTRIBUTING.md")
ROOMS = ("assistant", "tools", "ui", "prompts", "docs", "tests", "bench")
_PATH = re.compile(rf"(?<![\w/.])(?:{'|'.join(ROOMS)})/[\w./]*\w/?")
_LINK = re.compile(r"\]\(([^)#]+)\)")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_link_of_a_page_is_there(page: str) -> None:
    text = text_of(page)
    paths = set(_PATH.findall(re.sub(r"\]\([^)]*\)", "]", text)))
    assert paths
    missing = sorted(path for path in paths if not (ROOT / path).exists())
    home = (ROOT / page).parent
    missing += [
        link for link in _LINK.findall(text) if "://" not in link and not (home / link).resolve().exists()
    ]
    assert missing == []


def test_the_picture_names_modules_that_are_there() -> None:
    paths = _PATH.findall(text_of("docs/architecture.svg"))
    assert paths and [path for path in paths if not (ROOT / path).exists()] == []


def steps() -> list[tuple[str, str]]:
    """Every function of the table of steps, with the modules of its row."""
    rows = [line.split("|")[1:-1] for line in text_of("docs/architecture.md").splitlines() if "|" in line]
    return [
        (name, row[2])
        for row in rows
        if len(row) == 4 and "`" in row[1]
        for name in re.findall(r"`(\w+)`", row[1])
    ]


def test_the_table_of_steps_is_read() -> None:
    assert len(steps()) > 15


@pytest.mark.parametrize(("name", "modules"), steps())
def test_every_function_of_the_steps_is_in_its_module(name: str, modules: str) -> None:
    texts = [text_of(path) for path in _PATH.findall(modules)]
    assert any(re.search(rf"^def {name}\b", text, re.MULTILINE) for text in texts), (name, modules)


def test_every_room_of_the_tree_is_on_the_page() -> None:
    page = text_of("docs/architecture.md")
    for top in ("assistant", "tools"):
        rooms = [path.name for path in (ROOT / top).iterdir() if (path / "__init__.py").is_file()]
        assert rooms and [room for room in rooms if not re.search(rf"\b{room}/", page)] == []


def test_the_house_rules_are_one_screen_and_said_once() -> None:
    rules, guide = text_of("AGENTS.md"), text_of("CONTRIBUTING.md")
    assert len(rules.splitlines()) <= 60
    assert "AGENTS.md" in guide
    lines = {line.strip() for line in rules.splitlines() if len(line.strip()) > 60}
    assert not lines & {line.strip() for line in guide.splitlines()}
