"""The planner that needs no language model: it reads the question by cues, words and sentence vectors.

`understand` says which columns a question is about, the contrast, the population and the language. It knows
nothing of study designs: `assistant.planning.design` takes it from there.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.designs.rdd import names_a_rule
from assistant.language.registry import language_of
from assistant.planning.reading.asked import what_is_asked, without_tail
from assistant.planning.reading.clauses import normalise, set_population_apart, split_question
from assistant.planning.reading.columns import ColumnText, role_texts
from assistant.planning.reading.contrast import Contrast, read_contrast
from assistant.planning.reading.cues import compiled, load_cues
from assistant.planning.reading.grammar import Split
from assistant.planning.reading.matching import (
    HINTS,
    ClauseMatch,
    Pair,
    Table,
    confidences,
    designation,
    likely_columns,
    match_clauses,
    not_plain,
    rank_pairs,
    read_table,
    timing_log_odds,
)
from assistant.planning.reading.population import read_estimand, read_population
from assistant.planning.reading.text import is_chinese, tokens
from assistant.reader.features import spoken_name
from assistant.reader.reader import Found, LearnedReader, pooled, shipped_reader
from assistant.types import Evidence, Reading, Understanding
from tools.text.names import name_words
from tools.types import DataProfile, EstimandKind

if TYPE_CHECKING:
    from tools.text.embedding import Embedder

__all__ = ["understand"]


# Above this chance a column is taken to say whom the question is about (right in 85 of 100 on fields of life
# that were not learned), and a part of the question to be in no column. A lesser chance of being absent
# lowers the pair so far (`weigh`) that the person is asked; to say that there is no such column takes more.
LIMITED, ABSENT = 0.6, 0.7
_READINGS = 5  # alternatives that are handed on, best first
_PAST_A_CUTOFF = 0.4  # share of the confidence that goes to "no column: being past a cutoff"
_FAINT = 0.1  # confidence is scaled down so far when a part of the question is missing or matches nothing


def understand(question: str, profile: DataProfile, embedder: Embedder | None = None) -> Understanding:
    """Match the question to columns.

    Readings come best first with calibrated confidences that add up to at most 1; `missing` holds the parts
    of the question that no column speaks of, and then the readings are faint. A question that cannot be read
    at all has no readings; nothing is raised for it. `embedder` defaults to the multilingual sentence
    encoder, on which the confidences are calibrated.
    """
    question = what_is_asked(question)
    language = language_of(question)
    pair_asked = without_tail(question)
    splits = split_question(pair_asked, language)
    if len(profile.columns) < 2 or not splits[-1].cause:
        return Understanding((), None, None, (), EstimandKind.ATE, language, (), missing=(question.strip(),))
    compared = compare(pair_asked, splits, profile, embedder or _default_embedder())
    table, clauses = compared.table, compared.clauses
    pairs, sure = weigh(compared)
    best = pairs[0]
    without = cause_without_column(best, clauses, table)
    verdict = asks_for_a_verdict(question)
    open_ended = verdict or asks_for_causes(question)
    missing = () if open_ended and compared.found else missing_parts(best, without, compared)
    treatment = None if best.treatment is None else table.texts[best.treatment].column
    contrast = read_contrast(question, best.split.cause, treatment) if treatment else Contrast()
    apart = set_population_apart(normalise(question, language), language)[1]
    taken = {table.texts[best.outcome].column.name, *([treatment.name] if treatment else [])}
    absent = without == "described"
    faint = bool(missing) or open_ended
    limited = limiting_columns(compared.found)
    population, about_population = read_population(question, apart, profile, taken, limited)
    applied = {condition.column for condition in population} | taken
    readings = _readings(pairs, sure, table, _FAINT if faint else 1.0, absent)
    return Understanding(
        readings=_effects_of_named(readings) if verdict else readings,
        low=contrast.low,
        high=contrast.high,
        population=population,
        estimand=read_estimand(question),
        language=language,
        evidence=(
            *explain_pair(best, clauses, table),
            *_absence(best, absent),
            *contrast.evidence,
            *about_population,
        ),
        missing=missing,
        step=contrast.step,
        relative_step=contrast.relative_step,
        not_filtered=tuple(name for name in limited if name not in applied),
    )


def asks_for_causes(question: str) -> bool:
    """ "What drives sales?" names no treatment: any reading of it is a guess."""
    return _is_like(question, "patterns")


def asks_for_a_verdict(question: str) -> bool:
    """ "Is the drug any good?" names no outcome: any reading of it is a guess."""
    return _is_like(question, "verdicts")


def _is_like(question: str, kind: str) -> bool:
    patterns = load_cues("reading_open")[kind]
    return any(compiled(pattern, re.IGNORECASE).search(question.strip()) for pattern in patterns)


def _effects_of_named(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The same pairs as effects of the one column that is named: the one that most of them share."""
    pairs = [(r.treatment, r.outcome, r.confidence) for r in readings if r.treatment and r.outcome]
    weights: dict[str, float] = defaultdict(float)
    for treatment, outcome, confidence in pairs:
        weights[treatment] += confidence
        weights[outcome] += confidence
    if not weights:
        return readings
    named = max(weights, key=lambda name: weights[name])
    responding: dict[str, float] = defaultdict(float)
    for treatment, outcome, confidence in pairs:
        if named in (treatment, outcome):
            responding[outcome if treatment == named else treatment] += confidence
    ranked = sorted(responding.items(), key=lambda pair: -pair[1])
    return tuple(Reading(named, outcome, confidence) for outcome, confidence in ranked)


@dataclass(frozen=True)
class Compared:
    """What two readers make of a question, which know nothing of each other."""

    table: Table
    clauses: dict[str, ClauseMatch]
    pairs: tuple[Pair, ...]  # columns that the question may be about
    written: tuple[float, ...]  # chance of each by its words and the grammar of the question
    learned: tuple[float, ...]  # chance of each by the net, times what the table itself says (`by_table`)
    found: Found | None  # None where the learned reader's encoder is not installed


def compare(
    question: str,
    splits: Sequence[Split],
    profile: DataProfile,
    embedder: Embedder,
    reader: LearnedReader | None = None,
) -> Compared:
    """Both readers' chances for every pair that either takes seriously; the learned one is as shipped."""
    table = read_table(profile, embedder)
    clauses = match_clauses(splits, table, embedder)
    pairs = rank_pairs(splits, clauses, table, rule=names_a_rule(profile))
    written = confidences(pairs)
    names = [text.column.name for text in table.texts]
    likely = [names[place] for place in likely_columns(pairs)]
    reader = reader or shipped_reader()
    found = reader.find_columns(question, with_prose(profile), likely) if reader else None
    places = {name: place for place, name in enumerate(names)}
    known = {(pair.treatment, pair.outcome) for pair in pairs}
    for cause, effect, _ in found.ranked(_READINGS) if found else ():
        if (places[cause], places[effect]) not in known:
            pairs.append(Pair(places[cause], places[effect], pairs[-1].log_odds, pairs[0].split))
            written.append(0.0)
    learned = [_learned(found, pair, names) * by_table(pair, table) if found else 0.0 for pair in pairs]
    return Compared(table, clauses, tuple(pairs), tuple(written), tuple(learned), found)


DRAWN = 0.001  # share of its chance that is left to an effect which was drawn by lot
TOO_EARLY = 0.1  # share of its chance that is left to an effect which was measured before its cause
# A pattern this sure that turns a pair round was right in 13 of 18 cases: the person is asked who acts.
# Where the learned reader itself is in two minds who acts, any pattern that divides the question will do.
SURE_ORDER, ONE_WAY, UNDECIDED = 0.9, 0.9, 0.7
NAMED = 0.95  # how sure a pair is whose columns are the two halves of the question, name by name


def named_outright(compared: Compared) -> int | None:
    """The pair whose names are the whole cause and the whole effect, by a sure pattern.

    What is named literally wins over anything that only means the same.
    """
    names = [spoken_name(text.column.name) for text in compared.table.texts]
    for place, pair in enumerate(compared.pairs):
        said = tuple(" ".join(name_words(half)) for half in (pair.split.cause, pair.split.effect))
        sure = pair.treatment is not None and pair.split.weight >= SURE_DIVISION
        if sure and said == (names[pair.treatment or 0], names[pair.outcome]):
            return place
    return None


def turned_by_grammar(compared: Compared, best: int) -> int | None:
    """The pair the other way round, where a sure pattern of the grammar reads it so; else None."""
    pair = compared.pairs[best]
    places = {(each.treatment, each.outcome): place for place, each in enumerate(compared.pairs)}
    other = places.get((pair.outcome, pair.treatment if pair.treatment is not None else -1))
    if other is None:
        return None
    one_way = compared.learned[best] >= UNDECIDED * (compared.learned[best] + compared.learned[other])
    if compared.pairs[other].split.weight < (SURE_ORDER if one_way else SURE_DIVISION):
        return None
    there, back = compared.written[best], compared.written[other]
    return other if back > ONE_WAY * (there + back) else None


def measured_again(compared: Compared, best: int) -> int | None:
    """The pair with the outcome as it was measured after, where the question speaks of no time before."""
    names = [text.column.name for text in compared.table.texts]
    pair = compared.pairs[best]
    later = compared.table.measured_again.get(names[pair.outcome])
    first = load_cues("reading_roles")["measured"]["first"]
    said = pair.split.effect
    if later is None or any(word in (said if is_chinese(word) else tokens(said)) for word in first):
        return None
    wanted = (pair.treatment, names.index(later))
    places = (place for place, each in enumerate(compared.pairs) if (each.treatment, each.outcome) == wanted)
    return next(places, None) if pair.treatment != wanted[1] else None


def _learned(found: Found, pair: Pair, names: Sequence[str]) -> float:
    """The learned reader's chance of a pair; less where it holds one of the two for a limit."""
    cause, effect = None if pair.treatment is None else names[pair.treatment], names[pair.outcome]
    chance = found.chance_of(cause, effect)
    for name in (cause, effect):
        if chance and name is not None:
            chance *= 1.0 - found.chance("f", name)
    return chance


def with_prose(profile: DataProfile) -> DataProfile:
    """The columns with what the description's prose says of those that the codebook leaves opaque."""
    said = role_texts(profile)
    columns = (
        replace(column, description="; ".join(filter(None, (said[column.name], column.description))))
        if said[column.name]
        else column
        for column in profile.columns
    )
    return replace(profile, columns=tuple(columns))


def by_table(pair: Pair, table: Table) -> float:
    """What the learned reader's chance of a pair is multiplied by for what the table itself says.

    It reads each column alone: it cannot compare their years, knows no version of a column by its name run
    together (`bwghtlbs`), and what the codebook calls "the treatment" has none of the question's words. What
    is measured before its cause cannot respond to it, and what was drawn by lot responds to nothing.
    """
    odds = 0.0
    for role, place in (("treatment", pair.treatment), ("outcome", pair.outcome)):
        if place is not None:
            text = table.texts[place]
            clause = pair.split.cause if role == "treatment" else pair.split.effect
            odds += HINTS[role] * (timing_log_odds(text.column, role) + designation(text, role))
            odds -= not_plain(clause, text.column.name, role, table)
    if table.texts[pair.outcome].column.name in table.drawn:
        return math.exp(odds) * DRAWN
    early = pair.treatment is not None and table.earlier(pair.outcome, pair.treatment)
    return math.exp(odds) * (TOO_EARLY if early else 1.0)


def weigh(compared: Compared) -> tuple[list[Pair], list[float]]:
    """The pairs by what both readers hold probable, best first, and how sure they are together.

    What the learned one takes for absent lowers every pair.
    """
    chances = pooled([(p.treatment, p.outcome) for p in compared.pairs], compared.learned, compared.written)
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    other = turned_by_grammar(compared, order[0])
    if other is not None:
        chances[order[0]] = chances[other] = (chances[order[0]] + chances[other]) / 2
        order.remove(other)
        order.insert(0, other)
    again = measured_again(compared, order[0])
    if again is not None:
        # What a cause changes is what was measured after it, however well the first one's words fit.
        chances[order[0]], chances[again] = chances[again], chances[order[0]]
        order = sorted(range(len(chances)), key=lambda place: -chances[place])
    named = named_outright(compared)
    if named is not None:
        chances = [NAMED if place == named else (1 - NAMED) * chance for place, chance in enumerate(chances)]
        order.remove(named)
        order.insert(0, named)
    without_cause, without_effect = compared.found.absent if compared.found else (0.0, 0.0)
    pairs = [compared.pairs[place] for place in order]
    lowered = []
    for place, pair in zip(order, pairs, strict=True):
        # A rule that no column records is absent from the table, and meant all the same.
        absent = without_effect if pair.treatment is None else max(without_cause, without_effect)
        lowered.append(chances[place] * (1.0 if place == named else 1.0 - absent))
    return pairs, lowered


def _readings(
    pairs: list[Pair], chances: list[float], table: Table, share: float, absent: bool
) -> tuple[Reading, ...]:
    """Best first; where no column holds the cause, being past a cutoff (treatment None) is a reading too."""
    names = [text.column.name for text in table.texts]
    sure = [share * chance for chance in chances]
    scale = 1.0 - _PAST_A_CUTOFF if absent else 1.0
    readings = [
        Reading(
            None if pair.treatment is None else names[pair.treatment], names[pair.outcome], scale * confidence
        )
        for pair, confidence in zip(pairs[:_READINGS], sure, strict=False)
    ]
    if absent and all(reading.treatment for reading in readings):
        same = sum(c for pair, c in zip(pairs, sure, strict=True) if pair.outcome == pairs[0].outcome)
        readings.insert(
            1, Reading(None, names[pairs[0].outcome], min(readings[0].confidence, _PAST_A_CUTOFF * same))
        )
    return tuple(readings)


def _absence(best: Pair, absent: bool) -> tuple[Evidence, ...]:
    if not absent:
        return ()
    words = f"no column holds '{best.split.cause}', but the description speaks of it"
    return (Evidence("treatment", f"{words}: a cutoff or a date may define it", 0.0),)


def _default_embedder() -> Embedder:
    from tools.text.embedding import (
        UniversalSentenceEmbedder,
    )  # numpy and the weights: only when a question is read

    return UniversalSentenceEmbedder()


# ---------------- Why a reading was chosen, with quotations; and what of the question no column speaks of


# A clause is missing from the data when its best column shares fewer words with it and means nothing like it:
# (words, cosine). Bare names are so short that little can be said of what they do not mean;
# the same holds between Chinese questions and English columns.
MISSING_DESCRIBED, MISSING_BARE = (0.25, 0.36), (0.1, 0.22)
SAME_WORDS = 0.5  # a clause that shares so much with a column is not missing
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


def missing_parts(pair: Pair, without: str, compared: Compared) -> tuple[str, ...]:
    """The clauses that no column speaks of: by the learned reader, unless a column says the same words.

    Where there is no learned reader words and meaning decide. A cause that the description speaks of is not
    missing (`without` is "described"): it may be defined by a cutoff or a date, and a column that the table
    itself calls the treatment may stand for it.
    """
    split, found = pair.split, compared.found
    if found is None:
        if split.weight < SURE_DIVISION:
            return ()  # divided by guess: nothing can be said about its parts
        effect_missing = _is_missing(compared.clauses[split.effect], compared.table)
        marks = (without == "missing", effect_missing)
    else:
        cause_absent, effect_absent = (
            absent >= ABSENT and max(match.score for match in compared.clauses[clause].matches) < SAME_WORDS
            for absent, clause in zip(found.absent, (split.cause, split.effect), strict=True)
        )
        words = compared.clauses[split.cause].words
        described = any(word.marks & compared.table.prose for word in words)
        marks = (cause_absent and not described and without != "described", effect_absent)
    said = (split.cause, split.effect)
    return tuple(dict.fromkeys(part for part, mark in zip(said, marks, strict=True) if mark))


def limiting_columns(found: Found | None) -> tuple[str, ...]:
    """The columns that say whom the question is about, rather than by what the answer is to be split."""
    if found is None:
        return ()
    return tuple(
        name for name in found.columns_of("f", LIMITED) if found.chance("f", name) > found.chance("g", name)
    )


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
