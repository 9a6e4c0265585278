"""Are there comparable rows with other treatments everywhere?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.checks.battery import Finding, check
from tools.checks.setting import Setting
from tools.checks.wording import figure, percent
from tools.estimators.propensity import effective_sample_size
from tools.types import DesignKind, Estimand, Estimate, Sample

LOW, HIGH = 0.02, 0.98
ALLOWED = 0.05  # share of rows outside the limits, or off the common support
LEFT_OVER = 0.05  # share of a continuous treatment's variance that the covariates must leave


@check(
    "overlap",
    purpose="Are there comparable cases with and without the treatment for every kind of row?",
    cannot_detect=(
        "Lack of overlap in characteristics that are not in the data, and small corners of the table where "
        "every row has the same treatment although the average there looks mixed."
    ),
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
        f"The chance of treatment given the covariates runs from {percent(chance.min())} to "
        f"{percent(chance.max())}: {percent(outside)} of the rows are outside {percent(LOW)} to "
        f"{percent(HIGH)} and {percent(off_support)} have nobody like them in the other group. After "
        f"weighting, the {rows[True]:,} treated rows count as {figure(effective[True])} and the "
        f"{rows[False]:,} untreated ones as {figure(effective[False])}. Rule: at most {percent(ALLOWED)} of "
        "each, and no group worth less than a tenth of its rows.",
    )


def _continuous(setting: Setting) -> Finding:
    """The weights of a regression are the squared treatment residuals (Aronow & Samii 2016, AJPS 60(1))."""
    left = setting.linear.treatment
    share = float((left @ left) / ((setting.treatment - setting.treatment.mean()) ** 2).sum())
    effective = effective_sample_size(left**2)
    needed = min(30.0, 0.1 * setting.sample.rows)
    return Finding(
        share >= LEFT_OVER and effective >= needed,
        share,
        f"The covariates leave {percent(share)} of the treatment's variance to learn from, carried by the "
        f"equivalent of {figure(effective)} of {setting.sample.rows:,} rows. Rule: at least "
        f"{percent(LEFT_OVER)} of the variance and {figure(needed)} rows.",
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
