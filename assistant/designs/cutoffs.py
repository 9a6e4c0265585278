"""Cutoffs that a text names: "scores of at least 60", "above 20", "turning 21", "20 or more members"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.designs.study import Study
from assistant.designs.text import CODEBOOK_LINE, quote, split_sentences, stems
from tools.types import DataProfile

NUMBER = r"(?P<n>-?\d+(?:[.,]\d+)*)\s?%?"
BOUND = re.compile(
    r"(?:\b(?:above|below|over|under|beyond|at least|at "
    r"most|(?:greater|more|less|lower|higher|fewer|larger|older|"
    r"younger|better) than|no (?:more|less|fewer) than|exceed\w*|reach\w*|within|minimum of|maximum of|"
    r"(?:threshold|cut-?off|limit|line|score)s?(?: value| score)? (?:of|at|is|was)|turn(?:s|ed|ing)?(?: "
    r"age)?|aged?|"
    r"starting (?:at|from)|from age)\s(?:or equal to |a |an |the |of )?(?:\$|€|£)?" + NUMBER + r")"
    r"|(?:"
    + NUMBER.replace("?P<n>", "?P<n2>")
    + r"\s?(?:\w+\s)?(?:or|and) (?:more|above|higher|better|older|over|greater|"
    r"less|below|lower|younger|under|fewer)\b)"
    r"|(?:(?P<n3>\d+)(?:st|nd|rd|th) birthday)"
    r"|(?:(?:满|达到|超过|不低于|高于|低于|至少|不足|大于|小于|以上的)\s?(?P<n4>\d+(?:\.\d+)?))"
    r"|(?:(?P<n5>\d+(?:\.\d+)?)\s?(?:分|岁|元|人|名|%)?(?:及?以上|及?以下|为界))",
    re.I,
)
RANGE = re.compile(r"\s*(?:to|through|until|-|–|—|至|到)\s*\d")
# A number in a sentence is more surely a cutoff when it also says that somebody gets something, or wins.
ASSIGNS = re.compile(
    r"eligib|qualif|entitle|receiv|grant|award|priorit|target|assign|admit|admission|provid|offer|legal|allow|access|"
    r"elect|win|won|secur|threshold|cut-?off|birthday|drink|enrol|require|mandat|must|law|scholarship|获得|录取|资格|"
    r"可以|享受|补贴|发放|合法|当选|分数线|进入|门槛",
    re.I,
)


@dataclass(frozen=True)
class NamedCutoff:
    value: float
    quotation: str
    sentence: str
    assigns: bool  # the sentence also says that somebody gets something, or wins

    def speaks_of(self, study: Study, column: str) -> int:
        """How many of the column's content words the sentence has; its full name counts three."""
        shared = len(stems(self.sentence) & stems(study.text(column)))
        named = re.search(rf"(?<!\w){re.escape(column)}(?!\w)", self.sentence, re.I)
        return shared + (3 if named and len(column) > 1 else 0)


def named_cutoffs(study: Study) -> list[NamedCutoff]:
    """Every cutoff that the description or the question names, in order."""
    found = []
    for sentence in (*study.sentences, study.question):
        assigns = ASSIGNS.search(sentence) is not None
        for value, match in _values(sentence):
            found.append(NamedCutoff(value, quote(sentence, match.start(), match.end()), sentence, assigns))
    return found


def names_a_rule(profile: DataProfile) -> bool:
    """Does the description name a cutoff at which somebody gets something, within the range of some column?

    Then the treatment may have no column of its own: it is being past that cutoff.
    """
    numeric = [c for c in profile.columns if c.minimum is not None and c.distinct > 2]
    names = {name.casefold() for name in profile.names}
    prose = (
        sentence  # "readmitted: came back within 30 days" says what a column is, and no rule
        for sentence in split_sentences(profile.description)
        if not ((line := CODEBOOK_LINE.match(sentence)) and line["name"].strip().casefold() in names)
    )
    return any(
        column.minimum < value < (column.maximum or 0.0)
        for sentence in prose
        if ASSIGNS.search(sentence)
        for value, _ in _values(sentence)
        for column in numeric
        if column.minimum is not None
    )


def _values(sentence: str) -> Iterator[tuple[float, re.Match[str]]]:
    """The numbers that the sentence bounds something with, each with the words."""
    for match in BOUND.finditer(sentence):
        if RANGE.match(sentence, match.end()):
            continue  # "aged 25 to 74" says who is in the table, not where a rule starts
        value = _number(next(text for text in match.groupdict().values() if text))
        if value is not None:
            yield value, match


def _number(text: str) -> float | None:
    plain = (
        text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) else text.replace(",", ".")
    )
    try:
        return float(plain)
    except ValueError:  # "1.2.3": a version or a date, not a cutoff
        return None
