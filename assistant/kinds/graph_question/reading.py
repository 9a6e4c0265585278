"""What a question asks of the graph: the aspect by its words, the column, and the effect it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.kinds.interface import Asked
from assistant.kinds.reading import column_said, default_embedder, named_beside
from assistant.language import language
from assistant.planning.offline import understand
from assistant.planning.plan import ASK_BELOW
from assistant.types import Understanding

__all__ = ["Aspect", "GraphReading", "about_graph"]

_LONGEST = 600  # characters that are read: a question about a graph is short


class Aspect(StrEnum):
    """What is asked about the graph."""

    CONFOUNDER = "confounder"
    MEDIATOR = "mediator"
    COLLIDER = "collider"
    INSTRUMENT = "instrument"
    ADJUST_FOR = "adjust_for"
    WHY = "why"  # is, or is not, one column adjusted for
    PATHS = "paths"
    UNMEASURED = "unmeasured"
    IDENTIFIED = "identified"
    LATE = "late"  # which columns come after the treatment


@dataclass(frozen=True)
class GraphReading:
    aspect: Aspect
    about: str | None
    pair: tuple[str | None, str | None] | None  # treatment and outcome; None: the question names none
    confidence: float
    unsure: bool
    understanding: Understanding


def about_graph(asked: Asked) -> GraphReading:
    """The aspect, the column and the effect; never raises."""
    text = asked.question[:_LONGEST]
    aspect, words, rest = _aspect(text, asked.understanding.language)
    about = _column(words, asked) if words else None
    if about is None and aspect in (Aspect.CONFOUNDER, Aspect.MEDIATOR, Aspect.COLLIDER, Aspect.INSTRUMENT):
        about = _literal(text, asked)
    pair = _pair(rest, asked, about)
    if pair is not None:
        return GraphReading(aspect, about, pair, 1.0, False, asked.understanding)
    read = understand(rest, asked.profile) if _says_something(rest) else None
    readings = [
        r
        for r in (read.readings if read is not None and not read.missing else ())
        if r.treatment is not None and r.outcome is not None and about not in (r.treatment, r.outcome)
    ]
    if not readings or read is None or readings[0].confidence < (0.25 if asked.last is None else ASK_BELOW):
        return GraphReading(aspect, about, None, 0.0, False, asked.understanding)
    best = readings[0]
    unsure = best.confidence < ASK_BELOW
    return GraphReading(aspect, about, (best.treatment, best.outcome), best.confidence, unsure, read)


def _aspect(text: str, code: str) -> tuple[Aspect, str, str]:
    """The first aspect whose words are there, the words for the column, and what is left of the question."""
    for entry in language(code).cues("graph_question").get("patterns", ()):
        match = re.search(entry["pattern"], text, re.IGNORECASE)
        if match is not None:
            groups = match.groupdict()
            words = groups.get("about") or ""
            rest = f"{text[: match.start()]} {groups.get('pair') or ''} {text[match.end() :]}".strip()
            return Aspect(entry["aspect"]), words.strip(), rest
    return Aspect.ADJUST_FOR, "", text


def _pair(rest: str, asked: Asked, about: str | None) -> tuple[str, str] | None:
    """The cause and the effect that the question names as such."""
    free = {c.name for c in asked.profile.columns} - {about or ""}
    for pattern in language(asked.understanding.language).cues("graph_question").get("pairs", ()):
        for match in re.finditer(pattern, rest, re.IGNORECASE):
            cause = named_beside(_plain(match["cause"]), asked.profile, default_embedder(), free, last=True)
            among = free - {cause or ""}
            effect = named_beside(
                _plain(match["effect"]), asked.profile, default_embedder(), among, last=False
            )
            if cause is not None and effect is not None:
                return cause, effect
    return None


def _plain(words: str) -> str:
    """Less the article and the marks around it."""
    return re.sub(r"^(?:the|a|an|any)\s+", "", words.strip(" ?.!,，。？"), flags=re.IGNORECASE)


def _column(words: str, asked: Asked) -> str | None:
    return column_said(_plain(words), asked.profile, asked.profile.names)


def _literal(text: str, asked: Asked) -> str | None:
    """A column whose very name stands in the text."""
    folded = text.casefold()
    names = [n for n in asked.profile.names if re.search(rf"(?<!\w){re.escape(n.casefold())}(?!\w)", folded)]
    return names[0] if names else None


def _says_something(rest: str) -> bool:
    return len(re.findall(r"\w", rest)) >= 4
