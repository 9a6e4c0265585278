"""Texts for `scripts`, as in `script_bodies`: designs in time beyond fixed effects."""

from __future__ import annotations

GROUP_TIME = """\
on = treated_now > treated_now.min()
table = pd.DataFrame({"unit": frame[unit], "period": frame[time], "y": frame[outcome], "on": on})
wide = table.pivot(index="unit", columns="period", values="y").dropna()
periods = {period: place for place, period in enumerate(sorted(table["period"].unique()))}
starts = table[table["on"]].groupby("unit")["period"].min().map(periods)
starts = starts.reindex(wide.index).fillna(len(periods)).to_numpy()
y = wide[list(periods)].to_numpy()
place = {name: number for number, name in enumerate(wide.index)}
x = np.zeros((len(wide), len(periods), 1 + covariates.shape[1]))
for row, (name, period) in enumerate(zip(table["unit"], table["period"])):
    if name in place:
        x[place[name], periods[period]] = [1.0, *covariates[row]]


def gain_of(change, mine, x):
    # Doubly robust: the others' change by least squares, the chance of being in the cohort by logit.
    if x.shape[1] == 1:
        return change[mine].mean() - change[~mine].mean()
    import statsmodels.api as sm

    left = change - x @ np.linalg.lstsq(x[~mine], change[~mine], rcond=None)[0]
    logit = sm.GLM(mine.astype(float), x, sm.families.Binomial()).fit(tol=1e-14)
    chance = np.clip(logit.fittedvalues, 0.01, 0.99)
    return left[mine].mean() - np.average(left[~mine], weights=(chance / (1 - chance))[~mine])


gains, sizes = [], []
for start in np.unique(starts[(starts > 0) & (starts < len(periods))]).astype(int):
    for period in range(start, len(periods)):
        waiting = starts > period
        if waiting.any():
            used = (starts == start) | waiting
            change = y[used, period] - y[used, start - 1]
            gains.append(gain_of(change, (starts == start)[used], x[used, start - 1]))
            sizes.append((starts == start).sum())
effect = np.average(gains, weights=sizes) * (high - low) / np.ptp(treated_now)
"""

INTERRUPTED_SERIES = """\
names = [f"covariate {j}" for j in range(covariates.shape[1])]
table = pd.DataFrame(covariates, columns=names)
table["y"], table["x"] = frame[outcome].to_numpy(dtype=float), frame[treatment].to_numpy(dtype=float)
table["place"] = [period_number[label] for label in frame[time]]
series = table.groupby("place").mean()
at = series.index.to_numpy(dtype=float)
on = at >= start
since = at - at[on][0]
columns = np.column_stack([np.ones(len(at)), since, series[names], on * since, on])
found = np.linalg.lstsq(columns, series["y"].to_numpy(), rcond=None)[0]
effect = (found[-1] + found[-2] * since[on].mean()) * change
"""

SYNTHETIC_CONTROL = """\
from scipy.optimize import nnls

on = treated_now > treated_now.min()
table = pd.DataFrame({"unit": frame[unit], "period": frame[time], "y": frame[outcome], "on": on})
wide = table.pivot(index="unit", columns="period", values="y").dropna()
ever = table[table["on"]].groupby("unit")["period"].min().reindex(wide.index)
before = np.array([period < ever.min() for period in wide.columns])
own, donors = wide[ever.notna()].to_numpy()[0], wide[ever.isna()].to_numpy()
gaps = (own - donors).T[before]
target = np.append(np.zeros(len(gaps)), 1.0)
weights, _ = nnls(np.vstack([gaps / np.abs(gaps).max(), np.ones(len(donors))]), target)
gap = own - (weights / weights.sum()) @ donors
effect = gap[~before].mean() * (high - low) / np.ptp(treated_now)
"""
