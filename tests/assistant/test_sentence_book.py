"""What the tools say in English reaches a Chinese reader in Chinese, with the same figures and names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from assistant.prose.sentence_book import in_language

ROOT = Path(__file__).resolve().parents[2]
PAIRS = tomllib.loads((ROOT / "assistant/cues/sentences_zh.toml").read_text(encoding="utf-8"))["sentences"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0][:40])
def test_a_pair_has_the_same_slots_and_is_found(pair: list[str]) -> None:
    english, chinese = pair
    slots = re.findall(r"\{(\w)\}", english)
    assert set(slots) == set(re.findall(r"\{(\w)\}", chinese))
    filled = {slot: f"col_{slot}" for slot in slots}
    assert in_language(english.format(**filled), "zh") == chinese.format(**filled)
    assert in_language(english.format(**filled), "en") == english.format(**filled)


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert in_language("The moon is made of cheese.", "zh") == "The moon is made of cheese."
    known, spoken = next((e, z) for e, z in PAIRS if "{" not in e and e.endswith("."))
    said = in_language(f"{known} The moon is made of cheese.", "zh")
    assert said == f"{spoken}The moon is made of cheese."
