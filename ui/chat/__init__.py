"""The chat in the browser: conversation left, everything that an answer rests on right.

It asks `Assistant` and shows what comes back; there is no statistics and no prompt in here. Gradio comes with
the extra `ui` and is imported late, with its analytics off.

    server    the web server: routes, downloads, addresses, login, session cookie, what is never served
    session   one person's data, questions and answers
    work      a question answered in a thread, to watch and to stop
    page      the layout, with chat.css and chat.js: which click calls what; events: what it does
    messages, panels, pictures   what is shown
"""

from __future__ import annotations

from ui.chat.server import build, launch

__all__ = ["build", "launch"]
