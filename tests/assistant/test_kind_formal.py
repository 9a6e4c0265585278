"""Questions that bring their own premises: read whole or not at all, and answered exactly."""

from __future__ import annotations

import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.formal.reading import is_formal, read_premises
from assistant.kinds.formal.structured import premises_of, problems
from bench.formal import items, score

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
            "P(default)=0.04, P(missed|default)=0.7, P(missed|no default)=0.05. Someone missed: how "
            "likely is default?"
        ),
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
