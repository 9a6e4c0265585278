"""What a model is shown to plan with: columns by name and kind, the description, passages. Never a row.

All of it is data from outside, so each piece stands in a fence whose mark is a digest of its own content: no
text can contain the mark that closes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.designs.text import CODEBOOK_LINE
from assistant.models.interface import Message, Prompt
from assistant.prompt_store import load_prompt
from tools.types import ColumnKind, ColumnProfile, DataProfile, Passage

COLUMN_LETTERS = 10_000  # for all columns together; wider tables are told in fewer words
DESCRIPTION_LETTERS = 4_000
PASSAGE_LETTERS = 600
PASSAGES = 4
MOST_LEVELS = 20  # a column with more is no category that could be told
FEWEST_ROWS = 5  # a level that fewer rows share could point to a person
ENUMERATED = 120  # columns up to which the schema lists their names
_LEVEL_LETTERS = 40
# (letters of a column's meaning, its range and levels too?), tried in turn until all columns fit.
_DETAILS = ((200, True), (100, True), (100, False), (50, False), (25, False), (0, False))


def plan_prompt(
    question: str, profile: DataProfile, passages: Sequence[Passage], language: str, share_levels: bool
) -> Prompt:
    """The planning prompt, with the graph's task in it: one call for both."""
    plan, graph = load_prompt(f"plan_{language}"), load_prompt(f"graph_{language}")
    told = prose_of(profile)
    user = plan.render(
        "user",
        table=fence("TABLE", columns_text(profile, share_levels)),
        description=fence("DESCRIPTION", told) if told.strip() else "",
        passages="\n".join(_passage(p) for p in passages[:PASSAGES]),
        question=fence("QUESTION", question),
        graph_task=graph.render("task"),
    )
    messages = (Message("system", plan.render("system")), Message("user", user))
    return Prompt(messages, (plan.label, graph.label))


def plan_schema(profile: DataProfile) -> dict[str, Any]:
    """The reply's JSON Schema; in tables of ordinary width a column can only be one that is there."""
    schema: dict[str, Any] = json.loads(_schema_text())
    if len(profile.names) <= ENUMERATED:
        schema["$defs"]["column"]["enum"] = list(profile.names)
    return schema


def passages_for(question: str, profile: DataProfile, found: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that say something which the description does not."""
    told = " ".join(profile.description.split())
    return tuple(p for p in found if " ".join(p.text.split()) not in told)[:PASSAGES]


def prose_of(profile: DataProfile) -> str:
    """The description without its lines `name: meaning`, which are told with their columns."""
    lines = profile.description.splitlines()
    prose = [
        line for line in lines if not ((m := CODEBOOK_LINE.match(line)) and m["name"].strip() in profile)
    ]
    return "\n".join(prose).strip()[:DESCRIPTION_LETTERS]


def fence(kind: str, text: str) -> str:
    """The text between marks that it cannot contain."""
    mark = f"{kind} {hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return f"<<< {mark}\n{text}\n{mark} >>>"


def columns_text(profile: DataProfile, share_levels: bool) -> str:
    """One line of JSON a column, as much of each as fits."""
    lines: list[str] = []
    for letters, values in _DETAILS:
        lines = [_column(column, letters, values, share_levels) for column in profile.columns]
        if sum(map(len, lines)) <= COLUMN_LETTERS:
            break
    head = f"{profile.rows} rows, {len(profile.columns)} columns"
    return "\n".join((head, *lines))


def _column(column: ColumnProfile, letters: int, values: bool, share_levels: bool) -> str:
    facts: dict[str, Any] = {"name": column.name, "kind": str(column.kind)}
    if values and column.kind is not ColumnKind.IDENTIFIER:
        if column.minimum is not None and column.maximum is not None:
            facts["range"] = [_short(column.minimum), _short(column.maximum)]
        if share_levels and (levels := shared_levels(column)):
            facts["levels"] = levels
        if column.level_labels:
            facts["labels"] = {str(k): v[:_LEVEL_LETTERS] for k, v in column.level_labels[:MOST_LEVELS]}
        if column.missing:
            facts["missing"] = f"{column.missing / max(1, column.rows):.0%}"
        if column.unit:
            facts["unit"] = column.unit
    meaning = column.description or column.meaning
    if meaning and letters:
        facts["means"] = meaning[:letters]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def shared_levels(column: ColumnProfile) -> list[str]:
    """Level names that may be told: of categories only, and only those that several rows share."""
    if column.kind not in (ColumnKind.BINARY, ColumnKind.CATEGORY) or column.distinct > MOST_LEVELS:
        return []
    return [str(value)[:_LEVEL_LETTERS] for value, rows in column.levels if rows >= FEWEST_ROWS]


def _passage(passage: Passage) -> str:
    return fence(f"PASSAGE {passage.id}", passage.text[:PASSAGE_LETTERS])


def _short(value: float) -> float:
    """Three digits say what kind of amount it is."""
    return float(f"{value:.3g}")


@cache
def _schema_text() -> str:
    return files("prompts").joinpath("plan.schema.json").read_text(encoding="utf-8")
