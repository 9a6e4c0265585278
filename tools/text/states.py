"""What the Universal Sentence Encoder knows of every word, before it averages over the words.

Its average keeps what a text is about and loses how it is said. The states of the tokens keep both, in all of
its languages, so that a small net learns from few examples what a phrase asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.text.embedding import encodable, sentence_encoder
from tools.text.layers import normed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["STATE_SIZE", "token_states"]

STATE_SIZE = 1_280  # a token's own embedding (512), and windows of 2, 3 and 5 tokens around it (256 each)
_WINDOWS = ((2, 0), (3, 1), (5, 2))  # tokens in the window, and how many of them stand before


def token_states(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    """For each text the states of its tokens, shape (tokens, 1280), float32; the first and last are its ends.

    Yang et al. (2020), "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL: the sum of
    these states, projected, is what `UniversalSentenceEmbedder` returns. KnowledgeError if not installed.
    """
    encoder = sentence_encoder()
    return [_states(encoder, encodable(text)) for text in texts]


def _states(encoder: Any, text: str) -> NDArray[np.float32]:
    import numpy as np

    tokens = np.array(encoder.sp.encode(text, out_type=int, add_bos=True, add_eos=True), dtype=np.int64)
    chunk = tokens % len(encoder.scale)
    embedded = encoder.table[tokens] * encoder.scale[chunk, None] + encoder.lo[chunk, None]
    eps = encoder.eps
    projected = normed(embedded @ encoder.proj_W + encoder.proj_b, encoder.ln_g_all, encoder.ln_b_all, eps)
    branches = np.split(projected, len(_WINDOWS), axis=1)
    parts = [embedded]
    for place, (own, (size, before)) in enumerate(zip(branches, _WINDOWS, strict=True)):
        for weights, bias in ((encoder.w1, encoder.b1), (encoder.w2, encoder.b2)):
            own = own + np.maximum(_windows(own, size, before) @ weights[place] + bias[place], 0)
        parts.append(own)
    states: NDArray[np.float32] = normed(np.hstack(parts), encoder.ln_g, encoder.ln_b, eps)
    return states.astype(np.float32)


def _windows(rows: NDArray[np.float32], size: int, before: int) -> NDArray[np.float32]:
    """Each row beside its neighbours, zeros beyond the ends; shape (rows, size * columns)."""
    import numpy as np

    padded = np.pad(rows, ((before, size - 1 - before), (0, 0)))
    return np.hstack([padded[start : start + len(rows)] for start in range(size)])
