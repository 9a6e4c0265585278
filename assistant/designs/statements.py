"""What a text says of which column: whether a sentence asserts its cue, and of whom it says it.

One reading for all designs and both planners. A sentence that denies, supposes or tells of another study says
nothing for a design ("was never randomised", "would have needed a trial"); one that is said of the drug says
nothing for coffee. Patterns are in `cues/design.toml`, `[said]`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.designs.study import Study
from assistant.designs.text import (
    DEFINES,
    CueFamily,
    find_word,
    grammar,
    name_words,
    quote,
    split_sentences,
)
from assistant.designs.threats.kinds import DesignSaid
from assistant.designs.threats.sentences import designs_meant
from assistant.types import Evidence
from tools.data.codebook import codebook_line
from tools.messages import Message
from tools.text.stems import terms
from tools.types import ColumnKind, ColumnProfile, DesignKind

NAMED = 3.0  # weight of a column's whole name in a sentence; a word that it shares counts 1 / columns with it
ENTRY = 10.0  # of a sentence that is the column's own entry in the codebook
TIED = 1.0  # below this a sentence is about no column in particular
PLAIN = 2.0  # from here on it is about the column that it ties to, and about no other
FEW_LEVELS = 12  # arms of an experiment
_CJK = re.compile(r"[\u4e00-\u9fff]")
_STUDY = re.compile(r"trial|experiment|study|RCT|test|randomi[sz]ation|lotter|试验|实验", re.I)


@dataclass(frozen=True)
class Verdict:
    """How a design's test on the data went. One test a design, whoever proposed it."""

    passed: bool
    reason: str  # "first-stage F is 41: the instrument moves the treatment"
    points: float = 0.0  # what the data add to the words
    told: Message | None = None  # why it did not pass, for the person
    finding: str = ""  # what the data showed, where the reason says more


@dataclass(frozen=True)
class Spoken:
    """What the texts say for a design and its columns."""

    points: float
    evidence: tuple[Evidence, ...] = ()
    against: str = ""  # the reason why the texts rule it out, or ""
    told: Message | None = None  # the same for the person

    @property
    def supports(self) -> bool:
        return self.points > 0 and not self.against


SILENT = Spoken(0.0)


@dataclass(frozen=True)
class Statement:
    """A cue of a design in a sentence: whether it is asserted, and of which columns."""

    design: DesignKind
    name: str
    weight: float
    sentence: str
    start: int  # of the cue in the sentence
    end: int
    asserted: bool
    ties: Mapping[str, float]  # column -> how plainly the clause speaks of it

    @property
    def quotation(self) -> str:
        return quote(self.sentence, self.start, self.end)

    @property
    def words(self) -> str:
        return self.sentence[self.start : self.end]

    def evidence(self) -> Evidence:
        return Evidence("design", f"{self.name}: “{self.quotation}”", self.weight)


# ---------------------------------------------------------------- asserted or denied


def is_asserted(sentence: str, start: int, end: int) -> bool:
    """Does the sentence say that what stands at start..end is so, here?

    Not where it is denied ("was not assigned at random", "no randomisation took place"), supposed ("would
    have needed a trial", "as if random") or somebody else's ("an earlier randomised trial").
    """
    said = grammar().said
    before = said["no_denial"].sub(lambda m: "_" * len(m.group()), sentence[:start])
    clause = _last_clause(before)
    after = sentence[end:]
    if said["supposed_before"].search(clause.rstrip() + " ") or said["supposed_after"].match(after):
        return False
    if _STUDY.search(sentence[start:end]) and said["elsewhere_before"].search(clause.rstrip() + " "):
        return False
    return not (_denied(clause) or said["denied_after"].match(after))


def _denied(clause: str) -> bool:
    said = grammar().said
    for match in said["denied_before"].finditer(clause):
        gap = clause[match.end() :]
        if _CJK.match(match.group()):
            if len(gap) <= 8:
                return True
        elif not said["finite"].search(gap) or not clause[: match.start()].strip():
            return True
    for match in said["denied_subject"].finditer(clause):
        object_of = said["no_subject"].search(clause[: match.start()])
        if not (said["finite"].search(clause[match.end() :]) and object_of):
            return True
    return False


def _last_clause(before: str) -> str:
    ends = [match.end() for match in grammar().said["clause_end"].finditer(before)]
    return before[ends[-1] :] if ends else before


def clause_around(sentence: str, start: int, end: int) -> str:
    """The clause that start..end stands in; parts set off by commas stay with it."""
    hard = grammar().said["part_end"]
    first = max((m.end() for m in hard.finditer(sentence, 0, start)), default=0)
    last = next((m.start() for m in hard.finditer(sentence, end)), len(sentence))
    return sentence[first:last]


# ---------------------------------------------------------------- statements of the texts


def statements(study: Study, design: DesignKind) -> tuple[Statement, ...]:
    """Every cue of the design in the description, and in what the question states."""
    key = f"statements {design}"
    if key not in study.cache:
        said = (*study.sentences, *question_statements(study.question))
        found = [s for sentence in said for s in read(study, sentence, design)]
        study.cache[key] = (*found, *_meant(study, said, design, {s.sentence for s in found}))
    return study.cache[key]  # type: ignore[no-any-return]


# What the learned classifier hears stands for a family of cues: other words for the same. An offer needs a
# pattern: in a column's own entry it cannot tell what was drawn from what was taken up.
_MEANT: Mapping[DesignSaid, str] = {
    DesignSaid.RANDOM_ASSIGNMENT: "random assignment",
    DesignSaid.OBSERVATIONAL: "said to be observational",
    DesignSaid.CUTOFF_RULE: "threshold",
    DesignSaid.BEFORE_AFTER: "before and after",
}
MEANT = 0.8  # chance from which on a sentence is taken to say so without a pattern


def _meant(study: Study, said: Sequence[str], design: DesignKind, known: Collection[str]) -> list[Statement]:
    """Sentences without a cue of this design that mean the same by the learned classifier."""
    found = []
    for sentence, chances in zip(said, designs_meant(said), strict=True):
        for meant, family in _MEANT.items():
            cue = next(cue for cue in grammar().cues if cue.name == family)
            if cue.design is not design or sentence in known or chances.get(meant, 0.0) < MEANT:
                continue
            line = codebook_line(sentence)
            start = line.note_at if line is not None else 0
            ties = ties_of(study, sentence, start, len(sentence))
            found.append(Statement(design, family, cue.weight, sentence, start, len(sentence), True, ties))
    return found


def question_statements(question: str) -> tuple[str, ...]:
    """The parts of a question that state something: "We drew lots for the seats. Did ...?"

    A question that supposes something ("what if we drew lots?") states nothing.
    """
    stated = []
    for sentence in split_sentences(question):
        asks = sentence.rstrip().endswith(("?", "？"))
        if not asks or (_TOLD.search(sentence) and not _SUPPOSES.search(sentence)):
            stated.append(sentence)
    return tuple(stated)


_TOLD = re.compile(r"\b(?:we|I|they)\b.{0,40}\brandom|\b(?:was|were|been) (?:\w+ )?random|随机")
_SUPPOSES = re.compile(r"\b(?:if|would|suppose|imagine|had)\b|如果|假如|会不会", re.I)


def read(study: Study, sentence: str, design: DesignKind) -> list[Statement]:
    """The cues of a design in one sentence, each family once: the first that is asserted, else the first."""
    found = []
    for cue in grammar().cues:
        if cue.design is not design:
            continue
        matches = [m for m in cue.pattern.finditer(sentence) if _fits(cue, sentence)]
        if not matches:
            continue
        asserted = [m for m in matches if is_asserted(sentence, *_core(cue, m))]
        match = (asserted or matches)[0]
        ties = ties_of(study, sentence, match.start(), match.end())
        found.append(
            Statement(
                design, cue.name, cue.weight, sentence, match.start(), match.end(), bool(asserted), ties
            )
        )
    return found


def _fits(cue: CueFamily, sentence: str) -> bool:
    return (cue.beside is None or cue.beside.search(sentence) is not None) and (
        cue.unless is None or cue.unless.search(sentence) is None
    )


_CHANCE = re.compile(r"random|\blots?\b|\blotter|coin|chance", re.I)


def _core(cue: CueFamily, match: re.Match[str]) -> tuple[int, int]:
    """Where a "not" has to stand before: of "assigned by doctors, not at random" it is the last word."""
    if cue.design is not DesignKind.RANDOMISED:
        return match.span()
    inner = list(_CHANCE.finditer(match.group()))
    inside = match.group()[: inner[-1].start()] if inner else ""
    if re.search(r"\b(?:not|never|nor|n't)\b", inside):
        return match.start() + inner[-1].start(), match.end()
    return match.span()


# ---------------------------------------------------------------- of whom it is said


def ties_of(study: Study, sentence: str, start: int, end: int) -> Mapping[str, float]:
    """How plainly the clause around start..end speaks of each column; nothing for columns that it does not.

    The codebook's own entry of a column speaks of that column alone. Else words count that name and meaning
    of the column share with the clause (or with the sentence, where the clause holds none), the more the
    fewer columns share them; words for the people that the table is about ("students") count nothing.
    """
    entry = entry_of(study, sentence, start)
    if entry is not None:
        return {entry: ENTRY}
    tied = _shared(study, clause_around(sentence, start, end))
    return tied or _shared(study, sentence)


def entry_of(study: Study, sentence: str, at: int) -> str | None:
    """The column whose entry in the codebook `at` stands in, if it is one."""
    line = codebook_line(sentence)
    if line is not None:
        name = line.name.casefold()
        known = next((n for n in study.profile.names if n.casefold() == name), None)
        if known is not None and at >= line.note_at:
            return known
    last, told = -1, None
    for name in study.profile.names:
        place = find_word(sentence, name) if len(name) > 2 else -1
        while 0 <= place < at:
            if place > last:
                last, told = place, name
            place = find_word(sentence, name, place + 1)
    if told is None:
        return None
    between = sentence[last + len(told) : at]
    opened = re.match(r"^['\"’”`]*\s*[(（]", between) and not re.search(r"[)）]", between)
    listed = re.match(r"^['\"’”`]*\s*[:：]", between) or (
        DEFINES.match(between) and not re.match(r"^['\"’”`]*\s*[(（]|^ (?:is|are|was|were)\b", between)
    )
    return told if opened or (listed and not re.search(r"[.;。；)）]", between)) else None


def _shared(study: Study, text: str) -> dict[str, float]:
    words = {term for term in terms(text) if _tells(term)}
    spread = _spread(study)
    treats = grammar().said["treatment"].search(text) is not None
    ties: dict[str, float] = {}
    for column in study.profile.columns:
        if column.name == study.outcome or column.kind is ColumnKind.CONSTANT:
            continue
        own = _terms(study, column.name)
        weight = sum(1.0 / spread[term] for term in words & own)
        name = {term for term in terms(name_words(column.name)) if _tells(term)}
        named = len(column.name) > 2 and find_word(text, column.name) >= 0
        if named or (name and name <= words):
            weight += NAMED
        elif name & words:
            weight += sum(0.5 for _ in name & words)
        if treats and grammar().said["treatment"].search(study.text(column.name)):
            weight += NAMED  # "treatment groups were told on Monday" is said of the treatment indicator
        if any(grammar().columns["handed_out"].search(term) for term in words & own):
            weight += 2 * NAMED  # an offer of the course is what was handed out, and not the course
        if weight > 0:
            ties[column.name] = weight
    return ties


def _tells(term: str) -> bool:
    """Is it a word that can tell columns apart? Single Chinese characters and people are not."""
    if _CJK.match(term):
        return len(term) > 1
    return len(term) > 2 and grammar().said["people"].match(term) is None


def _terms(study: Study, column: str) -> frozenset[str]:
    kept: dict[str, frozenset[str]] = study.cache.setdefault("terms", {})
    if column not in kept:
        text = f"{name_words(column)} {study.described(column)}"
        kept[column] = frozenset(term for term in terms(text) if _tells(term))
    return kept[column]


def _spread(study: Study) -> Mapping[str, int]:
    """How many columns each word speaks of."""
    if "spread" not in study.cache:
        counts: dict[str, int] = {}
        for name in study.profile.names:
            for term in _terms(study, name):
                counts[term] = counts.get(term, 0) + 1
        study.cache["spread"] = counts
    return study.cache["spread"]  # type: ignore[no-any-return]


def speaks_of(study: Study, statement: Statement, column: str) -> bool:
    """Is it said of this column: of it at least as plainly as of any other that could be meant?

    A statement about the study as a whole ("a randomised trial") is said of the one column that looks like
    its arms, and of none where several do.
    """
    if any(weight >= ENTRY for name, weight in statement.ties.items() if name != column):
        return False  # "age: recorded before the lottery" is said of age
    arms = _with_control(study)
    if len(arms) == 1 and statement.design is DesignKind.RANDOMISED:
        return column in arms  # what has a level called control are the arms, whatever words are shared
    ties = {
        name: weight
        for name, weight in statement.ties.items()
        if name == column or may_be_assigned(study, study.profile[name])
    }
    mine = ties.get(column, 0.0)
    others = max((weight for name, weight in ties.items() if name != column), default=0.0)
    # A word or two beside "a randomised trial" do not tell what was tried.
    enough = PLAIN if _STUDY.search(statement.words) else TIED
    if mine >= enough and mine >= others:
        # "Patients of all ages were assigned to the drug": a trait is meant only where nothing else is.
        return mine > others or not is_trait(study, study.profile[column])
    if others >= PLAIN:
        return False
    like = _likeness(study, study.profile[column])
    return like > 0 and all(
        _likeness(study, other) < like or _same_arms(study, column, other.name)
        for other in study.profile.columns
        if other.name not in (column, study.outcome)
    )


def _same_arms(study: Study, one: str, other: str) -> bool:
    """Two columns for the arms of one experiment: `arm_low` beside `arm_high`."""
    from assistant.planning.copies import column_tells

    if study.treatment in (one, other):
        return False
    shared = set(name_words(one).split()) & set(name_words(other).split())
    return (
        any(_tells(word) for word in shared)
        or column_tells(study, one, other)
        or column_tells(study, other, one)
    )


def may_be_assigned(study: Study, column: ColumnProfile) -> bool:
    """Could somebody hand it out? Not an identifier, a free text, a trait or the unit that is followed."""
    if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT, ColumnKind.TIME, ColumnKind.CONSTANT):
        return False
    unit = grammar().columns["unit"].search(name_words(column.name)) and column.distinct > 2
    return not unit and not is_trait(study, column)


def is_trait(study: Study, column: ColumnProfile) -> bool:
    """ "education" is a trait, and an "education programme" is none."""
    name = name_words(column.name)
    return bool(grammar().columns["demographic"].search(name)) and not grammar().said["arm"].search(name)


def _with_control(study: Study) -> tuple[str, ...]:
    """The columns of a few levels of which one is called a control or placebo."""
    if "with control" not in study.cache:
        called = grammar().said["control_level"]
        study.cache["with control"] = tuple(
            column.name
            for column in study.profile.columns
            if 2 <= column.distinct <= FEW_LEVELS
            and any(
                called.search(words)
                for words in (
                    *(str(level).strip() for level, _ in column.levels),
                    *(label.strip() for _, label in column.level_labels),
                )
            )
        )
    return study.cache["with control"]  # type: ignore[no-any-return]


def _likeness(study: Study, column: ColumnProfile) -> int:
    """How much a column looks like the arms of an experiment.

    0 not at all, 1 it has a few levels, 2 by its words, 3 it is what the study wants the effect of.
    """
    kept: dict[str, int] = study.cache.setdefault("likeness", {})
    if column.name not in kept:
        kept[column.name] = _measure_likeness(study, column)
    return kept[column.name]


def _measure_likeness(study: Study, column: ColumnProfile) -> int:
    from assistant.planning.timing import timing_grammar

    if not may_be_assigned(study, column) or column.distinct > FEW_LEVELS:
        return 0
    text = study.text(column.name)
    if column.name in _aims(study):
        return 3
    if any(pattern.search(text) for _, _, _, pattern in timing_grammar().groups):
        return 0
    if grammar().said["treatment"].search(text):
        return 3
    if grammar().said["arm"].search(text):
        return 2
    return 0 if timing_grammar().words["fixed"].search(name_words(column.name)) else 1


def _aims(study: Study) -> frozenset[str]:
    """The column that the study is said to be about: "a trial of the drug", "the impact of coaching"."""
    if "aims" not in study.cache:
        found: set[str] = set()
        for sentence in study.sentences:
            for match in grammar().said["aim"].finditer(sentence):
                rest = sentence[match.end() :]
                ties = _shared(study, rest[: len(clause_around(rest, 0, 0))])
                best = max(ties.values(), default=0.0)
                found |= {name for name, weight in ties.items() if weight == best >= TIED}
        study.cache["aims"] = frozenset(found)
    return study.cache["aims"]  # type: ignore[no-any-return]
