"""Why did the mean of an outcome change: the parts of the change that arose in each column's mechanism.

Along a causal graph each column follows its parents by a mechanism, and a column without parents is an
input. Between two sets of rows some mechanisms (or inputs) changed and others did not. The change of
the outcome's mean is shared out among those that changed by Shapley values (Budhathoki, Janzing,
Bloebaum & Ng 2021, "Why did the distribution change?", AISTATS), and for few odd rows by how far each
stands off from what its parents account for (Budhathoki, Minorics, Bloebaum & Janzing 2022, "Causal
structure-based root cause analysis of outliers").

Mechanisms are additive regressions (lines, natural splines, or products of parents, whichever the rows
ask for) and are taken for unchanged unless the rows say otherwise. Everything is reckoned from the
moments of blocks of rows, so that hundreds of bootstrap draws cost no more than a few fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.errors import EstimationError
from tools.messages import Message, Quantity, Scale, counted

__all__ = [
    "Attribution",
    "Contribution",
    "Origin",
    "Place",
    "Shift",
    "Verdict",
    "attribute_change",
    "plain_change",
    "shifts_of",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEW_ROWS = 8  # of the rows asked about: fewer are explained row by row, by what is usual in the others
FEWEST_USUAL = 20  # rows that mechanisms are fitted on, at least
_DRAWS, _ORDERS = 300, 40
_MOST_BLOCKS = 400
_KNOTS = (0.05, 0.35, 0.65, 0.95)
_MOST_PRODUCTS = 4  # parents whose products are tried
_SURER = 6.0  # by so much in BIC a mechanism has to have changed before it is taken for changed
ODD = 3.0  # standard deviations from which on a single row is odd
_COUNTS = 0.15  # share of the change from which on a part is told as a cause of its own


class Origin(StrEnum):
    """What changed."""

    INPUT = "input"  # a column that nothing in the graph acts on
    MECHANISM = "mechanism"  # more than its parents account for
    OWN = "own"  # the outcome's own mechanism, or whatever is not measured: unexplained


class Verdict(StrEnum):
    EXPLAINED = "explained"  # most of it arose in measured causes
    PARTLY = "partly"  # some of it did, and as much or more is unexplained
    UNEXPLAINED = "unexplained"  # none of the causes explains it
    NO_CHANGE = "no_change"  # the outcome did not clearly change
    NO_GRAPH = "no_graph"  # nothing says what acts on the outcome: no cause is named


@dataclass(frozen=True)
class Contribution:
    """The part of the outcome's change that arose in one column."""

    name: str
    origin: Origin
    part: Quantity  # of the outcome's change, in its unit; all parts add up to it
    before: float  # mean in the usual rows; a category: share of its most frequent level
    after: float
    own: float  # how much it changed beyond what its parents account for, in its own unit
    unusual: float  # `own` in standard deviations of what parents do not account for
    clear: bool  # the interval of `part` excludes nothing at all, and few rows are odd enough
    path: tuple[str, ...]  # from the column to the outcome, by the way that carries most


class Place(StrEnum):
    """Where a column that changed stands, which is no cause in the graph."""

    CONSEQUENCE = "consequence"  # the outcome acts on it
    UNPLACED = "unplaced"  # nothing says


@dataclass(frozen=True)
class Shift:
    """A column whose mean left its ordinary range, and when."""

    name: str
    place: Place
    before: float
    after: float
    size: float  # the change in standard deviations of the usual rows
    onset: (
        int | None
    )  # the row, in the order of time, from which on it was out of its ordinary; None: no order


@dataclass(frozen=True)
class Attribution:
    """A change of the outcome's mean, shared out among what changed."""

    verdict: Verdict
    outcome: str
    before: Quantity
    after: Quantity
    change: Quantity
    contributions: tuple[Contribution, ...]  # the largest part first; the outcome's own among them
    unexplained: Quantity | None  # the outcome's own mechanism; None without a graph
    explained: Quantity | None  # everything else
    rows: int  # asked about
    usual_rows: int
    single: bool  # few rows: explained by how far each stands off
    shifts: tuple[Shift, ...] = ()  # columns that changed and are no causes in the graph

    headline = "change"

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        parts = {f"part_of_{c.name}": c.part for c in self.contributions if c.origin is not Origin.OWN}
        shared = {"explained": self.explained, "unexplained": self.unexplained}
        known = {name: quantity for name, quantity in shared.items() if quantity is not None}
        return {"change": self.change, "before": self.before, "after": self.after, **known, **parts}

    @property
    def causes(self) -> tuple[Contribution, ...]:
        """Those that clearly moved the outcome the way it moved, the largest first."""
        sign = np.sign(self.change.value)
        size = abs(self.change.value)
        return tuple(
            c
            for c in self.contributions
            if c.origin is not Origin.OWN and c.clear and sign * c.part.value >= _COUNTS * size
        )

    @property
    def against(self) -> tuple[Contribution, ...]:
        """Those that clearly moved it the other way."""
        sign = np.sign(self.change.value)
        size = abs(self.change.value)
        return tuple(
            c
            for c in self.contributions
            if c.origin is not Origin.OWN and c.clear and -sign * c.part.value >= _COUNTS * size
        )


def attribute_change(
    *,
    values: Mapping[str, Array],
    parents: Mapping[str, Sequence[str]],
    outcome: str,
    usual: Flags,
    asked: Flags,
    scale: Scale,
    ordered: bool = False,
    draws: int = _DRAWS,
    seed: int = 7,
) -> Attribution:
    """Why the outcome's mean in the rows `asked` differs from that in the rows `usual`.

    `values` holds each column as (n, k): numbers (k = 1), or indicators of a category's levels but one.
    `parents` gives the direct causes of each; columns that do not act on the outcome are ignored. Rows are
    complete.
    `ordered`: rows follow one another in time, so that neighbours are resampled together.

    Raises:
        EstimationError: fewer than 20 usual rows, none asked about, or an outcome that is no number.
    """
    if int(usual.sum()) < FEWEST_USUAL:
        raise EstimationError(
            Message(
                "attribution-too-few", {"rows": counted(int(usual.sum())), "needed": counted(FEWEST_USUAL)}
            )
        )
    if not asked.any() or values[outcome].shape[1] != 1:
        raise EstimationError(Message("attribution-no-rows"))
    order = _causes_first(outcome, parents)
    single = int(asked.sum()) < FEW_ROWS
    parts = _Parts.of({name: values[name] for name in order})
    random = np.random.default_rng(seed)
    mechanisms = [
        _mechanism(
            parts,
            index,
            [p for name in parents.get(owner, ()) for p in parts.of_owner(name)],
            usual,
            asked,
            ordered,
        )
        for index, owner in enumerate(parts.owners)
    ]
    length = 1
    if ordered:
        length = max(_block_length(m.autocorrelation, int(usual.sum())) for m in mechanisms)
    blocks = _Blocks.of(usual, asked, length, single)
    weights = blocks.drawn(draws, random)
    system = _system(parts, mechanisms, blocks, weights, single)
    shared = _shapley(
        parts, system, random
    )  # (draws + 1, columns); the first is that of the rows as they are
    names = list(dict.fromkeys(parts.owners))
    spread = shared[1:].std(axis=0, ddof=1)
    total = system.means[:, parts.owners.index(outcome), :]
    change = total[:, 1] - total[:, 0]
    factor = blocks.factor
    error = float(np.std(change[1:], ddof=1))

    def quantity(value: float, std_error: float) -> Quantity:
        return Quantity(value, (value - factor * std_error, value + factor * std_error), std_error, scale)

    own = names.index(outcome)
    explained = np.delete(shared, own, axis=1).sum(axis=1)
    contributions = []
    for place, name in enumerate(names):
        of_column = parts.of_owner(name)
        first = max(of_column, key=lambda p: abs(system.shift[p] / mechanisms[p].noise))
        unusual = float(system.shift[first] / mechanisms[first].noise) * (
            np.sqrt(asked.sum()) if single else 1.0
        )
        part = quantity(float(shared[0, place]), float(spread[place]))
        assert part.ci_95 is not None
        beyond = part.ci_95[0] > 0 or part.ci_95[1] < 0
        contributions.append(
            Contribution(
                name=name,
                origin=Origin.OWN
                if name == outcome
                else Origin.MECHANISM
                if mechanisms[first].parents
                else Origin.INPUT,
                part=part,
                before=float(system.means[0, first, 0]),
                after=float(system.means[0, first, 1]),
                own=float(system.shift[first]),
                unusual=unusual,
                clear=bool(beyond and (not single or abs(unusual) >= ODD)),
                path=_main_path(parts, system, name),
            )
        )
    contributions.sort(key=lambda c: -abs(c.part.value))
    unexplained = quantity(float(shared[0, own]), float(spread[own]))
    found = Attribution(
        verdict=Verdict.EXPLAINED,
        outcome=outcome,
        before=Quantity(float(total[0, 0]), None, error, scale),
        after=Quantity(float(total[0, 1]), None, error, scale),
        change=quantity(float(change[0]), error),
        contributions=tuple(contributions),
        unexplained=unexplained,
        explained=quantity(float(explained[0]), float(explained[1:].std(ddof=1))),
        rows=int(asked.sum()),
        usual_rows=int(usual.sum()),
        single=single,
    )
    ordinary = float(values[outcome][usual, 0].std())
    return _judged(found, ordinary)


def _judged(found: Attribution, ordinary: float) -> Attribution:
    """The verdict, from what is clear. `ordinary`: the outcome's standard deviation in the usual rows."""
    change = found.change
    assert change.ci_95 is not None
    if found.single:
        unchanged = abs(change.value) < 2 * ordinary / np.sqrt(found.rows)
    else:
        unchanged = change.ci_95[0] <= 0 <= change.ci_95[1]
    if unchanged:
        return replace(found, verdict=Verdict.NO_CHANGE)
    if not found.causes:
        return replace(found, verdict=Verdict.UNEXPLAINED)
    sign = np.sign(change.value)
    told = sum(sign * c.part.value for c in found.causes)
    assert found.unexplained is not None
    rest = sign * found.unexplained.value
    largest = sign * found.causes[0].part.value
    if rest > told:
        return replace(
            found, verdict=Verdict.UNEXPLAINED if largest < 0.25 * abs(change.value) else Verdict.PARTLY
        )
    return found


# ---------------- Without a graph: what changed, and in which order


def plain_change(
    *, values: Mapping[str, Array], outcome: str, usual: Flags, asked: Flags, scale: Scale, ordered: bool
) -> Attribution:
    """The outcome's change alone, where nothing says what acts on it. Raises as `attribute_change` does."""
    found = attribute_change(
        values={outcome: values[outcome]},
        parents={},
        outcome=outcome,
        usual=usual,
        asked=asked,
        scale=scale,
        ordered=ordered,
    )
    verdict = Verdict.NO_GRAPH if found.verdict is not Verdict.NO_CHANGE else found.verdict
    return replace(found, verdict=verdict, contributions=(), explained=None, unexplained=None)


def shifts_of(
    *, values: Mapping[str, Array], places: Mapping[str, Place], usual: Flags, asked: Flags, ordered: bool
) -> tuple[Shift, ...]:
    """Which of the columns `places` left their ordinary in the rows `asked`; the earliest (largest) first.

    A mean has left it when it stands three standard errors and a quarter of a standard deviation off.
    """
    found = []
    rows = int(asked.sum())
    for name, place in places.items():
        array = values[name]
        part = int(np.argmax(np.abs(array[asked].mean(axis=0) - array[usual].mean(axis=0))))
        column = array[:, part]
        before, after = float(column[usual].mean()), float(column[asked].mean())
        spread = float(column[usual].std()) or _tiny(column)
        rho = _lag_one(column[usual]) if ordered else 0.0
        error = spread * np.sqrt((1 / rows + 1 / int(usual.sum())) * (1 + rho) / (1 - rho))
        size = (after - before) / spread
        if abs(after - before) > 3 * error and abs(size) > 0.25:
            onset = _onset((column - before) / spread, asked, size) if ordered else None
            found.append(Shift(name, place, before, after, float(size), onset))
    if ordered:
        return tuple(sorted(found, key=lambda s: (s.onset if s.onset is not None else rows, -abs(s.size))))
    return tuple(sorted(found, key=lambda s: -abs(s.size)))


def _onset(deviation: Array, asked: Flags, size: float) -> int:
    """The first row at which the sum of what is more than half of the shift begins its last rise (CUSUM)."""
    rows = np.flatnonzero(asked)
    lead = min(rows[0], max(len(rows), 10))
    stretch = np.arange(rows[0] - lead, rows[-1] + 1)
    gain = np.cumsum(np.sign(size) * deviation[stretch] - abs(size) / 2)
    return int(stretch[min(int(np.argmin(gain[: lead + len(rows) // 2 + 1])) + 1, len(stretch) - 1)])


# ---------------- Columns as their parts, causes first


def _causes_first(outcome: str, parents: Mapping[str, Sequence[str]]) -> list[str]:
    """The outcome and everything that acts on it, causes before effects."""
    done: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in done:
            for cause in parents.get(name, ()):
                visit(cause)
            done[name] = None

    visit(outcome)
    return list(done)


@dataclass(frozen=True)
class _Parts:
    values: Array  # (n, parts)
    owners: tuple[str, ...]  # the column of each part, causes first
    indicator: tuple[bool, ...]  # two values only: no curve

    @classmethod
    def of(cls, columns: Mapping[str, Array]) -> _Parts:
        owners = tuple(name for name, array in columns.items() for _ in range(array.shape[1]))
        values = np.hstack(list(columns.values()))
        indicator = tuple(
            len(np.unique(values[:2000, i])) <= 2 and len(np.unique(values[:, i])) <= 2
            for i in range(len(owners))
        )
        return cls(values, owners, indicator)

    def of_owner(self, name: str) -> list[int]:
        return [index for index, owner in enumerate(self.owners) if owner == name]


# ---------------- One mechanism: how a part follows its parents, and whether that changed


class _Stability(StrEnum):
    """What the rows say of a mechanism in the two sets of rows."""

    SAME = "same"
    SHIFTED = "shifted"  # the same slopes from another start
    CHANGED = "changed"  # slopes of its own in each


@dataclass(frozen=True)
class _Mechanism:
    parents: tuple[int, ...]  # parts
    features: Array  # (n, q), each with mean 0 and spread 1 over the rows used
    terms: tuple[
        tuple[tuple[int, ...], slice, Array], ...
    ]  # parents (1 or 2), their features, slopes on a grid
    scales: Array  # (q,) by which features were divided
    stability: _Stability
    noise: float  # standard deviation of what parents do not account for, in the usual rows
    autocorrelation: float  # of that, from row to row


def _mechanism(
    parts: _Parts, index: int, causes: list[int], usual: Flags, asked: Flags, ordered: bool
) -> _Mechanism:
    response = parts.values[:, index]
    if not causes:
        noise = float(response[usual].std()) or _tiny(response)
        rho = _lag_one(response[usual]) if ordered else 0.0
        return _Mechanism((), np.empty((len(response), 0)), (), np.empty(0), _Stability.SHIFTED, noise, rho)
    single = int(asked.sum()) < FEW_ROWS
    used = usual if single else usual | asked
    best: tuple[float, Any] | None = None
    first = True
    rho = 0.0
    for kind in ("lines", "curves", "products"):
        built = _features(parts, causes, kind, usual, asked, single)
        if built is None:
            continue
        features, terms, scales = built
        if first and ordered:
            theta = _solved(_centred(features[usual], response[usual]))[0]
            rho = _lag_one(response[usual] - features[usual] @ theta)
        first = False
        q = features.shape[1]
        size = int(used.sum()) * (1 - rho) / (1 + rho)  # rows that tell as much, were they independent
        whole = _centred(features[used], response[used])
        options = [(_rss(whole), q, _Stability.SAME, 0.0)]
        if not single:
            within = _centred(features[usual], response[usual]), _centred(features[asked], response[asked])
            options.append((_rss(within[0] + within[1]), q + 1, _Stability.SHIFTED, _SURER))
            if int(asked.sum()) >= 3 * (q + 2):
                options.append((_rss(within[0]) + _rss(within[1]), 2 * q + 1, _Stability.CHANGED, 2 * _SURER))
        for rss, count, stability, handicap in options:
            floor = max(rss, 1e-9 * float(whole[-1, -1]), 1e-300)
            score = size * np.log(floor) + count * np.log(max(size, 3.0)) + handicap
            if best is None or score < best[0] - 1e-9:
                noise = float(np.sqrt(floor / max(int(used.sum()) - count - 1, 1)))
                best = score, (features, terms, scales, stability, noise)
    assert best is not None
    features, terms, scales, stability, noise = best[1]
    noise = max(noise, _tiny(response))
    return _Mechanism(tuple(causes), features, terms, scales, stability, noise, rho)


def _tiny(response: Array) -> float:
    return 1e-9 * max(1.0, float(np.abs(response).max()))


def _features(
    parts: _Parts, causes: list[int], kind: str, usual: Flags, asked: Flags, single: bool
) -> tuple[Array, tuple[tuple[tuple[int, ...], slice, Array], ...], Array] | None:
    """Lines; natural splines of the columns that are numbers; or lines with the products of two parents."""
    columns: list[Array] = []
    terms: list[tuple[tuple[int, ...], slice, Array]] = []
    curved = [p for p in causes if not parts.indicator[p]]
    if kind == "curves" and not curved:
        return None
    if kind == "products" and not 2 <= len(causes) <= _MOST_PRODUCTS:
        return None
    for cause in causes:
        x = parts.values[:, cause]
        start = len(columns)
        slopes: list[Array] = [np.ones(9)]
        columns.append(x)
        if kind == "curves" and cause in curved:
            basis, derivative = _spline(x, usual, asked, single)
            columns += list(basis.T)
            slopes = [np.ones(derivative.shape[0]), *derivative.T]
        terms.append(((cause,), slice(start, len(columns)), np.column_stack(slopes)))
    if kind == "products":
        for one, other in combinations(causes, 2):
            columns.append(parts.values[:, one] * parts.values[:, other])
            terms.append(((one, other), slice(len(columns) - 1, len(columns)), np.empty((0, 1))))
    features = np.column_stack(columns)
    used = usual | asked
    scales = features[used].std(axis=0)
    scales = np.where(scales > 0, scales, 1.0)
    return (features - features[usual].mean(axis=0)) / scales, tuple(terms), scales


def _spline(x: Array, usual: Flags, asked: Flags, single: bool) -> tuple[Array, Array]:
    """The curved part of a natural cubic spline (lines beyond its knots), and its slopes on a grid.

    Both sets of rows count alike in placing the knots: few rows may hold all that is known of a range.
    """
    knots = np.quantile(x[usual], _KNOTS)
    if not single:
        both = np.concatenate(
            [np.quantile(x[usual], np.linspace(0, 1, 101)), np.quantile(x[asked], np.linspace(0, 1, 101))]
        )
        knots = np.quantile(both, _KNOTS)
    if len(np.unique(knots)) < len(knots):
        return np.empty((len(x), 0)), np.empty((9, 0))
    width = knots[-1] - knots[0]

    def cubes(at: Array, power: int) -> Array:
        def raised(knot: float) -> Array:
            cubed: Array = np.clip((at - knot) / width, 0, None) ** power
            return cubed

        last = [(raised(k) - raised(knots[-1])) / ((knots[-1] - k) / width) for k in knots[:-1]]
        return np.column_stack([each - last[-1] for each in last[:-1]])

    ends = x[usual | asked] if not single else x[usual]
    grid = np.linspace(float(ends.min()), float(ends.max()), 25)
    return cubes(x, 3), 3 * cubes(grid, 2) / width


def _centred(features: Array, response: Array) -> Array:
    """Sums of squares and products about the mean, the response last; (q + 1, q + 1)."""
    both = np.column_stack([features, response])
    both = both - both.mean(axis=0)
    products: Array = both.T @ both
    return products


def _solved(products: Array) -> Array:
    """Coefficients from sums of products; (..., q) as (draws, q)."""
    products = np.atleast_3d(products.T).T if products.ndim == 2 else products
    left, right = products[:, :-1, :-1], products[:, :-1, -1:]
    ridge = 1e-8 * np.trace(left, axis1=1, axis2=2)[:, None, None] / max(left.shape[1], 1)
    solved: Array = np.linalg.solve(left + (ridge + 1e-12) * np.eye(left.shape[1]), right)[..., 0]
    return solved


def _rss(products: Array) -> float:
    theta = _solved(products)[0]
    return float(products[-1, -1] - theta @ products[:-1, -1])


def _lag_one(residual: Array) -> float:
    centred = residual - residual.mean()
    square = float(centred @ centred)
    return float(np.clip(centred[1:] @ centred[:-1] / square, 0.0, 0.95)) if square > 0 else 0.0


# ---------------- Blocks of rows that are drawn together


def _block_length(rho: float, rows: int) -> int:
    """Carlstein's (1986) length for a first-order autoregression; 1 where neighbours hardly go together."""
    if rho < 0.1:
        return 1
    return max(1, int(np.ceil((2 * rho / (1 - rho**2)) ** (2 / 3) * rows ** (1 / 3))))


@dataclass(frozen=True)
class _Blocks:
    usual: tuple[NDArray[np.intp], NDArray[np.intp]]  # rows, sorted; the first place of each block
    asked: tuple[NDArray[np.intp], NDArray[np.intp]]
    fixed: bool  # the rows asked about are those: they are not drawn again
    factor: float  # half of the 95% interval in standard errors

    @classmethod
    def of(cls, usual: Flags, asked: Flags, length: int, single: bool) -> _Blocks:
        from scipy.stats import t

        def cut(rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
            count = int(np.clip(len(rows) // length, min(5, len(rows)), _MOST_BLOCKS))
            return rows, np.linspace(0, len(rows), count, endpoint=False).astype(np.intp)

        parts = cut(np.flatnonzero(usual)), cut(np.flatnonzero(asked))
        fewest = len(parts[0][1]) if single else min(len(starts) for _, starts in parts)
        return cls(*parts, single, float(t.ppf(0.975, max(fewest - 1, 2))))

    def drawn(self, draws: int, random: np.random.Generator) -> tuple[Array, Array]:
        """How often each block counts; (draws + 1, blocks), the first once each."""

        def counts(blocks: int, fixed: bool) -> Array:
            if fixed:
                return np.ones((draws + 1, blocks))
            drawn = random.multinomial(blocks, np.full(blocks, 1 / blocks), size=draws).astype(float)
            return np.vstack([np.ones((1, blocks)), drawn])

        return counts(len(self.usual[1]), False), counts(len(self.asked[1]), self.fixed)


# ---------------- The system of means: each part's mean as a line of its parents' means, in both sets of rows


@dataclass(frozen=True)
class _System:
    parents: tuple[list[int], ...]  # parts
    means: Array  # (draws + 1, parts, 2)
    start: Array  # (draws + 1, parts, 2): what the parents do not account for
    slopes: tuple[Array, ...]  # of each part: (draws + 1, its parents, 2)
    shift: Array  # (parts,): change of `start` with the parents' mean change held fixed


def _system(
    parts: _Parts,
    mechanisms: Sequence[_Mechanism],
    blocks: _Blocks,
    weights: tuple[Array, Array],
    single: bool,
) -> _System:
    draws = len(weights[0])
    means = np.empty((draws, len(parts.owners), 2))
    sides = tuple(zip((blocks.usual, blocks.asked), weights, strict=True))
    for side, ((rows, starts), weight) in enumerate(sides):
        sums = np.add.reduceat(parts.values[rows], starts, axis=0)
        sizes = np.diff(np.append(starts, len(rows))).astype(float)
        means[:, :, side] = (weight @ sums) / (weight @ sizes)[:, None]
    start = means.copy()
    slopes = []
    for index, mechanism in enumerate(mechanisms):
        if not mechanism.parents:
            slopes.append(np.empty((draws, 0, 2)))
            continue
        slope = _slopes(parts, index, mechanism, sides, means, single)
        slopes.append(slope)
        start[:, index, :] -= np.einsum("dps,dps->ds", slope, means[:, list(mechanism.parents), :])
    shift = np.empty(len(mechanisms))
    for index, mechanism in enumerate(mechanisms):
        average = slopes[index][0].mean(axis=1)
        moved = means[0, list(mechanism.parents), 1] - means[0, list(mechanism.parents), 0]
        shift[index] = means[0, index, 1] - means[0, index, 0] - average @ moved
    return _System(tuple(list(m.parents) for m in mechanisms), means, start, tuple(slopes), shift)


def _slopes(
    parts: _Parts, index: int, mechanism: _Mechanism, sides: Any, means: Array, single: bool
) -> Array:
    """Slopes of a part's mean in its parents' means, in both sets of rows; (draws + 1, parents, 2)."""
    q = mechanism.features.shape[1]
    full = np.column_stack([np.ones(len(mechanism.features)), mechanism.features, parts.values[:, index]])
    centred, averages, totals = [], [], []
    for (rows, starts), weight in sides:
        block = np.stack([full[part].T @ full[part] for part in np.split(rows, starts[1:])])
        moments = np.tensordot(weight, block, axes=1)  # (draws, q + 2, q + 2)
        centred.append(_about_the_mean(moments))
        averages.append(moments[:, 0, 1 : q + 1] / moments[:, :1, 0])
        totals.append(moments)
    if single:
        theta = (_solved(centred[0]),) * 2
    elif mechanism.stability is _Stability.CHANGED:
        theta = _solved(centred[0]), _solved(centred[1])
    elif mechanism.stability is _Stability.SHIFTED:
        # A start of its own in each: what shifted is not laid on the parents that moved meanwhile.
        theta = (_solved(centred[0] + centred[1]),) * 2
    else:
        theta = (_solved(_about_the_mean(totals[0] + totals[1])),) * 2
    slopes = np.zeros((len(means), len(mechanism.parents), 2))
    place = {cause: number for number, cause in enumerate(mechanism.parents)}
    middle = means.mean(axis=2)
    for side in (0, 1):
        raw = theta[side] / mechanism.scales
        for causes, where, grid in mechanism.terms:
            if len(causes) == 2:
                one, other = causes
                slopes[:, place[one], side] += raw[:, where.start] * middle[:, other]
                slopes[:, place[other], side] += raw[:, where.start] * middle[:, one]
                continue
            if where.stop - where.start == 1:
                slopes[:, place[causes[0]], side] += raw[:, where.start]
                continue
            # The secant of the curve between the two means, no steeper than the curve is anywhere.
            moved = means[:, causes[0], 1] - means[:, causes[0], 0]
            rise = ((averages[1] - averages[0])[:, where] * theta[side][:, where]).sum(axis=1)
            steep = raw[:, where] @ grid.T
            still = np.abs(moved) < 1e-12
            secant = np.where(still, steep.mean(axis=1), rise / np.where(still, 1.0, moved))
            slopes[:, place[causes[0]], side] += np.clip(secant, steep.min(axis=1), steep.max(axis=1))
    return slopes


def _about_the_mean(moments: Array) -> Array:
    """Sums of products about the mean from those about nothing, whose first row and column are of ones."""
    centred: Array = moments[:, 1:, 1:] - moments[:, 1:, :1] * moments[:, :1, 1:] / moments[:, :1, :1]
    return centred


# ---------------- Shapley values over the columns


def _shapley(parts: _Parts, system: _System, random: np.random.Generator) -> Array:
    """Each column's part in the change of the last part's mean; (draws + 1, columns), rows add up to it."""
    names = list(dict.fromkeys(parts.owners))
    if all(np.array_equal(s[:, :, 0], s[:, :, 1]) for s in system.slopes):
        # No slope changed: a column's part does not depend on what else has changed.
        onward = _onward(parts, system)
        each = onward * (system.start[:, :, 1] - system.start[:, :, 0])
        return np.column_stack([each[:, parts.of_owner(name)].sum(axis=1) for name in names])
    shared = np.zeros((len(system.means), len(names)))
    orders = [random.permutation(len(names)) for _ in range(_ORDERS // 2)]
    for order in [*orders, *(order[::-1] for order in orders)]:
        side = np.zeros(len(names), dtype=int)
        value = _outcome_mean(parts, system, side, names)
        for player in order:
            side[player] = 1
            moved = _outcome_mean(parts, system, side, names)
            shared[:, player] += moved - value
            value = moved
    return shared / (2 * len(orders))


def _outcome_mean(parts: _Parts, system: _System, side: NDArray[np.int_], names: Sequence[str]) -> Array:
    means = np.empty(system.means.shape[:2])
    number = {name: place for place, name in enumerate(names)}
    for index, owner in enumerate(parts.owners):
        of = side[number[owner]]
        causes = system.parents[index]
        means[:, index] = system.start[:, index, of] + (
            system.slopes[index][:, :, of] * means[:, causes]
        ).sum(axis=1)
    last: Array = means[:, -1]
    return last


def _onward(parts: _Parts, system: _System) -> Array:
    """By how much the outcome's mean moves with one unit more of each part; (draws + 1, parts)."""
    onward = np.zeros(system.means.shape[:2])
    onward[:, -1] = 1.0
    for index in reversed(range(len(parts.owners))):
        for place, cause in enumerate(system.parents[index]):
            onward[:, cause] += onward[:, index] * system.slopes[index][:, place, :].mean(axis=1)
    return onward


def _main_path(parts: _Parts, system: _System, name: str) -> tuple[str, ...]:
    """The way from a column to the outcome whose slopes carry most."""
    last = len(parts.owners) - 1
    best: dict[int, tuple[float, tuple[str, ...]]] = {last: (1.0, (parts.owners[last],))}
    for index in reversed(range(len(parts.owners))):
        if index not in best:
            continue
        carried, way = best[index]
        for place, cause in enumerate(system.parents[index]):
            product = carried * abs(float(system.slopes[index][0, place].mean()))
            if cause not in best or product > best[cause][0]:
                best[cause] = product, (parts.owners[cause], *way)
    return max((best[p] for p in parts.of_owner(name) if p in best), default=(0.0, (name,)))[1]
