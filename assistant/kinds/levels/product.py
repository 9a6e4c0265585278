"""Revenue and profit, where only what they are made of is a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from assistant.kinds.interface import Asked
from assistant.kinds.levels.means import NUMBERS
from assistant.language import language
from assistant.planning.plan import ASK_BELOW
from tools.messages import Column, Message, Quoted
from tools.types import ColumnKind, ColumnProfile, NotAnswerable

__all__ = ["found", "product_in"]


def found(text: str, code: str, name: str, cues: str = "levels") -> re.Match[str] | None:
    for pattern in language(code).cues(cues).get(name, ()):
        match = re.search(pattern, text, re.IGNORECASE)
        if match is not None:
            return match
    return None


def product_in(asked: Asked) -> dict[str, Any] | NotAnswerable | None:
    """Revenue or profit that the question asks for and no column holds, from a price and what is sold.

    None: it asks for no such thing, or a column is about it.
    """
    code, profile = asked.understanding.language, asked.profile
    word = found(asked.question, code, "profit") or found(asked.question, code, "revenue")
    if word is None:
        return None
    what = "profit" if found(asked.question, code, "profit") is not None else "revenue"
    if any(_speaks_of(column, what) for column in profile.columns):
        return None
    # Sales in EUR are the revenue already: times the price they would be nothing at all.
    in_money = [c.name for c in profile.columns if _speaks_of(c, "sold") and _in_money(c)]
    if what == "revenue" and any(not _speaks_of(profile[name], "price") for name in in_money):
        return None
    best = asked.understanding.readings[0] if asked.understanding.readings else None
    prices = [
        column.name for column in profile.columns if _speaks_of(column, "price") and column.kind in NUMBERS
    ]
    costs = [
        column.name
        for column in profile.columns
        if _speaks_of(column, "unit_cost") and column.kind in NUMBERS and column.name not in prices
    ]
    sold = [
        column.name
        for column in profile.columns
        if _speaks_of(column, "sold")
        and column.kind in (*NUMBERS, ColumnKind.BINARY)
        and column.name not in (*prices, *costs, *in_money)
    ]
    # How many were sold says more than whether any was.
    sold = [name for name in sold if profile[name].kind in NUMBERS] or sold
    treatment = _likeliest(asked, prices, "treatment")
    outcome = _likeliest(asked, sold, "outcome")
    if treatment is None or outcome is None:
        parts = {*prices, *costs, *sold}
        named = best is not None and best.confidence >= ASK_BELOW and best.outcome is not None
        if named and best is not None and best.outcome not in parts:
            return None  # a column under a name of its own, which the reader found
        return NotAnswerable(
            Message("levels-no-product", {"word": Quoted(word[0])}), (Message("levels-name-product"),)
        )
    if what == "revenue":
        return {"treatment": treatment, "outcome": outcome, "times": what}
    cost = found(asked.question, code, "costs_each")
    if cost is not None:
        number = float(cost[1].replace(",", "."))
        return {"treatment": treatment, "outcome": outcome, "times": what, "cost": number}
    if len(costs) == 1:
        return {"treatment": treatment, "outcome": outcome, "times": what, "unit_cost": costs[0]}
    return NotAnswerable(
        Message("levels-no-cost", {"price": Column(treatment), "sold": Column(outcome)}),
        (Message("levels-name-cost"),),
    )


def _speaks_of(column: ColumnProfile, what: str) -> bool:
    """Is the column about it, by the words of its name or the start of its description, in any language?"""
    text = f"{column.name.replace('_', ' ')} | {column.meaning or column.description or ''}"
    return any(found(text, code, f"column_{what}") is not None for code in ("en", "de", "zh"))


def _in_money(column: ColumnProfile) -> bool:
    text = f"{column.unit or ''} | {column.name.replace('_', ' ')} | {column.description or ''}"
    return any(found(text, code, "money") is not None for code in ("en", "de", "zh"))


def _likeliest(asked: Asked, names: Iterable[str], part: str) -> str | None:
    """The one of the columns that the reader thinks most of; None where there is none, or no telling."""
    weights = {name: 0.0 for name in names}
    if len(weights) == 1:
        return next(iter(weights))
    for reading in asked.understanding.readings:
        name = getattr(reading, part)
        if name in weights:
            weights[name] += reading.confidence
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or weights[ranked[0]] <= 2 * (weights[ranked[1]] if len(ranked) > 1 else 0.0):
        return None
    return ranked[0]
