"""What the kinds about all levels of a treatment share: reading, rows, and the mean outcome at each level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.kinds.interface import Asked, Slot, SlotKind, Work
from assistant.kinds.reading import default_embedder, named_beside, refusing
from assistant.language import language, say
from assistant.planning.plan import ASK_BELOW, plan_from, reading_text
from assistant.prose.quantities import is_share
from assistant.types import Plan, Reading, RoleKind, Understanding
from tools.data import prepare
from tools.effects.dose_response import FEW_LEVELS, Curve, curve_of_dose, means_of_levels
from tools.errors import EstimationError, OptionError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.identification.estimand import restated
from tools.messages import (
    Column,
    Columns,
    LevelOf,
    Message,
    Quantity,
    Quoted,
    Scale,
    ScaleKind,
    exact,
    share_of,
)
from tools.types import (
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    Query,
    Sample,
    Timing,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.pipeline import Setting
    from assistant.report.blocks import Block
    from tools.data import Table
    from tools.effects.result import Result

__all__ = [
    "DESIGNS",
    "SLOTS",
    "Fitted",
    "LevelsWork",
    "caveat",
    "curve_points",
    "draw",
    "fit_levels",
    "heard",
    "hinge",
    "is_number",
    "level_slot",
    "levels_plan",
    "outcome_said",
    "picture",
    "plan_levels",
    "points_of",
    "said_why",
    "scales",
    "work_of",
]

DESIGNS = frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED})
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("times", SlotKind.CHOICE, required=False, choices=("revenue", "profit")),
    Slot("unit_cost", SlotKind.COLUMN, required=False),
    Slot("cost", SlotKind.NUMBER, required=False),
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)
NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)
MANY_LEVELS = 30  # categories with more are no options to choose from
REACHED_BY_FEW = 0.25  # share of rows that practically never have a level from which on it is said


# ---------------- Reading


def heard(asked: Asked, name: str, cues: str = "levels") -> bool:
    """Does one of the patterns `name` of `cues/levels.toml` stand in the question?"""
    return found(asked.question, asked.understanding.language, name, cues) is not None


def found(text: str, code: str, name: str, cues: str = "levels") -> re.Match[str] | None:
    for pattern in language(code).cues(cues).get(name, ()):
        match = re.search(pattern, text, re.IGNORECASE)
        if match is not None:
            return match
    return None


def levels_plan(asked: Asked, kind: str, **slots: Any) -> Plan:
    """The plan of a question about all levels of a treatment; its product outcome, where it has one."""
    times = _product(asked)
    if isinstance(times, NotAnswerable):
        return refusing(asked, kind, not_answerable=times)
    read = asked.understanding
    if times is not None:
        treatment, outcome = times["treatment"], times["outcome"]
        read = replace(read, readings=(Reading(treatment, outcome, 1.0),), missing=())
        slots |= {name: value for name, value in times.items() if name not in ("treatment", "outcome")}
    else:
        read = replace(read, readings=_one_direction(read.readings, asked))
    span = (read.low, read.high)
    plain = replace(read, low=None, high=None, step=None, relative_step=None)
    plan = plan_from(asked.question, plain, asked.profile, asked.table)
    if plan.needs_clarification is not None and times is None:
        plan = replace(plan, needs_clarification=_which(read))
    return _as_kind(plan, kind, span, slots)


def plan_levels(slots: Mapping[str, Any], profile: DataProfile, table: Table, kind: str) -> Plan:
    """The same from the slots that a caller names."""
    from assistant.planning.request import Columns as Named
    from assistant.planning.request import check_columns, plan_request

    query = Query(slots["treatment"], slots["outcome"], population=tuple(slots.get("population", ())))
    columns = Named(table, profile, {})
    check_columns(query, columns, table.columns)
    own = {name: slots[name] for name in ("times", "unit_cost", "cost", "goal", "aspect") if name in slots}
    if own.get("times") == "profit" and not {"unit_cost", "cost"} & set(own):
        raise OptionError("A profit needs what one unit costs. Give unit_cost=column or cost=number.")
    if "unit_cost" in own:
        check_columns(replace(query, treatment=own["unit_cost"]), columns, table.columns)
    span = (slots.get("from_"), slots.get("to"))
    return _as_kind(plan_request(query, None, columns, ()), kind, span, own)


def _as_kind(plan: Plan, kind: str, span: tuple[Any, Any], slots: Mapping[str, Any]) -> Plan:
    if plan.query is None:
        return replace(plan, kind=kind)
    numbers = [float(end) for end in span if isinstance(end, int | float) and not isinstance(end, bool)]
    asked = {"asked": tuple(sorted(numbers))} if len(numbers) == 2 and numbers[0] != numbers[1] else {}
    query = replace(plan.query, kind=kind, low=None, high=None)
    return replace(plan, query=query, kind=kind, slots={**plan.slots, **slots, **asked})


def _one_direction(readings: tuple[Reading, ...], asked: Asked) -> tuple[Reading, ...]:
    """Readings of the same two columns as one: the words say which of them has the levels.

    "A threshold in price beyond which sales collapse" names two columns, and its grammar hardly says which of
    them acts; "threshold in" does. Where no such words stand the readings are left as they are.
    """
    acting = _with_levels(asked, readings)
    if acting is None:
        return readings
    merged: dict[tuple[str | None, str | None], float] = {}
    for reading in readings:
        pair = (reading.treatment, reading.outcome)
        if reading.outcome == acting and reading.treatment is not None:
            pair = (acting, reading.treatment)
        merged[pair] = merged.get(pair, 0.0) + reading.confidence
    ranked = sorted(merged.items(), key=lambda item: -item[1])
    return tuple(Reading(treatment, outcome, chance) for (treatment, outcome), chance in ranked)


def _with_levels(asked: Asked, readings: tuple[Reading, ...]) -> str | None:
    """The column of the best pair that the words name as the one with levels: "how many X", "as X rises"."""
    if not readings or readings[0].treatment is None or readings[0].outcome is None:
        return None
    among = {readings[0].treatment, readings[0].outcome}
    match = found(asked.question, asked.understanding.language, "acting")
    if match is None:
        return None
    words = next((group for group in match.groups() if group), "")
    return named_beside(words, asked.profile, default_embedder(), among, last=False) if words else None


def _which(read: Understanding) -> NeedsClarification | None:
    if read.readings[0].confidence >= ASK_BELOW:
        return None
    choices = tuple(dict.fromkeys(reading_text(r) for r in read.readings[:4] if r.treatment and r.outcome))
    return NeedsClarification(Message("ask-back-which-effect"), choices)


# ---------------- Revenue and profit, where only what they are made of is a column


def _product(asked: Asked) -> dict[str, Any] | NotAnswerable | None:
    """Revenue or profit that the question asks for and no column holds, from a price and what is sold.

    None: it asks for no such thing, or a column is about it.
    """
    code, profile = asked.understanding.language, asked.profile
    word = found(asked.question, code, "profit") or found(asked.question, code, "revenue")
    if word is None:
        return None
    what = "profit" if found(asked.question, code, "profit") is not None else "revenue"
    if any(_speaks_of(column, what) for column in profile.columns):
        return None
    # Sales in EUR are the revenue already: times the price they would be nothing at all.
    in_money = [c.name for c in profile.columns if _speaks_of(c, "sold") and _in_money(c)]
    if what == "revenue" and any(not _speaks_of(profile[name], "price") for name in in_money):
        return None
    best = asked.understanding.readings[0] if asked.understanding.readings else None
    prices = [
        column.name for column in profile.columns if _speaks_of(column, "price") and column.kind in NUMBERS
    ]
    costs = [
        column.name
        for column in profile.columns
        if _speaks_of(column, "unit_cost") and column.kind in NUMBERS and column.name not in prices
    ]
    sold = [
        column.name
        for column in profile.columns
        if _speaks_of(column, "sold")
        and column.kind in (*NUMBERS, ColumnKind.BINARY)
        and column.name not in (*prices, *costs, *in_money)
    ]
    # How many were sold says more than whether any was.
    sold = [name for name in sold if profile[name].kind in NUMBERS] or sold
    treatment = _likeliest(asked, prices, "treatment")
    outcome = _likeliest(asked, sold, "outcome")
    if treatment is None or outcome is None:
        parts = {*prices, *costs, *sold}
        named = best is not None and best.confidence >= ASK_BELOW and best.outcome is not None
        if named and best is not None and best.outcome not in parts:
            return None  # a column under a name of its own, which the reader found
        return NotAnswerable(
            Message("levels-no-product", {"word": Quoted(word[0])}), (Message("levels-name-product"),)
        )
    if what == "revenue":
        return {"treatment": treatment, "outcome": outcome, "times": what}
    cost = found(asked.question, code, "costs_each")
    if cost is not None:
        number = float(cost[1].replace(",", "."))
        return {"treatment": treatment, "outcome": outcome, "times": what, "cost": number}
    if len(costs) == 1:
        return {"treatment": treatment, "outcome": outcome, "times": what, "unit_cost": costs[0]}
    return NotAnswerable(
        Message("levels-no-cost", {"price": Column(treatment), "sold": Column(outcome)}),
        (Message("levels-name-cost"),),
    )


def _speaks_of(column: ColumnProfile, what: str) -> bool:
    """Is the column about it, by the words of its name or the start of its description, in any language?"""
    text = f"{column.name.replace('_', ' ')} | {column.meaning or column.description or ''}"
    return any(found(text, code, f"column_{what}") is not None for code in ("en", "de", "zh"))


def _in_money(column: ColumnProfile) -> bool:
    text = f"{column.unit or ''} | {column.name.replace('_', ' ')} | {column.description or ''}"
    return any(found(text, code, "money") is not None for code in ("en", "de", "zh"))


def _likeliest(asked: Asked, names: Iterable[str], part: str) -> str | None:
    """The one of the columns that the reader thinks most of; None where there is none, or no telling."""
    weights = {name: 0.0 for name in names}
    if len(weights) == 1:
        return next(iter(weights))
    for reading in asked.understanding.readings:
        name = getattr(reading, part)
        if name in weights:
            weights[name] += reading.confidence
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or weights[ranked[0]] <= 2 * (weights[ranked[1]] if len(ranked) > 1 else 0.0):
        return None
    return ranked[0]


# ---------------- Rows and means


@dataclass(frozen=True)
class Fitted:
    """The means at all levels, and the rows that they are from."""

    curve: Curve
    sample: Sample
    estimand: Estimand
    without_unknown: Curve | None  # nothing held fixed of which nobody says when it was measured
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class LevelsWork(Work):
    """What these kinds compute, with the rows that their words speak of."""

    fitted: Fitted | None = None


def is_number(profile: DataProfile, treatment: str) -> bool:
    """Can the treatment go from one level to a higher one?"""
    return profile[treatment].kind in NUMBERS


def fit_levels(plan: Plan, estimand: Estimand, setting: Setting) -> Fitted:
    """The mean outcome if everybody had each level. Raises EstimationError where the rows cannot tell it."""
    query = estimand.query
    assert query.treatment is not None
    column = setting.profile[query.treatment]
    if column.kind not in NUMBERS and column.distinct > MANY_LEVELS:
        raise EstimationError(Message("curve-too-many-levels", {"treatment": Column(query.treatment)}))
    cost = plan.slots.get("unit_cost")
    design = estimand.design
    if cost is not None:  # coded like a mediator: a number, in rows that have it
        kept = tuple(name for name in design.adjustment_set if name != cost)
        design = replace(design, mediators=(cost,), adjustment_set=kept)
    categories = column.kind not in NUMBERS
    sample = prepare(setting.table, setting.profile, query, design, setting.images, every_level=categories)
    curve = _means(sample, sample.design.adjustment_set, plan, column)
    unknown = _unknown(plan, sample.design)
    without = None
    if unknown:
        try:
            rest = tuple(name for name in sample.design.adjustment_set if name not in unknown)
            without = _means(sample, rest, plan, column)
        except EstimationError:
            without = None
    return Fitted(curve, sample, estimand, without, unknown)


def _means(sample: Sample, covariates: tuple[str, ...], plan: Plan, column: ColumnProfile) -> Curve:
    frame, query = sample.frame, sample.query
    assert query.treatment is not None
    matrix = held_matrix(sample, covariates)
    clusters = cluster_codes(frame, sample.design.cluster)
    outcome = _outcome(frame, query, plan)
    if isinstance(frame[query.treatment].dtype, pd.CategoricalDtype):
        codes, texts = pd.factorize(frame[query.treatment].astype(str), sort=True)
        by_text = {_written(level): level for level, _ in column.levels}
        names = [by_text.get(str(text), str(text)) for text in texts]
        return means_of_levels(
            outcome=outcome, codes=codes, names=[str(n) for n in names], covariates=matrix, clusters=clusters
        )
    treatment = frame[query.treatment].to_numpy(dtype=float)
    values, codes = np.unique(treatment, return_inverse=True)
    if len(values) <= FEW_LEVELS:
        return means_of_levels(
            outcome=outcome,
            codes=codes,
            names=[float(value) for value in values],
            covariates=matrix,
            clusters=clusters,
        )
    return curve_of_dose(
        outcome=outcome,
        treatment=treatment,
        covariates=matrix,
        clusters=clusters,
        at=plan.slots.get("asked", ()),
    )


def _written(level: Any) -> str:
    return f"{level:.15g}" if isinstance(level, int | float) and not isinstance(level, bool) else str(level)


def _outcome(frame: pd.DataFrame, query: Query, plan: Plan) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The outcome (n,): as it stands, or times the price, or times what is left of it after costs."""
    outcome = np.asarray(frame[query.outcome].to_numpy(dtype=float))
    if plan.slots.get("times") is None:
        return outcome
    price = frame[query.treatment].to_numpy(dtype=float)
    cost = plan.slots.get("unit_cost")
    taken = frame[cost].to_numpy(dtype=float) if cost is not None else float(plan.slots.get("cost", 0.0))
    return np.asarray(outcome * (price - taken))


def _unknown(plan: Plan, design: Design) -> tuple[str, ...]:
    """Columns that are held fixed although nobody says when they were measured."""
    if plan.names_covariates:
        return ()
    in_doubt = {
        role.column
        for role in plan.roles
        if role.timing is Timing.UNKNOWN and role.timing_source is None and role.source.kind != "user"
    }
    return tuple(name for name in design.adjustment_set if name in in_doubt)


# ---------------- Words


def scales(profile: DataProfile, query: Query, plan: Plan, unit: str | None) -> tuple[Scale, Scale, Scale]:
    """On which scales means, their differences and levels are said."""
    assert query.treatment is not None
    level = Scale(ScaleKind.TREATMENT, profile[query.treatment].unit)
    if plan.slots.get("times") is not None:
        return Scale(ScaleKind.OUTCOME, level.unit), Scale(ScaleKind.OUTCOME, level.unit), level
    if is_share(profile, query.outcome):
        return Scale(ScaleKind.SHARE), Scale(ScaleKind.POINTS), level
    return Scale(ScaleKind.OUTCOME, unit), Scale(ScaleKind.OUTCOME, unit), level


def level_slot(profile: DataProfile, treatment: str, curve: Curve, place: int, scale: Scale) -> Any:
    """A level as it is said: its label, or the number with its unit."""
    if not is_number(profile, treatment):
        name = curve.names[place]
        column = profile[treatment]
        return LevelOf(treatment, next((level for level, _ in column.levels if str(level) == name), name))
    value = float(f"{curve.levels[place]:.3g}") if curve.smooth else float(curve.levels[place])
    return Quantity(value, None, None, Scale(ScaleKind.GIVEN, scale.unit))


def said_why(plan: Plan, fitted: Fitted) -> tuple[Message, ...]:
    """What was held fixed, of which nobody says when it was measured, and how the curve was drawn."""
    query, design = fitted.sample.query, fitted.sample.design
    assert query.treatment is not None
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "covariates": Columns(design.adjustment_set),
    }
    if design.kind is DesignKind.RANDOMISED:
        said = [
            Message("prose-why-randomised" if design.adjustment_set else "prose-why-randomised-alone", slots)
        ]
    elif design.adjustment_set:
        said = [Message("prose-why-adjusted", slots)]
    else:
        said = [Message("prose-why-nothing", slots)]
    if fitted.unknown:
        said.append(Message("prose-timing-unknown", {**slots, "columns": Columns(fitted.unknown)}))
    left_out = [r.column for r in plan.roles if r.role in (RoleKind.AFTER_TREATMENT, RoleKind.COPY)]
    left_out = [name for name in left_out if name not in design.adjustment_set]
    if left_out:
        said.append(Message("prose-left-out", {**slots, "left-out": Columns(tuple(left_out), 5)}))
    said.append(Message("levels-how" if fitted.curve.smooth else "levels-how-few", slots))
    few = _out_of_reach(fitted, slots)
    return (*said, *few)


def _out_of_reach(fitted: Fitted, slots: Mapping[str, Any]) -> tuple[Message, ...]:
    """Levels that many rows, being as they are, practically never have."""
    curve = fitted.curve
    worst = int(np.argmax(curve.out_of_reach))
    if curve.out_of_reach[worst] < REACHED_BY_FEW or not all(isinstance(n, float) for n in curve.names):
        return ()
    level, share = exact(float(f"{curve.levels[worst]:.3g}")), share_of(float(curve.out_of_reach[worst]))
    return (Message("levels-out-of-reach", {**slots, "level": level, "share": share}),)


def outcome_said(plan: Plan, query: Query) -> Message:
    """The outcome in words: its column, or what is made of the price and what is sold."""
    slots: dict[str, Any] = {"outcome": Column(query.outcome), "treatment": Column(query.treatment or "")}
    times = plan.slots.get("times")
    if times is None:
        return Message("levels-outcome", slots)
    if times == "revenue":
        return Message("levels-revenue", slots)
    column = plan.slots.get("unit_cost")
    cost = Message("levels-cost-column", {"cost": Column(column)}) if column else None
    given = cost or Message("levels-cost-number", {"cost": exact(float(plan.slots.get("cost", 0.0)))})
    return Message("levels-profit", {**slots, "cost": given})


def points_of(points: Iterable[tuple[int, Quantity]], level: Callable[[int], Any]) -> tuple[Message, ...]:
    """Means at a few levels, each with its interval; `points` are (place, mean)."""
    return tuple(Message("levels-point", {"level": level(place), "mean": mean}) for place, mean in points)


def hinge(
    plan: Plan, fitted: Fitted, held: Quantity, same: Callable[[Curve], Quantity]
) -> tuple[Message, ...]:
    """That the figure owes much to columns of which nobody says when they were measured, and what it is
    without them; nothing where it is within one standard error, on the same side of zero.
    """
    other = fitted.without_unknown
    if other is None or len(other.levels) != len(fitted.curve.levels):
        return ()
    without = same(other)
    moved = abs(without.value - held.value) > (held.std_error or 0.0)
    if not moved and _sure(held) is _sure(without):
        return ()
    slots: dict[str, Any] = {
        "columns": Columns(fitted.unknown),
        "treatment": Column(fitted.sample.query.treatment or ""),
    }
    question = Message("prose-hinge-question", slots)
    return (Message("prose-hinges-on", {**slots, "held": held, "without": without, "question": question}),)


def _sure(quantity: Quantity) -> bool:
    low, high = quantity.ci_95 or (0.0, 0.0)
    return low > 0 or high < 0


def caveat(fitted: Fitted) -> tuple[Message, ...]:
    query, design = fitted.sample.query, fitted.sample.design
    slots: dict[str, Any] = {"treatment": Column(query.treatment or ""), "outcome": Column(query.outcome)}
    random = design.kind is DesignKind.RANDOMISED
    said = [Message("prose-caveat-randomised" if random else "prose-caveat-backdoor-plain", slots)]
    if fitted.curve.left_out:
        levels = tuple(
            Message("as-given", {"text": Quoted(str(name))}) for name, _ in fitted.curve.left_out[:8]
        )
        said.append(Message("levels-left-out", {**slots, "levels": levels}))
    return tuple(said)


def work_of(fitted: Fitted, result: Result, setting: Setting) -> LevelsWork:
    """What the standard answer shows beside the result."""
    sample, plain = fitted.sample, replace(fitted.sample.design, mediators=())
    return LevelsWork(
        result=result,
        query=sample.query,
        design=plain,
        estimand=restated(fitted.estimand, sample.query, plain),
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=(*fitted.estimand.notes, *sample.warnings, *setting.profile.warnings),
        fitted=fitted,
    )


def draw(answer: Answer, narrow: bool) -> Figure:
    """The picture of the curve; matplotlib is loaded for whoever asks for it."""
    from assistant.kinds.dose_response.figure import draw_curve

    return draw_curve(answer, narrow)


def picture(answer: Answer) -> Sequence[Block]:
    """The curve in the report."""
    from assistant.report.blocks import Picture

    return (Picture("curve", say(answer.language, "levels-figure-alt")),)


def curve_points(curve: Curve) -> list[dict[str, Any]]:
    """The curve for the JSON: each level with its mean, its interval and the band of the whole curve."""
    low, high = curve.pointwise_bands
    lower, upper = curve.simultaneous_bands
    return [
        {
            "level": curve.names[at] if curve.names else float(curve.levels[at]),
            "mean": float(curve.means[at]),
            "ci_95": [float(low[at]), float(high[at])],
            "band_95": [float(lower[at]), float(upper[at])],
        }
        for at in range(len(curve.levels))
    ]
