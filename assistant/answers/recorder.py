"""What is kept of the steps while they run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from assistant.answers.answer import Step
from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.steps import StepDone
from tools.errors import stop_if
from tools.messages import Message


class Recorder:
    """Collects the trace while the steps run, reports progress, and stops between steps when asked to."""

    def __init__(
        self,
        progress: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
        on_step: Callable[[StepDone], None] | None = None,
    ) -> None:
        self.steps: list[Step] = []
        self.cancel = cancel
        self._progress = progress or (lambda name: None)
        self._on_step = on_step
        self.language = DEFAULT  # of what the steps say; known once the question is read

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[Iterable[Message]], None]]:
        """Yields a way to say what the step found, which is handed on when it has ended well.

        Raises Cancelled instead of starting the step once `cancel` is set.
        """
        stop_if(self.cancel, name)
        self._progress(name)
        found: list[Message] = []
        start = time.perf_counter()
        try:
            yield found.extend
        finally:
            self.steps.append(Step(name, time.perf_counter() - start))
        if self._on_step is not None:
            told = wording(self.language).paragraph(found)
            self._on_step(StepDone(name, self.steps[-1].seconds, told))
