"""One world for each kind that is built: a table, its description, questions, slots and truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

ABOUT = (
    "Members of a gym, one row each. The trainers chose who got the course, mostly by fitness at entry.\n\n"
    "fitness: fitness score at entry (体能评分, Fitness), before anything else was decided\n"
    "course: took the course (参加课程, Kurs) after entry (1 yes, 0 no)\n"
    "app: used the training app (训练应用, App) after entry (1 yes, 0 no)\n"
    "visits: visits (到访次数, Besuche) in the year after the course\n"
)
COURSE, APP, FITNESS = 4.0, 1.5, 3.0


def gym(seed: int = 11, rows: int = 3000) -> pd.DataFrame:
    """The fitter take the course more often and visit more anyway."""
    r = np.random.default_rng(seed)
    fitness = r.normal(size=rows)
    course = (r.random(rows) < 1 / (1 + np.exp(-fitness))).astype(int)
    app = (r.random(rows) < 1 / (1 + np.exp(fitness))).astype(int)
    visits = 40 + COURSE * course + APP * app + FITNESS * fitness + 5 * r.normal(size=rows)
    return pd.DataFrame(
        {"fitness": fitness.round(3), "course": course, "app": app, "visits": visits.round(2)}
    )


@dataclass(frozen=True)
class KindWorld:
    table: Callable[[], pd.DataFrame]
    description: str
    slots: Mapping[str, Any]  # of `Assistant.compute`
    questions: Mapping[str, tuple[str, ...]]  # by language
    figure: str | None  # of `result.quantities`; None: the answer is no number
    truth: float | None
    # The same with what has to be held fixed left out, or on a world turned round: it must miss.
    mirror: Callable[[pd.DataFrame], float | None] | None
    reproduced_by: bool = True  # has a script
    beside: Mapping[str, Any] = field(default_factory=dict)


def _plain_difference(table: pd.DataFrame) -> float:
    return float(
        table.loc[table["course"] == 1, "visits"].mean() - table.loc[table["course"] == 0, "visits"].mean()
    )


def _plain_lead(table: pd.DataFrame) -> float:
    fit = np.linalg.lstsq(
        np.column_stack([np.ones(len(table)), table["course"], table["app"]]), table["visits"], rcond=None
    )[0]
    return float(fit[1] - fit[2])


def _shuffled(table: pd.DataFrame) -> float:
    mixed = table["visits"].to_numpy()[np.random.default_rng(1).permutation(len(table))]
    return float(np.corrcoef(table["fitness"], mixed)[0, 1])


# The correlation that the world implies: visits are fitness times its full slope, and the rest.
_SAMPLE = gym(seed=99, rows=400_000)
CORRELATION = float(np.corrcoef(_SAMPLE["fitness"], _SAMPLE["visits"])[0, 1])

KIND_WORLDS: Mapping[str, KindWorld] = {
    "average_effect": KindWorld(
        table=gym,
        description=ABOUT,
        slots={"treatment": "course", "outcome": "visits"},
        questions={
            "en": (
                "How many more visits does the course bring per member?",
                "What would happen to visits if everyone took the course?",
            ),
            "zh": ("课程能让到访次数增加多少？", "如果所有会员都参加课程，到访次数会怎样？"),
            "de": (
                "Um wie viel erhöht der Kurs die Besuche?",
                "Was würde mit den Besuchen passieren, wenn alle den Kurs machen?",
            ),
        },
        figure="effect",
        truth=COURSE,
        mirror=_plain_difference,
    ),
    "association": KindWorld(
        table=gym,
        description=ABOUT,
        slots={"treatment": "fitness", "outcome": "visits"},
        questions={
            "en": ("Is fitness correlated with visits?", "Do fitness and visits go hand in hand?"),
            "zh": ("体能和到访次数有关系吗？", "体能与到访次数是否相关？"),
            "de": ("Hängt die Fitness mit den Besuchen zusammen?", "Sind Fitness und Besuche korreliert?"),
        },
        figure="strength",
        truth=CORRELATION,
        mirror=_shuffled,
    ),
    "comparison": KindWorld(
        table=gym,
        description=ABOUT,
        slots={"treatments": ["course", "app"], "outcome": "visits"},
        questions={
            "en": (
                "Which brings more visits, the course or the app?",
                "Does the course or the app do more for visits?",
            ),
            "zh": ("课程和应用，哪个更能增加到访次数？", "课程还是应用更能提高到访次数？"),
            "de": (
                "Was bringt mehr Besuche, der Kurs oder die App?",
                "Steigert der Kurs oder die App die Besuche stärker?",
            ),
        },
        figure="difference",
        truth=COURSE - APP,
        mirror=_plain_lead,
        reproduced_by=False,
    ),
    "graph_question": KindWorld(
        table=gym,
        description=ABOUT,
        slots={"treatment": "course", "outcome": "visits", "aspect": "confounder", "about": "fitness"},
        questions={
            "en": (
                "Is fitness a confounder of the effect of the course on visits?",
                "Which variables should I control for to estimate the effect of the course on visits?",
            ),
            "zh": ("体能是课程对到访次数的影响的混杂因素吗？", "估计课程对到访次数的影响需要控制哪些变量？"),
            "de": (
                "Ist die Fitness eine Störgröße der Wirkung von Kurs auf Besuche?",
                "Nach welchen Variablen muss ich adjustieren, um die Wirkung von Kurs auf Besuche "
                "zu schätzen?",
            ),
        },
        figure=None,
        truth=None,
        mirror=None,
        reproduced_by=False,
    ),
}
