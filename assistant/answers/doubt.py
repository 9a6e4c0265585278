"""How far an answer can be trusted: one calibrated figure, its level, and what speaks most against it.

The figure is the share of answers with such signs whose 95% interval holds the truth, in simulated worlds
that are asked in words (`bench/worlds`). `python -m bench.worlds fit` writes the weights into `doubt.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.designs.threats.consequences import LOSSES, is_threat
from assistant.designs.threats.kinds import LEADS as LEADING
from assistant.types import Part
from tools.messages import Message, Slot, share_of
from tools.types import CellAction, DesignKind, Timing

if TYPE_CHECKING:
    from assistant.kinds.interface import Work
    from assistant.types import Plan
    from tools.types import AccountEntry

__all__ = ["SIGNS", "Doubt", "DoubtLevel", "doubt_of", "is_lead", "level_of", "signs_of", "with_doubt"]


class DoubtLevel(StrEnum):
    """The values are part of the public JSON."""

    SOLID = "solid"
    FAIR = "fair"
    SHAKY = "shaky"
    DO_NOT_USE = "do_not_use"


# What a level promises: the least share of intervals that hold the truth, where half of the worlds are traps.
LEAST = {DoubtLevel.SOLID: 0.75, DoubtLevel.FAIR: 0.55, DoubtLevel.SHAKY: 0.3}
LEADS = (DoubtLevel.SHAKY, DoubtLevel.DO_NOT_USE)  # levels that the headline begins with
MOST_SAID = 2  # signs in the prose; the JSON has them all
TELLS = 0.1  # log odds that a sign has to take away to be told

# Each is 0 where nothing is wrong and 1 at its worst.
SIGNS = (
    "adjustment",  # nobody was assigned at random, and only what is measured is held fixed
    "nothing_held",  # and not even that
    "natural",  # an instrument, a cutoff, a policy or a mediator stands in for an experiment
    "told",  # the description speaks against the number
    "losses",  # arms of the wrong size, outcomes missing by arm
    "overlap",  # the groups hardly overlap
    "stage",  # the instrument hardly moves the treatment
    "failed",  # another check failed: the first of them
    "failed_more",  # and the share of all that failed
    "hinges",  # the number hinges on a column of unknown timing
    "timing",  # share of the columns held fixed of which nobody says when they were measured
    "fragile",  # a weak hidden cause could explain the result
    "reading",  # the question may mean other columns
    "rows_lost",  # share of the rows that could not be used
    "few_rows",
    "cells",  # cells look odd, and it is only guessed what they mean
    "copies",  # rows that are copies of one another
)
_ROBUST = 0.15  # robustness value from which on a result is not fragile at all
_ENOUGH = 300.0  # rows


@dataclass(frozen=True)
class Doubt:
    """How far to trust an answer."""

    level: DoubtLevel
    holds: float  # 0..1: share of intervals with such signs that hold the truth
    signs: tuple[str, ...] = ()  # names of `SIGNS`, what weighs most first
    measured: Mapping[str, float] = field(default_factory=dict)  # every sign, 0..1


@dataclass(frozen=True)
class Weights:
    """Log odds: of an answer without a sign, and what each sign takes away."""

    base: float
    against: Mapping[str, float]


@cache
def weights() -> Weights:
    raw = tomllib.loads(files("assistant.answers").joinpath("doubt.toml").read_text(encoding="utf-8"))
    return Weights(float(raw["base"]), {name: float(raw["against"][name]) for name in SIGNS})


def signs_of(
    plan: Plan, work: Work, against: Sequence[Message], account: Sequence[AccountEntry]
) -> dict[str, float]:
    """What speaks against an answer, by name; see `SIGNS`."""
    design, failed = work.design, {check.name for check in work.checks if check.passed is False}
    by_adjustment = design is not None and design.kind is DesignKind.BACKDOOR
    held = design.adjustment_set if design is not None and by_adjustment else ()
    unknown = {role.column for role in plan.roles if role.timing is Timing.UNKNOWN}
    named = failed - {*LOSSES, "overlap", "first_stage"}
    ran = sum(check.passed is not None for check in work.checks)
    robustness = work.sensitivity.robustness_value if work.sensitivity else None
    used = work.estimate.rows_used if work.estimate else work.rows_total
    natural = design is not None and design.kind not in (DesignKind.BACKDOOR, DesignKind.RANDOMISED)
    remarks = {message.id for message in work.warnings if isinstance(message, Message)}
    return {
        "adjustment": float(by_adjustment),
        "nothing_held": float(by_adjustment and not held),
        "natural": float(natural),
        "told": float(any(is_threat(message) and not _of_unseen(message) for message in against)),
        "losses": float(bool(failed & set(LOSSES))),
        "overlap": float("overlap" in failed),
        "stage": float("first_stage" in failed),
        "failed": float(bool(named)),
        "failed_more": len(named) / ran if ran else 0.0,
        "hinges": float(work.beside.get("hinges_on") is not None),
        "timing": sum(name in unknown for name in held) / len(held) if held else 0.0,
        "fragile": max(0.0, 1.0 - robustness / _ROBUST) if by_adjustment and robustness is not None else 0.0,
        "reading": 1.0 - plan.confidence,
        "rows_lost": 1.0 - used / work.rows_total if work.rows_total else 0.0,
        "few_rows": max(0.0, 1.0 - used / _ENOUGH),
        "cells": float(any(entry.action is CellAction.SUSPECTED for entry in account)),
        "copies": float("data-copies" in remarks),
    }


def _of_unseen(message: Message) -> bool:
    """How much missing outcomes could matter is told of every table that has some."""
    return message.id.startswith("threat-unseen-") and message.id not in LEADING


def doubt_of(signs: Mapping[str, float]) -> Doubt:
    """The calibrated figure for these signs, and its level."""
    known = weights()
    costs = {name: known.against[name] * signs.get(name, 0.0) for name in SIGNS}
    holds = 1.0 / (1.0 + math.exp(sum(costs.values()) - known.base))
    most = sorted((name for name in SIGNS if costs[name] >= TELLS), key=lambda name: -costs[name])
    return Doubt(level_of(holds), holds, tuple(most), signs)


def level_of(holds: float) -> DoubtLevel:
    """What a share of intervals that hold the truth is called."""
    return next((level for level, least in LEAST.items() if holds >= least), DoubtLevel.DO_NOT_USE)


_LEAD = "doubt-lead-"


def is_lead(message: Message) -> bool:
    """Does it stand before the sentence that answers?"""
    return message.id.startswith(_LEAD)


def with_doubt(parts: Mapping[Part, tuple[Message, ...]], doubt: Doubt) -> dict[Part, tuple[Message, ...]]:
    """The parts with a line on how far to trust them; a shaky number begins with the word."""
    stem = doubt.level.value.replace("_", "-")
    signs = tuple(Message(f"doubt-sign-{name.replace('_', '-')}") for name in doubt.signs[:MOST_SAID])
    slots: dict[str, Slot] = {"holds": share_of(doubt.holds), "signs": signs}
    found = {**parts, Part.TRUST: (Message(f"doubt-{stem}" if signs else f"doubt-{stem}-plain", slots),)}
    first = parts.get(Part.HEADLINE, ())[:1]
    if doubt.level in LEADS and first and first[0].id not in LEADING:
        found[Part.HEADLINE] = (Message(f"{_LEAD}{stem}"), *parts[Part.HEADLINE])
    return {part: found[part] for part in Part if part in found}
