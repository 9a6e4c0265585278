"""One world for each kind that is built: a table, its description, questions, slots and truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from tools.types import Condition

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


# ---------------- A world in which one group gains and the other does not

SHOP = (
    "Customers of a shop in an experiment, one row each; the voucher was assigned at random.\n\n"
    "newcomer: joined in the last half year, before the voucher (新客户, Neukunde) (1 yes, 0 no)\n"
    "spent_before: spending in the year before the voucher (之前的消费, Ausgaben vorher), EUR\n"
    "voucher: got the voucher (优惠券, Gutschein) (1 yes, 0 no)\n"
    "spent: spending in the month after the voucher (消费额, Ausgaben), EUR\n"
)
FOR_NEWCOMERS, FOR_OTHERS = 6.0, 0.0
NEWCOMERS = 0.4
VOUCHER_COST = 3.0


def shop(seed: int = 21, rows: int = 2000) -> pd.DataFrame:
    """The voucher works for newcomers alone."""
    r = np.random.default_rng(seed)
    newcomer = (r.random(rows) < NEWCOMERS).astype(int)
    spent_before = r.gamma(4, 10, rows)
    voucher = (r.random(rows) < 0.5).astype(int)
    gain = np.where(newcomer == 1, FOR_NEWCOMERS, FOR_OTHERS)
    spent = 20 + 0.2 * spent_before - 4 * newcomer + gain * voucher + 6 * r.normal(size=rows)
    return pd.DataFrame(
        {
            "newcomer": newcomer,
            "spent_before": spent_before.round(2),
            "voucher": voucher,
            "spent": spent.round(2),
        }
    )


def _gap_of_the_treated(table: pd.DataFrame) -> float:
    """Those with the voucher, newcomers less others: no effect, since newcomers spend less anyway."""
    got = table[table["voucher"] == 1]
    means = got.groupby("newcomer")["spent"].mean()
    return float(means[0] - means[1])


def _gain_of_treating_all(table: pd.DataFrame) -> float:
    means = table.groupby("voucher")["spent"].mean()
    return float(means[1] - means[0] - VOUCHER_COST)


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


# ---------------- Ferries: one line of fourteen sails at night from a day on; fog keeps everybody at home

NIGHT, NIGHT_FROM, WEEKS = 9.0, 60, 90
FERRIES = (
    "Passengers of fourteen ferry lines, one row a line and week. One line sails at night, too.\n\n"
    "line: name of the ferry line (线路, Linie)\n"
    "week: number of the week, 1 to 90 (周, Woche)\n"
    "night_service: sailed at night in this week (夜航, Nachtfahrten) (1 yes, 0 no)\n"
    "passengers: thousand passengers in the week (乘客数, Fahrgäste)\n"
)


def ferries(seed: int = 8) -> pd.DataFrame:
    """All lines gain passengers over the weeks; the errors of one week hang on those of the last."""
    r = np.random.default_rng(seed)
    names = [f"Line {letter}" for letter in "ABCDEFGHIJKLMN"]
    common = np.cumsum(0.25 + 0.5 * r.normal(size=WEEKS))
    rows = []
    for place, name in enumerate(names):
        noise = np.zeros(WEEKS)
        for week in range(1, WEEKS):
            noise[week] = 0.5 * noise[week - 1] + 1.2 * r.normal()
        on = (np.arange(WEEKS) >= NIGHT_FROM) & (place == 4)
        level = 60 + 4 * r.normal() + r.uniform(0.7, 1.3) * common + noise + NIGHT * on
        for week in range(WEEKS):
            rows.append((name, week + 1, int(on[week]), round(level[week], 2)))
    return pd.DataFrame(rows, columns=["line", "week", "night_service", "passengers"])


def _before_and_after(table: pd.DataFrame) -> float:
    """The treated line alone, after less before: the growth of all lines counts as an effect."""
    own = table[table["line"] == "Line E"].groupby("night_service")["passengers"].mean()
    return float(own[1] - own[0])


# ---------------- Workshops: careful masters take the guard more often and have fewer accidents anyway

GUARD_RISK = 0.25  # a share of those who would have an accident without the guard have none with it
SHOPS = (
    "Workshops, one row each, 车间, Werkstätten. Observational.\n"
    "workshop_id: number of the workshop (车间编号, Nummer der Werkstatt)\n"
    "care: how careful the master was, index, measured before the guard (谨慎程度, Sorgfalt)\n"
    "guard: the saw got a guard (1 yes, 0 no) (护罩, Schutzhaube)\n"
    "accident: had an accident in the year after (1 yes, 0 no) (事故, Unfall)\n"
    "output: output in the year after, tonnes (产量, Leistung)\n"
)


def workshops(seed: int = 31, rows: int = 4000) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    care = r.normal(size=rows)
    guard = (r.random(rows) < 1 / (1 + np.exp(-0.9 * care))).astype(int)
    without = r.random(rows) < 1 / (1 + np.exp(0.3 + 1.6 * care))
    spared = r.random(rows) < 1 - GUARD_RISK
    accident = np.where(guard == 1, without & ~spared, without).astype(int)
    output = 50 + OF_GUARD * guard + 4 * care + 3 * r.normal(size=rows)
    return pd.DataFrame(
        {
            "workshop_id": np.arange(5001, 5001 + rows),
            "care": care.round(3),
            "guard": guard,
            "accident": accident,
            "output": output.round(2),
        }
    )


OF_GUARD = -3.0
ONE_SHOP = 5011
_ONE = workshops().iloc[ONE_SHOP - 5001]
WOULD_HAVE = float(_ONE["output"]) + OF_GUARD * (1 - 2 * float(_ONE["guard"]))


def _unadjusted_share(table: pd.DataFrame) -> float:
    risks = table.groupby("guard")["accident"].mean()
    return float(1 - risks[1] / risks[0])


def _mean_of_the_others(table: pd.DataFrame) -> float:
    """The mean of the other arm: nothing of its own is carried over."""
    own = int(table.loc[table["workshop_id"] == ONE_SHOP, "guard"].iloc[0])
    return float(table.loc[table["guard"] == 1 - own, "output"].mean())


MORE_LOANS = 0.8


LIBRARY = (
    "Readers of a city library in an A/B test of a reminder, one row each. Every reader was assigned at "
    "random, half and half, to the old reminder (control) or the new one.\n\n"
    "branch: branch of the library before the test\n"
    "loans_before: loans in the month before the test\n"
    "reminder: control or new, assigned at random (提醒, Erinnerung)\n"
    "opened: opened the reminder during the test (1 yes, 0 no)\n"
    "late_days: days late during the test\n"
    "loans: loans during the test, the primary outcome (借阅, Ausleihen)\n"
)


def library(seed: int = 41, rows: int = 3000) -> pd.DataFrame:
    """Keen readers open what they get and borrow more anyway."""
    r = np.random.default_rng(seed)
    keen = r.normal(size=rows)
    new = r.random(rows) < 0.5
    opened = (r.random(rows) < 1 / (1 + np.exp(-keen))).astype(int)
    loans = 8 + 2 * keen + MORE_LOANS * new + 1.5 * r.normal(size=rows)
    return pd.DataFrame(
        {
            "branch": r.choice(["north", "south"], rows),
            "loans_before": (8 + 2 * keen + r.normal(size=rows)).round(2),
            "reminder": np.where(new, "new", "control"),
            "opened": opened,
            "late_days": r.poisson(2, rows),
            "loans": loans.round(2),
        }
    )


def _gap_of_those_who_opened(table: pd.DataFrame) -> float:
    """By who opened it, which nobody drew."""
    means = table.groupby("opened")["loans"].mean()
    return float(means[1] - means[0])


STORE = (
    "A web shop, one row a day. Orders (订单数, Bestellungen) depend on visits and on conversion. "
    "Conversion falls with stockouts. Complaints depend on orders.\n\n"
    "day: day since the shop was opened\n"
    "stockouts: articles out of stock (缺货, ausverkaufte Artikel), percent\n"
    "visits: visits (访问量, Besuche), hundreds\n"
    "conversion: orders in a hundred visits (转化率, Kaufquote)\n"
    "orders: orders of the day (订单数, Bestellungen)\n"
    "complaints: complaints (投诉, Beschwerden)\n"
)


DAYS, BAD_DAYS = 400, 60


PER_STOCKOUT, PER_CONVERSION, PER_VISIT = -0.1, 20.0, 1.5


MORE_STOCKOUTS, FEWER_VISITS = 20.0, 10.0


THROUGH_STOCKOUTS = MORE_STOCKOUTS * PER_STOCKOUT * PER_CONVERSION  # orders a day


def store(seed: int = 41) -> pd.DataFrame:
    """In the last sixty days more is out of stock and fewer people come; orders follow both."""
    r = np.random.default_rng(seed)
    day = np.arange(1, DAYS + 1)
    bad = day > DAYS - BAD_DAYS
    stockouts = 10 + MORE_STOCKOUTS * bad + 3 * r.normal(size=DAYS)
    visits = 100 - FEWER_VISITS * bad + 5 * r.normal(size=DAYS)
    conversion = 6 + PER_STOCKOUT * (stockouts - 10) + 0.3 * r.normal(size=DAYS)
    orders = PER_CONVERSION * conversion + PER_VISIT * visits + 4 * r.normal(size=DAYS)
    complaints = 0.1 * orders + r.normal(size=DAYS)
    columns = {
        "stockouts": stockouts,
        "visits": visits,
        "conversion": conversion,
        "orders": orders,
        "complaints": complaints,
    }
    return pd.DataFrame({"day": day} | {name: values.round(3) for name, values in columns.items()})


def _whole_fall(table: pd.DataFrame) -> float:
    """All of the fall laid on one cause."""
    bad = table["day"] > DAYS - BAD_DAYS
    return float(table.loc[bad, "orders"].mean() - table.loc[~bad, "orders"].mean())


MONTHS_UNTIL = 24.0


ABOUT_STREAMING = (
    "Subscribers of a streaming service, 订阅者, Abonnenten. Observational.\n"
    "keenness: how keen they were before signing up, index (热情, Begeisterung)\n"
    "bundle: took the bundle when signing up (1 yes, 0 no) (套餐, Paket)\n"
    "months: months until cancellation or the end of the study (留存月数, Monate)\n"
    "cancelled: 1 = cancelled, 0 = still subscribed (取消, Kündigung)\n"
)


LEAVING, KEENER, BUNDLED = 0.06, 0.6, -0.5  # hazard a month; log ratios of keenness and the bundle


def mean_within(horizon: float, bundle: int) -> float:
    """Restricted mean months of the world with everybody's bundle as given, over the law of keenness."""
    keenness = np.linspace(-8, 8, 4001)
    density = np.exp(-(keenness**2) / 2)
    rate = LEAVING * np.exp(-KEENER * keenness + BUNDLED * bundle)
    return float(((1 - np.exp(-rate * horizon)) / rate * density).sum() / density.sum())


def streaming(seed: int = 5, rows: int = 3000) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    keenness = r.normal(size=rows)
    bundle = (r.random(rows) < 1 / (1 + np.exp(-keenness))).astype(int)
    rate = LEAVING * np.exp(-KEENER * keenness + BUNDLED * bundle)
    leaves = r.exponential(1 / rate)
    # Those who are less keen joined later, and have been watched for a shorter time.
    watched = 12 + 36 * r.random(rows) ** np.exp(-0.4 * keenness)
    return pd.DataFrame(
        {
            "keenness": keenness.round(3),
            "bundle": bundle,
            "months": np.minimum(leaves, watched).round(3),
            "cancelled": (leaves <= watched).astype(int),
        }
    )


def _mean_of_censored_times(table: pd.DataFrame) -> float:
    means = table.groupby("bundle")["months"].mean()
    return float(means[1] - means[0])


PER_MONTH, OF_PRESSURE, LOWERS, STAYS = 1.0, 2.0, -0.8, 0.5


SUSTAINED_TRUTH = 3 * PER_MONTH + OF_PRESSURE * LOWERS * (1 + STAYS + STAYS**2)


ABOUT_PILLS = (
    "Patients followed over three months, 病人, Patienten. Observational.\n"
    "pressure_0: pressure at the beginning of month 0 (压力, Druck)\n"
    "pill_0: took the pill in month 0 (1 yes, 0 no) (药片, Pille)\n"
    "pressure_1: pressure at the beginning of month 1 (压力, Druck)\n"
    "pill_1: took the pill in month 1 (1 yes, 0 no) (药片, Pille)\n"
    "pressure_2: pressure at the beginning of month 2 (压力, Druck)\n"
    "pill_2: took the pill in month 2 (1 yes, 0 no) (药片, Pille)\n"
    "strain: strain of the heart when the study was over (负荷, Belastung)\n"
)


def pills(seed: int = 5, rows: int = 4000) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    pressure, before, taken = r.normal(size=rows), np.zeros(rows), np.zeros(rows)
    columns = {}
    for month in range(3):
        pill = (r.random(rows) < 1 / (1 + np.exp(0.2 - 0.6 * pressure - 0.6 * before))).astype(int)
        columns |= {f"pressure_{month}": pressure.round(3), f"pill_{month}": pill}
        taken, before = taken + pill, pill
        pressure = STAYS * pressure + LOWERS * pill + r.normal(size=rows)
    strain = 50 + PER_MONTH * taken + OF_PRESSURE * pressure + r.normal(size=rows)
    return pd.DataFrame({**columns, "strain": strain.round(3)})


def _single_regression(table: pd.DataFrame) -> float:
    """All pills and all pressures in one regression: it takes away what the pills do through pressure."""
    named = [f"{name}_{month}" for name in ("pill", "pressure") for month in range(3)]
    columns = np.column_stack([np.ones(len(table)), table[named]])
    return float(np.linalg.lstsq(columns, table["strain"], rcond=None)[0][1:4].sum())


KIND_WORLDS: Mapping[str, KindWorld] = {
    "survival": KindWorld(
        table=streaming,
        description=ABOUT_STREAMING,
        slots={"treatment": "bundle", "outcome": "months", "event": "cancelled", "at": MONTHS_UNTIL},
        questions={
            "en": (
                "How much longer do subscribers stay with the bundle?",
                "How many months longer until subscribers cancel if they have the bundle?",
            ),
            "zh": ("有套餐的订阅者能多留存几个月才取消？",),
            "de": ("Wie viel länger bleiben Abonnenten mit dem Paket, bis sie kündigen?",),
        },
        figure="difference_in_mean_time",
        truth=mean_within(MONTHS_UNTIL, 1) - mean_within(MONTHS_UNTIL, 0),
        mirror=_mean_of_censored_times,
        reproduced_by=False,
    ),
    "sustained": KindWorld(
        table=pills,
        description=ABOUT_PILLS,
        slots={"treatment": "pill_0", "outcome": "strain"},
        questions={
            "en": (
                "What would happen to strain if everyone always took the pill, compared with never?",
                "How would strain differ if everyone took the pill all three months instead of never?",
            ),
            "zh": ("如果所有病人一直吃药片，而不是从不吃，负荷会怎样？",),
            "de": ("Was wäre mit der Belastung, wenn alle immer die Pille genommen hätten statt nie?",),
        },
        figure="difference",
        truth=SUSTAINED_TRUTH,
        mirror=_single_regression,
        reproduced_by=False,
    ),
    "formal": KindWorld(
        table=gym,
        description=ABOUT,
        slots={
            "premises": (
                "Given the graph X -> M, M -> Y, Z -> X, Z -> Y. Is the effect of X on Y identifiable?"
            ),
            "treatment": "X",
            "outcome": "Y",
        },
        questions={
            "en": (
                "Given the graph X -> M, M -> Y, Z -> X, Z -> Y. Is the effect of X on Y identifiable?",
                "Suppose X causes M, M causes Y, and an unobserved U affects both X and Y. "
                "Can we identify the effect of X on Y?",
            ),
            "zh": ("给定因果图X→M，M→Y，Z→X，Z→Y。X对Y的因果效应能否识别？",),
            "de": (
                "Gegeben der Graph X -> M, M -> Y, Z -> X, Z -> Y. "
                "Ist die Wirkung von X auf Y identifizierbar?",
            ),
        },
        figure=None,
        truth=None,
        mirror=None,
        reproduced_by=False,
    ),
    "attribution": KindWorld(
        table=store,
        description=STORE,
        slots={"outcome": "orders", "asked": [Condition("day", ">", DAYS - BAD_DAYS)]},
        questions={
            "en": ("Why did orders fall in the last 60 days?",),
            "zh": ("为什么最近60天订单数下降了？",),
            "de": ("Warum sind die Bestellungen in den letzten 60 Tagen gefallen?",),
        },
        figure="part_of_stockouts",
        truth=THROUGH_STOCKOUTS,
        mirror=_whole_fall,
        reproduced_by=False,
    ),
    "experiment": KindWorld(
        table=library,
        description=LIBRARY,
        slots={"treatment": "reminder", "outcome": "loans"},
        questions={
            "en": ("How did our test do?", "Did the new reminder win the A/B test?"),
            "zh": ("我们的A/B测试结果怎么样？", "这项测试有效吗？"),
            "de": ("Wie ist unser Test ausgegangen?", "Hat die neue Variante den A/B-Test gewonnen?"),
        },
        figure="effect",
        truth=MORE_LOANS,
        mirror=_gap_of_those_who_opened,
    ),
    "unit_counterfactual": KindWorld(
        table=workshops,
        description=SHOPS,
        slots={"treatment": "guard", "outcome": "output", "row": ONE_SHOP},
        questions={
            "en": (
                f"What would the output of workshop {ONE_SHOP} have been if its guard had been different?",
                f"Had workshop {ONE_SHOP} decided otherwise about the guard, what would its output be?",
            ),
            "zh": (f"如果车间{ONE_SHOP}在护罩上做了相反的选择，它的产量会是多少？",),
            "de": (
                f"Wie hoch wäre die Leistung von Werkstatt {ONE_SHOP} gewesen, wenn sie es mit der "
                "Schutzhaube anders gemacht hätte?",
            ),
        },
        figure="counterfactual",
        truth=WOULD_HAVE,
        mirror=_mean_of_the_others,
        reproduced_by=False,
    ),
    "necessity": KindWorld(
        table=workshops,
        description=SHOPS,
        slots={"treatment": "guard", "outcome": "accident", "cases": "untreated"},
        questions={
            "en": (
                "Of the accidents in workshops without a guard, what share would the guard have prevented?",
                "How many of the accidents without the guard were because there was no guard?",
            ),
            "zh": ("没有护罩的车间发生的事故中，有多少本可以因护罩而避免？",),
            "de": ("Wie viele der Unfälle ohne Schutzhaube lagen daran, dass die Schutzhaube fehlte?",),
        },
        figure="point",
        truth=1 - GUARD_RISK,
        mirror=_unadjusted_share,
        reproduced_by=False,
    ),
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
                "Um wie viel steigen die Besuche durch den Kurs?",
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
    "heterogeneity": KindWorld(
        table=shop,
        description=SHOP,
        slots={"treatment": "voucher", "outcome": "spent", "modifier": "newcomer"},
        questions={
            "en": (
                "For whom does the voucher raise the amount spent the most?",
                "Is the effect of the voucher on spent different for newcomers?",
            ),
            "zh": ("优惠券对哪些客户的消费额影响最大？", "优惠券对消费额的影响是否取决于新客户？"),
            "de": (
                "Bei wem erhöht der Gutschein die Ausgaben am meisten?",
                "Unterscheidet sich die Wirkung des Gutscheins auf die Ausgaben nach Neukunde?",
            ),
        },
        figure="difference",
        truth=FOR_OTHERS - FOR_NEWCOMERS,  # the groups in the order of their levels: 0 less 1
        mirror=_gap_of_the_treated,
        reproduced_by=False,
    ),
    "policy": KindWorld(
        table=shop,
        description=SHOP,
        slots={
            "treatment": "voucher",
            "outcome": "spent",
            "goal": "raise",
            "cost": VOUCHER_COST,
            "worth": 1.0,
        },
        questions={
            "en": (
                "Which customers should get the voucher to raise the amount spent?",
                "Whom should we give the voucher so that more is spent, if each voucher costs 3 EUR?",
            ),
            "zh": ("应该给哪些客户发优惠券才能提高消费额？",),
            "de": ("Wem sollten wir den Gutschein geben, damit die Ausgaben steigen?",),
        },
        figure="gain_over_nobody",
        truth=NEWCOMERS * (FOR_NEWCOMERS - VOUCHER_COST),
        mirror=_gain_of_treating_all,
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
    "series": KindWorld(
        table=ferries,
        description=FERRIES,
        slots={"treatment": "night_service", "outcome": "passengers"},
        questions={
            "en": (
                "How many passengers would Line E have had if the night service had never started?",
                "Did the level or the trend of passengers change when the night service began?",
                "How many weeks did it take until the night service had its full effect on passengers?",
            ),
            "zh": (
                "如果没有夜航，Line E 的乘客数走势本来会怎样？",
                "没有夜航的话，Line E 后来的乘客数曲线会是什么样？",
            ),
            "de": ("Wie hätten sich die Fahrgäste von Line E ohne die Nachtfahrten entwickelt?",),
        },
        figure="average_effect",
        truth=NIGHT,
        mirror=_before_and_after,
        reproduced_by=False,
    ),
}
