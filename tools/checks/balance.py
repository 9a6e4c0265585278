"""Are the groups alike in what was measured, before and after weighting?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import Covariates, encode
from tools.checks.quantities import count, figure, share
from tools.checks.setting import Setting, dose_weights
from tools.estimators.linear import Matrix, Vector, cluster_sums
from tools.estimators.propensity import effective_sample_size
from tools.estimators.shared import once
from tools.messages import Columns, Message, Quoted
from tools.types import DesignKind, Estimand, Estimate, Sample

# ---------------- Are there comparable rows with other treatments everywhere?


LOW, HIGH = 0.02, 0.98
ALLOWED = 0.05  # share of rows outside the limits, or off the common support
LEFT_OVER = 0.05  # share of a continuous treatment's variance that the covariates must leave


@check(
    "overlap",
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
)
def overlap(setting: Setting) -> Finding:
    """Two levels: fitted propensities. More: what the covariates leave of the treatment."""
    if not setting.sample.binary_treatment:
        return _continuous(setting)
    found = setting.weighting
    treated, chance = found.treated == 1, found.propensity
    outside = float(((chance < LOW) | (chance > HIGH)).mean())
    low = max(chance[treated].min(), chance[~treated].min())
    high = min(chance[treated].max(), chance[~treated].max())
    off_support = float(((chance < low) | (chance > high)).mean())
    rows = {True: int(treated.sum()), False: int((~treated).sum())}
    effective = {arm: effective_sample_size(found.weights[treated == arm]) for arm in rows}
    thinnest = min(effective[arm] / rows[arm] for arm in rows)
    return Finding(
        outside <= ALLOWED and off_support <= ALLOWED and thinnest >= 0.1,
        outside,
        (
            Message(
                "check-overlap-found",
                {
                    "least": share(chance.min()),
                    "most": share(chance.max()),
                    "outside": share(outside),
                    "low": share(LOW),
                    "high": share(HIGH),
                    "alone": share(off_support),
                    "treated": count(rows[True]),
                    "treated_worth": figure(effective[True]),
                    "untreated": count(rows[False]),
                    "untreated_worth": figure(effective[False]),
                },
            ),
            Message("check-overlap-rule", {"allowed": share(ALLOWED)}),
        ),
    )


def _continuous(setting: Setting) -> Finding:
    """The weights of a regression are the squared treatment residuals (Aronow & Samii 2016, AJPS 60(1))."""
    left = setting.linear.treatment
    kept = float((left @ left) / ((setting.treatment - setting.treatment.mean()) ** 2).sum())
    effective = effective_sample_size(left**2)
    needed = min(30.0, 0.1 * setting.sample.rows)
    return Finding(
        kept >= LEFT_OVER and effective >= needed,
        kept,
        (
            Message(
                "check-overlap-dose-found",
                {"kept": share(kept), "worth": figure(effective), "rows": count(setting.sample.rows)},
            ),
            Message("check-overlap-dose-rule", {"kept": share(LEFT_OVER), "worth": figure(needed)}),
        ),
    )


def overlap_table(sample: Sample, estimand: Estimand, bins: int = 20) -> pd.DataFrame:
    """Histogram of propensities, for a figure: `low`, `high` (bin edges), `treated`, `untreated` (rows).

    Raises EstimationError unless the treatment takes both of two levels.
    """
    found = Setting(sample, estimand, NO_ESTIMATE).weighting
    edges = np.linspace(0.0, 1.0, bins + 1)
    treated = found.treated == 1
    return pd.DataFrame(
        {
            "low": edges[:-1],
            "high": edges[1:],
            "treated": np.histogram(found.propensity[treated], edges)[0],
            "untreated": np.histogram(found.propensity[~treated], edges)[0],
        }
    )


# Tables describe the sample alone; a setting asks for an estimate all the same.
NO_ESTIMATE = Estimate(np.nan, np.nan, (np.nan, np.nan), np.nan, "none", 0)


LIMIT = 0.1  # standardised difference; Austin (2009), Statistics in Medicine 28(25)
WORST = 100.0  # largest standardised difference that is reported
CHANCE = 0.01  # p-value below which imbalance in an experiment is more than bad luck


def balance_table(sample: Sample, estimand: Estimand) -> pd.DataFrame:
    """Columns `covariate`, `before`, `after`: one row a numeric covariate, one a level of a category.

    Two-level treatment: difference of means (high minus low) over the pooled standard deviation before
    weighting (Austin 2009), before and after inverse propensity weighting. More levels: correlation with the
    treatment (Zhu, Coffman & Ghosh 2015). In an IV design the instrument stands in for the treatment and
    there is no weighting, so that `after` equals `before`. Raises EstimationError without two groups.
    """
    return _table(Setting(sample, estimand, NO_ESTIMATE))


def _table(setting: Setting) -> pd.DataFrame:
    # The check, the figure and the report look at the same table.
    names = (setting.sample.query.treatment or "", *setting.design.instruments, *setting.covariate_names)
    return once(
        ("balance", setting.design.kind, setting.estimand.query.estimand, names),
        lambda: _made(setting),
        *(setting.frame[name] for name in names if name in setting.frame.columns),
    )


def _made(setting: Setting) -> pd.DataFrame:
    if setting.instruments is not None:
        return balance_of(setting, setting.instruments[:, 0])
    if setting.sample.binary_treatment:
        return balance_of(setting, setting.treatment, setting.weighting.weights)
    weights = dose_weights(setting.treatment, setting.linear.treatment)
    return balance_of(setting, setting.treatment, weights)


def balance_of(setting: Setting, groups: Vector, weights: Vector | None = None) -> pd.DataFrame:
    """`balance_table` for any groups (rows,) and weights (rows,); without weights `after` is `before`."""
    covariates = encode(setting.frame, setting.covariate_names, every_level=True)
    before = imbalance(covariates.matrix, groups)
    after = before if weights is None else imbalance(covariates.matrix, groups, weights)
    return pd.DataFrame({"covariate": list(covariates.labels), "before": before, "after": after})


def imbalance(covariates: Matrix, groups: Vector, weights: Vector | None = None) -> Vector:
    """Standardised differences between two groups, or correlations with a number. (columns of covariates,)"""
    weights = np.ones(len(groups)) if weights is None else weights
    levels = np.unique(groups)
    if len(levels) == 2:
        high = groups == levels[1]
        # Unweighted spread on both sides, so that the yardstick stays the same before and after.
        spread = np.sqrt((covariates[high].var(axis=0) + covariates[~high].var(axis=0)) / 2)
        gap = np.average(covariates[high], axis=0, weights=weights[high])
        gap = gap - np.average(covariates[~high], axis=0, weights=weights[~high])
        # Where each group has one value of its own the ratio has no limit; this is as far as it is told.
        floor = np.maximum(spread, np.abs(gap) / WORST)
        return np.asarray(np.where(gap == 0, 0.0, gap / np.where(floor > 0, floor, 1.0)))
    part = weights / weights.sum()
    centred = covariates - part @ covariates
    dose = groups - part @ groups
    spread = np.sqrt((part @ centred**2) * (part @ dose**2))
    return np.asarray((part * dose) @ centred / np.where(spread > 0, spread, 1.0))


def worst(table: pd.DataFrame, column: str) -> tuple[str, float]:
    """The least balanced covariate and its absolute imbalance."""
    position = int(table[column].abs().to_numpy().argmax())
    return str(table["covariate"].iloc[position]), float(table[column].abs().iloc[position])


@check(
    "balance",
    designs=(DesignKind.RANDOMISED, DesignKind.BACKDOOR),
    applies=lambda setting: bool(setting.covariate_names),
)
def balance(setting: Setting) -> Finding:
    """Observational: the 0.1 rule after weighting. Randomised: a joint test, as chance unbalances too."""
    table = _table(setting)
    if table.empty:
        return cannot_run(Message("check-reason-no-covariate-varies"))
    if setting.design.kind is DesignKind.RANDOMISED:
        return _randomised(setting, table)
    name, before = worst(table, "before")
    least, after = worst(table, "after")
    over = [str(c) for c in table.loc[table["after"].abs() > LIMIT, "covariate"]]
    found = Message(
        "check-balance-difference" if setting.sample.binary_treatment else "check-balance-correlation",
        {
            "before": figure(before),
            "before_name": Quoted(name),
            "after": figure(after),
            "after_name": Quoted(least),
        },
    )
    still = (Message("check-balance-still", {"names": Columns(tuple(over), 4)}),) if over else ()
    return Finding(not over, after, (found, *still, Message("check-balance-rule", {"limit": figure(LIMIT)})))


def _randomised(setting: Setting, table: pd.DataFrame) -> Finding:
    name, before = worst(table, "before")
    statistic, freedom = joint_imbalance(setting.covariates, setting.treatment, setting)
    p_value = float(stats.chi2.sf(statistic, freedom))
    return Finding(
        p_value >= CHANCE,
        p_value,
        (
            Message(
                "check-balance-arms",
                {
                    "before": figure(before),
                    "before_name": Quoted(name),
                    "tested": count(freedom),
                    "p": figure(p_value),
                },
            ),
            Message("check-balance-arms-rule", {"limit": figure(CHANCE)}),
        ),
    )


def joint_imbalance(covariates: Covariates, treatment: Vector, setting: Setting) -> tuple[float, int]:
    """Chi-square statistic and degrees of freedom of "the treatment was dealt out at random".

    Hansen & Bowers (2008), Statistical Science 23(2): the covariate differences against their covariance
    under random assignment, of whole clusters where there are clusters.
    """
    basis = setting.linear.basis[:, 1:]
    centred = treatment - treatment.mean()
    if setting.clusters is None:
        statistic = (len(centred) - 1) * float(((basis.T @ centred) ** 2).sum()) / float(centred @ centred)
        return statistic, basis.shape[1]
    sums = cluster_sums(basis * centred[:, None], setting.clusters)
    total = sums.sum(axis=0)
    spread = sums.T @ sums
    rank = int(np.linalg.matrix_rank(spread, hermitian=True))
    return float(total @ np.linalg.pinv(spread, hermitian=True) @ total), rank
