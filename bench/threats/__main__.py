"""`python -m bench.threats train` makes the weights; `score` says how well they do on the fields held out.

`train --without FIELD ...` leaves more fields out, to choose by: those are scored, and nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import assistant.designs.threats.net as shipped
from assistant.designs.threats.kinds import LEARNED, DesignSaid
from assistant.designs.threats.net import LEAST, ThreatNet
from assistant.designs.threats.sentences import without_name
from bench.threats.corpus import HARMLESS, HELD_OUT, Sentence, notes, sentences

WEIGHTS = Path(shipped.__file__).with_name("threats.npz")
NOTES_WEIGHT = 0.3
KINDS = (*map(str, LEARNED), *map(str, DesignSaid), HARMLESS)


def train(without: Sequence[str]) -> None:
    from bench.threats.net import fit, lower_states

    left_out = HELD_OUT | set(without)
    learned = [s for s in (*sentences(), *notes()) if s.field not in left_out]
    kinds = np.array([KINDS.index(s.kind) for s in learned])
    weights = np.array([1.0 if s.written else NOTES_WEIGHT for s in learned], dtype=np.float32)
    arrays = fit(lower_states([without_name(s.text) for s in learned]), kinds, weights, len(KINDS))
    if without:
        tell([s for s in sentences() if s.field in without], ThreatNet(_floats(arrays)))
    else:
        with WEIGHTS.open("wb") as target:
            np.savez_compressed(target, **arrays)


def tell(scored: Sequence[Sentence], net: ThreatNet) -> None:
    """Precision and recall by kind, for a sentence of which the likeliest kind has at least `LEAST`."""
    chances = net.chances([without_name(s.text) for s in scored])
    truth = np.array([KINDS.index(s.kind) for s in scored])
    harmless = KINDS.index(HARMLESS)
    for least in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = _found(chances, least)
        at, hit = truth != harmless, found == truth
        alarms = float((found[~at] != harmless).mean())
        precise = float(hit[found != harmless].mean())
        print(f"least {least}: recall {hit[at].mean():.3f} precision {precise:.3f} false alarms {alarms:.3f}")
    found = _found(chances, LEAST)
    for place, kind in enumerate(KINDS):
        told, said = truth == place, found == place
        right = int((told & said).sum())
        print(f"{kind or 'harmless':24s} told {told.sum():3d} found {said.sum():3d} right {right:3d}")
    for sentence, place in zip(scored, found, strict=True):
        if KINDS[place] != sentence.kind:
            print(f"{sentence.kind or 'harmless'} -> {KINDS[place] or 'harmless'}: {sentence.text}")


def _found(chances: Any, least: float) -> Any:
    best = chances.argmax(axis=1)
    return np.where(chances.max(axis=1) >= least, best, KINDS.index(HARMLESS))


def _floats(arrays: dict[str, Any]) -> dict[str, Any]:
    return {name: each.astype(np.float32) for name, each in arrays.items()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.threats", description=__doc__)
    parser.add_argument("what", choices=("train", "score"))
    parser.add_argument("--without", nargs="*", default=[])
    asked = parser.parse_args()
    if asked.what == "train":
        train(asked.without)
    else:
        net = shipped.shipped_net()
        assert net is not None
        tell([s for s in sentences() if s.field in HELD_OUT], net)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
