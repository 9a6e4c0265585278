"""Run the bot: Socket Mode (no public address needed) or HTTP behind your own TLS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import OptionError
from ui.slack.settings import SlackSettings

if TYPE_CHECKING:
    from slack_bolt import App

__all__ = ["build_app", "launch", "wsgi"]

PATH = "/slack/events"
HTTP_THREADS = 8  # they only verify and acknowledge; answers are made elsewhere


def launch(settings: SlackSettings, *, port: int | None = None, host: str = "127.0.0.1") -> None:
    """Serve until interrupted: HTTP on `port`, or Socket Mode when `port` is None.

    Raises:
        OptionError: slack-bolt is not installed, a token is refused, or the port is taken.
    """
    app = build_app(settings)
    _greet(app)
    if port is None:
        _socket(app, settings)
    else:
        _http(app, host, port)


def build_app(settings: SlackSettings) -> App:
    """The Bolt app with its bot, not yet connected.

    Raises:
        OptionError: slack-bolt is not installed.
    """
    try:
        from slack_sdk import WebClient
        from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

        from ui.slack.bot import Bot
        from ui.slack.listeners import build
    except ModuleNotFoundError as error:
        if error.name not in ("slack_sdk", "slack_bolt"):
            raise
        raise OptionError(
            "The Slack bot needs slack-bolt. Install it: pip install 'askwhy[slack]'."
        ) from None
    client = WebClient(token=settings.bot_token, base_url=settings.api_url)
    # "Too many requests" is answered by waiting as long as Slack says.
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    return build(settings, client, Bot(settings, client, settings.home or _home()))


def wsgi(app: App) -> Any:
    """The app behind any WSGI server; requests go to `/slack/events`."""
    from slack_bolt.adapter.wsgi import SlackRequestHandler

    return SlackRequestHandler(app, path=PATH)


def _greet(app: App) -> None:
    """A wrong token is found out now, not at the first question."""
    from slack_sdk.errors import SlackApiError

    try:
        who = app.client.auth_test()
    except SlackApiError as error:
        raise OptionError(
            f"Slack refuses SLACK_BOT_TOKEN ({error.response['error']}). Install the app in your workspace "
            "again and copy the new token; docs/slack.md has every step."
        ) from error
    print(f"AskWhy is {who.get('user')} in {who.get('team')} (Ctrl-C ends it)", flush=True)


def _socket(app: App, settings: SlackSettings) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    handler: Any = SocketModeHandler(app, settings.app_token)
    handler.start()


def _http(app: App, host: str, port: int) -> None:
    import waitress

    try:
        server = waitress.create_server(wsgi(app), host=host, port=port, threads=HTTP_THREADS)
    except OSError as error:
        raise OptionError(f"Port {port} is taken. Choose another: askwhy slack --http 3001.") from error
    print(f"Waiting for Slack at http://{host}:{server.effective_port}{PATH}", flush=True)
    server.run()


def _home() -> Path:
    from tools.knowledge import default_directory

    return default_directory() / "slack"
