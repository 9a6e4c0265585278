"""Simulated worlds whose right plan is known: a table, its description, a question, and the reply to
learn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from assistant.modelled.prompt import plan_prompt
from assistant.reading.cues import load_cues
from tools.data import open_table, profile_table
from tools.types import DataProfile

KINDS = ("randomised", "backdoor", "iv", "rdd")
ROWS = 200
_EFFECT = 2.0


@dataclass(frozen=True)
class TuningWorld:
    """One world with what a perfect planner would reply."""

    name: str
    frame: pd.DataFrame
    description: str
    question: str
    treatment: str
    outcome: str
    kind: str  # of the design
    reply: dict[str, Any]  # fits prompts/plan.schema.json

    @property
    def profile(self) -> DataProfile:
        return profile_table(open_table(self.frame), self.description)

    def prompt(self) -> list[dict[str, str]]:
        """What the planner would send about this world, as chat messages."""
        made = plan_prompt(self.question, self.profile, (), "en", False)
        return [{"role": message.role, "content": message.text} for message in made.messages]

    def target(self) -> str:
        return json.dumps(self.reply, ensure_ascii=False)


def worlds(count: int, seed: int = 7, *, held_out: bool = False) -> Iterator[TuningWorld]:
    """`count` worlds. Those held out are about subjects that the others never speak of."""
    subjects = _cues()["subject"]
    subjects = subjects[-1:] if held_out else subjects[:-1]
    rng = np.random.default_rng([seed, int(held_out)])
    for number in range(count):
        yield _world(f"{'held' if held_out else 'train'}-{number}", subjects[number % len(subjects)], rng)


def _world(name: str, subject: dict[str, Any], rng: np.random.Generator) -> TuningWorld:
    cause, effect = (list(rng.permutation(subject[part])[0]) for part in ("causes", "effects"))
    kind = KINDS[int(rng.integers(len(KINDS)))]
    cutoff = float(rng.integers(40, 60))
    before, after = subject["before"], subject["after"]
    frame, extra = _table(kind, cause[0], effect[0], subject, cutoff, rng)
    names = {
        "table": subject["table"], "cause_name": cause[0], "before_names": ", ".join(b[0] for b in before),
        "score_name": subject["score"][0], "cutoff": f"{cutoff:g}",
    }  # fmt: skip
    told = _cues()["told"][kind].format(**names)
    entries = [cause, effect, *before, *after, *([extra] if extra else [])]
    description = "\n".join([told, *(f"{entry[0]}: {entry[1]}" for entry in entries)])
    form = str(rng.choice(_cues()["questions"]["forms"]))
    question = form.format(cause=cause[2], effect=effect[2])
    reply = _reply(kind, cause, effect, subject, cutoff, told)
    return TuningWorld(name, frame, description, question, cause[0], effect[0], kind, reply)


def _table(
    kind: str, cause: str, effect: str, subject: dict[str, Any], cutoff: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[str] | None]:
    """Covariates drive treatment (but in a trial) and outcome; a lottery or a score comes with its design."""
    names = [entry[0] for entry in subject["before"]]
    covariates = rng.normal(0.0, 1.0, (ROWS, len(names)))
    push = covariates.sum(axis=1)
    lot = rng.integers(0, 2, ROWS)
    score = rng.uniform(0.0, 100.0, ROWS).round(1)
    chance = {
        "randomised": np.full(ROWS, 0.5),
        "backdoor": 1 / (1 + np.exp(-push)),
        "iv": 0.1 + 0.7 * lot,
        "rdd": (score >= cutoff).astype(float),
    }[kind]
    treated = (rng.random(ROWS) < chance).astype(int)
    outcome = _EFFECT * treated + push + 0.02 * score + rng.normal(0.0, 1.0, ROWS)
    columns = {cause: treated, effect: outcome.round(2)}
    columns |= {name: covariates[:, place].round(2) for place, name in enumerate(names)}
    columns |= {
        entry[0]: (outcome + rng.normal(0.0, 1.0, ROWS) > 1).astype(int) for entry in subject["after"]
    }
    extra = {"iv": subject["lottery"], "rdd": subject["score"]}.get(kind)
    if extra:
        columns[extra[0]] = lot if kind == "iv" else score
    frame = pd.DataFrame(columns)
    return frame[list(rng.permutation(frame.columns))], extra


def _reply(
    kind: str, cause: list[str], effect: list[str], subject: dict[str, Any], cutoff: float, told: str
) -> dict[str, Any]:
    roles = [_role(entry, "confounder", "before") for entry in subject["before"]]
    roles += [_role(entry, "after_treatment", "after") for entry in subject["after"]]
    if kind == "iv":
        roles.append(_role(subject["lottery"], "instrument", "before"))
    design = {
        "kind": kind,
        "instruments": [subject["lottery"][0]] if kind == "iv" else [],
        "mediators": [],
        "running_variable": subject["score"][0] if kind == "rdd" else None,
        "cutoff": cutoff if kind == "rdd" else None,
        "time": None,
        "unit": None,
        "evidence": told.partition(". ")[2],
        "reason": "so the description says",
    }
    return {
        "treatment": cause[0], "treatment_words": cause[2], "outcome": effect[0], "outcome_words": effect[2],
        "confidence": 0.9, "other_readings": [], "from": None, "to": None, "contrast_words": "",
        "population": [], "design": design, "missing": [], "clarify": None,
        "graph": {"roles": roles, "arrows": [], "unmeasured": []},
    }  # fmt: skip


def _role(entry: list[str], role: str, timing: str) -> dict[str, Any]:
    reason = "settled after the treatment" if timing == "after" else "there before the treatment"
    return {
        "column": entry[0], "role": role, "timing": timing, "reason": reason, "evidence": entry[1],
        "confidence": 0.8,
    }  # fmt: skip


@cache
def _cues() -> dict[str, Any]:
    return load_cues("tuning_worlds")
