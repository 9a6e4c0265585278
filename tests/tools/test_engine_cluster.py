"""Statistics reduced on a real Dask scheduler with two worker processes equal those of one scan here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.tools.checks_worlds import study
from tests.tools.engine_worlds import COVARIATES, confounded
from tools.checks.refits import REFITS, random_subsets, reestimates
from tools.checks.setting import set_up
from tools.engine import Statistics, bootstrap_effects, regression, scan
from tools.engine.cluster import connect, merged, scan_on
from tools.errors import DataError, OptionError
from tools.estimators import ESTIMATORS
from tools.parallel import each, on_workers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files of one table: of different size, and with a level that only one of them has."""
    place = tmp_path_factory.mktemp("trips")
    frame = confounded(9000, seed=5)
    frame["region"] = frame["region"].astype(str)
    frame.loc[frame.index[-40:], "region"] = "island"
    frame.loc[7, "age"] = np.nan
    for number, (first, last) in enumerate([(0, 2000), (2000, 5500), (5500, 9000)]):
        table = pa.Table.from_pandas(frame.iloc[first:last], preserve_index=False)
        parquet.write_table(table, place / f"part-{number}.parquet")
    return place


@pytest.fixture(scope="module")
def here(folder: Path) -> Statistics:
    return scan(str(folder / "*.parquet"), "treatment", "outcome", COVARIATES)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler and two workers, each a process of its own, on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    python = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    started = [subprocess.Popen([*python, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"])]
    for _ in range(2):
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny"]
        started.append(
            subprocess.Popen([*worker, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"])
        )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with connect(address, seconds=2) as client:
                client.wait_for_workers(2, timeout=100)
            break
        except OptionError:
            time.sleep(0.2)
    yield address
    for process in started:
        process.kill()  # they hold nothing, and a worker that is asked to leave waits for its scheduler
        process.wait()


def test_two_workers_give_what_one_scan_gives(scheduler: str, folder: Path, here: Statistics) -> None:
    with connect(scheduler) as client:
        assert len(client.scheduler_info(n_workers=-1)["workers"]) == 2
        found = scan_on(client, str(folder / "*.parquet"), "treatment", "outcome", COVARIATES)
        with pytest.raises(DataError, match="No file matches"):
            scan_on(client, str(folder / "none-*.parquet"), "treatment", "outcome", COVARIATES)
    assert (found.rows, found.rows_dropped) == (here.rows, here.rows_dropped) == (8999, 1)
    ours, theirs = regression(found), regression(here)
    for name in ("value", "std_error", "block_error"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-12)
    np.testing.assert_allclose(bootstrap_effects(found), bootstrap_effects(here), rtol=1e-11)
    assert found.arms is not None and here.arms is not None
    assert found.arms[:, 0, 0] == pytest.approx(here.arms[:, 0, 0])


def test_the_assistant_uses_the_cluster_it_is_given(scheduler: str, folder: Path, here: Statistics) -> None:
    from assistant import Assistant

    there = Assistant(str(folder / "*.parquet"), cluster=scheduler)
    found = there.statistics("treatment", "outcome", COVARIATES)
    local = Assistant(str(folder / "*.parquet")).statistics("treatment", "outcome", COVARIATES)
    assert found.source is None and local.source is not None
    assert regression(found).value == pytest.approx(regression(here).value, rel=1e-12)
    assert regression(local).value == pytest.approx(regression(here).value, rel=1e-12)
    with pytest.raises(OptionError, match="in memory"):
        Assistant(confounded(50), cluster=scheduler).statistics("treatment", "outcome")


def test_folds_and_repeated_estimates_run_on_the_workers(scheduler: str) -> None:
    frame = confounded(400, seed=3)
    sample, estimand = study(frame, adjust=COVARIATES, treatment="treatment", outcome="outcome")
    found = []
    for address in (None, scheduler):
        with on_workers(address):
            processes = set(each(os.getpid, [()] * 8))
            assert (processes == {os.getpid()}) is (address is None)
            learned = ESTIMATORS["dml_interactive"](sample, estimand)
            weighted = ESTIMATORS["aipw"](sample, estimand)
            setting = set_up(sample, estimand, weighted)
            frames = random_subsets(setting, 0.8, np.random.default_rng(1))
            found.append((learned.value, learned.std_error, *reestimates(setting, frames)))
    here, there = found
    assert len(there) == 2 + REFITS
    np.testing.assert_allclose(there, here, rtol=1e-12)


def test_an_answer_on_a_cluster_is_the_same_answer(scheduler: str) -> None:
    from assistant import Assistant

    frame = confounded(300, seed=3)
    answers = [
        Assistant(frame, cluster=address).effect("treatment", "outcome", adjust=list(COVARIATES)).to_dict()
        for address in (None, scheduler)
    ]
    assert answers[0]["estimate"]["value"] == pytest.approx(answers[1]["estimate"]["value"], rel=1e-12)
    assert [check["value"] for check in answers[0]["checks"]] == pytest.approx(
        [check["value"] for check in answers[1]["checks"]], rel=1e-9
    )


def test_merging_is_adding_whatever_the_order(folder: Path, here: Statistics) -> None:
    parts = [scan(path, "treatment", "outcome", COVARIATES) for path in sorted(folder.glob("*.parquet"))]
    for order in (parts, parts[::-1]):
        assert regression(merged(order)).value == pytest.approx(regression(here).value, rel=1e-12)
    # The mirror: a part left out is another effect.
    assert regression(merged(parts[1:])).value != pytest.approx(regression(here).value, rel=1e-6)


def test_files_that_do_not_fit_together_are_refused(folder: Path) -> None:
    frame = pd.read_parquet(folder / "part-0.parquet")
    first = scan(frame, "treatment", "outcome", ["age", "score"])
    other = scan(frame.assign(age="old"), "treatment", "outcome", ["age", "score"])
    with pytest.raises(DataError, match="same columns"):
        merged([first, other])


def test_a_scheduler_that_does_not_answer_is_one_clear_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OptionError, match="No Dask scheduler answers"):
        connect(f"tcp://127.0.0.1:{port}", seconds=1)
