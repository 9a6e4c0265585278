"""Messages, live steps and uploads in one thread, through Slack's own client."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui.slack.blocks import MOST_CHARACTERS, Block, escaped, plain

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from assistant import StepDone
    from ui.slack.threads import Place

__all__ = ["Delivery", "Working"]

PAUSE = 1.1  # seconds between updates of one message: Slack allows about one a second
MOST_FOUND = 200  # characters of what a step found
STEPS = {
    "plan": "understanding the question",
    "knowledge": "looking things up",
    "graph": "drawing the graph",
    "estimand": "can it be identified?",
    "data": "preparing the rows",
    "estimate": "estimating",
    "checks": "attacking the estimate",
    "explanation": "writing",
}


class Delivery:
    """Posts into one thread. Links are never unfurled: a name in the data must not fetch a page."""

    def __init__(self, client: WebClient, place: Place) -> None:
        self._client = client
        self._place = place

    def say(self, text: str, blocks: Sequence[Block] | None = None) -> str:
        """Post; returns the message's timestamp. `text` is plain and is escaped here."""
        reply = self._client.chat_postMessage(
            channel=self._place.channel,
            thread_ts=self._place.thread,
            text=escaped(text)[:MOST_CHARACTERS],
            blocks=list(blocks) if blocks else [{"type": "section", "text": plain(text)}],
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(reply["ts"])

    def replace(self, ts: str, text: str, blocks: Sequence[Block] | None = None) -> None:
        self._client.chat_update(
            channel=self._place.channel,
            ts=ts,
            text=escaped(text)[:MOST_CHARACTERS],
            blocks=list(blocks) if blocks else [{"type": "section", "text": plain(text)}],
        )

    def whisper(self, user: str, text: str) -> None:
        """Only `user` sees it."""
        self._client.chat_postEphemeral(
            channel=self._place.channel, user=user, thread_ts=self._place.thread, text=escaped(text)
        )

    def upload(self, name: str, content: bytes | str, *, title: str, alt_text: str | None = None) -> None:
        """A file in the thread; `alt_text` is for those who cannot see a picture."""
        named: dict[str, Any] = {"alt_txt": alt_text[:1000]} if alt_text else {}
        self._client.files_upload_v2(
            channel=self._place.channel,
            thread_ts=self._place.thread,
            filename=name,
            title=title,
            content=content,
            request_file_info=False,
            **named,
        )


class Working:
    """ "Working on it", with the step that is running; becomes the answer in the end."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._steps: list[str] = []
        self._found: dict[int, str] = {}  # place of a step that has ended -> what it found
        self._last = time.monotonic()
        self.ts = delivery.say("Working on it …")

    def step(self, name: str) -> None:
        """Called as each step starts. Some updates are left out, so that Slack never has to slow us down."""
        self._steps.append(STEPS.get(name, name))
        if time.monotonic() - self._last < PAUSE:
            return
        self._last = time.monotonic()
        *before, now = self._steps
        lines = [
            f"✓ {step}: {self._found[place]}" if self._found.get(place) else f"✓ {step}"
            for place, step in enumerate(before)
        ] + [f"… {now}"]
        self._delivery.replace(self.ts, "Working on it …\n" + "\n".join(lines))

    def ended(self, done: StepDone) -> None:
        """Called as each step ends well; shown with the next update."""
        said = " ".join(done.found.split())
        self._found[len(self._steps) - 1] = said if len(said) <= MOST_FOUND else f"{said[:MOST_FOUND]} …"

    def finish(self, text: str, blocks: Sequence[Block] | None = None) -> None:
        self._delivery.replace(self.ts, text, blocks)
