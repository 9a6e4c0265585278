"""`askwhy chat`, `askwhy slack` and `askwhy mcp`: commands that serve until they are interrupted."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.options import BaseUrl, Description, Fallback, Model, ModelChoice

__all__ = ["chat", "mcp", "slack"]


def chat(
    data: Annotated[
        str | None, typer.Option("--data", "-d", metavar="FILE", help="Start with this table.")
    ] = None,
    description: Description = None,
    model: Model = "offline",
    base_url: BaseUrl = None,
    fallback: Fallback = None,
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 takes a free one.")] = 7860,
    host: Annotated[
        str, typer.Option("--host", help="Address to serve on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    auth: Annotated[
        str | None,
        typer.Option("--auth", metavar="USER:PASSWORD|FILE", help="Ask for a login; one account a line."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Chat in the browser, on this machine only unless --host says otherwise."""
    from ui.chat import launch

    _must_open(data)
    launch(
        data=data,
        description=description,
        model=ModelChoice(model, base_url, fallback).check(),
        port=port,
        host=host,
        auth=auth,
        browser=browser,
    )


def slack(
    data: Annotated[
        str | None, typer.Option("--data", "-d", metavar="FILE", help="A table for channels without one.")
    ] = None,
    description: Description = None,
    model: Model = "offline",
    base_url: BaseUrl = None,
    fallback: Fallback = None,
    http: Annotated[
        int | None,
        typer.Option("--http", metavar="PORT", help="Wait for Slack on this port (default: Socket Mode)."),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address to wait on, with --http.")] = "127.0.0.1",
) -> None:
    """Answer in Slack; tokens come from the environment (docs/slack.md)."""
    from ui.slack import SlackSettings, launch

    _must_open(data)
    settings = SlackSettings.from_environment(
        http=http is not None,
        data=data,
        description=description,
        model=ModelChoice(model, base_url, fallback).check(),
    )
    launch(settings, port=http, host=host)


def mcp(
    data: Annotated[
        str | None,
        typer.Option("--data", "-d", metavar="FILE", help="The only table that may be asked about."),
    ] = None,
    description: Description = None,
    model: Model = "offline",
    base_url: BaseUrl = None,
    fallback: Fallback = None,
    http: Annotated[
        int | None,
        typer.Option(
            "--http", metavar="PORT", help="Serve on this port (default: standard input and output)."
        ),
    ] = None,
) -> None:
    """Serve ask, profile, propose_graph, estimate and search_knowledge to programs that speak MCP."""
    from ui.mcp.server import launch

    chosen = ModelChoice(model, base_url, fallback).check()
    launch(data=data, description=description, model=chosen, port=http)


def _must_open(data: str | None) -> None:
    """A table that cannot be read is said now, and not to the first person who asks. Raises DataError."""
    if data is not None:
        from tools.data import open_table

        open_table(data)
