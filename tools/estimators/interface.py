"""DoWhy's estimator interface, in one base class, and the way from our values through it and back.

Every family is a `dowhy.causal_estimator.CausalEstimator`, so a DoWhy user can use it with no other part of
AskWhy::

    estimator = Aipw(identified_estimand).fit(frame, effect_modifier_names=[])
    estimate = estimator.estimate_effect(frame, treatment_value=1, control_value=0, target_units="ate")
    estimate.value, estimate.get_confidence_intervals(), estimate.get_standard_error()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.linear import held_columns
from tools.identification.dowhy_estimand import ColumnRoles, column_roles, identified_estimand_for
from tools.messages import Message, counted
from tools.registry import Registry
from tools.types import Design, Estimand, EstimandKind, Estimate, Sample

# ---------------- What one estimator found, before it becomes an `Estimate`: value, spread, interval


Interval = tuple[float, float]


@dataclass(frozen=True)
class Effect:
    """Change in the outcome when the treatment goes from low to high."""

    value: float  # outcome units
    std_error: float  # outcome units
    rows: int
    degrees_of_freedom: float = np.inf  # of the t distribution; infinite: normal
    details: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()
    special_interval: Callable[[float], Interval] | None = None  # level -> limits, when not value +- t * SE
    special_p_value: float | None = None

    def interval(self, level: float = 0.95) -> Interval:
        """Confidence limits at `level`, in outcome units."""
        if self.special_interval is not None:
            return self.special_interval(level)
        half = float(stats.t.ppf(0.5 + level / 2, self.degrees_of_freedom)) * self.std_error
        return self.value - half, self.value + half

    @property
    def p_value(self) -> float:
        """Two-sided p-value of no effect."""
        if self.special_p_value is not None:
            return self.special_p_value
        if self.std_error == 0.0:
            return 1.0 if self.value == 0.0 else 0.0
        return float(2 * stats.t.sf(abs(self.value) / self.std_error, self.degrees_of_freedom))

    def to_estimate(self, estimator: str) -> Estimate:
        return Estimate(
            value=float(self.value),
            std_error=float(self.std_error),
            ci_95=self.interval(),
            p_value=self.p_value,
            estimator=estimator,
            rows_used=self.rows,
            details={name: float(number) for name, number in self.details.items()},
            warnings=self.warnings,
        )


def scaled(change: float, value: float, std_error: float) -> tuple[float, float]:
    """A slope and its standard error for a change of `change` in the treatment."""
    return value * change, std_error * abs(change)


# ---------------- DoWhy's interface, and the way through it


EstimatorFunction = Callable[[Sample, Estimand], Estimate]
# Lines of plain Python, in pieces, that set `effect`: see `tools.estimators.scripts`.
Script = Callable[[Sample, Estimand, Estimate], Sequence[str]]
Function = TypeVar("Function", bound=EstimatorFunction)


@dataclass(frozen=True)
class Estimator:
    """A way to compute an effect, called with a sample and an estimand, and what is known of it."""

    compute: EstimatorFunction
    script: Script | None = None  # None: it has no script, and its answers say so
    estimands: frozenset[EstimandKind] = frozenset({EstimandKind.ATE})  # whose effect it can compute

    def __call__(self, sample: Sample, estimand: Estimand) -> Estimate:
        return self.compute(sample, estimand)


class EstimatorRegistry(Registry[Estimator]):
    """Estimators by name. Another one is used by name as ours are, `effect(..., estimator="mine")`::

    @ESTIMATORS.register("mine", script="effect = frame[outcome].corr(frame[treatment])\\n")
    def mine(sample: Sample, estimand: Estimand) -> Estimate: ...
    """

    def register(
        self,
        name: str,
        *,
        script: Script | str | None = None,
        estimands: Iterable[EstimandKind | str] = (EstimandKind.ATE,),
    ) -> Callable[[Function], Function]:
        """Decorator that stores the function under `name`, and its script beside it.

        `script` makes the lines that reproduce the number, or is them: plain Python that reads `frame`,
        `treatment`, `outcome`, `low` and `high`, and sets `effect`. Without one an answer has no code.
        `estimands` says whose effect the function computes when `estimand.query.estimand` asks for it.
        """
        whose = frozenset(EstimandKind(kind) for kind in estimands)
        lines = _constant(script) if isinstance(script, str) else script
        store = super().register(name)

        def keep(function: Function) -> Function:
            store(Estimator(function, lines, whose))
            return function

        return keep


def _constant(lines: str) -> Script:
    return lambda sample, estimand, estimate: (lines,)


ESTIMATORS = EstimatorRegistry("estimator")

# Whose effect an estimator can average over, once it compares two groups.
EITHER_GROUP = (EstimandKind.ATE, EstimandKind.ATT, EstimandKind.ATC)


class EffectEstimator:
    """Base of our estimators: a subclass writes `effect` and nothing else.

    `Aipw(identified_estimand)` makes a DoWhy `CausalEstimator` (`tools.estimators.dowhy_estimator`). Our own
    answers use `plain`, which gives the same numbers and loads no DoWhy: it takes two seconds to import.

    `adjustment_set=None` takes DoWhy's own (`identified_estimand.get_adjustment_set()`); `cluster` names the
    column whose rows are not independent. The frame given to `fit` is read, never written.
    """

    registry_name: ClassVar[str]
    # For DoWhy's "realized estimand", which it prints in English. Answers call an estimator by
    # "estimator-<registry name>" of the language folders.
    method_name: ClassVar[str]

    def __new__(cls, *given: Any, **options: Any) -> Any:
        from tools.estimators.dowhy_estimator import for_dowhy

        return object.__new__(for_dowhy(cls))

    def __init__(
        self,
        identified_estimand: Any,
        *,
        adjustment_set: Sequence[str] | None = None,
        cluster: str | None = None,
        **dowhy_options: Any,
    ) -> None:
        self._target_estimand = identified_estimand
        self._given_adjustment_set = None if adjustment_set is None else tuple(adjustment_set)
        self.cluster = cluster
        self._dowhy_options = dowhy_options

    @classmethod
    def plain(cls, roles: ColumnRoles, **options: Any) -> EffectEstimator:
        """Only what `effect` needs: no DoWhy object, none of DoWhy's methods."""
        made: EffectEstimator = object.__new__(cls)
        cls.__init__(made, roles, **options)
        return made

    # ------------------------------------------------------------ what a subclass fills in

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        """The effect on these rows. `target` is "ate", "att" or "atc"."""
        raise NotImplementedError

    # ------------------------------------------------------------ roles of columns

    @property
    def treatment(self) -> str:
        names = list(self._target_estimand.treatment_variable)
        if len(names) != 1:
            raise EstimationError(Message("estimation-one-treatment", {"treatments": counted(len(names))}))
        return str(names[0])

    @property
    def outcome(self) -> str:
        return str(self._target_estimand.outcome_variable[0])

    @property
    def adjustment_set(self) -> tuple[str, ...]:
        if self._given_adjustment_set is not None:
            return self._given_adjustment_set
        return tuple(self._target_estimand.get_adjustment_set() or ())


# ---------------------------------------------------------------- from our values and back


def run_estimator(
    estimator: type[EffectEstimator], sample: Sample, estimand: Estimand, **options: Any
) -> Estimate:
    """One estimator on one sample, as DoWhy would run it.

    Raises EstimationError where the numbers cannot be computed.
    """
    options.setdefault("cluster", estimand.design.cluster)
    made = estimator.plain(column_roles(estimand.query, _realised(sample, estimand)), **options)
    # A shallow copy is free and, with pandas' copy-on-write, keeps anything from writing into the sample.
    frame = sample.frame.copy(deep=False)
    found = made.effect(frame, float(sample.low), float(sample.high), target_units(estimand))
    return found.to_estimate(estimator.registry_name)


def covariates_of(sample: Sample, estimand: Estimand) -> tuple[str, ...]:
    """The columns that hold the adjustment set fixed, and those that say where a covariate was missing."""
    return held_columns(sample, estimand.design.adjustment_set)


def target_units(estimand: Estimand) -> str:
    """ "ATT" -> "att"; an effect among compliers is what an instrument gives, so DoWhy is asked for "ate"."""
    wanted = estimand.query.estimand.lower()
    return wanted if wanted in {"att", "atc"} else "ate"


def realised_estimand(sample: Sample, estimand: Estimand) -> Any:
    """A DoWhy estimand whose covariates are exactly those that this sample is estimated with."""
    return identified_estimand_for(estimand.query, _realised(sample, estimand))


def _realised(sample: Sample, estimand: Estimand) -> Design:
    return replace(estimand.design, adjustment_set=covariates_of(sample, estimand))
