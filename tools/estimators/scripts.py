"""Code that reproduces an estimate with pandas, numpy, statsmodels and DoWhy, and nothing of ours.

Only the head of a script holds values from outside (column names, levels), each written by `repr`; the rest
is constant text from `script_bodies`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tools.errors import OptionError
from tools.estimators import script_bodies as body
from tools.estimators import script_comparisons as comparison
from tools.estimators import script_learning as learning
from tools.estimators import script_time as in_time
from tools.estimators.interface import covariates_of, target_units
from tools.estimators.linear import number_column
from tools.estimators.local_polynomial import upper_side
from tools.estimators.panel import Panel, period_order, read_panel
from tools.estimators.randomised import assignment_of
from tools.messages import Role
from tools.types import Estimand, Estimate, Sample

Part = Callable[[Sample, Estimand, Estimate], Sequence[str]]


def estimator_lines(sample: Sample, estimand: Estimand, estimate: Estimate) -> str:
    """Plain Python that continues after `frame` (the same rows and columns as `sample.frame`) is prepared.

    It sets `effect`, prints it, and needs no AskWhy. Raises OptionError for an estimator without a script.
    """
    parts = SCRIPTS.get(estimate.estimator)
    if parts is None:
        raise OptionError(
            f"There is no script for the estimator {estimate.estimator!r}. Known: {', '.join(SCRIPTS)}."
        )
    pieces = [_head(sample, estimand), *parts(sample, estimand, estimate), "print(effect)\n"]
    return "\n".join(pieces)


def _assign(**values: Any) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def _head(sample: Sample, estimand: Estimand) -> str:
    query = estimand.query
    return "import numpy as np\nimport pandas as pd\n\n" + _assign(
        treatment=query.treatment,
        outcome=query.outcome,
        low=float(sample.low),
        high=float(sample.high),
    )


def _regression(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    return (_covariates(covariates_of(sample, estimand)), body.LINEAR_REGRESSION)


def _covariates(names: Sequence[str]) -> str:
    if not names:
        return _assign(adjustment_set=[]) + "covariates = np.empty((len(frame), 0))\n"
    return _assign(adjustment_set=list(names)) + body.COVARIATES


def _with_basis(*bodies: str) -> Part:
    """A script that adjusts for the design's covariates with the shared least-squares lines."""

    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        return (
            _assign(target=target_units(estimand)) + _covariates(covariates_of(sample, estimand)),
            body.BASIS,
            *bodies,
        )

    return parts


def _generalised_linear(family: str) -> Part:
    """A script for a generalised linear model, by statsmodels' name of the family."""

    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        fitted = body.NEGATIVE_BINOMIAL if family == "NegativeBinomial" else body.GENERALISED_LINEAR
        return _with_basis(body.MODEL_COLUMNS, _assign(family=family), fitted, body.STANDARDISED)(
            sample, estimand, estimate
        )

    return parts


def _double_ml(used: str) -> Part:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        names = list(covariates_of(sample, estimand))
        head = _assign(target=target_units(estimand), adjustment_set=names, cluster=estimand.design.cluster)
        return (head, learning.LEARNING_COLUMNS, learning.LEARNING, used)

    return parts


def _boosted(used: str) -> Part:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        head, columns, *_ = _double_ml(used)(sample, estimand, estimate)
        head += _assign(folds=int(estimate.details["folds"]))
        return (head, columns, learning.boosted_models(), learning.BOOSTED_FOLDS, used)

    return parts


def _difference_in_means(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    return (body.DIFFERENCE_IN_MEANS,)


def _blocked(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    names = list(covariates_of(sample, estimand))
    return (_assign(target=target_units(estimand), adjustment_set=names), comparison.BLOCKED_DIFFERENCE)


def _two_stage(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    names = list(estimand.design.instruments)
    head = _assign(instruments=names)
    if len(names) == 1 and not covariates_of(sample, estimand) and _dowhy_reads(sample.frame[names[0]]):
        return (head, body.DOWHY_INSTRUMENT)
    return (head, *_with_basis(body.INSTRUMENTS, body.TWO_STAGE)(sample, estimand, estimate))


def _dowhy_reads(instrument: pd.Series) -> bool:
    """DoWhy takes an instrument with two levels to be 0 and 1, whatever they are."""
    if not pd.api.types.is_numeric_dtype(instrument):
        return False
    values = np.unique(instrument.to_numpy(dtype=np.float64))
    return len(values) > 2 or np.array_equal(values, (0.0, 1.0))


def _intention_to_treat(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    assigned, offer = assignment_of(sample, estimand)
    head = _assign(treatment=offer.query.treatment, low=assigned.low, high=assigned.high)
    return (head, *_with_basis(body.LAST_COEFFICIENT, body.LIN_REGRESSION)(assigned, offer, estimate))


def _liml(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = _assign(instruments=list(estimand.design.instruments))
    return (head, *_with_basis(body.INSTRUMENTS, body.LIML)(sample, estimand, estimate))


def _front_door(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = _assign(mediators=list(estimand.design.mediators))
    return (head, *_with_basis(body.FRONT_DOOR)(sample, estimand, estimate))


def _front_door_robust(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = _assign(mediators=list(estimand.design.mediators))
    used = (body.PROPENSITY, comparison.FRONT_DOOR_ROBUST)
    return (head, *_with_basis(*used)(sample, estimand, estimate))


def _panel(sample: Sample, estimand: Estimand, used: str) -> tuple[str, ...]:
    """The columns of a design in time: `group`, `treated_now` and the periods after the start."""
    query, design = estimand.query, estimand.design
    own = {design.time, design.unit, query.treatment, query.outcome}
    covariates = tuple(name for name in covariates_of(sample, estimand) if name not in own)
    panel = read_panel(
        sample.frame,
        str(query.treatment),
        query.outcome,
        design.time,
        design.unit,
        design.cutoff,
        covariates_of(sample, estimand),
    )
    lines = _assign(time=design.time, unit=design.unit)
    if panel.post is not None:
        lines += "periods_after = " + _period_labels(sample.frame[str(design.time)][panel.post]) + "\n"
    lines += _group_lines(panel, design.unit) + _treated_now_lines(panel)
    return (lines, _covariates(covariates), body.BASIS, body.LAST_COEFFICIENT, used)


def _period_labels(column: pd.Series) -> str:
    labels = column.drop_duplicates().sort_values()
    if pd.api.types.is_datetime64_any_dtype(column):
        return f"pd.to_datetime({[str(label) for label in labels]!r})"
    return repr(labels.tolist())


def _group_lines(panel: Panel, unit: str | None) -> str:
    if not panel.switches:
        return "group = frame[treatment].to_numpy()\n"
    if panel.group is not None and unit is not None:
        return 'group = frame.groupby(unit)[treatment].transform("max").to_numpy()\n'
    if panel.group_column is not None:
        return (
            _assign(group_column=panel.group_column)
            + "on = frame[treatment] > frame[treatment].min()\n"
            + "group = frame[group_column].isin(frame.loc[on, group_column]).to_numpy().astype(float)\n"
        )
    return "group = np.zeros(len(frame))\n"


def _treated_now_lines(panel: Panel) -> str:
    if panel.switches:
        return "treated_now = frame[treatment].to_numpy()\n"
    return "treated_now = frame[treatment].to_numpy() * frame[time].isin(periods_after).to_numpy()\n"


def _in_time(used: str) -> Part:
    def parts(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
        return _panel(sample, estimand, used)

    return parts


def _discontinuity(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    query, design = estimand.query, estimand.design
    running = number_column(sample.frame, str(design.running_variable), Role.RUNNING_VARIABLE)
    cutoff = float(design.cutoff or 0.0)
    names = (query.treatment, query.outcome, design.running_variable)
    treatment = None
    head = ""
    if query.treatment == design.running_variable:
        head = _assign(treatment=None)
    elif query.treatment is not None:
        treatment = number_column(sample.frame, query.treatment, Role.TREATMENT)
    above = upper_side(running, treatment, cutoff)
    at_cutoff = running == cutoff
    head += _assign(
        running_variable=design.running_variable,
        cutoff=cutoff,
        cutoff_is_above=bool(above[at_cutoff].all()),
        bandwidth=estimate.details["bandwidth"],
        covariate_bandwidth=estimate.details.get("covariate_bandwidth"),
    )
    covariates = tuple(name for name in covariates_of(sample, estimand) if name not in names)
    return (head, _covariates(covariates), body.BASIS, body.DISCONTINUITY)


def _interrupted_series(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    query, design = estimand.query, estimand.design
    name = str(design.time)
    period, values = period_order(sample.frame, name)
    treatment = number_column(sample.frame, str(query.treatment), Role.TREATMENT)
    start = float(values[period[treatment > treatment.min()]].min())
    own = {design.time, design.unit, query.treatment, query.outcome}
    head = "period_number = dict(zip(" + _period_labels(sample.frame[name]) + ", "
    head += repr(values.tolist()) + "))\n"
    change = (sample.high - sample.low) / float(np.ptp(treatment))
    head += _assign(
        time=name,
        start=start if design.cutoff is None else design.cutoff,
        change=change if design.cutoff is None else 1.0,
    )
    covariates = tuple(other for other in covariates_of(sample, estimand) if other not in own)
    return (head, _covariates(covariates), in_time.INTERRUPTED_SERIES)


SCRIPTS: dict[str, Part] = {
    "linear_regression": _regression,
    "level_contrast": _with_basis(body.LAST_COEFFICIENT, body.LEVEL_CONTRAST),
    "aipw": _with_basis(body.PROPENSITY, body.AIPW),
    "ipw": _with_basis(body.PROPENSITY, body.IPW),
    "overlap_weights": _with_basis(body.PROPENSITY, comparison.OVERLAP_WEIGHTS),
    "trimmed_ipw": _with_basis(body.PROPENSITY, comparison.TRIMMED, body.IPW),
    "stratification": _with_basis(body.PROPENSITY, comparison.STRATIFICATION),
    "propensity_matching": _with_basis(body.PROPENSITY, comparison.PROPENSITY_PLACES, comparison.MATCHING),
    "mahalanobis_matching": _with_basis(body.PROPENSITY, comparison.MAHALANOBIS_PLACES, comparison.MATCHING),
    "dml_interactive": _double_ml(learning.INTERACTIVE),
    "dml_partially_linear": _double_ml(learning.PARTIALLY_LINEAR),
    "dml_boosted": _boosted(learning.BOOSTED_INTERACTIVE),
    "dml_boosted_partially_linear": _boosted(learning.BOOSTED_PARTIALLY_LINEAR),
    "logit": _generalised_linear("Binomial"),
    "poisson": _generalised_linear("Poisson"),
    "negative_binomial": _generalised_linear("NegativeBinomial"),
    "difference_in_means": _difference_in_means,
    "blocked_difference": _blocked,
    "intention_to_treat": _intention_to_treat,
    "lin_regression": _with_basis(body.LAST_COEFFICIENT, body.LIN_REGRESSION),
    "two_stage_least_squares": _two_stage,
    "liml": _liml,
    "frontdoor": _front_door,
    "frontdoor_doubly_robust": _front_door_robust,
    "difference_in_differences": _in_time(body.TWO_BY_TWO),
    "two_way_fixed_effects": _in_time(body.FIXED_EFFECTS),
    "interrupted_series": _interrupted_series,
    "group_time": _in_time(in_time.GROUP_TIME),
    "imputation": _in_time(body.IMPUTATION),
    "synthetic_control": _in_time(in_time.SYNTHETIC_CONTROL),
    "regression_discontinuity": _discontinuity,
    "regression_discontinuity_half_bandwidth": _discontinuity,
    "regression_discontinuity_double_bandwidth": _discontinuity,
}
