"""What happens when somebody asks, drops a file, pins a table or presses a button."""

from __future__ import annotations

import io
import logging
import re
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.language import say, wording
from assistant.language.registry import DEFAULT, language_of
from tools.errors import AskWhyError, OptionError
from ui import feedback
from ui.slack.blocks import (
    MOST_CHARACTERS,
    Block,
    answer_blocks,
    checks_blocks,
    escaped,
    plain,
    summary,
    too_long,
)
from ui.slack.threads import Held, Place, Threads, receive

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from assistant import Answer, StepDone
    from ui.slack.serve import SlackSettings
    from ui.slack.threads import Place

__all__ = ["Bot", "Delivery", "Working", "help_text"]

# ---------------- Messages, live steps and uploads in one thread, through Slack's own client


PAUSE = 1.1  # seconds between updates of one message: Slack allows about one a second
MOST_FOUND = 200  # characters of what a step found


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

    def __init__(self, delivery: Delivery, code: str = DEFAULT) -> None:
        self._delivery = delivery
        self._code = code  # of the question's language
        self._steps: list[str] = []
        self._found: dict[int, str] = {}  # place of a step that has ended -> what it found
        self._last = time.monotonic()
        self.ts = delivery.say(say(code, "ui-slack-working"))

    def step(self, name: str) -> None:
        """Called as each step starts. Some updates are left out, so that Slack never has to slow us down."""
        self._steps.append(say(self._code, f"step-{name}"))
        if time.monotonic() - self._last < PAUSE:
            return
        self._last = time.monotonic()
        *before, now = self._steps
        lines = [say(self._code, "ui-slack-working")]
        for place, step in enumerate(before):
            found = self._found.get(place)
            lines.append(
                say(self._code, "ui-slack-step-found", step=step, found=found)
                if found
                else say(self._code, "ui-slack-step-done", step=step)
            )
        lines.append(say(self._code, "ui-slack-step-now", step=now))
        self._delivery.replace(self.ts, "\n".join(lines))

    def ended(self, done: StepDone) -> None:
        """Called as each step ends well; shown with the next update."""
        said = " ".join(done.found.split())
        self._found[len(self._steps) - 1] = said if len(said) <= MOST_FOUND else f"{said[:MOST_FOUND]} …"

    def finish(self, text: str, blocks: Sequence[Block] | None = None) -> None:
        self._delivery.replace(self.ts, text, blocks)


log = logging.getLogger("askwhy.slack")

ORDERS = {"help", "data", "pin", "unpin"}


class Bot:
    """One bot in one or more workspaces. Methods may run side by side."""

    def __init__(self, settings: SlackSettings, client: WebClient, home: Path) -> None:
        default = (
            Held(settings.data, Path(settings.data).name, settings.description) if settings.data else Held()
        )
        self._settings = settings
        self._client = client
        self.threads = Threads(home, default, settings.model)

    # ------------------------------------------------------------ asked

    def heard(self, place: Place, user: str, text: str, files: Sequence[Mapping[str, Any]] = ()) -> None:
        """Somebody spoke to the bot. Everything that goes wrong is said in the thread."""
        delivery = Delivery(self._client, place)
        words = without_mention(text)
        code = language_of(words)
        with _Faults(delivery.say, code):
            brought = self._take(place, files) if files else None
            if words.casefold().strip(" .!") in ORDERS:
                delivery.say(self.order(place, user, words.casefold().strip(" .!")))
            elif words:
                self._answer(delivery, place, words)
            elif brought:
                delivery.say(_what(brought, code))
            else:
                delivery.say(help_text(code))

    def dropped(self, place: Place, files: Sequence[Mapping[str, Any]]) -> None:
        """A file in a thread that the bot takes part in becomes the thread's."""
        delivery = Delivery(self._client, place)
        with _Faults(delivery.say):
            delivery.say(_what(self._take(place, files)))

    def order(self, place: Place, user: str, words: str) -> str:
        """`help`, `data`, `pin`, `unpin`; returns what to say."""
        code = language_of(words)
        if words == "data":
            held = self.threads.thread(place).held
            if not held.table:
                return say(code, "ui-slack-no-table")
            return say(code, "ui-slack-in-use", table=held.table_name)
        if words in ("pin", "unpin"):
            self._only_admins(user)
            if words == "unpin":
                there = self.threads.unpin(place)
                return say(code, "ui-slack-unpinned" if there else "ui-slack-not-pinned")
            held = self.threads.pin(place)
            return say(code, "ui-slack-pinned", table=held.table_name)
        return help_text(code)

    def _answer(self, delivery: Delivery, place: Place, question: str) -> None:
        thread = self.threads.thread(place)
        code = language_of(question)
        working = Working(delivery, code)
        with thread.lock, _Faults(working.finish, code):
            thread.progress, thread.on_step = working.step, working.ended
            answer = thread.assistant.ask(question)
            key = thread.keep(answer)
            working.finish(summary(answer), answer_blocks(answer, key))
            if answer.estimate is not None:
                _upload_figure(delivery, answer, "effect")
            if too_long(answer):
                delivery.upload(
                    "answer.txt", answer.prose, title=say(answer.language, "ui-slack-whole-answer")
                )

    # ------------------------------------------------------------ pressed

    def pressed(self, place: Place, user: str, action: str, value: str) -> None:
        """A button below an answer of this very thread."""
        delivery = Delivery(self._client, place)
        key, _, choice = value.partition(":")
        thread = self.threads.thread(place)
        answer = thread.answers.get(key)
        code = answer.language if answer is not None else DEFAULT
        with _Faults(delivery.say, code):
            if answer is None:
                delivery.say(say(code, "ui-slack-gone"))
            elif action.startswith("askwhy_choice_"):
                self._answer(delivery, place, _choices(answer)[int(choice)])
            elif action in ("askwhy_up", "askwhy_down"):
                feedback.keep(
                    answer,
                    action.removeprefix("askwhy_"),
                    where="slack",
                    profile=feedback.profile_of(lambda: thread.assistant),
                )
                delivery.whisper(user, say(code, "ui-slack-thanks"))
            else:
                _SHOW[action](delivery, answer)

    # ------------------------------------------------------------ parts

    def _take(self, place: Place, files: Sequence[Mapping[str, Any]]) -> Held:
        # A file that was shared from elsewhere comes as an id only.
        whole = [
            self._client.files_info(file=file["id"])["file"]
            if file.get("file_access") == "check_file_info"
            else file
            for file in files
        ]
        brought = receive(whole, self.threads.folder(place), self._settings.bot_token, self._settings.api_url)
        if brought.table is not None:
            _must_open(brought.table)
        self.threads.give(place, brought)
        return brought

    def _only_admins(self, user: str) -> None:
        if user in self._settings.admins:
            return
        known = self._client.users_info(user=user)["user"]
        if not (known.get("is_admin") or known.get("is_owner")):
            raise OptionError(say(DEFAULT, "ui-slack-only-admins"))


class _Faults:
    """The border to the person: a fault of theirs is said, one of ours is logged and said to be ours."""

    def __init__(self, tell: Callable[[str], Any], code: str = DEFAULT) -> None:
        self._tell, self._code = tell, code

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> bool:
        if fault is None or not isinstance(fault, Exception):
            return False
        if isinstance(fault, AskWhyError):
            self._tell(str(fault))
        else:
            log.error("A question could not be answered", exc_info=fault)
            self._tell(say(self._code, "ui-slack-fault"))
        return True


def without_mention(text: str) -> str:
    """The words, less `<@U123>`, with Slack's three escapes undone."""
    words = re.sub(r"<@[UW][A-Z0-9]+(\|[^>]*)?>", " ", text)
    words = re.sub(r"<(?:https?://|mailto:)[^|>]+\|([^>]*)>", r"\1", words)
    for escape, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = words.replace(escape, character)
    return " ".join(words.split())


def _must_open(path: str) -> None:
    """A table that cannot be read is refused when it is dropped, not when it is asked about."""
    from tools.data import open_table

    open_table(path)


def help_text(code: str = DEFAULT) -> str:
    names = ("help", "help-thread", "help-admins")
    return "\n".join(say(code, f"ui-slack-{name}") for name in names)


def _what(held: Held, code: str = DEFAULT) -> str:
    """What came with the files, and what next."""
    if held.table:
        first = say(code, "ui-slack-have-table", table=held.table_name)
    elif held.description or held.knowledge:
        first = say(code, "ui-slack-have-read")
    else:
        first = say(code, "ui-slack-nothing-read")
    return wording(code).join([first, say(code, "ui-slack-what-now")])


def _choices(answer: Answer) -> Sequence[str]:
    choices: Sequence[str] = getattr(answer.refusal, "choices", ())
    return choices


def _upload_figure(delivery: Delivery, answer: Answer, kind: str) -> None:
    from assistant.figures.standard import alt_text

    drawn = io.BytesIO()
    answer.figure(kind).savefig(drawn, format="png", dpi=150)
    delivery.upload(
        f"{kind}.png",
        drawn.getvalue(),
        title=say(answer.language, f"ui-slack-figure-{kind}"),
        alt_text=alt_text(answer, kind),
    )


def _show_graph(delivery: Delivery, answer: Answer) -> None:
    _upload_figure(delivery, answer, "graph")


def _show_checks(delivery: Delivery, answer: Answer) -> None:
    delivery.say(say(answer.language, "ui-slack-these-checks"), checks_blocks(answer))


def _show_code(delivery: Delivery, answer: Answer) -> None:
    delivery.upload("answer.py", answer.code or "", title=say(answer.language, "ui-slack-script"))


def _show_report(delivery: Delivery, answer: Answer) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = answer.report(Path(folder) / "report.html")
        delivery.upload("report.html", path.read_bytes(), title=say(answer.language, "ui-slack-full-report"))


_SHOW: Mapping[str, Callable[[Delivery, Answer], None]] = {
    "askwhy_graph": _show_graph,
    "askwhy_checks": _show_checks,
    "askwhy_code": _show_code,
    "askwhy_report": _show_report,
}
