"""A design other than adjustment needs a sentence that says it, of this column, and data that bear it out.

Worlds whose effect is set here, with names that sound like a design and sentences that are one; each has its
mirror, in which the other answer is right.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant
from assistant.designs import iv, randomised, rdd
from assistant.designs.statements import is_asserted, statements
from assistant.designs.study import Study
from assistant.planning.design import RULES, make_study
from assistant.types import Reading
from tools.data import open_table, profile_table
from tools.types import Design, DesignKind

EFFECT = 2.0


def study_of(frame: pd.DataFrame, text: str, treatment: str, outcome: str, question: str = "") -> Study:
    table = open_table(frame)
    return make_study(question, Reading(treatment, outcome, 1.0), profile_table(table, text), table)


def covers(answer: Answer) -> bool:
    assert answer.estimate is not None, answer.prose
    low, high = answer.estimate.ci_95
    return bool(low <= EFFECT <= high)


# ---------------------------------------------------------------- a noun makes no instrument


def common_cause(name: str, treatment: str, outcome: str, rows: int = 1500, seed: int = 8) -> pd.DataFrame:
    """`name` raises treatment and outcome; holding it fixed is what the effect needs.

    Over seeds 0 to 19 the 95% interval holds the effect 19 times; seed 5 is the one outside (z = 2.3).
    """
    rng = np.random.default_rng(seed)
    cause = rng.normal(20, 5, rows)
    age = rng.normal(40, 9, rows).round()
    amount = 5 + 0.5 * (cause - 20) + 0.05 * age + rng.normal(size=rows)
    result = 30 + EFFECT * amount + 1.2 * cause + 0.3 * age + rng.normal(0, 2, rows)
    return pd.DataFrame(
        {"age": age, treatment: amount.round(2), outcome: result.round(2), name: cause.round(1)}
    )


def hidden_cause(name: str, treatment: str, outcome: str, rows: int = 3000, seed: int = 6) -> pd.DataFrame:
    """Nobody recorded what raises treatment and outcome; `name` moves the treatment and nothing else."""
    rng = np.random.default_rng(seed)
    moves, hidden = rng.normal(20, 5, rows), rng.normal(size=rows)
    age = rng.normal(40, 9, rows).round()
    amount = 5 + 0.4 * (moves - 20) + 1.5 * hidden + rng.normal(size=rows)
    result = 30 + EFFECT * amount + 5 * hidden + 0.3 * age + rng.normal(0, 2, rows)
    return pd.DataFrame(
        {"age": age, treatment: amount.round(2), outcome: result.round(2), name: moves.round(1)}
    )


NOUNS = (
    (
        "distance", "lessons", "points", "Does taking more lessons raise points?",
        "Records of a swimming club.\nage: age in years\nlessons: lessons taken in the year\n"
        "points: points in the badge test at the end of the year\n"
        "distance: distance from home to the pool in km, known before the year",
        "The distance to the pool reaches points only through lessons.",
    ),
    (
        "rainfall", "watering", "harvest", "Does more watering raise the harvest?",
        "Records of allotments.\nage: age of the gardener\nwatering: hours of watering in the season\n"
        "harvest: kg of vegetables at the end\nrainfall: rainfall in mm in the spring before",
        "Rainfall in that spring served as an instrument for watering.",
    ),
    (
        "iv_fluids", "walking", "strength", "Does more walking raise strength?",
        "Patients after an operation.\nage: age in years\nwalking: minutes of walking a day on the ward\n"
        "strength: strength of the grip when they went home\n"
        "iv_fluids: intravenous fluids in the night before, in 100 ml",
        "The iv_fluids were set by the pump's factory setting, as good as random, and have no effect of "
        "their own on strength.",
    ),
    (
        "competitor_price", "visits", "basket", "Do more visits raise the basket?",
        "Customers of a grocer.\nage: age in years\nvisits: visits in the month\nbasket: euros spent\n"
        "competitor_price: price index of the nearest competitor in the month before",
        "We use competitor_price as an instrument for visits.",
    ),
    (
        "draft_number", "service", "later_pay", "Does longer service raise later pay?",
        "Men of one year.\nage: age in years at the interview\nservice: months of service\n"
        "later_pay: weekly pay ten years on\ndraft_number: number on the list of the recruiting office",
        "The draft_number was drawn by lot and decided how long the service was.",
    ),
)  # fmt: skip
NOUNS_ZH = (
    (
        "距离", "课时", "成绩", "课时增加会提高成绩吗？",
        "游泳俱乐部的记录。\nage: 年龄\n课时: 一年中上课的次数\n"
        "成绩: 年末测试的成绩\n距离: 入会前家到泳池的距离，公里",
        "距离只通过课时影响成绩。",
    ),
    (
        "降雨量", "浇水", "收成", "多浇水会提高收成吗？",
        "菜园的记录。\nage: 园主的年龄\n浇水: 当季浇水的小时数\n"
        "收成: 季末的蔬菜，公斤\n降雨量: 此前春季的降雨，毫米",
        "降雨量是浇水的工具变量。",
    ),
    (
        "对手价格", "来店次数", "消费", "来店次数增加会提高消费吗？",
        "一家超市的顾客。\nage: 年龄\n来店次数: 当月来店的次数\n"
        "消费: 当月消费，元\n对手价格: 上个月最近的对手的价格指数",
        "我们把对手价格作为来店次数的工具变量。",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", (*NOUNS, *NOUNS_ZH), ids=lambda case: case[0])
def test_a_column_with_an_instruments_name_is_adjusted_for(case: tuple[str, ...]) -> None:
    name, treatment, outcome, question, text, _ = case
    answer = Assistant(common_cause(name, treatment, outcome), description=text).ask(question)
    assert answer.design is not None
    assert (answer.design.kind, name in answer.design.adjustment_set) == (DesignKind.BACKDOOR, True)
    assert covers(answer)


@pytest.mark.parametrize("case", (*NOUNS, *NOUNS_ZH), ids=lambda case: case[0])
def test_a_sentence_makes_it_an_instrument(case: tuple[str, ...]) -> None:
    name, treatment, outcome, question, text, sentence = case
    head, *rest = text.split("\n")
    told = "\n".join([f"{head} {sentence}", *rest])
    frame = hidden_cause(name, treatment, outcome)
    answer = Assistant(frame, description=told).ask(question)
    assert answer.design is not None
    assert (answer.design.kind, answer.design.instruments) == (DesignKind.IV, (name,)), answer.prose
    assert covers(answer)
    # The mirror: without the sentence there is no instrument, and adjustment misses.
    silent = Assistant(frame, description=text).ask(question)
    assert silent.design is not None and silent.design.kind is DesignKind.BACKDOOR
    assert not covers(silent)


@pytest.mark.parametrize("case", [NOUNS[0], NOUNS[1], NOUNS[4]], ids=lambda case: case[0])
def test_a_name_alone_is_a_question_to_the_person(case: tuple[str, ...]) -> None:
    name, treatment, outcome, question, text, sentence = case
    frame = common_cause(name, treatment, outcome)
    asked = f"{name} could be an instrument if it reaches {outcome} only through {treatment}"
    plan = Assistant(frame, description=text).plan(question)
    assert any(asked in warning for warning in plan.warnings)
    told = Assistant(frame, description=f"{sentence}\n{text}").plan(question)
    assert not any(asked in warning for warning in told.warnings)


@pytest.mark.parametrize(
    "sentence",
    [
        "The distance to the pool is a reason why people score lower.",
        "The distance to the pool also lowers the points, as tired swimmers do worse.",
        "Distance is not a valid instrument for lessons.",
        "Distance affects points directly.",
    ],
)
def test_a_sentence_to_the_contrary_refuses_the_instrument(sentence: str) -> None:
    name, treatment, outcome, question, text, _ = NOUNS[0]
    answer = Assistant(common_cause(name, treatment, outcome), description=f"{sentence}\n{text}").ask(
        question
    )
    assert answer.design is not None and answer.design.kind is DesignKind.BACKDOOR
    assert name in answer.design.adjustment_set
    assert covers(answer)


def test_a_contrary_sentence_outweighs_one_that_calls_it_an_instrument() -> None:
    name, treatment, outcome, question, text, _ = NOUNS[3]
    told = (
        "Some call competitor_price an instrument for visits: competitor_price is used as an instrument.\n"
        f"The competitor_price also changes the basket directly.\n{text}"
    )
    plan = Assistant(common_cause(name, treatment, outcome), description=told).plan(question)
    assert plan.design is not None and plan.design.kind is DesignKind.BACKDOOR
    assert any("acts on basket in another way" in warning for warning in plan.warnings)


def test_an_instrument_for_another_treatment_is_none_for_this_one() -> None:
    frame = common_cause("hail", "lessons", "points").assign(price=lambda f: f["age"] * 2.0)
    text = "hail: days of hail, an instrument for price\nlessons: lessons\npoints: points\nprice: price"
    study = study_of(frame, text, "lessons", "points")
    assert not iv.said_of_column(study, study.profile["hail"]).supports
    assert iv.said_of_column(study_of(frame, text, "price", "points"), study.profile["hail"]).supports


def test_a_refused_instrument_is_left_out_and_said() -> None:
    """Two things are said to move the treatment; the cutoff decides, and the instrument is not held fixed."""
    name, treatment, outcome, _, text, sentence = NOUNS[0]
    frame = hidden_cause(name, treatment, outcome)
    study = study_of(frame, f"{sentence}\n{text}", treatment, outcome)
    assert iv.unused_instruments(study, ()) == [name]
    assert iv.unused_instruments(study_of(frame, text, treatment, outcome), ()) == []


def test_a_weak_instrument_is_turned_down_for_what_it_is() -> None:
    name, treatment, outcome, question, text, sentence = NOUNS[1]
    frame = hidden_cause(name, treatment, outcome, rows=700)
    frame[name] = np.random.default_rng(1).normal(20, 5, len(frame)).round(1)
    plan = Assistant(frame, description=f"{sentence}\n{text}").plan(question)
    assert plan.design is not None and plan.design.kind is DesignKind.BACKDOOR
    assert any("first-stage F is" in warning and "10.0 is the least" in warning for warning in plan.warnings)
    assert name not in plan.design.adjustment_set  # nor held fixed instead


# ---------------------------------------------------------------- a number is no cutoff


def members(rows: int = 2500, rule: bool = False, seed: int = 9) -> pd.DataFrame:
    """Months of membership make a visit to the coach likelier, smoothly; or 12 months decide it."""
    rng = np.random.default_rng(seed)
    months = rng.uniform(0, 40, rows).round(1)
    chance = 1 / (1 + np.exp(-(months - 12) / 6))
    coached = (months >= 12).astype(int) if rule else (rng.random(rows) < chance).astype(int)
    fitness = 50 + EFFECT * coached + 0.2 * months + rng.normal(0, 1, rows)
    return pd.DataFrame({"months": months, "coached": coached, "fitness": fitness.round(2)})


MEMBERS = (
    "Members of a gym.\nmonths: months as a member before the season\n"
    "coached: saw the coach\nfitness: fitness after"
)


@pytest.mark.parametrize(
    "question",
    [
        "Does being coached within 12 months raise fitness?",
        "Does being coached raise fitness for those with more than 12 months?",
        "What does being coached do to fitness for members of at least 12 months?",
    ],
)
def test_a_number_in_the_question_is_no_cutoff(question: str) -> None:
    plan = Assistant(members(), description=MEMBERS).plan(question)
    assert plan.design is None or plan.design.kind is DesignKind.BACKDOOR


def test_a_number_of_a_description_is_no_rule_by_itself() -> None:
    study = study_of(members(), f"Fees were paid within 12 months.\n{MEMBERS}", "coached", "fitness")
    assert not any(c.accepted for c in rdd.propose(study, ()))


@pytest.mark.parametrize(
    "sentence",
    [
        "Members of at least 12 months were eligible for the coach.",
        "Those with 12 months or more got the coach.",
        "会员满12个月可以获得教练指导。",
    ],
)
def test_a_rule_and_a_jump_are_a_cutoff(sentence: str) -> None:
    answer = Assistant(members(rule=True), description=f"{sentence}\n{MEMBERS}").ask(
        "Does being coached raise fitness?"
    )
    assert answer.design is not None
    assert (answer.design.kind, answer.design.cutoff) == (DesignKind.RDD, 12.0)
    assert covers(answer)


def test_a_rule_that_the_data_do_not_show_is_none() -> None:
    told = f"Members of at least 12 months were eligible for the coach.\n{MEMBERS}"
    study = study_of(members(), told, "coached", "fitness")
    verdict = rdd.test(study, Design(DesignKind.RDD, running_variable="months", cutoff=12.0), ())
    assert not verdict.passed and "no jump" in verdict.reason
    assert not any(c.accepted for c in rdd.propose(study, ()))


def test_a_step_in_the_data_without_a_sentence_is_a_question_to_the_person() -> None:
    plan = Assistant(members(rule=True), description=MEMBERS).plan("Does being coached raise fitness?")
    assert plan.design is not None and plan.design.kind is not DesignKind.RDD
    assert any("if that is the rule by which it was given" in warning for warning in plan.warnings)


# ---------------------------------------------------------------- a word is no experiment


def clinic(rows: int = 1600, seed: int = 3) -> pd.DataFrame:
    """The vitamin was drawn by lot; who swims is fitter, and chose to."""
    rng = np.random.default_rng(seed)
    age, fit = rng.normal(50, 8, rows).round(), rng.normal(size=rows).round(2)
    vitamin = rng.integers(0, 2, rows)
    swims = (fit + rng.normal(size=rows) > 0).astype(int)
    energy = 20 + EFFECT * vitamin + EFFECT * swims + 3 * fit - 0.1 * age + rng.normal(size=rows)
    return pd.DataFrame(
        {"age": age, "fit_before": fit, "vitamin": vitamin, "swims": swims, "energy": energy.round(2)}
    )


CLINIC = (
    "age: age in years\nfit_before: fitness before the winter\nvitamin: 1 = got the vitamin\n"
    "swims: 1 = swims every week\nenergy: energy at the end of the winter"
)
DRAWN = (
    "We assigned the vitamin to half of them at random.",
    "The vitamin was given by the toss of a coin.",
    "This is a randomised trial of the vitamin.",
    "Half of the patients, chosen by lot, got the vitamin, and swimming was up to them.",
    "vitamin由抛硬币随机分配。",
)


@pytest.mark.parametrize("sentence", DRAWN)
def test_random_assignment_belongs_to_the_column_that_it_is_said_of(sentence: str) -> None:
    text = f"{sentence}\n{CLINIC}"
    frame = clinic()
    for treatment, kind in (("vitamin", DesignKind.RANDOMISED), ("swims", None), ("age", None)):
        study = study_of(frame, text, treatment, "energy")
        found = [c for c in randomised.propose(study, ("age", "fit_before")) if c.accepted]
        assert bool(found) == (kind is DesignKind.RANDOMISED), (treatment, found)


@pytest.mark.parametrize("sentence", DRAWN[:2])
def test_another_column_of_a_trial_is_adjusted_for_what_came_before(sentence: str) -> None:
    answer = Assistant(clinic(), description=f"{sentence}\n{CLINIC}").ask("Does swims raise energy?")
    assert answer.design is not None and answer.design.kind is DesignKind.BACKDOOR
    assert "swims was assigned at random" not in answer.prose
    assert covers(answer)


DENIED = (
    "The vitamin was not assigned at random.",
    "The vitamin was never randomised.",
    "This was not a randomised trial.",
    "There was no randomisation.",
    "No patient was randomly assigned to the vitamin.",
    "Nobody was assigned to the vitamin at random.",
    "We could not randomise the vitamin.",
    "The vitamin was given by doctors rather than assigned at random.",
    "The vitamin was assigned by doctors, not at random.",
    "The patients were neither blinded nor randomised.",
    "They took the vitamin without any random assignment.",
    "To know the effect of the vitamin would have needed a randomised trial.",
    "A randomised trial of the vitamin would be better.",
    "The vitamin will be randomised later.",
    "Patients look as if randomly assigned to the vitamin.",
    "An earlier randomised trial found no effect of the vitamin.",
    "Random assignment of the vitamin was not possible.",
    "It is unclear whether the vitamin was randomised.",
    "We hope for a randomised trial of the vitamin.",
    "Patients were randomly selected to be interviewed.",
    "A random sample of patients, drawn at random from the register, was asked.",
    "Patients were selected at random and asked about the vitamin.",
    "维生素不是随机分配的。",
    "维生素的使用并非随机分配。",
    "没有随机分配。",
    "未随机分组。",
    "无法随机分配维生素。",
    "如果随机分配就更好了。",
    "病人由随机抽样选出。",
)


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denied_supposed_or_borrowed_experiment_is_none(sentence: str) -> None:
    study = study_of(clinic(), f"{sentence}\n{CLINIC}", "vitamin", "energy")
    assert not any(s.asserted and s.weight > 0 for s in statements(study, DesignKind.RANDOMISED))
    assert not any(c.accepted for c in randomised.propose(study, ("age",)))


ASSERTED = (
    "The vitamin was assigned at random.",
    "Those who had not responded to tea were randomised to the vitamin.",
    "Families with no car were randomly assigned to the vitamin.",
    "Not only the tea but also the vitamin was randomised.",
    "The vitamin was not cheap, but it was assigned at random.",
    "vitamin: 1 if assigned at random to the vitamin",
    "Doctors did not know who was randomised to the vitamin.",
    "The tea was their choice, and the vitamin was randomised.",
    "不同病房的病人被随机分配到维生素组。",
)


@pytest.mark.parametrize("sentence", ASSERTED)
def test_a_not_elsewhere_in_the_sentence_denies_nothing(sentence: str) -> None:
    study = study_of(clinic(), f"{sentence}\n{CLINIC}", "vitamin", "energy")
    assert any(s.asserted and s.weight > 0 for s in statements(study, DesignKind.RANDOMISED))


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("We randomly assigned the vitamin. Did it raise energy?", True),
        ("Did the vitamin, which was randomly assigned, raise energy?", True),
        ("我们随机分配了vitamin。它提高energy了吗？", True),
        ("Would energy rise if the vitamin was randomly assigned?", False),
        ("What if we randomised the vitamin?", False),
        ("Does the vitamin raise energy?", False),
    ],
)
def test_a_question_counts_where_it_states_how_the_treatment_came_about(question: str, stated: bool) -> None:
    study = study_of(clinic(), CLINIC, "vitamin", "energy", question)
    assert any(c.accepted for c in randomised.propose(study, ("age", "fit_before"))) == stated


def test_an_experiment_that_the_data_belie_is_refused_with_the_reason() -> None:
    text = f"We assigned who swims at random.\n{CLINIC}"
    plan = Assistant(clinic(), description=text).plan("Does swims raise energy?")
    assert plan.design is not None and plan.design.kind is DesignKind.BACKDOOR
    assert any("differs more between its groups than chance explains" in warning for warning in plan.warnings)


def test_villages_that_were_drawn_as_a_whole_are_balanced_as_villages() -> None:
    rng = np.random.default_rng(4)
    village = np.repeat(np.arange(40), 30)
    wealth = rng.normal(size=40)[village] + rng.normal(0, 0.3, len(village))
    meals = rng.permutation(np.arange(40) % 2)[village]
    frame = pd.DataFrame({"village": [f"v{v}" for v in village], "wealth": wealth, "meals": meals})
    frame["weight"] = 20 + EFFECT * frame["meals"] + frame["wealth"] + rng.normal(size=len(frame))
    text = (
        "Villages were drawn by lot to get meals.\nvillage: the village\n"
        "wealth: wealth before\nmeals: got meals"
    )
    study = study_of(frame, text, "meals", "weight")
    assert randomised.test(study, Design(DesignKind.RANDOMISED), ("wealth",)).passed
    # The mirror: the richer villages have the meals, and nobody drew them.
    frame["meals"] = (wealth > np.median(wealth)).astype(int)
    study = study_of(frame.drop(columns="village"), text, "meals", "weight")
    assert not randomised.test(study, Design(DesignKind.RANDOMISED), ("wealth",)).passed


def test_taking_what_was_assigned_at_random_has_the_assignment_for_its_instrument() -> None:
    rng = np.random.default_rng(12)
    rows, hidden = 3000, rng.normal(size=3000)
    assigned = rng.integers(0, 2, rows)
    took = assigned * (hidden + rng.normal(size=rows) < 0.5).astype(int)
    frame = pd.DataFrame({"assigned": assigned, "took_tea": took})
    frame["calm"] = (10 + EFFECT * took + 3 * hidden + rng.normal(size=rows)).round(2)
    text = (
        "assigned: 1 = was assigned to the tea at random\ntook_tea: 1 = really took it\ncalm: calm at night"
    )
    found = iv.propose(study_of(frame, text, "took_tea", "calm"), ())
    assert [(c.accepted, c.design.instruments) for c in found] == [(True, ("assigned",))]


# ---------------------------------------------------------------- one function, one rule book


@pytest.mark.parametrize(
    ("sentence", "words", "asserted"),
    [
        ("The cutoff of 60 was not kept to.", "cutoff of 60", False),
        ("The cutoff of 60 decided who got it.", "cutoff of 60", True),
        ("It does not work through tar.", "through tar", False),
        ("It works only through tar.", "through tar", True),
        ("This is not a difference-in-differences study.", "difference-in-differences", False),
        ("We run difference-in-differences.", "difference-in-differences", True),
        ("没有断点。", "断点", False),
    ],
)
def test_every_design_reads_denial_alike(sentence: str, words: str, asserted: bool) -> None:
    start = sentence.index(words)
    assert is_asserted(sentence, start, start + len(words)) == asserted


def test_a_mediator_needs_a_sentence_of_its_own() -> None:
    rng = np.random.default_rng(2)
    hidden, rows = rng.normal(size=2000), 2000
    runs = (hidden + rng.normal(size=rows) > 0).astype(int)
    sweat = 1.5 * runs + rng.normal(size=rows)
    cold = 2 * sweat + hidden + rng.normal(size=rows)
    frame = pd.DataFrame({"runs": runs, "mid_sweat_level": sweat, "cold": cold})
    entries = "runs: 1 = runs\nmid_sweat_level: level of sweat\ncold: colds"
    for sentence, accepted in (
        ("Running acts on colds only through the sweat.", True),
        ("Running does not act through the sweat.", False),
        ("A survey of runners.", False),
    ):
        study = study_of(frame, f"{sentence}\n{entries}", "runs", "cold")
        found = RULES[DesignKind.FRONTDOOR].propose(study, ())
        assert any(c.accepted for c in found) == accepted, sentence


@pytest.mark.parametrize("kind", [kind for kind in DesignKind if kind in RULES])
def test_each_design_has_one_rule_book(kind: DesignKind) -> None:
    rules = RULES[kind]
    assert kind is rules.KIND
    study = study_of(clinic(), CLINIC, "vitamin", "energy")
    assert rules.propose(study, ()) == []
    assert not rules.spoken(study, Design(kind)).supports


def carried_world(treatment: str, mediator: str, outcome: str) -> pd.DataFrame:
    """The effect of 3 goes through the mediator alone; something hidden moves treatment and outcome."""
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=2500)
    treated = (rng.random(2500) < 1 / (1 + np.exp(-1.2 * hidden))).astype(int)
    carried = 1.5 * treated + rng.normal(size=2500)
    reached = 2 * carried + 2.5 * hidden + rng.normal(size=2500)
    return pd.DataFrame({treatment: treated, mediator: carried.round(3), outcome: reached.round(3)})


HIDDEN_CAUSE = "A trait that was not measured moves both."


@pytest.mark.parametrize(
    ("treatment", "mediator", "outcome", "said"),
    [
        ("coffee", "sleep", "mood", "hours slept, by which coffee has its whole effect on mood"),
        ("supplier", "stock", "delay", "parts in stock, through which the supplier has all its influence"),
        ("visit", "trust", "donation", "trust in the charity, the only way in which a visit works"),
        (
            "course",
            "pride",
            "sales",
            "pride in the work, by way of which the course acts, and nothing but it",
        ),
    ],
)
def test_a_column_through_which_all_goes_is_a_mediator_and_not_adjusted_for(
    treatment: str, mediator: str, outcome: str, said: str
) -> None:
    frame = carried_world(treatment, mediator, outcome)
    question = f"What is the effect of {treatment} on {outcome}?"
    told = f"{treatment}: 1 = yes\n{mediator}: {said}\n{outcome}: measured at the end\n{HIDDEN_CAUSE}"
    answer = Assistant(frame, description=told).ask(question)
    assert (answer.design.kind.value, answer.design.mediators) == ("frontdoor", (mediator,))
    assert answer.estimate is not None
    low, high = answer.estimate.ci_95
    assert abs(answer.estimate.value - 3.0) < 3 * (high - low) / (2 * 1.96)
    # The mirror: without the sentence nobody can know, and what is then held fixed gives another number.
    silent = told.replace(f": {said}", f": {said.split(',')[0]}")
    assert Assistant(frame, description=silent).ask(question).design.kind.value != "frontdoor"


def test_one_way_among_others_carries_not_all() -> None:
    frame = carried_world("visit", "trust", "donation")
    told = "visit: 1 = yes\ntrust: trust in the charity; it is not the only way in which a visit works"
    answer = Assistant(frame, description=f"{told}\n{HIDDEN_CAUSE}").ask("Does a visit raise donation?")
    assert answer.design.kind.value != "frontdoor"
