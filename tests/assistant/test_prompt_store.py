"""Prompt files keep their contract."""

from __future__ import annotations

import pytest

from assistant.models.prompt_store import PromptFileError, load_prompt, parse_prompt

# Change a template and this fails: raise `version` in its front matter and put the new fingerprint here.
FINGERPRINTS = {
    "agent_en": "agent_en v2 e42813d3",
    "extract_en": "extract_en v1 9e190d2b",
    "extract_zh": "extract_zh v1 8c006926",
    "graph_en": "graph_en v1 b69a4991",
    "graph_zh": "graph_zh v1 59d16f20",
    "plan_en": "plan_en v2 ed628b0b",
    "plan_zh": "plan_zh v2 be06cfab",
    "read_follow_up_en": "read_follow_up_en v1 fab03f3c",
    "read_follow_up_zh": "read_follow_up_zh v1 aa93a010",
    "write_en": "write_en v1 49fe35cc",
    "write_zh": "write_zh v1 d5f9be01",
}


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_text_changes_only_with_its_version(name: str) -> None:
    assert load_prompt(name).label == FINGERPRINTS[name]


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_every_block_renders_with_exactly_the_declared_inputs(name: str) -> None:
    prompt = load_prompt(name)
    slots = {slot: f"<{slot}>" for slot in prompt.inputs}
    for block in prompt.blocks:
        text = prompt.render(block, **slots)
        assert text
        # What a model writes are slots too: those stand in its instructions as `$name`.
        assert "$" not in text or name.startswith("write")


@pytest.mark.parametrize(
    "family", sorted(name.removesuffix("_zh") for name in FINGERPRINTS if name.endswith("_zh"))
)
def test_languages_have_the_same_blocks_with_the_same_slots(family: str) -> None:
    english, chinese = load_prompt(f"{family}_en"), load_prompt(f"{family}_zh")
    assert english.blocks.keys() == chinese.blocks.keys()
    assert english.inputs == chinese.inputs


def test_missing_slot_is_an_error_and_not_an_empty_space() -> None:
    with pytest.raises(KeyError):
        load_prompt("write_en").render("user", question="Does it rain?")


HEAD = '+++\nid = "x"\nversion = 1\ninputs = ["a"]\n+++\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# a\n$a", "front matter"),
        (HEAD + "# one\n$a and $b", "differ"),
        (HEAD + "# one\nnothing", "differ"),
        (HEAD + "# one\n$a rose by 3 kg", "digit"),
    ],
)
def test_broken_files_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(PromptFileError, match=complaint):
        parse_prompt(text)


def test_the_confidence_level_is_the_only_figure_a_template_may_type() -> None:
    assert parse_prompt(HEAD + "# one\n95% of $a").render("one", a="b") == "95% of b"
