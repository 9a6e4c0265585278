"""Four tables of our own and what people say after a first answer; a quarter of the turns in Chinese.

Each turn is (table, what is said, what it should come to), the last as `told(turn)` writes it. `LATER` was
written with them and looked at once, after the cues were done: see `test_conversation.py` for its first
score.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from assistant.conversation.turns import Turn


def told(turn: Turn) -> str:
    """A turn in one line: "population sex == female", "contrast 5 -> 10", "view why_adjust age", "new"."""
    if turn.change is None:
        return " ".join([turn.kind, turn.view, *turn.columns]).strip().replace("  ", " ")
    change = turn.change
    parts = [change.part, change.name, *change.columns, *map(str, change.conditions)]
    if change.low is not None or change.high is not None:
        parts.append(f"{change.low} -> {change.high}")
    if change.step is not None:
        parts.append(f"{change.step:+g}")
    if change.relative_step is not None:
        parts.append(f"{change.relative_step:+.0%}")
    return " ".join(part for part in parts if part)


def _shop(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    season = rng.choice(["winter", "spring", "summer"], rows)
    region = rng.choice(["north", "south"], rows)
    size = rng.normal(400.0, 80.0, rows)
    rival = rng.normal(9.0, 1.0, rows)
    price = 3.0 + 0.6 * rival + 0.8 * (season == "summer") + 0.002 * size + rng.normal(0.0, 1.0, rows)
    advertising = rng.gamma(2.0, 50.0, rows)
    sales = 200.0 - 9.0 * price + 25.0 * (season == "summer") + 0.1 * size + 0.05 * advertising
    sales = sales + 4.0 * rival + rng.normal(0.0, 12.0, rows)
    return pd.DataFrame(
        {
            "price": price.round(2), "advertising": advertising.round(), "sales": sales.round(1),
            "revenue": (price * sales).round(1), "season": season, "region": region,
            "store_size": size.round(), "competitor_price": rival.round(2),
        }
    )  # fmt: skip


def _clinic(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    age = rng.integers(20, 90, rows)
    sex = rng.choice(["female", "male"], rows)
    smoker = rng.integers(0, 2, rows)
    severity = rng.normal(5.0, 1.5, rows)
    drug = (rng.random(rows) < 1 / (1 + np.exp(-0.5 * (severity - 5.0) - 0.02 * (age - 55)))).astype(int)
    days = 20.0 + 2.0 * severity + 0.1 * age - 4.0 * drug + 1.5 * smoker + rng.normal(0.0, 3.0, rows)
    relapse = (rng.random(rows) < 1 / (1 + np.exp(1.0 - 0.3 * (severity - 5.0) + 0.8 * drug))).astype(int)
    return pd.DataFrame(
        {
            "drug": drug, "recovery_days": days.round(1), "relapse": relapse, "age": age, "sex": sex,
            "smoker": smoker, "severity": severity.round(2), "hospital": rng.choice(["city", "rural"], rows),
        }
    )  # fmt: skip


def _school(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    income = rng.normal(40.0, 10.0, rows)
    educ = rng.integers(8, 18, rows)
    gender = rng.choice(["girl", "boy"], rows)
    hours = np.clip(0.1 * income + 0.1 * educ + rng.normal(0.0, 2.0, rows), 0.0, None)
    score = 40.0 + 1.5 * hours + 0.4 * income + 0.8 * educ + rng.normal(0.0, 8.0, rows)
    absences = rng.poisson(np.clip(10.0 - 0.5 * hours, 1.0, None))
    return pd.DataFrame(
        {
            "tutoring_hours": hours.round(1), "test_score": score.round(1), "absences": absences,
            "family_income": income.round(1), "parent_education": educ, "gender": gender,
            "grade": rng.integers(5, 10, rows), "private_school": rng.integers(0, 2, rows),
        }
    )  # fmt: skip


def _staff(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    age = rng.integers(22, 60, rows)
    tenure = rng.integers(0, 20, rows)
    degree = rng.choice(["高中", "本科", "硕士"], rows)
    trained = (rng.random(rows) < 1 / (1 + np.exp(0.05 * (age - 40) - 0.5 * (degree == "硕士")))).astype(int)
    pay = 5000.0 + 600.0 * trained + 60.0 * age + 900.0 * (degree == "硕士") + rng.normal(0.0, 700.0, rows)
    left = (rng.random(rows) < 1 / (1 + np.exp(1.0 + 0.5 * trained + 0.03 * (age - 40)))).astype(int)
    return pd.DataFrame(
        {
            "培训": trained, "工资": pay.round(), "离职": left, "年龄": age, 
            "性别": rng.choice(["男", "女"], rows),
            "学历": degree, "工龄": tenure, "部门": rng.choice(["销售", "研发"], rows),
        }
    )  # fmt: skip


DESCRIPTIONS = {
    "shop": """Weekly figures of small shops. Season, region, store size and the competitor's price were
known before the price was set.
price: price of a bottle in EUR
advertising: advertising budget in EUR, set before the week
sales: bottles sold in the week
revenue: money taken after the price was set, EUR
season: season of the week, known before
region: where the shop is
store_size: floor area in square metres
competitor_price: what the shop next door asks, EUR, known beforehand
""",
    "clinic": """Patients of two hospitals. Age, sex, smoking and severity were recorded at admission, before
the drug.
drug: 1 = got the drug
recovery_days: days until recovery
relapse: 1 = fell ill again in the year after the drug
age: age in years at admission
sex: sex of the patient
smoker: 1 = smokes
severity: severity of the illness at admission
hospital: hospital of admission
""",
    "school": """Pupils of some schools. Income, education of the parents, gender and grade are from before
the tutoring.
tutoring_hours: hours of tutoring per week
test_score: points in the final test
absences: days missed after the tutoring began
family_income: income of the family, thousand EUR, before the school year
parent_education: years of education of the parents
gender: gender of the pupil
grade: school grade
private_school: 1 = private school
""",
    "staff": """某公司员工的记录。年龄、性别、学历、工龄和部门都在培训之前记录。
培训: 1 = 参加了培训
工资: 一年后的月工资，元
离职: 1 = 培训后一年内离职
年龄: 培训前的年龄，岁
性别: 员工的性别
学历: 培训前的学历
工龄: 培训前的工作年数
部门: 所在部门
""",
}

FIRST = {
    "shop": "What is the effect of price on sales?",
    "clinic": "What is the effect of the drug on recovery days?",
    "school": "What is the effect of tutoring hours on the test score?",
    "staff": "培训对工资有什么影响？",
}


def table(name: str, rows: int = 1500) -> pd.DataFrame:
    """The table `name`, simulated anew with the same seed."""
    makers = {"shop": _shop, "clinic": _clinic, "school": _school, "staff": _staff}
    return makers[name](np.random.default_rng(11), rows)


TURNS: list[tuple[str, str, str]] = [
    ("clinic", "and for women only?", "population sex == female"),
    ("clinic", "What about men?", "population sex == male"),
    ("clinic", "for people over 60", "population age > 60"),
    ("clinic", "only smokers please", "population smoker == 1"),
    ("clinic", "and among non-smokers?", "population smoker == 0"),
    ("clinic", "now everybody again", "everybody"),
    ("shop", "How does it look in the south?", "population region == south"),
    ("shop", "just in summer", "population season == summer"),
    ("school", "and what is it for girls?", "population gender == girl"),
    ("school", "does that hold for private schools too?", "population private_school == 1"),
    ("school", "back to all pupils", "everybody"),
    ("clinic", "for those who actually got it", "estimand ATT"),
    ("shop", "from 5 to 10 instead", "contrast 5.0 -> 10.0"),
    ("shop", "what if it were 20% instead?", "contrast +20%"),
    ("shop", "And if we cut the price by 10%?", "contrast -10%"),
    ("shop", "make that 2 euros more", "contrast +2"),
    ("school", "what about going from 2 to 6 hours?", "contrast 2.0 -> 6.0"),
    ("school", "and with 3 more hours?", "contrast +3"),
    ("shop", "what about revenue?", "outcome revenue"),
    ("clinic", "And the effect on relapse?", "outcome relapse"),
    ("school", "what does it do to absences?", "outcome absences"),
    ("school", "same question for absences", "outcome absences"),
    ("shop", "what if we changed advertising instead?", "treatment advertising"),
    ("shop", "use advertising as the cause instead of price", "treatment advertising"),
    ("school", "leave income out", "leave_out family_income"),
    ("clinic", "don't adjust for age", "leave_out age"),
    ("clinic", "and without adjusting for severity?", "leave_out severity"),
    ("shop", "ignore the season", "leave_out season"),
    ("clinic", "also adjust for hospital", "adjust hospital"),
    ("shop", "control for region as well", "adjust region"),
    ("shop", "assume price was set at random", "design randomised"),
    ("clinic", "treat it as a randomised experiment", "design randomised"),
    ("shop", "use the regression estimate", "estimator linear_regression"),
    ("clinic", "use the matching estimate", "estimator propensity_matching"),
    ("clinic", "try inverse probability weighting", "estimator ipw"),
    ("clinic", "why did you adjust for age?", "view why_adjust age"),
    ("school", "Why didn't you adjust for absences?", "view why_adjust absences"),
    ("shop", "why not just compare the averages?", "view why_design"),
    ("shop", "how sure are you?", "view sure"),
    ("clinic", "is it significant?", "view sure"),
    ("clinic", "which check failed?", "view checks"),
    ("shop", "what could be wrong?", "view wrong"),
    ("shop", "show the code", "view code"),
    ("school", "say it for my manager", "view manager"),
    ("school", "can you put that in simple words?", "view manager"),
    ("clinic", "undo that", "undo"),
    ("shop", "and without the last change", "undo"),
    ("clinic", "Does smoking raise the risk of relapse?", "new"),
    ("staff", "用中文说", "view language zh"),
    ("staff", "只看女性呢？", "population 性别 == 女"),
    ("staff", "40岁以上的人呢？", "population 年龄 >= 40"),
    ("staff", "所有人呢？", "everybody"),
    ("staff", "对离职有什么影响？", "outcome 离职"),
    ("staff", "为什么要调整年龄？", "view why_adjust 年龄"),
    ("staff", "不要调整学历", "leave_out 学历"),
    ("staff", "假设培训是随机分配的", "design randomised"),
    ("staff", "你有多大把握？", "view sure"),
    ("staff", "给我看代码", "view code"),
    ("staff", "撤销", "undo"),
    ("staff", "可能有什么问题？", "view wrong"),
]

# Said so that nothing safe can be done: the right turn is a question back.
UNCLEAR: list[tuple[str, str, str]] = [
    ("clinic", "what about the weather?", "ask_back"),
    ("shop", "hmm, interesting", "ask_back"),
    ("clinic", "leave blood pressure out", "ask_back"),
    ("school", "and for left-handed pupils?", "ask_back"),
    ("staff", "那天气呢？", "ask_back"),
    ("shop", "use the quantum estimate", "ask_back"),
]

LATER: list[tuple[str, str, str]] = [
    ("clinic", "Is it the same for females?", "population sex == female"),
    ("school", "how about boys?", "population gender == boy"),
    ("shop", "restrict it to the north", "population region == north"),
    ("clinic", "patients under 40 only", "population age < 40"),
    ("clinic", "drop the filter", "everybody"),
    ("shop", "suppose it went from 6 to 9", "contrast 6.0 -> 9.0"),
    ("school", "one hour more, say", "contrast +1"),
    ("clinic", "how does it affect relapse?", "outcome relapse"),
    ("school", "take parent education out of the model", "leave_out parent_education"),
    ("shop", "add region to the adjustment set", "adjust region"),
    ("clinic", "pretend the drug had been randomly assigned", "design randomised"),
    ("clinic", "what was the reason for adjusting for severity?", "view why_adjust severity"),
    ("shop", "how confident can I be in this?", "view sure"),
    ("shop", "did any check fail?", "view checks"),
    ("school", "give me the script", "view code"),
    ("school", "explain it to a non-technical person", "view manager"),
    ("clinic", "go back one step", "undo"),
    ("staff", "那男员工呢？", "population 性别 == 男"),
    ("staff", "结果显著吗？", "view sure"),
    ("staff", "用简单的话说给老板听", "view manager"),
]
