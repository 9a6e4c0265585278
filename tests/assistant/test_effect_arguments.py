"""`effect` has one list of arguments: Python, the MCP server and the agent offer the same."""

from __future__ import annotations

import asyncio
import inspect
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from assistant import Assistant
from assistant.agent import agent_tools
from assistant.planning.request import SPOKEN, EffectRequest
from tests import worlds
from tests.worlds import World
from tools.errors import DataError, OptionError
from tools.types import Condition, Design, DesignKind, Query
from ui.mcp import server as mcp_server

NAMES = {each.name: each.default for each in fields(EffectRequest)}
SAID = {SPOKEN.get(name, name) for name in NAMES}


def test_python_takes_what_the_request_holds() -> None:
    taken = inspect.signature(Assistant.effect).parameters
    assert list(taken)[1:] == list(NAMES)
    usual = {name: each.default for name, each in taken.items() if each.kind is each.KEYWORD_ONLY}
    assert usual == {name: NAMES[name] for name in usual}


def mcp_tool(path: Path) -> Any:
    tools = asyncio.run(mcp_server.build(data=str(path)).list_tools())
    return next(tool for tool in tools if tool.name == "estimate")


def agent_tool(assistant: Assistant) -> Any:
    return next(tool for tool in agent_tools(assistant) if tool.name == "estimate")


@pytest.fixture(scope="module")
def smoking(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """A cause whose whole effect a mediator carries, and a common cause that nobody measured."""
    world = worlds.front_door(3000)
    path = tmp_path_factory.mktemp("arguments") / "table.csv"
    world.frame.drop(columns=list(world.hidden), errors="ignore").to_csv(path, index=False)
    return world, path


def test_the_server_and_the_agent_take_the_same_arguments(smoking: tuple[World, Path]) -> None:
    schema = mcp_tool(smoking[1]).inputSchema
    assert set(schema["properties"]) == SAID | {"data", "description"}
    assert set(schema["required"]) == {"treatment", "outcome"}
    assert schema["additionalProperties"] is False
    given = agent_tool(Assistant(smoking[1])).args_schema.model_json_schema()
    assert set(given["properties"]) == SAID
    assert set(given["required"]) == {"treatment", "outcome"}
    assert all(schema["properties"][name]["description"] for name in SAID)


def by_python(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    names = {said: name for name, said in SPOKEN.items()}
    limits = [Condition(**limit) for limit in given.get("population", ())]
    named = {**given, "population": limits}
    return Assistant(path).effect(**{names.get(k, k): v for k, v in named.items()}).to_dict()


def by_server(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    content = asyncio.run(mcp_server.build(data=str(path)).call_tool("estimate", given))
    blocks = content[0] if isinstance(content, tuple) else content
    return json.loads(blocks[0].text)


def by_agent(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    assistant = Assistant(path)
    agent_tool(assistant).invoke(given)
    return assistant.history[-1].to_dict()


DOORS = {"python": by_python, "mcp": by_server, "agent": by_agent}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_reaches_the_design_with_what_it_needs(smoking: tuple[World, Path], door: str) -> None:
    """The front door's mediators, a level, a limit of the population and a cluster all arrive."""
    world, path = smoking
    named = {"treatment": world.query.treatment, "outcome": world.query.outcome}
    given = {**named, "design": "frontdoor", "mediators": list(world.design.mediators), "adjust": ["age"]}
    found = DOORS[door](path, {**given, "from_level": 0, "to_level": 1})
    assert found["design"]["mediators"] == list(world.design.mediators)
    estimate = found["estimate"]
    assert abs(estimate["value"] - world.truth) < 4 * estimate["std_error"]
    limit = {"column": world.query.outcome, "operator": ">", "value": -100}
    narrowed = DOORS[door](path, {**given, "population": [limit]})
    assert str(limit["value"]) in narrowed["query"]["population"]


@pytest.mark.parametrize(("door", "fault"), [("python", TypeError), ("mcp", Exception)])
def test_an_argument_that_there_is_not_is_refused(
    smoking: tuple[World, Path], door: str, fault: type[Exception]
) -> None:
    world, path = smoking
    named = {"treatment": world.query.treatment, "outcome": world.query.outcome}
    with pytest.raises(fault, match="mediator"):
        DOORS[door](path, {**named, "mediator": "tar"})


def test_the_agents_model_is_told_of_an_argument_that_there_is_not(smoking: tuple[World, Path]) -> None:
    world, path = smoking
    assistant = Assistant(path)
    told = agent_tool(assistant).invoke(
        {"treatment": world.query.treatment, "outcome": world.query.outcome, "mediator": "tar"}
    )
    assert "cannot be used" in told and "mediator" in told
    assert assistant.history == ()


def test_a_query_and_a_design_ask_for_themselves(smoking: tuple[World, Path]) -> None:
    world, path = smoking
    named = Assistant(path).effect(
        world.query.treatment, world.query.outcome, design="frontdoor", mediators=world.design.mediators,
        adjust=[], from_=0, to=1,
    )  # fmt: skip
    assert named.query is not None and named.design is not None
    again = Assistant(path).effect(named.query, named.design)
    assert again.estimate == named.estimate
    assert again.design == named.design
    # The mirror: another design of the same query is another number.
    other = Assistant(path).effect(named.query, Design(DesignKind.BACKDOOR))
    assert other.estimate is not None and named.estimate is not None
    assert other.estimate.value != named.estimate.value


def test_what_stands_in_the_design_is_not_said_twice() -> None:
    assistant = Assistant(worlds.randomised(200).frame)
    query, design = Query("treated", "outcome"), Design(DesignKind.RANDOMISED)
    with pytest.raises(OptionError, match="cluster="):
        assistant.effect(query, design, cluster="region")
    with pytest.raises(OptionError, match="go together"):
        assistant.effect(query, "outcome")
    with pytest.raises(DataError, match="no such"):
        assistant.effect(replace(query, outcome="no such"), design)
    with pytest.raises(OptionError, match="operator"):
        assistant.effect("treated", "outcome", population=[Condition("outcome", "~", 1)])


def test_another_conversation_shares_the_table_and_nothing_that_was_said() -> None:
    first = Assistant(pd.DataFrame({"dose": [0, 1] * 60, "pain": range(120)}))
    first.effect("dose", "pain", design="randomised")
    first.graph.add("dose", "pain")
    second = first.again()
    assert second.table is first.table
    assert second.history == () and not second.graph.edits
    second.effect("dose", "pain", design="randomised")
    assert len(first.history) == len(second.history) == 1
