"""Make docs/design-cues.md of the cue files and their examples: `python docs/design_cues.py`.

A test compares the page with what this would write.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from assistant.planning.reading.cues import load_cues

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ROOT / "assistant" / "language"
PAGE = ROOT / "docs" / "design-cues.md"

INTRODUCTION = """# What the offline planner listens for

The planner needs no language model: it reads questions and descriptions with the cues in
`assistant/language/<code>/cues/*.toml` and weighs them against the data (the points and log odds are in
`assistant/cues/*.toml`). A cue never decides alone: every design that the
words propose is tested on the data before it is chosen, and `askwhy ask --explain-plan` shows the readings,
the cues that decided and the designs that were rejected, with the reason. It is made from the cue files
(`python docs/design_cues.py`).
"""


def load_of(language: str, name: str) -> dict[str, Any]:
    file = LANGUAGES / language / "cues" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def examples() -> dict[str, Any]:
    return tomllib.loads((ROOT / "docs" / "cue_examples.toml").read_text(encoding="utf-8"))


def page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION, _designs(), _columns(), _timing(), _clauses(), _contrast(), _roles(), _open()]
    return "\n".join(parts)


def _table(heading: str, columns: list[str], rows: list[list[str]], before: str = "") -> str:
    lines = [f"## {heading}", ""]
    lines += [before, ""] if before else []
    lines += ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def _designs() -> str:
    told = examples()
    rows = [
        [
            cue["design"],
            cue["name"],
            f"{cue['weight']:+g}",
            told["designs"][cue["name"]],
            told["checks"][cue["design"]],
        ]
        for cue in load_cues("design")["cue"]
    ]
    return _table(
        "Study designs",
        ["design", "cue", "points", "example", "check in the data"],
        rows,
        "A design other than adjustment needs a sentence that says it, of its own column, and data that pass "
        "its check; a column's name alone is a question to the person. Of several that pass, the one with "
        "the most points is used; adjustment has 2. A sentence that denies it (was never randomised), "
        "supposes it (would have needed a trial) or tells of another study says nothing for it.",
    )


def _columns() -> str:
    rows = [[name, *examples()["columns"][name]] for name in load_cues("design")["columns"]]
    return _table("What a column is", ["column", "example", "check in the data"], rows)


def _timing() -> str:
    check = "years in names and descriptions; likeness to the outcome (rank correlation)"
    groups = load_cues("design_timing")["timing"]
    rows = [[g["timing"], g["name"], examples()["timing"][g["name"]], check] for g in groups]
    return _table("When a column was measured", ["timing", "cue", "example", "check in the data"], rows)


def _clauses() -> str:
    check = "each clause has a column that speaks of it, by words or by meaning"
    rows = [
        [language, pattern["id"], f"{pattern['weight']:g}", check]
        for language, code in (("English", "en"), ("Chinese", "zh"))
        for pattern in load_of(code, "clauses")["pattern"]
    ]
    return _table(
        "How a question is divided into cause (X) and effect (Y)",
        ["language", "form", "sureness", "check in the data"],
        rows,
        "All forms that fit are tried; which division is right is left to the columns.",
    )


def _contrast() -> str:
    rows = [[name, *examples()["contrast"][name]] for name in load_cues("reading_contrast")]
    return _table("Contrast, population and whose effect", ["cue", "example", "check in the data"], rows)


def _roles() -> str:
    cues = load_cues("reading_roles")
    rows = [[name, *examples()["roles"][name]] for name in cues]
    return _table(
        "Which columns are likely causes or outcomes", ["cue", "example", "log odds or check"], rows
    )


def _open() -> str:
    forms = ["what drives Y", "what are the main causes of Y", "which factors change Y", "why did Y fall"]
    forms += ["哪些因素影响 Y", "为什么 Y 下降"]
    rows = [[form, "names no treatment: every reading is faint, so the person is asked"] for form in forms]
    return _table("Questions that name no cause", ["form", "consequence"], rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
