"""What stands in signs, in no language: P(y | x, do(z)) = 0.3, arrows, and lists of literals."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Term", "arrows_in", "literals_in", "number_in", "terms_in"]

_TERM = re.compile(
    r"(?<![^\W_])(?:P|Pr|Prob)\s?[(（](?P<of>[^()|｜（）]{1,80}?)\s*"
    r"(?:[|｜](?P<given>(?:[^()（）]|[(（][^()（）]{0,80}[)）]){1,160}))?[)）]"
    r"(?:\s*(?:=|＝|≈|:|is|为|是|beträgt|ist)\s*(?P<value>\d{0,3}(?:[.,]\d+)?)\s?(?P<percent>%|percent|Prozent|％)?)?"
)
_DO = re.compile(r"do\s?[(（](?P<inside>[^()（）]{1,80})[)）]", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,，、;∧&]\s*|\s+(?:and|und)\s+|\s*[和与且]\s*")
_NAME = r"(?:[^\W\d_][\w'’]*+(?:-[\w'’]++)*+)"
_LINK = r"\s*(?:<-+>|<=+>|↔|⟷|-+>|=+>|→|⟶|⇒|<-+|←|⟵)\s*"
_CHAIN = re.compile(rf"(?<![\w'’-]){_NAME}(?:{_LINK}{_NAME})+")
_PARTS = re.compile(rf"({_LINK})")
_MISTAKEN = re.compile(r"^(?:图中|在图|已知|假设|若|如果|考虑|给定|设)+")


@dataclass(frozen=True)
class Term:
    """P(of | given, do(do)), and its value where one is given."""

    of: tuple[str, ...]
    given: tuple[str, ...]
    do: tuple[str, ...]
    value: float | None
    span: tuple[int, int]


def terms_in(text: str) -> list[Term]:
    """Every P(...) of the text."""
    found = []
    for match in _TERM.finditer(text):
        given = match["given"] or ""
        do = [part for inside in _DO.findall(given) for part in literals_in(inside)]
        rest = literals_in(_DO.sub("", given))
        number = match["value"]
        value = number_in(number, match["percent"]) if number else None
        found.append(Term(tuple(literals_in(match["of"])), tuple(rest), tuple(do), value, match.span()))
    return found


def literals_in(text: str) -> list[str]:
    """The parts of a list such as "X=1, not Z"."""
    return [part.strip() for part in _COMMA.split(text) if part.strip()]


def number_in(text: str, percent: str | None) -> float | None:
    """A probability, 0..1; None for a number that is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    value = value / 100 if percent else value
    return value if 0 <= value <= 1 else None


def arrows_in(text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[int, int]]]:
    """Arrows (cause, effect), pairs joined by a double arrow, and where they stand."""
    arrows, linked, spans = [], [], []
    for match in _CHAIN.finditer(text):
        parts = _PARTS.split(match.group())
        names = [_MISTAKEN.sub("", name) or name for name in parts[::2]]
        for left, sign, right in zip(names, parts[1::2], names[1:], strict=False):
            sign = sign.strip()
            backward = sign[0] in "<←⟵↔⟷"
            forward = sign[-1] in ">→⟶⇒↔⟷"
            if backward and forward:
                linked.append((left, right))
            else:
                arrows.append((right, left) if backward else (left, right))
        spans.append(match.span())
    return arrows, linked, spans
