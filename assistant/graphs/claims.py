"""What documents, a language model and data say about the arrows of a proposal, as claims to be weighed.

A statement that contradicts the study's design is a conflict for the person to read, not an arrow: an
instrument does not get a direct arrow to the outcome because one sentence says so. A model's word alone draws
arrows only among columns that are held fixed anyway, so that it cannot change what is identified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.graphs.combination import ArrowClaim, Conflict
from assistant.types import Plan, RoleKind
from tools.text.sentences import cut_sentences
from tools.types import DataProfile, DesignKind, Edge, EdgeSource, Passage, Query, Unobserved

if TYPE_CHECKING:
    from tools.data import Table
    from tools.knowledge.statements import Statement
    from tools.text.embedding import Embedder

__all__ = [
    "claims_in",
    "claims_of_documents",
    "claims_of_model",
    "claims_of_plan",
    "data_claims",
    "hidden_causes_in",
    "without_contradicting_the_design",
]

# ---------------- Common causes that a document names as not measured: "Stress, which was not recorded, affe


_VERB = r"(?:affects?|influences?|drives?|causes?|determines?|shapes?)"
_EFFECT = rf"(?:(?!not|never|hardly|no\b)\w+ )?{_VERB} (?P<both>.+)"
_NAME = r"(?:the |an? )?(?P<name>[\w' -]{2,50}?)"
_TAKEN = r"(?:measured|observed|recorded|collected)"
_MISSING = rf"(?:was|is|were|are) (?:not|never) {_TAKEN}"
_NOT_THERE = r"(?:unmeasured|unobserved|unrecorded|hidden)"
_CONFOUNDER = rf"{_NOT_THERE} (?:confounder|common cause|confounding factor) (?:of|for|between)"
_UNTOLD = (
    rf"(?:{_MISSING}|(?:nobody|no one) {_TAKEN}"
    r"|we (?:did not|could not|cannot|never) (?:measured?|observed?|recorded?))"
)
_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Stress, which was not recorded, affects both A and B
        rf"^{_NAME},? (?:which|that|although it|though it) {_MISSING}[^,]{{0,30}},?\s+{_EFFECT}$",
        # Stress was not recorded and affects A and B
        rf"^{_NAME} {_MISSING}[^,]{{0,30}}?,? (?:and|but|yet|though|although) (?:it |they )?{_EFFECT}$",
        # We could not measure stress, which affects A and B; there is no data on stress, which ...
        r"^(?:(?:we|they) (?:could not|did not|cannot|never) (?:measured?|observed?|recorded?|collect(?:ed)?)"
        rf"|(?:there (?:is|are|was|were) )?no data on) {_NAME},? (?:which|that) {_EFFECT}$",
        # A and B are both affected by stress, which was not recorded
        r"^(?P<both>.+?) (?:is|are|was|were) (?:both |each |also |jointly )?"
        rf"(?:affected|influenced|driven|caused|determined|shaped) by {_NAME},? (?:which|that) {_UNTOLD}\b",
        # Stress is an unmeasured confounder of A and B; an unmeasured common cause of A and B is stress
        rf"^{_NAME} (?:is|was) (?:an?|the) (?:\w+ )?{_CONFOUNDER} (?P<both>.+)$",
        rf"^(?:an?|the|one) {_CONFOUNDER} (?P<both>.+?) (?:is|was) {_NAME}\W*$",
        # Unmeasured stress affects A and B
        rf"^(?:the |an? )?{_NOT_THERE} (?P<name>[\w' -]{{2,50}}?) {_EFFECT}$",
        r"^(?:未测量|未观测|没有测量|未记录|没有记录)的(?P<name>[^,，。]{1,20}?)(?:同时|会|也)*(?:影响|决定)(?P<both>.+)$",
        r"^(?P<name>[^,，。]{1,20}?)(?:没有|未)被?(?:测量|观测|记录)[，,]?(?:但|却|而且|并且|且)?(?:同时|会|也)*"
        r"(?:影响|决定)(?P<both>.+)$",
        r"^(?P<name>[^,，。]{1,20}?)是(?P<both>.+?)的未(?:测量|观测|记录)的?(?:混杂|共同原因).*$",
    )
)
_EMPTY_NAMES = re.compile(
    r"\b(?:confound|variable|factor|cause|common|thing|other|this|that|it\b|they\b)|混杂|变量|因素|共同",
    re.IGNORECASE,
)


def hidden_causes_in(
    passages: Iterable[Passage], query: Query, profile: DataProfile
) -> tuple[Unobserved, ...]:
    """The unmeasured common causes of treatment and outcome that the passages name."""
    from tools.knowledge.statements import column_synonyms
    from tools.knowledge.statements.sides import ColumnWords

    if query.treatment is None:
        return ()
    wanted = {query.treatment, query.outcome}
    synonyms = column_synonyms(profile)
    known = ColumnWords.of({name: synonyms[name] for name in wanted if name in synonyms})
    measured = {name.casefold() for name in profile.names}
    found: dict[str, Unobserved] = {}
    for passage in passages:
        for sentence in cut_sentences(" ".join(passage.text.split())):
            named = _named(sentence)
            if named is None or named[0].casefold() in measured:
                continue
            name, both = named
            if wanted <= {mention.column for mention in known.mentions(both)}:
                source = EdgeSource("document", sentence, passage.id)
                found.setdefault(name, Unobserved(name, (query.treatment, query.outcome), (source,)))
    return tuple(found.values())


def _named(sentence: str) -> tuple[str, str] | None:
    for pattern in _SENTENCES:
        match = pattern.match(sentence.strip())
        if match and not _EMPTY_NAMES.search(match["name"]):
            return match["name"].strip().lower(), match["both"]
    return None


HEDGED = 0.65  # "may cause": the most that such a sentence is worth
WEAK_NEGATIVE = 0.45  # no association left: little evidence, since effects can be small or cancel out
SUPPORT = 0.6  # an association that is left speaks for a link, hardly for its direction
MOST_ROWS = 200_000  # larger tables are not read for the sake of a remark
MOST_COLUMNS = 60
SIGNIFICANT = 0.01


def claims_of_documents(passages: Iterable[Passage], profile: DataProfile) -> list[ArrowClaim]:
    """What sentences of the passages state about causes and effects among the columns.

    A column that a sentence speaks of in other words, or in another language, is known by their meaning.
    """
    from tools.knowledge.statements import column_synonyms
    from tools.text.embedding import default_embedder

    return claims_in(passages, column_synonyms(profile), default_embedder())


def claims_in(
    passages: Iterable[Passage], columns: Mapping[str, Sequence[str]], embedder: Embedder | None = None
) -> list[ArrowClaim]:
    """The same, where `columns` gives each column's synonyms; without `embedder` only those are known."""
    from tools.knowledge.statements import causal_statements

    unique = {passage.id: passage for passage in passages}
    return [_claim(said) for said in causal_statements(unique.values(), columns, embedder)]


def claims_of_model(statements: Iterable[Statement], others: Iterable[ArrowClaim]) -> list[ArrowClaim]:
    """What a model read out of the passages, without what the patterns (`others`) found in the same one."""
    known = {(claim.cause, claim.effect, claim.source.passage) for claim in others}
    return [_claim(s, "model") for s in statements if (s.cause, s.effect, s.passage) not in known]


def claims_of_plan(plan: Plan) -> list[ArrowClaim]:
    """The arrows that the model which read the question takes to be there.

    To name an arrow is never to speak against it, however unsure the model says it is.
    """
    return [
        ArrowClaim(arrow.cause, arrow.effect, max(arrow.confidence, 0.5), source)
        for arrow in plan.arrows
        for source in arrow.sources
    ]


def _claim(said: Statement, kind: str = "document") -> ArrowClaim:
    # Not being sure that a sentence speaks of this arrow is no word against the arrow.
    confidence = max(0.5, min(said.confidence, HEDGED) if said.hedged else said.confidence)
    source = EdgeSource(kind, said.quotation, said.passage)
    return ArrowClaim(said.cause, said.effect, 1 - confidence if said.negated else confidence, source)


def without_contradicting_the_design(
    claims: Sequence[ArrowClaim], plan: Plan, planned: Sequence[Edge]
) -> tuple[list[ArrowClaim], list[Conflict]]:
    """Claims about columns of the graph that the design leaves room for, and the others as conflicts."""
    assert plan.query is not None and plan.design is not None
    drawn = {(edge.cause, edge.effect) for edge in planned}
    nodes = {name for arrow in drawn for name in arrow}
    stated = {(c.cause, c.effect) for c in claims if c.source.kind != "model" and c.confidence > 0.5}
    usable: list[ArrowClaim] = []
    conflicts: list[Conflict] = []
    for claim in claims:
        arrow = (claim.cause, claim.effect)
        if not nodes.issuperset(arrow):
            continue
        reason = None if arrow in drawn else _forbidden(claim, plan)
        if reason is None and claim.source.kind == "model" and arrow not in drawn | stated:
            reason = _too_much_for_a_model(claim, plan)
        if reason is None:
            usable.append(claim)
        elif claim.confidence > 0.5:
            who = "The language model" if claim.source.kind == "model" else "A document"
            text = f"{who} says that {claim.cause} affects {claim.effect}; {reason}"
            conflicts.append(Conflict(claim.cause, claim.effect, text, (claim.source,)))
    return usable, list(dict.fromkeys(conflicts))


def _too_much_for_a_model(claim: ArrowClaim, plan: Plan) -> str | None:
    causes = {role.column for role in plan.roles if role.role is RoleKind.CONFOUNDER}
    if {claim.cause, claim.effect} <= causes:
        return None
    return "nothing else speaks for it, so it is not drawn. Add the arrow yourself if it is right."


def _forbidden(claim: ArrowClaim, plan: Plan) -> str | None:
    """Why the design has no room for an arrow that the plan did not draw, or None."""
    assert plan.query is not None and plan.design is not None
    design, treatment, outcome = plan.design, plan.query.treatment, plan.query.outcome
    if claim.effect == treatment and design.kind is DesignKind.RANDOMISED:
        return "chance decided the treatment here, so the arrow is not drawn."
    if claim.cause in design.instruments and claim.effect == outcome:
        return (
            "an instrument must not reach the outcome by itself. The arrow is not drawn; if that is right, "
            "the answer is wrong."
        )
    if design.mediators and (claim.cause, claim.effect) == (treatment, outcome):
        return "the design takes the whole effect to run through what was measured on the way."
    if claim.cause == outcome:
        return f"{claim.effect} is taken to come before {outcome}. Check its timing."
    role = next((role for role in plan.roles if role.column == claim.effect), None)
    if claim.cause == treatment and role is not None and role.role is RoleKind.CONFOUNDER:
        return (
            f"{claim.effect} is taken to come before {treatment} and is held fixed. If that is right, mark "
            "it as settled after the treatment."
        )
    return None


def data_claims(planned: Sequence[Edge], table: Table, outcome: str) -> list[ArrowClaim]:
    """For each planned arrow between columns: is there an association, given the effect's other causes?

    One pass over the columns and one small inverse an arrow. The arrow that was asked about is left out: its
    test is the answer itself. Nothing is said about wide or very large tables, or where too few rows are
    complete.
    """
    from tools.discovery.independence import independence_test
    from tools.errors import DataError

    columns = list(dict.fromkeys(name for edge in planned for name in (edge.cause, edge.effect)))
    if table.rows > MOST_ROWS or len(columns) > MOST_COLUMNS or len(columns) < 2:
        return []
    try:
        test = independence_test(table.frame(columns), "mixed")
    except DataError:
        return []  # a constant column, a wide category or too few complete rows: the data say nothing here
    place = {name: i for i, name in enumerate(test.names)}
    causes: dict[str, list[str]] = {}
    for edge in planned:
        causes.setdefault(edge.effect, []).append(edge.cause)
    asked = [edge for edge in planned if not _asked_about(edge, outcome)]
    questions = [
        (place[e.cause], place[e.effect], tuple(place[z] for z in causes[e.effect] if z != e.cause))
        for e in asked
    ]
    return [
        _data_claim(edge, p, test.rows, len(causes[edge.effect]) > 1)
        for edge, p in zip(asked, test.p_values(questions).tolist(), strict=True)
    ]


def _asked_about(edge: Edge, outcome: str) -> bool:
    return edge.effect == outcome and any(source.kind == "assumption" for source in edge.sources)


def _data_claim(edge: Edge, p: float, rows: int, others: bool) -> ArrowClaim:
    given = f" given the other causes of {edge.effect}" if others else ""
    found = p <= SIGNIFICANT
    said = "are associated" if found else "show no clear association"
    size = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    text = f"{edge.cause} and {edge.effect} {said}{given} ({size}, {rows:,} rows)."
    return ArrowClaim(edge.cause, edge.effect, SUPPORT if found else WEAK_NEGATIVE, EdgeSource("data", text))
