"""The middle of a report: the numbers, and what was done to break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures import estimator_label
from assistant.formatting import number, percent, with_unit
from assistant.report.blocks import Block, Grid, Lead, Note, Paragraph, facts
from assistant.report.study import picture
from tools.sentences import cut_sentences

if TYPE_CHECKING:
    from assistant.answer import Answer
    from tools.types import Estimate

__all__ = ["answer_in_short", "checks", "comparability", "estimate", "relative", "sensitivity"]

VERDICT = {True: "passed", False: "failed", None: "not run"}
DIFFERENCE = 0.1  # standardised; Austin (2009)


def answer_in_short(answer: Answer) -> tuple[Block, ...]:
    """The first two sentences large; a refusal is said in full."""
    paragraphs = [text for text in answer.prose.split("\n\n") if text.strip()]
    if not paragraphs:
        return ()
    if answer.estimate is None:
        return (Lead(paragraphs[0]), *map(Paragraph, paragraphs[1:]))
    joint = "" if answer.language == "zh" else " "
    first = cut_sentences(paragraphs[0])
    rest = [joint.join(first[2:]), *paragraphs[1:]]
    return (
        Lead(joint.join(first[:2])),
        *picture(answer, "effect"),
        *(Paragraph(text) for text in rest if text),
    )


def comparability(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None:
        return ()
    shown = (*picture(answer, "balance"), *picture(answer, "overlap"))
    if not shown:
        return (Paragraph("This design compares no two arms by their covariates: no balance to show."),)
    off = [row.covariate for row in answer.balance if abs(row.after) > DIFFERENCE]
    said = (
        f"Beyond the limit of {DIFFERENCE} after adjustment: {', '.join(off)}."
        if off
        else f"After adjustment every covariate is within {DIFFERENCE} standard deviations."
    )
    return (*shown, *((Paragraph(said),) if answer.balance else ()))


def estimate(answer: Answer) -> tuple[Block, ...]:
    """In units and relative; the unadjusted and every other estimate beside it."""
    best = answer.estimate
    if best is None:
        return ()
    rows = [_estimate_row("Answer", best, best, answer.unit)]
    rows += [_estimate_row("Alternative", other, best, answer.unit) for other in best.alternatives]
    if best.unadjusted is not None:
        value = with_unit(number(best.unadjusted, best.std_error), answer.unit)
        rows.append(("Unadjusted", "Plain comparison", value, "", "", "", ""))
    heads = ("", "Estimator", "Effect", "95% interval", "Standard error", "p", "Rows")
    note = "The alternatives rest on the same assumptions: that they agree does not make these true."
    return (
        Grid(heads, tuple(rows)),
        *facts([("Relative to the baseline", relative(answer))]),
        *((Note(note),) if best.alternatives else ()),
    )


def relative(answer: Answer) -> str:
    """The effect in percent of the baseline, or why there is no such percentage."""
    best = answer.estimate
    assert best is not None
    found = best.details
    if "relative_percent" not in found:
        return "not given: the outcome has no meaningful zero here, or the design gives no baseline"
    low, high = found["relative_percent_lower"], found["relative_percent_upper"]
    baseline = with_unit(number(found["baseline_mean"], best.std_error), answer.unit)
    return (
        f"{number(found['relative_percent'])}% (95% interval {number(low)}% to {number(high)}%) of the mean "
        f"outcome without the change, {baseline}; the interval takes that mean as known"
    )


def sensitivity(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None:
        return ()
    found = answer.sensitivity
    if found is None or (found.robustness_value is None and found.e_value is None):
        return (
            Paragraph(
                "This design does not rest on having measured every common cause, so no robustness value "
                "and no E-value applies. What it rests on instead is listed under the assumptions."
            ),
        )
    limit = found.details.get("robustness_value_limit")
    rows = [
        ("Robustness value (Cinelli & Hazlett 2020)",
         _share(found.robustness_value, "to bring the estimate to zero")),
        ("Robustness value for the interval", _share(limit, "to bring the 95% interval to zero")),
        ("Compared with a measured column", found.benchmark or ""),
        ("E-value of the estimate (VanderWeele & Ding 2017)", number(found.e_value) if found.e_value else ""),
        ("E-value of the nearer limit", number(found.e_value_limit) if found.e_value_limit else ""),
    ]  # fmt: skip
    note = "A hidden cause at least this strong would explain the result away; this data cannot exclude it."
    return (*facts(rows), *picture(answer, "contour"), Note(note))


def checks(answer: Answer) -> tuple[Block, ...]:
    if answer.estimate is None:
        return ()
    if not answer.checks:
        return (Paragraph("No check could be run."),)
    rows = tuple((c.purpose, VERDICT[c.passed], c.detail, c.cannot_detect) for c in answer.checks)
    note = "Passing checks never proves that an effect is causal; the last column says what each cannot see."
    return (Grid(("What it asks", "Verdict", "Result", "Cannot detect"), rows), Note(note))


def _estimate_row(label: str, one: Estimate, best: Estimate, unit: str | None) -> tuple[str, ...]:
    return (
        label,
        estimator_label(one.estimator),
        with_unit(number(one.value, best.std_error), unit),
        " to ".join(number(limit, best.std_error) for limit in one.ci_95),
        number(one.std_error, best.std_error),
        "< 0.001" if one.p_value < 0.001 else f"{one.p_value:.3f}",
        f"{one.rows_used:,}",
    )


def _share(value: float | None, purpose: str) -> str:
    if value is None:
        return ""
    return f"{percent(value)} of what is left unexplained in both treatment and outcome, {purpose}"
