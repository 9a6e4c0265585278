"""Instruments: columns that move the treatment and reach the outcome only through it.

What can be tested is the first stage; exclusion cannot, so a column is proposed only for what it is: an
offer or assignment beside take-up, a lottery, distance, weather, a law, or the supply side of the
treatment. The rule for the supply side, where nobody says "instrument", is the strictest: see
`instrument_kind`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.designs.study import Study
from assistant.designs.text import find_word, grammar, quote, stems
from assistant.planning.copies import find_copies
from assistant.planning.timing import place_columns
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import FirstStage, first_stage
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind, Timing

BETWEEN = 60  # characters between a name and the word "instrument"
WEAK = 10.0  # Staiger & Stock (1997)
SEVERAL = ("offer", "lottery", "named")  # kinds that come in sets: the arms of one experiment
HOPELESS = 3.0  # an instrument below this does not move the treatment at all


@dataclass(frozen=True)
class Instrument:
    column: str
    kind: str
    score: float
    why: str
    stage: FirstStage

    @property
    def passes(self) -> bool:
        # Offers are credible by how they came about, so a weak one is kept and warned about; others
        # must be strong.
        return self.stage.f >= (HOPELESS if self.kind in ("named", "offer", "lottery") else WEAK)


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """One candidate from the best instrument, with every other of the same kind and strength."""
    if study.treatment is None:
        return []
    treatment = study.numbers(study.treatment)
    if treatment is None or not np.isfinite(treatment).any():
        return []
    cues = study.cues(DesignKind.IV)
    scored = [s for c in study.others if (s := _score(study, c, baseline)) is not None]
    if not scored:
        return []
    best = max(scored, key=lambda i: (i.passes, i.score, i.stage.f))
    together = [
        i for i in scored if i.kind == best.kind and i.passes == best.passes and i.score >= best.score - 0.75
    ]
    chosen = _independent(study, together if best.kind in SEVERAL else [best])
    score = best.score + sum(min(cue.weight, 4.0) for cue in cues)
    evidence = [cue.evidence() for cue in cues]
    evidence += [Evidence("design", i.why, i.score) for i in chosen]
    reason = _reason(best)
    if best.stage.f < WEAK and best.passes:
        score -= 0.5
    design = Design(DesignKind.IV, instruments=tuple(i.column for i in chosen))
    return [DesignCandidate(design, score, best.passes, reason, tuple(evidence))]


def unused_instruments(study: Study, used: Sequence[str]) -> list[str]:
    """Columns that are instruments by what they are but are not used as such: never to be adjusted for.

    Holding fixed a second weather column would use up the first; holding fixed an offer amplifies hidden
    confounding (Bhattacharya & Vogt 2007; VanderWeele 2019, section 4).
    """
    if study.treatment is None:
        return []
    kinds = {k[0] for z in used if (k := instrument_kind(study, study.profile[z])) is not None}
    always = {"named", "an offer", "a lottery"}
    found = []
    for column in study.others:
        kind = instrument_kind(study, column)
        if kind is not None and column.name not in used and kind[0] in kinds | always - {"the supply"}:
            found.append(column.name)
    return found


def _score(study: Study, column: ColumnProfile, baseline: Sequence[str]) -> Instrument | None:
    if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT) or column.name in find_copies(study):
        return None
    kind = instrument_kind(study, column)
    if kind is None:
        return None
    values, treatment = study.numbers(column.name), study.numbers(study.treatment or "")
    if values is None or treatment is None or _same(values, treatment):
        return None
    name, score, word = kind
    covariates = study.matrix([b for b in baseline if b != column.name])
    stage = first_stage(treatment, values, covariates)
    if _shared(study, column.name) and not name.endswith("supply"):
        score += 0.5
    why = f"{column.name} is {name} (“{word}”), first-stage F {stage.f:.1f}"
    if stage.one_sided:
        score += 0.75
        why += "; nobody without it is treated (one-sided non-compliance)"
    if stage.f >= WEAK:
        score += 0.25
    return Instrument(column.name, name.split(" ")[-1] if name not in ("named",) else name, score, why, stage)


def instrument_kind(study: Study, column: ColumnProfile) -> tuple[str, float, str] | None:
    """What makes the column an instrument: (kind, points, the words), or None.

    Offers count when the treatment itself is not the offer. A supply-side or environmental column counts
    only with two of three signs: the codebook lists it behind treatment or outcome, apart from the
    background; the treatment is an amount, which supply moves; and it speaks of the same thing as the
    treatment.
    """
    name, treatment = column.name, study.treatment or ""
    if study.is_a(name, "instrument"):
        return "named", 4.0, study.why(name, "instrument")
    if called := _called_instrument(study, name):
        return "named", 4.0, called
    if study.is_a(name, "derived"):
        return None
    if _offered(study, name) and not _is_offer(study, treatment) and not _placed(study, name):
        return "an offer", 2.25 + _random(study), study.why(name, "offer")
    if study.is_a(name, "classic_instrument"):
        return "a lottery", 3.0, study.why(name, "classic_instrument")
    if study.is_a(name, "weather"):
        return "the weather", 2.5, study.why(name, "weather")
    if study.is_a(name, "distance") and not study.is_a(treatment, "distance"):
        return "a distance", 2.0, study.why(name, "distance")
    if study.is_a(name, "supply") and not study.is_a(treatment, "supply"):
        signs = (_apart(study, name), _intensity(study), 0.5 if _shared(study, name) else 0.0)
        if sum(sign > 0 for sign in signs) >= 2:
            return "the supply", 1.25 + sum(signs), study.why(name, "supply")
    if study.is_a(name, "law") and column.kind is ColumnKind.BINARY and _intensity(study) > 0:
        return "a law", 1.25 + _intensity(study), study.why(name, "law")
    return None


def _called_instrument(study: Study, column: str) -> str:
    """The sentence that calls the column an instrument: nothing but a few words stands between the two."""
    words = grammar().columns
    for sentence in study.sentences:
        at = find_word(sentence, column)
        if at < 0:
            continue
        for said in words["instrument"].finditer(sentence):
            first, second = sorted(((at, at + len(column)), said.span()))
            between = sentence[first[1] : second[0]]
            if len(between) <= BETWEEN and not words["instrument_break"].search(between):
                return quote(sentence, first[0], second[1])
    return ""


def _shared(study: Study, column: str) -> bool:
    """Do column and treatment speak of the same thing?"""
    return bool(stems(study.text(column)) & stems(study.text(study.treatment or "")))


def _offered(study: Study, column: str) -> bool:
    """Was the column handed out?

    "Assigned" alone may be anybody's decision, so then the text must speak of chance, or the data show an
    offer: nobody is treated without it, and not everybody with it.
    """
    if not study.is_a(column, "offer"):
        return False
    if _random(study) or study.is_a(column, "handed_out"):
        return True
    treatment, values = study.numbers(study.treatment or ""), study.numbers(column)
    return treatment is not None and values is not None and first_stage(treatment, values).one_sided


def _is_offer(study: Study, column: str) -> bool:
    """Is the treatment the offer itself (assignment), rather than taking it up?"""
    return study.is_a(column, "offer") and not study.is_a(column, "takeup")


def _random(study: Study) -> float:
    """Offers are instruments because they were handed out at random; said so, they count for more."""
    return 1.0 if any(cue.weight > 0 for cue in study.cues(DesignKind.RANDOMISED)) else 0.0


def _placed(study: Study, column: str) -> bool:
    """Measured before the study or after the treatment: then it is no offer made in between."""
    place = place_columns(study)[column]
    return (place.timing is Timing.AFTER and not place.outcome_like) or study.is_a(column, "before_random")


def _intensity(study: Study) -> float:
    """Treatments in amounts (hours, sessions, money) are chosen by people and moved by supply."""
    kind = study.profile[study.treatment or ""].kind
    return 0.75 if kind in (ColumnKind.COUNT, ColumnKind.NUMBER) else 0.0


def _apart(study: Study, column: str) -> float:
    """Codebooks list the background together and the instrument beside treatment and outcome."""
    places = [study.mentioned_at(c) for c in (study.treatment or study.outcome, study.outcome)]
    names = study.profile.names
    order = [names.index(c) for c in (study.treatment or study.outcome, study.outcome)]
    later = study.mentioned_at(column) > min(places) or names.index(column) > min(order)
    return 1.0 if later else 0.0


def _independent(study: Study, instruments: list[Instrument]) -> list[Instrument]:
    """Drop instruments that only say again what the earlier ones said (dummies that add up)."""
    kept: list[Instrument] = []

    def rank(i: Instrument) -> tuple[bool, bool, float]:
        # Dummies of the treated arms read best; a code of all arms, or the control arm, says the same.
        binary = study.profile[i.column].kind is ColumnKind.BINARY
        return not binary, "control" in study.text(i.column), -i.score

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
    return kept[:4]


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    keep = np.isfinite(a) & np.isfinite(b)
    if keep.sum() < 3 or np.ptp(a[keep]) == 0 or np.ptp(b[keep]) == 0:
        return True
    return abs(float(np.corrcoef(a[keep], b[keep])[0, 1])) > 0.995


def _reason(best: Instrument) -> str:
    verdict = (
        "the instrument moves the treatment"
        if best.stage.f >= WEAK
        else "weak: read the interval with care"
        if best.passes
        else "it does not move the treatment"
    )
    return f"{best.column}: first-stage F is {best.stage.f:.1f}, {verdict}"
