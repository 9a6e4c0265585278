"""How two columns go together: a figure, and one sentence why it is not an effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import pair_plan, plan_of
from assistant.types import GraphProposal, Part, Plan
from tools.data.prepare import complete_rows
from tools.data.script import rows_lines
from tools.effects.association import Association, Measure, associate
from tools.messages import Column, LevelOf, Message
from tools.types import DataProfile, Design, DesignKind, Query

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table
    from tools.types import Estimand

__all__ = ["ASSOCIATION"]

SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("population", SlotKind.POPULATION, required=False),
)


def ask(asked: Asked) -> Plan:
    """The pair that the question names; which of the two acts on the other is not asked."""
    return pair_plan(asked, "association")


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    query = Query(
        slots["treatment"],
        slots["outcome"],
        population=tuple(slots.get("population", ())),
        kind="association",
    )
    return plan_of(query, profile)


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query = plan.query
    assert query is not None and query.treatment is not None
    with recorder.step("data"):
        rows = complete_rows(
            setting.table, setting.profile, (query.treatment, query.outcome), query.population
        )
    with recorder.step("estimate"):
        found = associate(
            rows.frame[query.treatment], rows.frame[query.outcome], unit=setting.profile[query.outcome].unit
        )
    return Work(
        result=found,
        query=replace(query, low=found.low, high=found.high),
        design=Design(DesignKind.NONE),
        rows_total=rows.rows_total,
        dropped=rows.dropped,
        unit=setting.profile[query.outcome].unit,
        warnings=(*rows.warnings, *setting.profile.warnings),
        preparation=rows.preparation,
    )


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    assert isinstance(found, Association) and query.treatment is not None
    slots: dict[str, Any] = {
        "first": Column(query.treatment),
        "second": Column(query.outcome),
        **{name: quantity for name, quantity in found.quantities.items() if name != "p_value"},
    }
    slots = {name.replace("_", "-"): slot for name, slot in slots.items()}
    swapped = found.measure is Measure.DIFFERENCE_OF_MEANS and profile[query.treatment].distinct > 2
    if swapped:  # the groups are the second column's
        slots["first"], slots["second"] = slots["second"], slots["first"]
    grouping = query.outcome if swapped else query.treatment
    if found.low is not None and found.high is not None:
        slots |= {"low": LevelOf(grouping, found.low), "high": LevelOf(grouping, found.high)}
    if found.present is not None:
        slots["present"] = LevelOf(query.outcome, found.present)
    clear = "unclear" if not found.clear else "faint" if found.faint else "clear"
    measure = str(found.measure).replace("_", "-")
    head = [Message(f"association-{measure}-{clear}", slots)]
    if found.measure is Measure.CORRELATION:
        head.append(Message("association-rank", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: (Message("association-no-effect", slots),),
        Part.CHANGE: (Message("association-ask-effect", slots),),
    }


def script(question: str, setting: Setting, work: Work) -> str | None:
    found, query = work.result, work.query
    assert isinstance(found, Association) and query.treatment is not None
    used = [query.treatment, query.outcome, *(condition.column for condition in query.population)]
    prepared = rows_lines(setting.table, used, work.preparation).strip()
    return "\n".join(
        [
            "# Reproduces the figure of an AskWhy answer; needs pandas and scipy, not AskWhy.",
            f"# How {query.treatment!r} and {query.outcome!r} go together; no effect of either",
            prepared,
            "from scipy import stats",
            "",
            f"first, second = frame[{query.treatment!r}], frame[{query.outcome!r}]",
            _CODE[found.measure],
            "",
        ]
    )


# The headline figure again, by scipy and pandas alone; `first` and `second` are the two columns.
_CODE = {
    Measure.CORRELATION: "print(stats.pearsonr(first.astype(float), second.astype(float)))",
    Measure.DIFFERENCE_OF_MEANS: (
        "groups, numbers = (first, second) if first.nunique() == 2 else (second, first)\n"
        "low, high = sorted(groups.unique(), key=lambda level: (str(type(level)), level))\n"
        "test = stats.ttest_ind(numbers[groups == high], numbers[groups == low], equal_var=False)\n"
        "print(numbers[groups == high].mean() - numbers[groups == low].mean(), test.confidence_interval())"
    ),
    Measure.DIFFERENCE_OF_SHARES: (
        "yes = second == sorted(second.unique(), key=lambda level: (str(type(level)), level))[1]\n"
        "low, high = sorted(first.unique(), key=lambda level: (str(type(level)), level))\n"
        "print(yes[first == high].mean() - yes[first == low].mean())"
    ),
    Measure.CORRELATION_RATIO: (
        "groups, numbers = (second, first) if first.nunique() > second.nunique() else (first, second)\n"
        "print(1 - numbers.groupby(groups).transform(lambda part: part - part.mean()).pow(2).sum()\n"
        "      / (numbers - numbers.mean()).pow(2).sum())"
    ),
    Measure.CRAMERS_V: "print(stats.contingency.association(pd.crosstab(first, second)))",
}


ASSOCIATION = QuestionKind(
    name="association",
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset({DesignKind.NONE}),
    ask=ask,
    plan=plan,
    identify=lambda plan, proposal, setting: None,
    estimate=estimate,
    say=say,
    script=script,
    result_values=lambda result: {"measure": str(result.measure)},
    result_schema={"measure": {"enum": [str(measure) for measure in Measure]}},
)
KINDS.register("association")(ASSOCIATION)
