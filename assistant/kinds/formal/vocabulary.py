"""Which variable and which of its two values a phrase means: "are not male" is gender, and not so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.kinds.formal.grammar import Grammar
from tools.formal.inference import Literal

__all__ = ["Phrase", "Vocabulary"]

_WORD = re.compile(r"[^\W_]+(?:[-'’_][^\W_]+)*|[¬~!]")
_IDEOGRAPH = re.compile(r"[一-鿿]")
_SHARED = 4  # letters at the beginning by which two words are one: "smokers", "smoking"
_SYMBOL = re.compile(r"^[A-Z]\w{0,2}$")
_ASSIGNED = re.compile(r"^\s*(?P<name>[^=＝]{1,60}?)\s*(?:=|＝|==)\s*(?P<value>[^=＝]{1,40}?)\s*$")
_YES = {"1", "yes", "true", "high", "on", "present", "ja", "wahr", "是", "有", "真"}
_NO = {"0", "no", "false", "low", "off", "absent", "nein", "falsch", "否", "无", "假", "没有"}


@dataclass(frozen=True)
class Phrase:
    """The telling words of a phrase, less negation; and whether it was negated."""

    words: tuple[str, ...]
    negated: bool
    text: str

    @property
    def key(self) -> frozenset[str]:
        return frozenset(self.words)


@dataclass
class Vocabulary:
    grammar: Grammar
    text: str  # the whole question: "unattractive" is negated where "attractive" stands too
    names: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    labels: dict[Literal, str] = field(default_factory=dict)
    _of_key: dict[frozenset[str], Literal] = field(default_factory=dict)
    _levels: dict[str, list[str]] = field(default_factory=dict)
    _words: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._words = set(self._tokens(self.text.lower()))

    # ------------------------------------------------ phrases

    def phrase(self, text: str) -> Phrase:
        lowered = text.strip().lower().replace("’", "'")
        negation = self.grammar.one("negation")
        negated = len(negation.findall(lowered)) % 2 == 1
        words = []
        for word in self._tokens(negation.sub(" ", lowered)):
            plain, turned = self._without_prefix(word)
            negated ^= turned
            if plain not in self.grammar.words["filler"]:
                words.append(plain)
        return Phrase(tuple(words), negated, text.strip())

    def _tokens(self, text: str) -> list[str]:
        if self.grammar.spaced:
            return [word for word in _WORD.findall(text) if word not in "¬~!"]
        found: list[str] = []
        for run in _WORD.findall(text):
            found += list(run) if _IDEOGRAPH.search(run) else [run]
        return found

    def _without_prefix(self, word: str) -> tuple[str, bool]:
        for prefix in sorted(self.grammar.words["negative_prefixes"], key=len, reverse=True):
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= 4 and any(alike(rest, w) for w in self._words if w != word):
                return rest, True
        return word, False

    # ------------------------------------------------ declaring

    def declare(self, text: str) -> str | None:
        """The variable that a name means, new where none is like it; None for a name without words."""
        cleaned = self.cleaned(text)
        if not cleaned:
            return None
        known = next((name for name in self.names if name.casefold() == cleaned.casefold()), None)
        if known is not None:
            return known
        mine = self.phrase(cleaned)
        if not mine.words and len(cleaned) > 3:
            return None
        for name in self.names:
            other = self.phrase(name)
            if len(cleaned) > 1 and mine.key and mine.key == other.key:
                return name
        self.names.append(cleaned)
        return cleaned

    def cleaned(self, text: str) -> str:
        """Less articles and the words that only introduce it."""
        found = text.strip(" \t\n,.;:?!。，；：？！'\"“”()（）\u2003")
        rest = self.grammar.one("article").sub("", found).strip(" ,，、")
        # "A" may be the name of a variable.
        last = found.split()[-1:] if found.split() and _SYMBOL.match(found.split()[-1]) else []
        kept = rest or " ".join(last)
        return " ".join(self.grammar.one("trailing_pronoun").sub("", kept).split()).strip(" ,，、")

    # ------------------------------------------------ linking

    def link(self, slots: Sequence[Sequence[str]], pairs: Iterable[tuple[str, str]]) -> None:
        """Settle what the phrases of all statements mean, together.

        `slots`: phrases that stand together in one statement, hence different variables; `pairs`: phrases
        that take one another's place in otherwise like statements, hence the two values of one variable.
        """
        keys: dict[frozenset[str], Phrase] = {}
        for together in slots:
            for text in together:
                phrase = self.phrase(text)
                if phrase.words and not self._is_sign(text):
                    keys.setdefault(phrase.key, phrase)
        partner: dict[frozenset[str], frozenset[str]] = {}
        for one, other in pairs:
            a, b = self.phrase(one).key, self.phrase(other).key
            if a and b and a != b:
                partner[a], partner[b] = b, a
        for text in (text for together in slots for text in together if self._is_sign(text)):
            assigned = _ASSIGNED.match(text)
            symbol = assigned["name"] if assigned else text
            if self.variable(symbol) is None:
                self.declare(symbol)
        fresh = not self.names
        settled: dict[frozenset[str], str] = {}
        scored = sorted(
            ((self._score(phrase, name), key, name) for key, phrase in keys.items() for name in self._open()),
            key=lambda entry: -entry[0],
        )
        for score, key, name in scored:
            rivals = [s for s, k, n in scored if k == key and n != name]
            if score > 0 and key not in settled and score > max(rivals, default=0):
                settled[key] = name
        for key in keys:
            twin = partner.get(key)
            if twin is not None and key not in settled and twin in settled:
                settled[key] = settled[twin]
        left = [key for key in keys if key not in settled]
        groups: list[set[frozenset[str]]] = []
        for key in left:
            known = next((g for g in groups if partner.get(key) in g), None)
            if known is None:
                groups.append({key})
            else:
                known.add(key)
        free = [name for name in self._open() if name not in settled.values()]
        for group, name in self._assigned(groups, keys, free, fresh or not self._open()):
            settled |= dict.fromkeys(group, name)
        for key, name in settled.items():
            value = not self._is_low(key, partner.get(key), keys, name)
            self._of_key[key] = (name, value)
        said = (text for together in slots for text in together if not self._is_sign(text))
        for phrase in map(self.phrase, said):
            found = self._of_key.get(phrase.key)
            if found is not None:
                literal = (found[0], found[1] != phrase.negated)
                self.labels.setdefault(literal, self.cleaned(phrase.text))

    def _is_sign(self, text: str) -> bool:
        """ "X=1" or X: it names its variable, and is understood by itself."""
        return bool(_ASSIGNED.match(text) or _SYMBOL.match(text.strip()))

    def _open(self) -> list[str]:
        return [name for name in self.names if name not in self.hidden]

    def _assigned(
        self,
        groups: list[set[frozenset[str]]],
        keys: dict[frozenset[str], Phrase],
        free: list[str],
        fresh: bool,
    ) -> list[tuple[set[frozenset[str]], str]]:
        """Phrases that share no word with a variable: the likeliest way round, or a variable of their own."""
        if not groups:
            return []
        if fresh or not free:
            made = []
            for group in groups:
                first = keys[next(iter(sorted(group, key=sorted)))]
                name = self.declare(self.cleaned(first.text)) if fresh else None
                if name is not None:
                    made.append((group, name))
            return made
        if len(free) == 1 and len(groups) == 1:
            return [(groups[0], free[0])]
        from scipy.optimize import linear_sum_assignment

        from assistant.kinds.reading import default_embedder

        embedder = default_embedder()
        of_groups = embedder.encode([" ".join(sorted(set().union(*group))) for group in groups])
        of_names = embedder.encode(free)
        rows, columns = linear_sum_assignment(-(of_groups @ of_names.T))
        return [(groups[row], free[column]) for row, column in zip(rows, columns, strict=True)]

    def _score(self, phrase: Phrase, name: str) -> float:
        theirs = self.phrase(name).words or (name.casefold(),)
        shared = sum(any(alike(mine, other) for mine in phrase.words) for other in theirs)
        if not shared:
            return 0.0
        back = sum(any(alike(mine, other) for other in theirs) for mine in phrase.words)
        first = 0.01 if phrase.words and alike(phrase.words[0], theirs[0]) else 0.0
        return shared / len(theirs) + 0.5 * back / max(len(phrase.words), 1) + first

    def _is_low(
        self,
        key: frozenset[str],
        other: frozenset[str] | None,
        keys: dict[frozenset[str], Phrase],
        name: str,
    ) -> bool:
        if other is None or other not in keys:
            return False
        low = self.grammar.words["low"]
        mine, theirs = bool(key & low), bool(other & low)
        if mine != theirs:
            return mine
        here, there = self._score(keys[key], name), self._score(keys[other], name)
        if here != there:
            return here < there
        order = list(keys)
        return order.index(key) < order.index(other)

    # ------------------------------------------------ literals

    def literal(self, text: str) -> Literal | None:
        """The variable and value that a phrase means; None for one that no variable is like."""
        assigned = _ASSIGNED.match(text)
        if assigned is not None:
            name = self.variable(assigned["name"])
            return None if name is None else (name, self._level(name, assigned["value"]))
        phrase = self.phrase(self.cleaned(text) or text)
        if not phrase.words:
            name = self._named(text)
            return None if name is None else (name, not phrase.negated)
        known = self._of_key.get(phrase.key)
        if known is None:
            ranked = sorted(
                (
                    (self._alike(phrase, key), place, literal)
                    for place, (key, literal) in enumerate(self._of_key.items())
                ),
                key=lambda entry: (-entry[0], entry[1]),
            )
            by_name = max(
                ((self._score(phrase, name), name) for name in self.names),
                default=(0.0, ""),
                key=lambda e: e[0],
            )
            if ranked and ranked[0][0] > 0 and ranked[0][0] >= by_name[0]:
                known = ranked[0][2]
            elif by_name[0] > 0:
                known = (by_name[1], True)
        return None if known is None else (known[0], known[1] != phrase.negated)

    def _alike(self, phrase: Phrase, key: frozenset[str]) -> float:
        shared = sum(any(alike(mine, other) for mine in phrase.words) for other in key)
        back = sum(any(alike(mine, other) for other in key) for mine in phrase.words)
        return shared / len(key) + 0.5 * back / len(phrase.words) if shared else 0.0

    def names_word(self, word: str) -> bool:
        """Is it a word of a variable's name?"""
        return len(word) > 2 and any(
            alike(word, own) for name in self.names for own in self.phrase(name).words
        )

    def variable(self, text: str) -> str | None:
        """The variable that is named; None for one that is not there."""
        cleaned = self.cleaned(text)
        named = self._named(text)
        if named is not None or not cleaned or _SYMBOL.match(cleaned) or _ASSIGNED.match(cleaned):
            return named
        found = self.literal(cleaned)
        return found[0] if found is not None else None

    def _named(self, text: str) -> str | None:
        """The variable of exactly this name, or whose name holds this sign: "recovery Y", later called Y."""
        plain = self.cleaned(text) or text.strip()
        for name in self.names:
            if name.casefold() == plain.casefold():
                return name
        return next((name for name in self.names if plain in name.split() and _SYMBOL.match(plain)), None)

    def _level(self, name: str, value: str) -> bool:
        plain = value.strip().casefold()
        if plain in _YES | _NO:
            self.labels.setdefault((name, plain in _YES), f"{name}={value.strip()}")
            return plain in _YES
        levels = self._levels.setdefault(name, [])
        if plain not in levels:
            levels.append(plain)
        self.labels.setdefault((name, levels.index(plain) == 0), f"{name}={value.strip()}")
        return levels.index(plain) == 0


def alike(one: str, other: str) -> bool:
    """Forms of one word: the same beginning, and little else."""
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < _SHARED:
        return len(one) > 2 and one.rstrip("s") == other.rstrip("s")
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= max(_SHARED, short - 3)
