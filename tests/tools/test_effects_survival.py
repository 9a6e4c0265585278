"""Times until an event: against Kaplan-Meier and Cox of statsmodels, printed figures, worlds with truth."""

from __future__ import annotations

import causaldata
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.assistant.kind_worlds import BUNDLED, KEENER, LEAVING, mean_within
from tools.effects.hazards import fit_hazards
from tools.effects.survival import compare_survival
from tools.errors import EstimationError
from tools.estimators.propensity import propensity_scores


def trial(rows: int = 300, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rounded times with ties, whether they ended, and who was treated; chance decided."""
    r = np.random.default_rng(seed)
    ends, watched = r.exponential(10, rows).round(1) + 0.1, r.exponential(15, rows).round(1) + 0.1
    treated = r.integers(0, 2, rows).astype(float)
    return np.minimum(ends, watched), (ends <= watched).astype(int), treated


def plain(**more):
    return compare_survival(covariates=np.zeros((len(more["time"]), 0)), **more)


def test_without_covariates_it_is_kaplan_meier_of_statsmodels():
    time, event, treated = trial()
    found = plain(time=time, event=event, treated=treated)
    horizon = found.horizon.value
    for arm, share, mean in (
        (0, found.share.low, found.mean_time.low),
        (1, found.share.high, found.mean_time.high),
    ):
        reference = sm.SurvfuncRight(time[treated == arm], event[treated == arm])
        within = reference.surv_times <= horizon
        steps = np.concatenate([[0.0], reference.surv_times[within], [horizon]])
        heights = np.concatenate([[1.0], reference.surv_prob[within]])
        assert share.value == pytest.approx(heights[-1], abs=1e-12)
        assert share.std_error == pytest.approx(reference.surv_prob_se[within][-1], rel=0.02)
        assert mean.value == pytest.approx(float((np.diff(steps) * heights).sum()), rel=1e-12)


def test_the_hazard_ratio_is_that_of_statsmodels_cox_regression_with_ties():
    time, event, treated = trial()
    columns = np.column_stack([treated, np.random.default_rng(4).normal(size=(len(time), 2))])
    grid, place = np.unique(time, return_inverse=True)
    found = fit_hazards(
        place=place,
        happened=event == 1,
        covariates=columns,
        stratum=np.zeros(len(time), dtype=np.int64),
        times=len(grid),
    )
    reference = sm.PHReg(time, columns, event, ties="breslow").fit()
    assert found.coefficients == pytest.approx(reference.params, abs=1e-6)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(reference.bse, rel=1e-5)


def nhefs() -> tuple[pd.DataFrame, np.ndarray]:
    frame = causaldata.nhefs.load_pandas().data
    frame["months"] = np.where(frame["death"] == 1, (frame["yrdth"] - 83) * 12 + frame["modth"], 120.0)
    numbers = frame[["age", "wt71", "smokeintensity", "smokeyrs"]]
    levels = [
        pd.get_dummies(frame[name].astype(int), prefix=name, drop_first=True, dtype=float)
        for name in ("sex", "race", "education", "exercise", "active")
    ]
    squares = numbers.pow(2).add_suffix(" squared")
    return frame, pd.concat([*levels, numbers, squares], axis=1).to_numpy(dtype=float)


def test_the_printed_survival_of_quitters_in_what_if_chapter_17():
    """Hernan & Robins, What If, section 17.1: 76.2% and 82.0% are alive after 120 months, hazard ratio 1.39.

    Section 17.4: weighted 80.7% and 80.5%, a difference of 0.2 points (-4.1 to 3.7).
    """
    frame, columns = nhefs()
    about = {
        "time": frame["months"].to_numpy(dtype=float),
        "event": frame["death"].to_numpy(dtype=int),
        "treated": frame["qsmk"].to_numpy(dtype=float),
        "horizon": 120.0,
    }
    bare = plain(**about)
    assert (bare.share.high.value, bare.share.low.value) == pytest.approx((0.762, 0.820), abs=5e-4)
    assert bare.hazard_ratio.value == pytest.approx(1.39, abs=0.01)
    adjusted = compare_survival(covariates=columns, **about)
    difference = adjusted.share.difference
    assert abs(difference.value - 0.002) < 0.5 * difference.std_error
    assert difference.std_error == pytest.approx((0.037 + 0.041) / 2 / 1.96, rel=0.1)
    assert abs(bare.share.difference.value - 0.002) > 2 * difference.std_error


def subscribers(seed: int, rows: int = 500):
    """The streaming world: keen people take the bundle, stay longer, and are watched for longer."""
    r = np.random.default_rng(seed)
    keenness = r.normal(size=rows)
    bundle = (r.random(rows) < 1 / (1 + np.exp(-keenness))).astype(float)
    leaves = r.exponential(1 / (LEAVING * np.exp(-KEENER * keenness + BUNDLED * bundle)))
    watched = 8 + 40 * r.random(rows) ** np.exp(-0.6 * keenness)
    event = (leaves <= watched).astype(int)
    return np.minimum(leaves, watched), event, bundle, keenness[:, None]


def test_intervals_cover_the_truth_and_those_that_leave_the_confounder_out_do_not():
    truth, hits, missed, draws = mean_within(24.0, 1) - mean_within(24.0, 0), 0, 0, 100
    for seed in range(draws):
        time, event, treated, keenness = subscribers(seed, rows=350)
        about = {"time": time, "event": event, "treated": treated, "horizon": 24.0}
        low, high = compare_survival(covariates=keenness, **about).mean_time.difference.ci_95
        hits += low < truth < high
        if seed >= 40:
            continue
        low, high = plain(**about).mean_time.difference.ci_95
        missed += not low < truth < high
    error = np.sqrt(0.95 * 0.05 / draws)
    assert abs(hits / draws - 0.95) < 3.5 * error
    assert missed / 40 > 0.5


def test_it_is_right_when_only_the_hazards_of_the_event_are(monkeypatch):
    """Doubly robust: with a useless model of who is treated, the predictions carry the answer."""
    import tools.effects.survival as module

    time, event, treated, keenness = subscribers(7, rows=6000)
    truth = mean_within(24.0, 1) - mean_within(24.0, 0)
    monkeypatch.setattr(
        module, "propensity_scores", lambda columns, labels: propensity_scores(columns[:, :1], labels)
    )
    found = compare_survival(time=time, event=event, treated=treated, covariates=keenness, horizon=24.0)
    difference = found.mean_time.difference
    assert abs(difference.value - truth) < 4 * difference.std_error


def test_competing_events_are_not_taken_for_losses():
    """Two ends with constant rates: the share of the first is known; losing the other overstates it."""
    r, rows, own, other = np.random.default_rng(5), 4000, np.array([0.05, 0.10]), 0.1
    treated = r.integers(0, 2, rows)
    first, second = r.exponential(1 / own[treated]), r.exponential(1 / other, rows)
    time = np.minimum(np.minimum(first, second), 12.0)
    event = np.where(time == 12.0, 0, np.where(first < second, 1, 2))
    found = plain(time=time, event=event, treated=treated.astype(float), horizon=10.0)
    total = own + other
    shares = own / total * (1 - np.exp(-total * 10))
    difference = found.share.difference
    assert found.competing == int((event == 2).sum())
    assert abs(difference.value - (shares[1] - shares[0])) < 4 * difference.std_error
    naive = plain(time=time, event=(event == 1).astype(int), treated=treated.astype(float), horizon=10.0)
    assert abs(1 - naive.share.high.value - shares[1]) > 4 * found.share.high.std_error


def test_the_order_of_rows_and_clusters_of_one_row_change_nothing():
    time, event, treated, keenness = subscribers(2)
    found = compare_survival(time=time, event=event, treated=treated, covariates=keenness)
    order = np.random.default_rng(1).permutation(len(time))
    again = compare_survival(
        time=time[order],
        event=event[order],
        treated=treated[order],
        covariates=keenness[order],
        clusters=np.arange(len(time)),
    )
    assert again.mean_time.difference.value == pytest.approx(found.mean_time.difference.value, rel=1e-8)
    assert again.mean_time.difference.std_error == pytest.approx(
        found.mean_time.difference.std_error, rel=1e-6
    )


def test_what_the_rows_cannot_tell_is_refused_by_name():
    time, event, treated = trial()
    with pytest.raises(EstimationError) as beyond:
        plain(time=time, event=event, treated=treated, horizon=500.0)
    assert beyond.value.said.id == "survival-beyond"
    with pytest.raises(EstimationError) as few:
        plain(time=time, event=np.where(treated == 1, 0, event), treated=treated)
    assert few.value.said.id == "survival-too-few-events"
    assert few.value.said.slots["rows"].value == 0


def test_a_treatment_that_needs_survival_is_noticed():
    r = np.random.default_rng(6)
    ends, offer = r.exponential(10, 600), r.uniform(3, 12, 600)
    treated = (offer < ends).astype(float)
    found = plain(time=ends, event=np.ones(600, dtype=int), treated=treated)
    assert found.late_start is not None and found.late_start.value > 0.1
    time, event, chance = trial()
    assert plain(time=time, event=event, treated=chance).late_start is None
