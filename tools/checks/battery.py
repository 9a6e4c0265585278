"""The registry of checks, and the loop that runs those which fit the design."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from tools.checks.setting import Setting, set_up
from tools.errors import EstimationError, OptionError, stop_if
from tools.estimators import ESTIMATORS
from tools.messages import Message, as_given
from tools.registry import Registry
from tools.types import Check, DesignKind, Estimand, Estimate, Sample


@dataclass(frozen=True)
class Finding:
    """What one check found on one sample."""

    passed: bool | None  # None: could not be run, `detail` says why
    value: float | None  # the figure that the rule judges
    detail: tuple[Message, ...] | str  # the result, its rule; a text is passed on as it is


@dataclass(frozen=True)
class CheckRule:
    """A check as it is registered: what it asks, where it applies, what it is blind to."""

    name: str
    title: Message
    purpose: Message
    cannot_detect: Message
    designs: frozenset[DesignKind]
    run: Callable[[Setting], Finding]
    applies: Callable[[Setting], bool]


CHECKS: Registry[CheckRule] = Registry("check")


def check(
    name: str,
    *,
    designs: Collection[DesignKind],
    applies: Callable[[Setting], bool] = lambda setting: True,
    title: str | None = None,
    purpose: str | None = None,
    cannot_detect: str | None = None,
) -> Callable[[Callable[[Setting], Finding]], Callable[[Setting], Finding]]:
    """Decorator that registers a check under `name`.

    `designs` are the kinds of design that it makes sense for. `applies` may leave it out of a battery
    for want of anything to look at (no earlier measurement of the outcome, say).

    What it is called, asks and cannot detect stands in the language folders, under the ids of `said_of`.
    A check of your own brings its words along: `purpose` and `cannot_detect` in a sentence each, which every
    language shows as they are, as it does a `Finding.detail` that is a text.

        @check("even_rows", purpose="Is the number of rows even?", cannot_detect="Anything else.",
               designs=[DesignKind.BACKDOOR])
        def even_rows(setting):
            return Finding(setting.sample.rows % 2 == 0, None, f"{setting.sample.rows} rows.")

    Raises OptionError for words that are given in part.
    """
    if (purpose is None) is not (cannot_detect is None):
        raise OptionError(f"The check {name!r} gives one of purpose and cannot_detect. Give both.")
    if purpose is None or cannot_detect is None:
        words = said_of(name)
    else:
        words = (as_given(title or name.replace("_", " ")), as_given(purpose), as_given(cannot_detect))

    def register(run: Callable[[Setting], Finding]) -> Callable[[Setting], Finding]:
        CHECKS.register(name)(CheckRule(name, *words, frozenset(designs), run, applies))
        return run

    return register


def said_of(name: str) -> tuple[Message, Message, Message]:
    """What a check of ours is called, asks and cannot detect."""
    stem = f"check-{name.replace('_', '-')}"
    return Message(f"{stem}-name"), Message(f"{stem}-asks"), Message(f"{stem}-blind")


def cannot_run(reason: Message) -> Finding:
    """A check that has nothing to stand on says so; that is neither a pass nor a failure."""
    return Finding(None, None, (Message("check-not-run", {"reason": reason}),))


def run_checks(
    sample: Sample,
    estimand: Estimand,
    estimate: Estimate,
    *,
    seed: int = 7,
    cancel: threading.Event | None = None,
) -> tuple[Check, ...]:
    """Every registered check that fits the design, in the order of registration.

    The same sample and seed give the same result whatever the order of the rows and the state of
    numpy's global generator. A check that the data cannot support comes back with `passed=None`.

    Raises Cancelled before the next check once `cancel` is set.
    """
    if len(sample.drawn) > 1:
        # Checks run on one draw of the gaps, and against what that draw gives.
        sample = sample.drawn[0]
        alone = ESTIMATORS[estimate.estimator](sample, estimand)
        estimate = replace(
            estimate, value=alone.value, std_error=alone.std_error, ci_95=alone.ci_95, p_value=alone.p_value
        )
    setting = set_up(sample, estimand, estimate, seed=seed)
    rules = (CHECKS[name] for name in CHECKS)
    # One thread: the matrices are thin, and waiting for one another costs threads more than they gain.
    with threadpool_limits(limits=1, user_api="blas"):
        found = [_run(rule, setting, cancel) for rule in rules if estimand.design.kind in rule.designs]
    return tuple(check for check in found if check is not None)


def _run(rule: CheckRule, setting: Setting, cancel: threading.Event | None) -> Check | None:
    stop_if(cancel, f"the check {rule.name}")
    try:
        if not rule.applies(setting):
            return None
        finding = rule.run(setting)
    except EstimationError as error:
        # A degenerate sample is a finding about the data, not a fault of the battery.
        finding = cannot_run(error.said)
    except np.linalg.LinAlgError as error:
        finding = cannot_run(as_given(str(error)))
    # The value goes into JSON, which has no infinity.
    value = finding.value if finding.value is not None and math.isfinite(finding.value) else None
    detail = finding.detail
    if isinstance(detail, str):
        detail = (as_given(detail),) if detail else ()
    return Check(rule.name, rule.title, rule.purpose, finding.passed, value, rule.cannot_detect, detail)
