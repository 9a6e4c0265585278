"""What the tools say in English reaches a Chinese reader in Chinese, with the same figures and names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.prose.sentence_book import in_language
from tools.identification.words import assumptions_for
from tools.types import Design, DesignKind, Query

ROOT = Path(__file__).resolve().parents[2]
PAIRS = tomllib.loads((ROOT / "assistant/cues/sentences_zh.toml").read_text(encoding="utf-8"))["sentences"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def figures(text: str) -> list[str]:
    return sorted(re.findall(r"\d[\d,.]*\d|\d", text))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0][:40])
def test_a_pair_has_the_same_slots_and_is_found(pair: list[str]) -> None:
    english, chinese = pair
    slots = re.findall(r"\{(\w)\}", english)
    assert set(slots) == set(re.findall(r"\{(\w)\}", chinese))
    filled = {slot: f"col_{slot}" for slot in slots}
    assert in_language(english.format(**filled), "zh") == chinese.format(**filled)
    assert in_language(english.format(**filled), "en") == english.format(**filled)


@pytest.mark.parametrize("kind", list(DesignKind))
@pytest.mark.parametrize("held", [(), ("age",), ("age", "sex", "中文 列")])
def test_every_assumption_has_chinese_words(kind: DesignKind, held: tuple[str, ...]) -> None:
    design = Design(
        kind,
        adjustment_set=held,
        instruments=("distance",) if kind is DesignKind.IV else (),
        mediators=("tar",) if kind is DesignKind.FRONTDOOR else (),
        running_variable="score" if kind is DesignKind.RDD else None,
        cutoff=60.0 if kind is DesignKind.RDD else None,
    )
    for assumption in assumptions_for(Query("smoker", "weight", 0, 1), design):
        said = in_language(assumption.text, "zh")
        left = re.sub(r"smoker|weight|distance|tar|score|age|sex|and|nothing", "", said)
        assert CHINESE.search(said) and not re.search(r"[A-Za-z]{2,}", left), said


def test_what_the_checks_found_is_said_in_chinese_with_the_same_figures() -> None:
    rng = np.random.default_rng(3)
    age = rng.normal(50, 8, 400)
    drug = (rng.normal(0, 8, 400) + age > 50).astype(int)
    table = pd.DataFrame({"age": age, "drug": drug, "pressure": age - 5 * drug + rng.normal(0, 4, 400)})
    answer = Assistant(table).effect("drug", "pressure", design="backdoor", adjust=["age"])
    assert answer.checks
    for check in answer.checks:
        said = in_language(check.detail, "zh")
        assert CHINESE.search(said), said
        # "a tenth" and "nothing at all (0)" are words in Chinese.
        assert set(figures(said)) - {"0"} == set(figures(check.detail)) - {"0"}, said


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert in_language("The moon is made of cheese.", "zh") == "The moon is made of cheese."
    said = in_language("Rule: at most 0.1. The moon is made of cheese.", "zh")
    assert said == "规则：不超过 0.1。The moon is made of cheese."
