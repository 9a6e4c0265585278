"""DoWhy's estimator interface, in one base class, and the way from our values through it and back.

Every family is a `dowhy.causal_estimator.CausalEstimator`, so a DoWhy user can use it with no other part of
AskWhy::

    estimator = Aipw(identified_estimand).fit(frame, effect_modifier_names=[])
    estimate = estimator.estimate_effect(frame, treatment_value=1, control_value=0, target_units="ate")
    estimate.value, estimate.get_confidence_intervals(), estimate.get_standard_error()
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

import pandas as pd
from dowhy.causal_estimator import CausalEstimate, CausalEstimator
from dowhy.causal_identifier.identified_estimand import IdentifiedEstimand

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.identification.dowhy_estimand import identified_estimand_for
from tools.messages import Message, counted
from tools.registry import Registry
from tools.types import Estimand, EstimandKind, Estimate, Sample

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


class EffectEstimator(CausalEstimator):  # type: ignore[misc]
    """Base of our estimators: a subclass writes `effect` and nothing else.

    `adjustment_set=None` takes DoWhy's own (`identified_estimand.get_adjustment_set()`); `cluster` names the
    column whose rows are not independent. The frame given to `fit` is read, never written.
    """

    registry_name: ClassVar[str]
    method_name: ClassVar[str]  # in words, for DoWhy's "realized estimand"

    def __init__(
        self,
        identified_estimand: IdentifiedEstimand,
        *,
        adjustment_set: Sequence[str] | None = None,
        cluster: str | None = None,
        **dowhy_options: Any,
    ) -> None:
        super().__init__(identified_estimand, **dowhy_options)
        self._given_adjustment_set = None if adjustment_set is None else tuple(adjustment_set)
        self.cluster = cluster
        self.found: Effect | None = None
        self._frame: pd.DataFrame | None = None

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

    # ------------------------------------------------------------ DoWhy's side

    def fit(
        self, data: pd.DataFrame, effect_modifier_names: list[str] | None = None, **_: Any
    ) -> EffectEstimator:
        """Remembers the rows; the work is done by `estimate_effect`, which knows the contrast."""
        self.reset_encoders()
        self._set_effect_modifiers(data, effect_modifier_names)
        self._frame = data
        self.found = None
        self.symbolic_estimator = self.construct_symbolic_estimator(self._target_estimand)
        return self

    def estimate_effect(
        self,
        data: pd.DataFrame | None = None,
        treatment_value: Any = 1,
        control_value: Any = 0,
        target_units: Any = "ate",
        need_conditional_estimates: bool | None = None,
        **_: Any,
    ) -> CausalEstimate:
        """The effect of `treatment_value` against `control_value` for "ate", "att" or "atc"."""
        frame = self._frame if data is None else data
        if frame is None:
            raise EstimationError(Message("estimation-not-fitted"))
        target = str(target_units or "ate").lower()
        if target not in {"ate", "att", "atc"}:
            raise EstimationError(Message("estimation-target-units"))
        self._target_units, self._treatment_value, self._control_value = (
            target,
            treatment_value,
            control_value,
        )
        self.found = self.effect(frame, float(control_value), float(treatment_value), target)
        wanted = (
            self.need_conditional_estimates
            if need_conditional_estimates is None
            else need_conditional_estimates
        )
        by_group = None
        if wanted and self._effect_modifier_names:
            # DoWhy adds helper columns to the frame that it is given: it gets a copy.
            by_group = self._estimate_conditional_effects(
                frame.copy(), self._estimate_effect_fn, effect_modifier_names=self._effect_modifier_names
            )
        estimate = CausalEstimate(
            data=frame,
            treatment_name=self._target_estimand.treatment_variable,
            outcome_name=self._target_estimand.outcome_variable,
            estimate=self.found.value,
            target_estimand=self._target_estimand,
            realized_estimand_expr=self.symbolic_estimator,
            control_value=control_value,
            treatment_value=treatment_value,
            conditional_estimates=by_group,
        )
        estimate.add_estimator(self)
        return estimate

    def construct_symbolic_estimator(self, estimand: IdentifiedEstimand) -> str:
        given = ", ".join(self.adjustment_set)
        return f"{self.method_name}: {self.outcome} ~ {', '.join(estimand.treatment_variable)}" + (
            f" | {given}" if given else ""
        )

    def get_new_estimator_object(
        self,
        identified_estimand: IdentifiedEstimand,
        test_significance: bool = False,
        evaluate_effect_strength: bool = False,
        confidence_intervals: bool | None = None,
    ) -> EffectEstimator:
        """As DoWhy's, which its refuters call a hundred times, without copying the rows each time."""
        new = copy.copy(self)
        new._frame, new.found = None, None
        new._target_estimand = identified_estimand
        new._significance_test = test_significance
        new._effect_strength_eval = evaluate_effect_strength
        if confidence_intervals is not None:
            new._confidence_intervals = confidence_intervals
        return new

    def _estimate_effect_fn(self, group: pd.DataFrame) -> float:
        low, high = float(self._control_value), float(self._treatment_value)
        return self.effect(group, low, high, self._target_units).value

    def _result(self) -> Effect:
        if self.found is None:
            raise EstimationError(Message("estimation-not-estimated"))
        return self.found

    def _estimate_confidence_intervals(
        self, confidence_level: float | None = None, method: Any = None, **_: Any
    ) -> tuple[float, float]:
        return self._result().interval(confidence_level or self.confidence_level)

    def _estimate_std_error(self, method: Any = None, **_: Any) -> float:
        return self._result().std_error

    def _test_significance(self, estimate_value: float, method: Any = None, **_: Any) -> dict[str, float]:
        return {"p_value": self._result().p_value}


# ---------------------------------------------------------------- from our values and back


def run_estimator(
    estimator: type[EffectEstimator], sample: Sample, estimand: Estimand, **options: Any
) -> Estimate:
    """One estimator on one sample, through DoWhy's interface.

    Raises EstimationError where the numbers cannot be computed.
    """
    options.setdefault("cluster", estimand.design.cluster)
    fitted = estimator(realised_estimand(sample, estimand), **options)
    # A shallow copy is free and, with pandas' copy-on-write, keeps anything from writing into the sample.
    frame = sample.frame.copy(deep=False)
    fitted.fit(frame, effect_modifier_names=[])
    fitted.estimate_effect(
        frame,
        treatment_value=sample.high,
        control_value=sample.low,
        target_units=target_units(estimand),
    )
    return fitted._result().to_estimate(estimator.registry_name)


def covariates_of(sample: Sample, estimand: Estimand) -> tuple[str, ...]:
    """The adjustment set, and beside each filled-in covariate the column that says where it was missing."""
    names = estimand.design.adjustment_set
    flags = tuple(f"{name} (missing)" for name in names if name in sample.imputed)
    return names + tuple(flag for flag in flags if flag in sample.frame.columns)


def target_units(estimand: Estimand) -> str:
    """ "ATT" -> "att"; an effect among compliers is what an instrument gives, so DoWhy is asked for "ate"."""
    wanted = estimand.query.estimand.lower()
    return wanted if wanted in {"att", "atc"} else "ate"


def realised_estimand(sample: Sample, estimand: Estimand) -> IdentifiedEstimand:
    """A DoWhy estimand whose covariates are exactly those that this sample is estimated with."""
    design = replace(estimand.design, adjustment_set=covariates_of(sample, estimand))
    return identified_estimand_for(estimand.query, design)
