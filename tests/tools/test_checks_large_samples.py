"""In large samples the checks draw from the engine's known distributions: the same spreads as real draws."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.engine_worlds import COVARIATES, confounded
from tools.checks import refits
from tools.checks.linear import LinearFit, encode, fit_linear
from tools.checks.refits import effects_of_shuffled, effects_with_random_covariate

ROWS = 12_000
DRAWS = 1500


@pytest.fixture(scope="module")
def fit() -> LinearFit:
    frame = confounded(ROWS, seed=8)
    covariates = encode(frame, COVARIATES).matrix
    return fit_linear(covariates, frame["treatment"].to_numpy(), frame["outcome"].to_numpy())


def test_shuffles_spread_as_real_shuffles(fit: LinearFit, monkeypatch: pytest.MonkeyPatch) -> None:
    treatment = confounded(ROWS, seed=8)["treatment"].to_numpy()
    known = effects_of_shuffled(fit, treatment, DRAWS, np.random.default_rng(1))
    monkeypatch.setattr(refits, "ONE_PASS_ROWS", ROWS + 1)
    real = effects_of_shuffled(fit, treatment, 400, np.random.default_rng(2))
    assert known.std() == pytest.approx(real.std(), rel=4 * np.sqrt(1 / 800 + 1 / (2 * DRAWS)))
    assert abs(known.mean()) < 4 * known.std() / np.sqrt(DRAWS)


def test_made_up_covariates_move_it_as_real_ones_do(fit: LinearFit, monkeypatch: pytest.MonkeyPatch) -> None:
    known = effects_with_random_covariate(fit, DRAWS, np.random.default_rng(1))
    monkeypatch.setattr(refits, "ONE_PASS_ROWS", ROWS + 1)
    real = effects_with_random_covariate(fit, 400, np.random.default_rng(2))
    ours, theirs = (np.subtract(*np.quantile(values, [0.9, 0.1])) for values in (known, real))
    assert ours == pytest.approx(theirs, rel=0.3)
    assert abs(known.mean() - fit.value) < 4 * known.std() / np.sqrt(DRAWS)


def test_whole_clusters_are_still_shuffled_as_wholes() -> None:
    """A mirror: drawn as if rows were shuffled one by one, the placebo would be far too narrow."""
    draw = np.random.default_rng(10)
    village = np.repeat(np.arange(60), 250)
    treated = (np.arange(60) % 2)[village].astype(float)
    result = draw.standard_normal(60)[village] + 0.3 * draw.standard_normal(len(village))
    fit = fit_linear(np.empty((len(village), 0)), treated, result, clusters=village)
    spread = effects_of_shuffled(fit, treated, 300, np.random.default_rng(1)).std()
    assert spread == pytest.approx(fit.std_error, rel=0.25)
