"""Follow-ups that no cue knows, read by a model: what is taken over, and what is asked back."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Assistant, ScriptedModel
from assistant.conversation.conversation import Exchange as State
from assistant.conversation.interpretation import interpret
from assistant.conversation.model import turn_with_model
from assistant.conversation.turns import ASK_BACK, Turn
from assistant.models.exchange import ModelSession
from bench.model_server import respond
from tests.assistant.follow_up_turns import DESCRIPTIONS, FIRST, table, told
from tests.assistant.modelled_replies import DESCRIPTION, QUESTION, WRITTEN, reply, shops
from tools.errors import ModelError


def read(**changes: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {
        "kind": "unclear", "view": None, "name": None, "columns": [], "conditions": [],
        "low": None, "high": None, "step": None, "relative_step": None, "words": "",
    }  # fmt: skip
    return nothing | changes


@pytest.fixture(scope="module")
def shop() -> tuple[Assistant, State]:
    from assistant.answers.answer import Answer, Trace

    assistant = Assistant(table("shop"), description=DESCRIPTIONS["shop"])
    plan = assistant.plan(FIRST["shop"])
    answer = Answer("answered", FIRST["shop"], "", Trace((), "", 7), plan=plan, query=plan.query)
    return assistant, State(plan, (), plan, answer)


def turn(shop: tuple[Assistant, State], text: str, *replies: Any) -> tuple[Turn | None, ScriptedModel]:
    assistant, last = shop
    own = interpret(text, last.plan, last.answer, assistant.profile)
    assert (own.kind, own.cue) == (ASK_BACK, "")  # no cue knows it
    model = ScriptedModel(replies)
    return turn_with_model(text, last, assistant.profile, ModelSession(model).begin()), model


def north(value: Any = "north", column: str = "region") -> list[dict[str, Any]]:
    return [{"column": column, "operator": "==", "value": value}]


UNDERSTOOD: list[tuple[str, dict[str, Any], str]] = [
    (
        "my own shops happen to lie up north, mind you",
        read(kind="population", conditions=north(), words="up north"),
        "population region == north",
    ),
    (
        "upstairs they care about the money coming in, you know",
        read(kind="outcome", columns=["revenue"], words="money coming in"),
        "outcome revenue",
    ),
    (
        "we settled on 7 in the meeting, down from 9",
        read(kind="contrast", low=9, high=7, words="7 in the meeting, down from 9"),
        "contrast 9 -> 7",
    ),
    ("would you bet your house on that", read(kind="view", view="sure", words="bet your house"), "view sure"),
]


@pytest.mark.parametrize(("text", "line", "expected"), UNDERSTOOD, ids=[u[2] for u in UNDERSTOOD])
def test_a_sentence_that_no_cue_knows_is_understood(
    text: str, line: Any, expected: str, shop: tuple[Assistant, State]
) -> None:
    found, model = turn(shop, text, line)
    assert found is not None and told(found) == expected and found.cue == "model"
    assert len(model.prompts) == 1


VAGUE = "my own shops happen to lie up north, mind you"
REFUSED = {
    "invented figure": read(kind="contrast", low=5, high=99, words="up north"),
    "invented step": read(kind="contrast", step=99, words="up north"),
    "invented share": read(kind="contrast", relative_step=0.5, words="up north"),
    "level that is not said": read(kind="population", conditions=north("south"), words="up north"),
    "figure of a condition": read(kind="population", conditions=north(99, "store_size"), words="up north"),
    "the outcome as a condition": read(kind="population", conditions=north(1, "sales"), words="up north"),
    "words that were not said": read(kind="outcome", columns=["revenue"], words="what about revenue"),
    "no words": read(kind="leave_out", columns=["season"]),
    "no column": read(kind="outcome", words="up north"),
    "two outcomes": read(kind="outcome", columns=["revenue", "advertising"], words="up north"),
    "the treatment left out": read(kind="leave_out", columns=["price"], words="up north"),
    "not sure": read(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_sentence_does_not_bear_out_is_not_done(name: str, shop: tuple[Assistant, State]) -> None:
    found, model = turn(shop, VAGUE, REFUSED[name])
    assert found is None and len(model.prompts) == 1


def test_unknown_columns_and_designs_break_the_schema(shop: tuple[Assistant, State]) -> None:
    for broken in (
        read(kind="outcome", columns=["profit"], words="north"),
        read(kind="design", words="north"),
    ):
        with pytest.raises(ModelError, match="no usable reply in 2 attempts"):
            turn(shop, VAGUE, broken, broken)


# ---------------------------------------------------------------- in a conversation

SEASON = read(
    kind="population",
    conditions=[{"column": "footfall", "operator": ">", "value": 120}],
    words="busier than 120",
)


def talk(*lines: Any, text: str, **options: Any) -> tuple[list[Any], ScriptedModel]:
    model = ScriptedModel([reply(), WRITTEN, *lines])
    assistant = Assistant(shops(400), description=DESCRIPTION, model=model, **options)
    return [assistant.ask(QUESTION), assistant.ask(text)], model


def test_a_change_is_computed_and_its_call_is_counted() -> None:
    text = "mine are busier than 120, mind you"
    (first, second), model = talk(SEASON, WRITTEN, text=text)
    assert [str(c) for c in second.query.population] == ["footfall > 120"]
    assert 0 < second.estimate.rows_used < first.estimate.rows_used
    assert second.trace.model_calls == 2 == len(second.trace.sent)  # to read the sentence, and to word it
    assert second.trace.turn == "change population (model)"
    assert len(model.prompts) == 4 and text in model.prompts[2]


def test_an_invented_number_is_asked_back_and_nothing_is_lost() -> None:
    wrong = read(kind="contrast", low=1, high=99, words="mind you")
    (first, second), model = talk(wrong, text="mine are busier than most, mind you")
    assert second.status == "needs_clarification" and second.estimate is None
    assert second.query == first.query and "99" not in second.prose
    assert second.trace.model_calls == 1 and second.trace.sent[0].startswith(model.prompts[2])
    assert second.trace.prompts[0].startswith("read_follow_up_en")


def test_a_known_sentence_asks_no_model_and_a_failing_one_is_an_error_or_asked_back() -> None:
    (_, second), model = talk(text="how sure are you?")
    assert second.trace.turn.startswith("view sure") and len(model.prompts) == 2
    away = ModelError("The server is away.")
    with pytest.raises(ModelError, match="away"):
        talk(away, text="mine are busier than most, mind you")
    (_, second), _ = talk(away, text="mine are busier than most, mind you", fallback="offline")
    assert second.status == "needs_clarification"
    assert "offline planner answered" in second.warnings[0] and "away" in second.warnings[0]


def test_without_a_model_it_is_asked_back_as_before() -> None:
    assistant = Assistant(shops(400), description=DESCRIPTION)
    assistant.ask(QUESTION)
    answer = assistant.ask("mine are busier than 120, mind you")
    assert answer.status == "needs_clarification"
    assert (answer.trace.model, answer.trace.model_calls, answer.trace.sent) == ("offline", 0, ())


def test_the_server_without_a_model_leaves_it_to_be_asked_back(shop: tuple[Assistant, State]) -> None:
    def served(prompt: str) -> Any:
        return respond([{"role": "user", "content": prompt}])

    found, model = turn(shop, VAGUE, served)
    assert found is None and len(model.prompts) == 1
