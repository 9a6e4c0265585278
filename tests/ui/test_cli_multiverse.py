"""`askwhy ask --multiverse`: the estimate under other choices, as JSON, as a figure and as a table."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from assistant.answers.multiverse import Multiverse, Universe
from assistant.language import say
from tools.messages import Column, Message
from tools.types import Estimate, Query
from ui import cli
from ui.text.answer import multiverse_lines


def test_json_has_the_estimate_under_each_choice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sun drives both watering and growth: without its arrow the estimate is another, by far."""
    rng = np.random.default_rng(3)
    sun = rng.normal(size=600)
    watered = (rng.random(600) < 1 / (1 + np.exp(-1.5 * sun))).astype(int)
    growth = 2.0 * watered + 3.0 * sun + rng.normal(size=600)
    table, graph = tmp_path / "plants.csv", tmp_path / "graph.txt"
    pd.DataFrame({"sun": sun, "watered": watered, "growth": growth}).to_csv(table, index=False)
    graph.write_text("sun -> watered\nsun -> growth\nwatered -> growth\n")
    asked = ["ask", "What is the effect of watered on growth?", "--data", str(table), "--graph", str(graph)]
    assert cli.main([*asked, "--multiverse", "--json", "--figures", str(tmp_path / "plots")]) == 0
    told = json.loads(capsys.readouterr().out)
    first, *others = told["multiverse"]["universes"]
    assert (first["choice"], first["value"]) == ("the answer", told["estimate"]["value"])
    assert first["adjustment_set"] == ["sun"] and first["ci_95"][0] < 2.0 < first["ci_95"][1]
    left_out = next(one for one in others if one["choice"].startswith("without the arrow sun -> growth"))
    assert left_out["value"] > 4.0
    assert (tmp_path / "plots" / "multiverse.png").read_bytes().startswith(b"\x89PNG")


def arrow(change: str, cause: str) -> Message:
    return Message(f"multiverse-{change}", {"cause": Column(cause), "effect": Column("dose")})


def shown(found: Multiverse | None) -> str:
    console = Console(width=80, file=io.StringIO())
    for line in multiverse_lines(found):
        console.print(line)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_names_what_is_different_from_the_answer_in_80_columns() -> None:
    many = ("age", "sex", "income", "school", "height")
    universes = (
        Universe(Message("multiverse-answer"), many, Estimate(3.456, 0.5, (2.45, 4.45), 0.0, "aipw", 100)),
        Universe(arrow("without", "height"), many[:4],
                 Estimate(3.31, 0.5, (2.3, 4.3), 0.0, "a", 100)),
        Universe(arrow("without", "school"), (*many[:3], many[4], "weight"),
                 Estimate(4.1, 0.5, (3.1, 5.1), 0.0, "a", 100)),
        Universe(arrow("with", "weight"), (), None, "An open path through weight."),
    )  # fmt: skip
    text = shown(Multiverse(universes, Query("dose", "pain", 0, 1), "kg"))
    flat = " ".join(text.split())
    assert "3 choices give estimates from 3.31 kg to 4.10 kg" in flat
    assert "5 columns" in flat and "age, sex, income," in flat
    assert "without school" in flat and "with weight" in flat
    assert "not identified" in flat and "An open path" in flat
    assert max(map(len, text.splitlines())) <= 80


def test_where_no_choice_of_columns_decides_that_is_said() -> None:
    assert say("en", "ui-nothing-to-vary") in " ".join(shown(None).split())
