"""`python -m bench.coverage`: how often the 95% intervals of every design hold the truth, and the bias."""

from __future__ import annotations

import argparse
import time

import numpy as np

from tests.coverage_worlds import DESIGNS, HIGHEST, LOWEST, simulate


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.coverage", description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000, help="seeds for each design")
    parser.add_argument("--only", default="", help="designs or estimators whose name holds this")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    simulation = 100 * np.sqrt(0.95 * 0.05 / chosen.worlds)
    print(f"{chosen.worlds} worlds each; the simulation's own error: {simulation:.1f} points of coverage,")
    print(f"{1 / np.sqrt(chosen.worlds):.3f} standard errors of bias\n")
    print(f"{'design':32}{'estimator':28}{'covered':>8}{'bias/SD':>9}{'SE/spread':>10}{'seconds':>9}")
    for design, (name, make) in DESIGNS.items():
        if chosen.only not in design and chosen.only not in name:
            continue
        began = time.perf_counter()
        found = simulate(name, make, chosen.worlds)
        mark = "" if LOWEST <= found.coverage <= HIGHEST else "  outside"
        print(
            f"{design:32}{name:28}{100 * found.coverage:7.1f}%{found.bias:9.3f}{found.error_ratio:10.2f}"
            f"{time.perf_counter() - began:9.1f}{mark}",
            flush=True,
        )


if __name__ == "__main__":
    main()
