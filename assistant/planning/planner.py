"""Who reads a question: the offline planner, or a model with the offline planner beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.conversation.turns import ASK_BACK
from tools.errors import ModelError, OptionError

if TYPE_CHECKING:
    from assistant.conversation.conversation import Conversation
    from assistant.conversation.turns import Turn
    from assistant.graphs.documents import Documents
    from assistant.models.exchange import Exchange
    from assistant.types import Plan
    from tools.data import Table
    from tools.types import DataProfile

__all__ = ["Planner"]


@dataclass(frozen=True)
class Planner:
    """Reads questions and follow-ups about one table."""

    profile: DataProfile
    table: Table
    documents: Documents
    share_levels: bool  # may a model see the names of levels?
    fallback: bool  # may the offline planner take the place of a model that failed?

    def plan(self, question: str, exchange: Exchange | None) -> Plan:
        """The plan of a first question. Raises `OptionError` for an empty or an endless one, `ModelError` for
        a model's failure without `fallback`."""
        from assistant.planning.plan import make_plan
        from assistant.planning.reading.asked import check_length

        check_length(question)
        if not question.strip():
            raise OptionError(
                "The question is empty. Ask, for instance: What would happen to Y if X changed?"
            )
        if exchange is None:
            return make_plan(question, self.profile, self.table)
        from assistant.planning.model.plan import offline_instead, plan_with_model

        try:
            return plan_with_model(
                question,
                self.profile,
                self.table,
                exchange,
                search=self.documents.search if self.documents else lambda query: (),
                share_levels=self.share_levels,
            )
        except ModelError as fault:
            if not self.fallback:
                raise
            return offline_instead(make_plan(question, self.profile, self.table), fault)

    def turn(
        self, text: str, conversation: Conversation, exchange: Exchange | None
    ) -> tuple[Turn, tuple[str, ...]]:
        """What a sentence means now, and what to remark; a model is asked only where no cue knows.

        Raises `ModelError` for a model's failure without `fallback`.
        """
        turn = conversation.interpret(text, self.profile)
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
