"""Texts for `scripts`, as in `script_bodies`: estimators that compare like with like, after PROPENSITY."""

from __future__ import annotations

OVERLAP_WEIGHTS = """\
weight = t * (1 - e) + (1 - t) * e
effect = np.average(y[t == 1], weights=weight[t == 1]) - np.average(y[t == 0], weights=weight[t == 0])
"""

TRIMMED = """\
raw = logistic(t, everybody)
inside = (raw >= 0.1) & (raw <= 0.9)
t, y, columns = t[inside], y[inside], columns[inside]
e = np.clip(logistic(t, np.ones(len(t), dtype=bool)), 0.01, 0.99)
"""

STRATIFICATION = """\
raw = np.round(logistic(t, everybody), 10)
strata = max(5, int(np.cbrt(len(raw)) / 2))
limits = np.unique(np.quantile(raw, np.arange(1, strata) / strata))
stratum = np.searchsorted(limits, raw, side="left")
gains, shares = [], []
for number in np.unique(stratum):
    inside = stratum == number
    with_it, without = t[inside].sum(), (1 - t[inside]).sum()
    if min(with_it, without) < 2:
        continue
    q, keep = basis(columns[inside])
    if min(with_it, without) < keep.sum() + 3:
        q = np.full((inside.sum(), 1), inside.sum() ** -0.5)
    left = t[inside] - q @ (q.T @ t[inside])
    gains.append(left @ y[inside] / (left @ left))
    shares.append({"att": with_it, "atc": without}.get(target, with_it + without))
effect = np.average(gains, weights=shares)
"""

PROPENSITY_PLACES = """\
raw = np.clip(logistic(t, everybody), 1e-12, 1 - 1e-12)
places = np.log(raw / (1 - raw))[:, None]
width = 0.2 * places.std(ddof=1)  # the caliper
"""

MAHALANOBIS_PLACES = """\
places = basis(columns)[0][:, 1:] * np.sqrt(len(t) - 1)  # unit variance and no correlation
width = np.inf
"""

MATCHING = """\
places = np.round(places, 10)
gains = []
for group in {"att": [1], "atc": [0]}.get(target, [1, 0]):
    others = np.flatnonzero(t != group)
    matches, used = {}, np.zeros(len(t))
    for row in np.flatnonzero(t == group):
        distance = np.linalg.norm(places[others] - places[row], axis=1)
        if distance.min() <= width * (1 + 1e-9):
            matches[row] = others[distance <= distance.min() * (1 + 1e-8) + 1e-12]
            used[matches[row]] += 1 / len(matches[row])
    # What matches still differ in is taken off by a regression among them.
    root = np.sqrt(used[used > 0])[:, None]
    _, keep = basis(columns[used > 0] * root)
    near = columns[used > 0][:, keep] * root
    model = columns[:, keep] @ np.linalg.lstsq(near, y[used > 0] * root[:, 0], rcond=None)[0]
    sign = 1 if group == 1 else -1
    for row, found in matches.items():
        gains.append(sign * (y[row] - model[row] - np.mean(y[found] - model[found])))
effect = np.mean(gains)
"""

FRONT_DOOR_ROBUST = """\
m = pd.get_dummies(frame[mediators], drop_first=True, dtype=float).to_numpy(dtype=float)
informed = np.hstack([columns, m])


def fitted(given, values, rows):
    q, keep = basis(given[rows])
    return given[:, keep] @ np.linalg.solve(q.T @ given[rows][:, keep], q.T @ values[rows])


bare = columns
columns = informed
f = np.clip(logistic(t, everybody), 0.01, 0.99)  # the chance of treatment given the mediators too
expected = [fitted(informed, y, t == 0), fitted(informed, y, t == 1)]
mixed = expected[1] * e + expected[0] * (1 - e)
means = []
for arm in (0, 1):
    here = e if arm else 1 - e
    ratio = (f if arm else 1 - f) / np.where(t == 1, f, 1 - f) * np.where(t == 1, e, 1 - e) / here
    own = np.where(t == 1, expected[1], expected[0])
    moved = np.where(t == 1, fitted(bare, expected[1], t == arm), fitted(bare, expected[0], t == arm))
    terms = (y - own) * ratio + (t == arm) / here * (mixed - fitted(bare, mixed, t == arm)) + moved
    means.append(terms.mean())
effect = means[1] - means[0]
"""

BLOCKED_DIFFERENCE = """\
t = frame[treatment].to_numpy(dtype=float) == frame[treatment].max()
table = pd.DataFrame({"t": t, "y": frame[outcome].to_numpy(dtype=float)})
table["block"] = frame.groupby(adjustment_set, observed=True, sort=False).ngroup().to_numpy()
means = table.groupby(["block", "t"])["y"].mean().unstack().dropna()
rows = table.groupby(["block", "t"])["y"].count().unstack().loc[means.index]
count = {"att": rows[True], "atc": rows[False]}.get(target, rows[True] + rows[False])
effect = np.average(means[True] - means[False], weights=count) * (high - low)
effect = effect / np.ptp(frame[treatment].to_numpy(dtype=float))
"""
