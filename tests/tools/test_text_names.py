"""Column names as words: one splitter for every reader."""

from __future__ import annotations

import pytest

from tools.text.names import name_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("birthWeight_kg2", ["birth", "weight", "kg", "2"]),
        ("GDPGrowth.pct", ["gdp", "growth", "pct"]),
        ("avg-sess min/30d", ["avg", "sess", "min", "30", "d"]),
        ("TOTAL", ["total"]),
        ("年龄_2020age", ["年龄", "2020", "age"]),
        ("GrößeCm", ["größe", "cm"]),
        ("__", []),
        ("", []),
    ],
)
def test_a_name_is_taken_apart_at_signs_humps_and_numbers(name: str, words: list[str]) -> None:
    assert name_words(name) == words


def test_numbers_may_stay_with_their_letters() -> None:
    assert name_words("week2nd_hba1c", numbers_apart=False) == ["week2nd", "hba1c"]
    assert name_words("week2nd_hba1c") == ["week", "2", "nd", "hba", "1", "c"]


def test_no_other_module_takes_names_apart_at_their_humps() -> None:
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    files = [path for room in ("assistant", "tools", "ui") for path in root.glob(f"{room}/**/*.py")]
    assert len(files) > 100
    own = [
        path.name
        for path in files
        if "(?=[A-Z]" in path.read_text(encoding="utf-8").replace(r"\s+(?=[A-Z", "")
    ]
    assert own == []
