"""What an answer shows beside its estimate: percentage points, balance, overlap and remarks."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.answer import BalanceRow, OverlapBin
from assistant.prose.quantities import is_share
from tools.checks import balance_table, overlap_table
from tools.messages import Message, as_given
from tools.types import DataProfile, Estimand, Estimate, Sample


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
    profile: DataProfile, sample: Sample, estimand: Estimand, estimate: Estimate, about: tuple[str, ...] = ()
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
