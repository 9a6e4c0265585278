"""What a check is called, asks and cannot detect, in the language of the answer.

The checks' own sentences (`tools/checks`) are English; `prompts/chinese_checks.md` says them in Chinese. What
a check *found* stays in English: those sentences are made where the figures are.
"""

from __future__ import annotations

from assistant.models.prompt_store import load_prompt
from tools.types import Check

__all__ = ["check_asks", "check_blind", "check_title"]


def check_title(check: Check, language: str) -> str:
    """`placebo treatment`, `安慰剂处理`."""
    return _said(check, "name", language) or check.name.replace("_", " ")


def check_asks(check: Check, language: str) -> str:
    """The question that the check puts to the estimate."""
    return _said(check, "asks", language) or check.purpose


def check_blind(check: Check, language: str) -> str:
    """What stays unseen even if the check passes."""
    return _said(check, "blind", language) or check.cannot_detect


def _said(check: Check, part: str, language: str) -> str:
    """The Chinese words; "" for English, and for a check that somebody else registered."""
    return load_prompt("chinese_checks").blocks.get(f"{check.name}_{part}", "") if language == "zh" else ""
