"""What a model's reply claims about the graph, as arrows and causes that name the model as their source.

Nothing is drawn here: `assistant.graph_proposal` weighs these claims with those of the other sources.
"""

from __future__ import annotations

from assistant.modelled.claims import Claims
from assistant.modelled.wording import plain_words
from tools.types import DataProfile, Edge, EdgeSource, Query, Unobserved

_UNSAID = "The model takes this to be so."
_NAME_LETTERS = 60
_MOST_CAUSES = 3


def claimed_arrows(claims: Claims, profile: DataProfile) -> tuple[Edge, ...]:
    """The arrows of a reply, and those which its roles imply, each with the model as its source."""
    arrows = [
        Edge(a.cause, a.effect, a.confidence, (EdgeSource("model", _reason(a.reason, profile), a.passage),))
        for a in claims.arrows
    ]
    treatment, outcome = claims.treatment, claims.outcome
    for role in claims.roles:
        said = (EdgeSource("model", _reason(role.reason, profile)),)
        pairs = {
            "confounder": ((role.column, treatment), (role.column, outcome)),
            "mediator": ((treatment, role.column), (role.column, outcome)),
            "instrument": ((role.column, treatment),),
            "after_treatment": ((treatment, role.column),),
        }.get(role.role, ())
        arrows += [Edge(c, e, role.confidence, said) for c, e in pairs if c and e and c != e]
    return tuple(arrows)


def claimed_causes(claims: Claims, profile: DataProfile, query: Query) -> tuple[Unobserved, ...]:
    """Common causes of treatment and outcome that the model thinks of and no column holds; suspected."""
    affected = tuple(name for name in (query.treatment, query.outcome) if name is not None)
    measured = {name.casefold() for name in profile.names}
    found = []
    for name, reason in claims.unmeasured:
        name = plain_words(name, longest=_NAME_LETTERS)
        if name and name.casefold() not in measured:
            said = EdgeSource("model", _reason(reason, profile))
            found.append(Unobserved(name, affected, (said,), suspected=True))
    return tuple(found[:_MOST_CAUSES])


def _reason(reason: str, profile: DataProfile) -> str:
    return plain_words(reason, profile.names) or _UNSAID
