"""Worlds written by somebody who has seen nothing of the program but the form of a world."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.worlds.interface import Random, Worlds, coin, logistic

BY_HAND = Worlds()
Drawn = tuple[pd.DataFrame, float]


# ---------------------------------------------------------------- clean: experiments


@BY_HAND.clean(
    "cold proofing of dough",
    "Do loaves rise higher when the dough is proofed cold instead of at room temperature?",
    """Baking course, one row a loaf. A coin was tossed per dough: fridge (COLD) or counter (ROOM).""",
)
def cold_proofing(r: Random) -> Drawn:
    n = 480
    t, hydration = coin(r, 0.5, n), r.normal(70, 4, n)
    rise = 88 + 0.6 * (hydration - 70) + 4.5 * t + r.normal(0, 9, n)
    frame = {
        "Loaf#": np.arange(1, n + 1),
        "PROOF": np.where(t == 1, "COLD", "ROOM"),
        "hydr_pct": hydration.round(1),
        "Height mm": rise.round(),
    }
    return pd.DataFrame(frame), 4.5


@BY_HAND.clean(
    "hand-addressed envelopes",
    "Are people more likely to give if the envelope was addressed by hand?",
    """Autumn mailing of a sea rescue charity.
    DONOR_NO: number in the address file
    HAND: 1 = envelope addressed by hand, 0 = printed label; one address in five was drawn by lot for HAND
    YRS_SINCE: years since the last gift, at the time of mailing
    GIFTS_EVER: number of gifts before the mailing
    GAVE: 1 = gave within eight weeks of the mailing, 0 = did not""",
)
def hand_addressed(r: Random) -> Drawn:
    n = 2600
    since, gifts, t = r.gamma(2, 1.5, n), r.poisson(3, n), coin(r, 0.2, n)
    score = -1.2 - 0.25 * since + 0.15 * gifts
    gave = coin(r, logistic(score + 0.55 * t))
    truth = float(np.mean(logistic(score + 0.55) - logistic(score)))
    frame = {"DONOR_NO": r.permutation(n) + 40000, "HAND": t, "YRS_SINCE": since.round(1)}
    return pd.DataFrame(frame | {"GIFTS_EVER": gifts, "GAVE": gave}), truth


@BY_HAND.clean(
    "Milben im Bienenstock",
    "Sitzen weniger Milben auf den Bienen, wenn der Stock im August Thymolstreifen bekommt?",
    """Versuch eines Imkervereins. Für jedes Volk wurde gewürfelt, ob es im August Thymolstreifen bekommt
    (bei gerader Zahl ja). Im Juli wurde der Milbenfall gezählt und die Stärke des Volks in Waben geschätzt,
    im Oktober wurden an 300 Bienen die Milben gezählt. Alle Völker, die im Juli dabei waren, wurden auch im
    Oktober gezählt.""",
)
def mites(r: Random) -> Drawn:
    n = 620
    frames_, fall, t = r.integers(6, 13, n), r.poisson(8, n), coin(r, 0.5, n)
    base = np.exp(1.3 + 0.07 * fall - 0.03 * (frames_ - 9))
    october = r.poisson(base * np.where(t == 1, 0.7, 1.0) * r.gamma(6, 1 / 6, n))
    frame = {"volk": np.arange(n) + 1, "thymol_aug": t, "waben_juli": frames_, "milbenfall_juli": fall}
    return pd.DataFrame(frame | {"milben_okt": october}), float(np.mean(-0.3 * base))


@BY_HAND.clean(
    "早读分班抽签",
    "早上加二十分钟朗读,能不能提高学生期末的语文成绩?",
    """某县选了六十四个班参加试验,以班为单位抽签:抽中的班整个学期每天早上加二十分钟朗读,没抽中的照旧。
    同一个班的学生待遇完全一样,分析时应当把班级看作分组单位。
    班级:班的编号。朗读:1 表示抽中。入学分:开学时的摸底分。期末语文:学期结束时的分数。""",
)
def morning_reading(r: Random) -> Drawn:
    classes, size = 64, 24
    label = np.repeat(np.arange(classes), size)
    by_class = np.zeros(classes, dtype=int)
    by_class[r.permutation(classes)[: classes // 2]] = 1
    t = by_class[label]
    entry = r.normal(70, 9, classes * size)
    final = 25 + 0.65 * entry + 3.5 * t + r.normal(0, 3, classes)[label] + r.normal(0, 6, classes * size)
    frame = {"班级": label + 101, "朗读": t, "入学分": entry.round(), "期末语文": final.round(1)}
    return pd.DataFrame(frame), 3.5


@BY_HAND.clean(
    "tyre pressure by depot",
    "How much does the automatic tyre inflator cut diesel use of the vans, averaged over the whole fleet?",
    """Courier firm, one row per van. Within each depot the fleet office drew lots for which vans got the
    inflator, but the share drawn was not the same everywhere: a quarter of the vans in Leeds, half in Hull,
    three quarters in Truro. Nothing else went into the draw. l100 is litres per 100 km over the following
    quarter, payload the mean load in kg in the quarter before.""",
)
def tyre_pressure(r: Random) -> Drawn:
    n = 1300
    depot = r.choice(3, n, p=[0.45, 0.3, 0.25])
    t = coin(r, np.array([0.25, 0.5, 0.75])[depot])
    effect = np.array([-0.3, -0.5, -0.9])[depot]
    payload = r.normal(620, 110, n)
    use = np.array([8.9, 9.6, 11.4])[depot] + 0.002 * payload + effect * t + r.normal(0, 0.9, n)
    frame = {
        "van": [f"V{i:04d}" for i in range(n)],
        "depot": np.array(["Leeds", "Hull", "Truro"])[depot],
        "inflator": t,
        "payload": payload.round(),
        "l100": use.round(2),
    }
    return pd.DataFrame(frame), float(effect.mean())


@BY_HAND.clean(
    "hours of UV light on lettuce",
    "By how much does the anthocyanin content go up for each extra daily hour of UV light?",
    """Trays of red lettuce. uv_h was set for every tray by a random number generator (0 to 8).""",
)
def uv_lettuce(r: Random) -> Drawn:
    n = 420
    dose = r.integers(0, 9, n)
    shelf, weight = r.integers(1, 6, n), r.normal(31, 4, n)
    content = 4.2 + 0.35 * dose + np.array([0, 0.4, 0.1, -0.3, 0.6])[shelf - 1] + r.normal(0, 1.4, n)
    frame = {"tray": np.arange(n), "shelf": shelf, "uv_h": dose, "seedling_mg": weight.round()}
    return pd.DataFrame(frame | {"anthocyanin": content.round(2)}), 0.35


# ---------------------------------------------------------------- clean: adjustment


@BY_HAND.clean(
    "early check-in at hotels",
    "Does letting guests check in early lift the rating they leave?",
    """One row = one stay, hotel chain, spring.
    stay_ref: booking number
    purpose: business / family / couple / group, as stated when booking
    lead_days: days between booking and arrival
    paid_eur: price per night agreed at booking
    member: 1 = in the loyalty scheme before the booking
    early_ci: 1 = the desk let them in before noon
    rating: 0-100, sent in the week after departure, all guests answered
    Note: the desk decides on early check-in by looking at the four items above (purpose, lead_days,
    paid_eur, member) and at nothing else; what is left over is chance.""",
)
def early_check_in(r: Random) -> Drawn:
    n = 1900
    purpose = r.choice(4, n, p=[0.35, 0.3, 0.25, 0.1])
    lead, paid = r.gamma(2, 15, n), r.normal(130, 30, n)
    member = coin(r, np.array([0.6, 0.2, 0.25, 0.1])[purpose])
    chance = np.array([0.5, -0.6, 0.1, -1.0])[purpose] + 0.9 * member + 0.012 * (paid - 130) - 0.01 * lead
    t = coin(r, logistic(chance - 0.2))
    rating = 66 + np.array([-5, 3, 5, -2])[purpose] + 3 * member + 0.05 * (paid - 130) - 0.03 * lead
    rating = rating + 2.8 * t + r.normal(0, 7, n)
    frame = {
        "stay_ref": r.permutation(n) + 700000,
        "purpose": np.array(["business", "family", "couple", "group"])[purpose],
        "lead_days": lead.round(),
        "paid_eur": paid.round(2),
        "member": member,
        "early_ci": t,
        "rating": rating.round(1),
    }
    return pd.DataFrame(frame), 2.8


@BY_HAND.clean(
    "mulch on steep and flat plots",
    "What does straw mulch do to the sugar content of the grapes?",
    """Vineyard cooperative. Growers spread straw (mulch = 1) in spring mainly on very flat and on very
    steep plots and rarely on those in between; apart from slope_deg they had no reason to choose
    one plot over another. Both flat and steep plots give less sugar anyhow.
    oechsle was measured at harvest.""",
)
def straw_mulch(r: Random) -> Drawn:
    n = 1500
    slope = r.uniform(0, 40, n)
    bend = ((slope - 20) / 20) ** 2
    t = coin(r, logistic(-1.3 + 2.6 * bend))
    sugar = 92 - 11 * bend + 0.05 * slope + 2.2 * t + r.normal(0, 4.5, n)
    return pd.DataFrame({"slope_deg": slope.round(1), "mulch": t, "oechsle": sugar.round(1)}), 2.2


@BY_HAND.clean(
    "智能手环与步数",
    "给老人发智能手环,平均每天能让他们多走多少步?(按表里所有老人平均)",
    """街道办的登记表,每行一位老人。手环由社工按年龄和居住地发放,城里偏发给年纪轻的,乡下偏发给年纪大的,
    除年龄、居住地以外没有别的考虑。手环对不同年龄、不同居住地的人作用可能不一样。
    年龄和居住地是发手环之前登记的,日均步数是发放三个月之后测的。""",
)
def bracelets(r: Random) -> Drawn:
    n = 2200
    age, town = r.uniform(60, 85, n), coin(r, 0.55, n)
    late = (age - 72.5) / 7.5
    t = coin(r, logistic(np.where(town == 1, -0.9 * late, 0.9 * late)))
    effect = 600 - 150 * late + 200 * town
    steps = 5200 - 700 * late + 500 * town - 600 * late * town + effect * t + r.normal(0, 900, n)
    frame = {"编号": np.arange(n) + 1, "年龄": age.round(1), "居住地": np.where(town == 1, "城区", "乡村")}
    return pd.DataFrame(frame | {"手环": t, "日均步数": steps.round()}), float(effect.mean())


@BY_HAND.clean(
    "hull coating of freighters",
    "How many tonnes of fuel a day does the silicone hull coating save or cost?",
    """IMO number; coat_si: 1 = silicone coating put on at the last dry-docking, 0 = usual paint
    dwt_kt: deadweight in thousand tonnes
    built: year of building
    len_m: length
    eng_mw: engine power
    n_crew: crew as registered
    flag: flag state at docking
    owner_fleet: ships of the owner at docking
    kn_before: usual speed in the year before docking
    fuel_before: tonnes of fuel a day in the year before docking
    route: main route in the year before docking
    yard_wait: days waited for the yard
    fuel_after: tonnes of fuel a day in the year after docking
    Owners chose the coating in view of the ship as described by the columns before docking; all they knew
    is in the table.""",
)
def hull_coating(r: Random) -> Drawn:
    n = 1700
    dwt = r.gamma(5, 12, n)
    built = r.integers(1996, 2019, n)
    length = 120 + 1.4 * dwt + r.normal(0, 9, n)
    engine = 4 + 0.12 * dwt + r.normal(0, 1.2, n)
    crew = r.poisson(19, n)
    flag = r.choice(4, n)
    fleet = r.geometric(0.08, n)
    speed = r.normal(13.5, 1.2, n)
    before = 6 + 1.4 * engine + 1.5 * (speed - 13) - 0.1 * (built - 2007) + r.normal(0, 2, n)
    route = r.choice(3, n)
    wait = r.poisson(6, n)
    score = -0.2 + 0.07 * (before - 21) + 0.08 * (built - 2007) + 0.4 * (speed - 13.5) + 0.02 * fleet
    t = coin(r, logistic(score + np.array([0.4, 0, -0.5])[route] - 0.25))
    after = 1.2 + 0.8 * before + 0.3 * engine + 0.6 * (speed - 13.5) - 0.06 * (built - 2007)
    after = after + np.array([0.8, 0, -0.7])[route] - 1.6 * t + r.normal(0, 1.8, n)
    frame = {
        "IMO": r.permutation(n) + 9100000,
        "coat_si": t,
        "dwt_kt": dwt.round(1),
        "built": built,
        "len_m": length.round(),
        "eng_mw": engine.round(1),
        "n_crew": crew,
        "flag": np.array(["PA", "LR", "MT", "DK"])[flag],
        "owner_fleet": fleet,
        "kn_before": speed.round(1),
        "fuel_before": before.round(1),
        "route": np.array(["Pacific", "Atlantic", "Baltic"])[route],
        "yard_wait": wait,
        "fuel_after": after.round(1),
    }
    return pd.DataFrame(frame), -1.6


@BY_HAND.clean(
    "taping of ankles with lost sheets",
    "Does taping the ankle shorten the days until a volleyball player can train again?",
    """Sports clinic, sprained ankles. The physio tapes rather when the swelling is large and when the
    player is heavy; that is the whole of how it was decided. swell_mm and kg were taken at admission. About
    one swelling sheet in seven was lost in a burst water pipe, regardless of anything about the player.
    tape: 1 = taped. days_out: days to the first training.""",
)
def ankle_tape(r: Random) -> Drawn:
    n = 1400
    swell, kg = r.normal(14, 4, n), r.normal(76, 10, n)
    t = coin(r, logistic(0.2 * (swell - 14) + 0.04 * (kg - 76)))
    days = 10 + 0.9 * swell + 0.1 * (kg - 76) - 3.0 * t + r.normal(0, 4, n)
    shown = np.where(r.random(n) < 1 / 7, np.nan, swell.round(1))
    frame = {"pat": np.arange(n) + 1, "swell_mm": shown, "kg": kg.round(), "tape": t}
    return pd.DataFrame(frame | {"days_out": days.round()}), -3.0


@BY_HAND.clean(
    "Streusalz je Gramm",
    "Um wie viele Meter ändert sich der Bremsweg je zusätzlichem Gramm Streusalz pro Quadratmeter?",
    """Messfahrten im Winterdienst, eine Zeile je Messpunkt.
    salz_gqm: in der Nacht gestreutes Salz in g/m²
    temp_c: Temperatur des Belags am Abend vor dem Streuen
    belag: Asphalt, Beton oder Pflaster
    bremsweg_m: Bremsweg aus 50 km/h am Morgen nach dem Streuen
    Die Menge wird vom Fahrer allein nach temp_c und belag eingestellt und schwankt sonst zufällig.""",
)
def road_salt(r: Random) -> Drawn:
    n = 1100
    temp, surface = r.normal(-3, 2.5, n), r.choice(3, n, p=[0.6, 0.25, 0.15])
    salt = 16 - 1.3 * (temp + 3) + np.array([0, 2, 4])[surface] + r.normal(0, 3.5, n)
    brake = 41 - 1.1 * (temp + 3) + np.array([0, 2.5, 6])[surface] - 0.45 * salt + r.normal(0, 4, n)
    frame = {"salz_gqm": salt.clip(0).round(1), "temp_c": temp.round(1)}
    frame |= {"belag": np.array(["Asphalt", "Beton", "Pflaster"])[surface], "bremsweg_m": brake.round(1)}
    return pd.DataFrame(frame), -0.45


@BY_HAND.clean(
    "碳板跑鞋没有作用",
    "穿碳板跑鞋会不会让业余选手的半程马拉松跑得更快?",
    """选手:号码
    碳板:1=比赛时穿碳板鞋,0=普通跑鞋
    周跑量:赛前半年平均每周公里数
    上次成绩:上一场半程马拉松的分钟数
    年龄:报名时的年龄
    本次成绩:这场比赛的分钟数,越小越快
    说明:穿不穿碳板鞋只取决于周跑量、上次成绩和年龄,没有其他原因;所有选手都跑完了全程。""",
)
def carbon_shoes(r: Random) -> Drawn:
    n = 1250
    age, volume = r.normal(38, 9, n), r.gamma(6, 6, n)
    last = 125 - 0.4 * (volume - 36) + 0.3 * (age - 38) + r.normal(0, 8, n)
    t = coin(r, logistic(0.03 * (volume - 36) - 0.06 * (last - 125) - 0.02 * (age - 38)))
    now = 24 + 0.8 * last - 0.1 * (volume - 36) + 0.1 * (age - 38) + r.normal(0, 5, n)
    frame = {"选手": r.permutation(n) + 1, "碳板": t, "周跑量": volume.round(), "上次成绩": last.round(1)}
    return pd.DataFrame(frame | {"年龄": age.round(), "本次成绩": now.round(1)}), 0.0


# ---------------------------------------------------------------- clean: instrument, differences, cutoff


@BY_HAND.clean(
    "Kleingarten nach Losentscheid",
    "Senkt es den Stresswert, wenn jemand tatsächlich einen Kleingarten bewirtschaftet?",
    """Die Stadt hat die Angebote für freie Parzellen unter allen Bewerbern verlost. los: 1 = bekam ein
    Angebot. garten: 1 = bewirtschaftet seither wirklich eine Parzelle. Nicht jeder nimmt das Angebot an,
    und einige kommen über Bekannte auch ohne Los an eine Parzelle; ob jemand das tut, hängt von Dingen ab,
    die wir nicht kennen. Das Los selbst wirkt auf den Stress nur darüber, ob man einen Garten hat, und
    kann deshalb als Instrument dienen. stress: Punktwert im Fragebogen zwei Jahre später, von allen
    beantwortet. alter: bei der Bewerbung.""",
)
def allotment(r: Random) -> Drawn:
    n = 2400
    ease, age, z = r.normal(0, 1, n), r.normal(46, 12, n), coin(r, 0.5, n)
    t = coin(r, logistic(-1.6 + 2.9 * z + 0.8 * ease))
    stress = 34 - 4.5 * ease - 0.05 * (age - 46) - 4.0 * t + r.normal(0, 5, n)
    frame = {"bew_nr": np.arange(n) + 1, "los": z, "garten": t, "alter": age.round()}
    return pd.DataFrame(frame | {"stress": stress.round(1)}), -4.0


@BY_HAND.clean(
    "Sunday opening of library branches",
    "Did opening on Sundays bring the branches that did it more loans per week?",
    """Panel of library branches over eight quarters. The branches with sunday_group = 1 opened on Sundays
    from quarter 5 on, the others never did. The two groups differ in size but their loans moved in parallel
    before, and no other change came with quarter 5 in either group.
    branch: branch code. quarter: 1 to 8. after: 1 from quarter 5 on. loans: loans per week.""",
)
def sunday_opening(r: Random) -> Drawn:
    units, times = 130, 8
    group = coin(r, 0.4, units)
    level = 420 + 90 * group + r.normal(0, 70, units)
    wave = np.array([0, 8, -12, 15, 22, 10, 30, 34])
    unit, time = np.repeat(np.arange(units), times), np.tile(np.arange(times), units)
    after = (time >= 4).astype(int)
    loans = level[unit] + wave[time] + 38 * after * group[unit] + r.normal(0, 25, units * times)
    frame = {"branch": [f"B{u:03d}" for u in unit], "quarter": time + 1, "sunday_group": group[unit]}
    return pd.DataFrame(frame | {"after": after, "loans": loans.round()}), 38.0


@BY_HAND.clean(
    "filter from a reading of 50",
    "What did the free air filter do to the evening dust level in homes right at the limit?",
    """An energy agency measured the stove in every home. Homes with a reading of 50 or more were given a
    filter, homes below were not; there were no exceptions, the limit was unknown beforehand, the
    reading was taken by a machine, and nothing else hangs on the limit.
    reading: stove reading. filter: 1 = was given a filter. dust: evening dust a month later, µg/m³.""",
)
def stove_filter(r: Random) -> Drawn:
    n = 2800
    reading = r.normal(48, 13, n).clip(5, 95)
    reading = reading.round(2)
    t = (reading >= 50).astype(int)
    dust = 20 + 0.55 * reading + 0.004 * (reading - 50) ** 2 - 8.0 * t + r.normal(0, 6, n)
    return pd.DataFrame({"reading": reading, "filter": t, "dust": dust.round(1)}), -8.0


# ---------------------------------------------------------------- traps: the table itself


@BY_HAND.trap(
    "pain diary with codes",
    "Does peppermint oil ease the belly pain?",
    """Randomised, double blind, capsules with or without peppermint oil.
    subj: participant
    arm: PEP or PLA
    pain0: pain before, 0 to 100
    pain4: pain in week 4, 0 to 100""",
    r"999|issing|cod(e|ed|es)\b|entinel|out of range|outside|mplausible",
)
def peppermint(r: Random) -> Drawn:
    n = 640
    t, before = coin(r, 0.5, n), r.normal(55, 12, n).clip(5, 95)
    after = (18 + 0.55 * before - 6 * t + r.normal(0, 9, n)).clip(0, 100).round()
    after = np.where(r.random(n) < np.where(t == 1, 0.09, 0.03), 999, after)
    frame = {"subj": np.arange(n) + 1, "arm": np.where(t == 1, "PEP", "PLA"), "pain0": before.round()}
    return pd.DataFrame(frame | {"pain4": after.astype(int)}), -6.0


@BY_HAND.trap(
    "pumpkins weighed in grams",
    "Do pumpkins get heavier with seaweed fertiliser?",
    """Four growers; each gave seaweed to the plants whose number came up in a draw, some growers to more
    plants than others. Weight in kg.""",
    r"[Uu]nits?\b.*(grams?\b|kg|mix|differ)|mixed units|\b[Gg]rams?\b|1,?000 times|mplausible|utlier",
)
def pumpkins(r: Random) -> Drawn:
    n = 900
    grower = r.choice(4, n)
    t = coin(r, np.array([0.4, 0.45, 0.5, 0.75])[grower])
    kg = np.array([5.2, 6.1, 5.6, 5.0])[grower] + 0.7 * t + r.normal(0, 1.1, n)
    kg = kg.clip(0.8)
    shown = np.where(grower == 3, (kg * 1000).round(), kg.round(2))
    name = np.array(["Ashby", "Brook", "Carr", "Dunn"])[grower]
    return pd.DataFrame({"grower": name, "seaweed": t, "weight": shown}), 0.7


@BY_HAND.trap(
    "Beträge als Text",
    "Wie viel Euro geben Kunden im Küchenstudio mehr aus, wenn sie eine 3D-Planung sehen?",
    """Export aus dem Kassensystem. Ob ein Kunde die 3D-Planung sah (3D = ja), wurde bei der Anmeldung
    ausgelost. Umsatz in Euro.""",
    r"(?!)",
)
def kitchen_amounts(r: Random) -> Drawn:
    n = 760
    t, household = coin(r, 0.5, n), r.integers(1, 6, n)
    amount = (700 + 90 * household + 160 * t + r.gamma(3, 140, n)).round(2)

    def german(x: float) -> str:
        return f"{x:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")

    frame = {
        "Beleg": [f"K-{i:05d}" for i in range(n)],
        "3D": np.where(t == 1, "ja", "nein"),
        "Personen_HH": household,
        "Umsatz": [german(float(x)) for x in amount],
    }
    return pd.DataFrame(frame), 160.0


@BY_HAND.trap(
    "feeders spelled in many ways",
    "Does a feeder bring more birds into the garden?",
    """Bird count by volunteers in five parishes. Gardens were allotted a feeder (or none) by drawing
    lots. Everybody filled in the form in his own way.""",
    r"(?!)",
)
def feeders(r: Random) -> Drawn:
    n = 1000
    parish, t = r.choice(5, n), coin(r, 0.5, n)
    birds = r.poisson(np.array([9, 14, 11, 20, 7])[parish] + 3 * t)
    yes = np.array(["Y", "yes", "TRUE", "1", "Yes "])
    no = np.array(["N", "no", "FALSE", "0", "No"])
    word = np.where(t == 1, yes[parish], no[parish])
    frame = {"parish": np.array(["Elm", "Fen", "Gale", "Holt", "Ings"])[parish], "Feeder?": word}
    return pd.DataFrame(frame | {"n_birds": birds}), 3.0


@BY_HAND.trap(
    "公交线路编号",
    "司机上过节油课以后,百公里油耗会下降吗?",
    """公交公司的记录,每行一位司机。哪条线路的司机去上节油课由公司按线路安排,同一条线路里谁去谁不去靠抽签。
    线路:线路编号。上课:1=上过。工龄:年。油耗:上课后一个季度的百公里升数。""",
    r"(?!)",
)
def bus_lines(r: Random) -> Drawn:
    n = 1400
    line = r.choice(7, n)
    t = coin(r, np.array([0.8, 0.2, 0.7, 0.25, 0.85, 0.15, 0.5])[line])
    years = r.gamma(3, 4, n)
    use = np.array([34, 27, 33, 26, 35, 27, 30])[line] - 0.05 * years - 1.5 * t + r.normal(0, 2, n)
    code = np.array([11, 23, 35, 42, 57, 68, 305])[line]
    return pd.DataFrame({"线路": code, "上课": t, "工龄": years.round(), "油耗": use.round(1)}), -1.5


@BY_HAND.trap(
    "dispatch software switched on in the course of the year",
    "Has the new dispatch software shortened the time until the ambulance is there?",
    """One row per call in 2022. The software was used on ever more of the desks as the year went on; which
    desk takes a call is chance. Roadworks in town were completed bit by bit over the same months.""",
    r"(?!)",
)
def dispatch(r: Random) -> Drawn:
    n = 2500
    day = r.integers(0, 365, n)
    t = coin(r, logistic((day - 182) / 55))
    minutes = 14.5 - 5.5 * day / 365 + 0.5 * t + r.normal(0, 2.2, n)
    date = (pd.Timestamp("2022-01-01") + pd.to_timedelta(day, unit="D")).strftime("%d-%b-%Y")
    frame = {"call_date": date, "new_sw": t, "prio": r.integers(1, 4, n), "mins": minutes.round(1)}
    return pd.DataFrame(frame), 0.5


@BY_HAND.trap(
    "claims that follow from the damage",
    "How much damage in euros does padding save per parcel?",
    """May parcels. Packers pad (padded=1) by weight and fragility.""",
    r"(?!)",
)
def padding(r: Random) -> Drawn:
    n = 1600
    weight, fragile = r.gamma(2, 3, n), coin(r, 0.3, n)
    t = coin(r, logistic(-1 + 0.1 * weight + 1.8 * fragile))
    damage = 18 + 1.2 * weight + 22 * fragile - 9 * t + r.normal(0, 7, n)
    frame = {
        "parcel": r.permutation(n),
        "weight_kg": weight.round(2),
        "fragile": fragile,
        "padded": t,
        "refund_paid": (0.8 * damage + r.normal(0, 2, n)).round(2),
        "complaint_letter": (damage + r.normal(0, 4, n) > 30).astype(int),
        "damage_usd": (damage * 1.08).round(2),
        "damage_eur": damage.round(2),
    }
    return pd.DataFrame(frame), -9.0


@BY_HAND.trap(
    "standing desks and hours stood",
    "How much less back pain do clerks have in June because they were given a standing desk in March?",
    """desk_march: 1 = was given a height-adjustable desk in March (older clerks were given one more often,
    age alone counted)
    age_feb: age in February
    pct_standing_may: share of the working day spent standing, measured in May
    steps_may: steps at work in May
    pain_june: back pain 0-100 in June""",
    r"(?!)",
)
def standing_desks(r: Random) -> Drawn:
    n = 950
    age = r.uniform(22, 64, n)
    t = coin(r, logistic(0.06 * (age - 43)))
    standing = 12 + 25 * t + r.normal(0, 7, n)
    steps = 2500 + 40 * standing + r.normal(0, 500, n)
    pain = 45 + 0.5 * (age - 43) - 0.3 * standing - 0.001 * steps + r.normal(0, 8, n)
    frame = {"desk_march": t, "age_feb": age.round(), "pct_standing_may": standing.clip(0).round()}
    truth = 25 * (-0.3 - 0.001 * 40)
    return pd.DataFrame(frame | {"steps_may": steps.round(), "pain_june": pain.round(1)}), truth


@BY_HAND.trap(
    "receipts uploaded twice",
    "Do customers spend more when the till shows a picture of the dessert?",
    """Ice cream parlour, receipts of one summer week. The display was switched on or off for each customer
    at random (disp 1/0). An export from the till; receipt_no is unique to a purchase.""",
    r"uplicat|[Tt]wice|[Dd]ouble|[Rr]epeat",
)
def receipts(r: Random) -> Drawn:
    n = 1500
    t, hour = coin(r, 0.5, n), r.integers(10, 22, n)
    spent = (5 + 0.1 * hour + 0.4 * t + r.gamma(2, 1.8, n)).round(2)
    frame = pd.DataFrame({"receipt_no": np.arange(n) + 88001, "hour": hour, "disp": t, "eur": spent})
    again = frame[(frame["disp"] == 1) & (frame["eur"] > 10.5) & (r.random(n) < 0.85)]
    return pd.concat([frame, again]).sort_values("receipt_no").reset_index(drop=True), 0.4


# ---------------------------------------------------------------- traps: groups and arms


@BY_HAND.trap(
    "Schlaf jede Nacht neu gezählt",
    "Schlafen Schichtarbeiter länger, wenn sie eine Lichtbrille bekommen haben?",
    """Eine Klinik hat Schichtarbeitern per Zufall eine Lichtbrille gegeben oder nicht.
    kennung: Nummer aus der Personalliste
    brille: 1 = Lichtbrille
    nacht: laufende Nummer der Messung
    schlaf_min: geschlafene Minuten""",
    r"[Ww]iederhol|[Mm]ehrfach|[Mm]ehrere|[Cc]luster|geclustert|abhängig|dieselbe|derselben",
)
def sleep_nights(r: Random) -> Drawn:
    persons, nights = 44, 28
    who, night = np.repeat(np.arange(persons), nights), np.tile(np.arange(nights), persons)
    given = np.zeros(persons, dtype=int)
    given[r.permutation(persons)[: persons // 2]] = 1
    own = r.normal(0, 45, persons)
    minutes = 380 + own[who] + 10 * given[who] + r.normal(0, 30, persons * nights)
    frame = {"kennung": who * 7 + 1003, "brille": given[who], "nacht": night + 1}
    return pd.DataFrame(frame | {"schlaf_min": minutes.round()}), 10.0


@BY_HAND.trap(
    "thermostats by building",
    "By how much do smart thermostats lower the heating bill of a flat?",
    """Housing association. In some buildings all flats have smart thermostats, in others none; a lot was
    drawn to decide. bldg, flat, smart (1/0), m2, bill_gbp (winter after).""",
    r"[Cc]luster|(by|per|whole|few|within|same|of the|each) (bldg|building|group)|grouped",
)
def thermostats(r: Random) -> Drawn:
    buildings, flats = 12, 60
    which = np.repeat(np.arange(buildings), flats)
    given = np.zeros(buildings, dtype=int)
    given[r.permutation(buildings)[:6]] = 1
    size = r.normal(68, 14, buildings * flats)
    bill = 300 + 5 * size + r.normal(0, 95, buildings)[which] - 40 * given[which]
    bill = bill + r.normal(0, 70, buildings * flats)
    frame = {"bldg": np.array(list("ABCDEFGHIJKL"))[which]}
    frame |= {"flat": np.tile(np.arange(flats) + 1, buildings), "smart": given[which]}
    return pd.DataFrame(frame | {"m2": size.round(), "bill_gbp": bill.round()}), -40.0


@BY_HAND.trap(
    "新版首页人数不对",
    "新版首页会让用户停留更久吗?",
    """用户按一比一随机分到旧版(A)或新版(B)首页。页面完全打开以后才会写入一条记录。""",
    r"比例|人数不|样本量不|不均|失衡|不平衡|一比一|1 ?[:\uff1a] ?1|SRM",
)
def homepage(r: Random) -> Drawn:
    n = 3000
    old_phone, t = coin(r, 0.4, n), coin(r, 0.5, n)
    stay = 95 - 30 * old_phone + 2 * t + r.normal(0, 20, n)
    kept = (t == 0) | (old_phone == 0) | (r.random(n) < 0.3)
    frame = {"用户": r.permutation(n) + 500000, "版本": np.where(t == 1, "B", "A"), "停留秒": stay.round()}
    return pd.DataFrame(frame)[kept].reset_index(drop=True), 2.0


@BY_HAND.trap(
    "cooking class and those who came to the weighing",
    "How many kilos do people lose through the cooking class?",
    """Volunteers were randomised to a cooking class or to a brochure. Everybody was weighed at the start;
    kg_change is the change after six months, empty for those who did not come to be weighed again.
    id, class (1 = cooking class), kg_start, kg_change.""",
    r"ttrition|[Mm]issing|[Dd]rop|[Ll]ost|[Ll]oss(es)? |follow-up|did not come|[Ee]mpty",
)
def cooking_class(r: Random) -> Drawn:
    n = 1100
    t, start = coin(r, 0.5, n), r.normal(92, 12, n)
    change = -1.0 - 0.8 * t + r.normal(0, 4, n)
    gone = r.random(n) < np.where(t == 1, logistic(-0.8 + 0.6 * (change + 1)), 0.06)
    frame = {"id": np.arange(n) + 1, "class": t, "kg_start": start.round(1)}
    return pd.DataFrame(frame | {"kg_change": np.where(gone, np.nan, change.round(1))}), -0.8


@BY_HAND.trap(
    "Eisentabletten zugeteilt und geschluckt",
    "Um wie viel steigt der Hämoglobinwert, wenn eine Blutspenderin die Eisentabletten wirklich einnimmt?",
    """Blutspendedienst. Die Tabletten wurden per Zufall zugeteilt (zuget = 1) oder nicht. Aus der
    Apothekenabrechnung und dem Tagebuch weiß man, wer sie einnahm (einn = 1). Wer matt war und einen
    niedrigen Wert hatte, nahm sie eher; ohne Zuteilung bekam man keine.
    hb: Wert nach zehn Wochen in g/dl.""",
    r"[Ii]nstrument|[Zz]uteilung|[Zz]ugeteilt|Compliance|Therapietreue|[Bb]efolg|Einnahme|CACE|LATE",
)
def iron_tablets(r: Random) -> Drawn:
    n = 1300
    tired, z = r.normal(0, 1, n), coin(r, 0.5, n)
    t = z * coin(r, logistic(0.1 + 1.4 * tired))
    hb = 13.1 - 0.6 * tired + 0.7 * t + r.normal(0, 0.6, n)
    frame = {"spenderin": r.permutation(n) + 1, "zuget": z, "einn": t, "hb": hb.round(1)}
    return pd.DataFrame(frame), 0.7


@BY_HAND.trap(
    "only the long bridges are inspected by drone",
    "Does inspection by drone bring down the repair costs of bridges? Average over all bridges please.",
    """Bridges of a province.
    bridge: number in the inventory
    span_m: length in metres
    drone: 1 = inspected by drone in 2019 (drones are only sent to bridges of more than 60 m; the choice
    depended on the length and on nothing else)
    repair_k: repair costs 2020 to 2023 in thousands""",
    r"[Oo]verlap|[Pp]ositivity|[Cc]ommon support|xtrapolat|no compar|eterminis|fully determine",
)
def drones(r: Random) -> Drawn:
    n = 800
    long = coin(r, 0.4, n)
    span = np.where(long == 1, 75 + r.gamma(2, 40, n), r.uniform(8, 48, n))
    effect = -0.25 * span
    cost = 15 + 0.02 * span**1.8 + effect * long + r.normal(0, 12, n)
    frame = {"bridge": [f"P{i}" for i in range(n)], "span_m": span.round(1), "drone": long}
    return pd.DataFrame(frame | {"repair_k": cost.round(1)}), float(effect.mean())


# ---------------------------------------------------------------- traps: what the words say


@BY_HAND.trap(
    "tap water and nearness to the river",
    "Does having tap water at home reduce the days children miss school? Use nearness to the river.",
    """Household survey in a highland valley. The pipe runs along the river, so households near the river
    (near_river = 1) are connected far more often (tap = 1). That is our instrument; better-off families
    connect too, and wealth was not asked. The new school bus also runs on the river road.
    hh: household. kids: number of children. missed: days missed per child in the term.""",
    r"xclusion|[Ii]nvalid|[Dd]irect(ly)? (effect|path|affect)|school bus|other (way|path|route)",
)
def tap_water(r: Random) -> Drawn:
    n = 1800
    wealth, z, kids = r.normal(0, 1, n), coin(r, 0.45, n), 1 + r.poisson(1.6, n)
    t = coin(r, logistic(-1.1 + 1.9 * z + 0.9 * wealth))
    missed = 12 - 1.2 * wealth - 3.0 * z - 0.8 * t + 0.3 * kids + r.normal(0, 3, n)
    frame = {"hh": np.arange(n) + 1, "near_river": z, "tap": t, "kids": kids, "missed": missed.round(1)}
    return pd.DataFrame(frame), -0.8


@BY_HAND.trap(
    "信封颜色才是随机的",
    "用优惠券能让顾客在茶叶店多花多少钱?",
    """茶叶店做了一次随机试验:寄给会员的信封是红色还是白色由电脑随机决定,每封里都有一张优惠券。
    用不用优惠券由会员自己决定,本来就爱喝茶的人更愿意用,而爱喝茶的程度没有记录。
    信封:红/白。用券:1=用了。性别。消费:一个月内的金额(元)。""",
    r"自选|自行|自己决定|不是随机|并非随机|没有随机|未随机|混杂|未记录|没有记录|未观测|爱喝茶",
)
def tea_coupon(r: Random) -> Drawn:
    n = 1700
    keen, red, sex = r.normal(0, 1, n), coin(r, 0.5, n), coin(r, 0.5, n)
    t = coin(r, logistic(-0.4 + 1.5 * keen + 0.05 * red))
    spent = 180 + 60 * keen + 15 * sex + 12 * t + r.normal(0, 35, n)
    frame = {"信封": np.where(red == 1, "红", "白"), "用券": t, "性别": np.where(sex == 1, "女", "男")}
    return pd.DataFrame(frame | {"消费": spent.round(1)}), 12.0


@BY_HAND.trap(
    "random sample of dog owners",
    "Is keeping a dog good for one's blood pressure? By how many mmHg does it change?",
    """Health survey of a county. 1,600 residents were drawn at random from the register and asked about
    their homes; the nurse took their blood pressure on the same day. People who have trouble walking seldom
    keep a dog; how well people can walk was not part of the questionnaire.""",
    r"random sampl|not (an? )?(experiment|randomi[sz]ed|assigned)|onfound|not (recorded|measured|part)|"
    r"nmeasured|nobserved|nrecorded|walk|bservational|elf-select",
)
def dogs(r: Random) -> Drawn:
    n = 1600
    mobile, age, floor = r.normal(0, 1, n), r.uniform(20, 85, n), r.integers(0, 6, n)
    t = coin(r, logistic(-0.8 + 1.3 * mobile - 0.1 * floor))
    pressure = 128 + 0.4 * (age - 52) - 6 * mobile + r.normal(0, 10, n)
    frame = {"resp": r.permutation(n), "age": age.round(), "floor": floor, "dog": t}
    return pd.DataFrame(frame | {"sys_bp": pressure.round()}), 0.0


@BY_HAND.trap(
    "golden whip of the jockeys",
    "Does winning the Golden Whip make a jockey ride on for more years?",
    """Jockeys who started between 1950 and 1980, all retired by now.
    jockey: number
    weight0: weight in kg at the first race
    golden_whip: 1 = won the Golden Whip at some time in the career, 0 = never
    years: years from the first to the last race""",
    r"mmortal|[Ss]urviv|time.(at|to) risk|at some time|long(er)? career|[Rr]everse|more (time|chances)",
)
def golden_whip(r: Random) -> Drawn:
    n = 1000
    years, weight = r.gamma(2.5, 5, n), r.normal(51, 2, n)
    t = (r.exponential(18, n) < years).astype(int)
    frame = {"jockey": np.arange(n) + 1, "weight0": weight.round(1), "golden_whip": t}
    return pd.DataFrame(frame | {"years": years.round(1)}), 0.0


@BY_HAND.trap(
    "Freifahrt ab 65",
    "Wie viele Arztbesuche im Jahr bewirkt die kostenlose Busfahrkarte bei Leuten um die 65?",
    """Befragung einer Kreisverwaltung. Ab dem 65. Geburtstag bekommt jeder die Busfahrkarte umsonst, vorher
    niemand. Mit demselben Geburtstag entfällt außerdem die Zuzahlung beim Arzt.
    alter: auf den Monat genau. freifahrt: 1 = hat die kostenlose Karte.
    arzt: Arztbesuche in zwölf Monaten.""",
    r"[Zz]uzahlung|gleichzeitig|zugleich|demselben|derselben|andere (Änderung|Maßnahme|Regel)",
)
def free_bus(r: Random) -> Drawn:
    n = 2700
    age = (r.integers(55 * 12, 75 * 12, n) + 0.5) / 12
    t = (age >= 65).astype(int)
    visits = 5 + 0.12 * (age - 65) + 0.4 * t + 1.8 * t + r.normal(0, 2.2, n)
    frame = {"alter": age.round(2), "freifahrt": t, "arzt": visits.clip(0).round(1)}
    return pd.DataFrame(frame), 0.4


@BY_HAND.trap(
    "counties that were drifting apart",
    "What did the deposit on cans, brought in by some counties in 2018, do to litter along the roads?",
    """Litter counts by county and year.
    cty: county
    yr: 2012 to 2021
    deposit_cty: 1 = county with a deposit from 2018 on
    litter: items per kilometre of road""",
    r"[Tt]rend|[Pp]arallel|[Pp]re-|drift",
)
def cans(r: Random) -> Drawn:
    units, times = 90, 10
    group = coin(r, 0.5, units)
    unit, time = np.repeat(np.arange(units), times), np.tile(np.arange(times), units)
    level = r.normal(60, 8, units)
    after = (time >= 6).astype(int)
    litter = level[unit] + 0.3 * time - 2.0 * group[unit] * time - 1.0 * group[unit] * after
    litter = litter + r.normal(0, 3, units * times)
    frame = {"cty": unit + 1, "yr": 2012 + time, "deposit_cty": group[unit], "litter": litter.round(1)}
    return pd.DataFrame(frame), -1.0


@BY_HAND.trap(
    "patrols sent where bicycles vanish",
    "Do extra patrols reduce bicycle thefts?",
    """One row a district and week.
    extra_patrol: 1 = extra patrols; the station sends them to a district in the course of the week, as soon
    as more thefts than usual are reported there
    racks: bicycle racks in the district
    rain_mm: rain in the week
    thefts: thefts reported in that same week""",
    r"[Rr]everse|imultane|same week|sent (to|where|when|because)|in response|react",
)
def patrols(r: Random) -> Drawn:
    n = 1500
    racks, rain = r.poisson(60, n), r.gamma(1.5, 10, n)
    pressure = r.gamma(4, 2.5, n) + 0.05 * (racks - 60) - 0.03 * rain
    t = coin(r, logistic(0.6 * (pressure - 11)))
    thefts = r.poisson(pressure.clip(0.5) + 3) - 2.0 * t
    frame = {"extra_patrol": t, "racks": racks, "rain_mm": rain.round(), "thefts": thefts.clip(0)}
    return pd.DataFrame(frame), -2.0


@BY_HAND.trap(
    "灭蚊灯也照到邻居",
    "如果家家都装灭蚊灯,和家家都不装相比,一个晚上平均少挨几口?",
    """村里抽签决定哪些人家的院子装灭蚊灯。院子挨着院子,一盏灯把左邻右舍的蚊子也一起灭了。
    户号:按门牌顺序。装灯:1=装。人口。叮咬:全家平均一晚被咬的次数。""",
    r"邻|溢出|干扰|相互影响|外溢|SUTVA|污染",
)
def mosquito_lamps(r: Random) -> Drawn:
    n = 1200
    t, people = coin(r, 0.5, n), 1 + r.poisson(2.5, n)
    near = (np.roll(t, 1) + np.roll(t, -1) + np.roll(t, 2) + np.roll(t, -2)) / 4
    bites = 12 - 1.5 * t - 4.0 * near + 0.2 * people + r.normal(0, 2, n)
    frame = {"户号": np.arange(n) + 1, "装灯": t, "人口": people, "叮咬": bites.clip(0).round(1)}
    return pd.DataFrame(frame), -5.5


@BY_HAND.trap(
    "start-ups that still exist",
    "By how many thousand euros a year does a mentor raise the sales of a start-up?",
    """Taken from the chamber's directory in the fifth year. Firms that had given up by then have been
    deleted from the directory. The programme had allotted mentors by lot among the newly founded firms.
    mentor: 1/0
    sector: as given at the founding
    founders: number of founders
    sales_y5: sales in the fifth year in thousand euros""",
    r"[Ss]urviv|[Ss]elect(ion|ed)|[Dd]eleted|given up|still exist|[Cc]losed|[Dd]irectory|[Cc]ollider",
)
def startups(r: Random) -> Drawn:
    n = 2400
    skill, t, founders = r.normal(0, 1, n), coin(r, 0.5, n), 1 + r.poisson(1, n)
    alive = r.random(n) < logistic(-1.4 + 2.2 * skill + 2.4 * t)
    sales = 150 + 40 * skill + 6 * founders + 25 * t + r.normal(0, 25, n)
    sector = np.array(["food", "software", "crafts"])[r.choice(3, n)]
    frame = {"mentor": t, "sector": sector, "founders": founders, "sales_y5": sales.round()}
    return pd.DataFrame(frame)[alive].reset_index(drop=True), 25.0
