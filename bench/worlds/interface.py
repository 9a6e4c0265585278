"""What a world is: a question, a description, and a table drawn from a structure whose effect is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Array", "Build", "Random", "World", "Worlds", "coin", "logistic"]

Random = np.random.Generator
Array = npt.NDArray[np.float64]
Build = Callable[[Random], tuple[pd.DataFrame, float]]


@dataclass(frozen=True)
class World:
    """One way in which a table and what is said of it come about.

    `build` draws the table and tells the effect that the question asks for, on the outcome's scale. In a trap
    an expert who reads the description and looks at the table would see why the obvious number is wrong: by
    `names`, a pattern for what would name it in a warning, a failed check or a refusal. A refusal is right in
    a trap, and a fault in a world that is none.
    """

    name: str
    question: str
    description: str
    build: Build
    names: str | None = None

    @property
    def trap(self) -> bool:
        return self.names is not None


class Worlds(list[World]):
    """Worlds in the order of their making: `@worlds.clean(...)` and `@worlds.trap(...)` above a builder."""

    def clean(self, name: str, question: str, description: str) -> Callable[[Build], Build]:
        """A world that has to be answered, with an interval that holds the truth."""
        return self._adding(name, question, description, None)

    def trap(self, name: str, question: str, description: str, names: str) -> Callable[[Build], Build]:
        """A world in which the obvious number is wrong, or its interval."""
        return self._adding(name, question, description, names)

    def _adding(
        self, name: str, question: str, description: str, names: str | None
    ) -> Callable[[Build], Build]:
        def add(build: Build) -> Build:
            lines = "\n".join(line.strip() for line in description.strip().splitlines())
            self.append(World(name, question, lines, build, names))
            return build

        return add


def logistic(score: npt.NDArray[np.floating]) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-score)))


def coin(r: Random, chance: Array | float, n: int | None = None) -> npt.NDArray[np.int64]:
    """0/1 with a chance each."""
    size = n if n is not None else np.size(chance)
    return (r.random(size) < chance).astype(np.int64)
