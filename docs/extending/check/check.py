"""Does the effect rest on a few rows with extreme outcomes?

A template: a check is a function from the setting (sample, estimand, estimate) to a finding. What it is
called, asks and cannot see stands in words/<language>.ftl under `check-<name>-name`, `-asks` and `-blind`. In
the tree the function stands in a module of `tools/checks/`, its words in
`assistant/language/<code>/words/checks.ftl`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.language import register_words
from tools.checks import CHECKS, Finding, check
from tools.checks.linear import fit_linear
from tools.checks.setting import Setting
from tools.messages import Message, pure, share_of
from tools.types import DesignKind

OUTERMOST = 0.01  # of the rows, at each end of the outcome
register_words(Path(__file__).parent / "words")


@check("without_extremes", designs=(DesignKind.BACKDOOR, DesignKind.RANDOMISED))
def without_extremes(setting: Setting) -> Finding:
    """The regression without the rows whose residual outcome is outermost, against the estimate's interval.

    Trimming by the outcome's residual and not by the outcome, which would select by the effect itself.
    Huber & Ronchetti (2009), Robust Statistics, ch. 7.
    """
    covariates, treatment, outcome = setting.covariates.matrix, setting.treatment, setting.outcome
    whole = fit_linear(covariates, treatment, outcome)
    residual = whole.variables[:, 1] - whole.value * whole.variables[:, 0]
    low, high = np.quantile(residual, [OUTERMOST, 1 - OUTERMOST])
    kept = (residual >= low) & (residual <= high)
    trimmed = fit_linear(covariates[kept], treatment[kept], outcome[kept]).value * setting.contrast
    lower, upper = setting.estimate.ci_95
    message = Message("check-without-extremes-found", {"share": share_of(OUTERMOST), "effect": pure(trimmed)})
    return Finding(bool(lower <= trimmed <= upper), trimmed, (message,))


NAME = next(name for name in CHECKS if CHECKS[name].run is without_extremes)
