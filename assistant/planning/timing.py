"""When was each column measured, relative to the treatment: from words, years and likeness to the outcome.

Only what comes before the treatment can confound it (VanderWeele 2019, Eur. J. Epidemiol. 34:211,
section 2), so timing decides which columns may be adjusted for. The words are in
`language/*/cues/design_timing.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.designs.study import Study
from assistant.designs.text import find_word, name_words
from assistant.designs.threats.ties import months_in
from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.designs.tests import rank_correlation
from tools.text.stems import stem
from tools.types import EdgeSource, Timing

# A year is no amount ("$1999", "2000-2999") and no base year of a price index ("US$2008", "in 2007 dollars").
YEAR = re.compile(r"(?<![\d$€£¥.,\-–])(19[0-9]\d|20[0-4]\d)(?![\d%]|[-–]\d|,\d| ?(?:US)?\$| dollars)")
SPAN = re.compile(r"(?<![\d$€£¥.,])(19[0-9]\d|20[0-4]\d)\s?[-–]\s?(19[0-9]\d|20[0-4]\d)(?!\d)")

# "was not recorded before ..." says nothing about when it was.
_DENIED = re.compile(r"\b(?:not|never|n't)(?: \w+)? ?$|(?:没有|并非|未)$", re.IGNORECASE)
_TELLS = 3  # words of a codebook line that say what a column is; fewer are a unit, or the name again
SIBLING = 0.6  # rank correlation of two columns that share a word


@dataclass(frozen=True)
class Placed:
    """A column's place in time, with what gave it away."""

    timing: Timing
    confidence: float  # 0..1
    source: EdgeSource
    outcome_like: bool = False  # another measurement of the outcome, or a sibling of it
    assumed: bool = False  # by what such a column usually is: nobody says when it was measured


@dataclass(frozen=True)
class TimingGrammar:
    groups: tuple[tuple[Timing, float, str, re.Pattern[str]], ...]
    words: Mapping[str, re.Pattern[str]]
    siblings: tuple[re.Pattern[str], ...]


@until_registered
def timing_grammar() -> TimingGrammar:
    """The timing words, compiled once."""
    raw = load_cues("design_timing")
    groups = tuple(
        (Timing(g["timing"]), float(g["confidence"]), g["name"], re.compile(g["pattern"], re.I))
        for g in raw["timing"]
    )
    words = {k: re.compile(v, re.I) for k, v in (*raw["words"].items(), *raw["more"].items())}
    return TimingGrammar(groups, words, tuple(re.compile(v, re.I) for v in raw["siblings"].values()))


def place_columns(study: Study) -> dict[str, Placed]:
    """The timing of every column that is neither treatment nor outcome."""
    if "places" not in study.cache:
        years = {c.name: column_years(study, c.name) for c in study.profile.columns}
        told = timing_statements(study)
        study.cache["places"] = {c.name: _place(study, c.name, years, told.get(c.name)) for c in study.others}
    return study.cache["places"]  # type: ignore[no-any-return]


def _place(study: Study, column: str, years: Mapping[str, tuple[int, ...]], told: Statement | None) -> Placed:
    by_year = _by_year(study, column, years)
    if by_year is not None:
        return by_year
    by_month = _by_month(study, column)
    if by_month is not None:
        return by_month
    own = _own_words(study, column)
    stated = Placed(told.timing, 0.9, EdgeSource("document", told.sentence)) if told is not None else None
    if own is not None and (told is None or told.of_all or told.timing is own.timing):
        return own  # the nearest words are quoted
    return stated or _by_kind(study, column)


def _own_words(study: Study, column: str) -> Placed | None:
    """What the column's codebook line says, and where it says nothing of time, its name."""
    text, note = study.text(column), study.described(column)
    for words in (note.lower(), text) if note else (text,):
        for timing, confidence, name, pattern in timing_grammar().groups:
            match = pattern.search(words)
            if match and not _DENIED.search(words[: match.start()]):
                source = _source(column, note, match.group(0), f"{name} (“{match.group(0).strip()}”)")
                return Placed(timing, confidence, source)
    known = study.profile[column]
    at = text.find((known.timing_evidence or "").lower())
    if known.timing in (Timing.BEFORE, Timing.AFTER, Timing.AT) and not _DENIED.search(text[: max(at, 0)]):
        return Placed(known.timing, 0.7, EdgeSource("document", known.timing_evidence or note or column))
    return None


def _by_kind(study: Study, column: str) -> Placed:
    """What such a column usually is: a fixed trait, another outcome, background, or nobody knows."""
    words = timing_grammar().words
    text, note = study.text(column), study.described(column)
    fixed = words["fixed"].search(text)
    if fixed:
        return Placed(
            Timing.BEFORE, 0.85, _source(column, note, fixed.group(0), f"a fixed trait (“{fixed.group(0)}”)")
        )
    if outcome_family(study, column):
        reason = f"looks like another outcome beside {study.outcome}"
        source = EdgeSource("timing", f"{column} {reason}")
        return Placed(Timing.AFTER, 0.65, source, outcome_like=True, assumed=True)
    # Only what the column is about counts: "lamps owned by the household" is no household trait. How it is
    # called counts where the codebook does not say what it is: an "order size" is no size of a household.
    first = note.split()[:5]
    about = " ".join(first) if len(first) >= _TELLS else f"{name_words(column)} {' '.join(first)}"
    background = words["background"].search(about)
    # What a treatment changes within weeks may have been measured either side of it.
    if background and not words["changeable"].search(background.group(0)):
        reason = f"background, usually settled before a treatment (“{background.group(0)}”)"
        return Placed(Timing.BEFORE, 0.65, _source(column, note, background.group(0), reason), assumed=True)
    return Placed(Timing.UNKNOWN, 0.4, EdgeSource("assumption", f"nothing says when {column} was measured"))


def _by_year(study: Study, column: str, years: Mapping[str, tuple[int, ...]]) -> Placed | None:
    """Compare the years in names and descriptions with those of treatment and outcome."""
    mine = years[column]
    outcome = years.get(study.outcome, ())
    treatment = years.get(study.treatment, ()) if study.treatment else ()
    if not mine or not (outcome or treatment):
        return None
    last, span = max(mine), f"{column} is of {_years(mine)}"
    end = max(outcome) if outcome else max(treatment)
    start = min(treatment) if treatment else (min(outcome) if len(set(outcome)) > 1 else None)
    if last >= end or (start is not None and last > start):
        against = (
            f"{study.outcome} of {_years(outcome)}" if outcome else f"the treatment of {_years(treatment)}"
        )
        return Placed(Timing.AFTER, 0.9, _year_source(study, column, last, f"{span}, not before {against}"))
    return Placed(Timing.BEFORE, 0.9, _year_source(study, column, last, f"{span}, before {end}"))


def _by_month(study: Study, column: str) -> Placed | None:
    """Compare the months in names: `age_feb`, `desk_march`, `steps_may`, `pain_june` are of one year.

    Nothing is said where the outcome's is not the last.
    """
    mine, outcome = _months_named(column), _months_named(study.outcome)
    treatment = study.treatment or ""
    started = _months_named(treatment)
    if not (mine and outcome and started) or min(started) > max(outcome) or max(mine) > max(outcome):
        return None
    if max(mine) == min(started):
        return None
    before = max(mine) < min(started)
    said = f"{column} is of a month {'before' if before else 'after'} that of {treatment}"
    return Placed(Timing.BEFORE if before else Timing.AFTER, 0.85, EdgeSource("timing", said))


def _months_named(name: str) -> list[int]:
    return months_in(name_words(name))


def _year_source(study: Study, column: str, year: int, reason: str) -> EdgeSource:
    note = study.described(column)
    if str(year) in note:
        return EdgeSource("document", f"{column}: {note[:200]}")
    return EdgeSource("timing", reason)


def column_years(study: Study, column: str) -> tuple[int, ...]:
    """Calendar years in the column's name (wt71, re_78, inc1990) and description, sorted.

    Two digits count as a year only when another column's name carries the same stem with another year,
    or when the description spells one of them out: `q12` and `x25` are not years.
    """
    note = study.described(column)
    spelt = set(years_in(column) | years_in(note))
    century = _century(study)
    if century is not None:
        digits = set(re.findall(r"\d{2}(?=\D|$)", re.sub(r"\d{4}", " ", column)))
        told = {y % 100 for y in _spelt_years(study)}
        spelt |= {
            century + int(d) for d in digits if int(d) in told and re.search(rf"(?<!\d){d}(?!\d)", column)
        }
    return tuple(sorted(spelt))


def years_in(text: str) -> frozenset[int]:
    """The calendar years that a text spells out, spans included."""
    spans = [y for pair in SPAN.findall(text) for y in pair]
    return frozenset(int(y) for y in (*YEAR.findall(text), *spans))


def _spelt_years(study: Study) -> frozenset[int]:
    if "years" not in study.cache:
        notes = " ".join(c.description or "" for c in study.profile.columns)
        names = " ".join(study.profile.names)
        text = f"{study.profile.description} {notes} {names} {study.question}"
        study.cache["years"] = years_in(text)
    return study.cache["years"]  # type: ignore[no-any-return]


def _century(study: Study) -> int | None:
    """1900 or 2000, from the years that the texts spell out; None when they spell none."""
    spelt = Counter(y // 100 * 100 for y in _spelt_years(study))
    return spelt.most_common(1)[0][0] if spelt else None


def outcome_family(study: Study, column: str) -> bool:
    """Is the column named or described so like the outcome that it is likely another outcome?

    Names: the outcome's head word (the last that means something) is in the column's name too and not in most
    names, or they share a word and are strongly correlated. Class: both are opinions, both are use, ...
    Descriptions: most of the shorter one's content words are in the other.
    """
    words = timing_grammar().words
    if words["fixed"].search(study.text(column)):
        return False
    head = _head(study.outcome)
    if head and not words["background"].search(head) and head in _name_tokens(column):
        # A stem in most names (x1, x2, ...) says nothing about outcomes.
        carrying = sum(head in _name_tokens(n) for n in study.profile.names)
        if carrying <= max(3, 0.6 * len(study.profile.names)):
            return True
    same_class = any(
        p.search(study.text(study.outcome)) and p.search(study.text(column))
        for p in timing_grammar().siblings
    )
    if same_class and not words["background"].search(name_words(column)):
        return True
    shared = {
        t for t in _name_tokens(study.outcome) & _name_tokens(column) if not words["background"].search(t)
    }
    if shared and abs(rank_correlation(study.numbers(column), study.numbers(study.outcome))) > SIBLING:
        return True
    common = _common_tokens(study)
    a = _note_tokens(study.described(column)) - common
    b = _note_tokens(study.described(study.outcome)) - common
    small = min(len(a), len(b))
    return small >= 2 and len(a & b) / small >= 0.6


def speaks_of_outcome(study: Study, column: str) -> bool:
    """Is the column named or described by the outcome's words, and not said to be from before?"""
    if place_columns(study)[column].timing is Timing.BEFORE:
        return False
    name, note = study.outcome, study.described(column)
    if outcome_family(study, column) or (not name.isascii() and name in f"{column} {note}"):
        return True
    # An outcome whose name is a word for any amount ("value") has no other.
    own = {stem(word) for word in _name_tokens(name) or name_words(name).split()}
    return bool(own & ({stem(word) for word in _name_tokens(column)} | _stems(note)))


def _common_tokens(study: Study) -> frozenset[str]:
    """Words of more than a quarter of the notes: the unit of observation ("patient"), not the thing
    measured.
    """
    if "common" not in study.cache:
        counts = Counter(t for n in study.profile.names for t in _note_tokens(study.described(n)))
        limit = max(3, 0.25 * len(study.profile.names))
        study.cache["common"] = frozenset(t for t, count in counts.items() if count > limit)
    return study.cache["common"]  # type: ignore[no-any-return]


def _head(name: str) -> str:
    generic = timing_grammar().words["generic"]
    words = [w for w in name_words(name).split() if len(w) > 2 and not generic.match(w)]
    return words[-1] if words else ""


@until_registered
@lru_cache(maxsize=4096)
def _name_tokens(name: str) -> frozenset[str]:
    generic = timing_grammar().words["generic"]
    return frozenset(w for w in name_words(name).split() if len(w) > 2 and not generic.match(w))


@until_registered
@lru_cache(maxsize=4096)
def _note_tokens(text: str) -> frozenset[str]:
    generic = timing_grammar().words["generic"]
    found = re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2}", text.lower())
    return frozenset(w[:7] for w in found if not generic.match(w))


def _source(column: str, note: str, match: str, reason: str) -> EdgeSource:
    """A quotation when the words stand in the codebook, the name otherwise."""
    if note and match.strip() and match.strip().lower() in note.lower():
        return EdgeSource("document", f"{column}: {note[:200]}")
    return EdgeSource("timing", f"{column}: {reason}")


def _years(years: tuple[int, ...]) -> str:
    return " and ".join(map(str, sorted(set(years))))


# ---------------- Sentences that say of several columns at once when they were measured

# "Age, smoking and the store's size were recorded before the treatment; visits were counted a year after it."
# What is said to come before the outcome only, or after something else than the treatment, says nothing here.


_TAKEN = (
    r"(?:asked|measured|recorded|collected|reported|surveyed|taken|assessed|observed|known|answered|obtained"
    r"|determined|registered|noted|drawn|weighed|counted|fixed|settled|decided|set|chosen|there|logged)"
)
_EARLIER = (
    r"before(?:hand)?|prior to|ahead of|in advance|at (?:the )?baseline|earlier"
    r"|at (?:the )?(?:enrol\w+|entry|intake|admission|recruitment|registration|randomi[sz]ation|outset)"
    r"|at the (?:start|beginning)"
)
_LATER = r"after(?:wards?)?|following|later|at (?:the )?(?:[\w-]+ )?follow-?\s?up|at (?:the )?end ?line"
_WHEN = rf"(?:(?P<earlier>{_EARLIER})|(?P<later>{_LATER}))\b"
# "were recorded in the week before"; no gap may leap over another word of time.
_GAP = r"(?: (?!before|after|prior|following|later|and\b|but\b)[\w'’-]+){0,5}?"
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|had been|have been|has been) (?P<denied>not |never )?"
    rf"(?:all |both |each |already )?{_TAKEN}{_GAP},? {_WHEN}",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:we|they|staff|nurses|doctors|clerks|interviewers|the survey|the form|the register)"
    r" (?P<denied>did not |never )?"
    r"(?:ask(?:ed)?(?: for| about)?|measured?|recorded?|collect(?:ed)?|noted?|took|take)"
    rf" (?P<objects>[^.;:]{{3,300}}?),? {_WHEN}",
    re.IGNORECASE,
)
_ZH_TAKEN = r"(?:记录|测量|询问|收集|采集|登记|调查|填写|确定|测定|得知|已知|统计|存在)"
_CHINESE = re.compile(
    r"(?:都|均|皆|全部|全都)?(?P<denied>不|并非|没有|未)?(?:是)?在(?P<anchor>[^，。；;、]{0,16}?)"
    rf"(?:(?P<earlier>之前|以前|前)|(?P<later>之后|以后|后))[^，。；;、]{{0,6}}?{_ZH_TAKEN}"
)
_BREAKS = re.compile(r"[.;；。:：]|\b(?:while|whereas|but)\b", re.IGNORECASE)
_ITEMS = re.compile(r",|、|，|\band\b|\bas well as\b|以及|和|与|及", re.IGNORECASE)
_FILLER = frozenset(
    (
        "the",
        "a",
        "an",
        "each",
        "all",
        "both",
        "their",
        "its",
        "his",
        "her",
        "our",
        "of",
        "this",
        "that",
        "these",
        "those",
        "also",
        "s",
    )
)
_EVERYTHING = re.compile(
    r"\b(?:all|every) (?:of )?(?:the )?other (?:columns?|variables?|covariates?|measures?|characteristics?)\b"
    r"|\b(?:everything else|the other (?:columns|variables|covariates|characteristics))\b"
    r"|其(?:他|它|余)(?:所有|各)?(?:的)?(?:列|变量|各项|协变量|特征)",
    re.IGNORECASE,
)
# What a treatment is called where its own name is not used.
_TREATMENT = re.compile(
    r"^\W*(?:it|that|this|them|then|(?:the |any |their )?(?:\w+ )?(?:treatment|intervention|programme?|trial"
    r"|assignment|randomi[sz]ation|enrol\w+|policy|reform|campaign|offer|change|launch|start|choice|decision))\b"
    r"|治疗|干预|处理|试验|项目|政策|改革|此",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """When a column was measured, relative to the treatment, by a sentence about several columns."""

    timing: Timing  # BEFORE or AFTER
    sentence: str
    of_all: bool  # it speaks of "all other columns": what is said of this column itself goes before it


def timing_statements(study: Study) -> dict[str, Statement]:
    """The columns of which some sentence says so, with the sentence; the first one counts."""
    found: dict[str, Statement] = {}
    for sentence in study.sentences:
        for subject, timing in _clauses(study, sentence):
            for column in _named(study, subject):
                found.setdefault(column, Statement(timing, sentence[:200], False))
            if _EVERYTHING.search(subject):
                for other in study.others:
                    found.setdefault(other.name, Statement(timing, sentence[:200], True))
    return found


def _clauses(study: Study, sentence: str) -> Iterator[tuple[str, Timing]]:
    """(the words that name columns, when they were measured) for each such clause of the sentence."""
    end = 0
    for match in sorted(
        (*_PASSIVE.finditer(sentence), *_CHINESE.finditer(sentence)), key=lambda m: m.start()
    ):
        subject = _BREAKS.split(sentence[end : match.start()])[-1]
        end = match.end()
        if (timing := _timing(study, match, sentence[match.end() :])) is not None:
            yield subject, timing
    for match in _ACTIVE.finditer(sentence):
        if (timing := _timing(study, match, sentence[match.end() :])) is not None:
            yield match["objects"], timing


def _timing(study: Study, match: re.Match[str], rest: str) -> Timing | None:
    if match["denied"]:
        return None
    anchor = match.groupdict().get("anchor") or " ".join(_BREAKS.split(rest)[0].split()[:6])
    of_treatment = bool(_TREATMENT.search(anchor)) or _speaks_of(study, study.treatment, anchor)
    if match["earlier"]:
        # What came before the outcome alone may have come after the treatment.
        return None if _speaks_of(study, study.outcome, anchor) and not of_treatment else Timing.BEFORE
    return Timing.AFTER if of_treatment or not anchor.strip(" .,") else None


def _speaks_of(study: Study, column: str | None, words: str) -> bool:
    if column is None:
        return False
    if find_word(words, column) >= 0 or (not column.isascii() and column in words):
        return True
    return bool(_stems(name_words(column)) & _stems(words))


def _named(study: Study, subject: str) -> Iterator[str]:
    """The columns that an enumeration names, by their names or by the same words in other forms."""
    items = [item.strip() for item in _ITEMS.split(subject) if item.strip()]
    stems = [_stems(item) for item in items]
    for column in study.others:
        name = column.name
        own = _stems(name_words(name))
        if (
            (len(name) > 1 and any(find_word(item, name) >= 0 for item in items))
            or (not name.isascii() and any(item.endswith(name) for item in items))
            or (own and own in stems)
        ):
            yield name


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(stem(word) for word in words if word not in _FILLER)
