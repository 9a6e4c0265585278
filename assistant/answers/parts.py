"""What an answer shows beside its estimate: percentage points, balance, overlap, remarks and the script."""

from __future__ import annotations

from dataclasses import replace
from textwrap import indent
from typing import TYPE_CHECKING

from assistant.answers.answer import BalanceRow, OverlapBin
from assistant.prose.quantities import is_share
from tools.checks import balance_table, overlap_table
from tools.data.script import preparation_lines
from tools.estimators.scripts import estimator_lines
from tools.messages import Message, as_given
from tools.types import DataProfile, Estimand, Estimate, Sample

if TYPE_CHECKING:
    from tools.data import Table


def in_percentage_points(estimate: Estimate, profile: DataProfile, estimand: Estimand) -> Estimate:
    """The prose says the effect on a yes/no outcome in percentage points, so these are results too."""
    if not is_share(profile, estimand.query.outcome):
        return estimate
    lower, upper = estimate.ci_95
    points = {
        "percentage_points": 100 * estimate.value,
        "percentage_points_lower": 100 * lower,
        "percentage_points_upper": 100 * upper,
    }
    return replace(estimate, details={**estimate.details, **points})


def balance_rows(sample: Sample, estimand: Estimand) -> tuple[BalanceRow, ...]:
    if sample.query.treatment is None:
        return ()
    table = balance_table(sample, estimand)
    return tuple(
        BalanceRow(str(row.covariate), float(row.before), float(row.after))
        for row in table.itertuples(index=False)
    )


def overlap_bins(sample: Sample, estimand: Estimand) -> tuple[OverlapBin, ...]:
    if not sample.binary_treatment:
        return ()
    table = overlap_table(sample, estimand)
    return tuple(OverlapBin(*map(float, row)) for row in table.itertuples(index=False))


def remarks(
    profile: DataProfile,
    sample: Sample,
    estimand: Estimand,
    estimate: Estimate,
    about: tuple[Message | str, ...] = (),
) -> tuple[Message, ...]:
    """What the person should know, said once. Table-wide remarks last: they matter least."""
    said: tuple[Message | str, ...] = (
        *about,
        *estimand.notes,
        *sample.warnings,
        *estimate.warnings,
        *profile.warnings,
    )
    return tuple(dict.fromkeys(map(as_given, said)))


# ---------------- The script that reproduces the number with pandas, DoWhy and their companions only


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
            *_body(table, sample, lines),
            "",
        ]
    )


def _body(table: Table, sample: Sample, lines: str) -> list[str]:
    """Prepare and estimate; under each draw of the gaps where there are several, and the mean."""
    if sample.draws is None:
        return [preparation_lines(table, sample).strip(), "", lines.strip()]
    before = len(sample.draws.before)
    each = ["frame = unfilled", *sample.preparation[before:], lines.strip().removesuffix("print(effect)")]
    return [
        preparation_lines(table, replace(sample, preparation=sample.draws.before)).strip(),
        "",
        "unfilled, effects = frame, []",
        f"for draw in range({len(sample.draws.frames)}):",
        indent("\n".join(each).rstrip(), "    "),
        "    effects.append(effect)",
        "effect = float(np.mean(effects))",
        "print(effect)",
    ]
