"""Which column a few words name: "income" in a table with `family_income`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.planning.reading.clauses import split_question
from assistant.planning.reading.grammar import Split
from assistant.planning.reading.matching import ClauseMatch, match_clauses, rank_pairs, read_table
from assistant.planning.reading.text import is_chinese, is_stopword, tokens
from tools.types import DataProfile

if TYPE_CHECKING:
    from tools.text.embedding import Embedder

# A phrase names a column when it shares words with it clearly more than with any other, or else means nearly
# the same. Set on the turns of tests/assistant/follow_up_turns.py.
WORDS, AHEAD = 0.3, 1.25
MEANING, FURTHER = 0.55, 0.08
# Of a question of its own both halves must name a column about as clearly.
PATTERN, CLAUSE, CLAUSE_MEANING = 0.45, 0.25, 0.42


@dataclass(frozen=True)
class Named:
    """The column that a phrase names (None when none or several do), and the likeliest ones."""

    column: str | None
    likely: tuple[str, ...]


def named_column(
    phrase: str, profile: DataProfile, embedder: Embedder, among: Collection[str] | None = None
) -> Named:
    """The column of `among` (default: any) that `phrase` names."""
    wanted = phrase.strip().casefold()
    for name in profile.names:
        if name.casefold() in (wanted, wanted.replace(" ", "_")) and (among is None or name in among):
            return Named(name, (name,))
    if not _says_something(phrase):
        return Named(None, ())
    table = read_table(profile, embedder)
    clause = match_clauses([Split(phrase, phrase, "", 0.0)], table, embedder)[phrase]
    ranked = sorted(
        (
            (match.score, cosine, text.column.name)
            for match, cosine, text in zip(clause.matches, clause.cosines, table.texts, strict=True)
            if among is None or text.column.name in among
        ),
        reverse=True,
    )
    if not ranked:
        return Named(None, ())
    likely = tuple(name for *_, name in ranked[:4])
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, 0.0, "")
    if best[0] >= WORDS and best[0] >= AHEAD * second[0]:
        return Named(best[2], likely)
    by_meaning = sorted(ranked, key=lambda item: -item[1])
    gap = by_meaning[0][1] - (by_meaning[1][1] if len(by_meaning) > 1 else 0.0)
    if by_meaning[0][1] >= MEANING and gap >= FURTHER:
        return Named(by_meaning[0][2], likely)
    return Named(None, likely)


def names_cause_and_effect(text: str, language: str, profile: DataProfile, embedder: Embedder) -> bool:
    """Is the sentence a question of its own: does it name one column as the cause and another as the
    effect?
    """
    splits = [s for s in split_question(text, language) if s.cause != s.effect and s.weight >= PATTERN]
    if not splits or len(profile.columns) < 2:
        return False
    table = read_table(profile, embedder)
    clauses = match_clauses(splits, table, embedder)
    pairs = rank_pairs(splits, clauses, table)
    if not pairs:
        return False
    best = pairs[0]
    cause, effect = clauses[best.split.cause], clauses[best.split.effect]
    return _clear(cause, best.treatment) and _clear(effect, best.outcome)


def _clear(clause: ClauseMatch, place: int | None) -> bool:
    # Without a place the cause is a rule that no column records.
    if place is None:
        return False
    return clause.matches[place].score >= CLAUSE or clause.cosines[place] >= CLAUSE_MEANING


def _says_something(phrase: str) -> bool:
    return is_chinese(phrase) or any(not is_stopword(word) for word in tokens(phrase))
