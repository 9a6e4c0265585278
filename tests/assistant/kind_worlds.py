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

ABOUT_SLEEP = (
    "Nights of adults, one row each. How long they trained was up to them.\n\n"
    "age: age in years (年龄, Alter), known before\n"
    "training: minutes of training that day (训练分钟, Trainingsminuten)\n"
    "sleep: minutes of deep sleep (深睡分钟, Tiefschlaf) in the night after\n"
)
BEST_TRAINING, HIGHEST_SLEEP = 60.0, 90.0


def sleepers(seed: int = 5, rows: int = 3000) -> pd.DataFrame:
    """Deep sleep is longest after an hour of training; the young train more and sleep more anyway."""
    r = np.random.default_rng(seed)
    age = r.uniform(20, 70, rows)
    training = np.clip(100 - age + 22 * r.normal(size=rows), 0, 130)
    sleep = HIGHEST_SLEEP - 0.01 * (training - BEST_TRAINING) ** 2 - (age - 45) + 8 * r.normal(size=rows)
    return pd.DataFrame({"age": age.round(1), "training": training.round(1), "sleep": sleep.round(1)})


def _rise(table: pd.DataFrame, low: float = 20.0, high: float = 60.0) -> float:
    """Means of the rows near each level, with nothing held fixed."""
    near = [table.loc[(table["training"] - at).abs() < 3, "sleep"].mean() for at in (low, high)]
    return float(near[1] - near[0])


def _highest_of_rows(table: pd.DataFrame) -> float:
    means = table.groupby((table["training"] / 10).round())["sleep"].mean()
    return float(means.max())


KIND_WORLDS: Mapping[str, KindWorld] = {
    "dose_response": KindWorld(
        table=sleepers,
        description=ABOUT_SLEEP,
        slots={"treatment": "training", "outcome": "sleep", "from_": 20, "to": 60},
        questions={
            "en": (
                "How does deep sleep change over the whole range of training minutes?",
                "Is there a threshold in training minutes beyond which deep sleep gets worse?",
            ),
            "zh": ("训练分钟对深睡分钟的作用有没有拐点？", "随着训练分钟一步步增加，深睡分钟怎么变？"),
            "de": (
                "Wie verläuft der Tiefschlaf über den ganzen Bereich der Trainingsminuten?",
                "Gibt es eine Schwelle bei den Trainingsminuten, ab der der Tiefschlaf sinkt?",
            ),
        },
        figure="change",
        truth=0.01 * (20 - BEST_TRAINING) ** 2,
        mirror=_rise,
        reproduced_by=False,
    ),
    "best_level": KindWorld(
        table=sleepers,
        description=ABOUT_SLEEP,
        slots={"treatment": "training", "outcome": "sleep"},
        questions={
            "en": (
                "How many training minutes give the most deep sleep?",
                "What is the optimal amount of training for the longest deep sleep?",
            ),
            "zh": ("训练多少分钟深睡分钟最多？", "要让深睡分钟最多，训练分钟应该定在多少？"),
            "de": (
                "Wie viele Trainingsminuten sind am besten für den Tiefschlaf?",
                "Bei wie vielen Trainingsminuten ist der Tiefschlaf am höchsten?",
            ),
        },
        figure="best_mean",
        truth=HIGHEST_SLEEP,
        mirror=_highest_of_rows,
        reproduced_by=False,
    ),
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
