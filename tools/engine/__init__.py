"""The one-pass engine: one scan of the needed columns, then estimates and checks with no refit.

    statistics = scan("trial.parquet", "treated", "weight", ["age", "region"])
    regression(statistics).interval()        # adjusted effect, no second look at the rows
    bootstrap_effects(statistics)            # 399 of them

Usable alone; knows nothing of questions, graphs or language.
"""

from __future__ import annotations

from tools.engine.draws import bootstrap_effects, placebo_effects, random_cause_effects, subset_effects
from tools.engine.effect import (
    CovariateRole,
    HiddenConfounder,
    Regression,
    covariate_roles,
    regression,
    sensitivity,
    subgroup_effects,
)
from tools.engine.one_pass import scan
from tools.engine.statistics import Statistics
from tools.engine.weighting import Weighting, weighted_effects
from tools.errors import Cancelled

__all__ = [
    "Cancelled",
    "CovariateRole",
    "HiddenConfounder",
    "Regression",
    "Statistics",
    "Weighting",
    "bootstrap_effects",
    "covariate_roles",
    "placebo_effects",
    "random_cause_effects",
    "regression",
    "scan",
    "sensitivity",
    "subgroup_effects",
    "subset_effects",
    "weighted_effects",
]
