"""The columns of one study, read again and again in tiles that fit the processor's cache.

A tile is a few ten thousand rows of float64 numbers and integer codes; nothing else of the table is ever
held, unless the caller holds it already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tools.engine.arrays import Codes, Hashes, Vector
from tools.engine.threads import ahead
from tools.errors import DataError, EstimationError, OptionError, unknown_column

if TYPE_CHECKING:
    from tools.data.table import Table

TILE = 32_768  # rows: a dozen columns of doubles then fit a second-level cache
MAX_LEVELS = 1_000  # of one categorical covariate

# Called with the rows read so far; a true answer (or an exception) stops the work.
Progress = Callable[[int], object]


class Cancelled(Exception):
    """The progress callback returned true."""


@dataclass(frozen=True)
class Columns:
    """Which columns are read, and as what."""

    treatment: str
    outcome: str
    numbers: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.treatment, self.outcome, *self.numbers, *self.categories)


@dataclass(frozen=True)
class Tile:
    """Some rows. Rows with a missing value are not among them."""

    treatment: Vector  # (rows,)
    outcome: Vector  # (rows,)
    numbers: tuple[Vector, ...]  # (rows,) each
    codes: tuple[Codes, ...]  # (rows,) each, positions in `Levels.labels`
    dropped: int  # rows with a missing value that were left out

    @property
    def rows(self) -> int:
        return len(self.outcome)

    def where(self, chosen: Any) -> Tile:
        return Tile(
            self.treatment[chosen],
            self.outcome[chosen],
            tuple(column[chosen] for column in self.numbers),
            tuple(codes[chosen] for codes in self.codes),
            0,
        )


class Levels:
    """The levels of one category in the order in which they were first seen."""

    def __init__(self, name: str, clean: Callable[[Any], Any] | None = None) -> None:
        self.name = name
        self._clean = clean
        self._position: dict[Any, int] = {}
        self.hashes: Hashes = np.empty(0, dtype=np.uint64)

    @property
    def labels(self) -> tuple[Any, ...]:
        return tuple(self._position)

    def positions(self, labels: Sequence[Any]) -> Codes:
        """Code of each label; missing labels get -1, new ones the next code.

        Raises EstimationError above MAX_LEVELS levels.
        """
        known = len(self._position)
        if self._clean is not None:
            labels = [self._clean(label) for label in labels]
        found = [
            -1 if label is None or label != label else self._position.setdefault(label, len(self._position))
            for label in labels
        ]
        if len(self._position) > MAX_LEVELS:
            raise EstimationError(
                f"The covariate {self.name!r} has more than {MAX_LEVELS} levels. Group its levels or leave "
                "it out."
            )
        if len(self._position) > known:
            self.hashes = np.array([_label_hash(label) for label in self._position], dtype=np.uint64)
        return np.asarray(found, dtype=np.int64)


def _label_hash(label: Any) -> int:
    # Of the label and not of its code: codes depend on the order of the rows.
    return int.from_bytes(
        blake2b(repr(label).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


class Rows:
    """A source that can be gone through several times, tile by tile. Made by `open_rows`."""

    def __init__(
        self,
        columns: Columns,
        start: Callable[[], Iterator[list[Any]]],
        source: str,
        clean: Callable[[Any], Any] | None = None,
    ) -> None:
        self.columns = columns
        self.source = source
        self.levels = tuple(Levels(name, clean) for name in columns.categories)
        self._start = start

    def without(self, category: int | None) -> Rows:
        """The same rows without one category."""
        if category is None:
            return self
        place = 2 + len(self.columns.numbers) + category
        names = tuple(n for i, n in enumerate(self.columns.categories) if i != category)
        start = self._start
        fewer = Rows(
            replace(self.columns, categories=names),
            lambda: ([p for i, p in enumerate(pieces) if i != place] for pieces in start()),
            self.source,
        )
        fewer.levels = tuple(levels for i, levels in enumerate(self.levels) if i != category)
        return fewer

    def tiles(self, progress: Progress | None = None) -> Iterator[Tile]:
        """All rows without missing values, in the order of the source, at most TILE at a time.

        Raises Cancelled once `progress` returns true, and whatever `progress` raises.
        """
        read = 0
        for pieces in self._start():
            length = len(pieces[0])
            for first in range(0, length, TILE):
                cut = [piece[first : first + TILE] for piece in pieces]
                tile = self._tile(cut)
                read += len(cut[0])
                if tile.rows or tile.dropped:
                    yield tile
                if progress is not None and progress(read):
                    raise Cancelled(f"Stopped after {read} rows of {self.source}.")

    def _tile(self, pieces: list[Any]) -> Tile:
        count = 2 + len(self.columns.numbers)
        floats = [np.ascontiguousarray(piece, dtype=np.float64) for piece in pieces[:count]]
        codes = [_codes(piece, levels) for piece, levels in zip(pieces[count:], self.levels, strict=True)]
        tile = Tile(floats[0], floats[1], tuple(floats[2:]), tuple(codes), 0)
        # One sum finds any NaN or infinity; only then is each row looked at.
        total = sum((float(column.sum()) for column in floats), 0.0)
        if np.isfinite(total) and all(c.min(initial=0) >= 0 for c in codes):
            return tile
        whole = np.ones(tile.rows, dtype=bool)
        for column in floats:
            whole &= np.isfinite(column)
        for code in codes:
            whole &= code >= 0
        kept = tile.where(whole)
        return Tile(kept.treatment, kept.outcome, kept.numbers, kept.codes, int((~whole).sum()))


def _codes(piece: Any, levels: Levels) -> Codes:
    """Codes of a piece of a categorical column, in memory or dictionary-encoded by Arrow."""
    if isinstance(piece, _Coded):
        return np.asarray(piece.codes, dtype=np.int64)
    table = np.append(levels.positions(piece.dictionary.to_pylist()), -1)
    indices = piece.indices.fill_null(len(table) - 1) if piece.null_count else piece.indices
    return np.asarray(table[indices.to_numpy(zero_copy_only=False)])


@dataclass(frozen=True)
class _Coded:
    """A categorical column in memory."""

    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice) -> _Coded:
        return _Coded(self.codes[rows])


def open_rows(
    source: object,
    treatment: str,
    outcome: str,
    covariates: Sequence[str],
    *,
    categories: Sequence[str] = (),
) -> Rows:
    """Prepare to read these columns of anything that `tools.data.open_table` takes.

    Text and `category` columns are categories, and so are the numbers named in `categories`. Treatment and
    outcome have to be numbers or true/false.

    Raises:
        DataError: a column is not there or cannot be used as what it is needed for.
        OptionError: a column has two roles.
    """
    names = [treatment, outcome, *covariates]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise OptionError(f"{twice[0]!r} has two roles. Name it as treatment, outcome or covariate, once.")
    if isinstance(source, pd.DataFrame):
        return _frame_rows(source, treatment, outcome, covariates, frozenset(categories))
    # Imported here: a frame needs none of it, and it takes longer to load than most frames to scan.
    from tools.data import open_table

    return _table_rows(open_table(source), treatment, outcome, covariates, frozenset(categories))


def _split(
    treatment: str, outcome: str, covariates: Sequence[str], is_number: Callable[[str], bool]
) -> Columns:
    for name, role in ((treatment, "treatment"), (outcome, "outcome")):
        if not is_number(name):
            raise DataError(f"The {role} {name!r} holds no numbers. Code its levels as 0 and 1.")
    numbers = tuple(name for name in covariates if is_number(name))
    return Columns(treatment, outcome, numbers, tuple(name for name in covariates if name not in numbers))


def _frame_rows(
    frame: pd.DataFrame, treatment: str, outcome: str, covariates: Sequence[str], coded: frozenset[str]
) -> Rows:
    for name in (treatment, outcome, *covariates):
        if name not in frame.columns:
            raise unknown_column(name, "the DataFrame", map(str, frame.columns))
    columns = _split(
        treatment,
        outcome,
        covariates,
        lambda name: name not in coded and pd.api.types.is_numeric_dtype(frame[name].dtype),
    )
    numeric = (columns.treatment, columns.outcome, *columns.numbers)
    pieces: list[Any] = []
    for name in numeric:
        column = frame[name]
        pieces.append(
            column.to_numpy()
            if isinstance(column.dtype, np.dtype)
            else column.to_numpy(dtype=np.float64, na_value=np.nan)
        )
    rows = Rows(columns, lambda: iter([pieces]), "the DataFrame")
    for levels in rows.levels:
        column = frame[levels.name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, labels = column.cat.codes.to_numpy(), column.cat.categories
        else:
            codes, labels = pd.factorize(column)
        table = np.append(levels.positions(labels.tolist()), -1)
        identity = np.array_equal(table[:-1], np.arange(len(table) - 1))
        pieces.append(_Coded(codes if identity else table[codes]))
    return rows


def _table_rows(
    table: Table, treatment: str, outcome: str, covariates: Sequence[str], coded: frozenset[str]
) -> Rows:
    from tools.data.table import clean_text

    kinds = {name: table.field(name).kind for name in (treatment, outcome, *covariates)}
    columns = _split(
        treatment, outcome, covariates, lambda name: name not in coded and kinds[name] in ("number", "bool")
    )
    count = 2 + len(columns.numbers)

    def pieces() -> Iterator[list[Any]]:
        for batch in table.batches(columns.names, 2 * TILE, as_numbers=columns.names[:count]):
            floats = [_float_array(batch.column(i)) for i in range(count)]
            texts = [batch.column(i) for i in range(count, len(columns.names))]
            yield [*floats, *(text.dictionary_encode() for text in texts)]

    # Reading and encoding the next batch overlaps with the work on this one.
    return Rows(columns, lambda: ahead(pieces()), table.source, clean_text)


def _float_array(column: Any) -> Vector:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
