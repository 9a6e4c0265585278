"""Requests of several steps: real tools on a real table, a scripted LangChain chat model in front."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant import Assistant
from assistant.agent import Agent, agent_tools

DESCRIPTION = """Customers of a phone company. Tenure was known before the discount was given.
discount: 1 = got a discount
churn: 1 = left within the year after the discount
tenure: months as a customer before the discount
"""


class Scripted(BaseChatModel):
    """Plays messages in order and keeps what it was shown."""

    replies: list[Any]
    seen: list[list[BaseMessage]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **options)

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        self.seen.append(list(messages))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return ChatResult(generations=[ChatGeneration(message=reply)])


def call(name: str, **arguments: Any) -> AIMessage:
    made = {"name": name, "args": arguments, "id": f"call-{name}-{len(arguments)}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[made])


def _customers() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    tenure = rng.integers(1, 60, 900)
    discount = (rng.random(900) < 1 / (1 + np.exp(0.05 * (tenure - 30)))).astype(int)
    churn = (rng.random(900) < np.clip(0.6 - 0.006 * tenure - 0.2 * discount, 0.02, 0.98)).astype(int)
    return pd.DataFrame({"discount": discount, "churn": churn, "tenure": tenure})


FRAME = _customers()


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(FRAME, description=DESCRIPTION)


NEW = [{"column": "tenure", "operator": "<", "value": 24}]
STEPS = [
    call("profile"),
    call("identify", treatment="discount", outcome="churn"),
    call("estimate", treatment="discount", outcome="churn"),
    call("estimate", treatment="discount", outcome="churn", population=NEW),
    call("check", result="r2"),
]
TEXT = "Among the columns, discount can be acted on. $r1_effect For new customers: $r2_effect $r2_checks"


def agent(assistant: Assistant, *replies: AIMessage, **options: Any) -> tuple[Agent, Scripted]:
    model = Scripted(replies=list(replies), seen=[])
    return Agent(assistant, model, **options), model


def test_a_request_of_several_steps_reaches_the_prose_through_slots(assistant: Assistant) -> None:
    asked, model = agent(assistant, *STEPS, AIMessage(TEXT))
    reply = asked.ask("Find what drives churn, then check it holds for new customers")
    assert reply.problems == ()
    assert reply.tool_calls == ("profile", "identify", "estimate", "estimate", "check")
    everyone, new = (answer for _, answer in reply.answers)
    # The true effect is -20 points; both estimates must reach it.
    for answer in (everyone, new):
        assert abs(answer.estimate.value + 0.2) < 4 * answer.estimate.std_error
    assert everyone.paragraphs[0] in reply.text
    assert new.paragraphs[0] in reply.text
    assert new.estimate.rows_used < everyone.estimate.rows_used
    shown = [m for m in model.seen[-1] if isinstance(m, ToolMessage)]
    assert "$r1_effect" in str(shown[2].content)


@pytest.mark.parametrize(
    "text",
    ["It cuts churn by 45 points. $r1_effect", "It halves churn. $r1_effect", "$r9_effect", "All is well.",
     "This definitely works. $r1_effect", "The discount raises the risk. $r1_effect",
     "See https://example.org $r1_effect"],
)  # fmt: skip
def test_a_text_that_says_its_own_is_sent_back_and_then_replaced(assistant: Assistant, text: str) -> None:
    estimate = call("estimate", treatment="discount", outcome="churn")
    asked, model = agent(assistant, estimate, AIMessage(text))
    reply = asked.ask("What does the discount do?")
    assert reply.problems
    assert text.split("$")[0].strip() not in reply.text or text.startswith("$")
    assert reply.answers[0][1].paragraphs[0] in reply.text
    assert len(model.seen) == 3  # the tool call, the text, and one repair


def test_a_repaired_text_is_used(assistant: Assistant) -> None:
    estimate = call("estimate", treatment="discount", outcome="churn")
    asked, model = agent(
        assistant, estimate, AIMessage("It is 3. $r1_effect"), AIMessage("Found: $r1_effect")
    )
    reply = asked.ask("What does the discount do?")
    assert reply.problems == ()
    assert "digit" in str(model.seen[0][0].content)
    assert "Figures" in str(model.seen[-1][-1].content)


def test_bad_arguments_go_back_to_the_model_with_their_mend(assistant: Assistant) -> None:
    wrong = call("estimate", treatment="discont", outcome="churn")
    bad = call("edit_graph", action="explode", cause="tenure", effect="churn")
    none = call("check", result="r7")
    right = call("estimate", treatment="discount", outcome="churn")
    asked, model = agent(assistant, wrong, bad, none, right, AIMessage("$r1_effect"))
    assert asked.ask("What does the discount do?").problems == ()
    told = [str(m.content) for m in model.seen[-1] if isinstance(m, ToolMessage)]
    assert "Closest: 'discount'" in told[0]
    assert "no result 'r7'" in told[2]


def test_the_number_of_calls_is_bounded(assistant: Assistant) -> None:
    asked, model = agent(assistant, call("profile"), calls=3)
    reply = asked.ask("Look at it for ever")
    assert len(model.seen) <= 2 * 3
    assert reply.problems
    assert "Nothing was estimated" in reply.text


def test_each_thread_has_its_own_memory(assistant: Assistant) -> None:
    estimate = call("estimate", treatment="discount", outcome="churn")
    asked, model = agent(
        assistant, estimate, AIMessage("$r1_effect"), AIMessage("$r1_effect"), AIMessage("Hello.")
    )
    asked.ask("What does the discount do?", thread="a")
    again = asked.ask("Say it again", thread="a")
    assert again.answers and "churn" in again.text
    other = asked.ask("Who are you?", thread="b")
    assert other.answers == ()
    assert len(model.seen[-1]) == 2  # the instructions and one sentence


def test_tools_work_alone_and_edits_hold(assistant: Assistant) -> None:
    fresh = Assistant(FRAME, description=DESCRIPTION)
    tools = {tool.name: tool for tool in agent_tools(fresh)}
    assert set(tools) == {
        "profile", "search_knowledge", "propose_graph", "edit_graph", "identify", "estimate", "check",
        "counterfactual", "explain",
    }  # fmt: skip
    pair = {"treatment": "discount", "outcome": "churn"}
    arrows = json.loads(tools["propose_graph"].invoke(pair))["arrows"]
    assert {"tenure", "discount"} <= {arrow["cause"] for arrow in arrows}
    assert json.loads(tools["identify"].invoke(pair))["adjustment_set"] == ["tenure"]
    hidden = {"action": "common_cause", "cause": "discount", "effect": "churn"}
    tools["edit_graph"].invoke(hidden)
    assert json.loads(tools["identify"].invoke(pair))["identified"] is False
    fresh.graph.undo()
    done = json.loads(tools["counterfactual"].invoke({**pair, "from_level": 0, "to_level": 1}))
    assert done["status"] == "answered"
    assert "$r1_sure" in json.loads(tools["explain"].invoke({"result": "r1", "about": "sure"}))["slots"]
    found = json.loads(tools["search_knowledge"].invoke({"query": "tenure before the discount"}))
    assert "tenure" in found["passages"][0]["text"]
