"""The design of `Assistant.effect`: what the caller said, completed by what the planner finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from difflib import get_close_matches
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

from assistant.graphs.arrows import given
from assistant.planning.design import choose_design
from assistant.planning.plan import requested_plan, said_of_designs
from assistant.types import ColumnRole, DesignChoice, Plan, Reading, RoleKind, Understanding
from tools.errors import DataError, OptionError, unknown_column
from tools.messages import Column, Message
from tools.types import Condition, DataProfile, Design, DesignKind, EstimandKind, Level, Query

if TYPE_CHECKING:
    from tools.data import Table
    from tools.data.fields import Field

# A part that only one design uses tells which design is meant.
_IMPLIED = {
    "instruments": DesignKind.IV,
    "mediators": DesignKind.FRONTDOOR,
    "running_variable": DesignKind.RDD,
    "time": DesignKind.DID,
}
_NEEDED = {
    DesignKind.IV: "instruments",
    DesignKind.FRONTDOOR: "mediators",
    DesignKind.RDD: "running_variable",
    DesignKind.DID: "time",
}


_WITHIN = (DesignKind.IV, DesignKind.BACKDOOR)  # designs in which a panel is compared within units
MOST_FIXED_EFFECTS = 300


OPERATORS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, kw_only=True)
class EffectRequest:
    """An effect of named columns: the one list of what `Assistant.effect`, the MCP server and the agent take.

    The words beside a type are what a program or a model reads of the argument.
    """

    treatment: Annotated[str | None, "Column that is changed; null only for being past a cutoff"]
    outcome: Annotated[str, "Column that responds"]
    design: Annotated[str | None, "randomised, backdoor, iv, frontdoor, did or rdd; null: decided"] = None
    adjust: Annotated[Sequence[str] | None, "Covariates or formula terms; null: decided; []: none"] = None
    instruments: Annotated[Sequence[str] | None, "Columns that move the treatment and nothing else"] = None
    mediators: Annotated[Sequence[str] | None, "Columns that carry the whole effect (frontdoor)"] = None
    running_variable: Annotated[str | None, "Column whose cutoff decides the treatment (rdd)"] = None
    cutoff: Annotated[float | None, "Value at which the treatment changes; did: the first treated period"] = (
        None
    )
    time: Annotated[str | None, "Column of the period (did, or a panel)"] = None
    unit: Annotated[str | None, "Column of the unit that is followed over time"] = None
    cluster: Annotated[str | None, "Column whose rows are not independent"] = None
    from_: Annotated[Level | None, "Level of the treatment that is left; null: decided"] = None
    to: Annotated[Level | None, "Level of the treatment that is gone to; null: decided"] = None
    population: Annotated[Sequence[Condition], "Only rows that meet all of these"] = ()
    estimand: Annotated[str, "Whose effect: ATE everybody, ATT the treated, ATC the others, ATO, LATE"] = (
        "ATE"
    )
    estimator: Annotated[str | None, "Name of the estimator; null: chosen by the documented rules"] = None

    @classmethod
    def of(
        cls, query: object, design: object, estimator: str | None, beside: Mapping[str, Any]
    ) -> EffectRequest:
        """The request that asks for this query by this design. Raises `OptionError` for parts beside them."""
        if not isinstance(query, Query) or not isinstance(design, Design):
            raise OptionError("A Query and a Design go together, effect(query, design), or name the columns.")
        usual = {each.name: each.default for each in fields(cls)}
        for name, value in beside.items():
            if value != usual[name]:
                raise OptionError(f"{name}= stands in the query or the design already. Change it there.")
        return cls(
            treatment=query.treatment,
            outcome=query.outcome,
            design=str(design.kind),
            adjust=design.adjustment_set,
            instruments=design.instruments or None,
            mediators=design.mediators or None,
            running_variable=design.running_variable,
            cutoff=design.cutoff,
            time=design.time,
            unit=design.unit,
            cluster=design.cluster,
            from_=query.low,
            to=query.high,
            population=query.population,
            estimand=str(query.estimand),
            estimator=estimator,
        )

    @property
    def query(self) -> Query:
        """Raises `OptionError` for an estimand or a condition that there is not."""
        known = [str(kind) for kind in EstimandKind]
        if self.estimand not in known:
            raise OptionError(f"estimand={self.estimand!r} is unknown. Use one of {', '.join(known)}.")
        for condition in self.population:
            if condition.operator not in OPERATORS:
                raise OptionError(
                    f"The operator {condition.operator!r} of {condition} is unknown. Use one of "
                    f"{', '.join(OPERATORS)}."
                )
        whose = EstimandKind(self.estimand)
        return Query(self.treatment, self.outcome, self.from_, self.to, tuple(self.population), whose)

    @property
    def parts(self) -> dict[str, Any]:
        """The parts of the design that were given, by `Design`'s names."""
        asked = {
            "adjustment_set": column_names(self.adjust),
            "instruments": column_names(self.instruments),
            "mediators": column_names(self.mediators),
            "running_variable": self.running_variable,
            "cutoff": self.cutoff,
            "time": self.time,
            "unit": self.unit,
            "cluster": self.cluster,
        }
        return {name: value for name, value in asked.items() if value is not None}


# Names that a JSON argument has where Python's keyword is in the way.
SPOKEN = {"from_": "from_level", "to": "to_level"}


def spoken_arguments() -> dict[str, tuple[Any, Any, str]]:
    """`EffectRequest` for programs and models: argument -> (type, default, meaning); `...` is no default."""
    hints = get_type_hints(EffectRequest, include_extras=True)
    listed: dict[str, tuple[Any, Any, str]] = {}
    for each in fields(EffectRequest):
        kind, meaning = get_args(hints[each.name])
        default = ... if each.default is MISSING else each.default
        listed[SPOKEN.get(each.name, each.name)] = kind, default, meaning
    return listed


def spoken_request(given: Mapping[str, Any]) -> EffectRequest:
    """The request of these arguments. Raises `OptionError` for one that there is not."""
    known = {SPOKEN.get(each.name, each.name): each.name for each in fields(EffectRequest)}
    for name in given:
        if name not in known:
            raise unknown_argument(name, known)
    return EffectRequest(**{known[name]: value for name, value in given.items()})


def unknown_argument(name: str, known: Iterable[str]) -> OptionError:
    names = list(known)
    close = get_close_matches(name, names, n=3)
    hint = f" Closest: {', '.join(close)}." if close else ""
    return OptionError(f"There is no argument {name!r}.{hint} Known: {', '.join(names)}.")


@dataclass(frozen=True)
class Columns:
    """The table and its profile with the columns that the caller's formula terms stand for."""

    table: Table
    profile: DataProfile
    given: dict[str, Any]
    fixed_effects: tuple[str, ...] = ()  # adjusted for beside the adjustment set


def design_kind(design: str | None) -> DesignKind | None:
    """Raises `OptionError` for a design that there is not."""
    if design is None:
        return None
    known = [kind.value for kind in DesignKind if kind is not DesignKind.NONE]
    if design not in known:
        raise OptionError(f"design={design!r} is unknown. Use one of {', '.join(known)}, or None.")
    return DesignKind(design)


def column_names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    """One name or several, as a tuple; None stays "not said"."""
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(names)


def plan_request(query: Query, kind: DesignKind | None, columns: Columns, named: tuple[str, ...]) -> Plan:
    """The plan for an effect of columns that the caller named; `named` are the parts that he gave.

    Raises `OptionError` when a part that the design needs is not to be found.
    """
    choice = design_for_request(query, kind, columns)
    plan = requested_plan(_merge(query, choice.query), choice, named)
    told = replace(choice, remarks=tuple(m for m in choice.remarks if _is_of_clusters(m, choice.design)))
    return replace(plan, warnings=(*plan.warnings, *said_of_designs(told, plan.language, columns.profile)))


def _is_of_clusters(message: Message, design: Design) -> bool:
    """Does it say what the rows of this design are clustered by, or should be?"""
    if message.id == "design-clusters-few":
        return design.cluster is None
    return message.id.startswith("design-clusters") and message.slots["column"] == Column(
        design.cluster or ""
    )


def check_columns(query: Query, columns: Columns, source_columns: Sequence[str]) -> None:
    """Raises `DataError` for a column that neither the table nor the caller's terms hold."""
    named: list[str] = [name for name in (query.treatment, query.outcome) if name is not None]
    named += [condition.column for condition in query.population]
    for part, value in columns.given.items():
        if part != "cutoff":
            named += [value] if isinstance(value, str) else list(value)
    for name in named:
        if name not in columns.table.columns:
            raise unknown_column(name, columns.table.source, source_columns, DataError)


def with_terms(given: dict[str, Any], kind: DesignKind | None, table: Table, profile: DataProfile) -> Columns:
    """`adjust` may hold terms of a formula (`age^2`, `C(state)`), and an instrument several levels of text.

    Whoever names unit and time beside an instrument or an adjustment has a panel: fixed effects of both are
    added and rows of a unit count as one cluster (Wooldridge 2010, Econometric Analysis of Cross Section and
    Panel Data, sections 10.5 and 11.2; Bertrand, Duflo & Mullainathan 2004, QJE 119(1)). Raises `DataError`
    for a term that names no column.
    """
    from tools.data.profile import profile_made
    from tools.data.terms import indicators, read_terms

    fields: list[Field] = []
    fixed_effects: tuple[str, ...] = ()
    if kind in _WITHIN and _is_panel(profile, given.get("unit"), given.get("time")):
        terms = read_terms([f"C({given['unit']})", f"C({given['time']})"], table)
        fields, fixed_effects = list(terms.fields), terms.columns
        given = {"cluster": given["unit"], **given}
    notes: tuple[Message, ...] = ()
    if "adjustment_set" in given:
        terms = read_terms(given["adjustment_set"], table)
        fields, notes = [*fields, *terms.fields], terms.notes
        given = {**given, "adjustment_set": terms.columns}
    instruments: list[str] = []
    for name in given.get("instruments", ()):
        several = name in profile and profile[name].distinct > 2
        made = indicators(name, table) if several else ()
        fields += made
        instruments += [field.name for field in made] or [name]
    if instruments:
        given = {**given, "instruments": tuple(instruments)}
    if not fields and not notes:
        return Columns(table, profile, given)
    fields = list({field.name: field for field in fields}.values())
    wider = table.with_fields(fields)
    columns = profile.columns + profile_made(wider, fields, profile)
    wider_profile = replace(profile, columns=columns, warnings=(*notes, *profile.warnings))
    return Columns(wider, wider_profile, given, fixed_effects)


def _is_panel(profile: DataProfile, unit: str | None, time: str | None) -> bool:
    """Units seen more than once, and few enough of both for a column each."""
    if unit is None or time is None or unit not in profile or time not in profile:
        return False
    units, times = profile[unit].distinct, profile[time].distinct
    return 1 < units <= MOST_FIXED_EFFECTS and 1 < times <= MOST_FIXED_EFFECTS and profile.rows >= 2 * units


def design_for_request(query: Query, kind: DesignKind | None, columns: Columns) -> DesignChoice:
    """Complete the caller's design. Raises `OptionError` when a part that it needs is not to be found."""
    table, profile, given = columns.table, columns.profile, columns.given
    kind = kind or next((_IMPLIED[part] for part in _IMPLIED if given.get(part)), None)
    choice = _planned(query, profile, table)
    design = _of_kind(choice, kind) if kind else choice.design
    if "adjustment_set" not in given:
        design = replace(design, adjustment_set=_free(design.adjustment_set, query, given))
    design = replace(design, **given)
    if "cutoff" in given:
        along = design.running_variable if design.kind is DesignKind.RDD else design.time
        design = replace(design, cutoff=_as_number(given["cutoff"], along, table))
    elif design.kind is DesignKind.RDD:
        design = replace(design, cutoff=_recorded_cutoff(query, design, table))
    together = dict.fromkeys((*design.adjustment_set, *columns.fixed_effects))
    design = replace(design, adjustment_set=tuple(together))
    needed = _NEEDED.get(design.kind)
    if needed and not getattr(design, needed):
        raise OptionError(
            f"design={str(design.kind)!r} needs {needed}, and none was found in {profile.source}. "
            f"Pass {needed}=..., or another design."
        )
    # What the planner left out is only worth a word where the planner's set is used.
    warnings = choice.warnings if "adjustment_set" not in given else ()
    roles = _held_fixed(choice.roles, design.adjustment_set)
    return replace(choice, query=_query_of(query, choice), design=design, warnings=warnings, roles=roles)


def _as_number(cutoff: object, along: str | None, table: Table) -> float:
    """A cutoff on the scale of the prepared column: dates as days since 1970. Raises `OptionError`."""
    import pandas as pd

    from tools.data.fields import TIME

    dated = along is not None and table.field(along).kind == TIME
    try:
        if isinstance(cutoff, Real) or not dated:
            return float(cutoff)  # type: ignore[arg-type]
        if isinstance(cutoff, str) and not re.search(r"\d{4}", cutoff):
            raise ValueError(cutoff)  # pandas takes "June" for June of the year in which it is asked
        moment = pd.Timestamp(cutoff)
        moment = moment if moment.tzinfo is None else moment.tz_convert("UTC").tz_localize(None)
        return float((moment - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1))
    except (TypeError, ValueError):
        needed = "a date such as '2020-01-31'" if dated else "a number"
        raise OptionError(f"cutoff={cutoff!r} cannot be compared with {along!r}. Pass {needed}.") from None


def _held_fixed(roles: Sequence[ColumnRole], adjustment_set: Sequence[str]) -> tuple[ColumnRole, ...]:
    """The roles where the caller had a say in what is held fixed: the person is evidence on columns too."""
    known = {role.column: role for role in roles}
    for name in adjustment_set:
        role = known.get(name)
        if role is None or role.role is not RoleKind.CONFOUNDER:
            known[name] = given(name)
    for name, role in known.items():
        if role.role is RoleKind.CONFOUNDER and name not in adjustment_set:
            known[name] = replace(
                role,
                role=RoleKind.IRRELEVANT,
                reason="not among those that were named to be held fixed",
            )
    return tuple(known.values())


def _recorded_cutoff(query: Query, design: Design, table: Table) -> float | None:
    """Where a treatment changes that the running variable decides alone, else the planner's cutoff.

    A sharp rule is in the data themselves, and no words can overrule it (Imbens & Lemieux 2008, J.
    Econometrics 142(2), section 2.1).
    """
    from tools.designs.tests import find_cutoff

    names = (design.running_variable, query.treatment)
    kinds = {table.field(name).kind for name in names if name is not None}
    if None in names or len(set(names)) < 2 or kinds != {"number"}:
        return design.cutoff
    columns = table.frame([str(name) for name in names])
    running, treatment = (columns[str(name)].to_numpy(dtype=float) for name in names)
    step = find_cutoff(running, treatment, rows=len(running))
    return step.cutoff if step is not None and step.sharp else design.cutoff


def _planned(query: Query, profile: DataProfile, table: Table) -> DesignChoice:
    reading = Reading(query.treatment, query.outcome, 1.0)
    understanding = Understanding(
        readings=(reading,),
        low=query.low,
        high=query.high,
        population=query.population,
        estimand=query.estimand,
        language="en",
        evidence=(),
    )
    return choose_design("", reading, understanding, profile, table)


def _of_kind(choice: DesignChoice, kind: DesignKind) -> Design:
    """The planner's own design of that kind where it considered one."""
    for design in (choice.design, *(candidate.design for candidate in choice.candidates)):
        if design.kind is kind:
            return replace(design, adjustment_set=design.adjustment_set or choice.design.adjustment_set)
    return Design(kind, adjustment_set=choice.design.adjustment_set)


def _free(adjustment_set: tuple[str, ...], query: Query, given: dict[str, Any]) -> tuple[str, ...]:
    """The set without the columns that the caller gave another part to play."""
    taken = {query.treatment, query.outcome}
    for part, value in given.items():
        if part != "cutoff":
            taken |= {value} if isinstance(value, str) else set(value)
    return tuple(name for name in adjustment_set if name not in taken)


def _query_of(query: Query, choice: DesignChoice) -> Query:
    """The caller's treatment stays; the planner may only add a contrast for it."""
    if choice.query.treatment == query.treatment:
        return choice.query
    return query


def _merge(query: Query, planned: Query) -> Query:
    """The caller's contrast where given, else the planner's."""
    return replace(
        planned,
        low=planned.low if query.low is None else query.low,
        high=planned.high if query.high is None else query.high,
        population=query.population or planned.population,
        estimand=query.estimand if query.estimand != EstimandKind.ATE else planned.estimand,
    )
