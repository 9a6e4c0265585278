"""A change of the mean shared out among what changed: worlds whose root cause is set, and their mirrors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tools.effects.attribution import (
    Attribution,
    Contribution,
    Origin,
    Place,
    Verdict,
    attribute_change,
    plain_change,
    shifts_of,
)
from tools.errors import EstimationError
from tools.messages import Scale

CHAIN: Mapping[str, Sequence[str]] = {"db": ("load", "cache"), "api": ("db",), "front": ("api", "auth")}
PER_HIT = -0.5 * 2.0 * 1.5  # ms of the front end for one more point of the cache's hits


def services(
    seed: int, *, rows: int = 600, hit: int = 80, cache: float = 0.0, db: float = 0.0, front: float = 0.0
) -> dict[str, np.ndarray]:
    """A chain of services; the last `hit` rows have the changes given."""
    r = np.random.default_rng(seed)
    changed = np.arange(rows) >= rows - hit
    load, hits = 50 + 5 * r.normal(size=rows), 90 + 2 * r.normal(size=rows) + cache * changed
    auth = 20 + 2 * r.normal(size=rows)
    database = 30 + 0.4 * load - 0.5 * hits + db * changed + r.normal(size=rows)
    api = 10 + 2.0 * database + 2 * r.normal(size=rows)
    end = 5 + 1.5 * api + auth + front * changed + 3 * r.normal(size=rows)
    columns = {"load": load, "cache": hits, "auth": auth, "db": database, "api": api, "front": end}
    return {name: values[:, None] for name, values in columns.items()}


def late(values: Mapping[str, np.ndarray], hit: int = 80) -> np.ndarray:
    rows = len(next(iter(values.values())))
    return np.arange(rows) >= rows - hit


def of(values: Mapping[str, np.ndarray], hit: int = 80, **more: Any) -> Attribution:
    asked = late(values, hit)
    about = {"parents": CHAIN, "draws": 100, **more}
    return attribute_change(values=values, outcome="front", usual=~asked, asked=asked, scale=Scale(), **about)


def part(found: Attribution, name: str) -> Contribution:
    return next(c for c in found.contributions if c.name == name)


def test_an_input_that_changed_is_the_first_cause_and_the_parts_add_up_to_the_change():
    found = of(services(1, cache=-20))
    first = found.causes[0]
    assert (first.name, first.origin, found.verdict) == ("cache", Origin.INPUT, Verdict.EXPLAINED)
    assert first.path == ("cache", "db", "api", "front")
    assert first.part.std_error is not None
    assert abs(first.part.value - (-20 * PER_HIT)) < 4 * first.part.std_error
    assert sum(c.part.value for c in found.contributions) == pytest.approx(found.change.value, rel=1e-9)


def test_a_mechanism_that_changed_is_told_from_the_inputs_it_follows():
    found = of(services(2, db=8))
    first = found.causes[0]
    assert (first.name, first.origin) == ("db", Origin.MECHANISM)
    assert first.own == pytest.approx(8, abs=1.0)
    assert not part(found, "cache").clear
    # The mirror: without the arrows into it the same column passes for an input that changed of itself.
    bare = {"api": ("db",), "front": ("api", "auth")}
    assert of(services(2, cache=-20), parents=bare).causes[0].name == "db"


def test_what_arose_in_the_outcome_itself_is_explained_by_nothing():
    found = of(services(3, front=25))
    assert found.verdict is Verdict.UNEXPLAINED and found.causes == ()
    assert found.unexplained is not None and found.unexplained.ci_95 is not None
    assert found.unexplained.ci_95[0] < 25 < found.unexplained.ci_95[1]


def test_two_causes_that_pull_against_each_other_are_both_told():
    found = of(services(4, cache=-30, db=-6))
    assert [c.name for c in found.causes] == ["cache"] and [c.name for c in found.against] == ["db"]


def test_without_a_change_there_is_nothing_to_explain():
    assert of(services(5)).verdict is Verdict.NO_CHANGE


def test_the_intervals_cover_the_true_parts():
    truths, draws = {"cache": -10 * PER_HIT, "db": 4 * 3.0}, 100
    covered = dict.fromkeys(truths, 0)
    for seed in range(draws):
        values = services(100 + seed, rows=240, hit=60, cache=-10, db=4)
        found = of(values, hit=60, draws=40, seed=seed)
        for name, truth in truths.items():
            low, high = part(found, name).part.ci_95 or (0.0, 0.0)
            covered[name] += low <= truth <= high
    for hits in covered.values():
        assert abs(hits / draws - 0.95) < 4 * np.sqrt(0.95 * 0.05 / draws)


def test_neighbours_that_are_alike_widen_the_intervals():
    r = np.random.default_rng(8)
    noise = r.normal(size=(600, 1))
    for row in range(1, 600):
        noise[row] += 0.9 * noise[row - 1]
    values = {"input": noise, "front": 2 * noise + r.normal(size=(600, 1))}
    about = {"parents": {"front": ("input",)}}
    ordered, shuffled = of(values, ordered=True, **about), of(values, ordered=False, **about)
    assert (ordered.change.std_error or 0) > 1.8 * (shuffled.change.std_error or 0)


def test_a_product_of_two_causes_is_shared_out_and_not_laid_on_the_product():
    """Revenue is orders times basket: the basket falls, and nothing else is to blame."""
    r = np.random.default_rng(9)
    asked = np.arange(800) >= 700
    orders = 100 + 15 * r.normal(size=800)
    basket = 50 + 6 * r.normal(size=800) - 20 * asked
    values = {"orders": orders[:, None], "basket": basket[:, None], "front": (orders * basket)[:, None]}
    found = of(values, hit=100, parents={"front": ("orders", "basket")})
    assert [c.name for c in found.causes] == ["basket"] and found.unexplained is not None
    assert abs(found.unexplained.value) < 0.05 * abs(found.change.value)


def test_slopes_that_changed_are_shared_out_by_shapley_values_and_add_up():
    r = np.random.default_rng(10)
    asked = np.arange(900) >= 600
    x = r.normal(size=900) + 5 + 2 * asked
    z = np.where(asked, 3.0, 1.0) * x + 0.2 * r.normal(size=900)
    y = z + 0.2 * r.normal(size=900)
    values = {"x": x[:, None], "z": z[:, None], "front": y[:, None]}
    found = of(values, hit=300, parents={"z": ("x",), "front": ("z",)})
    # Of two that change a product x * slope, from 5 to 7 and from 1 to 3, each has its mean share.
    assert part(found, "x").part.value == pytest.approx(2 * 2, abs=0.4)
    assert part(found, "z").part.value == pytest.approx(2 * 6, abs=0.4)
    assert sum(c.part.value for c in found.contributions) == pytest.approx(found.change.value, rel=1e-9)


def test_a_single_row_is_explained_by_what_stands_off():
    values = services(11)
    row = np.zeros(600, dtype=bool)
    row[300] = True
    values["auth"][300] += 100
    values["front"][300] += 100
    about: dict[str, Any] = {"values": values, "parents": CHAIN, "outcome": "front", "scale": Scale()}
    found = attribute_change(usual=~row, asked=row, draws=50, **about)
    assert found.single and found.causes[0].name == "auth"
    assert found.causes[0].part.value == pytest.approx(100, abs=12)
    # An ordinary row has nothing that stands off.
    other = np.roll(row, 50)
    assert attribute_change(usual=~other, asked=other, draws=50, **about).verdict is Verdict.NO_CHANGE


def test_the_mix_of_a_category_can_be_the_cause():
    r = np.random.default_rng(12)
    asked = np.arange(1000) >= 700
    south = r.random(1000) < np.where(asked, 0.8, 0.2)
    east = ~south & (r.random(1000) < 0.5)
    values = {
        "region": np.column_stack([south, east]).astype(float),
        "front": (10 - 6.0 * south + r.normal(size=1000))[:, None],
    }
    found = of(values, hit=300, parents={"front": ("region",)})
    assert found.causes[0].name == "region"
    assert found.causes[0].part.value == pytest.approx(-6 * 0.6, abs=0.6)


def test_too_few_usual_rows_are_an_error():
    with pytest.raises(EstimationError):
        of(services(13, rows=95))


def test_without_a_graph_only_what_changed_and_in_which_order_is_told():
    values = services(14, cache=-20)
    values["auth"][560:] += 30  # later than the cache
    asked = late(values)
    places = {name: Place.UNPLACED for name in ("load", "cache", "auth")}
    shifts = shifts_of(values=values, places=places, usual=~asked, asked=asked, ordered=True)
    assert [s.name for s in shifts] == ["cache", "auth"]
    assert abs((shifts[0].onset or 0) - 520) < 5 and abs((shifts[1].onset or 0) - 560) < 5
    found = plain_change(
        values=values, outcome="front", usual=~asked, asked=asked, scale=Scale(), ordered=True
    )
    assert found.verdict is Verdict.NO_GRAPH and found.contributions == () and found.explained is None


def test_dowhy_shares_a_change_out_alike():
    """`dowhy.gcm.distribution_change` of the mean with its own linear mechanisms, on the same rows."""
    import networkx as nx
    from dowhy import gcm

    values = services(15, rows=500, hit=250, cache=-20, db=5)
    asked = late(values, 250)
    frame = pd.DataFrame({name: array[:, 0] for name, array in values.items()})
    graph = nx.DiGraph([(cause, effect) for effect, causes in CHAIN.items() for cause in causes])
    model = gcm.ProbabilisticCausalModel(graph)
    for node in graph.nodes:
        model.set_causal_mechanism(
            node,
            gcm.AdditiveNoiseModel(gcm.ml.create_linear_regressor())
            if CHAIN.get(node)
            else gcm.EmpiricalDistribution(),
        )
    gcm.util.general.set_random_seed(3)
    gcm.config.disable_progress_bars()
    theirs = gcm.distribution_change(
        model,
        frame[~asked],
        frame[asked],
        "front",
        num_samples=1000,
        # Whether a mechanism changed at all is not what is compared here: each counts as changed.
        independence_test=lambda *_, **__: 0.0,
        conditional_independence_test=lambda *_, **__: 0.0,
        difference_estimation_func=lambda old, new: float(np.mean(new) - np.mean(old)),
    )
    ours = of(values, hit=250)
    for name, value in theirs.items():
        assert part(ours, name).part.value == pytest.approx(value, abs=0.06 * abs(ours.change.value)), name
