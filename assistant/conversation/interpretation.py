"""A person's next sentence -> a `Turn`: a change to the last plan, a view of the last answer, or neither.

Sure cues ("undo that", "why did you adjust for ...") are tried first; then it is asked whether the
sentence is a
question of its own; then the loose cues ("what about ..."). What fits nothing is asked back, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation.turns import ASK_BACK, CHANGE, NEW, UNDO, VIEW, Change, Turn
from assistant.language import say
from assistant.language.registry import DEFAULT, language_of
from assistant.planning.reading.asked import what_is_asked
from assistant.planning.reading.follow_up import (
    Cue,
    contrast_of,
    estimator_of,
    matching_cues,
    names_nothing,
    ordinal,
    others_than,
    phrases,
    population_of,
)
from assistant.planning.reading.named import Named, named_column, names_cause_and_effect
from assistant.planning.reading.text import tokens
from tools.messages import Column, Slot, as_given
from tools.text.names import name_words
from tools.types import ColumnKind, Condition, DataProfile, NeedsClarification, Timing

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from assistant.types import Plan
    from tools.text.embedding import Embedder

# ---------------- What a person is asked about a sentence that could be risky or meant in several ways, with


class AskingBack:
    """Questions back after `plan`, in a language."""

    def __init__(self, language: str, plan: Plan) -> None:
        self.language, self.plan = language, plan

    def say(self, name: str, **slots: str) -> str:
        filled: dict[str, Slot] = {slot: Column(column) for slot, column in slots.items()}
        return say(self.language, f"conversation-{name}", **filled)

    def if_adjusted(self, change: Change, column: str) -> Turn:
        """Adjusting for what came after the treatment takes part of the effect away: said before it is
        done.
        """
        treatment = self.plan.query.treatment if self.plan.query else None
        question = self.say("after-treatment", column=column, treatment=treatment or "")
        yes, no = self.say("anyway", column=column), self.say("leave-as-is")
        return _asked(question, [(yes, Turn(CHANGE, change)), (no, Turn(VIEW, view="repeat"))])

    def which_cause(self, change: Change) -> Turn:
        """A column that was there before the treatment: another cause, or a slip?"""
        assert self.plan.query is not None
        column = change.columns[0]
        options = [(f"{column} → {self.plan.query.outcome}", Turn(CHANGE, change)), self._other_part(column)]
        if self._adjusted(column):
            why = self.say("why-choice", column=column)
            options.append((why, Turn(VIEW, view="why_adjust", columns=(column,))))
        return _asked(self.say("what-of-column", column=column), options)

    def unclear(self, likely: Sequence[str], taken: set[str]) -> Turn:
        """What can be done from here, with the columns that may have been meant."""
        options: list[tuple[str, Turn]] = []
        if self.plan.query is not None:
            options += [self._other_part(name) for name in likely[:2] if name not in taken]
            options.append((self.say("sure-choice"), Turn(VIEW, view="sure")))
            options.append((self.say("wrong-choice"), Turn(VIEW, view="wrong")))
        return _asked(self.say("unclear"), options)

    def _adjusted(self, column: str) -> bool:
        return self.plan.design is not None and column in self.plan.design.adjustment_set

    def _other_part(self, column: str) -> tuple[str, Turn]:
        """To leave out a column that is adjusted for, or to adjust for one that is not."""
        part = "leave_out" if self._adjusted(column) else "adjust"
        return self.say(f"{part.replace('_', '-')}-choice", column=column), Turn(
            CHANGE, Change(part, columns=(column,))
        )


def _asked(question: str, options: Sequence[tuple[str, Turn]]) -> Turn:
    choices = tuple(choice for choice, _ in options)
    return Turn(ASK_BACK, question=NeedsClarification(as_given(question), choices), options=tuple(options))


_FEW_WORDS = 2  # a reply of so few words does not change the language of a conversation


def interpret(
    text: str,
    last_plan: Plan,
    last_answer: Answer,
    profile: DataProfile,
    embedder: Embedder | None = None,
    options: tuple[tuple[str, Turn], ...] = (),
) -> Turn:
    """What `text` means after `last_answer`, which came of `last_plan`.

    `options` are the choices that were last put to the person. A turn of kind "ask_back" has the question and
    its choices; nothing is raised for a sentence that cannot be placed.
    """
    text = what_is_asked(text)
    language = language_of(text)
    chosen = _chosen(text, language, options)
    if chosen is not None:
        return chosen
    reader = _Reader(text, language, last_plan, last_answer, profile, embedder or _default_embedder())
    return reader.turn()


def fill_cue(cue: Cue, text: str, last_plan: Plan, last_answer: Answer, profile: DataProfile) -> Turn | None:
    """A cue that was found some other way than by its words, under the same rules; None: it does not fit."""
    text = what_is_asked(text)
    language = language_of(text)
    return _Reader(text, language, last_plan, last_answer, profile, _default_embedder()).filled(cue)


def spoken_language(text: str, last: str) -> str:
    """The language of the sentence; a column's name or two do not end a conversation in another language."""
    said = language_of(text)
    return last if said == DEFAULT and len(tokens(text)) <= _FEW_WORDS else said


def _chosen(text: str, language: str, options: tuple[tuple[str, Turn], ...]) -> Turn | None:
    """The choice that is repeated, or pointed at by "the second one"."""
    said = text.strip().casefold().strip(" .。")
    for choice, turn in options:
        if said == choice.casefold():
            return turn
    place = ordinal(text, language) if options else None
    return options[place][1] if place is not None and 0 <= place < len(options) else None


class _Reader:
    """One sentence against the last plan, answer and table."""

    def __init__(
        self, text: str, language: str, plan: Plan, answer: Answer, profile: DataProfile, embedder: Embedder
    ) -> None:
        self.text, self.language = text, language
        self.back = AskingBack(spoken_language(text, plan.language), plan)
        self.plan, self.answer, self.profile, self.embedder = plan, answer, profile, embedder
        self.likely: tuple[str, ...] = ()  # columns that an unclear phrase may have meant
        query = plan.query
        self.taken = set(filter(None, (query.treatment, query.outcome))) if query else set()

    def turn(self) -> Turn:
        cues = list(matching_cues(self.text, self.language))
        for cue in (c for c in cues if not c.loose):
            turn = self.filled(cue)
            if turn is not None:
                return turn
        if self._is_question_of_its_own():
            return Turn(NEW)
        for cue in (c for c in cues if c.loose):
            turn = self.filled(cue)
            if turn is not None:
                return replace(turn, loose=True)
        return self.back.unclear(self.likely, self.taken)

    def filled(self, cue: Cue) -> Turn | None:
        """The cue with its slots looked up; None when they do not fit this table."""
        if cue.kind == "undo":
            return Turn(UNDO, cue=cue.id)
        if cue.kind == "language":
            return Turn(VIEW, view="language", columns=(cue.name,), cue=cue.id)
        if cue.kind == "view":
            return self._view(cue)
        if self.plan.query is None:
            return None
        fill: dict[str, Callable[[Cue], Change | Turn | None]] = {
            "everybody": lambda _: Change("everybody"),
            "estimand": lambda c: Change("estimand", name=c.name),
            "design": self._design,
            "estimator": self._estimator,
            "leave_out": self._leave_out,
            "adjust": self._adjust,
            "treatment": lambda c: self._other(c, "treatment"),
            "outcome": lambda c: self._other(c, "outcome"),
            "contrast": lambda c: self._contrast(c.slots["change"]),
            "population": lambda c: self._population(c.slots["who"], named=True),
            "thing": self._thing,
        }
        found = fill[cue.kind](cue)
        if isinstance(found, Change):
            return Turn(CHANGE, found, cue=cue.id)
        return replace(found, cue=cue.id) if found is not None else None

    # ------------------------------------------------------------ views

    def _view(self, cue: Cue) -> Turn | None:
        if "column" not in cue.slots:
            return Turn(VIEW, view=cue.name, cue=cue.id)
        words = cue.slots["column"]
        if names_nothing(words, self.language):
            return Turn(VIEW, view=cue.name, cue=cue.id)
        columns = self._columns(words)
        return Turn(VIEW, view=cue.name, columns=columns, cue=cue.id) if columns else None

    # ------------------------------------------------------------ changes

    def _design(self, cue: Cue) -> Change | None:
        assert self.plan.query is not None
        if "column" not in cue.slots or names_nothing(cue.slots["column"], self.language):
            return Change("design", name=cue.name)
        if cue.name == "iv":
            columns = self._columns(cue.slots["column"], set(self.profile.names) - self.taken)
            return Change("design", name="iv", columns=columns) if columns else None
        # "Price was set at random" is about the treatment, and nothing else can be meant.
        about = self._columns(cue.slots["column"])
        return Change("design", name=cue.name) if about == (self.plan.query.treatment,) else None

    def _estimator(self, cue: Cue) -> Change | None:
        name = estimator_of(cue.slots["estimator"], self.language)
        return Change("estimator", name=name) if name else None

    def _leave_out(self, cue: Cue) -> Change | None:
        """Columns that are adjusted for no longer; or people, whom a level stands for: "without women"."""
        adjusted = self.plan.design.adjustment_set if self.plan.design else ()
        words = cue.slots["column"]
        named = {" ".join(name_words(name)) for name in self.profile.names}
        if not all(" ".join(name_words(phrase)) in named for phrase in phrases(words, self.language)):
            conditions = others_than(words, self.language, self.profile, self.taken)
            if conditions:
                return Change("population", conditions=conditions)
        columns = self._columns(words, set(adjusted))
        return Change("leave_out", columns=columns) if columns else None

    def _adjust(self, cue: Cue) -> Change | Turn | None:
        columns = self._columns(cue.slots["column"], set(self.profile.names) - self.taken)
        if not columns:
            return None
        change = Change("adjust", columns=columns)
        late = [role.column for role in self.plan.roles if role.role == "after_treatment"]
        risky = [column for column in columns if column in late]
        return self.back.if_adjusted(change, risky[0]) if risky else change

    def _other(self, cue: Cue, part: str) -> Change | None:
        """Another treatment or outcome: a column that can play the part and does not yet."""
        assert self.plan.query is not None
        free = {c.name for c in self.profile.columns if c.kind not in _NO_QUANTITY} - self.taken
        columns = self._columns(cue.slots["column"], free)
        if part == "outcome" and columns and self._came_before(columns[0]):
            return None  # what was there before the treatment cannot be its effect
        return Change(part, columns=columns) if len(columns) == 1 else None

    def _contrast(self, words: str) -> Change | None:
        query = self.plan.query
        column = self.profile.get(query.treatment) if query and query.treatment else None
        if column is None or query is None:
            return None
        said = contrast_of(words, f" {self.text.lower().strip(' ?.!？。')} ", self.language, column)
        relative = said.relative_step
        if relative is not None and _went_down(query.low, query.high) and relative > 0 and "+" not in words:
            relative = -relative  # "20% instead" of a cut is a cut
        if (said.low, said.high, said.step, relative) == (None, None, None, None):
            return None
        return Change("contrast", low=said.low, high=said.high, step=said.step, relative_step=relative)

    def _population(self, words: str, named: bool) -> Change | None:
        """`named`: "for", "only" or "among" stands before it, so a 0/1 column's own name limits too."""
        conditions = population_of(words, self.language, self.profile, self.taken)
        if not named:
            conditions = tuple(c for c in conditions if not self._own_name(c, words))
        return Change("population", conditions=conditions) if conditions else None

    def _own_name(self, condition: Condition, words: str) -> bool:
        """ "What about relapse?" asks for another effect; "what about smokers?" for a group known before."""
        levels = {level for level, _ in self.profile[condition.column].levels}
        if condition.value != 1 or levels != {0, 1} or self._came_before(condition.column):
            return False
        return self._columns(words) == (condition.column,)

    def _thing(self, cue: Cue) -> Change | Turn | None:
        words = cue.slots["thing"]
        if names_nothing(words, self.language):
            return None
        change = self._population(words, named=False) or self._contrast(words)
        if change is not None:
            return change
        outcome = self._other(replace(cue, slots={"column": words}), "outcome")
        if outcome is not None:
            return outcome
        cause = self._other(replace(cue, slots={"column": words}), "treatment")
        return self.back.which_cause(cause) if cause is not None else None

    # ------------------------------------------------------------ parts

    def _columns(self, words: str, among: set[str] | None = None) -> tuple[str, ...]:
        """Every column that the phrase lists; () when one of them cannot be told."""
        whole = self._named(words, among)
        if whole.column is not None and len(phrases(words, self.language)) == 1:
            return (whole.column,)
        found = [self._named(phrase, among) for phrase in phrases(words, self.language)]
        self.likely = self.likely or tuple(dict.fromkeys(name for named in found for name in named.likely))
        columns = [named.column for named in found]
        return tuple(dict.fromkeys(c for c in columns if c)) if columns and all(columns) else ()

    def _named(self, words: str, among: set[str] | None) -> Named:
        found = named_column(words, self.profile, self.embedder)
        if found.column is None and among is not None:
            found = named_column(words, self.profile, self.embedder, among)
        elif among is not None and found.column not in among:
            return Named(None, found.likely)
        return found

    def _came_before(self, column: str) -> bool:
        # A confounder by mere assumption is no evidence: that is what a column of unknown timing is
        # taken for.
        told = (r for r in self.plan.roles if r.column == column and r.role in _EARLY)
        known = any(role.source.kind != "assumption" for role in told)
        return known or self.profile[column].timing is Timing.BEFORE

    def _is_question_of_its_own(self) -> bool:
        return names_cause_and_effect(self.text, self.language, self.profile, self.embedder)


_NO_QUANTITY = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
_EARLY = ("confounder", "instrument", "running_variable")


def _went_down(low: object, high: object) -> bool:
    return isinstance(low, int | float) and isinstance(high, int | float) and high < low


def _default_embedder() -> Embedder:
    from tools.text.embedding import UniversalSentenceEmbedder

    return UniversalSentenceEmbedder()
