"""Small simulated tables for the golden answers, each with words that say how the data came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests import worlds
from tests.assistant import design_worlds, follow_up_turns
from ui.examples import EXAMPLES


@dataclass(frozen=True)
class Told:
    """A table and what a person says about it."""

    frame: pd.DataFrame
    description: str


def trial(rows: int = 600) -> Told:
    """A coin toss; pain is a number, relapse yes or no, visits a count."""
    rng = np.random.default_rng(21)
    age, sex = rng.normal(50, 12, rows).round(), rng.choice(["female", "male"], rows)
    before = rng.normal(60, 10, rows)
    drug = rng.integers(0, 2, rows)
    pain = before - (6.0 + 3.0 * (sex == "female")) * drug + 0.1 * age + rng.normal(0, 6, rows)
    relapse = rng.random(rows) < worlds.chance_of(-0.4 - 0.8 * drug + 0.02 * (age - 50))
    visits = rng.poisson(np.exp(1.2 - 0.4 * drug + 0.01 * (age - 50)))
    frame = pd.DataFrame(
        {
            "drug": drug, "pain_after": pain.round(1), "relapse": relapse.astype(int), "visits": visits,
            "age": age, "sex": sex, "pain_before": before.round(1),
        }
    )  # fmt: skip
    return Told(
        frame,
        "A randomised trial: a coin toss decided who got the drug and who got a placebo. Age, sex and "
        "pain_before were recorded before the drug; pain_after, relapse and visits were measured a year "
        "after it.\n"
        "drug: 1 = was given the drug, 0 = placebo\npain_after: pain a year after the drug, points\n"
        "relapse: 1 = had a relapse in the year after the drug\n"
        "visits: number of visits to the doctor in the year after the drug\n"
        "age: age in years, before the drug\nsex: sex of the patient\n"
        "pain_before: pain before the drug, points\n",
    )


def arms(rows: int = 600) -> Told:
    """Three arms by lot."""
    rng = np.random.default_rng(22)
    dose = rng.choice(["none", "half", "full"], rows)
    age = rng.normal(40, 10, rows).round()
    gain = np.select([dose == "half", dose == "full"], [2.0, 5.0], 0.0)
    frame = pd.DataFrame({"dose": dose, "yield_kg": (30 + gain + 0.1 * age + rng.normal(0, 4, rows)).round(2),
                          "plot_age": age})  # fmt: skip
    return Told(
        frame,
        "A field experiment. The dose of fertiliser was assigned to the plots at random, by drawing lots. "
        "plot_age was recorded before.\n"
        "dose: dose of fertiliser: none, half or full, assigned at random\n"
        "yield_kg: harvest after the season, kg\nplot_age: age of the plot in years, before the season\n",
    )


def villages() -> Told:
    """Whole villages by lot."""
    frame = worlds.cluster_randomised(clusters=40, size=15).frame
    frame = frame.rename(columns={"treated": "meals", "outcome": "attendance", "school": "village"})
    return Told(
        frame,
        "Villages were allocated to free school meals by random draw; every pupil of a village has the same "
        "meals.\nmeals: 1 = the village was drawn for free meals\n"
        "attendance: attendance in the year after, index\nvillage: village of the pupil\n",
    )


def subsidy(rows: int = 600) -> Told:
    frame = design_worlds.trial("subsidy", "savings", ["age", "female"], rows)(np.random.default_rng(23))
    rng = np.random.default_rng(24)
    frame["opened"] = (rng.random(rows) < 0.3 + 0.2 * frame["subsidy"]).astype(int)
    return Told(
        frame,
        "数据来自一项随机试验：农户通过抛硬币被随机分配到补贴组或对照组。年龄和性别在分配之前记录，"
        "储蓄和开户在一年之后记录。\n"
        "subsidy: 补贴，1表示获得补贴，由抛硬币随机分配\nsavings: 储蓄，一年后的储蓄，元\n"
        "opened: 开户，1表示一年内开了银行账户\nage: 户主年龄，补贴之前记录\n"
        "female: 户主为女性，补贴之前记录\n",
    )


def story(name: str, rows: int = 500) -> Told:
    """The tables of the follow-up tests: shop, clinic, school, staff (Chinese)."""
    return Told(follow_up_turns.table(name, rows), follow_up_turns.DESCRIPTIONS[name])


def plans(rows: int = 700) -> Told:
    """Customers choose one of three plans by age and income; calls is a count."""
    rng = np.random.default_rng(25)
    age, income = rng.normal(45, 12, rows).round(), rng.normal(40, 8, rows).round(1)
    lean = 0.04 * (age - 45) + 0.08 * (income - 40) + rng.normal(0, 1, rows)
    plan = np.select([lean < -0.5, lean < 0.6], ["basic", "silver"], "gold")
    spend = 100 + np.select([plan == "silver", plan == "gold"], [10.0, 25.0], 0.0) + income
    calls = rng.poisson(np.exp(0.8 + 0.3 * (plan == "gold") + 0.01 * (age - 45)))
    frame = pd.DataFrame({"plan": plan, "spend": (spend + rng.normal(0, 8, rows)).round(2), "calls": calls,
                          "age": age, "income": income})  # fmt: skip
    return Told(
        frame,
        "Records of customers, who chose their plan themselves. Age and income were asked before the plan "
        "was chosen; spend and calls were measured after the plan was chosen.\n"
        "plan: the plan that the customer chose: basic, silver or gold\n"
        "spend: money spent in the year after the plan was chosen, EUR\n"
        "calls: number of calls to the hotline in the year after the plan was chosen\n"
        "age: age in years, asked before the choice\n"
        "income: income, thousand EUR, asked before the choice\n",
    )


def price_zh(rows: int = 500) -> Told:
    """Price set after season and costs are known."""
    rng = np.random.default_rng(26)
    season, cost = rng.choice(["旺季", "淡季"], rows), rng.normal(6, 1, rows).round(2)
    price = 4 + cost + 1.0 * (season == "旺季") + rng.normal(0, 1, rows)
    sales = 300 - 9 * price + 30 * (season == "旺季") + 4 * cost + rng.normal(0, 12, rows)
    frame = pd.DataFrame({"价格": price.round(2), "销量": sales.round(), "季节": season, "成本": cost})
    return Told(
        frame,
        "小店每周的记录。季节和成本在定价之前就已知道；销量在定价之后记录。\n"
        "价格: 当周的价格，元\n销量: 当周的销量，件\n季节: 当周的季节，定价之前已知\n"
        "成本: 每件的成本，元，定价之前已知\n",
    )


def lottery(rows: int = 900) -> Told:
    """An invitation by lot, which not everybody follows."""
    frame = design_worlds.instrumented("course", "pay", "invited", ["age", "female"], rows)(
        np.random.default_rng(27)
    )
    return Told(
        frame,
        "A lottery decided who was invited to a course; not everybody who was invited attended, and people "
        "decided themselves. Motivation was not measured and matters for both attending and pay. The "
        "invitation affects pay only through the course, and is used as an instrument for it.\n"
        "invited: 1 = was drawn in the lottery and invited; the instrument for course\n"
        "course: 1 = attended the course\npay: monthly pay a year after the course\n"
        "age: age in years, recorded before the lottery\nfemale: 1 = woman, recorded before the lottery\n",
    )


def distance(rows: int = 900) -> Told:
    """Schooling moved by the distance to a college and by a lottery of grants."""
    frame = worlds.instrument(rows=rows, strength=0.8, several=True).frame.round(3)
    return Told(
        frame,
        "A survey of adults. Ability was not measured. Distance from home to the nearest college is used as "
        "an instrument for schooling, and so is a lottery of grants. Family income was recorded in "
        "childhood.\n"
        "schooling: years of schooling\nwage: hourly wage at age 30\n"
        "distance: standardised distance to the nearest college in childhood, an instrument for schooling\n"
        "lottery: 1 = won a grant in a lottery, an instrument for schooling\n"
        "income: family income in childhood, before schooling\n",
    )


def lottery_zh(rows: int = 900) -> Told:
    frame = design_worlds.instrumented("attended", "wage", "invited", ["age", "male"], rows)(
        np.random.default_rng(28)
    )
    return Told(
        frame,
        "符合条件的工人通过抽签决定是否收到培训邀请，但并非所有受邀者都参加，是否参加由本人决定。"
        "邀请作为参加培训的工具变量。年龄和性别在抽签之前记录。\n"
        "invited: 是否通过抽签获得邀请，是参加培训的工具变量\nattended: 参加培训，1表示实际参加了培训\n"
        "wage: 工资，一年后的月工资，元\nage: 年龄，抽签之前记录\nmale: 男性，抽签之前记录\n",
    )


def tar(rows: int = 900) -> Told:
    """The whole effect of smoking runs through tar; a hidden gene causes both ends."""
    frame = design_worlds.through("smoking", "tar", "cough", ["age", "male"], rows)(np.random.default_rng(29))
    return Told(
        frame,
        "A survey. Smoking acts on cough only through tar in the lungs: tar is the mechanism that carries "
        "the whole effect. A gene that was not measured affects smoking and cough, and not tar. Age and male "
        "were recorded before people took up smoking.\n"
        "smoking: 1 = smokes\ntar: tar in the lungs, mg, the mediator between smoking and cough\n"
        "cough: index of cough, measured last\nage: age in years, recorded before smoking\n"
        "male: 1 = man, recorded before smoking\n",
    )


def tar_zh(rows: int = 900) -> Told:
    """The same in Chinese."""
    frame = tar(rows).frame
    return Told(
        frame,
        "一项调查。吸烟只通过肺里的焦油影响咳嗽：焦油是传递全部效应的中介。有一种没有测量的基因同时影响吸烟和咳嗽，"
        "但不影响焦油。年龄和性别在吸烟之前记录。\n"
        "smoking: 吸烟，1表示吸烟\ntar: 焦油，肺里的焦油，毫克，是吸烟与咳嗽之间的中介\n"
        "cough: 咳嗽，咳嗽指数，最后测量\nage: 年龄，岁，吸烟之前记录\nmale: 男性，吸烟之前记录\n",
    )


def two_paths(rows: int = 1200) -> Told:
    frame = worlds.front_door(rows=rows).frame.round(3)
    return Told(
        frame,
        "Smoking acts on the outcome through tar and inflammation only. A gene that was not measured affects "
        "smoking and outcome. Age was recorded before smoking.\nsmoking: 1 = smokes\n"
        "tar: tar, after smoking\ninflammation: inflammation, after smoking\n"
        "outcome: outcome, measured last\nage: age, standardised, recorded before smoking\n",
    )


def tax(units: int = 250) -> Told:
    """Two cities, before and after one of them taxed sugar."""
    frame = design_worlds.before_after("taxed_city", "soda", "after", "shop", ["floor_area"], units)(
        np.random.default_rng(30)
    )
    return Told(
        frame,
        "Shops in two cities, surveyed before and after one of them started to tax sugar; the other city is "
        "the comparison group.\nshop: shop number\nafter: 1 = second survey, after the tax began\n"
        "taxed_city: 1 = shop in the city with the tax\nsoda: litres of soda sold\n"
        "floor_area: size of the shop, fixed before both surveys\n",
    )


def lanes() -> Told:
    frame = design_worlds.staggered("lanes", "accidents", "year", "town_id", ["traffic"], units=40)(
        np.random.default_rng(31)
    )
    return Told(
        frame,
        "A panel of towns. Towns built protected bike lanes in different years, some of them never.\n"
        "town_id: number of the town\nyear: year\n"
        "lanes: 1 from the year in which the town built bike lanes\n"
        "accidents: accidents index in that year\ntraffic: traffic index\n",
    )


def jobs(rows: int = 900) -> Told:
    frame = worlds.two_by_two(rows=rows).frame.round(3)
    return Told(
        frame,
        "Restaurants of two states, asked before (2001) and after (2002) one state raised the minimum wage.\n"
        "state: 1 = restaurant in the state that raised the minimum wage\nyear: year of the interview\n"
        "jobs: number of full-time jobs\nsize: size of the restaurant, fixed before\n",
    )


def ban_zh() -> Told:
    frame = design_worlds.staggered("policy", "pm25", "year", "city_id", ["gdp"], units=40)(
        np.random.default_rng(32)
    )
    return Told(
        frame,
        "面板数据，各城市在不同年份分批实施限行政策，有的城市从未实施。\n"
        "city_id: 城市编号\nyear: 年份\npolicy: 限行政策，1表示当年已实施限行\n"
        "pm25: 污染指数，当年的污染\ngdp: 人均产值\n",
    )


def scholarship(rows: int = 900, fuzzy: bool = False) -> Told:
    build = design_worlds.cutoff_world("scholarship", "grade", "exam", 70, ["age", "rural"], rows=rows,
                                       fuzzy=fuzzy)  # fmt: skip
    got = (
        "most of those who scored 70 or higher, and few others," if fuzzy else "those who scored 70 or higher"
    )
    return Told(
        build(np.random.default_rng(33)),
        f"Applicants took an entrance exam; {got} received a scholarship. The cutoff is 70 points. Age and "
        "rural were recorded before the exam.\nexam: score in the entrance exam, points\n"
        "scholarship: 1 = received the scholarship\n"
        "grade: average grade after four years\n"
        "age: age at the exam\nrural: 1 = from a village, recorded before the exam\n",
    )


def transfer(rows: int = 900) -> Told:
    build = design_worlds.cutoff_world("transfer", "food_spend", "poverty_index", 34, ["household_size"],
                                       below=True, rows=rows)  # fmt: skip
    return Told(
        build(np.random.default_rng(34)),
        "Households with a poverty index below 34 get a cash transfer, the others do not. The size of the "
        "household was recorded before.\npoverty_index: poverty index, measured before the transfer\n"
        "transfer: 1 = gets the cash transfer\nfood_spend: spending on food in the year after, EUR\n"
        "household_size: size of the household, before the transfer\n",
    )


def cutoff_zh(rows: int = 900) -> Told:
    build = design_worlds.cutoff_world("award", "income", "score", 60, ["age"], rows=rows)
    return Told(
        build(np.random.default_rng(35)),
        "考试成绩达到60分及以上的学生获得奖学金，60分以下的没有。年龄在考试之前记录。\n"
        "score: 考试成绩，分\naward: 奖学金，1表示获得奖学金\nincome: 收入，毕业后的月收入，百元\n"
        "age: 年龄，考试之前记录\n",
    )


def confounded(rows: int = 800) -> Told:
    """Effects that grow with age, so ATE, ATT and ATC differ."""
    frame = worlds.confounded_binary(rows=rows).frame.round(3)
    return Told(
        frame,
        "Patients and their doctors chose the treatment. Age and region were recorded before it.\n"
        "treated: 1 = was treated\noutcome: score a year after\nage: age in years, before treatment\n"
        "region: region of the patient, before treatment\n",
    )


def yes_no(rows: int = 900) -> Told:
    frame = worlds.confounded_yes_no_outcome(rows=rows).frame.round(3)
    return Told(
        frame,
        "Patients and their doctors chose the treatment. Risk was recorded before it.\n"
        "treated: 1 = was treated\noutcome: 1 = recovered within a year after\n"
        "risk: risk score, before treatment\n",
    )


def hardly_treated() -> Told:
    """One row in one arm."""
    told = confounded()
    treated = told.frame["treated"] == 1
    return Told(told.frame[~treated | (treated.cumsum() <= 1)].reset_index(drop=True), told.description)


def quit_smoking() -> Told:
    example = EXAMPLES["quit-smoking"]
    return Told(example.load(), example.describe())


def apart(rows: int = 400) -> Told:
    """Hardly anybody to compare with."""
    frame = worlds.no_overlap(rows=rows).frame.round(3)
    return Told(
        frame,
        "Who was treated was decided by the score, which was known before.\ntreated: 1 = was treated\n"
        "outcome: health a year after\nscore: score, recorded before the treatment\n",
    )
