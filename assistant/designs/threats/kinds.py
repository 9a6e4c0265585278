"""The kinds of things that a description says against a plain comparison, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["LEADS", "LEARNED", "DesignSaid", "Threat", "ThreatKind"]

# Messages that stand before the number: it is none, or not what was asked, without them.
LEADS = ("threat-unseen-reason", "threat-unseen-yes", "threat-unseen-no")


class ThreatKind(StrEnum):
    """Named by the field's terms; the order is that of the learned classifier's outputs."""

    SELECTION_REASON = "selection_reason"  # confounding by indication: why the treated were treated
    HIDDEN_CAUSE = "hidden_cause"  # something that matters was not recorded
    SELECTED_ROWS = "selected_rows"  # sampling on the outcome or on a consequence
    CASE_CONTROL = "case_control"
    OUTCOME_FIRST = "outcome_first"  # the outcome was measured before the treatment
    DERIVED_TREATMENT = "derived_treatment"  # the treatment is made from the outcome
    IMMORTAL_TIME = "immortal_time"
    SAME_TIME_CHANGE = "same_time_change"  # something else at the same cutoff or date
    PRIOR_TRENDS = "prior_trends"
    ANTICIPATION = "anticipation"
    INSTRUMENT_DIRECT = "instrument_direct"  # the exclusion restriction is said to fail
    INTERFERENCE = "interference"  # spill-over between units
    MEASUREMENT_ERROR = "measurement_error"  # of a covariate
    ATTRITION = "attrition"  # drop-outs, and losses before anything was recorded
    CONSEQUENCE_OF_OUTCOME = "consequence_of_outcome"  # a column made by the outcome
    COLLIDER = "collider"  # a column made by treatment and outcome
    M_BIAS = "m_bias"  # a column made by a hidden cause of the treatment and another of the outcome
    REVERSE_CAUSATION = "reverse_causation"
    UNCLEAR = "unclear"  # something against comparing the groups as they are; no output of the classifier's


LEARNED: tuple[ThreatKind, ...] = tuple(kind for kind in ThreatKind if kind is not ThreatKind.UNCLEAR)


class DesignSaid(StrEnum):
    """What else a sentence may say of how a table came about; outputs of the same classifier, after those."""

    RANDOM_ASSIGNMENT = "random_assignment"
    NOT_RANDOM = "not_random"  # it sounds like chance and is none
    LOTTERY_OFFER = "lottery_offer"  # an offer was drawn by chance, and not everybody took it
    CUTOFF_RULE = "cutoff_rule"
    BEFORE_AFTER = "before_after"  # some were hit by a change, and seen before and after it
    OBSERVATIONAL = "observational"  # people or staff decided


@dataclass(frozen=True)
class Threat:
    """One thing that the description says against the comparison."""

    kind: ThreatKind
    quotation: str  # the words that say it
    confidence: float  # 0..1 that the sentence says so
    by_pattern: bool = False  # a pattern of how people say it; False: by its meaning alone
    column: str | None = None  # the column that it is said of, where it is said of one beside the two
    name: str = ""  # of the common cause that it says there is and no column holds
    # "worse", "better": the treated, before the treatment; "larger", "smaller": the true effect
    direction: str = ""
