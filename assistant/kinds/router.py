"""Which kind of question was asked: every kind bids, and a close race asks back.

A multinomial logistic regression on what is heard in the question: the multilingual sentence vector, cues
(patterns of how people speak, in `assistant/language/<code>/cues/kinds.toml`), its shape, and hashed words.
`python -m bench.kinds train` makes the weights from the questions in `bench/kinds/`; to bid takes only numpy.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from assistant.kinds.interface import KINDS
from assistant.language.registry import language as language_named
from assistant.language.registry import until_registered
from tools.text.embedding import Embedder, UniversalSentenceEmbedder
from tools.types import DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "BUILT",
    "LONGEST_QUESTION",
    "Bid",
    "Bids",
    "Costs",
    "Weights",
    "cues",
    "decide",
    "features",
    "load_weights",
    "route",
]

LONGEST_QUESTION = 2_000  # characters; what a kind is known by stands in the first sentences

# ---------------- bids


@dataclass(frozen=True)
class Bid:
    """How probable it is that this kind was asked; over all kinds they sum to one."""

    kind: str
    probability: float


@dataclass(frozen=True)
class Bids:
    """Every kind's bid, the best first, and what follows from them."""

    ranked: tuple[Bid, ...]
    decided: str | None  # the kind to act on; None where `close` has to be asked back
    close: tuple[str, ...] = ()  # the kinds between which the person is asked, the likelier first

    def probability(self, kind: str) -> float:
        return next((bid.probability for bid in self.ranked if bid.kind == kind), 0.0)


def route(
    question: str, language: str, profile: DataProfile | None = None, embedder: Embedder | None = None
) -> Bids:
    """The bids for a question in a language; deterministic, nothing is fitted or looked up outside.

    The weights know the vectors of the Universal Sentence Encoder only; another embedder is not used.
    """
    import numpy as np

    weights = load_weights()
    if embedder is None or embedder.name != UniversalSentenceEmbedder.name:
        embedder = UniversalSentenceEmbedder()
    row = features([question], [language], [profile], embedder, weights.groups)[0]
    scores = (row @ weights.matrix + weights.intercept) * weights.sharpness
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    order = np.argsort(-chances, kind="stable")
    learned = tuple(Bid(weights.kinds[i], float(chances[i])) for i in order)
    own = _asked_by_own_cues(question, language, weights.kinds)
    return decide(_beside(learned, own), weights.costs, BUILT | set(own))


OWN_CUES = 0.9  # how probable a kind is whose own cue stands in the question, where it never was learned


def _asked_by_own_cues(question: str, language: str, learned: Sequence[str]) -> tuple[str, ...]:
    """The kinds that the weights do not know and one of whose own cues stands in the question.

    Looks at what is registered and loads nothing: a kind of the tree, which loads later, is learned.
    """
    text = normalised(question, language)
    unlearned = (KINDS[name] for name in KINDS if name not in learned)
    return tuple(
        kind.name
        for kind in unlearned
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in kind.cues.get(language, ()))
    )


def _beside(learned: tuple[Bid, ...], own: tuple[str, ...]) -> tuple[Bid, ...]:
    """All bids, the best first: those by own cues share `OWN_CUES`, and the learned ones what is left."""
    if not own:
        return learned
    bids = [Bid(name, OWN_CUES / len(own)) for name in own]
    bids += [Bid(bid.kind, (1 - OWN_CUES) * bid.probability) for bid in learned]
    return tuple(sorted(bids, key=lambda bid: -bid.probability))


# The kinds that are answered today: taking another kind for one of these is a wrong answer.
BUILT = frozenset({"average_effect", "association", "graph_question", "comparison"})


class Costs(NamedTuple):
    """What each outcome costs, a right answer being free; from the bench script, kept with the weights."""

    wrong_answer: float  # an answer to a question that was not asked
    ask: float  # a question back that was not needed
    false_refusal: float  # a question that can be answered is refused under another kind's name
    other_refusal: float  # refused, but under the wrong name


def decide(ranked: tuple[Bid, ...], costs: Costs, built: frozenset[str] = BUILT) -> Bids:
    """The kind that costs least in expectation, or the two best to ask between where asking costs less."""
    answerable = sum(bid.probability for bid in ranked if bid.kind in built)

    def expected(bid: Bid) -> float:
        if bid.kind in built:
            return costs.wrong_answer * (1.0 - bid.probability)
        others = 1.0 - bid.probability - answerable
        return costs.false_refusal * answerable + costs.other_refusal * others

    best = min(ranked[:4], key=expected)
    if expected(best) > costs.ask:
        return Bids(ranked, None, (ranked[0].kind, ranked[1].kind))
    return Bids(ranked, best.kind)


# ---------------- cues, read from the language's folder

_GAP = r"[^.?!\n]{0,60}?"
_LIST = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Cues:
    normalise: tuple[tuple[str, str], ...]
    groups: Mapping[str, re.Pattern[str]]


@until_registered
def cues(language: str) -> Cues:
    """The cues of a language; none where its folder has no `cues/kinds.toml`."""
    content = language_named(language).cues("kinds")
    if not content:
        return Cues((), {})
    lists: dict[str, str] = content.get("lists", {})

    def spelled(pattern: str) -> str:
        for _ in range(2):  # a list may name another
            pattern = _LIST.sub(lambda name: lists[name.group(1)], pattern)
        return pattern.replace(" ... ", f" {_GAP}").replace("...", _GAP)

    groups = {
        name: re.compile("|".join(f"(?:{spelled(pattern)})" for pattern in patterns), re.IGNORECASE)
        for name, patterns in content["groups"].items()
    }
    return Cues(tuple(content.get("normalise", {}).items()), groups)


def normalised(question: str, language: str) -> str:
    """The question's beginning in lower case, chat spelling written out, one blank between words."""
    text = f" {' '.join(question[:LONGEST_QUESTION].lower().split())} "
    for typed, read in cues(language).normalise:
        text = text.replace(typed, read)
    return text.strip()


# ---------------- columns that are mentioned: the kind does not depend on them

_WORD = re.compile(r"[^\W_]+")
NEUTRAL = "column"
_CODE = re.compile(r"(?<!\w)[a-z][a-z0-9]*_[a-z0-9_]+")
# Not the terms that are written in Latin letters everywhere: a/b, p(...), do(...).
_LATIN = re.compile(r"(?<![\w/])(?!ab\b|cuped\b|do\b|p\b)[a-z][a-z0-9_]+(?![\w/(])")
_IDEOGRAPHS = re.compile(r"[一-鿿]+")


def mentions(profile: DataProfile | None, text: str) -> tuple[str, int]:
    """The text with the columns' names put as one neutral word, and how many names it had.

    What is written like a code counts as one where nobody told the names: `new_checkout`, and Latin letters
    in a text of ideographs ("drug 对 pain 有什么影响").
    """
    count = 0
    for name in (
        () if profile is None else sorted((name.lower() for name in profile.names), key=len, reverse=True)
    ):
        if len(name) < 2 or name not in text:
            continue
        pattern = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])")
        text, times = pattern.subn(NEUTRAL, text)
        count += times
    codes = _LATIN if _IDEOGRAPHS.search(text) else _CODE
    text, times = codes.subn(NEUTRAL, text)
    return text, count + times


# ---------------- features

HASHED = 2_048
GROUPS_SCALE, SHAPE_SCALE, WORDS_SCALE, VECTOR_SCALE = 1.0, 0.5, 2.0, 2.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_IDENTIFIER = re.compile(
    r"(?:[a-z]{1,8}[-_ ]?#?\d{2,}\b|\b\d{4,}\b|#\d+|\b[a-z]+-[a-z]*-?\d+|[一-鿿]\d{2,}号?|\d+号)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROBABILITY = re.compile(r"p ?\([^)]{1,40}\)|\bdo ?\(", re.IGNORECASE)
_ARROW = re.compile(r"->|→|<-|←|⊥")
_LETTER = re.compile(r"(?<![\w'])[B-HJ-Z](?![\w'])|(?<![A-Za-z])[XYZUMW](?![A-Za-z])")


def shape(question: str, text: str, named: int) -> list[float]:
    """What the question looks like, in no language."""
    numbers = len(_NUMBER.findall(text))
    size = len(_IDEOGRAPHS.sub("", text)) / 6 + sum(len(run) for run in _IDEOGRAPHS.findall(text)) / 1.6
    return [
        min(size, 60.0) / 20.0,
        float(size < 4),
        float(size > 35),
        float(numbers > 0),
        min(numbers, 6) / 3.0,
        float(bool(_IDENTIFIER.search(_YEAR.sub("", text)))),
        float(bool(_YEAR.search(text))),
        min(len(_PROBABILITY.findall(question)), 4) / 2.0,
        min(len(_ARROW.findall(question)), 3) / 2.0,
        min(len(_LETTER.findall(question)), 5) / 2.0,
        float("?" in question or "？" in question),
        float("%" in text or "percent" in text),
        float(named > 0),
        float(named > 1),
    ]


def hashed_words(text: str) -> dict[int, float]:
    """Counts of single words, pairs and threes (Chinese: of characters), in `HASHED` buckets."""
    tokens = ["^"]
    for run in _WORD.findall(_NUMBER.sub(" 9 ", text)):
        tokens.extend(_split_ideographs(run))
    tokens.append("$")
    counts: dict[int, float] = {}
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            key = zlib.crc32(" ".join(tokens[start : start + size]).encode("utf-8")) % HASHED
            counts[key] = 1.0
    return counts


def _split_ideographs(run: str) -> list[str]:
    if not _IDEOGRAPHS.search(run):
        return [run]
    return [piece for piece in re.split(r"([一-鿿])", run) if piece]


def features(
    questions: Sequence[str],
    languages: Sequence[str],
    profiles: Sequence[DataProfile | None],
    embedder: Embedder,
    groups: Sequence[str],
) -> NDArray[np.float32]:
    """One row a question; float32. The columns: sentence vector, cue groups, shape, hashed words."""
    import numpy as np

    texts, rest = [], []
    for question, language, profile in zip(questions, languages, profiles, strict=True):
        text = normalised(question, language)
        neutral, named = mentions(profile, text)
        patterns = cues(language).groups
        fired = [float(name in patterns and bool(patterns[name].search(neutral))) for name in groups]
        words = np.zeros(HASHED, dtype=np.float32)
        counts = hashed_words(neutral)
        words[list(counts)] = WORDS_SCALE / max(len(counts), 1) ** 0.5
        row = np.concatenate(
            [
                GROUPS_SCALE * np.array(fired, dtype=np.float32),
                SHAPE_SCALE * np.array(shape(question[:LONGEST_QUESTION], neutral, named), dtype=np.float32),
                words,
            ]
        )
        texts.append(neutral.replace(NEUTRAL, "某项" if _IDEOGRAPHS.search(text) else "it").rstrip("?？ "))
        rest.append(row)
    vectors = embedder.encode(texts)
    return np.hstack([VECTOR_SCALE * vectors, np.stack(rest)])


# ---------------- weights


@dataclass(frozen=True)
class Weights:
    """What `python -m bench.kinds train` writes."""

    kinds: tuple[str, ...]
    groups: tuple[str, ...]  # of cues, in the order of their features
    matrix: NDArray[np.float32]  # (features, kinds)
    intercept: NDArray[np.float32]  # (kinds,)
    sharpness: float  # scores are multiplied by it, so that probabilities are as often right as they say
    costs: Costs


@cache
def load_weights() -> Weights:
    """The weights beside this module."""
    import numpy as np

    with files("assistant.kinds").joinpath("router.npz").open("rb") as source:
        content = np.load(source, allow_pickle=False)
        return Weights(
            kinds=tuple(map(str, content["kinds"])),
            groups=tuple(map(str, content["groups"])),
            matrix=content["matrix"].astype(np.float32),
            intercept=content["intercept"].astype(np.float32),
            sharpness=float(content["sharpness"]),
            costs=Costs(*map(float, content["costs"])),
        )
