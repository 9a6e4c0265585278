"""Numbers written for people: `1.234,50 EUR`, `$1,234.50`, `12%`, `(300)`, `<35`, `1’000 kg`.

How a column is written is decided from all of its different cells, never from one: whether a point groups
thousands or marks decimals cannot be told from `1.195` alone, but it can beside `986` and `12.480`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.data.cells.words import MISSING_WORDS, folded
from tools.data.fields import sql_text

__all__ = ["LIKE_A_NUMBER", "NumberStyle", "find_style", "number_lines", "number_sql"]

_SPACES = " \u00a0\u2009\u202f\u2007"
_GROUPERS = f"'’`{_SPACES}"
_MONEY = r"US\$|[A-Z]{0,2}[$€£¥￥₹]|EUR|USD|GBP|CHF|RMB|CNY|JPY|INR|Rs\.?|Fr\.?"
_UNIT = r"[A-Za-zµμ°²³%‰$€£¥￥₹/\x{4e00}-\x{9fff}]{1,12}\.?"
_BOUND = "<=|>=|[<>≤≥~≈]"
# Groups: 1 bound, 2 bracket or sign, 3 currency, 4 sign, 5 digits, 6 exponent, 7 unit, 8 minus or bracket.
_PATTERN = (
    rf"^({_BOUND})?[{_SPACES}]*([(+\-−–])?[{_SPACES}]*({_MONEY})?[{_SPACES}]*([+\-−–])?[{_SPACES}]*"
    rf"([0-9][0-9.,{_GROUPERS}]*[0-9]|[0-9]|[.,][0-9]+)(e[+\-]?[0-9]+)?[{_SPACES}]*"
    rf"({_UNIT})?[{_SPACES}]*([)\-−])?$"
)
LIKE_A_NUMBER = _PATTERN  # in the syntax of RE2, that is of DuckDB
_PYTHON = _PATTERN.replace(r"\x{4e00}-\x{9fff}", "\u4e00-\u9fff")
_CELL = re.compile(_PYTHON)

# Units of one family, in the first of them.
_FAMILIES: tuple[dict[str, float], ...] = (
    {"kg": 1.0, "kgs": 1.0, "g": 0.001, "gr": 0.001, "mg": 1e-6, "公斤": 1.0, "千克": 1.0, "克": 0.001},
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "km": 1000.0, "米": 1.0, "厘米": 0.01, "公里": 1000.0},
    {"l": 1.0, "ml": 0.001, "cl": 0.01, "升": 1.0, "毫升": 0.001},
    {"h": 1.0, "hr": 1.0, "hrs": 1.0, "std": 1.0, "min": 1 / 60, "mins": 1 / 60, "s": 1 / 3600},
    {"": 1.0, "k": 1e3, "tsd": 1e3, "tsd.": 1e3, "千": 1e3, "万": 1e4, "亿": 1e8, "mio": 1e6,
     "mio.": 1e6, "mn": 1e6, "mrd": 1e9, "mrd.": 1e9, "bn": 1e9},
)  # fmt: skip
_FEW = 12  # different cells up to which "10mg, 20mg" stay levels
_ODD = 0.1  # share of the rows that may be no number


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of one column are written."""

    decimal: str  # ".", "," or "" where both mark decimals
    factors: Mapping[str, float] = field(default_factory=dict)  # unit as written -> times
    unit: str | None = None
    example: str = ""  # a cell that is no plain number
    bounds: tuple[str, int] = ("", 0)  # an example of "<35", and the rows of its kind
    odd: tuple[
        tuple[str, int], ...
    ] = ()  # cells that are no number, with their rows; words for "missing" too
    unsure: bool = False  # grouped in thousands or not: nothing in the column decides
    missing: int = 0  # rows with a word for "missing"


@dataclass(frozen=True)
class _Parts:
    cell: str
    rows: int
    bound: str
    money: str
    digits: str
    unit: str
    plain: bool


def find_style(cells: Sequence[tuple[str, int]], decimal: str = ".") -> NumberStyle | None:
    """The style of a column of text, from its different cells and their rows; None if it holds no numbers.

    `decimal` is the mark that the rest of the file uses.
    """
    rows = sum(count for _, count in cells)
    absent = [(cell, count) for cell, count in cells if folded(cell) in MISSING_WORDS]
    words = {cell for cell, _ in absent}
    found = [part for cell, count in cells if cell not in words and (part := _parts(cell, count))]
    present = rows - sum(count for _, count in absent)
    if not found or sum(part.rows for part in found) < (1 - _ODD) * present:
        return None
    read = {mark: [part for part in found if _reads(part.digits, mark)] for mark in ".,"}
    weight = {mark: sum(part.rows for part in parts) for mark, parts in read.items()}
    best, unsure = max(".,", key=lambda mark: (weight[mark], mark == decimal)), False
    if weight["."] == weight[","]:
        best, unsure = _decided([part for part in read["."] if set(part.digits) & set(".,")], found, decimal)
    parts = read[best]
    if sum(part.rows for part in parts) < (1 - _ODD) * present:
        best, parts = "", [part for part in found if _either(part.digits)]
    kept = {part.cell for part in parts}
    if sum(part.rows for part in parts) < (1 - _ODD) * present:
        return None
    odd = tuple((cell, count) for cell, count in cells if cell not in kept and cell not in words)
    plain = all(part.plain for part in parts)
    if len(kept) <= _FEW and (odd or any(part.unit and part.unit != "%" for part in parts)):
        return None  # a handful of levels
    factors = _factors(parts)
    if factors is None or (
        plain and not absent and not odd and not any(set(p.digits) & set(",.") for p in parts)
    ):
        return None
    bounded = [part for part in parts if part.bound]
    example = max((p for p in parts if not p.plain), key=lambda p: p.rows, default=parts[0]).cell
    return NumberStyle(
        decimal=best,
        factors=factors,
        unit=_unit(parts, factors),
        example=example,
        bounds=(bounded[0].cell, sum(part.rows for part in bounded)) if bounded else ("", 0),
        odd=odd,
        unsure=unsure,
        missing=sum(count for _, count in absent),
    )


def _parts(cell: str, rows: int) -> _Parts | None:
    match = _CELL.match(cell)
    if match is None or (match[2] == "(") != (match[8] == ")"):
        return None
    bound, _, money, _, digits, _, unit, _ = (group or "" for group in match.groups())
    plain = not (bound or money or unit or match[8] or re.search(rf"[,{_GROUPERS}]", digits))
    return _Parts(cell, rows, bound, money, digits, unit, plain)


def _reads(digits: str, decimal: str) -> bool:
    """Is this a number with that decimal mark, its thousands grouped by any other?"""
    whole, mark, fraction = digits.partition(decimal)
    if mark and not fraction.isdigit():
        return False
    if whole.isdigit() or (not whole and mark):
        return True
    groups = re.split(rf"[.,{_GROUPERS}]", whole)
    marks = set(re.findall(rf"[.,{_GROUPERS}]", whole))
    thirds = all(len(group) == 3 for group in groups[1:])
    lakhs = all(len(group) == 2 for group in groups[1:-1]) and len(groups[-1]) == 3  # 12,34,567
    return (
        len(marks) == 1
        and decimal not in marks
        and groups[0] != ""
        and len(groups[0]) <= 3
        and not groups[0].startswith("0")
        and all(group.isdigit() for group in groups)
        and (thirds or (lakhs and marks == {","}))
    )


def _either(digits: str) -> bool:
    """Is this a number with one point or comma, which is no mark of thousands?"""
    whole, mark, fraction = digits.replace(",", ".").partition(".")
    return whole.isdigit() and (not mark or (fraction.isdigit() and len(fraction) != 3))


def _decided(marked: Sequence[_Parts], found: Sequence[_Parts], decimal: str) -> tuple[str, bool]:
    """The decimal mark where each cell can be read with either: all marks have three digits after them.

    Beside numbers without a mark, or as money, these are thousands: decimals would be written in every cell.
    """
    if not marked:
        return decimal, False
    mark = next(char for char in marked[0].digits if char in ".,")
    other = "," if mark == "." else "."
    whole = any(not set(part.digits) & set(".,") for part in found)
    if whole or any(part.money or (part.unit in "€$£¥" and part.unit) for part in found):
        return other, False
    return (decimal if mark == decimal else other), True


def _factors(parts: Sequence[_Parts]) -> dict[str, float] | None:
    """Unit as written -> how many of the commonest; None where the units do not go together."""
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.unit] = counts.get(part.unit, 0) + part.rows
    named = {unit for unit in counts if unit}
    if named == {"%"} and all(_share(part) for part in parts if not part.unit):
        # 0.12 beside 12%: both are shares of one.
        return {"%": 1.0 if "" not in counts else 0.01}
    if len({unit.casefold().rstrip(".") for unit in named}) <= 1 and not (
        len(counts) > 1 and next(iter(named), "").casefold() in _FAMILIES[-1]
    ):
        return dict.fromkeys(named, 1.0)
    for family in _FAMILIES:
        if all(unit.casefold() in family for unit in (counts if family is _FAMILIES[-1] else named)):
            base = 1.0 if "" in family else family[max(named, key=counts.__getitem__).casefold()]
            return {unit: family[unit.casefold()] / base for unit in named}
    if all(re.fullmatch(_MONEY, unit) for unit in named) and len(named) == 2 and named <= {"€", "EUR"}:
        return dict.fromkeys(named, 1.0)
    return None


def _share(part: _Parts) -> bool:
    try:
        return 0 <= float(part.digits.replace(",", ".")) <= 1
    except ValueError:
        return False


def _unit(parts: Sequence[_Parts], factors: Mapping[str, float]) -> str | None:
    units = [
        unit for unit, factor in factors.items() if factor == 1.0 and unit.casefold() not in _FAMILIES[-1]
    ]
    money = {part.money for part in parts if part.money}
    return units[0].rstrip(".") if units else money.pop() if len(money) == 1 else None


def number_sql(text: str, style: NumberStyle) -> str:
    """SQL over the trimmed cell `text`: its number, or NULL."""
    pattern = sql_text(_PATTERN)

    def group(place: int) -> str:
        return f"regexp_extract({text}, {pattern}, {place})"

    grouping = sql_text("[" + _grouping(style) + "]")
    mark = sql_text(style.decimal or ",")
    digits = f"replace(regexp_replace({group(5)}, {grouping}, '', 'g'), {mark}, '.')"
    odd = ", ".join(sql_text(cell) for cell, _ in style.odd)
    value = f"TRY_CAST({digits} || {group(6)} AS DOUBLE)"
    signed = f"CASE WHEN {_negative_sql(group)} THEN -{value} ELSE {value} END"
    scaled = signed
    if any(factor != 1.0 for factor in style.factors.values()):
        cases = " ".join(f"WHEN {sql_text(unit)} THEN {factor!r}" for unit, factor in style.factors.items())
        scaled = f"({signed}) * (CASE {group(7)} {cases} ELSE 1.0 END)"
    return f"CASE WHEN {text} NOT IN ({odd}) THEN {scaled} END" if odd else scaled


def _negative_sql(group: object) -> str:
    assert callable(group)
    return f"{group(2)} IN ('(', '-', '−', '–') OR {group(4)} IN ('-', '−', '–') OR {group(8)} IN ('-', '−')"


def _grouping(style: NumberStyle) -> str:
    return (",.".replace(style.decimal, "") if style.decimal else "") + _GROUPERS


def number_lines(name: str, style: NumberStyle) -> tuple[str, ...]:
    """The same in pandas, over the cleaned text of `frame[name]`."""
    shown = f"frame[{name!r}]"
    signs = "['(', '-', '−', '–']"
    lines = [
        f"text = {shown}.astype(object)",
        f"parts = text.str.extract({_PYTHON!r}).fillna('')",
        f"digits = parts[4].str.replace({'[' + _grouping(style) + ']'!r}, '', regex=True)",
        f"digits = digits.str.replace({style.decimal or ','!r}, '.', regex=False) + parts[5]",
        "number = pd.to_numeric(digits, errors='coerce')",
        f"negative = parts[1].isin({signs}) | parts[3].isin({signs}) | parts[7].isin(['-', '−'])",
        "number = number.astype(float).where(~negative, -number)",
    ]
    if any(factor != 1.0 for factor in style.factors.values()):
        lines.append(f"number = number * parts[6].map({dict(style.factors)!r}).fillna(1.0)")
    if style.odd:
        lines.append(f"number = number.mask(text.isin({[cell for cell, _ in style.odd]!r}))")
    return (*lines, f"{shown} = number")
