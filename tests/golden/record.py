"""What a golden answer comes to as plain values, where it is kept, and how two of them differ."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant import Answer
from tests.golden.cases import Case

EXPECTED = Path(__file__).parent / "expected"
RELATIVE, NEAR_ZERO = 1e-6, 1e-9
_VOLATILE = ("prompts", "data_fingerprint")  # of the trace: versions and hashes


def values(answer: Answer) -> dict[str, Any]:
    """The public JSON of an answer less what may change by itself: times, versions, fingerprints."""
    told = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    trace = {name: value for name, value in told["trace"].items() if name not in _VOLATILE}
    trace["steps"] = [step["name"] for step in trace["steps"]]
    code = told["code"]
    return {**told, "language": answer.language, "trace": trace, "code": code and code.splitlines()}


def observed(case: Case) -> list[dict[str, Any]]:
    return [values(answer) for answer in case.answers()]


def path_of(case: Case) -> Path:
    return EXPECTED / f"{case.id}.json"


def read(case: Case) -> list[dict[str, Any]] | None:
    """What was written last; None for a case that is new."""
    path = path_of(case)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write(case: Case, answers: list[dict[str, Any]]) -> None:
    EXPECTED.mkdir(exist_ok=True)
    text = json.dumps(answers, ensure_ascii=False, indent=0)
    path_of(case).write_text(text + "\n", encoding="utf-8")


def differences(expected: Any, seen: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, expected, seen) wherever the two differ; numbers may differ in the seventh digit."""
    match expected, seen:
        case dict(), dict():
            for name in dict.fromkeys([*expected, *seen]):
                inner = f"{path}.{name}".lstrip(".")
                if name not in expected or name not in seen:
                    yield inner, expected.get(name, "(absent)"), seen.get(name, "(absent)")
                else:
                    yield from differences(expected[name], seen[name], inner)
        case list(), list():
            if len(expected) != len(seen):
                yield f"{path}.length", len(expected), len(seen)
            for i, (one, other) in enumerate(zip(expected, seen, strict=False)):
                yield from differences(one, other, f"{path}[{i}]")
        case _ if not _same(expected, seen):
            yield path, expected, seen


def _same(expected: Any, seen: Any) -> bool:
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (expected, seen))
    if numbers:
        return math.isclose(expected, seen, rel_tol=RELATIVE, abs_tol=NEAR_ZERO)
    return type(expected) is type(seen) and bool(expected == seen)


def shown(found: list[tuple[str, Any, Any]], most: int = 20) -> str:
    """The differences for a reader: a line for the path, one for each side."""
    lines = [f"{path}\n    expected {_short(a)}\n    seen     {_short(b)}" for path, a, b in found[:most]]
    more = [f"... and {len(found) - most} more"] if len(found) > most else []
    return "\n".join([*lines, *more])


def _short(value: Any, most: int = 400) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}..."
