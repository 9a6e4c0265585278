"""A question answered in a thread of its own: a page can watch, leave, come back and stop it."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.language import say
from tools.errors import AskWhyError, Cancelled

if TYPE_CHECKING:
    from assistant import Answer, StepDone
    from ui.chat.session import Session, Turn

__all__ = ["AT_ONCE", "Job", "begin"]

AT_ONCE = 20  # questions answered side by side; more wait their turn
_pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="askwhy-question")
_log = logging.getLogger("askwhy.chat")


class Job:
    """The steps of one question as they happen."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.steps: list[tuple[str, float]] = []  # (step, when it began)
        self.found: dict[str, str] = {}  # step that has ended -> what it found, in a sentence
        self.done = False
        self.version = 0  # grows with each change, for those who watch

    def begin(self, step: str) -> None:
        self.steps.append((step, time.perf_counter()))
        self.version += 1

    def end(self, done: StepDone) -> None:
        self.found[done.name] = done.found
        self.version += 1

    def timed(self, now: float | None = None) -> tuple[tuple[str, float], ...]:
        """(step, seconds) so far."""
        steps = tuple(self.steps)  # the thread that answers goes on adding to the list
        ends = [start for _, start in steps[1:]] + [now or time.perf_counter()]
        return tuple((name, end - start) for (name, start), end in zip(steps, ends, strict=False))


def begin(session: Session, turn: Turn, words: str | None = None) -> Job:
    """Start answering; the turn is part of the session at once, its answer when there is one.

    `words` say what the columns mean; None: what was said before holds.
    """
    job = Job(turn)
    with session.lock:
        session.cancel.clear()
        session.job = job
        session.turns.append(turn)
    _pool.submit(_answer, session, job, words)
    return job


def _answer(session: Session, job: Job, words: str | None) -> None:
    turn = job.turn
    try:
        if words is not None:
            session.describe(words)  # may read the table again: not in the thread that serves everybody
        turn = replace(turn, answer=_portable(session.assistant.ask(turn.question), session.table))
    except Cancelled:
        turn = replace(turn, problem=say(session.language, "ui-said-stopped"))
    except AskWhyError as error:
        turn = replace(turn, problem=str(error))
    except Exception as error:
        # The thread's boundary: without this the page would wait for ever. The traceback goes to the log.
        _log.exception("A question ended in a fault")
        turn = replace(turn, problem=say(session.language, "ui-said-fault", fault=type(error).__name__))
    finally:
        session.finish(replace(turn, steps=job.timed()))
        job.done = True
        job.version += 1


def _portable(answer: Answer, table: str | None) -> Answer:
    """The script names the table alone: where it lies on this server is nobody's business, and no use."""
    if answer.code is None or table is None:
        return answer
    folder = repr(str(Path(table).parent) + os.sep)[1:-1]
    return replace(answer, code=answer.code.replace(folder, ""))
