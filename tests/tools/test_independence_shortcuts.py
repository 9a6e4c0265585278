"""The quick ways of the correlation tests against the plain ones."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tools.discovery import discover
from tools.discovery.gaussian_skeleton import gaussian_skeleton
from tools.discovery.independence import NARROW, MomentTest, correlations, cross_products, independence_test
from tools.errors import DataError


def mixed_normals(columns: int, rows: int = 400, seed: int = 0) -> np.ndarray:
    """Normal columns that all have something to do with one another."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)) @ (np.eye(columns) + 0.4 * rng.normal(size=(columns, columns)))


def named(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=[f"v{i}" for i in range(values.shape[1])])


def partial_correlation(values: np.ndarray, x: int, y: int, given: tuple[int, ...]) -> float:
    """By the book: what least squares on the given columns leaves of both."""
    design = np.column_stack([np.ones(len(values)), values[:, given]])
    left = [values[:, c] - design @ np.linalg.lstsq(design, values[:, c], rcond=None)[0] for c in (x, y)]
    return float(stats.pearsonr(*left).statistic)


@pytest.mark.parametrize("columns", [1, 3, 4, 5, 6, 9, 20, NARROW, NARROW + 1])
@pytest.mark.parametrize("order", ["C", "F"])
def test_products_in_bands_are_the_products(columns, order):
    values = np.array(mixed_normals(columns, 300), order=order)
    found = cross_products(values)
    assert np.allclose(found, np.einsum("ri,rj->ij", values, values), rtol=1e-12, atol=1e-9)
    assert (found == found.T).all()


@pytest.mark.parametrize(
    ("mean", "spread"), [(1e8, 1.0), (-1e8, 1.0), (1.0, 1e-7), (0.0, 1e-150), (0.0, 1e150)]
)
def test_a_nasty_column_costs_no_digits(mean, spread):
    values = mixed_normals(6)
    plain = np.corrcoef(values.T)
    values[:, 2] = mean + spread * values[:, 2]
    # What the column itself has lost by then, as two passes over it find: no more may be lost.
    kept = np.corrcoef(((values - values.mean(axis=0)) / values.std(axis=0)).T)
    assert np.allclose(correlations(values), kept, atol=1e-12)
    assert np.allclose(independence_test(named(values)).correlation, plain, atol=1e-7)


def test_the_mirror_one_pass_over_a_large_mean_loses_everything():
    values = mixed_normals(6) + 1e8
    sums = values.sum(axis=0)
    products = cross_products(values) - np.outer(sums, sums) / len(values)
    assert not np.allclose(products, 400 * np.cov(values.T, bias=True), rtol=0.05)


def test_gaps_go_with_their_rows_and_a_constant_is_refused():
    frame = named(mixed_normals(6))
    holed = frame.copy()
    holed.iloc[3, 1], holed.iloc[7, 4], holed.iloc[9, 0] = np.nan, np.inf, -np.inf
    found = independence_test(holed)
    assert found.rows == 397
    assert np.allclose(found.correlation, np.corrcoef(frame.drop(index=[3, 7, 9]).to_numpy().T))
    for constant in (0.0, 3.1, 1e8):
        with pytest.raises(DataError, match="never varies"):
            independence_test(frame.assign(v2=constant))


def test_how_the_columns_are_kept_makes_no_difference():
    """One block, two blocks, whole numbers beside floats, single precision: the same test."""
    frame = named(mixed_normals(5)).assign(v3=lambda t: (10 * t["v3"]).round())
    expected = independence_test(frame)
    two = pd.concat([frame[["v0", "v1"]], frame[["v2", "v3", "v4"]]], axis=1)
    two["v4"] = frame["v4"].to_numpy()
    for other in (two, frame.astype({"v3": int})):
        found = independence_test(other)
        assert found.names == expected.names and found.label == expected.label
        assert np.allclose(found.correlation, expected.correlation, atol=1e-13)
    levels = frame.assign(v3=frame["v3"] > 0, v0=np.where(frame["v0"] > 0, "a", "b"))
    assert independence_test(levels).label != expected.label
    assert np.allclose(
        independence_test(frame.astype("float32")).correlation, expected.correlation, atol=1e-6
    )


def test_strengths_and_p_values_are_those_of_least_squares():
    values = mixed_normals(7, 120)
    test = independence_test(named(values))
    asked = [(0, 1, ()), (2, 5, (0,)), (6, 3, (1, 2)), (1, 4, (0, 2, 3, 5, 6))]
    sizes = np.array([abs(partial_correlation(values, *question)) for question in asked])
    assert np.allclose(test.strengths(asked), sizes, atol=1e-9)
    z = np.arctanh(sizes) * np.sqrt([120 - 3 - len(given) for _, _, given in asked])
    assert np.allclose(test.p_values(asked), 2 * stats.norm.sf(z), atol=1e-8)
    assert len(test.strengths([])) == len(test.p_values([])) == 0


def test_columns_that_the_given_ones_determine_are_associated_with_nothing():
    values = mixed_normals(4)
    values = np.column_stack([values, values[:, 0], values[:, 1] + values[:, 2]])
    test = independence_test(named(values))
    assert test.strengths([(0, 1, (4,)), (5, 3, (1, 2))]).max() < 1e-4
    assert test.strengths([(0, 4, ())])[0] == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(4))
def test_the_skeleton_is_that_of_least_squares_with_the_most_convincing_sets(seed):
    """Level by level, test by test, each partial correlation by least squares: the same pairs and sets."""
    alpha, rng = 0.05, np.random.default_rng(seed)
    weights = np.triu((rng.random((7, 7)) < 0.6) * rng.uniform(0.2, 0.8, (7, 7)), 1)
    values = rng.normal(size=(300, 7))
    for column in range(7):
        values[:, column] += values @ weights[:, column]
    adjacent, separators = ~np.eye(7, dtype=bool), {}
    for size in range(6):
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for x, y in itertools.permutations(range(7), 2):
            around = [z for z in range(7) if adjacent[x, z] and z != y]
            for given in itertools.combinations(around, size) if adjacent[x, y] else ():
                r = abs(partial_correlation(values, x, y, given))
                pair = (min(x, y), max(x, y))
                if np.arctanh(r) * np.sqrt(300 - size - 3) <= stats.norm.isf(alpha / 2):
                    best[pair] = min(best.get(pair, (r, given)), (r, given))
        for (x, y), (_, given) in best.items():
            adjacent[x, y] = adjacent[y, x] = False
            separators[x, y] = set(given)
    found, sets = gaussian_skeleton(correlations(values), 300, alpha)
    assert (found == adjacent).all()
    assert {pair: set(given) for pair, given in sets.items()} == {p: g for p, g in separators.items() if g}


def test_copies_and_sums_stop_no_level():
    """No matrix of any level is singular, whichever columns determine one another."""
    values = mixed_normals(6, 2000, seed=3)
    copies = np.column_stack([values, values[:, :3], values[:, 0] + values[:, 1], values.sum(axis=1)])
    found = discover(named(copies), alpha=0.2)
    assert all(np.isfinite(link.strength) and 0 <= link.strength <= 1 for link in found.links)
    assert found.link("v0", "v6") is not None
    assert isinstance(independence_test(named(copies)), MomentTest)
