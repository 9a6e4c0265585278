"""AskWhy in Slack: a mention, a direct message, `/askwhy` or a message shortcut, answered in a thread.

    blocks.py     an answer as Block Kit
    threads.py    what each thread holds, and a file that was dropped in it; nothing crosses from one thread,
                  channel or person to another
    bot.py        what happens when somebody asks, drops, pins or presses; messages, live steps and uploads
    serve.py      tokens and choices, which of Slack's events lead to the bot, Socket Mode or HTTP

Everything that comes from Slack is data: it names no path, becomes no markup and reaches no other address.
"""

from __future__ import annotations

from ui.slack.serve import SlackSettings, launch

__all__ = ["SlackSettings", "launch"]
