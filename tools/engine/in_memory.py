"""Statistics of a table in memory: totals at once, everything else when something asks for it."""

from __future__ import annotations

import numpy as np

from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.design import DENSE, Dense, designs
from tools.engine.layout import Layout, in_label_order
from tools.engine.rows import MemoryRows, Progress
from tools.engine.statistics import Statistics


def layout_of(rows: MemoryRows, shift: Vector) -> Layout | None:
    """The coordinates, known before the pass; None where they are too many to write down row by row."""
    labels = tuple(levels.labels for levels in rows.levels)
    if 1 + len(rows.columns.numbers) + sum(max(len(values) - 1, 0) for values in labels) > DENSE:
        return None
    bases = []
    for values, counts in zip(labels, rows.level_counts(), strict=True):
        # The most frequent level; among equals the first by name, whatever the order of the rows.
        ordered = in_label_order(values)
        bases.append(ordered[int(np.argmax(counts[ordered]))])
    return Layout(rows.columns, labels, tuple(bases), shift)


def totals(rows: MemoryRows, layout: Layout, blocks: int, seed: int, progress: Progress | None) -> Statistics:
    """One pass for the cross-products over all rows."""
    total = np.zeros((layout.width + 2, layout.width + 2))
    dropped, binary, binary_outcome = 0, True, True
    for tile, design in designs(rows, layout, progress, ends=True):
        dropped += tile.dropped
        binary = binary and zero_one(tile.treatment)
        binary_outcome = binary_outcome and zero_one(tile.outcome)
        total += design.gram()
    return Statistics(
        layout, round(float(total[0, 0])), dropped, total, binary, binary_outcome, seed, blocks, source=rows
    )


def arms(statistics: Statistics) -> Matrix:
    """Cross-products by arm, without the treatment (2, q - 1, q - 1)."""
    layout, total = statistics.layout, statistics.total
    keep = [*range(layout.width), layout.width + 1]
    treated = np.zeros((len(keep), len(keep)))
    for tile, design in designs(statistics.rows_again(), layout, ends=True):
        # The rows themselves, which are fewer, before all rows with weights of zero and one.
        ones = (
            design.where(tile.treatment == 1).gram()
            if isinstance(design, Dense)
            else design.gram(tile.treatment)
        )
        treated += picked(ones, keep, keep)
    return np.stack([picked(total, keep, keep) - treated, treated])


def zero_one(values: Vector) -> bool:
    """Is every value 0 or 1?"""
    return bool(((values == 0.0) | (values == 1.0)).all())
