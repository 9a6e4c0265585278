"""AskWhy for programs: the Model Context Protocol, over standard input and output or over loopback HTTP.

Each tool is one call of `Assistant` and returns the public JSON. With `data` given when the server starts, no
other file can be read; over HTTP it must be given, since anybody on this machine may connect. Without it, a
client may name files of one folder only (`ui.mcp.server`).
"""

from __future__ import annotations

import asyncio
import inspect
import io
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from tools.errors import AskWhyError, OptionError
from ui.cli.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from assistant import Assistant

__all__ = ["FOLDER", "build", "launch", "permit_description", "permit_table"]

# ---------------- Which files a client of the MCP server may name


FOLDER = "ASKWHY_MCP_FOLDER"  # environment; without it, the folder that the server was started in


def permit_table(named: str) -> str:
    """`named` if it lies in the folder. Raises OptionError for other places, patterns and addresses."""
    if "://" in named or any(mark in named for mark in "*?["):
        raise OptionError(
            f"{named!r} is an address or a pattern. Name one file, or start the server with --data."
        )
    _within(named)
    return named


def permit_description(said: str) -> str:
    """A text as it stands; a file must lie in the folder. Raises OptionError."""
    from tools.knowledge.documents import looks_like_path

    if looks_like_path(said):  # what `Assistant` would open
        _within(said)
    return said


def _within(named: str) -> None:
    folder = Path(os.environ.get(FOLDER) or Path.cwd()).expanduser().resolve()
    # resolve() follows links, so that a link inside the folder does not lead out of it.
    if not Path(named).expanduser().resolve().is_relative_to(folder):
        raise OptionError(
            f"{named!r} is not in {folder}, where this server may read. Set {FOLDER} to the folder of your "
            "tables, or start the server with --data FILE."
        )


MOST_TABLES = 8  # kept open at once
MOST_CONVERSATIONS = 64  # of all clients; whoever was silent for longest starts anew

INSTRUCTIONS = (
    "Causal questions about a table: what would happen to an outcome if a treatment were changed. Every "
    "number in a reply was computed from the table; quote it as it stands. A status other than 'answered' is "
    "an honest refusal: pass its reason on instead of guessing."
)


def launch(
    *,
    data: str | None = None,
    description: str | None = None,
    model: ModelChoice = OFFLINE,
    port: int | None = None,
) -> None:
    """Serve until the client leaves (standard input and output) or until interrupted (HTTP on loopback).

    Raises:
        OptionError: the package mcp is not installed, or HTTP is asked for without a table.
        DataError: the table cannot be read.
    """
    if port is not None and data is None:
        raise OptionError("Over HTTP the table is fixed: askwhy mcp --http PORT --data FILE.")
    server = build(data=data, description=description, model=model, port=port or 0)
    if port is not None:
        server.run("streamable-http")
        return
    server.run("stdio")
    # The library closes standard output as the client leaves, and whoever ends the process flushes it.
    if sys.stdout.closed:
        sys.stdout = io.StringIO()


def build(
    *,
    data: str | None = None,
    description: str | None = None,
    model: ModelChoice = OFFLINE,
    port: int = 0,
) -> FastMCP[Any]:
    """The server with its five tools, not yet running.

    Raises:
        OptionError: the package mcp is not installed.
        DataError: the table cannot be read.
    """
    try:
        from mcp.server.fastmcp import FastMCP
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise OptionError(
            "The MCP server needs the package mcp. Install it: pip install 'askwhy[mcp]'."
        ) from None
    tables = _Tables(data, description, model)
    server: FastMCP[Any] = FastMCP("askwhy", instructions=INSTRUCTIONS, host="127.0.0.1", port=port)
    _add_tools(server, tables)
    return server


class _Tables:
    """The open tables, the last few kept, and each client's own conversation about them."""

    def __init__(self, data: str | None, description: str | None, model: ModelChoice) -> None:
        self._fixed = data
        self._description = description
        self._model = model
        self._open: OrderedDict[tuple[str, str], Assistant] = OrderedDict()
        self._talks: OrderedDict[tuple[str, tuple[str, str]], Assistant] = OrderedDict()
        self._client = ""  # who is being served
        self.lock = threading.RLock()  # one call at a time
        if data is not None:
            self.assistant(None, None)

    @contextmanager
    def serving(self, client: str) -> Iterator[None]:
        """Inside, `assistant` gives the conversation of this client."""
        with self.lock:
            self._client = client
            yield

    def assistant(self, data: str | None, description: str | None) -> Assistant:
        """Where this client left off about the table; what was read of the table is shared by all clients."""
        key = self._table(data, description)
        talk = (self._client, key)
        if talk not in self._talks:
            self._talks[talk] = self._open[key].again()
            while len(self._talks) > MOST_CONVERSATIONS:
                self._talks.popitem(last=False)
        self._talks.move_to_end(talk)
        return self._talks[talk]

    def _table(self, data: str | None, description: str | None) -> tuple[str, str]:
        from assistant import Assistant

        if self._fixed is not None and data not in (None, "", self._fixed):
            raise OptionError(f"This server answers about {self._fixed} only. Leave `data` out.")
        if self._fixed is not None and description:
            # A description may be a path, and a path of the client's choosing must not be read.
            raise OptionError("The description of this server's table is fixed. Leave `description` out.")
        path = self._fixed or (permit_table(data) if data else None)
        if not path:
            raise OptionError("Which table? Pass `data`: the path of a CSV, Parquet or Excel file.")
        if self._fixed is None and description:
            permit_description(description)
        key = (path, description or "")
        if key not in self._open:
            self._open[key] = Assistant(
                path, description=description or self._description, **self._model.options
            )
            while len(self._open) > MOST_TABLES:
                gone, _ = self._open.popitem(last=False)
                for talk in [talk for talk in self._talks if talk[1] == gone]:
                    del self._talks[talk]
        self._open.move_to_end(key)
        return key


def _add_tools(server: FastMCP[Any], tables: _Tables) -> None:
    """Plain functions: FastMCP reads their names, types and docstrings."""

    def ask(question: str, data: str | None = None, description: str | None = None) -> dict[str, Any]:
        """Answer a causal what-if question about a table, in prose with the estimate, its checks and sources.

        `data` is the path of the table; `description` says what the columns mean and how the data came about.
        """
        with tables.lock:
            return tables.assistant(data, description).ask(question).to_dict()

    def profile(data: str | None = None, description: str | None = None) -> dict[str, Any]:
        """What each column of a table holds: kind, range, missing values, unit, timing. Shows no row."""
        from ui.cli.showing import profile_values

        with tables.lock:
            return profile_values(tables.assistant(data, description).profile)

    def propose_graph(
        question: str, data: str | None = None, description: str | None = None
    ) -> dict[str, Any]:
        """The causal graph proposed for a question: each arrow with its confidence and who claims it."""
        with tables.lock:
            answer = tables.assistant(data, description).ask(question).to_dict()
        return {part: answer[part] for part in ("status", "query", "design", "graph", "citations", "refusal")}

    def estimate(data: str | None = None, description: str | None = None, **given: Any) -> dict[str, Any]:
        """The effect of one named column on another, with interval, checks and the code that reproduces it.

        `design` is randomised, backdoor, iv, frontdoor, did or rdd; without it the data decides. Without
        `adjust` the covariates are chosen; an empty list adjusts for nothing.
        """
        from assistant.planning.request import spoken_request

        with tables.lock:
            answer = tables.assistant(data, description).effect(**vars(spoken_request(given)))
        return answer.to_dict()

    estimate.__signature__ = _estimate_signature()  # type: ignore[attr-defined]

    def search_knowledge(
        query: str, k: int = 5, data: str | None = None, description: str | None = None
    ) -> list[dict[str, Any]]:
        """The `k` passages of the table's description and documents that are nearest to `query`."""
        with tables.lock:
            found = tables.assistant(data, description).search(query, max(1, min(k, 50)))
        return [
            {"id": p.id, "source": p.source, "place": p.place, "text": p.text, "score": p.score}
            for p in found
        ]

    for tool in (ask, profile, propose_graph, estimate, search_knowledge):
        server.add_tool(_telling(tool, server, tables))
        _refuse_unknown(server, tool.__name__)


def _estimate_signature() -> inspect.Signature:
    """The arguments of `Assistant.effect`, and the table."""
    from pydantic import Field

    from assistant.planning.request import spoken_arguments

    listed: dict[str, tuple[Any, Any]] = {
        name: (Annotated[kind, Field(description=meaning)], default)
        for name, (kind, default, meaning) in spoken_arguments().items()
    }
    listed["data"] = listed["description"] = (str | None, None)
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=kind,
                default=inspect.Parameter.empty if default is ... else default,
            )
            for name, (kind, default) in listed.items()
        ],
        return_annotation=dict[str, Any],
    )


def _refuse_unknown(server: FastMCP[Any], name: str) -> None:
    """An argument that a tool does not have is an error; the library would pass it over."""
    tool = server._tool_manager.get_tool(name)
    assert tool is not None
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.parameters["additionalProperties"] = False


def _telling(tool: Any, server: FastMCP[Any], tables: _Tables) -> Any:
    """Bad input is the client's to mend: its message goes back whole, as a tool error and not as a crash."""
    from mcp.server.fastmcp.exceptions import ToolError

    @wraps(tool)
    async def told(*given: Any, **named: Any) -> Any:
        client = _client_of(server)

        def work() -> Any:
            with tables.serving(client):
                return tool(*given, **named)

        try:
            # Statistics takes seconds; on the event loop it would stop every other client.
            return await asyncio.to_thread(work)
        except AskWhyError as fault:
            raise ToolError(str(fault)) from fault

    return told


def _client_of(server: FastMCP[Any]) -> str:
    """The client that is being answered, by its session; "" over standard input, which has one client."""
    try:
        request = server.get_context().request_context.request
    except ValueError:  # called in this process, with no client at all
        return ""
    return "" if request is None else str(request.headers.get("mcp-session-id", ""))
