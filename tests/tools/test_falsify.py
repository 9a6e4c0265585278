"""A graph held against data: size, power, the words, and agreement with DoWhy."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.words import said
from tools.discovery.independence import CountTest, MomentTest, independence_test
from tools.errors import GraphError
from tools.falsification.falsify import implied_independences, parental_claims, test_graph
from tools.graphs import from_user
from tools.several_tests import holm

ARROWS = [("a", "c"), ("b", "c"), ("c", "d"), ("d", "e"), ("b", "e")]
NAMES = list("abcde")


def world(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    e = rng.normal(size=(5, rows))
    a, b = e[0], e[1]
    c = 0.8 * a + 0.7 * b + e[2]
    d = 0.9 * c + e[3]
    return pd.DataFrame({"a": a, "b": b, "c": c, "d": d, "e": 0.8 * d - 0.8 * b + e[4]})


def without(*arrows: tuple[str, str]) -> list[tuple[str, str]]:
    return [arrow for arrow in ARROWS if arrow not in arrows]


def test_the_true_graph_is_rejected_at_the_level_and_a_wrong_one_always():
    true, wrong = from_user(ARROWS, NAMES), from_user(without(("b", "e")), NAMES)
    rejected = missed = 0
    for seed in range(100):
        test = independence_test(world(500, seed))
        rejected += test_graph(true, test).passed is False
        missed += test_graph(wrong, test).passed is not False
    # 5 % of 100, and four standard errors of that share.
    assert rejected <= 5 + 4 * np.sqrt(100 * 0.05 * 0.95)
    assert missed == 0


def test_the_worst_violation_is_named_with_its_mend():
    found = test_graph(from_user(without(("b", "e")), NAMES), independence_test(world(2000, 1)))
    assert {found.violations[0].one, found.violations[0].other} == {"b", "e"}
    assert "b and e are associated" in said(found.said)
    assert "add an arrow between them or a common cause" in said(found.said)
    assert len(found.said) <= 4


def test_the_suggested_arrow_is_the_one_that_was_left_out():
    test = independence_test(world(2000, 1))
    for left_out in (("b", "e"), ("c", "d")):
        found = test_graph(from_user(without(left_out), NAMES), test)
        worst = found.violations[0]
        assert worst.together == len(found.violations) > 1
        assert (worst.changes[0].cause, worst.changes[0].effect, worst.changes[0].left) == (*left_out, 0)
        assert f"{left_out[0]} -> {left_out[1]} takes the contradictions" in said(worst.said)
        # The mirror: no other arrow that is tried settles everything, nor does the same one turned round.
        others = [change for claim in found.violations[:3] for change in claim.changes][1:]
        assert others and all(change.left > 0 for change in others)


def test_small_associations_may_be_let_pass():
    test = independence_test(world(2000, 1))
    graph = from_user(without(("b", "e")), NAMES)
    assert test_graph(graph, test, smallest=0.99).passed is True


def test_the_baseline_rejects_a_graph_with_shuffled_names_and_keeps_the_true_one():
    test = independence_test(world(2000, 2))
    true = test_graph(from_user(ARROWS, NAMES), test, permutations=100).baseline
    assert true.falsifiable and not true.falsified
    names = dict(zip("abcde", "dceab", strict=True))
    shuffled = from_user([(names[one], names[other]) for one, other in ARROWS], NAMES)
    assert test_graph(shuffled, test, permutations=100).baseline.falsified


def test_a_graph_that_claims_nothing_special_is_not_falsifiable():
    test = independence_test(world(500, 3)[["a", "b", "c"]])
    complete = from_user([("a", "b"), ("b", "c"), ("a", "c")], list("abc"))
    found = test_graph(complete, test, permutations=50)
    assert found.passed is None and found.baseline is None
    chain = test_graph(from_user("a -> b -> c", list("abc")), test, permutations=60)
    assert not chain.baseline.falsifiable  # every third shuffle claims the same


def test_dowhy_finds_the_same_violations():
    from dowhy.gcm.falsify import FalsifyConst, falsify_graph

    frame = world(400, 4)

    def pearson(x, y):
        return stats.pearsonr(np.ravel(x), np.ravel(y))[1]

    def partial(x, y, z):
        z = np.column_stack([np.ones(len(z)), z])
        left = [v - z @ np.linalg.lstsq(z, v, rcond=None)[0] for v in (np.ravel(x), np.ravel(y))]
        r = np.corrcoef(left)[0, 1]
        return 2 * stats.norm.sf(np.sqrt(len(z) - z.shape[1] + 1 - 3) * abs(np.arctanh(r)))

    for arrows in (ARROWS, without(("b", "e")), [(effect, cause) for cause, effect in ARROWS]):
        theirs = falsify_graph(
            nx.DiGraph(arrows), frame, independence_test=pearson, conditional_independence_test=partial,
            n_permutations=60, n_jobs=1, show_progress_bar=False,
        )  # fmt: skip
        local = theirs.summary[FalsifyConst.VALIDATE_LMC]
        mine = test_graph(from_user(arrows, NAMES), independence_test(frame), permutations=400).baseline
        assert mine.claims == local[FalsifyConst.N_TESTS]
        assert abs(mine.violated - local[FalsifyConst.GIVEN_VIOLATIONS]) <= 1  # p on either side of 0.05
        # Two shares of shuffled graphs, each with the error of its own number of draws.
        assert abs(mine.as_good - local[FalsifyConst.P_VALUE]) < 4 * np.sqrt(0.25 / 60)
        equivalent = theirs.summary[FalsifyConst.VALIDATE_TPA][FalsifyConst.P_VALUE]
        assert abs(mine.equivalent - equivalent) < 4 * np.sqrt(0.25 / 60)


def test_unmeasured_causes_take_claims_away():
    hidden = from_user("a -> b; c -> d; b <-> d", ["a", "b", "c", "d"])
    claims = {frozenset((claim.one, claim.other)) for claim in implied_independences(hidden, hidden.nodes)}
    assert frozenset("bd") not in claims and frozenset("ac") in claims
    directed = nx.DiGraph([("a", "b"), ("b", "c")])
    assert {(c.one, c.other, c.given) for c in parental_claims(directed)} == {("c", "a", ("b",))}


def test_an_open_ended_graph_claims_nothing_about_its_first_causes_and_loose_ends():
    frame = world(2000, 5).assign(f=lambda f: f["a"] + f["b"])
    graph = from_user("a -> c; b -> c; c -> d", list(frame))
    test = independence_test(frame[["a", "b", "c", "d"]].assign(b=frame["f"]))
    assert test_graph(graph, test).passed is False  # a and b are linked
    assert test_graph(graph, test, open_ended=True).passed is None


def test_an_idle_arrow_is_listed():
    found = test_graph(from_user([*ARROWS, ("a", "e")], NAMES), independence_test(world(2000, 6)))
    assert ("a", "e") in {(arrow.cause, arrow.effect) for arrow in found.idle}
    assert ("c", "d") not in {(arrow.cause, arrow.effect) for arrow in found.idle}


def test_holm_is_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(0).random(30) ** 3
    assert np.allclose(holm(p), multipletests(p, method="holm")[1])


def test_no_column_in_common_is_refused():
    with pytest.raises(GraphError, match="No column of the graph"):
        test_graph(from_user("x -> y", ["x", "y"]), independence_test(world(100, 0)))


# ---------------------------------------------------------------- the tests themselves


def test_gaussian_and_count_tests_agree_with_the_textbook():
    frame = world(300, 7)
    test = independence_test(frame)
    assert isinstance(test, MomentTest)
    residuals = [
        frame[name] - np.polyval(np.polyfit(frame["c"], frame[name], 1), frame["c"]) for name in ("a", "d")
    ]
    r = np.corrcoef(residuals)[0, 1]
    expected = 2 * stats.norm.sf(np.sqrt(300 - 1 - 3) * abs(np.arctanh(r)))
    assert test.p_values([(0, 3, (2,))])[0] == pytest.approx(expected, rel=1e-7)
    levels = pd.DataFrame(np.random.default_rng(1).integers(0, 3, (500, 2)), columns=["x", "y"])
    counted = independence_test(levels)
    assert isinstance(counted, CountTest)
    table = pd.crosstab(levels["x"], levels["y"])
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").pvalue
    assert counted.p_values([(0, 1, ())])[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("kind", ["gaussian", "rank", "mixed", "discrete"])
def test_p_values_are_uniform_where_there_is_no_link(kind):
    rng = np.random.default_rng(11)
    p = []
    for _ in range(120):
        z = rng.normal(size=600)
        x, y = z + rng.normal(size=600), z + rng.normal(size=600)
        frame = pd.DataFrame({"x": x, "y": y, "z": z})
        if kind == "mixed":
            frame["x"] = np.where(rng.random(600) < 1 / (1 + np.exp(-z)), "yes", "no")
            frame["y"] = y
        if kind == "discrete":
            z = rng.integers(0, 3, 600)
            frame = pd.DataFrame({
                "x": z + rng.integers(0, 2, 600), "y": z + rng.integers(0, 2, 600), "z": z
            })  # fmt: skip
        p.append(independence_test(frame, kind).p_values([(0, 1, (2,))])[0])
    assert stats.kstest(p, "uniform").pvalue > 1e-3
