"""Simulated worlds whose right plan is known: a table, its description, a question, and the reply to learn.

The reply is what a planner that knows the world would send: treatment, outcome, design with its evidence, and
the graph: what each column is to the question, the arrows among them with reason and confidence, and the
hidden cause where there is one. Words are in `cues/tuning_worlds.toml`, rows come from `simulation`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from assistant.kinds.interface import AVERAGE_EFFECT
from assistant.planning.model.prompt import no_slots, plan_prompt
from assistant.planning.reading.cues import load_cues
from tools.data import open_table, profile_table
from tools.types import DataProfile, Passage

# ---------------- Tables of simulated worlds: for each study design, rows in which that design holds by cons


ROWS = 300
EFFECT = 2.0  # of the treatment on the outcome, outcome units
_UNITS, _PERIODS = 30, 10


def simulate(
    kind: str, subject: dict[str, Any], treatment: str, outcome: str, level: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Rows whose true effect is `EFFECT`; `level` is the cutoff (rdd) or the first treated period (did).

    Things known before move the treatment as far as the design lets them, and the outcome always; in the
    designs that exist for it (iv, frontdoor, did) a cause that is in no column moves both.
    """
    before = _before(subject, rng)
    push = 0.6 * before.to_numpy().sum(axis=1)
    hidden = rng.normal(0.0, 1.0, ROWS)
    lot, score = rng.integers(0, 2, ROWS), rng.uniform(0.0, 100.0, ROWS).round(1)
    unit, period = np.divmod(np.arange(ROWS), _PERIODS)
    if kind == "did":
        # What is hidden is a lasting trait of the unit; what was known before too.
        hidden, push = hidden[unit * _PERIODS], push[unit * _PERIODS]
        before = before.iloc[unit * _PERIODS].reset_index(drop=True)
    chance = {
        "randomised": np.full(ROWS, 0.5),
        "backdoor": _odds(push),
        "iv": np.clip(0.15 + 0.6 * lot + 0.1 * np.sign(hidden), 0.0, 1.0),
        "frontdoor": _odds(1.5 * hidden),
        "rdd": (score >= level).astype(float),
        "did": (_adopts(hidden, unit) & (period + 1 >= level)).astype(float),
    }[kind]
    treated = (rng.random(ROWS) < chance).astype(int)
    between = 2.0 * treated + rng.normal(0.0, 1.0, ROWS)
    carried = 0.5 * EFFECT * between if kind == "frontdoor" else EFFECT * treated
    unseen = hidden if kind in ("iv", "frontdoor", "did") else 0.0
    slope = 0.02 * score if kind == "rdd" else 0.0
    response = carried + push + unseen + slope + rng.normal(0.0, 1.0, ROWS)
    columns: dict[str, Any] = {treatment: treated, outcome: response.round(2)}
    if kind != "frontdoor":  # there nothing but the mediator stands beside treatment and outcome
        columns |= {name: before[name].round(2) for name in before}
    for entry in subject["after"]:
        columns[entry[0]] = (response + rng.normal(0.0, 1.0, ROWS) > np.median(response)).astype(int)
    columns |= {
        "iv": {subject["lottery"][0]: lot},
        "frontdoor": {subject["between"][0]: between.round(2)},
        "rdd": {subject["score"][0]: score},
        "did": {subject["unit"][0]: unit + 1, subject["time"][0]: period + 1},
    }.get(kind, {})
    frame = pd.DataFrame(columns)
    return frame[list(rng.permutation(frame.columns))]


def _before(subject: dict[str, Any], rng: np.random.Generator) -> pd.DataFrame:
    """The things known before, each moved by those that `arrows` names; causes stand before effects."""
    made: dict[str, Any] = {}
    for name, *_ in subject["before"]:
        causes = [cause for cause, effect, _ in subject["arrows"] if effect == name]
        made[name] = 0.7 * sum(made[cause] for cause in causes) + rng.normal(0.0, 1.0, ROWS)
    return pd.DataFrame(made)


def _odds(push: Any) -> Any:
    return 1 / (1 + np.exp(-push))


def _adopts(hidden: Any, unit: Any) -> Any:
    """Half of the units, more often those where what is hidden is high; never all or none."""
    ranks = pd.Series(hidden).groupby(unit).first().rank(method="first")
    return (ranks > _UNITS / 2).to_numpy()[unit]


KINDS = ("randomised", "backdoor", "iv", "frontdoor", "did", "rdd")
_SURE, _LIKELY = 0.9, 0.7  # confidence in what is written, and in what only fits


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
    passages: tuple[Passage, ...] = ()  # that the planner would have found

    @property
    def profile(self) -> DataProfile:
        return profile_table(open_table(self.frame), self.description)

    def prompt(self) -> list[dict[str, str]]:
        """What the planner would send about this world, as chat messages."""
        made = plan_prompt(self.question, self.profile, self.passages, "en", False)
        return [{"role": message.role, "content": message.text} for message in made.messages]

    def target(self) -> str:
        return json.dumps(self.reply, ensure_ascii=False)


def worlds(count: int, seed: int = 7, *, held_out: bool = False) -> Iterator[TuningWorld]:
    """`count` worlds, the designs in turn. Those held out share no subject and no sentence with others."""
    subjects = [s for s in _cues()["subject"] if s.get("held_out", False) == held_out]
    rng = np.random.default_rng([seed, int(held_out)])
    for number in range(count):
        subject = subjects[int(rng.integers(len(subjects)))]
        name = f"{'held' if held_out else 'train'}-{number}"
        yield _world(name, subject, KINDS[number % len(KINDS)], held_out, rng)


def _world(
    name: str, subject: dict[str, Any], kind: str, held_out: bool, rng: np.random.Generator
) -> TuningWorld:
    cause, effect = (list(rng.permutation(subject[part])[0]) for part in ("causes", "effects"))
    level = float(rng.integers(4, 8) if kind == "did" else rng.integers(40, 60))
    frame = simulate(kind, subject, cause[0], effect[0], level, rng)
    told = _told(kind, subject, cause[0], effect[0], level, held_out, rng)
    parts = [cause, effect, *subject["before"], *subject["after"]]
    parts += [subject[part] for part in ("lottery", "between", "score", "unit", "time")]
    lines = [f"{entry[0]}: {entry[1]}" for entry in parts if entry[0] in frame]
    description = "\n".join([f"{subject['table']}. {told}", *lines])
    forms = _cues()["questions"]["held_out" if held_out else "forms"]
    question = str(rng.choice(forms)).format(cause=cause[2], effect=effect[2])
    passages = _passages(subject, frame, rng)
    design = _design(kind, subject, level, told)
    reply = {
        "kind": AVERAGE_EFFECT, "slots": no_slots(),
        "treatment": cause[0], "treatment_words": cause[2], "outcome": effect[0], "outcome_words": effect[2],
        "confidence": _SURE, "other_readings": [], "from": None, "to": None, "contrast_words": "",
        "population": [], "design": design, "missing": [], "clarify": None,
        "graph": _graph(kind, subject, effect[0], frame, passages),
    }  # fmt: skip
    return TuningWorld(name, frame, description, question, cause[0], effect[0], kind, reply, passages)


def _told(
    kind: str,
    subject: dict[str, Any],
    cause: str,
    effect: str,
    level: float,
    held_out: bool,
    rng: np.random.Generator,
) -> str:
    """The sentence on how the data came about; the last of each kind is for held-out worlds."""
    sentences = _cues()["told"][kind]
    sentence = sentences[-1] if held_out else sentences[int(rng.integers(len(sentences) - 1))]
    before = ", ".join(entry[0] for entry in subject["before"])
    named = {f"{part}_name": subject[part][0] for part in ("lottery", "between", "score", "unit", "time")}
    written = sentence.format(
        cause_name=cause, effect_name=effect, before_names=before,
        cutoff=f"{level:g}", start=f"{level:g}", **named,
    )  # fmt: skip
    return str(written)


def _passages(subject: dict[str, Any], frame: pd.DataFrame, rng: np.random.Generator) -> tuple[Passage, ...]:
    """In half of the worlds a document speaks: of one arrow, and of something that does not matter."""
    cause, effect, reason = subject["arrows"][int(rng.integers(len(subject["arrows"])))]
    if rng.random() < 0.5 or cause not in frame:
        return ()
    words = _cues()["passages"]
    texts = [words["says"].format(cause=cause, effect=effect, reason=reason), words["other"]]
    return tuple(
        Passage(f"p{rng.integers(16**6):06x}", "notes.md", "", text) for text in rng.permutation(texts)
    )


def _design(kind: str, subject: dict[str, Any], level: float, told: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "instruments": [subject["lottery"][0]] if kind == "iv" else [],
        "mediators": [subject["between"][0]] if kind == "frontdoor" else [],
        "running_variable": subject["score"][0] if kind == "rdd" else None,
        "cutoff": level if kind == "rdd" else None,
        "time": subject["time"][0] if kind == "did" else None,
        "unit": subject["unit"][0] if kind == "did" else None,
        "evidence": told,
        "reason": _cues()["reasons"]["design"],
    }


def _graph(
    kind: str, subject: dict[str, Any], outcome: str, frame: pd.DataFrame, passages: tuple[Passage, ...]
) -> dict[str, Any]:
    """Roles of the columns, the arrows that no role implies, and what no column holds."""
    roles = [_role(entry, "confounder", "before") for entry in subject["before"] if entry[0] in frame]
    if kind == "iv":
        roles.append(_role(subject["lottery"], "instrument", "before", "lottery"))
    if kind == "frontdoor":
        roles.append(_role(subject["between"], "mediator", "after", "between"))
    roles += [_role(entry, "after_treatment", "after") for entry in subject["after"]]
    arrows = [
        _arrow(cause, effect, reason, next((p.id for p in passages if reason in p.text), None))
        for cause, effect, reason in subject["arrows"]
        if cause in frame and effect in frame
    ]
    arrows += [_arrow(outcome, entry[0], _cues()["reasons"]["outcome"]) for entry in subject["after"]]
    unmeasured = []
    if kind in ("iv", "frontdoor", "did"):
        unmeasured.append({"name": subject["hidden"][0], "reason": subject["hidden"][1]})
    return {"roles": roles, "arrows": arrows, "unmeasured": unmeasured}


def _role(entry: list[str], role: str, timing: str, reason: str | None = None) -> dict[str, Any]:
    return {
        "column": entry[0], "role": role, "timing": timing, "reason": _cues()["reasons"][reason or timing],
        "evidence": entry[1], "confidence": 0.8,
    }  # fmt: skip


def _arrow(cause: str, effect: str, reason: str, passage: str | None = None) -> dict[str, Any]:
    confidence = _SURE if passage else _LIKELY
    return {
        "cause": cause, "effect": effect, "reason": reason, "passage": passage, "confidence": confidence
    }  # fmt: skip


@cache
def _cues() -> dict[str, Any]:
    return load_cues("tuning_worlds")
