"""What the bot needs to know before it can start: tokens from the environment, the rest from the caller."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.errors import OptionError
from ui.cli.options import OFFLINE, ModelChoice

__all__ = ["SlackSettings"]

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
