"""The figures of an answer as slots for `prompts/follow_up_<language>.md`; no digit has another origin."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.check_words import check_title
from assistant.explanation import explain
from assistant.formatting import number
from assistant.prompt_store import PromptFile, load_prompt
from assistant.wording import Words, is_share
from tools.data.levels import level_text
from tools.types import Check, DataProfile, Design, Estimand, Estimate, Query, Sensitivity


@dataclass(frozen=True)
class _Rows:
    """What `explain` needs to know about the rows of an answer."""

    query: Query
    design: Design
    unit: str | None


def full_prose(answer: Answer, profile: DataProfile, language: str) -> str:
    """The whole explanation from the template, in another language for instance. The answer must have a
    number.
    """
    assert answer.plan is not None and answer.query is not None and answer.design is not None
    assert answer.estimate is not None
    plan = replace(answer.plan, language=language)
    measured = _Rows(answer.query, answer.design, answer.unit)
    estimand = Estimand(answer.query, answer.design, "", answer.assumptions)
    strength = answer.sensitivity or Sensitivity(None, None)
    return explain(plan, profile, measured, estimand, answer.estimate, answer.checks, strength)


class Teller:
    """The figures of one answer as slots, in one language."""

    def __init__(self, answer: Answer, profile: DataProfile, language: str) -> None:
        self.answer, self.profile, self.language = answer, profile, language
        self.template: PromptFile = load_prompt(f"follow_up_{language}")
        self.words = Words(language)
        self.roles = {role.column: role for role in answer.roles}

    def say(self, block: str, **slots: str) -> str:
        return self.template.render(block, **slots).strip()

    def title(self, check: Check) -> str:
        return check_title(check, self.language)

    # ------------------------------------------------------------ figures

    @property
    def estimate(self) -> Estimate:
        assert self.answer.estimate is not None
        return self.answer.estimate

    @property
    def query(self) -> Query:
        assert self.answer.query is not None
        return self.answer.query

    @property
    def treatment(self) -> str:
        design = self.answer.design
        return self.query.treatment or (design.running_variable if design else None) or ""

    def names(self) -> dict[str, str]:
        """Slots for what was compared."""
        column = self.profile.get(self.treatment)
        query = self.query
        return {
            "treatment": self.treatment,
            "outcome": query.outcome,
            "low": level_text(query.low, column) if column and query.low is not None else "",
            "high": level_text(query.high, column) if column and query.high is not None else "",
        }

    def figure(self, value: float, estimate: Estimate | None = None) -> str:
        """A number in the outcome's unit, with as many digits as its standard error supports."""
        spread = (estimate or self.estimate).std_error
        share = is_share(self.profile, self.query.outcome)
        points = number(100 * value, 100 * spread) if share else None
        return self.words.amount(number(value, spread), self.answer.unit, points)

    def figures(self, estimate: Estimate | None = None) -> dict[str, str]:
        best = estimate or self.estimate
        lower, upper = best.ci_95
        share = is_share(self.profile, self.query.outcome)
        scale = 100 if share else 1
        return {
            "value": self.figure(abs(best.value), best),
            "direction": self.words.direction(best.value),
            "lower": number(scale * lower, scale * best.std_error),
            "upper": self.figure(upper, best),
        }

    def interval(self, estimate: Estimate | None = None) -> str:
        figures = self.figures(estimate)
        return self.say("to", lower=figures["lower"], upper=figures["upper"])

    @property
    def certainty(self) -> str:
        """ "clear", "unclear" or "unbounded": whether the interval leaves out zero."""
        lower, upper = self.estimate.ci_95
        if not (math.isfinite(lower) and math.isfinite(upper)):
            return "unbounded"
        return "clear" if lower > 0 or upper < 0 else "unclear"

    def certainty_sentence(self) -> str:
        if self.certainty == "unbounded":
            return self.say("sure_unbounded")
        figures = self.figures()
        return self.say(f"sure_{self.certainty}", lower=figures["lower"], upper=figures["upper"])

    def one_line(self) -> str:
        """ "and for women only?: 2.3 kg (1.1 to 3.5 kg)"."""
        if self.answer.estimate is None:
            return f"{self.answer.question.strip()}: {self.say('nothing_yet')}"
        signed = self.figure(self.estimate.value)
        question = self.answer.question.strip().rstrip("?？ ") or f"{self.treatment} → {self.query.outcome}"
        return self.say("compare_line", question=question, value=signed, interval=self.interval())

    def paragraph(self, place: int) -> str:
        """One paragraph of the template's explanation: effect, why, checks, caveat, what would change it."""
        return full_prose(self.answer, self.profile, self.language).split("\n\n")[place]
