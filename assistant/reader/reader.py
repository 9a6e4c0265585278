"""Which columns a question is about, and what each has to do in it, with probabilities.

`LearnedReader` is the learned half of understanding a question: it knows no word of any language by heart.
The other half is exact: `assistant.planning.reading`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.reader.features import TableView, look_at, view_of
from assistant.reader.net import PARTS, Encoded, ReaderNet
from tools.text.e5 import e5, is_installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.types import DataProfile

__all__ = ["MOST_COLUMNS", "Found", "LearnedReader", "evidence", "pooled", "shipped_reader"]


@dataclass(frozen=True)
class Found:
    """What the net makes of a question beside a table; the columns in table order."""

    names: tuple[str, ...]
    pairs: NDArray[np.float32]  # (columns + NOBODY)^2: chance of (cause, effect); they sum to 1
    parts: NDArray[np.float32]  # (columns, PARTS): chance of each part, by itself

    def ranked(self, most: int) -> list[tuple[str, str, float]]:
        """(cause, effect, chance) of the likeliest pairs of columns."""
        import numpy as np

        inner = self.pairs[: len(self.names), : len(self.names)]
        order = np.argsort(-inner, axis=None)[:most]
        places = [divmod(int(place), len(self.names)) for place in order]
        return [(self.names[t], self.names[y], float(inner[t, y])) for t, y in places]

    def chance_of(self, cause: str | None, effect: str) -> float:
        """Of this pair; without a cause, of an effect of what no column holds. 0 for one not looked at."""
        if effect not in self.names or (cause is not None and cause not in self.names):
            return 0.0
        row = -1 if cause is None else self.names.index(cause)
        return float(self.pairs[row, self.names.index(effect)])

    @property
    def absent(self) -> tuple[float, float]:
        """How probable it is that the cause, the effect, is spoken of and not in the table."""
        return float(self.pairs[-1].sum()), float(self.pairs[:, -1].sum())

    def chance(self, part: str, column: str) -> float:
        return float(self.parts[self.names.index(column), PARTS.index(part)])

    def columns_of(self, part: str, least: float) -> tuple[str, ...]:
        """The columns that have this part with at least this chance, the likelier first."""
        import numpy as np

        chances = self.parts[:, PARTS.index(part)]
        return tuple(self.names[place] for place in np.argsort(-chances) if chances[place] >= least)


_REMEMBERED = 16  # tables whose states are kept
MOST_COLUMNS = 48  # of a wider table the likeliest are read


class LearnedReader:
    """A net with the tables that it has read lately: several questions are asked of one table."""

    def __init__(self, net: ReaderNet) -> None:
        self.net = net
        self._tables: OrderedDict[tuple[str, str, tuple[str, ...]], tuple[TableView, Encoded]] = OrderedDict()

    def find_columns(self, question: str, profile: DataProfile, likely: Sequence[str] = ()) -> Found:
        """The parts of a question among the columns. KnowledgeError without the encoder's weights.

        Of a table with more than `MOST_COLUMNS` columns the first of `likely` are read, in table order.
        """
        columns = profile.columns
        if len(columns) > MOST_COLUMNS:
            kept = set(list(dict.fromkeys((*likely, *profile.names)))[:MOST_COLUMNS])
            columns = tuple(column for column in columns if column.name in kept)
        view, encoded = self._table(replace(profile, columns=columns))
        encoder = e5()
        pieces = encoder.pieces(" ".join(question.split()))
        asked = self.net.encode(encoder, [[number for _, number in pieces]])
        seen = look_at(question, [piece for piece, _ in pieces], view)
        return Found(view.names, *self.net.scores(asked, encoded, seen))

    def _table(self, profile: DataProfile) -> tuple[TableView, Encoded]:
        key = (profile.fingerprint, profile.description, profile.names)
        if key not in self._tables:
            view = view_of(profile)
            encoder = e5()
            pieces = [[number for _, number in encoder.pieces(text)] for text in view.texts]
            self._tables[key] = view, self.net.encode(encoder, pieces)
            while len(self._tables) > _REMEMBERED:
                self._tables.popitem(last=False)
        self._tables.move_to_end(key)
        return self._tables[key]


@cache
def shipped_reader() -> LearnedReader | None:
    """The reader with the net beside this module; None where the encoder's weights cannot be installed."""
    import numpy as np

    if not is_installed():
        return None

    with files("assistant.reader").joinpath("reader.npz").open("rb") as source:
        content = np.load(source, allow_pickle=False)
        return LearnedReader(ReaderNet({name: content[name].astype(np.float32) for name in content.files}))


LEAST = 1e-4  # chance that either reader leaves to what it does not see
Pairs = Sequence[tuple[int | None, int]]  # (cause, effect) by place; None for what no column records


def pooled(pairs: Pairs, learned: Sequence[float], written: Sequence[float]) -> list[float]:
    """The chances of both readers as one: a weighted sum of logarithms; they sum to 1.

    Genest & Zidek (1986), Statistical Science 1(1). Which two columns are meant and which of them acts have
    weights of their own: the one is known better by meaning, the other by grammar. They are fitted by
    `python -m bench.reader train` on fields of life that the net did not learn.
    """
    import numpy as np

    reader = shipped_reader()
    weights = np.array([0.0, 1.0, 0.0, 1.0]) if reader is None else reader.net.arrays["pool"]
    logs = evidence(pairs, learned, written) @ weights
    chances = np.exp(logs - logs.max())
    found: list[float] = (chances / chances.sum()).tolist()
    return found


def evidence(pairs: Pairs, learned: Sequence[float], written: Sequence[float]) -> NDArray[np.float64]:
    """(pairs, 4): logarithms of each reader's chance of the two columns in either order, learned and written,
    and of its share for this order.
    """
    import numpy as np

    columns = []
    for chances in (learned, written):
        given: dict[tuple[int | None, int | None], float] = {
            pair: chance + LEAST for pair, chance in zip(pairs, chances, strict=True)
        }
        either = [given[pair] + given.get((pair[1], pair[0]), LEAST) for pair in pairs]
        columns.append((np.log(either), np.log([given[pair] for pair in pairs]) - np.log(either)))
    (learned_two, learned_order), (written_two, written_order) = columns
    return np.column_stack([learned_two, written_two, learned_order, written_order])
