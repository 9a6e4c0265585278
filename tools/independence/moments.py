"""Conditional independence out of one correlation matrix: Gaussian, and mixed columns as indicators.

Two numbers are compared by their partial correlation and Fisher's z (Spirtes, Glymour & Scheines 2000,
*Causation, Prediction, and Search*, 5.5). A category enters as one indicator per level but the last, and two
blocks of coordinates are compared by the likelihood ratio (Wilks) with Bartlett's correction: the
"degenerate Gaussian" test of Andrews, Ramsey & Cooper (2019), "Learning high-dimensional directed acyclic
graphs with mixed data-types", PMLR 104. Blind to dependence that leaves the (partial) correlations at zero.

Questions of the same shape are answered at once by batched inverses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from tools.independence.interface import Matrix, Question, Vector

BATCH = 20_000  # questions of one shape inverted at once; bounds the memory
# Added to the diagonal of what is inverted, so that a copy among the given columns does no harm.
RIDGE = 1e-10


@dataclass(frozen=True)
class MomentTest:
    """Tests from the correlations of the columns' coordinates."""

    names: tuple[str, ...]
    rows: int
    correlation: Matrix  # (coordinates, coordinates)
    blocks: tuple[tuple[int, ...], ...]  # the coordinates of each column
    label: str = "partial correlation"

    @cached_property
    def gaussian(self) -> bool:
        """Is every column one number?"""
        return all(len(block) == 1 for block in self.blocks)

    def p_values(self, questions: Sequence[Question]) -> Vector:
        if not self.gaussian:
            return self._answers(questions)[:, 0]
        given = np.array([len(asked[2]) for asked in questions])
        return _fisher(self._partial_correlations(questions), self.rows - given)

    def strengths(self, questions: Sequence[Question]) -> Vector:
        return self._partial_correlations(questions) if self.gaussian else self._answers(questions)[:, 1]

    def _answers(self, questions: Sequence[Question]) -> Matrix:
        """(questions, 2): p-value and strength."""
        found = np.empty((len(questions), 2))
        for places, asked in self._by_shape(questions).values():
            for start in range(0, len(asked), BATCH):
                part = asked[start : start + BATCH]
                found[places[start : start + BATCH]] = self._batch(part)
        return found

    def _partial_correlations(self, questions: Sequence[Question]) -> Vector:
        """Their sizes, one column a number. Questions may have as many given columns as they like: made-up
        columns without any association fill the shorter sets, which changes no answer."""
        if len(questions) > BATCH:
            parts = (questions[start : start + BATCH] for start in range(0, len(questions), BATCH))
            return np.concatenate([self._partial_correlations(part) for part in parts])
        columns, most = len(self.names), max((len(asked[2]) for asked in questions), default=0)
        correlation = np.eye(columns + most)
        correlation[:columns, :columns] = self.correlation
        fill = tuple(range(columns, columns + most))
        rows = [(x, y, *given, *fill[len(given) :]) for x, y, given in questions]
        asked = np.array(rows, dtype=np.intp).reshape(len(rows), 2 + most)
        return _sizes(partial_covariances(correlation, asked[:, :2], asked[:, 2:]))

    def _by_shape(self, questions: Sequence[Question]) -> dict[object, tuple[list[int], list[Question]]]:
        shapes: dict[object, tuple[list[int], list[Question]]] = {}
        size = [len(block) for block in self.blocks]
        for place, (x, y, given) in enumerate(questions):
            shape = (size[x], size[y], sum(size[z] for z in given))
            places, asked = shapes.setdefault(shape, ([], []))
            places.append(place)
            asked.append((x, y, given))
        return shapes

    def _batch(self, questions: Sequence[Question]) -> Matrix:
        blocks = self.blocks
        ends = np.array([[*blocks[x], *blocks[y]] for x, y, _ in questions])
        given = np.array([[c for z in asked[2] for c in blocks[z]] for asked in questions], dtype=np.intp)
        residual = partial_covariances(self.correlation, ends, given)
        left, right = len(blocks[questions[0][0]]), len(blocks[questions[0][1]])
        if left == right == 1:
            sizes = _sizes(residual)
            return np.column_stack([_fisher(sizes, self.rows - given.shape[1]), sizes])
        return _wilks(residual, left, self.rows - given.shape[1])


def partial_covariances(correlation: Matrix, ends: np.ndarray, given: np.ndarray) -> Matrix:
    """Covariances of the coordinates `ends` (m, k) with `given` (m, s) taken out; shape (m, k, k)."""
    width = ends.shape[1]
    asked = np.concatenate([ends, given], axis=1)
    among = correlation.take(asked[:, :, None] * len(correlation) + asked[:, None, :])
    residual = among[:, :width, :width]
    if given.shape[1] == 0:
        return np.asarray(residual)
    inner = among[:, width:, width:] + RIDGE * np.eye(given.shape[1])
    cross = among[:, width:, :width]
    return np.asarray(residual - cross.transpose(0, 2, 1) @ np.linalg.solve(inner, cross))


def _sizes(residual: Matrix) -> Vector:
    """Partial correlations without their sign, out of the covariances of two columns each (m, 2, 2)."""
    variances = residual[:, 0, 0] * residual[:, 1, 1]
    # A column that the given ones determine has nothing left to be associated with anything.
    known = variances > 1e-14
    r = np.abs(residual[:, 0, 1]) / np.sqrt(np.where(known, variances, np.inf))
    return np.asarray(np.minimum(r, 1 - 1e-15))


def _fisher(sizes: Vector, rows_left: int | Vector) -> Vector:
    """The p-value of each partial correlation, by Fisher's z."""
    z = np.sqrt(np.maximum(rows_left - 3, 0)) * np.arctanh(sizes)
    return np.asarray(2 * special.ndtr(-z))


def _wilks(residual: Matrix, left: int, rows_left: int) -> Matrix:
    size = residual.shape[1]
    right = size - left
    scale = residual + 1e-9 * np.eye(size)
    log_ratio = (
        np.linalg.slogdet(scale[:, :left, :left])[1]
        + np.linalg.slogdet(scale[:, left:, left:])[1]
        - np.linalg.slogdet(scale)[1]
    )
    log_ratio = np.maximum(log_ratio, 0.0)
    statistic = max(rows_left - 1 - (left + right + 1) / 2, 0.0) * log_ratio
    strength = np.sqrt(1 - np.exp(-log_ratio / min(left, right)))
    return np.asarray(np.column_stack([special.chdtrc(left * right, statistic), strength]))
