"""Every figure of a text against the result: its size, its sign, its unit and its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from assistant.prose_check.facts import ProseFacts
from assistant.prose_check.lexicon import compiled, has

_NUMBER = r"(?<![A-Za-z0-9_.])[-−+]?\d[\d,]*(?:\.\d+)?(?![A-Za-z_]|\d)"


def figures(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    """Every figure is one of the result's, with its unit, and intervals run from low to high."""
    rest = sentence
    for pattern in words["range"]:
        expression = pattern.replace("NUM", rf"({_NUMBER})(?:\s*(?:{_unit_words(facts, words)}))?\s*")
        for match in compiled(expression.replace("  ", " ")).finditer(rest):
            problem = _range_problem(match, facts)
            if problem:
                yield problem
            after = rest[match.end() :]
            unit = _unit_problem(match[0], match[2], match[0].rpartition(match[2])[2] + after, facts, words)
            if unit:
                yield unit
        rest = compiled(expression).sub(" ", rest)
    for match in compiled(_NUMBER).finditer(rest):
        yield from _figure_problem(match, rest, facts, words)


def _range_problem(match: re.Match[str], facts: ProseFacts) -> str:
    low, high = match[1], match[2]
    pairs = [facts.interval, *facts.intervals]
    pairs += [(-b, -a) for a, b in pairs if b < 0]  # "3.5 to 4.3 lower"
    if any(_shows(low, a) and _shows(high, b) for a, b in pairs):
        return ""
    if any(_shows(low, a, signed=True) for a in facts.levels) and any(_shows(high, b) for b in facts.levels):
        return ""
    return f"The range {match[0].strip()!r} is not the interval of the result, from low to high."


def _figure_problem(
    match: re.Match[str], text: str, facts: ProseFacts, words: dict[str, Any]
) -> Iterator[str]:
    shown, after, before = match[0], text[match.end() :], text[: match.start()]
    follows = after.lstrip(" ")
    if compiled(words["points"]).match(follows):
        allowed = _outcome_figures(shown, before, text, facts, words) if facts.points else False
    elif compiled(words["percent"]).match(follows):
        in_percent = facts.unit == "%" and _outcome_figures(shown, before, text, facts, words)
        allowed = any(_shows(shown, x) for x in facts.percents) or in_percent
    elif compiled(words["checks"]).match(follows) or compiled(r"\d+ of $").search(before):
        allowed = any(_shows(shown, count) for count in (*facts.counts, *facts.rows))
    elif compiled(words["rows"]).match(follows):
        allowed = any(_shows(shown, rows) for rows in facts.rows)
    else:
        unit = _unit_problem(shown, shown, after, facts, words)
        if unit and not any(_exactly(shown, level) for level in facts.levels):
            yield unit
            return
        bare = not facts.points and _outcome_figures(shown, before, text, facts, words)
        other = any(_exactly(shown, level) for level in facts.levels)
        small = any(_shows(shown, x) for x in (*facts.plain,)) and _is_about_strength(text, words)
        allowed = bare or other or small
    if not allowed:
        yield f"The figure {shown!r} is not one of the result's where it stands ({_near(match, text)})."


def _outcome_figures(
    shown: str, before: str, sentence: str, facts: ProseFacts, words: dict[str, Any]
) -> bool:
    """The estimate anywhere; a limit only after "at least"; other estimates only where they are spoken of."""
    if _shows(shown, facts.value) or _unsigned(shown, facts.value):
        return True
    if any(compiled(rf"{limit}\s*$").search(before) for limit in words["limit"]):
        return any(_shows(shown, x) or _unsigned(shown, x) for x in facts.interval)
    if not any(word in sentence for word in words["beside"]):
        return False
    return any(
        _shows(shown, x) or (_unsigned(shown, x) and has(words["down"], sentence)) for x in facts.beside
    )


def _unit_problem(where: str, shown: str, after: str, facts: ProseFacts, words: dict[str, Any]) -> str:
    """Another unit than the outcome's behind a figure."""
    follows = after.lstrip(" ")
    right = [words["points"]] if facts.points else [re.escape(facts.unit.lower())] if facts.unit else []
    if any(compiled(unit).match(follows) for unit in right):
        return ""
    end = r"(?![a-z])" if facts.language == "en" else ""
    wrong = "|".join([words["percent"], words["points"], *(f"{unit}{end}" for unit in words["units"])])
    wrong_unit = compiled(wrong).match(follows)
    if wrong_unit is None or (words["checks"] and compiled(words["checks"]).match(follows)):
        return ""
    if compiled(words["percent"]).match(follows) and any(_shows(shown, x) for x in facts.percents):
        return ""
    return f"The unit {wrong_unit[0]!r} behind {where.strip()!r} is not the outcome's."


def _unit_words(facts: ProseFacts, words: dict[str, Any]) -> str:
    own = [re.escape(facts.unit.lower())] if facts.unit else []
    return "|".join([words["points"], *own, words["percent"], *words["units"]])


def _shows(shown: str, value: float, *, signed: bool = True) -> bool:
    """Does the text round the value: at most half a unit in its last place off, and less than 5% of it?"""
    if not math.isfinite(value):
        return False
    text = shown.replace(",", "").replace("−", "-")
    number = float(text) if signed else abs(float(text))
    places = len(text.partition(".")[2])
    off = abs(number - value)
    # Three significant digits are as exact as a figure without an error is ever shown.
    coarse = 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2) if value and abs(value) >= 1000 else 0.0
    half = 0.5 * 10.0**-places
    if off > max(half, coarse) * (1 + 1e-6):
        return False
    return places >= 2 or off <= 0.05 * abs(value) or (number == 0.0 and abs(value) < half) or abs(value) < 1


def _unsigned(shown: str, value: float) -> bool:
    """The size of a negative value, whose sign a word tells."""
    return value < 0 and not shown.startswith(("-", "+", "−")) and _shows(shown, -value)


def _exactly(shown: str, value: float) -> bool:
    """A level is said as it is or rounded to three figures, never coarser."""
    return math.isclose(float(shown.replace(",", "").replace("−", "-")), value, rel_tol=2e-3, abs_tol=1e-9)


def _is_about_strength(sentence: str, words: dict[str, Any]) -> bool:
    about = ("standard deviation", "e-value", "e value", "risk ratio", "p =", "p-value", "标准差", "e 值")
    return any(word in sentence for word in about)


def _near(match: re.Match[str], text: str) -> str:
    return text[max(0, match.start() - 20) : match.end() + 20].strip()
