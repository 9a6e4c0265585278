"""The command line answers published questions about real tables, with no change of code."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from assistant import answer_schema
from tests.assistant.test_published import CASES, Case, table_of
from ui import cli


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ask_on_a_file(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, codebook = tmp_path / "table.csv", tmp_path / "codebook.md"
    table_of(case).to_csv(table, index=False)
    codebook.write_text(case.description, encoding="utf-8")
    status = cli.main(["ask", case.question, "--data", str(table), "--description", str(codebook), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert status == cli.ANSWERED
    jsonschema.validate(answer, answer_schema())
    assert answer["design"]["kind"] == case.design
    assert abs(answer["estimate"]["value"] - case.published) < case.std_error, case.source
    assert any(passage["source"] == "codebook.md" for passage in answer["citations"])
