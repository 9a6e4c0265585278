"""From a question to its premises, by the patterns of its language; None where it does not bring its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from assistant.kinds.formal.clauses import Doubtful, is_name, read_clauses, unread_of
from assistant.kinds.formal.grammar import Grammar, grammar
from assistant.kinds.formal.notation import Term, arrows_in, number_in, terms_in
from assistant.kinds.formal.premises import Ask, Premises, Wanted
from assistant.kinds.formal.rates import read_rates
from assistant.kinds.formal.vocabulary import Vocabulary
from tools.errors import GraphError
from tools.formal.diagram import Diagram
from tools.formal.equivalence import Independence, Relation
from tools.formal.inference import Event, Fact, Literal, flipped
from tools.formal.rules import Rule

__all__ = ["LONGEST", "is_formal", "read_premises", "unread_parts"]

LONGEST = 6000  # characters
LONGEST_SENTENCE = 1000  # the patterns see sentences one by one, and no longer ones
_SENTENCE = re.compile(r"(?<=[?!？！。；;：])\s*|(?<=[.:])\s+|\n+")
_WIDE = str.maketrans(",;:?", "，；：？")  # where nothing stands between words, both are written
_MASK = "\u2003"  # what has been read is blanked out by a wide space


@dataclass(frozen=True)
class _Given:
    """A probability in words, before its phrases are understood."""

    of: tuple[str, ...]
    given: tuple[str, ...]
    value: float
    do: tuple[str, ...] = ()


@dataclass
class _Draft:
    """What was read so far."""

    words: Vocabulary
    grammar: Grammar
    arrows: list[tuple[str, str]] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    independences: list[Independence] = field(default_factory=list)
    correlations: list[frozenset[str]] = field(default_factory=list)
    given: list[_Given] = field(default_factory=list)
    rules: list[tuple[list[str], str, bool]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # words that no pattern has read
    methods: dict[str, str] = field(default_factory=dict)
    query: tuple[str, dict[str, str], str] | None = None  # its type, its groups, the sentence
    terms: list[Term] = field(default_factory=list)  # P(...) without a value: what is asked
    claim: tuple[Relation, str, str, str] | None = None
    led: str = ""  # a fragment that ends in a colon, before what it leads to


def is_formal(text: str, code: str, columns: Sequence[str] = ()) -> bool:
    """Is the wording beyond doubt that of premises of its own? `columns` of the table at hand, which it must
    not be about."""
    found = read_premises(text, code)
    if found is None:
        return False
    told = grammar(code)
    assert told is not None
    world = any(pattern.search(text) for pattern in told.patterns.get("world", ()))
    taken = {name.casefold() for name in columns if len(name) > 2}
    about = [name for name in found.diagram.nodes if name.casefold() not in taken]
    if len(found.facts) >= 2:
        return True
    if len(about) * 2 <= len(found.diagram.nodes) and not world:
        return False
    if found.wanted.ask is Ask.CLAIM:
        return len(found.independences) + len(found.correlations) >= 2
    supposed = any(pattern.search(text) for pattern in told.patterns.get("suppose", ()))
    signs = bool(arrows_in(text)[0])
    if found.wanted.ask is Ask.WOULD:
        return bool(found.rules and found.observed)
    return len(found.diagram.arrows) >= 2 and (signs or world or supposed or bool(found.diagram.hidden))


def read_premises(text: str, code: str) -> Premises | None:
    """Diagram, numbers, relations and query; None where one of them cannot be read. Never raises."""
    told = grammar(code)
    if told is None or len(text) > LONGEST:
        return None
    try:
        plain = read_clauses(text, told) or read_rates(text, told)
    except Doubtful:
        return None
    if plain is not None:
        return plain
    if not any(pattern.search(text) for pattern in told.patterns.get("gate", ())):
        return None
    draft = _Draft(Vocabulary(told, text), told)
    rest = _signs(text, draft)
    if not told.spaced:
        rest = rest.translate(_WIDE)
    sentences = [*_sentences(rest)]
    if any(len(sentence) > LONGEST_SENTENCE for sentence in sentences):
        return None
    for sentence in sentences:
        _read_sentence(sentence, draft)
    return _assembled(text, draft)


def unread_parts(text: str, code: str) -> tuple[str, ...]:
    """The sentences of a question that no pattern understands, for the person who asks."""
    told = grammar(code)
    return () if told is None else tuple(unread_of(text, told))


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        if sentence and sentence.strip(" .,;\u2003"):
            yield sentence.strip()


# ---------------- signs first, then sentences


def _signs(text: str, draft: _Draft) -> str:
    """Read P(...) and arrows; the text with them blanked out (queries in signs stay)."""
    spans: list[tuple[int, int]] = []
    terms = terms_in(text)
    for term in terms:
        if term.value is None:
            draft.terms.append(term)
        else:
            draft.given.append(_Given(term.of, term.given, term.value, term.do))
            spans.append(term.span)
    arrows, linked, places = arrows_in(text)
    for cause, effect in arrows:
        _arrow(draft, cause, effect)
    for one, other in linked:
        a, b = draft.words.declare(one), draft.words.declare(other)
        if a and b:
            draft.linked.append((a, b))
    spans += places
    for match in draft.grammar.one("method").finditer(text):
        draft.methods[match["number"]] = match["about"]
        spans.append(match.span())
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [_MASK] * (end - start)
    return "".join(letters)


def _read_sentence(sentence: str, draft: _Draft) -> None:
    told = draft.grammar
    asks = sentence.rstrip("\"'” ").endswith(("?", "？"))
    if (draft.independences or draft.correlations) and not draft.given:
        claimed = draft.claim
        _read_claim(sentence, draft)
        if draft.claim is not claimed:
            return
    if asks or draft.query is None:
        # "If we look only at X: does ...?"
        whole = f"{draft.led} {sentence}" if draft.led else sentence
        for query in told.queries:
            match = query.pattern.search(sentence) or query.pattern.search(whole)
            if match is not None:
                groups = {k: v for k, v in match.groupdict().items() if v}
                draft.query = (query.name, groups, sentence)
                if match.string is sentence:
                    draft.left.append(sentence[match.end() :])
                    sentence = told.one("question_lead").sub("", sentence[: match.start()])
                    sentence = _condition(sentence, draft)
                else:
                    draft.left = [text for text in draft.left if text != draft.led]
                    sentence = ""
                break
    draft.led = sentence if sentence.endswith((":", "：")) else ""
    if not sentence.strip():
        return
    _premises(sentence, draft)


def _condition(lead: str, draft: _Draft) -> str:
    """ "If I hold Z fixed, are X and Y independent?": what is given stands before the query."""
    match = draft.grammar.one("given_lead").search(lead)
    if (
        match is None
        or draft.query is None
        or draft.query[0] not in _CONDITIONED
        or "given" in draft.query[1]
    ):
        return lead
    draft.query[1]["given"] = next(value for value in match.groupdict().values() if value)
    return lead[: match.start()]


_CONDITIONED = ("separated", "probability")


def _read_claim(sentence: str, draft: _Draft) -> None:
    names = {name.casefold(): name for name in draft.words.names}
    for claim in draft.grammar.claims:
        for match in claim.pattern.finditer(sentence):
            groups = {k.rstrip("0123456789"): v for k, v in match.groupdict().items() if v}
            one, other = (
                names.get(groups.get("one", "").casefold()),
                names.get(groups.get("other", "").casefold()),
            )
            if one and other and one != other:
                draft.claim = (Relation(claim.name), one, other, sentence)
                return


def _premises(sentence: str, draft: _Draft) -> None:
    told = draft.grammar
    for name in ("independent", "correlated"):
        for pattern in told.patterns.get(name, ()):
            for match in pattern.finditer(sentence):
                _relation(name, match, draft)
            sentence = pattern.sub(_blank, sentence)
    for pattern in told.patterns.get("fact", ()):
        for match in pattern.finditer(sentence):
            value = number_in(match["value"], match["percent"])
            groups = match.groupdict()
            if value is not None:
                split = told.one("given_split")
                of = [p for p in split.split(groups["of"]) if p.strip()]
                given = [p for p in split.split(groups.get("given") or "") if p.strip()]
                draft.given.append(_Given(tuple(of), tuple(given), value))
        sentence = pattern.sub(_blank, sentence)
    for pattern in told.patterns.get("linked", ()):
        for match in pattern.finditer(sentence):
            one, other = draft.words.declare(match["one"]), draft.words.declare(match["other"])
            if one and other and one != other:
                draft.linked.append((one, other))
        sentence = pattern.sub(_blank, sentence)
    for pattern in told.patterns.get("hidden", ()):
        for match in pattern.finditer(sentence):
            for part in _parts(match["about"], told):
                unseen = draft.words.declare(part)
                if unseen:
                    draft.words.hidden.add(unseen)
        sentence = pattern.sub(_blank, sentence)
    if told.one("observed").search(sentence) is None or not draft.rules:
        _rules(sentence, draft)
        draft.left += _word_arrows(sentence, draft)
        return
    # What was seen, for rules, is read with the query.


def _blank(match: re.Match[str]) -> str:
    return _MASK * min(len(match.group()), 3)


def _relation(name: str, match: re.Match[str], draft: _Draft) -> None:
    one, other = draft.words.declare(match["one"]), draft.words.declare(match["other"])
    if not one or not other or one == other:
        return
    if name == "correlated":
        draft.correlations.append(frozenset((one, other)))
        return
    given = [draft.words.declare(part) for part in _parts(match["given"] or "", draft.grammar)]
    draft.independences.append(Independence(one, other, frozenset(n for n in given if n)))


def _parts(text: str, told: Grammar) -> list[str]:
    """The members of a spoken list."""
    text = told.one("both").sub("", text)
    return [part for part in told.one("conjunction").split(text) if part and part.strip(" ,\u2003")]


# ---------------- arrows in words


def _word_arrows(sentence: str, draft: _Draft) -> list[str]:
    """Between two verbs stand the first one's effects and the second one's causes. Returns what is left."""
    told = draft.grammar
    for pattern in told.patterns.get("verb_last", ()):
        for match in pattern.finditer(sentence):
            _arrows(draft, match["cause"], match["effect"], False)
        sentence = pattern.sub(_blank, sentence)
    verbs = list(told.one("verb").finditer(sentence))
    if not verbs:
        return [sentence]
    before = sentence[: verbs[0].start()]
    *left, cause = told.one("strong_clause").split(before)
    last: list[str] = []
    for place, verb in enumerate(verbs):
        ends = verbs[place + 1].start() if place + 1 < len(verbs) else len(sentence)
        between = sentence[verb.end() : ends]
        if place + 1 < len(verbs):
            effect, following = _divided(between, told)
        else:
            effect, following = between, ""
        ended = told.one("effect_end").search(effect)
        if ended is not None:
            left.append(effect[ended.start() :])
            effect = effect[: ended.start()]
        denied = bool(verb.groupdict().get("no") or verb.groupdict().get("none"))
        passive = bool(verb.groupdict().get("passive"))
        causes = _parts(cause, told)
        if told.one("pronoun").match(draft.words.cleaned(causes[-1]) if causes else ""):
            causes = last[-1:]
        if not denied:
            effects = _parts(effect, told)
            _arrows(draft, effects if passive else causes, causes if passive else effects, True)
            last = effects
        cause = following or effect
    return left


def _divided(between: str, told: Grammar) -> tuple[str, str]:
    """The effects of the verb before, and the causes of the verb behind."""
    for name in ("strong_clause", "clause"):
        cuts = list(told.one(name).finditer(between))
        if cuts:
            return between[: cuts[-1].start()], between[cuts[-1].end() :]
    return between, between


def _arrows(draft: _Draft, causes: str | list[str], effects: str | list[str], parted: bool) -> None:
    first = causes if isinstance(causes, list) else _parts(causes, draft.grammar)
    second = effects if isinstance(effects, list) else _parts(effects, draft.grammar)
    nothing = draft.grammar.one("nothing")
    first, second = ([part for part in parts if not nothing.match(part)] for parts in (first, second))
    if any(len(part) > 60 for part in (*first, *second)):
        return
    for cause in first:
        for effect in second:
            _arrow(draft, cause, effect)


def _arrow(draft: _Draft, cause: str, effect: str) -> None:
    adjective = draft.grammar.one("hidden_adjective")
    names = []
    for text in (cause, effect):
        said = adjective.search(text)
        if said is not None:
            text = text[said.end() :]
        name = draft.words.declare(text)
        if name is None:
            return
        if said is not None:
            draft.words.hidden.add(name)
        names.append(name)
    if names[0] != names[1] and (names[0], names[1]) not in draft.arrows:
        draft.arrows.append((names[0], names[1]))


def _rules(sentence: str, draft: _Draft) -> None:
    told = draft.grammar
    for match in told.one("causes").finditer(sentence):
        any_of = told.one("or").search(match["cause"]) is not None
        causes = told.one("or").split(match["cause"]) if any_of else _parts(match["cause"], told)
        draft.rules.append((causes, match["effect"], any_of))


# ---------------- all together


def _assembled(text: str, draft: _Draft) -> Premises | None:
    words = draft.words
    if draft.query is None and not draft.terms and draft.claim is None:
        return None
    rules = _read_rules(text, draft)
    slots, pairs = _slots(draft)
    words.link(slots, pairs)
    if any(_says_more(text, draft) for text in draft.left):
        return None  # a premise that was not understood may change everything
    if told_hidden(text, draft) and not words.hidden and not draft.linked:
        return None
    facts = _facts(draft)
    if len(facts) < len(dict.fromkeys(draft.given)):
        return None
    wanted = _wanted(draft, rules)
    if wanted is None:
        return None
    names = tuple(words.names)
    arrows = _with_shown(names, tuple(dict.fromkeys(draft.arrows)), draft, facts)
    if not arrows and len(names) <= 8 and wanted.ask in (Ask.PROBABILITY, Ask.DIFFERENCE):
        # Nothing is said of independence: every variable may go with every other.
        diagram = Diagram(names, tuple(combinations(names, 2)))
        return Premises(diagram, wanted, facts, labels=dict(words.labels), drawn=False)
    try:
        diagram = Diagram(names, arrows, frozenset(words.hidden), tuple(draft.linked))
    except GraphError:
        return None
    if words.hidden and not draft.linked and not any(diagram.dag.adj[name] for name in words.hidden):
        return None  # it is said to be hidden, and what it acts on was not understood
    observed = frozenset[Literal]()
    if wanted.ask is Ask.WOULD:
        observed = _observed(text, draft)
        if not observed and "other" not in (draft.query or ("", {}, ""))[1]:
            return None  # what would be, with nothing seen, is no matter of rules
    known = {n for n in (wanted.cause, wanted.effect) if n is not None}
    if any(name not in names for name, _ in known) or not all(is_name(n, draft.grammar) for n in names):
        return None
    return Premises(
        diagram=diagram,
        wanted=wanted,
        facts=facts,
        independences=tuple(draft.independences),
        correlations=tuple(draft.correlations),
        rules=rules,
        observed=observed,
        labels=dict(words.labels),
    )


def _with_shown(
    names: tuple[str, ...], arrows: tuple[tuple[str, str], ...], draft: _Draft, facts: tuple[Fact, ...]
) -> tuple[tuple[str, str], ...]:
    """The arrows, and those that the numbers show: P(y | x, z) differs with x, and no path says so."""
    for one, other in combinations(facts, 2):
        turned = one.given - other.given
        if one.of != other.of or len(one.of) != 1 or len(turned) != 1 or one.value == other.value or one.do:
            continue
        ((name, value),) = turned
        if other.given != (one.given - turned) | {(name, not value)}:
            continue
        ((target, _),) = one.of
        rest = [n for n, _ in one.given & other.given]
        try:
            graph = Diagram(names, arrows, frozenset(draft.words.hidden), tuple(draft.linked))
            if graph.separated({name}, {target}, rest):
                arrows = Diagram(names, (*arrows, (name, target)), graph.hidden, graph.linked).arrows
        except GraphError:
            continue
    return arrows


def _says_more(text: str, draft: _Draft) -> bool:
    """Does an unread piece of text speak of a variable or hold a number?"""
    told = draft.grammar
    for pattern in told.patterns.get("harmless", ()):
        text = pattern.sub(" ", text)
    if re.search(r"\d", text):
        return True
    phrase = draft.words.phrase(text)
    if not told.spaced:
        return any(name in text for name in draft.words.names)
    return any(draft.words.names_word(word) for word in phrase.words) or any(
        name in re.findall(r"\w+", text)
        for name in draft.words.names
        if len(name) <= 2 and name not in ("A", "I")
    )


def told_hidden(text: str, draft: _Draft) -> bool:
    return draft.grammar.one("hidden_word").search(text) is not None


def _slots(draft: _Draft) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """Phrases that stand together, and phrases that take one another's place."""
    together = [(*given.of, *given.given, *given.do) for given in draft.given]
    groups: dict[tuple[frozenset[str], int], list[_Given]] = {}
    for given in draft.given:
        if len(given.of) == 1:
            key = draft.words.phrase(given.of[0]).key
            groups.setdefault((key, len(given.given)), []).append(given)
    pairs = []
    for (_, size), members in groups.items():
        for place in range(size):
            seen: dict[frozenset[str], str] = {}
            for member in members:
                phrase = draft.words.phrase(member.given[place])
                seen.setdefault(phrase.key, member.given[place])
            if len(seen) == 2:
                first, second = seen.values()
                pairs.append((first, second))
    return together, pairs


def _facts(draft: _Draft) -> tuple[Fact, ...]:
    found = []
    for given in draft.given:
        parts = []
        for phrases in (given.of, given.given, given.do):
            literals = [draft.words.literal(phrase) for phrase in phrases]
            parts.append(None if None in literals else frozenset(x for x in literals if x))
        of, condition, do = parts
        if of and condition is not None and do is not None:
            names = [name for name, _ in of | condition | do]
            if len(names) == len(set(names)):
                found.append(Fact(of, condition, given.value, do))
    return tuple(dict.fromkeys(found))


def _wanted(draft: _Draft, rules: tuple[Rule, ...]) -> Wanted | None:
    if draft.claim is not None and (draft.independences or draft.correlations) and not draft.given:
        relation, one, other, sentence = draft.claim
        possible = draft.grammar.one("possible").search(sentence) is not None
        return Wanted(Ask.CLAIM, (other, True), (one, True), relation=relation, possible=possible)
    if draft.terms and (draft.query is None or draft.query[0] in ("probability", "amount", "change")):
        return _of_terms(draft)
    if draft.query is None:
        return None
    return _of_query(draft, *draft.query)


def _of_terms(draft: _Draft) -> Wanted | None:
    """P(Y=1 | do(X=1)) - P(Y=1 | do(X=0)), or one such term."""
    words, read = draft.words, []
    for term in draft.terms[-2:]:
        parts = [[words.literal(text) for text in texts] for texts in (term.of, term.given, term.do)]
        if (
            any(literal is None for part in parts for literal in part)
            or len(term.of) != 1
            or len(term.do) > 1
        ):
            return None
        read.append([[literal for literal in part if literal is not None] for part in parts])
    if len(read) == 2:
        (of, given, do), (of2, given2, do2) = read
        if of == of2 and do and do2 and do[0] == flipped(do2[0]) and not given and not given2:
            return Wanted(Ask.EFFECT, of[0], do[0])
        extra = [x for x in given if flipped(x) in given2]
        if of == of2 and not do and not do2 and len(extra) == 1:
            return Wanted(Ask.DIFFERENCE, of[0], extra[0], frozenset(given) - {extra[0]})
        read = read[-1:]
    of, given, do = read[0]
    if do and not given:
        return Wanted(Ask.DO, of[0], do[0])
    return Wanted(Ask.PROBABILITY, of[0], None, frozenset(given)) if not do else None


def _of_query(draft: _Draft, name: str, said: dict[str, str], sentence: str) -> Wanted | None:
    words, told = draft.words, draft.grammar
    said = {key.rstrip("0123456789"): value for key, value in said.items()}
    change = f"{said.get('sign', '')} {said.get('change', '')}"
    sign = -1 if told.one("lower").search(change) else 1

    def literal(key: str) -> Literal | None:
        return words.literal(said[key]) if key in said else None

    def named(key: str) -> tuple[str, ...]:
        found = [words.variable(part) for part in _parts(said.get(key, ""), told)]
        return tuple(n for n in found if n is not None)

    cause, effect = literal("cause"), literal("effect")
    pair = cause is not None and effect is not None and cause[0] != effect[0]
    match name:
        case "amount" if pair:
            return Wanted(Ask.EFFECT, effect, cause)
        case "change" if pair:
            vague = told.one("lower").search(change) is None and not said.get("sign")
            vague = vague and told.one("vague").search(change) is not None
            return Wanted(Ask.EFFECT, effect, cause, sign=sign, two_sided=vague)
        case "treated_effect" if pair:
            return Wanted(Ask.TREATED, effect, cause)
        case "treated" if pair:
            # "more likely had they not": the rise from as it is to what would have been
            return Wanted(Ask.TREATED, effect, cause, sign=-sign)
        case "direct" if pair:
            return Wanted(Ask.DIRECT, effect, cause, names=named("through"))
        case "without" if pair:
            return Wanted(Ask.DIRECT, effect, cause, names=named("through"), sign=sign)
        case "indirect" if pair:
            return Wanted(Ask.INDIRECT, effect, cause, names=named("through"))
        case "through" if pair:
            return Wanted(Ask.INDIRECT, effect, cause, names=named("through"), sign=sign)
        case "overall" if effect is not None:
            return Wanted(Ask.PROBABILITY, effect, sign=sign)
        case "seen" | "learn" if pair:
            given = _conditions(said.get("given", ""), draft)
            return Wanted(Ask.DIFFERENCE, effect, cause, given, sign=sign)
        case "away" if pair:
            given = _conditions(said.get("seen", ""), draft)
            return Wanted(Ask.DIFFERENCE, effect, cause, given, sign=sign) if given else None
        case "selected" if pair:
            given = _conditions(said.get("seen", ""), draft)
            return Wanted(Ask.SELECTED, effect, cause, given)
        case "probability" if effect is not None:
            return Wanted(Ask.PROBABILITY, effect, None, _conditions(said.get("given", ""), draft))
        case "method" if pair:
            about = draft.methods.get(said.get("number", ""), "")
            strata = [
                m["about"] for m in [told.one("stratified").search(t) for t in draft.methods.values()] if m
            ]
            within = tuple(n for text in strata[:1] for n in [words.variable(text)] if n)
            return Wanted(
                Ask.METHOD,
                effect,
                cause,
                names=within,
                stratified=told.one("stratified").search(about) is not None,
            )
        case "identifiable" if pair:
            return Wanted(Ask.IDENTIFIABLE, effect, cause)
        case "adjust" if pair:
            return Wanted(Ask.ADJUST, effect, cause)
        case "valid_set" if pair:
            return Wanted(Ask.VALID_SET, effect, cause, names=named("about"))
        case "separated":
            both = _parts(said.get("one", ""), told)
            one = words.variable(both[0]) if both else None
            other = words.variable(said["other"]) if "other" in said else None
            if other is None and len(both) > 1:
                other = words.variable(both[1])
            if one is None or other is None or one == other:
                return None
            if any(
                _says_more(text.replace(n, ""), draft)
                for text, n in ((both[0], one), (said.get("other", ""), other))
            ):
                return None
            denies = told.one("dependent").search(said.get("which", "")) is not None
            return Wanted(Ask.SEPARATED, (other, True), (one, True), names=named("given"), denies=denies)
        case "role":
            held = named("about")
            role = next((r for r in _ROLES if told.one(f"role_{r}").search(said.get("which", ""))), "")
            if not held or not role:
                return None
            ends = (cause, effect) if pair else _ends(draft, held[0], role)
            return Wanted(Ask.ROLE, ends[1], ends[0], names=held[:1], role=role) if ends[0] else None
        case "would" if rules_for(draft, effect):
            return Wanted(Ask.WOULD, effect, cause)
    return None


_ROLES = ("confounder", "collider", "mediator", "instrument")


def _ends(draft: _Draft, about: str, role: str) -> tuple[Literal | None, Literal | None]:
    """Treatment and outcome where the question names none: the other two of three variables."""
    others = [n for n in draft.words.names if n != about and n not in draft.words.hidden]
    if len(others) != 2:
        return None, None
    one, other = others
    if (other, one) in draft.arrows:
        one, other = other, one
    return (one, True), (other, True)


def rules_for(draft: _Draft, effect: Literal | None) -> bool:
    return effect is not None and bool(draft.rules)


def _conditions(text: str, draft: _Draft) -> Event:
    if not text:
        return frozenset()
    whole = draft.words.literal(text)
    parts = [
        draft.words.literal(part) for part in draft.grammar.one("given_split").split(text) if part.strip()
    ]
    if len(parts) > 1 and None not in parts and len({p[0] for p in parts if p}) == len(parts):
        return frozenset(p for p in parts if p)
    return frozenset() if whole is None else frozenset({whole})


def _read_rules(text: str, draft: _Draft) -> tuple[Rule, ...]:
    found = []
    for causes, effect, any_of in draft.rules:
        for part in (*causes, effect):
            phrase = draft.words.phrase(part)
            known = [n for n in draft.words.names if draft.words._score(phrase, n) > 0]
            if not known:
                draft.words.declare(draft.grammar.one("negation").sub(" ", part))
        literals = [draft.words.literal(part) for part in causes]
        target = draft.words.literal(effect)
        if target is not None and all(literal is not None for literal in literals):
            found.append(Rule(tuple(x for x in literals if x is not None), target, any_of))
    return tuple(found)


def _observed(text: str, draft: _Draft) -> Event:
    found: set[Literal] = set()
    for match in draft.grammar.one("observed").finditer(text):
        for part in _parts(match["about"], draft.grammar):
            literal = draft.words.literal(part)
            if literal is not None:
                found.add(literal)
    return frozenset(found)


def with_pair(premises: Premises, cause: str | None, effect: str | None) -> Premises:
    """The same question about other variables; the caller names them."""
    wanted = premises.wanted
    if cause is not None:
        wanted = replace(wanted, cause=(cause, True))
    if effect is not None:
        wanted = replace(wanted, effect=(effect, True))
    return replace(premises, wanted=wanted)
