"""Views of an answer: its numbers said another way. Nothing is estimated here and no figure is made up:
every digit comes from the answer, as a quantity in the slot of a message.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answers.answer import Answer
from assistant.language import wording
from assistant.prose.average_effect import average_effect, compared
from assistant.prose.quantities import count, effect_on, outcome_scale
from assistant.prose.render import Paragraph, in_order, paragraphs
from assistant.types import Part, population_text
from tools.messages import Column, Columns, Message, Quantity, Quoted, Slot, as_given
from tools.types import Check, DataProfile, Design, DesignKind, Estimand, Estimate, Query, Sensitivity

__all__ = ["comparison", "view_names", "view_of", "view_prose"]


@dataclass(frozen=True)
class _Rows:
    """What `average_effect` needs to know about the rows of an answer."""

    query: Query
    design: Design
    unit: str | None


class _Whom(StrEnum):
    """Whether the answer is limited to some."""

    EVERYBODY = "everybody"
    SOME = "some"


def view_of(
    view: str, answer: Answer, profile: DataProfile, language: str, about: tuple[str, ...] = ()
) -> tuple[Paragraph, ...]:
    """The answer in the way that was asked for. `about` names columns, or the earlier answer's lines.

    Raises KeyError for an unknown view: cue files and this module go together.
    """
    teller = _Views(answer, profile, language)
    if answer.estimate is None and view not in _WITHOUT_NUMBER:
        other_kind = answer.result is not None  # it gave an answer, of a kind without these views
        return ((Message("conversation-no-effect" if other_kind else "conversation-nothing-yet"),),)
    return tuple(_VIEWS[view](teller, about))


def view_prose(
    view: str, answer: Answer, profile: DataProfile, language: str, about: tuple[str, ...] = ()
) -> str:
    """The same as a text."""
    return "\n\n".join(
        paragraphs(view_of(view, answer, profile, language, about), wording(language, profile))
    )


def comparison(first: Answer, second: Answer, profile: DataProfile, language: str) -> tuple[Message, ...]:
    """Two answers side by side; whether their intervals overlap is said, no difference is computed."""
    one, other = (_Views(answer, profile, language).one_line() for answer in (first, second))
    said = [Message("conversation-compare", {"first": one, "second": other})]
    low, high = (answer.estimate for answer in (first, second))
    if low is not None and high is not None:
        if (low.value, low.ci_95) == (high.value, high.ci_95):
            said.append(Message("conversation-compare-same"))
        elif first.query and second.query and first.query.outcome == second.query.outcome:
            apart = low.ci_95[1] < high.ci_95[0] or high.ci_95[1] < low.ci_95[0]
            said.append(Message(f"conversation-compare-{'apart' if apart else 'overlap'}"))
    return tuple(said)


_SOURCES_SHOWN = 3
_ARROWS_SHOWN = 12
_PARTS_SHOWN = 3  # assumptions and blind spots that are read out; the report has them all
_Said = Iterable[Paragraph]


class _Views:
    """The ways to say an answer; each takes the columns, or the lines, that were asked about."""

    def __init__(self, answer: Answer, profile: DataProfile, language: str) -> None:
        self.answer, self.profile, self.language = answer, profile, language
        self.roles = {role.column: role for role in answer.roles}

    # ------------------------------------------------------------ figures and parts

    @property
    def estimate(self) -> Estimate:
        assert self.answer.estimate is not None
        return self.answer.estimate

    @property
    def query(self) -> Query:
        assert self.answer.query is not None
        return self.answer.query

    def slots(self) -> dict[str, Slot]:
        """What was compared."""
        design = self.answer.design
        assert design is not None
        return compared(self.query, design)

    def effect(self, estimate: Estimate | None = None) -> Quantity:
        """The estimate (or another of the same effect) with its interval, in the outcome's unit."""
        scale = outcome_scale(self.profile, self.query.outcome, self.answer.unit)
        return effect_on(scale, estimate or self.estimate)

    def parts(self) -> Mapping[Part, tuple[Message, ...]]:
        """The standard answer: a text that a model wrote has no parts of its own."""
        answer = self.answer
        assert answer.plan is not None and answer.design is not None
        rows = _Rows(self.query, answer.design, answer.unit)
        estimand = Estimand(self.query, answer.design, None, answer.assumptions)
        strength = answer.sensitivity or Sensitivity(None, None)
        plan = replace(answer.plan, roles=answer.roles)
        return average_effect(
            plan,
            self.profile,
            rows,
            estimand,
            self.estimate,
            answer.checks,
            strength,
            answer.hinges_on,
        )

    @property
    def certainty(self) -> str:
        """ "clear", "unclear" or "unbounded": whether the interval leaves out zero."""
        lower, upper = self.estimate.ci_95
        if not (math.isfinite(lower) and math.isfinite(upper)):
            return "unbounded"
        return "clear" if lower > 0 or upper < 0 else "unclear"

    def one_line(self) -> Message:
        """ "and for women only?: 2.3 kg (1.1 to 3.5 kg)"."""
        question = self.answer.question.strip()
        if self.answer.estimate is None:
            return Message("conversation-compare-none", {"question": Quoted(question)})
        design = self.answer.design
        treatment = self.query.treatment or (design.running_variable if design else None) or ""
        asked = question.rstrip("?？ ") or f"{treatment} → {self.query.outcome}"
        return Message("conversation-compare-line", {"question": Quoted(asked), "effect": self.effect()})

    # ------------------------------------------------------------ views

    def why_adjust(self, columns: tuple[str, ...]) -> _Said:
        if columns:
            yield tuple(message for column in columns for message in self.why_column(column))
        elif self.answer.design and self.answer.design.adjustment_set:
            yield (Message("conversation-why-all", self.slots()),)
        else:
            yield (Message("conversation-why-none"), *self.parts()[Part.WHY])

    def why_column(self, column: str) -> Iterable[Message]:
        design, role = self.answer.design, self.roles.get(column)
        assert design is not None
        about = {**self.slots(), "column": Column(column), "reason": self.reason(column)}
        others = (*design.instruments, *design.mediators, design.running_variable, design.time, design.unit)
        if column == self.query.treatment:
            yield Message("conversation-why-treatment", about)
        elif column == self.query.outcome:
            yield Message("conversation-why-outcome", about)
        elif column in design.adjustment_set:
            precision = "-precision" if design.kind is DesignKind.RANDOMISED else ""
            yield Message(f"conversation-why-adjusted{precision}", about)
            yield from self.balance(column)
        elif column in others:
            yield Message("conversation-why-design-column", about)
        elif role is not None and role.role == "after_treatment":
            yield Message("conversation-why-not-late", about)
        elif role is not None and role.role == "copy":
            yield Message("conversation-why-not-copy", about)
        else:
            yield Message("conversation-why-not-other", about)

    def reason(self, column: str) -> tuple[Message, ...]:
        """The planner's own words."""
        role = self.roles.get(column)
        if role is None or not role.reason:
            return ()
        return (as_given(role.reason[0].upper() + role.reason[1:]),)

    def balance(self, column: str) -> Iterable[Message]:
        for row in self.answer.balance:
            if row.covariate == column and math.isfinite(row.before) and math.isfinite(row.after):
                apart = {"before": Quantity(abs(row.before)), "after": Quantity(abs(row.after))}
                yield Message("conversation-balance", apart)
                return

    def why_design(self, _: tuple[str, ...]) -> _Said:
        return (self.parts()[Part.WHY], self.parts()[Part.HEADLINE])

    def sure(self, _: tuple[str, ...]) -> _Said:
        sure = Message(f"conversation-sure-{self.certainty}", {"effect": self.effect()})
        return (
            (sure, Message("conversation-sure-scope")),
            self.parts()[Part.CHECKS],
            self.parts()[Part.CAVEAT],
        )

    def checks(self, _: tuple[str, ...]) -> _Said:
        yield self.parts()[Part.CHECKS]
        groups = {
            "failed": [self.outcome_of(c) for c in self.answer.checks if c.passed is False],
            "passed": [c.title for c in self.answer.checks if c.passed],
            "not-run": [self.outcome_of(c) for c in self.answer.checks if c.passed is None],
        }
        for name, group in groups.items():
            if group:
                yield (Message(f"conversation-check-{name}", {"checks": tuple(group)}),)

    def outcome_of(self, check: Check) -> Message:
        """The check with what it found."""
        if not check.detail:
            return check.title
        found = Message("conversation-sentences", {"said": check.detail})
        return Message("conversation-check-outcome", {"check": check.title, "found": (found,)})

    def wrong(self, _: tuple[str, ...]) -> _Said:
        yield self.parts()[Part.CAVEAT]
        untestable = tuple(a.text for a in self.answer.assumptions if not a.testable)
        if untestable:
            yield (Message("conversation-untestable", {"assumptions": tuple(untestable[:_PARTS_SHOWN])}),)
        blind = dict.fromkeys(c.cannot_detect for c in self.answer.checks)
        if blind:
            yield (Message("conversation-blind", {"blind": tuple(blind)[:_PARTS_SHOWN]}),)
        yield self.parts()[Part.CHECKS]
        yield self.parts()[Part.CHANGE]

    def code(self, _: tuple[str, ...]) -> _Said:
        if not self.answer.code:
            return ((Message("conversation-no-code"),),)
        script = Quoted(f"```python\n{self.answer.code.rstrip()}\n```")
        return ((Message("conversation-code"),), script)

    def manager(self, _: tuple[str, ...]) -> _Said:
        limited = population_text(self.query.population)
        slots = {
            **self.slots(),
            "effect": self.effect(),
            "limited": _Whom.SOME if limited else _Whom.EVERYBODY,
            "condition": Quoted(limited or ""),
        }
        cutoff = self.certainty == "clear" and self.query.treatment is None
        first = Message(f"conversation-manager-{'cutoff' if cutoff else self.certainty}", slots)
        failed = tuple(c.title for c in self.answer.checks if c.passed is False)
        tested = (
            Message("conversation-manager-failed", {"failed": failed})
            if failed
            else Message("conversation-manager-passed")
        )
        random = self.answer.design is not None and self.answer.design.kind is DesignKind.RANDOMISED
        return ((first, tested, Message(f"conversation-manager-{'random' if random else 'caveat'}", slots)),)

    def language_view(self, _: tuple[str, ...]) -> _Said:
        return in_order(self.parts())

    def rows(self, _: tuple[str, ...]) -> _Said:
        counts = {"rows": count(self.estimate.rows_used), "total": count(self.answer.rows_total)}
        said = [Message("conversation-rows", counts)]
        if self.answer.dropped:
            reasons = tuple(
                Message("conversation-dropped-reason", {"reason": Quoted(reason), "rows": count(rows)})
                for reason, rows in self.answer.dropped
            )
            said.append(Message("conversation-dropped", {"dropped": reasons}))
        return (tuple(said),)

    def sources(self, _: tuple[str, ...]) -> _Said:
        if not self.answer.citations:
            return ((Message("conversation-no-sources"),),)
        quoted = tuple(
            Message(
                "conversation-source",
                {
                    "text": Quoted(_shortened(passage.text)),
                    "document": Quoted(passage.source),
                    "place": Quoted(passage.place),
                },
            )
            for passage in self.answer.citations[:_SOURCES_SHOWN]
        )
        return ((Message("conversation-sources", {"sources": quoted}),),)

    def graph(self, _: tuple[str, ...]) -> _Said:
        edges = self.answer.graph.edges if self.answer.graph else ()
        arrows = tuple(f"{edge.cause} → {edge.effect}" for edge in edges)
        return ((Message("conversation-graph", {"arrows": Columns(arrows, _ARROWS_SHOWN)}),),)

    def estimates(self, _: tuple[str, ...]) -> _Said:
        first = Message("conversation-headline", self._line(self.estimate))
        others = tuple(
            Message("conversation-estimate-line", self._line(other)) for other in self.estimate.alternatives
        )
        beside = (
            Message("conversation-estimates", {"estimates": others})
            if others
            else Message("conversation-estimates-none")
        )
        return ((first, beside),)

    def _line(self, estimate: Estimate) -> dict[str, Slot]:
        return {
            "estimator": Quoted(estimate.estimator.replace("_", " ")),
            "effect": self.effect(estimate),
        }

    def repeat(self, _: tuple[str, ...]) -> _Said:
        return tuple(Quoted(text) for text in self.answer.paragraphs)


_VIEWS: dict[str, Callable[[_Views, tuple[str, ...]], _Said]] = {
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
