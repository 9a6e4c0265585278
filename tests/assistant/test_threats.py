"""What a description says against the obvious number is heard, and changes the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.designs.threats.kinds import ThreatKind
from assistant.designs.threats.sentences import by_pattern, threat_words
from assistant.designs.threats.ties import mattering, outcome_decides, threats_to
from assistant.planning.design import make_study
from assistant.types import Reading
from tools.data import open_table, profile_table
from tools.types import Design, DesignKind

K = ThreatKind
SAID = [
    (K.SELECTION_REASON, "The nurses gave the new dressing to the most severely burned."),
    (K.SELECTION_REASON, "Das neue Pflaster bekamen die am schwersten Verletzten."),
    (K.SELECTION_REASON, "新敷料主要给了病情最重的人。"),
    (K.HIDDEN_CAUSE, "How thirsty the plants were was not recorded and affects both watering and growth."),
    (K.HIDDEN_CAUSE, "Die Ausdauer wurde nicht erhoben und beeinflusst beides."),
    (K.HIDDEN_CAUSE, "耐心没有记录，却影响两者。"),
    (K.SELECTED_ROWS, "Only candidates who passed the final round are listed."),
    (K.SELECTED_ROWS, "In der Liste stehen nur Bewerber, die bestanden haben."),
    (K.SELECTED_ROWS, "名单里只有通过终选的人。"),
    (K.CASE_CONTROL, "For each boat with a leak we drew two boats without one."),
    (K.CASE_CONTROL, "Es handelt sich um eine Fall-Kontroll-Erhebung."),
    (K.CASE_CONTROL, "这是一项病例对照研究。"),
    (K.IMMORTAL_TIME, "Bands that split up early had no time to record a second album."),
    (K.IMMORTAL_TIME, "Wer früh starb, erlebte die Feier nicht mehr."),
    (K.IMMORTAL_TIME, "很早解散的乐队没有机会录第二张专辑。"),
    (K.ATTRITION, "Most who dropped out came from the second arm."),
    (K.ATTRITION, "Viele brachen ab, und ihr Wert fehlt."),
    (K.ATTRITION, "中途退出的人多在第二组。"),
    (K.INTERFERENCE, "Treated ponds drained and passed the bacteria on to untreated ponds."),
    (K.MEASUREMENT_ERROR, "Depth was measured roughly, with a stick."),
    (K.MEASUREMENT_ERROR, "Die Tiefe wurde nur geschätzt."),
    (K.MEASUREMENT_ERROR, "深度是目测的。"),
    (K.PRIOR_TRENDS, "Catches had been falling in that bay for years."),
    (
        K.M_BIAS,
        "The quiz reflects patience, which also leads to fishing, and luck, which also leads to catches.",
    ),
]
DENIED = [
    "Nobody dropped out before the end.",
    "There was no spill-over from one pond to another.",
    "Nothing was measured roughly.",
    "Niemand brach ab.",
    "Es gab keine Ausfälle in einem der Arme.",
    "没有人中途退出。",
    "Bands chose their label freely.",
    "A random sample of boats was drawn from the register.",
    "depth: depth of the pond in metres",
]


@pytest.mark.parametrize(("kind", "sentence"), SAID)
def test_it_is_heard_in_the_words_people_use(kind: ThreatKind, sentence: str) -> None:
    assert kind in by_pattern(sentence)


@pytest.mark.parametrize("sentence", DENIED)
def test_what_is_denied_or_ordinary_says_nothing(sentence: str) -> None:
    assert set(by_pattern(sentence)) <= {K.CONSEQUENCE_OF_OUTCOME, K.COLLIDER, K.DERIVED_TREATMENT}


# ---------------------------------------------------------------- ties to columns


def heard(frame: pd.DataFrame, description: str, treatment: str, outcome: str, kind: DesignKind) -> set[K]:
    table = open_table(frame)
    study = make_study("", Reading(treatment, outcome, 1.0), profile_table(table, description), table)
    return {threat.kind for threat in mattering(threats_to(study, Design(kind)), kind)}


def ponds(rng: np.random.Generator, rows: int = 400) -> pd.DataFrame:
    depth = rng.normal(3, 1, rows)
    aerated = (rng.random(rows) < 1 / (1 + np.exp(3 - depth))).astype(int)
    return pd.DataFrame(
        {"depth": depth, "aerated": aerated, "carp": 5 + aerated + depth + rng.normal(0, 1, rows)}
    )


COLUMNS = " depth: depth in metres. aerated: 1 = has a pump. carp: weight of the carp in kilograms."


@pytest.mark.parametrize(
    ("said", "kind", "design"),
    [
        ("The keepers gave pumps to the weakest ponds.", K.SELECTION_REASON, DesignKind.BACKDOOR),
        (
            "More pumps are aerated and sent where carp weight is low.",
            K.REVERSE_CAUSATION,
            DesignKind.BACKDOOR,
        ),
        ("Only ponds whose carp survived are listed.", K.SELECTED_ROWS, DesignKind.BACKDOOR),
        ("Growth had been falling in the aerated ponds before.", K.PRIOR_TRENDS, DesignKind.DID),
    ],
)
def test_a_threat_is_told_where_the_design_leaves_it_open(said: str, kind: K, design: DesignKind) -> None:
    frame = ponds(np.random.default_rng(1))
    assert kind in heard(frame, said + COLUMNS, "aerated", "carp", design)
    if kind is not K.SELECTED_ROWS:  # selection is not undone by a draw
        assert kind not in heard(frame, said + COLUMNS, "aerated", "carp", DesignKind.RANDOMISED)


def test_a_reason_that_is_a_column_is_no_threat() -> None:
    frame = ponds(np.random.default_rng(1))
    told = "The keepers gave pumps to the ponds with the best depth."
    assert K.SELECTION_REASON not in heard(frame, told + COLUMNS, "aerated", "carp", DesignKind.BACKDOOR)


def test_months_and_years_tell_what_was_first() -> None:
    frame = ponds(np.random.default_rng(1))
    words = " depth: metres. aerated: 1 = got a pump in {cause}. carp: weight of the carp in {effect}."
    for cause, effect, first in (
        ("July 2020", "May 2020", True),
        ("July 2020", "May 2021", False),
        ("2019", "2017", True),
        ("May 2020", "July 2020", False),
    ):
        said = words.format(cause=cause, effect=effect)
        found = heard(frame, said, "aerated", "carp", DesignKind.BACKDOOR)
        assert (K.OUTCOME_FIRST in found) is first, (cause, effect)


def test_a_treatment_made_of_the_outcome_shows_in_the_rows() -> None:
    frame = ponds(np.random.default_rng(1))
    frame["big"] = (frame["carp"] > frame["carp"].median()).astype(int)
    table = open_table(frame)
    profile = profile_table(table, "")
    assert outcome_decides(make_study("", Reading("big", "carp", 1.0), profile, table))
    assert not outcome_decides(make_study("", Reading("aerated", "carp", 1.0), profile, table))


# ---------------------------------------------------------------- answers


def test_a_column_of_two_hidden_causes_is_not_held_fixed() -> None:
    """Leaving it out recovers the effect that was set; holding it fixed misses it (the mirror)."""
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(2, 2500))
    test = 2 * a + 2 * b + rng.normal(0, 0.5, 2500)
    club = (1.2 * a + rng.normal(size=2500) > 0).astype(int)
    frame = pd.DataFrame(
        {"entry_test": test, "club": club, "catch": 10 + 2.0 * club + 2 * b + rng.normal(size=2500)}
    )
    told = (
        "Anglers of a lake. club: 1 = is in the club. catch: kilograms a year. entry_test: points in a test; "
        "it mirrors patience (which also leads people into the club) and eyesight (which also brings fish)."
    )
    assistant = Assistant(frame, description=told)
    answer = assistant.ask("Does being in the club raise the catch?")
    assert answer.design is not None and answer.design.adjustment_set == ()
    assert abs(answer.estimate.value - 2.0) < 4 * answer.estimate.std_error
    assert "entry_test" in answer.prose and "M-bias" in answer.prose
    held = assistant.effect(treatment="club", outcome="catch", adjust=["entry_test"]).estimate
    assert abs(held.value - 2.0) > 4 * held.std_error


def test_what_makes_any_number_wrong_is_a_refusal_that_says_so() -> None:
    frame = ponds(np.random.default_rng(2))
    told = "Ponds. depth: metres. aerated: 1 = got a pump in {}. carp: weight of the carp in {}."
    question = "Does being aerated raise the weight of the carp?"
    refused = Assistant(frame, description=told.format("July 2020", "May 2020")).ask(question)
    assert refused.status == "not_identified" and "May 2020" in refused.prose
    answered = Assistant(frame, description=told.format("May 2020", "July 2020")).ask(question)
    assert answered.status == "answered" and "May 2020" not in " ".join(answered.warnings)


@pytest.mark.parametrize("lost", [True, False])
def test_losses_of_an_experiment_stand_beside_the_number(lost: bool) -> None:
    """The share of an arm that is too small, and outcomes missing in one arm, are told with bounds."""
    rng = np.random.default_rng(3)
    rows = 2400
    treated, patience = rng.integers(0, 2, rows), rng.normal(size=rows)
    frame = pd.DataFrame(
        {"lure": treated, "age": rng.normal(40, 9, rows).round(), "catch": 20 + 4 * patience}
    )
    gone = (treated == 1) & (patience < -0.4)
    frame["catch"] = frame["catch"].where(~gone) if lost else frame["catch"]
    told = (
        "Anglers were assigned at random, half of them to the new lure. lure: 1 = new lure. age: years. "
        "catch: kg."
    )
    answer = Assistant(frame, description=told).ask("Does the new lure raise the catch?")
    check = next((c for c in answer.checks if c.name == "missing_outcomes"), None)
    sizes = next(c for c in answer.checks if c.name == "arm_sizes")
    assert sizes.passed
    if not lost:
        assert check is None and "All" in answer.prose
        return
    assert check is not None and check.passed is False
    first = answer.prose.split("\n\n")[0]
    assert "Lee bounds" in first and "All" not in answer.prose
    lower, upper = answer.estimate.ci_95
    assert not lower <= 0 <= upper  # the plain number is wrong ...
    bounds = next(m.slots["bounds"] for m in check.detail if "bounds" in m.slots)
    assert bounds.ci_95[0] <= 0 <= bounds.ci_95[1]  # ... and the bounds hold the truth


@pytest.mark.parametrize("share", [1.0, 0.7])
def test_arms_of_another_size_than_was_drawn_fail_a_check(share: float) -> None:
    rng = np.random.default_rng(4)
    treated = rng.integers(0, 2, 3000)
    keep = (treated == 0) | (rng.random(3000) < share)
    frame = pd.DataFrame({"lure": treated, "age": rng.normal(40, 9, 3000), "catch": rng.normal(20, 4, 3000)})[
        keep
    ]
    told = "A coin toss decided who got the new lure. lure: 1 = new lure. age: years. catch: kg."
    answer = Assistant(frame.reset_index(drop=True), description=told).ask(
        "Does the new lure raise the catch?"
    )
    check = next(c for c in answer.checks if c.name == "arm_sizes")
    assert check.passed is (share == 1.0)
    assert ("sample-ratio" in " ".join(answer.warnings)) is (share < 1.0)


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("The voucher changes savings only through the class.", True),
        ("The voucher changes savings not only through the class.", False),
        ("Der Gutschein wirkt auf das Sparen nur über den Kurs.", True),
        ("Der Gutschein wirkt auf das Sparen nicht nur über den Kurs.", False),
        ("代金券只通过课程影响储蓄。", True),
        ("代金券不只通过课程影响储蓄。", False),
    ],
)
def test_an_instrument_that_acts_only_through_the_treatment_acts_in_no_other_way(sentence: str, denies: bool):
    assert bool(threat_words().said["only_through"].search(sentence)) is denies
