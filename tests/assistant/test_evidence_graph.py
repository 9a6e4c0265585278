"""Evidence makes the graph, the graph decides: timing in words, the person's graph, and what hinges on it.

Each world sets its effect; the mirror takes the confounder out, or says the opposite, and must miss.
"""

from __future__ import annotations

import jsonschema
import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant, answer_schema
from assistant.designs.study import Study
from assistant.planning.design import make_study
from assistant.planning.timing import place_columns, timing_statements
from assistant.types import Reading, RoleKind
from tools.data import open_table, profile_table
from tools.types import Timing

EFFECT = 2.0
QUESTION = "What is the effect of lamp on growth?"
TOLD = (
    "Seedlings in a nursery.\nlamp: 1 = stood under a lamp\ngrowth: growth in mm\n"
    "soil: quality of the soil, measured before the lamps were hung\n"
    "seed_mass: mass of the seed, weighed before the lamps were hung\n"
)


def nursery(rows: int = 900, seed: int = 4) -> pd.DataFrame:
    """`soil` confounds; `seed_mass` moves growth alone; `leaves` lies between lamp and growth."""
    rng = np.random.default_rng(seed)
    soil, mass = rng.normal(size=rows), rng.normal(size=rows)
    lamp = (soil + rng.normal(size=rows) > 0).astype(int)
    leaves = lamp + rng.normal(size=rows)
    growth = EFFECT * leaves + 2 * soil + mass + rng.normal(size=rows)
    return pd.DataFrame({"soil": soil, "seed_mass": mass, "lamp": lamp, "growth": growth, "leaves": leaves})


def near(answer: Answer) -> bool:
    assert answer.estimate is not None
    return abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error


def held(answer: Answer) -> set[str]:
    assert answer.design is not None
    return set(answer.design.adjustment_set)


@pytest.fixture
def described() -> Assistant:
    return Assistant(nursery().drop(columns="leaves"), description=TOLD)


# ---------------------------------------------------------------- the person's graph


def test_a_column_without_arrows_is_not_held_fixed_and_the_number_moves(described: Assistant) -> None:
    assert near(before := described.ask(QUESTION)) and held(before) == {"soil", "seed_mass"}
    described.graph.remove("soil", "lamp")
    one_left = described.ask(QUESTION)
    assert held(one_left) == {"soil", "seed_mass"}  # it still moves growth: nothing else is claimed
    assert one_left.estimate is not None and before.estimate is not None
    assert one_left.estimate.value == pytest.approx(before.estimate.value, rel=1e-9)
    described.graph.remove("soil", "growth")
    none_left = described.ask(QUESTION)
    assert held(none_left) == {"seed_mass"} and not near(none_left)
    assert {r.column: r.role for r in none_left.roles}["soil"] is RoleKind.IRRELEVANT
    described.graph.undo()
    assert near(described.ask(QUESTION))


def test_a_cause_of_the_treatment_alone_is_left_out_as_an_instrument(described: Assistant) -> None:
    described.ask(QUESTION)
    described.graph.remove("seed_mass", "growth")
    answer = described.ask(QUESTION)
    assert held(answer) == {"soil"} and near(answer)


def test_marked_as_after_the_treatment_it_is_out(described: Assistant) -> None:
    described.ask(QUESTION)
    described.graph.mark_after_treatment("soil", "lamp")
    answer = described.ask(QUESTION)
    assert held(answer) == {"seed_mass"} and not near(answer)
    (role,) = (r for r in answer.roles if r.column == "soil")
    assert (role.role, role.timing) == (RoleKind.AFTER_TREATMENT, Timing.AFTER)


def test_an_arrow_that_the_person_adds_adds_the_column() -> None:
    text = TOLD + "leaves: leaves counted a month after the lamps were hung\n"
    table = Assistant(nursery(), description=text)
    assert "leaves" not in held(table.ask(QUESTION))
    table.graph.reverse("lamp", "leaves")
    table.graph.add("leaves", "growth")
    assert "leaves" in held(table.ask(QUESTION))


@pytest.mark.parametrize("way", ["ask", "effect"])
def test_a_column_that_the_persons_graph_leaves_out_is_not_held_fixed(way: str) -> None:
    drawn = "soil -> lamp; soil -> growth; lamp -> growth"
    table = Assistant(nursery(), graph=drawn)
    answer = table.ask(QUESTION) if way == "ask" else table.effect("lamp", "growth")
    assert held(answer) == {"soil"} and near(answer)
    # The mirror: without the graph, what lies between is held fixed, as nothing speaks against it.
    assert not near(Assistant(nursery()).effect("lamp", "growth", adjust=["soil", "leaves"]))


def test_the_prose_says_when_the_persons_graph_decided(described: Assistant) -> None:
    assert "Your graph decided" not in described.ask(QUESTION).prose
    described.graph.remove("soil", "lamp")
    assert "Your graph decided" in described.ask(QUESTION).prose
    drawn = Assistant(nursery(), graph="soil -> lamp; soil -> growth; lamp -> growth")
    assert "由您的图决定" in drawn.ask("lamp 对 growth 有什么影响？").prose


def test_what_no_regression_can_hold_fixed_is_said() -> None:
    frame = nursery().assign(tray=[f"tray {i}" for i in range(900)])
    drawn = "soil -> lamp; soil -> growth; tray -> growth; lamp -> growth"
    answer = Assistant(frame, graph=drawn).effect("lamp", "growth")
    assert held(answer) == {"soil"} and near(answer)
    assert any(warning.startswith("tray is a cause in your graph but") for warning in answer.warnings)


def test_columns_that_the_person_names_stay_named() -> None:
    drawn = "soil -> lamp; soil -> growth; seed_mass -> growth; lamp -> growth"
    assert held(Assistant(nursery(), graph=drawn).effect("lamp", "growth", adjust=["soil"])) == {"soil"}


# ---------------------------------------------------------------- documents are evidence on columns


def test_a_document_that_says_the_treatment_affects_a_column_takes_it_out() -> None:
    text = TOLD + "leaves: leaves per plant\n"
    answer = Assistant(nursery(), description=text + "The lamp affects leaves.").ask(QUESTION)
    assert held(answer) == {"soil", "seed_mass"} and near(answer)
    assert not near(Assistant(nursery(), description=text).ask(QUESTION))
    # Against a word on when it was measured it is a contradiction for the person to read.
    known = Assistant(nursery(), description=TOLD + "The lamp affects soil.").ask(QUESTION)
    assert "soil" in held(known) and any(c.effect == "soil" for c in known.conflicts)


# ---------------------------------------------------------------- when columns were measured


def study_of(text: str, *names: str) -> Study:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({name: rng.normal(size=60) for name in ("dose", "yield", *names)})
    table = open_table(frame)
    return make_study("", Reading("dose", "yield", 1.0), profile_table(table, text), table)


def timing(text: str, *names: str) -> dict[str, str]:
    study = study_of(text, *names)
    return {name: place.timing.value for name, place in place_columns(study).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Slope, plot size and the farmer's plan were recorded before the dose was chosen.",
            {"slope": "before", "plot_size": "before", "farmer_plan": "before"},
        ),
        ("Slope was noted beforehand; pests were counted a month after the dose.",
         {"slope": "before", "pests": "after"}),
        ("We measured slope, shade and pests at the start.",
         {"slope": "before", "shade": "before", "pests": "before"}),
        ("All other columns were measured before the dose.", {"slope": "before", "shade": "before"}),
        ("Slope was not recorded before the dose.", {"slope": "unknown"}),
        ("slope: the neighbour's next field, known before we chose ours", {"slope": "before"}),
        ("pests: beetles counted in the week after", {"pests": "after"}),
        ("pests: beetles counted in the week before", {"pests": "before"}),
    ],
)  # fmt: skip
def test_sentences_say_when_columns_were_measured(text: str, expected: dict[str, str]) -> None:
    found = timing(text, *expected)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Slope and shade were not recorded before the dose.",
        "Slope and shade were recorded before the yield was weighed.",  # so perhaps after the dose
        "Slope and shade were measured after a night without rain.",
    ],
)
def test_a_sentence_that_dates_nothing_by_the_treatment_says_nothing(text: str) -> None:
    assert timing_statements(study_of(text, "slope", "shade")) == {}


def test_chinese_sentences_do_too() -> None:
    found = timing("坡度、面积和土质都在dose之前测量。虫害在dose之后记录。", "坡度", "面积", "土质", "虫害")
    assert found == {"坡度": "before", "面积": "before", "土质": "before", "虫害": "after"}


def test_before_is_said_only_of_what_somebody_says_it_of() -> None:
    frame = nursery().rename(columns={"leaves": "shade", "seed_mass": "region"})
    text = (
        "lamp: 1 = lamp\ngrowth: growth in mm\nsoil: soil before the lamp\nregion: region it grew in\n"
        "shade: hours"
    )
    prose = Assistant(frame, description=text).ask(QUESTION).prose
    assert "each was there before" not in prose
    assert "Said to have been there before lamp: soil." in prose
    assert "Nobody says so of region" in prose and "Nothing says when shade was measured" in prose
    known = Assistant(nursery().drop(columns="leaves"), description=TOLD).ask(QUESTION).prose
    assert "each was there before lamp" in known and "Nothing says when" not in known


# ---------------------------------------------------------------- what the answer hinges on


def test_the_answer_says_what_it_hinges_on() -> None:
    text = TOLD + "leaves: leaves per plant\n"
    answer = Assistant(nursery(), description=text).ask(QUESTION)
    told = answer.to_dict()
    jsonschema.validate(told, answer_schema())
    hinge = told["hinges_on"]
    assert hinge["columns"] == ["leaves"] and "Was leaves measured before lamp?" in hinge["question"]
    without = hinge["estimate_without"]
    assert abs(without["value"] - EFFECT) < 4 * without["std_error"]
    assert not near(answer)
    assert "This hinges on leaves" in answer.paragraphs[0]


def test_nothing_hinges_on_what_is_known_or_makes_no_difference() -> None:
    known = Assistant(nursery(), description=TOLD + "leaves: leaves before the lamps were hung\n").ask(
        QUESTION
    )
    assert known.hinges_on is None and "hinges on" not in known.prose
    rng = np.random.default_rng(2)
    idle = nursery().drop(columns="leaves").assign(noise=rng.normal(size=900))
    assert Assistant(idle, description=TOLD + "noise: a meter's noise\n").ask(QUESTION).hinges_on is None
    named = Assistant(nursery(), description=TOLD).effect("lamp", "growth", adjust=["soil", "leaves"])
    assert named.hinges_on is None  # the person named it
