"""What was read of a question that brings its own premises: a diagram, numbers, relations and a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tools.formal.diagram import Diagram
from tools.formal.equivalence import Independence, Relation
from tools.formal.inference import Event, Fact, Literal
from tools.formal.rules import Rule

__all__ = ["Ask", "Premises", "Wanted"]


class Ask(StrEnum):
    """What is asked of the premises."""

    EFFECT = "effect"
    DO = "do"
    TREATED = "treated"
    DIRECT = "direct"
    INDIRECT = "indirect"
    PROBABILITY = "probability"
    DIFFERENCE = "difference"
    SELECTED = "selected"  # does a link among those selected by a common effect mean an effect?
    METHOD = "method"  # compare within strata, or as a whole?
    WOULD = "would"  # what would have been, by rules without chance
    IDENTIFIABLE = "identifiable"
    ADJUST = "adjust"
    VALID_SET = "valid_set"
    SEPARATED = "separated"
    ROLE = "role"
    NECESSARY = "necessary"  # where cause and outcome both were: was the cause needed?
    SUFFICIENT = "sufficient"  # where neither was: would the cause have been enough?
    NEEDED_AND_ENOUGH = "necessary_and_sufficient"
    REACHES = "reaches"  # does a change of the cause reach the effect, with others held by hand?
    CLAIM = "claim"  # does a claim about causes follow from correlations?


@dataclass(frozen=True)
class Wanted:
    ask: Ask
    effect: Literal | None = None  # the outcome, and which of its values
    cause: Literal | None = None
    given: Event = frozenset()
    names: tuple[str, ...] = ()  # mediators, a set to adjust for, what is conditioned on
    sign: int = 0  # a yes/no question about a rise (1) or a fall (-1); 0: how much, or whether at all
    two_sided: bool = False  # "does it change ...?": yes where it is not zero
    monotone: bool = False  # the cause never prevents the outcome
    relation: Relation | None = None
    possible: bool = False  # "could it be that ...?"
    denies: bool = False  # asked in the negative: are they dependent?
    role: str = ""
    stratified: bool = False  # the method that is asked about compares within strata


@dataclass(frozen=True)
class Premises:
    diagram: Diagram
    wanted: Wanted
    facts: tuple[Fact, ...] = ()
    independences: tuple[Independence, ...] = ()
    correlations: tuple[frozenset[str], ...] = ()
    rules: tuple[Rule, ...] = ()
    observed: Event = frozenset()
    labels: Mapping[Literal, str] = field(default_factory=dict)  # how a value is called in the question
    drawn: bool = True  # are there arrows in the premises? Else nothing is independent of anything
    by_model: bool = False  # read by a language model
