"""Nearest neighbours with all their ties, so that a match never depends on the order of the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tools.device import device_for, on
from tools.estimators.linear import Codes, Matrix, Vector

FEW_DIMENSIONS = 6  # a tree is faster up to here; beyond, all distances by matrix products are
BLOCK = 4_000_000  # distances held at a time
TINY = 1e-12
TIED = 1e-8  # two distances that differ by less than this share are the same


@dataclass(frozen=True)
class Points:
    """Rows collapsed to their distinct places: rows in one place are interchangeable as matches."""

    places: Matrix  # (places, d)
    of_row: Codes  # (rows,) position in `places`
    rows: Vector  # (places,) rows in each place

    def sums(self, values: Vector) -> Vector:
        """Sum of values (rows,) in each place (places,)."""
        return added_up(self.of_row, values, len(self.places))

    def spread(self, place: Codes, values: Vector) -> Vector:
        """For each row (rows,) the sum of the values (pairs,) that went to its place."""
        return np.asarray(added_up(place, values, len(self.places))[self.of_row])


def added_up(codes: Codes, values: Vector, count: int) -> Vector:
    """Sum of values for each code 0..count-1 (count,)."""
    return np.asarray(np.bincount(codes, values, minlength=count), dtype=np.float64)


def distinct_points(points: Matrix) -> Points:
    """The distinct rows of points (rows, d)."""
    places, of_row, rows = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    return Points(places, np.asarray(of_row).reshape(-1), rows.astype(np.float64))


def nearest(queries: Matrix, places: Matrix, own: Codes | None = None) -> tuple[Codes, Codes, Vector]:
    """For each query (q, d) all nearest places (p, d): pairs (query, place), and the distance (q,).

    `own` (q,) names a place that is not to be found: the query's own, when queries are places.
    """
    if queries.shape[1] > FEW_DIMENSIONS:
        return _nearest_by_products(queries, places, own)
    tree = cKDTree(places)
    distance = tree.query(queries)[0] if own is None else tree.query(queries, k=2)[0][:, 1]
    groups = tree.query_ball_point(queries, distance * (1 + TIED) + TINY)
    sizes = np.fromiter((len(group) for group in groups), dtype=np.int64, count=len(queries))
    place = np.fromiter((j for group in groups for j in group), dtype=np.int64, count=int(sizes.sum()))
    query = np.repeat(np.arange(len(queries)), sizes)
    if own is not None:
        other = place != own[query]
        query, place = query[other], place[other]
    return query, place, np.asarray(distance)


def _nearest_by_products(queries: Matrix, places: Matrix, own: Codes | None) -> tuple[Codes, Codes, Vector]:
    """|a - b|^2 = |a|^2 + |b|^2 - 2ab, in blocks."""
    found_query, found_place, distances = [], [], []
    device = device_for(queries.size * len(places))
    if device is not None:
        return _nearest_on(device, queries, places, own)
    squared = np.einsum("ij,ij->i", places, places)
    step = max(1, BLOCK // len(places))
    for start in range(0, len(queries), step):
        block = queries[start : start + step]
        length = np.einsum("ij,ij->i", block, block)
        gap = np.maximum(length[:, None] + squared[None, :] - 2.0 * block @ places.T, 0.0)
        if own is not None:
            gap[np.arange(len(block)), own[start : start + step]] = np.inf
        closest = gap.min(axis=1)
        # Rounding in the products is relative to the lengths, not to the gap.
        query, place = np.nonzero(gap <= (closest * (1 + TIED) + TINY * (length + squared.max()))[:, None])
        found_query.append(query + start)
        found_place.append(place)
        distances.append(np.sqrt(closest))
    return np.concatenate(found_query), np.concatenate(found_place), np.concatenate(distances)


def _nearest_on(
    device: str, queries: Matrix, places: Matrix, own: Codes | None
) -> tuple[Codes, Codes, Vector]:
    """The same by torch, on a GPU."""
    import torch

    found_query, found_place, distances = [], [], []
    there = on(device, places)
    squared = (there * there).sum(dim=1)
    longest = squared.max()
    step = max(1, BLOCK // len(places))
    for start in range(0, len(queries), step):
        block = on(device, queries[start : start + step])
        length = (block * block).sum(dim=1)
        gap = (length[:, None] + squared[None, :] - 2.0 * block @ there.T).clamp_(min=0.0)
        if own is not None:
            mine = torch.from_numpy(own[start : start + step]).to(device)
            gap[torch.arange(len(block), device=device), mine] = torch.inf
        closest = gap.min(dim=1).values
        near = gap <= (closest * (1 + TIED) + TINY * (length + longest))[:, None]
        query, place = torch.nonzero(near, as_tuple=True)
        found_query.append(query.cpu().numpy() + start)
        found_place.append(place.cpu().numpy())
        distances.append(closest.sqrt().cpu().numpy())
    return np.concatenate(found_query), np.concatenate(found_place), np.concatenate(distances)


def spread_nearby(points: Points, values: Vector) -> Vector:
    """For each row the variance of `values` (rows,) among rows like it: its place, or with the nearest other.

    With one neighbour this is half the squared difference: Abadie & Imbens (2006), Econometrica 74(1),
    equation 14.
    """
    held = np.column_stack([points.rows, points.sums(values), points.sums(values**2)])
    alone = np.flatnonzero(points.rows < 2)
    if len(alone) and len(points.places) > 1:
        query, place, _ = nearest(points.places[alone], points.places, alone)
        held[alone] += np.column_stack([added_up(query, held[place, j], len(alone)) for j in range(3)])
    rows, total, squares = held.T
    variance = (squares - total**2 / rows) / np.maximum(rows - 1.0, 1.0)
    return np.asarray(np.maximum(variance, 0.0)[points.of_row])
