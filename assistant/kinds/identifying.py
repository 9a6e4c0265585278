"""The effect of a query in the plan's graph: shared by the kinds that answer with one effect or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.designs.threats.consequences import refusal_for
from tools.identification.estimand import identify

if TYPE_CHECKING:
    from assistant.pipeline import Setting
    from assistant.types import GraphProposal, Plan
    from tools.types import Estimand, NotIdentified

__all__ = ["identify_effect"]


def identify_effect(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> Estimand | NotIdentified:
    """What identifies the effect, unless the description says what no set of columns can mend; of several
    options, what all of them share has to identify each."""
    assert proposal is not None and plan.query is not None and plan.design is not None
    refusal = refusal_for(plan)
    if refusal is not None:
        return refusal
    return identify(
        proposal.graph,
        plan.query,
        plan.design,
        observed=setting.profile.names,
        seconds=setting.identify_seconds,
    )
