"""The command line's contract: what goes to which stream, and which status comes back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ui import cli
from ui.examples import EXAMPLES

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(askwhy_command: list[str]) -> Run:
    def run_askwhy(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*askwhy_command, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            **options,
        )  # type: ignore[call-overload, no-any-return]

    return run_askwhy


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small experiment: the drug lowers pressure by 5."""
    folder = tmp_path_factory.mktemp("trial")
    rng = np.random.default_rng(7)
    age = rng.normal(50, 8, 400)
    drug = rng.permutation(np.repeat([0, 1], 200))
    pressure = 100 + 0.5 * age - 5 * drug + rng.normal(0, 4, 400)
    pd.DataFrame({"age": age.round(1), "drug": drug, "pressure": pressure.round(1)}).to_csv(
        folder / "trial.csv", index=False
    )
    (folder / "codebook.md").write_text(
        "# A randomised trial\n\nPatients were assigned to the drug at random.\n\n"
        "- `drug`: got the drug (1 yes, 0 no)\n- `pressure`: blood pressure after eight weeks (mmHg)\n"
        "- `age`: age at enrolment (years)\n"
    )
    return {"data": folder / "trial.csv", "description": folder / "codebook.md", "folder": folder}


QUESTION = "What would happen to blood pressure if everyone got the drug?"


def ask(trial: dict[str, Path], *more: str) -> list[str]:
    return ["ask", QUESTION, "--data", str(trial["data"]), "--description", str(trial["description"]), *more]


def test_an_answer_is_zero_and_reads_well_in_80_columns(run: Run, trial: dict[str, Path]) -> None:
    figures = trial["folder"] / "plots"
    done = run(*ask(trial, "--figures", str(figures)), env={**os.environ, "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("Estimate", "95% interval", "Unadjusted", "mmHg", "Checks", "Cannot detect", "codebook.md"):
        assert part in done.stdout
    assert f"Plot: {figures / 'effect.png'}" in done.stdout
    assert (figures / "effect.png").read_bytes().startswith(b"\x89PNG")
    wide = [line for line in done.stdout.splitlines() if len(line) > 80 and "Plot:" not in line]
    assert wide == []
    assert "\x1b" not in done.stdout


def test_json_is_alone_on_standard_output(run: Run, trial: dict[str, Path]) -> None:
    report = trial["folder"] / "answer.html"
    done = run(*ask(trial, "--json", "--report", str(report)), cwd=trial["folder"])
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    low, high = answer["estimate"]["ci_95"]
    assert low < -5 < high
    assert "Report:" in done.stderr
    assert report.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not (trial["folder"] / "askwhy-figures").exists()


def test_the_same_seed_gives_the_same_answer(run: Run, trial: dict[str, Path]) -> None:
    first, second = (json.loads(run(*ask(trial, "--json", "--seed", "3")).stdout) for _ in range(2))
    for answer in (first, second):
        answer["trace"].pop("steps")
    assert first == second


def test_the_plan_alone(run: Run, trial: dict[str, Path]) -> None:
    done = run(*ask(trial, "--explain-plan", "--json"))
    plan = json.loads(done.stdout)
    assert (done.returncode, plan["treatment"], plan["outcome"], plan["design"]) == (
        0,
        "drug",
        "pressure",
        "randomised",
    )


def test_an_honest_refusal_is_three(run: Run, trial: dict[str, Path]) -> None:
    done = run("ask", "Would a higher salary reduce traffic accidents?", "--data", str(trial["data"]))
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.strip()


def test_profile_tells_people_and_programs_the_same(run: Run, trial: dict[str, Path]) -> None:
    said = run("profile", str(trial["data"]), "--description", str(trial["description"]))
    assert said.returncode == 0 and "pressure" in said.stdout and "400 rows" in said.stdout
    values = json.loads(run("profile", str(trial["data"]), "--json").stdout)
    assert [column["name"] for column in values["columns"]] == ["age", "drug", "pressure"]


def test_learn_counts_what_it_read(run: Run, trial: dict[str, Path], tmp_path: Path) -> None:
    done = run("learn", str(trial["description"]), env={**os.environ, "ASKWHY_HOME": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 document" in done.stdout and "passage" in done.stdout


def bad_inputs(folder: Path) -> dict[str, list[str]]:
    (folder / "empty.csv").write_bytes(b"")
    (folder / "head.csv").write_text("a,b\n")
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "cycle.txt").write_text("drug -> pressure; pressure -> drug")
    good = str(folder / "trial.csv")
    return {
        "missing file": ["ask", QUESTION, "--data", str(folder / "nope.csv")],
        "empty": ["ask", QUESTION, "--data", str(folder / "empty.csv")],
        "no rows": ["ask", QUESTION, "--data", str(folder / "head.csv")],
        "directory": ["ask", QUESTION, "--data", str(folder)],
        "binary": ["ask", QUESTION, "--data", str(folder / "picture.csv")],
        "no data": ["ask", QUESTION],
        "no question": ["ask", "--data", good],
        "description": ["ask", QUESTION, "--data", good, "--description", str(folder / "nope.md")],
        "knowledge": ["ask", QUESTION, "--data", good, "--knowledge", str(folder / "nope")],
        "graph file": ["ask", QUESTION, "--data", good, "--graph", str(folder / "nope.gml")],
        "graph cycle": ["ask", QUESTION, "--data", good, "--graph", str(folder / "cycle.txt")],
        "model": ["ask", QUESTION, "--data", good, "--model", "nobody:nothing"],
        "report": ["ask", QUESTION, "--data", good, "--report", "answer.docx"],
        "option": ["ask", QUESTION, "--data", good, "--sed", "3"],
        "number": ["ask", QUESTION, "--data", good, "--seed", "three"],
        "command": ["aks", QUESTION],
        "profile": ["profile", str(folder / "nope.csv")],
        "learn": ["learn", str(folder / "nope")],
        "demo": ["demo", "nope"],
        "graph format": ["graph", good, "--format", "nope"],
        "chat": ["chat", "--data", str(folder / "nope.csv"), "--no-browser", "--port", "0"],
    }


CASES = [
    "missing file",
    "empty",
    "no rows",
    "directory",
    "binary",
    "no data",
    "no question",
    "description",
    "knowledge",
    "graph file",
    "graph cycle",
    "model",
    "report",
    "option",
    "number",
    "command",
    "profile",
    "learn",
    "demo",
    "graph format",
    "chat",
]


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_two_and_one_line(
    case: str, trial: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trial["folder"])
    status = cli.main(bad_inputs(trial["folder"])[case])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.startswith("askwhy: ") and err.count("\n") == 1
    assert "Traceback" not in err and len(err) > 30


def test_a_fault_of_ours_is_one_and_keeps_its_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("nought")

    monkeypatch.setattr(
        "ui.examples.EXAMPLES", {"broken": type("Broken", (), {"unpack": staticmethod(broken)})}
    )
    assert cli.main(["demo", "broken"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "ZeroDivisionError: nought" in err
    log = Path(err.split("The traceback is in ")[1].split("; please")[0])
    assert "in broken" in log.read_text(encoding="utf-8")
    log.unlink()


def test_a_reader_that_stops_early_is_no_fault(askwhy_command: list[str]) -> None:
    command = subprocess.Popen(
        [*askwhy_command, "demo", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None and command.stderr is not None
    command.stdout.close()
    assert command.stderr.read() == b""
    command.stderr.close()
    assert command.wait(timeout=60) == 0


def test_interrupted_is_130_and_one_line() -> None:
    script = "import sys; from ui import cli, examples\nclass Slow:\n    def unpack(self):\n"
    script += "        import time; print('ready', flush=True); time.sleep(60)\n"
    script += "examples.EXAMPLES['slow'] = Slow(); sys.exit(cli.main(['demo', 'slow']))"
    command = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout is not None
    assert command.stdout.readline() == b"ready\n"
    time.sleep(0.1)
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=60)
    assert (command.returncode, err) == (130, b"askwhy: Interrupted.\n")


def test_every_example_is_listed_and_unpacks_once(run: Run, tmp_path: Path) -> None:
    listed = run("demo", "list").stdout
    for example in EXAMPLES.values():
        files = example.unpack(tmp_path / example.name)
        written = files.table.stat().st_mtime_ns
        columns = pd.read_csv(files.table, nrows=5).columns
        description = files.description.read_text(encoding="utf-8")
        assert example.name in listed and example.question in listed
        assert [name for name in columns if f"`{name}`" not in description] == EXTRA.get(example.name, [])
        assert example.unpack(tmp_path / example.name).table.stat().st_mtime_ns == written


# In the table of the package, but not in its codebook.
EXTRA = {"quit-smoking": ["id", "censored", "older"]}


def test_main_can_be_called_with_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "Usage: askwhy" in capsys.readouterr().out


def test_a_group_of_commands_alone_shows_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["knowledge"]) == 0
    out, err = capsys.readouterr()
    assert "forget" in out and err == ""


def test_the_shell_completes_commands(run: Run) -> None:
    asked = {"_ASKWHY_COMPLETE": "complete_bash", "COMP_WORDS": "askwhy kn", "COMP_CWORD": "1"}
    assert run(env={**os.environ, **asked}).stdout.split() == ["knowledge"]


def test_the_version_is_the_packages(run: Run) -> None:
    from assistant import __version__

    assert run("--version").stdout == f"askwhy {__version__}\n"


def test_the_plan_in_about_ten_lines(run: Run, trial: dict[str, Path]) -> None:
    lines = (
        run(*ask(trial, "--explain-plan"), env={**os.environ, "COLUMNS": "200"}).stdout.strip().splitlines()
    )
    said = "\n".join(lines)
    assert 6 <= len(lines) <= 14
    assert "drug -> pressure (" in said and "randomised chosen" in said
    assert "backdoor passed, fewer points" in said and "Because" in said
