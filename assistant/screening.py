"""Which of the eligible covariates the rows can bear. Looks at associations, never at the effect estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.designs.study import Study
from assistant.timing import timing_grammar
from tools.design_tests import association
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind

ROWS_PER_PARAMETER = 15  # Harrell (2015), Regression Modeling Strategies, section 4.4: 10 to 20
ROOMY = 50  # rows per parameter: when all eligible columns leave this many, nothing is screened out
KEEP_P = 0.2  # Maldonado & Greenland (1993): strict screening drops confounders


@dataclass(frozen=True)
class Kept:
    """The names that stay, and for each of the others why it does not."""

    names: frozenset[str]
    reasons: Mapping[str, str]

    def __contains__(self, name: str) -> bool:
        return name in self.names


def screen(study: Study, design: Design, eligible: Sequence[str], listed: Mapping[str, str]) -> Kept:
    """Keep fixed traits and listed covariates; others when associated at p < 0.2; no more than fit.

    With fewer than one parameter for 50 rows there is no need to screen.

    Over the cap, the strongest associations win. A regression discontinuity needs no covariates at all
    (Lee & Lemieux 2010, section 3.3).
    """
    if design.kind is DesignKind.RDD:
        reason = "not needed: rows on both sides of the cutoff are alike"
        return Kept(frozenset(), {n: reason for n in eligible})
    treatment = study.numbers(study.treatment) if study.treatment else None
    outcome = study.numbers(study.outcome)
    strength: dict[str, float] = {}
    roomy = sum(_parameters(study.profile[n]) for n in eligible) <= study.profile.rows / ROOMY
    for name in eligible:
        p = _p_value(study, name, treatment, outcome)
        sure = name in listed or timing_grammar().words["fixed"].search(study.text(name)) is not None
        if roomy or sure or study.is_a(name, "demographic") or p < KEEP_P:
            strength[name] = min(p, 0.01 if sure else 1.0)
    room = max(1, study.profile.rows // ROWS_PER_PARAMETER)
    names: list[str] = []
    for name in sorted(strength, key=lambda n: strength[n]):
        size = _parameters(study.profile[name])
        if size <= room:
            names.append(name)
            room -= size
    weak = "associated with neither treatment nor outcome (p ≥ 0.2)"
    full = "left out: the rows bear no more parameters, and others are more strongly associated"
    return Kept(frozenset(names), {n: full if n in strength else weak for n in eligible if n not in names})


def _parameters(column: ColumnProfile) -> int:
    return column.distinct - 1 if column.kind is ColumnKind.CATEGORY else 1


def _p_value(study: Study, name: str, treatment: np.ndarray | None, outcome: np.ndarray | None) -> float:
    values = study.numbers(name)
    if values is None:
        return 0.1  # text categories are few here and pass
    ps = [association(values, other) for other in (treatment, outcome) if other is not None]
    return min(ps, default=1.0)
