"""Messages in a person's language. A language is a folder here, and nothing outside it knows its name.

language/<code>/language.toml   its name, locale, joining words and how a text in it is recognised
language/<code>/words/*.ftl     Fluent: the words of each message id
language/<code>/cues/*.toml     what the offline reader goes by
kinds/<kind>/words/<code>.ftl   the words of one kind of question, beside it
"""

from assistant.language.registry import Language, language, languages
from assistant.language.render import Wording, message, say, wording

__all__ = ["Language", "Wording", "language", "languages", "message", "say", "wording"]
