"""Dice: a treatment that a die, a spinner or names from a hat decided was assigned at random.

A template: the rule book of one study design. `spoken` says what the texts say for it, `test` how its one
test on the data goes, `propose` finds candidates from both. A design needs a sentence that says it of this
treatment and does not deny it; the data must bear it out. In the tree a rule book is a module of
`assistant/designs/`, listed in `assistant/planning/design.py`, and its patterns stand in
`assistant/language/en/cues/design.toml`.

This one leads to an identification strategy that is there. One that is not there is a member of
`tools.types.DesignKind` as well: see docs/architecture.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.designs import randomised
from assistant.designs.statements import (
    SILENT,
    Spoken,
    Statement,
    Verdict,
    is_asserted,
    speaks_of,
    ties_of,
)
from assistant.designs.study import Study
from assistant.language import register_words
from assistant.planning.design import RULES
from assistant.types import DesignCandidate, Evidence
from tools.messages import Column, Message, Quoted
from tools.types import Design, DesignKind

NAME = "dice"
WEIGHT = 3.0  # points; adjustment, which is left when nothing else holds, has 2
# A pattern of how people speak, not a column's name. Linear in the text's length: no nested repetition.
PATTERN = re.compile(
    r"\b(?:dice|die|spinner)\b[^.]{0,40}\b(?:decid|determin|chose)\w*"
    r"|\bnames? (?:drawn )?(?:from|out of) a hat\b",
    re.I,
)


class Dice:
    """What in words and data speaks for a treatment that dice decided."""

    KIND = DesignKind.RANDOMISED

    def propose(self, study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
        """One candidate where the text speaks of it; a refused one says why, in `told`."""
        if study.treatment is None:
            return []
        design = Design(self.KIND)
        said = self.spoken(study, design)
        if not said.evidence:
            return []
        if said.against:
            return [DesignCandidate(design, 0.0, False, said.against, said.evidence, said.told)]
        verdict = self.test(study, design, baseline)
        evidence = (*said.evidence, Evidence("design", verdict.finding or verdict.reason, verdict.points))
        points = said.points + verdict.points
        return [DesignCandidate(design, points, verdict.passed, verdict.reason, evidence, verdict.told)]

    def spoken(self, study: Study, design: Design) -> Spoken:
        """What the texts say of how this treatment was decided."""
        treatment = study.treatment or ""
        mine = [each for each in self._statements(study) if speaks_of(study, each, treatment)]
        if not mine:
            return SILENT
        evidence = tuple(each.evidence() for each in mine)
        denied = [each for each in mine if not each.asserted]
        if denied:
            why = f"the text denies that dice decided {treatment}: “{denied[0].quotation}”"
            slots = {"treatment": Column(treatment), "quotation": Quoted(denied[0].quotation)}
            return Spoken(0.0, evidence, why, Message("design-dice-denied", slots))
        return Spoken(mine[0].weight, evidence)

    def test(self, study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
        """Are the baseline columns as alike between the groups as a draw leaves them?"""
        return randomised.test(study, design, baseline)

    def _statements(self, study: Study) -> list[Statement]:
        return [
            Statement(
                self.KIND,
                NAME,
                WEIGHT,
                sentence,
                match.start(),
                match.end(),
                is_asserted(sentence, match.start(), match.end()),
                ties_of(study, sentence, match.start(), match.end()),
            )
            for sentence in study.sentences
            if (match := PATTERN.search(sentence))
        ]


RULES.register(NAME)(Dice())
register_words(Path(__file__).parent / "words")
