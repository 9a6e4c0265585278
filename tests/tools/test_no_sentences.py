"""`tools` holds no sentence: what is said is an id with slots, and its words stand in the language folders.

The syntax trees of `tools` are walked. What may be text there is listed, and counted: the docstrings, what is
raised at a caller (its reader is a programmer), templates of scripts, SQL and patterns, log lines, and the
names of methods that DoWhy prints.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"

# Rooms whose sentences are still to be moved. A room leaves this list and never comes back.
NOT_YET = ("data", "graphs")
# Faults of the caller: what, where and the mend, for a programmer.
FAULTS = re.compile(r"^(\w*Error|Cancelled|unknown_column|error|LookupError)$")
# What DoWhy calls a method where it prints an estimate, in English whatever the question's language: a name.
PRINTED_BY_DOWHY = "method_name"
LOGS = {"debug", "info", "warning", "warn", "error", "exception", "stop_if"}
SQL = r"^\s*(?:SELECT|WITH|CREATE|COPY|CASE WHEN)\b"
SCRIPT = r"^\s*(?:import |from |def |#)|^[\w ]+ = [\w\[(.]|\bfor \w+ in "
PATTERN = r"^\s*[\\^]|\\[bdswW]|\(\?"
TEMPLATES = re.compile(f"{SQL}|{SCRIPT}|{PATTERN}", re.MULTILINE)


def reads_as_a_sentence(text: str) -> bool:
    """A capital first and another word after it, a full stop after three words, or four words in a row."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    spaced = re.findall(r"[^\W\d_]+(?:[,;:]? [^\W\d_]+)+", text)
    longest = max((len(found.split()) for found in spaced), default=0)
    capital = bool(re.match(r"\s*[A-Z][a-z]+[,:]? ", text)) and len(words) >= 2
    ended = bool(re.search(r"[a-z]{2,}\.\s*$", text)) and len(words) >= 3
    return capital or ended or longest >= 4


def texts(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """(line, text, why it may stand there or "") of each literal that reads as a sentence."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if isinstance(parents[node], ast.JoinedStr):
                continue
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        else:
            continue
        if reads_as_a_sentence(text):
            yield node.lineno, text, _allowed(node, text, parents)


def _allowed(node: ast.AST, text: str, parents: dict[ast.AST, ast.AST]) -> str:
    if isinstance(parents[node], ast.Expr):
        return "docstring"
    if TEMPLATES.search(text):
        return "template"
    match parents[node]:
        case ast.Assign(targets=[ast.Name(id=name)]) if name == PRINTED_BY_DOWHY and "." not in text:
            return "printed by DoWhy"
    above = parents.get(node)
    while above is not None:
        if isinstance(above, ast.FunctionDef) and FAULTS.match(above.name):
            return "fault"
        if isinstance(above, ast.Call):
            name = getattr(above.func, "id", getattr(above.func, "attr", ""))
            # An estimate that cannot be had is told to the reader, so it is no fault and carries a message.
            if name != "EstimationError" and FAULTS.match(name):
                return "fault"
            if name in LOGS:
                return "log"
        above = parents.get(above)
    return ""


def rooms() -> list[str]:
    return sorted(path.name for path in TOOLS.iterdir() if path.is_dir() or path.suffix == ".py")


def modules(room: str) -> list[Path]:
    place = TOOLS / room
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


DONE = [room for room in rooms() if room not in NOT_YET and not room.startswith("_")]


@pytest.mark.parametrize("room", DONE)
def test_no_sentence_stands_in(room: str) -> None:
    skipped: Counter[str] = Counter()
    found = []
    for path in modules(room):
        for line, text, why in texts(ast.parse(path.read_text(encoding="utf-8"))):
            skipped[why] += 1
            if not why:
                found.append(f"{path.relative_to(TOOLS.parent)}:{line}: {text[:80]!r}")
    del skipped[""]
    print(f"{room}: passed over {dict(skipped)}")
    assert not found, "\n".join(
        [*found, f"Passed over: {dict(skipped)}. Say it by an id: tools/messages.py, language/*/words/*.ftl."]
    )


@pytest.mark.parametrize("room", NOT_YET)
def test_a_room_that_has_none_left_leaves_the_list(room: str) -> None:
    """So that the list can only shrink."""
    left = [
        text
        for path in modules(room)
        for _, text, why in texts(ast.parse(path.read_text(encoding="utf-8")))
        if not why
    ]
    assert left, f"tools/{room} holds no sentence any more: take it off NOT_YET."


def test_what_dowhy_prints_is_read_by_nobody_else() -> None:
    """So that a method's name reaches no answer: there an estimator has words in each language."""
    readers = [
        path.relative_to(TOOLS.parent).as_posix()
        for folder in (TOOLS, TOOLS.parent / "assistant", TOOLS.parent / "ui")
        for path in sorted(folder.rglob("*.py"))
        if re.search(rf"\.{PRINTED_BY_DOWHY}\b|['\"]{PRINTED_BY_DOWHY}", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["tools/estimators/dowhy_estimator.py"]


def test_the_walk_sees_what_it_should() -> None:
    source = '''
"""A docstring that says what a module is for."""
import logging
SAID = "Measure the cause of both."
LISTED = f"{3} rows are left out here"
QUERY = "SELECT a FROM b WHERE it is so"
NAME = "placebo_treatment"
WORD = "Age"
class Paths:
    method_name = "product of the two paths"
class Talk:
    method_name = "Multiplies the two paths."
    label = "the product of two paths"
def f(rows):
    logging.info("this line is for the log only")
    if not rows:
        raise DataError(f"There are {rows} rows in it. Give more of them.")
    raise EstimationError("There are too few rows here.")
'''
    seen = {text: why for _, text, why in texts(ast.parse(source))}
    assert seen == {
        "A docstring that says what a module is for.": "docstring",
        "Measure the cause of both.": "",
        "0 rows are left out here": "",
        "SELECT a FROM b WHERE it is so": "template",
        "product of the two paths": "printed by DoWhy",
        "Multiplies the two paths.": "",
        "the product of two paths": "",
        "this line is for the log only": "log",
        "There are 0 rows in it. Give more of them.": "fault",
        "There are too few rows here.": "",
    }
