"""Columns that are another form of the treatment or of the outcome, found in the numbers.

Holding a copy fixed would hold the thing itself fixed: logs, squares, standardised and recoded
versions, parts that add up to the outcome, and codes from which the treatment can be read off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.designs.study import Study
from assistant.planning.timing import place_columns, speaks_of_outcome
from tools.designs.tests import rank_correlation
from tools.types import ColumnKind, Timing

NEAR_PERFECT = 0.985  # rank correlation with the treatment
CLOSE = 0.95  # with the outcome: from here on a column may be a form of the outcome
SAME = 0.9995  # from here on it is, whatever is said of it
BARELY = 0.6  # how sure a copy is that only its closeness tells
IDENTITY = 0.9995  # R squared of the outcome on two columns: it was computed from them


@dataclass(frozen=True)
class Copy:
    of: str
    reason: str
    confidence: float


def find_copies(study: Study) -> dict[str, Copy]:
    """Every column that copies treatment or outcome, with how it was seen."""
    if study.cache.get("copies") is not None:
        return study.cache["copies"]  # type: ignore[no-any-return]
    found: dict[str, Copy] = {}
    for column in study.others:
        if column.kind is ColumnKind.TEXT:
            continue
        copy = _copies_outcome(study, column.name) or _copies_treatment(study, column.name)
        if copy is not None:
            found[column.name] = copy
    found.update(_parts_of_outcome(study, set(found)))
    study.cache["copies"] = found
    return found


def _copies_outcome(study: Study, column: str) -> Copy | None:
    r = abs(rank_correlation(study.numbers(column), study.numbers(study.outcome)))
    if r <= CLOSE:
        return None
    reason = f"a form of the outcome {study.outcome} (rank correlation {r:.3f})"
    if r > SAME or speaks_of_outcome(study, column):
        return Copy(study.outcome, reason, 0.95)
    # A strong cause lies as close to its effect as a noisy copy does (living space and price): the numbers
    # cannot tell them apart. What is described in words of its own is a thing of its own.
    if place_columns(study)[column].timing is Timing.BEFORE or study.described(column):
        return None
    return Copy(study.outcome, reason, BARELY)


def _copies_treatment(study: Study, column: str) -> Copy | None:
    if study.treatment is None:
        return None
    treatment = study.numbers(study.treatment)
    r = rank_correlation(study.numbers(column), treatment)
    if abs(r) > NEAR_PERFECT:
        return Copy(
            study.treatment, f"a form of the treatment {study.treatment} (rank correlation {r:.3f})", 0.95
        )
    if treatment is not None and _tells(study, column, treatment):
        return Copy(study.treatment, f"the treatment {study.treatment} can be read off it: no overlap", 0.85)
    labels = study.labels(column)
    if treatment is not None and len(np.unique(labels[labels >= 0])) == 2:
        two = np.where(labels < 0, np.nan, labels).astype(np.float64)
        if _tells(study, study.treatment, two):
            return Copy(study.treatment, f"it is made from the treatment {study.treatment}", 0.85)
    return None


def _tells(study: Study, column: str, treatment: np.ndarray) -> bool:
    """Does every level (or one threshold) of the column have a single value of a two-level treatment?"""
    known = treatment[np.isfinite(treatment)]
    if len(np.unique(known)) != 2:
        return False
    labels = study.labels(column)
    keep = (labels >= 0) & np.isfinite(treatment)
    labels, treated = labels[keep], treatment[keep] == known.max()
    if len(labels) < 20:
        return False
    count = np.bincount(labels)
    share = np.bincount(labels, weights=treated)[count > 0] / count[count > 0]
    if (count > 0).sum() <= len(labels) / 4 and ((share == 0) | (share == 1)).all():
        return True
    values = study.numbers(column)
    if values is None or len(np.unique(values[np.isfinite(values)])) < 3:
        return False
    high, low = values[keep][treated], values[keep][~treated]
    high, low = high[np.isfinite(high)], low[np.isfinite(low)]
    if len(high) < 10 or len(low) < 10:
        return False
    return bool(high.min() >= low.max() or low.min() >= high.max())


def column_tells(study: Study, column: str, other: str | None) -> bool:
    """Does every level of the column (seen twice or more on average) have one value of the other?"""
    if other is None or other == column:
        return False
    labels, values = study.labels(column), study.labels(other)
    keep = (labels >= 0) & (values >= 0)
    if keep.sum() < 20:
        return False
    pairs = len(np.unique(labels[keep] * (int(values.max()) + 1) + values[keep]))
    levels = len(np.unique(labels[keep]))
    return pairs == levels and levels <= 0.6 * keep.sum()


def _parts_of_outcome(study: Study, known: set[str]) -> dict[str, Copy]:
    """Pairs of columns that give the outcome exactly: the later one is part of it (final = baseline +
    change).
    """
    outcome = study.numbers(study.outcome)
    names = [
        c.name
        for c in study.others
        if c.name not in known and c.kind in (ColumnKind.NUMBER, ColumnKind.COUNT)
    ]
    columns = {n: v for n in names[:80] if (v := study.numbers(n)) is not None}
    if outcome is None or len(columns) < 2:
        return {}
    stacked = np.column_stack([outcome, *columns.values()])
    stacked = stacked[np.isfinite(stacked[:, [0]]).all(axis=1)]
    keep = np.isfinite(stacked).mean(axis=0) > 0.6
    names = [n for n, k in zip(columns, keep[1:], strict=True) if k]
    stacked = stacked[:, keep]
    stacked = stacked[np.isfinite(stacked).all(axis=1)][:5000]
    if len(stacked) < 20:
        return {}
    found = _identities(study, names, stacked)
    if bool(np.all(stacked[:, 0] > 0)):  # products and ratios: outcome = a / b
        positive = np.asarray(np.all(stacked > 0, axis=0))
        kept = [n for n, p in zip(names, positive[1:], strict=True) if p]
        if len(kept) > 1:
            found |= _identities(study, kept, np.log(stacked[:, positive]))
    return found


def _identities(study: Study, names: list[str], stacked: np.ndarray) -> dict[str, Copy]:
    """Pairs of columns (behind the outcome in `stacked`) whose R squared for the outcome is 1."""
    if (stacked.std(axis=0) == 0).any():
        return {}
    r = np.nan_to_num(np.corrcoef(stacked, rowvar=False))
    one, between = r[0, 1:], np.clip(r[1:, 1:], -0.999, 0.999)
    explained = (one[:, None] ** 2 + one[None, :] ** 2 - 2 * one[:, None] * one[None, :] * between) / (
        1 - between**2
    )
    found: dict[str, Copy] = {}
    for i, j in zip(*np.nonzero(np.triu(explained > IDENTITY, k=1)), strict=True):
        found.update(_later(study, names[int(i)], names[int(j)]))
    return found


def _later(study: Study, a: str, b: str) -> dict[str, Copy]:
    places = place_columns(study)
    before = [n for n in (a, b) if places[n].timing is Timing.BEFORE]
    parts = [n for n in (a, b) if n not in before] or [a, b]
    reason = f"{study.outcome} is computed from {a} and {b}"
    return {n: Copy(study.outcome, reason, 0.9) for n in parts}
