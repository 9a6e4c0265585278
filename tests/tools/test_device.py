"""Products by torch (here on its CPU device) give what numpy gives; without a GPU numpy does them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.tools.engine_worlds import COVARIATES, confounded
from tools import device
from tools.device import batched_grams, device_for, gram, on_device
from tools.engine import bootstrap_effects, regression, scan, weighted_effects
from tools.estimators.matching import nearest


@pytest.fixture
def by_torch() -> Iterator[None]:
    with on_device("cpu"):
        yield


def test_without_a_gpu_numpy_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_gpu", lambda: None)
    assert device_for(10**12) is None
    assert batched_grams(np.ones((2, 3, 4))) is None
    assert gram(np.ones((3, 4)), None) is None


def test_a_gpu_is_for_products_that_are_worth_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_gpu", lambda: "cuda")
    assert (device_for(1000), device_for(device.WORTH)) == (None, "cuda")
    with on_device(None):
        assert device_for(device.WORTH) is None


def test_products_are_numpys(by_torch: None) -> None:
    draw = np.random.default_rng(1)
    pieces, weights = draw.standard_normal((4, 50, 6)), draw.random(50)
    found = batched_grams(pieces)
    assert found is not None
    np.testing.assert_allclose(found, pieces.transpose(0, 2, 1) @ pieces, rtol=1e-12, atol=1e-12)
    matrix = pieces[0].T
    weighted, plain = gram(matrix, weights), gram(matrix, None)
    assert weighted is not None and plain is not None
    np.testing.assert_allclose(weighted, matrix * weights @ matrix.T, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(plain, matrix @ matrix.T, rtol=1e-12, atol=1e-12)


def test_a_scan_by_torch_is_the_same_scan(tmp_path: Path) -> None:
    frame = confounded(6000, seed=4)
    path = tmp_path / "trips.parquet"
    frame.to_parquet(path)
    for source in (frame, str(path)):
        found = []
        for name in (None, "cpu"):
            with on_device(name):
                statistics = scan(source, "treatment", "outcome", COVARIATES)
                fit, weighted = regression(statistics, hc1=True), weighted_effects(statistics)
                draws = bootstrap_effects(statistics, 50)
            found.append([fit.value, fit.std_error, fit.error, weighted.aipw.value, *draws])
        np.testing.assert_allclose(found[1], found[0], rtol=1e-10)


@pytest.mark.parametrize("own", [False, True])
def test_matches_by_torch_are_the_same_matches(own: bool) -> None:
    draw = np.random.default_rng(2)
    places = draw.integers(0, 3, (300, 8)).astype(float)  # whole numbers, so that there are ties
    queries = places if own else draw.integers(0, 3, (120, 8)).astype(float)
    itself = np.arange(300) if own else None
    found = []
    for name in (None, "cpu"):
        with on_device(name):
            found.append(nearest(queries, places, itself))
    for ours, theirs in zip(found[1], found[0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert len(found[0][0]) > len(queries)
