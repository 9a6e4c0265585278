"""Our estimators as DoWhy's: made when a DoWhy user makes one, so that nobody else loads DoWhy."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

import pandas as pd
from dowhy.causal_estimator import CausalEstimate, CausalEstimator
from dowhy.causal_identifier.identified_estimand import IdentifiedEstimand

from tools.errors import EstimationError
from tools.estimators.interface import Effect, EffectEstimator
from tools.messages import Message

__all__ = ["DoWhyEstimator", "for_dowhy"]


class DoWhyEstimator(EffectEstimator, CausalEstimator):  # type: ignore[misc]
    """What DoWhy asks of a `CausalEstimator`, answered by the `effect` of one of our estimators."""

    ours: ClassVar[type[EffectEstimator]]

    def __init__(self, identified_estimand: IdentifiedEstimand, *given: Any, **options: Any) -> None:
        super().__init__(identified_estimand, *given, **options)
        CausalEstimator.__init__(self, identified_estimand, **self._dowhy_options)
        self.found: Effect | None = None
        self._frame: pd.DataFrame | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # The class is made here and has no name to be found by, so that a copy asks for it again.
        return _empty, (self.ours,), self.__dict__

    def fit(
        self, data: pd.DataFrame, effect_modifier_names: list[str] | None = None, **_: Any
    ) -> DoWhyEstimator:
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
    ) -> DoWhyEstimator:
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


def for_dowhy(estimator: type[EffectEstimator]) -> type[EffectEstimator]:
    """The estimator with DoWhy's methods: a subclass of it and of `CausalEstimator`."""
    if issubclass(estimator, DoWhyEstimator):
        return estimator
    if estimator not in _MADE:
        names = ("__module__", "__qualname__", "__doc__")
        about = {"ours": estimator, **{name: getattr(estimator, name) for name in names}}
        _MADE[estimator] = type(estimator.__name__, (DoWhyEstimator, estimator), about)
    return _MADE[estimator]


_MADE: dict[type[EffectEstimator], type[EffectEstimator]] = {}


def _empty(estimator: type[EffectEstimator]) -> EffectEstimator:
    made: EffectEstimator = object.__new__(for_dowhy(estimator))
    return made
