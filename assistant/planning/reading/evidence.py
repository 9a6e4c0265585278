"""Why a reading was chosen, in words with quotations; and what of the question no column speaks of."""

from __future__ import annotations

from assistant.planning.reading.columns import ColumnText
from assistant.planning.reading.matching import ClauseMatch, Pair, Table
from assistant.planning.reading.priors import designation
from assistant.planning.reading.text import is_chinese
from assistant.types import Evidence

# A clause is missing from the data when its best column shares fewer words with it and means nothing like it:
# (words, cosine). Bare names are so short that little can be said of what they do not mean;
# the same holds between Chinese questions and English columns.
MISSING_DESCRIBED, MISSING_BARE = (0.25, 0.36), (0.1, 0.22)
SURE_DIVISION = 0.7  # weight of a pattern that tells a clause from the rest
_LONGEST = 90  # characters of a description that are quoted


def explain_pair(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> tuple[Evidence, ...]:
    """How the question was divided, and what spoke for the treatment and the outcome."""
    split = pair.split
    divided = Evidence(
        "question",
        f"read as cause '{split.cause}' and effect '{split.effect}' ({split.pattern})",
        split.weight,
    )
    sides = (("treatment", split.cause, pair.treatment), ("outcome", split.effect, pair.outcome))
    return (
        divided,
        *(
            _explain_side(role, clauses[clause], place, table) if place is not None else _rule(clause)
            for role, clause, place in sides
        ),
    )


def _rule(cause: str) -> Evidence:
    said = f"no column holds '{cause}', but the description names a rule with a cutoff that may define it"
    return Evidence("treatment", said, 0.0)


def _explain_side(role: str, clause: ClauseMatch, place: int, table: Table) -> Evidence:
    match, text = clause.matches[place], table.texts[place]
    strength = clause.log_odds[role][place]
    if match.score > 0:
        words = f"'{match.clause_word}'"
        if match.clause_word != match.column_word:
            words += f" stands for '{match.column_word}'"
        return Evidence(role, f"{words} in {_quote(text)}", strength)
    meaning = f"'{clause.clause}' is closest in meaning (cosine {clause.cosines[place]:.2f})"
    return Evidence(role, f"{meaning} to {_quote(text)}", strength)


def _quote(text: ColumnText) -> str:
    said = text.description if len(text.description) <= _LONGEST else text.description[:_LONGEST] + "..."
    return f"{text.column.name}: {said}" if said else text.column.name


def missing_parts(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> tuple[str, ...]:
    """The clauses that no column speaks of: neither in words nor in meaning.

    A cause that the description speaks of is not missing: it may be defined by a cutoff or a date, and a
    column that the table itself calls the treatment may stand for it.
    """
    if pair.split.weight < SURE_DIVISION:
        return ()  # divided by guess: nothing can be said about its parts
    parts = []
    if cause_without_column(pair, clauses, table) == "missing":
        parts.append(pair.split.cause)
    if _is_missing(clauses[pair.split.effect], table):
        parts.append(pair.split.effect)
    return tuple(parts)


def cause_without_column(pair: Pair, clauses: dict[str, ClauseMatch], table: Table) -> str:
    """ "missing", "described" when only the description's prose speaks of the cause, else ""."""
    cause = clauses[pair.split.cause]
    if pair.split.weight < SURE_DIVISION or not _is_missing(cause, table):
        return ""
    if pair.treatment is None or designation(table.texts[pair.treatment], "treatment") > 0:
        return ""
    asked = {mark for word in cause.words for mark in word.marks}
    return "described" if asked & table.prose else "missing"


def _is_missing(clause: ClauseMatch, table: Table) -> bool:
    described = sum(bool(text.description) for text in table.texts)
    told = 2 * described >= len(table.texts) and not is_chinese(clause.clause)
    words, meaning = MISSING_DESCRIBED if told else MISSING_BARE
    return max(match.score for match in clause.matches) < words and max(clause.cosines) < meaning
