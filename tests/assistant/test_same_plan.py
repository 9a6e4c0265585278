"""The same question gets the same plan, however the table lies on the desk.

`same_plan.txt` holds 60 questions about 12 tables in five wordings each, written by a hand that saw neither
the program nor its cues.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant.kinds.routing import plan_question
from assistant.types import Plan
from bench.reader.corpus import Column, Table, read_file
from tools.data import open_table, profile_table
from tools.types import DataProfile

TABLES = read_file(Path(__file__).with_name("same_plan.txt"))
ROWS = 400


def values(column: Column, rng: np.random.Generator) -> np.ndarray:
    if column.kind == "yn":
        return (rng.random(ROWS) < 0.45).astype(int)
    if column.kind.startswith("cat"):
        return rng.choice([level.strip() for level in column.kind[3:].split(";")], ROWS)
    low, high = (float(end) for end in column.kind.split()[1].split(".."))
    return (low + (high - low) * rng.beta(2, 2, ROWS)).round(2)


@cache
def shown(name: str, shuffled: bool) -> tuple[DataProfile, object]:
    table = next(table for table in TABLES if table.name == name)
    rng = np.random.default_rng(len(name))
    frame = pd.DataFrame({column.name: values(column, rng) for column in table.columns})
    if shuffled:
        order = np.random.default_rng(1).permutation(len(table.columns))
        frame = frame.sample(frac=1, random_state=1).reset_index(drop=True).iloc[:, order]
    book = "\n".join(f"{column.name}: {column.description}" for column in table.columns)
    opened = open_table(frame)
    return profile_table(opened, book), opened


def plan_of(text: str, table: Table, shuffled: bool) -> Plan:
    return plan_question(text, *shown(table.name, shuffled))


def answered(plan: Plan) -> tuple[object, ...] | None:
    """What is going to be estimated; None where it asks or refuses."""
    query, design = plan.query, plan.design
    if plan.needs_clarification or plan.not_answerable or query is None or design is None:
        return None
    return plan.kind, (query.treatment, query.outcome), design.kind, frozenset(design.adjustment_set)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_order_of_rows_and_columns_is_nothing_to_a_plan(table: Table) -> None:
    for question in table.questions[::5]:
        straight, turned = (plan_of(question.text, table, shuffled) for shuffled in (False, True))
        assert answered(straight) == answered(turned)
        assert straight.confidence == pytest.approx(turned.confidence, abs=1e-3)
