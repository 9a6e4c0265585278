"""Numbers that stand for "no value": told by the text that came with the data, or seen in the column.

A code that is not told is one only where the column itself leaves no other reading: a customary code,
repeated exactly, beyond a gap that no other value falls into. What falls short of that is a suspicion, and
said. Customary codes: the ICPSR Guide to Social Science Data Preparation and Archiving (6th ed.), "Missing
data".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.data.cells.words import MISSING_WORDS, folded
from tools.data.codebook.names import narrow

__all__ = ["Codes", "codes_seen", "codes_told", "told_everywhere"]

Array = NDArray[np.float64]

_TAILS = ("9", "99", "999", "9999", "99999", "999999", "9999999")
_NINES = {float(tail) for tail in _TAILS} | {999.9, 99.9, 9999.9, 999.99, 99.99}
_NEAR_NINES = {7.0, 8.0, 77.0, 88.0, 97.0, 98.0, 777.0, 888.0, 997.0, 998.0, 7777.0, 8888.0, 9997.0, 9998.0}
CUSTOMARY = _NINES | _NEAR_NINES | {-code for code in _NINES | _NEAR_NINES} | {-1.0}
_MOST = 4  # codes of one column
_REPEATS = 5  # rows in which a code that is not told stands at least
_SHARE = 0.005  # of the rows
_VARIED = 10  # different other values from which a column is a quantity
_SCALE = 7  # highest step of a scale of answers, beyond which 9 says "none"


@dataclass(frozen=True)
class Codes:
    """Codes for "no value" in one column, with their rows."""

    values: tuple[float, ...]
    rows: int
    least: float  # of the other values
    most: float
    sure: bool


# ---------------- Told


_CODE = r"(?<![A-Za-z0-9_.\-−–])([-−–]?\d{1,7}(?:\.\d+)?)(?![A-Za-z0-9_%]|\.\d)"
_NEXT = rf"(?:\s*(?:,|/|;|\bor\b|\band\b|\boder\b|\bund\b|和|或|、)\s*{_CODE})?"
_CODES = _CODE + _NEXT + _NEXT
_NONE = (
    r"(?:(?:is |are |was |were |value |values |data |answer |answers )?"
    r"(?:missing(?: values?| data| answers?)?|not known|unknown|not available|not recorded|not measured"
    r"|not reported|not stated|not asked|not answered|no answer|no response|no data|no value|no information"
    r"|non-?response|refused|refusal|refuses|declined|prefer(?:s|red)? not to (?:say|answer)"
    r"|do(?:es)?n['’]?t know|do(?:es)? not know|did not (?:answer|say|know)|nobody knew"
    r"|didn['’]t (?:answer|say|know)"
    r"|not applicable|n/a|nan|keine angaben?|ohne angabe|k\. ?a\.|unbekannt|nicht bekannt|weiß nicht"
    r"|weiss nicht|fehlend(?:e[rn]?)?(?: werte?| angaben?)?|fehlt|fehlen|fehlwerte?"
    r"|nicht erhoben|nicht gemessen"
    r"|nicht verfügbar|nicht beantwortet|keine antwort|verweigert|nicht zutreffend"
    r"|缺失值?|缺省|未知|不详|不明|无数据|无记录|未填写?|未回答|没有回答|无回答|拒答|拒绝回答|不知道|不清楚|不适用))"
)
_IS = (
    r"\s*(?:[=:：(]|\bif\b|\bwhen\b|\bfor\b|\bmeans?\b|\bmeaning\b|\bdenotes?\b|\bdenoting\b|\bindicat(?:es?|ing)\b"
    r"|\brepresents?\b|\bstands? for\b|\bis\b|\bare\b|\bas\b|\bcodes?\b|\bsteht für\b"
    r"|\bstehen für\b|\bbedeutet\b|\bbedeuten\b"
    r"|\bheißt\b|\bheisst\b|\bist\b|\bsind\b|\bfalls\b|\bwenn\b|表示|代表|意味着|为|是|指|即)\s*"
    r"(?:the |a |an |die |der |das )?['\"‘“]?"
)
_CODED = (
    r"['\"’”]?\s*(?:[(=:：]|(?:[^\W\d]+\s+){0,2}?(?:(?:is|are|was|were|has been|have been|sind|ist|wird"
    r"|werden|wurden?)\s+)?(?:also\s+)?"
    r"(?:(?:en)?coded|recorded|entered|marked|written|stored|denoted|represented|shown|given|set|filled"
    r"|kodiert|codiert|vermerkt|eingetragen|erfasst)\s*(?:in\s+)?(?:as|by|with|to|als|mit|durch)?"
    r"|(?:(?:is|are|was|were|sind|ist|wird|werden|wurden?)\s+)?(?:is|are|sind|ist|as|als|mit|with)\b"
    r"|(?:的)?(?:被|都|均|一律)?(?:记为|记作|记录为|编码为|标记为|标为|用|以|填为|填|写作|写为|为|是))"
    r"\s*['\"‘“]?(?:the )?(?:code |value |number |Code |Wert )?"
)
_ENDS = r"(?=['\"’”]?\s*(?:$|[^\w\s]|(?:and|or|und|oder|throughout|everywhere|in|values?|data)\b))"
_COUNTED = (
    r"(?!\s*(?:%|(?:rows?|cases?|values?|people|persons?|times|percent|zeilen|fälle|werte)\b|[行个例次]))"
)
_CODE_FIRST = re.compile(rf"{_CODES}['\"’”]?{_IS}{_NONE}{_ENDS}", re.IGNORECASE)
_WORD_FIRST = re.compile(rf"(?<![\w-]){_NONE}{_CODED}{_CODES}{_COUNTED}", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|for|wenn|falls)\b", re.IGNORECASE)


def codes_told(text: str) -> tuple[float, ...]:
    """The numbers that the words about one column say are no values: "-99 = missing", "999: not known"."""
    found: dict[float, None] = {}
    for pattern in (_CODE_FIRST, _WORD_FIRST):
        for match in pattern.finditer(narrow(text)):
            for group in match.groups():
                code = None if group is None else float(re.sub("[−–]", "-", group))
                # "1 if unknown" is a column about what is unknown, and 0 and 1 are hardly codes for it.
                loose = pattern is _WORD_FIRST or _CONDITION.search(match[0]) is not None
                if code is not None and code not in (0.0, 1.0) and (code in CUSTOMARY or not loose):
                    found[code] = None
    for sentence in _SENTENCE.split(narrow(text)):
        if _GAPS.search(sentence) and _WRITTEN.search(sentence):
            written = {float(re.sub("[−–]", "-", code)) for code in re.findall(_CODE, sentence)}
            codes = {code for code in written if code in CUSTOMARY and (code < -1 or code > 9)}
            found.update(dict.fromkeys(codes if len(written) <= _MOST else ()))
    return tuple(found)


_GAPS = re.compile(
    rf"(?<![\w-])(?:{_NONE}|gaps?|blanks?|lücken?|keinen? wert)(?![\w-])"
    r"|缺失|未知|不详|没有回答|未回答|拒答|不知道|空缺",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:entered|coded|recorded|marks?|marked|written|wrote|write|filled|stored|noted|typed|put|shown|stands?|"
    r"means?|eingetragen|kodiert|codiert|vermerkt|erfasst|steht|stehen|schrieb(?:en)?|geschrieben|notiert|gefüllt"
    r"|bedeutet)\b|记|填|写|标|编码|表示|代表|录",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;。；])\s+|\n")
_ALL = re.compile(r"\b(?:missing|fehlende?|gaps?|lücken)\b|缺失|未知|未回答|拒答", re.IGNORECASE)


def told_everywhere(text: str, entries: Sequence[str]) -> tuple[float, ...]:
    """Codes of sentences that speak of no column: "Missing values are coded as -99".

    Only customary ones that no scale of answers has: 2 is missing where it is said, and nowhere else.
    """
    of_columns = [plain for entry in entries if (plain := " ".join(entry.split()).strip(" .;。；"))]
    found: dict[float, None] = {}
    for sentence in _SENTENCE.split(text):
        plain = " ".join(sentence.split())
        bare = plain.strip(" .;。；")
        if not bare or not _ALL.search(bare) or any(bare in entry or entry in bare for entry in of_columns):
            continue
        codes = (code for code in codes_told(bare) if code in CUSTOMARY and (code < -1 or code > 9))
        found.update(dict.fromkeys(codes))
    return tuple(found)


def is_no_value(label: str) -> bool:
    """Does a codebook's label of a level say that there is no value?"""
    plain = folded(label).strip(" .()")
    return plain in MISSING_WORDS or re.fullmatch(_NONE, plain, re.IGNORECASE) is not None


# ---------------- Seen


def codes_seen(
    values: Array, *, labelled: frozenset[float] = frozenset(), money: bool = False
) -> Codes | None:
    """The codes at an end of the column's values, if they can be nothing else, or look like it.

    `values`: shape (rows,), NaN where missing. `labelled` are levels that the codebook gives a meaning;
    `money` says that prices such as 99 and 999 are at home here.
    """
    present = values[np.isfinite(values)]
    if not len(present):
        return None
    ends = {float(present.min()), float(present.max())}
    if not ends & CUSTOMARY:
        return None
    levels, counts = np.unique(present, return_counts=True)
    for side in (-1, 1):
        found = _at_end(levels[::side], counts[::side], labelled, money)
        if found is not None:
            return found
    return None


def _at_end(levels: Array, counts: NDArray[np.intp], labelled: frozenset[float], money: bool) -> Codes | None:
    """`levels` run from the end that is not looked at to the one that is."""
    found: Codes | None = None
    for taken in range(1, min(_MOST, len(levels) - 1) + 1):
        codes, rest = levels[-taken:], levels[:-taken]
        if not set(map(float, codes)) <= CUSTOMARY or labelled & set(map(float, codes)):
            break
        if len({float(code) < 0 for code in codes}) > 1:
            break
        rows, others = int(counts[-taken:].sum()), counts[:-taken]
        sure = _sure(codes, rest, rows, others, money)
        if sure is not None and (found is None or sure):
            found = Codes(tuple(map(float, codes)), rows, float(rest.min()), float(rest.max()), sure)
        if sure:
            break
    return found


def _sure(codes: Array, rest: Array, rows: int, others: NDArray[np.intp], money: bool) -> bool | None:
    """True: can be nothing else; False: looks like it; None: no sign of it."""
    least, most = float(rest.min()), float(rest.max())
    spread, total = most - least, rows + int(others.sum())
    gap = float(np.abs(codes[0] - rest[-1]))
    often = rows >= max(_REPEATS, _SHARE * total)
    near = min(
        float(others[-3:].max()), float(np.median(others))
    )  # rows of the values beside the gap, or of any
    if len(rest) == 2 and spread == 1 and least in (0.0, 1.0):
        # 9 or -9 among 0 and 1: -1 may be an answer of its own.
        return (rows >= _REPEATS) if gap > 1 and gap >= 3 else (False if often and gap > 1 else None)
    if float(codes[0]) == -1.0:
        if least > 1 and len(rest) >= _VARIED and gap > 0.05 * spread and often:
            return True  # ages and incomes do not stop well above nought and go on below it
        # Counts are never below nought; -1 beside 0 and 1 may be an answer.
        return False if least >= 0 and often and len(rest) > 2 else None
    if (
        len(rest) <= _SCALE
        and least in (0.0, 1.0)
        and most <= _SCALE
        and bool((np.abs(np.diff(rest)) == 1).all())
    ):
        # A scale of answers, 1 to 5, and 9: counts do not stop at 5 and go on at 9.
        clear = gap >= 3 or (gap >= 2 and len(codes) > 1)
        return True if often and clear else (False if often and gap >= 2 else None)
    if len(rest) < _VARIED:
        return False if often and gap > spread else None
    if float(codes[0]) < 0 and least >= 0:
        # Nothing else is below nought.
        return True if rows >= 2 and (gap > 0.05 * spread or often) else (False if often else None)
    if money and float(codes[0]) > 0:
        return False if often and gap > spread else None
    if often and gap > 0.5 * spread and rows > 2 * near:
        return True
    if rows >= 2 and gap > 3 * spread:
        return True
    return False if often and gap > 0.15 * spread and rows > 5 * near else None
