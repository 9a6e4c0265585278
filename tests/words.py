"""What a message says in English, for tests of the tools, which say things in no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from assistant.language import wording
from tools.errors import EstimationError
from tools.messages import Message, as_given
from tools.types import DataProfile

__all__ = ["english", "fails", "said", "texts"]


def english(said: Message | str, profile: DataProfile | None = None) -> str:
    return wording("en", profile).say(as_given(said))


def texts(said: Iterable[Message | str], profile: DataProfile | None = None) -> list[str]:
    return [english(one, profile) for one in said]


@contextmanager
def fails(words: str) -> Iterator[pytest.ExceptionInfo[EstimationError]]:
    """The block raises an `EstimationError` whose reason in English matches `words`."""
    with pytest.raises(EstimationError) as caught:
        yield caught
    said = english(caught.value.said)
    assert re.search(words, said), said


def said(what: Message | Iterable[Message] | None, language: str = "en") -> str:
    """One message, or several as sentences."""
    if what is None:
        return ""
    words = wording(language)
    return words.say(what) if isinstance(what, Message) else words.paragraph(what)
