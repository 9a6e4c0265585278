"""The script of every estimator gives the same number in a process that has never heard of AskWhy."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests import estimator_worlds, worlds
from tests.worlds import World
from tools.errors import OptionError
from tools.estimators import ESTIMATORS
from tools.estimators.scripts import estimator_lines
from tools.types import Design, DesignKind, Estimate, Query

# Runs each script in its own namespace; one process, because importing DoWhy takes seconds.
DRIVER = """
import contextlib, io, json, pathlib, runpy, sys
values = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("case_*.py")):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        space = runpy.run_path(str(path))
    assert float(printed.getvalue()) == float(space["effect"])
    values[path.stem] = float(space["effect"])
ours = [name for name in sys.modules if name.split(".")[0] in ("tools", "assistant", "ui")]
print(json.dumps({"values": values, "ours": ours}))
"""


def renamed(world: World, names: dict[str, str]) -> World:
    def new(name: str | None) -> str | None:
        return None if name is None else names.get(name, name)

    design = replace(world.design, adjustment_set=tuple(str(new(n)) for n in world.design.adjustment_set))
    query = replace(world.query, treatment=new(world.query.treatment), outcome=str(new(world.query.outcome)))
    return replace(world, frame=world.frame.rename(columns=names), query=query, design=design)


def awkward() -> World:
    """Column names with quotes, line breaks and code in them."""
    names = {"treated": 'it\'s "t"', "outcome": "y\\n'); print('no", "region": "__import__('os')\n"}
    return renamed(worlds.confounded_binary(800), names)


def repeated_columns() -> World:
    """A level that one arm lacks and a covariate that repeats another."""
    world = worlds.confounded_binary(1500)
    frame = world.frame.copy()
    frame["age again"] = 2.0 * frame["age"] + 1.0
    frame["clinic"] = pd.Categorical(np.where((frame.index % 7 == 0) & (frame["treated"] == 1), "a", "b"))
    design = replace(world.design, adjustment_set=("age", "age again", "region", "clinic"))
    return replace(world, frame=frame, design=design)


def dated() -> World:
    world = worlds.two_by_two(1000)
    frame = world.frame.copy()
    frame["year"] = pd.to_datetime(frame["year"].astype(int).astype(str) + "-05-01")
    return replace(world, frame=frame)


def policy_date() -> World:
    """The treatment column is the group, over ten periods; the start is given."""
    world = worlds.staggered()
    frame = world.frame.copy()
    frame["policy"] = frame.groupby("county")["policy"].transform("max")
    frame = frame[frame["county"] % 3 != 1].reset_index(drop=True)
    return replace(world, frame=frame, design=replace(world.design, cutoff=2004.0))


def with_covariate(world: World, name: str) -> World:
    return replace(world, design=replace(world.design, adjustment_set=(name,)))


def one_start() -> World:
    world = worlds.staggered()
    return replace(world, frame=world.frame[world.frame["county"] % 3 != 1].reset_index(drop=True))


def lottery_one_two() -> World:
    """DoWhy would misread an instrument coded 1 and 2."""
    world = worlds.encouragement(1000)
    return replace(world, frame=world.frame.assign(offered=world.frame["offered"] + 1.0))


CASES: list[tuple[str, World]] = [
    ("linear_regression", worlds.confounded_continuous(500)),
    ("linear_regression", worlds.confounded_binary(500)),
    ("linear_regression", worlds.collider(300)),
    ("linear_regression", awkward()),
    ("level_contrast", worlds.curved(500)),
    ("aipw", worlds.confounded_binary(800)),
    ("aipw", worlds.confounded_binary(800).asking("ATT")),
    ("aipw", worlds.confounded_binary(800).asking("ATC")),
    ("aipw", worlds.confounded_yes_no_outcome(1500)),
    ("aipw", repeated_columns()),
    ("aipw", worlds.no_overlap(800)),
    ("aipw", awkward()),
    ("ipw", worlds.confounded_binary(800)),
    ("ipw", worlds.confounded_binary(800).asking("ATT")),
    ("ipw", worlds.confounded_binary(800).asking("ATC")),
    ("overlap_weights", worlds.confounded_binary(800)),
    ("trimmed_ipw", worlds.confounded_binary(800).asking("ATT")),
    ("stratification", worlds.confounded_binary(3000)),  # more than five strata
    ("stratification", repeated_columns().asking("ATT")),
    ("propensity_matching", worlds.confounded_binary(800)),
    ("propensity_matching", repeated_columns()),
    ("mahalanobis_matching", worlds.confounded_binary(800).asking("ATT")),
    ("mahalanobis_matching", worlds.confounded_binary(800)),
    ("dml_interactive", worlds.confounded_binary(800)),
    ("dml_interactive", worlds.confounded_yes_no_outcome(800).asking("ATT")),
    ("dml_interactive", repeated_columns().asking("ATC")),
    ("dml_partially_linear", worlds.confounded_continuous(500)),
    ("dml_boosted", worlds.confounded_binary(800)),
    ("dml_boosted", worlds.confounded_yes_no_outcome(800).asking("ATT")),
    ("dml_boosted", repeated_columns().asking("ATC")),
    ("dml_boosted_partially_linear", estimator_worlds.bent_confounding(800, dose=True)),
    ("logit", worlds.confounded_yes_no_outcome(1500)),
    ("poisson", estimator_worlds.confounded_counts(1500).asking("ATT")),
    ("negative_binomial", estimator_worlds.confounded_counts(1500)),
    ("difference_in_means", worlds.randomised(300)),
    ("difference_in_means", worlds.curved(300)),
    ("blocked_difference", estimator_worlds.in_blocks()),
    ("intention_to_treat", estimator_worlds.offered_course(800)),
    ("two_stage_least_squares", estimator_worlds.offered_course(800)),
    ("lin_regression", worlds.randomised(300)),
    ("lin_regression", worlds.randomised(300).asking("ATT")),
    ("two_stage_least_squares", worlds.instrument(800)),
    ("two_stage_least_squares", worlds.instrument(800, several=True)),
    ("two_stage_least_squares", worlds.instrument(800).without("income")),
    ("two_stage_least_squares", worlds.encouragement(800)),
    ("two_stage_least_squares", lottery_one_two()),
    ("liml", worlds.instrument(800, several=True)),
    ("frontdoor_doubly_robust", worlds.front_door(800)),
    ("frontdoor", worlds.front_door(800)),
    ("difference_in_differences", worlds.two_by_two(800)),
    ("difference_in_differences", worlds.two_by_two(800, switching=True)),
    ("difference_in_differences", dated()),
    ("difference_in_differences", policy_date()),
    ("difference_in_differences", one_start()),
    ("two_way_fixed_effects", worlds.two_by_two(800, switching=True)),
    ("two_way_fixed_effects", worlds.staggered()),
    ("two_way_fixed_effects", policy_date()),
    ("interrupted_series", estimator_worlds.interrupted()),
    ("synthetic_control", estimator_worlds.one_law()),
    ("group_time", worlds.staggered(growing=0.5)),
    ("group_time", estimator_worlds.shared_trends()),
    ("imputation", worlds.staggered(growing=0.5)),
    ("regression_discontinuity", worlds.sharp_cutoff()),
    ("regression_discontinuity", with_covariate(worlds.sharp_cutoff(named=True), "motive")),
    ("regression_discontinuity", worlds.fuzzy_cutoff()),
    ("regression_discontinuity_half_bandwidth", worlds.sharp_cutoff()),
    ("regression_discontinuity_double_bandwidth", worlds.fuzzy_cutoff()),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, float]]:
    """For each case our value and the script's, from one subprocess outside the repository."""
    folder: Path = tmp_path_factory.mktemp("scripts")
    expected: dict[str, float] = {}
    for number, (name, world) in enumerate(CASES):
        estimate = ESTIMATORS[name](world.sample(), world.estimand())
        frame_file = folder / f"frame_{number:02}.parquet"
        world.frame.to_parquet(frame_file)
        lines = estimator_lines(world.sample(), world.estimand(), estimate)
        head = f"import pandas as pd\nframe = pd.read_parquet({str(frame_file)!r})\n"
        (folder / f"case_{number:02}.py").write_text(head + lines, encoding="utf-8")
        expected[f"case_{number:02}"] = estimate.value
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", DRIVER, str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["ours"] == []
    return {case: (expected[case], value) for case, value in found["values"].items()}


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{i}-{c[0]}" for i, c in enumerate(CASES)])
def test_the_script_gives_the_same_value(results: dict[str, tuple[float, float]], number: int) -> None:
    ours, script = results[f"case_{number:02}"]
    assert script == pytest.approx(ours, rel=1e-6)


def test_every_estimator_has_a_script_and_is_tested() -> None:
    assert all(ESTIMATORS[name].script is not None for name in ESTIMATORS)
    assert set(ESTIMATORS) == {name for name, _ in CASES}


def test_a_number_of_an_unknown_estimator_is_an_option_error() -> None:
    world = worlds.randomised(100)
    own = Estimate(1.0, 1.0, (0.0, 2.0), 0.5, "my_own", 100)
    with pytest.raises(OptionError, match="my_own"):
        estimator_lines(world.sample(), world.estimand(), own)


def test_running_variable_as_treatment_means_being_past_the_cutoff() -> None:
    world = worlds.sharp_cutoff()
    itself = replace(world, query=Query("points", "grade", 0, 1))
    one = ESTIMATORS["regression_discontinuity"](world.sample(), world.estimand())
    two = ESTIMATORS["regression_discontinuity"](itself.sample(), itself.estimand())
    assert one.value == two.value
    script = estimator_lines(itself.sample(), itself.estimand(), two)
    assert "treatment = None" in script
    assert itself.design == Design(DesignKind.RDD, running_variable="points", cutoff=60.0)
