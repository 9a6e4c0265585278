"""The net that finds the columns of a question, over the states of a sentence encoder.

Every word of the question is compared with every column, as it is written and by its meaning; several heads
of attention read, for each column, the words that speak of it and how they are said; then the columns are
compared with each other, and every ordered pair of them is scored as cause and effect. The parts are known:
attention (Bahdanau et al. 2015, ICLR), late interaction of words (Khattab & Zaharia 2020, ColBERT, SIGIR),
schema linking (Wang et al. 2020, RAT-SQL, ACL), adapters of low rank in the encoder's upper layers (Hu et
al. 2022, LoRA, ICLR). `python -m bench.reader train` fits it with torch; to read takes only numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.text.e5 import E5, LINEAR
from tools.text.layers import convolved, normed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.reader.features import Seen

__all__ = ["LOWER", "MEANINGS", "NOBODY", "PARTS", "SHARPER", "Encoded", "ReaderNet"]

PARTS = ("t", "y", "m", "g", "f", "w", "u", "z", "c")
NOBODY = 2  # beside the columns: the part is not said, or said and not in the table
LOWER = 4  # layers of the encoder that stay as they are; those above are adapted
MEANINGS = 4  # cosines of a token: with a column's nearest token and its mean, of both halves of the encoder
SHARPER = 5.0  # cosines of this encoder lie close together


@dataclass(frozen=True)
class Encoded:
    """Texts as states of the lower and of the adapted upper layers, padded; and which tokens are there."""

    halves: tuple[NDArray[np.float32], NDArray[np.float32]]  # (texts, tokens, 384) each
    there: NDArray[np.bool_]  # (texts, tokens)


class ReaderNet:
    """A fitted net."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]], lower: int = LOWER) -> None:
        """`arrays` by name: weights are (inputs, outputs), of convolutions (window, inputs, outputs).

        `lower` layers of the encoder have no adapters.
        """
        self.arrays, self.lower = arrays, lower
        self._layers: dict[int, Mapping[str, Any]] = {}

    def encode(self, encoder: E5, pieces: Sequence[Sequence[int]]) -> Encoded:
        """Both halves for texts that the vocabulary cut into these numbers."""
        rows, there = encoder.embedded(pieces)
        lower = encoder.through(rows, there, [encoder.layer(number) for number in range(self.lower)])
        upper = [self._layer(encoder, number) for number in range(self.lower, encoder.shape.layers)]
        return Encoded((lower, encoder.through(lower, there, upper)), there)

    def _layer(self, encoder: E5, number: int) -> Mapping[str, Any]:
        """A layer with its adapters added in."""
        if number not in self._layers:
            layer = dict(encoder.layer(number))
            for name in LINEAR:
                down, up = (self.arrays[f"adapters.{number}_{name}_{part}"] for part in "ab")
                layer[f"{name}.w"] = layer[f"{name}.w"] + down @ up
            self._layers[number] = layer
        return self._layers[number]

    def scores(
        self, question: Encoded, columns: Encoded, seen: Seen
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Chances of the pairs (C + NOBODY, C + NOBODY) and of the parts (C, PARTS)."""
        import numpy as np

        known = columns.there
        share = (known / known.sum(axis=1, keepdims=True))[..., None].astype(np.float32)
        meanings, states, held = [], [], []
        for one, other in zip(question.halves, columns.halves, strict=True):
            states.append(_standard(one[0]))
            held.append((_standard(other) * share).sum(axis=1))
            asked, told = _unit(one[0]), _unit(other)
            cosines = np.where(known[:, None, :], np.einsum("td,ckd->ctk", asked, told, optimize=True), -1.0)
            meanings.append(cosines.max(axis=2))
            meanings.append((asked @ _unit((told * share).sum(axis=1)).T).T)
        plain = np.concatenate([seen.looks, SHARPER * np.stack(meanings, 2)], axis=2).astype(np.float32)
        pair = np.concatenate([plain, plain - plain.mean(axis=0)], axis=2)
        rows = self._linear("inputs", np.hstack(states)) + self._linear("marks", seen.token)
        rows = np.maximum(rows + self._linear("named", pair.max(axis=0)), 0)
        for layer in ("first", "second"):
            rows = self._normed(layer, rows + np.maximum(self._convolved(layer, rows), 0))
        texts = self._linear("texts", np.hstack(held)) + self._linear("own", seen.column)
        texts = self._normed("text", np.maximum(texts, 0))
        scores, shares, heard = self._attended(rows, texts, pair)
        read = [heard, _log_sum(scores, 1), shares.sum(axis=1), pair.max(axis=1), texts, seen.column]
        found = self._normed("read", np.maximum(self._linear("read", np.hstack(read)), 0))
        attention = _softmax(self._linear("query", rows), 0)
        whole = np.maximum(self._linear("whole", (attention.T @ self._linear("pooled", rows)).ravel()), 0)
        beside = np.concatenate([found.mean(axis=0), found.max(axis=0), whole])
        beside = np.broadcast_to(beside, (len(found), len(beside)))
        found = self._normed(
            "among", found + np.maximum(self._linear("among", np.hstack([found, beside])), 0)
        )
        joint = self._pairs(found, whole)
        parts = 1 / (1 + np.exp(-self._linear("parts", found)))
        return _softmax(joint.ravel(), 0).reshape(joint.shape), parts

    def _attended(self, rows: Any, texts: Any, pair: Any) -> tuple[Any, Any, Any]:
        """Scores (C, T, heads), the shares of each token over the columns, and what is heard (C, hidden)."""
        import numpy as np

        heads = self.arrays["alike.bias"].shape[0]
        asks = self._linear("asks", rows).reshape(len(rows), heads, -1)
        answers = self._linear("answers", texts).reshape(len(texts), heads, -1)
        scores = np.einsum("thd,chd->cth", asks, answers, optimize=True) / asks.shape[-1] ** 0.5
        scores = scores + self._linear("alike", pair)
        value = self._linear("value", rows).reshape(len(rows), heads, -1)
        heard = np.einsum("cth,thd->chd", _softmax(scores, 1), value, optimize=True).reshape(len(texts), -1)
        blank = np.zeros_like(scores[:1])
        shares = _softmax(np.concatenate([scores, blank]), 0)[:-1]
        return scores, shares, heard

    def _pairs(self, found: Any, whole: Any) -> Any:
        import numpy as np

        count = len(found)
        nobody = self._linear("nobody", np.concatenate([found.max(axis=0), whole]))
        cause = np.concatenate([self._linear("cause", found)[:, 0], nobody[:NOBODY]])
        effect = np.concatenate([self._linear("effect", found)[:, 0], nobody[NOBODY:]])
        acts, responds = self._linear("acts", found), self._linear("responds", found)
        joint = np.pad(acts @ responds.T / acts.shape[1] ** 0.5, ((0, NOBODY), (0, NOBODY)))
        joint = joint + cause[:, None] + effect[None, :]
        joint[np.arange(count), np.arange(count)] = -1e4
        return joint

    def _linear(self, name: str, rows: Any) -> Any:
        return rows @ self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"]

    def _convolved(self, name: str, rows: Any) -> Any:
        return convolved(rows, self.arrays[f"{name}.weight"], self.arrays[f"{name}.bias"])

    def _normed(self, name: str, rows: Any) -> Any:
        return normed(rows, self.arrays[f"{name}_norm.weight"], self.arrays[f"{name}_norm.bias"])


def _standard(rows: Any) -> Any:
    import numpy as np

    centred = rows - rows.mean(axis=-1, keepdims=True)
    return centred / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + 1e-5)


def _unit(rows: Any) -> Any:
    import numpy as np

    return rows / np.maximum(np.sqrt(np.square(rows).sum(axis=-1, keepdims=True)), 1e-12)


def _softmax(scores: Any, axis: int) -> Any:
    import numpy as np

    chances = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return chances / chances.sum(axis=axis, keepdims=True)


def _log_sum(scores: Any, axis: int) -> Any:
    import numpy as np

    top = scores.max(axis=axis, keepdims=True)
    return (top + np.log(np.exp(scores - top).sum(axis=axis, keepdims=True))).squeeze(axis)
