"""What every independence test offers to discovery and falsification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Frame = Any  # pandas.DataFrame; pandas is imported where it is used

Question = tuple[int, int, tuple[int, ...]]  # (x, y, given): columns by position


class IndependenceTest(Protocol):
    """Tests on one table. `names` are its columns in order, `rows` the complete rows that were counted."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> int: ...

    @property
    def label(self) -> str:
        """What the test is, for the person: "partial correlation (Gaussian)"."""
        ...

    def p_values(self, questions: Sequence[Question]) -> Vector:
        """Chance of so strong an association if x and y are independent given z; shape (questions,)."""
        ...

    def strengths(self, questions: Sequence[Question]) -> Vector:
        """Size of each association, 0 to 1 (partial correlation, or its canonical or Cramer form)."""
        ...
