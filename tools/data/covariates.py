"""Covariates: which can be used, how gaps are filled, how levels become categories."""

from __future__ import annotations

import inspect

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.data import chained_equations
from tools.data.fields import TEXT
from tools.data.work import Work
from tools.messages import Column, Columns, Message, Quoted, Role, Slot, counted, share_of
from tools.types import AccountEntry, CellAction, ColumnKind, Design, DesignKind, Query

_FEW_LEVELS = 50  # that have a column each, however few the rows
_MOST_LEVELS = 200  # that have a column each, where the rows bear it
_ROWS_PER_LEVEL = 15
_A_FEW_GROUPS = 30  # levels; more are held fixed only where the treatment goes with them
_APART = (
    0.99  # confidence that the treatment differs between the groups, below which it does not go with them
)
_MOST_ASKED = 500
_RARE = 5  # rows; a level with fewer tells nothing of its own
# Share of rows that complete cases may cost: more would change whom the answer is about.
_LOSS_ALLOWED = 0.02
_MOST_DROPPED = 1 / 3  # share of rows that complete cases may cost where a filled confounder would mislead
_AT_STAKE = 0.1  # standard errors of the estimate
_TIED = 2.58  # standard errors, p = 0.01, from which gaps go with the outcome
_MOSTLY_MISSING = 0.50
_DRAWS = 10  # of the gaps: White, Royston & Wood (2011), section 7
_DRAWS_OF_MANY = 5
_MANY_ROWS = 100_000
_LEVELS_DRAWN = 12  # levels of a column whose gaps are drawn
_SAME = 1.0 - 1e-10  # correlation from which one column is the other in other units
OTHER = "other"
Codes = npt.NDArray[np.int64]
Vector = npt.NDArray[np.float64]
_AGAINST_CONFOUNDING = (DesignKind.BACKDOOR, DesignKind.IV, DesignKind.FRONTDOOR)


def choose_covariates(work: Work, query: Query, names: list[str]) -> list[str]:
    """Leave out the covariates that carry nothing or everything; each with a warning. Returns the rest."""
    kept = []
    for name in names:
        why = _useless(work, name) or _apart_from_treatment(work, query, name)
        if why:
            work.leave_out(name, why)
        else:
            kept.append(name)
    return _without_copies(work, query, kept)


def _useless(work: Work, name: str) -> Message | None:
    values = work.frame[name]
    distinct = int(values.nunique())
    present = int(values.notna().sum())
    if distinct <= 1:
        return Message("data-same-in-every-row" if present else "data-missing-in-every-row")
    if present < (1.0 - _MOSTLY_MISSING) * len(values):
        return Message("data-missing-in-share", {"share": share_of(1 - present / len(values))})
    kind = work.column(name).kind
    if kind is ColumnKind.IDENTIFIER:
        return Message("data-labels-rows")
    text = work.table.field(name).kind == TEXT
    if text and (kind is ColumnKind.TEXT or distinct > 0.5 * present) and distinct > 10:
        return Message("data-free-text", {"values": counted(distinct), "rows": counted(present)})
    return None


def _apart_from_treatment(work: Work, query: Query, name: str) -> Message | None:
    """Groups by the dozen that the treatment does not go with cost precision and confound nothing."""
    groups = work.frame[name]
    grouping = work.table.field(name).kind == TEXT or work.column(name).kind is ColumnKind.CATEGORY
    if query.treatment is None or not grouping or groups.nunique() <= _A_FEW_GROUPS:
        return None
    treatment = work.frame[query.treatment]
    keep = groups.notna() & treatment.notna()
    values = pd.factorize(treatment[keep])[0] if treatment.dtype.kind != "f" else treatment[keep].to_numpy()
    codes = pd.factorize(groups[keep])[0]
    if groups_alike(codes, values.astype(np.float64)) >= _APART:
        return None
    slots: dict[str, Slot] = {
        "levels": counted(int(groups.nunique())),
        "treatment": Column(query.treatment),
    }
    return Message("data-apart-from-treatment", slots)


def groups_alike(groups: Codes, values: Vector) -> float:
    """How sure it is that the values differ between the groups: 1 less the p-value of Fisher's F test.

    `groups` (n,) are codes from 0 on, all used, of `values` (n,).
    """
    size = np.bincount(groups)
    means = np.bincount(groups, weights=values) / size
    between = float((size * (means - values.mean()) ** 2).sum())
    within = float(((values - means[groups]) ** 2).sum())
    freedom = (len(size) - 1, len(values) - len(size))
    if min(freedom) < 1 or within <= 0.0:
        return 1.0 if within <= 0.0 else 0.0
    from scipy import stats

    return float(stats.f.cdf((between / freedom[0]) / (within / freedom[1]), *freedom))


def _without_copies(work: Work, query: Query, names: list[str]) -> list[str]:
    """Leave out copies of the outcome, the treatment or an earlier covariate, in whatever units or labels."""
    kept: list[str] = []
    seen: dict[bytes, str] = {}
    fixed = {
        name: role
        for name, role in ((query.outcome, Role.OUTCOME), (query.treatment, Role.TREATMENT))
        if name
    }
    for name in fixed:
        if (pattern := _pattern(work.frame[name])) is not None:
            seen[pattern] = name
    numeric = [name for name in (*fixed, *names) if work.frame[name].dtype.kind == "f"]
    twins = _linear_twins(work.frame[numeric])
    for name in names:
        pattern = _pattern(work.frame[name])
        twin = twins.get(name)
        if pattern is not None and pattern in seen:
            original = seen[pattern]
            work.leave_out(
                name,
                Message(
                    "data-copy", {"role": fixed.get(original, Role.COVARIATE), "original": Column(original)}
                ),
            )
        elif twin is not None and (twin in fixed or twin in kept):
            work.leave_out(
                name,
                Message(
                    "data-other-units", {"role": fixed.get(twin, Role.COVARIATE), "original": Column(twin)}
                ),
            )
        elif _separates(work, query, name):
            work.leave_out(name, Message("data-separates", {"treatment": Column(str(query.treatment))}))
        else:
            if pattern is not None:
                seen[pattern] = name
            kept.append(name)
    return kept


def _pattern(values: pd.Series) -> bytes | None:
    """The same for columns that divide the rows alike, whatever the levels are called; None for
    quantities."""
    codes, levels = pd.factorize(values)
    # Squares divide the rows as their roots do and are no copies: quantities are compared as lines instead.
    if len(levels) > (2 if values.dtype.kind == "f" else 0.5 * len(values)):
        return None
    return np.ascontiguousarray(codes, dtype=np.int32).tobytes()


def _linear_twins(frame: pd.DataFrame) -> dict[str, str]:
    """For each column the first earlier one that it is a straight-line copy of."""
    if frame.shape[1] < 2 or len(frame) < 3:
        return {}
    values = frame.to_numpy(dtype=float)
    known = ~np.isnan(values)
    center = np.nanmean(values, axis=0)
    centered = np.where(known, values - center, 0.0)
    length = np.sqrt((centered**2).sum(axis=0))
    length[length == 0] = np.inf
    unit = centered / length
    close = np.abs(unit.T @ unit) > _SAME
    twins = {}
    for later in range(1, frame.shape[1]):
        for earlier in np.flatnonzero(close[:later, later]):
            if np.array_equal(known[:, later], known[:, earlier]):
                twins[str(frame.columns[later])] = str(frame.columns[earlier])
                break
    return twins


def _separates(work: Work, query: Query, name: str) -> bool:
    """Does each level of a covariate with levels hold rows of one treatment arm only?"""
    if query.treatment is None or work.table.field(name).kind != TEXT:
        return False
    arms = work.frame[query.treatment]
    if arms.nunique() != 2:
        return False
    both = arms.groupby(work.frame[name], observed=True).nunique()
    return bool((both < 2).all())


def complete_covariates(work: Work, query: Query, design: Design, names: list[str]) -> None:
    """Drop the rows with gaps, or fill the gaps.

    Where covariates are held fixed against confounding, complete rows are used while they cost at most a
    third of the rows: they are unbiased where gaps hang on treatment and covariates, even on the value that
    is missing, but not on the outcome beside them (White & Carlin 2010, Statistics in
    Medicine 29(28); Hughes et al. 2019, Int J Epidemiol 48(4)). Where gaps go with the outcome, and where
    they cost too many rows, confounders are filled several times by chained equations (`work.draws`; White,
    Royston & Wood 2011, Statistics in Medicine 30(4)).
    Elsewhere, and where a filled column cannot move the estimate, at most 2% of the rows are dropped and gaps
    filled once: numbers with their mean, levels with the most frequent one, beside a 0/1 column
    "<name> (missing)". In experiments that costs no bias; a confounder would be held fixed by half
    (Greenland & Finkle 1995, Am J Epidemiol 142).
    """
    gaps = [name for name in names if work.frame[name].isna().any()]
    if not gaps:
        return
    lost = 1.0 - float(work.frame[gaps].notna().all(axis=1).mean())
    if lost <= _LOSS_ALLOWED:
        work.keep_present(gaps, _missing_in(gaps))
        return
    matter = [name for name in gaps if _matters(work, query, name, [n for n in names if n not in gaps])]
    confounded = design.kind in _AGAINST_CONFOUNDING
    whole = _droppable(work, matter) if confounded else []
    if whole and not _keep_whole(work, query, whole, [name for name in names if name not in gaps]):
        whole = []
    left = [name for name in gaps if name not in whole and work.frame[name].isna().any()]
    drawn = [name for name in left if confounded and name in matter and _can_be_drawn(work, name)]
    _fill_once(work, [name for name in left if name not in drawn])
    if drawn:
        _fill_by_draws(work, query, design, names, drawn)


def _fill_once(work: Work, filled: list[str]) -> None:
    """With the mean or the most frequent level, and a flag."""
    if not filled:
        return
    lost = 1.0 - float(work.frame[filled].notna().all(axis=1).mean())
    for name in filled:
        _fill(work, name)
    work.warn(
        Message("data-gaps-filled", {"share": share_of(lost), "columns": Columns(tuple(filled), shown=6)})
    )


def _matters(work: Work, query: Query, name: str, others: list[str]) -> bool:
    """Could filled gaps of this covariate move the estimate by more than a tenth of its standard error?

    Where they are filled it is not held fixed: at most their share of what holding it fixed does to the slope
    of the treatment, in regressions of the rows without gaps.
    """
    treatment = query.treatment
    if treatment is None or work.frame[treatment].dtype.kind != "f":
        return True
    values = work.frame[name]
    known = values.notna() & work.frame[treatment].notna() & work.frame[query.outcome].notna()
    beside = [other for other in others if work.frame[other].dtype.kind == "f"]
    base = np.column_stack(
        [np.ones(int(known.sum())), work.frame.loc[known, [treatment, *beside]].to_numpy(dtype=float)]
    )
    held = (
        values[known].to_numpy(dtype=float)[:, None]
        if values.dtype.kind == "f"
        else pd.get_dummies(values[known].astype(str), drop_first=True, dtype=float).to_numpy()
    )
    outcome = work.frame.loc[known, query.outcome].to_numpy(dtype=float)
    full = np.column_stack([base, held])
    if len(full) <= full.shape[1] + 1:
        return True
    without = np.linalg.lstsq(base, outcome, rcond=None)[0][1]
    fitted = np.linalg.lstsq(full, outcome, rcond=None)[0]
    left = outcome - full @ fitted
    spread = np.linalg.pinv(full.T @ full)[1, 1] * float(left @ left) / (len(full) - full.shape[1])
    share = 1.0 - float(known.mean())
    return share * abs(float(without - fitted[1])) > _AT_STAKE * float(np.sqrt(max(spread, 0.0)))


def _missing_in(names: list[str]) -> Message:
    return Message("data-missing-in-covariate", {"columns": Columns(tuple(names), shown=6)})


def _droppable(work: Work, gaps: list[str]) -> list[str]:
    """The columns whose gaps may cost their rows: those with the fewest first, up to a third of the rows."""
    missing, whole = work.frame[gaps].isna(), list[str]()
    for name in sorted(gaps, key=lambda name: (int(missing[name].sum()), name)):
        if float(missing[[*whole, name]].any(axis=1).mean()) <= _MOST_DROPPED:
            whole.append(name)
    return whole


def _keep_whole(work: Work, query: Query, whole: list[str], others: list[str]) -> bool:
    """Only rows without gaps in these columns, and says so.

    False where having a gap goes with the outcome: then the complete rows are other people, which is said.
    """
    missing = work.frame[whole].isna().any(axis=1)
    about: dict[str, Slot] = {
        "share": share_of(float(missing.mean())),
        "columns": Columns(tuple(whole), shown=6),
        "outcome": Column(query.outcome),
    }
    if _goes_with_outcome(work, query, missing, others):
        work.warn(Message("data-gaps-tied", about))
        return False
    work.keep_present(whole, _missing_in(whole))
    work.warn(Message("data-gaps-dropped", about))
    return True


def _goes_with_outcome(work: Work, query: Query, missing: pd.Series, others: list[str]) -> bool:
    """Do rows with a gap differ in the outcome beside treatment and other numbers? Robust score test."""
    beside = [name for name in (query.treatment, *others) if name and work.frame[name].dtype.kind == "f"]
    columns = np.column_stack([np.ones(len(missing)), work.frame[beside].to_numpy(dtype=float)])
    both = np.column_stack([missing.to_numpy(dtype=float), work.frame[query.outcome].to_numpy(dtype=float)])
    left = both - columns @ np.linalg.lstsq(columns, both, rcond=None)[0]
    scores = left[:, 0] * left[:, 1]
    return abs(float(scores.sum())) > _TIED * float(np.sqrt(scores @ scores))


def _can_be_drawn(work: Work, name: str) -> bool:
    """Numbers and dates, and levels so few that a regression tells their chances."""
    values = work.frame[name]
    return not _has_levels(work, name) or values.nunique() <= _LEVELS_DRAWN


def _has_levels(work: Work, name: str) -> bool:
    values = work.frame[name]
    coded = values.dtype.kind == "f" and (
        values.nunique() == 2 or work.column(name).kind is ColumnKind.CATEGORY
    )
    return values.dtype.kind not in "fM" or coded


def _fill_by_draws(work: Work, query: Query, design: Design, names: list[str], drawn: list[str]) -> None:
    """Several frames, in each of which the gaps are filled by another draw from models of all other columns.

    Predictors are treatment, outcome, the design's other numbers and all covariates but groups by the dozen.
    """
    missing = work.frame[drawn].isna()
    for name in names:
        if work.frame[name].dtype.kind == "M":
            _as_days(work, name)
    numbers = [query.treatment, query.outcome, *design.instruments, *design.mediators]
    roles = [name for name in dict.fromkeys(numbers) if name and work.frame[name].dtype.kind == "f"]
    covariates = [name for name in names if name in drawn or work.frame[name].nunique() <= _FEW_LEVELS]
    covariates += [name for name in names if name not in covariates and not _has_levels(work, name)]
    columns = list(dict.fromkeys((*roles, *covariates)))
    levels = [name for name in covariates if _has_levels(work, name)]
    # Each arm has a line of its own: the treatment may do more for some than for others.
    products = [(query.treatment, query.outcome)] if query.treatment in roles else []
    given = (columns, drawn, levels, products)
    shown = ", ".join(map(repr, given))
    work.lines += [inspect.getsource(chained_equations), "draw = 0"]
    work.filling = len(work.lines)
    work.lines.append(f"frame = fill_gaps(frame, {shown}, draw)")
    count = _DRAWS if len(work.frame) <= _MANY_ROWS else _DRAWS_OF_MANY
    work.frame, *work.draws = (chained_equations.fill_gaps(work.frame, *given, seed) for seed in range(count))
    for name in drawn:
        rows = int(missing[name].sum())
        said = Message("cells-filled-draws", {"column": Column(name), "rows": counted(rows)})
        work.account.append(AccountEntry(CellAction.FILLED, said, name, rows))
    work.imputed += drawn
    work.gaps = missing.any(axis=1)
    about: dict[str, Slot] = {
        "share": share_of(float(work.gaps.mean())),
        "columns": Columns(tuple(drawn), shown=6),
        "draws": counted(count),
    }
    work.warn(Message("data-gaps-drawn", about))


def _fill(work: Work, name: str) -> None:
    marker = f"{name} (missing)"
    while marker in work.table.columns:
        marker += "*"
    shown = f"frame[{name!r}]"
    values = work.frame[name]
    filled = int(values.isna().sum())
    with_mean = "cells-filled-mean" if values.dtype.kind == "f" else "cells-filled-level"
    said = Message(with_mean, {"column": Column(name), "rows": counted(filled)})
    work.account.append(AccountEntry(CellAction.FILLED, said, name, filled))
    work.put(marker, values.isna().astype(float), f"{shown}.isna().astype(float)")
    if values.dtype.kind == "f":
        work.put(name, values.fillna(values.mean()), f"{shown}.fillna({shown}.mean())")
    else:
        common = str(values.value_counts().index[0])
        work.put(name, values.fillna(common), f"{shown}.fillna({common!r})")
    work.imputed.append(name)


def code_covariate(work: Work, name: str) -> None:
    """Numbers stay; dates become days; levels become a `category` with rare levels put together."""
    column = work.column(name)
    values = work.frame[name]
    if values.dtype.kind == "M":
        _as_days(work, name)
        return
    if values.dtype.kind == "f" and column.kind is not ColumnKind.CATEGORY:
        return
    as_levels(work, name)


def _as_days(work: Work, name: str) -> None:
    days = (work.frame[name] - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    work.put(name, days, f"(frame[{name!r}] - pd.Timestamp('1970-01-01')) / pd.Timedelta(days=1)")


def as_levels(work: Work, name: str) -> None:
    """A `category`, with rare levels put together."""
    as_text(work, name)
    # Levels that the analyst asked for by name (`C(state)`) stay apart, as far as a regression can hold them.
    asked = bool(work.table.field(name).sources)
    if not asked or work.frame[name].nunique() > _MOST_ASKED:
        _group_rare(work, name)
    _as_category(work, name)


def levels_borne(rows: int) -> int:
    """Levels of one covariate that a regression on so many rows can have a column for."""
    return max(_FEW_LEVELS, min(_MOST_LEVELS, rows // _ROWS_PER_LEVEL))


def code_unit(work: Work, name: str) -> None:
    """Units and clusters: levels, however many."""
    as_text(work, name)
    _as_category(work, name)


def _as_category(work: Work, name: str) -> None:
    work.make(name, lambda frame: frame[name].astype("category"), f"frame[{name!r}].astype('category')")


def as_text(work: Work, name: str) -> None:
    """Numbers and dates as text; 3.0 as "3"."""
    values = work.frame[name]
    if values.dtype.kind == "f":
        work.make(
            name,
            lambda frame: frame[name].map("{:.15g}".format, na_action="ignore").astype(object),
            f"frame[{name!r}].map('{{:.15g}}'.format, na_action='ignore').astype(object)",
        )
    elif values.dtype.kind == "M":
        work.make(
            name,
            lambda frame: frame[name].astype(str).astype(object),
            f"frame[{name!r}].astype(str).astype(object)",
        )


def _group_rare(work: Work, name: str) -> None:
    counts = work.frame[name].value_counts()
    if len(counts) <= 2:
        return
    most = levels_borne(len(work.frame))
    common = [str(level) for level in (counts.index[: most - 1] if len(counts) > most else counts.index)]
    kept = [level for level in common if counts[level] >= _RARE] or common[:1]
    rare = len(counts) - len(kept)
    if rare < 2:
        return
    shown = f"frame[{name!r}]"
    grouped = work.frame[name].where(work.frame[name].isin(kept), OTHER)
    work.make(
        name,
        lambda frame: frame[name].where(frame[name].isin(kept), OTHER),
        f"{shown}.where({shown}.isin({sorted(kept)!r}), {OTHER!r})",
    )
    said = Message(
        "data-rare-levels", {"levels": counted(rare), "column": Column(name), "other": Quoted(OTHER)}
    )
    work.account.append(AccountEntry(CellAction.RECODED, said, name, int((grouped == OTHER).sum())))
    work.warn(said)
