"""Timing in turns, peak memory in a process of its own, and the table."""

from __future__ import annotations

import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Line:
    """One row of the table. `ours` and `theirs` in seconds, medians."""

    bar: str
    task: str
    peer: str
    ours: float | None
    theirs: float | None
    wanted: str  # "30x", "3.0x the scan"
    reached: bool | None  # speed or memory as wanted; None: no bar for this row
    agrees: bool | None  # is the answer the same? None: nothing to compare
    note: str = ""
    ratio: float | None = None  # theirs over ours, unless the bar is about something else
    memory: str = ""  # peak MB beside what was there before, ours / theirs

    @property
    def verdict(self) -> str:
        if self.agrees is False:
            return "FAIL (disagrees)"
        if self.reached is None:
            return "-"
        return "reached" if self.reached else "not reached"


def in_turns(
    ours: Callable[[], Any], theirs: Callable[[], Any], repeats: int, theirs_repeats: int | None = None
) -> tuple[float, float, Any, Any]:
    """Median seconds of each, taking turns so that a busy moment hits both; and both last results.

    Each runs once before, unmeasured, unless it runs only once anyhow.
    """
    slow = repeats if theirs_repeats is None else theirs_repeats
    mine, other = ours(), theirs() if slow > 1 else None
    our_times, their_times = [], []
    for turn in range(max(repeats, slow)):
        if turn < repeats:
            start = time.perf_counter()
            mine = ours()
            our_times.append(time.perf_counter() - start)
        if turn < slow:
            start = time.perf_counter()
            other = theirs()
            their_times.append(time.perf_counter() - start)
    return statistics.median(our_times), statistics.median(their_times), mine, other


def peaks(ours: Callable[[], Any], theirs: Callable[[], Any] | None = None) -> str:
    """Peak memory (MB) of one untimed run of each, beyond what was allocated before: "ours / theirs"."""
    found = []
    for run in (ours, theirs):
        if run is None:
            continue
        tracemalloc.start()
        run()
        found.append(f"{tracemalloc.get_traced_memory()[1] / 1e6:,.0f}")
        tracemalloc.stop()
    return " / ".join(found)


def growth(lines: Sequence[Line]) -> str:
    """Exponents of time in rows, for every task that was run with several numbers of rows."""
    tasks: dict[str, list[tuple[float, Line]]] = {}
    for line in lines:
        name, _, rows = line.task.rpartition("; ")
        if re.fullmatch(r"[\d,]+ rows", rows) and line.ours is not None:
            tasks.setdefault(f"{name}|{line.peer}", []).append((float(rows[:-5].replace(",", "")), line))
    found = []
    for name, runs in tasks.items():
        if len({rows for rows, _ in runs}) > 1:
            ours = exponent([(rows, line.ours or 0.0) for rows, line in runs])
            theirs = [(rows, line.theirs) for rows, line in runs if line.theirs is not None]
            other = f", {name.partition('|')[2]} rows^{exponent(theirs):.2f}" if len(theirs) > 1 else ""
            found.append(f"  {name.partition('|')[0]}: rows^{ours:.2f}{other}")
    return "\n".join(["Growth of time:", *found]) if found else ""


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Slope of log seconds on log size, by least squares."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(value) for _, value in points]
    middle, level = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - middle) ** 2 for x in xs
    )


def in_process(code: str, *arguments: str) -> dict[str, Any]:
    """Run Python code in a fresh process. It prints JSON last; peak memory (MB) is added as `peak`."""
    wrapped = (
        # Not ru_maxrss: that counts the process which started this one as well.
        f"{code}\nimport json as _json\n"
        "status = open('/proc/self/status').read()\n"
        "found['peak'] = int(status.split('VmHWM:')[1].split()[0]) / 1024\n"
        "print(_json.dumps(found))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"A measured process failed: {done.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    heads = ("bar", "task", "against", "ours", "theirs", "ratio", "wanted", "verdict", "MB", "note")
    cells = [heads, *(_cells(line) for line in lines)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    ruled = [cells[0], tuple("-" * width for width in widths), *cells[1:]]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in ruled
    )


def _cells(line: Line) -> tuple[str, ...]:
    ratio = line.ratio
    if ratio is None and line.ours and line.theirs:
        ratio = line.theirs / line.ours
    return (
        line.bar,
        line.task,
        line.peer,
        seconds(line.ours),
        seconds(line.theirs),
        "" if ratio is None else f"{ratio:,.2f}x" if ratio < 10 else f"{ratio:,.0f}x",
        line.wanted,
        line.verdict,
        line.memory,
        line.note,
    )


def seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value * 1e3:.1f} ms" if value < 1 else f"{value:,.1f} s"


def load() -> str:
    """How busy the machine is, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
