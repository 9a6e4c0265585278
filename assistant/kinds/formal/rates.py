"""Two groups and their rates, in signs or words: Bayes' rule, the effect of a lottery, was it the cause?

Read are a share of the group (where there is one), the rate of one outcome in and out of it, and a query.
Every share of the text must have found its place, and which of the two rates is the group's must be said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.kinds.formal.grammar import Grammar
from assistant.kinds.formal.notation import terms_in
from assistant.kinds.formal.premises import Ask, Premises, Wanted
from assistant.kinds.formal.vocabulary import Vocabulary, alike
from assistant.language.registry import language
from tools.formal.diagram import Diagram
from tools.formal.inference import Fact, event

__all__ = ["read_rates"]

_LONGEST = 420  # characters
_EDGE = " \t\n,.;:?!，。；：？！、\"'“”()（）–—-"


@dataclass(frozen=True)
class _Cues:
    share: re.Pattern[str]
    numerals: dict[str, float]
    query: dict[str, re.Pattern[str]]
    random: re.Pattern[str]
    monotone: re.Pattern[str]
    without: re.Pattern[str]
    other: re.Pattern[str]
    positive: re.Pattern[str]  # what a test said
    negative: re.Pattern[str]
    trim: re.Pattern[str]  # what a share leaves of its clause and is no name
    roles: dict[str, re.Pattern[str]]
    clause: re.Pattern[str]
    names: dict[str, str]  # of what the text only calls by its rate


@dataclass(frozen=True)
class _Rates:
    """P(outcome) in the group and out of it, 0..1, and the share of the group."""

    group: str
    outcome: str
    within: float
    out: float
    base: float | None
    set_by_hand: bool = False  # the rates are under intervention
    seen: bool = False  # that the outcome was, the text says


@lru_cache(maxsize=8)
def _cues(code: str) -> _Cues | None:
    told = language(code).cues("formal_rates")
    if not told:
        return None

    def compiled(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    single = ("share", "random", "monotone", "without", "other", "trim", "positive", "negative", "clause")
    return _Cues(
        **{name: compiled(told[name]) for name in single},
        numerals={str(k): float(v) for k, v in told.get("numerals", {}).items()},
        query={name: compiled(text) for name, text in told.get("query", {}).items()},
        names=dict(told["names"]),
        roles={name: compiled(text) for name, text in told.get("role", {}).items()},
    )


def read_rates(text: str, grammar: Grammar) -> Premises | None:
    """The premises and the query; None where a share or a role is in doubt."""
    cues = _cues(grammar.code)
    if cues is None or len(text) > _LONGEST:
        return None
    asked = [name for name, pattern in cues.query.items() if pattern.search(text)]
    if not asked:
        return None
    words = Vocabulary(grammar, text)
    rates = _in_signs(text, cues, words) or _by_roles(text, cues)
    if rates is None and asked[0] != "effect" and not terms_in(_signed(text)):
        rates = _in_words(text, cues, words)
    if rates is None or rates.group.casefold() == rates.outcome.casefold():
        return None
    return _premises(rates, asked[0], text, cues)


def _premises(rates: _Rates, asked: str, text: str, cues: _Cues) -> Premises | None:
    group, outcome = (rates.group, True), (rates.outcome, True)
    drawn = cues.random.search(text) is not None
    diagram = Diagram((rates.group, rates.outcome), ((rates.group, rates.outcome),))
    by_hand = rates.set_by_hand
    facts = [
        Fact(
            event(outcome), frozenset() if by_hand else event(x), value, event(x) if by_hand else frozenset()
        )
        for x, value in ((group, rates.within), ((rates.group, False), rates.out))
    ]
    if rates.base is not None:
        facts.append(Fact(event(group), frozenset(), rates.base))
    match asked:
        case "turned" if rates.base is not None and rates.seen and not by_hand:
            wanted = Wanted(Ask.PROBABILITY, group, None, event(outcome))
        case "effect" if drawn or by_hand:
            wanted = Wanted(Ask.EFFECT, outcome, group)
        case "necessary" | "sufficient" | "both" if (drawn or by_hand) and rates.within > rates.out:
            ask = {"necessary": Ask.NECESSARY, "sufficient": Ask.SUFFICIENT, "both": Ask.NEEDED_AND_ENOUGH}
            never_harms = cues.monotone.search(text) is not None
            wanted = Wanted(ask[asked], outcome, group, monotone=never_harms)
        case _:
            return None
    return Premises(diagram, wanted, tuple(facts))


# ---------------- in signs


def _in_signs(text: str, cues: _Cues, words: Vocabulary) -> _Rates | None:
    """P(y | x) and P(y | not x), or with do(); and P(x)."""
    given = [term for term in terms_in(_signed(text)) if term.value is not None]
    pairs = [term for term in given if len(term.of) == 1 and len(term.given) + len(term.do) == 1]
    alone = [term for term in given if len(term.of) == 1 and not term.given and not term.do]
    if len(pairs) != 2 or len(pairs) + len(alone) != len(given) or len(alone) > 1:
        return None
    first, second = pairs
    if _key(first.of[0], words) != _key(second.of[0], words) or bool(first.do) != bool(second.do):
        return None
    one, other = (*first.given, *first.do)[0], (*second.given, *second.do)[0]
    turned = _is_without(one, cues)
    if turned == _is_without(other, cues):
        question = _without_spans(_signed(text), [term.span for term in given])
        asked = [_meets(name, question, words) for name in (one, other)]
        if turned or alone or asked[0] == asked[1]:
            return None
        turned = asked[1]
    group, within, out = (other, second, first) if turned else (one, first, second)
    assert within.value is not None and out.value is not None
    rest = _without_spans(_signed(text), [term.span for term in given])
    shares = _shares(rest, cues)
    base = None
    if alone:
        base = alone[0].value
        if shares or base is None or not _meets(alone[0].of[0], group, words):
            return None
        if _is_without(alone[0].of[0], cues):
            return None
    elif len(shares) == 1:
        base = shares[0][0]
        if base != 0.5:  # "half had it" is the same for either group
            return None
    elif shares:
        return None
    seen = _is_seen(rest, group, first.of[0], cues, words)
    return _Rates(
        _stripped(group), _stripped(first.of[0]), within.value, out.value, base, bool(first.do), seen
    )


def _is_seen(rest: str, group: str, outcome: str, cues: _Cues, words: Vocabulary) -> bool:
    """Is the group asked for where the outcome was, in signs or words?"""
    asked = terms_in(rest)
    if asked:
        (term, *more) = asked
        parts = (list(term.of), list(term.given))
        keys = [[_key(part, words) for part in part_of] for part_of in parts]
        plain = not more and not any(_is_without(part, cues) for part in (*term.of, *term.given))
        return plain and keys == [[_key(group, words)], [_key(outcome, words)]]
    last = next((m.group() for m in reversed([*cues.clause.finditer(rest)]) if m.group().strip(_EDGE)), "")
    told = _meets(outcome, rest, words) and _meets(group, last, words)
    return told and not cues.without.search(rest)


def _signed(text: str) -> str:
    """ "P(a given b)" is "P(a | b)"; "be" and "sei" are "="."""
    text = re.sub(r"(\bP\([^()|]{1,60}?)\s+(?:given|gegeben)\s+", r"\1 | ", text)
    text = re.sub(r"\bp\(", "P(", text)
    text = re.sub(r"(?<=[^\W\d_a-zA-Z])P\(", " P(", text)  # "已知P(A)": nothing stands between words
    return re.sub(r"(?<=\))\s+(?:be|sei)\s+(?=[\d.])|(?<=\))\s(?=\d)", "=", text)


def _is_without(text: str, cues: _Cues) -> bool:
    plain = text.strip()
    return cues.without.search(plain) is not None or bool(re.search(r"=\s*0$|^[¬~!]", plain))


def _stripped(text: str) -> str:
    return re.sub(r"\s*=\s*1$", "", text.strip(_EDGE))


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " ; " + text[end:]
    return text


# ---------------- prevalence, sensitivity, specificity


def _by_roles(text: str, cues: _Cues) -> _Rates | None:
    """Shares that are called by their names."""
    found: dict[str, float] = {}
    shares = _shares(text, cues)
    for name, pattern in cues.roles.items():
        for match in pattern.finditer(text):
            near = [s for s in shares if match.end() <= s[1] <= match.end() + 12]
            if near:
                found[name] = near[0][0]
                break
    if not cues.positive.search(text) or cues.negative.search(text):
        return None
    if "specificity" in found:
        found.setdefault("false_alarm", 1 - found.pop("specificity"))
    if set(found) != {"prevalence", "sensitivity", "false_alarm"} or len(shares) != 3:
        return None
    names = cues.names["group"], cues.names["test"]
    return _Rates(*names, found["sensitivity"], found["false_alarm"], found["prevalence"], seen=True)


# ---------------- in words


def _shares(text: str, cues: _Cues) -> list[tuple[float, int, int]]:
    """Shares in the text: value 0..1 and where they stand."""
    found = []
    for match in cues.share.finditer(text):
        value = _value({k.rstrip("0123456789"): v for k, v in match.groupdict().items() if v}, cues)
        if value is not None:
            found.append((value, match.start(), match.end()))
    return found


def _value(said: dict[str, str], cues: _Cues) -> float | None:
    try:
        if "word" in said:
            return cues.numerals[said["word"].casefold()]
        if "below" in said:
            return _count(said.get("above", "1"), cues) / _count(said["below"], cues)
        if "thousandths" in said:
            return _count(said["thousandths"], cues) / 1000
        number = _count(said.get("percent", said.get("tenths", said.get("plain", ""))), cues)
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    value = number / 100 if "percent" in said else number / 10 if "tenths" in said else number
    return value if 0 <= value <= 1 else None


def _count(text: str, cues: _Cues) -> float:
    plain = text.strip().casefold().replace(",", ".")
    return cues.numerals[plain] if plain in cues.numerals else float(plain)


def _key(text: str, words: Vocabulary) -> tuple[str, ...]:
    return words.phrase(text).words or (text.strip().casefold(),)


def _meets(one: str, other: str, words: Vocabulary) -> bool:
    """Have the two phrases a telling word in common?"""
    return any(alike(a, b) for a in _key(one, words) for b in _key(other, words))


def _in_words(text: str, cues: _Cues, words: Vocabulary) -> _Rates | None:
    """A share of the group, then two rates; the last clause asks."""
    shares = _shares(text, cues)
    if len(shares) != 3:
        return None
    clauses = [(m.start(), m.end()) for m in cues.clause.finditer(text) if m.group().strip(_EDGE)]
    holding = [[s for s in shares if start <= s[1] < end] for start, end in clauses]
    own = [place for place, held in enumerate(holding) if len(held) == 1]
    both = [place for place, held in enumerate(holding) if len(held) == 2]
    if len(own) == 1 and len(both) == 1:
        base_at = own[0]
        first, second = holding[both[0]]
        start, end = clauses[both[0]]
    elif len(own) == 3 and own[2] - own[0] == 2:
        base_at = own[0]
        first, second = holding[own[1]][0], holding[own[2]][0]
        start, end = clauses[own[1]][0], clauses[own[2]][1]
    else:
        return None
    base, *where = holding[base_at][0]
    told = text[clauses[base_at][0] : where[0]] + " " + text[where[1] : clauses[base_at][1]]
    one, other = text[start : second[1]], text[second[1] : end]
    cut = max(one.rfind(mark) for mark in _joins(cues, one))
    if cut >= first[2] - start:
        one, other = one[:cut], one[cut:] + other
    one = one.replace(text[first[1] : first[2]], " ")
    other = other.replace(text[second[1] : second[2]], " ")
    turned_one, turned = bool(cues.other.search(one)), bool(cues.other.search(other))
    mine, theirs = _meets(told, one, words), _meets(told, other, words)
    if turned_one == turned or cues.other.search(told):
        return None
    if (turned and theirs and not mine) or (turned_one and mine and not theirs):
        return None  # the share is of the other group
    within, out = (first[0], second[0]) if turned else (second[0], first[0])
    question = text[max(end, clauses[base_at][1]) :]
    if cues.without.search(question) or cues.other.search(question):
        return None
    telling = {
        a for a in _key(one if turned else other, words) if not any(alike(a, b) for b in _key(told, words))
    }
    found = any(alike(a, b) for a in telling for b in _key(question, words))
    seen = next(
        (m.group().strip(_EDGE) for m in cues.clause.finditer(question) if m.group().strip(_EDGE)), ""
    )
    if not seen or any(pattern.search(seen) for pattern in cues.query.values()):
        seen = cues.names["outcome"]
    group = cues.trim.sub(" ", told)
    return _Rates(" ".join(group.split()).strip(_EDGE), seen, within, out, base, seen=found)


def _joins(cues: _Cues, text: str) -> list[str]:
    return [match.group() for match in re.finditer(r"\band\b|,|，|;|而", text)] or ["\0"]
