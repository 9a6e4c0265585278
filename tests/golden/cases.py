"""The golden answers: each case is a table, what is said about it, and what is asked, in order.

Only average effects are asked for, and the words say how the data came about and when columns were measured:
no answer rests on a name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant import Answer, Assistant
from tests.golden import tables
from tests.golden.tables import Told
from tools.types import Condition
from ui.examples import EXAMPLES

# A question, the arguments of `Assistant.effect`, or a change of the graph before the next of them.
Asked = str | Mapping[str, Any] | Callable[[Assistant], object]


@dataclass(frozen=True)
class Case:
    id: str
    told: Callable[[], Told]
    asked: tuple[Asked, ...]  # each is answered in turn; every answer is compared
    options: Mapping[str, Any] = field(default_factory=dict)  # of `Assistant`

    def answers(self) -> list[Answer]:
        told = self.told()
        assistant = Assistant(told.frame, description=told.description, **self.options)
        answers = []
        for asked in self.asked:
            match asked:
                case str():
                    answers.append(assistant.ask(asked))
                case Mapping():
                    answers.append(assistant.effect(**asked))
                case edit:
                    edit(assistant)
        return answers


def _clinic() -> Told:
    return tables.story("clinic")


def _shop() -> Told:
    return tables.story("shop")


def _school() -> Told:
    return tables.story("school")


def _staff() -> Told:
    return tables.story("staff")


def _fuzzy() -> Told:
    return tables.scholarship(fuzzy=True)


def _hidden(told: Told, sentence: str) -> Told:
    return Told(told.frame, f"{told.description}\n{sentence}\n")


_DRUG = "What is the effect of the drug on recovery days?"
_TREATED = {"treatment": "treated", "outcome": "outcome"}
_PAST = {"treatment": None, "outcome": "grade", "design": "rdd", "running_variable": "exam"}
_GRAPH = "age -> treated; age -> outcome; region -> treated; region -> outcome; treated -> outcome"

CASES: tuple[Case, ...] = (
    # ------------------------------------------------------------ randomised
    Case("randomised-number", tables.trial, ("Does the drug lower pain_after?",)),
    Case("randomised-yes-no", tables.trial, ("Does the drug lower the chance of a relapse?",)),
    Case("randomised-count", tables.trial, ("What is the effect of the drug on the number of visits?",)),
    Case("randomised-women", tables.trial, ("What does the drug do to pain_after, only for women?",)),
    Case(
        "randomised-three-arms", tables.arms,
        (
            "What would happen to yield_kg if the dose went from none to full?",
            {"treatment": "dose", "outcome": "yield_kg", "from_": "none", "to": "half"},
        ),
    ),
    Case(
        "randomised-clusters", tables.villages,
        ({"treatment": "meals", "outcome": "attendance", "design": "randomised", "cluster": "village"},),
    ),
    Case(
        "randomised-att", tables.trial,
        ({"treatment": "drug", "outcome": "pain_after", "design": "randomised", "estimand": "ATT"},),
    ),
    Case(
        "randomised-means", tables.trial,
        (
            {
                "treatment": "drug", "outcome": "relapse", "design": "randomised", "adjust": [],
                "estimator": "difference_in_means",
            },
        ),
    ),
    Case("randomised-zh", tables.subsidy, ("补贴对储蓄有什么影响？", "只看女性呢？")),
    Case("randomised-yes-no-zh", tables.subsidy, ("补贴会提高开户的概率吗？",)),
    # ------------------------------------------------------------ adjustment
    Case(
        "adjusted-follow-ups", _clinic,
        (_DRUG, "and for women only?", "how sure are you?", "why did you adjust for age?"),
    ),
    Case("adjusted-outcome-change", _clinic, (_DRUG, "And the effect on relapse?", "which check failed?")),
    Case("adjusted-leave-out", _clinic, (_DRUG, "leave severity out", "undo that", "say it for my manager")),
    Case("adjusted-over-60", _clinic, ("What does the drug do to recovery days for people over 60?",)),
    Case("adjusted-those-who-got-it", _clinic, (_DRUG, "for those who actually got it")),
    Case(
        "adjusted-contrast", _shop,
        ("What would happen to sales if the price went from 8 to 10?", "what if it were 20% instead?"),
    ),
    Case("adjusted-ten-percent", _shop, ("What happens to sales if we raise the price by 10%?",)),
    Case("adjusted-one-more", _school, ("What would two more tutoring hours do to the test score?",)),
    Case("adjusted-count", _school, ("What is the effect of tutoring hours on absences?",)),
    Case(
        "adjusted-three-plans", tables.plans,
        ("What is the effect on spend of the gold plan instead of basic?",),
    ),
    Case(
        "adjusted-plans-count", tables.plans,
        ({"treatment": "plan", "outcome": "calls", "from_": "basic", "to": "gold"},),
    ),
    Case("adjusted-yes-no", tables.yes_no, ("Does treated raise the chance of recovery (outcome)?",)),
    Case("adjusted-no-overlap", tables.apart, ("What is the effect of treated on outcome?",)),
    Case("adjusted-zh", _staff, ("培训对工资有什么影响？", "40岁以上的人呢？", "你有多大把握？")),
    Case("adjusted-outcome-zh", _staff, ("培训对工资有什么影响？", "对离职有什么影响？", "不要调整学历")),
    Case("adjusted-contrast-zh", tables.price_zh, ("如果价格从10元提高到12元，销量会怎样变化？",)),
    Case("adjusted-ten-percent-zh", tables.price_zh, ("价格提高10%对销量有什么影响？",)),
    Case("bundled-quit-smoking", tables.quit_smoking, (EXAMPLES["quit-smoking"].question,)),
    # ------------------------------------------------------------ named columns
    Case("effect-ate", tables.confounded, (_TREATED,)),
    Case("effect-att", tables.confounded, ({**_TREATED, "estimand": "ATT"},)),
    Case("effect-atc", tables.confounded, ({**_TREATED, "estimand": "ATC"},)),
    Case("effect-ato", tables.confounded, ({**_TREATED, "estimand": "ATO"},)),
    Case("effect-aipw", tables.confounded, ({**_TREATED, "estimator": "aipw"},)),
    Case("effect-ipw", tables.confounded, ({**_TREATED, "estimator": "ipw"},)),
    Case("effect-matching-att", tables.confounded,
         ({**_TREATED, "estimator": "propensity_matching", "estimand": "ATT"},)),
    Case("effect-logit", tables.yes_no, ({**_TREATED, "adjust": ["risk"], "estimator": "logit"},)),
    Case("effect-terms", tables.confounded, ({**_TREATED, "adjust": ["age", "age^2", "C(region)"]},)),
    Case(
        "effect-population", tables.confounded,
        ({**_TREATED, "population": [Condition("age", ">", 50)]},),
    ),
    Case("graph-of-the-user", tables.confounded, (_TREATED,), options={"graph": _GRAPH}),
    Case(
        "graph-edited", tables.confounded,
        (
            "What is the effect of treated on outcome?",
            lambda a: a.graph.remove("region", "treated"),
            "What is the effect of treated on outcome?",
        ),
    ),
    # ------------------------------------------------------------ instruments
    Case("instrument-lottery", tables.lottery, ("Does the course raise pay?", "what could be wrong?")),
    Case(
        "instrument-two", tables.distance,
        (
            {
                "treatment": "schooling", "outcome": "wage", "design": "iv",
                "instruments": ["distance", "lottery"],
            },
        ),
    ),
    Case(
        "instrument-liml", tables.distance,
        (
            {
                "treatment": "schooling", "outcome": "wage", "design": "iv", "instruments": ["lottery"],
                "estimator": "liml", "from_": 12, "to": 16,
            },
        ),
    ),
    Case("instrument-zh", tables.lottery_zh, ("参加培训能提高工资吗？",)),
    # ------------------------------------------------------------ front door
    Case("front-door", tables.tar, ("What is the effect of smoking on cough?",)),
    Case(
        "front-door-two-mediators", tables.two_paths,
        (
            {
                "treatment": "smoking", "outcome": "outcome", "design": "frontdoor",
                "mediators": ["tar", "inflammation"], "adjust": ["age"],
            },
        ),
    ),
    Case("front-door-robust", tables.tar, (
        {
            "treatment": "smoking", "outcome": "cough", "design": "frontdoor", "mediators": ["tar"],
            "estimator": "frontdoor_doubly_robust",
        },
        "用中文说",
    )),
    Case("front-door-zh", tables.tar_zh, ("吸烟对咳嗽有什么影响？",)),
    # ------------------------------------------------------------ before and after
    Case("before-after", tables.tax, ("Did being in the taxed_city cut the soda sold?", "show the code")),
    Case(
        "before-after-cross-sections", tables.jobs,
        ({"treatment": "state", "outcome": "jobs", "design": "did", "time": "year", "adjust": ["size"]},),
    ),
    Case("staggered", tables.lanes, ("What did the bike lanes do to accidents?",)),
    Case("staggered-zh", tables.ban_zh, ("限行政策对污染指数有什么影响？",)),
    # ------------------------------------------------------------ cutoffs
    Case("cutoff", tables.scholarship, ("Does the scholarship raise the grade?",)),
    Case("cutoff-fuzzy", _fuzzy, ("What is the effect of the scholarship on the grade?",)),
    Case("cutoff-below", tables.transfer, ("Does the transfer increase food_spend?",)),
    Case(
        "cutoff-without-column", tables.scholarship,
        ({**_PAST, "cutoff": 70.0},),
    ),
    Case("cutoff-zh", tables.cutoff_zh, ("奖学金对收入有什么影响？",)),
    # ------------------------------------------------------------ refusals
    Case("asks-which-columns", _clinic, ("Is it any good?", "how sure are you?")),
    Case("asks-which-columns-zh", _staff, ("这样好吗？",)),
    Case("asks-which-levels", tables.plans, ("What is the effect of the plan on spend?",)),
    Case("asks-back", _clinic, (_DRUG, "leave blood pressure out")),
    Case("no-such-column", _clinic, ("What is the effect of homework on happiness?",)),
    Case("no-such-column-zh", _staff, ("下雨对心情有什么影响？",)),
    Case(
        "hidden-cause-named",
        lambda: _hidden(
            tables.confounded(), "Family support, which was not recorded, affects both treated and outcome."
        ),
        ("What is the effect of treated on outcome?",),
    ),
    Case("hidden-cause-in-graph", tables.confounded, (_TREATED,),
         options={"graph": f"{_GRAPH}; frailty -> treated; frailty -> outcome"}),
    Case("hidden-cause-marked", _staff,
         (lambda a: a.graph.add_common_cause("培训", "工资"), "培训对工资有什么影响？")),
    Case("too-few-in-an-arm", tables.hardly_treated, ({**_TREATED, "adjust": ["age"]},)),
    Case("does-not-vary", _clinic, (
        {"treatment": "drug", "outcome": "recovery_days", "population": [Condition("drug", "==", 1)]},
    )),
    Case("hardly-anybody-in-population", _clinic, (
        {"treatment": "drug", "outcome": "recovery_days", "population": [Condition("age", ">", 88)]},
    )),
    Case(
        "too-few-past-the-cutoff", tables.scholarship,
        ({**_PAST, "cutoff": 700.0},),
    ),
)  # fmt: skip
