"""Ask every world in words, and keep how it ended and what spoke against the answer."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.answers.answer import ANSWERED, Answer
from bench.worlds.interface import World


@dataclass(frozen=True)
class Outcome:
    """How one draw of a world ended."""

    world: str
    seed: int
    trap: bool
    status: str  # of the answer; "crash" where there was none
    covers: bool | None = None  # does the interval hold the truth? None: there is none
    named: bool = False  # does a warning, a failed check or a refusal name what is wrong?
    level: str | None = None  # of doubt
    holds: float | None = None
    signs: dict[str, float] = field(default_factory=dict)
    about: str = ""  # the headline, or the fault

    @property
    def wrong(self) -> bool:
        """Answered, and not by an interval that holds the truth."""
        return self.status == ANSWERED and not self.covers

    @property
    def sure(self) -> bool:
        """Is the answer called solid or fair?"""
        return self.level in ("solid", "fair")


def asked(world: World, seed: int) -> Outcome:
    """One draw: the same table for the same seed."""
    frame, truth = world.build(np.random.default_rng([seed, len(world.name)]))
    try:
        answer = Assistant(frame, description=world.description).ask(world.question)
    except Exception:  # whatever it is, it is counted
        return Outcome(world.name, seed, world.trap, "crash", about=traceback.format_exc(limit=-3))
    interval = answer.estimate.ci_95 if answer.estimate else None
    covers = None if interval is None else bool(interval[0] <= truth <= interval[1])
    return Outcome(
        world.name,
        seed,
        world.trap,
        str(answer.status),
        covers,
        _named(world, answer),
        str(answer.doubt.level) if answer.doubt else None,
        answer.doubt.holds if answer.doubt else None,
        dict(answer.doubt.measured) if answer.doubt else {},
        answer.headline,
    )


def _named(world: World, answer: Answer) -> bool:
    if world.names is None:
        return False
    checks = [answer.words.paragraph(c.detail) for c in answer.checks if c.passed is False]
    told = " ".join((answer.prose if answer.refusal else answer.paragraphs[0], *answer.warnings, *checks))
    return re.search(world.names, told, re.IGNORECASE) is not None


def all_asked(worlds: Iterable[World], seeds: int, kept: Path | None = None) -> Iterator[Outcome]:
    """Every world with seeds 0..; outcomes are also written to `kept`, a line of JSON each."""
    with kept.open("w", encoding="utf-8") if kept else nullcontext() as lines:
        for world in worlds:
            for seed in range(seeds):
                outcome = asked(world, seed)
                if lines is not None:
                    lines.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
                    lines.flush()
                yield outcome


def read_outcomes(kept: Path) -> list[Outcome]:
    return [Outcome(**json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]
