"""What speaks for a column as a cause or an outcome before the question is compared with it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.language.registry import until_registered
from assistant.planning.reading.columns import ColumnText, is_called
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.text import lexicon, stem
from assistant.planning.reading.words import Word

_DESCRIBED = 0.6  # a hint in the description counts less than one in the name
_FIRST_WORDS = 8  # of a description; what comes later is about codes


@dataclass(frozen=True)
class Hint:
    """One [[hint]] of the cue file, its words as stems."""

    words: frozenset[str]
    excepted: frozenset[str]  # a name with one of these is passed over
    log_odds: dict[str, float]  # role -> what a column with one of the words gains
    action: float  # more for a treatment when the clause speaks of taking part
    pieces: int  # only names of at most so many words


@until_registered
def hints() -> tuple[Hint, ...]:
    """The hints of the cue files `reading_roles.toml`."""
    return tuple(
        Hint(
            words=frozenset(map(stem, entry["words"])),
            excepted=frozenset(map(stem, entry.get("unless", ()))),
            log_odds={role: float(entry[role]) for role in ("treatment", "outcome")},
            action=float(entry.get("action", 0.0)),
            pieces=int(entry.get("pieces", 99)),
        )
        for entry in load_cues("reading_roles")["hint"]
    )


@until_registered
def hint_words() -> frozenset[str]:
    """The stems of every hint: a question may misspell one of them."""
    return frozenset(word for hint in hints() for word in hint.words)


def hint_log_odds(
    text: ColumnText, clause: tuple[Word, ...], role: str, speaks_of_amount: bool = False
) -> float:
    """What kind, name and description say about a column's role before the clause is compared with them.

    A clause that speaks of an amount ("a rise in the price") is likelier to mean a number than a yes or no.
    """
    cues = load_cues("reading_roles")
    total = float(cues["kinds"][role].get(str(text.column.kind), 0.0))
    total += float(cues["timing"][role].get(str(text.column.timing), 0.0))
    total += text.in_prose * float(cues["prose"][role])
    asked = {mark for word in clause for mark in word.marks}
    if role == "treatment" and speaks_of_amount:
        total += float(cues["amount"].get(str(text.column.kind), 0.0))
    own = {mark for word in text.name_words for mark in word.marks}
    described = {mark for word in text.description_words[:_FIRST_WORDS] for mark in word.marks}
    for hint in hints():
        size = hint.log_odds[role]
        spoken_of = size < 0 and hint.words & asked
        if spoken_of or hint.excepted & own or len(text.name_words) > hint.pieces:
            continue
        if role == "treatment" and asked & lexicon().actions:
            size += hint.action
        if hint.words & own:
            total += size
        elif hint.words & described:
            total += _DESCRIBED * size
    return total + designation(text, role)


def designation(text: ColumnText, role: str) -> float:
    """Log odds for a column that the table itself calls the treatment or the outcome."""
    cues = load_cues("reading_roles")
    if text.column.name.lower() in cues["opaque"][role]:
        return float(cues["designated"][role])
    other = "outcome" if role == "treatment" else "treatment"
    if text.column.name.lower() in cues["opaque"][other]:
        return -float(cues["designated"][role])
    called = is_called(text.column.description or "", role)
    return _DESCRIBED * float(cues["designated"][role]) if called else 0.0
