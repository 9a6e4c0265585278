"""Questions that bring their own premises: read whole or not at all, and answered exactly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.formal.answering import FormalResult, conclude
from assistant.kinds.formal.reading import is_formal, read_premises
from assistant.kinds.formal.structured import premises_of, problems
from bench.formal import items, score
from tools.formal.necessity import enough, needed, needed_and_enough

TABLE = pd.DataFrame(
    {"age": [30, 41, 52, 63] * 5, "smoker": [0, 1, 0, 1] * 5, "sbp": [120.0, 131, 128, 142] * 5}
)
ORDINARY = (
    "Suppose we raise the price by 10%: what happens to sales?",
    "What is the effect of smoker on sbp?",
    "Does smoking raise the probability of a stroke?",
    "What is P(churn) for new customers?",
    "Is age a confounder?",
    "Which variables should I adjust for?",
    "Assume everybody had taken the drug. What would blood pressure be?",
    "Are age and sbp independent given smoker?",
    "How likely is it that customer 12 leaves?",
    "Imagine we sent the voucher to all. By how much would spending rise?",
    "What is the chance of readmission when the nurse calls?",
    "Let us say the discount is 20%. Do orders go up?",
    "Is the effect of smoker on sbp identifiable from this table?",
    "Does the course cause more visits or do the fit just come more often?",
    "Given that older people smoke less, does smoking raise sbp?",
    "Angenommen, wir senken den Preis: was passiert mit dem Umsatz?",
    "Ist das Alter ein Störfaktor?",
    "假设我们把价格提高10%，销量会怎样？",
    "吸烟和血压有关吗？",
    "如果所有人都吃药，血压会降低多少？",
)


@pytest.mark.parametrize("question", ORDINARY)
def test_an_ordinary_question_is_not_taken_for_premises(question: str):
    from assistant.language.registry import language_of

    assert not is_formal(question, language_of(question), tuple(TABLE.columns))


@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.parametrize("family", ["story", "relations", "graph"])
def test_items_with_an_oracle_of_their_own_are_read_and_answered_exactly(family: str, language: str):
    found = score(items(family, 8, language, seed=2026))
    assert found.read >= 0.85 * found.items, found.unread[:1]
    assert found.exact == found.read, found.wrong[:1]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        # Pearl (2009), Causality, 3.3.2: the front door on his table of smoking, tar and cancer.
        (
            "In the graph X -> M -> Y, U -> X, U -> Y, U is hidden. P(X=1)=0.5, "
            "P(M=1|X=1)=0.95, P(M=1|X=0)=0.05, "
            "P(Y=1|X=1,M=1)=0.85, P(Y=1|X=1,M=0)=0.90, P(Y=1|X=0,M=1)=0.05, P(Y=1|X=0,M=0)=0.10. "
            "What is P(Y=1|do(X=1)) - P(Y=1|do(X=0))?",
            -0.045,
        ),
        # Bayes' rule, by hand: 0.9 x 0.01 / (0.9 x 0.01 + 0.05 x 0.99)
        (
            "Consider D -> T. P(D=1)=0.01, P(T=1|D=1)=0.9, P(T=1|D=0)=0.05. What is P(D=1|T=1)?",
            0.009 / 0.0585,
        ),
    ],
)
def test_published_figures(question: str, value: float):
    answer = Assistant(TABLE).ask(question)
    assert (answer.status, answer.kind) == ("answered", "formal"), answer.prose
    assert answer.result is not None
    assert answer.result.quantities["value"].value == pytest.approx(value, abs=1e-9)


def test_leaving_the_back_door_open_would_miss():
    question = (
        "Z -> X, Z -> Y, X -> Y. P(Z=1)=0.4, P(X=1|Z=1)=0.9, P(X=1|Z=0)=0.1, P(Y=1|X=1,Z=1)=0.8, "
        "P(Y=1|X=1,Z=0)=0.5, P(Y=1|X=0,Z=1)=0.7, P(Y=1|X=0,Z=0)=0.3. "
    )
    effect = Assistant(TABLE).ask(question + "What is P(Y=1|do(X=1)) - P(Y=1|do(X=0))?")
    seen = Assistant(TABLE).ask(question + "What is P(Y=1|X=1) - P(Y=1|X=0)?")
    assert effect.result is not None and seen.result is not None
    assert effect.result.quantities["value"].value == pytest.approx(0.6 * 0.2 + 0.4 * 0.1)
    assert abs(seen.result.quantities["value"].value - 0.16) > 0.1


def test_a_missing_premise_is_named_and_nothing_is_made_up():
    answer = Assistant(TABLE).ask(
        "Z -> X, Z -> Y, X -> Y. P(Y=1|X=1,Z=1)=0.8, P(Y=1|X=1,Z=0)=0.5, P(Y=1|X=0,Z=1)=0.7, "
        "P(Y=1|X=0,Z=0)=0.3. "
        "What is P(Y=1|do(X=1)) - P(Y=1|do(X=0))?"
    )
    assert answer.status == "not_answerable" and answer.result is None
    assert "P(Z=1)" in answer.prose


@pytest.mark.parametrize(
    "question",
    [
        (
            "P(default)=0.04, P(missed|default)=0.7, P(missed|no default)=0.05. Someone did not miss: how "
            "likely is default?"
        ),
        # The other thing was seen, or is asked.
        "4% of pumps are worn. The gauge flags 90% of the worn ones and 3% of the good ones. One is not "
        "flagged; how likely is it worn?",
        "4% of pumps are worn. The gauge flags 90% of the worn ones and 3% of the good ones. One is flagged; "
        "how likely is it good?",
        # Two ways to read it: is D a cause of F, or an effect of A?
        "A and B cause C and D and E cause F. Are A and F independent?",
        "Wind moves the mill, and something about the miller matters. Are wind and flour independent?",
        (
            "X -> M -> Y, and something hidden acts on X and Y. Can the effect of X on Y be "
            "identified from Y and M in winter of 1990?"
        ),
    ],
)
def test_a_premise_that_is_not_understood_leaves_the_whole_unread(question: str):
    """Evidence or a hidden cause that no pattern reads would change the answer."""
    assert read_premises(question, "en") is None


def test_an_instrument_bounds_the_effect_where_all_is_seen():
    from tools.formal.diagram import Diagram
    from tools.formal.effects import Asked, Bounds, answered
    from tools.formal.inference import Calculator, Fact

    def fact(of, given, value):
        return Fact(frozenset(of.items()), frozenset(given.items()), value)

    # Balke & Pearl (1997): with full compliance the bounds close on the difference that is seen.
    facts = []
    for z, y in ((True, 0.7), (False, 0.2)):
        for x in (True, False):
            for out in (True, False):
                facts.append(fact({"X": x, "Y": out}, {"Z": z}, float(x == z) * (y if out else 1 - y)))
    graph = Diagram(("Z", "X", "Y"), (("Z", "X"), ("X", "Y")), linked=(("X", "Y"),))
    found = answered(Asked.EFFECT, Calculator(graph, tuple(facts)), ("Y", True), ("X", True))
    assert isinstance(found, Bounds) and found.low == pytest.approx(0.5) and found.high == pytest.approx(0.5)


def test_a_models_reading_must_stand_in_the_question():
    question = "Rain makes floods. P(flood|rain)=0.3. What is the effect?"
    reply = {
        "variables": ["rain", "flood"],
        "arrows": [{"cause": "rain", "effect": "flood", "quotation": "Rain makes floods"}],
        "probabilities": [
            {
                "of": [{"variable": "flood", "so": True}],
                "given": [{"variable": "rain", "so": True}],
                "do": [],
                "value": 0.3,
                "quotation": "P(flood|rain)=0.3",
            }
        ],
        "asked": "effect",
        "cause": {"variable": "rain", "so": True},
        "effect": {"variable": "flood", "so": True},
        "quotation": "What is the effect?",
    }
    assert problems(reply, question) == []
    premises = premises_of(reply)
    assert premises is not None and premises.by_model
    reply["probabilities"][0]["value"] = 0.4
    reply["arrows"][0]["quotation"] = "Floods make rain"
    assert len(problems(reply, question)) == 2


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (
            "Suppose frost raises prices, prices lower visits, and nothing else. Knowing "
            "prices, does frost tell me "
            "anything about visits?",
            "en",
            "no",
        ),
        (
            "Heat drives both thirst and thefts and there's nothing else going on. Once heat is "
            "known, are thirst and "
            "thefts still related?",
            "en",
            "no",
        ),
        (
            "Luck and effort are independent. Prizes are caused by both. Are luck and effort "
            "independent given "
            "prizes?",
            "en",
            "no",
        ),
        ("Suppose A causes B and C, and B and C both cause D. Are B and C independent given A?", "en", "yes"),
        (
            "Suppose A causes B and C, and B and C both cause D. Are B and C independent given A and D?",
            "en",
            "no",
        ),
        (
            "Say fog lowers speed, speed lowers yield, and fog touches yield in no other way. "
            "If I fix speed, can fog "
            "still change yield?",
            "en",
            "no",
        ),
        (
            "Say fog lowers speed, speed lowers yield and fog lowers yield. If I fix speed, can "
            "fog still change "
            "yield?",
            "en",
            "yes",
        ),
        (
            "Let salt affect taste only through brine, and a hidden grit affects salt and "
            "taste. Can the effect of "
            "salt on taste be recovered?",
            "en",
            "yes",
        ),
        (
            "Let salt affect taste, and a hidden grit affects salt and taste. Can the effect of "
            "salt on taste be "
            "recovered?",
            "en",
            "no",
        ),
        (
            "已知肥料影响长势，长势影响收成，除此之外没有别的关系。给定长势以后，肥料和收成还相关吗？",
            "zh",
            "no",
        ),
        ("甲导致丙，乙也导致丙，甲和乙互不影响。知道丙以后，甲和乙还独立吗？", "zh", "no"),
        (
            "Angenommen, Regen beeinflusst Laune und Laune beeinflusst Umsatz, sonst nichts. "
            "Sind Regen und Umsatz "
            "unabhängig, wenn Laune bekannt ist?",
            "de",
            "yes",
        ),
    ],
)
def test_free_wording(question: str, language: str, told: str):
    premises = read_premises(question, language)
    assert premises is not None
    found = conclude(premises)
    assert isinstance(found, FormalResult) and found.verdict == told


@pytest.mark.parametrize(
    ("question", "language", "value"),
    [
        (
            "4% of pumps are worn. The gauge flags 90% of the worn ones and 3% of the good "
            "ones. One is flagged; how "
            "likely is it worn?",
            "en",
            0.036 / (0.036 + 0.0288),
        ),
        (
            "P(frost)=0.3, P(leak|frost)=0.4, P(leak|no frost)=0.05. There is a leak: how likely is frost?",
            "en",
            0.12 / (0.12 + 0.035),
        ),
        (
            (
                "Take P(win | demo) = 0.3 and P(win | no demo) = 0.1, demos given by lot. What is "
                "the effect of the demo?"
            ),
            "en",
            0.2,
        ),
        (
            "某病患病率千分之五，检测灵敏度90%，特异度98%，阳性的人真有病的概率是多少？",
            "zh",
            0.0045 / (0.0045 + 0.0199),
        ),
    ],
)
def test_two_groups_and_their_rates(question: str, language: str, value: float):
    premises = read_premises(question, language)
    assert premises is not None
    found = conclude(premises)
    assert isinstance(found, FormalResult) and found.value == pytest.approx(value)


@pytest.mark.parametrize(("treated", "untreated"), [(0.6, 0.4), (0.9, 0.3), (0.2, 0.05), (0.3, 0.5)])
def test_bounds_of_causation_hold_and_are_met(treated: float, untreated: float):
    """Every population of four kinds (helped, hurt, always, never) with these risks, on a fine grid."""
    helped = np.linspace(0, 1, 20_001)
    always = treated - helped
    hurt = untreated - always
    never = 1 - helped - always - hurt
    can = (always >= -1e-12) & (hurt >= -1e-12) & (never >= -1e-12)
    low, high = needed_and_enough(treated, untreated)
    assert (low, high) == pytest.approx((helped[can].min(), helped[can].max()), abs=1e-4)
    assert needed(treated, untreated) == pytest.approx((low / treated, high / treated))
    assert enough(treated, untreated)[1] == pytest.approx(high / (1 - untreated))
    if treated > untreated:
        no_harm = helped[can & (hurt <= 1e-4)]
        assert needed_and_enough(treated, untreated, monotone=True)[0] == pytest.approx(
            no_harm.max(), abs=2e-4
        )


def test_how_probable_it_was_the_cause_is_bounded():
    question = (
        "Let p(hired | course)=.7, p(hired | no course)=.5, course was assigned by coin. Lower bound on the "
        "probability that the course was needed for someone hired with it?"
    )
    answer = Assistant(TABLE).compute("formal", premises=question)
    assert answer.status == "answered" and answer.result is not None
    quantities = answer.result.quantities
    assert quantities["lower_bound"].value == pytest.approx(0.2 / 0.7)
    assert quantities["upper_bound"].value == pytest.approx(0.5 / 0.7)


def test_what_was_not_read_is_named():
    question = (
        "Suppose rain wets the road in some odd manner. Rain raises slips. Are rain and slips independent?"
    )
    answer = Assistant(TABLE).compute("formal", premises=question)
    assert answer.status == "not_answerable"
    assert "Not read" in answer.prose and "odd manner" in answer.prose


def test_no_question_of_another_kind_is_claimed():
    files = sorted(Path(__file__).parents[2].glob("bench/kinds/train_*.jsonl"))
    entries = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    others = [entry for entry in entries if entry.get("kind") not in (None, "formal")][::5]
    assert len(others) > 1000
    text = "question" if "question" in others[0] else "q"
    assert [entry[text] for entry in others if is_formal(entry[text], entry["lang"], ())] == []
