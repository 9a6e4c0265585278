"""Draws from the statistics against brute force, and what they must not depend on."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from tests.tools.engine_worlds import COVARIATES, confounded, one_hot
from tools.data import open_table
from tools.engine import (
    Cancelled,
    Statistics,
    bootstrap_effects,
    placebo_effects,
    random_cause_effects,
    regression,
    scan,
    subset_effects,
    weighted_effects,
)
from tools.errors import OptionError

ROWS = 3000
DRAWS = 1500


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return confounded(ROWS, seed=3)


@pytest.fixture(scope="module")
def statistics(frame: pd.DataFrame) -> Statistics:
    return scan(frame, "treatment", "outcome", COVARIATES)


def slope(columns: np.ndarray, outcome: np.ndarray) -> float:
    """Of the second column, by solving the whole regression."""
    return float(np.linalg.solve(columns.T @ columns, columns.T @ outcome)[1])


@pytest.fixture(scope="module")
def design(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    columns = one_hot(frame).to_numpy()
    scale = np.abs(columns).max(axis=0)
    scale[1] = 1.0
    return columns / scale, frame["outcome"].to_numpy()


def same_spread(drawn: np.ndarray, brute: np.ndarray) -> bool:
    return abs(drawn.std() / brute.std() - 1) < 0.1


def test_bootstrap_spreads_as_rows_drawn_again(
    statistics: Statistics, design: tuple[np.ndarray, np.ndarray]
) -> None:
    columns, outcome = design
    r = np.random.default_rng(1)
    rows = (r.integers(ROWS, size=ROWS) for _ in range(DRAWS))
    brute = np.array([slope(columns[i], outcome[i]) for i in rows])
    drawn = bootstrap_effects(statistics, DRAWS)
    assert same_spread(drawn, brute)
    assert abs(drawn.mean() - regression(statistics).value) < 0.1 * drawn.std()


def test_subsets_spread_as_subsets_of_rows(
    statistics: Statistics, design: tuple[np.ndarray, np.ndarray]
) -> None:
    columns, outcome = design
    r = np.random.default_rng(2)
    rows = (r.permutation(ROWS)[: ROWS * 4 // 5] for _ in range(DRAWS))
    brute = np.array([slope(columns[i], outcome[i]) for i in rows])
    assert same_spread(subset_effects(statistics, 0.8, DRAWS), brute)


def test_placebos_spread_as_shuffled_treatments(
    statistics: Statistics, design: tuple[np.ndarray, np.ndarray]
) -> None:
    columns, outcome = design
    r = np.random.default_rng(3)
    shuffled = columns.copy()
    brute = []
    for _ in range(DRAWS):
        shuffled[:, 1] = r.permutation(columns[:, 1])
        brute.append(slope(shuffled, outcome))
    drawn = placebo_effects(statistics, DRAWS)
    assert same_spread(drawn, np.array(brute))
    assert abs(drawn.mean()) < 4 * drawn.std() / np.sqrt(DRAWS)


def test_random_causes_spread_as_added_columns(
    statistics: Statistics, design: tuple[np.ndarray, np.ndarray]
) -> None:
    columns, outcome = design
    r = np.random.default_rng(4)
    brute = np.array([slope(np.column_stack([columns, r.normal(size=ROWS)]), outcome) for _ in range(DRAWS)])
    drawn = random_cause_effects(statistics, DRAWS)
    # Tails are heavy (a product of two normals), so spreads by quantiles.
    ours, theirs = (np.subtract(*np.quantile(values, [0.95, 0.05])) for values in (drawn, brute))
    assert ours == pytest.approx(theirs, rel=0.1)
    assert drawn.mean() == pytest.approx(regression(statistics).value, abs=4 * brute.std() / np.sqrt(DRAWS))


def test_draws_are_the_seeds_and_nothing_elses(statistics: Statistics, frame: pd.DataFrame) -> None:
    again = scan(frame, "treatment", "outcome", COVARIATES)
    np.random.default_rng().random(5)
    for draw in (bootstrap_effects, subset_effects, placebo_effects, random_cause_effects):
        np.testing.assert_array_equal(draw(statistics), draw(again))
        assert not np.array_equal(draw(statistics), draw(statistics, seed=8))
    with pytest.raises(OptionError, match="draws=0"):
        bootstrap_effects(statistics, 0)
    with pytest.raises(OptionError, match="share"):
        subset_effects(statistics, 1.5)


@pytest.mark.parametrize("discrete", [False, True])
def test_the_order_of_the_rows_changes_nothing(frame: pd.DataFrame, discrete: bool) -> None:
    data = frame
    if discrete:  # a few hundred different rows, each several times
        data = pd.DataFrame(
            {
                "treatment": frame["treatment"],
                "region": frame["region"],
                "age": (frame["age"] / 20).round(),
                "outcome": (frame["outcome"] > 9).astype(int),
            }
        )
    covariates = [name for name in data.columns if name not in ("treatment", "outcome")]
    first = scan(data, "treatment", "outcome", covariates)
    assert first.order_free
    for seed in range(2):
        shuffled = data.sample(frac=1, random_state=seed)
        second = scan(shuffled, "treatment", "outcome", covariates)
        np.testing.assert_allclose(second.total, first.total, rtol=1e-9, atol=1e-6)
        assert regression(second).block_error == pytest.approx(regression(first).block_error, rel=1e-9)
        np.testing.assert_allclose(bootstrap_effects(second), bootstrap_effects(first), rtol=1e-9)


def test_equal_rows_do_not_pile_up_in_a_block() -> None:
    r = np.random.default_rng(0)
    rows = 20_000
    data = pd.DataFrame({"treatment": r.integers(0, 2, rows), "sex": r.integers(0, 2, rows)})
    data["outcome"] = (r.random(rows) < 0.3 + 0.2 * data["treatment"]).astype(int)
    statistics = scan(data, "treatment", "outcome", ["sex"])
    sizes = statistics.blocks[:, 0, 0]
    assert sizes.min() > 0 and sizes.max() < 3 * rows / 512
    fit = regression(statistics, hc1=True)
    assert fit.block_error == pytest.approx(fit.hc1_error, rel=0.12)


def test_copied_rows_do_not_narrow_the_block_interval(frame: pd.DataFrame) -> None:
    once = regression(scan(frame, "treatment", "outcome", COVARIATES), hc1=True)
    for order in ("one after the other", "shuffled"):
        data = pd.concat([frame] * 10, ignore_index=True)
        if order == "shuffled":
            data = data.sample(frac=1, random_state=0)
        tenfold = regression(scan(data, "treatment", "outcome", COVARIATES), hc1=True)
        assert tenfold.block_error == pytest.approx(once.block_error, rel=0.02)
    # The mirror: an error that takes the copies for new rows is too small by the square root of ten.
    assert float(tenfold.hc1_error or 0) < 0.4 * float(once.hc1_error or 0)


def test_threads_change_nothing(frame: pd.DataFrame) -> None:
    found = []
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            statistics = scan(frame, "treatment", "outcome", COVARIATES)
            found.append((regression(statistics, hc1=True), bootstrap_effects(statistics)))
    assert found[0][0].hc1_error == found[1][0].hc1_error
    np.testing.assert_array_equal(found[0][1], found[1][1])


def test_linear_algebra_keeps_to_one_thread_and_gives_the_others_back(frame: pd.DataFrame) -> None:
    before = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    seen: list[int] = []

    def look(rows: int) -> None:
        seen.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")

    scan(frame, "treatment", "outcome", COVARIATES, progress=look)
    assert set(seen) == {1}
    assert [p["num_threads"] for p in threadpool_info() if p["user_api"] == "blas"] == before


def test_progress_and_cancellation(tmp_path: Path) -> None:
    path = tmp_path / "trial.parquet"
    parquet.write_table(pa.Table.from_pandas(confounded(200_000)), path, row_group_size=20_000)
    read: list[int] = []
    statistics = scan(path, "treatment", "outcome", COVARIATES, progress=read.append)
    assert read == sorted(read) and read[-1] == 200_000 and len(read) > 3
    with pytest.raises(Cancelled, match="Stopped after"):
        scan(path, "treatment", "outcome", COVARIATES, progress=lambda rows: rows > 50_000)

    def interrupt(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regression(statistics, hc1=True, progress=interrupt)
    with pytest.raises(Cancelled):
        weighted_effects(statistics, progress=lambda rows: True)
    # The statistics are as good as before.
    assert regression(statistics, hc1=True).hc1_error is not None


def test_a_file_is_streamed_in_bounded_memory(tmp_path: Path) -> None:
    """Four times the rows must not take noticeably more memory: nothing of the table is held."""
    piece = pa.Table.from_pandas(confounded(100_000)).select(["treatment", "outcome", *COVARIATES])
    peaks = []
    for copies in (8, 32):
        path = tmp_path / f"{copies}.parquet"
        with parquet.ParquetWriter(path, piece.schema) as writer:
            for _ in range(copies):
                writer.write_table(piece, row_group_size=25_000)
        with open_table(path) as table, _peak() as peak:
            statistics = scan(table, "treatment", "outcome", COVARIATES)
        assert statistics.rows == copies * 100_000
        peaks.append(peak.value)
    # The larger file's columns alone are 32 * 100,000 * 8 * 8 bytes = 205 MB.
    assert peaks[1] - peaks[0] < 40 << 20


class _peak:
    """Highest resident memory, bytes: what one run frees the allocator may give to the next, or to nobody."""

    def __enter__(self) -> _peak:
        gc.collect()
        self.value, self._done = _resident(), threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._done.is_set():
            self.value = max(self.value, _resident())
            time.sleep(0.002)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096
