"""What a model is shown to plan with: columns by name and kind, the description, passages. Never a row.

All of it is data from outside, so each piece stands in a fence whose mark is a digest of its own content: no
text can contain the mark that closes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.kinds.interface import SlotKind, all_kinds, kind_of, known_kinds
from assistant.language import wording
from assistant.models.interface import Message, Prompt
from assistant.models.prompt_store import prompt_in
from tools.data.codebook import codebook_line
from tools.messages import Message as Said
from tools.types import ColumnKind, ColumnProfile, DataProfile, Passage

# ---------------- What may be taken over of a model's own words: no figure, no link, no markup


_NUMBERS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|"
    "billion|half|halve|halves|halved|third|thirds|quarter|quarters|dozen|double|doubles|doubled|triple|triples|"
    "tripled|twice|thrice|percent|percentage|per cent"
)
NUMBER_WORDS = re.compile(
    rf"\b(?:{_NUMBERS})\b|[零二三四五六七八九十百千万亿两]|一[半倍成]|翻[倍番]|百分", re.IGNORECASE
)
# "one" is more often a pronoun than a number, and no result can be told with it alone.
_PRONOUN = re.compile(
    r"\b(?:no|any|every|some|this|that|which|the|each) one\b|\bone (?:of|can|could|might|should)\b", re.I
)
LINKS = re.compile(r"https?:|www\.|(?<![\w.-])[\w.-]+@[\w-]+\.\w|[<>\[\]`|]|\]\(|!\[", re.IGNORECASE)


def figures_in(text: str) -> tuple[str, ...]:
    """Digits, number words and percent signs."""
    plain = _PRONOUN.sub(" ", text)
    found = [*re.findall(r"\w*\d[\w.,]*|[%％‰]", plain), *(m.group(0) for m in NUMBER_WORDS.finditer(plain))]
    return tuple(dict.fromkeys(found))


def links_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.group(0) for m in LINKS.finditer(text)))


def plain_words(text: str, names: Iterable[str] = (), longest: int = 160) -> str:
    """The text on one line when it holds no figure, link or markup, else "".

    Names of columns may stand in it whatever they look like: they are replaced before the text is judged.
    """
    line = " ".join(text.split())
    judged = line
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            judged = judged.replace(name, " ")
    if not line or len(line) > longest or figures_in(judged) or links_in(judged):
        return ""
    return line


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
    plan, graph = prompt_in("plan", language), prompt_in("graph", language)
    told = prose_of(profile)
    user = plan.render(
        "user",
        table=fence("TABLE", columns_text(profile, share_levels)),
        description=fence("DESCRIPTION", told) if told.strip() else "",
        passages="\n".join(_passage(p) for p in passages[:PASSAGES]),
        question=fence("QUESTION", question),
        graph_task=graph.render("task"),
        kinds=_kinds_text(language),
    )
    messages = (Message("system", plan.render("system")), Message("user", user))
    return Prompt(messages, (plan.label, graph.label))


def plan_schema(profile: DataProfile) -> dict[str, Any]:
    """The reply's JSON Schema; in tables of ordinary width a column can only be one that is there."""
    schema: dict[str, Any] = json.loads(_schema_text())
    if len(profile.names) <= ENUMERATED:
        schema["$defs"]["column"]["enum"] = list(profile.names)
    schema["properties"]["kind"] = {"enum": list(all_kinds())}
    schema["properties"]["slots"] = _slots_schema()
    return schema


def _kinds_text(language: str) -> str:
    """A line for each kind of question that there is, built or not."""
    words = wording(language)
    ids = {name: f"kind-{name.replace('_', '-')}" for name in all_kinds()}
    return "\n".join(f"- {name}: {words.say(Said(id))}" for name, id in ids.items())


# Slots that every plan has under names of its own.
_PLANNED = ("treatment", "outcome", "from_", "to", "population", "estimand")


def no_slots() -> dict[str, Any]:
    """The slots of a plan that needs none."""
    shapes = _slots_schema()["properties"]
    return {name: [] if shape.get("type") == "array" else None for name, shape in shapes.items()}


def _slots_schema() -> dict[str, Any]:
    """What the kinds that are built need beside treatment, outcome, contrast and population.

    None is required: a question of one kind has nothing to say of the others' slots.
    """
    column, none = {"$ref": "#/$defs/column"}, {"type": "null"}
    forms: dict[SlotKind, Any] = {
        SlotKind.COLUMN: {"anyOf": [column, none]},
        SlotKind.COLUMNS: {"type": "array", "items": column},
        SlotKind.LEVEL: {"$ref": "#/$defs/level"},
        SlotKind.LEVELS: {"type": "array", "items": {"$ref": "#/$defs/level"}},
        SlotKind.NUMBER: {"anyOf": [{"type": "number"}, none]},
    }
    # A model does not fill the others: what they hold is read off the question's own words.
    found: dict[str, Any] = {}
    for name in known_kinds():
        for slot in kind_of(name).slots:
            known = slot.kind in forms or slot.kind is SlotKind.CHOICE
            if slot.name in _PLANNED or slot.name in found or not known:
                continue
            choice = {"enum": [*map(str, slot.choices), None]}
            found[slot.name] = choice if slot.kind is SlotKind.CHOICE else forms[slot.kind]
    return {"type": "object", "additionalProperties": False, "properties": found}


def passages_for(question: str, profile: DataProfile, found: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that say something which the description does not."""
    told = " ".join(profile.description.split())
    return tuple(p for p in found if " ".join(p.text.split()) not in told)[:PASSAGES]


def prose_of(profile: DataProfile) -> str:
    """The description without its lines `name: meaning`, which are told with their columns."""
    lines = profile.description.splitlines()
    prose = [line for line in lines if not ((entry := codebook_line(line)) and entry.name in profile)]
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
