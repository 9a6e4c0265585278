"""Words: tokens, stems, name pieces, abbreviations and concepts.

A text becomes a bag of *marks*: stems ("smok"), concepts of the thesaurus ("=smoke") and, for Chinese,
pairs of characters. Two texts speak of the same thing as far as they share marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.text.names import name_words

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_ELECTRONIC = re.compile(r"\be[-\u2010\u2011](?=[a-z])")  # e-voting
_COMPOUND = 6  # letters of the shortest name piece that may be two words run together
_VOWELS = re.compile(r"(?<=.)[aeiou]")


@dataclass(frozen=True)
class Lexicon:
    """The word lists, ready for look-up; stems stand for words throughout."""

    stopwords: frozenset[str]
    storage: frozenset[str]
    units: frozenset[str]
    generic: frozenset[str]
    actions: frozenset[str]
    tails: frozenset[str]
    phrases: dict[tuple[str, ...], tuple[str, ...]]  # stems of an entry -> concepts
    chinese: dict[str, tuple[str, ...]]  # Chinese term -> concepts
    skeletons: dict[str, tuple[str, ...]]  # "yld" -> ("yield",)
    words: frozenset[str]  # every English word of the thesaurus


@until_registered
def lexicon() -> Lexicon:
    """The thesaurus and word lists of each language's `reading_concepts.toml` and `reading_words.toml`."""
    words = load_cues("reading_words")
    concepts: dict[str, list[str]] = load_cues("reading_concepts")["concepts"]
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    skeletons: dict[str, tuple[str, ...]] = {}
    known: set[str] = set()
    for concept, entries in concepts.items():
        for entry in entries:
            if is_chinese(entry):
                chinese[entry] = (*chinese.get(entry, ()), concept)
                continue
            key = tuple(map(stem, tokens(entry)))
            phrases[key] = tuple(dict.fromkeys((*phrases.get(key, ()), concept)))
            known.update(tokens(entry))
    for word in sorted(known):
        skeleton = skeleton_of(word)
        if len(word) > len(skeleton) >= 3:
            skeletons[skeleton] = (*skeletons.get(skeleton, ()), word)
    return Lexicon(
        stopwords=frozenset(map(stem, words["stopwords"])) | frozenset(words["stopwords"]),
        storage=frozenset(words["storage"]),
        units=frozenset(map(stem, words["units"])),
        generic=frozenset(map(stem, words["generic"])),
        actions=frozenset(map(stem, words["actions"])),
        tails=frozenset(words["tails"]),
        phrases=phrases,
        chinese=chinese,
        skeletons=skeletons,
        words=frozenset(known),
    )


def is_chinese(text: str) -> bool:
    """Does the text hold a Chinese character?"""
    return bool(_CJK.search(text))


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers; a possessive 's is dropped."""
    text = _ELECTRONIC.sub("electronic ", text.lower().replace("\u2019", "'"))
    found = _TOKEN.findall(text)
    return [token.split("'")[0] for token in found]


@until_registered
def stem(word: str) -> str:
    """The common part of a word's forms: employer, employment, employed -> employ."""
    words = load_cues("reading_words")
    word = words["irregular"].get(word, word)
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in words["unchanged"]:
            return form
    whole = word
    for suffix in words["suffixes"]:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    doubled = len(word) > 3 and word[-1] == word[-2]
    if doubled and (word[-1] not in "sl" or (word[-1] == "l" and len(word) > 5 and word != whole)):
        word = word[:-1]  # stopped -> stop, cancelled -> cancel; but call, miss
    return word.rstrip("eiy") if len(word.rstrip("eiy")) >= 3 else word


def skeleton_of(word: str) -> str:
    """First letter and consonants: yield -> yld."""
    return _VOWELS.sub("", word)


def name_pieces(name: str) -> list[str]:
    """`avgSessMin_30d` -> ["avg", "sess", "min", "30", "d"]; listed abbreviations (hba1c) stay whole."""
    pieces: list[str] = []
    for word in name_words(name, numbers_apart=False):
        pieces += [word] if _listed(word) else name_words(word)
    return [part for piece in pieces for part in run_together(piece)]


@until_registered
def run_together(piece: str) -> tuple[str, ...]:
    """`minwage` -> ("min", "wage"): two known words or abbreviations, which may share a letter (`classize`).

    A piece that is a word itself, or that can be divided in no way, stays whole.
    """
    if len(piece) < _COMPOUND or not piece.isalpha() or not piece.isascii() or _is_known(piece):
        return (piece,)
    apart = [(piece[:place], piece[place:]) for place in range(3, len(piece) - 2)]
    found = [halves for halves in apart if all(map(_is_part, halves))]
    shared = [(piece[:place], piece[place - 1 :]) for place in range(4, len(piece) - 2)]
    found = found or [halves for halves in shared if all(len(h) >= 4 and _is_part(h) for h in halves)]
    return max(found, key=lambda halves: min(map(len, halves))) if found else (piece,)


def _is_known(word: str) -> bool:
    known = lexicon()
    return word in known.words or is_stopword(word) or (stem(word),) in known.phrases or bool(_listed(word))


def _is_part(word: str) -> bool:
    """A word of the thesaurus or a listed abbreviation, and no function word ("out" and "come")."""
    return not is_stopword(word) and (word in lexicon().words or bool(_listed(word)))


def _listed(piece: str) -> list[str]:
    listed: list[str] = load_cues("reading_words")["abbreviations"].get(piece, [])
    return listed


@until_registered
def spell_out(piece: str) -> tuple[str, ...]:
    """What a piece of a name may stand for: qty -> ("quantity",). Empty when it stands for itself."""
    known = lexicon()
    listed: list[str] | None = load_cues("reading_words")["abbreviations"].get(piece)
    if listed:
        return tuple(listed)
    if piece in known.words or len(piece) < 2:
        return ()
    exact = known.skeletons.get(piece, ())
    if exact or len(piece) < 4:
        return exact[:2]
    return tuple(sorted((w for w in known.words if w.startswith(piece)), key=len)[:2])


def readable_name(name: str) -> str:
    """The name as words, abbreviations spelled out: `n_fert_kg` -> "n fertilizer kg"."""
    return " ".join((spell_out(piece) or (piece,))[0] for piece in name_pieces(name))


def marks(text: str) -> dict[str, str]:
    """Mark -> the words it came from, for a text in English, Chinese or both."""
    found: dict[str, str] = {}
    _mark_english(tokens(text), found)
    for run in _CJK.findall(text):
        _mark_chinese(run, found)
    return found


def _mark_english(words: list[str], found: dict[str, str]) -> None:
    """Longest entries of the thesaurus first: in "work from home" the word "home" is no house."""
    known = lexicon()
    stems = [stem(word) for word in words]
    place = 0
    while place < len(words):
        size = next((s for s in (4, 3, 2, 1) if tuple(stems[place : place + s]) in known.phrases), 1)
        size = min(size, len(words) - place)
        source = " ".join(words[place : place + size])
        if size > 1:
            found.setdefault(" ".join(stems[place : place + size]), source)
        if size > 1 or not is_stopword(words[place]):
            for concept in known.phrases.get(tuple(stems[place : place + size]), ()):
                found.setdefault("=" + concept, source)
        for word, root in zip(words[place : place + size], stems[place : place + size], strict=True):
            if not is_stopword(word):
                found.setdefault(root, word)
                if len(word) == 4 and word.isdigit():
                    found.setdefault(word[2:], word)  # 1978 is `78` in many a name
        place += size


def _mark_chinese(run: str, found: dict[str, str]) -> None:
    known = lexicon().chinese
    place = 0
    while place < len(run):
        size = next((s for s in (6, 5, 4, 3, 2, 1) if run[place : place + s] in known), 0)
        for concept in known.get(run[place : place + size], ()):
            found.setdefault("=" + concept, run[place : place + size])
        place += size or 1
    for pair in (run[i : i + 2] for i in range(len(run) - 1)):
        found.setdefault(pair, pair)


def is_stopword(word: str) -> bool:
    return word in lexicon().stopwords


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text.strip()))
