"""How two columns go together, with no claim about which moves which.

Two measures of strength are never mixed: numbers by Pearson's r (interval by Fisher's z) with Spearman's rank
correlation beside it; a two-level column and a number by the difference of means (Welch 1947); two two-level
columns by the difference of shares (Newcombe 1998, method 10); more levels by the correlation ratio or by
Cramér's V with Bergsma's (2013) correction. Agresti (2013), Categorical Data Analysis, ch. 2-3.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.messages import Column, Message, Quantity, Scale, ScaleKind, counted
from tools.types import Level

__all__ = ["Association", "Measure", "associate"]

FEWEST = 10  # rows with both columns; below it no interval means anything
Array = np.ndarray[Any, np.dtype[np.float64]]


class Measure(StrEnum):
    """What the headline figure of an association is."""

    CORRELATION = "correlation"  # -1..1
    DIFFERENCE_OF_MEANS = "difference_of_means"  # second column's unit
    DIFFERENCE_OF_SHARES = "difference_of_shares"
    CORRELATION_RATIO = "correlation_ratio"  # share of the number's variance between the levels, 0..1
    CRAMERS_V = "cramers_v"  # 0..1


@dataclass(frozen=True)
class Association:
    """Two columns of the same rows, side by side."""

    measure: Measure
    quantities: Mapping[str, Quantity]  # "strength", "p_value", "rows", and by measure more
    low: Level | None = None  # the two levels compared, where the measure is a difference
    high: Level | None = None
    present: Level | None = None  # the level of the second column whose shares are compared

    headline = "strength"

    @property
    def p_value(self) -> float:
        return self.quantities["p_value"].value

    @property
    def clear(self) -> bool:
        """Do the rows tell the association from none at all, at the 5% level?"""
        return self.p_value < 0.05

    @property
    def faint(self) -> bool:
        """Is it smaller than what Cohen (1988) calls a small one? Of many rows even that is clear."""
        small = {Measure.CORRELATION: 0.1, Measure.CORRELATION_RATIO: 0.01, Measure.CRAMERS_V: 0.1}
        return self.measure in small and abs(self.quantities["strength"].value) < small[self.measure]


def associate(first: pd.Series, second: pd.Series, *, unit: str | None = None) -> Association:
    """The association of two columns without missing values, equally long (rows,).

    Columns with exactly two values count as yes or no, other text as levels. `unit` is the second column's.
    Raises EstimationError with too few rows or a column that never varies.
    """
    if len(first) < FEWEST:
        raise EstimationError(
            Message("effects-too-few-pairs", {"rows": counted(len(first)), "fewest": counted(FEWEST)})
        )
    for column in (first, second):
        if column.nunique() < 2:
            raise EstimationError(Message("effects-never-varies", {"column": Column(str(column.name))}))
    if _two_levels(first) and _two_levels(second):
        return _shares(first, second)
    if _two_levels(first) and _is_number(second):
        return _means(first, second, unit)
    if _is_number(first) and _two_levels(second):
        return _means(second, first, None)
    if _is_number(first) and _is_number(second):
        return _correlation(first, second)
    if _is_number(first) or _is_number(second):
        return _ratio(*((second, first) if _is_number(first) else (first, second)))
    return _table(first, second)


def _two_levels(column: pd.Series) -> bool:
    return bool(column.nunique() == 2)


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and column.nunique() > 2)


def _levels(column: pd.Series) -> list[Any]:
    return sorted(column.unique().tolist(), key=lambda level: (str(type(level)), level))


def _correlation(first: pd.Series, second: pd.Series) -> Association:
    x, y = first.to_numpy(float), second.to_numpy(float)
    r, p = stats.pearsonr(x, y)
    # Fisher (1915): arctanh(r) is nearly normal with variance 1 / (n - 3).
    middle, half = math.atanh(float(np.clip(r, -0.999999, 0.999999))), 1.96 / math.sqrt(len(x) - 3)
    limits = (math.tanh(middle - half), math.tanh(middle + half))
    error = (1 - r**2) / math.sqrt(len(x) - 1)
    rank = stats.spearmanr(x, y).statistic
    slope = float(np.cov(x, y)[0, 1] / x.var(ddof=1))
    return Association(
        Measure.CORRELATION,
        {
            "strength": Quantity(float(r), limits, max(float(error), 1e-4)),
            "rank_correlation": Quantity(float(rank), None, max(float(error), 1e-4)),
            "slope": Quantity(slope, None, abs(slope) * float(error) / max(abs(float(r)), 1e-9) or None),
            **_common(float(p), len(x)),
        },
    )


def _means(groups: pd.Series, numbers: pd.Series, unit: str | None) -> Association:
    low, high = _levels(groups)
    one, other = (numbers[groups == level].to_numpy(float) for level in (high, low))
    if min(len(one), len(other)) < 2:
        raise EstimationError(Message("effects-level-of-one-row", {"column": Column(str(groups.name))}))
    test = stats.ttest_ind(one, other, equal_var=False)
    limits = test.confidence_interval(0.95)
    difference = float(one.mean() - other.mean())
    error = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    scale = Scale(ScaleKind.OUTCOME, unit)
    return Association(
        Measure.DIFFERENCE_OF_MEANS,
        {
            "strength": Quantity(difference, (float(limits.low), float(limits.high)), error, scale),
            "mean_low": Quantity(float(other.mean()), None, error, scale),
            "mean_high": Quantity(float(one.mean()), None, error, scale),
            **_common(float(test.pvalue), len(groups)),
        },
        low=low,
        high=high,
    )


def _shares(first: pd.Series, second: pd.Series) -> Association:
    low, high = _levels(first)
    present = _levels(second)[1]
    yes = second == present
    counts = [(int(yes[first == level].sum()), int((first == level).sum())) for level in (high, low)]
    (a, m), (b, n) = counts
    p, q = a / m, b / n
    (l1, u1), (l2, u2) = _wilson(a, m), _wilson(b, n)
    limits = (p - q - math.hypot(p - l1, u2 - q), p - q + math.hypot(u1 - p, q - l2))
    error = max(math.sqrt(p * (1 - p) / m + q * (1 - q) / n), 1e-4)
    table = pd.crosstab(first, second).to_numpy()
    test = stats.chi2_contingency(table, correction=False)
    value = float(test.pvalue) if test.expected_freq.min() >= 5 else float(stats.fisher_exact(table).pvalue)
    share = Scale(ScaleKind.SHARE)
    return Association(
        Measure.DIFFERENCE_OF_SHARES,
        {
            "strength": Quantity(p - q, limits, error, Scale(ScaleKind.POINTS)),
            "share_low": Quantity(q, (l2, u2), error, share),
            "share_high": Quantity(p, (l1, u1), error, share),
            **_common(value, len(first)),
        },
        low=low,
        high=high,
        present=present,
    )


def _wilson(hits: int, rows: int) -> tuple[float, float]:
    limits = stats.binomtest(hits, rows).proportion_ci(method="wilson")
    return float(limits.low), float(limits.high)


def _ratio(groups: pd.Series, numbers: pd.Series) -> Association:
    parts = [part.to_numpy(float) for _, part in numbers.groupby(groups, observed=True)]
    parts = [part for part in parts if len(part) > 1]
    if len(parts) < 2:
        raise EstimationError(Message("effects-levels-like-rows", {"column": Column(str(groups.name))}))
    everything = np.concatenate(parts)
    between = sum(len(part) * (part.mean() - everything.mean()) ** 2 for part in parts)
    test = stats.f_oneway(*parts)
    return Association(
        Measure.CORRELATION_RATIO,
        {
            "strength": Quantity(
                float(between / ((everything - everything.mean()) ** 2).sum()),
                None,
                None,
                Scale(ScaleKind.SHARE),
            ),
            **_common(float(test.pvalue), len(everything)),
        },
    )


def _table(first: pd.Series, second: pd.Series) -> Association:
    table = pd.crosstab(first, second).to_numpy()
    rows, (r, c) = int(table.sum()), table.shape
    test = stats.chi2_contingency(table, correction=False)
    squared = max(0.0, test.statistic / rows - (r - 1) * (c - 1) / (rows - 1))
    r, c = r - (r - 1) ** 2 / (rows - 1), c - (c - 1) ** 2 / (rows - 1)
    strength = math.sqrt(squared / max(min(r, c) - 1, 1e-9))
    return Association(
        Measure.CRAMERS_V,
        {"strength": Quantity(min(strength, 1.0)), **_common(float(test.pvalue), rows)},
    )


def _common(p_value: float, rows: int) -> dict[str, Quantity]:
    return {"p_value": Quantity(p_value), "rows": Quantity(rows, scale=Scale(ScaleKind.COUNT))}
