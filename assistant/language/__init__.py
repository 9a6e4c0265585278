"""Messages in a person's language. A language is a folder here, and nothing outside it knows its name.

language/<code>/language.toml   its name, locale, joining words and how a text in it is recognised
language/<code>/words/*.ftl     Fluent: the words of each message id
language/<code>/cues/*.toml     what the offline reader goes by
kinds/<kind>/words/<code>.ftl   the words of one kind of question, beside it

A language or words that stand elsewhere are registered: `register_language`, `register_words`.
"""

from assistant.language.registry import (
    Language,
    language,
    languages,
    register_language,
    register_words,
    remove_language,
    remove_words,
)
from assistant.language.render import Wording, message, say, wording

__all__ = [
    "Language",
    "Wording",
    "language",
    "languages",
    "message",
    "register_language",
    "register_words",
    "remove_language",
    "remove_words",
    "say",
    "wording",
]
