"""Replies from a folder: `Assistant(..., model="folder:replies")`.

A template: a provider turns a prompt into a reply. It knows nothing of plans or answers, and what it returns
is data: whoever asked checks it, sends back what is wrong, and counts what was spent. In the tree a provider
is a file of `assistant/models/`, opened in its `__init__.py`.
"""

from __future__ import annotations

from pathlib import Path

from assistant.models import (
    PROVIDERS,
    Connection,
    Patience,
    Prompt,
    Reply,
    Schema,
    estimated_tokens,
    refuse_address,
)
from assistant.models.interface import PATIENCE
from assistant.models.structured import json_in
from tools.errors import Cancelled, ModelError, OptionError


class FolderModel:
    """Says what stands in `<prompt>.json` or `<prompt>.txt` of a folder: plan_en.json, write_en.json."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self.label = f"folder:{self._folder.name}"  # how the trace names it
        if not self._folder.is_dir():
            raise OptionError(f"There is no folder {folder}. Write model='folder:<path of the replies>'.")

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        """One request. A server would be called here, for at most `patience.seconds`."""
        if patience.stopped():
            raise Cancelled("Stopped as asked, before the model replied.")
        name = prompt.labels[0].split()[0]  # "plan_en v1 3f9a1c0d"
        for file in (self._folder / f"{name}.json", self._folder / f"{name}.txt"):
            if file.is_file():
                text = file.read_text(encoding="utf-8")
                return Reply(
                    text,
                    json_in(text) if schema is not None else None,
                    tokens_in=estimated_tokens(prompt.text),
                    tokens_out=estimated_tokens(text),
                )
        raise ModelError(f"{self.label} has no reply to {name}. Write {self._folder / name}.json.")


@PROVIDERS.register("folder")
def open_folder(name: str, connection: Connection) -> FolderModel:
    """`name` is what stands behind "folder:"; a provider refuses what it has no use for."""
    refuse_address(f"folder:{name}", connection)
    return FolderModel(name)
