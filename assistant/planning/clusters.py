"""Rows that belong together: a unit seen several times, or groups within which the treatment never varies.

Their outcomes are alike, so intervals that count every row as a witness of its own are too narrow (Moulton
1990, Review of Economics and Statistics 72(2); Abadie et al. 2023, Quarterly Journal of Economics 138(1)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.designs.study import Study
from tools.data.covariates import groups_alike
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind

Codes = npt.NDArray[np.int64]

FEWEST_GROUPS = 8  # with fewer, no clustered interval means much
FEWEST_REPEATED = 20  # rows beyond the first of their group
BY_CHANCE = 5.0  # that all groups are alike by chance has a probability below e to minus this
RUNS = 4  # switches of the treatment along a code, which a quantity with a threshold would not make
BY_LUCK = 0.001  # p-value below which a treatment goes with the groups
BESIDE = 10  # levels of a column that is the same in all rows of a unit, to tell that it is a unit

_CLUSTERED = (DesignKind.BACKDOOR, DesignKind.RANDOMISED, DesignKind.IV, DesignKind.FRONTDOOR)


@dataclass(frozen=True)
class Clusters:
    """The column whose rows belong together."""

    column: str
    groups: int
    by_treatment: bool  # the treatment never varies within a group

    @property
    def enough(self) -> bool:
        """Are there groups enough to tell their spread?"""
        return self.groups >= FEWEST_GROUPS


def find_clusters(study: Study, design: Design) -> Clusters | None:
    """What the rows are clustered by: the coarsest grouping within which the treatment never varies, else the
    unit that is seen most often. None where every row may stand for itself, or the design has its own unit.
    """
    if design.kind not in _CLUSTERED or design.cluster or design.unit or study.treatment is None:
        return None
    treatment, own = study.labels(study.treatment), set(design.instruments) | set(design.mediators)
    decided, seen_again = [], []
    for column in study.others:
        if column.name in own or not _may_name(study, column):
            continue
        labels = study.labels(column.name)
        groups = len(np.unique(labels[labels >= 0]))
        if groups < 2 or int((labels >= 0).sum()) - groups < FEWEST_REPEATED:
            continue
        found = Clusters(column.name, groups, _decides(labels, treatment))
        if found.by_treatment and _names(study, column, labels, treatment):
            decided.append(found)
        elif _is_unit(study, column, labels) and (
            column.kind is ColumnKind.IDENTIFIER
            or study.is_a(column.name, "identifier")
            or _shares(labels, treatment)
        ):
            seen_again.append(found)
    many = [one for one in decided if one.enough]
    if many:
        return min(many, key=lambda one: (one.groups, one.column))
    # Few levels that tell the treatment are a finer account of it (doses, plans), unless they name groups.
    few = [one for one in decided if _is_named(study, study.profile[one.column])]
    return max((*seen_again, *few), key=lambda one: (one.groups, one.column), default=None)


def _may_name(study: Study, column: ColumnProfile) -> bool:
    """Can the values be names: text, codes, whole numbers?"""
    return column.kind in (ColumnKind.CATEGORY, ColumnKind.IDENTIFIER, ColumnKind.TEXT) or (
        column.kind is ColumnKind.COUNT and column.distinct > 2 and not study.is_a(column.name, "time")
    )


def _decides(labels: Codes, treatment: Codes) -> bool:
    """Is the treatment the same in all rows of each group, and not by chance?"""
    keep = (labels >= 0) & (treatment >= 0)
    labels, treatment = labels[keep], treatment[keep]
    size = np.bincount(labels)
    pairs = len(np.unique(labels * (int(treatment.max(initial=0)) + 1) + treatment))
    if pairs != int((size > 0).sum()):
        return False
    share = np.bincount(treatment) / max(1, len(treatment))
    alike = (share[None, :] ** size[size > 1][:, None]).sum(axis=1)
    return -float(np.log(np.maximum(alike, 1e-12)).sum()) >= BY_CHANCE


def _names(study: Study, column: ColumnProfile, labels: Codes, treatment: Codes) -> bool:
    """Does the column name groups? A quantity that decides the treatment (an age limit) switches it once."""
    if column.kind is not ColumnKind.COUNT or _is_named(study, column):
        return True
    values = study.numbers(column.name)
    if values is None:
        return True
    keep = (labels >= 0) & (treatment >= 0) & np.isfinite(values)
    order = np.argsort(values[keep], kind="stable")
    return int((np.diff(treatment[keep][order]) != 0).sum()) >= RUNS


def _is_named(study: Study, column: ColumnProfile) -> bool:
    return any(study.is_a(column.name, what) for what in ("identifier", "unit", "code"))


def _shares(labels: Codes, treatment: Codes) -> bool:
    """Is the treatment more alike within the groups than by chance?

    Rows of one place that each decide for themselves stand for themselves (Abadie et al. 2023).
    """
    keep = (labels >= 0) & (treatment >= 0)
    _, groups = np.unique(labels[keep], return_inverse=True)
    return groups_alike(groups, treatment[keep].astype(np.float64)) > 1.0 - BY_LUCK


def _is_unit(study: Study, column: ColumnProfile, labels: Codes) -> bool:
    """An identifier that repeats, or codes within which some trait of many levels never varies."""
    named = study.is_a(column.name, "identifier") or column.kind is ColumnKind.IDENTIFIER
    if named and column.distinct > FEWEST_GROUPS:
        return True
    if column.kind is ColumnKind.COUNT and not _is_named(study, column):
        return False
    return column.distinct > FEWEST_GROUPS and any(
        _fixed_within(labels, study.labels(other.name))
        for other in study.others
        if other.name != column.name and BESIDE <= other.distinct < column.distinct
    )


def _fixed_within(labels: Codes, trait: Codes) -> bool:
    keep = (labels >= 0) & (trait >= 0)
    pairs = np.unique(labels[keep] * (int(trait.max(initial=0)) + 1) + trait[keep])
    return len(pairs) == len(np.unique(labels[keep])) and int(keep.sum()) - len(pairs) >= FEWEST_REPEATED
