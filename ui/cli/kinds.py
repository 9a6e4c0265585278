"""`askwhy kinds`: which kinds of question there are, and which are answered today."""

from __future__ import annotations

from typing import Any

from assistant.kinds.interface import all_kinds, kind_of, known_kinds
from assistant.kinds.not_built import NONE
from assistant.language import wording
from tools.messages import Message

__all__ = ["kind_lines", "kind_values"]


def kind_values(language: str = "en") -> list[dict[str, Any]]:
    """Each kind with what it asks for, whether it is built, and its slots."""
    words, built = wording(language), known_kinds()
    return [
        {
            "kind": name,
            "asks": words.say(Message(f"kind-{name.replace('_', '-')}")),
            "answered": name in built,
            "slots": [
                {
                    "name": slot.name,
                    "kind": str(slot.kind),
                    "required": slot.required,
                    "choices": list(slot.choices),
                }
                for slot in (kind_of(name).slots if name in built else ())
            ],
        }
        for name in all_kinds()
        if name != NONE
    ]


def kind_lines(language: str = "en") -> list[str]:
    """The same as lines: answered first, then what is recognised and refused by name."""
    values = kind_values(language)
    lines = ["Answered today:"]
    lines += [f"  {each['kind']:16} {each['asks']}" for each in values if each["answered"]]
    lines += ["", "Recognised, and refused by name with what can be asked instead:"]
    lines += [f"  {each['kind']:20} {each['asks']}" for each in values if not each["answered"]]
    return lines
