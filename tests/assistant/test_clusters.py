"""Rows that belong together are seen in words and in numbers, and the interval counts groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.planning.clusters import find_clusters
from assistant.planning.design import make_study
from assistant.types import Reading
from tools.data import open_table, profile_table
from tools.types import Design, DesignKind

BACKDOOR = Design(DesignKind.BACKDOOR)


def found(frame: pd.DataFrame, description: str = "", design: Design = BACKDOOR) -> str | None:
    table = open_table(frame)
    study = make_study("", Reading("t", "y", 1.0), profile_table(table, description), table)
    clusters = find_clusters(study, design)
    return clusters.column if clusters is not None else None


def flocks(name: str, groups: int = 40, rows: int = 20, seed: int = 1) -> pd.DataFrame:
    """Whole groups decided for the treatment, which does nothing; groups differ, rows hardly do."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), rows)
    treated = rng.permutation(np.arange(groups) % 2)[group]
    outcome = rng.normal(0, 3, groups)[group] + rng.normal(0, 3, len(group))
    noise = rng.normal(size=len(group)).round(2)
    return pd.DataFrame({name: group + 1, "t": treated, "noise": noise, "y": outcome})


@pytest.mark.parametrize("name", ["school_id", "betrieb", "门店", "herd"])
def test_groups_that_decide_the_treatment_are_found_whatever_they_are_called(name: str) -> None:
    frame = flocks(name)
    assert found(frame) == name
    assert found(frame.assign(**{name: [f"no. {value}" for value in frame[name]]})) == name
    shuffled = frame.assign(t=np.random.default_rng(2).permutation(frame["t"]))
    assert found(shuffled) in (None, name if name == "school_id" else None)  # an id that repeats is a unit


def test_an_interval_by_groups_covers_and_one_by_rows_does_not() -> None:
    covered = {"herd": 0, None: 0}
    for seed in range(20):
        frame = flocks("herd", seed=seed)
        answer = Assistant(frame).effect("t", "y")
        plain = Assistant(frame.drop(columns="herd")).effect("t", "y")
        for name, each in (("herd", answer), (None, plain)):
            low, high = each.estimate.ci_95
            covered[name] += low <= 0 <= high
        assert answer.design.cluster == "herd" and plain.design.cluster is None
    assert covered["herd"] >= 16 and covered[None] <= 13
    assert "the interval counts 40 groups, not 800 rows" in " ".join(answer.warnings)


def test_a_unit_seen_several_times_is_found() -> None:
    rng = np.random.default_rng(3)
    guest = np.repeat(np.arange(100), 6)
    weight = rng.normal(70, 10, 100).round(1)[guest]
    frame = pd.DataFrame({
        "guest_id": guest, "weight": weight, "t": rng.integers(0, 2, 600), "y": rng.normal(size=600),
    })  # fmt: skip
    assert found(frame) == "guest_id"
    assert found(frame.drop_duplicates("guest_id")) is None


def test_a_quantity_is_no_group() -> None:
    rng = np.random.default_rng(4)
    age = rng.integers(20, 80, 1200)
    frame = pd.DataFrame({"age": age, "t": (age >= 50).astype(int), "y": rng.normal(size=1200)})
    assert found(frame) is None
    assert found(frame.assign(t=rng.integers(0, 2, 1200))) is None


def test_a_treatment_so_rare_that_pairs_are_alike_by_chance_makes_no_groups() -> None:
    rng = np.random.default_rng(5)
    letter = np.concatenate([np.repeat(np.arange(30), 2), np.arange(30, 130)])
    frame = pd.DataFrame({"letter": letter, "t": np.isin(letter, (40, 60, 80)), "y": rng.normal(size=160)})
    assert found(frame) is None


def test_few_groups_are_told_and_not_counted() -> None:
    answer = Assistant(flocks("region", groups=4, rows=100)).effect("t", "y")
    assert answer.design.cluster is None
    assert "4 groups are too few" in " ".join(answer.warnings)


def test_designs_with_a_unit_of_their_own_are_left_alone() -> None:
    assert found(flocks("shop_id"), design=Design(DesignKind.DID, unit="shop_id")) is None
    assert found(flocks("shop_id"), design=Design(DesignKind.BACKDOOR, cluster="noise")) is None
