"""Curves over all levels: worlds whose curve is set, coverage of intervals, other libraries, mirrors."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import statsmodels.formula.api as smf
from scipy import stats
from scipy.interpolate import BSpline

from tools.effects.best_level import Verdict, best_level
from tools.effects.curve_shape import Shape, describe_curve
from tools.effects.dose_response import Curve, curve_of_dose, difference, means_of_levels
from tools.errors import EstimationError
from tools.messages import Scale, ScaleKind

UNIT = Scale(ScaleKind.OUTCOME, "points")
BEST, TOP, PULL = 6.0, 50.0, 4.0


def hump(dose: np.ndarray) -> np.ndarray:
    return TOP - 0.5 * (dose - BEST) ** 2


def plateau(dose: np.ndarray) -> np.ndarray:
    return 4.0 * np.minimum(dose, 5.0)


def line(dose: np.ndarray) -> np.ndarray:
    return 2.0 * dose


def world(seed: int, rows: int = 800, curve=hump) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, dose, covariates: who is worse off gets more, and is worse off anyway."""
    r = np.random.default_rng(seed)
    need = r.normal(size=rows)
    dose = 6 + 1.2 * need + 2 * r.normal(size=rows)
    outcome = curve(dose) - PULL * need + 3 * r.normal(size=rows)
    return outcome, dose, need[:, None]


def fitted(seed: int, rows: int = 800, curve=hump, adjust: bool = True) -> Curve:
    outcome, dose, need = world(seed, rows, curve)
    return curve_of_dose(outcome=outcome, treatment=dose, covariates=need if adjust else need[:, :0])


@cache
def many(draws: int = 100) -> list[Curve]:
    return [fitted(seed, rows=800) for seed in range(draws)]


def share_within(hits: list[bool], wanted: float = 0.95) -> bool:
    """Is the share of hits within three binomial standard errors below what is wanted?"""
    error = np.sqrt(wanted * (1 - wanted) / len(hits))
    return float(np.mean(hits)) >= wanted - 3 * error


def test_intervals_of_points_differences_and_the_best_level_cover_the_truth():
    points, whole, apart, best = [], [], [], []
    for curve in many():
        truth = hump(curve.levels)
        low, high = curve.pointwise_bands
        inner = [curve.nearest(at) for at in (3.0, 5.0, 7.0, 9.0)]
        points.append([bool(low[at] <= truth[at] <= high[at]) for at in inner])
        lower, upper = curve.simultaneous_bands
        whole.append(bool(np.all((lower <= truth) & (truth <= upper))))
        found = difference(curve, inner[1], inner[0], UNIT)
        assert found.ci_95 is not None
        apart.append(found.ci_95[0] <= truth[inner[1]] - truth[inner[0]] <= found.ci_95[1])
        level = best_level(curve, outcome=UNIT, change=UNIT)
        if level.interval is not None:
            best.append(level.interval[0] <= BEST <= level.interval[1])
    for at in range(4):
        assert share_within([each[at] for each in points])
    assert share_within(apart)
    assert share_within(whole)
    assert len(best) > 60 and share_within(best)


def test_the_mirror_without_the_common_cause_misses():
    curve, naive = fitted(1, rows=4000), fitted(1, rows=4000, adjust=False)
    for found, close in ((curve, True), (naive, False)):
        at, then = found.nearest(4.0), found.nearest(8.0)
        rise = difference(found, then, at, UNIT)
        truth = float(hump(found.levels[[then]])[0] - hump(found.levels[[at]])[0])
        assert rise.std_error is not None
        assert (abs(rise.value - truth) < 4 * rise.std_error) is close


def test_with_nothing_to_hold_fixed_it_is_the_spline_regression_of_statsmodels():
    outcome, dose, need = world(3)
    curve = curve_of_dose(outcome=outcome, treatment=dose, covariates=need[:, :0])
    inside = (dose >= curve.levels[0]) & (dose <= curve.levels[-1])
    inner = np.quantile(dose[inside], np.linspace(0, 1, 6)[1:-1])
    knots = np.concatenate([[curve.levels[0]] * 4, inner, [curve.levels[-1]] * 4])
    columns = BSpline.design_matrix(dose[inside], knots, 3).toarray()
    import statsmodels.api as sm

    fit = sm.OLS(outcome[inside], columns).fit(cov_type="HC3")
    at = BSpline.design_matrix(curve.levels, knots, 3).toarray()
    assert np.allclose(curve.means, at @ fit.params, atol=1e-6)
    errors = np.sqrt(np.einsum("ij,jk,ik->i", at, fit.cov_params(), at))
    # Stretched as Student's t with Satterthwaite's degrees of freedom would be; each row's part by HC3.
    influence = fit.get_influence()
    parts = (columns * (fit.resid / (1 - influence.hat_matrix_diag))[:, None]) @ fit.normalized_cov_params
    parts = parts @ at.T
    assert np.allclose(np.sqrt((parts**2).sum(axis=0)), errors)
    free = 2 * (parts**2).sum(axis=0) ** 2 / (parts**4).sum(axis=0)
    stretch = stats.t.ppf(0.975, np.maximum(free, 4)) / stats.norm.ppf(0.975)
    assert np.allclose(curve.std_errors, errors * stretch, rtol=0.02)


def test_two_levels_agree_with_econml_s_doubly_robust_learner():
    from econml.dr import LinearDRLearner
    from sklearn.linear_model import LinearRegression, LogisticRegression

    r = np.random.default_rng(2)
    need = r.normal(size=3000)
    arm = (r.random(3000) < 1 / (1 + np.exp(-need))).astype(int)
    outcome = 2.0 * arm + 3 * need + r.normal(size=3000)
    found = means_of_levels(outcome=outcome, codes=arm, names=[0.0, 1.0], covariates=need[:, None])
    effect = difference(found, 1, 0, UNIT)
    other = LinearDRLearner(
        model_propensity=LogisticRegression(), model_regression=LinearRegression(), random_state=1
    )
    other.fit(outcome, arm, W=need[:, None])
    assert effect.std_error is not None
    assert abs(effect.value - 2.0) < 4 * effect.std_error
    assert abs(effect.value - float(other.ate())) < effect.std_error / 2
    error = float(np.ravel(other.ate_inference().stderr_mean)[0])
    assert effect.std_error == pytest.approx(error, rel=0.15)


def test_few_levels_agree_with_statsmodels_where_all_is_linear():
    r = np.random.default_rng(4)
    need = r.normal(size=3000)
    level = np.clip(np.round(2 + 0.7 * need + r.normal(size=3000)), 0, 4)
    outcome = np.array([0.0, 3.0, 5.0, 5.5, 4.0])[level.astype(int)] - 2 * need + r.normal(size=3000)
    names = [0.0, 1.0, 2.0, 3.0, 4.0]
    found = means_of_levels(outcome=outcome, codes=level.astype(int), names=names, covariates=need[:, None])
    import pandas as pd

    frame = pd.DataFrame({"y": outcome, "level": level.astype(int), "need": need})
    fit = smf.ols("y ~ C(level) + need", frame).fit(cov_type="HC1")
    for at in range(1, 5):
        step = difference(found, at, 0, UNIT)
        assert step.std_error is not None
        assert abs(step.value - fit.params[f"C(level)[T.{at}]"]) < 2 * step.std_error
    best = best_level(found, outcome=UNIT, change=UNIT)
    assert best.verdict is Verdict.ONE and best.level == 3.0
    raw = frame.groupby("level")["y"].mean()
    assert int(raw.idxmax()) != 3  # what the rows show, with nothing held fixed


@pytest.mark.parametrize(
    ("curve", "shape", "verdict"),
    [
        (hump, Shape.TURNS, Verdict.INSIDE),
        (line, Shape.STRAIGHT, Verdict.HIGH_EDGE),
        (plateau, Shape.LEVELS_OFF, Verdict.LEVEL_HIGH),
    ],
)
def test_the_form_of_a_curve_is_told(curve, shape, verdict):
    found = fitted(7, rows=4000, curve=curve)
    assert describe_curve(found, outcome=UNIT, change=UNIT).shape is shape
    assert best_level(found, outcome=UNIT, change=UNIT).verdict is verdict


def test_where_nothing_changes_no_level_is_best():
    verdicts = [
        best_level(fitted(seed, curve=lambda dose: 0 * dose), outcome=UNIT, change=UNIT).verdict
        for seed in range(20)
    ]
    assert verdicts.count(Verdict.NONE) >= 16  # 19 of 20 in the long run


def test_a_range_beyond_the_data_is_cut_and_one_outside_them_is_refused():
    found = fitted(1)
    cut = describe_curve(found, asked=(4.0, 1000.0), outcome=UNIT, change=UNIT)
    assert found.levels[cut.high] == found.levels[-1] < 1000
    with pytest.raises(EstimationError):
        describe_curve(found, asked=(500.0, 1000.0), outcome=UNIT, change=UNIT)


def test_too_few_rows_and_a_treatment_that_is_determined_are_refused():
    outcome, dose, need = world(1)
    with pytest.raises(EstimationError):
        curve_of_dose(outcome=outcome[:50], treatment=dose[:50], covariates=need[:50])
    with pytest.raises(EstimationError):
        curve_of_dose(outcome=outcome, treatment=2 * need[:, 0], covariates=need)


def test_rows_repeated_in_clusters_are_no_more_knowledge():
    outcome, dose, need = world(5)
    once = curve_of_dose(outcome=outcome, treatment=dose, covariates=need)
    again = np.repeat(np.arange(len(dose)), 4)
    repeated = curve_of_dose(
        outcome=outcome[again], treatment=dose[again], covariates=need[again], clusters=again
    )
    middle = slice(20, 80)
    assert float(np.median(repeated.std_errors[middle] / once.std_errors[middle])) > 0.85
