"""Free wording, clause by clause: each clause of a sentence is understood, or nothing is read.

The clauses of a language stand in `assistant/language/<code>/cues/formal_clauses.toml`; what one means says
its `means`. Nothing is guessed about a clause that no entry matches from its first letter to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.kinds.formal.grammar import Grammar
from assistant.kinds.formal.notation import arrows_in
from assistant.kinds.formal.premises import Ask, Premises, Wanted
from assistant.kinds.formal.vocabulary import Vocabulary, alike
from assistant.language.registry import language
from tools.errors import GraphError
from tools.formal.diagram import Diagram

__all__ = ["Doubtful", "is_name", "read_clauses", "unread_of"]

_LONGEST = 700  # characters; longer stories are told in sentences that the other patterns know
_MOST_CUTS = 40  # places in a sentence where a clause may end
_SENTENCE = re.compile(r"(?<=[?!？！。；;])\s*|(?<=[.:])\s+|(?<=：)|\n+")
_EDGE = " \t\n,.;:?!，。；：？！、\u2003\"'“”()（）–—-"
_BETWEEN = re.compile(r"[ \t]+")  # where nothing stands between words
_ARROWS = "\u2042"  # stands where arrows in signs stood


@dataclass(frozen=True)
class _Clauses:
    name: re.Pattern[str]
    cut: re.Pattern[str]
    lead: re.Pattern[str]
    article: re.Pattern[str]
    hidden: re.Pattern[str]
    listed: re.Pattern[str]
    dependent: re.Pattern[str]
    pronoun: re.Pattern[str]
    clauses: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class _Clause:
    means: str
    said: Mapping[str, str]
    text: str


class _Unread(Exception):
    """A clause, or a name in one, is not understood."""


class Doubtful(_Unread):
    """A sentence has two readings that are as good; other patterns would pick one by chance."""


@dataclass
class _Story:
    """What the clauses said, one after the other."""

    told: _Clauses
    words: Vocabulary
    names: list[str] = field(default_factory=list)
    arrows: list[tuple[str, str]] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    parentless: list[str] = field(default_factory=list)
    denied: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)  # of the clause before
    effects: list[str] = field(default_factory=list)
    queries: list[_Clause] = field(default_factory=list)
    aim: dict[str, str] = field(default_factory=dict)  # the effect that is to be learnt


@lru_cache(maxsize=8)
def _clauses(code: str) -> _Clauses | None:
    told = language(code).cues("formal_clauses")
    if not told:
        return None
    parts = {**told.get("part", {})}

    def compiled(pattern: str) -> re.Pattern[str]:
        while (found := _PART.search(pattern)) is not None:
            pattern = pattern.replace(found.group(), parts[found["name"]])
        return re.compile(pattern, re.IGNORECASE)

    def whole(pattern: str) -> re.Pattern[str]:
        return compiled(rf"\A(?:{pattern})\Z")

    marks = {key: compiled(told[key]) for key in _MARKS}
    entries = tuple((entry["means"], whole(entry["pattern"])) for entry in told.get("clause", ()))
    return _Clauses(name=whole(parts["n"]), clauses=entries, **marks)


_PART = re.compile(r"(?<!\?P)<(?P<name>[a-z]+)>")
_MARKS = ("cut", "lead", "article", "hidden", "listed", "dependent", "pronoun")


def read_clauses(text: str, grammar: Grammar) -> Premises | None:
    """The premises and the query of a text that is understood whole; None otherwise. Raises Doubtful."""
    told = _clauses(grammar.code)
    if told is None or len(text) > _LONGEST or re.search(r"\d\s?%|\bP\s?[(（]", text):
        return None
    story = _Story(told, Vocabulary(grammar, text))
    try:
        rest = _signs(text, story)
        for sentence in _SENTENCE.split(rest):
            if sentence and sentence.strip(_EDGE):
                for clause in _cut(sentence, told):
                    _take(clause, story)
        return _premises(story)
    except Doubtful:
        raise
    except (_Unread, GraphError):
        return None


def is_name(text: str, grammar: Grammar) -> bool:
    """Could it be the name of a variable? Else half a sentence was taken for one."""
    told = _clauses(grammar.code)
    return told is None or told.name.match(_bare(text, told)) is not None


def _bare(text: str, told: _Clauses) -> str:
    return told.hidden.sub("", told.article.sub("", text, count=1), count=1)


def _signs(text: str, story: _Story) -> str:
    arrows, linked, spans = arrows_in(text)
    if not all(story.told.name.match(name) for pair in (*arrows, *linked) for name in pair):
        raise _Unread(text)
    for cause, effect in arrows:
        _arrow(story, _declared(cause, story), _declared(effect, story))
    for one, other in linked:
        story.linked.append((_declared(one, story), _declared(other, story)))
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [_ARROWS] + [""] * (end - start - 1)
    rest = "".join(letters)
    return rest if story.words.grammar.spaced else _BETWEEN.sub("", rest)


# ---------------- a sentence into clauses


def _cut(sentence: str, told: _Clauses) -> list[_Clause]:
    """The clauses of a sentence, as few as can be; _Unread where two ways are as good."""
    text = sentence.strip(_EDGE)
    cuts = [(match.start(), match.end()) for match in told.cut.finditer(text)]
    if len(cuts) > _MOST_CUTS:
        raise _Unread(text)
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    inside = [_weight(text[start:end]) for start, end in cuts]
    # From each cut on: the costs, the clauses, and whether another way costs the same.
    best: dict[int, tuple[int, list[_Clause], bool]] = {len(ends): (0, [], False)}
    for first in range(len(ends) - 1, -1, -1):
        ways = []
        for last in range(first, len(ends)):
            after = best.get(last + 1)
            clause = _matched(text[starts[first] : ends[last]], told) if after is not None else None
            if after is not None and clause is not None:
                cost = after[0] + 1000 + sum(inside[first:last])
                ways.append((cost, [clause, *after[1]], after[2]))
        if ways:
            cost, clauses, doubtful = min(ways, key=lambda way: way[0])
            rivals = [way for way in ways if way[0] == cost]
            best[first] = (cost, clauses, doubtful or len(rivals) > 1)
    if 0 not in best:
        raise _Unread(text)
    if best[0][2]:
        raise Doubtful(text)
    return best[0][1]


def _weight(cut: str) -> int:
    """What it costs to read over it: little at "and", more at a comma, most at a comma and "and"."""
    plain = cut.strip()
    mark = bool(plain) and plain[0] in ",，;；:：—–("
    return 1 + 10 * mark + 20 * (mark and len(plain) > 1)


def _matched(text: str, told: _Clauses) -> _Clause | None:
    whole = " ".join(text.strip(_EDGE).split())
    bare = told.lead.sub("", whole, count=1).strip(_EDGE)
    if not bare.strip(_ARROWS + _EDGE):
        return _Clause("nothing", {}, text)
    for plain in dict.fromkeys((bare, whole)):
        for means, pattern in told.clauses:
            match = pattern.match(plain)
            if match is not None:
                said = {key.rstrip("0123456789"): value for key, value in match.groupdict().items() if value}
                return _Clause(means, said, plain)
    return None


# ---------------- names


def _key(text: str, story: _Story) -> tuple[str, ...]:
    return story.words.phrase(text).words or (text.casefold(),)


def _plain(text: str, story: _Story) -> tuple[str, bool]:
    """Less its article; and whether it was called hidden."""
    found, unseen = text.strip(_EDGE), False
    for _ in range(3):
        shorter = story.told.article.sub("", found, count=1).strip(_EDGE)
        bare = story.told.hidden.sub("", shorter, count=1).strip(_EDGE)
        unseen |= bool(bare) and bare != shorter
        if not bare or bare == found:
            break
        found = bare
    if not found:
        raise _Unread(text)
    return found, unseen


def _known(text: str, story: _Story) -> str | None:
    """The variable that is meant: of this name, or the only one that shares all its words."""
    exact = next((n for n in story.names if n.casefold() == text.casefold()), None)
    if exact is not None or len(text) == 1:
        return exact
    mine = _key(text, story)
    found = []
    for name in story.names:
        theirs = _key(name, story)
        short, long = sorted((mine, theirs), key=len)
        if short and len(name) > 1 and all(any(alike(a, b) for b in long) for a in short):
            found.append(name)
    return found[0] if len(found) == 1 else None


def _declared(text: str, story: _Story) -> str:
    plain, unseen = _plain(text, story)
    name = _known(plain, story)
    if name is None:
        name = plain
        story.names.append(name)
    if unseen:
        story.hidden.add(name)
    return name


def _named(text: str, story: _Story) -> str:
    name = _known(_plain(text, story)[0], story)
    if name is None:
        raise _Unread(text)
    return name


def _several(text: str, story: _Story, new: bool = False) -> list[str]:
    if story.told.pronoun.fullmatch(text.strip(_EDGE)):
        return _meant(story)
    parts = [part for part in story.told.listed.split(text) if part and part.strip(_EDGE)]
    if not parts:
        raise _Unread(text)
    return [(_declared if new else _named)(part, story) for part in parts]


def _meant(story: _Story) -> list[str]:
    """What "they" are: the effects of the clause before, or its causes, or the causes of one effect."""
    for names in (story.effects, story.causes):
        if len(names) > 1:
            return list(names)
    if len(story.arrows) > 1:
        (cause, effect), (other, same) = story.arrows[-2:]
        if effect == same:
            return [cause, other]
        if cause == other:
            return [effect, same]
    raise _Unread


# ---------------- what the clauses mean


def _arrow(story: _Story, cause: str, effect: str) -> None:
    if cause == effect:
        raise _Unread(cause)
    if (cause, effect) not in story.arrows:
        story.arrows.append((cause, effect))


def _take(clause: _Clause, story: _Story) -> None:
    said = clause.said
    match clause.means:
        case "nothing":
            return
        case "arrow" | "arrow_of_it" | "arrow_again":
            if clause.means == "arrow":
                causes = _several(said["cause"], story, new=True)
            else:
                causes = story.effects if clause.means == "arrow_of_it" else story.causes
            effects = _several(said["effect"], story, new=True)
            if not causes:
                raise _Unread(clause.text)
            for cause in causes:
                for effect in effects:
                    _arrow(story, cause, effect)
            story.causes, story.effects = list(causes), effects
        case "only_through":
            cause, effect = _declared(said["cause"], story), _declared(said["effect"], story)
            middle = _declared(said["through"], story)
            _arrow(story, cause, middle)
            _arrow(story, middle, effect)
            story.denied.append((cause, effect))
            story.causes, story.effects = [cause], [effect]
        case "denied":
            for cause in _several(said["cause"], story, new=True):
                for effect in _several(said["effect"], story, new=True) if "effect" in said else ():
                    story.denied.append((cause, effect))
        case "unrelated":
            one, other = _pair(said, story)
            story.denied += [(one, other), (other, one)]
        case "hidden":
            names = _several(said["about"], story, new=True)
            story.hidden |= set(names)
            story.causes, story.effects = names, []
        case "hidden_again":
            if len(story.causes) != 1:
                raise _Unread(clause.text)
            story.hidden |= set(story.causes)
        case "random":
            story.parentless += _several(said["about"], story, new=True)
        case "apart":
            one, other = _pair(said, story, new=True)
            story.apart.append((one, other))
            story.causes, story.effects = [one, other], []
        case "linked":
            one, other = _pair(said, story, new=True)
            story.linked.append((one, other))
        case "aim":
            story.aim = dict(said)
        case "given" if _plain(said["given"], story)[1]:
            _several(said["given"], story, new=True)  # "given a hidden U": it is there
        case "given":
            story.given += _several(said["given"], story)
        case _:
            story.queries.append(clause)


def _pair(said: Mapping[str, str], story: _Story, new: bool = False) -> tuple[str, str]:
    if "both" in said:
        names = _several(said["both"], story, new)
    else:
        names = [(_declared if new else _named)(said[key], story) for key in ("one", "other")]
    if len(names) != 2 or names[0] == names[1]:
        raise _Unread(str(said))
    return names[0], names[1]


def _premises(story: _Story) -> Premises:
    if len(story.queries) != 1 or not story.arrows:
        raise _Unread
    (query,) = story.queries
    diagram = Diagram(tuple(story.names), tuple(story.arrows), frozenset(story.hidden), tuple(story.linked))
    if any(arrow in story.arrows for arrow in story.denied):
        raise _Unread
    if any(diagram.parents(name) or name in sum(story.linked, ()) for name in story.parentless):
        raise _Unread
    if not all(diagram.separated({one}, {other}, ()) for one, other in story.apart):
        raise _Unread  # said of something given, or against the arrows
    return Premises(diagram, _wanted(query, diagram, story))


def _wanted(query: _Clause, diagram: Diagram, story: _Story) -> Wanted:
    said, given = {**story.aim, **query.said}, tuple(dict.fromkeys(story.given))
    if query.means in ("separated", "tells", "opens"):
        one, other = _pair(said, story)
        given = (*given, *(_several(said["given"], story) if "given" in said else ()))
        if {one, other} & set(given):
            raise _Unread
        denies = query.means == "tells" or bool(story.told.dependent.search(said.get("which", "")))
        return Wanted(Ask.SEPARATED, (other, True), (one, True), names=given, denies=denies)
    ends = _ends(said, diagram, story)
    cause, effect = (ends[0], True), (ends[1], True)
    if query.means == "identifiable":
        if given:
            raise _Unread
        if "seen" in said:
            seen = set(_several(said["seen"], story))
            if not {*ends} <= seen or story.hidden & seen or set(diagram.observed) != seen:
                raise _Unread
        return Wanted(Ask.IDENTIFIABLE, effect, cause)
    if query.means == "adjust" and not given:
        return Wanted(Ask.ADJUST, effect, cause)
    if query.means == "valid_set":
        names = (*given, *(_several(said["about"], story) if "about" in said else ()))
        if not names:
            raise _Unread
        return Wanted(Ask.VALID_SET, effect, cause, names=names)
    if query.means == "instrument" and not given:
        return Wanted(Ask.ROLE, effect, cause, names=(_named(said["about"], story),), role="instrument")
    if query.means == "reaches":
        return Wanted(Ask.REACHES, effect, cause, names=given)
    raise _Unread


def _ends(said: Mapping[str, str], diagram: Diagram, story: _Story) -> tuple[str, str]:
    """Cause and effect; where the effect is not named, the only variable that causes nothing."""
    effect = _named(said["effect"], story) if "effect" in said else _only(_sinks(diagram))
    if "cause" in said:
        cause = _named(said["cause"], story)
    elif "about" in said and len(diagram.observed) == 3:
        rest = set(diagram.observed) - {effect, *_several(said["about"], story)}
        cause = _only(sorted(rest))
    else:
        raise _Unread
    if cause == effect:
        raise _Unread
    return cause, effect


def _sinks(diagram: Diagram) -> list[str]:
    return [n for n in diagram.observed if not diagram.descendants(n)]


def _only(names: Sequence[str]) -> str:
    if len(names) != 1:
        raise _Unread
    return names[0]


def unread_of(text: str, grammar: Grammar) -> Iterator[str]:
    """The sentences that are not understood, for the person who asks."""
    told = _clauses(grammar.code)
    if told is None:
        return
    rest = text
    for start, end in reversed(arrows_in(text)[2]):
        rest = rest[:start] + _ARROWS + rest[end:]
    for sentence in _SENTENCE.split(rest):
        if sentence and sentence.strip(_EDGE):
            try:
                _cut(sentence, told)
            except _Unread:
                yield sentence.strip(_EDGE)
