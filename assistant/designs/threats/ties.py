"""Which of the things that a description says matter for a question, and of which columns they are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.designs.statements import entry_of, is_trait, question_statements
from assistant.designs.study import Study
from assistant.designs.text import grammar, name_words, quote
from assistant.designs.threats.kinds import Threat, ThreatKind
from assistant.designs.threats.sentences import Heard, chance_of, heard_in, threat_words
from assistant.designs.threats.unseen import unseen_by_itself
from tools.text.stems import terms
from tools.types import Design, DesignKind

__all__ = ["OF_A_COLUMN", "instrument_acts_directly", "mattering", "outcome_decides", "threats_to"]

K = ThreatKind
_EXCHANGEABLE = frozenset({DesignKind.BACKDOOR, DesignKind.NONE})
_OVER_TIME = frozenset({DesignKind.DID})
# What each design leaves open; a kind that is not named matters in every design.
_MATTERS: dict[ThreatKind, frozenset[DesignKind]] = {
    K.SELECTION_REASON: _EXCHANGEABLE,
    K.HIDDEN_CAUSE: _EXCHANGEABLE,
    K.REVERSE_CAUSATION: _EXCHANGEABLE,
    K.MEASUREMENT_ERROR: _EXCHANGEABLE,
    K.DERIVED_TREATMENT: _EXCHANGEABLE,
    K.IMMORTAL_TIME: _EXCHANGEABLE,
    K.OUTCOME_FIRST: frozenset(DesignKind) - _OVER_TIME,
    K.SAME_TIME_CHANGE: _OVER_TIME | {DesignKind.RDD},
    K.PRIOR_TRENDS: _OVER_TIME,
    K.ANTICIPATION: _OVER_TIME,
    K.INSTRUMENT_DIRECT: frozenset({DesignKind.IV}),
    K.UNCLEAR: frozenset({DesignKind.BACKDOOR}),
}
OF_A_COLUMN = frozenset({K.CONSEQUENCE_OF_OUTCOME, K.COLLIDER, K.M_BIAS})
SEPARATED = 30  # rows of an arm from which on a treatment that the outcome decides is no accident


def threats_to(study: Study, design: Design) -> tuple[Threat, ...]:
    """What the description says against an answer, the surest sentence of each kind, whatever the design.

    `mattering` has those that a design leaves open. `design` tells which columns are taken.
    """
    found: dict[tuple[ThreatKind, str | None], Threat] = {}
    for said in _said(study):
        threat = _READINGS.get(said.kind, _plain)(study, design, said)
        if threat is None:
            continue
        key = threat.kind, threat.column if threat.kind in OF_A_COLUMN else None
        kept = found.get(key)
        if kept is None or (threat.by_pattern, threat.confidence) > (kept.by_pattern, kept.confidence):
            found[key] = threat
    if (unseen := unseen_by_itself(study)) is not None:
        found[K.ATTRITION, None] = unseen
    if (dated := _outcome_dated_first(study)) is not None:
        found[K.OUTCOME_FIRST, None] = dated
    if (answering := _treatment_answers(study)) is not None:
        found[K.REVERSE_CAUSATION, None] = answering
    return tuple(found.values())


def mattering(threats: Sequence[Threat], design: DesignKind) -> tuple[Threat, ...]:
    """Those that the design leaves open, the surest first; of two readings of the same words the surer."""
    open_ = [t for t in threats if design in _MATTERS.get(t.kind, frozenset(DesignKind))]
    kept: list[Threat] = []
    for threat in sorted(open_, key=lambda threat: (-threat.by_pattern, -threat.confidence)):
        same = any(threat.quotation in one.quotation or one.quotation in threat.quotation for one in kept)
        if not same:
            kept.append(threat)
    return tuple(kept)


def _said(study: Study) -> tuple[Heard, ...]:
    if "threats" not in study.cache:
        heard = heard_in((*study.sentences, *question_statements(study.question)))
        # What a question says in passing is heard by its words alone.
        study.cache["threats"] = tuple(h for h in heard if h.by_pattern or h.sentence in study.sentences)
    return study.cache["threats"]  # type: ignore[no-any-return]


# ---------------------------------------------------------------- readings


def _threat(said: Heard, column: str | None = None, direction: str = "") -> Threat:
    return Threat(
        said.kind, _quoted(said.part), round(said.chance, 3), said.by_pattern, column, "", direction
    )


def _quoted(part: str) -> str:
    return quote(part, 0, len(part)).rstrip(" .。;；")


def _plain(study: Study, design: Design, said: Heard) -> Threat | None:
    return _threat(said)


def _direct(study: Study, design: Design, said: Heard) -> Threat | None:
    """ "Only through attending" says that it does not act directly; by meaning alone it must be sure."""
    if threat_words().said["only_through"].search(said.sentence):
        return None
    return _threat(said) if said.by_pattern or said.chance >= _SURE_ALONE else None


def _unclear(study: Study, design: Design, said: Heard) -> Threat | None:
    return None if _is_of_another(study, said) else _threat(said)


def _reason(study: Study, design: Design, said: Heard) -> Threat | None:
    """Why the treated were treated, unless a column records it."""
    untold = threat_words().said["untold"].search(said.sentence) is not None
    if not untold and _recorded(study, said.part):
        return None
    if _is_of_another(study, said):
        return None
    threat = _threat(said, direction=_side(said.part))
    return replace(threat, name=_untold_thing(said.sentence)) if untold and said.by_pattern else threat


def _hidden(study: Study, design: Design, said: Heard) -> Threat | None:
    """A cause that no column holds; where the words say that it is one of both, the graph has it."""
    if _is_of_another(study, said):
        return None
    untold = threat_words().said["untold"].search(said.sentence) is not None
    if not (said.by_pattern or untold) and _recorded(study, said.part):
        return None  # how the groups differ in what the columns hold
    words = set(terms(said.part))
    of_two = _terms_of(study, study.treatment) & words and _terms_of(study, study.outcome) & words
    both = threat_words().said["both"].search(said.part)
    threat = _threat(said, direction=_side(said.part))
    return replace(threat, name=_untold_thing(said.part)) if said.by_pattern and (of_two or both) else threat


_COPULA = re.compile(r"\s+(?:is|was|are|were|has been|have been|could|wurden?|ist|sind|war|waren)$", re.I)


def _untold_thing(part: str) -> str:
    """What is not recorded, in the words before or after those that say so; else the whole."""
    for clause in re.split(r"[;,，；]", part):
        match = threat_words().said["untold"].search(clause)
        if match is None:
            continue
        for words in (_COPULA.sub("", clause[: match.start()].strip()), clause[match.end() :]):
            if 2 < len(words.strip(" .。")) <= 60:
                return words.strip(" .。")
    return _quoted(part)


def _rows(study: Study, design: Design, said: Heard) -> Threat | None:
    """Rows chosen by what came of it; towards zero where they were chosen by the outcome itself."""
    own = bool(_terms_of(study, study.outcome) & set(terms(said.part)))
    if said.by_pattern and not own and said.chance < _SURE_ALONE:
        return None
    return _threat(said, study.outcome if own else None)


_SURE_ALONE = 0.75  # chance from which on the classifier needs no word of the column that is meant


def _outcome_first(study: Study, design: Design, said: Heard) -> Threat | None:
    entry = _entry(study, said)
    own = bool(_terms_of(study, study.outcome) & set(terms(said.part)))
    if entry not in (None, study.outcome) or not (own or entry == study.outcome):
        return None
    return _threat(said)


def _derived(study: Study, design: Design, said: Heard) -> Threat | None:
    """The treatment made from the outcome: the sentence has to speak of both, or the rows bear it out."""
    treatment = study.treatment or ""
    entry = _entry(study, said)
    if entry not in (None, treatment):
        return None
    words = set(terms(said.part))
    of_outcome = bool(_terms_of(study, study.outcome) & words)
    of_treatment = entry == treatment or bool(_terms_of(study, treatment) & words)
    if not (of_outcome and of_treatment) and not (of_treatment and outcome_decides(study)):
        return None
    threat = _threat(said)
    return threat if outcome_decides(study) else _unsure(threat)


def outcome_decides(study: Study) -> bool:
    """Does one value of the outcome part the treated from the untreated, every row of them?"""
    treatment, outcome = study.numbers(study.treatment or ""), study.numbers(study.outcome)
    if treatment is None or outcome is None:
        return False
    known = np.isfinite(treatment) & np.isfinite(outcome)
    levels = np.unique(treatment[known])
    if len(levels) != 2 or len(np.unique(outcome[known])) < 3:
        return False
    one, other = (outcome[known & (treatment == level)] for level in levels)
    if min(len(one), len(other)) < SEPARATED:
        return False
    return bool(one.max() <= other.min() or other.max() <= one.min())


def _error(study: Study, design: Design, said: Heard) -> Threat | None:
    """Of a covariate or of the treatment; noise in the outcome alone makes the answer only less precise."""
    column = _column_of(study, said)
    if column == study.outcome:
        return None
    return _threat(said, column)


def _of_a_column(study: Study, design: Design, said: Heard) -> Threat | None:
    """The column that is a consequence, which has to be another than the two of the question."""
    column = _column_of(study, said)
    if column in (None, study.treatment, study.outcome, *design.instruments, *design.mediators):
        return None
    if column in (design.running_variable, design.time, design.unit) or column is None:
        return None
    if is_trait(study, study.profile[column]):
        return None
    words = set(terms(said.part)) - set(terms(name_words(column)))
    of_outcome = bool(_terms_of(study, study.outcome) & words)
    of_treatment = bool(study.treatment and _terms_of(study, study.treatment) & words)
    speaks = {
        K.CONSEQUENCE_OF_OUTCOME: of_outcome,
        K.COLLIDER: of_outcome and (of_treatment or not said.by_pattern),
        K.M_BIAS: True,
    }[said.kind]
    return _threat(said, column) if speaks else None


def _reverse(study: Study, design: Design, said: Heard) -> Threat | None:
    """The outcome moves the treatment, or a word of the field says so."""
    words = set(terms(said.part))
    if said.by_pattern or bool((_terms_of(study, study.outcome) | _terms_of(study, study.treatment)) & words):
        return _threat(said)
    return None


def _treatment_answers(study: Study) -> Threat | None:
    """ "More patrols are sent where thefts are many": more of the treatment on condition of the outcome."""
    for sentence in study.sentences:
        if _answers_to_outcome(study, sentence):
            return Threat(K.REVERSE_CAUSATION, _quoted(sentence), 0.8, True)
    return None


def _answers_to_outcome(study: Study, part: str) -> bool:
    answers = threat_words().answers
    for match in answers["to"].finditer(part):
        halves = part[: match.start()], part[match.end() :]
        first = halves[0] if halves[0].strip() else ""
        # "Where crime is high, more police are sent": the condition stands first.
        if not first:
            condition, _, first = halves[1].partition(",")
        else:
            condition = halves[1]
        if not answers["more"].search(first) or threat_words().said["denied"].search(first):
            continue
        if _terms_of(study, study.treatment) & set(terms(first)) and _names(study, study.outcome) & set(
            terms(condition)
        ):
            return True
    return False


def _interference(study: Study, design: Design, said: Heard) -> Threat | None:
    words = threat_words().said
    if words["displaced"].search(said.part):
        return _threat(said, direction="smaller")
    return _threat(said, direction="larger" if words["shared"].search(said.part) else "")


def _at_the_cutoff(study: Study, design: Design, said: Heard) -> Threat | None:
    """Something else at the same place: not the rule itself, which every cutoff has."""
    if said.kind is K.SAME_TIME_CHANGE and said.by_pattern and said.chance < _SURE_ALONE:
        cutoff = design.cutoff
        named = cutoff is not None and re.search(
            rf"(?<![\d.]){re.escape(f'{cutoff:g}')}(?![\d.]*\d)", said.part
        )
        if not named and not grammar().columns["start"].search(said.part):
            return None
    return _threat(said)


def _losses(study: Study, design: Design, said: Heard) -> Threat | None:
    """Who is missing at the end; "dropout" among the levels of another column is what somebody was before."""
    if _is_of_another(study, said):
        return None
    return _threat(said) if said.by_pattern or _lost_in_other_words(study, said) else None


def _lost_in_other_words(study: Study, said: Heard) -> bool:
    """Is somebody lost besides what the treatment is? Who quit smoking has not left the study."""
    own = _terms_of(study, study.treatment)
    part = re.sub(
        r"\w+", lambda word: "treated" if own & set(terms(word.group())) else word.group(), said.part
    )
    return min(said.chance, chance_of(K.ATTRITION, part)) >= _SURE_ALONE


_READINGS: dict[ThreatKind, Callable[[Study, Design, Heard], Threat | None]] = {
    K.SELECTION_REASON: _reason,
    K.HIDDEN_CAUSE: _hidden,
    K.SELECTED_ROWS: _rows,
    K.OUTCOME_FIRST: _outcome_first,
    K.DERIVED_TREATMENT: _derived,
    K.SAME_TIME_CHANGE: _at_the_cutoff,
    K.INTERFERENCE: _interference,
    K.MEASUREMENT_ERROR: _error,
    K.CONSEQUENCE_OF_OUTCOME: _of_a_column,
    K.COLLIDER: _of_a_column,
    K.M_BIAS: _of_a_column,
    K.REVERSE_CAUSATION: _reverse,
    K.ATTRITION: _losses,
    K.INSTRUMENT_DIRECT: _direct,
    K.UNCLEAR: _unclear,
}


def instrument_acts_directly(study: Study, instruments: Sequence[str]) -> str:
    """The words that say that what moves the treatment also acts in another way; "" where none do."""
    for said in _said(study):
        if said.kind is not K.INSTRUMENT_DIRECT or _direct(study, Design(DesignKind.IV), said) is None:
            continue
        words = set(terms(said.part))
        if any(_terms_of(study, name) & words for name in instruments) or _entry(study, said) in instruments:
            return _quoted(said.part)
    return ""


# ---------------------------------------------------------------- words and columns


def _unsure(threat: Threat) -> Threat:
    return replace(threat, by_pattern=False)


def _side(part: str) -> str:
    words = threat_words().said
    worse, better = words["worse"].search(part), words["better"].search(part)
    if bool(worse) is bool(better):
        return ""
    return "worse" if worse else "better"


def _entry(study: Study, said: Heard) -> str | None:
    """The column whose entry in the codebook the words stand in."""
    return entry_of(study, said.sentence, len(said.sentence) - 1)


def _column_of(study: Study, said: Heard) -> str | None:
    """The column that the words are said of: whose entry they are, or the one whose name they begin with."""
    entry = _entry(study, said)
    if entry is not None:
        return entry
    words = terms(said.part)
    best, place = None, len(words)
    for name in study.profile.names:
        own = _names(study, name) or _terms_of(study, name)
        at = next((place for place, word in enumerate(words) if word in own), None)
        if at is not None and at < place:
            best, place = name, at
    return best


def _recorded(study: Study, part: str) -> bool:
    """Does a column other than the two of the question share a word with the reason that is given?"""
    words = set(terms(part)) - _terms_of(study, study.treatment) - _names(study, study.outcome)
    return any(words & _terms_of(study, column.name) for column in study.others)


def _is_of_another(study: Study, said: Heard) -> bool:
    """Said in the entry of a column that is no part of the question."""
    entry = _entry(study, said)
    return entry not in (None, study.treatment, study.outcome)


def _terms_of(study: Study, column: str | None) -> frozenset[str]:
    """Words of the column's name and description, less those for people and time that stand everywhere."""
    if column is None:
        return frozenset()
    kept: dict[str, frozenset[str]] = study.cache.setdefault("threat terms", {})
    if column not in kept:
        text = f"{name_words(column)} {study.described(column)}"
        kept[column] = frozenset(term for term in terms(text) if _tells(term))
    return kept[column]


def _names(study: Study, column: str | None) -> frozenset[str]:
    return frozenset(term for term in terms(name_words(column or "")) if _tells(term))


_TIME = re.compile(r"^(?:year|month|week|day|before|after|end|start|time|number|score|later|one|first|last)$")


def _tells(term: str) -> bool:
    if term.isascii():
        return len(term) > 2 and grammar().said["people"].match(term) is None and _TIME.match(term) is None
    return len(term) > 1


# ---------------------------------------------------------------- months and years


def _outcome_dated_first(study: Study) -> Threat | None:
    """The outcome's own entry tells an earlier month or year than the treatment's."""
    treatment = study.treatment
    if treatment is None or not study.described(treatment) or not study.described(study.outcome):
        return None
    cause, effect = study.described(treatment), study.described(study.outcome)
    years = [[int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)] for text in (cause, effect)]
    quotation = f"{treatment}: {cause.strip(' .')}; {study.outcome}: {effect.strip(' .')}"
    said = Threat(K.OUTCOME_FIRST, quote(quotation, 0, len(quotation)), 0.95, True)
    if years[0] and years[1]:
        if max(years[1]) < min(years[0]):
            return said
        if min(years[1]) > max(years[0]):
            return None
    months = [months_in(text) for text in (cause, effect)]
    if not months[0] or not months[1] or max(months[1]) >= min(months[0]):
        return None
    when = threat_words().when
    same = when["same_year"].search(effect) or when["same_year"].search(cause)
    one_year = bool(years[0] and years[1] and {*years[0]} == {*years[1]})
    if when["next_year"].search(effect) and not same:
        return None
    return said if same or one_year else _unsure(said)


def months_in(text: str) -> list[int]:
    """The months that a text names, 1..12, in their order."""
    words = threat_words()
    found = []
    for match in words.when["month"].finditer(text):
        name = match.group(0).casefold()
        # "12月" ends in "2月": the longest name that fits is meant.
        fits = [(len(own), number) for own, number in words.months if name.startswith(own.casefold())]
        if fits:
            found.append(max(fits)[1])
    return found
