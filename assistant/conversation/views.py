"""Views of an answer: its numbers said another way. Nothing is estimated here and no figure is made up:
every digit comes from the answer, through the slots of `prompts/follow_up_<language>.md`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer
from assistant.language import wording
from assistant.models.prompt_store import PromptFile, load_prompt
from assistant.prose.explanation import explain
from assistant.prose.formatting import number
from assistant.prose.wording import Words, is_share, named
from assistant.types import population_text
from tools.data.levels import level_text
from tools.messages import Message, Quoted
from tools.types import Check, DataProfile, Design, DesignKind, Estimand, Estimate, Query, Sensitivity

# ---------------- The figures of an answer as slots for `prompts/follow_up_<language>.md`; no digit has anot


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
    estimand = Estimand(answer.query, answer.design, None, answer.assumptions)
    strength = answer.sensitivity or Sensitivity(None, None)
    return explain(plan, profile, measured, estimand, answer.estimate, answer.checks, strength)


class Teller:
    """The figures of one answer as slots, in one language."""

    def __init__(self, answer: Answer, profile: DataProfile, language: str) -> None:
        self.answer, self.profile, self.language = answer, profile, language
        self.template: PromptFile = load_prompt(f"follow_up_{language}")
        self.words = Words(language)
        self.wording = wording(language)
        self.roles = {role.column: role for role in answer.roles}

    def say(self, block: str, **slots: str) -> str:
        return self.template.render(block, **slots).strip()

    def title(self, check: Check) -> str:
        return self.wording.say(check.title)

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


_SOURCES_SHOWN = 3
_ARROWS_SHOWN = 12
_PARTS_SHOWN = 3  # assumptions and blind spots that are read out; the report has them all


def view_prose(
    view: str, answer: Answer, profile: DataProfile, language: str, about: tuple[str, ...] = ()
) -> str:
    """The answer in the way that was asked for. `about` names columns, or the earlier answer's lines.

    Raises KeyError for an unknown view: cue files and this module go together.
    """
    teller = _Views(answer, profile, language)
    if answer.estimate is None and view not in _WITHOUT_NUMBER:
        return teller.say("nothing_yet")
    return _VIEWS[view](teller, about)


def comparison(first: Answer, second: Answer, profile: DataProfile, language: str) -> str:
    """Two answers side by side; whether their intervals overlap is said, no difference is computed."""
    tellers = [Teller(answer, profile, language) for answer in (first, second)]
    one, other = (teller.one_line() for teller in tellers)
    template, words = load_prompt(f"follow_up_{language}"), Words(language)
    parts = [template.render("compare", first=one, second=other)]
    low, high = (answer.estimate for answer in (first, second))
    if low is not None and high is not None:
        if (low.value, low.ci_95) == (high.value, high.ci_95):
            parts.append(template.render("compare_same"))
        elif first.query and second.query and first.query.outcome == second.query.outcome:
            apart = low.ci_95[1] < high.ci_95[0] or high.ci_95[1] < low.ci_95[0]
            parts.append(template.render("compare_apart" if apart else "compare_overlap"))
    return words.join(parts)


class _Views(Teller):
    """The ways to say an answer; each takes the columns, or the lines, that were asked about."""

    def why_adjust(self, columns: tuple[str, ...]) -> str:
        if not columns:
            adjusted = self.answer.design.adjustment_set if self.answer.design else ()
            if not adjusted:
                return self.words.join([self.say("why_none"), self.paragraph(1)])
            slots = self.names()
            every = self.words.names(adjusted)
            return self.say(
                "why_all", covariates=every, treatment=slots["treatment"], outcome=slots["outcome"]
            )
        return self.words.join(self.why_column(column) for column in columns)

    def why_column(self, column: str) -> str:
        design, slots = self.answer.design, self.names()
        assert design is not None
        role = self.roles.get(column)
        reason = self.reason(column)
        about = {"column": column, "reason": reason}
        if column == self.query.treatment:
            return self.say("why_treatment", column=column)
        if column == self.query.outcome:
            return self.say("why_outcome", column=column)
        if column in design.adjustment_set:
            block = "why_adjusted_precision" if design.kind is DesignKind.RANDOMISED else "why_adjusted"
            if block == "why_adjusted":
                about["outcome"] = slots["outcome"]
            text = self.say(block, treatment=slots["treatment"], **about)
            return self.words.join([text, *self.balance(column)])
        parts = (*design.instruments, *design.mediators, design.running_variable, design.time, design.unit)
        if column in parts:
            return self.say("why_design_column", **about)
        if role is not None and role.role == "after_treatment":
            return self.say("why_not_late", treatment=slots["treatment"], **about)
        if role is not None and role.role == "copy":
            return self.say("why_not_copy", **about)
        return self.say("why_not_other", **about)

    def reason(self, column: str) -> str:
        """The planner's own words; it writes English, so other languages go without."""
        role = self.roles.get(column)
        if role is None or not role.reason or self.words.zh:
            return ""
        return self.words.sentence(role.reason[0].upper() + role.reason[1:])

    def balance(self, column: str) -> list[str]:
        for row in self.answer.balance:
            if row.covariate == column and math.isfinite(row.before) and math.isfinite(row.after):
                return [self.say("balance", before=number(abs(row.before)), after=number(abs(row.after)))]
        return []

    def why_design(self, _: tuple[str, ...]) -> str:
        return "\n\n".join([self.paragraph(1), self.paragraph(0)])

    def sure(self, _: tuple[str, ...]) -> str:
        first = [self.certainty_sentence(), self.say("sure_scope")]
        return "\n\n".join([self.words.join(first), self.paragraph(2), self.paragraph(3)])

    def checks(self, _: tuple[str, ...]) -> str:
        groups = {
            "check_failed": [self.outcome_of(c) for c in self.answer.checks if c.passed is False],
            "check_passed": [self.title(c) for c in self.answer.checks if c.passed],
            "check_not_run": [self.outcome_of(c) for c in self.answer.checks if c.passed is None],
        }
        said = [self.say(block, checks=self.words.semicolons(g)) for block, g in groups.items() if g]
        return "\n\n".join([self.paragraph(2), *said])

    def outcome_of(self, check: Check) -> str:
        """The check with what it found."""
        if not check.detail:
            return self.title(check)
        found = Quoted(self.wording.paragraph(check.detail).rstrip(".。"))
        return self.wording.say(Message("check-with-result", {"check": check.title, "found": found}))

    def wrong(self, _: tuple[str, ...]) -> str:
        parts = [self.paragraph(3)]
        untestable = [self.wording.say(a.text) for a in self.answer.assumptions if not a.testable]
        if untestable:
            shown = self.words.semicolons(untestable[:_PARTS_SHOWN])
            parts.append(self.say("untestable", assumptions=shown))
        blind = dict.fromkeys(self.wording.say(c.cannot_detect) for c in self.answer.checks)
        if blind:
            parts.append(self.say("blind", blind=self.words.semicolons(list(blind)[:_PARTS_SHOWN])))
        return "\n\n".join([*parts, self.paragraph(2), self.paragraph(4)])

    def code(self, _: tuple[str, ...]) -> str:
        if not self.answer.code:
            return self.say("no_code")
        return f"{self.say('code')}\n\n```python\n{self.answer.code.rstrip()}\n```"

    def manager(self, _: tuple[str, ...]) -> str:
        slots, figures = self.names(), self.figures()
        named_slots = slots | {k: named(self.profile, slots[k]) for k in ("treatment", "outcome")}
        named_slots["population"] = self.words.only(population_text(self.query.population) or "")
        if self.certainty == "unbounded":
            first = self.say("manager_unbounded", **named_slots)
        elif self.certainty == "clear" and self.query.treatment is None:
            first = self.say("manager_cutoff", **named_slots, **figures)
        else:
            first = self.say(f"manager_{self.certainty}", **named_slots, **figures)
        failed = [self.title(c) for c in self.answer.checks if c.passed is False]
        tested = (
            self.say("manager_failed", failed=self.words.names(failed))
            if failed
            else self.say("manager_passed")
        )
        random = self.answer.design is not None and self.answer.design.kind is DesignKind.RANDOMISED
        fair = (
            self.say("manager_random", treatment=slots["treatment"]) if random else self.say("manager_caveat")
        )
        return self.words.join([first, tested, fair])

    def language_view(self, _: tuple[str, ...]) -> str:
        return full_prose(self.answer, self.profile, self.language)

    def rows(self, _: tuple[str, ...]) -> str:
        used = f"{self.estimate.rows_used:,}"
        parts = [self.say("rows", rows=used, total=f"{self.answer.rows_total:,}")]
        if self.answer.dropped:
            reasons = self.words.semicolons(f"{reason}: {rows:,}" for reason, rows in self.answer.dropped)
            parts.append(self.say("dropped", dropped=reasons))
        return self.words.join(parts)

    def sources(self, _: tuple[str, ...]) -> str:
        if not self.answer.citations:
            return self.say("no_sources")
        quoted = [
            f"“{_shortened(p.text)}” ({p.source}, {p.place})" for p in self.answer.citations[:_SOURCES_SHOWN]
        ]
        return self.say("sources", sources=self.words.semicolons(quoted))

    def graph(self, _: tuple[str, ...]) -> str:
        edges = self.answer.graph.edges if self.answer.graph else ()
        arrows = [f"{edge.cause} → {edge.effect}" for edge in edges]
        return self.say("graph", arrows=self.words.names(arrows, _ARROWS_SHOWN))

    def estimates(self, _: tuple[str, ...]) -> str:
        first = self.say("headline", **self._line(self.estimate))
        others = [self.say("estimate_line", **self._line(other)) for other in self.estimate.alternatives]
        if not others:
            return self.words.join([first, self.say("estimates_none")])
        return self.words.join([first, self.say("estimates", estimates=self.words.semicolons(others))])

    def _line(self, estimate: Estimate) -> dict[str, str]:
        return {
            "estimator": estimate.estimator.replace("_", " "),
            "value": self.figure(estimate.value, estimate),
            "interval": self.interval(estimate),
        }

    def repeat(self, _: tuple[str, ...]) -> str:
        return self.answer.prose


_VIEWS: dict[str, Callable[[_Views, tuple[str, ...]], str]] = {
    "why_adjust": _Views.why_adjust,
    "why_design": _Views.why_design,
    "sure": _Views.sure,
    "checks": _Views.checks,
    "wrong": _Views.wrong,
    "code": _Views.code,
    "manager": _Views.manager,
    "language": _Views.language_view,
    "rows": _Views.rows,
    "sources": _Views.sources,
    "graph": _Views.graph,
    "estimates": _Views.estimates,
    "repeat": _Views.repeat,
}
_WITHOUT_NUMBER = ("repeat", "sources", "graph")


def _shortened(text: str, limit: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " ..."


def view_names() -> Iterable[str]:
    """Every view that a cue file may name, "compare" besides."""
    return (*_VIEWS, "compare")
