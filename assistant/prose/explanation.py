"""Results -> prose: templates with slots, every figure from a computed result.

The templates (`prompts/explain_<language>.md`) may not contain a digit, so a number can only come from the
estimate, the checks or the query. English, and Chinese when the question is Chinese.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Protocol

from assistant.answers.answer import Refusal
from assistant.language import wording
from assistant.models.prompt_store import PromptFile, load_prompt
from assistant.prose.formatting import number
from assistant.prose.wording import Words, is_share, named
from assistant.types import Plan
from tools.data.levels import level_text
from tools.types import (
    Check,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Query,
    Sensitivity,
)


class Measured(Protocol):
    """What is said about the rows: a `Sample`, or a view of an answer that has them no more."""

    @property
    def query(self) -> Query: ...  # with low and high filled in
    @property
    def design(self) -> Design: ...
    @property
    def unit(self) -> str | None: ...


_WHO = {
    ("ATT", None): "who_treated",
    ("ATC", None): "who_untreated",
    ("ATO", DesignKind.BACKDOOR): "who_overlap",
    ("ATE", DesignKind.IV): "who_compliers",
    ("LATE", DesignKind.IV): "who_compliers",
}
_BY_DESIGN = {DesignKind.RDD: "who_cutoff", DesignKind.DID: "who_trend"}


def explain(
    plan: Plan,
    profile: DataProfile,
    sample: Measured,
    estimand: Estimand,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity,
) -> str:
    """The answer in a few paragraphs: effect, why this comparison, checks, caveat, what would change it."""
    said = sentences(plan, profile, sample, estimand, estimate, checks, sensitivity)
    paragraphs = [["effect", "raw"], ["why"], ["checks"], ["caveat"], ["change", "other"]]
    join = Words(plan.language).join
    return "\n\n".join(join(said[name] for name in names if said[name]) for names in paragraphs)


def sentences(
    plan: Plan,
    profile: DataProfile,
    sample: Measured,
    estimand: Estimand,
    estimate: Estimate,
    checks: Iterable[Check],
    sensitivity: Sensitivity,
) -> dict[str, str]:
    """What the answer has to say: finished sentences (effect, raw, why, checks, caveat, change, other) and
    the words that they are made of (treatment, amount, direction, ...).
    """
    template = load_prompt(f"explain_{plan.language}")
    words = Words(plan.language)
    slots = _slots(profile, sample, estimate, words)
    # The first sentence says what the columns mean; after it the bare name is enough.
    first = slots | {
        "treatment": named(profile, slots["treatment"]),
        "outcome": named(profile, slots["outcome"]),
    }
    return slots | {
        "effect": _effect(template, first, estimand, estimate),
        "raw": _raw(template, slots, estimate),
        "why": words.join(_why(template, slots, plan, estimand, words)),
        "checks": checks_in_words(template, checks, words),
        "caveat": _caveat(template, slots, estimand, sensitivity, words),
        "change": template.render(f"change_{estimand.design.kind}", **slots),
        "other": _other_reading(plan, slots),
    }


def _other_reading(plan: Plan, slots: dict[str, str]) -> str:
    """What else the question may have meant, where the reading that was used is not sure."""
    other = plan.other_reading
    if other is None:
        return ""
    return load_prompt(f"other_reading_{plan.language}").render(
        "other_reading",
        treatment=slots["treatment"],
        outcome=slots["outcome"],
        other_treatment=other.treatment or "",
        other_outcome=other.outcome or "",
    )


def refuse(language: str, refusal: Refusal) -> str:
    """A refusal in words: the reason, what stays open, what would help."""
    template = load_prompt(f"explain_{language}")
    words = Words(language)
    match refusal:
        case NeedsClarification(question, choices):
            first = template.render("needs_clarification", question=words.sentence(question))
            second = template.render("choices", choices=words.names(choices, len(choices))) if choices else ""
            return _ended_once(words.join(filter(None, [first, second])))
        case NotIdentified(_, reason, open_paths, would_help):
            said = wording(language)
            parts = [template.render("not_identified", reason=said.paragraph(reason))]
            if open_paths:
                parts.append(template.render("open_paths", open_paths=words.semicolons(open_paths)))
            helps = tuple(said.say(help) for help in would_help)
        case NotAnswerable(why, helps):
            parts = [template.render("not_answerable", reason=words.sentence(why))]
    if helps:
        parts.append(template.render("would_help", would_help=words.semicolons(helps)))
    return _ended_once(words.join(parts))


def _ended_once(text: str) -> str:
    """One mark ends a sentence: what helps may be a question, and a cut list may end in a comma."""
    return re.sub(r"(?<=[?？!！])(?:\.(?=\s|$)|。)|[,、](?=\.(?:\s|$)|。)", "", text)


def _slots(profile: DataProfile, sample: Measured, estimate: Estimate, words: Words) -> dict[str, str]:
    query, design = sample.query, sample.design
    share = is_share(profile, query.outcome)

    def figure(value: float) -> str:
        points = number(100 * value, 100 * estimate.std_error) if share else None
        return words.amount(number(value, estimate.std_error), sample.unit, points)

    lower, upper = estimate.ci_95
    treatment = query.treatment or design.running_variable or ""
    column = profile.get(treatment)
    slots = {
        "treatment": treatment,
        "outcome": query.outcome,
        "low": level_text(query.low, column) if column and query.low is not None else "",
        "high": level_text(query.high, column) if column and query.high is not None else "",
        "amount": figure(abs(estimate.value)),
        "direction": words.direction(estimate.value),
        # "2.5 to 4.5 kg": the unit once.
        "lower": number(lower, estimate.std_error)
        if not share
        else number(100 * lower, 100 * estimate.std_error),
        "upper": figure(upper),
        "population": words.population(" and ".join(map(str, query.population))),
        "instruments": words.names(design.instruments),
        "mediators": words.names(design.mediators),
        "running_variable": design.running_variable or "",
        "cutoff": f"{design.cutoff:g}" if design.cutoff is not None else "",
        "covariates": words.names(design.adjustment_set),
    }
    if estimate.unadjusted is not None:
        slots["unadjusted"] = figure(estimate.unadjusted)
        slots["shift"] = figure(estimate.value - estimate.unadjusted)
    return slots


def _effect(template: PromptFile, slots: dict[str, str], estimand: Estimand, estimate: Estimate) -> str:
    query, kind = estimand.query, estimand.design.kind
    block = _BY_DESIGN.get(kind) or _WHO.get((query.estimand, kind)) or _WHO.get((query.estimand, None))
    who = template.render(block or "who_everyone", **slots)
    lower, upper = estimate.ci_95
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return template.render("result_unbounded", who=who, **slots)
    clear = lower > 0 or upper < 0
    return template.render("result_clear" if clear else "result_unclear", who=who, **slots)


def _raw(template: PromptFile, slots: dict[str, str], estimate: Estimate) -> str:
    if estimate.unadjusted is None:
        return ""
    same = abs(estimate.value - estimate.unadjusted) < 0.1 * estimate.std_error
    return template.render("raw_same" if same else "raw", **slots)


def _why(
    template: PromptFile, slots: dict[str, str], plan: Plan, estimand: Estimand, words: Words
) -> list[str]:
    kind, adjusted = estimand.design.kind, bool(slots["covariates"])
    if kind is DesignKind.RANDOMISED:
        parts = [template.render("why_randomised" if adjusted else "why_randomised_alone", **slots)]
    elif kind is DesignKind.BACKDOOR:
        parts = [template.render("why_backdoor" if adjusted else "why_nothing", **slots)]
    else:
        parts = [template.render(f"why_{kind}", **slots)]
        if adjusted:
            parts.append(template.render("why_also", **slots))
    left_out = [r.column for r in plan.roles if r.role in ("after_treatment", "copy")]
    left_out = [name for name in left_out if name not in estimand.design.adjustment_set]
    if left_out and kind in (DesignKind.BACKDOOR, DesignKind.RANDOMISED, DesignKind.IV):
        parts.append(template.render("left_out", left_out=words.names(left_out, 5), **slots))
    return parts


def checks_in_words(template: PromptFile, checks: Iterable[Check], words: Words) -> str:
    """How many of the checks that could be run passed, and which did not."""
    run = [check for check in checks if check.passed is not None]
    failed = [check for check in run if not check.passed]
    counts = {"total": str(len(run)), "passed": str(len(run) - len(failed))}
    if not run:
        return template.render("checks_none")
    alone = "_one" if len(run) == 1 else ""
    if not failed:
        return template.render(f"checks_passed{alone}", **counts)
    said = wording(words.language)
    names = words.names([said.say(check.title) for check in failed])
    detail = said.join(said.paragraph(check.detail) for check in failed[:2])
    return template.render(f"checks_failed{alone}", failed=names, detail=detail, **counts)


def _caveat(
    template: PromptFile,
    slots: dict[str, str],
    estimand: Estimand,
    sensitivity: Sensitivity,
    words: Words,
) -> str:
    kind = estimand.design.kind
    if kind is not DesignKind.BACKDOOR:
        return template.render(f"caveat_{kind}", **slots)
    if sensitivity.robustness_value is None:
        return template.render("caveat_backdoor_plain", **slots)
    strength = f"{100 * sensitivity.robustness_value:.1f}%"
    benchmark = wording(words.language).say(sensitivity.benchmark) if sensitivity.benchmark else ""
    return template.render("caveat_backdoor", robustness=strength, benchmark=benchmark, **slots).strip()
