"""The reader's corpus is what its page says, and tables are drawn from it as they are written."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from bench.reader.corpus import PARTS, Table, as_written, drawn, read_file
from bench.reader.examples import DATA, group_of, is_tuned, read_tables
from tools.types import ColumnKind


def read_lines(lines: str) -> Table:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text(lines, encoding="utf-8")
        return read_file(path)[0]


@cache
def tables() -> tuple[Table, ...]:
    return tuple(read_tables())


def test_it_is_as_large_and_as_varied_as_is_said() -> None:
    fields = {table.field for table in tables()}
    assert len(fields) >= 60
    assert all(3 <= len(table.columns) <= 40 for table in tables())
    assert all(sum(q.wording == 0 for q in table.questions) >= 5 for table in tables())
    full = [t for t in tables() if len(t.columns) >= 8 and sum(q.wording == 0 for q in t.questions) >= 12]
    assert len(full) >= 250
    assert len({table.name for table in tables()}) == len(tables())
    assert sum(path.stat().st_size for path in DATA.glob("*.txt")) <= 6_000_000
    languages = Counter(table.language for table in tables())
    assert languages["zh"] >= 100 and languages["en"] >= 300


def test_fields_of_life_are_kept_from_training_as_a_whole() -> None:
    kept = {table.field for table in tables() if is_tuned(table)}
    assert len(kept) >= 10
    assert kept.isdisjoint({table.field for table in tables() if not is_tuned(table)})


def test_every_part_names_columns_of_its_table() -> None:
    for table in tables():
        names = {column.name for column in table.columns}
        for question in table.questions:
            for part, told in question.parts.items():
                assert part in PARTS
                named = {name for equal in told for name in equal}
                assert named <= names | ({"-"} if part in "ty" else set()), question.text


def test_a_drawn_table_holds_all_columns_in_its_style() -> None:
    rng = np.random.default_rng(0)
    table = tables()[0]
    for _ in range(20):
        own = drawn(table, tables(), rng)
        assert len({column.name for column in table.columns} - own.places.keys()) <= 1
        assert len(set(own.profile.names)) == len(own.profile.names)
        for column in (column for column in table.columns if column.name in own.places):
            shown = own.profile.columns[own.places[column.name]]
            assert (shown.description or "") in (column.description, "")
            if column.kind == "yn":
                assert shown.kind is ColumnKind.BINARY
    assert as_written(table, "code").profile.names[0] == table.columns[0].code


def test_a_column_that_is_left_out_has_no_twin_and_is_then_absent() -> None:
    lines = """@ shops | retail | a shop in a week
price_now | p | price | num 1..9
price_before | pb | price last week | num 1..9
sales | s | units sold | num 0..90
staff | st | people on the floor | num 1..9
? average_effect | t=staff; y=sales | Do more people on the floor sell more?
? average_effect | t=price_now; y=sales | Does the price lower sales?"""
    table = read_lines(lines)
    rng = np.random.default_rng(0)
    left_out = set()
    for _ in range(200):
        own = drawn(table, [table], rng)
        lacking = {column.name for column in table.columns} - own.places.keys()
        left_out |= lacking
        if lacking == {"staff"}:
            causes = {pair[0] for pair in group_of(table, own).examples[0].pairs}
            assert causes == {-2}
    assert left_out == {"staff", "sales"}


def test_a_line_that_is_no_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("@ a | b | c\nname | code | description\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:2"):
        read_file(path)
