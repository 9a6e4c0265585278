"""`prepare`: the rows and columns that one estimate uses, coded, complete and guarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tools.data.coding import Contrast, code_design_column, code_outcome, code_treatment, keep_contrast
from tools.data.covariates import (
    choose_covariates,
    code_covariate,
    code_unit,
    complete_covariates,
    levels_borne,
)
from tools.data.fields import BOOL, NUMBER, TEXT
from tools.data.forms import hold_by_means, shape_covariates
from tools.data.image_covariates import Images
from tools.data.population import keep_population
from tools.data.sample_checks import check_roles, check_sample, duplicate_warning, uneven_steps
from tools.data.table import Table
from tools.data.text_covariates import component_source, expand_texts
from tools.data.work import Work
from tools.errors import DataError
from tools.messages import Column, Columns, Message, Role, counted
from tools.types import ColumnKind, Condition, DataProfile, Design, DesignKind, Draws, Query, Sample


def prepare(
    table: Table,
    profile: DataProfile,
    query: Query,
    design: Design,
    images: Images | None = None,
    *,
    every_level: bool = False,
) -> Sample:
    """Load the columns of `query` and `design`, keep the rows that count, and code them as numbers.

    In this order: the population, the two levels compared, complete cases on treatment, outcome and design
    columns, then covariates (useless ones left out, gaps dropped or filled, levels made categories). Every
    row
    lost is counted in `Sample.dropped`, every choice is in `Sample.warnings`, every step is in
    `Sample.preparation`. `images` tells how covariates that are paths of pictures are encoded. With
    `every_level` no two levels are compared: the treatment keeps all its levels, as a category.

    Raises:
        DataError: a column, level or value that is not there; no rows; more than two levels without a
        contrast.
        OptionError: pictures without an encoder, or one that cannot be loaded.
        EstimationError: no variation, or too few rows for any estimate.
    """
    check_roles(query, design)
    roles = _roles(query, design)
    covariates = [name for name in dict.fromkeys(design.adjustment_set) if name not in roles]
    conditions = [condition.column for condition in query.population]
    needed = list(dict.fromkeys((*roles, *covariates, *conditions)))
    work = Work(table, profile, _load(table, needed), images=images)
    rows_total = len(work.frame)

    keep_population(work, query.population)
    levels = None if every_level else keep_contrast(work, query)
    for role, names in _grouped(roles).items():
        work.keep_present(names, Message("data-missing", {"role": role, "columns": Columns(tuple(names))}))
    if work.frame.empty:
        raise DataError(
            f"No row of {table.source} has {', '.join(map(repr, roles))} all present. "
            "Choose columns that were measured in the same rows."
        )
    contrast = _all_levels(work, query) if every_level else code_treatment(work, query, levels)
    code_outcome(work, query.outcome)
    _code_roles(work, query, design)

    meant = expand_texts(work, covariates)
    covariates = choose_covariates(work, query, [name for name in meant if component_source(name) is None])
    complete_covariates(work, query, design, covariates)
    wide = _too_wide(work, design, covariates)
    for name in covariates:
        (code_unit if name in wide else code_covariate)(work, name)
    both, wide_roles = _adjusted_roles(work, roles, design)
    covariates = _still_useful(work, covariates) + both
    numbers = [name for name in covariates if work.frame[name].dtype.kind == "f"]
    for name in (*(name for name in wide if name in covariates), *wide_roles):
        hold_by_means(work, query, name, numbers)
    covariates += [name for name in meant if component_source(name) is not None]
    shape_covariates(work, query, design, covariates)

    design = replace(design, adjustment_set=tuple(covariates))
    places = tuple(map(int, work.frame.index))  # no step before this one numbers the rows anew
    _arrange(work, [*roles, *covariates])
    forms = {name: forms for name, forms in work.forms.items() if name in covariates}
    held = [form for name in covariates for form in forms.get(name, (name,))]
    compared = replace(query, treatment=None) if every_level else query  # a category has no arms to check
    work.warnings += check_sample(work.frame, compared, design, list(dict.fromkeys(held)))
    for message in _soft_warnings(work, query, levels is not None or every_level):
        work.warn(message)
    return Sample(
        frame=work.frame,
        query=replace(query, low=contrast.low_level, high=contrast.high_level),
        design=design,
        low=contrast.low,
        high=contrast.high,
        rows_total=rows_total,
        dropped=tuple(work.dropped),
        unit=profile[query.outcome].unit,
        warnings=tuple(work.warnings),
        account=tuple(work.account),
        imputed=tuple(name for name in work.imputed if name in covariates),
        forms=forms,
        draws=_draws(work),
        preparation=tuple(work.lines),
        places=places,
    )


def _draws(work: Work) -> Draws | None:
    if work.gaps is None:
        return None
    return Draws((work.frame, *work.draws), work.gaps.to_numpy(), tuple(work.lines[: work.filling]))


def _all_levels(work: Work, query: Query) -> Contrast:
    assert query.treatment is not None
    code_unit(work, query.treatment)
    return Contrast(query.low, query.high, 0.0, 1.0)


def _roles(query: Query, design: Design) -> dict[str, Role]:
    """Column -> role, for all but the covariates; the first role counts."""
    pairs = [
        (query.treatment, Role.TREATMENT),
        (query.outcome, Role.OUTCOME),
        *((name, Role.INSTRUMENT) for name in design.instruments),
        *((name, Role.MEDIATOR) for name in design.mediators),
        (design.running_variable, Role.RUNNING_VARIABLE),
        (design.time, Role.TIME),
        (design.unit, Role.UNIT),
        (design.cluster, Role.CLUSTER),
    ]
    roles: dict[str, Role] = {}
    for name, role in pairs:
        if name is not None:
            roles.setdefault(name, role)
    return roles


def _grouped(roles: dict[str, Role]) -> dict[Role, list[str]]:
    grouped: dict[Role, list[str]] = {}
    for name, role in roles.items():
        grouped.setdefault(role, []).append(name)
    return grouped


def _load(table: Table, columns: list[str]) -> object:
    """Numbers and true/false as float64, text as object with NaN, times as datetime64."""
    frame = table.frame(columns)
    for name in columns:
        kind = table.field(name).kind
        if kind == NUMBER:
            frame[name] = frame[name].astype(float)
        elif kind == BOOL:
            frame[name] = frame[name].map({True: 1.0, False: 0.0}).astype(float)
        elif kind == TEXT:
            frame[name] = frame[name].where(frame[name].notna(), np.nan).astype(object)
    return frame


def _code_roles(work: Work, query: Query, design: Design) -> None:
    for name, role in _roles(query, design).items():
        if role in (Role.INSTRUMENT, Role.MEDIATOR, Role.RUNNING_VARIABLE, Role.TIME):
            code_design_column(work, name, role)
        elif role in (Role.UNIT, Role.CLUSTER):
            code_unit(work, name)


def _still_useful(work: Work, covariates: list[str]) -> list[str]:
    """Dropping rows may have left a covariate with one value."""
    kept = []
    for name in covariates:
        if work.frame[name].nunique() > 1:
            kept.append(name)
        else:
            work.leave_out(name, Message("data-same-in-every-row"))
    return kept


def _too_wide(work: Work, design: Design, covariates: list[str]) -> list[str]:
    """Groupings with more levels than the rows bear, which their groups' means stand for."""
    if design.kind is not DesignKind.BACKDOOR:
        return []
    most = levels_borne(len(work.frame))
    return [
        name
        for name in covariates
        if (work.frame[name].dtype == object or work.column(name).kind is ColumnKind.CATEGORY)
        and not work.table.field(name).sources
        and work.frame[name].nunique() > most
    ]


def _adjusted_roles(work: Work, roles: dict[str, Role], design: Design) -> tuple[list[str], list[str]]:
    """Units, clusters and periods that are adjusted for too, and of them those too wide for a column each."""
    both = [name for name in design.adjustment_set if roles.get(name) in (Role.UNIT, Role.CLUSTER, Role.TIME)]
    most = levels_borne(len(work.frame))
    kept = [name for name in both if 1 < work.frame[name].nunique() <= most]
    wide = [name for name in both if name not in kept and work.frame[name].nunique() > 1]
    if design.kind is DesignKind.BACKDOOR:
        return kept + wide, wide
    for name in wide:
        levels = counted(work.frame[name].nunique())
        work.warn(Message("data-too-many-levels", {"column": Column(name), "levels": levels}))
    return kept, []


def _arrange(work: Work, columns: list[str]) -> None:
    """Columns in source order, each followed by those that were made for it; a fresh index."""
    order: list[str] = []
    made = [c for c in work.frame.columns if c not in work.table.columns]
    for name in work.table.columns:
        if name in columns:
            order.append(name)
            order += [c for c in made if c.rstrip("*") == f"{name} (missing)"]
            order += [c for c in work.forms.get(name, ()) if c != name]
    order += [c for c in columns if component_source(c) is not None]
    order += [form for c in columns if component_source(c) is not None for form in work.forms.get(c, (c,))]
    order = list(dict.fromkeys(order))
    work.frame = work.frame[order].reset_index(drop=True)
    work.draws = [frame[order].reset_index(drop=True) for frame in work.draws]
    work.lines.append(f"frame = frame[{order!r}].reset_index(drop=True)")


def _soft_warnings(work: Work, query: Query, two_levels: bool) -> list[Message]:
    found = [duplicate_warning(work)]
    if query.treatment is not None and not two_levels:
        found.append(uneven_steps(work.frame, query.treatment, query.outcome))
    return [message for message in found if message is not None]


@dataclass(frozen=True)
class CompleteRows:
    """Rows in which every column of a few has a value; nothing is recoded."""

    frame: pd.DataFrame
    rows_total: int  # rows in the source
    dropped: tuple[tuple[Message, int], ...]  # (reason, rows), in the order they were dropped
    warnings: tuple[Message, ...] = ()
    preparation: tuple[str, ...] = ()  # the steps from the table to `frame` as lines of pandas


def complete_rows(
    table: Table,
    profile: DataProfile,
    columns: Sequence[str],
    population: tuple[Condition, ...] = (),
    beside: Sequence[str] = (),
) -> CompleteRows:
    """The columns as they are, in the rows of the population that have them all; those `beside` keep gaps.

    Raises DataError for a column that is not there, or when no row is left.
    """
    conditions = [condition.column for condition in population]
    shown = list(dict.fromkeys((*columns, *beside)))
    needed = list(dict.fromkeys((*shown, *conditions)))
    work = Work(table, profile, _load(table, needed))
    total = len(work.frame)
    keep_population(work, population)
    for name in columns:
        work.keep_present([name], Message("data-missing-column", {"column": Column(name)}))
    if work.frame.empty:
        raise DataError(
            f"No row of {table.source} has {', '.join(map(repr, columns))} all present. "
            "Choose columns that were measured in the same rows."
        )
    frame = work.frame[shown].reset_index(drop=True)
    return CompleteRows(frame, total, tuple(work.dropped), tuple(work.warnings), tuple(work.lines))
