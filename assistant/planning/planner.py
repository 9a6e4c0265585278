"""Who reads a question: the offline planner, or a model with the offline planner beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.conversation.turns import ASK_BACK, NEW, Turn
from tools.errors import ModelError, OptionError

if TYPE_CHECKING:
    from assistant.conversation.conversation import Conversation
    from assistant.graphs.documents import Documents
    from assistant.models.exchange import Exchange
    from assistant.types import Plan
    from tools.data import Table
    from tools.types import DataProfile

__all__ = ["Planner"]

# Changes that a few words are taken for ("and for whom?"); "leave out income" is said in so many words.
_LOOSE = ("population", "everybody", "outcome", "treatment")


@dataclass(frozen=True)
class Planner:
    """Reads questions and follow-ups about one table."""

    profile: DataProfile
    table: Table
    documents: Documents
    share_levels: bool  # may a model see the names of levels?
    fallback: bool  # may the offline planner take the place of a model that failed?

    def plan(self, question: str, exchange: Exchange | None, last: Plan | None = None) -> Plan:
        """The plan of a first question. Raises `OptionError` for an empty or an endless one, `ModelError` for
        a model's failure without `fallback`."""
        from assistant.kinds.routing import plan_question
        from assistant.planning.reading.asked import check_length

        check_length(question)
        if not question.strip():
            raise OptionError(
                "The question is empty. Ask, for instance: What would happen to Y if X changed?"
            )
        if exchange is None:
            return plan_question(question, self.profile, self.table, last)
        from assistant.planning.model.plan import offline_instead, plan_with_model

        try:
            return plan_with_model(
                question,
                self.profile,
                self.table,
                exchange,
                search=self.documents.search if self.documents else lambda query: (),
                share_levels=self.share_levels,
                last=last,
            )
        except ModelError as fault:
            if not self.fallback:
                raise
            return offline_instead(plan_question(question, self.profile, self.table, last), fault)

    def _is_of_another_kind(self, text: str, conversation: Conversation) -> bool:
        """ "And for whom does it work best?" is no change of the average effect that stood before."""
        from assistant.kinds.routing import speaks_of_another_kind

        return speaks_of_another_kind(text, conversation.last.plan.language, self.profile)

    def turn(
        self, text: str, conversation: Conversation, exchange: Exchange | None
    ) -> tuple[Turn, tuple[str, ...]]:
        """What a sentence means now, and what to remark; a model is asked only where no cue knows.

        Raises `ModelError` for a model's failure without `fallback`.
        """
        turn = conversation.interpret(text, self.profile)
        # A question back that has a cue was understood: "also adjust for relapse".
        loose = (
            turn.loose
            or (turn.kind == ASK_BACK and not turn.cue)
            or (turn.change is not None and turn.change.part in _LOOSE)
        )
        if loose and self._is_of_another_kind(text, conversation):
            return Turn(NEW), ()
        if exchange is None or turn.kind != ASK_BACK or turn.cue:
            return turn, ()  # a question back that has a cue was understood, and needs the person's word
        from assistant.conversation.model import turn_with_model
        from assistant.planning.model.plan import offline_remark

        last = conversation.last
        try:
            read = turn_with_model(text, last, self.profile, exchange, self.share_levels)
        except ModelError as fault:
            if not self.fallback:
                raise
            return turn, (offline_remark(fault, last.plan.language),)
        return read or turn, ()
