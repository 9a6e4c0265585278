"""Instruments: columns that move the treatment and reach the outcome only through it.

What can be tested is the first stage; exclusion cannot. So a column is an instrument only where a sentence
says so of this column: that it is one, that it acts only through the treatment, or that chance handed it out
as an offer of the treatment. What it is called (distance, rainfall, a lottery) raises a question to the
person (`could_be_instruments`) and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.designs.rdd import read_values
from assistant.designs.statements import (
    SILENT,
    TIED,
    Spoken,
    Statement,
    Verdict,
    clause_around,
    entry_of,
    is_asserted,
    may_be_assigned,
    speaks_of,
    statements,
    ties_of,
)
from assistant.designs.study import Study
from assistant.designs.text import find_word, grammar, name_words, quote, stems
from assistant.planning.copies import find_copies
from assistant.planning.timing import place_columns
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import FirstStage, first_stage
from tools.messages import Column, Message, Quantity, Quoted
from tools.text.stems import terms
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind, Timing

KIND = DesignKind.IV
BETWEEN = 60  # characters between a name and the word "instrument"
WEAK = 10.0  # Staiger & Stock (1997)
HOPELESS = 3.0  # an instrument below this does not move the treatment at all
NAMED, EXCLUDED, DRAWN, ENCOURAGED = 4.0, 3.0, 3.0, 2.5  # points, by what the sentence says
ALIKE = 0.75  # points within which several instruments are used together
_SEVERAL = 4  # instruments at most
# words that say by themselves that a column acts on the outcome in another way, whatever else they name
_PLAIN = re.compile(
    r"reason|whether|regardless|invalid|violat|confound|common|both|itself|own|same|direct|原因|混杂|无效|直接|本身|同时",
    re.I,
)


@dataclass(frozen=True)
class Instrument:
    """A column that the texts make an instrument, with its first stage."""

    column: str
    said: Spoken
    offered: bool  # handed out: credible by how it came about, so a weak one is kept and warned about
    stage: FirstStage

    @property
    def passes(self) -> bool:
        return self.stage.f >= (HOPELESS if self.offered else WEAK)


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """One candidate from the column that the texts make an instrument, with every other of the same kind."""
    if study.treatment is None:
        return []
    refused = []
    scored = []
    for column in study.others:
        said = said_of_column(study, column)
        if said.against:
            refused.append(_candidate((column.name,), Verdict(False, said.against, told=said.told), said))
        elif said.supports and (found := _measured(study, column, said, baseline)) is not None:
            scored.append(found)
    if not scored:
        return refused
    best = max(scored, key=lambda i: (i.passes, i.said.points, i.stage.f))
    together = [
        i
        for i in scored
        if i.passes == best.passes and i.offered == best.offered and i.said.points >= best.said.points - ALIKE
    ]
    chosen = _independent(study, together)
    verdict = _verdict(study, best)
    evidence = tuple(e for i in chosen for e in i.said.evidence)
    return [
        _candidate(
            tuple(i.column for i in chosen),
            verdict,
            replace(best.said, evidence=tuple(dict.fromkeys(evidence))),
        ),
        *refused,
    ]


def _candidate(columns: tuple[str, ...], verdict: Verdict, said: Spoken) -> DesignCandidate:
    evidence = (*said.evidence, Evidence("design", verdict.reason, verdict.points))
    points = said.points + verdict.points
    design = Design(KIND, instruments=columns)
    return DesignCandidate(design, points, verdict.passed, verdict.reason, evidence, verdict.told)


def spoken(study: Study, design: Design) -> Spoken:
    """What the texts say for these instruments: as little as for the least of them."""
    each = [said_of_column(study, study.profile[name]) for name in design.instruments]
    if not each:
        return SILENT
    refused = next((said for said in each if said.against), SILENT)
    evidence = tuple(dict.fromkeys(e for said in each for e in said.evidence))
    return Spoken(min(said.points for said in each), evidence, refused.against, refused.told)


def test(study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
    """Do the instruments move the treatment, given what came before?"""
    measured = []
    for name in design.instruments:
        column = study.profile[name]
        found = _measured(study, column, said_of_column(study, column), baseline)
        if found is None:
            return Verdict(False, f"{name} cannot be told apart from the treatment")
        measured.append(found)
    if not measured:
        return Verdict(False, "no column is named as the instrument")
    return _verdict(study, max(measured, key=lambda i: (i.passes, i.stage.f)))


def _verdict(study: Study, best: Instrument) -> Verdict:
    f = f"{best.column}: first-stage F is {best.stage.f:.1f}"
    if best.stage.f >= WEAK:
        return Verdict(True, f"{f}, the instrument moves the treatment", 0.25 + _one_sided(best))
    if best.passes:
        return Verdict(True, f"{f}, weak: read the interval with care", -0.5 + _one_sided(best))
    slots = {"column": Column(best.column), "treatment": Column(study.treatment or "")}
    told = Message("design-instrument-weak", {**slots, "f": Quantity(best.stage.f), "least": Quantity(WEAK)})
    if best.stage.f >= HOPELESS:
        return Verdict(False, f"{f}, below {WEAK:g}: it hardly moves {study.treatment}", told=told)
    return Verdict(False, f"{f}, it does not move the treatment", told=told)


def _one_sided(instrument: Instrument) -> float:
    return 0.75 if instrument.stage.one_sided else 0.0


def _measured(
    study: Study, column: ColumnProfile, said: Spoken, baseline: Sequence[str]
) -> Instrument | None:
    if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT) or column.name in find_copies(study):
        return None
    values, treatment = study.numbers(column.name), study.numbers(study.treatment or "")
    if values is None or treatment is None or _same(values, treatment):
        return None
    covariates = study.matrix([b for b in baseline if b != column.name])
    stage = first_stage(treatment, values, covariates)
    return Instrument(column.name, said, _is_offered(study, column), stage)


# ---------------------------------------------------------------- what the texts say


def said_of_column(study: Study, column: ColumnProfile) -> Spoken:
    """What makes the column an instrument for this treatment, in the words of the text, or why it is none."""
    kept: dict[str, Spoken] = study.cache.setdefault("instruments", {})
    if column.name not in kept:
        kept[column.name] = _said_of_column(study, column)
    return kept[column.name]


def _said_of_column(study: Study, column: ColumnProfile) -> Spoken:
    if study.is_a(column.name, "derived") or column.kind is ColumnKind.IDENTIFIER:
        return SILENT
    denied = _called(study, column.name, asserted=False)
    named = _called(study, column.name, asserted=True)
    if denied and not named:
        slots: dict[str, Column | Quoted] = {"column": Column(column.name), "quotation": Quoted(denied)}
        why = f"the text says that {column.name} is no instrument: “{denied}”"
        return Spoken(0.0, (), why, Message("design-instrument-denied", slots))
    found = [Evidence("design", f"instrument named: “{named}”", NAMED)] if named else []
    found += [s.evidence() for s in _excluded(study, column.name)]
    found += [_weighed(s) for s in _drawn(study, column)]
    if rule := _by_rule(study, column):
        found.append(Evidence("design", f"eligible by a rule: “{rule}”", ENCOURAGED))
    if not found:
        return SILENT
    if contrary := _acts_besides(study, column.name):
        why = f"the text says that {column.name} acts on {study.outcome} besides: “{contrary}”"
        said: dict[str, Column | Quoted] = {"column": Column(column.name), "quotation": Quoted(contrary)}
        told = Message("design-instrument-besides", {**said, "outcome": Column(study.outcome)})
        return Spoken(0.0, tuple(found), why, told)
    weights = sorted((evidence.weight for evidence in found), reverse=True)
    return Spoken(weights[0] + 0.25 * min(2, len(weights) - 1), tuple(found))


def _weighed(statement: Statement) -> Evidence:
    evidence = statement.evidence()
    return replace(evidence, weight=ENCOURAGED if statement.weight < 2 else DRAWN)


def _called(study: Study, column: str, asserted: bool) -> str:
    """The sentence that calls the column an instrument (or says that it is none), quoted.

    Nothing but a few words stands between the two, and what follows "for" is not another treatment.
    """
    words = grammar().columns
    named = next(c.pattern for c in grammar().cues if c.design is KIND and c.name == "instrument named")
    for sentence in study.sentences:
        entry = entry_of(study, sentence, len(sentence) - 1)
        for said in named.finditer(sentence):
            at = _mention(sentence, column) if entry != column else said.start()
            if (
                at < 0
                or is_asserted(sentence, *said.span()) is not asserted
                or _denies(said.group()) is asserted
            ):
                continue
            length = len(column) if entry != column else 0
            first, second = sorted(((at, at + length), said.span()))
            between = sentence[first[1] : second[0]]
            if len(between) > BETWEEN or words["instrument_break"].search(between):
                continue
            if not _for_another(study, sentence, said):
                return quote(sentence, first[0], second[1])
    return ""


def _denies(words: str) -> bool:
    """ "is not an instrument", "is no instrument"."""
    return re.search(r"\b(?:not|no|bad|poor|invalid|weak|doubtful)\b", words, re.I) is not None


def _mention(sentence: str, column: str) -> int:
    """Where the sentence names the column, as it is or in its words."""
    if re.search(r"[\u4e00-\u9fff]", column):
        return sentence.find(column)  # Chinese has no spaces between words
    at = find_word(sentence, column)
    return at if at >= 0 else find_word(sentence, name_words(column))


def _for_another(study: Study, sentence: str, said: re.Match[str]) -> bool:
    """Is it an instrument "for" another column than the treatment?"""
    rest = sentence[said.end() :]
    if not said.group().lower().endswith("for") and not rest.lower().startswith(" for "):
        return False
    rest = rest[: len(clause_around(rest, 0, 0))]
    known = [name for name in study.profile.names if name != study.outcome and _mention(rest, name) >= 0]
    return bool(known) and study.treatment not in known


def _excluded(study: Study, column: str) -> list[Statement]:
    """Sentences that say that the column acts only through the treatment, or is as good as random."""
    family = "only through the treatment"
    return [
        s
        for s in statements(study, KIND)
        if s.name == family and s.asserted and _subject(study, s, column) and _reaches(study, s)
    ]


def _subject(study: Study, statement: Statement, column: str) -> bool:
    """Does the statement say it of the column: its entry, or the first column that it names?"""
    if entry_of(study, statement.sentence, statement.start) == column:
        return True
    clause = re.split(r"[,;.，；。]", statement.sentence[statement.end :], maxsplit=1)[0]
    if _mention(clause, column) >= 0:
        return False  # "... has nothing to do with the column": it is what the statement is about, not of
    before = ties_of(study, statement.sentence[: statement.start], 0, statement.start)
    mine = before.get(column, 0.0)
    return mine >= TIED and mine >= max(
        (w for name, w in before.items() if name != study.treatment), default=0.0
    )


def _reaches(study: Study, statement: Statement) -> bool:
    """ "Only through" is through this treatment; "as good as random" needs no more."""
    if not re.search(r"through|via|because|way of|by |通过", statement.words):
        return True
    after = statement.sentence[statement.end :]
    return study.treatment is not None and ties_of(study, after, 0, 1).get(study.treatment, 0.0) > 0


NOT_FOLLOWED = "encouragement that some did not follow"


def _drawn(study: Study, column: ColumnProfile) -> list[Statement]:
    """Sentences of a lottery, a draw or an encouragement by which the column was offered the treatment."""
    if study.treatment is None or _placed(study, column.name) or not may_be_assigned(study, column):
        return []
    if study.is_a(study.treatment, "offer") and not study.is_a(study.treatment, "takeup"):
        return []  # the treatment is the offer itself, and not taking it up
    families = ("lottery", NOT_FOLLOWED)
    said = [s for s in statements(study, DesignKind.RANDOMISED) if s.weight > 0]
    said += [s for s in statements(study, KIND) if s.name in families]
    mine = [s for s in said if s.asserted and (speaks_of(study, s, column.name) or _arm(study, s, column))]
    mine = [s for s in mine if _offers(study, column, s)]
    # That some did not follow makes an offer of what was assigned, not chance: the data must show it too.
    return [s for s in mine if s.name != families[1] or _nobody_without(study, column.name)]


def _arm(study: Study, statement: Statement, column: ColumnProfile) -> bool:
    """One of several offers that one sentence speaks of: `offer_low` beside `offer_high`."""
    if statement.ties.get(column.name, 0.0) < TIED or not study.is_a(column.name, "offer"):
        return False
    words = set(name_words(column.name).split())
    return any(
        words & set(name_words(other).split()) and speaks_of(study, statement, other)
        for other in statement.ties
        if other not in (column.name, study.treatment)
    )


def _offers(study: Study, column: ColumnProfile, statement: Statement) -> bool:
    """Is it an offer of this treatment: do sentence or meaning tie the two, or does it move the treatment?"""
    treatment = study.treatment or ""
    tied = statement.ties.get(treatment, 0.0) > 0 or bool(
        stems(study.text(column.name)) & stems(study.text(treatment))
    )
    # "Places were drawn by lot; not everybody who won went": what some did not follow is an offer.
    followed = any(
        each.name == NOT_FOLLOWED and each.asserted and each.sentence == statement.sentence
        for each in statements(study, KIND)
    )
    if tied or not (followed or study.is_a(column.name, "offer")):
        return tied
    values, treated = study.numbers(column.name), study.numbers(treatment)
    return values is not None and treated is not None and first_stage(treated, values).f >= WEAK


def _by_rule(study: Study, column: ColumnProfile) -> str:
    """The sentence of a rule with a number that decides who may get the treatment, where the column is that
    eligibility by its own entry; or ""."""
    note = study.described(column.name)
    if column.kind is not ColumnKind.BINARY or not _ELIGIBLE.search(note):
        return ""
    mine = {value for value, _ in read_values(note)}
    for sentence in study.sentences:
        rule = _ELIGIBLE.search(sentence)
        if rule is None or entry_of(study, sentence, rule.start()) is not None:
            continue
        if is_asserted(sentence, *rule.span()) and mine & {value for value, _ in read_values(sentence)}:
            return quote(sentence, *rule.span())
    return ""


_ELIGIBLE = re.compile(r"\beligib|\bqualif|\bentitl|资格", re.I)


def _nobody_without(study: Study, column: str) -> bool:
    values, treated = study.numbers(column), study.numbers(study.treatment or "")
    return values is not None and treated is not None and first_stage(treated, values).one_sided


def _is_offered(study: Study, column: ColumnProfile) -> bool:
    return bool(_drawn(study, column))


def _placed(study: Study, column: str) -> bool:
    """Measured before the study or after the treatment: then it is no offer made in between."""
    place = place_columns(study)[column]
    return (place.timing is Timing.AFTER and not place.outcome_like) or study.is_a(column, "before_random")


def _acts_besides(study: Study, column: str) -> str:
    """The sentence that says that the column acts on the outcome in another way, quoted; or ""."""
    besides = grammar().said["besides"]
    outcome = {term for term in terms(f"{name_words(study.outcome)} outcome") if len(term) > 1}
    for sentence in study.sentences:
        for match in besides.finditer(sentence):
            if not is_asserted(sentence, *match.span()) or _only_through(sentence):
                continue
            if not _first_named(study, sentence, match.end(), column):
                continue
            about = set(terms(clause_around(sentence, *match.span())))
            if outcome & about or _PLAIN.search(match.group()):
                return quote(sentence, *match.span())
    return ""


def _first_named(study: Study, sentence: str, end: int, column: str) -> bool:
    """Is the column what the sentence is about: its entry, or what it names before the words?"""
    entry = entry_of(study, sentence, end - 1)
    if entry is not None:
        return entry == column
    ties = ties_of(study, sentence[:end], 0, end)
    mine = ties.get(column, 0.0)
    others = max((w for name, w in ties.items() if name not in (column, study.treatment)), default=0.0)
    return mine >= TIED and mine >= others


def _only_through(sentence: str) -> bool:
    family = next(c for c in grammar().cues if c.name == "only through the treatment")
    return any(is_asserted(sentence, *m.span()) for m in family.pattern.finditer(sentence))


# ---------------------------------------------------------------- columns that are not used


def unused_instruments(study: Study, used: Sequence[str]) -> list[str]:
    """Instruments by the text that are not used, the weak among them: never adjusted for.

    Holding one fixed amplifies hidden confounding (Bhattacharya & Vogt 2007; VanderWeele 2019, section 4),
    and one that hardly moves the treatment confounds nothing. A column that is an instrument by its name
    alone is a column like any other; one that the text says acts on the outcome too is a common cause.
    """
    if study.treatment is None:
        return []
    found = []
    for column in study.others:
        said = said_of_column(study, column)
        if column.name in used or not said.supports:
            continue
        if _measured(study, column, said, ()) is not None:
            found.append(column.name)
    return found


def could_be_instruments(study: Study, baseline: Sequence[str]) -> list[str]:
    """Columns that are often an instrument and that no text calls one: a question to the person."""
    if study.treatment is None:
        return []
    kinds = ("instrument", "chance_like", "weather", "distance", "offer")
    found = []
    for column in study.others:
        kind = next((k for k in kinds if study.is_a(column.name, k)), None)
        if kind is None or study.is_a(study.treatment, kind) or not may_be_assigned(study, column):
            continue
        said = said_of_column(study, column)
        if said.supports or said.against or _placed(study, column.name) or _acts_besides(study, column.name):
            continue
        measured = _measured(study, column, said, baseline)
        if measured is not None and measured.stage.f >= WEAK:
            found.append(column.name)
    return found


def _independent(study: Study, instruments: list[Instrument]) -> list[Instrument]:
    """Drop instruments that only say again what the earlier ones said (dummies that add up)."""
    kept: list[Instrument] = []

    def rank(i: Instrument) -> tuple[bool, bool, float]:
        # Dummies of the treated arms read best; a code of all arms, or the control arm, says the same.
        binary = study.profile[i.column].kind is ColumnKind.BINARY
        return not binary, "control" in study.text(i.column), -i.said.points

    for candidate in sorted(instruments, key=rank):
        if not kept:
            kept.append(candidate)
            continue
        have = study.matrix([i.column for i in kept])
        new = study.numbers(candidate.column)
        if new is None or have.shape[1] != len(kept):
            continue
        filled = np.where(np.isfinite(new), new, np.nanmean(new))
        design = np.column_stack([np.ones(len(filled)), have])
        fitted = design @ np.linalg.lstsq(design, filled, rcond=None)[0]
        if np.var(filled - fitted) > 0.05 * np.var(filled):
            kept.append(candidate)
    return kept[:_SEVERAL]


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    keep = np.isfinite(a) & np.isfinite(b)
    if keep.sum() < 3 or np.ptp(a[keep]) == 0 or np.ptp(b[keep]) == 0:
        return True
    return abs(float(np.corrcoef(a[keep], b[keep])[0, 1])) > 0.995
