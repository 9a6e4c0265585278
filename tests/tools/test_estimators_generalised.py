"""Logit, Poisson and negative binomial: the truth, the mirror, statsmodels' numbers, and which is chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests import estimator_worlds, worlds
from tests.words import fails
from tests.worlds import World
from tools.estimators import ESTIMATORS, estimate_effect
from tools.estimators.generalised_linear import outcome_family
from tools.types import Estimate

YES_NO = worlds.confounded_yes_no_outcome()
COUNTS = estimator_worlds.confounded_counts()


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


@pytest.mark.parametrize(
    ("name", "world"), [("logit", YES_NO), ("poisson", COUNTS), ("negative_binomial", COUNTS)]
)
def test_the_effect_is_found_and_without_the_confounder_it_is_missed(name: str, world: World) -> None:
    right = run(name, world)
    assert not misses(right, world.truth), (right.value, right.std_error, world.truth)
    assert right.std_error < 0.2 * abs(world.truth)
    assert misses(run(name, world.without("risk", "frailty")), world.truth)


@pytest.mark.parametrize("who", ["ATT", "ATC"])
@pytest.mark.parametrize("name", ["poisson", "negative_binomial"])
def test_the_treated_and_the_untreated_have_their_own_averages(name: str, who: str) -> None:
    world = estimator_worlds.confounded_counts(20_000, clumped=False).asking(who)
    estimate = run(name, world)
    assert not misses(estimate, world.others[who])
    assert misses(estimate, world.others["ATC" if who == "ATT" else "ATT"])


def test_logit_is_statsmodels_logit_with_its_average_marginal_effect() -> None:
    frame = YES_NO.frame
    columns = sm.add_constant(frame[["risk", "treated"]])
    fit = sm.Logit(frame["outcome"], columns).fit(disp=0, tol=1e-12, cov_type="HC0")
    theirs = fit.get_margeff(at="overall", dummy=True)
    ours = run("logit", YES_NO)
    factor = np.sqrt(len(frame) / (len(frame) - 3))
    assert ours.value == pytest.approx(theirs.margeff[1], rel=1e-8)
    assert ours.details["std_error_delta"] == pytest.approx(theirs.margeff_se[1] * factor, rel=1e-6)
    assert ours.details["coefficient"] == pytest.approx(fit.params["treated"], rel=1e-8)
    assert ours.details["coefficient_std_error"] == pytest.approx(fit.bse["treated"] * factor, rel=1e-6)
    assert ours.details["odds_ratio"] == pytest.approx(np.exp(fit.params["treated"]), rel=1e-8)
    derivative = fit.get_margeff(at="overall").margeff[1]
    assert ours.details["average_derivative"] == pytest.approx(derivative, rel=1e-8)


def test_counts_are_statsmodels_poisson_and_negative_binomial() -> None:
    frame = COUNTS.frame
    columns = sm.add_constant(frame[["frailty", "insured"]])
    on, off = columns.assign(insured=1.0), columns.assign(insured=0.0)
    poisson = sm.GLM(frame["visits"], columns, family=sm.families.Poisson()).fit(tol=1e-13, cov_type="HC0")
    ours = run("poisson", COUNTS)
    assert ours.value == pytest.approx((poisson.predict(on) - poisson.predict(off)).mean(), rel=1e-8)
    factor = np.sqrt(len(frame) / (len(frame) - 3))
    assert ours.details["coefficient_std_error"] == pytest.approx(poisson.bse["insured"] * factor, rel=1e-8)
    assert ours.details["overdispersion"] == pytest.approx(poisson.pearson_chi2 / poisson.df_resid, rel=1e-8)
    clumped = sm.NegativeBinomial(frame["visits"], columns).fit(disp=0, method="newton", maxiter=200)
    ours = run("negative_binomial", COUNTS)
    assert ours.value == pytest.approx((clumped.predict(on) - clumped.predict(off)).mean(), rel=1e-5)
    assert ours.details["dispersion"] == pytest.approx(clumped.params["alpha"], rel=1e-4)
    assert ours.details["log_likelihood"] == pytest.approx(clumped.llf, rel=1e-9)


def test_published_doctor_visits_by_negative_binomial() -> None:
    """RAND health insurance data: statsmodels' own reference (results_discrete.py, from Stata's nbreg)."""
    rand = sm.datasets.randhie.load_pandas().data
    frame = pd.DataFrame({name: rand[name].astype(float) for name in ("mdvis", "lncoins", "idp", "lpi")})
    world = replace(
        COUNTS,
        frame=frame,
        query=replace(COUNTS.query, treatment="lncoins", outcome="mdvis", low=0.0, high=1.0),
        design=replace(COUNTS.design, adjustment_set=("idp", "lpi")),
    )
    theirs = sm.NegativeBinomial(frame["mdvis"], sm.add_constant(frame[["idp", "lpi", "lncoins"]])).fit(
        disp=0, maxiter=200
    )
    ours = run("negative_binomial", world)
    assert ours.details["coefficient"] == pytest.approx(theirs.params["lncoins"], rel=1e-5)
    assert ours.value < 0


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("logit", lambda seed: worlds.confounded_yes_no_outcome(300, seed)),
        ("poisson", lambda seed: estimator_worlds.confounded_counts(300, seed)),
    ],
)
def test_intervals_cover(name: str, make: object) -> None:
    hits = 0
    for seed in range(200):
        world = make(seed + 100)  # type: ignore[operator]
        low, high = run(name, world).ci_95
        hits += low <= world.truth <= high
    assert 182 <= hits <= 199, hits


def test_clusters_widen_the_interval() -> None:
    frame = pd.concat([COUNTS.frame.assign(person=np.arange(len(COUNTS.frame)))] * 4, ignore_index=True)
    clustered = replace(COUNTS, frame=frame, design=replace(COUNTS.design, cluster="person"))
    alone, repeated = run("poisson", COUNTS), run("poisson", clustered)
    assert repeated.value == pytest.approx(alone.value)
    assert repeated.std_error == pytest.approx(alone.std_error, rel=0.01)
    assert repeated.details["clusters"] == len(COUNTS.frame)


def test_the_outcomes_kind_decides_which_stands_beside_the_headline() -> None:
    beside = {o.estimator for o in estimate_effect(YES_NO.sample(), YES_NO.estimand()).alternatives}
    assert "logit" in beside and "poisson" not in beside
    beside = {o.estimator for o in estimate_effect(COUNTS.sample(), COUNTS.estimand()).alternatives}
    assert {"poisson", "negative_binomial"} <= beside and "logit" not in beside
    assert outcome_family(np.array([1.0, 2.5, 3.0])) == ()
    assert outcome_family(np.array([0.0, 2.0, 3.0])) == ("poisson", "negative_binomial")
    assert outcome_family(np.array([1.0, 1.0])) == ()


FAULTS: list[tuple[str, str, World]] = [
    ("logit", "0 and 1", COUNTS),
    ("poisson", "negative", replace(COUNTS, frame=COUNTS.frame.assign(visits=COUNTS.frame["visits"] - 1))),
    ("logit", "perfectly", replace(YES_NO, frame=YES_NO.frame.assign(outcome=YES_NO.frame["treated"]))),
    ("logit", "fully determined by 'risk'", replace(
        YES_NO, frame=YES_NO.frame.assign(risk=1 - YES_NO.frame["treated"]))),
    ("poisson", "too few for", replace(COUNTS, frame=COUNTS.frame.iloc[[0, 1, 2]].assign(
        insured=[0.0, 1.0, 1.0], visits=[0.0, 1.0, 2.0]))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "world"), FAULTS, ids=[f[1] for f in FAULTS])
def test_faults(name: str, words: str, world: World) -> None:
    with fails(words):
        run(name, world)
