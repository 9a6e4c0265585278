"""The conversation after a first answer: what was asked, what was changed, and what the next sentence
comes to.

Works the same with and without a language model: a follow-up changes the last plan or says the last answer's
numbers another way. Only a question of its own is planned afresh.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers.answer import ANSWERED, NEEDS_CLARIFICATION, Answer
from assistant.conversation.changes import changed_plan, estimator_asked
from assistant.conversation.interpretation import interpret, spoken_language
from assistant.conversation.turns import ASK_BACK, CHANGE, NEW, UNDO, VIEW, Change, Turn
from assistant.conversation.views import comparison, view_of
from assistant.kinds.interface import AVERAGE_EFFECT, known_kinds
from assistant.kinds.not_built import NONE
from assistant.kinds.routing import kind_choices
from assistant.language import language as spoken
from assistant.language import say, wording
from assistant.pipeline import with_spent
from assistant.planning.plan import reading_text
from assistant.prose.render import Paragraph, headline, in_order, paragraphs, refuse
from assistant.types import Evidence, Plan, population_text
from tools.data.levels import level_text
from tools.errors import InputError
from tools.messages import Column, Message, Quoted, as_given
from tools.types import DataProfile, NeedsClarification, NotAnswerable

if TYPE_CHECKING:
    from assistant.models.exchange import Exchange as Spent
    from tools.data import Table
    from tools.text.embedding import Embedder

__all__ = ["Conversation", "Exchange", "Turn", "interpret"]

# (question, plan, estimator or None for the rules) -> answer
Answerer = Callable[[str, Plan, str | None], Answer]


@dataclass(frozen=True)
class Exchange:
    """One state of the conversation that can be changed, looked at and gone back to."""

    base: Plan  # the plan of the last question of its own
    changes: tuple[Change, ...]  # what was said since, oldest first
    plan: Plan  # `base` with `changes`
    answer: Answer


class Conversation:
    """What was said so far about one table. Grows by one answer a sentence; `forget` empties it."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._options: tuple[tuple[str, Turn], ...] = ()
        self._history: list[Answer] = []
        # What stood before each answer of the history, to go back to.
        self._before: list[tuple[tuple[Exchange, ...], tuple[tuple[str, Turn], ...]]] = []

    @property
    def history(self) -> tuple[Answer, ...]:
        """Every answer given, oldest first."""
        return tuple(self._history)

    @property
    def started(self) -> bool:
        """Is there an answer that a follow-up could be about?"""
        return bool(self._exchanges)

    @property
    def last(self) -> Exchange:
        return self._exchanges[-1]

    def language(self, text: str) -> str:
        """The language that `text` is answered in."""
        return spoken_language(text, self.last.plan.language)

    def forget(self, last: int | None = None) -> None:
        """Go back to before the `last` answers; None, or as many as there are: to the very start."""
        kept = 0 if last is None else max(0, len(self._history) - last)
        if kept == len(self._history):
            return
        exchanges, options = self._before[kept]
        self._exchanges, self._options = list(exchanges), options
        del self._history[kept:], self._before[kept:]

    def record(self, answer: Answer) -> Answer:
        """Remember the answer to a question of its own."""
        self._before.append((tuple(self._exchanges), self._options))
        if answer.plan is not None:
            self._exchanges.append(Exchange(answer.plan, (), answer.plan, answer))
            self._options = _choices(answer)
        self._history.append(answer)
        return answer

    def interpret(self, text: str, profile: DataProfile, embedder: Embedder | None = None) -> Turn:
        """The turn that `text` is now; NEW when nothing was asked yet."""
        if not self.started:
            return Turn(NEW)
        last = self.last
        return interpret(text, last.plan, last.answer, profile, embedder, self._options)

    def respond(
        self,
        text: str,
        turn: Turn,
        profile: DataProfile,
        table: Table,
        answer_with: Answerer,
        spent: Spent | None = None,
        remarks: tuple[str, ...] = (),
    ) -> Answer:
        """The answer to a turn of any kind but NEW. Raises what the pipeline raises for broken input.

        `spent` is what reading the sentence cost, where a model was asked; the answer's trace tells it.
        `remarks` come first among the answer's warnings.
        """
        language = _language(turn, text, self.last.plan.language)
        before = (tuple(self._exchanges), self._options)
        if turn.kind == CHANGE and turn.change is not None:
            answer = self._change(text, turn, language, profile, table, answer_with)
        elif turn.kind == UNDO:
            answer = self._undo(text, language)
        elif turn.kind == VIEW:
            answer = self._view(text, turn, language, profile)
        else:
            answer = self._ask_back(text, turn, language)
        answer = replace(
            answer,
            remarks=(*map(as_given, remarks), *answer.remarks),
            trace=replace(answer.trace, turn=_label(turn)),
        )
        if spent is not None and spent.calls and spent.sent != answer.trace.sent:
            # A view or a question back shows the last answer's trace, whose calls are not this sentence's.
            answer = replace(answer, trace=with_spent(replace(answer.trace, prompts=()), spent))
        self._before.append(before)
        self._history.append(answer)
        return answer

    # ------------------------------------------------------------ kinds of turn

    def _change(
        self,
        text: str,
        turn: Turn,
        language: str,
        profile: DataProfile,
        table: Table,
        answer_with: Answerer,
    ) -> Answer:
        assert turn.change is not None
        last = self.last
        changes = (*last.changes, turn.change)
        try:
            base = replace(last.base, language=language)
            if turn.change.part == "kind":  # the same question, taken for another kind
                base, changes = _as_kind(last.answer.question, turn.change.name, profile, table), ()
            if turn.change.part == "reading":  # what was unclear, the person has now said
                base = replace(base, needs_clarification=None)
            plan = changed_plan(base, changes, profile, table)
            answer = answer_with(text, plan, estimator_asked(changes))
        except InputError as fault:
            # The person's change cannot be made on this table; what stood before still stands.
            reason = Message("conversation-estimator-failed", {"reason": Quoted(str(fault))})
            asked = Turn(ASK_BACK, question=NeedsClarification(reason, ()))
            return self._ask_back(text, asked, language)
        lead = change_sentence(turn.change, last.plan, answer, profile, language)
        if answer.status == ANSWERED and lead:
            answer = replace(answer, paragraphs=(lead, *answer.paragraphs))
        self._exchanges.append(Exchange(base, changes, plan, answer))
        self._options = _choices(answer)
        return answer

    def _undo(self, text: str, language: str) -> Answer:
        if len(self._exchanges) < 2:
            reason = Message("conversation-nothing-to-undo")
            asked = Turn(ASK_BACK, question=NeedsClarification(reason, ()))
            return self._ask_back(text, asked, language)
        self._exchanges.pop()
        self._options = ()
        before = self.last.answer
        undone = say(language, "conversation-undone")
        return replace(before, question=text, paragraphs=(undone, *before.paragraphs))

    def _view(self, text: str, turn: Turn, language: str, profile: DataProfile) -> Answer:
        last = self.last
        self._options = ()
        if turn.view == "compare":
            return self._compare(text, language, profile)
        said = view_of(turn.view, last.answer, profile, language, turn.columns)
        if turn.view == "language":
            # What is said next goes on in the language that was asked for.
            plan = replace(last.plan, language=language)
            base = replace(last.base, language=language)
            self._exchanges[-1] = replace(last, base=base, plan=plan)
        return _viewed(last.answer, text, said, language, profile)

    def _compare(self, text: str, language: str, profile: DataProfile) -> Answer:
        told = [exchange.answer for exchange in self._exchanges if exchange.answer.estimate is not None]
        if len(told) < 2:
            asked = Turn(ASK_BACK, question=NeedsClarification(Message("conversation-one-only"), ()))
            return self._ask_back(text, asked, language)
        first, second = told[-2:]
        said = comparison(first, second, profile, language)
        answer = _viewed(second, text, (said,), language, profile)
        evidence = Evidence("compared with", answer.prose, 1.0)
        trace = replace(second.trace, evidence=(*second.trace.evidence, evidence))
        return replace(answer, trace=trace)

    def _ask_back(self, text: str, turn: Turn, language: str) -> Answer:
        """A question back; the answer that it is about still stands, and choices can be repeated."""
        last = self.last
        refusal = turn.question or NeedsClarification(Message("conversation-unclear"), ())
        said, words = refuse(refusal), wording(language)
        self._options = turn.options
        return Answer(
            status=NEEDS_CLARIFICATION,
            question=text,
            paragraphs=paragraphs(in_order(said), words),
            headline=headline(in_order(said), words),
            said=said,
            trace=replace(last.answer.trace, steps=()),
            language=language,
            plan=last.plan,
            query=last.answer.query,
            refusal=refusal,
            rows_total=last.answer.rows_total,
        )


def _as_kind(question: str, kind: str, profile: DataProfile, table: Table) -> Plan:
    """The plan of an earlier question, now that the person said which kind it is."""
    from assistant.kinds.interface import Asked
    from assistant.kinds.routing import plan_as
    from assistant.planning.offline import understand

    return plan_as(kind, Asked(question, understand(question, profile), profile, table))


def _viewed(
    answer: Answer, text: str, said: tuple[Paragraph, ...], language: str, profile: DataProfile
) -> Answer:
    """The answer, said another way."""
    words = wording(language, profile)
    return replace(
        answer,
        question=text,
        paragraphs=paragraphs(said, words),
        headline=headline(said, words) or answer.headline,
        language=language,
    )


def change_sentence(change: Change, before: Plan, answer: Answer, profile: DataProfile, language: str) -> str:
    """What is different from the last question (`before` is its plan), in a sentence."""
    query = answer.query
    if query is None:
        return ""
    late = {role.column for role in before.roles if role.role == "after_treatment"}
    columns = ", ".join(change.columns)
    match change.part:
        case "population":
            return say(
                language, "conversation-changed-population", change=population_text(query.population) or ""
            )
        case "estimand":
            return say(language, "conversation-changed-estimand", change=change.name)
        case "contrast":
            column = profile.get(query.treatment or "")
            if column is None or query.low is None or query.high is None:
                return ""
            levels = f"{level_text(query.low, column)} → {level_text(query.high, column)}"
            return say(
                language, "conversation-changed-contrast", treatment=Column(column.name), change=levels
            )
        case "outcome" | "treatment":
            return say(language, f"conversation-changed-{change.part}", **{change.part: columns})
        case "adjust" if late & set(change.columns):
            return say(language, "conversation-changed-adjust-late", column=columns)
        case "leave_out" | "adjust":
            part = change.part.replace("_", "-")
            return say(language, f"conversation-changed-{part}", column=columns)
        case "design":
            design = " ".join(filter(None, [change.name, columns]))
            return say(language, "conversation-changed-design", design=design)
        case "reading" | "kind":
            return ""  # the person chose what was meant: nothing was changed
        case "estimator":
            name = change.name.replace("_", " ")
            return say(language, "conversation-changed-estimator", estimator=name)
    return say(language, "conversation-changed-everybody")


def _language(turn: Turn, text: str, last: str) -> str:
    return turn.columns[0] if turn.view == "language" else spoken_language(text, last)


def _label(turn: Turn) -> str:
    """How the trace names a turn: "view why_adjust age (why adjust)"."""
    what = turn.change.part if turn.change else turn.view
    parts = [turn.kind, what, *turn.columns]
    return " ".join(filter(None, parts)) + (f" ({turn.cue})" if turn.cue else "")


def _choices(answer: Answer) -> tuple[tuple[str, Turn], ...]:
    """The choices of a question back by the planner, and what taking each of them means."""
    if answer.plan is None:
        return ()
    if isinstance(answer.refusal, NotAnswerable) and answer.plan.kind not in (*known_kinds(), NONE):
        # "I can give the total effect; say so and I will."
        offered = Turn(CHANGE, Change("kind", name=AVERAGE_EFFECT))
        yes = spoken(answer.language).cues("consent").get("words", ())
        return tuple((word, offered) for word in yes)
    if not isinstance(answer.refusal, NeedsClarification):
        return ()
    kinds = kind_choices(answer.plan)
    if kinds:
        return tuple((label, Turn(CHANGE, Change("kind", name=kind))) for label, kind in kinds)
    choices = set(answer.refusal.choices)
    options = []
    for reading in answer.plan.alternatives:
        text = reading_text(reading)
        if text in choices and reading.treatment and reading.outcome:
            change = Change("reading", columns=(reading.treatment, reading.outcome))
            options.append((text, Turn(CHANGE, change)))
    return tuple(options) + tuple(
        (choice, Turn(CHANGE, Change("contrast", low=low, high=high)))
        for choice in answer.refusal.choices
        for low, arrow, high in [choice.partition(" → ")]
        if arrow and choice not in {text for text, _ in options}
    )
