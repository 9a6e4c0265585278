"""Good texts about real answers, and bad ones made from them one fault at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant import Answer, Assistant
from assistant.conversation.views import view_prose
from assistant.prose.check import ProseFacts, answer_facts
from tests import worlds
from tests.assistant.follow_up_turns import DESCRIPTIONS, table
from tools.types import DataProfile

VIEWS = ("sure", "manager", "wrong", "checks", "why_design", "why_adjust", "rows", "estimates")


@dataclass(frozen=True)
class Case:
    """One text, its facts, and what was done to it."""

    name: str
    text: str
    facts: ProseFacts
    fault: str = ""


@cache
def answers() -> dict[str, tuple[Answer, DataProfile]]:
    """Real answers of every kind of design, of either sign, clear and unclear, with and without a unit."""
    asked = {
        "drug": (
            table("clinic", 600), DESCRIPTIONS["clinic"], {"treatment": "drug", "outcome": "recovery_days"},
        ),
        "relapse": (
            table("clinic", 600), DESCRIPTIONS["clinic"], {"treatment": "drug", "outcome": "relapse"},
        ),
        "price": (
            table("shop", 600), DESCRIPTIONS["shop"],
            {"treatment": "price", "outcome": "sales", "from_": 8, "to": 10},
        ),
        "weak": (_weak(), "", {"treatment": "coaching", "outcome": "points_won", "adjust": ["age"]}),
        "trial": (
            worlds.randomised(rows=500).frame, "outcome: weight change in kg\n",
            {"treatment": "treated", "outcome": "outcome", "design": "randomised"},
        ),
        "instrument": (
            worlds.encouragement(rows=1500).frame, "", {},
        ),
        "cutoff": (
            worlds.sharp_cutoff(rows=1500).frame, "",
            {"treatment": None, "outcome": "grade", "running_variable": "points", "cutoff": 60.0},
        ),
    }  # fmt: skip
    world = worlds.encouragement(rows=1500)
    asked["instrument"][2].update(
        treatment=world.query.treatment, outcome=world.query.outcome,
        instruments=list(world.design.instruments),
    )  # fmt: skip
    found = {}
    for name, (frame, description, options) in asked.items():
        assistant = Assistant(frame, description=description or None)
        found[name] = (assistant.effect(**options), assistant.profile)
    return found


def _weak() -> object:
    """No effect at all: the interval must include zero."""
    rng = np.random.default_rng(5)
    frame = table("clinic", 400)[["age"]].assign(coaching=rng.integers(0, 2, 400))
    return frame.assign(points_won=50.0 + 0.1 * frame["age"] + rng.normal(0.0, 8.0, 400))


@cache
def good() -> tuple[Case, ...]:
    """Offline prose and views in both languages, and paraphrases written by hand."""
    cases = []
    for name, (answer, profile) in answers().items():
        for language in ("en", "zh"):
            facts = answer_facts(answer, profile, language)
            prose = view_prose("language", answer, profile, language)
            cases.append(Case(f"{name} {language} prose", prose, facts))
            cases += [
                Case(f"{name} {language} {view}", view_prose(view, answer, profile, language), facts)
                for view in VIEWS
            ]
            cases += [
                Case(f"{name} {language} said {i}", t, facts)
                for i, t in enumerate(paraphrases(answer, facts))
            ]
    return tuple(cases)


def paraphrases(answer: Answer, facts: ProseFacts) -> list[str]:
    """The result as somebody else might put it; true to it in every word."""
    assert answer.estimate is not None and answer.query is not None
    low, high = facts.interval
    places = 1 if abs(facts.value) >= 10 else 2
    size, a, b = f"{abs(facts.value):.{places}f}", f"{low:.{places}f}", f"{high:.{places}f}"
    zh = facts.language == "zh"
    unit = {(True, False): " percentage points", (True, True): " 个百分点"}.get(
        (facts.points, zh), f" {facts.unit}" if facts.unit else ""
    )
    y = answer.query.outcome
    up = facts.value > 0
    total, passed, _ = facts.counts
    if zh:
        word = "升高" if up else "降低"
        texts = [f"最佳估计是 {y} {word} {size}{unit}，95% 区间为 {a} 到 {b}{unit}。"]
        if facts.clear:
            texts += [
                f"{y} 平均{word}约 {size}{unit}，这一差异是显著的。",
                f"区间不包含零；{y} {word}了 {size}{unit}。",
            ]
        else:
            texts += [f"{y} 的变化不显著：区间从 {a} 到 {b}{unit}，包含零。", "这份数据无法判断是否有影响。"]
        return [*texts, f"{total} 项检验中 {passed} 项通过。这不能证明因果关系。"]
    word, verb = ("higher", "rises") if up else ("lower", "falls")
    texts = [
        f"Our best guess: {y} {verb} by {size}{unit} (95% interval {a} to {b}{unit}).",
        f"On average {y} is {size}{unit} {word}; the 95% interval lies between {a} and {b}{unit}.",
        f"{passed} of {total} checks passed, but no check can prove that nothing was missed.",
        "A common cause that was not measured could still explain it, so do not take this as proof.",
    ]
    if facts.clear:
        texts.append(
            f"The difference of {size}{unit} is statistically significant: the interval excludes zero."
        )
    else:
        texts.append(
            f"This is not significant. The interval [{a}, {b}] includes zero, so it may be no effect."
        )
    if facts.may_cause:
        raising = "increases" if up else "reduces"
        texts.append(f"Under these assumptions the change {raising} {y} by {size}{unit}.")
    return texts


# ---------------------------------------------------------------- faults


def bad() -> Iterator[Case]:
    """Every fault in every good text that has room for it."""
    for case in good():
        for fault, texts in _faults(case.text, case.facts).items():
            for text in texts:
                if text != case.text:
                    yield Case(case.name, text, case.facts, fault)


def _faults(text: str, facts: ProseFacts) -> dict[str, list[str]]:
    first = text.split("\n\n")[0]
    rest = text[len(first) :]
    faults: dict[str, list[str]] = {}
    size = _size_shown(first, facts)
    if size is not None:
        start, end = size.span()
        shown = size[0]

        def put(new: str) -> str:
            return first[:start] + new + first[end:] + rest

        digit = next(i for i, c in enumerate(shown) if c in "123456789")
        other = "9" if shown[digit] in "1234" else "1"
        faults["another digit"] = [put(shown[:digit] + other + shown[digit + 1 :])]
        faults["point moved"] = [put(shown.replace(".", ""))] if "." in shown else []
        faults["ten times"] = [put(f"{10 * float(shown.replace(',', '')):g}")]
        faults["number word"] = [put("三" if facts.language == "zh" else "seven")]
        after = first[end:]
        unit = (
            re.match(r"\s*(percentage points|个百分点|[a-z]+\b)", after)
            if facts.unit or facts.points
            else None
        )
        if unit and unit[1] in ("percentage points", "个百分点", facts.unit):
            swapped = "%" if facts.points else (" 公斤" if facts.language == "zh" else " miles")
            faults["another unit"] = [first[:end] + swapped + after[unit.end() :] + rest]
    faults["other direction"] = _turned(first, rest, facts)
    faults["interval turned round"] = [
        first.replace(m[0], f"{m[3]}{m[2]}{m[1]}", 1) + rest
        for m in list(re.finditer(r"(-?[\d,.]*\d)( to | and | 到 )(-?[\d,.]*\d)", first))[:1]
        if m[1] != m[3] and _is_interval(m, facts)
    ]
    faults["interval digit"] = [
        first.replace(m[0], f"{m[1]}{m[2]}{_bumped(m[3])}", 1) + rest
        for m in list(re.finditer(r"(-?[\d,.]*\d)( to | and | 到 )(-?[\d,.]*\d)", first))[:1]
        if _is_interval(m, facts)
    ]
    faults["overclaim"] = [f"{text} {s}" for s in _OVERCLAIMS[facts.language]]
    sure, unsure = _SIGNIFICANCE[facts.language]
    faults["wrong certainty"] = [f"{text} {s}" for s in (unsure if facts.clear else sure)]
    if not facts.may_cause:
        faults["causal word"] = [f"{text} {s}" for s in _CAUSAL[facts.language]]
    faults["number word besides"] = [f"{text} {s}" for s in _NUMBER_WORDS[facts.language]]
    return faults


_OVERCLAIMS = {
    "en": ["This proves the effect.", "There is definitely an effect."],
    "zh": ["这证明了效应存在。", "效应毫无疑问存在。"],
}
_SIGNIFICANCE = {
    "en": (["The effect is statistically significant."], ["The effect is not significant."]),
    "zh": (["效应是显著的。"], ["效应不显著。"]),
}
_CAUSAL = {"en": ["So the one leads to the other."], "zh": ["所以前者导致后者。"]}
_NUMBER_WORDS = {"en": ["That is twice as much."], "zh": ["效果翻倍。"]}
_OPPOSITES = {
    "higher": "lower", "lower": "higher", "rises": "falls", "falls": "rises", "increases": "reduces",
    "reduces": "increases", "升高": "降低", "降低": "升高",
}  # fmt: skip


def _turned(first: str, rest: str, facts: ProseFacts) -> list[str]:
    for word, opposite in _OPPOSITES.items():
        found = re.search(rf"\b{word}\b" if word.isascii() else word, first)
        if found:
            return [first[: found.start()] + opposite + first[found.end() :] + rest]
    return []


def _size_shown(first: str, facts: ProseFacts) -> re.Match[str] | None:
    """The place where the estimate's size stands."""
    for found in re.finditer(r"(?<![\w.-])\d[\d,]*\.?\d*(?=[^\d]|$)", first):
        text = found[0].rstrip(".,")
        off = abs(float(text.replace(",", "")) - abs(facts.value))
        if off <= min(0.5 * 10.0 ** -len(text.partition(".")[2]), 0.02 * abs(facts.value)):
            return re.compile(re.escape(text)).search(first, found.start())
    return None


def _is_interval(match: re.Match[str], facts: ProseFacts) -> bool:
    return abs(float(match[1].replace(",", "")) - facts.interval[0]) < 0.6


def _bumped(shown: str) -> str:
    place = next(i for i, c in enumerate(shown) if c.isdigit())
    return shown[:place] + str((int(shown[place]) + 4) % 10) + shown[place + 1 :]
