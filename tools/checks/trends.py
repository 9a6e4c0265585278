"""Checks of a difference-in-differences: did the groups move in parallel before the treatment?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import encode
from tools.checks.quantities import count, figure
from tools.checks.setting import Setting
from tools.errors import EstimationError
from tools.estimators.linear import Codes, Matrix, Vector, least_squares, orthonormal_basis
from tools.estimators.panel import Panel, read_panel
from tools.messages import Message
from tools.types import DesignKind

DID = (DesignKind.DID,)
LEADS = 5  # at most so many periods before the treatment get a term of their own
FEWEST_TREATED = 4  # treated units or clusters below which errors are not clustered
SWEEPS = 500
CHANCE = 0.05  # p-value below which a path strays by more than chance
P_RULE = Message("check-rule-p", {"limit": figure(CHANCE)})


@dataclass(frozen=True)
class BeforeTreatment:
    """The rows on which nobody is treated yet."""

    outcome: Vector  # (rows,)
    controls: Matrix  # (rows, k) covariates
    group: Codes  # (rows,) unit, or treated group where there are no units
    period: Codes  # (rows,) 0, 1, ... in the order of time
    lead: Codes  # (rows,) periods until the row's group is treated; 0 for groups that never are
    clusters: Codes | None  # (rows,); None: rows taken as independent

    @property
    def periods(self) -> int:
        return len(np.unique(self.period))


def before_treatment(setting: Setting) -> BeforeTreatment:
    """Rows before the treatment of their group starts; EstimationError where the table shows no start."""
    design, query = setting.design, setting.sample.query
    own = {design.time, design.unit, query.treatment, query.outcome}
    names = tuple(name for name in setting.covariate_names if name not in own)
    panel = read_panel(
        setting.frame, str(query.treatment), query.outcome, design.time, design.unit, design.cutoff, names
    )
    group, start = _groups(panel)
    lead = start - panel.period
    # Periods after the last start have no untreated row of the treated group to compare with.
    kept = (lead > 0) & (panel.period < start[start < panel.periods].max(initial=0))
    lead = np.where(start == panel.periods, 0, lead)
    if not (lead[kept] > 0).any():
        raise EstimationError(Message("check-reason-no-row-before"))
    codes = (group if setting.clusters is None else setting.clusters)[kept]
    return BeforeTreatment(
        panel.outcome[kept],
        encode(setting.frame[kept], names).matrix,
        _renumbered(group[kept]),
        _renumbered(panel.period[kept]),
        lead[kept],
        # Robust errors of a handful of treated units are far too small (MacKinnon & Webb 2018,
        # Econometrics Journal 21(2)): then the ordinary scatter of all rows is the yardstick.
        _renumbered(codes) if len(np.unique(codes[lead[kept] > 0])) >= FEWEST_TREATED else None,
    )


def _groups(panel: Panel) -> tuple[Codes, Codes]:
    """For each row its unit (or group) and the first period in which that is treated, T when never."""
    if panel.unit is not None:
        return panel.unit, panel.first_treated()[panel.unit]
    if panel.group is None or panel.post is None:
        raise EstimationError(Message("check-reason-no-group"))
    first = int(panel.period[panel.post].min())
    start = np.where(panel.group > panel.group.min(), first, panel.periods)
    return np.asarray(pd.factorize(panel.group)[0], dtype=np.int64), start


def _renumbered(codes: Codes) -> Codes:
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)


def without_fixed_effects(columns: Matrix, group: Codes, period: Codes) -> Matrix:
    """Columns (rows, k) with group and period means taken out, by turns until nothing changes.

    Exact for unbalanced panels too (Guimaraes & Portugal 2010, Stata Journal 10(4)).
    """
    left = np.array(columns, dtype=np.float64)
    scale = left.std(axis=0).max(initial=0.0) or 1.0
    for _ in range(SWEEPS):
        moved = 0.0
        for codes in (group, period):
            counts = np.bincount(codes)
            for position in range(left.shape[1]):
                means = (np.bincount(codes, weights=left[:, position]) / counts)[codes]
                left[:, position] -= means
                moved = max(moved, float(np.abs(means).max()))
        if moved < 1e-10 * scale:
            break
    return left


@dataclass(frozen=True)
class Joint:
    """A joint test that several terms are all zero."""

    p_value: float
    sizes: Vector  # (terms,) coefficients, outcome units
    std_errors: Vector  # (terms,)


def joint_test(rows: BeforeTreatment, terms: Matrix) -> Joint:
    """Regression of the outcome on `terms` (rows, k), group and period effects; clustered Wald test.

    Raises EstimationError when the group and period effects leave the terms no variation.
    """
    columns = np.column_stack([rows.outcome, terms, rows.controls])
    both = without_fixed_effects(columns, rows.group, rows.period)
    covariates = both[:, 1 + terms.shape[1] :]
    # A covariate that the effects absorb (the group itself, say) leaves rounding errors, not a column.
    covariates = covariates[:, covariates.std(axis=0) > 1e-8]
    both = orthonormal_basis(covariates).residuals(both[:, : 1 + terms.shape[1]])
    kept = both[:, 1:].std(axis=0) > 1e-8
    if not kept.any():
        raise EstimationError(Message("check-reason-nothing-before"))
    columns = both[:, 1:][:, kept]
    fit = least_squares(
        columns,
        both[:, 0],
        clusters=rows.clusters,
        covariance="HC1" if rows.clusters is not None else "classical",
    )
    absorbed = len(np.unique(rows.group)) + rows.periods - 1 + covariates.shape[1]
    freedom = len(rows.outcome) - absorbed - columns.shape[1]
    if freedom < 1:
        raise EstimationError(Message("check-reason-few-rows-before"))
    # Effects nested in clusters cost a clustered error no degrees of freedom.
    factor = 1.0 if rows.clusters is not None else (len(rows.outcome) - columns.shape[1]) / freedom
    covariance = fit.covariance * factor
    used = [j for j in range(columns.shape[1]) if j not in fit.left_out]
    sizes, spread = fit.coefficients[used], covariance[np.ix_(used, used)]
    errors = np.sqrt(np.diag(spread))
    if not (errors > 0).all():
        raise EstimationError(Message("check-reason-constant-before"))
    wald, terms_used = float(sizes @ np.linalg.pinv(spread, hermitian=True) @ sizes), len(used)
    within = fit.degrees_of_freedom if rows.clusters is not None else freedom
    # Hotelling's T-squared: with few clusters a plain Wald test of several terms rejects too often.
    left = within - terms_used + 1
    if left < 1:
        raise EstimationError(Message("check-reason-few-units"))
    p_value = float(stats.f.sf(wald * left / (within * terms_used), terms_used, left))
    return Joint(p_value, sizes, errors)


@check(
    "pre_trend",
    designs=DID,
)
def pre_trend(setting: Setting) -> Finding:
    """Joint test of leads on the rows not treated yet.

    Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91(6), section 4.3.
    """
    rows = before_treatment(setting)
    if rows.periods < 2:
        return cannot_run(Message("check-reason-one-period-no-trend"))
    leads = min(LEADS, int(rows.lead.max()) - 1)
    if leads < 1:
        return cannot_run(Message("check-reason-not-seen-twice"))
    terms = np.column_stack([(rows.lead == k).astype(float) for k in range(1, leads + 1)])
    found = joint_test(rows, terms)
    largest = int(np.abs(found.sizes).argmax())
    return Finding(
        found.p_value >= CHANCE,
        found.p_value,
        (
            Message(
                "check-pre-trend-found",
                {
                    "periods": count(rows.periods),
                    "size": setting.amount(found.sizes[largest]),
                    "p": figure(found.p_value),
                },
            ),
            P_RULE,
        ),
    )


@check(
    "placebo_period",
    designs=DID,
)
def placebo_period(setting: Setting) -> Finding:
    """Two-way fixed effects on the rows not treated yet, with a start half-way through them."""
    rows = before_treatment(setting)
    if rows.periods < 2:
        return cannot_run(Message("check-reason-one-period-no-start"))
    longest = int(rows.lead.max())
    pretended = (rows.lead > 0) & (rows.lead <= longest // 2)
    found = joint_test(rows, pretended.astype(float)[:, None])
    value, margin = float(found.sizes[0]), 1.96 * float(found.std_errors[0])
    return Finding(
        found.p_value >= CHANCE,
        value,
        (
            Message(
                "check-placebo-period-found",
                {
                    "early": count(max(longest // 2, 1)),
                    "effect": setting.amount(value),
                    "low": setting.amount(value - margin),
                    "high": setting.amount(value + margin),
                    "p": figure(found.p_value),
                },
            ),
            P_RULE,
        ),
    )
