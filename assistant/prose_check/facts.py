"""What a text about one result may say: the figures, units, names and sentences that belong to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.answer import Answer
from assistant.prose_check.lexicon import compiled
from assistant.types import Plan, population_text
from assistant.wording import is_share
from tools.types import (
    Check,
    DataProfile,
    Design,
    DesignKind,
    Estimate,
    Level,
    Query,
    Sample,
    Sensitivity,
)


@dataclass(frozen=True)
class ProseFacts:
    """What a text about one estimate may say."""

    language: str  # "en" or "zh"
    value: float  # outcome units; percentage points when `points`
    interval: tuple[float, float]  # the same units
    unit: str | None  # of the outcome
    points: bool  # a yes/no outcome: figures are percentage points
    may_cause: bool  # design and checks bear "leads to"
    beside: tuple[float, ...] = ()  # unadjusted, its distance to the estimate, other estimates
    intervals: tuple[tuple[float, float], ...] = ()  # of other estimates
    levels: tuple[float, ...] = ()  # the treatment's from and to, the cutoff, limits of the population
    percents: tuple[float, ...] = (95.0,)
    counts: tuple[int, ...] = ()  # checks: run, passed, failed
    rows: tuple[int, ...] = ()
    plain: tuple[float, ...] = ()  # figures without a unit: E-values, balance, p-value
    names: tuple[str, ...] = ()  # columns; a digit in a name is not a figure
    verbatim: tuple[str, ...] = field(default=(), repr=False)  # sentences of the tools, quoted as they are

    @property
    def clear(self) -> bool:
        """Does the interval leave out zero?"""
        low, high = self.interval
        return math.isfinite(low) and math.isfinite(high) and (low > 0 or high < 0)


def prose_facts(
    language: str,
    query: Query,
    design: Design,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity | None,
    unit: str | None,
    profile: DataProfile,
    rows_total: int = 0,
    quoted: Iterable[str] = (),
    plain: Iterable[float] = (),
) -> ProseFacts:
    """The facts of one estimate; `quoted` are further texts that may stand in the prose as they are."""
    checks = tuple(checks)
    share = is_share(profile, query.outcome)
    scale = 100.0 if share else 1.0
    run = [check for check in checks if check.passed is not None]
    failed = sum(check.passed is False for check in run)
    others = [scale * other.value for other in estimate.alternatives]
    if estimate.unadjusted is not None:
        others += [scale * estimate.unadjusted, scale * (estimate.value - estimate.unadjusted)]
    levels = [query.low, query.high, design.cutoff, *(c.value for c in query.population)]
    strength = sensitivity or Sensitivity(None, None)
    percents = [95.0] + ([100 * strength.robustness_value] if strength.robustness_value is not None else [])
    texts = [text for c in checks for text in (c.detail, c.purpose, c.cannot_detect, c.name)]
    texts += [strength.benchmark or "", population_text(query.population) or "", *quoted]
    texts += [c.meaning or "" for c in profile.columns] + [c.description or "" for c in profile.columns]
    texts += [e.estimator.replace("_", " ") for e in (estimate, *estimate.alternatives)]
    texts += [label for c in profile.columns for _, label in c.level_labels]
    return ProseFacts(
        language=language,
        value=scale * estimate.value,
        interval=(scale * estimate.ci_95[0], scale * estimate.ci_95[1]),
        unit=unit,
        points=share,
        may_cause=_may_cause(design, estimate, failed),
        beside=tuple(others),
        intervals=tuple((scale * o.ci_95[0], scale * o.ci_95[1]) for o in estimate.alternatives),
        levels=tuple(_numbers(levels)),
        percents=tuple(percents),
        counts=(len(run), len(run) - failed, failed),
        rows=(estimate.rows_used, rows_total, rows_total - estimate.rows_used),
        plain=tuple(x for x in (strength.e_value, strength.e_value_limit, *plain) if x is not None),
        names=tuple(sorted(profile.names, key=len, reverse=True)),
        verbatim=tuple(sorted((t.strip().rstrip(".") for t in texts if len(t) > 3), key=len, reverse=True)),
    )


def answer_facts(answer: Answer, profile: DataProfile, language: str | None = None) -> ProseFacts:
    """The facts of an answer with a number. Raises ValueError for a refusal: there is nothing to hold it
    to.
    """
    if answer.estimate is None or answer.query is None or answer.design is None:
        raise ValueError("An answer without an estimate has no figures to check prose against.")
    quoted = [
        *(role.reason for role in answer.roles),
        *(a.text for a in answer.assumptions),
        *answer.warnings,
    ]
    quoted += [reason for reason, _ in answer.dropped] + [p.text for p in answer.citations]
    return prose_facts(
        language or answer.language,
        answer.query,
        answer.design,
        answer.estimate,
        answer.checks,
        answer.sensitivity,
        answer.unit,
        profile,
        answer.rows_total,
        quoted,
        plain=[abs(x) for row in answer.balance for x in (row.before, row.after)],
    )


def sample_facts(
    plan: Plan,
    sample: Sample,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity,
    profile: DataProfile,
) -> ProseFacts:
    """The facts of an estimate while its answer is being written."""
    return prose_facts(
        plan.language,
        sample.query,
        sample.design,
        estimate,
        checks,
        sensitivity,
        sample.unit,
        profile,
        sample.rows_total,
        quoted=[role.reason for role in plan.roles],
    )


def _may_cause(design: Design, estimate: Estimate, failed: int) -> bool:
    low, high = estimate.ci_95
    clear = math.isfinite(low) and math.isfinite(high) and (low > 0 or high < 0)
    return design.kind is not DesignKind.NONE and clear and not failed


def _numbers(levels: Iterable[Level | None]) -> Iterator[float]:
    for level in levels:
        if isinstance(level, int | float) or (
            isinstance(level, str) and compiled(r"-?\d+(?:\.\d+)?").fullmatch(level)
        ):
            yield float(level)
