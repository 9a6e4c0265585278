"""Causal statements that a model reads out of passages: sentences that no pattern of `statements` knows.

A statement counts only when its quotation stands in the passage that it names and both ends are columns.
What does not hold is dropped; when nothing holds, the reply goes back once with the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.language.registry import language_of
from assistant.models.interface import Message, Prompt
from assistant.models.prompt_store import prompt_in
from assistant.planning.model.claims import Claims, quoted
from assistant.planning.model.prompt import ENUMERATED, PASSAGE_LETTERS, columns_text, fence, plain_words
from tools.errors import unknown_column
from tools.knowledge.statements import Statement, column_synonyms
from tools.knowledge.statements.sides import ColumnWords
from tools.types import DataProfile, Edge, EdgeSource, Passage, Query, Unobserved

if TYPE_CHECKING:
    from assistant.models.exchange import Exchange

__all__ = ["MOST_PASSAGES", "statements_with_model"]

# ---------------- What a model's reply claims about the graph, as arrows and causes that name the model as t


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


MOST_PASSAGES = 12  # in one call: about 2,000 tokens
MOST_STATEMENTS = 40
SIGNS = {"+": 1, "-": -1, "none": None}
# How sure that the sentence says this, by how many of the two columns it names in words that we know too. A
# pattern that names both is worth up to 0.9.
TRUST = {2: 0.85, 1: 0.75, 0: 0.6}
_SHORTEST = 8  # letters of a quotation; a Chinese character counts as two
_REPAIRS = 1


def statements_with_model(
    passages: Iterable[Passage], profile: DataProfile, exchange: Exchange
) -> tuple[Statement, ...]:
    """What the passages state about causes and effects among the columns, as the model reads them.

    One call over the `MOST_PASSAGES` nearest passages, and at most one repair; none without passages. Raises
    `ModelError` as `Exchange.ask` does.
    """
    shown = _shown(passages)
    if not shown:
        return ()
    seen = {passage.id: passage.text[:PASSAGE_LETTERS] for passage in shown}

    sent_back: list[str] = []  # once: what is wrong after that is dropped

    def check(reply: Mapping[str, Any]) -> list[str]:
        problems = [_problem(said, profile, seen) for said in reply["statements"]]
        nothing_holds = bool(problems) and all(problems)
        if sent_back or not nothing_holds:
            return []
        sent_back.extend(problem for problem in problems if problem)
        return sent_back

    reply = exchange.ask(_prompt(shown, profile), _schema(profile), check, repairs=_REPAIRS)
    names = ColumnWords.of(column_synonyms(profile))
    found: dict[tuple[str, str, str], Statement] = {}
    for said in reply["statements"]:
        if _problem(said, profile, seen) is None:
            found.setdefault((said["passage"], said["cause"], said["effect"]), _statement(said, names))
    return tuple(found.values())


def _shown(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The nearest passages, each once, in the order in which they came."""
    unique = {passage.id: passage for passage in passages}
    nearest = sorted(unique.values(), key=lambda passage: -passage.score)[:MOST_PASSAGES]
    kept = {passage.id for passage in nearest}
    return tuple(passage for passage in unique.values() if passage.id in kept)


def _prompt(passages: Sequence[Passage], profile: DataProfile) -> Prompt:
    file = prompt_in("extract", language_of(" ".join(passage.text for passage in passages)))
    user = file.render(
        "user",
        table=fence("TABLE", columns_text(profile, share_levels=False)),
        passages="\n".join(fence(f"PASSAGE {p.id}", p.text[:PASSAGE_LETTERS]) for p in passages),
    )
    return Prompt((Message("system", file.render("system")), Message("user", user)), (file.label,))


def _schema(profile: DataProfile) -> dict[str, Any]:
    column: dict[str, Any] = {"type": "string"}
    if len(profile.names) <= ENUMERATED:
        column["enum"] = list(profile.names)
    fields: dict[str, Any] = {
        "cause": column,
        "effect": column,
        "sign": {"type": "string", "enum": list(SIGNS)},
        "hedged": {"type": "boolean"},
        "negated": {"type": "boolean"},
        "passage": {"type": "string"},
        "quotation": {"type": "string"},
    }
    item = {"type": "object", "additionalProperties": False, "required": list(fields), "properties": fields}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["statements"],
        "properties": {"statements": {"type": "array", "items": item, "maxItems": MOST_STATEMENTS}},
    }


def _problem(said: Mapping[str, Any], profile: DataProfile, seen: Mapping[str, str]) -> str | None:
    """Why a statement cannot be used, for the model; None when it can."""
    cause, effect, words = said["cause"], said["effect"], said["quotation"]
    for name in (cause, effect):
        if name not in profile:
            return str(unknown_column(name, "the table", profile.names))
    if cause == effect:
        return f"{cause!r} is both cause and effect."
    if said["passage"] not in seen:
        return f"{cause} -> {effect} cites passage {said['passage'][:40]!r}, which was not given."
    if sum(2 if ord(letter) > 0x2E7F else 1 for letter in words.strip()) < _SHORTEST:
        return f"The quotation {words!r} for {cause} -> {effect} is too short; quote the clause that says so."
    if not quoted(words, seen[said["passage"]]):
        return f"The quotation {words[:80]!r} for {cause} -> {effect} is not in passage {said['passage']}."
    return None


def _statement(said: Mapping[str, Any], names: ColumnWords) -> Statement:
    words = " ".join(said["quotation"].split())
    named = {mention.column for mention in names.mentions(words)}
    return Statement(
        cause=said["cause"],
        effect=said["effect"],
        sign=SIGNS[said["sign"]],
        hedged=said["hedged"],
        negated=said["negated"],
        quotation=words,
        passage=said["passage"],
        confidence=TRUST[len(named & {said["cause"], said["effect"]})],
    )
