"""AskWhy in Slack: a mention, a direct message, `/askwhy` or a message shortcut, answered in a thread.

    settings.py   tokens and choices, from the environment
    blocks.py     an answer as Block Kit
    threads.py    what each thread holds; nothing crosses from one thread, channel or person to another
    tables.py     a file that was dropped in a thread
    delivery.py   messages, live steps and uploads, through Slack's own client
    bot.py        what happens when somebody asks, drops, pins or presses
    listeners.py  which of Slack's events lead there
    serve.py      Socket Mode or HTTP

Everything that comes from Slack is data: it names no path, becomes no markup and reaches no other address.
"""

from __future__ import annotations

from ui.slack.serve import launch
from ui.slack.settings import SlackSettings

__all__ = ["SlackSettings", "launch"]
