"""Worlds that the level of doubt is fitted on, over many fields of life.

They were written by somebody who knows the code: what they say of it is no measure of it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.worlds.interface import Random, Worlds, coin, logistic

TRAIN = Worlds()
Drawn = tuple[pd.DataFrame, float]


# ---------------------------------------------------------------- clean: experiments


@TRAIN.clean(
    "trial of a leaflet",
    "Does the leaflet raise the number of visits to the museum?",
    """The tourist office gave a leaflet to every second guest, drawn by lot.
    leaflet: 1 = was handed the leaflet. age: years. nights: nights booked before arrival.
    visits: visits to the museum during the stay.""",
)
def trial_of_a_leaflet(r: Random) -> Drawn:
    n = 900
    age, nights, t = r.normal(45, 14, n).round(), r.poisson(4, n), coin(r, 0.5, n)
    visits = r.poisson(np.exp(0.1 + 0.05 * nights + 0.25 * t))
    truth = float(np.mean(np.exp(0.1 + 0.05 * nights) * (np.exp(0.25) - 1)))
    return pd.DataFrame({"leaflet": t, "age": age, "nights": nights, "visits": visits}), truth


@TRAIN.clean(
    "trial with unequal arms as planned",
    "Does the soil additive increase the weight of the tomatoes?",
    """A nursery drew one plant in three at random for the additive. additive: 1 = got it.
    height_may: height in cm before. weight: harvested tomatoes in kg.""",
)
def trial_with_unequal_arms_as_planned(r: Random) -> Drawn:
    n = 700
    height, t = r.normal(40, 6, n), coin(r, 1 / 3, n)
    weight = 2 + 0.05 * height + 0.35 * t + r.normal(0, 0.7, n)
    return pd.DataFrame({"additive": t, "height_may": height.round(1), "weight": weight.round(2)}), 0.35


@TRAIN.clean(
    "trial without effect",
    "Does the breathing exercise shorten the time to fall asleep?",
    """Volunteers were randomised to an app with or without a breathing exercise (exercise: 1 = with).
    latency_before: minutes to fall asleep in the week before. latency: minutes in the week after.
    coffee: cups a day.""",
)
def trial_without_effect(r: Random) -> Drawn:
    n = 500
    before, coffee, t = r.gamma(4, 6, n), r.poisson(2, n), coin(r, 0.5, n)
    after = 0.6 * before + 2 * coffee + r.normal(8, 7, n)
    frame = {"exercise": t, "latency_before": before.round(), "coffee": coffee, "latency": after.round()}
    return pd.DataFrame(frame), 0.0


@TRAIN.clean(
    "German trial",
    "Erhöht die Erinnerung per SMS die Zahl der zurückgegebenen Bücher?",
    """Die Stadtbibliothek hat per Los entschieden, wer eine SMS bekommt. sms: 1 = hat eine SMS bekommen.
    alter: Alter in Jahren. ausgeliehen: Zahl der Bücher, die vorher ausgeliehen waren. zurueck:
    zurückgegebene Bücher.""",
)
def german_trial(r: Random) -> Drawn:
    n = 800
    age, out, t = r.integers(10, 80, n), 4 + r.poisson(5, n), coin(r, 0.5, n)
    back = r.binomial(out, np.where(t == 1, 0.65, 0.5))
    truth = 0.15 * float(out.mean())
    return pd.DataFrame({"sms": t, "alter": age, "ausgeliehen": out, "zurueck": back}), truth


# ---------------------------------------------------------------- clean: adjustment


@TRAIN.clean(
    "cycling lessons",
    "Do cycling lessons lower the number of accidents?",
    """Cyclists decided themselves whether to take lessons. lessons: 1 = took lessons last year.
    age: years when the year began. km: kilometres ridden in the year before. helmet: 1 = wore a helmet
    before.
    accidents: accidents in the year after the lessons. Who takes lessons depends on age and kilometres
    only.""",
)
def cycling_lessons(r: Random) -> Drawn:
    n = 2000
    age, km = r.normal(40, 13, n), r.gamma(3, 400, n)
    helmet = coin(r, logistic(0.03 * (age - 40)))
    t = coin(r, logistic(-0.4 + 0.04 * (age - 40) - 0.0005 * (km - 1200)))
    accidents = 1.4 + 0.0008 * km - 0.012 * (age - 40) - 0.3 * t + r.normal(0, 0.8, n)
    frame = {"lessons": t, "age": age.round(), "km": km.round(), "helmet": helmet}
    return pd.DataFrame(frame | {"accidents": accidents.round(2)}), -0.3


@TRAIN.clean(
    "organic feed",
    "How much more milk do cows give on organic feed?",
    """One row a cow. organic: 1 = fed organically since January. breed: A, B or C. age: age in years in
    January.
    yield_before: litres a day in December, before the feed was chosen. milk: litres a day in March.
    Farmers chose the feed by breed, age and the yield before.""",
)
def organic_feed(r: Random) -> Drawn:
    n = 1500
    breed, age = r.integers(0, 3, n), r.uniform(2, 9, n)
    before = 20 + np.array([0, 3, -2])[breed] - 0.4 * age + r.normal(0, 3, n)
    t = coin(r, logistic(np.array([0.5, -0.5, 0])[breed] + 0.15 * (before - 19)))
    milk = 4 + 0.75 * before - 0.3 * age + 1.2 * t + r.normal(0, 2, n)
    frame = {"organic": t, "breed": np.array(list("ABC"))[breed], "age": age.round(1)}
    return pd.DataFrame(frame | {"yield_before": before.round(1), "milk": milk.round(1)}), 1.2


@TRAIN.clean(
    "curved age",
    "Does the hearing aid raise well-being?",
    """hearing_aid: 1 = wears one. age: years at the first interview. income: euros a month at the first
    interview.
    wellbeing: score from 0 to 100 a year later. People get an aid by age and income.""",
)
def curved_age(r: Random) -> Drawn:
    n = 2500
    age, income = r.uniform(40, 90, n), r.gamma(4, 600, n)
    t = coin(r, logistic(1.2 - ((age - 68) / 12) ** 2 + 0.0003 * (income - 2400)))
    well = 60 - 0.02 * (age - 68) ** 2 + 0.002 * income + 4 * t + r.normal(0, 9, n)
    frame = {"hearing_aid": t, "age": age.round(), "income": income.round()}
    return pd.DataFrame(frame | {"wellbeing": well.round(1)}), 4.0


@TRAIN.clean(
    "price of a ticket",
    "By how much do ticket sales fall when the price rises by one euro?",
    """One row a concert. price: price of the ticket in euros, set weeks before. fame: followers of the
    artist in
    thousands when the price was set. weekend: 1 = on a weekend. seats_sold: tickets sold.""",
)
def price_of_a_ticket(r: Random) -> Drawn:
    n = 900
    fame, weekend = r.gamma(2, 40, n), coin(r, 0.4, n)
    price = 20 + 0.08 * fame + 3 * weekend + r.normal(0, 4, n)
    sold = 300 + 1.5 * fame + 60 * weekend - 6 * price + r.normal(0, 40, n)
    frame = {"price": price.round(2), "fame": fame.round(1), "weekend": weekend}
    return pd.DataFrame(frame | {"seats_sold": sold.round()}), -6.0


@TRAIN.clean(
    "Chinese tutoring",
    "课后辅导能提高期末成绩吗？",
    """每行一名学生。tutoring：1 = 参加课后辅导（学生自愿报名）。pre_score：辅导之前的期中成绩。
    parent_edu：父母受教育年限（辅导之前）。final_score：期末成绩。报名只取决于期中成绩和父母受教育年限。""",
)
def chinese_tutoring(r: Random) -> Drawn:
    n = 1500
    pre, edu = r.normal(70, 10, n), r.integers(6, 20, n)
    t = coin(r, logistic(-0.06 * (pre - 70) + 0.1 * (edu - 12)))
    final = 15 + 0.8 * pre + 0.3 * edu + 3 * t + r.normal(0, 6, n)
    frame = {"tutoring": t, "pre_score": pre.round(1), "parent_edu": edu, "final_score": final.round(1)}
    return pd.DataFrame(frame), 3.0


@TRAIN.clean(
    "no effect with confounding",
    "Does the premium fuel reduce consumption?",
    """premium: 1 = the driver buys premium fuel. engine: litres of displacement. car_age: years when
    the survey began.
    consumption: litres per 100 km over the following months. Drivers of larger and newer cars buy
    premium.""",
)
def no_effect_with_confounding(r: Random) -> Drawn:
    n = 1200
    engine, age = r.gamma(8, 0.22, n), r.uniform(0, 15, n)
    t = coin(r, logistic(1.5 * (engine - 1.8) - 0.15 * (age - 7)))
    used = 3 + 2.2 * engine + 0.1 * age + r.normal(0, 0.8, n)
    frame = {"premium": t, "engine": engine.round(2), "car_age": age.round(1), "consumption": used.round(2)}
    return pd.DataFrame(frame), 0.0


@TRAIN.clean(
    "gaps at random",
    "Does the mentor raise the grade?",
    """mentor: 1 = had a mentor. entry_grade: points at entry, before (some are missing: forms were lost).
    hours: working hours a week at entry. grade: points at the end.""",
)
def gaps_at_random(r: Random) -> Drawn:
    n = 1500
    entry, hours = r.normal(60, 12, n), r.integers(0, 25, n)
    t = coin(r, logistic(0.06 * (entry - 60) - 0.04 * (hours - 12)))
    grade = 20 + 0.6 * entry - 0.2 * hours + 2.5 * t + r.normal(0, 7, n)
    entry = np.where(r.random(n) < 0.1, np.nan, entry.round())
    return pd.DataFrame({"mentor": t, "entry_grade": entry, "hours": hours, "grade": grade.round(1)}), 2.5


# ---------------------------------------------------------------- clean: other designs


@TRAIN.clean(
    "lottery for a place",
    "Does attending the language school raise earnings?",
    """Places at the language school were drawn by lot (won: 1 = won a place); not everybody who won
    went, and some
    went without. attended: 1 = attended. years_here: years in the country before. earnings: euros a
    month a year later.
    The lottery changes earnings only through attending.""",
)
def lottery_for_a_place(r: Random) -> Drawn:
    n = 2500
    years, won, drive = r.integers(0, 12, n), coin(r, 0.5, n), r.normal(0, 1, n)
    t = ((-0.9 + 1.9 * won + 0.9 * drive + r.normal(0, 0.6, n)) > 0).astype(int)
    pay = 1200 + 25 * years + 180 * t + 150 * drive + r.normal(0, 200, n)
    frame = {"won": won, "attended": t, "years_here": years, "earnings": pay.round()}
    return pd.DataFrame(frame), 180.0


@TRAIN.clean(
    "two states before and after",
    "Did the bottle deposit reduce litter?",
    """Litter on beaches in two states, measured in the same places before and after one of them
    introduced a deposit.
    place: number of the beach. deposit_state: 1 = in the state with the deposit. after: 1 = after it came.
    litter: kilograms found. Before, litter moved alike in both states.""",
)
def two_states_before_and_after(r: Random) -> Drawn:
    places = 160
    own, treated = r.normal(40, 8, places), coin(r, 0.5, places)
    rows = [
        (p, treated[p], after, own[p] + 6 * treated[p] + 4 * after - 7 * treated[p] * after + r.normal(0, 4))
        for p in range(places)
        for after in (0, 1)
    ]
    frame = pd.DataFrame(rows, columns=["place", "deposit_state", "after", "litter"])
    return frame.round({"litter": 1}), -7.0


@TRAIN.clean(
    "cutoff of income",
    "Does the housing grant lower the share of income spent on rent?",
    """Households with an income below 2,000 euros a month got the grant, others did not: nobody else did.
    income: euros a month when they applied. grant: 1 = got it. rent_share: percent of income spent on
    rent a year later.""",
)
def cutoff_of_income(r: Random) -> Drawn:
    n = 2500
    income = r.uniform(1000, 3000, n)
    t = (income < 2000).astype(int)
    share = 45 - 0.006 * (income - 2000) - 4 * t + r.normal(0, 4, n)
    frame = {"income": income.round(), "grant": t, "rent_share": share.round(1)}
    return pd.DataFrame(frame), -4.0


# ---------------------------------------------------------------- traps in the table


@TRAIN.trap(
    "codes for missing, told",
    "Does the night shift raise blood sugar?",
    """night: 1 = works at night. bmi: body mass index when hired (-9 = not measured). age: years when
    hired.
    sugar: blood sugar in mg/dl two years later.""",
    names=r"-9|missing|not measured",
)
def codes_for_missing_told(r: Random) -> Drawn:
    n = 1500
    bmi, age = r.normal(26, 4, n), r.integers(20, 60, n)
    t = coin(r, logistic(0.25 * (bmi - 26)))
    sugar = 60 + 1.5 * bmi + 0.2 * age + 2 * t + r.normal(0, 6, n)
    bmi = np.where(r.random(n) < 0.12, -9, bmi.round(1))
    return pd.DataFrame({"night": t, "bmi": bmi, "age": age, "sugar": sugar.round()}), 2.0


@TRAIN.trap(
    "codes for missing, not told",
    "Does the bonus raise output?",
    """bonus: 1 = is paid a bonus. experience: years in the job before. output: pieces a day.""",
    names=r"999|missing|far from",
)
def codes_for_missing_not_told(r: Random) -> Drawn:
    n = 1500
    years = r.gamma(3, 3, n)
    t = coin(r, logistic(0.4 * (years - 9)))
    output = 80 + 2 * years + 3 * t + r.normal(0, 6, n)
    years = np.where(r.random(n) < 0.1, 999, years.round(1))
    return pd.DataFrame({"bonus": t, "experience": years, "output": output.round(1)}), 3.0


@TRAIN.trap(
    "pounds and kilograms",
    "Does the course of physiotherapy raise the weight that patients can lift?",
    """physio: 1 = had the course. lifted_before: weight lifted before, in kg. lifted: weight lifted
    after, in kg.
    Two clinics sent their lists.""",
    names=r"unit|two clouds|mixed|2\.2|scale",
)
def pounds_and_kilograms(r: Random) -> Drawn:
    n = 1200
    before, t = r.normal(30, 4, n), coin(r, 0.5, n)
    after = before + 3 * t + r.normal(0, 3, n)
    other = r.random(n) < 0.3
    frame = {"physio": t, "lifted_before": before.round(1), "lifted": np.where(other, after * 1000, after)}
    return pd.DataFrame(frame).round(1), 3.0


@TRAIN.trap(
    "amounts as text",
    "Does the newsletter raise spending?",
    """newsletter: yes or no. spent_before: spending in the year before. spent: spending in the year
    after.""",
    names=r"text|read as|euro|parsed",
)
def amounts_as_text(r: Random) -> Drawn:
    n = 1200
    before = r.gamma(3, 500, n)
    t = coin(r, logistic((before - 1500) / 800))
    after = 200 + 0.9 * before + 150 * t + r.normal(0, 200, n)

    def euros(value: float) -> str:
        return f"{value:,.2f} €".replace(",", "#").replace(".", ",").replace("#", ".")

    frame = {
        "newsletter": np.where(t == 1, "Yes", "no"),
        "spent_before": [euros(v) for v in before],
        "spent": [euros(v) for v in after],
    }
    return pd.DataFrame(frame), 150.0


@TRAIN.trap(
    "branch as a number",
    "Does the self-service till raise sales per customer?",
    """One row a day. till: 1 = the self-service till was open. branch: branch number. sales: euros per
    customer.""",
    names=r"branch",
)
def branch_as_a_number(r: Random) -> Drawn:
    n, branches = 3000, 25
    level = r.normal(0, 3, branches)
    branch = r.integers(0, branches, n)
    t = coin(r, logistic(0.6 * level[branch]))
    sales = 20 + level[branch] + 0.8 * t + r.normal(0, 3, n)
    return pd.DataFrame({"till": t, "branch": branch + 1, "sales": sales.round(2)}), 0.8


@TRAIN.trap(
    "many schools as text",
    "Does the laptop raise the maths score?",
    """laptop: 1 = the pupil has a school laptop. school: name of the school. maths: score at the end of
    the year.""",
    names=r"school",
)
def many_schools_as_text(r: Random) -> Drawn:
    n, schools = 2400, 60
    level = r.normal(0, 8, schools)
    school = r.integers(0, schools, n)
    t = coin(r, logistic(0.2 * level[school]))
    maths = 60 + level[school] + 2 * t + r.normal(0, 8, n)
    names = np.array([f"School {s:02d}" for s in range(schools)])
    return pd.DataFrame({"laptop": t, "school": names[school], "maths": maths.round(1)}), 2.0


@TRAIN.trap(
    "month of joining",
    "Does the app raise the number of steps?",
    """app: 1 = uses the app. joined: date of joining the study. steps: steps a day in the first week.""",
    names=r"joined",
)
def month_of_joining(r: Random) -> Drawn:
    n = 2000
    day = r.integers(0, 365, n)
    season = np.sin(2 * np.pi * (day - 80) / 365)
    t = coin(r, logistic(1.5 * season))
    steps = 6000 + 1500 * season + 400 * t + r.normal(0, 1200, n)
    joined = (pd.Timestamp("2022-01-01") + pd.to_timedelta(day, unit="D")).strftime("%Y-%m-%d")
    return pd.DataFrame({"app": t, "joined": np.asarray(joined), "steps": steps.round()}), 400.0


@TRAIN.trap(
    "outcome with noise beside it",
    "Does the training raise turnover?",
    """training: 1 = took part. turnover_prior: thousand euros in the year before. turnover: thousand
    euros in the year
    after. commission: thousand euros of commission paid. size: employees before.""",
    names=r"commission",
)
def outcome_with_noise_beside_it(r: Random) -> Drawn:
    n = 1200
    size = r.gamma(3, 10, n)
    prior = 50 + 3 * size + r.normal(0, 10, n)
    t = coin(r, logistic(0.03 * (prior - 140)))
    turnover = 10 + prior + 8 * t + r.normal(0, 12, n)
    commission = 0.05 * turnover + r.normal(0, 0.1, n)
    frame = {"training": t, "turnover_prior": prior.round(1), "size": size.round()}
    return pd.DataFrame(frame | {"commission": commission.round(2), "turnover": turnover.round(1)}), 8.0


@TRAIN.trap(
    "consequence without a hint",
    "Does the vegetarian menu lower cholesterol?",
    """menu: 1 = eats the vegetarian menu. age: years. weight: kilograms. cholesterol: mg/dl.""",
    names=r"weight|timing|when .* measured|unknown",
)
def consequence_without_a_hint(r: Random) -> Drawn:
    n = 1500
    age = r.normal(45, 10, n)
    t = coin(r, logistic(0.04 * (age - 45)))
    weight = 78 - 5 * t + r.normal(0, 6, n)
    level = 130 + 0.8 * age + 0.6 * weight - 4 * t + r.normal(0, 12, n)
    frame = {"menu": t, "age": age.round(), "weight": weight.round(1), "cholesterol": level.round()}
    return pd.DataFrame(frame), -7.0


@TRAIN.trap(
    "collider without a hint",
    "Does meditation lower anxiety?",
    """meditation: 1 = meditates. age: years. support_group: 1 = is a member of the support group.
    anxiety: score.""",
    names=r"support|timing|when .* measured|unknown",
)
def collider_without_a_hint(r: Random) -> Drawn:
    n = 2000
    age, t = r.normal(40, 11, n), coin(r, 0.4, n)
    anxiety = 50 - 3 * t - 0.1 * age + r.normal(0, 8, n)
    group = coin(r, logistic(-2 + 2 * t + 0.15 * (anxiety - 45)))
    frame = {"meditation": t, "age": age.round(), "support_group": group, "anxiety": anxiety.round(1)}
    return pd.DataFrame(frame), -3.0


@TRAIN.trap(
    "several visits a person",
    "Does the gym contract lower the resting pulse?",
    """One row a visit; person: number of the person. contract: 1 = has a contract. age: years at the
    first visit.
    pulse: beats a minute.""",
    names=r"cluster|person|narrow|not independent",
)
def several_visits_a_person(r: Random) -> Drawn:
    people, visits = 120, 10
    age, own = r.normal(40, 10, people), r.normal(0, 8, people)
    t = coin(r, 0.5, people)
    who = np.repeat(np.arange(people), visits)
    pulse = 62 + 0.1 * age[who] - 2 * t[who] + own[who] + r.normal(0, 3, people * visits)
    frame = {"person": who + 1, "contract": t[who], "age": age[who].round(), "pulse": pulse.round()}
    return pd.DataFrame(frame), -2.0


@TRAIN.trap(
    "villages decided",
    "Does the new well lower the days of illness?",
    """One row a person. village: name. well: 1 = the village got a new well, which the village council
    decided.
    age: years before. ill_days: days of illness in the year after.""",
    names=r"village|cluster|narrow",
)
def villages_decided(r: Random) -> Drawn:
    villages, each = 40, 40
    own, t = r.normal(0, 2, villages), coin(r, 0.5, villages)
    where = np.repeat(np.arange(villages), each)
    age = r.integers(1, 80, villages * each)
    ill = 10 + 0.03 * age - 1.5 * t[where] + own[where] + r.normal(0, 3, villages * each)
    names = np.array([f"village {v}" for v in range(villages)])
    frame = {"village": names[where], "well": t[where], "age": age, "ill_days": ill.round(1)}
    return pd.DataFrame(frame), -1.5


@TRAIN.trap(
    "arms of the wrong size",
    "Does the shorter form raise the amount donated?",
    """Visitors were assigned at random, half and half, to the long or the short form (short: 1 = short
    form).
    returning: 1 = has donated before. amount: euros donated.""",
    names=r"half|ratio|arms|sizes",
)
def arms_of_the_wrong_size(r: Random) -> Drawn:
    n = 4000
    returning, t = coin(r, 0.4, n), coin(r, 0.5, n)
    amount = 5 + 6 * returning + 1 * t + r.normal(0, 5, n)
    keep = ~((t == 1) & (amount < 4) & (r.random(n) < 0.5))
    frame = pd.DataFrame({"short": t, "returning": returning, "amount": amount.round(2)})
    return frame[keep].reset_index(drop=True), 1.0


@TRAIN.trap(
    "losses in one arm",
    "Does the diet plan lower weight?",
    """Participants were randomised to the plan (plan: 1). start_weight: kg. end_weight: kg after six
    months; empty
    where people did not come back.""",
    names=r"missing|did not come back|attrition|lost|bounds",
)
def losses_in_one_arm(r: Random) -> Drawn:
    n = 1200
    start, t = r.normal(90, 12, n), coin(r, 0.5, n)
    change = -3 * t + r.normal(0, 5, n)
    gone = r.random(n) < np.where(t == 1, logistic(-1.5 + 0.5 * change), 0.05)
    end = np.where(gone, np.nan, (start + change).round(1))
    return pd.DataFrame({"plan": t, "start_weight": start.round(1), "end_weight": end}), -3.0


@TRAIN.trap(
    "another column was randomised",
    "Does drinking tea lower stress?",
    """In a study of questionnaires the colour of the paper (paper: blue or white) was assigned at random.
    tea: 1 = drinks tea daily. job_hours: working hours a week before. stress: score.""",
    names=r"(?!)",
)
def another_column_was_randomised(r: Random) -> Drawn:
    n = 1500
    hours, paper = r.normal(38, 8, n), coin(r, 0.5, n)
    t = coin(r, logistic(-0.12 * (hours - 38)))
    stress = 20 + 0.6 * hours - 1 * t + r.normal(0, 5, n)
    frame = {"paper": np.where(paper, "blue", "white"), "tea": t, "job_hours": hours.round()}
    return pd.DataFrame(frame | {"stress": stress.round(1)}), -1.0


@TRAIN.trap(
    "no overlap",
    "Does the heat pump lower the cost of heating?",
    """heat_pump: 1 = has a heat pump. built: year the house was built. cost: euros a year for heating.""",
    names=r"overlap|compar|extrapolat|both groups",
)
def no_overlap(r: Random) -> Drawn:
    n = 1200
    built = r.uniform(1930, 2020, n)
    t = coin(r, logistic((built - 1985) / 2))
    cost = 2500 - 12 * (built - 1930) - 0.12 * (built - 1975) ** 2 + 300 * np.sin(built / 9) - 250 * t
    frame = {"heat_pump": t, "built": built.round(), "cost": (cost + r.normal(0, 150, n)).round()}
    return pd.DataFrame(frame), -250.0


@TRAIN.trap(
    "weak lottery",
    "Does the scholarship raise income?",
    """Letters about the scholarship were sent by lot (letter: 1); they hardly changed who applied.
    scholarship: 1 = got one. income: euros a month at 30. The letter changes income only through the
    scholarship.""",
    names=r"weak|instrument",
)
def weak_lottery(r: Random) -> Drawn:
    n = 1500
    letter, talent = coin(r, 0.5, n), r.normal(0, 1, n)
    t = ((-0.3 + 0.06 * letter + talent + r.normal(0, 0.7, n)) > 0).astype(int)
    income = 2000 + 100 * t + 300 * talent + r.normal(0, 300, n)
    return pd.DataFrame({"letter": letter, "scholarship": t, "income": income.round()}), 100.0


@TRAIN.trap(
    "treatment as a/b/c",
    "Does the large pack raise repeat purchases compared with the small pack?",
    """pack: small, medium or large, chosen by the customer. household: persons in the household before.
    repeat: purchases in the following year.""",
    names=r"(?!)",
)
def treatment_as_a_b_c(r: Random) -> Drawn:
    n = 1800
    house = r.integers(1, 7, n)
    score = house + r.normal(0, 2, n)
    pack = np.digitize(score, [2.5, 4.5])
    repeat = 2 + 0.8 * house + np.array([0, 0.5, 2.0])[pack] + r.normal(0, 2, n)
    frame = {"pack": np.array(["small", "medium", "large"])[pack], "household": house}
    return pd.DataFrame(frame | {"repeat": repeat.round(1)}), 2.0


@TRAIN.trap(
    "rows doubled by a join",
    "Does the reminder raise the amount paid?",
    """reminder: 1 = was reminded. due: euros due. paid: euros paid. The table was joined with the list
    of calls.""",
    names=r"repeat|doubl|duplicat|copies|narrow|identical",
)
def rows_doubled_by_a_join(r: Random) -> Drawn:
    n = 250
    due = r.gamma(4, 50, n)
    t = coin(r, logistic((due - 200) / 100))
    paid = 10 + 0.6 * due + 12 * t + r.normal(0, 40, n)
    frame = pd.DataFrame({"reminder": t, "due": due.round(2), "paid": paid.round(2)})
    return frame.loc[frame.index.repeat(8)].reset_index(drop=True), 12.0


# ---------------------------------------------------------------- traps in the words


@TRAIN.trap(
    "the sicker were treated",
    "Does the stronger painkiller lower pain?",
    """strong: 1 = got the stronger painkiller; the nurses gave it to those who seemed to suffer most,
    which was not written
    down. age: years. pain: score two hours later.""",
    names=r"suffer|seemed|hidden|not written|reason",
)
def the_sicker_were_treated(r: Random) -> Drawn:
    n = 1200
    suffering, age = r.normal(0, 1, n), r.normal(50, 15, n)
    t = coin(r, logistic(1.5 * suffering))
    pain = 4 + 1.5 * suffering - 1 * t + r.normal(0, 1, n)
    return pd.DataFrame({"strong": t, "age": age.round(), "pain": pain.round(1)}), -1.0


@TRAIN.trap(
    "motivation is not recorded",
    "Does the coding camp raise the chance of a job offer?",
    """camp: 1 = went to the camp. Those who applied were more ambitious, and ambition is not recorded.
    degree: 1 = has a degree before. offer: 1 = got an offer within a year.""",
    names=r"ambiti|hidden|not recorded",
)
def motivation_is_not_recorded(r: Random) -> Drawn:
    n = 2000
    drive, degree = r.normal(0, 1, n), coin(r, 0.5, n)
    t = coin(r, logistic(1.3 * drive))
    offer = coin(r, np.clip(0.35 + 0.1 * degree + 0.15 * drive + 0.05 * t, 0.01, 0.99))
    return pd.DataFrame({"camp": t, "degree": degree, "offer": offer}), 0.05


@TRAIN.trap(
    "only those who finished",
    "Does the mentoring raise the final grade?",
    """Only students who finished are in the table; many weak students without a mentor left before.
    mentoring: 1 = had a mentor. entry: grade at entry. final: final grade.""",
    names=r"finished|only|left|select",
)
def only_those_who_finished(r: Random) -> Drawn:
    n = 3000
    entry, t = r.normal(0, 1, n), coin(r, 0.5, n)
    final = entry + 0.5 * t + r.normal(0, 1, n)
    keep = final + r.normal(0, 0.5, n) > 0.3
    frame = pd.DataFrame({"mentoring": t, "entry": entry.round(2), "final": final.round(2)})
    return frame[keep].reset_index(drop=True), 0.5


@TRAIN.trap(
    "outcome came first",
    "Does the noise barrier lower complaints?",
    """barrier: 1 = a barrier was built, in autumn. complaints: complaints counted in spring, before
    building began.
    traffic: cars a day in spring.""",
    names=r"before|spring|first",
)
def outcome_came_first(r: Random) -> Drawn:
    n = 800
    traffic = r.gamma(5, 1000, n)
    complaints = r.poisson(traffic / 1000)
    t = coin(r, logistic(0.5 * (complaints - 5)))
    return pd.DataFrame({"barrier": t, "traffic": traffic.round(), "complaints": complaints}), 0.0


@TRAIN.trap(
    "police go where the trouble is",
    "Does the number of stewards lower the number of fights?",
    """One row a match. stewards: stewards on duty; the club sends more of them as soon as fights break out.
    crowd: visitors. fights: fights during the match.""",
    names=r"fights break|reverse|sends more|both ways",
)
def police_go_where_the_trouble_is(r: Random) -> Drawn:
    n = 900
    crowd, temper = r.gamma(5, 2000, n), r.normal(0, 1, n)
    fights = 3 + 0.0002 * crowd + 2 * temper + r.normal(0, 1, n)
    stewards = 20 + 4 * fights + r.normal(0, 4, n)
    frame = {"stewards": stewards.round(), "crowd": crowd.round(), "fights": fights.round(1)}
    return pd.DataFrame(frame), 0.0


@TRAIN.trap(
    "neighbours profit",
    "Does the mosquito net lower the number of bites?",
    """Nets were given by lot to half of the houses (net: 1). Neighbours of a house with a net are
    bitten less as well.
    bites: bites a week.""",
    names=r"neighbour|spill|interfer",
)
def neighbours_profit(r: Random) -> Drawn:
    n, streets = 2000, 40
    street = r.integers(0, streets, n)
    t = coin(r, 0.5, n)
    share = np.array([t[street == s].mean() for s in range(streets)])[street]
    bites = 12 - 3 * t - 6 * share + r.normal(0, 3, n)
    return pd.DataFrame({"net": t, "bites": bites.round(1)}), -9.0


@TRAIN.trap(
    "trends were different",
    "Did the parking fee reduce the number of cars?",
    """Cars counted in two districts, before and after one of them introduced a fee. Cars there had been
    falling for years,
    while they were stable in the other district. fee_district: 1 = with the fee. after: 1 = after.
    cars: cars a day.""",
    names=r"falling|trend|parallel",
)
def trends_were_different(r: Random) -> Drawn:
    n = 1200
    d, a = coin(r, 0.5, n), coin(r, 0.5, n)
    cars = 500 + 40 * d - 60 * d * a - 20 * d * a + r.normal(0, 40, n)
    return pd.DataFrame({"fee_district": d, "after": a, "cars": cars.round()}), -20.0


@TRAIN.trap(
    "two things at the cutoff",
    "Does the free bus pass raise trips to the centre?",
    """Everybody from 65 on gets a free bus pass; at 65 people also retire, which changes how often they
    go out.
    age: years. bus_pass: 1 = has the pass. trips: trips to the centre a month.""",
    names=r"retire|same cutoff|also",
)
def two_things_at_the_cutoff(r: Random) -> Drawn:
    n = 2500
    age = r.uniform(55, 75, n)
    t = (age >= 65).astype(int)
    trips = 8 + 0.05 * (age - 65) + 3 * t + 1 * t + r.normal(0, 3, n)
    return pd.DataFrame({"age": age.round(2), "bus_pass": t, "trips": trips.round(1)}), 1.0


@TRAIN.trap(
    "badly measured confounder",
    "Does the vitamin lower the number of colds?",
    """vitamin: 1 = takes it. health_score: health before, as a single rough self-report with much error
    in it.
    colds: colds in the year after. Healthier people take the vitamin.""",
    names=r"error|rough|measured",
)
def badly_measured_confounder(r: Random) -> Drawn:
    n = 1800
    health = r.normal(0, 1, n)
    t = coin(r, logistic(1.2 * health))
    colds = 4 - 1.0 * health - 0.3 * t + r.normal(0, 1, n)
    rough = health + r.normal(0, 1, n)
    return pd.DataFrame({"vitamin": t, "health_score": rough.round(2), "colds": colds.round(1)}), -0.3


@TRAIN.trap(
    "lived long enough to get it",
    "Does the award raise an actor's lifespan?",
    """award: 1 = ever won the award; only who lived long enough could win one. born: year of birth.
    lifespan: years.""",
    names=r"lived long|immortal|long enough",
)
def lived_long_enough_to_get_it(r: Random) -> Drawn:
    n = 1500
    born, life = r.integers(1880, 1930, n), r.normal(74, 11, n)
    age = r.uniform(25, 95, n)
    t = ((age < life) & (r.random(n) < 0.5)).astype(int)
    return pd.DataFrame({"award": t, "born": born, "lifespan": life.round(1)}), 0.0


@TRAIN.trap(
    "a random sample is no experiment",
    "Does keeping a garden make people happier?",
    """A random sample of 1,500 households was asked. garden: 1 = keeps a garden. income: euros a month
    when they moved in.
    happiness: score from 0 to 10 today.""",
    names=r"(?!)",
)
def a_random_sample_is_no_experiment(r: Random) -> Drawn:
    n = 1500
    income = r.gamma(4, 700, n)
    t = coin(r, logistic((income - 2800) / 900))
    happy = 4 + 0.0006 * income + 0.3 * t + r.normal(0, 1.2, n)
    return pd.DataFrame({"garden": t, "income": income.round(), "happiness": happy.round(1)}), 0.3


@TRAIN.trap(
    "Chinese: reasons nobody wrote down",
    "新疗法能降低疼痛评分吗？",
    """每行一名患者。therapy：1 = 接受新疗法。医生把新疗法给了病情更重的患者，但病情没有记录在表中。
    age：年龄。pain：一周后的疼痛评分。""",
    names=r"病情|没有记录|隐",
)
def chinese_reasons_nobody_wrote_down(r: Random) -> Drawn:
    n = 1200
    severity, age = r.normal(0, 1, n), r.normal(50, 12, n)
    t = coin(r, logistic(1.4 * severity))
    pain = 5 + 1.2 * severity - 0.8 * t + r.normal(0, 1, n)
    return pd.DataFrame({"therapy": t, "age": age.round(), "pain": pain.round(1)}), -0.8


@TRAIN.trap(
    "German: wer sich meldete",
    "Senkt der Kurs die Fehltage?",
    """kurs: 1 = hat den Kurs besucht. Besucht haben ihn vor allem Leute, die ohnehin auf ihre
    Gesundheit achten; das steht
    nicht in der Tabelle. alter: Jahre. fehltage: Fehltage im Jahr danach.""",
    names=r"Gesundheit|ohnehin|verborgen|steht nicht",
)
def german_wer_sich_meldete(r: Random) -> Drawn:
    n = 1200
    care, age = r.normal(0, 1, n), r.normal(42, 11, n)
    t = coin(r, logistic(1.2 * care))
    days = 12 - 3 * care - 1 * t + r.normal(0, 3, n)
    return pd.DataFrame({"kurs": t, "alter": age.round(), "fehltage": days.round(1)}), -1.0
