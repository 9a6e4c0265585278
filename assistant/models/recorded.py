"""A model's replies on file: recorded once against a real model, replayed without one.

The file has one JSON object a line: the prompt's fingerprint, the labels of its prompt files, the reply and
its tokens. The prompts themselves are not stored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.models.interface import PATIENCE, Model, Patience, Prompt, Reply, Schema, estimated_tokens
from assistant.models.structured import json_in
from tools.errors import ModelError, OptionError


class RecordedModel:
    """Replays the replies in `path`; with `model`, asks it for what is not there yet and records that.

    Strict: a prompt that was not recorded word for word, with the same schema, raises `ModelError`.
    """

    def __init__(self, path: str | os.PathLike[str], model: Model | None = None) -> None:
        self._path = Path(path)
        self._model = model
        if model is None and not self._path.is_file():
            raise OptionError(
                f"There is no recording at {self._path}. Record one: RecordedModel(path, model)."
            )
        self._replies = _read(self._path) if self._path.is_file() else {}
        self.label = next(iter(self._replies.values()))["model"] if self._replies else ""
        if model is not None:
            self.label = model.label

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        fingerprint = prompt.fingerprint(schema)
        if fingerprint not in self._replies:
            if self._model is None:
                raise ModelError(
                    f"The recording {self._path} has no reply to this prompt "
                    f"({', '.join(prompt.labels) or 'no label'}, fingerprint {fingerprint}): the question, "
                    "the columns or the prompt's text changed. Record it again: RecordedModel(path, model)."
                )
            self._record(fingerprint, prompt, self._model.reply(prompt, schema, patience=patience))
        known = self._replies[fingerprint]
        return Reply(
            text=known["text"],
            data=json_in(known["text"]) if schema is not None else None,
            tokens_in=known["tokens_in"],
            tokens_out=known["tokens_out"],
        )

    def _record(self, fingerprint: str, prompt: Prompt, reply: Reply) -> None:
        line = {
            "fingerprint": fingerprint,
            "model": self.label,
            "prompts": list(prompt.labels),
            "text": reply.text,
            "tokens_in": reply.tokens_in,
            "tokens_out": reply.tokens_out,
        }
        with self._path.open("a", encoding="utf-8") as recording:
            recording.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._replies[fingerprint] = line


def _read(path: Path) -> dict[str, dict[str, Any]]:
    replies = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        known = json_in(line)
        if not isinstance(known, dict) or not known.keys() >= _KEYS:
            raise OptionError(f"Line {number} of {path} is no recorded reply. Delete it and record again.")
        replies[str(known["fingerprint"])] = known
    return replies


_KEYS = {"fingerprint", "model", "prompts", "text", "tokens_in", "tokens_out"}


# ---------------- A model that says what it was told to say: for tests, ours and those of people who embed A


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
