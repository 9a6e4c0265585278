"""Which kind of question was asked: every kind bids, and a close race asks back.

Two readers bid together. A multinomial logistic regression hears the sentence vector, cues, shape and hashed
words of a question (`features.py`); small nets read it word by word (`net.py`). `python -m bench.kinds train`
fits both to the questions in `bench/kinds/`; to bid takes only numpy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.kinds.features import HASHED, features, normalised, states
from assistant.kinds.interface import KINDS, claimed_by
from assistant.kinds.net import Net
from tools.text.embedding import Embedder, UniversalSentenceEmbedder
from tools.types import DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "BUILT",
    "TURN",
    "Bid",
    "Bids",
    "Costs",
    "Weights",
    "bids_of",
    "blend",
    "decide",
    "load_weights",
    "route",
]

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
    turn: float = 0.0  # how probable it is that this is no question but a turn of a conversation

    def probability(self, kind: str) -> float:
        return next((bid.probability for bid in self.ranked if bid.kind == kind), 0.0)


def route(
    question: str, language: str, profile: DataProfile | None = None, embedder: Embedder | None = None
) -> Bids:
    """The bids for a question in a language; deterministic, nothing is fitted or looked up outside.

    The weights know the vectors of the Universal Sentence Encoder only; another embedder is not used.
    """
    import numpy as np

    claimed = claimed_by(question, language, () if profile is None else profile.names)
    if claimed is not None:
        return Bids((Bid(claimed, 1.0),), claimed)
    weights = load_weights()
    if embedder is None or embedder.name != UniversalSentenceEmbedder.name:
        embedder = UniversalSentenceEmbedder()
    row = features([question], [language], [profile], embedder, weights.groups)[0]
    of_tokens = states([question], [language], [profile])[0]
    scores = weights.scores(row, of_tokens) * weights.sharpness
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    learned, turn = bids_of(weights.kinds, chances)
    own = _asked_by_own_cues(question, language, weights.kinds)
    return replace(decide(_beside(learned, own), weights.costs, BUILT | set(own)), turn=turn)


TURN = "turn"  # "and for women?", "leave age out": learned beside the kinds, and none of them


def bids_of(names: Sequence[str], chances: Sequence[float]) -> tuple[tuple[Bid, ...], float]:
    """The bids of the kinds, the best first, were it a question; and how probable it is that it is a turn."""
    found = {name: float(chance) for name, chance in zip(names, chances, strict=True)}
    turn = found.pop(TURN, 0.0)
    total = sum(found.values()) or 1.0
    bids = (Bid(name, chance / total) for name, chance in found.items())
    return tuple(sorted(bids, key=lambda bid: -bid.probability)), turn


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
BUILT = frozenset(
    {
        "average_effect",
        "association",
        "graph_question",
        "comparison",
        "heterogeneity",
        "policy",
        "mediation",
        "joint_change",
        "drivers",
        "dose_response",
        "best_level",
        "survival",
        "sustained",
        "formal",
        "attribution",
        "experiment",
        "unit_counterfactual",
        "necessity",
        "series",
    }
)


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


# ---------------- weights


@dataclass(frozen=True)
class Weights:
    """What `python -m bench.kinds train` writes."""

    kinds: tuple[str, ...]
    groups: tuple[str, ...]  # of cues, in the order of their features
    matrix: NDArray[np.float32]  # (features, kinds), of the regression
    intercept: NDArray[np.float32]  # (kinds,)
    nets: tuple[Net, ...]  # fitted from different beginnings; the mean of their bids counts
    share: float  # of the nets in the bids; the regression has the rest
    sharpness: float  # scores are multiplied by it, so that probabilities are as often right as they say
    costs: Costs

    def scores(self, row: NDArray[np.float32], of_tokens: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logarithms of what both readers hold probable, weighed; shape (kinds,)."""
        of_nets = sum(net.scores(of_tokens, row[:-HASHED]) for net in self.nets) / len(self.nets)
        of_regression = row @ self.matrix + self.intercept
        blended: NDArray[np.float32] = blend(of_regression, of_nets, self.share)
        return blended


def blend(of_regression: Any, of_nets: Any, share: float) -> Any:
    """The scores of both readers as one; both have the kinds along their last axis."""
    import numpy as np

    def log_chances(scores: Any) -> Any:
        scores = scores - scores.max(axis=-1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))

    return (1 - share) * log_chances(of_regression) + share * log_chances(of_nets)


@cache
def load_weights() -> Weights:
    """The weights beside this module."""
    import numpy as np

    with files("assistant.kinds").joinpath("router.npz").open("rb") as source:
        content = np.load(source, allow_pickle=False)
        nets: dict[str, dict[str, NDArray[np.float32]]] = {}
        for name in content.files:
            number, dot, array = name.partition(".")
            if dot:
                nets.setdefault(number, {})[array] = content[name].astype(np.float32)
        return Weights(
            kinds=tuple(map(str, content["kinds"])),
            groups=tuple(map(str, content["groups"])),
            matrix=content["matrix"].astype(np.float32),
            intercept=content["intercept"].astype(np.float32),
            nets=tuple(Net(arrays) for arrays in nets.values()),
            share=float(content["share"]),
            sharpness=float(content["sharpness"]),
            costs=Costs(*map(float, content["costs"])),
        )
