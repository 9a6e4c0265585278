"""Evidence on the columns, weighed: what each is taken to be, and who says when it was measured.

The roles make the proposed graph (`assistant.graphs.arrows`), and what is adjusted for is read off the graph
(`tools.identification.criteria`). Screening among the possible common causes looks at associations with
treatment and outcome, never at the effect estimate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.designs.iv import unused_instruments
from assistant.designs.study import Array, Study
from assistant.designs.text import find_word
from assistant.planning.copies import column_tells, find_copies
from assistant.planning.sampling import survey_weight
from assistant.planning.timing import Placed, place_columns, timing_grammar
from assistant.types import ColumnEvidence, ColumnRole, RoleKind, Says
from tools.data.covariates import levels_borne
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
    """Columns in a regression; for a category with more levels than rows bear stand its groups' means."""
    levels = column.distinct if column.kind is ColumnKind.CATEGORY else 2
    return levels - 1 if levels <= levels_borne(column.rows) else 2


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
    if columns.shape[1] < 2 or len(treatment) == 0 or np.ptp(treatment) == 0:
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
MAX_LEVELS = 30  # of a category; with more it is a grouping
FEW_CODES = 12  # whole numbers; more of them are the codes of a grouping
ROWS_PER_GROUP = 5  # on average; with fewer the levels name single units


@dataclass(frozen=True)
class Screened:
    """The roles of all columns once the data have had their say, and what a person should be told of it."""

    roles: tuple[ColumnRole, ...]
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


def screened(study: Study, design: Design, roles: Sequence[ColumnRole]) -> Screened:
    """Of the possible common causes, which the design has use for and the rows can bear.

    Looks at associations with treatment and outcome, never at the estimate. What is left out says why.
    """
    listed = listed_covariates(study)
    by_name = {role.column: narrow(study, design, role, listed) or role for role in roles}
    eligible = [name for name, role in by_name.items() if role.role is RoleKind.CONFOUNDER]
    kept = screen(study, design, eligible, listed)
    for name in eligible:
        if name not in kept:
            reason = kept.reasons[name]
            by_name[name] = _changed(
                by_name[name], RoleKind.IRRELEVANT, reason, EdgeSource("data", reason), 0.6
            )
    groups = determining_groups(study, design, [n for n in study.profile.names if n in kept.names])
    for name in (name for group in groups for name in group):
        reason = f"with others it says who has {study.treatment}, so it is no cause of it to hold fixed"
        by_name[name] = _changed(by_name[name], RoleKind.COPY, reason, EdgeSource("data", reason), 0.9)
    warnings = tuple(determining_warning(study.treatment or "", group) for group in groups)
    return Screened(tuple(by_name.values()), warnings)


def narrow(study: Study, design: Design, role: ColumnRole, listed: Mapping[str, str]) -> ColumnRole | None:
    """A stricter role where the design does not need the column, or None to leave the role as it is.

    Experiments and comparisons over time need none: only what is surely earlier is used, for precision.
    """
    if role.role is not RoleKind.CONFOUNDER:
        return None
    name = role.column
    settled = design.kind in (DesignKind.RANDOMISED, DesignKind.DID)
    if settled and role.confidence < SURELY and name not in listed:
        reason = f"not needed in a {design.kind.value} design, and not surely before the treatment"
        return _changed(role, RoleKind.IRRELEVANT, reason, role.source, 0.5)
    if design.kind is DesignKind.DID and study.is_a(name, "time") and column_tells(study, name, design.time):
        return _changed(
            role, RoleKind.TIME, f"says the same as {design.time}", EdgeSource("data", "same periods"), 0.8
        )
    if design.kind is DesignKind.DID and design.unit and column_tells(study, design.unit, name):
        reason = f"fixed within {design.unit}: the comparison over time takes it out"
        return _changed(role, RoleKind.IRRELEVANT, reason, EdgeSource("data", f"{name}: {reason}"), 0.8)
    source = next((z for z in design.instruments if column_tells(study, name, z)), None)
    if source is not None:
        reason = f"the instrument {source} is made from it"
        return _changed(role, RoleKind.IRRELEVANT, reason, EdgeSource("data", f"{name}: {reason}"), 0.7)
    return None


# ---------------- Evidence on columns: what each source says that a column is, and when it was measured


def column_evidence(study: Study, design: Design) -> tuple[ColumnEvidence, ...]:
    """Everything that words, names and data say about the columns beside treatment and outcome."""
    places, copies, listed = place_columns(study), find_copies(study), listed_covariates(study)
    unused = unused_instruments(study, design.instruments)
    found: list[ColumnEvidence] = []
    for column in study.profile.columns:
        name = column.name
        if name in (study.treatment, study.outcome):
            continue
        found += _of_the_design(design, name, unused)
        if column.kind is ColumnKind.CONSTANT or name not in places:
            source = EdgeSource("data", f"{name} has one level")
            found.append(ColumnEvidence(name, Says.UNUSABLE, source, 1.0, "it never varies"))
            continue
        if name in copies:
            copy = copies[name]
            source = EdgeSource("data", copy.reason)
            found.append(ColumnEvidence(name, Says.COPY, source, copy.confidence, copy.reason))
        after = places[name].timing is Timing.AFTER
        found += _of_the_data(study, column, name in listed and not after)
        if name in listed:
            reason = "the description lists it among the covariates"
            found.append(
                ColumnEvidence(name, Says.BEFORE, EdgeSource("document", listed[name]), 0.85, reason)
            )
        found.append(_of_time(study, column, places[name]))
    return tuple(found)


def _of_the_design(design: Design, column: str, unused: Sequence[str]) -> list[ColumnEvidence]:
    found: list[ColumnEvidence] = []
    if column in design.instruments:
        reason = "it moves the treatment; adjusting for it would amplify hidden confounding"
        found.append(ColumnEvidence(column, Says.INSTRUMENT, EdgeSource("design", reason), 0.9, reason))
    elif column in unused:
        reason = "the text makes it an instrument of the treatment, so it is not held fixed"
        found.append(ColumnEvidence(column, Says.INSTRUMENT, EdgeSource("design", reason), 0.9, reason))
    if column in design.mediators:
        reason = "it carries the effect"
        found.append(ColumnEvidence(column, Says.MEDIATOR, EdgeSource("design", reason), 0.9, reason))
    return found


def _of_the_data(study: Study, column: ColumnProfile, listed: bool) -> list[ColumnEvidence]:
    """Mostly missing, identifiers, free text: nothing that rows can hold fixed; and what groupings are.

    What the description lists as a covariate is one, in whatever form.
    """
    name = column.name
    if column.missing > MOSTLY_MISSING * column.rows:
        share = f"{column.missing / column.rows:.0%} of its rows are missing"
        return [ColumnEvidence(name, Says.UNUSABLE, EdgeSource("data", f"{name}: {share}"), 0.8, share)]
    if listed:
        return []
    if name == survey_weight(study.profile):
        reason = "a weight says how many people a row stands for, and is no cause"
        return [ColumnEvidence(name, Says.UNUSABLE, EdgeSource("document", f"{name}: {reason}"), 0.8, reason)]
    grouping = _groups_rows(study, column)
    named = _row_index(study, column) or (_names_units(study, column) and not grouping)
    if column.kind is ColumnKind.IDENTIFIER or named:
        reason = "an identifier carries no quantity"
        return [ColumnEvidence(name, Says.IDENTIFIER, EdgeSource("data", f"{name}: {reason}"), 0.9, reason)]
    # A text that was written before the treatment is adjusted for by its meaning.
    if column.kind is ColumnKind.TEXT and column.timing is not Timing.BEFORE:
        reason = "free text that no regression can hold fixed as it is"
        return [ColumnEvidence(name, Says.UNUSABLE, EdgeSource("data", f"{name}: {reason}"), 0.6, reason)]
    if not grouping:
        return []
    if study.treatment and column_tells(study, name, study.treatment):
        reason = f"a grouping with {column.distinct} levels, within which {study.treatment} never varies"
        return [ColumnEvidence(name, Says.GROUPING, EdgeSource("data", f"{name}: {reason}"), 0.6, reason)]
    reason = "who belongs to which group is usually settled before a treatment"
    return [
        ColumnEvidence(name, Says.BEFORE, EdgeSource("assumption", f"{name}: {reason}"), 0.65, assumed=True)
    ]


def _groups_rows(study: Study, column: ColumnProfile) -> bool:
    """A category or a code with many levels and many rows at each: hospitals, districts, branches."""
    if column.distinct * ROWS_PER_GROUP > column.rows - column.missing:
        return False
    if column.kind is ColumnKind.CATEGORY:
        return column.distinct > MAX_LEVELS
    coded = study.is_a(column.name, "code") or study.is_a(column.name, "identifier")
    return column.kind is ColumnKind.COUNT and coded and column.distinct > FEW_CODES


def _of_time(study: Study, column: ColumnProfile, place: Placed) -> ColumnEvidence:
    says, reason = Says(place.timing.value), ""
    if place.timing is Timing.AFTER:
        reason = "measured after the treatment, so the treatment may have changed it"
        if place.outcome_like:
            reason = f"another outcome beside {study.outcome}: the treatment may have changed it"
    return ColumnEvidence(column.name, says, place.source, place.confidence, reason, place.assumed)


# ---------------- The evidence weighed: a role for every column


# What a column is goes before when it was measured, in this order.
_KINDS = {
    Says.INSTRUMENT: RoleKind.INSTRUMENT,
    Says.MEDIATOR: RoleKind.MEDIATOR,
    Says.COPY: RoleKind.COPY,
    Says.IDENTIFIER: RoleKind.IDENTIFIER,
    Says.GROUPING: RoleKind.CLUSTER,
    Says.UNUSABLE: RoleKind.IRRELEVANT,
}


OWN_WORDS = 0.65  # weight from which on a word of a column's own speaks, and not one about it in passing


def weighed_roles(study: Study, design: Design, evidence: Sequence[ColumnEvidence]) -> tuple[ColumnRole, ...]:
    """What the evidence makes of every column of the table."""
    of_column: dict[str, list[ColumnEvidence]] = {name: [] for name in study.profile.names}
    for one in evidence:
        of_column[one.column].append(one)
    taken = _taken(study, design)
    roles = []
    for column in study.profile.columns:
        said = of_column[column.name]
        when = when_measured(said)
        role = _what_it_is(column.name, said)
        if column.name in taken and (
            role is None or role.role not in (RoleKind.INSTRUMENT, RoleKind.MEDIATOR)
        ):
            part, reason = taken[column.name]
            role = ColumnRole(column.name, part, reason, EdgeSource("design", reason), 0.9)
        roles.append(_with_timing(role or _by_timing(study, column, said, when), when))
    return tuple(roles)


def when_measured(evidence: Sequence[ColumnEvidence]) -> ColumnEvidence | None:
    """The evidence that decides when a column was measured; None: nobody says.

    A column's own words that place it after the treatment are believed first: to hold a consequence fixed is
    the worse mistake. Then what is said to have been before; then what is said in passing; last what such a
    column usually is.
    """
    dated = [e for e in evidence if e.says in (Says.BEFORE, Says.AT, Says.AFTER)]
    after = [e for e in dated if e.says is Says.AFTER]
    ranks = (
        [e for e in after if e.weight >= OWN_WORDS],
        [e for e in dated if e.says is not Says.AFTER and not e.assumed],
        after,
        dated,
    )
    return next((rank[0] for rank in ranks if rank), None)


def _what_it_is(column: str, evidence: Sequence[ColumnEvidence]) -> ColumnRole | None:
    one = next((e for e in evidence if e.says in _KINDS), None)
    if one is None:
        return None
    return ColumnRole(column, _KINDS[one.says], one.reason, one.source, round(one.weight, 3))


def _taken(study: Study, design: Design) -> dict[str, tuple[RoleKind, str]]:
    """Columns that the question or the design has taken, beside instruments and mediators."""
    parts = (
        (study.treatment, RoleKind.TREATMENT, "the question is about it"),
        (study.outcome, RoleKind.OUTCOME, "the question is about it"),
        (design.running_variable, RoleKind.RUNNING_VARIABLE, "the treatment changes at its cutoff"),
        (design.time, RoleKind.TIME, "it orders before and after"),
        (design.unit, RoleKind.UNIT, "it is followed over time"),
    )
    taken: dict[str, tuple[RoleKind, str]] = {}
    for column, role, reason in parts:
        if column is not None:
            taken.setdefault(column, (role, reason))
    return taken


def _row_index(study: Study, column: ColumnProfile) -> bool:
    unnamed = re.fullmatch(r"(?i)unnamed[: _]*\d*|index|row(?:_?(?:id|number|index))?|", column.name)
    unique = column.distinct >= 0.99 * column.rows and column.kind is ColumnKind.COUNT
    return bool(unnamed) or (unique and study.is_a(column.name, "identifier"))


def _names_units(study: Study, column: ColumnProfile) -> bool:
    """A number that names something (a child, a school), by its name or by the codebook."""
    many = column.distinct > MAX_LEVELS and column.kind in (ColumnKind.COUNT, ColumnKind.CATEGORY)
    return many and study.is_a(column.name, "identifier")


def _by_timing(
    study: Study, column: ColumnProfile, evidence: Sequence[ColumnEvidence], when: ColumnEvidence | None
) -> ColumnRole:
    name = column.name
    if when is None:
        unknown = next((e for e in evidence if e.says is Says.UNKNOWN), None)
        source = (
            unknown.source
            if unknown is not None
            else EdgeSource("assumption", f"nothing says what {name} is")
        )
        reason = "taken to be before the treatment, as nothing speaks against it"
        return ColumnRole(name, RoleKind.CONFOUNDER, reason, source, unknown.weight if unknown else 0.4)
    weight = round(when.weight, 3)
    if when.says is Says.AFTER:
        return ColumnRole(name, RoleKind.AFTER_TREATMENT, when.reason, when.source, weight)
    reason = when.reason or "before the treatment, and a possible cause of treatment or outcome"
    return ColumnRole(name, RoleKind.CONFOUNDER, reason, when.source, weight)


def _with_timing(role: ColumnRole, when: ColumnEvidence | None) -> ColumnRole:
    if when is None or role.role in (RoleKind.TREATMENT, RoleKind.OUTCOME):
        return role
    source = EdgeSource("assumption", when.source.text) if when.assumed else when.source
    return replace(role, timing=Timing(when.says.value), timing_source=source)


def _changed(
    role: ColumnRole, part: RoleKind, reason: str, source: EdgeSource, confidence: float
) -> ColumnRole:
    return replace(role, role=part, reason=reason, source=source, confidence=round(confidence, 3))
