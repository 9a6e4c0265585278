"""Load, check, render and fingerprint the files in `prompts/`.

A file starts with TOML front matter between `+++` lines (`id`, `version`, `inputs`); its body is one or more
blocks, each under a `# name` line, with `string.Template` slots. A slot that is not declared, a declared one
that no block uses, or a digit outside "95%" in a template is an error when the file is loaded: figures
reach the prose through slots only.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from assistant.language.registry import DEFAULT


class PromptFileError(ValueError):
    """A file in `prompts/` breaks its contract: a fault of ours, caught by the tests."""


@dataclass(frozen=True)
class PromptFile:
    """One file of `prompts/`."""

    id: str
    version: int
    inputs: frozenset[str]
    blocks: Mapping[str, str]
    fingerprint: str  # 8 hex digits of the file's SHA-256

    def render(self, block: str, **slots: str) -> str:
        """The block with its slots filled. A slot without a value raises KeyError: nothing is guessed."""
        return Template(self.blocks[block]).substitute(slots)

    @property
    def label(self) -> str:
        """How the trace names it: "plan_en v1 3f9a1c0d"."""
        return f"{self.id} v{self.version} {self.fingerprint}"


@cache
def load_prompt(name: str) -> PromptFile:
    """Read and check `prompts/<name>.md`."""
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    return parse_prompt(text)


def prompt_in(family: str, code: str) -> PromptFile:
    """The prompt of a family in a language; in the default language where there is none in this one."""
    return load_prompt(f"{family}_{code if has_prompt(family, code) else DEFAULT}")


def has_prompt(family: str, code: str) -> bool:
    return files("prompts").joinpath(f"{family}_{code}.md").is_file()


def parse_prompt(text: str) -> PromptFile:
    """Check a prompt file's text against its front matter. Raises PromptFileError."""
    parts = re.split(r"^\+\+\+\s*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise PromptFileError("The file must start with TOML front matter between two +++ lines.")
    meta = tomllib.loads(parts[1])
    pieces = re.split(r"^# (\w+)\s*$", parts[2], flags=re.MULTILINE)[1:]
    blocks = {name: body.strip() for name, body in zip(pieces[::2], pieces[1::2], strict=True)}
    used = {slot for body in blocks.values() for slot in Template(body).get_identifiers()}
    declared = set(meta["inputs"])
    if used != declared:
        raise PromptFileError(f"Slots used and declared differ: {sorted(used ^ declared)}.")
    for name, body in blocks.items():
        if re.search(r"\d", body.replace("95%", "")):
            raise PromptFileError(f"Block {name!r} types a digit; figures go through slots.")
    return PromptFile(
        id=meta["id"],
        version=int(meta["version"]),
        inputs=frozenset(declared),
        blocks=blocks,
        fingerprint=hashlib.sha256(text.encode()).hexdigest()[:8],
    )
