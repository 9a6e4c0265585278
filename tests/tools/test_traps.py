"""The cases in which DoWhy 0.14 answers wrongly in silence (docs/traps.md): one test a row, with its guard.

Each test does what a person would do and looks at what comes back: the right number, a warning, or a refusal.
Where the guard is a refusal or a warning, a mirror beside it shows that sound data do not set it off.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tests import worlds
from tests.words import said, texts
from tests.worlds import World
from tools.checks import run_checks, sensitivity
from tools.errors import DataError, EstimationError, GraphError
from tools.estimators import ESTIMATORS, estimate_effect
from tools.estimators.interface import Effect, run_estimator
from tools.estimators.regression import LinearRegression
from tools.graphs import from_user
from tools.identification.estimand import identify
from tools.types import Design, DesignKind, Estimand, Estimate, NotIdentified, Query

ROOT = Path(__file__).resolve().parents[2]


def trial(n: int = 400, seed: int = 1) -> pd.DataFrame:
    """Effect 2; age drives both."""
    rng = np.random.default_rng(seed)
    age = rng.normal(0.0, 1.0, n)
    drug = (rng.random(n) < 1 / (1 + np.exp(-age))).astype(int)
    return pd.DataFrame({"drug": drug, "pain": 2.0 * drug + age + rng.normal(0.0, 1.0, n), "age": age})


def ask(frame: pd.DataFrame, **options):
    asked = {"treatment": "drug", "outcome": "pain", "design": "backdoor", "adjust": ["age"]} | options
    return Assistant(frame).effect(**asked)


def test_a_constant_treatment_is_refused() -> None:
    answer = ask(trial().assign(drug=1))
    assert answer.status == "not_answerable" and answer.estimate is None
    nearly = trial().assign(drug=1.0)
    nearly.loc[0, "drug"] = 1.0 + 1e-15  # rounding noise gave 6.8e12
    assert ask(nearly).status == "not_answerable"
    assert ask(trial()).status == "answered"


def test_missing_and_infinite_outcomes_are_dropped_and_counted() -> None:
    frame = trial()
    frame.loc[:4, "pain"] = np.nan
    frame.loc[5:9, "pain"] = np.inf
    answer = ask(frame)
    assert abs(answer.estimate.value - 2.0) < 4 * answer.estimate.std_error
    assert answer.estimate.rows_used == len(frame) - 10
    assert sum(rows for _, rows in answer.dropped) == 10


def test_groups_that_do_not_overlap_are_warned_about() -> None:
    world = worlds.no_overlap(600)
    found = estimate_effect(world.sample(), world.estimand())
    assert any("overlap" in text or "tells the two groups" in text for text in texts(found.warnings))
    checks = {c.name: c for c in run_checks(world.sample(), world.estimand(), found)}
    assert checks["overlap"].passed is False
    sound = worlds.confounded_binary(1000)
    assert not estimate_effect(sound.sample(), sound.estimand()).warnings


def test_copied_rows_are_warned_about_and_a_cluster_mends_the_interval() -> None:
    once = trial(120).reset_index(names="person")
    often = pd.concat([once] * 5, ignore_index=True)
    alone, copied = ask(once), ask(often.drop(columns="person"))
    assert copied.estimate.std_error < 0.6 * alone.estimate.std_error  # what the warning is about
    assert any("repeat an earlier row exactly" in text for text in texts(copied.warnings))
    assert not any("repeat an earlier row" in text for text in texts(alone.warnings))
    for held in (ask(often, cluster="person"), ask(often)):  # named, and found by itself
        assert held.design.cluster == "person"
        assert held.estimate.std_error == pytest.approx(alone.estimate.std_error, rel=0.05)


def test_levels_coded_as_numbers_are_not_taken_for_a_dose() -> None:
    """Coded 0, 1, 2 with means 0, 5, 1: one straight line gave 0.49 for a 0 -> 1 effect of 5."""
    rng = np.random.default_rng(3)
    arm = rng.integers(0, 3, 1500)
    frame = pd.DataFrame({"drug": arm, "pain": np.array([0.0, 5.0, 1.0])[arm] + rng.normal(0.0, 1.0, 1500)})
    answer = ask(frame, adjust=[], from_=0, to=1)
    line = answer.estimate
    contrast = next(e for e in (line, *line.alternatives) if e.estimator == "level_contrast")
    assert abs(contrast.value - 5.0) < 4 * contrast.std_error
    assert any("does not move evenly" in text for text in texts(answer.warnings))
    even = frame.assign(pain=2.0 * arm + rng.normal(0.0, 1.0, 1500))
    assert not any(
        "does not move evenly" in text for text in texts(ask(even, adjust=[], from_=0, to=1).warnings)
    )


def test_a_graph_with_a_column_that_is_not_there_gives_no_number() -> None:
    """DoWhy: the value None, with a warning. An unknown root is unmeasured; others are refused."""
    unmeasured = Assistant(trial(), graph=[("drug", "pain"), ("aeg", "drug"), ("aeg", "pain")])
    answer = unmeasured.effect("drug", "pain")
    assert answer.status == "not_identified" and "aeg" in answer.prose
    with pytest.raises(GraphError, match="aeg"):
        Assistant(trial(), graph=[("drug", "pain"), ("drug", "aeg"), ("aeg", "pain")])


def test_no_path_from_treatment_to_outcome_is_said() -> None:
    """DoWhy's answer is the number 0."""
    graph = from_user([("age", "drug"), ("age", "pain")], ["drug", "pain", "age"])
    found = identify(
        graph, Query("drug", "pain"), Design(DesignKind.BACKDOOR), observed=["drug", "pain", "age"]
    )
    assert "path" in said(found.reason if isinstance(found, NotIdentified) else found.notes)
    joined = from_user([("age", "drug"), ("age", "pain"), ("drug", "pain")], ["drug", "pain", "age"])
    found = identify(
        joined, Query("drug", "pain"), Design(DesignKind.BACKDOOR), observed=["drug", "pain", "age"]
    )
    assert isinstance(found, Estimand) and found.design.adjustment_set == ("age",)


@pytest.mark.parametrize("make", [worlds.m_bias, worlds.collider], ids=["m-bias", "collider"])
def test_a_graph_keeps_colliders_out_of_the_adjustment(make) -> None:
    world: World = make()
    query = world.query
    hidden = [(cause, effect) for cause, effects in world.hidden for effect in effects]
    edges = [*world.edges, *hidden, (query.treatment, query.outcome)]
    answer = Assistant(world.frame, graph=list(dict.fromkeys(edges))).effect(query.treatment, query.outcome)
    assert answer.design.adjustment_set == ()
    assert abs(answer.estimate.value - world.truth) < 4 * answer.estimate.std_error
    extra = [c for c in world.frame.columns if c not in (query.treatment, query.outcome)]
    wrong = Assistant(world.frame).effect(query.treatment, query.outcome, design="backdoor", adjust=extra)
    assert abs(wrong.estimate.value - world.truth) > 4 * wrong.estimate.std_error


def hidden_confounder(n: int = 2000) -> tuple[World, Estimate]:
    world = worlds.confounded_binary(n).without("age")
    return world, estimate_effect(world.sample(), world.estimand())


def test_checks_that_pass_on_a_hidden_confounder_say_that_they_cannot_see_it() -> None:
    """DoWhy's four refuters pass 8 of 8 times; so do ours, which is why each names its blind spot."""
    world, found = hidden_confounder()
    assert abs(found.value - world.truth) > 4 * found.std_error
    checks = {c.name: c for c in run_checks(world.sample(), world.estimand(), found)}
    for name in ("placebo_treatment", "random_common_cause", "subset_stability"):
        assert checks[name].passed is True
        assert len(said(checks[name].cannot_detect)) > 40
    assert "onfounder" in said(checks["placebo_treatment"].cannot_detect)
    strength = sensitivity(world.sample(), world.estimand(), found)
    assert strength.robustness_value is not None and 0.0 < strength.robustness_value < 1.0


class Scribbler(LinearRegression):
    """What DoWhy's weighting does: it keeps its propensities in the frame that it is given."""

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        frame["propensity_score"] = 0.5
        return super().effect(frame, low, high, target)


def test_nothing_is_written_into_the_frame() -> None:
    """DoWhy wrote its propensities there and read them back: a placebo on a right model was -3.75, p = 0."""
    world = worlds.confounded_binary(800)
    sample, estimand = world.sample(), world.estimand()
    before = sample.frame.copy(deep=True)
    found = estimate_effect(sample, estimand)
    checks = {c.name: c for c in run_checks(sample, estimand, found)}
    sensitivity(sample, estimand, found)
    pd.testing.assert_frame_equal(sample.frame, before)
    assert checks["placebo_treatment"].passed is True
    run_estimator(Scribbler, sample, estimand)
    pd.testing.assert_frame_equal(sample.frame, before)
    # DoWhy's simulated confounder changes its own data along the grid: 1.6 becomes 0.43.
    assert sensitivity(sample, estimand, found) == sensitivity(sample, estimand, found)


def test_simulations_differ_from_each_other_and_the_seed_decides_them_all() -> None:
    """DoWhy's subset refuter with a seed drew the same subset 40 times."""
    from tools.checks.refits import random_subsets
    from tools.checks.setting import set_up

    world = worlds.confounded_binary(400)
    sample, estimand = world.sample(), world.estimand()
    found = estimate_effect(sample, estimand)

    def subsets(seed: int) -> list[int]:
        setting = set_up(sample, estimand, found, seed=seed)
        frames = random_subsets(setting, 0.8, setting.generator("subset_stability"))
        return [int(pd.util.hash_pandas_object(frame).sum()) for frame in frames]

    assert len(set(subsets(7))) == len(subsets(7)) > 10
    assert subsets(7) == subsets(7) and subsets(7) != subsets(8)
    assert run_checks(sample, estimand, found, seed=7) == run_checks(sample, estimand, found, seed=7)


def test_a_discontinuity_follows_the_slopes() -> None:
    """A ratio of means on both sides gave 3.18 for 2."""
    world = worlds.sharp_cutoff()
    points = world.frame["points"]
    world = replace(world, frame=world.frame.assign(grade=world.frame["grade"] + 0.3 * (points - 60.0)))
    found = ESTIMATORS["regression_discontinuity"](world.sample(), world.estimand())
    assert abs(found.value - world.truth) < 4 * found.std_error
    running, cutoff = world.design.running_variable, world.design.cutoff
    above = world.frame[running] >= cutoff
    means = (
        world.frame.loc[above, world.query.outcome].mean()
        - world.frame.loc[~above, world.query.outcome].mean()
    )
    assert abs(means - world.truth) > 4 * found.std_error


def test_an_instrument_that_is_valid_given_a_covariate_is_found() -> None:
    columns = ["age", "offer", "drug", "pain"]
    graph = from_user("age -> offer; age -> pain; offer -> drug; drug -> pain; drug <-> pain", columns)
    found = identify(
        graph,
        Query("drug", "pain"),
        Design(DesignKind.IV, ("age",), instruments=("offer",)),
        observed=columns,
    )
    assert isinstance(found, Estimand) and found.design.kind is DesignKind.IV
    assert found.design.instruments == ("offer",) and "age" in found.design.adjustment_set


def test_a_cycle_is_refused() -> None:
    with pytest.raises(GraphError, match=r"cycl|circle"):
        Assistant(trial(), graph=[("drug", "pain"), ("pain", "age"), ("age", "drug")])


def test_a_treatment_in_words_is_coded_and_answered() -> None:
    """DoWhy's propensity methods: invalid literal for int()."""
    frame = trial(800)
    words = frame.assign(drug=frame["drug"].map({0: "placebo", 1: "drug"}))
    answer = ask(words, from_="placebo", to="drug")
    assert answer.estimate.value == pytest.approx(ask(frame).estimate.value, rel=1e-9)
    category = words.assign(drug=words["drug"].astype("category"))
    assert ask(category, from_="placebo", to="drug").estimate.value == pytest.approx(answer.estimate.value)
    three = frame.assign(drug=np.random.default_rng(1).choice(["a", "b", "c"], len(frame)))
    assert ask(three).status == "needs_clarification"


def test_a_wide_graph_is_identified() -> None:
    """40 nodes and 192 edges took DoWhy more than 25 s in every mode but one."""
    rng = np.random.default_rng(4)
    names = [f"v{j}" for j in range(40)]
    pairs = [(names[i], names[j]) for i in range(40) for j in range(i + 1, 40)]
    chosen = [pairs[k] for k in rng.choice(len(pairs), 191, replace=False)]
    edges = sorted({*chosen, ("v20", "v39")})
    graph = from_user(edges, names)
    found = identify(graph, Query("v20", "v39"), Design(DesignKind.BACKDOOR), observed=names, seconds=20.0)
    assert isinstance(found, Estimand)
    parents = nx.DiGraph(edges)
    assert not set(found.design.adjustment_set) & nx.descendants(parents, "v20")
    cut = nx.DiGraph([edge for edge in edges if edge[0] != "v20"])
    cut.add_nodes_from(names)
    assert nx.is_d_separator(cut, {"v20"}, {"v39"}, set(found.design.adjustment_set))


def test_categories_go_through_every_check() -> None:
    """DoWhy's bootstrap refuter crashes on a category column."""
    frame = trial(600).assign(region=np.random.default_rng(2).choice(["n", "s", "w"], 600))
    answer = ask(frame, adjust=["age", "region"])
    assert answer.status == "answered"
    assert not [check.name for check in answer.checks if check.passed is None]


def test_an_interval_is_of_the_average_and_not_of_one_unit() -> None:
    """CausalForestDML through DoWhy gave each unit's interval as if it were the average's."""
    world = worlds.confounded_binary(1000)
    usual = ESTIMATORS["aipw"](world.sample(), world.estimand())
    learned = ESTIMATORS["dml_interactive"](world.sample(), world.estimand())
    assert learned.std_error == pytest.approx(usual.std_error, rel=0.5)


ODD_NAMES = [
    "a b",
    "a, b",
    "x+y",
    "do",
    "do(x)",
    "体重",
    "<script>",
    'q"q',
    "p -> q",
    "r;s",
    "_",
    "x[latent]",
    "1",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_confounder_with_an_odd_name_is_held_fixed(name: str) -> None:
    """DoWhy, given DOT text, drops such a node without a word; it gets a networkx.DiGraph."""
    columns = ["drug", "pain", name]
    drawn = nx.DiGraph([("drug", "pain"), (name, "drug"), (name, "pain")])
    found = identify(
        from_user(drawn, columns), Query("drug", "pain"), Design(DesignKind.BACKDOOR), observed=columns
    )
    assert isinstance(found, Estimand) and found.design.adjustment_set == (name,)
    without = identify(
        from_user(drawn, columns), Query("drug", "pain"), Design(DesignKind.BACKDOOR), observed=columns[:2]
    )
    assert isinstance(without, NotIdentified)


def test_an_odd_name_changes_no_number() -> None:
    frame = trial().rename(columns={"age": "a + b <script>"})
    drawn = nx.DiGraph([("drug", "pain"), ("a + b <script>", "drug"), ("a + b <script>", "pain")])
    answer = Assistant(frame, graph=drawn).effect("drug", "pain")
    assert answer.estimate.value == pytest.approx(ask(trial()).estimate.value, rel=1e-9)


def test_the_page_of_traps_names_guards_and_tests_that_exist() -> None:
    rows = [
        line
        for line in (ROOT / "docs" / "traps.md").read_text(encoding="utf-8").splitlines()
        if "| `" in line
    ]
    assert len(rows) >= 20
    for row in rows:
        guard, tests = row.split(" | ")[-2:]
        named = re.findall(r"`(?:(tests/[a-z_/]+\.py)::)?(test_\w+)`", tests)
        assert named
        for module, test in named:
            text = (ROOT / (module or "tests/tools/test_traps.py")).read_text(encoding="utf-8")
            assert f"def {test}(" in text, test
        for module, name in re.findall(r"`(tools/[a-z_/]+\.py)`(?: \(`(\w+)`)?", guard):
            assert name in (ROOT / module).read_text(encoding="utf-8"), (module, name)


def test_no_text_becomes_code() -> None:
    """Equation strings of dowhy.gcm reach eval: no module imports it, and none of ours calls eval or exec."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("assistant", "tools", "ui")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(texts) > 100
    for text in texts:
        if not any(word in text for word in ("eval(", "exec(", "gcm")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec")
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "gcm" not in ast.unparse(node)


def test_wrong_names_are_errors_and_not_silence() -> None:
    with pytest.raises(DataError, match="Closest: 'pain'"):
        ask(trial(), outcome="pian")
    with pytest.raises(EstimationError):
        world = worlds.confounded_binary(100)
        ESTIMATORS["aipw"](world.sample(), worlds.confounded_continuous(100).estimand())
