"""Run the bot: its settings, then Socket Mode (no public address needed) or HTTP behind your own TLS."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import OptionError
from ui.cli.options import OFFLINE, ModelChoice
from ui.slack.threads import Place

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from ui.slack.bot import Bot

__all__ = ["Seen", "SlackSettings", "build", "build_app", "launch", "wsgi"]


# ---------------- Settings: tokens from the environment, the rest from the caller


SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True)
class SlackSettings:
    """Tokens and choices of one bot.

    The bot token and either the app token (Socket Mode) or the signing secret (HTTP) are needed.
    """

    bot_token: str = field(repr=False)  # xoxb-...
    app_token: str | None = field(default=None, repr=False)  # xapp-..., Socket Mode only
    signing_secret: str | None = field(default=None, repr=False)  # HTTP only
    api_url: str = SLACK_API  # GovSlack and tests have another
    admins: frozenset[str] = frozenset()  # user ids that may pin, besides the workspace's own admins
    home: Path | None = None  # where threads keep their files; None: the user's data directory
    data: str | None = None  # a table for every channel that has none of its own
    description: str | None = None  # of that table
    model: ModelChoice = OFFLINE

    @classmethod
    def from_environment(
        cls,
        *,
        http: bool,
        data: str | None = None,
        description: str | None = None,
        model: ModelChoice = OFFLINE,
        environment: Mapping[str, str] = os.environ,
    ) -> SlackSettings:
        """Read SLACK_BOT_TOKEN, SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, and ASKWHY_SLACK_ADMINS.

        Raises:
            OptionError: a token is missing or is of the wrong kind.
        """
        bot = _token(environment, "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions, Bot User OAuth Token")
        app, secret = None, None
        if http:
            secret = _token(environment, "SLACK_SIGNING_SECRET", "", "Basic Information, Signing Secret")
        else:
            app = _token(environment, "SLACK_APP_TOKEN", "xapp-", "Basic Information, App-Level Tokens")
        url = environment.get("SLACK_API_URL", SLACK_API)
        return cls(
            bot_token=bot,
            app_token=app,
            signing_secret=secret,
            api_url=url if url.endswith("/") else url + "/",
            admins=frozenset(
                filter(None, environment.get("ASKWHY_SLACK_ADMINS", "").replace(",", " ").split())
            ),
            data=data,
            description=description,
            model=model,
        )


def _token(environment: Mapping[str, str], name: str, prefix: str, where: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise OptionError(
            f"{name} is not set. Copy it from api.slack.com/apps ({where}) and run: export {name}=... "
            "docs/slack.md has every step."
        )
    if not value.startswith(prefix):
        raise OptionError(
            f"{name} does not start with {prefix}: it is another token. Copy the one under {where}."
        )
    return value


# ---------------- Which of Slack's events lead to the bot. Bolt has verified them; each is acknowledged befo


AT_ONCE = 20
REMEMBERED = 3600.0  # seconds: Slack's last retry comes after five minutes

Event = Mapping[str, Any]


class Seen:
    """Which events have been taken: Slack sends one again when it thinks that it was lost."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, key: str) -> bool:
        """Is this the first time that `key` comes by within the hour?"""
        now = self._clock()
        with self._lock:
            while self._times and now - next(iter(self._times.values())) > REMEMBERED:
                self._times.popitem(last=False)
            if key in self._times:
                return False
            self._times[key] = now
            return True


def build(settings: SlackSettings, client: WebClient, bot: Bot) -> App:
    """Bolt's app with every listener.

    Unsigned requests and those older than five minutes are refused by Bolt itself (HTTP mode).
    """
    from slack_bolt import App

    app = App(
        client=client,
        # Socket Mode has no signature: the connection was opened by us.
        signing_secret=settings.signing_secret or "socket-mode",
        request_verification_enabled=settings.signing_secret is not None,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(AT_ONCE, thread_name_prefix="askwhy-slack"),
    )
    seen = Seen()
    _listen_to_words(app, bot, seen)
    _listen_to_commands(app, client, bot)
    _listen_to_buttons(app, bot)
    return app


def _listen_to_words(app: App, bot: Bot, seen: Seen) -> None:
    def fresh(body: Event, event: Event) -> bool:
        # The same message may come as two events (a mention in a direct message), each with its own id.
        once = seen.first(str(body.get("event_id", "")))
        return once and seen.first(f"{_team(body)} {event.get('channel')} {event.get('ts')}")

    @app.event("app_mention")
    def mentioned(body: Event, event: Event) -> None:
        if event.get("bot_id") is None and fresh(body, event):
            bot.heard(
                _place(body, event), str(event["user"]), str(event.get("text", "")), event.get("files", ())
            )

    @app.event("message")
    def said(body: Event, event: Event) -> None:
        if event.get("bot_id") or event.get("subtype") not in (None, "file_share") or "user" not in event:
            return
        place, files = _place(body, event), event.get("files", ())
        if event.get("channel_type") == "im":
            if fresh(body, event):
                bot.heard(place, str(event["user"]), str(event.get("text", "")), files)
            return
        # People talk to one another in a thread; only a file concerns us without being addressed.
        ours = "thread_ts" in event and bot.threads.known(place) and not _mentions(body, event)
        if files and ours and fresh(body, event):
            bot.dropped(place, files)


def _listen_to_commands(app: App, client: WebClient, bot: Bot) -> None:
    @app.command("/askwhy")
    def commanded(ack: Callable[..., Any], body: Event, respond: Callable[..., Any]) -> None:
        ack()
        words = str(body.get("text", "")).strip()
        channel, user = str(body["channel_id"]), str(body["user_id"])
        if not words or words.casefold() in ("help", "data", "unpin"):
            place = Place(_team(body), channel, "")
            respond(text=_said_by(bot, place, user, words.casefold() or "help"), response_type="ephemeral")
            return
        opened = _open_thread(client, channel, user, words, respond)
        if opened:
            bot.heard(Place(_team(body), channel, opened), user, words)

    @app.shortcut("askwhy_message")
    def taken(ack: Callable[..., Any], body: Event, respond: Callable[..., Any]) -> None:
        ack()
        message = body["message"]
        place = Place(_team(body), str(body["channel"]["id"]), str(message.get("thread_ts") or message["ts"]))
        with _invited(respond):
            bot.heard(place, str(body["user"]["id"]), str(message.get("text", "")), message.get("files", ()))


def _listen_to_buttons(app: App, bot: Bot) -> None:
    @app.action(re.compile(r"^askwhy_(graph|checks|code|report|up|down|choice_\d+)$"))
    def pressed(ack: Callable[..., Any], body: Event, action: Event) -> None:
        ack()
        message = body["message"]
        place = Place(_team(body), str(body["channel"]["id"]), str(message.get("thread_ts") or message["ts"]))
        bot.pressed(place, str(body["user"]["id"]), str(action["action_id"]), str(action["value"]))


def _open_thread(
    client: WebClient, channel: str, user: str, words: str, respond: Callable[..., Any]
) -> str | None:
    """A command has no message to hang a thread from: post the question, and answer below it."""
    from ui.slack.blocks import escaped

    with _invited(respond):
        posted = client.chat_postMessage(
            channel=channel, text=f"<@{user}> asks: {escaped(words)}", unfurl_links=False, unfurl_media=False
        )
        return str(posted["ts"])
    return None


@contextmanager
def _invited(respond: Callable[..., Any]) -> Iterator[None]:
    """A command or shortcut also works where the bot may not post: the person is told how to mend it."""
    from slack_sdk.errors import SlackApiError

    try:
        yield
    except SlackApiError as error:
        if error.response["error"] not in ("not_in_channel", "channel_not_found"):
            raise
        respond(text="I am not in this channel. Invite me first: /invite @AskWhy", response_type="ephemeral")


def _said_by(bot: Bot, place: Place, user: str, words: str) -> str:
    from tools.errors import AskWhyError

    try:
        return bot.order(place, user, words)
    except AskWhyError as fault:
        return str(fault)


def _team(body: Event) -> str:
    team = body.get("team_id") or (body.get("team") or {}).get("id") or ""
    return str(team)


def _place(body: Event, event: Event) -> Place:
    return Place(_team(body), str(event["channel"]), str(event.get("thread_ts") or event["ts"]))


def _mentions(body: Event, event: Event) -> bool:
    """Will the same message come as a mention, too?"""
    ours = [str(a.get("user_id")) for a in body.get("authorizations") or ()]
    return any(f"<@{user}" in str(event.get("text", "")) for user in ours)


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
    from tools.knowledge.store import default_directory

    return default_directory() / "slack"
