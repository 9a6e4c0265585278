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


@pytest.fixture
def http_server(table: Path) -> Iterator[str]:
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


def test_over_http_the_table_must_be_named() -> None:
    with pytest.raises(OptionError, match="--data FILE"):
        mcp_server.launch(port=8123)
