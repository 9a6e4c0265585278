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

# ---------------- Farms: advice raises the harvest directly and through fertiliser; good soil has more of all

DIRECT, PER_BAG, BAGS, MORE = 3.0, 2.0, 2.0, 0.5  # with advice a bag of fertiliser does `MORE` more
THROUGH = BAGS * (PER_BAG + MORE)
FARMS = (
    "Farms of one valley, 农场, Höfe. Observational.\n"
    "soil: quality of the soil before the season, index (土壤, Boden)\n"
    "advice: got advice after the sowing (1 yes, 0 no) (咨询, Beratung)\n"
    "fertiliser: bags of fertiliser used after the advice (肥料, Dünger)\n"
    "harvest: harvest at the end of the year, tonnes (收成, Ernte)\n"
)


def farms(seed: int = 5, rows: int = 4000) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    soil = r.normal(size=rows)
    advice = (r.random(rows) < 1 / (1 + np.exp(-soil))).astype(int)
    fertiliser = BAGS * advice + 1.5 * soil + 2 * r.normal(size=rows)
    # Centred, so that the direct effect is that at the mean of those without advice.
    harvest = (
        20 + DIRECT * advice + (PER_BAG + MORE * advice) * fertiliser + 4 * soil + 3 * r.normal(size=rows)
    )
    return pd.DataFrame(
        {
            "soil": soil.round(3),
            "advice": advice,
            "fertiliser": fertiliser.round(2),
            "harvest": harvest.round(2),
        }
    )


def _through_unadjusted(table: pd.DataFrame) -> float:
    """The product of two slopes, with the soil left out of both."""
    ones, advice = np.ones(len(table)), table["advice"]
    moved = np.linalg.lstsq(np.column_stack([ones, advice]), table["fertiliser"], rcond=None)[0][1]
    columns = np.column_stack([ones, advice, table["fertiliser"]])
    return float(moved * np.linalg.lstsq(columns, table["harvest"], rcond=None)[0][2])


def _advice_plain(table: pd.DataFrame) -> float:
    means = table.groupby("advice")["harvest"].mean()
    return float(means[1] - means[0])


# ---------------- A bakery's shops: music and tasting do more together than each alone

MUSIC, TASTING, TOGETHER = 2.0, 3.0, 4.0
BAKERY = (
    "Shops of one bakery, 面包店, Filialen. Observational.\n"
    "footfall: people who pass the shop before the change, index (人流, Laufkundschaft)\n"
    "music: plays music (1 yes, 0 no) (音乐, Musik)\n"
    "tasting: offers a tasting (1 yes, 0 no) (试吃, Verkostung)\n"
    "sales: sales of the following week, thousand EUR (销售额, Umsatz)\n"
)


def bakery(seed: int = 5, rows: int = 3000) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    footfall = r.normal(size=rows)
    music = (r.random(rows) < 1 / (1 + np.exp(-footfall))).astype(int)
    tasting = (r.random(rows) < 1 / (1 + np.exp(-footfall))).astype(int)
    sales = 30 + MUSIC * music + TASTING * tasting + TOGETHER * music * tasting + 3 * footfall
    return pd.DataFrame(
        {
            "footfall": footfall.round(3),
            "music": music,
            "tasting": tasting,
            "sales": (sales + 3 * r.normal(size=rows)).round(2),
        }
    )


def _no_interaction(table: pd.DataFrame) -> float:
    """On the same world with what the two do together taken out."""
    less = table["sales"] - TOGETHER * table["music"] * table["tasting"]
    columns = np.column_stack(
        [
            np.ones(len(table)),
            table["music"],
            table["tasting"],
            table["music"] * table["tasting"],
            table["footfall"],
        ]
    )
    return float(np.linalg.lstsq(columns, less, rcond=None)[0][3])


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
    "mediation": KindWorld(
        table=farms,
        description=FARMS,
        slots={"treatment": "advice", "outcome": "harvest", "mediators": ["fertiliser"]},
        questions={
            "en": (
                "How much of the effect of advice on harvest goes through fertiliser?",
                "Does advice raise the harvest directly or through fertiliser?",
            ),
            "zh": ("咨询对收成的影响有多少是通过肥料实现的？",),
            "de": ("Wie viel der Wirkung der Beratung auf die Ernte läuft über den Dünger?",),
        },
        figure="indirect_effect",
        truth=THROUGH,
        mirror=_through_unadjusted,
        reproduced_by=False,
    ),
    "joint_change": KindWorld(
        table=bakery,
        description=BAKERY,
        slots={"treatments": ["music", "tasting"], "outcome": "sales"},
        questions={
            "en": (
                "What do music and tasting do to sales when they are combined?",
                "Do music and tasting reinforce each other in sales?",
            ),
            "zh": ("音乐和试吃一起用，销售额会怎样变化？",),
            "de": ("Verstärken sich Musik und Verkostung gegenseitig beim Umsatz?",),
        },
        figure="interaction",
        truth=TOGETHER,
        mirror=_no_interaction,
        reproduced_by=False,
    ),
    "drivers": KindWorld(
        table=farms,
        description=FARMS,
        slots={"outcome": "harvest"},
        questions={
            "en": ("What drives the harvest?", "What are the main drivers of harvest?"),
            "zh": ("是什么因素决定了收成？",),
            "de": ("Was sind die wichtigsten Treiber der Ernte?",),
        },
        figure="effect_of_advice",
        truth=THROUGH + DIRECT,
        mirror=_advice_plain,
        reproduced_by=False,
    ),
}
