"""Covariates that together say who is treated: the kinds of a treatment beside the treatment itself.

With columns for each country of birth in the adjustment set, being an immigrant leaves nothing to compare.
Such columns are parts or wholes of the treatment and not its causes, so the planner leaves them out and says
so; columns that the caller names in `adjust` are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.designs.study import Array, Study
from tools.types import Design, DesignKind

if TYPE_CHECKING:
    import pandas as pd

_EXACT = 1e-10  # share of the treatment's variance that counts as nothing
_ADJUSTING = (DesignKind.BACKDOOR, DesignKind.RANDOMISED, DesignKind.IV, DesignKind.FRONTDOOR)


def determining_groups(study: Study, design: Design, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more columns of `names` of which the treatment is a linear combination.

    The groups share no column; without all of them the treatment can be told apart. A single column that
    determines the treatment is a copy (`assistant.copies`), and a category that does so is a grouping:
    neither is dealt with here.
    """
    treatment = study.numbers(study.treatment) if study.treatment else None
    if treatment is None or design.kind not in _ADJUSTING:
        return ()
    known = np.isfinite(treatment)
    numeric = [name for name in names if study.numbers(name) is not None]
    if not _explained(treatment[known], study.matrix(numeric)[known]):
        return ()
    from tools.estimators.determined import determining_covariates  # slow to import, and seldom needed

    frame = study.sample(numeric)
    frame = frame.assign(**{name: study.numbers(name) for name in numeric}).loc[known, numeric]
    frame = frame.fillna(frame.mean())
    left, groups = list(frame.columns), []
    while len(left) > 1 and (found := determining_covariates(frame, treatment[known], left)):
        if len(found) > 1:
            found = (*found, *_mirrors(frame, found, left))
            groups.append(found)
        left = [name for name in left if name not in found]
    return tuple(groups)


def _mirrors(frame: pd.DataFrame, found: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Columns that say the same as one that is left out: "born here" beside "born abroad"."""
    others = [name for name in names if name not in found and frame[name].nunique() > 1]
    likeness = frame[[*found, *others]].corr().abs()
    return tuple(name for name in others if likeness.loc[name, list(found)].max() > 1 - _EXACT)


def _explained(treatment: Array, columns: Array) -> bool:
    """Is the treatment an exact linear combination of the columns (rows, k)?"""
    if columns.shape[1] < 2 or np.ptp(treatment) == 0:
        return False
    centred = columns - columns.mean(axis=0)
    centred = centred / np.maximum(centred.std(axis=0), 1e-300)
    deviation = treatment - treatment.mean()
    fitted = centred @ np.linalg.lstsq(centred, deviation, rcond=None)[0]
    return float(((deviation - fitted) ** 2).sum()) <= _EXACT * float((deviation**2).sum())


def determining_warning(treatment: str, group: Sequence[str]) -> str:
    """What the person should know about a group that was left out."""
    names = ", ".join(group)
    return (
        f"{names} together determine {treatment}, so they were not adjusted for: with all of them held fixed "
        f"nothing would be left to compare. Name the ones that are causes of {treatment} in adjust=[...] to "
        "keep them."
    )
