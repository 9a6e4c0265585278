"""Several machines: the partitions of a Parquet dataset reduced on Dask workers to the same statistics.

    with connect("tcp://scheduler:8786") as client:
        statistics = scan_on(client, "trips/*.parquet", "treated", "fare", ["distance", "zone"])
    regression(statistics)

Needs the extra `cluster` (`pip install "askwhy[cluster]"`) here and on the workers, which read the files
themselves: every path has to mean the same file there.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tools.engine.arrays import Matrix, Vector
from tools.engine.design import Layout, in_label_order
from tools.engine.one_pass import BLOCKS, scan
from tools.engine.statistics import Blocked, Statistics
from tools.errors import DataError, OptionError

WAIT = 10.0  # seconds until an unreachable scheduler is given up


def connect(address: str, *, seconds: float = WAIT) -> Any:
    """A client of the Dask scheduler at `address`, for instance "tcp://scheduler:8786".

    Raises OptionError where Dask is missing, the address makes no sense, nobody answers there, or no worker
    has joined.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise OptionError(
            f"cluster={address!r} needs Dask, which is not installed. "
            'Install it: pip install "askwhy[cluster]".'
        ) from error
    try:
        made: Callable[..., Any] = Client
        client = made(address, timeout=seconds, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise OptionError(
            f"No Dask scheduler answers at cluster={address!r} within {seconds:g} seconds. Start one with "
            "`dask scheduler` and workers with `dask worker ADDRESS`, or check host and port."
        ) from error
    if not client.scheduler_info(n_workers=-1)["workers"]:
        client.close()
        raise OptionError(
            f"The Dask scheduler at {address!r} has no workers. Start some: dask worker {address}."
        )
    return client


def scan_on(
    client: Any,
    paths: str | Sequence[str],
    treatment: str,
    outcome: str,
    covariates: Sequence[str] = (),
    *,
    categories: Sequence[str] = (),
    blocks: int = BLOCKS,
    seed: int = 7,
) -> Statistics:
    """As `tools.engine.scan`, one task a file. The result holds no rows, so nothing can read them again.

    Sums are about each file's own means and are brought to common ones before they are added up, so that the
    result agrees with one scan of all files but for rounding.

    Raises:
        DataError: no file matches, or a column is missing in one of them.
        EstimationError: as `scan`.
    """
    pattern = [paths] if isinstance(paths, str) else list(paths)
    files = sorted(path for one in pattern for path in (glob.glob(one) or [one]))
    if not files or not all(os.path.exists(path) for path in files):
        raise DataError(f"No file matches {', '.join(pattern)}. Give the path or glob of a Parquet dataset.")
    tasks = [
        client.submit(
            _reduced, os.path.abspath(path), treatment, outcome, tuple(covariates), tuple(categories),
            blocks, seed, pure=False,
        )
        for path in files
    ]  # fmt: skip
    return merged(client.gather(tasks))


def _reduced(
    path: str,
    treatment: str,
    outcome: str,
    covariates: tuple[str, ...],
    categories: tuple[str, ...],
    blocks: int,
    seed: int,
) -> Statistics:
    """On a worker: the statistics of one file, without its rows, which stay there."""
    found = scan(path, treatment, outcome, covariates, categories=categories, blocks=blocks, seed=seed)
    return replace(found, source=None)


def merged(parts: Sequence[Statistics]) -> Statistics:
    """The statistics of several tables of the same columns as those of one."""
    if not parts:
        raise DataError("There are no statistics to add up. Scan at least one file.")
    layout = _common(parts)
    count = min(part.block_count for part in parts)
    blocks = np.zeros((count, layout.width + 2, layout.width + 2))
    binary = all(part.binary for part in parts)
    arms = np.zeros((2, layout.width + 1, layout.width + 1))
    for part in parts:
        moved = _onto(part.layout, layout)
        blocks += moved @ _folded(part.blocks, count) @ moved.T
        if binary and part.arms is not None:
            keep = np.delete(np.arange(len(moved)), -2)
            own = np.delete(np.arange(len(part.total)), -2)
            inner = moved[np.ix_(keep, own)]
            arms += inner @ part.arms @ inner.T
    first = parts[0]
    total = np.asarray(blocks.sum(axis=0))
    return Statistics(
        layout,
        sum(part.rows for part in parts),
        sum(part.rows_dropped for part in parts),
        total,
        binary,
        all(part.binary_outcome for part in parts),
        first.seed,
        count,
        made=Blocked(blocks, all(part.order_free for part in parts)),
        made_arms=arms if binary else None,
    )


def _common(parts: Sequence[Statistics]) -> Layout:
    """Every level that any part has; means and base levels of all rows together."""
    first = parts[0].layout
    if any(part.layout.columns != first.columns for part in parts):
        raise DataError(
            "A column holds numbers in one file and text in another, or is missing in one. Give all files of "
            "the dataset the same columns."
        )
    weights = [part.rows for part in parts]
    shift: Vector = np.average([part.layout.shift for part in parts], axis=0, weights=weights)
    if all(part.binary for part in parts):
        shift[-1] = 0.0
    levels, bases = [], []
    for c in range(len(first.levels)):
        rows: dict[Any, float] = {}
        for part in parts:
            for label, number in zip(part.layout.levels[c], _level_rows(part, c), strict=True):
                rows[label] = rows.get(label, 0.0) + number
        labels = tuple(rows)
        ordered = in_label_order(labels)
        counts = np.array(list(rows.values()))
        levels.append(labels)
        bases.append(ordered[int(np.argmax(counts[ordered]))])
    return Layout(first.columns, tuple(levels), tuple(bases), shift)


def _level_rows(part: Statistics, category: int) -> Vector:
    """Rows at each level (levels,), the base's being what the others leave."""
    layout = part.layout
    start = 1 + len(layout.columns.numbers) + sum(map(len, layout.kept_codes[:category]))
    rows = np.zeros(len(layout.levels[category]))
    for place, code in enumerate(layout.kept_codes[category], start=start):
        rows[code] = part.total[0, place]
    rows[layout.bases[category]] = part.rows - rows.sum()
    return rows


def _onto(old: Layout, new: Layout) -> Matrix:
    """The linear map (q_new, q_old) from a row's old coordinates to its new ones."""
    numbers = 1 + len(old.columns.numbers)
    found = np.zeros((new.width + 2, old.width + 2))
    found[0, 0] = 1.0
    for j in range(1, numbers):
        found[j, j], found[j, 0] = 1.0, old.shift[j - 1] - new.shift[j - 1]
    from_, to = numbers, numbers
    for c, labels in enumerate(old.levels):
        places = {labels[code]: from_ + i for i, code in enumerate(old.kept_codes[c])}
        base = labels[old.bases[c]]
        for i, code in enumerate(new.kept_codes[c]):
            label = new.levels[c][code]
            if label == base:  # one less all the others
                found[to + i, 0] = 1.0
                found[to + i, list(places.values())] = -1.0
            elif label in places:
                found[to + i, places[label]] = 1.0
        from_, to = from_ + len(old.kept_codes[c]), to + len(new.kept_codes[c])
    for end, place in ((-2, -1), (-1, -2)):  # shifts have the outcome before the treatment
        found[end, end], found[end, 0] = 1.0, old.shift[place] - new.shift[place]
    return found


def _folded(blocks: Matrix, count: int) -> Matrix:
    """Neighbouring blocks added until there are `count`, as the pass does when memory is short."""
    while len(blocks) > count:
        blocks = blocks.reshape(len(blocks) // 2, 2, *blocks.shape[1:]).sum(axis=1)
    return blocks
