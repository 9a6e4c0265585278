"""What a question says of cost, worth and room: "2,000 coupons at 3 EUR each, a customer is worth 40"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language import language
from assistant.planning.reading.numbers import number, with_numbers
from assistant.planning.reading.text import stem, tokens
from tools.text.names import name_words
from tools.types import ColumnProfile

__all__ = ["Said", "less_is_better", "stakes_said"]


@dataclass(frozen=True)
class Said:
    """Amounts as the question has them; None where it says nothing."""

    cost: float | None = None  # of one treated row
    worth: float | None = None  # of one unit of the outcome
    places: int | None = None  # rows that can be treated
    share: float | None = None  # of the rows, 0..1
    budget: float | None = None  # money in all
    currency: str | None = None

    def room(self, rows: int) -> int | None:
        """How many of so many rows can be treated; None: all."""
        limits = [self.places] if self.places is not None else []
        if self.share is not None:
            limits.append(round(self.share * rows))
        if self.budget is not None and self.cost:
            limits.append(int(self.budget // self.cost))
        return min(limits) if limits else None


def stakes_said(question: str, code: str) -> Said:
    """Each figure is used once: what a thing costs is no number of things."""
    text = question.lower()
    taken: list[tuple[int, int]] = []
    found: dict[str, float] = {}
    for name in ("worth", "budget", "cost", "share", "places"):
        for match in _matches(name, text, code):
            place = match.span(1)
            after = text[place[1] : place[1] + 12]
            if any(place[0] < end and start < place[1] for start, end in taken):
                continue
            if name == "places" and (re.match(rf" ?(?:{_currency(code)}|%|percent|prozent)", after)):
                continue
            found[name] = number(match[1])
            taken.append(place)
            break
    share = found.get("share")
    places = found.get("places")
    return Said(
        cost=found.get("cost"),
        worth=found.get("worth"),
        places=None if places is None else int(places),
        share=None if share is None or not 0 < share < 100 else share / 100,
        budget=found.get("budget"),
        currency=_currency_said(text, code),
    )


def _matches(name: str, text: str, code: str) -> Iterator[re.Match[str]]:
    for pattern in language(code).cues("policy").get(name, ()):
        whole = with_numbers(pattern.replace("CUR", f"(?:{_currency(code)})"))
        yield from re.finditer(whole, text)


def _currencies() -> dict[str, list[str]]:
    known: dict[str, list[str]] = language("en").cues("policy").get("currency", {})
    return known


def _currency(code: str) -> str:
    words = sorted((word for words in _currencies().values() for word in words), key=len, reverse=True)
    return "|".join(re.escape(word) + (r"\b" if word.isascii() and word.isalpha() else "") for word in words)


def _currency_said(text: str, code: str) -> str | None:
    for name, words in _currencies().items():
        for word in words:
            spoken = rf"\b{re.escape(word)}\b" if word.isascii() and word.isalpha() else re.escape(word)
            if re.search(spoken, text):
                return name
    return None


def is_money(column: ColumnProfile) -> str | None:
    """The currency in which a column counts, by its unit."""
    return _currency_said((column.unit or "").lower(), "en")


def less_is_better(column: ColumnProfile, codes: tuple[str, ...]) -> bool:
    """Does the column's name or meaning speak of something that nobody wants more of?"""
    text = f"{' '.join(name_words(column.name))} {column.meaning or ''}".lower()
    said = {stem(word) for word in tokens(text)}
    for code in codes:
        for word in language(code).cues("policy").get("less_is_better", ()):
            if (word in text) if not word.isascii() or len(word) > 9 else stem(word) in said:
                return True
    return False
