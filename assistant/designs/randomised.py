"""Randomised treatment: words of random assignment of this treatment, and balance in the data."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.designs.study import Study
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import balance
from tools.types import Design, DesignKind

# Even a perfect experiment shows differences of 0.1-0.2 sd in small samples; a quarter of a standard
# deviation with a tiny joint p value is what self-selection looks like (Imbens & Rubin 2015, section 14.2).
WORST_DIFFERENCE = 0.25
JOINT_P = 1e-4


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """One candidate when any word speaks of random assignment."""
    cues = study.cues(DesignKind.RANDOMISED)
    if study.treatment is None or not any(cue.weight > 0 for cue in cues):
        return []
    evidence = [cue.evidence() for cue in cues]
    # Two families that say the same thing are not twice the evidence.
    positive = sorted((cue.weight for cue in cues if cue.weight > 0), reverse=True)
    score = positive[0] + 0.25 * sum(positive[1:]) + sum(cue.weight for cue in cues if cue.weight < 0)
    kind = DesignKind.RANDOMISED
    treatment = study.numbers(study.treatment)
    covariates = study.matrix(baseline)
    if treatment is None or covariates.shape[1] == 0:
        reason = "random assignment is said; no baseline column to test balance on"
        return [DesignCandidate(Design(kind), score, score > 0, reason, tuple(evidence))]
    result = balance(treatment, covariates)
    figures = f"joint p {result.p_value:.2g}, worst difference {result.worst_difference:.2f} sd"
    if result.p_value < JOINT_P and result.worst_difference > WORST_DIFFERENCE:
        score -= 2.5
        evidence.append(Evidence("design", f"baseline columns are not balanced: {figures}", -2.5))
        reason = f"said to be random, but unbalanced ({figures})"
    else:
        score += 0.5
        evidence.append(Evidence("design", f"baseline columns are balanced: {figures}", 0.5))
        reason = f"random assignment is said and baseline columns are balanced ({figures})"
    return [DesignCandidate(Design(kind), score, score > 0, reason, tuple(evidence))]
