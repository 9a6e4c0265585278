"""Is a text about a result true to the result? Figures, units, direction, certainty and causal words."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from assistant.answers.answer import Answer
from assistant.language import Wording, language, languages, wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import is_share
from assistant.types import Part, Plan, population_text
from tools.messages import Message
from tools.types import (
    Check,
    DataProfile,
    Design,
    DesignKind,
    Estimate,
    Level,
    Query,
    Sample,
    Sensitivity,
)

# ---------------- The word lists of `language/*/cues/prose_check.toml` and how they are looked for in a text


NEGATED_WITHIN = 32  # characters before a word in which a negation takes it back


def found_in(patterns: list[str], text: str, words: dict[str, Any]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        edged = rf"\b(?:{pattern})" if words["words_have_edges"] else pattern
        yield from compiled(edged).finditer(text)


def negated(text: str, place: int, words: dict[str, Any]) -> bool:
    """Is there a "not" shortly before, in the same clause?"""
    before = compiled(r"[,，;；:：]").split(text[max(0, place - NEGATED_WITHIN) : place])[-1]
    if any(not word.isascii() for word in words["negation"]):
        return any(word in before[-8:] for word in words["negation"])
    return any(compiled(rf"(?:\b|(?<=\w)){word}\b").search(before) for word in words["negation"])


def has(patterns: list[str], text: str) -> bool:
    return any(compiled(pattern).search(text) for pattern in patterns)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled once: the word lists are more patterns than `re` itself keeps."""
    return re.compile(pattern, re.DOTALL)


@cache
def words_of(code: str) -> dict[str, Any]:
    """The language's own lists; those of the default language where it has none."""
    for spoken in (language(code), language(DEFAULT)):
        lists = spoken.folder.joinpath("cues", "prose_check.toml")
        if lists.is_file():
            return tomllib.loads(lists.read_text(encoding="utf-8"))
    raise FileNotFoundError("The default language has no prose_check.toml.")


def too_sure(text: str) -> re.Match[str] | None:
    """A word that claims more than any result does, in any language: a model may slip into another."""
    found = (re.search(words_of(code)["too_sure"], text, re.IGNORECASE) for code in languages())
    return next(filter(None, found), None)


# ---------------- Figures written out as words


def number_words(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    """ "doubled", "half", "three": figures too, and only counts of checks may be said so."""
    text = sentence
    for idiom in words["number_idioms"]:
        text = compiled(idiom).sub(" ", text)
    for word, value in words["number_words"].items():
        found = compiled(rf"\b{word}\b").search(text) if word.isascii() else compiled(word).search(text)
        if found is None:
            continue
        counted = compiled(rf"\s*(?:of \w+ )?(?:{words['checks']})").match(text[found.end() :])
        if not (counted and value in facts.counts):
            yield f"The number word {word!r} is no figure of the result."
    numerals = words.get("numerals")
    if numerals is None:
        return
    own = [re.escape(facts.unit.lower())] if facts.unit else []
    text = compiled(words["points"]).sub(numerals["points"], text)
    for found in compiled(numerals["pattern"]).finditer(text):
        after = text[found.end() :].lstrip()
        moved = "|".join((*words["up"], *words["down"]))
        if compiled(rf"(?:{moved}){numerals['moved_by']}\s*$").search(text[: found.start()]):
            yield f"The number word {found[0]!r} is no figure of the result."
        units = "|".join([*numerals["units"], *own, *words["units"], numerals["counted"]])
        counts_checks = after.startswith(numerals["counted"])
        if compiled(units).match(after) and not (
            counts_checks and numerals["values"].get(found[0]) in facts.counts
        ):
            yield f"The number word {found[0]!r} is no figure of the result."


# ---------------- What a text about one result may say: the figures, units, names and sentences that belong


@dataclass(frozen=True)
class ProseFacts:
    """What a text about one estimate may say."""

    language: str  # "en": a code of `assistant.language`
    value: float  # outcome units; percentage points when `points`
    interval: tuple[float, float]  # the same units
    unit: str | None  # of the outcome
    points: bool  # a yes/no outcome: figures are percentage points
    may_cause: bool  # design and checks bear "leads to"
    beside: tuple[float, ...] = ()  # unadjusted, its distance to the estimate, other estimates
    intervals: tuple[tuple[float, float], ...] = ()  # of other estimates
    levels: tuple[float, ...] = ()  # the treatment's from and to, the cutoff, limits of the population
    percents: tuple[float, ...] = (95.0,)
    counts: tuple[int, ...] = ()  # checks: run, passed, failed
    rows: tuple[int, ...] = ()
    plain: tuple[float, ...] = ()  # figures without a unit: E-values, balance, p-value
    names: tuple[str, ...] = ()  # columns; a digit in a name is not a figure
    verbatim: tuple[str, ...] = field(default=(), repr=False)  # sentences of the tools, quoted as they are

    @property
    def clear(self) -> bool:
        """Does the interval leave out zero?"""
        low, high = self.interval
        return math.isfinite(low) and math.isfinite(high) and (low > 0 or high < 0)


def prose_facts(
    language: str,
    query: Query,
    design: Design,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity | None,
    unit: str | None,
    profile: DataProfile,
    rows_total: int = 0,
    quoted: Iterable[str] = (),
    plain: Iterable[float] = (),
    also: Iterable[Estimate] = (),
) -> ProseFacts:
    """The facts of one estimate; `quoted` are further texts that may stand in the prose as they are, `also`
    further estimates of the same effect.
    """
    checks, also = tuple(checks), (*estimate.alternatives, *also)
    share = is_share(profile, query.outcome)
    scale = 100.0 if share else 1.0
    run = [check for check in checks if check.passed is not None]
    failed = sum(check.passed is False for check in run)
    others = [scale * other.value for other in also]
    if estimate.unadjusted is not None:
        others += [scale * estimate.unadjusted, scale * (estimate.value - estimate.unadjusted)]
    levels = [query.low, query.high, design.cutoff, *(c.value for c in query.population)]
    strength = sensitivity or Sensitivity(None, None)
    percents = [95.0] + ([100 * strength.robustness_value] if strength.robustness_value is not None else [])
    said = wording(language)
    texts = [c.name for c in checks]
    texts += [said.say(one) for c in checks for one in (c.title, c.purpose, c.cannot_detect, *c.detail)]
    texts += [said.paragraph(c.detail) for c in checks]
    texts += [
        said.say(strength.benchmark) if strength.benchmark else "",
        population_text(query.population) or "",
        *quoted,
    ]
    texts += [c.meaning or "" for c in profile.columns] + [c.description or "" for c in profile.columns]
    texts += [e.estimator.replace("_", " ") for e in (estimate, *estimate.alternatives)]
    texts += [label for c in profile.columns for _, label in c.level_labels]
    return ProseFacts(
        language=language,
        value=scale * estimate.value,
        interval=(scale * estimate.ci_95[0], scale * estimate.ci_95[1]),
        unit=unit,
        points=share,
        may_cause=_may_cause(design, estimate, failed),
        beside=tuple(others),
        intervals=tuple((scale * o.ci_95[0], scale * o.ci_95[1]) for o in also),
        levels=tuple(_numbers(levels)),
        percents=tuple(percents),
        counts=(len(run), len(run) - failed, failed),
        rows=(estimate.rows_used, rows_total, rows_total - estimate.rows_used),
        plain=tuple(x for x in (strength.e_value, strength.e_value_limit, *plain) if x is not None),
        names=tuple(sorted(profile.names, key=len, reverse=True)),
        verbatim=tuple(sorted((t.strip().rstrip(".。") for t in texts if len(t) > 3), key=len, reverse=True)),
    )


def answer_facts(answer: Answer, profile: DataProfile, language: str | None = None) -> ProseFacts:
    """The facts of an answer with a number. Raises ValueError for a refusal: there is nothing to hold it
    to.
    """
    if answer.estimate is None or answer.query is None or answer.design is None:
        raise ValueError("An answer without an estimate has no figures to check prose against.")
    quoted = [
        *(role.reason for role in answer.roles),
        *(wording(language or answer.language).say(a.text) for a in answer.assumptions),
        *answer.warnings,
        *_about_timing(answer.said, wording(language or answer.language, profile)),
    ]
    quoted += [reason for reason, _ in answer.dropped] + [p.text for p in answer.citations]
    return prose_facts(
        language or answer.language,
        answer.query,
        answer.design,
        answer.estimate,
        answer.checks,
        answer.sensitivity,
        answer.unit,
        profile,
        answer.rows_total,
        quoted,
        plain=[abs(x) for row in answer.balance for x in (row.before, row.after)],
        also=answer.hinges_on.estimates if answer.hinges_on else (),
    )


def sample_facts(
    plan: Plan,
    sample: Sample,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity,
    profile: DataProfile,
    said: Mapping[Part, Iterable[Message]] = MappingProxyType({}),
) -> ProseFacts:
    """The facts of an estimate while its answer, of which `said` is ours, is being written."""
    return prose_facts(
        plan.language,
        sample.query,
        sample.design,
        estimate,
        checks,
        sensitivity,
        sample.unit,
        profile,
        sample.rows_total,
        quoted=[*(role.reason for role in plan.roles), *_about_timing(said, wording(plan.language, profile))],
    )


def _about_timing(said: Mapping[Part, Iterable[Message]], words: Wording) -> list[str]:
    """What the number owes to columns of unknown timing: said as it stands, or not at all."""
    return [words.say(each) for part in said.values() for each in part if each.id.startswith("prose-hinge")]


def _may_cause(design: Design, estimate: Estimate, failed: int) -> bool:
    low, high = estimate.ci_95
    clear = math.isfinite(low) and math.isfinite(high) and (low > 0 or high < 0)
    return design.kind is not DesignKind.NONE and clear and not failed


def _numbers(levels: Iterable[Level | None]) -> Iterator[float]:
    for level in levels:
        if isinstance(level, int | float) or (
            isinstance(level, str) and compiled(r"-?\d+(?:\.\d+)?").fullmatch(level)
        ):
            yield float(level)


# ---------------- Words that claim something: which way the effect goes, how sure it is, and whether it is c


def directions(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    if facts.value == 0.0 or any(compiled(pattern).search(sentence) for pattern in words["apart"][1:]):
        return
    for clause in compiled(words["clause"]).split(sentence):
        if compiled(words["apart"][0]).search(clause):
            continue
        for phrase in words["no_direction"]:
            clause = compiled(phrase).sub(" ", clause)
        clause = compiled(words["about_treatment"]).sub(" ", clause)
        for wrong in _against(facts, words):
            found = compiled(rf"\b{wrong}\b" if words["words_have_edges"] else wrong).search(clause)
            if found and not negated(clause, found.start(), words):
                yield f"{found[0]!r} goes against the sign of the estimate."


def _against(facts: ProseFacts, words: dict[str, Any]) -> list[str]:
    """Words for the other direction; where the outcome is a time, "later" and "sooner" too."""
    other = "down" if facts.value > 0 else "up"
    timed = facts.unit is not None and compiled(words["time_units"]).fullmatch(facts.unit.lower())
    return [*words[other], *(words[f"time_{other}"] if timed else [])]


def certainty(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    said = sentence
    for phrase in words["unsure_but"]:
        said = said.replace(phrase, " ")
    for found in found_in(words["absolute"], said, words):
        if not negated(said, found.start(), words):
            yield f"{found[0]!r} claims more than any estimate can bear."
    unsure = list(found_in(words["unsure"], said, words))
    if facts.clear:
        for found in unsure:
            if not _hypothetical(said, found.start(), words):
                yield f"{found[0]!r} does not fit an interval that leaves out zero."
        return
    for found in found_in(words["absent"], said, words):
        if not negated(said, found.start(), words) and not _hypothetical(said, found.start(), words):
            yield f"{found[0]!r} says that there is no effect, which no interval around zero can show."
    taken = [found.span() for found in unsure]
    for found in found_in(words["sure"], said, words):
        inside = any(a <= found.start() < b for a, b in taken)
        if not inside and not negated(said, found.start(), words):
            yield f"{found[0]!r} does not fit an interval that includes zero."


def causes(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    if facts.may_cause or any(compiled(pattern).search(sentence) for pattern in words["not_causal"]):
        return
    for found in found_in(words["causal"], sentence, words):
        if not negated(sentence, found.start(), words):
            yield f"{found[0]!r} is not borne out: the interval includes zero, or a check failed."


def _hypothetical(text: str, place: int, words: dict[str, Any]) -> bool:
    """ "is compared with no effect", "how strong it would have to be for no effect"."""
    return compiled(words["hypothetical"]).search(text[max(0, place - 40) : place]) is not None


# ---------------- Every figure of a text against the result: its size, its sign, its unit and its place


_NUMBER = r"(?<![A-Za-z0-9_.])[-−+]?\d[\d,]*(?:\.\d+)?(?![A-Za-z_]|\d)"


def figures(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    """Every figure is one of the result's, with its unit, and intervals run from low to high."""
    rest = sentence
    for pattern in words["range"]:
        expression = pattern.replace("NUM", rf"({_NUMBER})(?:\s*(?:{_unit_words(facts, words)}))?\s*")
        for match in compiled(expression.replace("  ", " ")).finditer(rest):
            problem = _range_problem(match, facts)
            if problem:
                yield problem
            after = rest[match.end() :]
            unit = _unit_problem(match[0], match[2], match[0].rpartition(match[2])[2] + after, facts, words)
            if unit:
                yield unit
        rest = compiled(expression).sub(" ", rest)
    for match in compiled(_NUMBER).finditer(rest):
        yield from _figure_problem(match, rest, facts, words)


def _range_problem(match: re.Match[str], facts: ProseFacts) -> str:
    low, high = match[1], match[2]
    pairs = [facts.interval, *facts.intervals]
    pairs += [(-b, -a) for a, b in pairs if b < 0]  # "3.5 to 4.3 lower"
    if any(_shows(low, a) and _shows(high, b) for a, b in pairs):
        return ""
    if any(_shows(low, a, signed=True) for a in facts.levels) and any(_shows(high, b) for b in facts.levels):
        return ""
    return f"The range {match[0].strip()!r} is not the interval of the result, from low to high."


def _figure_problem(
    match: re.Match[str], text: str, facts: ProseFacts, words: dict[str, Any]
) -> Iterator[str]:
    shown, after, before = match[0], text[match.end() :], text[: match.start()]
    follows = after.lstrip(" ")
    if compiled(words["points"]).match(follows):
        allowed = _outcome_figures(shown, before, text, facts, words) if facts.points else False
    elif compiled(words["percent"]).match(follows):
        in_percent = facts.unit == "%" and _outcome_figures(shown, before, text, facts, words)
        allowed = any(_shows(shown, x) for x in facts.percents) or in_percent
    elif compiled(words["checks"]).match(follows) or compiled(r"\d+ of $").search(before):
        allowed = any(_shows(shown, count) for count in (*facts.counts, *facts.rows))
    elif compiled(words["rows"]).match(follows):
        allowed = any(_shows(shown, rows) for rows in facts.rows)
    else:
        unit = _unit_problem(shown, shown, after, facts, words)
        if unit and not any(_exactly(shown, level) for level in facts.levels):
            yield unit
            return
        bare = not facts.points and _outcome_figures(shown, before, text, facts, words)
        other = any(_exactly(shown, level) for level in facts.levels)
        small = any(_shows(shown, x) for x in (*facts.plain,)) and _is_about_strength(text, words)
        allowed = bare or other or small
    if not allowed:
        yield f"The figure {shown!r} is not one of the result's where it stands ({_near(match, text)})."


def _outcome_figures(
    shown: str, before: str, sentence: str, facts: ProseFacts, words: dict[str, Any]
) -> bool:
    """The estimate anywhere; a limit only after "at least"; other estimates only where they are spoken of."""
    if _shows(shown, facts.value) or _unsigned(shown, facts.value):
        return True
    if any(compiled(rf"{limit}\s*$").search(before) for limit in words["limit"]):
        return any(_shows(shown, x) or _unsigned(shown, x) for x in facts.interval)
    if not any(word in sentence for word in words["beside"]):
        return False
    return any(
        _shows(shown, x) or (_unsigned(shown, x) and has(words["down"], sentence)) for x in facts.beside
    )


def _unit_problem(where: str, shown: str, after: str, facts: ProseFacts, words: dict[str, Any]) -> str:
    """Another unit than the outcome's behind a figure."""
    follows = after.lstrip(" ")
    right = [words["points"]] if facts.points else [re.escape(facts.unit.lower())] if facts.unit else []
    if any(compiled(unit).match(follows) for unit in right):
        return ""
    end = r"(?![a-z])" if words["words_have_edges"] else ""
    wrong = "|".join([words["percent"], words["points"], *(f"{unit}{end}" for unit in words["units"])])
    wrong_unit = compiled(wrong).match(follows)
    if wrong_unit is None or (words["checks"] and compiled(words["checks"]).match(follows)):
        return ""
    if compiled(words["percent"]).match(follows) and any(_shows(shown, x) for x in facts.percents):
        return ""
    return f"The unit {wrong_unit[0]!r} behind {where.strip()!r} is not the outcome's."


def _unit_words(facts: ProseFacts, words: dict[str, Any]) -> str:
    own = [re.escape(facts.unit.lower())] if facts.unit else []
    return "|".join([words["points"], *own, words["percent"], *words["units"]])


def _shows(shown: str, value: float, *, signed: bool = True) -> bool:
    """Does the text round the value: at most half a unit in its last place off, and less than 5% of it?"""
    if not math.isfinite(value):
        return False
    text = shown.replace(",", "").replace("−", "-")
    number = float(text) if signed else abs(float(text))
    places = len(text.partition(".")[2])
    off = abs(number - value)
    # Three significant digits are as exact as a figure without an error is ever shown.
    coarse = 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2) if value and abs(value) >= 1000 else 0.0
    half = 0.5 * 10.0**-places
    if off > max(half, coarse) * (1 + 1e-6):
        return False
    return places >= 2 or off <= 0.05 * abs(value) or (number == 0.0 and abs(value) < half) or abs(value) < 1


def _unsigned(shown: str, value: float) -> bool:
    """The size of a negative value, whose sign a word tells."""
    return value < 0 and not shown.startswith(("-", "+", "−")) and _shows(shown, -value)


def _exactly(shown: str, value: float) -> bool:
    """A level is said as it is or rounded to three figures, never coarser."""
    return math.isclose(float(shown.replace(",", "").replace("−", "-")), value, rel_tol=2e-3, abs_tol=1e-9)


def _is_about_strength(sentence: str, words: dict[str, Any]) -> bool:
    return any(word in sentence for word in words["strength"])


def _near(match: re.Match[str], text: str) -> str:
    return text[max(0, match.start() - 20) : match.end() + 20].strip()


_NAME = "name"  # stands for every column in the text that is checked


def check_prose(text: str, facts: ProseFacts) -> tuple[str, ...]:
    """What is wrong with `text`, one sentence a problem; empty when it is true to the facts.

    A quoted sentence of a check counts as a figure of that check and is not read.
    """
    words = words_of(facts.language)
    said = _without_names(text, facts)
    problems: list[str] = []
    for sentence in filter(None, (part.strip() for part in compiled(words["sentence"]).split(said))):
        problems += figures(sentence, facts, words)
        problems += number_words(sentence, facts, words)
        problems += directions(sentence, facts, words)
        problems += certainty(sentence, facts, words)
        problems += causes(sentence, facts, words)
    return tuple(dict.fromkeys(problems))


def _without_names(text: str, facts: ProseFacts) -> str:
    """Lower case, without code, quoted sentences of the tools, and with every column's name the same word."""
    said = compiled(r"```.*?```").sub(" ", text)
    for quoted in facts.verbatim:
        if quoted in said and not compiled(r"[\d.,\s-]*").fullmatch(quoted):
            said = said.replace(quoted, " ")
    for name in facts.names:
        edge = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
        said = compiled(f"{edge[0]}{re.escape(name)}{edge[1]}").sub(
            f" {_NAME} " if name.isascii() else _NAME, said
        )
    said = compiled(r"\s*\(\s*\)").sub("", said)
    return compiled(r"[ \t]+").sub(" ", said.lower().replace("−", "-"))
