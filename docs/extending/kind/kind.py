"""How often does a row of one group have more than a row of the other? A figure, and why it is no effect.

A template: a kind of question is its slots, its statistics (superiority.py), its words (words/) and this
file. In the tree it is the folder `assistant/kinds/superiority/`, which is found by itself: leave out
`register_words` then, and the cues once the router has learned the kind (questions in `bench/kinds/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from superiority import Superiority, superiority

from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import pair_plan, plan_of
from assistant.language import register_words
from assistant.types import GraphProposal, Part, Plan
from tools.data.prepare import complete_rows
from tools.data.script import rows_lines
from tools.errors import EstimationError
from tools.messages import Column, LevelOf, Message
from tools.types import DataProfile, Design, DesignKind, Query

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table
    from tools.types import Estimand

NAME = "superiority"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),  # the column of the two groups
    Slot("outcome", SlotKind.COLUMN),
    Slot("population", SlotKind.POPULATION, required=False),
)


def ask(asked: Asked) -> Plan:
    """From words to slots. The readers of `assistant.kinds.reading` and `assistant.planning.reading` help."""
    return pair_plan(asked, NAME)


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    """From the keywords of `Assistant.compute` to the same plan."""
    population = tuple(slots.get("population", ()))
    return plan_of(Query(slots["treatment"], slots["outcome"], population=population, kind=NAME), profile)


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    """The rows, then the statistics. Rows that cannot tell raise EstimationError, which becomes a refusal."""
    query = plan.query
    assert query is not None and query.treatment is not None
    with recorder.step("data"):
        names = (query.treatment, query.outcome)
        rows = complete_rows(setting.table, setting.profile, names, query.population)
    with recorder.step("estimate"):
        groups = rows.frame[query.treatment]
        levels = sorted(groups.unique())
        if len(levels) != 2:
            raise EstimationError(Message("superiority-two-groups", {"groups": Column(query.treatment)}))
        low, high = levels
        outcome = rows.frame[query.outcome].to_numpy(dtype=float)
        found = superiority(first=outcome[groups == high], second=outcome[groups == low])
    return Work(
        result=found,
        query=replace(query, low=low, high=high),
        design=Design(DesignKind.NONE),
        rows_total=rows.rows_total,
        dropped=rows.dropped,
        unit=setting.profile[query.outcome].unit,
        warnings=rows.warnings,
        preparation=rows.preparation,
    )


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    """What is said, in no language: ids of words/<language>.ftl and the quantities that fill them."""
    found, query = work.result, work.query
    assert isinstance(found, Superiority) and query.treatment is not None
    assert query.low is not None and query.high is not None
    slots: dict[str, Any] = {
        "groups": Column(query.treatment),
        "outcome": Column(query.outcome),
        "low": LevelOf(query.treatment, query.low),
        "high": LevelOf(query.treatment, query.high),
        **found.quantities,
    }
    return {
        Part.HEADLINE: (Message(f"superiority-{'clear' if found.clear else 'unclear'}", slots),),
        Part.CAVEAT: (Message("superiority-no-effect", slots),),
    }


def script(question: str, setting: Setting, work: Work) -> str | None:
    """Code that gives the headline figure without AskWhy; only `repr` puts values from outside in it."""
    query = work.query
    used = [str(query.treatment), query.outcome, *(condition.column for condition in query.population)]
    return "\n".join(
        [
            rows_lines(setting.table, used, work.preparation).strip(),
            "from scipy import stats",
            "",
            f"groups, outcome = frame[{query.treatment!r}], frame[{query.outcome!r}]",
            "low, high = sorted(groups.unique())",
            "first, second = outcome[groups == high], outcome[groups == low]",
            "print(stats.mannwhitneyu(first, second).statistic / (len(first) * len(second)))",
            "",
        ]
    )


SUPERIORITY = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),  # with Need.GRAPH the pipeline proposes a graph first
    slots=SLOTS,
    designs=frozenset({DesignKind.NONE}),  # any other is refused before anything is fitted
    ask=ask,
    plan=plan,
    identify=lambda plan, proposal, setting: None,
    estimate=estimate,
    say=say,
    script=script,
    result_schema={"clear": {"type": "boolean"}},  # of `result` in the JSON, beside the quantities
    result_values=lambda result: {"clear": result.clear},
    cues={
        "en": (r"\bhow often (?:does|do|is|are)\b", r"\bin how many pairs\b"),
        "zh": (r"多大几率.{0,12}(?:高|多)于",),
    },
)
KINDS.register(NAME)(SUPERIORITY)
register_words(Path(__file__).parent / "words")
