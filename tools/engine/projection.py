"""Cross-products solved: the covariates taken out of treatment and outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.engine.arrays import Matrix, Vector, picked
from tools.errors import EstimationError
from tools.messages import Message

# A coordinate whose variance is explained by those before it but for this share counts as their copy. Cross-
# products resolve squares, so the limit is coarser than that of a QR (1e-8 of the length).
COPY = 1e-11
# Below this share the leading digits of cross-products begin to cancel; above it about ten digits hold.
SAFE = 1e-5


@dataclass(frozen=True)
class Projection:
    """The centred coordinates, solved: covariates taken out of treatment and outcome."""

    kept: tuple[int, ...]  # positions of covariate coordinates that are no copies; 0 is the intercept
    left_out: tuple[int, ...]
    inverse: Matrix  # (k, k) of the kept covariates' centred cross-products
    treatment_on: Vector  # (k,) coefficients of the treatment on the kept covariates
    outcome_on: Vector  # (k,)
    left: Matrix  # (2, 2): cross-products of [treatment, outcome], covariates taken out
    safe: bool  # no coordinate came near being a copy of others

    @property
    def rank(self) -> int:
        """Coefficients that were spent, with intercept and treatment."""
        return len(self.kept) + 2


def centred(total: Matrix) -> Matrix:
    """Cross-products about the means: the intercept taken out. Same shape, first row and column zero."""
    return np.asarray(total - np.outer(total[0], total[0]) / total[0, 0])


def project(total: Matrix) -> Projection:
    """Take the covariates out of treatment and outcome (Frisch & Waugh 1933; Lovell 1963).

    `total` (q, q) are cross-products of [1, covariates..., treatment, outcome]. Raises EstimationError when
    the treatment does not vary, or not beyond the covariates.
    """
    width = len(total) - 2
    about = centred(total)
    spread = np.diag(about)
    # Relative to the raw square: a constant column leaves only rounding.
    varies = spread > 1e-13 * np.diag(total)
    scale = np.sqrt(np.where(varies, spread, 1.0))
    scaled = about / np.outer(scale, scale)
    kept, shares = _independent(scaled, [j for j in range(1, width) if varies[j]])
    if not varies[width]:
        raise EstimationError(Message("estimation-same-everywhere-unnamed"))
    ends = [width, width + 1]
    inverse = np.linalg.inv(picked(scaled, kept, kept)) if kept else np.empty((0, 0))
    inverse = (inverse + inverse.T) / 2
    cross = picked(scaled, kept, ends)
    # One step of refinement: the inverse alone loses digits with the square of the condition number.
    on = inverse @ cross
    on += inverse @ (cross - picked(scaled, kept, kept) @ on)
    left = picked(scaled, ends, ends) - cross.T @ on
    if left[0, 0] <= COPY:
        raise EstimationError(Message("estimation-covariates-explain"))
    safe = bool(min([*shares, left[0, 0], 1.0]) > SAFE)
    own, end = scale[list(kept)], scale[ends]
    return Projection(
        tuple(kept),
        tuple(j for j in range(1, width) if j not in kept),
        inverse / np.outer(own, own),
        on[:, 0] * end[0] / own,
        on[:, 1] * end[1] / own,
        (left + left.T) / 2 * np.outer(end, end),
        safe,
    )


def _independent(scaled: Matrix, candidates: list[int]) -> tuple[list[int], list[float]]:
    """Coordinates that are no combination of those before, and the share of each that is its own."""
    gram = picked(scaled, candidates, candidates)
    try:
        shares = np.diag(np.linalg.cholesky(gram)) ** 2
        if not len(shares) or shares.min() > 1e-6:
            return candidates, shares.tolist()
    except np.linalg.LinAlgError:
        pass
    kept: list[int] = []
    own: list[float] = []
    factor = np.zeros_like(gram)  # row j: coordinate j in terms of the orthonormal ones found so far
    for j in range(len(candidates)):
        row = np.zeros(len(kept))
        for i, place in enumerate(kept):
            row[i] = (gram[j, place] - row[:i] @ factor[place, :i]) / factor[place, i]
        share = float(gram[j, j] - row @ row)
        if share > COPY:
            factor[j, : len(kept)] = row
            factor[j, len(kept)] = np.sqrt(share)
            kept.append(j)
            own.append(share)
    return [candidates[j] for j in kept], own


def residual_makers(total: Matrix, found: Projection, value: float) -> tuple[Vector, Vector]:
    """Combinations (q,) of z that give a row's treatment with the covariates taken out, and its residual."""
    width = len(total)
    treatment, outcome = np.zeros(width), np.zeros(width)
    treatment[-2] = outcome[-1] = 1.0
    treatment[list(found.kept)] = -found.treatment_on
    outcome[list(found.kept)] = -found.outcome_on
    means = total[0] / total[0, 0]
    for combination in (treatment, outcome):
        combination[0] = -float(means[1:] @ combination[1:])
    return treatment, outcome - value * treatment


def whitening(total: Matrix, found: Projection, value: float) -> tuple[Matrix, float]:
    """Combinations (k + 3, q) of z whose cross-products are one, and the slope's unit.

    Intercept, covariates, then what covariates leave of the treatment, and the residual. On these, a draw's
    cross-products are close to the identity whatever the units of the columns were.
    """
    kept = list(found.kept)
    about = picked(centred(total), kept, kept)
    scale = np.sqrt(np.diag(about))
    inner = np.linalg.inv(np.linalg.cholesky(about / np.outer(scale, scale))) / scale if kept else about
    whiten = np.zeros((len(kept) + 3, len(total)))
    whiten[0, 0] = 1 / np.sqrt(total[0, 0])
    whiten[1:-2, kept] = inner
    whiten[1:-2, 0] = -inner @ (total[0, kept] / total[0, 0])
    treatment, residual = residual_makers(total, found, value)
    (tt, ty), (_, yy) = found.left
    spread = np.sqrt([tt, max(float(yy - value * ty), 1e-300)])
    whiten[-2], whiten[-1] = treatment / spread[0], residual / spread[1]
    return whiten, float(spread[1] / spread[0])
