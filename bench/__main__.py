"""`make bench`: AskWhy against its peers on the same data, in the same run, in turns."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from threadpoolctl import threadpool_limits

from bench import contests, discovery, graphs, learning, start
from bench.measure import ROOT, Line, growth, load, table

# They make the linear algebra pick kernels for another processor.
FORCING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
FOLDER = ROOT / ".askwhy" / "bench"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--bars", default="123456789ds", help="bars to run, e.g. 13; d: discovery, s: start")
    parser.add_argument("--rows", type=int, default=1_000_000, help="largest table in memory (bars 1-3)")
    parser.add_argument("--parquet", type=int, default=10_000_000, help="rows of the Parquet file (bar 4)")
    parser.add_argument("--huge", action="store_true", help="10^8 rows from Parquet too (10 GB of disk)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where Parquet files are kept")
    parser.add_argument("--seeds", type=int, default=10, help="worlds compared with the oracle (bar 5)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peer-threads", type=int, default=1, help="BLAS threads of the peers")
    return parser.parse_args()


def contests_of(chosen: argparse.Namespace) -> Iterator[Callable[[], Iterator[Line]]]:
    bars, most, repeats = set(chosen.bars), chosen.rows, chosen.repeats
    sizes = [rows for rows in (10_000, 100_000, 1_000_000) if rows <= most]
    if "7" in bars:
        yield lambda: contests.linear(1_000, repeats, "7", 1)
    if "1" in bars:
        yield lambda: contests.in_columns(50_000, 3)
    for rows in sizes:
        few = repeats if rows < 1_000_000 else 2
        if "1" in bars:
            yield lambda rows=rows, few=few: contests.linear(rows, few, "1", 60 if rows >= 1e6 else 30)
        if "2" in bars:
            wanted = {10_000: 1_000, 100_000: 5_000, 1_000_000: 20_000}[rows]
            simulations = 5 if rows == 10_000 else 2 if rows == 100_000 else 1
            yield lambda r=rows, s=simulations, w=wanted: contests.battery(r, repeats, s, w)
        if "3" in bars:
            yield lambda rows=rows, few=few: contests.weighting(rows, few)
    if "4" in bars:
        yield lambda: contests.from_parquet(chosen.folder, chosen.parquet, 3, 3.0)
        if chosen.huge:
            yield lambda: contests.from_parquet(chosen.folder, 100_000_000, 1, 2.0)
    if "5" in bars:
        yield from learners_of(chosen)
    if "6" in bars:
        yield lambda: graphs.identification(18, 100)
        yield lambda: graphs.identification(28, 100)
        yield lambda: graphs.alone(98)
    if "8" in bars:
        yield lambda: contests.first_answer(chosen.folder, 3)
    if "s" in bars:
        yield lambda: start.start(repeats)
    if "d" in bars:
        for columns in discovery.WANTED:
            yield lambda columns=columns: discovery.skeleton(columns, repeats)
            yield lambda columns=columns: discovery.peter_clark(columns, repeats)
        yield discovery.falsification
    if "9" in bars:
        yield lambda: contests.under_load(100_000, 9)


def learners_of(chosen: argparse.Namespace) -> Iterator[Callable[[], Iterator[Line]]]:
    for shape in learning.SHAPES:
        # The crooked world is there to show where all of them stop: a few seeds tell.
        seeds = max(3, chosen.seeds // 5) if shape == "crooked" else chosen.seeds
        yield lambda shape=shape, seeds=seeds: learning.double_ml(100_000, seeds, 3, 5, shape=shape)
        if chosen.rows >= 1_000_000:
            few = 1 if shape == "crooked" else max(3, chosen.seeds // 10)
            yield lambda shape=shape, few=few: learning.double_ml(1_000_000, few, 1, 10, shape=shape)
    yield lambda: learning.double_ml(100_000, 3, 3, 1, shape="curved", peer="EconML")


def main() -> None:
    chosen = options()
    forced = [name for name in FORCING if name in os.environ]
    if forced:
        print(f"Unset {' and '.join(forced)}: they slow the linear algebra, most of all the peers'.")
    print(f"At the start: {load()}. Peers use {chosen.peer_threads} BLAS thread(s).", flush=True)
    lines: list[Line] = []
    crashed: list[str] = []
    began = time.perf_counter()
    with threadpool_limits(chosen.peer_threads, user_api="blas"):
        for contest in contests_of(chosen):
            try:
                for line in contest():
                    lines.append(line)
                    print(f"  bar {line.bar}: {line.task}: {line.verdict} ({load()})", flush=True)
            except Exception:  # the last peer to crash must not cost the table of an hour; told below
                crashed.append(traceback.format_exc())
                print(crashed[-1], flush=True)
    print()
    print(table(sorted(lines, key=lambda line: line.bar)))
    print()
    print(growth(lines))
    print()
    minutes = (time.perf_counter() - began) / 60
    print(f"Seconds are medians of runs in turns. It took {minutes:.0f} minutes. At the end: {load()}.")
    if crashed:
        sys.exit(f"{len(crashed)} contest(s) crashed and are not in the table: see above.")


if __name__ == "__main__":
    main()
