"""The cue grammar: where the cause stands in a question and where the effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.language.registry import DEFAULT, language_of, languages
from assistant.planning.reading.clauses import normalise, set_population_apart, split_question
from assistant.planning.reading.cues import cues
from assistant.planning.reading.grammar import patterns, verb_forms

ENGLISH = [
    ("What is the effect of night shifts on typing errors?", "night shifts", "typing errors"),
    ("Does salt raise thirst?", "salt", "thirst"),
    ("What would happen to thirst if we salted the soup?", "we salted the soup", "thirst"),
    ("If the soup were salted, how would thirst change?", "the soup were salted", "thirst change"),
    ("Is thirst affected by salt?", "salt", "thirst"),
    ("Is thirst higher when the soup is salted?", "the soup is salted", "thirst"),
    ("Does a lamp keep owls from nesting?", "lamp", "owls from nesting"),
    ("Can owls be kept from nesting by a lamp?", "a lamp", "owls"),
    ("Are owls nesting less because of the lamp?", "the lamp", "owls nesting less"),
    ("Is the lamp to blame for empty nests?", "the lamp", "empty nests"),
    ("Nests are empty this spring. Is the lamp to blame?", "the lamp", "nests are empty this spring"),
    ("What effect do lamps have on owls?", "lamps", "owls"),
    ("Do lamps have any influence on owls?", "lamps", "owls"),
    ("Do people who own a dog live longer?", "own a dog", "live longer"),
    ("How much longer do people who own a dog live?", "own a dog", "live"),
    ("Does owning a dog make people more likely to walk?", "owning a dog", "walk"),
    ("The more dogs, the longer the walks?", "dogs", "the walks"),
    ("How much of the rust is due to salt?", "salt", "the rust"),
    ("What did the new paint do for rust?", "the new paint", "rust"),
    ("Is there a link between paint and rust?", "paint", "rust"),
    ("Could we slow rust by painting the hull?", "painting the hull", "rust"),
    ("How do sailors respond to storms?", "storms", "respond"),
]

CHINESE = [
    ("加盐对口渴有什么影响?", "加盐", "口渴"),
    ("如果给汤加盐,口渴会怎样变化?", "给汤加盐", "口渴"),
    ("路灯会不会减少筑巢?", "路灯", "筑巢"),
    ("筑巢减少是因为路灯吗?", "路灯", "筑巢减少"),
    ("养狗能让人更长寿吗?", "养狗", "人更长寿"),
    ("盐越多,铁锈就越多吗?", "盐", "铁锈"),
]


def divisions(question: str) -> list[tuple[str, str]]:
    found = split_question(question, language_of(question))
    surest = max(split.weight for split in found)
    return [(split.cause, split.effect) for split in found if split.weight >= surest - 0.11]


@pytest.mark.parametrize(("question", "cause", "effect"), ENGLISH + CHINESE)
def test_cause_and_effect_are_told_apart(question: str, cause: str, effect: str) -> None:
    assert any(cause in c and effect in e for c, e in divisions(question)), divisions(question)


@pytest.mark.parametrize(("question", "cause", "effect"), ENGLISH + CHINESE)
def test_no_sure_division_turns_them_round(question: str, cause: str, effect: str) -> None:
    assert (effect, cause) not in divisions(question)


def test_the_whole_question_is_the_last_resort() -> None:
    last = split_question("Salt?", "en")[-1]
    assert last.cause == last.effect == "salt"
    assert last.weight < 0


@pytest.mark.parametrize(
    ("question", "rest", "people"),
    [
        ("Does salt raise thirst among sailors over 60?", "does salt raise thirst", "sailors over 60"),
        ("Among sailors, does salt raise thirst?", "does salt raise thirst", "sailors"),
        ("对水手来说,盐会增加口渴吗?", "盐会增加口渴", "水手"),
    ],
)
def test_who_is_asked_about_is_set_apart(question: str, rest: str, people: str) -> None:
    language = language_of(question)
    text, apart = set_population_apart(normalise(question, language), language)
    assert (text.strip(), apart) == (rest, people)


def test_language_is_that_of_the_words_not_of_the_column_names() -> None:
    assert language_of("salt_g 对 thirst_score 有什么影响?") == "zh"
    assert language_of("Does salt raise thirst?") == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_pattern_has_a_name_a_weight_and_both_slots(language: str) -> None:
    names = [pattern.name for pattern in patterns(language)]
    assert len(names) == len(set(names))
    for pattern in patterns(language):
        assert 0 < pattern.weight <= 1
        for template in pattern.templates:
            assert "cause" in template.slots
            assert pattern.effect or "effect" in template.slots


def test_verbs_are_known_in_every_form() -> None:
    assert verb_forms("raise") == ["raise", "raises", "raised", "raising"]
    assert verb_forms("stop") == ["stop", "stops", "stopped", "stopping"]
    assert verb_forms("bring about")[1] == "brings about"


@pytest.mark.parametrize("text", ["", "123", "salt_g", "Øker salt tørsten?"])
def test_a_text_in_no_known_language_is_read_in_the_default_one(text: str) -> None:
    assert language_of(text) == DEFAULT


def test_the_reader_knows_no_language_by_name() -> None:
    """What differs between languages stands in their folders: cues, flags and how a text is recognised."""
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("assistant/planning/reading/*.py"), *root.glob("tools/text/*.py")]
    assert len(files) > 10
    named = re.compile(r"[\"'](?:" + "|".join(languages()) + r")[\"']")
    assert [path.name for path in files if named.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("code", languages())
def test_every_language_has_the_cues_that_the_reader_asks_for(code: str) -> None:
    for name in ("clauses", "follow_up", "prose_check"):
        missing = set(cues(DEFAULT, name)) - set(cues(code, name))
        assert not missing, (code, name)
    assert set(cues(code, "clauses")["bounds"]) == set(cues(DEFAULT, "clauses")["bounds"])
