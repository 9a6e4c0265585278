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
gains, sizes = [], []
for start in np.unique(starts[(starts > 0) & (starts < len(periods))]).astype(int):
    for period in range(start, len(periods)):
        waiting = starts > period
        if waiting.any():
            change = y[:, period] - y[:, start - 1]
            gains.append(change[starts == start].mean() - change[waiting].mean())
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
