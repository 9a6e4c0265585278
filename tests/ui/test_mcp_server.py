"""The MCP server, asked by the real client: over standard input and output, and over loopback HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tools.errors import OptionError
from ui.mcp import server as mcp_server

QUESTION = "What would happen to blood pressure if everyone got the drug?"
SAID = (
    "Patients were assigned to the drug at random.\n\n"
    "- drug: got the drug (1 yes, 0 no)\n- pressure: blood pressure (mmHg)\n"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial whose drug lowers pressure by five, give or take half a mmHg."""
    rng = np.random.default_rng(11)
    drug = rng.permutation(np.repeat([0, 1], 150))
    path = tmp_path_factory.mktemp("mcp") / "trial.csv"
    pd.DataFrame({"drug": drug, "pressure": 120 - 5 * drug + rng.normal(0, 4, 300)}).to_csv(path, index=False)
    path.with_suffix(".md").write_text(SAID, encoding="utf-8")
    return path


def over_stdio(
    arguments: list[str], talk: Callable[[Any], Awaitable[Any]], folder: Path | None = None
) -> Any:
    """Start the server as a process, as a client does, and talk to it; `folder` is what it may read."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "ui.cli", "mcp", *arguments], env=dict(os.environ)
    )
    if folder is not None:
        server.env = {**os.environ, mcp_server.FOLDER: str(folder)}

    async def session() -> Any:
        with open(os.devnull, "w") as nowhere:
            async with (
                stdio_client(server, errlog=nowhere) as (read, write),
                ClientSession(read, write) as client,
            ):
                await client.initialize()
                return await talk(client)

    return asyncio.run(session())


def value(result: Any) -> Any:
    assert not result.isError, result.content
    return json.loads(result.content[0].text)


def test_every_tool_answers_over_standard_input_and_output(table: Path) -> None:
    async def talk(client: Any) -> dict[str, Any]:
        named = {"data": str(table), "description": str(table.with_suffix(".md"))}
        return {
            "tools": {tool.name for tool in (await client.list_tools()).tools},
            "ask": value(await client.call_tool("ask", {"question": QUESTION, **named})),
            "profile": value(await client.call_tool("profile", named)),
            "graph": value(await client.call_tool("propose_graph", {"question": QUESTION, **named})),
            "estimate": value(
                await client.call_tool("estimate", {"treatment": "drug", "outcome": "pressure", **named})
            ),
            "found": (await client.call_tool("search_knowledge", {"query": "random", **named})).content,
            "wrong": await client.call_tool(
                "estimate", {"treatment": "drugs", "outcome": "pressure", **named}
            ),
            "missing": await client.call_tool("profile", {"data": str(table.parent / "nosuch.csv")}),
            "outside": await client.call_tool("profile", {"data": "/no/such/table.csv"}),
        }

    got = over_stdio([], talk, folder=table.parent)
    assert got["tools"] == {"ask", "profile", "propose_graph", "estimate", "search_knowledge"}
    assert got["ask"]["status"] == "answered"
    estimate = got["ask"]["estimate"]
    assert abs(estimate["value"] + 5) < 4 * estimate["std_error"]
    assert got["profile"]["rows"] == 300
    assert {"cause", "effect", "confidence", "sources"} <= set(got["graph"]["graph"]["edges"][0])
    assert got["estimate"]["design"]["kind"] == "randomised"
    assert "at random" in got["found"][0].text
    assert got["wrong"].isError and "Closest: 'drug'" in got["wrong"].content[0].text
    assert got["missing"].isError and "nosuch.csv" in got["missing"].content[0].text
    assert got["outside"].isError and mcp_server.FOLDER in got["outside"].content[0].text


def test_with_a_table_of_its_own_the_server_reads_no_other_file(table: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2\n")

    async def talk(client: Any) -> list[Any]:
        return [
            await client.call_tool("profile", {"data": str(secret)}),
            await client.call_tool("search_knowledge", {"query": "password", "description": str(secret)}),
            await client.call_tool("profile", {}),
        ]

    other, described, own = over_stdio(["--data", str(table)], talk)
    assert other.isError and "hunter2" not in str(other.content)
    assert described.isError and "hunter2" not in str(described.content)
    assert value(own)["rows"] == 300


def test_a_client_names_files_of_the_folder_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = tmp_path / "tables", tmp_path / "secret.md"
    inside.mkdir()
    outside.write_text("hunter2")
    (inside / "link.md").symlink_to(outside)
    (inside / "t.csv").write_text("a,b\n1,2\n")
    monkeypatch.setenv(mcp_server.FOLDER, str(inside))
    for refused in (str(outside), str(inside / ".." / "secret.md"), str(inside / "link.md")):
        with pytest.raises(OptionError, match="may read"):
            mcp_server.permit_description(refused)
        with pytest.raises(OptionError, match="may read"):
            mcp_server.permit_table(refused)
    for refused in ("https://example.org/t.csv", "sqlite:///x.db", str(inside / "*.csv")):
        with pytest.raises(OptionError, match="address or a pattern"):
            mcp_server.permit_table(refused)
    assert mcp_server.permit_table(str(inside / "t.csv"))
    assert mcp_server.permit_description("drug: got the drug (1 yes, 0 no)")
    assert mcp_server.permit_description(f"drug: got it\n{outside}")


@contextmanager
def serving(table: Path) -> Iterator[str]:
    """The server of this table as a process; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "mcp", "--http", str(port), "--data", str(table)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def http_server(table: Path) -> Iterator[str]:
    with serving(table) as address:
        yield address


def test_over_http_on_loopback(http_server: str) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def session() -> Any:
        async with (
            streamable_http_client(http_server) as (read, write, _),
            ClientSession(read, write) as client,
        ):
            await client.initialize()
            return await client.call_tool("profile", {})

    assert value(asyncio.run(session()))["rows"] == 300


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial with two outcomes and two sexes, in which the drug lowers both."""
    random = np.random.default_rng(5)
    drug, female = random.integers(0, 2, 600), random.integers(0, 2, 600)
    frame = pd.DataFrame(
        {
            "drug": drug,
            "sex": np.where(female == 1, "female", "male"),
            "pressure": 120 - 5 * drug + random.normal(0, 4, 600),
            "pulse": 80 - 3 * drug + random.normal(0, 4, 600),
        }
    )
    path = tmp_path_factory.mktemp("mcp") / "ward.csv"
    frame.to_csv(path, index=False)
    return path


def test_two_clients_over_http_have_a_conversation_each(ward: Path) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk(address: str) -> list[dict[str, Any]]:
        async with (
            streamable_http_client(address) as (read, write, _),
            ClientSession(read, write) as one,
            streamable_http_client(address) as (other_read, other_write, _),
            ClientSession(other_read, other_write) as two,
        ):
            await one.initialize()
            await two.initialize()
            said = [
                (one, "What would happen to pressure if everyone got the drug?"),
                (two, "What would happen to pulse if everyone got the drug?"),
                (one, "And only for women?"),
                (two, "And only for men?"),
            ]
            return [value(await client.call_tool("ask", {"question": text})) for client, text in said]

    with serving(ward) as address:
        pressure, pulse, women, men = asyncio.run(talk(address))
    assert (pressure["query"]["outcome"], pulse["query"]["outcome"]) == ("pressure", "pulse")
    assert (women["query"]["outcome"], men["query"]["outcome"]) == ("pressure", "pulse")
    assert "female" in women["query"]["population"]
    assert "female" not in men["query"]["population"] and "male" in men["query"]["population"]


def test_whoever_was_silent_for_longest_starts_anew(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "MOST_CONVERSATIONS", 3)
    tables = mcp_server._Tables(str(table), None, mcp_server.OFFLINE)
    talks = {}
    for client in ("a", "b", "a", "c", "d"):  # b was silent when the fourth came
        with tables.serving(client):
            talks.setdefault(client, []).append(tables.assistant(None, None))
    assert talks["a"][0] is talks["a"][1] is not talks["b"][0]
    assert talks["a"][0].table is talks["b"][0].table  # the table is read once
    for client, kept in (("a", True), ("b", False)):
        with tables.serving(client):
            assert (tables.assistant(None, None) is talks[client][0]) is kept


@pytest.mark.parametrize("greeted", [False, True])
def test_when_the_client_leaves_the_server_ends_in_silence(table: Path, greeted: bool) -> None:
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-03-26", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }  # fmt: skip
    command = [sys.executable, "-m", "ui.cli", "mcp", "--data", str(table)]
    said = json.dumps(hello) + "\n" if greeted else ""
    done = subprocess.run(command, input=said, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr and "fault" not in done.stderr
    assert ('"serverInfo"' in done.stdout) is greeted


def test_over_http_the_table_must_be_named() -> None:
    with pytest.raises(OptionError, match="--data FILE"):
        mcp_server.launch(port=8123)
