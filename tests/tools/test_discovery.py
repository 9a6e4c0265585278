"""Structure from data: against causal-learn, against known truth, and within background knowledge."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from tests.words import texts
from tools.discovery import DISCOVERERS, Background, Discovered, discover, tiers_by_timing
from tools.discovery.gaussian_skeleton import gaussian_skeleton
from tools.discovery.independence import correlations
from tools.discovery.registry import drawn_rows
from tools.errors import DataError, GraphError, OptionError
from tools.types import ColumnKind, ColumnProfile, DataProfile, Timing


def linear(columns: int, rows: int, seed: int, density: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """(values, arrows) of a random linear Gaussian graph; an arrow goes from a lower to a higher place."""
    rng = np.random.default_rng(seed)
    arrows = np.triu(rng.random((columns, columns)) < density, 1)
    weights = arrows * rng.uniform(0.4, 1.0, arrows.shape) * rng.choice([-1.0, 1.0], arrows.shape)
    values = rng.normal(size=(rows, columns))
    for column in range(columns):
        values[:, column] += values @ weights[:, column]
    return values, arrows


def named(values: np.ndarray, prefix: str = "v") -> pd.DataFrame:
    return pd.DataFrame(values, columns=[f"{prefix}{i}" for i in range(values.shape[1])])


def pairs(found: Discovered) -> set[frozenset[str]]:
    return {frozenset((link.cause, link.effect)) for link in found.links}


# ---------------------------------------------------------------- PC


@pytest.mark.parametrize("seed", range(20))
def test_the_skeleton_is_causal_learns(seed):
    from causallearn.search.ConstraintBased.PC import pc

    values, _ = linear(6 + seed % 5, 1000, seed)
    mine, _ = gaussian_skeleton(correlations(values), len(values), 0.05)
    theirs = pc(values, alpha=0.05, show_progress=False)
    assert (mine == (theirs.G.graph != 0)).all()


def test_a_large_mean_costs_no_digits():
    values, _ = linear(6, 500, 1)
    assert np.allclose(correlations(values + 1e7), np.corrcoef(values.T), atol=1e-7)


def test_a_copy_of_a_column_parts_nobody():
    """What is held fixed says nothing about a column that it determines, and no matrix is singular."""
    values, _ = linear(7, 2000, 4, density=0.8)
    frame = named(values).assign(copy=values[:, 6], total=values[:, 4] + values[:, 5])
    found = pairs(discover(frame))
    assert frozenset(("v6", "copy")) in found
    assert frozenset(("v4", "total")) in found and frozenset(("v5", "total")) in found


@pytest.mark.parametrize("kind", ["numbers", "levels", "both"])
def test_a_collider_is_oriented_in_every_kind_of_data(kind):
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=(2, 6000))
    c = a + b + 0.5 * rng.normal(size=6000)
    d = c + 0.5 * rng.normal(size=6000)
    frame = pd.DataFrame({"a": a, "b": b, "c": c, "d": d})
    if kind == "levels":
        rank = [rng.integers(0, 3, 6000), rng.integers(0, 3, 6000)]
        total = rank[0] + rank[1] + (rng.random(6000) < 0.2)
        frame = pd.DataFrame({"a": rank[0], "b": rank[1], "c": total, "d": total + (rng.random(6000) < 0.2)})
    if kind == "both":
        frame["d"] = np.where(frame["d"] > 0, "high", "low")
    found = discover(frame, alpha=0.001)
    assert set(found.directed) == {("a", "c"), ("b", "c"), ("c", "d")}


def test_a_chain_has_no_direction_and_says_so():
    rng = np.random.default_rng(6)
    a = rng.normal(size=3000)
    b = a + rng.normal(size=3000)
    frame = pd.DataFrame({"a": a, "b": b, "c": b + rng.normal(size=3000)})
    found = discover(frame, alpha=0.001)
    assert found.directed == ()
    assert {link.mark for link in found.undecided} == {"--"}
    # One direction that is known decides the other: b would be a collider.
    known = discover(frame, alpha=0.001, background=Background(required=frozenset({("a", "b")})))
    assert set(known.directed) == {("a", "b"), ("b", "c")}


METHODS = ("pc", "fci", "ges", "direct_lingam", "notears", "pcmci")


@pytest.mark.parametrize("method", METHODS)
def test_background_knowledge_is_respected(method):
    """Tiers, required and forbidden arrows, some of them against what the data say."""
    rng = np.random.default_rng(2)
    linked_untold = 0
    for seed in range(4):
        values, arrows = linear(6, 600, seed, density=0.5)
        values = values**3 if method == "direct_lingam" else values
        frame = named(values)
        true = [(f"v{i}", f"v{j}") for i, j in np.argwhere(arrows).tolist()]
        against = true[rng.integers(len(true))][::-1]  # the opposite of an arrow that is there
        apart = next(arrow for arrow in true if set(arrow) != set(against))
        background = Background(
            {"v4": 0, "v5": 1, against[0]: 1, against[1]: 1},
            required=frozenset({against}),
            forbidden=frozenset({apart, apart[::-1]}),
        )
        found = discover(frame, method, background=background)
        assert against in found.directed
        assert against[::-1] not in found.directed
        assert frozenset(apart) not in pairs(found)
        assert ("v5", "v4") not in found.directed
        if method != "pcmci":  # in time, two columns may lead each other
            assert nx.is_directed_acyclic_graph(nx.DiGraph(found.directed))
        linked_untold += frozenset(apart) in pairs(discover(frame, method))
    # The mirror: untold, the data link the two. (Rows here have no order in time for PCMCI to find.)
    assert linked_untold >= 2 or method == "pcmci"


def test_ges_says_what_background_knowledge_changed():
    """The score is sure of a -> c <- b, c -> d; the person says d -> c, so a and b no longer point alone."""
    background = Background(required=frozenset({("d", "c")}), forbidden=frozenset({("a", "c"), ("c", "a")}))
    found = discover(uniform_world(), "ges", background=background)
    assert ("d", "c") in found.directed and ("c", "d") not in found.directed
    assert any("d -> c: by background knowledge" in note for note in texts(found.notes))
    assert any("a and c: linked by the score" in note for note in texts(found.notes))


def test_what_is_known_completes_directions_by_meeks_rules_in_ges_too():
    rng = np.random.default_rng(6)
    a = rng.normal(size=3000)
    b = a + rng.normal(size=3000)
    frame = pd.DataFrame({"a": a, "b": b, "c": b + rng.normal(size=3000)})
    assert discover(frame, "ges").directed == ()
    known = discover(frame, "ges", background=Background(required=frozenset({("a", "b")})))
    assert set(known.directed) == {("a", "b"), ("b", "c")}


def test_tiers_come_from_timing():
    def column(name: str, timing: Timing) -> ColumnProfile:
        return ColumnProfile(name, ColumnKind.NUMBER, 10, 0, 10, timing=timing)

    columns = (column("age", Timing.BEFORE), column("visit", Timing.AFTER), column("other", Timing.UNKNOWN))
    profile = DataProfile("t", 10, columns, 0, "f")
    known = tiers_by_timing(profile, treatment="dose", outcome="weight")
    assert known.forbids("visit", "age") and known.forbids("weight", "dose")
    assert not known.forbids("age", "visit") and not known.forbids("other", "age")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"required": frozenset({("a", "b")}), "forbidden": frozenset({("a", "b")})}, "forbidden"),
        ({"tiers": {"a": 1, "b": 0}, "required": frozenset({("a", "b")})}, "order in time"),
        ({"required": frozenset({("a", "b"), ("b", "a")})}, "'a'"),
        ({"required": frozenset({("a", "b"), ("b", "c"), ("c", "a")})}, "circle"),
    ],
)
def test_contradictory_background_is_refused(arguments, words):
    with pytest.raises(GraphError, match=words):
        Background(**arguments)


def test_bad_input_is_refused():
    frame = named(linear(3, 100, 0)[0])
    with pytest.raises(OptionError, match="no discovery method named 'magic'"):
        discover(frame, "magic")
    with pytest.raises(OptionError, match="alpha=2"):
        discover(frame, alpha=2)
    with pytest.raises(GraphError, match="'w9'"):
        discover(frame, background=Background({"w9": 1}))
    with pytest.raises(DataError, match="never varies"):
        discover(frame.assign(v0=1.0))
    with pytest.raises(DataError, match="value in every column"):
        discover(frame.assign(v0=np.nan))
    with pytest.raises(DataError, match="two columns"):
        discover(frame[["v0"]])
    with pytest.raises(OptionError, match="takes numbers only"):
        discover(frame.assign(v0=np.where(frame["v0"] > 0, "a", "b")), "notears")


def test_support_tells_strong_links_from_weak_ones():
    rng = np.random.default_rng(8)
    a = rng.normal(size=400)
    frame = pd.DataFrame({"a": a, "b": 2 * a + rng.normal(size=400), "c": 0.15 * a + rng.normal(size=400)})
    found = discover(frame, alpha=0.1, resamples=20, seed=1)
    strong, weak = found.link("a", "b"), found.link("a", "c")
    assert strong is not None and strong.support is not None and strong.support >= 0.8
    assert weak is not None and weak.support is not None and weak.support < strong.support
    assert found == discover(frame, alpha=0.1, resamples=20, seed=1)


def test_resamples_of_a_series_keep_most_rows_beside_the_rows_before_them():
    rows = drawn_rows(np.random.default_rng(0), 800, looked_back=3)
    assert len(rows) == 800 and rows.max() < 800
    steps = np.lib.stride_tricks.sliding_window_view(np.diff(rows), 6) == 1  # 2 x 3 rows back, as PCMCI reads
    assert steps.all(axis=1).mean() > 0.75
    independent = np.diff(drawn_rows(np.random.default_rng(0), 800, looked_back=0))
    assert (independent == 1).mean() < 0.05  # the mirror


# ---------------------------------------------------------------- FCI


def hidden_common_cause(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b, hidden = rng.normal(size=(3, rows))
    x, y = a + hidden + rng.normal(size=rows), b + hidden + rng.normal(size=rows)
    return pd.DataFrame({"a": a, "x": x, "y": y, "b": b})


def test_fci_finds_a_hidden_common_cause_where_pc_cannot():
    frame = hidden_common_cause(5000, 1)
    link = discover(frame, "fci", alpha=0.001).link("x", "y")
    assert link is not None and link.mark == "<->"
    # The mirror: PC has no way to write it.
    assert discover(frame, "pc", alpha=0.001).link("x", "y").mark != "<->"


def test_fci_agrees_with_causal_learn():
    from causallearn.search.ConstraintBased.FCI import fci

    marks = {"->": (-1, 1), "<->": (1, 1), "o->": (2, 1), "o-o": (2, 2)}
    same, compared = 0, 0
    for seed in range(12):
        values, _ = linear(7, 20_000, seed, density=0.35)
        frame = named(values[:, 2:])  # the first two causes are hidden
        mine = {
            frozenset((link.cause, link.effect)): dict(
                zip((link.cause, link.effect), marks[link.mark], strict=True)
            )
            for link in discover(frame, "fci", alpha=0.001).links
        }
        theirs = fci(frame.to_numpy(), alpha=0.001, show_progress=False, verbose=False)[0].graph
        for i, one in enumerate(frame):
            for j, other in enumerate(list(frame)[:i]):
                expected = {one: theirs[i, j], other: theirs[j, i]} if theirs[i, j] else None
                compared += 1
                same += mine.get(frozenset((one, other))) == expected
    # Where finite samples contradict themselves, the order of the rules decides.
    assert same / compared > 0.93


# ---------------------------------------------------------------- the others


def uniform_world(rows: int = 2000, seed: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b, e, f = rng.uniform(-1, 1, (4, rows))
    c = a + b + e
    return pd.DataFrame({"a": a, "b": b, "c": c, "d": c + f})


@pytest.mark.parametrize("method", ["ges", "direct_lingam", "notears"])
def test_score_and_noise_find_the_arrows(method):
    found = discover(uniform_world(), method)
    assert set(found.directed) == {("a", "c"), ("b", "c"), ("c", "d")}
    assert found.assumes


def test_lingam_knows_the_direction_of_a_single_arrow():
    rng = np.random.default_rng(4)
    for order in (["x", "y"], ["y", "x"]):
        x = rng.uniform(-1, 1, 1500)
        frame = pd.DataFrame({"x": x, "y": x + rng.uniform(-1, 1, 1500)})[order]
        assert discover(frame, "direct_lingam").directed == (("x", "y"),)
        assert discover(frame, "pc").directed == ()  # the mirror: independences cannot tell


def test_levels_go_through_ges():
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 2, (2, 3000))
    c = ((a + b + (rng.random(3000) < 0.2)) > 1).astype(int)
    assert set(discover(pd.DataFrame({"a": a, "b": b, "c": c}), "ges").directed) == {("a", "c"), ("b", "c")}


def series(rows: int = 800, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    z, noise = np.zeros((rows, 3)), rng.normal(size=(rows, 3))
    for t in range(2, rows):
        z[t, 0] = 0.8 * z[t - 1, 0] + noise[t, 0]
        z[t, 1] = 0.7 * z[t - 1, 1] + 0.6 * z[t - 2, 0] + noise[t, 1]
        z[t, 2] = 0.5 * z[t - 1, 2] + 0.5 * z[t - 1, 1] + noise[t, 2]
    return pd.DataFrame(z, columns=["u", "v", "w"])


def test_pcmci_finds_the_lags():
    found = {(link.cause, link.lag, link.effect) for link in discover(series(), "pcmci", alpha=0.01).links}
    assert found == {("u", 1, "u"), ("u", 2, "v"), ("v", 1, "v"), ("v", 1, "w"), ("w", 1, "w")}


def test_pcmci_is_not_fooled_by_autocorrelation():
    """Two slow series that do not touch: plain correlations see a link, PCMCI at its level does not."""
    rng = np.random.default_rng(1)
    false_alarms = plain = 0
    for _ in range(40):
        z, noise = np.zeros((300, 2)), rng.normal(size=(300, 2))
        for t in range(1, 300):
            z[t] = 0.95 * z[t - 1] + noise[t]
        found = discover(pd.DataFrame(z, columns=["u", "v"]), "pcmci", alpha=0.05, lags=2)
        false_alarms += any(link.cause != link.effect for link in found.links)
        plain += abs(np.corrcoef(z[:-1, 0], z[1:, 1])[0, 1]) > 1.96 / np.sqrt(299)
    assert false_alarms <= 8
    assert plain >= 20


def test_short_series_are_refused():
    with pytest.raises(DataError, match="too few to look 9 rows back"):
        discover(series(50), "pcmci", lags=9)


def test_the_registry_is_open_and_results_are_plain():
    assert list(DISCOVERERS) == ["fci", "pc", "ges", "direct_lingam", "notears", "pcmci"]
    told = discover(uniform_world(), "pc").to_dict()
    assert told["method"] == "pc" and {"cause", "effect", "mark", "support"} <= set(told["links"][0])


@pytest.mark.parametrize("method", ["pc", "fci"])
def test_a_link_that_is_known_not_to_be_makes_no_collider(method: str) -> None:
    rng = np.random.default_rng(12)
    rain = rng.normal(size=1500)
    river = rain + rng.normal(size=1500)
    chain = pd.DataFrame({"rain": rain, "river": river, "flood": river + rng.normal(size=1500)})
    apart = Background(forbidden=frozenset({("rain", "flood"), ("flood", "rain")}))
    assert str(discover(chain, method, background=apart)) == str(discover(chain, method))
    # The mirror: a true collider is still seen.
    melt = rng.normal(size=1500)
    fork = chain.assign(river=rain + melt + 0.5 * rng.normal(size=1500), flood=melt)
    assert str(discover(fork, method, background=apart)) == str(discover(fork, method))
    assert "> river" in str(discover(fork, method, background=apart))
