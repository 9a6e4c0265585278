"""The texts that `scripts` puts together: plain Python, constant, with no value from outside in them.

Every body reads names that the head of the script sets (treatment, outcome, low, high, ...) and sets
`effect`.
"""

from __future__ import annotations

COVARIATES = """\
# Numbers as they are, categories as one column for every level but the first.
covariates = pd.get_dummies(frame[adjustment_set], drop_first=True, dtype=float).to_numpy(dtype=float)
"""

BASIS = '''\
def basis(columns):
    """An orthonormal basis of the columns; those that repeat earlier ones are left out."""
    length = np.linalg.norm(columns, axis=0)
    spread = np.linalg.norm(columns - columns.mean(axis=0), axis=0)
    size = np.abs(np.diag(np.linalg.qr(columns)[1]))
    keep = (size > 1e-8 * np.where(spread > 1e-8 * length, spread, length)) & (length > 0)
    return np.linalg.qr(columns[:, keep])[0], keep


def left_over(columns, values):
    """What a least-squares fit on the columns leaves of the values."""
    q, _ = basis(columns)
    return values - q @ (q.T @ values)


ones = np.ones((len(frame), 1))
'''

LAST_COEFFICIENT = '''\
def last_coefficient(columns, values):
    """Coefficient of the last column in a regression on all of them."""
    last = left_over(columns[:, :-1], columns[:, -1])
    return (last @ values) / (last @ last)
'''

LINEAR_REGRESSION = """\
from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator
from dowhy.causal_identifier import IdentifiedEstimand

names = [f"covariate {j}" for j in range(covariates.shape[1])]
table = pd.concat([frame[[treatment, outcome]], pd.DataFrame(covariates, frame.index, names)], axis=1)
estimand = IdentifiedEstimand(
    None,
    treatment_variable=[treatment],
    outcome_variable=[outcome],
    estimands={"backdoor": {}},
    backdoor_variables={"backdoor": names},
    default_backdoor_id="backdoor",
    identifier_method="backdoor",
)
estimator = LinearRegressionEstimator(estimand).fit(table, effect_modifier_names=[])
effect = estimator.estimate_effect(
    table, control_value=low, treatment_value=high, target_units="ate"
).value
"""

LEVEL_CONTRAST = """\
levels = frame[treatment].to_numpy()
others = [level for level in np.unique(levels) if level not in (low, high)]
columns = [ones, covariates, *[(levels == level)[:, None].astype(float) for level in others]]
columns.append((levels == high)[:, None].astype(float))
effect = last_coefficient(np.hstack(columns), frame[outcome].to_numpy())
"""

PROPENSITY = '''\
import statsmodels.api as sm

t = (frame[treatment].to_numpy() == high).astype(float)
y = frame[outcome].to_numpy(dtype=float)
columns = np.hstack([ones, covariates])


def logistic(labels, rows):
    """Chances from a logistic regression fitted on some rows, for all rows."""
    _, keep = basis(columns[rows])
    fit = sm.GLM(labels[rows], columns[rows][:, keep], family=sm.families.Binomial())
    return fit.fit(maxiter=100, tol=1e-13).predict(columns[:, keep])


everybody = np.ones(len(frame), dtype=bool)
e = np.clip(logistic(t, everybody), 0.01, 0.99)  # the chance of treatment
'''

AIPW = '''\
def expected(rows):
    """Expected outcome, from a model fitted on one arm, for all rows."""
    if np.array_equal(np.unique(y[rows]), [0.0, 1.0]):
        return logistic(y, rows)
    q, keep = basis(columns[rows])
    return columns[:, keep] @ np.linalg.solve(q.T @ columns[rows][:, keep], q.T @ y[rows])


if target == "att":
    gap = y - expected(t == 0)
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = expected(t == 1) - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    with_it, without = expected(t == 1), expected(t == 0)
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
'''

IPW = """\
weight = {"att": t + (1 - t) * e / (1 - e), "atc": t * (1 - e) / e + 1 - t}
weight = weight.get(target, t / e + (1 - t) / (1 - e))
effect = np.average(y[t == 1], weights=weight[t == 1]) - np.average(y[t == 0], weights=weight[t == 0])
"""

MODEL_COLUMNS = """\
import statsmodels.api as sm

x = frame[treatment].to_numpy(dtype=float)
y = frame[outcome].to_numpy(dtype=float)
_, keep = basis(np.hstack([ones, covariates]))
columns = np.hstack([np.hstack([ones, covariates])[:, keep], x[:, None]])
"""

GENERALISED_LINEAR = """\
model = sm.GLM(y, columns, family=getattr(sm.families, family)()).fit(maxiter=200, tol=1e-13)
"""

NEGATIVE_BINOMIAL = """\
# On columns of like size, so that the search converges whatever the units are.
q, r = np.linalg.qr(columns)
start = sm.GLM(y, q * len(y) ** 0.5, family=sm.families.Poisson()).fit().params
model = sm.NegativeBinomial(y, q * len(y) ** 0.5).fit(
    start_params=np.append(start, 0.5), method="newton", maxiter=200, disp=0
)
model = sm.GLM(y, columns, family=sm.families.NegativeBinomial(alpha=model.params[-1])).fit(
    maxiter=200, tol=1e-13
)
"""

STANDARDISED = '''\
def mean_with(level):
    """Expected outcome of each row with its treatment at this level."""
    return model.predict(np.hstack([columns[:, :-1], np.full((len(y), 1), level)]))


asked = {"att": x == high, "atc": x == low}.get(target, np.ones(len(x), dtype=bool))
effect = (mean_with(high) - mean_with(low))[asked].mean()
'''

DIFFERENCE_IN_MEANS = """\
x = frame[treatment].to_numpy()
effect = np.cov(x, frame[outcome].to_numpy())[0, 1] / np.var(x, ddof=1) * (high - low)
"""

LIN_REGRESSION = """\
x = frame[treatment].to_numpy()
asked = {"att": x == high, "atc": x == low}.get(target, np.ones(len(x), dtype=bool))
centred = covariates - covariates[asked].mean(axis=0)
products = centred * x[:, None] if len(np.unique(x)) == 2 else centred[:, :0]
columns = np.hstack([ones, centred, products, x[:, None]])
effect = last_coefficient(columns, frame[outcome].to_numpy()) * (high - low)
"""

DOWHY_INSTRUMENT = """\
from dowhy.causal_estimators.instrumental_variable_estimator import InstrumentalVariableEstimator
from dowhy.causal_identifier import IdentifiedEstimand

estimand = IdentifiedEstimand(
    None,
    treatment_variable=[treatment],
    outcome_variable=[outcome],
    estimands={"iv": {"assumptions": {}}},
    instrumental_variables=instruments,
    identifier_method="iv",
)
table = frame.copy()
estimator = InstrumentalVariableEstimator(estimand).fit(table, effect_modifier_names=[])
effect = estimator.estimate_effect(table).value * (high - low)
"""

INSTRUMENTS = """\
z = pd.get_dummies(frame[instruments], drop_first=True, dtype=float).to_numpy(dtype=float)
held = np.hstack([ones, covariates])
t = left_over(held, frame[treatment].to_numpy(dtype=float))
y = left_over(held, frame[outcome].to_numpy(dtype=float))
z = left_over(held, z)
"""

TWO_STAGE = """\
moved = t - left_over(z, t)  # the treatment as far as the instruments move it
effect = (moved @ y) / (moved @ t) * (high - low)
"""

LIML = """\
both = np.column_stack([y, t])
outside = left_over(z, both)
kappa = np.linalg.eigvals(np.linalg.solve(outside.T @ outside, both.T @ both)).real.min()
moved = t - kappa * left_over(z, t)
effect = (moved @ y) / (moved @ t) * (high - low)
"""

FRONT_DOOR = """\
m = pd.get_dummies(frame[mediators], drop_first=True, dtype=float).to_numpy(dtype=float)
held = np.hstack([ones, covariates])
t = left_over(held, frame[treatment].to_numpy(dtype=float))
first = t @ left_over(held, m) / (t @ t)  # treatment on each mediator
held = np.column_stack([held, frame[treatment].to_numpy(dtype=float)])
m, y = left_over(held, m), left_over(held, frame[outcome].to_numpy(dtype=float))
second = np.linalg.lstsq(m, y, rcond=None)[0]  # each mediator on the outcome, given the treatment
effect = first @ second * (high - low)
"""

TWO_BY_TWO = """\
post = frame[time].isin(periods_after).to_numpy().astype(float)
columns = np.hstack([ones, covariates, np.column_stack([group, post, group * post])])
effect = last_coefficient(columns, frame[outcome].to_numpy(dtype=float)) * (high - low)
"""

FIXED_EFFECTS = """\
periods = pd.get_dummies(frame[time].astype("category"), drop_first=True, dtype=float).to_numpy()
columns = np.column_stack([covariates, periods, group, treated_now, frame[outcome].to_numpy(dtype=float)])
columns = columns - columns.mean(axis=0)
if unit is not None:
    columns = columns - pd.DataFrame(columns).groupby(frame[unit].to_numpy()).transform("mean").to_numpy()
    columns = np.where(np.abs(columns).max(axis=0) > 1e-9, columns, 0.0)
effect = last_coefficient(columns[:, :-1], columns[:, -1]) * (high - low)
"""

IMPUTATION = """\
on = treated_now.astype(float)
untreated = on == on.min()
unit_code, period_code = pd.factorize(frame[unit])[0], pd.factorize(frame[time])[0]
periods = pd.get_dummies(frame[time].astype("category"), drop_first=True, dtype=float).to_numpy()
table = np.column_stack([periods, covariates, frame[outcome].to_numpy(dtype=float)])
# Unit effects go with the means of each unit's untreated rows.
means = pd.DataFrame(table[untreated]).groupby(unit_code[untreated]).mean()
table = table - means.reindex(unit_code).to_numpy()
slopes = np.linalg.lstsq(table[untreated][:, :-1], table[untreated][:, -1], rcond=None)[0]
kept = ~untreated & np.isin(unit_code, unit_code[untreated]) & np.isin(period_code, period_code[untreated])
effect = np.mean(table[kept][:, -1] - table[kept][:, :-1] @ slopes) * (high - low) / np.ptp(on)
"""

DISCONTINUITY = '''\
x = frame[running_variable].to_numpy(dtype=float) - cutoff
above = x >= 0 if cutoff_is_above else x > 0


def weighted_fit(columns, values, width):
    root = np.sqrt(np.maximum(0.0, 1.0 - np.abs(x) / width))
    near = root > 0
    return np.linalg.lstsq((columns * root[:, None])[near], (values * root)[near], rcond=None)[0]


line = np.column_stack([np.ones(len(x)), x])
sides = np.hstack([line * above[:, None], line * ~above[:, None]])


def jump(values):
    """Local linear fit on both sides with a triangular kernel: value above less value below at the cutoff."""
    coefficients = weighted_fit(sides, values, bandwidth)
    return coefficients[0] - coefficients[2]


y = frame[outcome].to_numpy(dtype=float)
if adjustment_set:
    _, keep = basis(np.hstack([ones, covariates]))
    covariates = covariates[:, keep[1:]]
    y = y - covariates @ weighted_fit(np.hstack([sides, covariates]), y, covariate_bandwidth)[4:]
effect = jump(y)
if treatment is not None:
    effect = effect / jump(frame[treatment].to_numpy(dtype=float)) * (high - low)
'''
