"""The cue files: each family catches its example, docs/ shows them all, and no cue is a sentence."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.planning.offline import asks_for_a_verdict, asks_for_causes
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.numbers import with_numbers
from assistant.planning.timing import timing_grammar

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ROOT / "assistant" / "language"
MOST_WORDS = 9  # literal words of one alternative of a cue
MOST_ENTRY = 5  # words of an entry of a word list


def page_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("design_cues", ROOT / "docs" / "design_cues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = page_maker()
TOLD: dict[str, Any] = MAKER.examples()
HEARD_TOGETHER = ("design", "design_timing")
HEARD_TOGETHER += ("function_words", *(f"reading_{name}" for name in ("contrast", "open", "roles")))
FILES = {name: load_cues(name) for name in HEARD_TOGETHER}
CLAUSES = tuple(
    f"clauses {path.parent.parent.name}" for path in sorted(LANGUAGES.glob("*/cues/clauses.toml"))
)
FILES |= {
    name: tomllib.loads((LANGUAGES / name.split()[1] / "cues" / "clauses.toml").read_text(encoding="utf-8"))
    for name in CLAUSES
}


# ---------------------------------------------------------------- the page


def test_the_page_is_made_from_the_cue_files() -> None:
    assert MAKER.PAGE.read_text(encoding="utf-8") == MAKER.page(), "run: python docs/design_cues.py"


def test_every_family_has_an_example_and_no_example_has_lost_its_family() -> None:
    design, roles = FILES["design"], FILES["reading_roles"]
    assert set(TOLD["designs"]) == {cue["name"] for cue in design["cue"]}
    assert set(TOLD["checks"]) == {cue["design"] for cue in design["cue"]}
    assert set(TOLD["columns"]) == set(design["columns"])
    assert set(TOLD["timing"]) == {group["name"] for group in FILES["design_timing"]["timing"]}
    assert set(TOLD["contrast"]) == set(FILES["reading_contrast"])
    assert set(TOLD["roles"]) == set(roles)


@pytest.mark.parametrize("cue", FILES["design"]["cue"], ids=lambda cue: cue["name"])
def test_a_design_cue_catches_its_example(cue: dict[str, Any]) -> None:
    assert re.search(cue["pattern"], TOLD["designs"][cue["name"]], re.IGNORECASE)


@pytest.mark.parametrize("name", FILES["design"]["columns"])
def test_a_column_cue_catches_its_example(name: str) -> None:
    assert re.search(FILES["design"]["columns"][name], TOLD["columns"][name][0], re.IGNORECASE)


@pytest.mark.parametrize("group", FILES["design_timing"]["timing"], ids=lambda group: group["name"])
def test_a_timing_cue_catches_its_example(group: dict[str, Any]) -> None:
    assert timing_grammar().groups
    assert re.search(group["pattern"], TOLD["timing"][group["name"]].replace("-", " "), re.IGNORECASE)


@pytest.mark.parametrize("name", FILES["reading_contrast"])
def test_a_contrast_cue_catches_its_example(name: str) -> None:
    example, phrases = TOLD["contrast"][name][0], list(_strings(FILES["reading_contrast"][name]))
    assert any(re.search(with_numbers(phrase), example) for phrase in phrases)


@pytest.mark.parametrize(
    "question",
    [
        "What drives footfall?",
        "Why did footfall fall?",
        "What would lower the noise?",
        "How can we lower the noise?",
        "哪些因素影响客流?",
        "什么能降低噪声？",
    ],
)
def test_a_question_without_a_cause_is_known_as_such(question: str) -> None:
    assert asks_for_causes(question)


@pytest.mark.parametrize(
    "question",
    [
        "Are flyers any good?",
        "Does the new sign work?",
        "Should we print flyers?",
        "Is the sign worth it?",
        "Is it worth printing flyers?",
        "传单有用吗？",
    ],
)
def test_a_question_without_an_effect_is_known_as_such(question: str) -> None:
    assert asks_for_a_verdict(question) and not asks_for_causes(question)


@pytest.mark.parametrize(
    "question",
    [
        "Are flyers good for footfall?",
        "Does the sign affect whether clerks work?",
        "What would lower prices do to footfall?",
        "What would increase if we printed flyers?",
        "Should we print flyers to raise footfall?",
        "How can we raise footfall by printing flyers?",
        "传单对客流有用吗？",
    ],
)
def test_a_question_with_both_is_neither(question: str) -> None:
    assert not asks_for_a_verdict(question) and not asks_for_causes(question)


# ---------------------------------------------------------------- no cue is a sentence


def test_every_alternative_of_a_pattern_is_a_short_phrase() -> None:
    for where, pattern in _patterns():
        assert max(_literal_words(pattern)) <= MOST_WORDS, (where, pattern)
        assert not re.search(r"[a-z]{2}[.!?]\s+[A-Z]", pattern), (where, "runs past the end of a sentence")


def test_every_entry_of_a_word_list_is_a_short_phrase() -> None:
    for where, entry in _entries():
        assert len(entry.split()) <= MOST_ENTRY, (where, entry)
        assert len(re.findall(r"[\u4e00-\u9fff]", entry)) <= 10, (where, entry)
        assert not re.search(r"[.!?。？！]$", entry.removesuffix("vs.")) or len(entry) <= 2, (where, entry)


def test_a_sentence_is_no_cue_even_of_texts_that_we_measure_with() -> None:
    """Sentences of our own tests always; every question and description beside the checkout, too."""
    from tests.assistant.design_texts import WORLDS
    from tests.assistant.reading_questions import QUESTIONS

    sentences = [question for _, question, _, _ in QUESTIONS]
    sentences += [part for world in WORLDS for part in re.split(r"(?<=[.!?])\s+|\n+", world.description)]
    shared = ROOT.parent / "shared"
    for path in sorted(shared.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for text in (case.get("question", ""), case.get("description", "")):
                sentences += re.split(r"(?<=[.!?])\s+|\n+", text)
    whole = {_plain(sentence) for sentence in sentences if len(_plain(sentence).split()) >= 4}
    assert len(whole) > 100
    cues = {_plain(entry) for _, entry in _entries()} | {_plain(pattern) for _, pattern in _patterns()}
    assert not cues & whole


# ---------------------------------------------------------------- what is in the files


def _patterns() -> Iterator[tuple[str, str]]:
    """Regular expressions and clause templates, with where they stand."""
    for cue in FILES["design"]["cue"]:
        yield cue["name"], cue["pattern"]
    for name, pattern in FILES["design"]["columns"].items():
        yield name, pattern
    for group in FILES["design_timing"]["timing"]:
        yield group["name"], group["pattern"]
    for name in CLAUSES:
        for pattern in FILES[name]["pattern"]:
            yield name, re.sub(r"\{\w+(?::\w+)?\}|<\w+>", " ", pattern["text"])
    for pattern in (*FILES["reading_open"]["patterns"], *FILES["reading_open"]["verdicts"]):
        yield "reading_open", pattern


def _entries() -> Iterator[tuple[str, str]]:
    """Words and phrases of lists, with the file they stand in; patterns are looked at by themselves."""
    yield from (("function_words", entry) for entry in _strings(FILES["function_words"]))
    for name in CLAUSES:
        yield from ((name, entry) for entry in _strings(FILES[name]["lists"]))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from ([key] if isinstance(inner, int | float) else _strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _literal_words(pattern: str) -> list[int]:
    bare = re.sub(r"\\[bswdWSD]|[\\()?:{}+*^$!\[\]<>=.,]|\d", " ", pattern)
    return [len(re.findall(r"[A-Za-z]{2,}", alternative)) for alternative in bare.split("|")]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
