"""Gaps filled several times by chained equations.

Numpy, pandas and scikit-learn only: scripts that reproduce a pooled number carry this file's text.
"""

from typing import Any

import numpy as np
import pandas as pd

DONORS = 5  # complete rows nearest in prediction, of which one gives its value or its residual
ROUNDS = 5  # of the chain, where several columns have gaps
CODES = 20  # different values of a number that is filled with values seen only
BOOTSTRAPPED = 20_000  # rows that the levels' regression is fitted on at most
RIDGE = 1e-6  # of each squared length: what keeps copies of a column from having no solution


def fill_gaps(frame: Any, columns: Any, gaps: Any, levels: Any, products: Any, seed: int) -> Any:
    """`frame` with the gaps of the columns `gaps` filled once, by draws from models of the other `columns`.

    Fully conditional specification: each column with gaps in turn given all others, the outcome among them
    (van Buuren 2018, Flexible Imputation of Missing Data, sections 3.2, 4.5; Moons et al. 2006, J Clin
    Epidemiol 59). Coefficients are drawn anew each time, so that draws differ as much as they are uncertain
    (Rubin 1987). `levels` are columns that hold codes or text, `products` pairs of numbers whose product is
    a predictor too. Another `seed` is another draw.
    """
    random = np.random.default_rng(seed)
    filled = frame[columns].copy()
    missing = {name: frame[name].isna().to_numpy() for name in gaps}
    for name in gaps:
        seen = filled[name].to_numpy()[~missing[name]]
        filled.loc[missing[name], name] = random.choice(seen, int(missing[name].sum()))
    order = sorted(gaps, key=lambda name: int(missing[name].sum()))
    for _ in range(ROUNDS if len(order) > 1 else 1):
        for name in order:
            others = _predictors(filled.drop(columns=name), levels, products)
            draw = draw_levels if name in levels else draw_numbers
            drawn = draw(others, filled[name].to_numpy(), missing[name], random)
            filled.loc[missing[name], name] = drawn
    result = frame.copy()
    for name in gaps:
        result[name] = filled[name]
    return result


def _predictors(frame: Any, levels: Any, products: Any) -> Any:
    """(rows, k) an intercept, numbers on a common scale, one column for every level but the first."""
    names = [name for name in frame.columns if name not in levels]
    numbers = frame[names].to_numpy(dtype=float)
    spread = numbers.std(axis=0)
    numbers = (numbers - numbers.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    place = {name: column for column, name in enumerate(names)}
    pairs = [pair for pair in products if pair[0] in place and pair[1] in place]
    parts = [np.ones((len(frame), 1)), numbers]
    parts += [(numbers[:, place[one]] * numbers[:, place[other]])[:, None] for one, other in pairs]
    for name in (name for name in frame.columns if name in levels):
        parts.append(pd.get_dummies(frame[name], drop_first=True, dtype=float).to_numpy())
    return np.column_stack(parts)


def draw_numbers(others: Any, values: Any, gap: Any, random: Any) -> Any:
    """Bayesian linear regression, and what a near complete row has left over beside its prediction.

    The residual of a donor is added where values are many (local residual draws), the donor's own value is
    taken where they are few (predictive mean matching, type 1): Morris, White & Royston (2014), BMC Medical
    Research Methodology 14:75.
    """
    known, target = others[~gap], values[~gap].astype(float)
    products = known.T @ known
    products = products + np.diag(RIDGE * np.maximum(np.diag(products), 1e-12))
    inverse = np.linalg.inv(products)
    fitted = inverse @ (known.T @ target)
    left = target - known @ fitted
    freedom = max(len(target) - known.shape[1], 1)
    deviation = np.sqrt(float(left @ left) / random.chisquare(freedom))
    drawn = fitted + deviation * np.linalg.cholesky(inverse) @ random.standard_normal(len(fitted))
    wanted = others[gap] @ drawn
    donor = _donors(known @ fitted, wanted, random)
    return target[donor] if len(np.unique(target)) <= CODES else wanted + left[donor]


def _donors(offered: Any, wanted: Any, random: Any) -> Any:
    """For each of `wanted` one of the few nearest of `offered`, by chance."""
    order = np.argsort(offered, kind="stable")
    width = min(2 * DONORS, len(order))
    first = np.searchsorted(offered[order], wanted) - DONORS
    near = np.clip(first, 0, len(order) - width)[:, None] + np.arange(width)
    far = np.abs(offered[order][near] - wanted[:, None])
    nearest = np.argsort(far, axis=1, kind="stable")[:, :DONORS]
    chosen = nearest[np.arange(len(wanted)), random.integers(0, nearest.shape[1], len(wanted))]
    return order[near[np.arange(len(wanted)), chosen]]


def draw_levels(others: Any, values: Any, gap: Any, random: Any) -> Any:
    """Multinomial logistic regression on a bootstrap of the complete rows, a level by chance for each gap.

    The penalty keeps separated levels finite, as the rows that White, Daniel & Royston (2010, Computational
    Statistics & Data Analysis 54) add do.
    """
    from sklearn.linear_model import LogisticRegression

    known = np.flatnonzero(~gap)
    drawn = random.choice(known, min(len(known), BOOTSTRAPPED))
    if len(pd.unique(values[drawn])) < 2:
        return random.choice(values[known], int(gap.sum()))
    model = LogisticRegression(C=10.0, max_iter=200)
    model.fit(others[drawn, 1:], values[drawn])
    reached = np.cumsum(model.predict_proba(others[gap, 1:]), axis=1)
    chosen = (reached < random.random((int(gap.sum()), 1)) * reached[:, -1:]).sum(axis=1)
    return model.classes_[chosen]
