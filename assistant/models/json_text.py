"""JSON out of what a model wrote: bare, or in a Markdown fence. Nothing is mended or guessed."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST = 200_000  # characters; no reply of ours needs a tenth of it
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)


def json_in(text: str) -> Any:
    """The JSON value that the text is, or None. NaN and infinities are no JSON."""
    if len(text) > LONGEST:
        return None
    fenced = _FENCE.search(text)
    for candidate in (text, *([fenced.group(1)] if fenced else [])):
        try:
            return json.loads(candidate.strip(), parse_constant=_refuse)
        # Deeply nested brackets exhaust the parser's stack.
        except (ValueError, RecursionError):
            continue
    return None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
