"""Which columns to adjust for: VanderWeele's disjunctive cause criterion, column by column, with the reason.

Adjust for every measured pre-treatment cause of the treatment or of the outcome, minus instruments; never for
what the treatment may have changed (VanderWeele 2019, Eur. J. Epidemiol. 34:211-219). Screening among the
eligible looks at associations with treatment and outcome, never at the effect estimate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.designs.iv import unused_instruments
from assistant.designs.study import Array, Study
from assistant.designs.text import find_word
from assistant.planning.copies import Copy, column_tells, find_copies
from assistant.planning.timing import Placed, place_columns, timing_grammar
from assistant.types import ColumnRole, RoleKind
from tools.designs.tests import association
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind, EdgeSource, Timing

if TYPE_CHECKING:
    import pandas as pd

# ---------------- Which columns the description lists as covariates, confounders or controls


def listed_covariates(study: Study) -> dict[str, str]:
    """Columns that a sentence of the description calls covariates, confounders or controls, with the
    sentence.
    """
    found: dict[str, str] = {}
    words = timing_grammar().words
    for sentence in study.sentences:
        match = words["listed"].search(sentence)
        if not match:
            continue
        tail = sentence[match.start() :]
        stop = words["not_covariate"].search(tail)
        tail = tail[: stop.start()] if stop else tail
        for name in (*_mentioned(study, tail), *_ranges(study, tail)):
            if name not in (study.treatment, study.outcome):
                found.setdefault(name, sentence[:200])
    return found


def _mentioned(study: Study, text: str) -> list[str]:
    return [n for n in study.profile.names if len(n) > 1 and find_word(text, n) >= 0]


def _ranges(study: Study, text: str) -> list[str]:
    """`x1-x25` and `x0 to x16` name every column between."""
    names: list[str] = []
    for stem, first, last in re.findall(
        r"\b([A-Za-z_]+?)(\d+)\s*(?:-|–|to|through|至|到)\s*\1?(\d+)\b", text
    ):
        wanted = {f"{stem}{i}" for i in range(int(first), min(int(last), int(first) + 500) + 1)}
        names += [n for n in study.profile.names if n in wanted]
    return names


# ---------------- Which of the eligible covariates the rows can bear. Looks at associations, never at the ef


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


# ---------------- Covariates that together say who is treated: the kinds of a treatment beside the treatment


_EXACT = 1e-10  # share of the treatment's variance that counts as nothing
_ADJUSTING = (DesignKind.BACKDOOR, DesignKind.RANDOMISED, DesignKind.IV, DesignKind.FRONTDOOR)


def determining_groups(study: Study, design: Design, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more columns of `names` of which the treatment is a linear combination.

    The groups share no column; without all of them the treatment can be told apart. A single column that
    determines the treatment is a copy (`assistant.planning.copies`), and a category that does so is a
    grouping: neither is dealt with here.
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


MOSTLY_MISSING = 0.5  # share of rows
SURELY = 0.6  # confidence in a column's timing that a design without need for covariates asks for
BY_A_WORD = 0.7  # confidence in the timing of a column that only one word of its name tells
ENTRIES = 8  # columns that a text speaks of to count as a codebook of a wide table
WIDE = 25  # columns; in wider tables unknown timing is no pass
MAX_LEVELS = 30  # of a categorical covariate


@dataclass(frozen=True)
class Adjustment:
    """The roles of all columns, and those to adjust for, in table order."""

    roles: tuple[ColumnRole, ...]
    adjustment_set: tuple[str, ...]
    warnings: tuple[str, ...] = ()  # what was left out that a person might have expected


def baseline_columns(study: Study) -> tuple[str, ...]:
    """Columns that are surely before the treatment: what balance and first stages are tested with."""
    copies = find_copies(study)
    listed = listed_covariates(study)
    found = [
        c.name
        for c, place in ((c, place_columns(study)[c.name]) for c in study.others)
        if c.name not in copies
        and c.kind not in (ColumnKind.IDENTIFIER, ColumnKind.TEXT, ColumnKind.TIME)
        and c.missing <= 0.2 * c.rows
        and (place.timing is Timing.BEFORE or c.name in listed)
    ]
    return tuple(found[: max(3, study.profile.rows // ROWS_PER_PARAMETER)][:40])


def choose_covariates(study: Study, design: Design) -> Adjustment:
    """A role for every column; the confounders among them, screened and capped, are the adjustment set."""
    places, copies, listed = place_columns(study), find_copies(study), listed_covariates(study)
    named = _design_roles(study, design)
    roles = {
        c.name: named.get(c.name) or _role(study, c, places.get(c.name), copies, listed)
        for c in study.profile.columns
    }
    roles |= {n: r for n, role in roles.items() if (r := narrow(study, design, role, listed)) is not None}
    eligible = [name for name, role in roles.items() if role.role == "confounder"]
    kept = screen(study, design, eligible, listed)
    for name in eligible:
        if name not in kept:
            roles[name] = _role_of(
                name, "irrelevant", kept.reasons[name], EdgeSource("data", kept.reasons[name]), 0.6
            )
    names = [n for n in study.profile.names if n in kept.names]
    groups = determining_groups(study, design, names)
    for name in (name for group in groups for name in group):
        reason = f"with others it says who has {study.treatment}, so it is no cause of it to hold fixed"
        roles[name] = _role_of(name, "copy", reason, EdgeSource("data", reason), 0.9)
    left_out = {name for group in groups for name in group}
    return Adjustment(
        tuple(roles.values()),
        tuple(name for name in names if name not in left_out),
        tuple(determining_warning(study.treatment or "", group) for group in groups),
    )


def narrow(study: Study, design: Design, role: ColumnRole, listed: Mapping[str, str]) -> ColumnRole | None:
    """A stricter role where the design does not need the column, or None to leave the role as it is.

    Experiments and comparisons over time need none: only what is surely earlier is used, for precision.
    """
    if role.role != "confounder":
        return None
    name = role.column
    settled = design.kind in (DesignKind.RANDOMISED, DesignKind.DID)
    if settled and role.confidence < SURELY and name not in listed:
        reason = f"not needed in a {design.kind.value} design, and not surely before the treatment"
        return _role_of(name, "irrelevant", reason, role.source, 0.5)
    if design.kind is DesignKind.DID and study.is_a(name, "time") and column_tells(study, name, design.time):
        return _role_of(
            name, "time", f"says the same as {design.time}", EdgeSource("data", "same periods"), 0.8
        )
    if design.kind is DesignKind.DID and design.unit and column_tells(study, design.unit, name):
        reason = f"fixed within {design.unit}: the comparison over time takes it out"
        return _role_of(name, "irrelevant", reason, EdgeSource("data", f"{name}: {reason}"), 0.8)
    source = next((z for z in design.instruments if column_tells(study, name, z)), None)
    if source is not None:
        reason = f"the instrument {source} is made from it"
        return _role_of(name, "irrelevant", reason, EdgeSource("data", f"{name}: {reason}"), 0.7)
    return None


# ---------------------------------------------------------------- roles


def _design_roles(study: Study, design: Design) -> dict[str, ColumnRole]:
    """Columns that the question or the design has taken."""
    taken: dict[str, ColumnRole] = {}

    def take(column: str | None, role: str, reason: str) -> None:
        if column is not None and column in study.profile and column not in taken:
            taken[column] = _role_of(column, role, reason, EdgeSource("design", reason), 0.9)

    take(study.treatment, "treatment", "the question is about it")
    take(study.outcome, "outcome", "the question is about it")
    for column in design.instruments:
        take(
            column, "instrument", "it moves the treatment; adjusting for it would amplify hidden confounding"
        )
    for column in unused_instruments(study, design.instruments):
        take(column, "instrument", "it moves the treatment as an instrument does, so it is not held fixed")
    for column in design.mediators:
        take(column, "mediator", "it carries the effect")
    take(design.running_variable, "running_variable", "the treatment changes at its cutoff")
    take(design.time, "time", "it orders before and after")
    take(design.unit, "unit", "it is followed over time")
    return taken


def _role(
    study: Study,
    column: ColumnProfile,
    place: Placed | None,
    copies: Mapping[str, Copy],
    listed: Mapping[str, str],
) -> ColumnRole:
    name = column.name
    if column.kind is ColumnKind.CONSTANT or place is None:
        return _role_of(
            name, "irrelevant", "it never varies", EdgeSource("data", f"{name} has one level"), 1.0
        )
    if name in copies:
        copy = copies[name]
        return _role_of(name, "copy", copy.reason, EdgeSource("data", copy.reason), copy.confidence)
    if column.missing > MOSTLY_MISSING * column.rows:
        share = f"{column.missing / column.rows:.0%} of its rows are missing"
        return _role_of(name, "irrelevant", share, EdgeSource("data", f"{name}: {share}"), 0.8)
    if name in listed and place.timing is not Timing.AFTER:
        reason = "the description lists it among the covariates"
        return _role_of(name, "confounder", reason, EdgeSource("document", listed[name]), 0.85)
    return _unusable(study, column) or _by_timing(study, column, place)


def _unusable(study: Study, column: ColumnProfile) -> ColumnRole | None:
    """Identifiers, free text, dates, wide categories: nothing a regression can hold fixed."""
    name = column.name
    if column.kind is ColumnKind.IDENTIFIER or _row_index(study, column) or _names_units(study, column):
        reason = "an identifier carries no quantity"
        return _role_of(name, "identifier", reason, EdgeSource("data", f"{name}: {reason}"), 0.9)
    if column.kind is ColumnKind.TIME or (
        # A text that was written before the treatment is adjusted for by its meaning.
        column.kind is ColumnKind.TEXT and column.timing is not Timing.BEFORE
    ):
        reason = f"{column.kind.value} that no regression can hold fixed as it is"
        return _role_of(name, "irrelevant", reason, EdgeSource("data", f"{name}: {reason}"), 0.6)
    coded = column.kind is ColumnKind.COUNT and study.is_a(name, "code") and column.distinct > 12
    if coded or (column.kind is ColumnKind.CATEGORY and column.distinct > MAX_LEVELS):
        reason = f"a grouping with {column.distinct} levels"
        return _role_of(name, "cluster", reason, EdgeSource("data", f"{name}: {reason}"), 0.6)
    return None


def _row_index(study: Study, column: ColumnProfile) -> bool:
    unnamed = re.fullmatch(r"(?i)unnamed[: _]*\d*|index|row(?:_?(?:id|number|index))?|", column.name)
    unique = column.distinct >= 0.99 * column.rows and column.kind is ColumnKind.COUNT
    return bool(unnamed) or (unique and study.is_a(column.name, "identifier"))


def _names_units(study: Study, column: ColumnProfile) -> bool:
    """A number that names something (a child, a school), by its name or by the codebook."""
    many = column.distinct > MAX_LEVELS and column.kind in (ColumnKind.COUNT, ColumnKind.CATEGORY)
    return many and study.is_a(column.name, "identifier")


def _by_timing(study: Study, column: ColumnProfile, place: Placed) -> ColumnRole:
    name = column.name
    if place.timing is Timing.AFTER:
        reason = "measured after the treatment, so the treatment may have changed it"
        if place.outcome_like:
            reason = f"another outcome beside {study.outcome}: the treatment may have changed it"
        return _role_of(name, "after_treatment", reason, place.source, place.confidence)
    if place.timing is Timing.UNKNOWN and _unplaced(study, column):
        reason = "nothing says that it was measured before the treatment"
        return _role_of(name, "irrelevant", reason, place.source, 0.4)
    if place.confidence <= BY_A_WORD and _passed_over(study, column):
        reason = "the codebook passes over it, and its name alone does not say that it was there before"
        return _role_of(name, "irrelevant", reason, place.source, 0.4)
    reason = "before the treatment, and a possible cause of treatment or outcome"
    if place.timing is Timing.UNKNOWN:
        reason = "taken to be before the treatment, as nothing speaks against it"
    return _role_of(name, "confounder", reason, place.source, place.confidence)


def _passed_over(study: Study, column: ColumnProfile) -> bool:
    """A wide table's codebook tells which columns matter; `exp_education` beside them may be spending."""
    told = sum(bool(study.described(name)) for name in study.profile.names)
    return told >= ENTRIES and len(study.profile.names) > WIDE and not study.described(column.name)


def _unplaced(study: Study, column: ColumnProfile) -> bool:
    """In a wide table, or when the codebook explains the others but not this one, unknown timing is no
    pass.
    """
    silent = not study.described(column.name) and study.described_share >= 0.5
    return silent or len(study.profile.names) > WIDE


def _role_of(column: str, role: str, reason: str, source: EdgeSource, confidence: float) -> ColumnRole:
    return ColumnRole(column, RoleKind(role), reason, source, round(confidence, 3))
