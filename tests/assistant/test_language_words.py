"""Every language has words for every message, in slots that the message fills; nobody knows one by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Message as Entry
from fluent.syntax.ast import (
    MessageReference,
    Resource,
    VariableReference,
)
from fluent.syntax.visitor import Visitor

from assistant.language import language, languages, say, wording
from assistant.language.registry import DEFAULT
from assistant.language.render import _bundle
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, Scale, ScaleKind

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in languages() if code != DEFAULT]
# What a slot gives to the words: `$effect-size` and `$effect-low` are both of `effect`.
_QUANTITY = "size|number|low|high|high-number|n|sign|clear|figure|percent|p"
ENDINGS = rf"-(?:{_QUANTITY}|named|label|list|names|commas|quoted)$"
# None is a figure: the confidence level and its quantile, the codes of two levels, the year of a citation,
# what Fluent itself is told.
NO_FIGURE = re.compile(
    r"95%|1[.,]96|0[.,]05|(?<![\w.])[01](?![\w.]*\d)|(?<=[a-z] )(?:19|20)\d\d(?=\W)|NUMBER\([^)]*\)"
)
# An id that code makes from a name ("steps-part-" + part) begins like these, and every such id has words.
MADE = re.compile(r"[a-z]+(?:-[a-z]+)*-")


class _Uses(Visitor):
    def __init__(self) -> None:
        self.slots: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.slots.add(node.id.name)

    def visit_MessageReference(self, node: MessageReference) -> None:
        self.messages.add(node.id.name)


@cache
def entries(code: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for text in language(code).words():
        resource: Resource = FluentParser().parse(text)
        for entry in resource.body:
            assert type(entry).__name__ != "Junk", f"{code}: {FluentSerializer().serialize_entry(entry)}"
            if isinstance(entry, Entry):
                assert entry.id.name not in found, f"{entry.id.name} has words twice in {code}"
                found[entry.id.name] = entry
    return found


def slots(code: str, id: str) -> set[str]:
    """The slots that the words use."""
    uses = _Uses()
    uses.visit(entries(code)[id])
    return {re.sub(ENDINGS, "", name) for name in uses.slots}


@cache
def filled(id: str) -> set[str]:
    """Strings of the modules that name the id: every slot that they fill is among them."""
    return {text for path, strings in _by_file().items() for text in strings if id in strings}


@cache
def _by_file() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, text in _strings():
        found.setdefault(path, set()).add(text)
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_words_for_the_same_messages(code: str) -> None:
    assert set(entries(code)) == set(entries(DEFAULT))


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_uses_no_slot_that_a_message_may_not_fill(code: str) -> None:
    strange = {id: slots(code, id) - slots(DEFAULT, id) - filled(id) for id in entries(DEFAULT)}
    assert {id: names for id, names in strange.items() if names} == {}


@pytest.mark.parametrize("code", languages())
def test_words_refer_to_messages_that_exist(code: str) -> None:
    for id, entry in entries(code).items():
        uses = _Uses()
        uses.visit(entry)
        assert uses.messages <= set(entries(code)), id


@pytest.mark.parametrize("code", languages())
def test_no_figure_is_typed_into_words(code: str) -> None:
    for text in language(code).words():
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        typed = [line for line in lines if re.search(r"\d", NO_FIGURE.sub("", line))]
        assert typed == []


def _strings() -> Iterator[tuple[str, str]]:
    """(file, string) of the product's code; the fixed beginning of an f-string ends in a "{"."""
    for folder in ("assistant", "ui", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Constant(value=str(text)):
                        yield str(path), text
                    case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue(), *_]):
                        yield str(path), text + "{"


def _rooms() -> set[str]:
    """How ids begin: "prose", "ui", "report", ..."""
    return {id.partition("-")[0] for id in entries(DEFAULT)}


def test_every_id_in_code_has_words() -> None:
    known, rooms = set(entries(DEFAULT)), _rooms()
    unknown = set()
    for path, text in _strings():
        if not re.fullmatch(r"[a-z]+(?:-[a-zA-Z]+)+\{?|[a-z]+(?:-[a-z]+)*-\{", text):
            continue
        if text.partition("-")[0] not in rooms:
            continue
        stem = text.removesuffix("{")
        has = any(id.startswith(stem) for id in known) if text.endswith("{") else text in known
        if not has and (text.endswith("{") or text.count("-") > 1):
            unknown.add((path.removeprefix(str(ROOT)), text))
    assert unknown == set()


def test_no_words_are_left_over() -> None:
    texts = [text for _, text in _strings()]
    whole = set(texts)
    stems = {text.removesuffix("{") for text in texts if text.endswith("{") and MADE.fullmatch(text[:-1])}
    referred: set[str] = set()
    for entry in entries(DEFAULT).values():
        uses = _Uses()
        uses.visit(entry)
        referred |= uses.messages
    # `say(answer, "title_effect")` of the report and `label("ask")` of the page leave out how the id begins.
    short = {text.replace("_", "-") for text in whole}
    left = {
        id
        for id in entries(DEFAULT)
        if id not in whole
        and id not in referred
        and not any(id.startswith(stem) for stem in stems)
        and id.partition("-")[2] not in short
    }
    assert left == set()


def test_nobody_outside_its_folder_knows_a_language_by_name() -> None:
    named = []
    for folder in ("assistant", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Compare | ast.IfExp | ast.Dict | ast.Subscript):
                    inside = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
                    if any(code in inside for code in OTHERS):
                        named.append(str(path.relative_to(ROOT)))
    assert set(named) - KNOWN == set()


# The rules of reading, until they move into the language folders with its cues.
KNOWN = {
    *(f"assistant/planning/reading/{name}.py" for name in ("clauses", "follow_up", "text")),
    "assistant/prose/sentence_book.py",
}


@pytest.mark.parametrize("code", languages())
def test_a_quantity_is_said_with_the_digits_that_its_error_supports(code: str) -> None:
    words = wording(code)
    figure, whole = (format_decimal(value, locale=words.language.locale) for value in (3.46, 12345))
    assert words.quantity(Quantity(3.4613, None, 0.48, Scale(ScaleKind.OUTCOME, "kg"))) == f"{figure} kg"
    assert words.quantity(Quantity(0.183, scale=Scale(ScaleKind.SHARE), decimals=0)) == "18%"
    assert words.quantity(Quantity(12345.0, scale=Scale(ScaleKind.COUNT))) == whole


def test_each_kind_of_slot_is_said() -> None:
    held = Columns(("age", "sex", "region"), 2)
    assert say("en", "multiverse-fixed", columns=held) == "holding fixed age, sex and 1 more"
    assert say("zh", "multiverse-fixed", columns=held) == "固定 age、sex 等 3 列"
    inner = Message("multiverse-without", {"cause": Column("age"), "effect": Quoted("pay")})
    assert say("en", "multiverse-disputed", choice=inner) == "without the arrow age -> pay (sources disagree)"
    level = LevelOf("dose", 12.0)
    assert wording("en").say(Message("as-given", {"text": level})) == "12"
    both = (Message("multiverse-answer"), Message("multiverse-precise"))
    assert say("en", "steps-checks-failed", failed=both) == "failed: the answer and the most precise set"


@pytest.mark.parametrize("code", languages())
def test_messages_that_are_parsed_when_used_are_those_of_whole_files(code):
    whole = FluentBundle(["en"])
    for text in language(code).words():
        whole.add_resource(FluentResource(text))
    lazily = _bundle(code)
    assert lazily._messages.texts.keys() == whole._messages.keys() != set()
    assert lazily._terms.texts.keys() == whole._terms.keys()
    for entries, wanted in ((lazily._messages, whole._messages), (lazily._terms, whole._terms)):
        for id, entry in wanted.items():
            assert entries[id].value.equals(entry.value), id
            assert len(entries[id].attributes) == len(entry.attributes)
    assert "no-such-message" not in lazily._messages and not lazily.has_message("no-such-message")
