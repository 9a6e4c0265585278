"""The learned classifier of a description's sentences: what one says against a plain comparison, if anything.

The mean of its tokens and one learned look at them, over the states of a multilingual sentence encoder whose
upper layers are adapted by matrices of low rank (Hu et al. 2022, LoRA, ICLR). `python -m bench.threats train`
fits it with torch on sentences of many fields of life; to read takes only numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.reader.net import ReaderNet
from tools.text.e5 import WIDTH, e5, is_installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LEAST", "LOWER", "PREFIX", "ThreatNet", "shipped_net"]

PREFIX = "query: "  # what this encoder was trained to see before a short text (Wang et al. 2024, section 3)
LOWER = 6  # layers of the encoder that stay as they are
LEAST = 0.45  # chance from which on a sentence is taken to say so
_TOGETHER = 16  # sentences that are read in one go


class ThreatNet:
    """A fitted net."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        """`arrays` by name: `adapters.*` of the encoder, `look` (768, 1) and `kinds` (1536, outputs)."""
        self._arrays = arrays
        self._encoder = ReaderNet(arrays, LOWER)  # holds the adapted layers

    def chances(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, outputs): the chance of each `ThreatKind`, each `DesignSaid`; the last is of none."""
        import numpy as np

        found = np.zeros((len(texts), self._arrays["kinds.bias"].shape[0]), dtype=np.float32)
        order = np.argsort([len(text) for text in texts], kind="stable")
        for start in range(0, len(order), _TOGETHER):
            chosen = order[start : start + _TOGETHER]
            found[chosen] = self._read([texts[place] for place in chosen])
        return found

    def _read(self, texts: Sequence[str]) -> Any:
        import numpy as np

        encoder = e5()
        pieces = [[number for _, number in encoder.pieces(PREFIX + text)] for text in texts]
        encoded = self._encoder.encode(encoder, pieces)
        states = np.concatenate([_standard(half) for half in encoded.halves], axis=-1)
        assert states.shape[-1] == 2 * WIDTH
        known = encoded.there[..., None]
        mean = (states * known).sum(axis=1) / known.sum(axis=1)
        share = _softmax(
            np.where(known, states @ self._arrays["look.weight"] + self._arrays["look.bias"], -1e9), 1
        )
        read = np.concatenate([mean, (share * states).sum(axis=1)], axis=-1)
        return _softmax(read @ self._arrays["kinds.weight"] + self._arrays["kinds.bias"], 1)


def _standard(rows: Any) -> Any:
    import numpy as np

    centred = rows - rows.mean(axis=-1, keepdims=True)
    return centred / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + 1e-5)


def _softmax(scores: Any, axis: int) -> Any:
    import numpy as np

    chances = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return chances / chances.sum(axis=axis, keepdims=True)


@cache
def shipped_net() -> ThreatNet | None:
    """The net beside this module; None where the encoder's weights cannot be installed."""
    import numpy as np

    file = files("assistant.designs.threats").joinpath("threats.npz")
    if not is_installed() or not file.is_file():
        return None
    with file.open("rb") as source:
        content = np.load(source, allow_pickle=False)
        return ThreatNet({name: content[name].astype(np.float32) for name in content.files})
