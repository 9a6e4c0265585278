"""The worlds by the set that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.worlds.interface import World
from bench.worlds.sealed_1 import SEALED_1
from bench.worlds.train import TRAIN

SETS: Mapping[str, Sequence[World]] = {"train": TRAIN, "sealed_1": SEALED_1}
