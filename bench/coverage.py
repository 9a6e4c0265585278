"""`python -m bench.coverage`: how often the 95% intervals of every design hold the truth, and the bias.

With `--growth` the bias in standard errors at 1, 4 and 16 times the rows (1 and 4 where a world costs much):
it has to stay under a tenth, or the bias has to fall at least as fast as the standard error does.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np

from tests.coverage_worlds import (
    CERTAIN,
    DEAR,
    DESIGNS,
    FIRST_SEED,
    HIGHEST,
    LOWEST,
    MEDIAN_ONLY,
    MOST_BIAS,
    Maker,
    bias_in_errors,
    scaling,
    simulate,
)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.coverage", description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000, help="seeds for each design")
    parser.add_argument("--only", default="", help="designs or estimators whose name holds this")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="the first seed")
    parser.add_argument("--growth", action="store_true", help="bias in standard errors as the rows grow")
    return parser.parse_args()


def chosen_designs(only: str) -> Iterator[tuple[str, str, Maker]]:
    """Design, estimator and maker of worlds."""
    for design, (name, make) in DESIGNS.items():
        if only in design or only in name:
            yield design, name, make


def print_coverage(worlds: int, only: str, first: int) -> None:
    simulation = 100 * np.sqrt(0.95 * 0.05 / worlds)
    print(f"{worlds} worlds each; the simulation's own error: {simulation:.1f} points of coverage,")
    print(f"{1 / np.sqrt(worlds):.3f} standard errors of bias (a quarter more for medians, marked m)\n")
    print(f"{'design':32}{'estimator':28}{'covered':>8}{'bias/SE':>9}{'SE/spread':>11}{'seconds':>9}")
    for design, name, make in chosen_designs(only):
        began = time.perf_counter()
        found = simulate(name, make, worlds, first)
        bias, noise = bias_in_errors(design, found)
        marks = "" if LOWEST <= found.coverage <= HIGHEST else "  coverage outside"
        marks += "" if abs(bias) <= MOST_BIAS + CERTAIN * noise else "  biased"
        median = "m" if design in MEDIAN_ONLY else " "
        print(
            f"{design:32}{name:28}{100 * found.coverage:7.1f}%{bias:+8.3f}{median}{found.error_ratio:11.2f}"
            f"{time.perf_counter() - began:9.1f}{marks}",
            flush=True,
        )


def print_growth(worlds: int, only: str, first: int) -> None:
    print(f"Bias in standard errors over {worlds} worlds each, +-{1 / np.sqrt(worlds):.3f} by simulation\n")
    print(f"{'design':32}{'estimator':28}{'n':>8}{'4n':>9}{'16n':>9}  verdict")
    for design, name, make in chosen_designs(only):
        print(f"{design:32}{name:28}", end="", flush=True)
        biases, noise = [], 0.0
        for times in (1, 4) if design in DEAR else (1, 4, 16):
            bias, noise = bias_in_errors(design, simulate(name, make, worlds, first, times))
            biases.append(abs(bias))
            print(f"{bias:+8.3f}{'m' if design in MEDIAN_ONLY else ' '}", end="", flush=True)
        print(" " * 9 * (3 - len(biases)) + "  " + scaling(biases, noise), flush=True)


def main() -> None:
    chosen = options()
    (print_growth if chosen.growth else print_coverage)(chosen.worlds, chosen.only, chosen.first)


if __name__ == "__main__":
    main()
