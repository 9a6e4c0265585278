"""How long every regular expression of AskWhy takes on texts made to be hard for it.

Run as a module in a process of its own, since a pattern that goes back and forth holds the interpreter for
minutes: `python -m tests.pattern_times` prints a line for each pattern that does not keep within its time.
Every expression that AskWhy's own modules compile, as they are imported or as they read, is caught.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as codes
import re._parser as parser
import signal
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.kinds.attribution.structure import LONGEST_CLAUSE
from assistant.kinds.formal.reading import LONGEST_SENTENCE
from tools.knowledge.passages import LONGEST_START
from tools.text.sentences import LONGEST_PASSAGE

OURS = ("assistant", "tools")
LENGTHS = (2000, 4000, 8000)
AT_ONCE = 0.012  # seconds for 2,000 characters, below which no pattern is looked at closer
MOST = 9.0  # times the seconds for four times the text; a square grows to 16
REFERENCE = re.compile(r"x[^.]{1,60}?y[^.]{1,60}?z")  # two gaps of at most 60 characters, each tried in full
LIMIT = 1.0  # seconds of the processor, after which a search is stopped
AT_MOST = 4.0  # times the seconds of the reference on its own hard text of the same length: no clock is asked
# No text has more blanks in a row: `tools.text.sentences.squeezed` sees to it where texts come in.
BLANKS = " " * 40 + "a"
FILLERS = (
    "a ",
    "word ",
    BLANKS,
    "1 ",
    "1",
    "12,",
    "1.",
    "the a of ",
    "x",
    "\u7684",
    "(",
    ", ",
    "-",
    "_a",
    "Aa1 ",
    "a\n",
    "=:",
)
# Read sentence by sentence, none longer than a passage; and lines by their beginning.
IN_PIECES = {
    "tools.knowledge.statements": LONGEST_PASSAGE,
    "tools.knowledge.passages": LONGEST_START,
    "assistant.kinds.formal.grammar": LONGEST_SENTENCE,
    **{f"assistant.language.{code}.cues.formal": LONGEST_SENTENCE for code in ("de", "en", "zh")},
    **{f"assistant.language.{code}.cues.attribution": LONGEST_CLAUSE for code in ("de", "en", "zh")},
}
SHORTEST_CUE = 4  # characters; below it a string of a cue file is a mere word


@dataclass
class Use:
    """Where an expression is used and how: "search" stands for everything that looks at every place."""

    where: str
    how: set[str] = field(default_factory=set)


class Caught:
    """The expressions that our modules use, by what they are called with."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], Use] = {}
        self._own: dict[str, Any] = {}

    def __enter__(self) -> Caught:
        for name in (
            "compile",
            "search",
            "match",
            "fullmatch",
            "split",
            "findall",
            "finditer",
            "sub",
            "subn",
        ):
            self._own[name] = getattr(re, name)
            setattr(re, name, self._watched(name))
        return self

    def __exit__(self, *_: object) -> None:
        for name, own in self._own.items():
            setattr(re, name, own)

    def _watched(self, name: str) -> Any:
        own = self._own[name]

        def watched(pattern: Any, *arguments: Any, **named: Any) -> Any:
            caller = sys._getframe(1).f_globals.get("__name__", "")
            if caller.split(".")[0] in OURS:
                compiled = re.compile.__wrapped__(
                    pattern, *(arguments if name == "compile" else ()), **(named if name == "compile" else {})
                )
                if isinstance(compiled.pattern, str):
                    use = self.found.setdefault((compiled.pattern, compiled.flags), Use(caller))
                    if name != "compile":
                        use.how.add(name)
            return own(pattern, *arguments, **named)

        watched.__wrapped__ = own  # type: ignore[attr-defined]
        return watched


def catch() -> dict[tuple[str, int], Use]:
    """Import every module, compile what the cue files hold; read questions, a codebook and a document."""
    with Caught() as caught:
        for package in OURS:
            root = importlib.import_module(package)
            for module in pkgutil.walk_packages(root.__path__, f"{package}."):
                if module.name.endswith("__main__"):
                    continue
                try:
                    importlib.import_module(module.name)
                except ModuleNotFoundError as missing:  # an extra that is not installed
                    if (missing.name or "").split(".")[0] in OURS:
                        raise
        read_everything()
        for path in sorted(p for package in OURS for p in Path(package).rglob("*.toml")):
            for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
                if any(text in compiled for compiled, _ in caught.found):
                    continue  # compiled as its reader does it
                if len(text) >= SHORTEST_CUE and re.search(r"[\\|?*+\[(]", text):
                    try:
                        compiled = re.compile.__wrapped__(text, re.IGNORECASE)  # type: ignore[attr-defined]
                    except re.error:
                        continue  # no expression
                    key = (compiled.pattern, compiled.flags)
                    caught.found.setdefault(key, Use(".".join(path.with_suffix("").parts))).how.add("search")
    for module in [sys.modules[name] for name in sorted(sys.modules) if name.split(".")[0] in OURS]:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and (value.pattern, value.flags) in caught.found:
                caught.found[value.pattern, value.flags].how |= methods_of(module, name)
    return caught.found


def methods_of(module: Any, name: str) -> set[str]:
    """What a module calls of an expression of this name; anything, where it is handed on."""
    source = Path(module.__file__).read_text(encoding="utf-8")
    called = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
    handed_on = re.search(
        rf"\b{re.escape(name)}\b(?!\.(?:match|fullmatch)\(| = re\.compile| = \()(?=[,)\]\s.])", source
    )
    return called | ({"search"} if handed_on else set())


def read_everything() -> None:
    """What compiles as it reads: names of columns, number words, the cues of each language."""
    import numpy as np
    import pandas as pd

    from assistant import Assistant
    from tools.data.codebook import parse_codebook
    from tools.knowledge.documents import passages_from_text
    from tools.knowledge.statements import causal_statements

    rng = np.random.default_rng(0)
    treated = rng.integers(0, 2, 200)
    frame = pd.DataFrame(
        {
            "salt_g": treated,
            "thirst_score": treated + rng.normal(size=200),
            "age": rng.integers(20, 60, 200),
            "group": rng.choice(["old", "new"], 200),
        }
    )
    told = (
        "salt_g: salt in the meal (1 = yes)\nthirst_score: thirst after it, 0-10\n'age' is the age in years."
    )
    assistant = Assistant(frame, description=told)
    for question in (
        "What would happen to thirst if people ate salt, among women over 30?",
        "and for men?",
        "how sure are you?",
        "用 10 克代替 5 克会提高口渴吗？",
        "为什么调整年龄？",
        "from 5 to 10 instead",
    ):
        assistant.ask(question)
    parse_codebook(told, frame.columns)
    causal_statements(
        passages_from_text("Salt raises thirst. 盐会提高口渴。", source="notes.md"),
        {"salt": ["盐"], "thirst": ["口渴"]},
    )


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


# ---------------------------------------------------------------- hard texts


def hard_texts(pattern: str, flags: int) -> Iterator[str]:
    """Repeated words, blanks, digits and signs; the pattern's own words, and what it nearly matches."""
    yield from FILLERS
    tree = parser.parse(pattern, flags)
    words = list(dict.fromkeys(literals(tree)))
    for word in words[:6]:
        yield word + " "
        yield word
    if words:
        yield " ".join(words[:5]) + " "
    example = shortest(tree)
    if example:
        yield example
        yield example + " "
        yield example[:-1] + " "
    for size in (1, 3):
        longer = shortest(tree, size)
        if longer:
            yield longer[:-1] + " "


def literals(tree: Any) -> Iterator[str]:
    run = ""
    for code, value in tree:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        if code is codes.BRANCH:
            for branch in value[1]:
                yield from literals(branch)
        elif code is codes.SUBPATTERN or code in (
            codes.MAX_REPEAT,
            codes.MIN_REPEAT,
            codes.POSSESSIVE_REPEAT,
        ):
            yield from literals(value[-1])
        elif code is codes.ATOMIC_GROUP:
            yield from literals(value)
    if run:
        yield run


def shortest(tree: Any, more: int = 0) -> str:
    """A text that the pattern matches or nearly does, each repetition taken `more` times than it must be."""
    text = ""
    for code, value in tree:
        if code is codes.LITERAL:
            text += chr(value)
        elif code is codes.NOT_LITERAL or code is codes.ANY:
            text += "a"
        elif code is codes.IN:
            text += _one_of(value)
        elif code is codes.BRANCH:
            text += shortest(value[1][0], more)
        elif code is codes.SUBPATTERN:
            text += shortest(value[-1], more)
        elif code is codes.ATOMIC_GROUP:
            text += shortest(value, more)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            low, high, inner = value
            text += shortest(inner, more) * min(low + more, int(high))
    return text


def _one_of(items: Any) -> str:
    if items and items[0][0] is codes.NEGATE:
        return "a"
    for code, value in items:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " "}.get(value, "a")
    return "a"


# ---------------------------------------------------------------- times


class TooLong(Exception):
    """An alarm went off."""


def seconds_for(pattern: re.Pattern[str], how: str, unit: str, length: int) -> float:
    text = (unit * (length // max(1, len(unit)) + 1))[:length] + "\u00a7"

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    begun = time.process_time()
    try:
        if how == "search":
            for _ in pattern.finditer(text):
                pass
        else:
            getattr(pattern, how)(text)
    except TooLong:
        return LIMIT
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun


@lru_cache
def reference_seconds() -> float:
    return min(seconds_for(REFERENCE, "search", "xy", LENGTHS[-1]) for _ in range(5))


def times_the_reference(pattern: re.Pattern[str], how: str, unit: str, length: int) -> float:
    """How often the seconds of the reference go into those of the pattern: the least of three, by turns.

    One turn is enough where it is far from what is allowed.
    """
    own, reference = [], []
    for _ in range(3):
        own.append(seconds_for(pattern, how, unit, length))
        reference.append(seconds_for(REFERENCE, "search", "xy", LENGTHS[-1]))
        if not AT_MOST / 2 * reference[0] < own[0] < AT_MOST * 2 * reference[0]:
            break
    return min(own) / min(reference)


def slow_texts(pattern: re.Pattern[str], use: Use) -> Iterator[tuple[str, list[float]]]:
    """The texts on which the seconds grow faster than the length, or are too many."""
    longest = next((size for module, size in IN_PIECES.items() if use.where.startswith(module)), LENGTHS[-1])
    lengths = [min(length, longest) for length in LENGTHS]
    looked = use.how - {"match", "fullmatch"} or not use.how
    hows = ["search"] if looked else sorted(use.how)
    for how in hows:
        units = (unit if unit.strip() else BLANKS for unit in hard_texts(pattern.pattern, pattern.flags))
        for unit in dict.fromkeys(units):
            first = seconds_for(pattern, how, unit, lengths[0])
            if first < AT_ONCE:
                continue
            times = [first]
            for length in lengths[1:]:
                if times[-1] < LIMIT:
                    times.append(seconds_for(pattern, how, unit, length))
            if times[-1] >= LIMIT > AT_MOST * reference_seconds():
                yield unit, times  # stopped: how much longer it would have taken is nothing to the verdict
                continue
            if times[-1] <= AT_MOST / 2 * reference_seconds() and times[-1] <= MOST * times[0]:
                continue
            too_many = times_the_reference(pattern, how, unit, lengths[-1]) > AT_MOST
            if too_many or times[-1] > MOST * times[0]:
                yield unit, times


def main() -> int:
    patterns = catch()
    slow = 0
    for (text, flags), use in sorted(patterns.items(), key=lambda item: item[1].where):
        for unit, times in slow_texts(re.compile(text, flags), use):
            slow += 1
            seconds = ", ".join(f"{time:.3f}" for time in times)
            print(f"{use.where}: {text[:160]!r} on {unit[:60]!r}: {seconds} s", flush=True)
            break
    print(f"{len(patterns)} patterns, {slow} slow")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
