"""Labels of levels in the words about one column: `1 = yes, 0 = no`."""

from __future__ import annotations

import re

from tools.data.codebook_text import narrow
from tools.types import Level

# Not inside a number ("1,000") or a name; a comma without a blank may stand before a code ("0:no,1:yes").
_CODE = r"(?<![A-Za-z0-9_.–\-])(?<!\d,)(-?\d{1,4})"
_IS = (
    r"\s*(?:[=:：]|\bif\b|\bwhen\b|\bfor\b|\bmeans\b|\bmeaning\b|\bdenotes\b|\bdenoting\b|\bindicates\b"
    r"|\bindicating\b"
    r"|\brepresents\b|\brepresenting\b|\bstands for\b|\brefers to\b|\bis\b(?! the)|\bas\b|\bwith\b"
    r"|\botherwise\b|表示|代表|为|是|指)"
)
_CODED = re.compile(rf"{_CODE}{_IS}\s*")
_WORD_FIRST = re.compile(
    r"([A-Za-z\u4e00-\u9fff][^=:;,()\d]{0,40}?)\s*(?:=|was coded as|coded as"
    r"|coded)\s*(-?\d{1,4})(?![\w.%]|\s*(?:=|if))"
)
_IN_PARENTHESES = re.compile(r"((?:[\w'’\-/]+\s+){0,5}[\w'’\-/]+)\s*\((-?\d{1,3})\)")
# `(1 yes, 0 no)`: without a sign only two codes that fill the brackets or the whole line are safe.
_PAIR = re.compile(
    r"(?:^|\()\s*([012])\s+([A-Za-z][A-Za-z '’/\-]{0,40}?)\s*[,;]\s*(?:and\s+|or\s+)?"
    r"([012])\s+([A-Za-z][A-Za-z '’/\-]{0,40}?)\s*(?:\)|\.?\s*$)"
)
_QUOTED_LEVEL = re.compile(
    r"['\"‘“]([^'\"’”]{1,40})['\"’”]\s*(?:=|denotes|means|represents|indicates"
    r"|stands for)\s*([^;,)'\"]{2,60})"
)
_END = re.compile(r"[;)\]|。；）]|\.(?:\s|$)|,\s*(?:and\s+)?(?=(?:0|1|-?\d+)\s)|\n")


def find_labels(text: str) -> tuple[tuple[Level, str], ...]:
    """`1 if treated, 0 otherwise`, `0 = no, 1 = yes`, `male = 1`, `treated (1) or not (0)`, `1 yes, 0 no`,
    `'C' denotes control`."""
    text = narrow(text)
    labels = _coded(text)
    if not labels:
        labels = {int(code): _tidy(label) for label, code in _WORD_FIRST.findall(text)}
    if not labels:
        pairs = _IN_PARENTHESES.findall(text)
        labels = {int(code): _tidy(label) for label, code in pairs} if len(pairs) >= 2 else {}
    if not labels and (pair := _PAIR.search(text)) and pair[1] != pair[3]:
        labels = {int(pair[1]): _tidy(pair[2]), int(pair[3]): _tidy(pair[4])}
    found: dict[Level, str] = {code: label for code, label in labels.items() if label}
    if not found:
        for level, label in _QUOTED_LEVEL.findall(text):
            found[int(level) if re.fullmatch(r"-?\d+", level.strip()) else level.strip()] = _tidy(label)
    return tuple(found.items())


def _coded(text: str) -> dict[int, str]:
    """Code first: the label runs to the next code or the end of the clause."""
    marks = list(_CODED.finditer(text))
    labels: dict[int, str] = {}
    for i, mark in enumerate(marks):
        until = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        label = text[mark.end() : until]
        if mark[0].rstrip().endswith("otherwise"):
            labels.setdefault(int(mark[1]), "otherwise")
            continue
        end = _END.search(label)
        tidy = _tidy(label[: end.start()] if end else label)
        if tidy and len(tidy) <= 120:
            labels.setdefault(int(mark[1]), tidy)
    # A lone number with a word after it is as likely a quantity ("10 for each visit").
    lone = len(labels) == 1 and not re.search(
        r"\d\s*(?:=|:|if|when|otherwise|represents|denotes|indicates|means|表示|代表)", text
    )
    return {} if lone else labels


def _tidy(label: str) -> str:
    bare = re.sub(r"\s+", " ", label).strip(" ,;:.。、'\"‘’“”-=([")
    bare = re.sub(r"^(?:and|or|that(?: the)?|the value|a|an|the)\s+", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"[\s,;]*\b(?:and|or|while|whereas|else)$", "", bare, flags=re.IGNORECASE)
    return bare.strip(" ,;:.'\"")
