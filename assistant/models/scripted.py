"""A model that says what it was told to say: for tests, ours and those of people who embed AskWhy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.models.interface import PATIENCE, Patience, Prompt, Reply, Schema, estimated_tokens
from assistant.models.json_text import json_in
from tools.errors import ModelError

Line = str | Mapping[str, Any] | Exception | Callable[[str], Any]


class ScriptedModel:
    """Replies with the given lines, one a prompt, in order.

    A line is a text, a mapping (said as JSON), an exception (raised), or a function of the prompt's text
    that returns one of these. `prompts` records what the model was shown, as texts; `schemas` what was
    asked for. Raises `ModelError` when asked more often than there are lines.

    >>> from assistant.models.interface import Message
    >>> model = ScriptedModel(["Good morning."])
    >>> model.reply(Prompt((Message("user", "Hello"),))).text
    'Good morning.'
    """

    def __init__(self, lines: Iterable[Line], *, label: str = "scripted") -> None:
        self.label = label
        self.prompts: list[str] = []
        self.schemas: list[Schema | None] = []
        self._lines = list(lines)

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        self.prompts.append(prompt.text)
        self.schemas.append(schema)
        if len(self.prompts) > len(self._lines):
            raise ModelError(
                f"The scripted model has {len(self._lines)} lines and was asked once more "
                f"({', '.join(prompt.labels) or 'no label'}). Add a line to ScriptedModel([...])."
            )
        line: Any = self._lines[len(self.prompts) - 1]
        if callable(line):
            line = line(prompt.text)
        if isinstance(line, Exception):
            raise line
        text = line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
        data = json_in(text) if schema is not None else None
        tokens_in, tokens_out = estimated_tokens(prompt.text), estimated_tokens(text)
        return Reply(text, data, tokens_in=tokens_in, tokens_out=tokens_out)
