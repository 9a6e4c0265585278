"""What is read of a long message: the sentences that ask."""

from __future__ import annotations

from tools.errors import OptionError
from tools.text.sentences import cut_sentences

__all__ = ["LONGEST_QUESTION", "LONGEST_READ", "check_length", "what_is_asked", "without_tail"]

LONGEST_QUESTION = 20_000  # characters
LONGEST_READ = 600  # characters; a longer message is an account of things with a question in it
LONGEST_TAIL = 100  # characters after the last question mark
_ASKS = ("?", "\uff1f")


def check_length(question: str) -> None:
    """Raises `OptionError` for a question that is longer than any question: a document by mistake."""
    if len(question) > LONGEST_QUESTION:
        raise OptionError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read. "
            "Ask in a few sentences, and give what describes the data as the description or as a document "
            "(knowledge)."
        )


def what_is_asked(text: str) -> str:
    """The text itself, or of a long one the sentences that ask; the last ones where none does.

    Nobody asks in a thousand words: what stands around the question would be taken for its cause or effect.
    """
    if len(text) <= LONGEST_READ:
        return text
    sentences = list(dict.fromkeys(cut_sentences(text)))
    asking = [
        sentence for sentence in sentences if sentence.rstrip("\"'\u201d\u2019)\uff09 ").endswith(_ASKS)
    ]
    kept: list[str] = []
    room = LONGEST_READ
    for sentence in reversed(asking or sentences):
        room -= len(sentence) + 1
        if room < 0 and kept:
            break
        kept.insert(0, sentence)
    return " ".join(kept)[-LONGEST_READ:]


def without_tail(text: str) -> str:
    """The text up to its last question mark, where much follows: it says whom it is about, not what acts."""
    end = max(text.rfind(sign) for sign in _ASKS) + 1
    return text[:end] if end and len(text) - end > LONGEST_TAIL else text
