"""The questions with their kinds: those written by hands for the router and for the learned reader, and forms
filled with the nouns of many fields.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.language.registry import language_of
from bench.reader.corpus import Table, as_written
from tools.types import ColumnKind, ColumnProfile, DataProfile

FOLDER = Path(__file__).parent
EFFECTS_PER_KIND = 5
NO_QUESTION = "none"
COPIES = 3  # fields that each form is filled for


@dataclass(frozen=True)
class Question:
    text: str
    language: str
    kind: str
    table: str  # cross-validation leaves whole tables out; "" for filled forms
    profile: DataProfile | None


def read(files: Sequence[Path] | None = None) -> list[Question]:
    """The questions of some files (by default all of the training corpus), in their order."""
    questions: list[Question] = []
    for file in files or sorted(FOLDER.glob("train_*.jsonl")):
        tables: dict[str, DataProfile] = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "columns" in entry:
                tables[entry["table"]] = profile_of(entry)
                continue
            table = entry.get("table") or entry.get("world", "")
            questions.append(
                Question(entry["question"], entry["lang"], entry["kind"], table, tables.get(table))
            )
    return questions


def of_the_reader(tables: Iterable[Table], seed: int = 0) -> list[Question]:
    """What people ask about tables of the learned reader's corpus.

    Average effects are more than half of these: only so many are taken that they stay as much more frequent
    than any other kind as they are in `read`.
    """
    asked = [(table, question) for table in tables for question in table.questions]
    others = [pair for pair in asked if pair[1].kind != "average_effect"]
    effects = [pair for pair in asked if pair[1].kind == "average_effect"]
    most = min(len(effects), EFFECTS_PER_KIND * len(others) // len({question.kind for _, question in others}))
    chosen = np.random.default_rng(seed).permutation(len(effects))[:most]
    shown: dict[str, DataProfile] = {}
    questions = []
    for table, question in [*others, *(effects[place] for place in sorted(chosen))]:
        if table.name not in shown:
            shown[table.name] = as_written(table).profile
        kind = NO_QUESTION if question.kind == "not_causal" else question.kind
        text = " ".join(question.text.split())
        questions.append(Question(text, language_of(text), kind, table.name, shown[table.name]))
    return questions


def profile_of(table: dict[str, Any]) -> DataProfile:
    """A table of which only the columns' names and descriptions are known."""
    columns = tuple(
        ColumnProfile(name=name, kind=ColumnKind.NUMBER, rows=0, missing=0, distinct=0, description=words)
        for name, words in table["columns"]
    )
    return DataProfile(table["table"], 0, columns, 0, table["table"], table.get("about", ""))


def filled_forms() -> list[Question]:
    content = tomllib.loads((FOLDER / "forms.toml").read_text(encoding="utf-8"))
    return list(dict.fromkeys(_filled(content)))


def _filled(content: dict[str, Any]) -> Iterator[Question]:
    for language, kinds in content["forms"].items():
        rows = [[noun.strip() for noun in row.split("|")] for row in content["nouns"][language]["rows"]]
        forms = [(kind, form) for kind, of_kind in kinds.items() for form in of_kind]
        for number, (kind, form) in enumerate(forms):
            for copy in range(COPIES):
                nouns = rows[(number * 7 + copy * 5) % len(rows)]
                text = form.format(**dict(zip("tsomghu", nouns, strict=True)))
                yield Question(text, language, kind, "", None)
