"""What a column is, without its levels, unit and asides: the part of an entry that answers "what is it?"."""

from __future__ import annotations

import re

from tools.data.codebook_labels import find_labels
from tools.data.codebook_text import bracket_end, narrow
from tools.data.codebook_units import without_unit

_CODE = r"(?<![A-Za-z0-9_.–\-])(?<!\d,)['\"‘“]?-?\d{1,4}['\"’”]?"
_LINK = (
    r"(?:coded(?: as)?|coding|where|with|which|in which|when|equals?|equal to|takes? the value"
    r"|取值|其中|编码)"
)
_SAYS = r"(?:if|when|for|means|denot\w+|indicat\w+|represent\w+|stands for|refers to|is|being|otherwise)"
# From the first coded level on: "1 = yes", "coded as 0 for no", "where 1 represents male", "yes = 1".
# Not "at 11:00".
_LEVELS = re.compile(
    rf"(?:[\s,;:–—\-]|\b{_LINK}\b)*\s*{_CODE}\s*(?:=|:(?!\d\d\b)|表示|代表|[为是](?=\S)|\b{_SAYS}\b).*$"
    r"|[\s,;:]*\b[\w'’/-]+(?: or [\w'’/-]+)?\s*=\s*-?\d{1,4}(?![\w.%]).*$",
    re.IGNORECASE | re.DOTALL,
)
_SCALE = re.compile(
    r"[\s,;]*(?:(?:measured|rated|scored|reported|coded|assessed) )?"
    r"\b(?:on|from|using) (?:a |the )?(?:\w+[ -])?scales? (?:of|from)?\s*-?\d.*$"
    r"|[\s,;]*\bwith (?:higher|lower|larger|greater) (?:values|scores|numbers)\b.*$"
    r"|[\s,;]*\b(?:ranging|ranges) from -?\d.*$",
    re.IGNORECASE | re.DOTALL,
)
_SORT = r"(?:binary|dummy|categorical|continuous|discrete|numeric|indicator|ordinal|boolean)"
_KIND = (
    rf"(?:also\s+)?(?:(?:a|an|another|the)\s+)?(?:{_SORT}\b[\s,/]*)+"
    r"(?:(?:variables?|indicators?|measures?|flags?|dummy|dummies|columns?|values?)\b)?"
)
_SHOWING = (
    r"(?:(?:that |which )?(?:is |are )?"
    r"(?:indicat(?:es?|ing)|denot(?:es?|ing)|represent(?:s|ing)?|identif(?:ies|ying)|showing|equal(?:s"
    r"| to))\b\s*)"
)
_KIND_FIRST = re.compile(
    rf"^(?:{_KIND}\s*[,;:]?\s*(?:and\s+)?(?:{_SHOWING}|(?:for|of|that)\b\s*)?"
    rf"|{_SHOWING})(?=\S)",
    re.IGNORECASE,
)
_ONLY_KIND = re.compile(rf"^(?:{_KIND}|indicators?|dumm(?:y|ies)|flag)$", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r"(?<=[\w)])[.;](?=\s+[A-Z\d])|;\s|[。；]")
_LOOSE_END = re.compile(
    r"[\s,;:=–—\-]+$|\b(?:and|or|or not|with|where|which is|that is|coded|coded as|as|by|whereas|while"
    r"|i\.e\.|e\.g\.|和|其中)$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:otherwise|none|if not|else|false|0|non-\w+)\b|\b(?:no|not|never|without)\b|n['’]t\b|^(?:否|不"
    r"|没有|未|无|其他)",
    re.IGNORECASE,
)


def find_meaning(text: str) -> str | None:
    """The entry's words less level labels, brackets, scale and trailing unit; all capitals become lower case.

    An entry that is nothing but the labels of a yes-no column means its "yes": `1 if treated, 0 otherwise`
    is "treated". None where nothing is left.
    """
    whole = " ".join(text.split()).strip(" ,;|'\"“”")
    bare = _SCALE.sub("", _without_levels(_without_brackets(whole)))
    first = _FIRST_SENTENCE.split(bare)[0]
    bare = _trimmed(without_unit(_trimmed(first)))
    bare = "" if _ONLY_KIND.match(bare) else _trimmed(_KIND_FIRST.sub("", bare))
    if re.fullmatch(r"(?:[\W\d]|to)*", bare):
        bare = _yes_label(whole)
    if not bare:
        return None
    shouted = bare.upper() == bare and bare.lower() != bare and (len(bare) > 5 or " " in bare)
    return bare.lower() if shouted else bare


def _without_brackets(text: str) -> str:
    """Less bracketed additions; a text that is one bracket loses only its signs."""
    plain = narrow(text)
    if plain.startswith("(") and bracket_end(plain, 0) == len(plain):
        return text[1:].removesuffix(")").removesuffix("）").strip()
    kept, place = "", 0
    while place < len(text):
        if plain[place] == "(":
            place = bracket_end(plain, place)
            continue
        kept += text[place]
        place += 1
    return re.sub(r"\s+", " ", re.sub(r"\[[^\]]*\]|\s+(?=[,;.])", "", kept)).strip()


def _without_levels(text: str) -> str:
    found = _LEVELS.search(narrow(text))
    return text[: found.start()] if found else text


def _trimmed(text: str) -> str:
    """Less signs and joining words that led to what was cut."""
    before = None
    while before != text:
        before, text = text, _LOOSE_END.sub("", text.strip(" ,;:.。，；：、'\"“”‘’"))
    return text


def _yes_label(text: str) -> str:
    """The label of the level that says yes, where the other only says no."""
    labels = [label for _, label in find_labels(text)]
    telling = [label for label in labels if not _NO.search(label)]
    if len(labels) > 2 or len(telling) != 1 or telling[0].casefold() in {"yes", "true", "是", "有"}:
        return ""
    return _trimmed(_without_brackets(telling[0]))
