"""Simulated worlds asked in words: how often the answer is right, and how often wrong and sure of itself.

python -m bench.worlds run [--set ours|by_hand|all] [--seeds 10] [--only REGEX] [--keep OUT.jsonl]
python -m bench.worlds fit [OUT.jsonl] [--seeds 10]             writes assistant/answers/doubt.toml
python -m bench.worlds table OUT.jsonl                          the tables again
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answers.doubt import DoubtLevel, level_of
from bench.worlds.fit import answered, fit, write
from bench.worlds.run import Outcome, all_asked, read_outcomes
from bench.worlds.sets import SETS


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("do", choices=("run", "fit", "table"))
    parser.add_argument("kept", nargs="?", type=Path, help="outcomes of an earlier run")
    parser.add_argument("--set", default="all", choices=sorted(SETS))
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    worlds = [world for world in SETS[given.set] if re.search(given.only, world.name)]
    outcomes = read_outcomes(given.kept) if given.kept else list(all_asked(worlds, given.seeds, given.keep))
    if given.do == "fit":
        weights, shares = fit(outcomes)
        write(weights)
        print("Each answer by weights that had not seen its world:\n")
        print(reliability(left_out(outcomes, shares)))
        return
    if given.do == "run":
        print(by_world(outcomes))
    print(summary(outcomes))
    print()
    print(reliability(outcomes))


def left_out(outcomes: Sequence[Outcome], shares: Sequence[float]) -> list[Outcome]:
    """The answered draws with these shares and their levels."""
    return [
        replace(outcome, holds=float(share), level=str(level_of(float(share))))
        for outcome, share in zip(answered(outcomes), shares, strict=True)
    ]


def by_world(outcomes: Sequence[Outcome]) -> str:
    grouped: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        grouped[outcome.trap, outcome.world].append(outcome)
    lines = [f"{'world':44} answered  holds the truth  wrong and sure  named"]
    for (trap, name), draws in sorted(grouped.items()):
        shares = (
            _percent(draws, lambda o: o.status == "answered"),
            _percent(draws, lambda o: bool(o.covers)),
            _percent(draws, wrong_and_sure),
            _percent(draws, lambda o: o.named),
        )
        lines.append(
            "{:44} {:>8}  {:>15}  {:>14}  {:>5}".format(("trap " if trap else "     ") + name, *shares)
        )
    return "\n".join(lines) + "\n"


def wrong_and_sure(outcome: Outcome) -> bool:
    """The interval misses, nothing names the reason, and the level does not warn."""
    return outcome.covers is False and not outcome.named and outcome.sure


def wrong_and_unnamed(outcome: Outcome) -> bool:
    """The interval misses, and nothing names the reason, whatever the level says."""
    return outcome.covers is False and not outcome.named


def summary(outcomes: Sequence[Outcome]) -> str:
    """Clean worlds and traps, in percent of the draws."""
    heads = ("worlds", "draws", "answered", "of these held the truth", "wrong, reason not named")
    lines = [_row((*heads, "and called solid or fair", "crashed")), _row(["---"] * 7)]
    for name, trap in (("clean", False), ("traps", True)):
        draws = [outcome for outcome in outcomes if outcome.trap is trap]
        told = [outcome for outcome in draws if outcome.covers is not None]
        cells = (
            _percent(draws, lambda o: o.status == "answered"),
            _percent(told, lambda o: bool(o.covers)),
            _percent(draws, wrong_and_unnamed),
            _percent(draws, wrong_and_sure),
            _percent(draws, lambda o: o.status == "crash"),
        )
        lines.append(_row((name, str(len(draws)), *cells)))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def reliability(outcomes: Sequence[Outcome]) -> str:
    """What each level promised and what came of it."""
    lines = [_row(("level", "answers", "said", "held the truth")), _row(["---"] * 4)]
    for level in DoubtLevel:
        draws = [outcome for outcome in answered(outcomes) if outcome.level == level]
        if draws:
            said = sum(outcome.holds or 0.0 for outcome in draws) / len(draws)
            lines.append(
                f"| {level} | {len(draws)} | {said:.0%} | {_percent(draws, lambda o: bool(o.covers))} |"
            )
    return "\n".join(lines)


def _percent(draws: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> str:
    count = sum(bool(holds(outcome)) for outcome in draws)
    return f"{count / len(draws):.0%}" if draws else "-"


if __name__ == "__main__":
    main()
