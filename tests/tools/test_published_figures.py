"""Results that others printed, on the public data they used; the table is published.toml beside this file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from rdrobust import rdrobust

from tests.tools.published_data import organ_donations, sample_of
from tests.tools.published_figures import FIGURES, KINDS, PAGE, SPECIFICATIONS, Figure, estimate, page
from tests.words import texts
from tools.estimators import ESTIMATORS
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

EXACT = [figure for figure in FIGURES if figure.exact]


@pytest.mark.parametrize("figure", FIGURES, ids=[f"{f.specification.id}: {f.name}" for f in FIGURES])
def test_a_printed_number_is_found(figure: Figure) -> None:
    assert figure.ours == pytest.approx(float(figure.printed), abs=figure.tolerance, rel=0)


@pytest.mark.parametrize("identity", [name for name, made in SPECIFICATIONS.items() if made.rows is not None])
def test_the_rows_are_the_published_ones(identity: str) -> None:
    assert estimate(identity).rows_used == SPECIFICATIONS[identity].rows


def test_there_are_enough_of_them_over_all_designs() -> None:
    """Counted are effects, not errors or tests beside them, and only where the specification is the same."""
    beside = ("std_error", "ci_", "first_stage", "sargan", "mean_")
    effects = {figure.specification.id for figure in EXACT if not figure.name.startswith(beside)}
    assert len(effects) >= 25
    assert {figure.specification.design for figure in EXACT} == set(KINDS)


def test_every_figure_says_who_printed_it_and_where_that_can_be_seen() -> None:
    for made in SPECIFICATIONS.values():
        assert any(digit.isdigit() for digit in made.source), made.id  # a year, a chapter or a table
        assert "." in made.seen or "/" in made.seen, made.id
    for figure in FIGURES:
        assert (figure.within is None) == figure.exact  # a width of its own only with a reason


def test_a_figure_is_missed_when_a_digit_of_it_is_another() -> None:
    """The mirror: the tolerance is that of the printed digits."""
    for figure in EXACT:
        places = min(len(figure.printed.partition(".")[2]), 8)
        wrong = float(figure.printed) + 2 * 10.0**-places
        assert figure.ours != pytest.approx(wrong, abs=figure.tolerance, rel=0)


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.tools.published_figures"


# ---------------------------------------------------------------- by a peer on public data; not published


def run(name: str, frame: pd.DataFrame, query: Query, design: Design) -> Estimate:
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    return ESTIMATORS[name](sample, Estimand(query, design, None, ()))


def test_organ_donations_as_statsmodels_has_them() -> None:
    """One treated state of 27: least squares with dummies, and a warning that it is only one."""
    frame = organ_donations()
    design = Design(DesignKind.DID, time="Quarter_Num", unit="State")
    found = run("two_way_fixed_effects", frame, Query("law", "Rate", 0, 1), design)
    dummies = pd.get_dummies(frame[["State", "Quarter_Num"]].astype(str), dtype=float, drop_first=True)
    fit = sm.OLS(frame["Rate"], sm.add_constant(dummies.assign(law=frame["law"]))).fit()
    assert found.value == pytest.approx(fit.params["law"], abs=1e-9)
    assert any("Only 1 of 27 units" in warning for warning in texts(found.warnings))


def test_close_elections_as_rdrobust_has_them() -> None:
    frame = sample_of("causaldata.close_elections_lmb")[["demvoteshare", "score"]].dropna().astype(float)
    frame = frame.reset_index(drop=True)
    design = Design(DesignKind.RDD, running_variable="demvoteshare", cutoff=0.5)
    found = run("regression_discontinuity", frame, Query(None, "score", 0, 1), design)
    theirs = rdrobust(frame["score"], frame["demvoteshare"], c=0.5)
    assert found.value == pytest.approx(theirs.coef.to_numpy()[0, 0], rel=1e-6)
    assert found.ci_95 == pytest.approx(np.asarray(theirs.ci)[2], rel=1e-6)
