"""The two sides of a cue: which columns, or which words, stand for the cause and the effect."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from tools.text.names import name_words
from tools.text.sentences import CJK
from tools.text.stems import stem

__all__ = [
    "BOUNDARY",
    "GOES_ON",
    "PRONOUN",
    "SAME_SUBJECT",
    "ColumnWords",
    "Cue",
    "Mention",
    "Side",
    "chain_after",
    "chain_before",
    "fits_after",
    "fits_before",
    "is_later_item",
    "load_cues",
    "turn",
    "without",
    "without_next_subject",
    "words_after",
    "words_before",
]


# ---------------- The cue file `cues.toml` as compiled patterns, read once


@dataclass(frozen=True)
class Cue:
    """A way to say that one thing causes another."""

    pattern: re.Pattern[str]
    backward: bool  # the effect stands before the cue, the cause after it
    sign: int  # 1 raises, -1 lowers, 0 unsaid
    trust: float  # how plainly it states a cause, 0..1
    key: re.Pattern[str]  # the pattern is slow: it is tried only where this is found


@dataclass(frozen=True)
class Cues:
    """All cues, and the words that change what a cue says."""

    infixes: tuple[Cue, ...]
    frames: tuple[Cue, ...]
    words: dict[str, re.Pattern[str]]
    between: frozenset[str]


@cache
def load_cues() -> Cues:
    """The compiled cue file."""
    text = files("tools.knowledge.statements").joinpath("cues.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = tomllib.loads(text)
    words = dict(raw["words"])
    between = frozenset(words.pop("between").split("|"))
    return Cues(
        infixes=tuple(_cue(entry, _bounded(entry["pattern"])) for entry in raw["infix"]),
        frames=tuple(_cue(entry, _from_a_boundary(entry["pattern"])) for entry in raw["frame"]),
        words={name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.items()},
        between=between,
    )


def _cue(entry: dict[str, Any], pattern: str) -> Cue:
    backward = entry.get("order") == "backward"
    key = re.compile(entry.get("key", ""), re.IGNORECASE)
    return Cue(re.compile(pattern, re.IGNORECASE), backward, entry["sign"], entry["trust"], key)


def _from_a_boundary(pattern: str) -> str:
    """A frame that starts with any words starts after the sign that these leave out, or at the beginning.

    Where it fits from a later word it fits from there too; to try every word costs the length once more.
    """
    opening = re.match(r"\(\?P<\w+>\[\^(?P<signs>[^\]]+)\][+*]\?\)", pattern)
    return rf"(?:^|(?<=[{opening['signs']}])){pattern}" if opening else pattern


def _bounded(pattern: str) -> str:
    """Western cues are whole words; Chinese has no blanks between words."""
    return (
        pattern if re.search(f"[{CJK}]", pattern) else rf"\b(?:{pattern})(?<!\s)(?!\w)|\b(?:{pattern})(?<=\s)"
    )


# ---------------- Where a sentence speaks of which column: by the column's names word for word, else by mean


@dataclass(frozen=True)
class Mention:
    """A column's name, or one of its synonyms, in a sentence."""

    start: int  # characters from the sentence's beginning
    end: int
    column: str
    certainty: float = 1.0  # 1 word for word, else the cosine of the nearest phrase


_WORD = re.compile(rf"[^\W_{CJK}]+")
_CHINESE = re.compile(f"[{CJK}]")
# What a name may leave out: "number of rooms", "rooms".
_EMPTY = frozenset({"the", "a", "an", "of", "in", "at", "to", "for", "per", "s", "is", "are", "be"})


def _tokens(text: str) -> list[tuple[int, int, str]]:
    return [
        (found.start(), found.end(), stem(found[0]))
        for found in _WORD.finditer(text)
        if found[0].casefold() not in _EMPTY
    ]


@dataclass(frozen=True)
class ColumnWords:
    """Columns with the words that stand for each; made once, used for every sentence."""

    phrases: Mapping[str, tuple[str, ...]]  # column -> its name and synonyms
    _by_stem: Mapping[str, list[tuple[tuple[str, ...], str]]] = field(repr=False)
    _chinese: tuple[tuple[str, str], ...] = field(repr=False)
    _exact: tuple[tuple[re.Pattern[str], str], ...] = field(repr=False)

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[str]]) -> ColumnWords:
        """`columns` names each column's synonyms; the column's own name is always one of its words."""
        phrases = {name: tuple(dict.fromkeys((name, *words))) for name, words in columns.items()}
        owners: dict[tuple[str, ...], set[str]] = {}
        chinese: dict[str, set[str]] = {}
        exact: list[tuple[re.Pattern[str], str]] = []
        for name, words in phrases.items():
            for phrase in words:
                if _CHINESE.search(phrase):
                    chinese.setdefault(phrase.strip(), set()).add(name)
                    continue
                stems = tuple(
                    token for _, _, token in _tokens(" ".join(name_words(phrase, numbers_apart=False)))
                )
                if len("".join(stems)) >= 2:
                    owners.setdefault(stems, set()).add(name)
            # A name of one or two letters is a word only as it is written, or it would be any "a" or "in".
            edge = r"(?<![\w`])`?" if len(name) > 1 else "`"
            exact.append((re.compile(f"{edge}{re.escape(name)}(?:`|(?!\\w))"), name))
        by_stem: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for stems, names in owners.items():
            if len(names) == 1 and stems[0]:  # words that could mean two columns name neither
                by_stem.setdefault(stems[0], []).append((stems, next(iter(names))))
        for entries in by_stem.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        pairs = [(phrase, next(iter(names))) for phrase, names in chinese.items() if len(names) == 1]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return cls(phrases, by_stem, tuple(pairs), tuple(exact))

    def mentions(self, sentence: str) -> list[Mention]:
        """The columns that `sentence` names, in order of place; the longest names win, none overlap."""
        found = [*self._named(sentence), *self._western(sentence), *self._eastern(sentence)]
        found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
        kept: list[Mention] = []
        for mention in found:
            if all(mention.end <= other.start or mention.start >= other.end for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def _named(self, sentence: str) -> Iterable[Mention]:
        for pattern, name in self._exact:
            if len(name) > 2 or f"`{name}`" in sentence:
                yield from (Mention(hit.start(), hit.end(), name) for hit in pattern.finditer(sentence))

    def _western(self, sentence: str) -> Iterable[Mention]:
        tokens = _tokens(sentence)
        for at, (start, _, first) in enumerate(tokens):
            for stems, name in self._by_stem.get(first, ()):
                span = tokens[at : at + len(stems)]
                if tuple(token for _, _, token in span) == stems:
                    yield Mention(start, span[-1][1], name)
                    break

    def _eastern(self, sentence: str) -> Iterable[Mention]:
        for phrase, name in self._chinese:
            start = sentence.find(phrase)
            while start >= 0:
                yield Mention(start, start + len(phrase), name)
                start = sentence.find(phrase, start + len(phrase))


@dataclass(frozen=True)
class Side:
    """One side of a claim: the columns named there, or the words to be matched by meaning."""

    mentions: tuple[Mention, ...] = ()
    words: str = ""
    inherited: bool = False  # said by a pronoun: what it stands for was named before

    def __bool__(self) -> bool:
        return bool(self.mentions or self.words)


def without(sentence: str, mentions: Sequence[Mention]) -> str:
    """The sentence with the columns' names blotted out, which may be cue words themselves."""
    for mention in mentions:
        width = mention.end - mention.start
        sentence = sentence[: mention.start] + "\u25a1" * width + sentence[mention.end :]
    return sentence


BOUNDARY = re.compile(
    r"[;:；：]|\s[—–-]\s|\b(?:but|while|whereas|although|though|however|because(?! of)|since|unless|yet)\b"
    r"|，?(?:但是?|然而|不过|虽然|尽管|却)",
    re.IGNORECASE,
)
_LIST_LINK = re.compile(
    r"\s*(?:(?P<and>,?\s*(?:and|or|as well as|&|plus|nor|but also|and also|/)\s+"
    r"|、|和|与|及|以及|或|或者|并|还)"
    r"|,\s*)"
    rf"(?:both |the |a |an |its |their |his |her |of |on |in |[\w'-]+ ){{0,4}}[{CJK}]{{0,2}}",
    re.IGNORECASE,
)
_OF_LINK = re.compile(
    r"\s*(?:of|in|from|on|for|at|among|during|with|to)\s+(?:the |a |an |its |their )?", re.I
)
_ADJUNCT = re.compile(
    r"\b(?:in|after|before|during|among|for|with|by|at|from|through|via|between|within|when|than|without|that"
    r"|which|who|on|where|as|if|and|or|is|are|was|were|not)\b|[,.，。]",
    re.IGNORECASE,
)
_CHANGE_IN = re.compile(
    r"\b(?:in|de)creases? in\b|\b(?:drop|fall|decline|rise|change|reduction|growth|improvement)s? in\b", re.I
)
PRONOUN = re.compile(
    r"\W*(?:and |also |moreover,? |furthermore,? |in addition,? |besides,? )*"
    r"(?:it|this|these|they|both|that|这|它|它们|他们|两者)\b",
    re.IGNORECASE,
)
SAME_SUBJECT = re.compile(
    r"\s*[,，]?\s*(?:(?:and|or|but|then|thereby|thus|并且?|也|还|又|进而|从而|同时)\s*)++"
    r"(?:(?:also|in turn|does|do|not|may|might|can|could|thereby|then|it|will|会|也|还|可能|不)\s*)*+$",
    re.IGNORECASE,
)
# "..., but it does not change": after a clause of its own the subject is still the one before
GOES_ON = re.compile(
    r"\s*(?:and |also )*(?:(?:it|they|this) )?"
    r"(?:(?:do|does|did|will|may|might|can|could|also|not|never|then) )*"
    r"|，?(?:它|也|还|并|会|可能|不|不会|没有)*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\([^)]*\)|（[^）]*）"
    r"|,\s*(?:especially|particularly|in particular|like|such as|including|for example|above all|in|as|at)\b"
    r"[^,]*,"
)
_DETERMINERS = re.compile(
    r"^(?:\W|the\b|a\b|an\b|its\b|their\b|his\b|her\b|our\b|more\b|less\b|higher\b|lower\b|both\b|that\b|any\b"
    r"|很|更|的)+",
    re.IGNORECASE,
)


def chain_before(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The last of `mentions` with those before it in the same list; of "A of B" the head A."""
    chain = [mentions[-1]]
    has_and = False
    for mention in reversed(mentions[:-1]):
        gap = sentence[mention.end : chain[0].start]
        link = _LIST_LINK.fullmatch(gap)
        if link and (link["and"] or has_and):
            has_and = has_and or bool(link["and"])
            chain.insert(0, mention)
        elif _OF_LINK.fullmatch(gap) or gap == "的":
            # "the price of the room": what is spoken of is the price; in Chinese it stands last.
            if gap != "的":
                chain[0] = mention
        else:
            break
    return chain


def chain_after(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The first of `mentions` with those after it in the same list."""
    chain = [mentions[0]]
    anchor = mentions[0]  # the last mention that belongs to a member of the list
    for mention in mentions[1:]:
        gap = _OTHER_ITEMS.sub("", sentence[anchor.end : mention.start])
        link = _LIST_LINK.fullmatch(gap)
        if link and (link["and"] or _GOES_TO_AND.match(sentence, mention.end)):
            chain.append(mention)
        elif gap == "的":
            chain[-1] = mention
        elif not _OF_LINK.fullmatch(gap):
            break
        anchor = mention
    return chain


# members of a list that are no columns, and a list that goes on to its "and"
_OTHER_ITEMS = re.compile(r",\s*[\w'-]+(?: [\w'-]+){0,2}(?=\s*,|,?\s+(?:and|or)\b)")
_GOES_TO_AND = re.compile(r"(?:\s*,\s*[\w'-]+(?: [\w'-]+){0,2})*\s*,?\s*\b(?:and|or)\b", re.IGNORECASE)
_FIRST_ITEMS = re.compile(r"\s*(?:[\w'-]+(?: [\w'-]+){0,2},\s*)*[\w'-]*(?: [\w'-]+){0,2},?\s*(?:and |or )?")


def is_later_item(gap: str, rest: str) -> bool:
    """In "affects stress, diet and weight", does `gap` hold the list's members before the first column?"""
    return (
        _FIRST_ITEMS.fullmatch(gap) is not None
        and re.search(r",\s*$|\b(?:and|or)\s+$", gap) is not None
        and re.match(r"\s*(?:[,.;]|and\b|or\b|$)", rest) is not None
        and not _ADJUNCT.search(re.sub(r",|\b(?:and|or)\b", " ", gap))
    )


def fits_before(gap: str) -> bool:
    """May these words stand between a subject and its cue?"""
    gap = _ASIDE.sub(" ", gap)
    cues = load_cues()
    chinese = re.sub(f"[^{CJK}，]", "", gap)
    if chinese:
        rest = cues.words["hedge"].sub("", chinese)
        rest = cues.words["negation"].sub("", cues.words["up"].sub("", cues.words["down"].sub("", rest)))
        rest = re.sub(
            "通常|显著|明显|大幅|直接|间接|进一步|同时|水平|程度|变化|过|较|很|更|会|将|能|也|还|都|的|了|越|均|又|本身",
            "",
            rest,
        )
        return len(rest.rstrip("，")) <= 2 and "，" not in rest[:-1]
    gap = re.sub(r"^\s*,\s*(?=(?:which|who|that)\b)", " ", gap)
    if re.search("[,;]", gap):
        return False
    words = [word.casefold() for word in re.findall(r"[^\W\d_][\w'-]*", gap)]
    unknown = [
        word
        for word in words
        if word not in cues.between
        and not word.endswith("ly")
        and not cues.words["up"].fullmatch(word)
        and not cues.words["down"].fullmatch(word)
    ]
    adjunct = re.match(
        r"\s*(?:in|on|at|during|for|by|from|among|within|per|with|after|before|between)\b", gap
    )
    return len(unknown) <= (4 if adjunct else 1)


def fits_after(gap: str) -> bool:
    """May these words stand between a cue and its object?"""
    if _ADJUNCT.search(_CHANGE_IN.sub("", gap)):
        return False
    return len(re.findall(rf"[^\W{CJK}]+", gap)) <= 5 and len(re.findall(f"[{CJK}]", gap)) <= 8


def words_before(text: str) -> str:
    """The noun phrase at the end of `text`, without auxiliaries; "" where there is none to speak of."""
    piece = re.split(r"[,;:，；：。]|\b(?:and|that|which|who|when|if|where|because)\b", text)[-1]
    between = load_cues().between - {"use", "intake", "consumption", "exposure", "status", "levels", "of"}
    words = piece.split()
    while words and (words[-1].casefold() in between or words[-1].endswith("ly")):
        words.pop()
    return _worth_matching(" ".join(words))


def words_after(text: str) -> str:
    piece = re.split(r"[,;:，；：。]|\b(?:and|that|which|who|when|if|where|because)\b", text)[0]
    cut = re.search(
        r"\b(?:in|after|before|during|among|for|by|at|from|through|via|between|within|than|to)\b", piece
    )
    return _worth_matching(piece[: cut.start()] if cut else piece)


def _worth_matching(text: str) -> str:
    text = _DETERMINERS.sub("", text.strip()).strip(" .`*\"'")
    few = len(text.split()) <= 6 and len(text) <= 60
    return text if few and re.search(rf"[^\W\d_]{{3}}|[{CJK}]{{2}}", text) else ""


def without_next_subject(sentence: str, named: list[Mention], cue: int) -> list[Mention]:
    """In "A raises B and C lowers D", C is the subject of what follows and no effect of A."""
    gap = sentence[named[-1].end : cue]
    goes_on = SAME_SUBJECT.fullmatch(gap) or re.search(r"\b(?:which|that|who)\b|,|，|从而|进而|并", gap)
    return named if goes_on or len(named) == 1 else named[:-1]


def turn(trailing: str) -> str:
    """What happens to the effect, where that follows it: "causes sales to fall", "导致销量下降"."""
    english = re.match(r"\s*(?:to|will)\s+\w+", trailing)
    chinese = re.match(rf"[{CJK}]{{1,6}}", trailing)
    return (english or chinese or [""])[0]
