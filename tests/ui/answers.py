"""An answer built by hand: something for every figure and section, and hostile names and texts on purpose."""

from __future__ import annotations

from typing import Any

from assistant.answers.answer import Answer, BalanceRow, OverlapBin, Step, Trace
from assistant.types import ColumnRole
from tools.messages import as_given
from tools.types import (
    Assumption,
    CausalGraph,
    Check,
    Design,
    DesignKind,
    Edge,
    EdgeSource,
    Estimate,
    Passage,
    Query,
    Sensitivity,
    Unobserved,
)

SAID = EdgeSource("document", "soil was sampled before sowing", "p1")
HOSTILE = "<script>alert('x')</script>"


def check(
    name: str, asks: str, passed: bool | None, value: float | None, blind: str, found: str = ""
) -> Check:
    """A check with words of its own."""
    detail = (as_given(found),) if found else ()
    return Check(name, as_given(name), as_given(asks), passed, value, as_given(blind), detail)


def answer(covariates: tuple[str, ...] = ("soil", "slope"), **changes: Any) -> Answer:
    """Does irrigation raise the harvest? 3.46 t per hectare, 2.54 without adjustment."""
    treatment, outcome = "irrigated", "harvest"
    edges = [Edge(treatment, outcome, 0.9, (SAID,)), Edge(treatment, "mildew", 0.6, (SAID,))]
    for name in covariates:
        edges += [Edge(name, treatment, 0.4, (SAID,)), Edge(name, outcome, 0.8, (SAID,))]
    regression = Estimate(3.38, 0.5, (2.4, 4.36), 1e-9, "linear_regression", 1566)
    parts: dict[str, Any] = {
        "status": "answered",
        "question": f"What if all fields were irrigated? {HOSTILE}",
        "paragraphs": (
            "The harvest would go up by 3.46 t per hectare.",
            "Without adjustment it is 2.54.",
        ),
        "headline": "The harvest would go up by 3.46 t per hectare.",
        "trace": Trace((Step("plan", 0.2), Step("estimate", 0.1)), "abc123", 7),
        "query": Query(treatment, outcome, 0, 1),
        "design": Design(DesignKind.BACKDOOR, adjustment_set=covariates),
        "graph": CausalGraph(
            (treatment, outcome, *covariates, "mildew"),
            tuple(edges),
            (Unobserved("skill of the farmer", (treatment, outcome)),),
        ),
        "estimate": Estimate(3.46, 0.48, (2.52, 4.40), 1e-9, "aipw", 1566, 2.54, (regression,)),
        "checks": (
            check("placebo", "Does a shuffled treatment do nothing?", True, 0.01, "A hidden cause.", "0.01."),
            check("overlap", "Is there somebody to compare with?", False, 0.2, "Hidden gaps.", "18 rows."),
            check("subset", "Does half the data agree?", None, None, "Shared bias.", "too few rows."),
        ),
        "sensitivity": Sensitivity(
            0.18,
            as_given("A hidden confounder as strong as soil would move the estimate to 3.1."),
            2.1,
            1.8,
            {
                "regression_estimate": 3.38,
                "regression_std_error": 0.5,
                "degrees_of_freedom": 1560.0,
                "robustness_value_limit": 0.13,
                "benchmark_r2_treatment": 0.05,
                "benchmark_r2_outcome": 0.1,
                "benchmark_to": 3.1,
            },
        ),
        "assumptions": (Assumption(as_given(f"Nothing hidden {HOSTILE}"), False),),
        "citations": (Passage("p1", "notes.md", "section Soil", f"Sampled before sowing. {HOSTILE}"),),
        "remarks": (as_given("Two columns were left out."),),
        "code": "import pandas as pd\nprint(1 < 2)\n",
        "unit": "t/ha",
        "rows_total": 1629,
        "row_flow": ((as_given("outcome missing"), 63),),
        "balance": tuple(BalanceRow(name, 0.3 - 0.01 * i, 0.02) for i, name in enumerate(covariates)),
        "overlap": tuple(OverlapBin(i / 10, (i + 1) / 10, 5.0 * i, 5.0 * (10 - i)) for i in range(10)),
        "roles": (ColumnRole("mildew", "after_treatment", "seen after irrigation", SAID, 0.9),),
    }
    return Answer(**(parts | changes))


def refusal() -> Answer:
    """Nothing to draw and nothing to estimate."""
    return Answer(
        status="not_answerable",
        question="What if it rained?",
        paragraphs=("The table says nothing about rain.",),
        headline="The table says nothing about rain.",
        trace=Trace((), "abc123", 7),
    )
