"""What a person is asked about a sentence that could be risky or meant in several ways, with the choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.prompt_store import PromptFile
from assistant.turns import ASK_BACK, CHANGE, VIEW, Change, Turn
from tools.types import NeedsClarification

if TYPE_CHECKING:
    from assistant.types import Plan


class AskingBack:
    """Questions back after `plan`, in the words of a `follow_up_<language>` prompt."""

    def __init__(self, words: PromptFile, plan: Plan) -> None:
        self.words, self.plan = words, plan

    def if_adjusted(self, change: Change, column: str) -> Turn:
        """Adjusting for what came after the treatment takes part of the effect away: said before it is
        done.
        """
        treatment = self.plan.query.treatment if self.plan.query else None
        question = self.words.render("after_treatment", column=column, treatment=treatment or "")
        yes, no = self.words.render("anyway", column=column), self.words.render("leave_as_is")
        return _asked(question, [(yes, Turn(CHANGE, change)), (no, Turn(VIEW, view="repeat"))])

    def which_cause(self, change: Change) -> Turn:
        """A column that was there before the treatment: another cause, or a slip?"""
        assert self.plan.query is not None
        column = change.columns[0]
        options = [(f"{column} → {self.plan.query.outcome}", Turn(CHANGE, change)), self._other_part(column)]
        if self._adjusted(column):
            why = self.words.render("why_choice", column=column)
            options.append((why, Turn(VIEW, view="why_adjust", columns=(column,))))
        return _asked(self.words.render("what_of_column", column=column), options)

    def unclear(self, likely: Sequence[str], taken: set[str]) -> Turn:
        """What can be done from here, with the columns that may have been meant."""
        options: list[tuple[str, Turn]] = []
        if self.plan.query is not None:
            options += [self._other_part(name) for name in likely[:2] if name not in taken]
            options.append((self.words.render("sure_choice"), Turn(VIEW, view="sure")))
            options.append((self.words.render("wrong_choice"), Turn(VIEW, view="wrong")))
        return _asked(self.words.render("unclear"), options)

    def _adjusted(self, column: str) -> bool:
        return self.plan.design is not None and column in self.plan.design.adjustment_set

    def _other_part(self, column: str) -> tuple[str, Turn]:
        """To leave out a column that is adjusted for, or to adjust for one that is not."""
        part = "leave_out" if self._adjusted(column) else "adjust"
        return self.words.render(f"{part}_choice", column=column), Turn(
            CHANGE, Change(part, columns=(column,))
        )


def _asked(question: str, options: Sequence[tuple[str, Turn]]) -> Turn:
    choices = tuple(choice for choice, _ in options)
    return Turn(ASK_BACK, question=NeedsClarification(question, choices), options=tuple(options))
