"""The script that reproduces an answer's number with pandas, DoWhy and their companions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.data.script import preparation_lines
from tools.estimators.scripts import estimator_lines

if TYPE_CHECKING:
    from tools.data import Table
    from tools.types import Estimand, Estimate, Sample


def reproduction_script(
    question: str, table: Table, sample: Sample, estimand: Estimand, estimate: Estimate
) -> str | None:
    """Plain Python: read, prepare, estimate, print. Its last line prints `effect`.

    None for an estimator that was registered without a script.
    """
    lines = estimator_lines(sample, estimand, estimate)
    if lines is None:
        return None
    asked = " ".join(question.split())
    header = [
        "# Reproduces one number of an AskWhy answer; needs pandas and DoWhy, not AskWhy.",
        f"# Question: {asked}"
        if asked
        else f"# Effect of {estimand.query.treatment!r} on {estimand.query.outcome!r}",
        f"# Design: {estimand.design.kind}; estimator: {estimate.estimator}",
    ]
    return "\n".join(
        [
            *header,
            preparation_lines(table, sample).strip(),
            "",
            lines.strip(),
            "",
        ]
    )
