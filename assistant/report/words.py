"""The report's own words, in the language of the answer: `prompts/report_<language>.md` has them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.prompt_store import load_prompt
from assistant.sentence_book import in_language

if TYPE_CHECKING:
    from assistant.answer import Answer

__all__ = ["known", "listed", "say", "told"]


def say(answer: Answer, name: str, /, **slots: str) -> str:
    """The words called `name`, with their slots filled."""
    return load_prompt(f"report_{answer.language}").render(name, **slots)


def known(answer: Answer, name: str, otherwise: str) -> str:
    """The words called `name` where there are any, for names that come from elsewhere."""
    return load_prompt(f"report_{answer.language}").blocks.get(name, otherwise)


def told(answer: Answer, sentence: str) -> str:
    """What the tools say in English, in the answer's language as far as it is known."""
    return in_language(sentence, answer.language)


def listed(answer: Answer, names: list[str] | tuple[str, ...]) -> str:
    """All of them in one line."""
    return ("、" if answer.language == "zh" else ", ").join(names)
