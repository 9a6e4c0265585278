"""What a test is read on: the metrics that are asked for or described, and what goes with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.designs.text import name_words
from assistant.kinds.experiment.asked import CUES, found_in, is_about
from assistant.kinds.interface import Asked
from assistant.kinds.policy.stakes import less_is_better
from assistant.kinds.reading import column_said, goal_in
from assistant.language import language, languages
from assistant.planning.plan import ASK_BELOW
from assistant.planning.reading.text import is_chinese, is_stopword, stem, tokens
from assistant.types import ColumnRole, Plan, RoleKind
from tools.types import ColumnKind, ColumnProfile, DataProfile, Timing

__all__ = [
    "Metric",
    "Ratio",
    "before_columns",
    "find_metrics",
    "is_earlier",
    "object_said",
    "outcomes_named",
    "ratio_asked",
    "subject_said",
    "taken_column",
    "twin",
    "unknown_words",
]

_NUMBERS = (ColumnKind.BINARY, ColumnKind.COUNT, ColumnKind.NUMBER)
_NO_METRIC = (
    RoleKind.IDENTIFIER, RoleKind.COPY, RoleKind.CLUSTER, RoleKind.UNIT, RoleKind.TIME, RoleKind.TREATMENT,
)  # fmt: skip
MOST = 6  # metrics that one readout tells
_EVERYTHING = 0.5  # of the confidence that readings spend on an outcome


@dataclass(frozen=True)
class Metric:
    """One column that the arms are compared on, or the ratio of two."""

    column: str
    below: str | None = None  # the column that it is per
    before: str | None = None  # a column from before the draw that goes with it
    goal: int = 1
    guardrail: bool = False


@dataclass(frozen=True)
class Ratio:
    """ "Revenue per session": columns, or words of which no column speaks."""

    above: str
    below: str | None
    words: str  # for what is below


def find_metrics(
    asked: Asked, plan: Plan, arm: str, ratio: Ratio | None, taken: str | None, *, literal: bool = False
) -> tuple[tuple[Metric, ...], bool]:
    """The metrics, primary ones first; and whether the question or the description says which they are."""
    profile = asked.profile
    if ratio is not None:
        # A ratio falls when what is below rises: its parts are told beside it.
        goal = _goal(ratio.above, asked)
        parts = tuple(Metric(name, goal=_goal(name, asked)) for name in (ratio.above, ratio.below) if name)
        return (Metric(ratio.above, ratio.below, goal=goal), *parts), True
    candidates = _candidates(profile, plan, arm)
    named = outcomes_asked(asked, arm, candidates, literal)
    if not named:
        named = [n for n in candidates if _described(profile[n], "primary") and n != taken]
    watched = [n for n in _changeable(profile, plan, arm) if n not in named and _is_guardrail(profile[n])]
    told = bool(named)
    if not named:
        named = [name for name in candidates if name not in watched and name != taken]
    named = sorted(named, key=lambda name: _rank(profile[name])) if not told else named
    if not named:  # nothing but what is watched: a test of complaints is about complaints
        named, watched = watched, []
    before = before_columns(profile, plan)
    found = [
        Metric(name, None, twin(name, before, profile), _goal(name, asked), name in watched)
        for name in (*named[:MOST], *watched[:MOST])
    ]
    return tuple(found), told or len(named) == 1


def _candidates(profile: DataProfile, plan: Plan, arm: str) -> list[str]:
    """What may have changed: those columns that are said to be measured in the test, if any are."""
    roles = {role.column: role for role in plan.roles}
    free = _changeable(profile, plan, arm)
    measured = [
        name
        for name in free
        if _described(profile[name], "measured") or ((role := roles.get(name)) and _said_after(role))
    ]
    return measured or free


def _changeable(profile: DataProfile, plan: Plan, arm: str) -> list[str]:
    """Numbers and yes/no columns that are no trait and that nobody says were there before."""
    roles = {role.column: role for role in plan.roles}
    return [
        column.name
        for column in profile.columns
        if column.kind in _NUMBERS
        and column.name != arm
        and not ((role := roles.get(column.name)) and (role.said_before or role.role in _NO_METRIC))
        and not _described(column, "before")
        and not _fixed(column)
    ]


def _said_after(role: ColumnRole) -> bool:
    told = role.timing_source is not None and role.timing_source.kind != "assumption"
    return told and role.timing is Timing.AFTER


def _fixed(column: ColumnProfile) -> bool:
    """A trait of people or places that no test changes: age, country."""
    from assistant.designs.text import grammar
    from assistant.planning.timing import timing_grammar

    name = name_words(column.name)
    return bool(grammar().columns["demographic"].search(name) or timing_grammar().words["fixed"].search(name))


def _described(column: ColumnProfile, what: str) -> bool:
    text = f"{name_words(column.name)} : {column.description or ''}"
    return any(True for _ in found_in(text, "description", what))


def _is_guardrail(column: ColumnProfile) -> bool:
    return (
        _described(column, "guardrail")
        or _described(column, "slow")
        or less_is_better(column, tuple(languages()))
    )


def _rank(column: ColumnProfile) -> int:
    """Where nobody says which metric decides: what is earned, then what people did, then amounts."""
    if _described(column, "worth"):
        return 0
    return 1 if column.kind is ColumnKind.BINARY else 2


def _goal(name: str, asked: Asked) -> int:
    """-1 where less is better: by the question's word for it, else by what the column holds."""
    if _is_guardrail(asked.profile[name]):
        return -1
    return -1 if goal_in(asked) == "lower" else 1


def outcomes_asked(asked: Asked, arm: str, candidates: Collection[str], literal: bool) -> list[str]:
    """The columns that the question names as what it wants to know about; `literal`: by their names."""
    question = asked.question
    named = outcomes_named(question, candidates)
    if named or literal:
        return named
    weights: dict[str, float] = {}
    for reading in asked.understanding.readings:
        outcome = reading.outcome
        if outcome is not None and outcome in candidates and reading.treatment in (arm, None):
            weights[outcome] = weights.get(outcome, 0.0) + reading.confidence
    best = max(weights, key=lambda name: weights[name], default=None)
    if best is not None and weights[best] >= max(_EVERYTHING, ASK_BELOW - 0.2):
        return [best]
    return []


def outcomes_named(question: str, candidates: Collection[str]) -> list[str]:
    """The columns that the question has by their names, or the one by a word of the same stem."""
    named = [name for name in candidates if _says(question, name)]
    alike = [name for name in candidates if _says_alike(question, name)]
    return named or (alike if len(alike) == 1 else [])


def _says(question: str, name: str) -> bool:
    """Does the question have the column's name, word by word?"""
    said, words = f" {' '.join(map(stem, tokens(question)))} ", name_words(name)
    return bool(words) and f" {' '.join(map(stem, tokens(words)))} " in said


_SHARED, _MOST = 5, 0.6  # letters that two words begin with, and their part of the shorter one


def _says_alike(question: str, name: str) -> bool:
    """ "Conversion" for `converted`: a word of the question begins as the name does."""
    words = [word for word in tokens(question) if not is_stopword(word)]
    return all(
        any(_alike(own, word) for word in words) for own in tokens(name_words(name)) if not own.isdigit()
    )


def _alike(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return one == other or (shared >= _SHARED and shared >= _MOST * min(len(one), len(other)))


# ---------------- What goes with a metric


def before_columns(profile: DataProfile, plan: Plan) -> list[str]:
    """Numbers and yes/no columns of which somebody says that they were there before the draw."""
    said = {role.column for role in plan.roles if role.said_before}
    said |= {column.name for column in profile.columns if _described(column, "before")}
    gone = {role.column for role in plan.roles if role.role in _NO_METRIC}
    return [c.name for c in profile.columns if c.name in said and c.kind in _NUMBERS and c.name not in gone]


def is_earlier(column: ColumnProfile, plan: Plan) -> bool:
    """Was it there before the draw: somebody says so, or it is a trait that no test changes?"""
    said = any(role.column == column.name and role.said_before for role in plan.roles)
    return said or _fixed(column) or not _described(column, "measured")


def twin(metric: str, before: Collection[str], profile: DataProfile) -> str | None:
    """The same measurement from before: its name has the metric's words, or its description most of them."""
    own = set(tokens(name_words(metric)))
    by_name = [name for name in before if own and own <= set(tokens(name_words(name)))]
    if by_name:
        return min(by_name, key=len)
    meant = {stem(w) for w in tokens(profile[metric].description or "") if not is_stopword(w)}
    for name in before:
        told = {stem(w) for w in tokens(profile[name].description or "") if not is_stopword(w)}
        if len(meant & told) >= 2 and len(meant & told) >= 0.6 * len(meant):
            return name
    return None


def taken_column(asked: Asked, plan: Plan, arm: str) -> str | None:
    """A yes/no column that says who took what the arm was offered, where the two are not the same."""
    roles = {role.column: role for role in plan.roles}
    said = asked.profile[arm]
    offered = any(
        True for _ in found_in(f"{name_words(arm)} {said.description or ''}", "description", "offered")
    )
    if not offered:
        return None
    for column in asked.profile.columns:
        role = roles.get(column.name)
        if (
            column.kind is ColumnKind.BINARY
            and column.name != arm
            and not (role and role.said_before)
            and _described(column, "taken")
        ):
            return column.name
    return None


# ---------------- What the question names


def ratio_asked(asked: Asked, plan: Plan, arm: str) -> Ratio | None:
    """ "Revenue per session" as two columns; None where nothing is asked per anything but the rows."""
    code, profile = asked.understanding.language, asked.profile
    rows = language(code).cues(CUES).get("rows", {}).get("words", ())
    free = [name for name in _candidates(profile, plan, arm) if profile[name].kind is not ColumnKind.BINARY]
    about = {stem(word) for word in tokens(profile.description.split("\n\n")[0])}
    for match in found_in(asked.question, "says", "per", (code,)):
        words = match["below"].strip()
        if is_about(words.split()[0], rows):
            continue
        below = next((name for name in free if _names(words, name)), None)
        if below is None and stem(words.casefold().split()[0]) in about:
            continue  # the rows by a word of the description's own
        above = _above(match["above"], [name for name in free if name != below], profile)
        if above is not None:
            return Ratio(above, below, words)
    return None


def _above(words: str, free: Collection[str], profile: DataProfile) -> str | None:
    """The column of the last words before "per": "the new page do to revenue" speaks of revenue."""
    if is_chinese(words):
        return column_said(words, profile, free)
    said = words.split()
    for length in (1, 2, 3):
        tail = " ".join(said[-length:])
        found = next((name for name in free if _names(tail, name)), None) or column_said(tail, profile, free)
        if found is not None:
            return found
    return None


def _names(words: str, column: str) -> bool:
    said = {stem(word) for word in tokens(words)}
    own = {stem(word) for word in tokens(name_words(column))}
    return bool(said and own) and (said == own or (len(said | own) <= 2 and (said <= own or own <= said)))


def unknown_words(asked: Asked, parts: Collection[str]) -> str:
    """The first of `parts` of which neither the table nor talk of a test has a word; "" for none."""
    talk = language(asked.understanding.language).cues(CUES).get("test", {})
    known, nouns = talk.get("words", ()), talk.get("nouns", ())
    about = {stem(word) for word in tokens(asked.profile.description)}
    for column in asked.profile.columns:
        about |= {stem(word) for word in tokens(name_words(column.name))}
        about |= {stem(w) for level, _ in column.levels for w in tokens(name_words(str(level)))}
    for part in parts:
        if is_chinese(part) or not known or any(is_about(word, nouns) for word in tokens(part)):
            continue
        words = [word for word in tokens(part) if not is_stopword(word) and not is_about(word, known)]
        if words and not any(
            stem(word) in about or any(_alike(word, own) for own in about) for word in words
        ):
            return part
    return ""


def object_said(asked: Asked) -> tuple[str, ...]:
    """What the question wants changed: "did it raise the click rate?", "the difference in churn"."""
    code = asked.understanding.language
    return tuple(match["object"].strip() for match in found_in(asked.question, "says", "object", (code,)))


def subject_said(asked: Asked) -> tuple[str, ...]:
    """What the question calls the thing that was tried: "did the loyalty programme win?"."""
    code = asked.understanding.language
    return tuple(match["subject"].strip() for match in found_in(asked.question, "says", "subject", (code,)))
