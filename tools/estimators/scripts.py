"""Code that reproduces an estimate with pandas, numpy, statsmodels and DoWhy, and nothing of ours.

Each estimator brings its own lines, beside it in its family's file: this is what they have in common. Only
the head of a script holds values from outside (column names, levels), each written by `repr`; the rest is
constant text, which reads the names that the head sets (treatment, outcome, low, high, ...) and sets
`effect`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.estimators.interface import ESTIMATORS, Script, covariates_of, target_units
from tools.types import Estimand, Estimate, Sample


def estimator_lines(sample: Sample, estimand: Estimand, estimate: Estimate) -> str | None:
    """Plain Python that continues after `frame` (the same rows and columns as `sample.frame`) is prepared.

    It sets `effect`, prints it, and needs no AskWhy. None for an estimator that was registered without a
    script.
    """
    script = ESTIMATORS[estimate.estimator].script
    if script is None:
        return None
    pieces = script(sample, estimand, estimate)
    return "\n".join([_head(sample, estimand), *pieces, "print(effect)\n"])


def assign(**values: Any) -> str:
    """One assignment a line, each value as `repr` writes it."""
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def _head(sample: Sample, estimand: Estimand) -> str:
    query = estimand.query
    return "import numpy as np\nimport pandas as pd\n\n" + assign(
        treatment=query.treatment,
        outcome=query.outcome,
        low=float(sample.low),
        high=float(sample.high),
    )


def covariate_lines(names: Sequence[str]) -> str:
    """Sets `adjustment_set` and `covariates`, a matrix."""
    if not names:
        return assign(adjustment_set=[]) + "covariates = np.empty((len(frame), 0))\n"
    return assign(adjustment_set=list(names)) + COVARIATES_LINES


def with_basis(*bodies: str) -> Script:
    """A script that adjusts for the design's covariates with the shared least-squares lines."""

    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        return (
            assign(target=target_units(estimand)) + covariate_lines(covariates_of(sample, estimand)),
            BASIS_LINES,
            *bodies,
        )

    return parts


COVARIATES_LINES = """\
# Numbers as they are, categories as one column for every level but the first.
covariates = pd.get_dummies(frame[adjustment_set], drop_first=True, dtype=float).to_numpy(dtype=float)
"""

BASIS_LINES = '''\
def basis(columns):
    """An orthonormal basis of the columns; those that repeat earlier ones are left out."""
    length = np.linalg.norm(columns, axis=0)
    spread = np.linalg.norm(columns - columns.mean(axis=0), axis=0)
    size = np.abs(np.diag(np.linalg.qr(columns)[1]))
    keep = (size > 1e-8 * np.where(spread > 1e-8 * length, spread, length)) & (length > 0)
    return np.linalg.qr(columns[:, keep])[0], keep


def left_over(columns, values):
    """What a least-squares fit on the columns leaves of the values."""
    q, _ = basis(columns)
    return values - q @ (q.T @ values)


ones = np.ones((len(frame), 1))
'''

LAST_COEFFICIENT_LINES = '''\
def last_coefficient(columns, values):
    """Coefficient of the last column in a regression on all of them."""
    last = left_over(columns[:, :-1], columns[:, -1])
    return (last @ values) / (last @ last)
'''
