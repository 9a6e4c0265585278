"""Which kind a column is: a quantity, a set of levels, a label of rows, a time or free text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

from tools.data.codebook import ColumnNote, name_words
from tools.data.fields import BOOL, NUMBER, TIME
from tools.data.statistics import LEVELS_SHOWN, ColumnStatistics
from tools.types import ColumnKind

_ID_WORDS = {
    "id", "ids", "idx", "uid", "uuid", "guid", "pid", "identifier", "ident", "idno", "seqn", "seqno",
    "ssn", "caseid",
    "rownames", "rowname", "rowid", "rownum", "serial", "hhid", "recordid", "userid", "personid", "subjectid",
    "patientid", "studentid", "schoolid", "customerid", "sessionid", "orderid", "unitid", "respondentid",
    "编号", "序号",
}  # fmt: skip
# Words that end in "id" and are no identifiers are kept out by the list above being of whole words.
_ROW_NAMES = {"", "index", "row", "rows", "obs", "no", "nr", "num", "x", "x1", "v1", "n", "rownames", "id"}
_CODE_WORDS = {
    "race", "ethnicity", "ethnic", "region", "state", "province", "county", "country", "district", "city",
    "industry",
    "occupation", "sector", "religion", "nationality", "language", "fips", "zip", "zipcode", "postcode",
    "code",
    "category", "cat", "type", "group", "cluster", "village", "school", "hospital", "clinic", "site",
    "store", "brand",
    "marital",
}  # fmt: skip
_CODE_DESCRIPTION = re.compile(
    r"\b(categor(?:y|ies|ical)|nominal|codes? (?:for|of|identif)|(?:region|industry|occupation|country"
    r"|state) code)\b",
    re.IGNORECASE,
)
# "Highest grade of school" counts, whatever the name "school" suggests.
_QUANTITY_DESCRIPTION = re.compile(
    r"\b(number of|years? of|highest|how many|amount|count of|size|share|rate|percent|total)\b", re.IGNORECASE
)
_ID_DESCRIPTION = re.compile(
    r"\b(unique identifier|identifier (?:of|for)|identification (?:number|code)|(?:^"
    r"|\b)(?:\w+ )?id(?: number| code)?$"
    r"|row (?:index|number)|identification of)\b",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(
    r"(time|year|day|week|month|quarter|date|period|rank|order|age|hour|minute|round|wave|score|trend)",
    re.IGNORECASE,
)


def column_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    """The kind by distinct values, name and codebook."""
    if found.distinct <= 1:
        return ColumnKind.CONSTANT
    if found.field.kind == TIME:
        return ColumnKind.TIME
    if found.distinct == 2 or found.field.kind == BOOL:
        return ColumnKind.BINARY
    if found.field.kind == NUMBER:
        return _number_kind(found, note)
    return _text_kind(found, note)


def is_row_number(found: ColumnStatistics, position: int, read: Callable[[], Any]) -> bool:
    """Does the column count the rows: 0, 1, 2, ... or 1, 2, 3, ... in source order?

    A first column, or one with a name for it, is enough; elsewhere the name must not speak of time or order.
    """
    if found.field.kind != NUMBER or not found.whole or found.rows < 5:
        return False
    low, high = found.minimum, found.maximum
    if low is None or high is None or low not in (0.0, 1.0) or high - low != found.rows - 1:
        return False
    if found.present < found.rows or found.distinct < 0.9 * found.rows:
        return False
    name = found.field.name.strip().casefold()
    named = name in _ROW_NAMES or name.startswith("unnamed:") or bool(_ID_WORDS & set(name_words(name)))
    if not named and _ORDER_WORDS.search(name):
        return False
    values = read()
    return bool((values.diff().iloc[1:] == 1).all()) if position or not named else True


def _number_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    if not found.whole:
        return ColumnKind.NUMBER
    words = set(name_words(found.field.name))
    if _is_identifier(found, note, words):
        return ColumnKind.IDENTIFIER
    if found.levels and found.distinct <= LEVELS_SHOWN and _is_code(found, note, words):
        return ColumnKind.CATEGORY
    return ColumnKind.COUNT if found.minimum is not None and found.minimum >= 0 else ColumnKind.NUMBER


def _is_identifier(found: ColumnStatistics, note: ColumnNote, words: set[str]) -> bool:
    named = bool(words & _ID_WORDS) or bool(note.description and _ID_DESCRIPTION.search(note.description))
    return named and found.distinct > min(20, 0.5 * found.present)


def _is_code(found: ColumnStatistics, note: ColumnNote, words: set[str]) -> bool:
    """Are whole numbers names of levels? The codebook labels (nearly) all, or name or text say so."""
    labelled = {value for value, _ in note.level_labels}
    levels = {value for value, _ in found.levels}
    # A scale with labels at its ends only (1 = never ... 7 = always) is still a scale.
    if len(labelled & levels) >= 3 and len(labelled & levels) >= 0.75 * len(levels):
        return not _is_banded(note)
    if note.description and _CODE_DESCRIPTION.search(note.description):
        return True
    if note.description and _QUANTITY_DESCRIPTION.search(note.description):
        return False
    return bool(words & _CODE_WORDS)


def _is_banded(note: ColumnNote) -> bool:
    """Do the labels name bands of one quantity in rising order ("1: under 1000, 2: 1000-1999, ...")?"""
    numbers = [pair for pair in note.level_labels if not isinstance(pair[0], str)]
    ordered = sorted(numbers, key=lambda pair: float(pair[0]))
    firsts = [re.search(r"\d[\d,.]*", label) for _, label in ordered]
    starts = [float(found[0].replace(",", "").rstrip(".")) for found in firsts if found]
    rising = all(a <= b for a, b in itertools.pairwise(starts))
    return (
        len(starts) >= 5
        and len(starts) >= 0.75 * len(note.level_labels)
        and rising
        and starts[0] < starts[-1]
    )


def _text_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    words = set(name_words(found.field.name))
    if _is_identifier(found, note, words):
        return ColumnKind.IDENTIFIER
    if found.distinct <= 0.5 * found.present and (found.distinct <= LEVELS_SHOWN or found.mean_length < 40):
        return ColumnKind.CATEGORY
    if found.distinct <= 10 and found.mean_length < 40:
        return ColumnKind.CATEGORY  # a handful of rows
    # Single short words without spaces that never repeat label the rows.
    if (
        found.distinct == found.present
        and found.mean_length < 40
        and words & {"name", "names", "key", "email"}
    ):
        return ColumnKind.IDENTIFIER
    return ColumnKind.TEXT
